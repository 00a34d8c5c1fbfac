/**
 * What a family of one column has to say, and everything that is known of an instance while it is made.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Family, Place } from '../family.ts'
import type { World, WorldColumn, WorldRow } from '../trades/world.ts'
import type { ConvertSql } from './repairs-sql.ts'
import type { RoutingPlace } from './rule-sheet.ts'
import type { Params, Setting } from './rule-text.ts'
import type { PlannedColumn, Scene } from './scene.ts'
import type { Routing, Tier } from './senders.ts'
import type { Statement } from './statements.ts'
import type { ViewRow } from './table-view.ts'

/** The rows of a planted table, by the names of the scene. */
export type Look = (table: string) => readonly ViewRow[]

/** What is put into one line: cells beside the one of the column, then what is right and what is found in the column. */
export interface Card {
  readonly beside?: Readonly<Record<string, SqlValue>>
  readonly right: SqlValue
  readonly found: SqlValue
}

/** How the lines of a plan come by their values: line by line, or the lines of a sender together. */
export type Drawing =
  | {
      /**
       * A right value and what stands in its place; null where this row cannot be corrupted. What is found is drawn
       * alike whatever the way, so that the lines of a sender do not tell how it writes.
       */
      readonly spoil: (random: Random, row: WorldRow, params: Params) => { right: SqlValue; found: SqlValue } | null
      /**
       * What stands in a line that is right as it is. It knows no rule: whoever counts right values must not learn the
       * rules from them. A value that the rule of its line would change is refused and drawn anew.
       */
      readonly settle: (random: Random, row: WorldRow) => SqlValue
      readonly deal?: undefined
    }
  | {
      /**
       * As many cards as the sender has lines, where right and damaged lines must be dealt together: each kind of line
       * comes as often in the lines of any sender, so that counting them tells nothing.
       */
      readonly deal: (random: Random, params: Params, count: number) => readonly Card[]
      readonly spoil?: undefined
      readonly settle?: undefined
    }

/** What a family draws for one instance. */
export type ColumnPlan = PlanFacts & Drawing

interface PlanFacts {
  /** The ways to write, three or four. Every corrupted value could have been written in any of them. */
  readonly profiles: readonly Params[]
  readonly settings: readonly Setting[]
  /** What other columns of a line hold, whatever becomes of it; drawn before anything else. */
  readonly prepare?: (random: Random, row: WorldRow) => Readonly<Record<string, SqlValue>>
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
  /** By the rules of all other ways a value means the same. Default: by each rule something else. */
  readonly othersAgree?: true
  /** Tables to plant beside the world's. */
  readonly annex?: readonly AnnexTable[]
  /** A remark that looks as if it were damaged too. */
  readonly lookalike?: (random: Random) => string
  /** Wrong ways to read that somebody might fall for: each takes the place of the right conversion. */
  readonly temptations?: readonly { readonly name: string; readonly convert: ConvertSql }[]
  readonly questions?: readonly Question[]
  /** Questions that no value raises: whether the lines, with their rules, are free of the case. */
  readonly exclusions: readonly { readonly name: string; readonly holds: (lines: readonly RuledLine[]) => boolean }[]
}

/** A question about values that the statement of a topic answers; `other` answers it in the other way. */
export interface Question {
  readonly name: string
  readonly topic: string
  /** Whether the line raises it; in each instance one at least does. */
  readonly raised: (line: RuledLine, look: Look) => boolean
  readonly other: ConvertSql
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
  readonly columns: readonly PlannedColumn[]
  readonly rows: readonly WorldRow[]
}

export interface PlanContext {
  readonly random: Random
  readonly level: Tier
  readonly world: World
  readonly place: Place
  /** The clean rows of each table. */
  readonly rows: (table: string) => readonly WorldRow[]
  /** What senders are called here, one and several. */
  readonly words: RoutingPlace['words']
}

export interface ColumnFamily extends Pick<Family, 'id' | 'version' | 'dimension' | 'summary'> {
  readonly fits: (column: WorldColumn, ofTable: readonly WorldColumn[]) => boolean
  readonly plan: (context: PlanContext) => ColumnPlan
  /** What is wrong, as a colleague says it: of `{column}` in `{table}`, whose rows are `{many}`, sent by `{senders}`. */
  readonly complaints: readonly string[]
}

/** Everything about an instance that its texts, repairs and predicate are made from. */
export interface Workpiece {
  readonly family: ColumnFamily
  readonly world: World
  readonly level: Tier
  readonly plan: ColumnPlan
  readonly scene: Scene
  readonly routing: Routing
  readonly place: RoutingPlace
  readonly statements: readonly Statement[]
}
