/**
 * Who may come in: tokens and origins, the same for every door.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { AppError } from '../kit/errors.ts'
import type { AppEnvironment } from './app.ts'
import { sessionHeader } from './session-id.ts'

export interface AccessOptions {
  /** What clients must show as `Authorization: Bearer TOKEN`; null lets everybody in. */
  readonly token?: string | null
  /** Origins of web pages that may use the server beside its own; `*` stands for all. */
  readonly origins?: readonly string[]
}

/** Where everybody may look: probes carry no token. */
const openPaths = new Set(['/health', '/ready'])

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Decides about requests. It says why it refuses, never what would have been right. */
export class Access {
  readonly #expected: Buffer | null
  readonly #origins: ReadonlySet<string>

  constructor({ token = null, origins = [] }: AccessOptions) {
    this.#expected = token === null ? null : digestOf(token)
    this.#origins = new Set(origins)
  }

  /**
   * Middleware for HTTP: answers preflights, names the allowed origins, asks for the token.
   *
   * @throws AppError `unauthorized`
   */
  handlers(): MiddlewareHandler<AppEnvironment>[] {
    const checkToken: MiddlewareHandler<AppEnvironment> = async (context, next) => {
      if (!openPaths.has(context.req.path)) {
        context.header('WWW-Authenticate', 'Bearer')
        this.#checkToken(context.req.header('Authorization'))
        context.header('WWW-Authenticate', undefined)
      }
      await next()
    }
    if (this.#origins.size === 0) return [checkToken]
    const answer = cors({
      origin: (origin) => (this.#isListed(origin) ? origin : null),
      allowHeaders: [
        'Authorization',
        'Content-Type',
        sessionHeader,
        'Mcp-Session-Id',
        'Mcp-Protocol-Version',
        'Last-Event-ID',
      ],
      exposeHeaders: [sessionHeader, 'Mcp-Session-Id'],
      maxAge: 600,
    })
    return [answer, checkToken]
  }

  /**
   * For handshakes, where browsers can set no headers: the token may be a parameter of the URL.
   *
   * @throws AppError `unauthorized` `forbidden_origin`
   */
  checkUpgrade(request: IncomingMessage): void {
    if (!this.mayAsk(request)) {
      throw new AppError('forbidden_origin', 'pages of this origin may not connect; the server has to list it (--cors)')
    }
    const { authorization } = request.headers
    if (authorization !== undefined || this.#expected === null) return this.#checkToken(authorization)
    const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token')
    this.#checkToken(token === null ? undefined : `Bearer ${token}`)
  }

  /** Whether a page may ask: programs name no origin, and pages of the server itself are welcome. */
  mayAsk({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    const { origin, host } = headers
    if (origin === undefined || this.#isListed(origin)) return true
    const forwarded = headers['x-forwarded-host']
    const known = [host, ...(typeof forwarded === 'string' ? forwarded.split(',') : [])]
    return URL.canParse(origin) && known.some((name) => name?.trim() === new URL(origin).host)
  }

  #isListed(origin: string): boolean {
    return this.#origins.has('*') || this.#origins.has(origin)
  }

  #checkToken(authorization: string | undefined): void {
    if (this.#expected === null) return
    const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) throw new AppError('unauthorized', 'send the token as "Authorization: Bearer TOKEN"')
    // Digests are equally long, and comparing them takes equally long.
    if (!timingSafeEqual(digestOf(token), this.#expected)) throw new AppError('unauthorized', 'the token is not right')
  }
}
