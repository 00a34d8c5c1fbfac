import { didYouMean } from '../../kit/nearest.ts'

/** What a person types beside SQL. */
export interface PlayCommand {
  readonly name: '.tables' | '.schema' | '.full' | '.goal' | '.undo' | '.finish' | '.help' | '.quit'
  readonly argument?: string
  readonly does: string
}

export const playCommands: readonly PlayCommand[] = [
  { name: '.tables', does: 'tables and their columns' },
  { name: '.schema', argument: 'TABLE', does: 'inspect the schema (a step)' },
  { name: '.full', does: 'the last result, nothing cut' },
  { name: '.goal', does: 'the goal again' },
  { name: '.undo', does: 'take the last step back' },
  { name: '.finish', does: 'submit for grading and end' },
  { name: '.help', does: 'this text' },
  { name: '.quit', does: 'leave without submitting' },
]

const names = playCommands.map(({ name }) => name)

/** Understood without a dot, as other shells do: nobody means SQL by them. */
const bare: Readonly<Record<string, PlayCommand['name']>> = {
  help: '.help',
  '?': '.help',
  quit: '.quit',
  exit: '.quit',
}

const lines = playCommands.map(({ name, argument, does }) => {
  const call = argument === undefined ? name : `${name} [${argument}]`
  return `  ${call.padEnd(16)} ${does}\n`
})

/** No line of it is wider than 60 columns. */
export const playHelp: string = `SQL runs at its semicolon and may take several lines.
${lines.join('')}On a terminal Tab completes, Ctrl-C drops what is typed, and
Ctrl-C twice on an empty line leaves.
`

/** A command as it was typed, or why it is none. */
export type ParsedCommand =
  | { readonly name: PlayCommand['name']; readonly argument: string | null }
  | { readonly error: string }

/**
 * A line as a command; undefined when it is SQL.
 *
 * @param line as typed where a statement may begin
 */
export function parseCommand(line: string): ParsedCommand | undefined {
  const text = line.trim().replace(/\s*;+$/, '')
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? []
  const lower = word.toLowerCase()
  if (!word.startsWith('.')) {
    if (rest !== '') return undefined
    const known = Object.hasOwn(bare, lower) ? bare[lower] : undefined
    if (known !== undefined) return { name: known, argument: null }
    // One word alone is no SQL that anybody needs, and nothing would answer until a semicolon.
    const dotted = names.find((name) => name === `.${lower}`)
    return dotted && { error: `commands begin with a dot; did you mean ${dotted}?` }
  }
  const command = playCommands.find(({ name }) => name === lower)
  if (command === undefined) {
    const meant = didYouMean(lower === '.exit' ? '.quit' : lower, names)
    return { error: `there is no command ${word}${meant === '' ? '; .help lists them' : meant}` }
  }
  if (rest !== '' && command.argument === undefined) return { error: `${command.name} takes nothing behind it` }
  return { name: command.name, argument: rest === '' ? null : unquote(rest) }
}

/** A name as SQL may write it. */
function unquote(name: string): string {
  const quoted = /^"((?:[^"]|"")*)"$/.exec(name)
  return quoted === null ? name : (quoted[1] ?? '').replaceAll('""', '"')
}
