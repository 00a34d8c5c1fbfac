import { createHash } from 'node:crypto'
import { setImmediate as nextTick } from 'node:timers/promises'
import type { ResetParams } from '../../src/index.ts'
import { Random } from '../../src/kit/random.ts'
import { rewardModes } from '../../src/contract/episode.ts'
import type { CorpusEntry } from './corpus.ts'
import { minimise, type MinimiseLimits } from './minimiser.ts'
import { checkReplay, findingsOf, slowDetail, type FuzzCase } from './fuzz-case.ts'
import { oddActions } from './odd-actions.ts'
import { currentEngine } from './probe.ts'
import { queryOf, Seat, type Finding, type Turn } from './seat.ts'
import { StatementSource, type Draft } from './statement-source.ts'
import { createSubject, taskIds, type Subject, type SubjectFactory } from './subject.ts'

const mebibyte = 1024 * 1024
/** An engine may hand out 384 MB to SQLite. */
export const engineBound = 448 * mebibyte
/** Engines that have grown are replaced while their last databases end, so two or three may be about. */
export const processBound = 1_536 * mebibyte
/** What SQLite may still hold when every database is closed: the reader and its copy of a small one. */
const restBound = 8 * mebibyte

/** One action in so many gets the checks that cost more than the action itself. */
const thoroughEvery = 24
/** One episode in so many is replayed on a fresh runtime. */
const replayEvery = 100

export interface FuzzOptions {
  readonly seed: number
  /** Ends after so many statements, seconds, or both. */
  readonly statements?: number
  readonly seconds?: number
  readonly corpus: readonly CorpusEntry[]
  readonly seats?: number
  readonly createSubject?: SubjectFactory
  readonly minimiseLimits?: MinimiseLimits
  readonly onProgress?: (report: FuzzReport) => void
  readonly signal?: AbortSignal
}

/** A finding with the smallest case that shows it. */
export interface FuzzFinding extends Finding {
  readonly statement: number
  /** The last SQL that was sent. */
  readonly query: string | null
  /** null when it does not happen to the episode alone. */
  readonly smallest: FuzzCase | null
  readonly whole: FuzzCase
}

export interface FuzzReport {
  readonly seed: number
  /** Actions with SQL. */
  statements: number
  actions: number
  episodes: number
  replays: number
  milliseconds: number
  readonly outcomes: Record<string, number>
  kindsOfOutcome: number
  slowest: { milliseconds: number; query: string }[]
  /** Actions over two seconds by the clock alone, or only beside other episodes. */
  slowOnlyHere: number
  engineBytes: number
  processBytes: number
  restBytes: number
  readonly findings: FuzzFinding[]
  /** Digest of all statements in order: equal seeds give equal ones. */
  stream: string
}

/** Fuzzes until a bound is met or 20 different findings are made. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  return new FuzzRun(options, await (options.createSubject ?? createSubject)()).run()
}

class FuzzRun {
  readonly #options: FuzzOptions
  readonly #subject: Subject
  readonly #factory: SubjectFactory
  readonly #turns: Random
  readonly #source: StatementSource
  readonly #stream = createHash('sha256')
  readonly #report: FuzzReport
  readonly #known = new Set<string>()
  readonly #started = performance.now()

  constructor(options: FuzzOptions, subject: Subject) {
    this.#options = options
    this.#subject = subject
    this.#factory = options.createSubject ?? createSubject
    this.#turns = new Random('fuzz turns', options.seed)
    this.#source = new StatementSource(options.seed, options.corpus)
    this.#report = {
      seed: options.seed,
      statements: 0,
      actions: 0,
      episodes: 0,
      replays: 0,
      milliseconds: 0,
      outcomes: {},
      kindsOfOutcome: 0,
      slowest: [],
      slowOnlyHere: 0,
      engineBytes: 0,
      processBytes: 0,
      restBytes: 0,
      findings: [],
      stream: '',
    }
  }

  async run(): Promise<FuzzReport> {
    const turns = this.#turns
    const seats: Seat[] = []
    for (let index = 0; index < (this.#options.seats ?? 8); index++) seats.push(await this.#sit())
    let lastProgress = performance.now()
    while (!this.#isOver()) {
      const index = turns.int(0, seats.length - 1)
      const seat = seats[index] as Seat
      if (seat.done || turns.int(1, 400) === 1) {
        await this.#leave(seat)
        seats[index] = await this.#sit(seat)
        continue
      }
      const stays = turns.int(1, 250) === 1 ? await this.#undo(seat) : await this.#turn(seat)
      if (!stays) {
        seat.place.close()
        seats[index] = await this.#sit()
      }
      if (performance.now() - lastProgress > 1_000) {
        lastProgress = performance.now()
        await this.#measure(seats)
        this.#options.onProgress?.(this.#report)
        await nextTick()
      }
    }
    await this.#measure(seats)
    for (const seat of seats) seat.place.close()
    await this.#measureRest()
    this.#report.stream = this.#stream.digest('hex')
    return this.#report
  }

  #isOver(): boolean {
    const { statements, seconds, signal } = this.#options
    this.#report.milliseconds = performance.now() - this.#started
    return (
      this.#report.statements >= (statements ?? Number.POSITIVE_INFINITY) ||
      this.#report.milliseconds >= (seconds ?? Number.POSITIVE_INFINITY) * 1_000 ||
      this.#report.findings.length >= 20 ||
      (signal?.aborted ?? false)
    )
  }

  /** Begins an episode, on the same place when there is one. */
  async #sit(from?: Seat): Promise<Seat> {
    const turns = this.#turns
    const params: ResetParams = {
      task_id: turns.pick(taskIds),
      // Few instances, so that most resets find one ready.
      seed: turns.percent(20) ? null : turns.int(0, 7),
      reward_mode: turns.pick([...rewardModes, 'classic', 'terminal', 'terminal']),
    }
    this.#report.episodes++
    return Seat.open(this.#subject, from?.place ?? this.#subject.createPlace(), params)
  }

  /** Ends an episode; now and then it is replayed. */
  async #leave(seat: Seat): Promise<void> {
    if (this.#report.episodes % replayEvery !== 0) return
    this.#report.replays++
    for (const finding of await checkReplay(seat.place.trajectory(), this.#factory)) await this.#found(seat, finding)
  }

  async #undo(seat: Seat): Promise<boolean> {
    const detail = await seat.undo()
    if (detail === null) return true
    await this.#found(seat, { check: 'undo', detail })
    return false
  }

  /** One action; false when the episode cannot go on. */
  async #turn(seat: Seat): Promise<boolean> {
    const turns = this.#turns
    const roll = turns.int(1, 1_000)
    const thorough = turns.int(1, thoroughEvery) === 1
    let turn: Turn
    if (roll > 60) {
      const draft = this.#source.next(seat.scene)
      turn = await this.#send(seat, { action_type: 'execute_sql', query: draft.sql }, thorough)
      this.#learn(draft, turn)
    } else if (roll > 55) {
      turn = await this.#send(seat, { action_type: 'finish_task' }, thorough)
    } else if (roll > 25) {
      const name = turns.percent(50) ? null : turns.pick([...seat.scene.tables, 'nosuch'])
      turn = await this.#send(seat, { action_type: 'inspect_schema', table_name: name }, thorough)
    } else {
      turn = await this.#send(seat, turns.pick(oddActions), thorough)
    }
    for (const finding of turn.findings) await this.#found(seat, finding)
    return turn.result !== null && turn.findings.length === 0
  }

  async #send(seat: Seat, action: unknown, thorough: boolean): Promise<Turn> {
    const turn = await seat.act(action, thorough)
    const report = this.#report
    report.actions++
    if (turn.slow) await this.#slow(seat, turn.milliseconds)
    else if (turn.milliseconds > this.#subject.slowMs) report.slowOnlyHere++
    this.#rank(turn.milliseconds, queryOf(action) ?? 'an action without SQL')
    return turn
  }

  #learn(draft: Draft, turn: Turn): void {
    const report = this.#report
    report.statements++
    report.outcomes[turn.kind] = (report.outcomes[turn.kind] ?? 0) + 1
    this.#stream.update(`${draft.sql.length}:${draft.sql}`)
    this.#source.learn(draft, { error: turn.result?.observation.last_error ?? null, work: turn.work })
    report.kindsOfOutcome = this.#source.kinds
  }

  #rank(milliseconds: number, query: string): void {
    const { slowest } = this.#report
    if (slowest.length >= 8 && milliseconds <= (slowest.at(-1)?.milliseconds ?? 0)) return
    slowest.push({ milliseconds, query: query.length > 400 ? `${query.slice(0, 400)}… (${query.length})` : query })
    this.#report.slowest = slowest.toSorted((left, right) => right.milliseconds - left.milliseconds).slice(0, 8)
  }

  /** The machine may have been busy: it counts only when the same episode alone is as slow, twice. */
  async #slow(seat: Seat, milliseconds: number): Promise<void> {
    if (this.#known.has(kindOf('slow', slowDetail(milliseconds)))) return
    const fuzzCase = caseOf(seat)
    for (let attempt = 0; attempt < 2; attempt++) {
      const findings = await findingsOf(fuzzCase, this.#factory)
      if (!findings.some(({ check }) => check === 'slow')) {
        this.#report.slowOnlyHere++
        return
      }
    }
    await this.#found(seat, { check: 'slow', detail: slowDetail(milliseconds) })
  }

  /** Records a finding of a new kind, with the smallest case. */
  async #found(seat: Seat, finding: Finding): Promise<void> {
    const kind = kindOf(finding.check, finding.detail)
    if (this.#known.has(kind)) return
    this.#known.add(kind)
    const whole = caseOf(seat)
    const query = queryOf(whole.actions.at(-1))
    const fails = async (smaller: FuzzCase): Promise<boolean> =>
      (await findingsOf(smaller, this.#factory)).some(({ check }) => check === finding.check)
    const smallest = await minimise(whole, fails, this.#options.minimiseLimits)
    this.#report.findings.push({ ...finding, statement: this.#report.statements, query, smallest, whole })
  }

  async #measure(seats: readonly Seat[]): Promise<void> {
    const report = this.#report
    report.processBytes = Math.max(report.processBytes, process.memoryUsage.rss())
    report.engineBytes = Math.max(report.engineBytes, ...seats.map((seat) => seat.engineBytes))
    const [seat] = seats
    if (seat === undefined) return
    if (report.engineBytes > engineBound)
      await this.#found(seat, { check: 'memory', detail: 'an engine outgrew its bound' })
    if (report.processBytes > processBound)
      await this.#found(seat, { check: 'memory', detail: 'the process outgrew its bound' })
  }

  /** With every database closed, SQLite holds next to nothing. */
  async #measureRest(): Promise<void> {
    const { runtime } = this.#subject
    const engine = await currentEngine(runtime)
    const small = await runtime.instance(runtime.task('task_easy'), null)
    engine.readContent(small.seedImage)
    this.#report.restBytes = engine.sqlite.memoryUsed
    if (this.#report.restBytes <= restBound) return
    const nothing = { task_id: 'task_easy', seed: null, reward_mode: 'classic', actions: [] } as const
    const detail = `SQLite holds ${this.#report.restBytes} bytes after all is closed`
    const { statements: statement, findings } = this.#report
    findings.push({ check: 'memory', detail, statement, query: null, smallest: null, whole: nothing })
  }
}

/** Findings of one kind are reported once. */
function kindOf(check: string, detail: string): string {
  return `${check} ${detail.replace(/\d+/g, '#').slice(0, 60)}`
}

function caseOf({ params, actions }: Seat): FuzzCase {
  const { task_id: task, seed, reward_mode: mode } = params
  return { task_id: task ?? 'task_easy', seed: seed ?? null, reward_mode: mode ?? 'classic', actions: [...actions] }
}
