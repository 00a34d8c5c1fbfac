#!/usr/bin/env node
import { runCommand } from './run-command.ts'
import type { Shell } from './shell.ts'

// A reader that went away (`| head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

/** The streams are made where they are asked for: opening standard input can keep a process alive. */
const shell: Shell = {
  get stdin() {
    return process.stdin
  },
  get stdout() {
    return process.stdout
  },
  get stderr() {
    return process.stderr
  },
  env: process.env,
  signals: process,
  exit: (code) => process.exit(code),
  exitCode: 0,
}

const { code, isFailure } = await runCommand(process.argv.slice(2), shell)
process.exitCode = code
if (isFailure) process.exit(code)
