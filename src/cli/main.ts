#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { packageVersion } from '../server/floor/package-version.ts'
import { describeError } from './command-error.ts'
import { terminalOf } from './terminal/terminal.ts'

type AddCommand = (program: Command) => void

/** Commands in the order of the help. Only what is called is loaded: that halves the time to start. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import('./serve.ts')).addServe,
  mcp: async () => (await import('./mcp.ts')).addMcp,
  demo: async () => (await import('./demo.ts')).addDemo,
  agent: async () => (await import('./agent.ts')).addAgent,
  play: async () => (await import('./play.ts')).addPlay,
  replay: async () => (await import('./replay.ts')).addReplay,
  export: async () => (await import('./export.ts')).addExport,
  tasks: async () => (await import('./tasks.ts')).addTasks,
  verify: async () => (await import('./verify.ts')).addVerify,
  help: async () => (await import('./help.ts')).addHelp(Object.keys(commands), helpOf),
}

/** The program with the command that was asked for, or with all of them. */
async function createProgram(wanted: string | undefined): Promise<Command> {
  const program = new Command('dataops-env')
    .description('A reinforcement-learning environment in which agents repair corrupted SQLite databases with SQL.')
    .version(packageVersion, '-V, --version')
    .helpCommand(false)
    .exitOverride()
    // Errors are reported once, below.
    .configureOutput({ writeErr: () => {} })
    .addHelpText('after', '\nExit codes: 0 done, 1 ran and fell short, 2 wrong use, 3 nothing was played.')
  const one = wanted === undefined || !Object.hasOwn(commands, wanted) ? undefined : commands[wanted]
  for (const load of one ? [one] : Object.values(commands)) (await load())(program)
  for (const command of program.commands) command.allowExcessArguments(false)
  return program
}

/** The help of a command, or of the program. */
async function helpOf(name: string | undefined): Promise<string> {
  const program = await createProgram(name)
  let text = ''
  const command = program.commands.find((candidate) => candidate.name() === name) ?? program
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  return text
}

// A reader that went away (`| head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  if (process.argv.length <= 2) process.stdout.write(await helpOf(undefined))
  else await (await createProgram(process.argv[2])).parseAsync()
} catch (error) {
  const shown = error instanceof CommanderError && error.exitCode === 0
  if (!shown) {
    const { line, exit } = describeError(error)
    const [, word = '', rest = ''] = /^(error:|not played:)(.*)$/s.exec(line) ?? []
    process.exitCode = exit
    // What a command may have left running must not keep it from ending.
    process.stderr.write(`${terminalOf(process.stderr).paint('error', word)}${rest}\n`, () => process.exit(exit))
  }
}
