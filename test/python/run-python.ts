import { spawn } from 'node:child_process'

export interface PythonResult {
  readonly code: number | null
  readonly stdout: string
  /** Both streams, for the message of a failure. */
  readonly output: string
}

/** Runs an executable of a virtual environment to its end, or for 55 seconds, unless more are given. */
export async function runPython(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string | undefined; readonly env?: NodeJS.ProcessEnv; readonly timeoutMs?: number } = {},
): Promise<PythonResult> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    timeout: options.timeoutMs ?? 55_000,
  })
  let stdout = ''
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  return { code, stdout, output }
}
