import { hostCutMessages, type ResetParams } from '../contract/episode.ts'
import type { RecordedCut } from '../episode/past-step.ts'
import { AppError } from '../kit/errors.ts'
import { newFlow } from './client.ts'
import { cancelled, type ResetReply, type StepReply } from './episode-host.ts'
import type { RecordedStep } from './episode-record.ts'
import { type Journal, noEpisode } from './journal.ts'
import { type Call, type Lane, LaneLost } from './lane.ts'

export interface SeatOptions {
  readonly session: string
  /** Where a database is opened when one is needed. */
  readonly pickLane: () => Lane
  readonly journal: Journal
}

/** A database that is open for this session, or about to be. */
interface Taken {
  readonly lane: Lane
  readonly seat: number
  /** Steps that it has seen; -1 before it is open. */
  steps: number
}

/** How often a worker may die while it serves one request: so often an action is the cause, and so often the host. */
const deaths = { ofAction: 4, ofHost: 6 } as const

/** How often the seat of one request may be lost by no fault of its own. */
const mostLosses = 100

const cutByWatchdog: RecordedCut = { kind: 'engine', message: hostCutMessages.engine }

const nothingBefore: readonly RecordedStep[] = []

let lastSeat = 0

/**
 * Where the database of one session is: on some lane, or nowhere until it is needed. What it has not seen is played to it
 * from the journal; a lane that dies is replaced unseen. Calls must not overlap.
 */
export class Seat {
  /** Whose requests these are; see LaneRequest. */
  flow: number = newFlow()
  readonly #options: SeatOptions
  #taken: Taken | undefined
  #running: { readonly lane: Lane; readonly id: number } | undefined
  /** Of the request under way. */
  #losses = 0
  #isCancelled = false
  #isAbandoned = false

  constructor(options: SeatOptions) {
    this.#options = options
  }

  /** Whether a database is open. */
  get isOpen(): boolean {
    return this.#taken !== undefined && !this.#taken.lane.wasFreed(this.#taken.seat)
  }

  /** Starts an episode. When it fails, the one before goes on. @throws AppError `validation_error`, `unknown_task` */
  async start(params: ResetParams): Promise<ResetReply> {
    this.#losses = 0
    for (let died = 0; ;) {
      const taken = this.#take()
      const { lane, seat } = taken
      try {
        const reply = await this.#ask(lane, lane.call({ op: 'reset', seat, flow: this.flow, params }))
        this.#requireWanted()
        taken.steps = 0
        return reply
      } catch (error) {
        died += this.#leave(error, died)
      } finally {
        this.#running = undefined
      }
    }
  }

  /**
   * Runs an action behind so many steps where the database is, or opens it.
   *
   * @param action as JSON
   * @param cut repeated in place of running the action
   * @throws AppError `cancelled`
   */
  async play(action: string, steps: number, cut: RecordedCut | null = null): Promise<StepReply> {
    this.#losses = 0
    this.#isCancelled = false
    let repeated = cut
    for (let died = 0; ;) {
      const taken = this.#take()
      const { lane, seat } = taken
      let isActing = false
      try {
        const before = taken.steps === steps ? nothingBefore : await this.#catchUp(taken, steps)
        if (this.#isCancelled) throw cancelled()
        const start = this.#startFor(taken)
        isActing = true
        const { flow } = this
        const call = lane.call({ op: 'step', seat, flow, action, cut: repeated, start, before })
        const reply = await this.#ask(lane, call)
        this.#requireWanted()
        taken.steps = steps + 1
        return reply
      } catch (error) {
        if (isActing && isGuilty(error, died)) repeated = cutByWatchdog
        died += this.#leave(error, died)
      } finally {
        this.#running = undefined
      }
    }
  }

  /** Frees the database. It is opened again when it is next asked for. */
  free(): void {
    const taken = this.#taken
    if (taken === undefined) return
    this.#taken = undefined
    taken.lane.seats--
    taken.lane.close(taken.seat)
  }

  /** Nobody waits for the action under way any more: it is stopped, and is as if it had never been asked for. */
  cancel(): void {
    this.#isCancelled = true
    this.#running?.lane.cancel(this.#running.id)
  }

  /** Nothing more is heard of it: what is under way is cancelled and leaves no trace. */
  abandon(): void {
    this.#isAbandoned = true
    this.cancel()
  }

  /** Plays what a database has not seen of the steps before, page by page; the last page is returned and goes with the next action. */
  async #catchUp(taken: Taken, steps: number): Promise<readonly RecordedStep[]> {
    const { journal, session } = this.#options
    const { lane, seat } = taken
    let seen = Math.max(0, taken.steps)
    if (seen === steps) return nothingBefore
    let last = nothingBefore
    for await (const page of journal.read(session, seen)) {
      if (last.length > 0) {
        if (this.#isCancelled) throw cancelled()
        const start = this.#startFor(taken)
        await this.#ask(lane, lane.call({ op: 'replay', seat, flow: this.flow, start, before: last }))
        this.#requireWanted()
        taken.steps = seen
      }
      last = seen + page.length > steps ? page.slice(0, steps - seen) : page
      seen += last.length
      if (seen === steps) break
    }
    return last
  }

  /** How the episode began, for a database that is not open. */
  #startFor({ steps }: Taken): ResetParams | null {
    if (steps >= 0) return null
    const { journal, session } = this.#options
    const episode = journal.find(session)
    if (episode === null) throw noEpisode(session)
    return episode.start.params
  }

  /**
   * A call that failed leaves its seat in doubt: the next begins elsewhere.
   *
   * @returns 1 when the request was being served as its worker died
   * @throws what the lane threw, unless it died and there is hope elsewhere
   */
  #leave(error: unknown, died: number): 0 | 1 {
    this.free()
    if (!(error instanceof LaneLost)) throw error
    if (error.blame === 'none') {
      if (++this.#losses > mostLosses)
        throw new AppError('internal', 'the place was lost again and again', { cause: error })
      return 0
    }
    if (died + 1 >= deaths.ofHost) throw new AppError('internal', 'the workers that ran it died', { cause: error })
    return 1
  }

  /** From here on until the reply it can be cancelled. */
  #ask<T>(lane: Lane, { id, reply }: Call<T>): Promise<T> {
    this.#running = { lane, id }
    return reply
  }

  #requireWanted(): void {
    if (this.#isAbandoned) throw cancelled()
  }

  #take(): Taken {
    if (this.#taken !== undefined && !(this.#taken.lane.isAlive && this.isOpen)) this.free()
    if (this.#taken === undefined) {
      const lane = this.#options.pickLane()
      lane.seats++
      this.#taken = { lane, seat: ++lastSeat, steps: -1 }
    }
    return this.#taken
  }
}

/** Whether the action is to blame for what its lane came to: its budget failed to stop it, or it took too many workers with it. */
function isGuilty(error: unknown, died: number): boolean {
  if (!(error instanceof LaneLost)) return false
  return error.blame === 'guilty' || (error.blame === 'present' && died + 1 >= deaths.ofAction)
}
