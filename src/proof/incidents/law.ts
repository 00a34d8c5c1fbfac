/**
 * A law is something that has to hold of every instance of an incident, tried on the real engine. What breaks it is a
 * defect; what it measures on the way are its figures.
 *
 * @module
 */
import type { GradedTable } from '../../grading/graded-table.ts'
import { prepareParts, type PreparedPart } from '../../grading/parts.ts'
import { asciiLower } from '../../kit/ascii-case.ts'
import { Random } from '../../kit/random.ts'
import type { Engine } from '../../sql/engine.ts'
import type { TaskDraft } from '../../tasks/define-task.ts'
import type { IncidentInstance, IncidentLevel, IncidentProof } from '../../tasks/incidents/incident.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'

/** Numbers that a law measured on one instance, by name. */
export type LawFigures = Readonly<Record<string, number>>

export type Fail = (message: string) => void

/** What the laws look at. */
export interface LawSubject {
  readonly engine: Engine
  readonly instance: TaskInstance
  readonly incident: IncidentInstance
  readonly proof: IncidentProof
  readonly level: IncidentLevel
  readonly graded: readonly GradedTable[]
  readonly parts: readonly PreparedPart[]
  /** A stream of this instance and a name: the same on every run. */
  readonly random: (name: string) => Random
  /** What laws share of work that is done once. */
  readonly shared: Map<string, unknown>
}

export interface Law {
  /** As reports call it. */
  readonly name: string
  /** What has to hold, in a sentence. */
  readonly says: string
  readonly check: (subject: LawSubject, fail: Fail) => LawFigures
}

/** A draft that is an incident's. */
export function isIncident(draft: TaskDraft): draft is IncidentInstance {
  return 'proof' in draft && typeof draft.proof === 'function'
}

/** Makes the subject of an instance. @throws TypeError when it is no incident's */
export function subjectOf(engine: Engine, instance: TaskInstance): LawSubject {
  const { draft, before, target, imageDigest } = instance
  if (!isIncident(draft)) throw new TypeError(`${instance.task.id} is no incident`)
  return {
    engine,
    instance,
    incident: draft,
    proof: draft.proof(),
    level: draft.level,
    graded: draft.parts.flatMap(({ tables }) => tables),
    parts: prepareParts(draft.parts, before, target).parts,
    random: (name) => new Random('proof', name, imageDigest),
    shared: new Map(),
  }
}

/** Does a piece of work of several laws once. */
export function once<T>({ shared }: LawSubject, name: string, work: () => T): T {
  if (!shared.has(name)) shared.set(name, work())
  return shared.get(name) as T
}

/** What a cell of each table is worth, as a share of the score, by lower-case name. */
export function cellWorth({ parts }: LawSubject): ReadonlyMap<string, number> {
  return new Map(parts.flatMap(({ tables, weight, differing }) => tables.map(({ id }) => [id, weight / differing])))
}

const sortedRows = (rows: readonly (readonly string[])[] | undefined): string =>
  JSON.stringify(rows?.map((row) => JSON.stringify(row)).toSorted())

/** The graded tables in which seed and target differ. */
export function faultyTables(subject: LawSubject): readonly GradedTable[] {
  const { before, target } = subject.instance
  return once(subject, 'faulty tables', () =>
    subject.graded.filter(({ name }) => {
      const id = asciiLower(name)
      return sortedRows(before.tables.get(id)?.rows) !== sortedRows(target.tables.get(id)?.rows)
    }),
  )
}
