import type { TableWords } from '../table-words.ts'

/** A thing that somebody put on the scale of a handset. */
export type WeighingColumn =
  | 'id'
  | 'ref'
  | 'kind'
  | 'handset'
  | 'takenAt'
  | 'entry'
  | 'weight'
  | 'band'
  | 'invoice'
  | 'sentAt'
  | 'sentBy'
export type HandsetColumn = 'code' | 'site' | 'model' | 'since'
export type ScaleModelColumn = 'name' | 'capacity'
/** A handset that got another scale: the one it had, the one it has, and the first day with that. */
export type SwapColumn = 'id' | 'handset' | 'since' | 'former' | 'model'
/** A time in which somebody was signed in on a handset. */
export type SessionColumn = 'id' | 'handset' | 'from' | 'until' | 'version' | 'user'
/** What a handset reports, with a payload in JSON. */
export type EventColumn = 'id' | 'handset' | 'at' | 'kind' | 'payload'
/** A test weight on the scale: what it is and what the app showed. */
export type CheckColumn = 'id' | 'handset' | 'at' | 'nominal' | 'shown'
/** An empty box on the scale, the same ones again and again. */
export type BoxReadingColumn = 'id' | 'box' | 'handset' | 'at' | 'shown'
export type BandColumn = 'code' | 'upTo' | 'price'
export type BandInvoiceColumn = 'number' | 'madeOn' | 'status'
/** What the weighings of a site and day come to. */
export type WeighDayColumn = 'site' | 'day' | 'weighings' | 'weight' | 'charges' | 'builtAt'
export type WeighMonthColumn = 'site' | 'month' | 'weighings' | 'weight' | 'charges'

/** A step of the rates: its code, up to which weight in grams it goes, what it costs in minor units. */
export interface Band {
  readonly code: string
  readonly upTo: number
  readonly price: number
}

/** `client_app` in a trade: handsets with a scale, the app on them in versions, weighings that are sent later. */
export interface ClientAppTrade {
  readonly nouns: {
    /** `parcel`, `parcels`. */
    readonly thing: string
    readonly things: string
    readonly handset: string
    readonly handsets: string
    /** `the packing app`. */
    readonly app: string
    /** What a weight decides: `postage band`. */
    readonly band: string
    readonly bands: string
    /** Who charges by the band: `the courier`. */
    readonly carrier: string
    /** What an invoice asks for: `postage`. */
    readonly charge: string
    /** `returnable crate`, `returnable crates`. */
    readonly box: string
    readonly boxes: string
  }
  readonly weighings: TableWords<WeighingColumn>
  readonly handsets: TableWords<HandsetColumn>
  readonly models: TableWords<ScaleModelColumn>
  readonly swaps: TableWords<SwapColumn>
  readonly sessions: TableWords<SessionColumn>
  readonly events: TableWords<EventColumn>
  readonly checks: TableWords<CheckColumn>
  readonly boxReadings: TableWords<BoxReadingColumn>
  readonly bands: TableWords<BandColumn>
  readonly invoices: TableWords<BandInvoiceColumn>
  readonly days: TableWords<WeighDayColumn>
  readonly months: TableWords<WeighMonthColumn>
  /** Makes of scales, six or more. */
  readonly makes: readonly string[]
  /** What is weighed, six kinds or more. */
  readonly kinds: readonly string[]
  /** The lightest thing, and the heaviest that the carrier takes, in grams. */
  readonly lightest: number
  readonly heaviest: number
  /** Ascending; the last goes far beyond the heaviest. */
  readonly steps: readonly Band[]
  /**
   * How somebody tells that {over} weighings lie above {limit}, and that {where} has {shown} on {day} where about {about}
   * is right; four tellings or more.
   */
  readonly openings: readonly string[]
}
