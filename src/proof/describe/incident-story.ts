/**
 * The story of an incident's instance: what broke, what was seen of it, where the answer is written, and why no other
 * fits. All of it is found by looking at this instance: the evidence is weighed by enumeration, the wrong repairs are
 * played.
 *
 * @module
 */
import type { Cell } from '../../contract/observation.ts'
import { toTypedCell, type SqlValue } from '../../data/values.ts'
import type { Engine } from '../../sql/engine.ts'
import type { Voice } from '../../tasks/incidents/evidence.ts'
import { incidentList } from '../../tasks/incidents/incident-list.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'
import { constraintsWithout, enumerate, statesLeft } from '../incidents/enumerate.ts'
import { isIncident, subjectOf } from '../incidents/law.ts'
import { wrongScores } from '../incidents/repairs.ts'
import { toCell } from './graded-view.ts'

/** Something somebody noticed. */
export interface SeenSymptom {
  readonly name: string
  readonly query: string
  /** Rows of the query on the database as it is found, and when all is right. */
  readonly before: readonly (readonly Cell[])[]
  readonly after: readonly (readonly Cell[])[]
}

/** A thing that says something about the answer. */
export interface Trace {
  readonly name: string
  /** Whether the answer can be found without it. */
  readonly needed: boolean
  readonly says: string
  /** Tables, with the rows and columns that matter. The ticket stands in none. */
  readonly where: readonly string[]
  /** Choices that would be open without it. */
  readonly open_without: number
}

/** A wrong way to repair, played. */
export interface WrongWay {
  readonly name: string
  /** `prior`: nothing is read. `partial`: one rule is ignored. */
  readonly kind: 'prior' | 'partial'
  /** 0 to 1. */
  readonly score: number
}

export interface IncidentStory {
  readonly station: string
  readonly broke: string
  /** What this instance asks of a reader. */
  readonly plan: { readonly id: string; readonly summary: string; readonly operation: string }
  readonly seen: readonly SeenSymptom[]
  readonly traces: readonly Trace[]
  /** Texts that bear on the answer, but for the ticket. */
  readonly papers: readonly { readonly voice: Voice; readonly text: string }[]
  /** Rules of the house that bind the repair. */
  readonly policies: readonly string[]
  /** Things to decide, each by itself. */
  readonly choices: number
  /** Decimal digits of the number of answers that one could think of. */
  readonly answers_digits: number
  /** Answers left when all evidence is read: one. */
  readonly answers_left: number
  readonly wrong: readonly WrongWay[]
}

const cellsOf = (rows: readonly (readonly SqlValue[])[]): Cell[][] =>
  rows.map((row) => row.map((value) => toCell(toTypedCell(value))))

/** Tells the story of an instance; null where it is none of an incident. */
export function tellStory(engine: Engine, instance: TaskInstance): IncidentStory | null {
  const { draft } = instance
  const incident = isIncident(draft) ? incidentList.find(({ id }) => id === draft.incident) : undefined
  if (!isIncident(draft) || incident === undefined) return null
  const plan = incident.plans.find(({ id }) => id === draft.sketch.plan)
  if (plan === undefined) throw new TypeError(`${incident.id} has no plan ${draft.sketch.plan}`)
  const subject = subjectOf(engine, instance)
  const { carriers, hypotheses, policies, prose, symptoms } = subject.proof
  const openWithout = (carrier?: string): number =>
    enumerate(hypotheses, constraintsWithout(hypotheses, carrier)).remaining.filter((own) => statesLeft(own).length > 1)
      .length
  const { remaining, logHypotheses } = enumerate(hypotheses, hypotheses.constraints)
  return {
    station: incident.station,
    broke: incident.mechanism,
    plan: { id: plan.id, summary: plan.summary, operation: plan.operation },
    seen: symptoms.map(({ name, query, before, after }) => {
      return { name, query, before: cellsOf(before), after: cellsOf(after) }
    }),
    traces: carriers.map(({ id, weight, says, shelves }) => ({
      name: id,
      needed: weight === 'essential',
      says,
      where: shelves.map(
        ({ table, columns, where }) =>
          `${table}${columns === undefined ? '' : ` (${columns.join(', ')})`}${where === undefined ? '' : ` where ${where}`}`,
      ),
      open_without: openWithout(id),
    })),
    papers: prose.flatMap(({ voice, text, bearing }) => (bearing && voice !== 'ticket' ? [{ voice, text }] : [])),
    policies: incident.policies.filter(({ id }) => policies.includes(id)).map(({ says }) => says),
    choices: hypotheses.components.length,
    answers_digits: Math.floor(logHypotheses / Math.LN10) + 1,
    answers_left: remaining.reduce((product, own) => product * statesLeft(own).length, 1),
    wrong: wrongScores(subject).map(({ name, kind, score }) => ({ name, kind, score })),
  }
}
