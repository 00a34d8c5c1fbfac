/**
 * Sessions of MCP without sessions: `start_episode` makes one and returns its id, which later calls name.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { AppError } from '../../kit/errors.ts'
import { startTool, type ToolCall } from '../tools.ts'
import type { SdkPlayed } from './sdk-server.ts'
import { playTool, type ToolRoom } from './tool-play.ts'

/**
 * Plays calls in the sessions they name. Nobody says when such a session is done with, so those whose episode is
 * over make room when all places are taken; the others are freed when they are idle for too long.
 */
export class NamedSessions {
  readonly #room: ToolRoom
  /** Sessions made here, and whether their episode is over; those that ended come in that order. */
  readonly #made = new Map<string, boolean>()

  constructor(room: ToolRoom) {
    this.#room = room
  }

  /** @throws AppError `session_required`, `unknown_session`, `capacity_reached`, and what playing throws */
  async play(call: ToolCall, named: string | undefined): Promise<SdkPlayed> {
    const isStart = call.name === startTool
    if (named === undefined && isStart) return await this.#start(call)
    if (named === undefined) {
      if (call.error?.error_type === 'tool_not_found') throw new AppError('validation_error', call.error.message)
      throw new AppError('session_required', 'pass the session_id that start_episode returned')
    }
    if (!this.#room.registry.has(named)) {
      throw new AppError('unknown_session', 'no such session; call start_episode without session_id to get one')
    }
    const played = await playTool(this.#room, call, named)
    this.#note(named, played.result.done)
    return isStart ? { ...played, newSession: named } : played
  }

  async #start(call: ToolCall): Promise<SdkPlayed> {
    for (;;) {
      const id = randomUUID()
      try {
        const played = await playTool(this.#room, call, id)
        this.#made.set(id, false)
        if (this.#made.size > this.#room.registry.maxSessions) this.#dropUnknown()
        return { ...played, newSession: id }
      } catch (error) {
        const isFull = AppError.isInstance(error) && error.code === 'capacity_reached'
        if (!isFull || !this.#freeOne()) throw error
      }
    }
  }

  #note(id: string, isOver: boolean): void {
    if (!this.#made.has(id) || this.#made.get(id) === isOver) return
    this.#made.delete(id)
    this.#made.set(id, isOver)
  }

  /** Ends the session whose episode ended first; false when there is none. */
  #freeOne(): boolean {
    this.#dropUnknown()
    for (const [id, isOver] of this.#made) {
      if (!isOver) continue
      this.#made.delete(id)
      this.#room.registry.closeSession(id)
      return true
    }
    return false
  }

  #dropUnknown(): void {
    for (const id of this.#made.keys()) if (!this.#room.registry.has(id)) this.#made.delete(id)
  }
}
