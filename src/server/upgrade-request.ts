import { IncomingMessage } from 'node:http'

function pathOf(target: string): string {
  try {
    return new URL(target, 'http://localhost').pathname
  } catch {
    return ''
  }
}

/** Whether a request asks for a WebSocket where there is one: at `/ws`, under any prefix. */
function asksForWebSocket({ method, headers, url }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && pathOf(url ?? '').endsWith('/ws')
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
