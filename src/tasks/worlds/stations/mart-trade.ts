import type { TableWords } from '../table-words.ts'

/** A row of a mart by day: what one group had on one day. */
export type MartDayColumn = 'key' | 'group' | 'day' | 'lines' | 'quantity' | 'amount'
/** A row of the mart on that mart: what a group had in a month. */
export type MartMonthColumn = 'key' | 'group' | 'month' | 'lines' | 'quantity' | 'amount'
/** Which member belongs to which group, and when. */
export type MemberColumn = 'id' | 'member' | 'group' | 'from' | 'until'
export type GroupColumn = 'code' | 'name'

/** A code and what people call it. */
export type NamedCode = readonly [code: string, name: string]

/** A way to add a trade's lines up: by groups of its goods, or by groups of its senders. */
export interface MartAxis {
  /** Which column of a line tells its member. */
  readonly member: 'good' | 'sender'
  readonly nouns: {
    /** `buying team`, `buying teams`. */
    readonly group: string
    readonly groups: string
    /** `article`, `articles`. */
    readonly member: string
    readonly members: string
    /** The mart by day, and the one by month: `the team sheet`. */
    readonly days: string
    readonly months: string
  }
  /** Any member fits any of them. */
  readonly groups: readonly NamedCode[]
  /** A group like any other, in which some things end that belong nowhere else. */
  readonly rest: NamedCode
  /** Codes that stand for "no group" in a mart and in no list. */
  readonly none: readonly string[]
  readonly days: TableWords<MartDayColumn>
  readonly months: TableWords<MartMonthColumn>
  readonly list: TableWords<MemberColumn>
  readonly groupTable: TableWords<GroupColumn>
}

/** Marts in a trade. */
export interface MartTrade {
  readonly axes: readonly MartAxis[]
  /** As run logs and release notes call the job: `team_takings`. */
  readonly job: string
}
