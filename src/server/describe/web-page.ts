/**
 * The page for browsers at `/`, `/web` and `/web/`: name, tasks, where to go from here. Self-contained: it
 * has no script and loads nothing.
 *
 * @module
 */
import type { TaskListItem } from '../../contract/episode.ts'
import { description } from './metadata.ts'
import { packageVersion } from '../floor/package-version.ts'

export const webSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

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

/**
 * The page.
 *
 * @param base how its links reach the root, so that it works under a path prefix: `./` or `../`
 */
export function createWebPage(tasks: readonly TaskListItem[], base: './' | '../'): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>DataOps-Env</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
      table { border-collapse: collapse; width: 100% }
      th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8886 }
      th { overflow-wrap: normal }
      @media (max-width: 40rem) {
        body { margin: 1rem auto }
        table, tbody, tr, td { display: block }
        thead { display: none }
        tr { padding: .5rem 0; border-bottom: 1px solid #8886 }
        td { padding: 0; border: 0 }
        td[data-name]::before { content: attr(data-name) ': '; opacity: .7 }
      }
    </style>
  </head>
  <body>
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
        ${tasks.map(toRow).join('\n        ')}
      </tbody>
    </table>
  </body>
</html>
`
}
