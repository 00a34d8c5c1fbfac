// Builds the page into dist/web, with its gallery, and compresses it; and the page of reports into dist/report. When nothing that it is made of has changed since
// an earlier build, that one is taken again. Needs the rest of dist/.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'dist', 'web')
const parts = ['web', 'report']
const kept = 3

/** What the page is made of; the rooms of src/ are those that it loads, directly or not. */
const sources = [
  'web',
  ...['kit', 'contract', 'data', 'sql', 'grading', 'tasks', 'episode', 'agent', 'proof', 'evaluation'].map(
    (room) => `src/${room}`,
  ),
  ...[
    'scripts/build-web.mjs',
    'scripts/gallery.mjs',
    'package-lock.json',
    'dist/host/sqlite3-metered.wasm',
    'dist/catalog.json',
  ],
]

/** @param {string} path */
function filesIn(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  const names = readdirSync(full, { recursive: true, encoding: 'utf8' }).map(
    (name) => `${path}/${name.replaceAll('\\', '/')}`,
  )
  return names.filter((name) => statSync(join(root, name)).isFile())
}

function keyOf() {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesIn).toSorted((left, right) => (left < right ? -1 : 1))) {
    const body = readFileSync(join(root, file))
    hash.update(`${file}\0${body.length}\0`).update(body)
  }
  return hash.digest('hex').slice(0, 32)
}

/** Compressed beside every file that becomes smaller by it. */
async function compress() {
  const names = readdirSync(target, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:js|css|html|json|jsonl|svg|wasm)$/.test(name),
  )
  const brotli = promisify(brotliCompress)
  await Promise.all(
    names.map(async (name) => {
      const body = readFileSync(join(target, name))
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: body.length, [constants.BROTLI_PARAM_QUALITY]: 11 }
      /** @type {[string, Buffer][]} */
      const made = [
        ['.br', await brotli(body, { params })],
        ['.gz', await promisify(gzip)(body, { level: 9 })],
      ]
      for (const [end, bytes] of made) if (bytes.length < body.length) writeFileSync(join(target, name + end), bytes)
    }),
  )
}

/** The build of these sources, or nothing. */
export async function buildWeb() {
  const store = join(root, 'node_modules', '.cache', 'dataops-env', 'web')
  const known = join(store, keyOf())
  for (const part of parts) rmSync(join(root, 'dist', part), { recursive: true, force: true })
  if (existsSync(known)) {
    for (const part of parts) cpSync(join(known, part), join(root, 'dist', part), { recursive: true })
    return
  }
  const { build } = await import('vite')
  for (const config of ['vite.config.ts', 'vite.viewer.config.ts', 'vite.report.config.ts'])
    await build({ configFile: join(root, 'web', config) })
  const { writeGallery } = await import('./gallery.mjs')
  await writeGallery(join(target, 'gallery'))
  await compress()
  // Another build may be at it as well: the last one to end has the name.
  const made = `${known}.${process.pid}`
  mkdirSync(made, { recursive: true })
  for (const part of parts) cpSync(join(root, 'dist', part), join(made, part), { recursive: true })
  if (existsSync(known)) rmSync(made, { recursive: true, force: true })
  else renameSync(made, known)
  const old = readdirSync(store)
    .map((name) => ({ name, time: statSync(join(store, name)).mtimeMs }))
    .toSorted((left, right) => right.time - left.time)
    .slice(kept)
  for (const { name } of old) rmSync(join(store, name), { recursive: true, force: true })
}
