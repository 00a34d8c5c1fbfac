/**
 * Incidents: an accident that befell one station of a business, for any world that has such a station. Adding one is
 * a file here and a line in `incident-list.ts`; docs/new-family.md builds a small one from end to end.
 *
 * The order of making: a world's business runs (`worlds/`), the incident strikes a station over a scope, the rest of
 * the pipeline runs on over the wrong rows. The seed is what that left; the target is what the same pipeline leaves
 * without the bug, lawful later edits kept and the house's policies obeyed.
 *
 * @module
 */
import type { Random } from '../../kit/random.ts'
import type { TaskDraft } from '../define-task.ts'
import type { StationKind, World } from '../worlds/world.ts'
import type { Carrier, Invariant, Prose, Relation, RowPlace, RowSelector, Symptom, WrongRepair } from './evidence.ts'
import type { Hypotheses } from './hypotheses.ts'

export const incidentLevels = [1, 2, 3, 4, 5] as const
export type IncidentLevel = (typeof incidentLevels)[number]

/** What makes an instance harder; each is known before the business runs. */
export interface Knobs {
  /** Independent choices to make. */
  readonly choices: number
  /** Readings of one choice. */
  readonly readings: number
  /** Carriers of evidence that are needed. */
  readonly carriers: number
  /** Pages, messages and notes that say nothing about the answer. */
  readonly filler: number
  /** Layers that follow: derived tables, references. */
  readonly layers: number
  /** Days of business, which sets the rows. */
  readonly days: number
}

/** What is known of an instance before it is made: cheap, so that lists can tell how hard their rows are. */
export interface Sketch {
  /** One of `Incident.plans`. */
  readonly plan: string
  readonly knobs: Knobs
  /** 0 to 1 in steps of 0.01, from the knobs. */
  readonly difficulty: number
}

/** Where the evidence lies and what has to be done to it; plans of one incident share the riddle, not the SQL. */
export interface EvidencePlan {
  readonly id: string
  readonly summary: string
  /** The operation that occurs in no other plan: a parse, a difference of snapshots, a fit to totals. */
  readonly operation: string
  readonly levels: readonly IncidentLevel[]
}

/** A rule of the house that binds a repair, said in a document. */
export interface Policy {
  readonly id: string
  readonly says: string
}

export interface IncidentOptions {
  readonly world: World
  readonly level: IncidentLevel
}

/** One kind of accident. */
export interface Incident {
  /** `double_load`. */
  readonly id: string
  /** Raised by any change of the bytes of an instance. */
  readonly version: number
  readonly dimension: string
  readonly summary: string
  /** The station it strikes. */
  readonly station: StationKind
  /** Others it needs in a world. */
  readonly needs: readonly StationKind[]
  /** What the bug does, in a sentence. */
  readonly mechanism: string
  /** Over what it reaches: between two deploys, files of one sender. */
  readonly scopes: readonly string[]
  readonly plans: readonly EvidencePlan[]
  /** The levels it is made for, ascending; absent: all five. */
  readonly levels?: readonly IncidentLevel[]
  readonly policies: readonly Policy[]
  /** Sentences that close a question; every one stands, in some wording, in each instance that could ask it. */
  readonly closures: readonly string[]
  /** Names of the wrong repairs that an instance may list. */
  readonly priors: readonly string[]
  readonly partials: readonly string[]
  /** Words that a ticket of levels 3 to 5 does not use: they would name the diagnosis. */
  readonly jargon: RegExp
  /** Draws plan and knobs from a stream of their own. */
  readonly sketch: (random: Random, options: IncidentOptions) => Sketch
  /** Makes the instance of a sketch. */
  readonly generate: (random: Random, options: IncidentOptions & { readonly sketch: Sketch }) => IncidentInstance
}

/**
 * One accident in one business: all a generated task gives, and what its proof needs. Everything after `accepts` is
 * made when asked for; an episode asks for none of it.
 */
export interface IncidentInstance extends TaskDraft {
  readonly incident: string
  readonly world: string
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly proof: () => IncidentProof
}

/** What is claimed of an instance and can be checked. */
export interface IncidentProof {
  readonly carriers: readonly Carrier[]
  readonly hypotheses: Hypotheses
  /** One at least; the ticket quotes its figures. */
  readonly symptoms: readonly Symptom[]
  /** None is violated in the target; in the seed only by rows in `scope`. */
  readonly invariants: readonly Invariant[]
  /** Columns that hold keys of other tables: causality is looked for along them. */
  readonly relations?: readonly Relation[]
  /** Rows of the seed that the bug wrote, doubled, changed or that were derived from such. */
  readonly scope: readonly RowPlace[]
  readonly selectors: readonly RowSelector[]
  /** Priors and partial repairs; `TaskDraft.naive` lists the same. */
  readonly wrong: readonly WrongRepair[]
  /** Every text of ticket and database. */
  readonly prose: readonly Prose[]
  /** Policies that this instance obeys, by id. */
  readonly policies: readonly string[]
}

/** Whether a world has all stations that an incident asks for. */
export function isAtHome({ station, needs }: Incident, { stations }: World): boolean {
  return [station, ...needs].every((kind) => stations[kind] !== undefined)
}
