import type { TableWords } from '../table-words.ts'
import type { MartTrade } from './mart-trade.ts'

/** The derived row of a sender's day. */
export type DayColumn = 'sender' | 'day' | 'lines' | 'amount' | 'builtAt'
/** The derived row of a sender's month, made of its days. */
export type MonthColumn = 'sender' | 'month' | 'lines' | 'amount'
export type RunColumn = 'id' | 'job' | 'version' | 'startedAt' | 'finishedAt' | 'rowsRead' | 'rowsWritten'

/** `nightly_job` in a trade. */
export interface NightlyJobTrade {
  readonly nouns: {
    /** `the daily takings`. */
    readonly days: string
    /** `the monthly takings`. */
    readonly months: string
    readonly job: string
  }
  readonly days: TableWords<DayColumn>
  readonly months: TableWords<MonthColumn>
  readonly runs: TableWords<RunColumn>
  /** What another job adds up by groups of goods or senders. */
  readonly mart: MartTrade
}
