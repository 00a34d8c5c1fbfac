/**
 * Who may come in: web pages and tokens, the same for every door.
 *
 * A page of anywhere can send requests to a server on its reader's own machine or network: by its address, or by a
 * name of the page's own that was bound anew to that address (DNS rebinding). The browser says where a page is from
 * (Origin, Sec-Fetch-Site) and which name it used (Host), and no page can change that.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { clipText } from '../../kit/clip-text.ts'
import { AppError } from '../../kit/errors.ts'
import type { AppEnvironment } from './app-environment.ts'
import { exposedHeaders, isPreflight } from './preflight.ts'

export interface AccessOptions {
  /** What clients must show as `Authorization: Bearer TOKEN`; null lets everybody in. */
  readonly token?: string | null
  /** Origins of web pages that may use the server beside its own and those of this machine; `*` stands for all. */
  readonly origins?: readonly string[]
  /** Names by which pages may reach the server, beside localhost, addresses and the names in `origins`. */
  readonly hosts?: readonly string[]
  /** The name of the Hugging Face Space this is; such a page is shown inside one of huggingface.co. */
  readonly spaceHost?: string | null
}

/** Where everybody may look: probes carry no token. */
const openPaths = new Set(['/health', '/ready'])

/** Whether a path is a machine's question about the server itself. */
export function isProbe(path: string): boolean {
  return openPaths.has(path)
}

/** The value of a header, asked for by its name in lower case. */
type HeaderOf = (name: string) => string | undefined

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The name in a Host header, as URLs write it; null where it is none. */
function nameIn(host: string): string | null {
  const target = `http://${host}`
  return /[\s/?#@\\]/.test(host) || !URL.canParse(target) ? null : new URL(target).hostname.replace(/\.$/, '')
}

/** Whether a name can only mean the machine of who says it. */
function isLocal(name: string | null): boolean {
  return name === 'localhost' || name === '[::1]' || /^127(\.\d+){3}$/.test(name ?? '')
}

/** An address needs no one to look it up, so that nobody can bind it anew. */
function isAddress(name: string): boolean {
  return name.startsWith('[') || /^\d+(\.\d+){3}$/.test(name)
}

function isLocalOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLocal(new URL(origin).hostname)
}

/** Whether a page is the server's own. Behind a proxy only the page knows whether it came by TLS. */
function isOriginOf(host: string, origin: string): boolean {
  if (nameIn(host) === null || !/^https?:/.test(origin) || !URL.canParse(origin)) return false
  const { protocol, host: named } = new URL(origin)
  return new URL(`${protocol}//${host}`).host === named
}

/** The names a request came by: what it says, and what proxies say it said. A page may have written the latter. */
function hostsOf(header: HeaderOf): string[] {
  const forwarded = header('x-forwarded-host')?.split(',') ?? []
  return [header('host') ?? '', ...forwarded].map((host) => host.trim())
}

/**
 * Whether a browser sent a request. To addresses that are neither TLS nor this machine it sends no Sec-Fetch
 * headers, and with a GET no Origin. Node's `fetch` sends Sec-Fetch-Mode, and that alone.
 */
function isFromBrowser(header: HeaderOf): boolean {
  if (['origin', 'sec-fetch-site', 'sec-fetch-dest'].some((name) => header(name) !== undefined)) return true
  return header('accept-language') !== undefined && /^mozilla\//i.test(header('user-agent') ?? '')
}

/** Decides about requests. It says why it refuses, never what would have been right. */
export class Access {
  /** Which pages may show pages of this server inside theirs, in the words of Content-Security-Policy. */
  readonly frameAncestors: string
  readonly #expected: Buffer | null
  readonly #origins: ReadonlySet<string>
  readonly #hosts: ReadonlySet<string | null>

  constructor({ token = null, origins = [], hosts = [], spaceHost = null }: AccessOptions) {
    this.#expected = token === null ? null : digestOf(token)
    this.#origins = new Set(origins)
    const listed = origins.filter((origin) => /^https?:/.test(origin)).map((origin) => new URL(origin).host)
    this.#hosts = new Set([...hosts, ...listed, ...(spaceHost === null ? [] : [spaceHost])].map(nameIn))
    const ancestors = ["'self'", 'http://localhost:*', 'http://127.0.0.1:*', ...origins]
    this.frameAncestors = [...ancestors, ...(spaceHost === null ? [] : ['https://huggingface.co'])].join(' ')
  }

  /**
   * Middleware for HTTP: refuses strange pages, names the others in the reply, asks for the token. What it lets
   * through of preflights, the path answers.
   *
   * @throws AppError `forbidden_origin` `unauthorized`
   */
  handler(): MiddlewareHandler<AppEnvironment> {
    return async (context, next) => {
      const { req } = context
      context.header('Vary', 'Origin', { append: true })
      this.#checkPage(req.method, (name) => req.header(name))
      const origin = req.header('Origin')
      if (origin !== undefined) {
        context.header('Access-Control-Allow-Origin', origin)
        context.header('Access-Control-Expose-Headers', exposedHeaders)
      }
      if (!openPaths.has(req.path) && !isPreflight(req)) {
        context.header('WWW-Authenticate', 'Bearer')
        this.#checkToken(req.header('Authorization'))
        context.header('WWW-Authenticate', undefined)
      }
      await next()
    }
  }

  /**
   * For handshakes, where browsers can set no headers: the token may be a parameter of the URL.
   *
   * @throws AppError `unauthorized` `forbidden_origin`
   */
  checkUpgrade(request: IncomingMessage): void {
    const { headers } = request
    this.#checkPage('GET', (name) => headers[name]?.toString())
    const { authorization } = headers
    if (authorization !== undefined || this.#expected === null) return this.#checkToken(authorization)
    const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token')
    this.#checkToken(token === null ? undefined : `Bearer ${token}`)
  }

  /**
   * The one rule about web pages. Programs pass, by whatever name they reach the server. A page has to reach it by a
   * name that is known to be the server's, unless a token tells who is welcome, and has to be of an origin that is
   * the server's own, of this machine, or listed.
   *
   * @throws AppError `forbidden_origin`
   */
  #checkPage(method: string, header: HeaderOf): void {
    if (this.#origins.has('*') || !isFromBrowser(header)) return
    const hosts = hostsOf(header)
    const stranger = this.#expected === null ? hosts.find((host) => !this.#isKnown(nameIn(host))) : undefined
    if (stranger !== undefined) {
      const name = JSON.stringify(clipText(stranger, 100))
      const why = `web pages may not reach this server by the name ${name}: list it (serve --hosts), or ask for a token`
      throw new AppError('forbidden_origin', why)
    }
    if (this.#isWelcome(method, hosts, header)) return
    const of = JSON.stringify(clipText(header('origin') ?? 'another site', 100))
    throw new AppError('forbidden_origin', `web pages of ${of} may not use this server: it has to list them (--cors)`)
  }

  /** Whether the origin of a page may ask. */
  #isWelcome(method: string, hosts: readonly string[], header: HeaderOf): boolean {
    const origin = header('origin')
    if (origin !== undefined) {
      if (this.#origins.has(origin) || isLocalOrigin(origin)) return true
      return hosts.some((host) => isOriginOf(host, origin))
    }
    const site = header('sec-fetch-site') ?? 'none'
    if (site === 'same-origin' || site === 'none') return true
    // A link or a bookmark opens a page; who made the link cannot read it.
    if ((method === 'GET' || method === 'HEAD') && header('sec-fetch-mode') === 'navigate') return true
    return site === 'same-site' && hosts.every((host) => isLocal(nameIn(host)))
  }

  #isKnown(name: string | null): boolean {
    return name !== null && (name === 'localhost' || isAddress(name) || this.#hosts.has(name))
  }

  #checkToken(authorization: string | undefined): void {
    if (this.#expected === null) return
    const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined) throw new AppError('unauthorized', 'send the token as "Authorization: Bearer TOKEN"')
    // Digests are equally long, and comparing them takes equally long.
    if (!timingSafeEqual(digestOf(token), this.#expected)) throw new AppError('unauthorized', 'the token is not right')
  }
}
