#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { packageVersion } from '../server/package-version.ts'
import { addAgent } from './agent.ts'
import { describeError } from './command-error.ts'
import { addDemo } from './demo.ts'
import { addExport } from './export.ts'
import { addPlay } from './play.ts'
import { addReplay } from './replay.ts'
import { addServe } from './serve.ts'
import { addVerify } from './verify.ts'

/** All commands. Exit codes: 0 done, 1 ran and fell short, 2 wrong use. */
function createProgram(): Command {
  const program = new Command('dataops-env')
    .description('A reinforcement-learning environment in which agents repair corrupted SQLite databases with SQL.')
    .version(packageVersion, '-V, --version')
    .helpCommand(false)
    .allowExcessArguments(false)
    .exitOverride()
    // Errors are reported once, below.
    .configureOutput({ writeErr: () => {} })
    .addHelpText('after', '\nExit codes: 0 done, 1 ran and fell short, 2 wrong use.')
  for (const add of [addServe, addDemo, addAgent, addPlay, addReplay, addExport, addVerify]) add(program)
  for (const command of program.commands) command.allowExcessArguments(false)
  return program
}

// A reader that went away (`| head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  const program = createProgram()
  if (process.argv.length <= 2) {
    throw new CommanderError(2, 'dataops-env.missingCommand', 'no command given; see dataops-env --help')
  }
  await program.parseAsync()
} catch (error) {
  const shown = error instanceof CommanderError && error.exitCode === 0
  if (!shown) {
    const { line, exit } = describeError(error)
    process.stderr.write(`${line}\n`)
    process.exitCode = exit
  }
}
