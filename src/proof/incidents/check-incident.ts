/**
 * Proof of one instance of an incident: every law tried. Defects are values; only a broken engine throws.
 *
 * @module
 */
import { EngineFault, type Engine } from '../../sql/engine.ts'
import type { TaskDefinition } from '../../tasks/define-task.ts'
import { instantiate } from '../../tasks/instantiate.ts'
import { balance, confirmingCarriers, essentialCarriers, faithfulHypotheses, oneAnswer } from './answers.ts'
import { causality, invariants, ranges, symptoms } from './business.ts'
import { noFinishedSql } from './finished-sql.ts'
import { gambling } from './gambling.ts'
import { subjectOf, type Law, type LawFigures, type LawSubject } from './law.ts'
import { noCleanValue, noWholeAnswer, unmarked } from './marks.ts'
import { predicate } from './predicate.ts'
import { idleness, oracles, partialRepairs, priors } from './repairs.ts'
import { levelShape, sameBytes, wholeKeys } from './shape.ts'
import { words } from './words.ts'

/** The laws of one instance, in the order in which they are tried. Those of a whole suite are in suite-laws.ts. */
export const laws: readonly Law[] = [
  sameBytes,
  wholeKeys,
  levelShape,
  oracles,
  idleness,
  predicate,
  invariants,
  causality,
  ranges,
  symptoms,
  oneAnswer,
  faithfulHypotheses,
  essentialCarriers,
  confirmingCarriers,
  balance,
  gambling,
  priors,
  partialRepairs,
  unmarked,
  noWholeAnswer,
  noCleanValue,
  noFinishedSql,
  words,
]

/** The law of an instance that cannot even be made. */
export const makingLaw = 'it can be made'

export interface LawDefect {
  readonly law: string
  readonly message: string
}

export interface IncidentReport {
  readonly defects: readonly LawDefect[]
  /** By the name of the law. */
  readonly figures: Readonly<Record<string, LawFigures>>
  /** null where there is no instance. */
  readonly subject: LawSubject | null
}

/** Tries laws on one instance. @param chosen names of laws; absent: all */
export function checkIncident(
  engine: Engine,
  task: TaskDefinition,
  seed: number | null,
  chosen?: readonly string[],
): IncidentReport {
  const defects: LawDefect[] = []
  const figures: Record<string, LawFigures> = {}
  const attempt = <T>(law: string, body: (fail: (message: string) => void) => T): T | null => {
    try {
      return body((message) => defects.push({ law, message }))
    } catch (error) {
      if (error instanceof EngineFault) throw error
      defects.push({ law, message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
      return null
    }
  }
  const subject = attempt(makingLaw, () => subjectOf(engine, instantiate(engine, task, seed)))
  if (subject === null) return { defects, figures, subject }
  for (const law of laws) {
    if (chosen !== undefined && !chosen.includes(law.name)) continue
    const measured = attempt(law.name, (fail) => law.check(subject, fail))
    if (measured !== null) figures[law.name] = measured
  }
  return { defects, figures, subject }
}
