/**
 * Virtual environments for tests that use Python clients. Each is made when the first test needs it, from
 * pinned requirements, and kept in `.venv/`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The environments, and the oldest Python that each can be made with. Sets that cannot be installed together are apart. */
const oldestPython = {
  openenv: '3.10',
  'mcp-2': '3.10',
  schemathesis: '3.11',
  model: '3.10',
  package: '3.10',
  inspect: '3.11',
  verifiers: '3.11',
  trl: '3.11',
  wheel: '3.10',
} as const
export type EnvironmentName = keyof typeof oldestPython

/** The longest that making one may take, in milliseconds; the largest took 45 s on two cores, but for `model`. */
export const makingTimeout = 600_000

/** The interpreter that makes the environments. */
const basePython = process.env['DATAOPS_PYTHON'] ?? 'python3'

function toNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}

/** What is missing on this machine, in words; undefined if nothing is. */
function explainLack(name: EnvironmentName): string | undefined {
  const probe = 'import ensurepip, fcntl, platform, venv; print(platform.python_version())'
  const { status, stdout } = spawnSync(basePython, ['-c', probe], { encoding: 'utf8' })
  if (status !== 0) return `${basePython} is not here, or cannot make virtual environments`
  if (toNumber(stdout) >= toNumber(oldestPython[name])) return undefined
  return `${basePython} is ${stdout.trim()}, ${oldestPython[name]} is needed`
}

/** Whether tests are to be skipped, which is said in one line. Where CI is set nothing is skipped. */
export function isSkipped(name: EnvironmentName): boolean {
  const lack = explainLack(name)
  if (lack === undefined || process.env['CI'] === 'true') return false
  process.stdout.write(`skipped: no Python: ${lack}\n`)
  return true
}

/**
 * Makes an environment if it is not there yet, and says so.
 *
 * @returns the folder of its executables
 * @throws Error with what pip said
 */
export async function makeEnvironment(name: EnvironmentName): Promise<string> {
  const lack = explainLack(name)
  if (lack !== undefined) throw new Error(`no Python: ${lack}`)
  const folder = fileURLToPath(new URL(`../../.venv/${name}`, import.meta.url))
  const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
  const maker = spawn(basePython, [here('make_environment.py'), folder, here(`requirements-${name}.txt`)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  maker.stdout.setEncoding('utf8').on('data', (text: string) => void process.stdout.write(text))
  maker.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const code = await new Promise<number | null>((resolve) => maker.once('close', resolve))
  if (code !== 0) throw new Error(`the environment ${name} could not be made:\n${complaints}`)
  return `${folder}/bin`
}
