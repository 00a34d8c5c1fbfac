import { IncomingMessage } from 'node:http'

/** What a socket speaks: OpenEnv's messages, or MCP. */
export type SocketDialect = 'ws' | 'mcp'

/** What is spoken at the path of a request: sockets are at `/ws` and `/mcp`, under any prefix, a slash behind or not. */
export function dialectOf({ url }: IncomingMessage): SocketDialect | null {
  const target = url ?? ''
  const path = URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost').pathname : ''
  const name = /\/(ws|mcp)\/?$/.exec(path)?.[1]
  return name === 'ws' || name === 'mcp' ? name : null
}

function asksForWebSocket(request: IncomingMessage): boolean {
  const { method, headers } = request
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && dialectOf(request) !== null
}

/**
 * A request that leaves HTTP only for a WebSocket. To Node every offer of a protocol is an upgrade as soon as
 * somebody listens for upgrades, and some clients offer h2c with everything they send: those are answered in
 * HTTP/1.1, as RFC 9110 allows.
 */
export class UpgradeRequest extends IncomingMessage {
  /** Not a private or initialised field: the constructor of the base class already writes it. */
  declare private offered: boolean | null

  get upgrade(): boolean {
    // CONNECT leaves HTTP too, and is refused for want of a listener.
    return this.offered === true && (this.method === 'CONNECT' || asksForWebSocket(this))
  }

  /** Node sets it before it reads the headers, and again where it decides. */
  set upgrade(offered: boolean) {
    this.offered = offered
  }
}
