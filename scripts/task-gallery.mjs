// Writes docs/tasks.md and docs/tasks/<family>.md from the registry of tasks. `--check` fails when they are out of date,
// `--out FOLDER` writes elsewhere than docs/. DATAOPS_DIST names another build than dist/.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine, drillList, incidentFamilies, loadSqliteWasm, root } from './task-gallery/built.mjs'
import { familyPage } from './task-gallery/family-page.mjs'
import { incidentPage } from './task-gallery/incident-page.mjs'
import { indexPage } from './task-gallery/index-page.mjs'

const outAt = process.argv.indexOf('--out')
const out = outAt === -1 ? join(root, 'docs') : (process.argv[outAt + 1] ?? '')
const folder = join(out, 'tasks')
const engine = await createEngine(await loadSqliteWasm())
const pages = new Map([[join(out, 'tasks.md'), indexPage()]])
for (const family of drillList) pages.set(join(folder, `${family.id}.md`), familyPage(engine, family))
for (const incident of incidentFamilies) pages.set(join(folder, `${incident.id}.md`), incidentPage(engine, incident))
const present = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
const stale = present.filter((file) => file.endsWith('.md') && !pages.has(file))
if (process.argv.includes('--check')) {
  const differs = [...pages].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
  for (const file of [...differs.map(([file]) => file), ...stale]) {
    console.error(`${file} is out of date: node scripts/task-gallery.mjs`)
    process.exitCode = 1
  }
} else {
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of pages) writeFileSync(file, text)
  for (const file of stale) rmSync(file)
}
