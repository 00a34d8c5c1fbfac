/**
 * The page to play and watch in: at `/` and `/web` for browsers, its files below `/web`.
 *
 * @module
 */
import { AppError } from '../../kit/errors.ts'
import type { LanePool } from '../../sessions/lane-pool.ts'
import type { Access } from '../floor/access.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { packageVersion } from '../floor/package-version.ts'
import type { AppContext, Route } from '../floor/route.ts'
import type { ServerMode } from '../floor/server-mode.ts'
import * as wire from '../floor/wire-schemas.ts'
import { pageDirectives, WebFiles } from './web-files.ts'
import { createWebPage, wantsPage } from './web-page.ts'

export interface WebOptions extends Pick<DoorContext, 'catalog'> {
  readonly access: Access
  readonly mode?: ServerMode
  /** With which settings the page plays; by default those of this version. */
  readonly pageSettings?: LanePool['settings'] | undefined
}

/** Where to go from the root. Without a slash in front links hold behind a proxy that strips a prefix. */
const links = {
  docs: './docs',
  openapi: './openapi.json',
  schema: './schema',
  tasks: './tasks',
  mcp: './mcp',
  health: './health',
}

/** The page for browsers with its files, and its like for programs. */
export function webRoutes({ catalog, pageSettings, access, mode = 'simulation' }: WebOptions): readonly Route[] {
  const files = new WebFiles()
  const policy = [...pageDirectives, `frame-ancestors ${access.frameAncestors}`].join('; ')
  const isPrivate = (pageSettings?.splitKey ?? null) !== null
  const sendPage = async (context: AppContext): Promise<Response> => {
    const { pathname } = new URL(context.req.url)
    const isInside = pathname.length > 1 && pathname.endsWith('/')
    const index = await files.get('index.html')
    context.header('Content-Security-Policy', policy)
    return context.html(
      createWebPage({
        shell: index === undefined ? null : new TextDecoder().decode(index.body),
        tasks: catalog.tasks,
        files: isInside ? './' : './web/',
        base: isInside ? '../' : './',
        // Of a private test the page knows no task; a server for training plays it.
        privateTest: !isPrivate ? 'none' : mode === 'simulation' ? 'server' : 'hidden',
        // The key of a private test never leaves the server.
        settings: pageSettings === undefined ? null : { ...pageSettings, splitKey: null },
      }),
    )
  }
  const sendFile = async (context: AppContext, folder: string): Promise<Response> => {
    const name = folder + context.req.param('name')
    const file = await files.get(name, context.req.header('Accept-Encoding'))
    if (file === undefined || name === 'index.html') throw new AppError('not_found', 'there is nothing at this path')
    context.header('Content-Type', file.contentType)
    context.header('Vary', 'Accept-Encoding', { append: true })
    if (file.encoding !== null) context.header('Content-Encoding', file.encoding)
    // The build names assets by what they hold.
    context.header(
      'Cache-Control',
      folder === 'assets/' ? 'public, max-age=31536000, immutable' : 'public, max-age=600',
    )
    // A worker has the policy of its own file.
    context.header('Content-Security-Policy', policy)
    return context.body(file.body)
  }
  return [
    { method: 'GET', path: '/web', summary: 'The page to play and watch in', handle: sendPage },
    ...['', 'assets/', 'gallery/'].map((folder): Route => ({
      method: 'GET',
      path: `/web/${folder}{name}`,
      summary: 'Of that page',
      handle: async (context) => await sendFile(context, folder),
    })),
    {
      method: 'GET',
      path: '/',
      summary: 'Name, version and links; to a browser the page to play and watch in',
      handle: async (context) => {
        context.header('Vary', 'Accept', { append: true })
        if (wantsPage(context.req.header('Accept'))) return await sendPage(context)
        return context.json({ name: 'dataops-env', version: packageVersion, status: 'healthy', links })
      },
      operation: { operationId: 'root', reply: { schema: wire.rootReplySchema }, errors: [] },
    },
  ]
}
