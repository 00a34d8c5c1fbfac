import { Command, CommanderError } from 'commander'
import { packageVersion } from '../server/floor/package-version.ts'
import { describeError } from './command-error.ts'
import type { Shell } from './shell.ts'
import { terminalOf } from './terminal/terminal.ts'

type AddCommand = (program: Command, shell: Shell) => void

/** Commands in the order of the help. Only what is called is loaded: that halves the time to start. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import('./serve.ts')).addServe,
  mcp: async () => (await import('./mcp.ts')).addMcp,
  demo: async () => (await import('./demo.ts')).addDemo,
  agent: async () => (await import('./agent.ts')).addAgent,
  eval: async () => (await import('./eval.ts')).addEval,
  report: async () => (await import('./report.ts')).addReport,
  compare: async () => (await import('./compare.ts')).addCompare,
  rescore: async () => (await import('./rescore.ts')).addRescore,
  play: async () => (await import('./play.ts')).addPlay,
  replay: async () => (await import('./replay.ts')).addReplay,
  export: async () => (await import('./export.ts')).addExport,
  site: async () => (await import('./site.ts')).addSite,
  tasks: async () => (await import('./tasks.ts')).addTasks,
  verify: async () => (await import('./verify.ts')).addVerify,
  help: async () => (await import('./help.ts')).addHelp(Object.keys({ ...commands, ...maintenance }), helpOf),
}

/** For maintainers: their help is shown by name alone. */
const maintenance: typeof commands = {
  probe: async () => (await import('./probe.ts')).addProbe,
  freeze: async () => (await import('./freeze.ts')).addFreeze,
}

/** The program with the command that was asked for, or with all of them. */
async function createProgram(wanted: string | undefined, shell: Shell): Promise<Command> {
  const { stdout } = shell
  const program = new Command('dataops-env')
    .description('A reinforcement-learning environment in which agents repair corrupted SQLite databases with SQL.')
    .version(packageVersion, '-V, --version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      // Errors are reported once, below.
      writeErr: () => {},
      getOutHelpWidth: () => (stdout.isTTY ? stdout.columns : undefined) as number,
    })
    .addHelpText('after', '\nExit codes: 0 done, 1 ran and fell short, 2 wrong use, 3 nothing was played.')
  const all = { ...commands, ...maintenance }
  const one = wanted === undefined || !Object.hasOwn(all, wanted) ? undefined : all[wanted]
  const isVersion = wanted === '-V' || wanted === '--version'
  for (const load of one ? [one] : isVersion ? [] : Object.values(commands)) (await load())(program, shell)
  for (const command of program.commands) command.allowExcessArguments(false)
  return program
}

/** The help of a command, or of the program. */
async function helpOf(name: string | undefined, shell: Shell): Promise<string> {
  const program = await createProgram(name, shell)
  let text = ''
  const command = program.commands.find((candidate) => candidate.name() === name) ?? program
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  return text
}

/** How a command line ended. */
export interface CommandEnd {
  readonly code: number
  /** Whether it failed: then something of it may still run, which must not keep the process from ending. */
  readonly isFailure: boolean
}

/**
 * Runs one command line, without the name of the program. An error is one line on `stderr`; nothing is thrown but what
 * `shell.exit` throws.
 */
export async function runCommand(args: readonly string[], shell: Shell): Promise<CommandEnd> {
  try {
    if (args.length === 0) shell.stdout.write(await helpOf(undefined, shell))
    else await (await createProgram(args[0], shell)).parseAsync(args, { from: 'user' })
    return { code: shell.exitCode, isFailure: false }
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { code: shell.exitCode, isFailure: false }
    const { line, exit } = describeError(error)
    const [, word = '', rest = ''] = /^(error:|not played:)(.*)$/s.exec(line) ?? []
    const text = `${terminalOf(shell.stderr, shell.env).paint('error', word)}${rest}\n`
    await new Promise<void>((resolve) => shell.stderr.write(text, () => resolve()))
    return { code: exit, isFailure: true }
  }
}
