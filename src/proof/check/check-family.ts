/**
 * What has to hold for instances of families beyond what holds for every task.
 *
 * @module
 */
import type { GradedTable } from '../../grading/graded-table.ts'
import type { DatabaseContent } from '../../data/content.ts'
import { blindJoins } from './blind-joins.ts'
import type { Fail, PolicyScore, Subject } from './subject.ts'
import type { FamilyFacts } from '../../tasks/define-task.ts'
import { playTrial } from '../trial.ts'

/** What a join over readable columns may score. */
export const joinBound = 0.5
/** Bytes of a seed image. */
export const imageBound = 1024 * 1024

/** The graded tables in which seed and target differ. */
export function faultyTables(
  before: DatabaseContent,
  target: DatabaseContent,
  graded: readonly GradedTable[],
): GradedTable[] {
  const rowsOf = (content: DatabaseContent, name: string): string =>
    JSON.stringify(
      content.tables
        .get(name.toLowerCase())
        ?.rows.map((row) => JSON.stringify(row))
        .toSorted() ?? null,
    )
  return graded.filter(({ name }) => rowsOf(before, name) !== rowsOf(target, name))
}

/**
 * Whether a statement on one column can put anything right there: not where all of its cells are right already.
 * A table whose rows come or go, or cannot be followed, has no column that is right.
 */
export function faultyColumns(
  before: DatabaseContent,
  target: DatabaseContent,
  graded: readonly GradedTable[],
): (table: string, column: string) => boolean {
  const right = new Set<string>()
  for (const { name, key } of graded) {
    const was = before.tables.get(name.toLowerCase())
    const due = target.tables.get(name.toLowerCase())
    const keyPlace = was?.columns.findIndex((column) => column.toLowerCase() === key?.[0]?.toLowerCase()) ?? -1
    const isAlike = was !== undefined && JSON.stringify(was.columns) === JSON.stringify(due?.columns)
    if (!isAlike || due === undefined || key?.length !== 1 || keyPlace < 0) continue
    const rows = new Map(due.rows.map((row) => [row[keyPlace], row]))
    if (rows.size !== was.rows.length || !was.rows.every((row) => rows.has(row[keyPlace]))) continue
    for (const [place, column] of was.columns.entries()) {
      if (was.rows.every((row) => rows.get(row[keyPlace])?.[place] === row[place])) right.add(`${was.name}.${column}`)
    }
  }
  return (table, column) => !right.has(`${table}.${column}`)
}

/** No column can be copied into place. Returns the best of all copies. */
export function checkJoins({ instance: { before, target }, graded }: Subject, fail: Fail): PolicyScore | null {
  let best: PolicyScore | null = null
  for (const { name, score } of blindJoins(before, target, graded)) {
    if (best === null || score > best.score) best = { policy: name, score }
  }
  if (best !== null && best.score > joinBound) fail(`${best.policy} scores ${best.score}, more than ${joinBound}`)
  return best
}

/** Ambiguity cases, the words of the goal, the size of the image, and where the canary does not stand. */
export function checkFamily(subject: Subject, { family }: FamilyFacts, fail: Fail): void {
  const { instance, graded } = subject
  const { goal, draft, before, target, seedImage } = instance
  const changed = faultyTables(before, target, graded)
  for (const { name } of changed) if (!goal.includes(name)) fail(`the goal does not name ${name}`)
  if (seedImage.length > imageBound) fail(`the image has ${seedImage.length} bytes`)
  if ([goal, ...texts(before)].some((text) => text.includes(instance.identity.canary))) {
    fail('the canary stands where an agent can read it')
  }
  for (const [place, table] of instance.draft.seed.tables.entries()) {
    const words = `${table.name} ${table.columns.join(' ')}`.toLowerCase()
    if (words.includes(family)) fail(`table ${place + 1} names the family`)
  }
  checkAmbiguities(subject, fail)
  if ((draft.ambiguities ?? []).length < 3) fail('fewer than three ambiguity cases')
}

function texts(content: DatabaseContent): string[] {
  return [...content.tables.values()].flatMap(({ rows }) =>
    rows.flatMap((row) => row.filter((cell) => cell[0] === 't').map((cell) => cell.slice(1))),
  )
}

/** Every question is either not raised or answered by a sentence; the other answer leads elsewhere. */
function checkAmbiguities({ engine, instance }: Subject, fail: Fail): void {
  const { draft, before, goal } = instance
  const readable = new Set(texts(before))
  for (const ambiguity of draft.ambiguities ?? []) {
    if ('excluded' in ambiguity) {
      if (!ambiguity.excluded(before)) fail(`the instance raises: ${ambiguity.name}`)
      continue
    }
    if (!goal.includes(ambiguity.sentence) && !readable.has(ambiguity.sentence))
      fail(`nothing settles: ${ambiguity.name}`)
    const trial = playTrial(engine, instance, ambiguity.other.queries)
    for (const error of trial.errors) fail(`${ambiguity.name}: ${error}`)
    if (trial.solved) fail(`the other reading solves the task: ${ambiguity.name}`)
  }
}
