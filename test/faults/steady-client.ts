import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Script } from './scripts.ts'

/** What a client has seen of a server that dies under it. */
export interface Account {
  /** Replies that came. */
  acknowledged: number
  /** Episodes that were played to their end. */
  episodes: number
  reconnections: number
  /** Acknowledged steps that the server forgot. */
  lost: number
  /** Replies with other bytes than they should have. */
  different: string[]
}

/**
 * Plays scripts over and over in one session. When its connection breaks it comes back by the id of the
 * session and asks how far the episode is: at least as far as the last reply said, at most one step farther.
 */
export class SteadyClient {
  readonly account: Account = { acknowledged: 0, episodes: 0, reconnections: 0, lost: 0, different: [] }
  readonly #url: () => string
  readonly #id: string
  readonly #scripts: readonly Script[]
  #socket: WebSocket | undefined
  #stopped = false

  constructor(url: () => string, id: string, scripts: readonly Script[]) {
    this.#url = url
    this.#id = id
    this.#scripts = scripts
  }

  async play(): Promise<void> {
    for (let round = 0; !this.#stopped; round++)
      await this.#episode(this.#scripts[round % this.#scripts.length] as Script)
    this.#socket?.terminate()
  }

  /** Ends after the episode under way. */
  stop(): void {
    this.#stopped = true
  }

  async #episode({ reset, actions, frames }: Script): Promise<void> {
    for (;;) {
      const reply = await this.#ask({ type: 'reset', data: reset })
      if (reply === undefined) continue
      this.#compare(reply, frames[0])
      break
    }
    for (let taken = 0; taken < actions.length;) {
      const reply = await this.#ask({ type: 'step', data: actions[taken] })
      if (reply !== undefined) {
        taken++
        this.#compare(reply, frames[taken])
        continue
      }
      const count = await this.#countSteps()
      if (count < taken) {
        this.account.lost += taken - count
        return
      }
      taken = count
    }
    this.account.episodes++
  }

  async #countSteps(): Promise<number> {
    for (;;) {
      const reply = await this.#ask({ type: 'state' })
      if (reply !== undefined) return (JSON.parse(reply) as { data: { step_count: number } }).data.step_count
    }
  }

  #compare(reply: string, expected: string | undefined): void {
    this.account.acknowledged++
    if (reply !== expected)
      this.account.different.push(`${reply.slice(0, 600)}\ninstead of\n${expected?.slice(0, 600)}`)
  }

  /** The reply, or undefined when the connection broke first. */
  async #ask(message: object): Promise<string | undefined> {
    const socket = await this.#connect()
    return await new Promise((resolve) => {
      const onMessage = (data: Buffer): void => settle(data.toString())
      const onClose = (): void => settle(undefined)
      const settle = (reply: string | undefined): void => {
        socket.off('message', onMessage)
        socket.off('close', onClose)
        if (reply === undefined) this.#socket = undefined
        resolve(reply)
      }
      socket.on('message', onMessage)
      socket.on('close', onClose)
      socket.send(JSON.stringify(message))
    })
  }

  async #connect(): Promise<WebSocket> {
    while (this.#socket?.readyState !== WebSocket.OPEN) {
      const socket = new WebSocket(`${this.#url()}/ws?session_id=${this.#id}`)
      socket.on('error', () => undefined)
      try {
        await once(socket, 'open')
        this.#socket = socket
        this.account.reconnections++
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    return this.#socket
  }
}
