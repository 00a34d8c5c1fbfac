/**
 * What repairs are worth: the right ones all, the wrong ones little, and every verdict shared by grader and predicate.
 *
 * @module
 */
import { asciiLower } from '../../kit/ascii-case.ts'
import { micros } from '../../grading/grader.ts'
import { limits } from '../../sql/limits.ts'
import type { Repair } from '../../tasks/define-task.ts'
import { cleared } from './business.ts'
import { faultyTables, once, type Fail, type Law, type LawSubject } from './law.ts'
import { readQueries } from './queries.ts'

/** What one prior may score from level 3 on; what they may score in the mean is judged over a suite. */
export const priorBound = 0.6
/** What ignoring a stated rule costs at least. */
const leastLoss = 0.1
/** The share of the work budget that the heaviest statement of an oracle may take. */
const workShare = 0.5
/** Rows of a page, looks at the database and checks beside the evidence, in the step limit. */
const pageRows = 100
const looks = 3
const checks = 3

interface Played {
  readonly name: string
  readonly score: number
  readonly solved: boolean
  readonly errors: readonly string[]
  /** Symptoms of which a figure is right now, as far as asked for. */
  readonly cleared: number
  /** The most work of one action. */
  readonly work: number
}

/** Plays a repair on the seed; grader and predicate must agree on where it leads. */
function play(
  subject: LawSubject,
  { name, queries }: Repair,
  fail: Fail,
  options: { readonly symptoms: boolean },
): Played {
  const { engine, instance, proof } = subject
  const { task, clock, summary, grader, before, draft, imageDigest, seedImage } = instance
  const sandbox = engine.open(seedImage, { safety: task.safety, clock, summary })
  try {
    const errors: string[] = []
    let work = 0
    for (const [index, query] of queries.entries()) {
      const outcome = sandbox.run(query, ['proof', imageDigest, index])
      work = Math.max(work, engine.meter.spent)
      if (!outcome.ok) errors.push(`statement ${index + 1}: ${outcome.message}`)
    }
    const state = sandbox.content({ known: before })
    const { scoreMicros, solved } = grader.grade(state)
    if (draft.accepts(before, state) !== solved)
      fail(`${name}: ${solved ? 'solved but not accepted' : 'accepted but not solved'}`)
    const results = options.symptoms
      ? readQueries(
          sandbox,
          proof.symptoms.map(({ query }) => query),
        )
      : []
    const gone = results.filter((result, place) => 'rows' in result && cleared(subject, place, result.rows))
    return { name, score: scoreMicros / micros, solved, errors, cleared: gone.length, work }
  } finally {
    sandbox.close()
  }
}

const plainSql = (query: string): string => query.toLowerCase().replace(/\s+/g, ' ').trim()

/** Two repairs by different statements reach the target, with work and steps to spare. */
export const oracles: Law = {
  name: 'two oracles',
  says: 'both reach the target by statements of their own, no statement takes half the work budget, steps suffice and are no more than the level has',
  check(subject, fail) {
    const { draft, stepLimit, task } = subject.instance
    // Lists promise the task's limit, and an instance is never given more.
    if ((draft.stepLimit ?? 0) > task.stepLimit)
      fail(`the instance asks for ${draft.stepLimit} steps, its level has ${task.stepLimit} at most`)
    let heaviest = 0
    for (const oracle of draft.oracles) {
      const { score, solved, errors, work } = play(subject, oracle, fail, { symptoms: false })
      for (const error of errors) fail(`${oracle.name}: ${error}`)
      if (!solved) fail(`${oracle.name} scores ${score}`)
      heaviest = Math.max(heaviest, work / limits.work)
      if (work > workShare * limits.work) {
        fail(`${oracle.name}: a statement takes ${(work / limits.work).toFixed(2)} of the work budget`)
      }
      const steps = oracle.queries.length + 1
      if (steps > stepLimit) fail(`${oracle.name} takes ${steps} steps of ${stepLimit}`)
    }
    const [first, second] = draft.oracles.map(({ queries }) => queries.map(plainSql))
    for (const query of first ?? []) if (second?.includes(query)) fail(`both oracles run ${query.slice(0, 200)}`)
    const needed = neededSteps(subject)
    return {
      'share of the work budget': heaviest,
      'steps needed': needed,
      'step limit over steps needed': stepLimit / needed,
    }
  },
}

/** Looks, pages of essential carriers, statements of the longer oracle, checks. */
function neededSteps({ instance, proof }: LawSubject): number {
  const pages = new Map<string, number>()
  for (const { weight, shelves } of proof.carriers) {
    if (weight !== 'essential') continue
    for (const { table, where } of shelves) {
      const rows = instance.before.tables.get(asciiLower(table))?.rows.length ?? 0
      // Some rows of a table of documents are a page at most.
      pages.set(
        asciiLower(table),
        where === undefined ? Math.ceil(rows / pageRows) : (pages.get(asciiLower(table)) ?? 1),
      )
    }
  }
  const evidence = [...pages.values()].reduce((sum, count) => sum + count, 0)
  const statements = Math.max(...instance.draft.oracles.map(({ queries }) => queries.length))
  return looks + evidence + statements + checks
}

/** Doing nothing and reading are worth nothing. */
export const idleness: Law = {
  name: 'doing nothing',
  says: 'doing nothing, reading, and taking rows or tables away are worth exactly 0',
  check(subject, fail) {
    const { instance } = subject
    const changed = faultyTables(subject)
    const policies: Repair[] = [
      { name: 'nothing', queries: [] },
      { name: 'reading', queries: [...instance.before.tables.values()].map(({ name }) => `SELECT * FROM "${name}"`) },
      ...changed.map(({ name }) => ({ name: `all rows of ${name} deleted`, queries: [`DELETE FROM "${name}"`] })),
    ]
    for (const policy of policies) {
      const { score } = play(subject, policy, fail, { symptoms: false })
      if (score !== 0) fail(`${policy.name} scores ${score}`)
    }
    return { policies: policies.length }
  },
}

/** The scores of wrong repairs by name, for the suite. */
export interface WrongScore {
  readonly kind: 'prior' | 'partial'
  readonly name: string
  readonly score: number
  /** A quoted figure is right although the score stays below the bound. */
  readonly misleads: boolean
}

/** Plays every wrong repair of an instance, once. */
function playWrong(subject: LawSubject, fail: Fail): readonly (Played & { readonly kind: 'prior' | 'partial' })[] {
  return subject.proof.wrong.map((repair) => ({
    kind: repair.kind,
    ...play(subject, repair, fail, { symptoms: repair.kind === 'prior' }),
  }))
}

/** What the wrong repairs of an instance scored; after the laws about them. */
export function wrongScores(subject: LawSubject): WrongScore[] {
  return once(subject, 'wrong repairs', () => playWrong(subject, () => undefined)).map(
    ({ kind, name, score, cleared: gone }) => ({ kind, name, score, misleads: gone > 0 && score < priorBound }),
  )
}

/** Repairs for which no evidence is read do not solve, and from level 3 on none is worth much. */
export const priors: Law = {
  name: 'priors',
  says: 'none solves, none errs, from level 3 on none scores over 0.6; a suite judges the means',
  check(subject, fail) {
    const played = once(subject, 'wrong repairs', () => playWrong(subject, fail)).filter(({ kind }) => kind === 'prior')
    for (const { name, errors, solved, score } of played) {
      for (const error of errors) fail(`${name}: ${error}`)
      if (solved) fail(`${name} solves it`)
      if (subject.level >= 3 && score > priorBound) fail(`${name} scores ${score.toFixed(3)}, more than ${priorBound}`)
    }
    if (played.length === 0) fail('no prior is listed')
    const scores = played.map(({ score }) => score)
    return { priors: played.length, best: Math.max(0, ...scores) }
  },
}

/** Ignoring one rule costs a tenth at least. */
export const partialRepairs: Law = {
  name: 'partial repairs',
  says: 'a repair that ignores one stated rule never solves and loses 0.1 at least',
  check(subject, fail) {
    const played = once(subject, 'wrong repairs', () => playWrong(subject, fail)).filter(
      ({ kind }) => kind === 'partial',
    )
    for (const { name, errors, solved, score } of played) {
      for (const error of errors) fail(`${name}: ${error}`)
      if (solved) fail(`${name} solves it`)
      else if (score > 1 - leastLoss + 1e-9) fail(`${name} scores ${score.toFixed(3)}: it loses less than ${leastLoss}`)
    }
    if (played.length === 0) fail('no partial repair is listed')
    return { partials: played.length, best: Math.max(0, ...played.map(({ score }) => score)) }
  },
}
