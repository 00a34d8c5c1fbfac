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

/** The page. Its links are relative, so that it works under a path prefix. */
export const docsPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>DataOps-Env: HTTP interface</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="./docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <noscript>The same as a document: <a href="./openapi.json">openapi.json</a></noscript>
    <script src="./docs/swagger-ui-bundle.js"></script>
    <script src="./docs/start.js"></script>
  </body>
</html>
`

const startScript = `SwaggerUIBundle({
  url: './openapi.json',
  dom_id: '#swagger-ui',
  validatorUrl: null,
  deepLinking: true,
  tryItOutEnabled: true,
})
`

const contentTypes = new Map([
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui.css', 'text/css; charset=utf-8'],
])

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
  readonly #files = new Map<string, Promise<DocsFile>>()

  /** Undefined for a name that is not part of the page. */
  async get(name: string): Promise<DocsFile | undefined> {
    if (name === 'start.js') return { contentType: 'text/javascript; charset=utf-8', body: startScript }
    const contentType = contentTypes.get(name)
    if (contentType === undefined) return undefined
    let file = this.#files.get(name)
    if (file === undefined) {
      file = readFile(join(assetsFolder(), name)).then((body) => ({ contentType, body: new Uint8Array(body) }))
      this.#files.set(name, file)
    }
    return await file
  }
}
