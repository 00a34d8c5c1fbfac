import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cliPath } from './run-cli.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface BrokenBuild {
  /** The command of this build. */
  readonly main: string
  readonly dist: string
  remove(): void
}

/** A copy of the build in which some files, named from dist/, hold something else. */
export function breakBuild(files: Readonly<Record<string, string>>): BrokenBuild {
  const folder = mkdtempSync(join(tmpdir(), 'dataops-env-broken-'))
  const dist = join(folder, 'dist')
  cpSync(dirname(dirname(cliPath)), dist, { recursive: true, filter: (path) => !/docs-ui|\.(map|d\.ts)$/.test(path) })
  for (const name of ['node_modules', 'configs', 'package.json']) symlinkSync(join(root, name), join(folder, name))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, name), text)
  return { main: join(dist, 'cli/main.js'), dist, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
