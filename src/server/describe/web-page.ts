/**
 * The page for browsers at `/`, `/web` and `/web/`. What a reader without scripts sees of it is its name, the tasks, and
 * where to go from here.
 *
 * @module
 */
import type { TaskListItem } from '../../contract/episode.ts'
import { description } from './metadata.ts'
import { pageDirectives } from './web-files.ts'
import { packageVersion } from '../floor/package-version.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}

/** What a task has, or a family from its first level to its last. */
function toRange(values: readonly (string | number)[]): string {
  const [first, last] = [values[0], values.at(-1)]
  return first === last ? String(first) : `${first} to ${last}`
}

function toRow({ id, difficulty, step_limit: stepLimit, summary, levels }: TaskListItem): string {
  const rungs = levels ?? [{ difficulty, step_limit: stepLimit }]
  const difficulties = escapeHtml(toRange(rungs.map((level) => level.difficulty)))
  const steps = toRange(rungs.map((level) => level.step_limit))
  // Where there is no room for a head, these two tell their own names.
  const facts = `<td data-name="Difficulty">${difficulties}</td><td data-name="Steps">${steps}</td>`
  return `<tr><td><code>${escapeHtml(id)}</code></td>${facts}<td>${escapeHtml(summary)}</td></tr>`
}

/** Whether a client asks for a page: browsers name text/html, programs do not. */
export function wantsPage(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes('text/html') ?? false
}

export interface WebPageOptions {
  /** The page as the build left it; null where nobody has built it, and then it has no script. */
  readonly shell: string | null
  readonly tasks: readonly TaskListItem[]
  /** How the page reaches its files, and how it reaches the server: relative, so that it works under a prefix. */
  readonly files: './' | './web/'
  readonly base: './' | '../'
  /** Whether the server has a `test` of its own, and where that is played. */
  readonly privateTest: 'none' | 'server' | 'hidden'
  /** With which settings the page plays. */
  readonly settings: object | null
}

/** What stands there for whoever runs no scripts. */
function plainPage(tasks: readonly TaskListItem[], base: string): string {
  return `<main class="plain">
      <h1>DataOps-Env <small>${escapeHtml(packageVersion)}</small></h1>
      <p>${escapeHtml(description)}</p>
      <p>
        <a href="${base}docs">Documentation of the HTTP interface</a> ·
        <a href="${base}openapi.json">OpenAPI</a> ·
        <a href="${base}schema">Schemas</a> ·
        <a href="${base}metadata">Metadata</a>
      </p>
      <p>Programs connect to <code>/mcp</code> (Model Context Protocol) and <code>/ws</code> (OpenEnv) at this address.</p>
      <h2>Tasks</h2>
      <table>
        <thead><tr><th>Task</th><th>Difficulty</th><th>Steps, at most</th><th>What is wrong</th></tr></thead>
        <tbody>
          ${tasks.map(toRow).join('\n          ')}
        </tbody>
      </table>
    </main>`
}

const unbuilt = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>DataOps-Env</title>
  </head>
  <body>
  </body>
</html>
`

/** The page. */
export function createWebPage({ shell, tasks, files, base, privateTest, settings }: WebPageOptions): string {
  const facts = {
    server: 'true',
    version: packageVersion,
    files,
    base,
    'private-test': privateTest,
    settings: JSON.stringify(settings),
  }
  const head = Object.entries(facts).map(
    ([name, value]) => `<meta name="dataops-${name}" content="${escapeHtml(value)}">\n    `,
  )
  const plain = plainPage(tasks, base)
  return (shell ?? unbuilt)
    .replaceAll(/(?<=(?:src|href)=")\.\//g, files)
    .replace('<title>', () => `${head.join('')}<title>`)
    .replace('</body>', () => `  ${shell === null ? plain : `<noscript>${plain}</noscript>`}\n  </body>`)
}

/** The page of a static copy: it carries its policy, and is kept for times without a network. @param version of its files */
export function toStaticPage(shell: string, version: string): string {
  const facts = { version: packageVersion, offline: version }
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(pageDirectives.join('; '))}">`,
    ...Object.entries(facts).map(([name, value]) => `<meta name="dataops-${name}" content="${escapeHtml(value)}">`),
  ]
  // Twice would say it twice.
  if (shell.includes('http-equiv="Content-Security-Policy"')) return shell
  // The policy holds for what stands behind it.
  return shell.replace('<meta name="viewport"', () => `${head.join('\n    ')}\n    <meta name="viewport"`)
}

/** The page where nothing but a record is served beside it. */
export function createViewerPage(shell: string): string {
  return shell.replace(
    '<title>',
    () => `<meta name="dataops-version" content="${escapeHtml(packageVersion)}">\n    <title>`,
  )
}
