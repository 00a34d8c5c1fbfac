/** The built command as a person sees it: in a pseudo-terminal, which Python opens. */
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cliPath } from './run-cli.ts'

const script = fileURLToPath(new URL('pseudo_terminal.py', import.meta.url))

/** Whether there is a Python with pseudo-terminals; where CI is set its lack is a failure. */
export const hasTerminal: boolean = findTerminal()

function findTerminal(): boolean {
  if (process.env['CI'] === 'true' || spawnSync('python3', ['-c', 'import pty, termios']).status === 0) return true
  process.stdout.write('skipped: no Python with pseudo-terminals\n')
  return false
}

export const ctrlC = '\u0003'
export const ctrlD = '\u0004'

/** What is awaited, or typed when it is in a list. */
export type Step = string | readonly [typed: string]

export interface Typed {
  readonly code: number
  /** Everything that was written, as it came. */
  readonly raw: string
  /** The same without escape sequences and carriage returns. */
  readonly text: string
}

// oxlint-disable-next-line no-control-regex
const sequences = /\u001B\[[0-9;?]*[A-Za-z]|\r/g

/** Runs the built command in a terminal and types; fails when what is awaited never appears. */
export async function typed(
  args: readonly string[],
  steps: readonly Step[],
  { columns = 100, env = {} }: { readonly columns?: number; readonly env?: Record<string, string> } = {},
): Promise<Typed> {
  const { FORCE_COLOR: _force, NO_COLOR: _none, COLUMNS: _columns, CI: _ci, ...inherited } = process.env
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(
    JSON.stringify({
      argv: [process.execPath, cliPath, ...args],
      env: { ...inherited, TERM: 'xterm-256color', ...env },
      columns,
      seconds: 60,
      steps: steps.map((step) => (typeof step === 'string' ? { await: step } : { type: step[0] })),
    }),
  )
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part))
  await new Promise((resolve) => child.once('close', resolve))
  const { code, screen, missed } = JSON.parse(stdout) as { code: number; screen: string; missed: string | null }
  if (missed !== null) throw new Error(`${missed} never appeared:\n${screen}`)
  return { code, raw: screen, text: screen.replace(sequences, '') }
}
