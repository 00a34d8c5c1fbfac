/**
 * Sockets as the platform has them: in browsers and Node 22 a global, in Node 20 the package `ws`.
 *
 * @module
 */
import { EnvironmentError } from './environment-error.ts'

/** What is used of a socket; the global WebSocket and that of `ws` fit. */
export interface WebSocketLike {
  send(data: string): void
  close(code?: number, reason?: string): void
  /** Of `ws`: ends at once, without a handshake. */
  terminate?(): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

export type WebSocketConstructor = new (url: string) => WebSocketLike

/** The given constructor, or the global one, or that of `ws`. @throws EnvironmentError `no_web_socket` */
export async function findWebSocket(given: WebSocketConstructor | undefined): Promise<WebSocketConstructor> {
  const known = given ?? (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket
  if (known !== undefined) return known
  try {
    // Bundles for browsers get an empty stand-in, which `ws` brings along; there the line above has returned.
    const { WebSocket } = await import('ws')
    return WebSocket
  } catch (cause) {
    throw new EnvironmentError('no_web_socket', 'there is no WebSocket here; pass one as webSocket', { cause })
  }
}

/**
 * The address of the WebSocket door of a server: `http` becomes `ws`, a path is a prefix of the door.
 *
 * @throws TypeError when `url` is none
 */
export function toSocketUrl(url: string | URL, parameters: Readonly<Record<string, string | undefined>>): string {
  const target = new URL(url)
  if (!/^(?:https?|wss?):$/.test(target.protocol))
    throw new TypeError(`not the address of a server: ${target.protocol}`)
  target.protocol = target.protocol.replace('http', 'ws')
  target.hash = ''
  const path = target.pathname.replace(/\/+$/, '')
  target.pathname = path.endsWith('/ws') ? path : `${path}/ws`
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) target.searchParams.set(name, value)
  }
  return target.href
}

/** An id that clients may choose and come back by. */
export function createSessionId(): string {
  // Pages that did not come over HTTPS have no randomUUID.
  if (typeof crypto.randomUUID === 'function') return `c-${crypto.randomUUID()}`
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `c-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
