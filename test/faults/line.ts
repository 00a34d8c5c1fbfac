/** Ways to the server for clients that go on whatever dies: what they ask, they may have to ask again. */
import { once } from 'node:events'
import { WebSocket } from 'ws'

/** How long an answer may take before it counts as lost, in milliseconds. */
const patienceMs = 8000

export interface Line {
  /** Connections made; over HTTP there are none. */
  readonly connections: number
  /** Whether a step that got no answer is sent again as it was, under the same mark. */
  readonly sendsAgain: boolean
  /** The answer as a frame of `/ws`, or undefined when there was none. */
  reset(data: object): Promise<string | undefined>
  step(action: object, mark: string): Promise<string | undefined>
  countSteps(): Promise<number | undefined>
  close(): void
}

/** A session by its id on `/ws`. */
export class SocketLine implements Line {
  readonly sendsAgain = false
  readonly #url: () => string
  readonly #id: string
  #socket: WebSocket | undefined
  connections = 0

  constructor(url: () => string, id: string) {
    this.#url = url
    this.#id = id
  }

  async reset(data: object): Promise<string | undefined> {
    return await this.#ask({ type: 'reset', data })
  }

  async step(data: object): Promise<string | undefined> {
    return await this.#ask({ type: 'step', data })
  }

  async countSteps(): Promise<number | undefined> {
    const reply = await this.#ask({ type: 'state' })
    return reply === undefined ? undefined : (JSON.parse(reply) as { data: { step_count: number } }).data.step_count
  }

  close(): void {
    this.#socket?.terminate()
  }

  /** The reply, or undefined when the connection broke first, or the server could not tell. */
  async #ask(message: object): Promise<string | undefined> {
    const socket = await this.#connect()
    const reply = await new Promise<string | undefined>((resolve) => {
      const onMessage = (data: Buffer): void => settle(data.toString())
      const onClose = (): void => settle(undefined)
      const late = setTimeout(() => socket.terminate(), patienceMs)
      const settle = (text: string | undefined): void => {
        clearTimeout(late)
        socket.off('message', onMessage)
        socket.off('close', onClose)
        if (text === undefined) this.#socket = undefined
        resolve(text)
      }
      socket.on('message', onMessage)
      socket.on('close', onClose)
      socket.send(JSON.stringify(message))
    })
    if (reply === undefined || !/^\{"type":"error".*"code":"(?:STORAGE_ERROR|SESSION_ERROR)"/.test(reply)) return reply
    socket.terminate()
    this.#socket = undefined
    return undefined
  }

  async #connect(): Promise<WebSocket> {
    while (this.#socket?.readyState !== WebSocket.OPEN) {
      const socket = new WebSocket(`${this.#url()}/ws?session_id=${this.#id}`, { handshakeTimeout: patienceMs })
      socket.on('error', () => undefined)
      try {
        await once(socket, 'open')
        this.#socket = socket
        this.connections++
      } catch {
        await pause(50)
      }
    }
    return this.#socket
  }
}

/** Where a request says which session it is about. */
export type Naming = 'header' | 'query' | 'body' | 'mcp'

/** A session over HTTP, or by tools of MCP where an action is one. */
export class HttpLine implements Line {
  readonly connections = 0
  readonly sendsAgain: boolean
  /** Answers that were neither a result nor lost with their connection, by status. */
  readonly refusals: string[] = []
  readonly #url: () => string
  readonly #id: string
  readonly #naming: Naming

  /** @param url of HTTP */
  constructor(url: () => string, id: string, naming: Naming) {
    this.#url = url
    this.#id = id
    this.#naming = naming
    this.sendsAgain = naming === 'header'
  }

  async reset(data: object): Promise<string | undefined> {
    return toFrame(await this.#post('/reset', data))
  }

  async step(action: object, mark: string): Promise<string | undefined> {
    const { action_type: name, ...args } = action as { readonly action_type: string }
    if (this.#naming !== 'mcp' || name === 'dance')
      return toFrame(await this.#post('/step', { action, request_id: mark }))
    const params = { name, arguments: args, session_id: this.#id }
    const reply = await this.#fetch('/mcp', {
      method: 'POST',
      body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
    })
    const { result, error } = (reply ?? {}) as { readonly result?: Record<string, unknown>; readonly error?: object }
    if (result === undefined) {
      if (error !== undefined) this.#refuse(`mcp ${JSON.stringify(error)}`)
      return undefined
    }
    const meta = result['_meta'] as Record<string, unknown>
    const beside = ['reward', 'done', 'metadata'].map((key) => [key, meta[`dataops-env/${key}`]])
    return toFrame({ observation: result['structuredContent'], ...Object.fromEntries(beside) })
  }

  async countSteps(): Promise<number | undefined> {
    const path = this.#naming === 'header' ? '/state' : `/state?session_id=${this.#id}`
    const reply = await this.#fetch(path, { method: 'GET' })
    return reply === undefined ? undefined : (reply as { readonly step_count: number }).step_count
  }

  close(): void {
    // There is nothing to close.
  }

  async #post(path: string, body: object): Promise<unknown> {
    const isInBody = this.#naming === 'body' || this.#naming === 'mcp'
    const query = this.#naming === 'query' ? `?session_id=${this.#id}` : ''
    return await this.#fetch(path + query, {
      method: 'POST',
      body: { ...body, ...(isInBody && { session_id: this.#id }) },
    })
  }

  async #fetch(path: string, { method, body }: { readonly method: string; readonly body?: object }): Promise<unknown> {
    const named = this.#naming === 'header' ? { 'X-Session-Id': this.#id } : {}
    try {
      const response = await fetch(this.#url() + path, {
        method,
        headers: { 'Content-Type': 'application/json', ...named },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patienceMs),
      })
      const text = await response.text()
      if (response.status === 200) return JSON.parse(text)
      this.#refuse(`${response.status} ${text.slice(0, 200)}`)
    } catch (error) {
      this.#refuse(String((error as Error).cause ?? error))
    }
    await pause(50)
    return undefined
  }

  #refuse(reason: string): void {
    this.refusals.push(reason)
  }
}

/** A result over HTTP as `/ws` would give it. */
function toFrame(reply: unknown): string | undefined {
  if (reply === undefined) return undefined
  const { observation, reward, done, metadata = {} } = reply as Record<string, unknown>
  const isEmpty = Object.keys(metadata as object).length === 0
  return JSON.stringify({ type: 'observation', data: { observation, reward, done, ...(isEmpty ? {} : { metadata }) } })
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
