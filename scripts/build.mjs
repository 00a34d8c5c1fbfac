// Builds dist/: compiles src/, copies what GET /docs serves, prepares SQLite's WebAssembly, builds the page, bundles the programs. Runs as `prepare`, so it says nothing when all is well.
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildWeb } from './build-web.mjs'
import { bundlePrograms } from './bundle-programs.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const require = createRequire(import.meta.url)

/** @param {string} name */
function packageFolder(name) {
  return dirname(require.resolve(`${name}/package.json`))
}

function compile() {
  const compiler = join(packageFolder('typescript'), 'bin', 'tsc')
  const { status, error } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

function copyDocsUi() {
  const target = join(dist, 'server', 'describe', 'docs-ui')
  mkdirSync(target, { recursive: true })
  const files = ['swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui.css', 'LICENSE', 'NOTICE']
  for (const file of files) copyFileSync(join(packageFolder('swagger-ui-dist'), file), join(target, file))
}

/** Counting is put into SQLite's WebAssembly here, once, instead of at every start. */
async function meterSqlite() {
  const { meterWasm } = await import(pathToFileURL(join(dist, 'sql', 'metered-wasm.js')).href)
  const source = readFileSync(require.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'))
  writeFileSync(join(dist, 'host', 'sqlite3-metered.wasm'), meterWasm(new Uint8Array(source)))
}

/** What the page offers before it has loaded any of it, and the settings that it plays with where nobody gives it others. */
async function writeCatalog() {
  const load = async (/** @type {string} */ name) => await import(pathToFileURL(join(dist, name)).href)
  const { defaultSettings } = await load('episode/episode-settings.js')
  const { toPlainSettings } = await load('episode/plain-settings.js')
  /** @type {typeof import('../src/tasks/task-rows.ts')} */
  const { listTasks } = await load('tasks/task-rows.js')
  const tasks = listTasks(defaultSettings).map(({ id, suite, summary, version, worlds, levels }) => ({
    ...{ id, suite, summary, version, worlds },
    levels: levels?.map(({ level, difficulty }) => ({ level, difficulty })),
  }))
  writeFileSync(join(dist, 'catalog.json'), JSON.stringify({ tasks, settings: toPlainSettings(defaultSettings) }))
}

rmSync(dist, { recursive: true, force: true })
compile()
copyDocsUi()
await meterSqlite()
await writeCatalog()
await buildWeb()
await bundlePrograms(root)
const main = join(dist, 'cli', 'main.js')
if (existsSync(main)) chmodSync(main, 0o755)
