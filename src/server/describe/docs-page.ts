/**
 * GET /docs: Swagger UI from our own files. Nothing is fetched from another host, and the
 * Content-Security-Policy makes sure of it.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Swagger UI styles elements from its script and holds its icons as data URLs; everything else is ours. */
export const docsSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"

/**
 * The page.
 *
 * @param base how its links reach what stands beside it, so that it works under a path prefix: `./` or `../`
 */
export function createDocsPage(base: './' | '../'): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>DataOps-Env: HTTP interface</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${base}docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <noscript>The same as a document: <a href="${base}openapi.json">openapi.json</a></noscript>
    <script src="${base}docs/swagger-ui-bundle.js"></script>
    <script src="${base}docs/start.js"></script>
  </body>
</html>
`
}

const startScript = `SwaggerUIBundle({
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  validatorUrl: null,
  deepLinking: true,
  tryItOutEnabled: true,
})
`

const contentTypes = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'start.js': 'text/javascript; charset=utf-8',
} as const

/** A file of the page. */
export type DocsFileName = keyof typeof contentTypes
export const docsFileNames = Object.keys(contentTypes) as readonly DocsFileName[]

export interface DocsFile {
  readonly contentType: string
  readonly body: string | Uint8Array<ArrayBuffer>
}

/** The build copies the files beside this module; in a checkout they come from node_modules. */
function assetsFolder(): string {
  const built = fileURLToPath(new URL('./docs-ui', import.meta.url))
  if (existsSync(built)) return built
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
}

/** Gives the files of the page by name, each read once. */
export class DocsFiles {
  readonly #files = new Map<DocsFileName, Promise<DocsFile>>()

  async get(name: DocsFileName): Promise<DocsFile> {
    const contentType = contentTypes[name]
    if (name === 'start.js') return { contentType, body: startScript }
    let file = this.#files.get(name)
    if (file === undefined) {
      file = readFile(join(assetsFolder(), name)).then((body) => ({ contentType, body: new Uint8Array(body) }))
      this.#files.set(name, file)
    }
    return await file
  }
}
