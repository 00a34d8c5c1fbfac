/**
 * The database of an instance while it is being made: the world's clean rows and the tables that blocks plant
 * beside them, each cell as it is to be found and as it ought to be.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { GradedTable } from '../../../grading/graded-table.ts'
import { quoteName } from '../../../sql/schema.ts'
import type { DatabaseSpec, TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { CellPlace, TaskDraft } from '../../define-task.ts'
import type { World, WorldColumn, WorldRow } from '../trades/world.ts'
import type { Namer } from './naming.ts'

export interface SceneColumn {
  readonly name: string
  /** What the database calls it. */
  readonly physical: string
  /** The declared type; empty for none. */
  type: string
  notNull: boolean
  readonly references?: { readonly table: string; readonly column: string }
}

/** A row as the agent finds it and as it should be. */
export interface SceneRow {
  found: Record<string, SqlValue>
  due: Record<string, SqlValue>
}

export interface SceneTable {
  readonly name: string
  readonly physical: string
  readonly columns: SceneColumn[]
  /** In ascending order of the key; the image holds them shuffled. */
  readonly rows: readonly SceneRow[]
}

/** A column to plant. */
export interface PlannedColumn {
  readonly name: string
  readonly words: readonly string[]
  readonly type: 'INTEGER' | 'TEXT' | ''
  readonly nullable?: boolean
  /** `table` names a table of the scene; its first column is meant. */
  readonly references?: string
}

/** The names of one database, quoted for SQL. */
export interface SqlNames {
  readonly table: (name: string) => string
  readonly column: (table: string, column: string) => string
}

export class Scene {
  readonly namer: Namer
  readonly tables = new Map<string, SceneTable>()
  /** Right cells that were made to look damaged. */
  readonly lookalikes: CellPlace[] = []
  /** Tables of the world; all others are there to be read. */
  readonly #business = new Set<string>()

  constructor(namer: Namer) {
    this.namer = namer
  }

  /**
   * Adds tables of a world with clean rows. References to tables that are left out become plain columns, and sums
   * that would give a corrupted column away are left out.
   */
  addWorld(
    world: World,
    wanted: ReadonlySet<string>,
    rows: ReadonlyMap<string, readonly WorldRow[]>,
    corrupted: { readonly table: string; readonly column: string },
  ): void {
    const tells = (table: string, { derivedFrom }: WorldColumn): boolean =>
      table === corrupted.table && Object.values(derivedFrom ?? {}).includes(corrupted.column)
    for (const table of world.tables) {
      if (!wanted.has(table.name)) continue
      this.#business.add(table.name)
      this.add({
        name: table.name,
        words: table.words,
        columns: table.columns
          .filter((column) => !tells(table.name, column))
          .map(({ name, words, type, nullable, references }) => ({
            name,
            words,
            type,
            nullable: nullable ?? false,
            ...(references !== undefined && wanted.has(references) && { references }),
          })),
        rows: rows.get(table.name) ?? [],
      })
    }
  }

  /** Adds a table. The first column is its key. */
  add(plan: {
    readonly name: string
    readonly words: readonly string[]
    readonly columns: readonly PlannedColumn[]
    readonly rows: readonly WorldRow[]
  }): SceneTable {
    const physical = this.namer.table(plan.words)
    const columns: SceneColumn[] = []
    const table: SceneTable = {
      name: plan.name,
      physical,
      columns,
      rows: plan.rows.map((row) => ({ found: { ...row }, due: { ...row } })),
    }
    this.tables.set(plan.name, table)
    for (const column of plan.columns) this.addColumn(plan.name, column)
    return table
  }

  /** Adds a column; its cells are the caller's to fill. */
  addColumn(tableName: string, column: PlannedColumn): void {
    const table = this.table(tableName)
    const parent = column.references === undefined ? undefined : this.table(column.references)
    table.columns.push({
      name: column.name,
      physical: this.namer.column(table.physical, column.words),
      type: column.type,
      notNull: !(column.nullable ?? false),
      ...(parent && { references: { table: parent.physical, column: parent.columns[0]?.physical ?? '' } }),
    })
  }

  /** Throws a TypeError for a table that was never added. */
  table(name: string): SceneTable {
    const table = this.tables.get(name)
    if (table === undefined) throw new TypeError(`the scene has no table ${name}`)
    return table
  }

  column(table: string, name: string): SceneColumn {
    const column = this.table(table).columns.find((candidate) => candidate.name === name)
    if (column === undefined) throw new TypeError(`the scene has no column ${table}.${name}`)
    return column
  }

  /** The key's column. */
  key(table: string): string {
    return this.table(table).columns[0]?.name ?? ''
  }

  /** Physical names, quoted. */
  get sql(): SqlNames {
    return {
      table: (name) => quoteName(this.table(name).physical),
      column: (table, name) => quoteName(this.column(table, name).physical),
    }
  }

  /** What the grader compares: every table, by its key. */
  graded(tables: Iterable<string>, typed: ReadonlyMap<string, readonly string[]> = new Map()): GradedTable[] {
    return [...tables].map((name) => {
      const strict = typed.get(name)
      return {
        name: this.table(name).physical,
        key: [this.column(name, this.key(name)).physical],
        ...(strict && { typed: strict.map((column) => this.column(name, column).physical) }),
      }
    })
  }

  /** Both databases, their rows in one shuffled order, so that the order of the file tells nothing. */
  specs(random: Random): Pick<TaskDraft, 'seed' | 'target' | 'evidence' | 'lookalikes'> {
    const shuffled = [...this.tables.values()].map((table) => ({ table, rows: random.shuffle(table.rows) }))
    const side = (pick: (row: SceneRow) => Readonly<Record<string, SqlValue>>): DatabaseSpec => ({
      tables: shuffled.map(({ table, rows }): TableSpec => {
        const cells = rows.map((row) => {
          const record = pick(row)
          return table.columns.map(({ name }) => record[name] ?? null)
        })
        return {
          name: table.physical,
          ddl: ddlOf(table),
          columns: table.columns.map(({ physical }) => physical),
          rows: cells,
        }
      }),
    })
    const evidence = [...this.tables.values()].filter(({ name }) => !this.#business.has(name))
    return {
      seed: side(({ found }) => found),
      target: side(({ due }) => due),
      evidence: evidence.map(({ physical }) => physical),
      lookalikes: this.lookalikes,
    }
  }
}

/** `INT`, not `INTEGER`, for the key: it is no alias of the rowid, so the rows stand in the order of insertion. */
function ddlOf({ physical, columns }: SceneTable): string {
  const parts = columns.map((column, index) => {
    const type = index === 0 && column.type === 'INTEGER' ? 'INT' : column.type
    return [
      column.physical,
      type,
      index === 0 ? 'PRIMARY KEY' : '',
      column.notNull ? 'NOT NULL' : '',
      column.references ? `REFERENCES ${column.references.table} (${column.references.column})` : '',
    ]
      .filter((part) => part !== '')
      .join(' ')
  })
  return `CREATE TABLE ${physical} (${parts.join(', ')})`
}
