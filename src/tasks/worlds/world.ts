/**
 * A world: one business with a history. It says who works there, what it deals in, when it is open, and at which
 * *stations* its data pass. Stations are run by the engines in `stations/`, which know no trade; a world gives them names
 * and numbers. Incidents ask for a station and never for a world.
 *
 * @module
 */
import type { Random } from '../../kit/random.ts'
import type { Calendar, Good, PlausibleRange } from './business.ts'
import type { ApiFeedTrade } from './stations/api-feed-trade.ts'
import type { CaseDeskTrade } from './stations/case-desk-trade.ts'
import type { ClientAppTrade } from './stations/client-app-trade.ts'
import type { FileImportTrade } from './stations/file-import-trade.ts'
import type { LedgerTrade } from './stations/ledger-trade.ts'
import type { ManualToolTrade } from './stations/manual-tool-trade.ts'
import type { NightlyJobTrade } from './stations/nightly-job-trade.ts'
import type { PartnerFilesTrade } from './stations/partner-files-trade.ts'
import type { PriceListTrade } from './stations/price-list-trade.ts'
import type { SyncTrade } from './stations/sync-trade.ts'
import type { WorldTexts } from './world-texts.ts'

/**
 * The stations there are, and what a world says of each: how its tables and columns are called, what is drawn. A
 * new station is a line here, a trade type and an engine; a world that lacks it goes on as it is.
 */
export interface Stations {
  /** Files of partners or sites: log, raw lines, core rows. */
  readonly file_import?: FileImportTrade
  /** What else comes in files: lines of partners with days in them, refused lines, a plan made of what was taken. */
  readonly partner_files?: PartnerFilesTrade
  /** A job that computes derived tables: run log, versions. */
  readonly nightly_job?: NightlyJobTrade
  /** People who record and change single rows: operators, rows that refer to core rows, change log. */
  readonly manual_tool?: ManualToolTrade
  /** People who work on cases: a log of every change, last night's copy, changes of many cases at one go. */
  readonly case_desk?: CaseDeskTrade
  /** Bookings on bills, receipts, closed periods, statements of another party. */
  readonly ledger?: LedgerTrade
  /** Lists of prices by version, prices agreed with customers, orders and invoices. */
  readonly price_list?: PriceListTrade
  /** Handsets with a scale, the app on them in versions, weighings that are sent later. */
  readonly client_app?: ClientAppTrade
  /** Calls of a payment provider: payloads, retries, what was answered. */
  readonly api_feed?: ApiFeedTrade
  /** Two systems that know the same people: records made one, what hangs on them, what was deleted. */
  readonly sync?: SyncTrade
}
export type StationKind = keyof Stations

/** How people of the trade talk; each list has four wordings or more, and one of them is drawn. */
export interface WorldWords {
  /** The house: `a chain of garden shops`. */
  readonly houses: readonly string[]
  /** Roles of people who write tickets, messages and pages. */
  readonly roles: readonly string[]
  /** Currency as the house writes it. */
  readonly currency: string
}

export interface World {
  /** One lower-case word; part of a task's id. */
  readonly id: string
  readonly title: string
  readonly calendar: Calendar
  readonly words: WorldWords
  readonly texts: WorldTexts
  /** `count` different goods; prices are plausible for their names. */
  readonly goods: (random: Random, count: number) => readonly Good[]
  /** Ranges by the logical name of a column: `quantity`, `amount`, `price`. */
  readonly ranges: Readonly<Record<string, PlausibleRange>>
  readonly stations: Stations
}
