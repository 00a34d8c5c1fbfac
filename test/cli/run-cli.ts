import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built command: what users run. `npm ci` and `npm run build` make it; DATAOPS_DIST names another build. */
export const cliPath: string = join(
  process.env['DATAOPS_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url)),
  'cli/main.js',
)

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command, or another build's `main`, to its end. */
export async function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string | Buffer; main?: string } = {},
): Promise<CliResult> {
  if (!existsSync(cliPath)) throw new Error('dist is missing: run npm run build')
  // Whoever runs the tests may have said something about colours.
  const { FORCE_COLOR: _forced, NO_COLOR: _none, ...env } = process.env
  const child = spawn(process.execPath, [options.main ?? cliPath, ...args], {
    cwd: options.cwd,
    env: { ...env, ...options.env },
    stdio: 'pipe',
  })
  child.stdin.on('error', () => {}).end(options.input ?? '')
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

/** A server in a process of its own. */
export interface CliServer {
  readonly url: string
  readonly pid: number
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<CliResult>
}

/** Starts `serve` and waits for its first line. With an empty `host` it listens where it does by default. */
export async function startCliServer(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  host = '127.0.0.1',
): Promise<CliServer> {
  const where = host === '' ? [] : ['--host', host]
  const child = spawn(process.execPath, [cliPath, 'serve', '--port', '0', ...where, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const found = /^dataops-env listening on (http:\/\/\S+) .*\n/.exec(stdout)
      if (found) resolve(found[1] as string)
    })
    void closed.then(() => reject(new Error(`the server ended: ${stderr}`)))
  })
  return {
    url,
    pid: child.pid as number,
    end: async (signal) => {
      child.kill(signal)
      return { code: await closed, stdout, stderr }
    },
  }
}
