// Writes what is made of the server's two tables: of its settings the section `server` of configs/env_config.yaml and the
// table in docs/deploy.md, of its routes the table in docs/http.md. `--check` fails when one is out of date.
// DATAOPS_DIST names another build than dist/.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = process.env.DATAOPS_DIST ?? `${root}dist`
/** @param {string} file of the build */
const load = async (file) => await import(pathToFileURL(`${dist}/${file}`).href)
/** @type {typeof import('../src/cli/settings/server-settings.ts')} */
const { settingLines } = await load('cli/settings/server-settings.js')
/** @type {typeof import('../src/cli/settings/variables.ts')} */
const { variableOf } = await load('cli/settings/variables.js')
/** @type {typeof import('../src/server/app.ts')} */
const { createRoutes } = await load('server/app.js')
/** @type {typeof import('../src/server/floor/access.ts')} */
const { Access } = await load('server/floor/access.js')
/** @type {typeof import('../src/server/floor/logger.ts')} */
const { createLogger } = await load('server/floor/logger.js')
/** @type {typeof import('../src/server/floor/metrics.ts')} */
const { Metrics } = await load('server/floor/metrics.js')

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
const toTable = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |')).join('\n')

/** @param {string} text */
const code = (text) => `\`${text}\``

function settingsTable() {
  const rows = settingLines.map(([key, { preset, auto, note, doc, flag, bare }]) => {
    const variables = [variableOf(key), ...(bare === 'read' ? [key.toUpperCase()] : [])]
    return [
      flag ? code(`--${flag.name}`) : '',
      variables.map(code).join(' or '),
      code(key),
      auto ?? code(preset),
      doc ?? note ?? '',
    ]
  })
  return toTable(['flag', 'variable', 'key in the file', 'default', 'means'], rows)
}

const settingsSection = () =>
  settingLines
    .map(([key, { preset, note }]) => `  ${key}: ${preset}${note === undefined ? '' : ` # ${note}`}\n`)
    .join('')

/** No request is sent, so nothing stands behind the routes. */
function routesTable() {
  /** @type {Partial<import('../src/server/app.ts').AppOptions>} */
  const surroundings = {
    access: new Access({}),
    logger: createLogger('silent'),
    metrics: new Metrics(),
    isReady: () => true,
  }
  const routes = createRoutes(/** @type {import('../src/server/app.ts').AppOptions} */ (surroundings))
  const rows = routes.map(({ method, path, summary, operation }) => [
    code(`${method} ${path}`),
    summary,
    operation === undefined ? '' : code(operation.operationId),
  ])
  return toTable(['request', 'is', 'in the OpenAPI document'], rows)
}

/**
 * A page with something else between two marks.
 *
 * @param {string} page
 * @param {string} name of the marks
 * @param {string} text
 */
function replaced(page, name, text) {
  const [begin, end] = [`<!-- ${name}: made by scripts/server-docs.mjs -->`, `<!-- end of ${name} -->`]
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`the marks of ${name} are missing`)
  return `${before}${begin}\n\n${text}\n\n${end}${after}`
}

/** @type {Record<string, (page: string) => string>} */
const pages = {
  'configs/env_config.yaml': (page) => `${page.slice(0, page.indexOf('\nserver:\n'))}\nserver:\n${settingsSection()}`,
  'docs/deploy.md': (page) => replaced(page, 'settings', settingsTable()),
  'docs/http.md': (page) => replaced(page, 'routes', routesTable()),
}

for (const [file, make] of Object.entries(pages)) {
  const page = readFileSync(root + file, 'utf8')
  const made = make(page)
  if (made === page) continue
  if (!process.argv.includes('--check')) writeFileSync(root + file, made)
  else {
    console.error(`${file} is out of date: node scripts/server-docs.mjs`)
    process.exitCode = 1
  }
}
