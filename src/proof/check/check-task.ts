/**
 * Proof of one instance: what has to hold for a task to be fair, tried on the real engine. Defects are
 * values; only a broken engine throws.
 *
 * @module
 */
import { micros } from '../../grading/grader.ts'
import { EngineFault, type Engine } from '../../sql/engine.ts'
import { quoteName } from '../../sql/schema.ts'
import type { DatabaseContent } from '../../data/content.ts'
import { blindPolicies, worthlessPolicies } from './blind-policies.ts'
import { lawsOf, type Laws } from './laws.ts'
import type { Fail, PolicyScore, Subject } from './subject.ts'
import type { Repair, TaskDefinition } from '../../tasks/define-task.ts'
import { instantiate, type TaskInstance } from '../../tasks/instantiate.ts'
import { answerObjects, cleanTexts, markedRepairs, textsInBytes } from './leaks.ts'
import { equalStates, wrongStates } from './state-mutations.ts'
import { playTrial, type Trial } from '../trial.ts'

export interface CheckFailure {
  /** Which rule is broken. */
  readonly check: string
  readonly message: string
}

/** What was measured on the way. */
export interface CheckFigures {
  /** Rows of all tables of the seed. */
  readonly rows: number
  /** Cells that differ between seed and target. */
  readonly differing: number
  readonly naive: readonly PolicyScore[]
  readonly blind: readonly PolicyScore[]
  /** The best of all copies of one readable column into another by equal cells; null for the classic tasks. */
  readonly join: PolicyScore | null
  /** Wrong states that `accepts` was asked about. */
  readonly wrongStates: number
  /** Questions that the task lists, each excluded or settled by a sentence. */
  readonly ambiguities: number
  readonly imageDigest: string
  readonly imageBytes: number
}

export interface CheckReport {
  readonly task: string
  readonly seed: number | null
  readonly ok: boolean
  readonly failures: readonly CheckFailure[]
  /** null when there is no instance to measure. */
  readonly figures: CheckFigures | null
}

/** Proves one instance of a task: the canonical one (null) or the one of a seed. */
export function checkTask(engine: Engine, task: TaskDefinition, seed: number | null): CheckReport {
  const failures: CheckFailure[] = []
  const attempt = <T>(check: string, rule: (fail: Fail) => T): T | null => {
    try {
      return rule((message) => failures.push({ check, message }))
    } catch (error) {
      if (error instanceof EngineFault) throw error
      failures.push({ check, message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
      return null
    }
  }
  const report = (figures: CheckFigures | null): CheckReport => ({
    task: task.id,
    seed,
    ok: failures.length === 0,
    failures,
    figures,
  })

  const instance = attempt('instance', () => instantiate(engine, task, seed))
  if (instance === null) return report(null)
  const subject = { engine, instance, graded: instance.draft.parts.flatMap(({ tables }) => tables) }
  const laws = lawsOf(subject)
  attempt('determinism', (fail) => checkDeterminism(subject, fail))
  attempt('keys', (fail) => checkKeys(subject, fail))
  attempt('goal', (fail) => checkGoal(subject, laws, fail))
  attempt('leaks', (fail) => checkLeaks(subject, fail))
  attempt('oracles', (fail) => checkOracles(subject, fail))
  const idle = attempt('worthless policies', (fail) => checkWorthless(subject, laws, fail))
  const naive = attempt('naive repairs', (fail) => checkNaive(subject, laws, fail))
  const blind = attempt('blind policies', (fail) => checkBlind(subject, laws, fail))
  const wrong = attempt('accepts', (fail) => checkAccepts(subject, fail))
  const join = attempt('blind joins', laws.joins)
  for (const [check, rule] of laws.further) attempt(check, rule)
  return report({
    rows: [...instance.before.tables.values()].reduce((sum, { rows }) => sum + rows.length, 0),
    differing: idle ?? 0,
    naive: naive ?? [],
    blind: blind ?? [],
    join,
    wrongStates: wrong ?? 0,
    ambiguities: instance.draft.ambiguities?.length ?? 0,
    imageDigest: instance.imageDigest,
    imageBytes: instance.seedImage.length,
  })
}

/** Plays a policy; on whatever state it leads to, `accepts` and the grader must agree. */
export function play({ engine, instance }: Subject, { name, queries }: Repair, fail: Fail, only?: string): Trial {
  const trial = playTrial(engine, instance, queries, only)
  if (!trial.destructive && instance.draft.accepts(instance.before, trial.state) !== trial.solved) {
    fail(`${name}: ${trial.solved ? 'solved but not accepted' : 'accepted but not solved'}`)
  }
  return trial
}

const toScore = (policy: string, { scoreMicros }: Trial): PolicyScore => ({ policy, score: scoreMicros / micros })

/** The same seed gives the same bytes, goal and rules. */
function checkDeterminism({ engine, instance }: Subject, fail: Fail): void {
  const again = instantiate(engine, instance.task, instance.seed)
  if (!sameBytes(instance.seedImage, again.seedImage)) fail('two seed images of one seed differ')
  if (!sameBytes(instance.targetImage, again.targetImage)) fail('two target images of one seed differ')
  const told = ({ draft: { goal, asOf, parts, oracles, naive } }: TaskInstance): string =>
    JSON.stringify({ goal, asOf, parts, oracles, naive })
  if (told(instance) !== told(again)) fail('goal, clock, parts or repairs of one seed differ')
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

/** Keys are whole and unique on both sides, so rows can be followed. */
function checkKeys({ instance: { before, target }, graded }: Subject, fail: Fail): void {
  for (const { name, key } of graded) {
    if (key === null) continue
    for (const [side, content] of [
      ['seed', before],
      ['target', target],
    ] as const) {
      const table = content.tables.get(name.toLowerCase())
      if (table === undefined) continue
      const places = key.map((column) => table.columns.findIndex((own) => own.toLowerCase() === column.toLowerCase()))
      const keys = table.rows.map((row) => places.map((place) => row[place] ?? 'n'))
      if (keys.some((cells) => cells.includes('n'))) fail(`${side}: a key of ${name} is NULL or missing`)
      if (new Set(keys.map((cells) => JSON.stringify(cells))).size < keys.length)
        fail(`${side}: keys of ${name} repeat`)
    }
  }
}

/** The goal names what is to change and gives no single answer away. */
function checkGoal({ instance: { goal, draft, before, target } }: Subject, { named }: Laws, fail: Fail): void {
  for (const { name } of named) {
    if (!goal.includes(name)) fail(`the goal does not name ${name}`)
  }
  if (!draft.asOf.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)) fail(`not a frozen clock: ${draft.asOf}`)
  for (const text of cleanTexts(before, target)) {
    if (goal.includes(text)) fail(`the goal shows the clean value ${text}`)
  }
}

/** The seed holds its answer neither readably nor as stray bytes. */
function checkLeaks(subject: Subject, fail: Fail): void {
  const { before, target, seedImage } = subject.instance
  const input = { readable: withViews(subject), before, target, graded: subject.graded }
  for (const leak of answerObjects(input)) fail(leak)
  for (const mark of markedRepairs(input)) fail(mark)
  for (const text of textsInBytes(before, target, seedImage)) fail(`the bytes of the seed hold ${text}`)
}

/** The seed with its views copied into tables, so that both can be read alike. */
function withViews({ engine, instance }: Subject): DatabaseContent {
  const views = instance.before.objects.filter(({ type }) => type === 'view')
  if (views.length === 0) return instance.before
  const copies = views.map(
    ({ name }) => `CREATE TABLE ${quoteName(`view ${name}`)} AS SELECT * FROM ${quoteName(name)}`,
  )
  return playTrial(engine, instance, copies).state
}

/** Both oracles solve the task, within the step limit, by statements of their own. */
function checkOracles(subject: Subject, fail: Fail): void {
  const { draft, stepLimit } = subject.instance
  for (const oracle of draft.oracles) {
    const { errors, solved, scoreMicros, report } = play(subject, oracle, fail)
    for (const error of errors) fail(`${oracle.name}: ${error}`)
    if (!solved || scoreMicros !== micros) {
      const { missed, damaged, miscorrected } = report.total
      fail(`${oracle.name} scores ${scoreMicros / micros}: ${missed} missed, ${damaged + miscorrected} wrong`)
    }
    const steps = oracle.queries.length + 1
    if (steps > stepLimit) fail(`${oracle.name} takes ${steps} steps of ${stepLimit}`)
  }
  const [first, second] = draft.oracles.map(({ queries }) => queries.map(plainSql))
  for (const query of first ?? []) if (second?.includes(query)) fail(`both oracles run ${query}`)
}

const plainSql = (query: string): string => query.toLowerCase().replace(/\s+/g, ' ').trim()

/** Doing nothing, looking, destroying and starting anew score exactly 0. Returns the cells to repair. */
function checkWorthless(subject: Subject, { tried }: Laws, fail: Fail): number {
  const { before } = subject.instance
  for (const policy of worthlessPolicies(before, subject.graded, tried)) {
    const { scoreMicros } = play(subject, policy, fail)
    if (scoreMicros !== 0) fail(`${policy.name} scores ${scoreMicros / micros}`)
  }
  return playTrial(subject.engine, subject.instance, []).report.total.missed
}

/** Tempting repairs run without an error and do not solve the task. */
function checkNaive(subject: Subject, { bounds: { naive: bound } }: Laws, fail: Fail): PolicyScore[] {
  const { naive } = subject.instance.draft
  if (naive.length < 3) fail('fewer than three naive repairs')
  return naive.map((repair) => {
    const trial = play(subject, repair, fail)
    for (const error of trial.errors) fail(`${repair.name}: ${error}`)
    if (trial.solved || trial.scoreMicros >= micros) fail(`${repair.name} solves the task`)
    if (trial.scoreMicros > bound * micros)
      fail(`${repair.name} scores ${trial.scoreMicros / micros}, more than ${bound}`)
    return toScore(repair.name, trial)
  })
}

/** Statements without a rule earn next to nothing. One that fails (a NOT NULL column) earns nothing. */
function checkBlind(subject: Subject, { bounds: { blind: bound }, tried, tries }: Laws, fail: Fail): PolicyScore[] {
  return blindPolicies(subject.instance.before, tried, tries).map((policy) => {
    const trial = play(subject, policy, fail, policy.table)
    const score = toScore(policy.name, trial)
    if (trial.solved) fail(`${policy.name} solves the task`)
    if (score.score > bound) fail(`${policy.name} scores ${score.score}, more than ${bound}`)
    return score
  })
}

/** The predicate takes the target in any clothes and nothing next to it. Returns the wrong states it was shown. */
function checkAccepts({ instance, graded }: Subject, fail: Fail): number {
  const { before, target, draft } = instance
  if (draft.accepts(before, before)) fail('takes the seed')
  for (const { what, state } of equalStates(target, graded)) {
    if (!draft.accepts(before, state)) fail(`rejects ${what}`)
  }
  let shown = 0
  for (const { what, state } of wrongStates(before, target, graded)) {
    shown++
    if (draft.accepts(before, state)) fail(`takes ${what}`)
  }
  return shown
}
