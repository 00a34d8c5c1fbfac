/**
 * Sessions of MCP without sessions: `start_episode` makes one and returns its id, which later calls name.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { AppError } from '../../kit/errors.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { findFault, startTool, type ToolCall } from '../floor/tools.ts'
import type { SdkPlayed } from './sdk-server.ts'
import { offersStart, playTool } from '../floor/tool-play.ts'

/** The part of all places that episodes which are over may hold, for agents that go on asking. */
const largestPartOver = 1 / 4

/**
 * Plays calls in the sessions they name. Nobody says when such a session is done with: those whose episode is over
 * give way to others, and the rest are freed when they are idle for too long.
 */
export class NamedSessions {
  readonly #context: DoorContext
  /** Sessions made here, by whether their episode is over; those that ended first come first. */
  readonly #playing = new Set<string>()
  readonly #over = new Set<string>()

  constructor(context: DoorContext) {
    this.#context = context
  }

  /** @throws AppError `session_required`, `unknown_session`, `capacity_reached`, and what playing throws */
  async play(call: ToolCall, named: string | undefined): Promise<SdkPlayed> {
    if (named === undefined) {
      const mayStart = offersStart(this.#context, undefined)
      if (mayStart && call.name === startTool) return await this.#start(call)
      const fault = findFault(call, mayStart)
      if (fault?.error_type === 'tool_not_found') throw new AppError('validation_error', fault.message)
      const advice = mayStart ? 'pass the session_id that start_episode returned' : 'name the session by session_id'
      throw new AppError('session_required', advice)
    }
    await this.#context.registry.summon(named)
    if (!this.#context.registry.has(named)) {
      throw new AppError('unknown_session', 'no such session; call start_episode without session_id to get one')
    }
    const played = await playTool(this.#context, call, named)
    this.#note(named, played.result.done)
    return { ...played, session: named }
  }

  async #start(call: ToolCall): Promise<SdkPlayed> {
    for (;;) {
      const id = randomUUID()
      try {
        const played = await playTool(this.#context, call, id)
        this.#playing.add(id)
        if (this.#playing.size > this.#context.registry.maxSessions) this.#dropFreed()
        return { ...played, session: id }
      } catch (error) {
        const isFull = AppError.isInstance(error) && error.code === 'capacity_reached'
        if (!isFull || !this.makeRoom()) throw error
      }
    }
  }

  /** Ends the session whose episode ended first; false when there is none. */
  makeRoom(): boolean {
    const { registry } = this.#context
    for (const id of this.#over) {
      this.#over.delete(id)
      // A host that took one over since reads there how it ended.
      if (registry.has(id) && registry.starterOf(id) !== 'host' && registry.closeSession(id)) return true
    }
    return false
  }

  #note(id: string, isOver: boolean): void {
    if (isOver && this.#playing.delete(id)) {
      this.#over.add(id)
      if (this.#over.size > Math.max(1, this.#context.registry.maxSessions * largestPartOver)) this.makeRoom()
    }
    if (!isOver && this.#over.delete(id)) this.#playing.add(id)
  }

  #dropFreed(): void {
    for (const id of this.#playing) if (!this.#context.registry.has(id)) this.#playing.delete(id)
  }
}
