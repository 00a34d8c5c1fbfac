/**
 * Virtual environments for tests that use Python clients. Each is made when the first test needs it, from
 * pinned requirements, and kept in `.venv/`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The environments, and the oldest Python that each can be made with. Sets that cannot be installed together are apart. */
const oldestPython = {
  openenv: '3.10',
  'mcp-2': '3.10',
  schemathesis: '3.11',
  model: '3.10',
  package: '3.10',
  inspect: '3.11',
  'inspect-log': '3.11',
  verifiers: '3.11',
  trl: '3.11',
  gym: '3.11',
  nemo: '3.12',
  learn: '3.11',
  wheel: '3.10',
  kubernetes: '3.10',
  ray: '3.11',
} as const
export type EnvironmentName = keyof typeof oldestPython

/** The longest that making one may take, in milliseconds; the largest took 45 s on two cores, but for `model`. */
export const makingTimeout = 600_000

/** The interpreter that makes the environments, where it is new enough. */
const basePython = process.env['DATAOPS_PYTHON'] ?? 'python3'

/** Interpreters that pyenv has beside it. */
function pyenvPythons(): string[] {
  const folder = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions')
  if (!existsSync(folder)) return []
  return readdirSync(folder).map((version) => join(folder, version, 'bin', 'python'))
}

function toNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}

/** The version of an interpreter that can make virtual environments; undefined where there is none. */
function versionOf(python: string): string | undefined {
  const probe = 'import ensurepip, fcntl, platform, venv; print(platform.python_version())'
  const { status, stdout } = spawnSync(python, ['-c', probe], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** An interpreter for an environment, or what is missing on this machine, in words. */
function findPython(name: EnvironmentName): { readonly python: string } | { readonly lack: string } {
  const wanted = oldestPython[name]
  const isNewEnough = (version: string): boolean => toNumber(version) >= toNumber(wanted)
  const version = versionOf(basePython)
  if (version !== undefined && isNewEnough(version)) return { python: basePython }
  // What needs a newer one has been tried with that one, and with no newer still.
  const other = pyenvPythons().find((python) => versionOf(python)?.startsWith(`${wanted}.`))
  if (other !== undefined) return { python: other }
  if (version === undefined) return { lack: `${basePython} is not here, or cannot make virtual environments` }
  return { lack: `${basePython} is ${version}, ${wanted} is needed, and pyenv has none` }
}

/**
 * Whether tests are to be skipped, which is said in one line. Where CI is set nothing is skipped, but what needs a Python
 * that few machines have.
 */
export function isSkipped(name: EnvironmentName): boolean {
  const found = findPython(name)
  if ('python' in found || (process.env['CI'] === 'true' && name !== 'nemo')) return false
  const { lack } = found
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
  const found = findPython(name)
  if ('lack' in found) throw new Error(`no Python: ${found.lack}`)
  const folder = fileURLToPath(new URL(`../../.venv/${name}`, import.meta.url))
  const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
  const maker = spawn(found.python, [here('make_environment.py'), folder, here(`requirements-${name}.txt`)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  maker.stdout.setEncoding('utf8').on('data', (text: string) => void process.stdout.write(text))
  maker.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const code = await new Promise<number | null>((resolve) => maker.once('close', resolve))
  if (code !== 0) throw new Error(`the environment ${name} could not be made:\n${complaints}`)
  return `${folder}/bin`
}
