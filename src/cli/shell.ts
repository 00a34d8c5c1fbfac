import type { Readable, Writable } from 'node:stream'
import { exitCode } from './command-error.ts'

/** A stream that a command writes to; a terminal says so, and how wide it is. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** What a command has from its caller. The process is one; a test is another. */
export interface Shell {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Emits `SIGINT` and `SIGTERM`, by which a command is asked to end. */
  readonly signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>
  /** Ends at once, whatever is still under way. */
  readonly exit: (code: number) => never
  /** What the command ends with unless it fails. */
  exitCode: number
}

/** Calls `ask` for each SIGINT and SIGTERM. Returns how to stop. */
export function onSignal({ signals }: Shell, ask: () => void): () => void {
  const names = ['SIGINT', 'SIGTERM'] as const
  for (const name of names) signals.on(name, ask)
  return () => {
    for (const name of names) signals.off(name, ask)
  }
}

/** Aborted by the first SIGINT or SIGTERM; the second ends the command at once. */
export function interruptible(shell: Shell): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController()
  const end = onSignal(shell, () => {
    if (controller.signal.aborted) shell.exit(exitCode.interrupted)
    controller.abort()
  })
  return { signal: controller.signal, end }
}
