// Starts the fuzzer: compiles it together with src/, as the build does, into a folder of its own, and runs it.
// Node 20 cannot run TypeScript, and a compiler in between (vite) would measure its own overhead.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')

// Below node_modules, so that the packages are found and nothing is left in the checkout.
const cache = join(root, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const out = mkdtempSync(join(cache, 'fuzz-'))
process.on('exit', () => rmSync(out, { recursive: true, force: true }))

const { stdout, error } = spawnSync(
  process.execPath,
  [compiler, '-p', join(here, 'tsconfig.json'), '--outDir', out, '--rootDir', root],
  { cwd: root, encoding: 'utf8' },
)
const main = join(out, 'test', 'fuzz', 'main.js')
// Type errors are the business of `npm run check:types`; without output there is nothing to run.
if (error || !existsSync(main)) {
  process.stderr.write(`the fuzzer does not compile\n${error?.message ?? stdout}`)
  process.exit(2)
}
const { runMain } = await import(pathToFileURL(main).href)
process.exitCode = await runMain(process.argv.slice(2))
