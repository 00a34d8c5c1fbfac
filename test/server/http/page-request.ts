/** Requests as a browser sends them for a page, with headers that `fetch` lets nobody set. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface PageRequest {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface PageReply {
  /** 101 for a socket, which is closed at once. */
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 })

/** What asks for a socket. */
export const handshake = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** Sends a request to the server on a port of this machine, whatever its Host says. */
export async function ask(port: number, { method = 'GET', path, headers = {}, body }: PageRequest): Promise<PageReply> {
  return await new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: '' })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
