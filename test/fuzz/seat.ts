import type { ResetParams, StepResult } from '../../src/index.ts'
import { AppError } from '../../src/kit/errors.ts'
import { hostCutOf } from '../../src/contract/episode.ts'
import { checkCanary, checkError, checkShape, checkSize, checkState, outcomeKind, type OutcomeKind } from './checks.ts'
import type { Scene } from './grammar.ts'
import { Probe } from './probe.ts'
import { canaryText, type Place, type Subject } from './subject.ts'

/** What went wrong; `check` names the promise that was broken. */
export interface Finding {
  readonly check:
    | 'exception'
    | 'trap'
    | 'contract'
    | 'canary'
    | 'size'
    | 'error text'
    | 'connection'
    | 'isolation'
    | 'atomicity'
    | 'slow'
    | 'replay'
    | 'undo'
    | 'memory'
  readonly detail: string
}

/** What one action came to. */
export interface Turn {
  /** null when the step threw. */
  readonly result: StepResult | null
  readonly kind: OutcomeKind
  readonly milliseconds: number
  /** Over the limit by the clock and by the processor's account: a busy machine makes anything slow by the clock. */
  readonly slow: boolean
  readonly work: number
  readonly findings: readonly Finding[]
}

/** An environment, the actions of its episode, and the checks around every step. */
export class Seat {
  readonly params: ResetParams
  readonly place: Place
  /** What was sent in this episode and not taken back. */
  readonly actions: unknown[] = []
  scene: Scene = { tables: [], columns: {} }
  done = false

  readonly #subject: Subject
  #probe: Probe | null
  /** Taken after the last thorough turn: nothing but an own step may change it. */
  #held: Snapshot | null = null

  private constructor(subject: Subject, place: Place, params: ResetParams, probe: Probe | null) {
    this.#subject = subject
    this.place = place
    this.params = params
    this.#probe = probe
  }

  /** Resets a place and sits down. */
  static async open(subject: Subject, place: Place, params: ResetParams): Promise<Seat> {
    const { value, probe } = await Probe.around(subject.runtime, () => place.reset(params))
    const seat = new Seat(subject, place, params, probe)
    seat.#look(value.observation)
    return seat
  }

  /** Bytes the engine below has grown to. */
  get engineBytes(): number {
    return this.#probe?.engine.memoryBytes ?? 0
  }

  /** Takes one action. `thorough` adds the checks that cost more than the action. */
  async act(action: unknown, thorough: boolean): Promise<Turn> {
    const findings: Finding[] = []
    const report = (check: Finding['check'], detail: string | null): void => {
      if (detail !== null) findings.push({ check, detail })
    }
    const before = thorough || this.#held !== null ? this.#snapshot() : null
    if (this.#held !== null && before !== null && !isSame(this.#held, before)) {
      report('isolation', 'the database changed between two steps, while other environments stepped')
    }
    this.#held = null
    this.actions.push(action)
    this.#healthyProbe()?.takeWork()
    const cpu = process.cpuUsage()
    const started = performance.now()
    let result: StepResult
    try {
      result = await this.place.step(action)
    } catch (error) {
      if (!this.#isExpected(error)) report('exception', describe(error))
      return {
        result: null,
        kind: 'invalid',
        milliseconds: performance.now() - started,
        slow: false,
        work: 0,
        findings,
      }
    }
    const milliseconds = performance.now() - started
    const { slowMs } = this.#subject
    const slow = milliseconds > slowMs && process.cpuUsage(cpu).user / 1_000 > slowMs
    const work = this.#healthyProbe()?.takeWork() ?? 0
    const { observation } = result
    const failed = observation.last_error !== null
    const json = JSON.stringify(observation)
    report('contract', checkShape(result))
    report('canary', checkCanary(json))
    report('size', checkSize(json))
    report(
      'error text',
      checkError(observation.last_error, () => this.#written()),
    )
    if (hostCutOf(result) === 'engine' || this.#probe?.engine.broken)
      report('trap', observation.last_error ?? 'the engine broke')
    const probe = this.#healthyProbe()
    report('connection', probe?.quick() ?? null)
    if (thorough) {
      report('contract', checkState(this.place.state()))
      report('connection', probe?.thorough() ?? null)
      this.#held = this.#snapshot()
      if (failed && before !== null) report('atomicity', this.#difference(before, this.#held))
      report('canary', this.#canaryInImage())
    }
    const kind = outcomeKind(result)
    this.#look(observation)
    this.done = result.done
    return { result, kind, milliseconds, slow, work, findings }
  }

  /** Takes back the last action; what is wrong, or null. */
  async undo(): Promise<string | null> {
    const before = this.place.state().step_count
    if (this.done) {
      const refused = await this.place.undo().catch((error: unknown) => error)
      return this.#isExpected(refused) ? null : 'an episode that is over was undone'
    }
    this.#held = null
    // The place opens its database anew.
    const around = await Probe.around(this.#subject.runtime, () => this.place.undo())
    const { probe } = around
    const undone = around.value !== null
    if (undone) this.#probe = probe
    const after = this.place.state()
    if (undone !== before > 0 || after.step_count !== Math.max(0, before - 1)) return 'undo did not take back one step'
    if (undone) this.actions.pop()
    this.done = after.done
    return null
  }

  /** All text the agent has sent. */
  #written(): string {
    return this.actions.map((action) => textsOf(action).join('\n')).join('\n')
  }

  #healthyProbe(): Probe | null {
    return this.#probe?.healthy ? this.#probe : null
  }

  #isExpected(error: unknown): boolean {
    return AppError.isInstance(error) && error.code === 'episode_over' && this.done
  }

  #look({
    available_tables: tables,
    schema_summary: columns,
  }: {
    available_tables: string[]
    schema_summary: Scene['columns']
  }): void {
    this.scene = { tables, columns }
  }

  #snapshot(): Snapshot {
    return { image: this.place.image(), objects: this.#healthyProbe()?.objects() ?? '' }
  }

  /**
   * What a failed action changed, or null. The bytes may differ: a rollback neither restores pages that were
   * free before nor the counters of the header.
   */
  #difference(before: Snapshot, after: Snapshot): string | null {
    if (before.objects !== after.objects) return 'a failed action changed the schema or a TEMP table'
    const probe = this.#healthyProbe()
    if (probe === null || Buffer.from(before.image).equals(after.image)) return null
    const same = probe.contentOf(before.image) === probe.contentOf(after.image)
    return same ? null : 'a failed action changed the database'
  }

  /** Pages that a rollback left behind count too. */
  #canaryInImage(): string | null {
    return Buffer.from(this.place.image()).includes(canaryText) ? 'the database file holds a target value' : null
  }
}

/** A database between two actions. */
interface Snapshot {
  readonly image: Uint8Array
  readonly objects: string
}

function isSame(left: Snapshot, right: Snapshot): boolean {
  return left.objects === right.objects && Buffer.from(left.image).equals(right.image)
}

/** The SQL of an action, if it is one with SQL. */
export function queryOf(action: unknown): string | null {
  const query = (action as { query?: unknown } | null | undefined)?.query
  return typeof query === 'string' ? query : null
}

/** Text anywhere in an action, keys included: an error may repeat what it was given. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.entries(value).flat().flatMap(textsOf) : []
}

/** An error with where it came from. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
}
