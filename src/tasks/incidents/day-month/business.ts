/**
 * What there is in the business of an instance: partners, files, rows, refused lines, and what was done since.
 *
 * @module
 */
import type { Person } from '../../worlds/business.ts'
import type { ManualToolTrade } from '../../worlds/stations/manual-tool-trade.ts'
import type { PartnerFilesTrade, SendingPartner } from '../../worlds/stations/partner-files-trade.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import type { Calendar, Loader } from './calendar.ts'
import type { House } from './house.ts'
import type { PromisedGood, SentLine } from './lines.ts'
import type { PartnerPlan, RefusalKind } from './plan-files.ts'
import type { DayMonthPlan } from './sketch.ts'
import type { Reading, Ways } from './ways.ts'

export interface Trade {
  readonly files: PartnerFilesTrade
  readonly changes: ManualToolTrade['changes']
}

export interface Partner extends SendingPartner, PartnerPlan {
  /** The day from which on files are written the new way. */
  readonly changedOn: number | null
  /** Whether it is on the old system. */
  readonly isOld: boolean
}

export interface PartnerFile {
  readonly id: number
  readonly name: string
  readonly partner: Partner
  readonly receivedAt: number
  readonly loadedAt: number
  readonly loader: Loader
  readonly version: 'before' | 'struck' | 'after'
  readonly ways: Ways
  /** What was misread of it. */
  readonly reading: Reading
  /** Sent while the import was struck, whichever machine read it: somebody has to decide about it. */
  readonly isOpen: boolean
  /** Rows of it whose second day was misread and was changed by hand since. */
  readonly moved: number
  readonly lines: readonly NumberedLine[]
}
export interface NumberedLine extends SentLine {
  readonly number: number
  /** The id that its row has, or that is kept free for it. */
  readonly row: number
}

/** A row as it was left. */
export interface PromiseRow {
  readonly id: number
  readonly partner: string
  readonly number: number
  readonly taken: number
  readonly due: number
  readonly good: string
  readonly quantity: number
  readonly isWithdrawn: boolean
  readonly file: number
  readonly line: number
}

/** A line that was not taken. */
export interface Refusal {
  readonly id: number
  readonly file: PartnerFile
  readonly line: number
  readonly sent: NumberedLine
  readonly kind: RefusalKind
  /** The row that a later file brought for it. */
  readonly later: number | null
}

/** A value that somebody changed by hand. */
export interface Edit {
  readonly number: number
  readonly row: number
  readonly at: number
  readonly by: string
  readonly column: 'due' | 'quantity'
  readonly old: number
  readonly new: number
}

export interface Withdrawal {
  readonly id: number
  readonly partner: string
  readonly number: number
  readonly day: number
}

export interface Story extends Calendar {
  readonly world: World
  readonly trade: Trade
  readonly level: IncidentLevel
  readonly plan: DayMonthPlan
  readonly house: House
  readonly sketch: Sketch
  readonly people: Readonly<Record<'writer' | 'owner' | 'engineer' | 'clerk' | 'second', Person>>
  readonly partners: readonly Partner[]
  readonly goods: readonly PromisedGood[]
  readonly files: readonly PartnerFile[]
  /** By id, as they were left. */
  readonly seen: ReadonlyMap<number, PromiseRow>
  readonly refusals: readonly Refusal[]
  readonly edits: readonly Edit[]
  readonly withdrawals: readonly Withdrawal[]
  /** Months of the plan that were handed over, `YYYY-MM`. */
  readonly handedOver: readonly { readonly month: string; readonly at: number; readonly by: string }[]
  readonly versions: { readonly before: string; readonly struck: string; readonly after: string }
}

export interface StoryOptions {
  readonly world: World
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly house: House
}
