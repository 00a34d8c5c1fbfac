import { type EpisodeOutcome, hostCutMessages, type ResetParams, type State, stateAtEnd } from '../contract/episode.ts'
import { toActionText } from '../episode/action-record.ts'
import { blankState, defaultEpisodeId } from '../episode/environment.ts'
import type { RecordedCut } from '../episode/episode.ts'
import { AppError } from '../kit/errors.ts'
import type { EncodedResult } from './encoded-result.ts'
import { cancelled, type ResetReply, type StepReply } from './episode-host.ts'
import type { RecordedStep, Starter } from './episode-record.ts'
import { type Journal, type JournaledEpisode, noEpisode } from './journal.ts'
import { newFlow } from './client.ts'
import { type Call, type Lane, LaneLost } from './lane.ts'
import type { Transition, TransitionCache } from './transition-cache.ts'

/**
 * What to do with a step after the end of an episode: `refuse` throws `episode_over`; with words to repeat it is
 * answered with the last observation again, whose error they are, and with the outcome. Nothing is counted either way.
 */
export type AfterDone = 'refuse' | { readonly repeat: string }

/** What somebody who can reset is told after the end. */
export const overMessage = 'the episode is over; call reset'

/** For doors that answer in-band. */
export const repeatLast: AfterDone = Object.freeze({ repeat: overMessage })

export interface PlayerOptions {
  readonly session: string
  /** Where a database is opened when one is needed. */
  readonly pickLane: () => Lane
  readonly journal: Journal
  /** Absent: nothing is shared. */
  readonly cache: TransitionCache | undefined
  /** Characters that the JSON of an episode's actions may take. */
  readonly recordLimit: number
}

/** A database that is open for this session. */
interface Seat {
  readonly lane: Lane
  readonly place: number
  /** Steps that it has seen; -1 before it is open. */
  steps: number
}

/** How often a worker may die while it serves one request: so often an action is the cause, and so often the host. */
const deaths = { ofAction: 4, ofHost: 6 } as const

/** How often the place of one request may be lost by no fault of its own. */
const mostLosses = 100

const cutByWatchdog: RecordedCut = { kind: 'engine', message: hostCutMessages.engine }

let lastPlace = 0

/**
 * The episode of one session, wherever it runs. Knows everything about it but the database, which it opens
 * when it is needed and frees when told to; a worker that dies is replaced unseen. Calls must not overlap.
 */
export class Player {
  readonly #options: PlayerOptions
  /** Whose requests these are; see LaneRequest. */
  flow: number = newFlow()
  #state: State = blankState
  /** Characters of the actions that are recorded. */
  #recorded = 0
  #seat: Seat | undefined
  #at: Transition | undefined
  /** The result that ended the episode. */
  #last: EncodedResult | undefined
  #running: { readonly lane: Lane; readonly id: number } | undefined
  #losses = 0
  #isCancelled = false
  #isAbandoned = false

  constructor(options: PlayerOptions) {
    this.#options = options
  }

  /** Whether a database is open. */
  get isOpen(): boolean {
    return this.#seat !== undefined && !this.#seat.lane.wasFreed(this.#seat.place)
  }

  /** The public facts of the episode, and its outcome once it is over; blank before the first reset. */
  async state(): Promise<State> {
    if (!this.#state.done) return this.#state
    const { metadata } = await this.#lastResult()
    return stateAtEnd(this.#state, JSON.parse(metadata) as EpisodeOutcome)
  }

  /** Steps of its episode. */
  get steps(): number {
    return this.#state.step_count
  }

  /** Takes up the episode that the journal has of this session, and says who began it; runs nothing. */
  restore(): Starter | null {
    const known = this.#options.journal.find(this.#options.session)
    if (known === null) return null
    const { start, steps, size, done } = known
    this.#state = { ...start.state, step_count: steps, done }
    this.#recorded = size
    return start.by
  }

  /**
   * Starts an episode and ends the one before. When it fails, the one before goes on.
   *
   * @throws AppError `validation_error`, `unknown_task`, `storage_error`
   */
  async reset(params: ResetParams, by: Starter): Promise<EncodedResult> {
    const { journal, session, cache } = this.#options
    if (journal.fault !== undefined) throw journal.fault
    const known = cache?.start(params)
    let result: EncodedResult
    let state: State
    let at: Transition | undefined
    if (known) {
      this.free()
      state = { ...known.state, episode_id: params.episode_id ?? defaultName(known.state) }
      result = known.at.result
      at = known.at
    } else {
      const reply = await this.#start(params)
      ;({ result, state } = reply)
      at = cache?.addStart(params, result, state)
    }
    const written = this.#note(() => journal.begin(session, { by, params, state }))
    if (written) await written
    this.#at = at
    this.#state = state
    this.#recorded = 0
    this.#last = undefined
    return result
  }

  /**
   * Takes one action, which must be a JSON object.
   *
   * @throws AppError `no_episode`, `episode_over`, `cancelled`, `storage_error`
   */
  async step(action: object, afterDone: AfterDone): Promise<EncodedResult> {
    if (this.#state.episode_id === null) throw new AppError('no_episode', 'there is no episode yet; call reset first')
    if (this.#state.done) {
      if (afterDone === 'refuse') throw new AppError('episode_over', overMessage)
      return await this.#repeatLast(afterDone.repeat)
    }
    const { journal, session, cache, recordLimit } = this.#options
    if (journal.fault !== undefined) throw journal.fault
    this.#isCancelled = false
    this.#losses = 0
    const text = toActionText(action, this.#recorded, recordLimit)
    const known = this.#at && cache?.step(this.#at, text)
    let reply: StepReply
    let at: Transition | undefined
    if (known) {
      reply = { result: known.result, cut: null, idle: known.idle }
      at = known
    } else {
      reply = await this.#play(text, this.#state.step_count)
      at = this.#at && reply.cut === null ? cache?.addStep(this.#at, text, reply) : undefined
    }
    const { result, cut, idle } = reply
    const { done } = result
    const written = this.#note(() => journal.append(session, { action: text, cut, idle, done }))
    if (written) await written
    this.#at = at
    this.#recorded += text.length
    this.#state = { ...this.#state, step_count: this.#state.step_count + 1, done }
    if (done) {
      this.#last = result
      this.free()
    }
    return result
  }

  /** Frees the database. The episode goes on when it is next asked for. */
  free(): void {
    const seat = this.#seat
    if (seat === undefined) return
    this.#seat = undefined
    seat.lane.places--
    seat.lane.close(seat.place)
  }

  /** Nobody waits for the action under way any more: it is stopped, and is as if it had never been asked for. */
  cancel(): void {
    this.#isCancelled = true
    this.#running?.lane.cancel(this.#running.id)
  }

  /** Nothing more is heard of this player: what is under way is cancelled and leaves no trace. */
  abandon(): void {
    this.#isAbandoned = true
    this.cancel()
  }

  /** Records what was done; when that fails it is undone, for nobody is told of it. */
  #note(record: () => Promise<void> | undefined): Promise<void> | undefined {
    const undo = (error: unknown): never => {
      this.free()
      throw error
    }
    try {
      return record()?.catch(undo)
    } catch (error) {
      return undo(error)
    }
  }

  #episode(): JournaledEpisode {
    const { journal, session } = this.#options
    const episode = journal.find(session)
    if (episode === null) throw noEpisode(session)
    return episode
  }

  async #repeatLast(message: string): Promise<EncodedResult> {
    const { observation: text, metadata } = await this.#lastResult()
    const observation = JSON.stringify({ ...(JSON.parse(text) as object), last_error: message })
    return { observation, reward: 0, done: true, metadata }
  }

  /** What ended the episode. After a restart of the server only the actions are known. */
  async #lastResult(): Promise<EncodedResult> {
    return (this.#last ??= await this.#replayLast())
  }

  async #replayLast(): Promise<EncodedResult> {
    const { journal, session } = this.#options
    const { steps } = this.#episode()
    let last: RecordedStep | undefined
    for await (const page of journal.read(session, steps - 1)) last = page.at(-1)
    if (last === undefined) throw noEpisode(session)
    this.#isCancelled = false
    const { result } = await this.#play(last.action, steps - 1, last.cut)
    this.free()
    return result
  }

  async #start(params: ResetParams): Promise<ResetReply> {
    this.#losses = 0
    for (let died = 0; ;) {
      const seat = this.#takeSeat()
      try {
        const reply = await this.#run(
          seat.lane,
          seat.lane.call({ op: 'reset', place: seat.place, flow: this.flow, params }),
        )
        seat.steps = 0
        return reply
      } catch (error) {
        died += this.#leaveSeat(error, died)
      }
    }
  }

  /** Runs an action behind so many steps where the episode is open, or opens it; `cut` is repeated instead. */
  async #play(action: string, steps: number, cut: RecordedCut | null = null): Promise<StepReply> {
    for (let died = 0; ;) {
      const seat = this.#takeSeat()
      let isActing = false
      try {
        const before = seat.steps === steps ? [] : await this.#catchUp(seat, steps)
        if (this.#isCancelled) throw cancelled()
        const start = seat.steps < 0 ? this.#episode().start.params : null
        isActing = true
        const call = seat.lane.call({ op: 'step', place: seat.place, flow: this.flow, action, cut, start, before })
        const reply = await this.#run(seat.lane, call)
        seat.steps = steps + 1
        return reply
      } catch (error) {
        // Its budget failed to stop it, or it took the worker with it twice.
        if (
          isActing &&
          error instanceof LaneLost &&
          (error.blame === 'guilty' || (error.blame === 'present' && died + 1 >= deaths.ofAction))
        ) {
          cut = cutByWatchdog
        }
        died += this.#leaveSeat(error, died)
      }
    }
  }

  /** Plays what a seat has not seen of the steps before, page by page; the last page is returned and goes with the next action. */
  async #catchUp(seat: Seat, steps: number): Promise<readonly RecordedStep[]> {
    const { journal, session } = this.#options
    let seen = Math.max(0, seat.steps)
    if (seen === steps) return []
    let last: readonly RecordedStep[] = []
    for await (const page of journal.read(session, seen)) {
      if (last.length > 0) {
        if (this.#isCancelled) throw cancelled()
        const start = seat.steps < 0 ? this.#episode().start.params : null
        await this.#run(
          seat.lane,
          seat.lane.call({ op: 'replay', place: seat.place, flow: this.flow, start, before: last }),
        )
        seat.steps = seen
      }
      last = seen + page.length > steps ? page.slice(0, steps - seen) : page
      seen += last.length
      if (seen === steps) break
    }
    return last
  }

  /**
   * A call that failed leaves its place in doubt: the next begins elsewhere.
   *
   * @returns 1 when the request was being served as its worker died
   * @throws what the lane threw, unless it died and there is hope elsewhere
   */
  #leaveSeat(error: unknown, died: number): 0 | 1 {
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

  async #run<T>(lane: Lane, call: Call<T>): Promise<T> {
    this.#running = { lane, id: call.id }
    try {
      const reply = await call.reply
      if (this.#isAbandoned) throw cancelled()
      return reply
    } finally {
      this.#running = undefined
    }
  }

  #takeSeat(): Seat {
    if (this.#seat !== undefined && !(this.#seat.lane.isAlive && this.isOpen)) this.free()
    if (this.#seat === undefined) {
      const lane = this.#options.pickLane()
      lane.places++
      this.#seat = { lane, place: ++lastPlace, steps: -1 }
    }
    return this.#seat
  }
}

function defaultName(state: State): string {
  return defaultEpisodeId(state.task_id as string, state.seed)
}
