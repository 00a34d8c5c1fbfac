import { type EpisodeOutcome, type ResetParams, type State, stateAtEnd } from '../contract/episode.ts'
import { toActionText } from '../episode/action-record.ts'
import { blankState } from '../episode/environment.ts'
import { defaultEpisodeId } from '../episode/episode-plan.ts'
import { AppError } from '../kit/errors.ts'
import type { EncodedResult } from './encoded-result.ts'
import { cancelled, type StepReply } from './episode-host.ts'
import type { RecordedStep, Starter } from './episode-record.ts'
import { noEpisode } from './journal.ts'
import { Seat, type SeatOptions } from './seat.ts'
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

export interface PlayerOptions extends SeatOptions {
  /** Absent: nothing is shared. */
  readonly cache: TransitionCache | undefined
  /** Characters that the JSON of an episode's actions may take. */
  readonly recordLimit: number
}

/**
 * The episode of one session, wherever it runs. Knows everything about it but the database, which its seat opens when it
 * is needed. Calls must not overlap.
 */
export class Player {
  readonly #options: PlayerOptions
  readonly #seat: Seat
  /** As it began; blank before the first reset. */
  #start: State = blankState
  #steps = 0
  #isDone = false
  /** Characters of the actions that are recorded. */
  #recorded = 0
  #at: Transition | undefined
  /** The result that ended the episode. */
  #last: EncodedResult | undefined
  /** The client's mark of the last step; null: it has none; undefined: only the journal knows. */
  #request: string | null | undefined = null
  /** Whose sessions share what they are about to do; undefined: nobody's. */
  #flow: number | undefined
  #isCancelled = false
  #isAbandoned = false

  constructor(options: PlayerOptions) {
    this.#options = options
    this.#seat = new Seat(options)
  }

  /** Whether a database is open. */
  get isOpen(): boolean {
    return this.#seat.isOpen
  }

  /** See `Client.flow`. */
  set flow(flow: number) {
    this.#seat.flow = flow
    this.#flow = flow
  }

  /** The public facts of the episode, and its outcome once it is over; blank before the first reset. */
  async state(): Promise<State> {
    const state = { ...this.#start, step_count: this.#steps, done: this.#isDone }
    if (!this.#isDone) return state
    const { metadata } = await this.#lastResult()
    return stateAtEnd(state, JSON.parse(metadata) as EpisodeOutcome)
  }

  /** Steps of its episode. */
  get steps(): number {
    return this.#steps
  }

  /** Takes up the episode that the journal has of this session, and says who began it; runs nothing. */
  restore(): Starter | null {
    const { journal, session } = this.#options
    const known = journal.find(session)
    this.forget()
    if (known === null) return null
    const { start, steps, size, done } = known
    this.#start = start.state
    this.#steps = steps
    this.#isDone = done
    this.#recorded = size
    this.#request = undefined
    return start.by
  }

  /** Knows of no episode. */
  forget(): void {
    this.#start = blankState
    this.#steps = 0
    this.#isDone = false
    this.#recorded = 0
    this.#at = undefined
    this.#last = undefined
    this.#request = null
  }

  /**
   * Starts an episode and ends the one before. When it fails, the one before goes on.
   *
   * @throws AppError `validation_error`, `unknown_task`, `storage_error`
   */
  async reset(params: ResetParams, by: Starter): Promise<EncodedResult> {
    const { journal, session, cache } = this.#options
    if (journal.fault !== undefined) throw journal.fault
    const beside = this.#flow === undefined ? undefined : cache?.joinStart(params, this.#flow)
    if (beside !== undefined) await this.#settled(beside)
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
      const end = this.#flow === undefined ? undefined : cache?.beginStart(params, this.#flow)
      try {
        ;({ result, state } = await this.#seat.start(params))
        at = cache?.addStart(params, result, state)
      } finally {
        end?.()
      }
    }
    const written = this.#note(() => journal.begin(session, { by, params, state }))
    if (written) await written
    this.#at = at
    this.#start = state
    this.#steps = 0
    this.#isDone = false
    this.#recorded = 0
    this.#last = undefined
    this.#request = null
    return result
  }

  /**
   * Takes one action, which must be a JSON object.
   *
   * @param request the client's mark: the last step asked for again, with the same mark and action, is answered as it
   * was and not taken again, since its reply was lost
   * @throws AppError `no_episode`, `episode_over`, `cancelled`, `storage_error`
   */
  async step(action: object, afterDone: AfterDone, request?: string | null): Promise<EncodedResult> {
    if (this.#start.episode_id === null) throw new AppError('no_episode', 'there is no episode yet; call reset first')
    const answered = request == null ? undefined : await this.#answered(action, request)
    if (answered !== undefined) return answered
    if (this.#isDone) {
      if (afterDone === 'refuse') throw new AppError('episode_over', overMessage)
      return await this.#repeatLast(afterDone.repeat)
    }
    const { journal, session, cache, recordLimit } = this.#options
    if (journal.fault !== undefined) throw journal.fault
    const text = toActionText(action, this.#recorded, recordLimit)
    const from = this.#at
    // Whether others may do the same now.
    const shares = from !== undefined && this.#flow !== undefined ? this.#flow : undefined
    const beside = shares === undefined ? undefined : cache?.joinStep(from as Transition, text, shares)
    if (beside !== undefined) await this.#settled(beside)
    const known = from && cache?.step(from, text)
    let reply: StepReply
    let at: Transition | undefined
    if (known) {
      reply = { result: known.result, cut: null, idle: known.idle }
      at = known
    } else {
      const end = shares === undefined ? undefined : cache?.beginStep(from as Transition, text, shares)
      try {
        reply = await this.#seat.play(text, this.#steps)
        at = from && reply.cut === null ? cache?.addStep(from, text, reply) : undefined
      } finally {
        end?.()
      }
    }
    const { result, cut, idle } = reply
    const { done } = result
    const written = this.#note(() =>
      journal.append(session, { action: text, cut, idle, done, ...(request != null && { request }) }),
    )
    if (written) await written
    this.#request = request ?? null
    this.#at = at
    this.#recorded += text.length
    this.#steps++
    this.#isDone = done
    if (done) {
      this.#last = result
      this.free()
    }
    return result
  }

  /** Frees the database. The episode goes on when it is next asked for. */
  free(): void {
    this.#seat.free()
  }

  /** Nobody waits for the action under way any more: it is stopped, and is as if it had never been asked for. */
  cancel(): void {
    this.#isCancelled = true
    this.#seat.cancel()
  }

  /** Nothing more is heard of this player: what is under way is cancelled and leaves no trace. */
  abandon(): void {
    this.#isAbandoned = true
    this.#seat.abandon()
  }

  /**
   * Another session of the same client is about to do the same: its result will do. Waited for once, so that where it is not
   * to be shared everybody works, and nobody in a row.
   */
  async #settled(beside: Promise<void>): Promise<void> {
    this.#isCancelled = false
    await beside
    if (this.#isCancelled || this.#isAbandoned) throw cancelled()
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

  async #repeatLast(message: string): Promise<EncodedResult> {
    const { observation: text, metadata } = await this.#lastResult()
    const observation = JSON.stringify({ ...(JSON.parse(text) as object), last_error: message })
    return { observation, reward: 0, done: true, metadata }
  }

  /** What ended the episode. After a restart of the server only the actions are known. */
  async #lastResult(): Promise<EncodedResult> {
    return (this.#last ??= await this.#replayLast())
  }

  /** What the last step was answered, if this is that step again. */
  async #answered(action: object, request: string): Promise<EncodedResult | undefined> {
    if (this.#steps === 0 || (this.#request !== undefined && this.#request !== request)) return undefined
    const last = await this.#lastStep()
    this.#request = last.request ?? null
    const text = toActionText(action, this.#recorded - last.action.length, this.#options.recordLimit)
    if (last.request !== request || last.action !== text) return undefined
    if (this.#isDone) return await this.#lastResult()
    return this.#at?.result ?? (await this.#replay(last))
  }

  async #replayLast(): Promise<EncodedResult> {
    const result = await this.#replay(await this.#lastStep())
    this.free()
    return result
  }

  async #lastStep(): Promise<RecordedStep> {
    const { journal, session } = this.#options
    let last: RecordedStep | undefined
    for await (const page of journal.read(session, this.#steps - 1)) last = page.at(-1)
    if (last === undefined) throw noEpisode(session)
    return last
  }

  /** Plays the last step again, behind those before it, on a database that has not seen it. */
  async #replay({ action, cut }: RecordedStep): Promise<EncodedResult> {
    this.free()
    return (await this.#seat.play(action, this.#steps - 1, cut)).result
  }
}

function defaultName(state: State): string {
  return defaultEpisodeId(state.task_id as string, state.seed)
}
