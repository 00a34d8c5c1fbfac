import type { TableWords } from '../table-words.ts'

export type PeriodColumn = 'month' | 'closedAt' | 'closedBy'
/** What another party says of half a month. */
export type StatementColumn = 'id' | 'from' | 'until' | 'lines' | 'amount'

/** `ledger` in a trade. */
export interface LedgerTrade {
  readonly nouns: {
    /** `the buying group's statement`. */
    readonly statement: string
    readonly statements: string
    /** Who sends them. */
    readonly party: string
    /** What is closed: `the books of a month`. */
    readonly period: string
  }
  readonly periods: TableWords<PeriodColumn>
  readonly statements: TableWords<StatementColumn>
}
