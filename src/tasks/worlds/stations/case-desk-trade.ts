import type { TableWords } from '../table-words.ts'

/** A case that people work on. */
export type CaseColumn = 'id' | 'openedAt' | 'sender' | 'good' | 'reason' | 'handler' | 'fee' | 'settledAt'
/** A line of the change log that tells of one field. */
export type EntryColumn = 'number' | 'at' | 'operator' | 'via' | 'row' | 'column' | 'old' | 'new'
/** A line of the change log that tells of one save, its fields as JSON. */
export type SaveColumn = 'number' | 'at' | 'operator' | 'via' | 'row' | 'changes'
/** What a case held when it was copied. */
export type CopyColumn = 'id' | 'handler' | 'fee' | 'copiedAt' | 'afterEntry'
/** A change of many cases at one go. */
export type BulkRunColumn = 'id' | 'at' | 'operator' | 'first' | 'last' | 'count'
export type StaffColumn = 'login' | 'name'
/** What the cases of a sender that were opened on a day add up to. */
export type CaseDayColumn = 'sender' | 'day' | 'cases' | 'fees' | 'builtAt'
export type CaseMonthColumn = 'sender' | 'month' | 'cases' | 'fees'

/** Words of the log for how a change came about. */
export interface ViaWords {
  readonly hand: string
  readonly bulk: string
  readonly undo: string
  readonly job: string
  readonly repair: string
}

/** `case_desk` in a trade: cases, a log of every change of one, last night's copy, changes of many at one go. */
export interface CaseDeskTrade {
  readonly nouns: {
    /** `return case`, `return cases`. */
    readonly case: string
    readonly cases: string
    /** What is charged or credited: `restocking fee`. */
    readonly fee: string
    /** `the returns desk`. */
    readonly desk: string
    /** What ends a case, as in `a case that has been {settled}`. */
    readonly settled: string
    /** Why a case that has ended is left alone. */
    readonly settledBecause: readonly string[]
    /** What a figure of a day is compared with. */
    readonly ownList: string
    /** The nightly program that saves cases, and what it goes by. */
    readonly job: string
    readonly jobBasis: string
  }
  readonly cases: TableWords<CaseColumn>
  readonly entries: TableWords<EntryColumn>
  readonly saves: TableWords<SaveColumn>
  readonly copy: TableWords<CopyColumn>
  readonly runs: TableWords<BulkRunColumn>
  readonly staff: TableWords<StaffColumn>
  readonly days: TableWords<CaseDayColumn>
  readonly months: TableWords<CaseMonthColumn>
  /** Why cases are opened, six or more. */
  readonly reasons: readonly string[]
  /** Usual fees, in minor units. */
  readonly fees: readonly number[]
  readonly vias: readonly ViaWords[]
}
