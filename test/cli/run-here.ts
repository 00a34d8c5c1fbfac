import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Readable, Writable } from 'node:stream'
import type { runCommand } from '../../src/cli/run-command.ts'
import type { Shell } from '../../src/cli/shell.ts'
import { cliPath, type CliResult } from './run-cli.ts'

/** Keeps what is written. */
class Kept extends Writable {
  text = ''
  readonly #onText: (text: string) => void

  constructor(onText: (text: string) => void = () => {}) {
    super({ decodeStrings: false })
    this.#onText = onText
  }

  override _write(chunk: string | Buffer, _: BufferEncoding, done: () => void): void {
    this.text += String(chunk)
    this.#onText(this.text)
    done()
  }
}

export interface HereOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string | Buffer
  /** Emits what the command is asked to end by. */
  readonly signals?: EventEmitter
  /** Called with all of standard output whenever something is written. */
  readonly onStdout?: (text: string) => void
}

/**
 * Runs a command line of the build in this process: the same code as `runCli` starts a process for, less the process.
 * What of a command is the process itself (its exit, signals, pipes, folder, terminal) is for `runCli`.
 */
export async function runHere(args: readonly string[], options: HereOptions = {}): Promise<CliResult> {
  const entry = pathToFileURL(join(cliPath, '../run-command.js')).href
  // oxlint-disable-next-line import/no-dynamic-require -- the build is not there when this is checked
  const door = (await import(/* @vite-ignore */ entry)) as { runCommand: typeof runCommand }
  const { FORCE_COLOR: _forced, NO_COLOR: _none, ...env } = process.env
  const [stdout, stderr] = [new Kept(options.onStdout), new Kept()]
  const shell: Shell = {
    stdin: Readable.from([Buffer.from(options.input ?? '')]),
    stdout,
    stderr,
    env: { ...env, ...options.env },
    signals: options.signals ?? new EventEmitter(),
    exit: (code) => {
      throw new Error(`exit ${code}: that takes a process`)
    },
    exitCode: 0,
  }
  const end = await door.runCommand(args, shell)
  return { code: end.code, stdout: stdout.text, stderr: stderr.text }
}
