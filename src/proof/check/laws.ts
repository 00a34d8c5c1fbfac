/**
 * What an instance is held to, suite by suite. A suite of its own is an entry in `ofSuites`; the checks ask for laws and
 * never of which kind a task is.
 *
 * @module
 */
import type { GradedTable } from '../../grading/graded-table.ts'
import type { FamilyFacts } from '../../tasks/define-task.ts'
import { originOf } from '../../tasks/task-origin.ts'
import { checkBalance } from '../drills/check-balance.ts'
import { checkFamily, checkJoins, faultyColumns, faultyTables } from './check-family.ts'
import type { Fail, PolicyScore, Subject } from './subject.ts'

/**
 * The most that a statement without a rule may score. The classic five, canonical and seeds 0 to 200, stay
 * at or below 0.075 (TRIM of task_easy's emails); every other statement scores 0.
 */
export const blindBound = 0.1

/** The most that policies may score: without a rule, and with the wrong one. */
export interface PolicyBounds {
  readonly blind: number
  readonly naive: number
}

/** The bounds of drills, by tier. */
export function tierBounds(tier: number): PolicyBounds {
  return { blind: tier === 1 ? 0.5 : 0.2, naive: 0.6 }
}

export interface Laws {
  readonly bounds: PolicyBounds
  /** Tables that the goal has to name. */
  readonly named: readonly GradedTable[]
  /** Tables on which statements without a rule are tried: elsewhere they can only lose. */
  readonly tried: readonly GradedTable[]
  /** Whether a column of these is worth a statement of its own; absent: each is. */
  readonly tries?: (table: string, column: string) => boolean
  /** The best of all copies of one readable column into another; null where nobody asks. */
  readonly joins: (fail: Fail) => PolicyScore | null
  /** What more has to hold, by the name of the check. */
  readonly further: readonly (readonly [check: string, rule: (fail: Fail) => void])[]
}

type LawsOf = (subject: Subject, facts: FamilyFacts) => Laws

/** Tables and columns without a fault are many in generated tasks. */
const ofDrills: LawsOf = (subject, facts) => {
  const { before, target } = subject.instance
  const tried = faultyTables(before, target, subject.graded)
  return {
    bounds: tierBounds(facts.level),
    named: [],
    tried,
    tries: faultyColumns(before, target, tried),
    joins: (fail) => checkJoins(subject, fail),
    further: [
      ['family', (fail) => checkFamily(subject, facts, fail)],
      ['balance', (fail) => checkBalance(subject, fail)],
    ],
  }
}

const ofListed = ({ graded }: Subject): Laws => ({
  bounds: { blind: blindBound, naive: 1 },
  named: graded,
  tried: graded,
  joins: () => null,
  further: [],
})

const ofSuites: Readonly<Record<string, LawsOf>> = { drills: ofDrills }

/** The laws of a task's suite. */
export function lawsOf(subject: Subject): Laws {
  const { task } = subject.instance
  const { facts } = originOf(task)
  return facts === null ? ofListed(subject) : (ofSuites[task.suite] ?? ofDrills)(subject, facts)
}
