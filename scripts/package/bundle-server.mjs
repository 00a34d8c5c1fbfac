// Bundles the built server into a folder that runs anywhere: flat, without node_modules and without links. What the
// modules look for beside themselves (workers, WebAssembly, pages, settings) is found in their own words,
// `new URL(PATH, import.meta.url)`, and put where they look.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const beside = /new URL\(\s*['"]([^'"]+)['"],\s*import\.meta\.url\s*\)/g

/**
 * @param {string} one
 * @param {string} other
 */
const compare = (one, other) => (one < other ? -1 : Number(one > other))

/**
 * Modules that look for what a variable names, and where they find it, below the project.
 *
 * @type {Record<string, string[]>}
 */
const byVariable = { 'dist/server/describe/web-files.js': ['dist/web'] }

/** @param {string} path */
const toPosix = (path) => path.split(sep).join('/')

/**
 * Whether a file is for browsers.
 *
 * @param {string} file
 */
const isPage = (file) => /^(?:web|report)\b/.test(file) || file.includes('docs-ui')

/** @param {string} folder */
function modulesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !isPage(file))
    .map((file) => join(folder, file))
}

/**
 * What modules look for beside themselves: programs of their own, and files and folders.
 *
 * @param {string} dist
 */
function findNeighbours(dist) {
  const programs = new Set([join(dist, 'cli', 'main.js')])
  /** @type {Set<string>} */
  const assets = new Set()
  for (const module of modulesIn(dist)) {
    const text = readFileSync(module, 'utf8')
    const named = byVariable[toPosix(relative(dirname(dist), module))] ?? []
    for (const path of named) assets.add(join(dirname(dist), path))
    const rest = text.replaceAll(beside, '').replaceAll('createRequire(import.meta.url)', '')
    if (rest.includes('import.meta.url') && named.length === 0) {
      throw new Error(`${module} looks for something beside itself by a name that this script cannot read`)
    }
    for (const [, path = ''] of text.matchAll(beside)) {
      const target = join(dirname(module), path)
      if (!existsSync(target)) throw new Error(`${module} looks for ${path}, which is not there`)
      if (target.endsWith('.js')) programs.add(target)
      else assets.add(target)
    }
  }
  return { programs: [...programs].toSorted(compare), assets: [...assets].toSorted(compare) }
}

/**
 * Each module goes on seeing its own place below dist/, though all are in one folder now.
 *
 * @param {string} dist
 * @returns {import('rolldown').Plugin}
 */
function keepPlaces(dist) {
  return {
    name: 'keep-places',
    transform(code, id) {
      if (!id.startsWith(dist) || !code.includes('import.meta.url')) return null
      const place = `./${toPosix(relative(dist, id))}`
      return { code: code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`) }
    },
  }
}

/**
 * The packages that modules came from.
 *
 * @param {import('rolldown').OutputChunk[]} chunks
 */
function packagesOf(chunks) {
  /** @type {Set<string>} */
  const names = new Set()
  for (const { moduleIds } of chunks) {
    for (const id of moduleIds) {
      const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules\/)/.exec(toPosix(id)) ?? []
      if (name !== undefined) names.add(name)
    }
  }
  return [...names].toSorted(compare)
}

/**
 * Bundled code travels with the terms that it came under.
 *
 * @param {string} root of the project
 * @param {string[]} names of packages
 */
function licencesOf(root, names) {
  return names
    .map((name) => {
      const folder = join(root, 'node_modules', name)
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((candidate) => /^(licen[cs]e|copying)/i.test(candidate))
      const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
      return `${name} ${version}: ${license}\n${text}`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/**
 * @param {string} root of the project, which was built
 * @param {string} target an empty folder: gets dist/, configs/ and what else the server reads
 */
export async function bundleServer(root, target) {
  const dist = join(root, 'dist')
  const { programs, assets } = findNeighbours(dist)
  const input = Object.fromEntries(programs.map((path) => [toPosix(relative(dist, path)).replaceAll('/', '-'), path]))
  const bundle = await rolldown({
    input,
    platform: 'node',
    plugins: [keepPlaces(dist)],
    // A program that begins with #! keeps it; what is asked of Node stays a question to Node.
    external: [/^node:/],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  const { output } = await bundle.write({
    dir: join(target, 'dist'),
    format: 'esm',
    minify: { mangle: false, compress: false, codegen: true },
    entryFileNames: '[name]',
    chunkFileNames: 'part-[hash].js',
  })
  await bundle.close()
  const chunks = output.filter((part) => part.type === 'chunk')
  for (const [name, path] of Object.entries(input)) {
    // Where the program is looked for there is a door to where it is.
    const door = join(target, 'dist', relative(dist, path))
    mkdirSync(dirname(door), { recursive: true })
    const up = toPosix(relative(dirname(door), join(target, 'dist')))
    writeFileSync(door, `#!/usr/bin/env node\nimport ${JSON.stringify(`${up}/${name}`)}\n`)
  }
  for (const asset of assets) {
    const place = join(target, relative(root, asset))
    if (relative(root, asset) === 'package.json') continue
    mkdirSync(dirname(place), { recursive: true })
    // What is another file compressed is served from that one; in an archive it would count twice.
    /** @param {string} path */
    const filter = (path) => !/\.(?:br|gz)$/.test(path)
    cpSync(asset, place, { recursive: statSync(asset).isDirectory(), filter })
  }
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(
    join(target, 'package.json'),
    `${JSON.stringify({ name, version, license, type: 'module', private: true }, null, 2)}\n`,
  )
  const bundled = packagesOf(chunks)
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES.txt'), licencesOf(root, bundled))
  return { url: pathToFileURL(target).href, packages: bundled }
}
