import type { Action } from '../contract/action.ts'
import {
  type EpisodeOutcome,
  type ResetResult,
  type State,
  stateAtEnd,
  trajectoryFormat,
  type StepResult,
  type Trajectory,
} from '../contract/episode.ts'
import type { Observation, QueryResult } from '../contract/observation.ts'
import type { Grade } from '../grading/grader.ts'
import { clipText } from '../kit/clip-text.ts'
import { AppError } from '../kit/errors.ts'
import { type Engine, EngineFault } from '../sql/engine.ts'
import { tableHint } from '../sql/name-hints.ts'
import type { Outcome } from '../sql/outcome.ts'
import type { Sandbox } from '../sql/sandbox.ts'
import type { SchemaSummary } from '../sql/schema.ts'
import { shapeOf } from '../sql/tokenizer.ts'
import type { TaskInstance } from '../tasks/instantiate.ts'
import { originOf } from '../tasks/task-origin.ts'
import { ActionRecorder, explainStandIn } from './action-record.ts'
import { conductOf } from './conduct.ts'
import { destructive, type Effect, failed } from './effect.ts'
import type { EpisodeOptions } from './episode-options.ts'
import { concludeEpisode } from './outcome.ts'
import { parseAction } from './parse-action.ts'
import { type PastStep, type RecordedCut, recordedCut } from './past-step.ts'
import { promptOf } from './prompt.ts'
import { type RewardRule, rewardRules, type StepEvent, toPoints } from './rewards.ts'

type Surroundings = Pick<Observation, 'task_id' | 'goal' | 'available_tables' | 'schema_summary'>

/**
 * The step machine. An episode is a pure function of (task, seed, actions): it reads no clock, no randomness
 * and no other state, and equal actions give equal bytes.
 *
 * Synchronous: everything happens between call and return.
 */
export class Episode {
  readonly instance: TaskInstance
  readonly options: EpisodeOptions
  readonly reset: ResetResult
  readonly #engine: Engine
  readonly #sandbox: Sandbox
  readonly #rule: RewardRule
  readonly #steps: PastStep[] = []
  readonly #recorder: ActionRecorder
  readonly #seen = new Set<string>()
  #inspected = false
  #returnMicros = 0
  #nearBudget = false
  #shared: { readonly summary: SchemaSummary; readonly value: Surroundings } | undefined
  #head: { readonly summary: SchemaSummary; readonly text: string } | undefined
  /** The last score, in micros, and whether the database was as it should be: as far as it was graded. */
  #score = 0
  #isSolved = false
  #outcome: EpisodeOutcome | undefined
  #done = false
  /** The grade of the database as it is, once somebody has asked; SQL that succeeds makes it stale. */
  #grade: Grade | null = null

  private constructor(engine: Engine, instance: TaskInstance, options: EpisodeOptions) {
    this.#engine = engine
    this.instance = instance
    this.options = options
    this.#rule = options.rewardRule ?? rewardRules[options.rewardMode]
    this.#recorder = new ActionRecorder(options.recordLimit)
    const { summary, clock, task } = instance
    this.#sandbox = engine.open(instance.seedImage, { safety: task.safety, clock, summary })
    const prompt = promptOf(instance, options.stepLimit)
    const observation = { ...this.#observe(null, null), metadata: { prompt } }
    this.reset = { observation, reward: null, done: false, metadata: { prompt } }
  }

  /** Opens the seed database; `reset` holds the first observation. Throws EngineFault. */
  static start(engine: Engine, instance: TaskInstance, options: EpisodeOptions): Episode {
    return new Episode(engine, instance, options)
  }

  get done(): boolean {
    return this.#done
  }

  /** Whether the last action was stopped by its budget, or nearly. */
  get nearBudget(): boolean {
    return this.#nearBudget
  }

  /** Characters of the actions that it holds, at most. */
  get recordSize(): number {
    return this.#recorder.size
  }

  /** The steps so far, oldest first. */
  get steps(): readonly PastStep[] {
    return this.#steps
  }

  /**
   * Takes one action. Whatever is not an action is answered in-band, as an invalid one: the object is a
   * model's text. `cut` repeats a recorded one in place of running the action.
   *
   * @throws AppError `episode_over` when the episode has ended; EngineFault when the engine broke, after
   * which this episode is lost and its steps must be replayed elsewhere.
   */
  step(action: unknown, cut: RecordedCut | null = null): StepResult {
    if (this.#done) throw new AppError('episode_over', 'the episode is over; call reset')
    const recorded = this.#recorder.record(action, this.#steps)
    this.#sandbox.takeNearBudget()
    const effect = cut === null ? this.#act(recorded) : failed(cut.message, cut.kind)
    const result = this.#settle(effect)
    const idle = effect.idle && !this.#done ? effect.event : null
    const kept = this.options.keepsResults === false ? null : result
    this.#steps.push({ action: recorded, cut: recordedCut(effect.hostCut, result), idle, result: kept })
    this.#nearBudget = this.#sandbox.takeNearBudget()
    return result
  }

  /**
   * Takes an action that was taken before, with the cut that it had then. However slow the machine is today, it comes to
   * the same.
   *
   * @throws AppError as `step`; EngineFault as `step`, and when it is cut short where it was not before
   */
  stepAgain(action: unknown, cut: RecordedCut | null): StepResult {
    const result = this.#sandbox.asRepeat(() => this.step(action, cut))
    if (cut === null && this.#steps.at(-1)?.cut !== null)
      throw new EngineFault('a step was cut short as it was repeated')
    return result
  }

  /**
   * Takes an action that is known to leave nothing behind, without running it.
   *
   * @param idle what happened when it was run
   * @param result what came of it, where that is known
   */
  skip(action: unknown, idle: StepEvent, result: StepResult | null): void {
    const parsed = parseAction(action)
    if (parsed.fault === undefined && idle !== 'invalid') {
      if (parsed.action.action_type === 'inspect_schema') this.#inspected = true
      else this.#seen.add(shapeOf(parsed.action.query ?? '').fingerprint)
    }
    this.#returnMicros += this.#pay(idle, this.#rule.gradesEachStep ? this.#score : null)
    this.#recorder.repeat(action)
    this.#steps.push({ action, cut: null, idle, result })
  }

  /**
   * The last observation as JSON up to `last_query_result`: two thirds of its text, written again only when the
   * schema changes.
   */
  get observationHead(): string {
    const { summary } = this.#sandbox
    if (this.#head?.summary !== summary) {
      this.#head = { summary, text: JSON.stringify(this.#surroundings()).slice(0, -1) }
    }
    return this.#head.text
  }

  /** What the steps so far paid, in whole millionths. */
  get returnMicros(): number {
    return this.#returnMicros
  }

  /** What the agent saw last. */
  get lastObservation(): Observation {
    const last = this.#steps.at(-1)
    if (last === undefined) return this.reset.observation
    if (last.result === null) throw new TypeError('the results of this episode are elsewhere')
    return last.result.observation
  }

  /** Public facts; holds no answer, and no score before the end. */
  state(): State {
    const state = {
      episode_id: this.options.episodeId,
      task_id: this.instance.identity.shownId,
      seed: this.instance.seed,
      step_count: this.#steps.length,
      step_limit: this.options.stepLimit,
      done: this.#done,
      reward_mode: this.options.rewardMode,
    }
    return this.#outcome === undefined ? state : stateAtEnd(state, this.#outcome)
  }

  /** The record of the episode so far. */
  trajectory(): Trajectory {
    return {
      format: trajectoryFormat,
      task_id: this.instance.task.id,
      split: originOf(this.instance.task).split,
      seed: this.instance.seed,
      canary: this.instance.identity.canary,
      reward_mode: this.options.rewardMode,
      episode_id: this.options.episodeId,
      ...(this.options.isForked?.() === true && { forked: true as const }),
      image_digest: this.instance.imageDigest,
      reset: this.reset,
      steps: this.#steps.map(({ action, cut, result }) => {
        if (result === null) throw new TypeError('the results of this episode are elsewhere')
        return { action, host_cut: cut?.kind ?? null, result }
      }),
    }
  }

  /** The database as it is, as a file. */
  image(): Uint8Array {
    return this.#sandbox.image()
  }

  /** Grades the database as it is. Never shown to an agent before the end. */
  grade(): Grade {
    const { grader } = this.instance
    this.#grade ??= grader.grade(
      this.#sandbox.content({
        tables: grader.tables,
        maxRows: (table) => grader.maxRows(table),
        known: this.instance.before,
      }),
    )
    return this.#grade
  }

  /** Frees the database. */
  close(): void {
    this.#sandbox.close()
  }

  #act(action: unknown): Effect {
    const reason = explainStandIn(action)
    if (reason !== null) return failed(`invalid action: ${reason}`)
    if (isQuery(action)) return this.#execute(action)
    const parsed = parseAction(action)
    if (parsed.fault !== undefined) return failed(`invalid action: ${parsed.fault}`)
    switch (parsed.action.action_type) {
      case 'inspect_schema':
        return this.#inspect(parsed.action)
      case 'execute_sql':
        return this.#execute(parsed.action)
      case 'finish_task':
        return { event: 'finish', result: null, error: null, hostCut: null, idle: false }
    }
  }

  #inspect({ table_name: tableName }: Action): Effect {
    const inspected = this.#sandbox.inspect(tableName ?? null)
    const idle = !this.#sandbox.hadEffect
    if (!inspected.ok) return failed(inspected.message, inspected.cut ?? null, idle && inspected.cut === undefined)
    const { tables } = inspected
    if (tableName != null && tables.length === 0) {
      const hint = tableHint(tableName, this.#sandbox.summary)
      return failed(`no such table: ${clipText(tableName, 200)}${hint}`, null, idle)
    }
    const event = this.#inspected ? 'repeated' : 'inspect'
    this.#inspected = true
    return { event, result: { tables }, error: null, hostCut: null, idle }
  }

  #execute({ query }: Action): Effect {
    if (query == null) return failed('invalid action: execute_sql needs a query')
    const shape = shapeOf(query)
    if (shape.destructive !== null && this.instance.task.safety === 'forbidden') {
      return destructive(`${shape.destructive} is not allowed; the episode ends`)
    }
    if (shape.empty) return failed('the query is empty')
    const outcome = this.#sandbox.run(query, ['action', this.instance.imageDigest, this.#steps.length])
    if (!outcome.ok) {
      if (outcome.kind === 'destructive') return destructive(`${outcome.message}; the episode ends`)
      return failed(outcome.message, outcome.cut ?? null, outcome.cut === undefined && !this.#sandbox.hadEffect)
    }
    const idle = !this.#sandbox.hadEffect
    if (!idle) this.#grade = null
    const event = this.#seen.has(shape.fingerprint) ? 'repeated' : 'valid'
    this.#seen.add(shape.fingerprint)
    return { event, result: toResult(outcome.results), error: null, hostCut: null, idle }
  }

  /** Rewards, the end of the episode, the observation. */
  #settle(effect: Effect): StepResult {
    const count = this.#steps.length + 1
    const isBlocked = effect.event === 'destructive'
    const isFinished = effect.event === 'finish'
    const truncated = !isFinished && !isBlocked && count >= this.options.stepLimit
    this.#done = isFinished || isBlocked || truncated
    const graded = this.#done || this.#rule.gradesEachStep ? this.grade() : null
    const score = isBlocked ? 0 : (graded?.scoreMicros ?? null)
    this.#isSolved = !isBlocked && (graded?.solved ?? false)
    const reward = this.#pay(effect.event, score)
    this.#score = score ?? this.#score
    this.#returnMicros += reward
    const observation = this.#observe(effect.result, effect.error, count)
    if (this.#done && graded) {
      const end = { score: this.#score, solved: this.#isSolved, truncated, returnMicros: this.#returnMicros }
      const conduct = conductOf(this.#engine, this.instance, this.#steps, graded.report, () => this.#sandbox.image())
      this.#outcome = concludeEpisode(this.instance, this.options, graded.report, end, conduct)
    }
    return { observation, reward: toPoints(reward), done: this.#done, metadata: this.#outcome ?? {} }
  }

  /** @param score null where nobody has graded */
  #pay(event: StepEvent, score: number | null): number {
    const prices = this.options.rewards
    return this.#rule.pay({ event, score, scoreBefore: this.#score, solved: this.#isSolved, prices })
  }

  /** What stands first in every observation, and changes only with the schema. */
  #surroundings(): Surroundings {
    const { summary } = this.#sandbox
    // Where nobody keeps results nobody changes them either, and one will do for all.
    if (this.options.keepsResults === false && this.#shared?.summary === summary) return this.#shared.value
    const { tables, columns } = summary
    const value = {
      task_id: this.instance.identity.shownId,
      goal: this.instance.goal,
      available_tables: [...tables],
      schema_summary: Object.fromEntries(tables.map((table) => [table, [...(columns[table] ?? [])]])),
    }
    this.#shared = { summary, value }
    return value
  }

  #observe(result: QueryResult | null, error: string | null, count = 0): Observation {
    // Named one by one: a spread takes several times as long, and this is done in every step.
    const { task_id, goal, available_tables, schema_summary } = this.#surroundings()
    return {
      task_id,
      goal,
      available_tables,
      schema_summary,
      last_query_result: result,
      last_error: error,
      steps_remaining: this.options.stepLimit - count,
      current_step: count,
    }
  }
}

/** The action that most steps take, which needs no schema to be known. */
function isQuery(action: unknown): action is Action & { readonly action_type: 'execute_sql'; readonly query: string } {
  if (typeof action !== 'object' || action === null) return false
  const { action_type: type, query } = action as Partial<Action>
  return type === 'execute_sql' && typeof query === 'string' && Object.keys(action).length === 2
}

/** One statement's result as it is, several as a list. */
function toResult(results: Extract<Outcome, { ok: true }>['results']): QueryResult {
  const [first] = results
  return results.length === 1 && first ? first : { statements: [...results] }
}
