import type { Line } from './line.ts'
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
 * Plays scripts over and over in one session. When an answer is lost it comes back by the id of the session and asks how
 * far the episode is: at least as far as the last reply said, at most one step farther. Or it sends the step again, under
 * the same mark, and is answered as if it had been asked once.
 */
export class SteadyClient {
  readonly line: Line
  readonly #account = { acknowledged: 0, episodes: 0, lost: 0, different: [] as string[] }
  readonly #scripts: readonly Script[]
  readonly #paceMs: number
  #stopped = false

  /** @param paceMs between a reply and the next step, so that a machine has time for more than clients */
  constructor(line: Line, scripts: readonly Script[], paceMs = 0) {
    this.line = line
    this.#scripts = scripts
    this.#paceMs = paceMs
  }

  get account(): Account {
    return { ...this.#account, reconnections: this.line.connections }
  }

  async play(): Promise<void> {
    for (let round = 0; !this.#stopped; round++)
      await this.#episode(this.#scripts[round % this.#scripts.length] as Script, round)
    this.line.close()
  }

  /** Ends after the episode under way. */
  stop(): void {
    this.#stopped = true
  }

  async #episode({ reset, actions, frames }: Script, round: number): Promise<void> {
    for (;;) {
      const reply = await this.line.reset(reset)
      if (reply === undefined) continue
      this.#compare(reply, frames[0])
      break
    }
    for (let taken = 0; taken < actions.length;) {
      const reply = await this.line.step(actions[taken] as object, `${round}-${taken}`)
      if (reply !== undefined) {
        taken++
        this.#compare(reply, frames[taken])
        if (this.#paceMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#paceMs))
        continue
      }
      if (this.line.sendsAgain) continue
      const count = await this.#countSteps()
      if (count < taken || count > taken + 1) {
        this.#account.lost += Math.abs(count - taken)
        return
      }
      taken = count
    }
    this.#account.episodes++
  }

  async #countSteps(): Promise<number> {
    for (;;) {
      const count = await this.line.countSteps()
      if (count !== undefined) return count
    }
  }

  #compare(reply: string, expected: string | undefined): void {
    this.#account.acknowledged++
    if (reply === expected) return
    const what = `${reply.slice(0, 600)}\ninstead of\n${expected?.slice(0, 600)}`
    // At once, for what comes later may only follow from it.
    if (this.#account.different.length === 0) console.error(`${this.line.constructor.name}: ${what}`)
    this.#account.different.push(what)
  }
}
