import type { Random } from '../../../kit/random.ts'
import type { TableWords } from '../table-words.ts'

/** Somebody of whom two systems may know: a customer, a patient. */
export type RecordColumn = 'id' | 'name' | 'system'
/** What hangs on a record, once for every item. */
export type ChildColumn = 'id' | 'owner' | 'item' | 'since' | 'value'
/** What was done with a child: an inspection, a slip. */
export type UseColumn = 'id' | 'child' | 'at' | 'clerk'
/** Two records that were made one. */
export type MergeColumn = 'id' | 'at' | 'action' | 'loser' | 'winner' | 'operator' | 'leftOut' | 'undoneAt'
/** Rows that were deleted, whole, as JSON. */
export type JournalColumn = 'id' | 'at' | 'action' | 'operator' | 'table' | 'row'
/** Rows that were deleted, by their number only. */
export type DeletionColumn = 'id' | 'at' | 'action' | 'operator' | 'table' | 'row'
/** Which record stands for a record of the other system, and from when till when. */
export type LinkColumn = 'id' | 'ref' | 'record' | 'from' | 'until'
/** What was sent to the other system, a field a line. */
export type MessageColumn = 'id' | 'at' | 'child' | 'field' | 'value'
export type ErasureColumn = 'id' | 'askedOn' | 'record' | 'status' | 'doneOn'
export type ArchiveColumn = 'id' | 'name' | 'archivedOn'
/** Children of a record, counted and added up. */
export type OverviewColumn = 'record' | 'children' | 'total' | 'builtAt'
/** The same by the month in which they became valid. */
export type SinceMonthColumn = 'month' | 'children' | 'total'

/** What the program itself is called by and what its tables are called: it is the same one in every trade. */
export interface SyncTables {
  readonly merges: TableWords<MergeColumn>
  readonly journal: TableWords<JournalColumn>
  readonly deletions: TableWords<DeletionColumn>
  readonly links: TableWords<LinkColumn>
  readonly messages: TableWords<MessageColumn>
  readonly erasures: TableWords<ErasureColumn>
}

/** `sync` in a trade: two systems that know the same people, which record stands for whom, records that are made one. */
export interface SyncTrade extends SyncTables {
  readonly nouns: {
    /** `customer`. */
    readonly record: string
    readonly records: string
    /** What hangs on a record: `bike registration`. */
    readonly child: string
    readonly children: string
    /** What a record has no more than once: `frame number`. */
    readonly item: string
    readonly items: string
    /** What is added up: `cover`. */
    readonly value: string
    /** `inspection`. */
    readonly use: string
    readonly uses: string
    /** On what the number of a child is printed: `the sticker on the frame`. */
    readonly printedOn: string
    /** The other system: `the web shop`. */
    readonly other: string
    /** Who works with records: `the service desk`. */
    readonly desk: string
    /** A list that somebody from outside can hold against ours: `her own papers`. */
    readonly proof: string
  }
  readonly records: TableWords<RecordColumn>
  readonly children: TableWords<ChildColumn>
  readonly uses: TableWords<UseColumn>
  readonly archive: TableWords<ArchiveColumn>
  readonly overview: TableWords<OverviewColumn>
  readonly months: TableWords<SinceMonthColumn>
  /** How the two systems are called in a record: the house's own and the other one. */
  readonly systems: readonly [own: string, other: string]
  /** A name, and how somebody else would have written it. */
  readonly drawName: (random: Random) => readonly [name: string, variant: string]
  /** An item that no other child has, or one of a few that many have. */
  readonly drawItem: (random: Random) => string
  readonly values: { readonly least: number; readonly most: number; readonly step: number }
  /** How people write a value: `12.50`, `90 tablets`. */
  readonly tellValue: (value: number) => string
}
