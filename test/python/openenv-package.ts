/** A package as OpenEnv's validator takes it: a folder without links, with a block `execution` and a probe file. */
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse, stringify } from 'yaml'
import { cliPath } from '../cli/run-cli.ts'

/** The project that the command was built from. */
const root = dirname(dirname(dirname(cliPath)))

/** The episode that the validator plays. */
export interface Probe {
  readonly plan_schema_version: '1'
  readonly reset: { readonly episode_id: string; readonly seed: number; readonly options: object }
  readonly actions: readonly object[]
}

/** The folders of the packages that run, as the lock file lists them. */
async function productionPackages(): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>
  }
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path]) => path)
}

/** No links, which the validator refuses, and nothing that only compilers and debuggers read. */
async function isNeeded(path: string): Promise<boolean> {
  return !/\.(map|[cm]?ts)$/.test(path) && !(await lstat(path)).isSymbolicLink()
}

/** Puts a package together in a temporary folder. The caller removes it. */
export async function assemblePackage(probe: Probe): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'openenv-package-'))
  // The validator starts the server as a user of its own.
  await chmod(folder, 0o755)
  const documents = ['README.md', 'LICENSE', 'CHANGELOG.md']
  const files = ['dist', 'configs', 'package.json', 'package-lock.json', 'Dockerfile', ...documents]
  for (const path of [...files, ...(await productionPackages())]) {
    await cp(join(root, path), join(folder, path), { recursive: true, filter: isNeeded })
  }
  const manifest = parse(await readFile(join(root, 'openenv.yaml'), 'utf8')) as { validation: object }
  const execution = { probe_path: 'validation/runtime.json' }
  await writeFile(
    join(folder, 'openenv.yaml'),
    stringify({ ...manifest, validation: { ...manifest.validation, execution } }),
  )
  await mkdir(join(folder, 'validation'))
  await writeFile(join(folder, 'validation/runtime.json'), JSON.stringify(probe))
  return folder
}
