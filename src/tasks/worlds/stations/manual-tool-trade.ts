import type { TableWords } from '../table-words.ts'

/** A row that people hang on a core row: a refund, a dispute, a query. */
export type ChildColumn = 'id' | 'core' | 'at' | 'operator' | 'quantity' | 'reason'
/** A line of the change log. */
export type ChangeColumn = 'number' | 'at' | 'operator' | 'table' | 'row' | 'column' | 'old' | 'new'

/** `manual_tool` in a trade. */
export interface ManualToolTrade {
  readonly nouns: {
    /** `refund`, `refunds`. */
    readonly child: string
    readonly children: string
    /** `the returns desk`. */
    readonly desk: string
  }
  readonly child: TableWords<ChildColumn>
  readonly changes: TableWords<ChangeColumn>
  readonly reasons: readonly string[]
}
