// Takes the programs of the built server into a folder that runs anywhere: without node_modules and without links. What
// they look for beside themselves (workers, WebAssembly, pages, settings) comes along, to where they look.
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * @param {string} root of the project, which was built
 * @param {string} target an empty folder: gets dist/, configs/ and what else the server reads
 */
export function bundleServer(root, target) {
  const programs = join('dist', 'programs')
  /** @type {{ programs: string[], assets: string[] }} */
  const neighbours = JSON.parse(readFileSync(join(root, programs, 'neighbours.json'), 'utf8'))
  // What is another file compressed is served from that one; in an archive it would count twice.
  /** @param {string} path */
  const filter = (path) => !/\.(?:br|gz)$|\bneighbours\.json$/.test(path)
  for (const path of [programs, ...neighbours.programs, ...neighbours.assets]) {
    if (path === 'package.json') continue
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(join(root, path), join(target, path), { recursive: statSync(join(root, path)).isDirectory(), filter })
  }
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(
    join(target, 'package.json'),
    `${JSON.stringify({ name, version, license, type: 'module', private: true }, null, 2)}\n`,
  )
}
