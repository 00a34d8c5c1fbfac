import type { Random } from '../../../kit/random.ts'
import type { TableWords } from '../table-words.ts'

/** Who sends lines with days in them: a maker, a practice, a shipper. */
export interface SendingPartner {
  /** As lines and logs have it: `M14`. */
  readonly code: string
  /** As people say it. */
  readonly name: string
}

/** The words of a trade for what partners announce in files, long before it happens. */
export interface PartnerFilesNouns {
  /** `pre-order`, `pre-orders`: a line once it is a row. */
  readonly row: string
  readonly rows: string
  /** `pre-order file`, `pre-order files`. */
  readonly file: string
  readonly files: string
  /** `maker`, `makers`. */
  readonly partner: string
  readonly partners: string
  readonly good: string
  readonly goods: string
  /** `the pre-order import`. */
  readonly importer: string
  /** What happened on the first day, as said of a row: `placed`. */
  readonly taken: string
  /** How people call the two days: `the order day`, `the delivery day`. */
  readonly takenDay: string
  readonly dueDay: string
  /** What will happen on the second: `delivery`, `deliveries`. */
  readonly due: string
  readonly dues: string
  /** `the delivery plan`. */
  readonly plan: string
  /** Who is given the plan of a month once it is final: `the warehouse`. */
  readonly planReader: string
  /** `purchasing`: whoever works with the rows. */
  readonly desk: string
}

/** A line of a partner's file as a row. */
export type PromiseColumn =
  | 'id'
  | 'partner'
  | 'number'
  | 'taken'
  | 'due'
  | 'good'
  | 'quantity'
  | 'status'
  | 'file'
  | 'line'
export type PartnerFileColumn = 'id' | 'name' | 'partner' | 'receivedAt' | 'loadedAt' | 'loader' | 'release'
/** A line that was not taken. */
export type RefusalColumn = 'id' | 'file' | 'line' | 'row' | 'reason' | 'number' | 'taken' | 'due' | 'good' | 'quantity'
export type PartnerRawColumn = 'id' | 'file' | 'line' | 'text'
export type PartnerColumn = 'code' | 'name'
export type PromisedGoodColumn = 'code' | 'name' | 'lead'
export type WithdrawalColumn = 'id' | 'partner' | 'number' | 'day'
/** What is due in a month. */
export type PlanColumn = 'partner' | 'month' | 'lines' | 'quantity'
export type PlanTotalColumn = 'month' | 'lines' | 'quantity'
/** Months whose plan has been handed over. */
export type HandedOverColumn = 'month' | 'at' | 'by'

/** `partner_files` in a trade. */
export interface PartnerFilesTrade {
  readonly nouns: PartnerFilesNouns
  readonly promises: TableWords<PromiseColumn>
  readonly files: TableWords<PartnerFileColumn>
  readonly refusals: TableWords<RefusalColumn>
  readonly raw: TableWords<PartnerRawColumn>
  readonly partners: TableWords<PartnerColumn>
  readonly goods: TableWords<PromisedGoodColumn>
  readonly withdrawals: TableWords<WithdrawalColumn>
  readonly plan: TableWords<PlanColumn>
  readonly totals: TableWords<PlanTotalColumn>
  readonly handedOver: TableWords<HandedOverColumn>
  readonly status: readonly { readonly open: string; readonly withdrawn: string }[]
  /** Why a line was refused. */
  readonly reasons: readonly { readonly day: string; readonly good: string; readonly quantity: string }[]
  readonly drawPartners: (random: Random, count: number) => readonly SendingPartner[]
  /** Pieces of one line. */
  readonly quantities: readonly [least: number, most: number]
  readonly fileName: (random: Random, file: { partner: string; day: string; again: boolean }) => string
}
