import { type RewardMode, splitNames } from '../contract/episode.ts'
import type { GradedPart } from '../grading/graded-table.ts'
import type { Random } from '../kit/random.ts'
import { parseTaskId } from './task-id.ts'
import type { DatabaseContent, DatabaseSpec } from '../data/content.ts'
import type { SqlValue } from '../data/values.ts'

/** Which way of drawing instances: whole streams of randomness that never meet. */
export const splits: readonly Split[] = splitNames
export type Split = (typeof splitNames)[number]

/** Where a generated task comes from. */
export interface FamilyFacts {
  readonly family: string
  /** Any change of the bytes of an instance raises it. */
  readonly version: number
  readonly world: string
  readonly level: 1 | 2 | 3 | 4 | 5
  readonly split: Split
  /** What kind of damage it is about: `format`, `missing`, `duplicates`. */
  readonly dimension: string
  /** Words that the goal of a level above 2 does not use: they would name the diagnosis. */
  readonly jargon?: RegExp
}

/** Queries an agent would send, in order; finish_task follows by itself. */
export interface Repair {
  readonly name: string
  readonly queries: readonly string[]
}

/** A cell by the key of its row. */
export interface CellPlace {
  readonly table: string
  readonly column: string
  readonly key: SqlValue
}

/** What somebody sees who looks at a business after a repair. */
export interface Signs {
  readonly symptoms: readonly {
    readonly query: string
    /** Rows of the query once the damage is repaired. */
    readonly after: readonly (readonly SqlValue[])[]
  }[]
  /** Each gives the violators of what always holds. */
  readonly invariants: readonly { readonly query: string }[]
}

/** The lines of a drill: what a guess could be about. Names are those of the database. */
export interface SentLines {
  readonly table: string
  readonly key: string
  /** The damaged column. */
  readonly column: string
  /** The column that names the sender. */
  readonly sender: string
  /** One repair a way to write, carried out on every line. */
  readonly ways: readonly Repair[]
}

/**
 * A question that a goal could leave open: either no row of the instance raises it, or a sentence answers it and
 * the other answer leads to another state.
 */
export type AmbiguityCase =
  | { readonly name: string; readonly excluded: (seed: DatabaseContent) => boolean }
  | {
      readonly name: string
      /** Stands in the goal or in a cell of the seed. */
      readonly sentence: string
      /** The other reading carried out; it runs and does not solve the task. */
      readonly other: Repair
    }

/**
 * One instance of a task before it becomes database images.
 *
 * The goal text and the seed database must determine exactly one right final state.
 */
export interface TaskDraft {
  /** What the agent is asked, with every rule the grader applies. */
  readonly goal: string
  /** The frozen clock, `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly asOf: string
  /** The corrupted database, rows in the order they are inserted. */
  readonly seed: DatabaseSpec
  /** The repaired database. */
  readonly target: DatabaseSpec
  readonly parts: readonly GradedPart[]
  /** Two independently written repairs; both reach the target. */
  readonly oracles: readonly [Repair, Repair]
  /** Tempting repairs that miss a rule; none may reach the target. */
  readonly naive: readonly Repair[]
  /** Written from the goal text alone, without target or oracle: is `state` what the goal asks for? */
  readonly accepts: (seed: DatabaseContent, state: DatabaseContent) => boolean
  /** Steps of an episode, where it depends on the instance. */
  readonly stepLimit?: number
  readonly ambiguities?: readonly AmbiguityCase[]
  /** For people who look at an instance: its tables of rules, registers and documents. */
  readonly evidence?: readonly string[]
  /** For people as well: right cells that were made to look damaged. */
  readonly lookalikes?: readonly CellPlace[]
  /** Of incidents, made when asked for: what shows after a repair whether the business runs well again. */
  readonly proof?: () => Signs
  /** For proofs, of drills: who sent the lines of the damaged column, and each way to write taken for all of them. */
  readonly senders?: SentLines
}

/** The version of the classic tasks, whose instances have never changed. */
export const classicVersion = 1

interface NamedTask {
  readonly id: string
  readonly suite: string
  readonly summary: string
  readonly difficulty: 'easy' | 'medium' | 'hard'
  readonly stepLimit: number
  /** What DROP TABLE means; see docs/architecture.md, Safety policy. */
  readonly safety: 'forbidden' | 'own' | 'any'
  readonly rewardMode: RewardMode
  /** Same random stream, same draft. `canonical` is the instance of a reset without seed. */
  readonly generate: (random: Random, options: { readonly canonical: boolean }) => TaskDraft
}

/** A task with a name of its own: it has a canonical instance, and belongs to no split. */
export interface ListedTask extends NamedTask {
  readonly family?: undefined
}

/** What is known of an instance before it is made: cheap, so that lists can tell it of each of their rows. */
export interface InstanceSketch {
  /** Stands beside family, world and level in the rows of a split, in the names of the wire. */
  readonly told: Readonly<Record<string, string | number>>
}

/** A task of a family in a world at a level. */
export interface FamilyTask extends NamedTask {
  readonly family: FamilyFacts
  /** Of a private `test`: its instances are drawn from it. It never leaves the host. */
  readonly key?: string
  /** What is known of the instance of a stream, see `TaskFamily.sketch`. */
  readonly sketch: (random: Random) => InstanceSketch
}

/** A task: a named generator of instances. What the kinds do differently stands in `task-origin.ts`. */
export type TaskDefinition = ListedTask | FamilyTask

/** Checks the parts of a definition that need no instance, and freezes it. */
export function defineTask<Task extends TaskDefinition>(definition: Task): Task {
  if (parseTaskId(definition.id) === null) throw new TypeError(`not a task id: ${definition.id}`)
  if (!Number.isInteger(definition.stepLimit) || definition.stepLimit < 1) {
    throw new TypeError(`${definition.id}: the step limit must be a positive whole number`)
  }
  return Object.freeze<Task>({ ...definition })
}
