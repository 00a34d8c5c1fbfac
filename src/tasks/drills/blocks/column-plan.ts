/**
 * What a family of one column has to say, and everything that is known of an instance while it is made.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Family, Place } from '../family.ts'
import type { World, WorldColumn, WorldRow, WorldTable } from '../trades/world.ts'
import type { Statement } from './documents.ts'
import type { Level, Routing } from './routing.ts'
import type { ConvertSql } from './routing-sql.ts'
import type { RoutingPlace } from './routing-tables.ts'
import type { Params, Setting } from './rule-text.ts'
import type { PlannedColumn, Scene } from './scene.ts'
import type { ViewRow } from './table-view.ts'

/** The rows of a planted table, by the names of the scene. */
export type Look = (table: string) => readonly ViewRow[]

/** What a family draws for one instance. */
export interface ColumnPlan {
  /** The ways to write. Every corrupted value could have been written in any of them. */
  readonly profiles: readonly Params[]
  readonly settings: readonly Setting[]
  /** A right value and what stands in its place; null where this row cannot be corrupted. */
  readonly spoil: (random: Random, row: WorldRow, params: Params) => { right: SqlValue; found: SqlValue } | null
  /**
   * What stands in a line that is right as it is. It knows no rule: whoever counts right values must not learn the
   * rules from them. A value that the rule of its line would change is refused and drawn anew.
   */
  readonly settle: (random: Random, row: WorldRow) => SqlValue
  /** What a value means by a rule, as a reader of the goal works it out. */
  readonly read: (value: SqlValue, params: Params, row: ViewRow, look: Look) => SqlValue
  /** Two ways to say the same in SQL. */
  readonly convert: readonly [ConvertSql, ConvertSql]
  /** Sentences about the column that hold whatever the rule. */
  readonly statements: readonly Statement[]
  /** A declared type other than the world's. */
  readonly type?: '' | 'TEXT' | 'INTEGER'
  /** 5 and '5' and 5.0 all differ in this column. */
  readonly typed?: boolean
  /** By the rules of all other feeds a value means the same. Default: by each rule something else. */
  readonly othersAgree?: true
  /** How many lines in a hundred to spoil. Default: 45 to 55. */
  readonly dirtyPercent?: readonly [low: number, high: number]
  /** Tables to plant beside the world's. */
  readonly annex?: readonly AnnexTable[]
  /** Other columns of the line that are damaged with the one of the plan. */
  readonly beside?: Beside
  /** A remark that looks as if it were damaged too. */
  readonly lookalike?: (random: Random) => string
  /** Wrong ways to read that somebody might fall for: each takes the place of the right conversion. */
  readonly temptations?: readonly { readonly name: string; readonly convert: ConvertSql; readonly beside?: BesideSql }[]
  /** Wrong ways to read what a value means that must not pay where chance decides it: else the draw is thrown away. */
  readonly misreadings?: readonly ColumnPlan['read'][]
  readonly questions?: readonly Question[]
  /** Questions that no value raises: whether the lines, with their rules, are free of the case. */
  readonly exclusions: readonly { readonly name: string; readonly holds: (lines: readonly RuledLine[]) => boolean }[]
}

/** Columns that are written and read together with the one of a plan. */
export interface Beside {
  /** What stands in them, drawn before the value: in a line to spoil, or in one that is right as it is. */
  readonly draw: (random: Random, dirty: boolean) => Readonly<Record<string, SqlValue>>
  readonly columns: readonly BesideColumn[]
}

export interface BesideColumn {
  readonly name: string
  readonly read: (row: ViewRow, params: Params, look: Look) => SqlValue
  /** Two ways to say the same in SQL. Default: as the value of the plan's column is converted, whichever way that is. */
  readonly convert?: readonly [ConvertSql, ConvertSql]
}

/** Another way to convert a column beside, by its name. */
export type BesideSql = Readonly<Record<string, ConvertSql>>

/** A question about values that the statement of a topic answers; `other` answers it in the other way. */
export interface Question {
  readonly name: string
  readonly topic: string
  /** Whether the line raises it; in each instance one at least does. */
  readonly raised: (line: RuledLine, look: Look) => boolean
  readonly other: ConvertSql
  readonly beside?: BesideSql
}

/** A line as a reader sees it: what stands in the column and the rule it goes by. */
export interface RuledLine {
  readonly value: SqlValue
  readonly params: Params
  readonly row: ViewRow
}

export interface AnnexTable {
  readonly name: string
  readonly words: readonly string[]
  readonly meaning: string
  readonly columns: readonly PlannedColumn[]
  readonly rows: readonly WorldRow[]
  /** Columns whose texts name tables and columns in braces, as statements do. */
  readonly named?: readonly string[]
}

export interface PlanContext {
  readonly random: Random
  readonly level: Level
  readonly world: World
  readonly place: Place
  /** The clean rows of each table. */
  readonly rows: (table: string) => readonly WorldRow[]
  /** Puts the names of the database in as in statements; only later, when there is a plan, has it names. */
  readonly named: (text: string) => string
}

export interface ColumnFamily extends Pick<Family, 'id' | 'version' | 'dimension' | 'summary' | 'jargon'> {
  readonly fits: (column: WorldColumn, ofTable: readonly WorldColumn[]) => boolean
  /** Columns that the family adds to a table of a world; the first is the one to repair. Then none other is. */
  readonly plants?: (table: WorldTable) => readonly PlannedColumn[]
  readonly plan: (context: PlanContext) => ColumnPlan
  /** What is wrong, at levels 1 and 2: `{column}` of `{table}`. */
  readonly complaints: readonly string[]
  /** What is wrong as it shows elsewhere, at levels 3 to 5: `{one}` and `{many}` stand for the rows. */
  readonly symptoms: readonly string[]
}

/** Everything about an instance that its texts, repairs and predicate are made from. */
export interface Workpiece {
  readonly family: ColumnFamily
  readonly world: World
  readonly level: Level
  readonly plan: ColumnPlan
  readonly scene: Scene
  readonly routing: Routing
  readonly place: RoutingPlace
  readonly statements: readonly Statement[]
}
