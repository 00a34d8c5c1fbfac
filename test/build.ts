/**
 * Global set-up: tests see one version. What runs on threads and in processes of its own runs from dist/, which is built
 * again when it is not what src/ is now. DATAOPS_DIST names another build, which is taken as it is.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What every file of the build depends on. */
const recipe = [
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/bundle-programs.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
]

/** The files below a folder with this ending, without it. */
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))

const changed = (path: string): number => statSync(join(root, path)).mtimeMs

/** Whether each source has its younger file in the build, and each file of the build its source. */
function isFresh(): boolean {
  if (!existsSync(join(root, 'dist/host/sqlite3-metered.wasm'))) return false
  // The last step: without it another step failed.
  if (!existsSync(join(root, 'dist/programs/neighbours.json'))) return false
  const page = join(root, 'dist/web/index.html')
  if (!existsSync(page)) return false
  const pageSources = [
    'web/index.html',
    'web/vite.config.ts',
    ...filesIn('web/src', '').map((name) => `web/src/${name}`),
  ]
  if (statSync(page).mtimeMs < Math.max(...pageSources.map(changed))) return false
  const sources = filesIn('src', '.ts')
  const newest = Math.max(...recipe.map(changed))
  return (
    filesIn('dist', '.d.ts').length === sources.length &&
    sources.every((name) => {
      const built = `dist/${name}.js`
      return existsSync(join(root, built)) && changed(built) > Math.max(changed(`src/${name}.ts`), newest)
    })
  )
}

function build(): void {
  if (process.env['DATAOPS_DIST'] || isFresh()) return
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('the build failed')
}

export default function setup(project: TestProject): void {
  build()
  project.onTestsRerun(() => build())
}
