// npm run package:python: puts the built server into python/dataops_env/, builds the wheel and the source archive in
// dist-python/, and puts together the folder that OpenEnv's tools take, dist-openenv/dataops_env/. Two runs give equal bytes.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleServer } from './package/bundle-server.mjs'
import { assembleOpenEnvFolder, manifestFor } from './package/openenv-folder.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const python = process.env.DATAOPS_PYTHON ?? 'python3'

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
}

/** The package and the server inside are of one version, which each of them says. */
function checkVersions() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const lines = {
    'python/pyproject.toml': `version = "${version}"`,
    'python/dataops_env/_version.py': `__version__ = "${version}"`,
  }
  for (const [file, line] of Object.entries(lines)) {
    if (!readFileSync(join(root, file), 'utf8').includes(line)) throw new Error(`${file} does not say ${line}`)
  }
}

function buildArchives() {
  const environment = join(root, '.venv', 'package-build')
  run(python, [join(root, 'test/python/make_environment.py'), environment, join(root, 'python/requirements-build.txt')])
  const target = join(root, 'dist-python')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target)
  // Archives keep times: these are of the format, not of today.
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1580601600', PYTHONDONTWRITEBYTECODE: '1' }
  const args = ['-m', 'hatchling', 'build', '-d', target]
  run(join(environment, 'bin', 'python'), args, {
    cwd: join(root, 'python'),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return readdirSync(target).map((name) => join(target, name))
}

checkVersions()
const server = join(root, 'python/dataops_env/_server')
rmSync(server, { recursive: true, force: true })
bundleServer(root, server)
writeFileSync(join(root, 'python/dataops_env/openenv.yaml'), manifestFor(root))
const archives = buildArchives()
const folder = assembleOpenEnvFolder(root)
for (const path of archives) process.stdout.write(`${path} ${(statSync(path).size / 1e6).toFixed(2)} MB\n`)
process.stdout.write(`${folder}\n`)
