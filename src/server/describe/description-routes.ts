/**
 * What describes the environment, to programs and to people.
 *
 * @module
 */
import type { z } from 'zod'
import type { Access } from '../floor/access.ts'
import type { DoorContext } from '../floor/door-context.ts'
import type { Operation } from '../floor/operation.ts'
import type { AppContext, Route } from '../floor/route.ts'
import * as wire from '../floor/wire-schemas.ts'
import { createDocsPage, docsFileNames, DocsFiles, docsSecurityPolicy } from './docs-page.ts'
import { createMetadata } from './metadata.ts'
import { createSchemaDocument } from './schema-document.ts'

export interface DescriptionOptions extends Pick<DoorContext, 'catalog'> {
  readonly access: Access
  /** The OpenAPI document, which describes these routes too. */
  readonly openApi: () => object
}

/** How the relative links of a page reach what stands beside it. */
function baseOf(context: AppContext): './' | '../' {
  const { pathname } = new URL(context.req.url)
  return pathname.length > 1 && pathname.endsWith('/') ? '../' : './'
}

const read = (operationId: string, schema: z.ZodType): Operation => ({ operationId, reply: { schema }, errors: [] })

/** A route that always answers with the same JSON. */
function document(path: string, summary: string, value: object, operation?: Operation): Route {
  const described = operation && { operation }
  return { method: 'GET', path, summary, handle: (context) => context.json(value), ...described }
}

/** The documents, and the page of the HTTP interface. */
export function descriptionRoutes(options: DescriptionOptions): readonly Route[] {
  const { catalog, openApi } = options
  return [
    {
      method: 'GET',
      path: '/tasks',
      summary: 'List the tasks, and of each family its splits, worlds and levels',
      handle: (context) => context.json({ tasks: catalog.tasks }),
      operation: read('tasks', wire.taskListReplySchema),
    },
    document('/metadata', 'Name, description and README', createMetadata(), read('metadata', wire.metadataReplySchema)),
    document(
      '/schema',
      'JSON Schemas of action, observation and state',
      createSchemaDocument(),
      read('schema', wire.schemaReplySchema),
    ),
    {
      method: 'GET',
      path: '/openapi.json',
      summary: 'The OpenAPI document',
      handle: (context) => context.json(openApi()),
    },
    ...docsRoutes(options.access),
  ]
}

/** The page of the HTTP interface, on which requests can be tried out. */
function docsRoutes({ frameAncestors }: Access): readonly Route[] {
  const files = new DocsFiles()
  return [
    {
      method: 'GET',
      path: '/docs',
      summary: 'A page of the OpenAPI document, on which requests can be tried out',
      handle: (context) => {
        context.header('Content-Security-Policy', `${docsSecurityPolicy}; frame-ancestors ${frameAncestors}`)
        return context.html(createDocsPage(baseOf(context)))
      },
    },
    ...docsFileNames.map((name): Route => ({
      method: 'GET',
      path: `/docs/${name}`,
      summary: 'Of that page',
      handle: async (context) => {
        const { contentType, body } = await files.get(name)
        context.header('Content-Type', contentType)
        context.header('Cache-Control', 'public, max-age=3600')
        return context.body(body)
      },
    })),
  ]
}
