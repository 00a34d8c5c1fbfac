/**
 * The OpenAPI 3.1 document, made from the table of routes and the schemas that the server itself uses.
 *
 * @module
 */
import { Components, describeOperation, type Json } from '../floor/operation.ts'
import type { Route } from '../floor/route.ts'

/** Version of the HTTP interface; the first number changes when a client would break. */
const interfaceVersion = '1.0.0'

const info: Json = {
  title: 'DataOps-Env',
  version: interfaceVersion,
  summary: 'A reinforcement-learning environment in which agents repair corrupted SQLite databases with SQL.',
  description:
    'An episode: POST /reset, then POST /step until `done`. Errors are `{"error":{"code","message"}}` with ' +
    'stable codes. A path that does not exist is 404 `not_found`; a slash at its end makes no difference. What is not well-formed HTTP, too long or too ' +
    'slow is 400, 408 or 431 with the code `bad_request`, and the connection is closed.',
  license: { name: 'MIT', identifier: 'MIT' },
}

const tags = [
  { name: 'episode', description: 'Playing' },
  { name: 'tasks', description: "OpenEnv's Task API" },
  { name: 'mcp', description: 'Playing by tools' },
]

/** Makes the document that GET /openapi.json answers: of the routes that are described, in their order. */
export function createOpenApiDocument(routes: readonly Route[]): Json {
  const components = new Components()
  const paths: Record<string, Json> = {}
  const used = new Set<string | undefined>()
  for (const { method, path, summary, operation } of routes) {
    if (operation === undefined) continue
    used.add(operation.tag)
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(components, summary, operation) }
  }
  return {
    openapi: '3.1.0',
    info,
    // Relative to the document, so that the page of it works behind a proxy that strips a prefix.
    servers: [{ url: './' }],
    tags: tags.filter(({ name }) => used.has(name)),
    paths,
    components: { schemas: components.schemas },
  }
}
