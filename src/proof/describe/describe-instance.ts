/**
 * An instance as plain data for people: what is wrong, where the rules stand, what only looks wrong and, when asked
 * for, the answer. The command `tasks` and the gallery show it.
 *
 * @module
 */
import type { Cell } from '../../contract/observation.ts'
import { columnsOf } from '../../data/comparable-table.ts'
import type { Engine } from '../../sql/engine.ts'
import { chooseDecoys, lookalikes, temptingRows, type Decoy } from './decoys.ts'
import type { Repair } from '../../tasks/define-task.ts'
import { excerptEvidence, type Excerpt } from './evidence-excerpts.ts'
import { pick, spaced, viewGraded } from './graded-view.ts'
import { tellStory, type IncidentStory } from './incident-story.ts'
import type { TaskInstance } from '../../tasks/instantiate.ts'

/** A table of the database as it is found. */
export interface DescribedTable {
  readonly name: string
  /** `evidence` holds rules, registers and documents; `data` is the business's own. */
  readonly holds: 'data' | 'evidence'
  readonly rows: number
  readonly columns: readonly string[]
  /** Graded cells that differ between seed and target. */
  readonly cells_to_repair: number
}

/** A row to repair, found and due over `columns`; null where there is no such row. */
export interface RepairedRow {
  readonly table: string
  readonly columns: readonly string[]
  readonly before: readonly Cell[] | null
  readonly after: readonly Cell[] | null
}

/** The answer. */
export interface DescribedAnswer {
  readonly oracle: Repair
  /** Another that reaches the same by other means. */
  readonly other_oracle: Repair
  /** Of incidents: what happened, where it is written, and why no other answer fits. */
  readonly story: IncidentStory | null
  readonly repairs: readonly RepairedRow[]
}

export interface InstanceDescription {
  readonly id: string
  readonly suite: string
  readonly summary: string
  readonly difficulty: string
  /** These five are null for the classic tasks. */
  readonly family: string | null
  readonly version: number | null
  readonly world: string | null
  readonly level: number | null
  readonly split: string | null
  readonly dimension: string | null
  /** null: the canonical instance of a classic task. */
  readonly seed: number | null
  readonly canary: string
  readonly step_limit: number
  readonly query_budget: number
  /** What `now` means, in UTC. */
  readonly as_of: string
  readonly image_digest: string
  readonly goal: string
  readonly tables: readonly DescribedTable[]
  /** Rows to repair, by table, as they are found. */
  readonly damage: readonly Excerpt[]
  readonly evidence: readonly Excerpt[]
  readonly decoys: {
    /** Right rows that one of the tempting repairs spoils. */
    readonly tempting_rows: number
    /** Right cells that were made to look damaged. */
    readonly lookalike_cells: number
    readonly examples: readonly Decoy[]
  }
  /** Only when asked for: all else is what an agent could find in the database or is told. */
  readonly answer?: DescribedAnswer
}

/**
 * Describes an instance.
 *
 * @param options.answer whether oracle and repaired rows are part of it
 * @param options.excerpt rows of an excerpt at most
 */
export function describeInstance(
  engine: Engine,
  instance: TaskInstance,
  options: { readonly answer: boolean; readonly excerpt: number },
): InstanceDescription {
  const { task, draft, before, identity, stepLimit } = instance
  const facts = identity.family
  const views = viewGraded(instance)
  const evidence = new Set(draft.evidence)
  const tempting = temptingRows(engine, instance, views)
  const alike = lookalikes(instance, views)
  return {
    id: task.id,
    suite: task.suite,
    summary: task.summary,
    difficulty: task.difficulty,
    family: facts?.family ?? null,
    version: facts?.version ?? null,
    world: facts?.world ?? null,
    level: facts?.level ?? null,
    split: facts?.split ?? null,
    dimension: facts?.dimension ?? null,
    seed: identity.seed,
    canary: identity.canary,
    step_limit: stepLimit,
    query_budget: identity.queryBudget,
    as_of: draft.asOf,
    image_digest: instance.imageDigest,
    goal: instance.goal,
    tables: draft.seed.tables.map(({ name, columns, rows }) => ({
      name,
      holds: evidence.has(name) ? 'evidence' : 'data',
      rows: rows.length,
      columns,
      cells_to_repair: views.find((view) => view.name === name)?.prepared.differing ?? 0,
    })),
    damage: views.flatMap((view) => {
      const rows = view.faulty.flatMap((row) => (row.before === null ? [] : [row.before]))
      if (rows.length === 0) return []
      const shown = view.shown.filter((place) =>
        columnsOf(before.tables.get(view.prepared.id)).includes(view.prepared.columns[place] ?? ''),
      )
      return [
        {
          table: view.name,
          columns: shown.map((place) => view.columns[place] ?? ''),
          rows: spaced(rows, options.excerpt).map((row) => pick(row, shown)),
          of: rows.length,
        },
      ]
    }),
    evidence: excerptEvidence(instance, views, options.excerpt),
    decoys: {
      tempting_rows: tempting.length,
      lookalike_cells: alike.length,
      examples: chooseDecoys(tempting, alike, options.excerpt),
    },
    ...(options.answer && {
      answer: {
        oracle: draft.oracles[0],
        other_oracle: draft.oracles[1],
        story: tellStory(engine, instance),
        repairs: views.flatMap((view) =>
          view.faulty.map((row) => ({
            table: view.name,
            columns: view.shown.map((place) => view.columns[place] ?? ''),
            before: row.before && pick(row.before, view.shown),
            after: row.target && pick(row.target, view.shown),
          })),
        ),
      },
    }),
  }
}
