// Builds dist/: compiles src/, and copies what GET /docs serves. Runs as `prepare`, so it says nothing when all is well.
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const require = createRequire(import.meta.url)

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
  const target = join(dist, 'server', 'docs-ui')
  mkdirSync(target, { recursive: true })
  const files = ['swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui.css', 'LICENSE', 'NOTICE']
  for (const file of files) copyFileSync(join(packageFolder('swagger-ui-dist'), file), join(target, file))
}

rmSync(dist, { recursive: true, force: true })
compile()
copyDocsUi()
const main = join(dist, 'cli', 'main.js')
if (existsSync(main)) chmodSync(main, 0o755)
