import type { Output, Shell } from '../shell.ts'

const styles = { error: 31, good: 32, warning: 33, faint: 2, strong: 1 } as const

export type Style = keyof typeof styles

/** What a stream of ours can show. */
export interface Terminal {
  /** Whether a person looks at it, rather than a file or a program. */
  readonly isTerminal: boolean
  /** Columns of a line; undefined where nothing limits it. */
  readonly width: number | undefined
  /** The text in a colour, where colours are shown. */
  paint(style: Style, text: string): string
}

type Env = Shell['env']

/** Columns of a terminal that does not say. */
const usualWidth = 80
/** Narrower than this, nothing can be laid out. */
const leastWidth = 20

/**
 * Whether to write colours: not when NO_COLOR is set (https://no-color.org) or FORCE_COLOR is 0 or false; always
 * when FORCE_COLOR is anything else; otherwise on terminals that can.
 */
export function showsColour(isTerminal: boolean, env: Env): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR']
  if (forced) return forced !== '0' && forced !== 'false'
  return isTerminal && env['TERM'] !== 'dumb'
}

/** No terminal: no limit, no colour. */
export const plainTerminal: Terminal = Object.freeze({
  isTerminal: false,
  width: undefined,
  paint: (_: Style, text: string) => text,
})

/** What a stream can show now; its width follows the window. */
export function terminalOf(stream: Pick<Output, 'isTTY' | 'columns'>, env: Env): Terminal {
  const isTerminal = stream.isTTY === true
  const isColourful = showsColour(isTerminal, env)
  return {
    isTerminal,
    get width() {
      return isTerminal ? Math.max(stream.columns || usualWidth, leastWidth) : undefined
    },
    paint: (style, text) => (isColourful && text !== '' ? `\u001B[${styles[style]}m${text}\u001B[0m` : text),
  }
}
