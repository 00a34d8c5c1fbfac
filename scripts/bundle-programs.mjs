// Programs of dist/ (the command line and what runs on threads) are bundled into dist/programs/: to load some twenty
// files takes a third of the time that nine hundred take. Where a program was, a door stays that leads there. The other
// modules stay as they were compiled, for those who import them.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
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
      // What lies beside dist/ comes later where an image is built.
      if (target.startsWith(dist + sep) && !existsSync(target))
        throw new Error(`${module} looks for ${path}, which is not there`)
      if (target.endsWith('.js')) programs.add(target)
      else assets.add(target)
    }
  }
  return { programs: [...programs].toSorted(compare), assets: [...assets].toSorted(compare) }
}

/**
 * Each module goes on seeing its own place below dist/, though it is in dist/programs/ now.
 *
 * @param {string} dist
 * @returns {import('rolldown').Plugin}
 */
function keepPlaces(dist) {
  return {
    name: 'keep-places',
    transform(code, id) {
      if (!id.startsWith(dist) || !code.includes('import.meta.url')) return null
      const place = `../${toPosix(relative(dist, id))}`
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
 * @param {string} root of the project, whose modules were compiled and whose pages were built
 */
export async function bundlePrograms(root) {
  const dist = join(root, 'dist')
  const target = join(dist, 'programs')
  const { programs, assets } = findNeighbours(dist)
  const input = Object.fromEntries(programs.map((path) => [toPosix(relative(dist, path)).replaceAll('/', '-'), path]))
  const bundle = await rolldown({
    input,
    platform: 'node',
    plugins: [keepPlaces(dist)],
    // What is asked of Node stays a question to Node.
    external: [/^node:/],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  const { output } = await bundle.write({
    dir: target,
    format: 'esm',
    minify: { mangle: false, compress: false, codegen: true },
    entryFileNames: '[name]',
    chunkFileNames: 'part-[hash].js',
  })
  await bundle.close()
  for (const [name, path] of Object.entries(input)) {
    // As it was compiled, for those who change a module beside it: tests do.
    renameSync(path, path.replace(/\.js$/, '.unbundled.js'))
    const up = toPosix(relative(dirname(path), target))
    writeFileSync(path, `#!/usr/bin/env node\nimport ${JSON.stringify(`${up}/${name}`)}\n`)
  }
  const packages = packagesOf(output.filter((part) => part.type === 'chunk'))
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES.txt'), licencesOf(root, packages))
  /** @param {string} path */
  const inProject = (path) => toPosix(relative(root, path))
  const neighbours = { programs: programs.map(inProject), assets: assets.map(inProject) }
  writeFileSync(join(target, 'neighbours.json'), JSON.stringify(neighbours))
}
