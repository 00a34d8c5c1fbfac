import type { Random } from '../../../kit/random.ts'
import type {
  BandColumn,
  BandInvoiceColumn,
  BoxReadingColumn,
  CheckColumn,
  EventColumn,
  HandsetColumn,
  ScaleModelColumn,
  SessionColumn,
  SwapColumn,
  WeighDayColumn,
  WeighingColumn,
  WeighMonthColumn,
} from '../../worlds/stations/client-app-trade.ts'
import type { SenderColumn } from '../../worlds/stations/file-import-trade.ts'
import { drawNames, type TableNames } from '../../worlds/table-words.ts'
import { drawOldApp, type OldApp } from './old-app.ts'
import type { Story } from './story.ts'

/** The names of one instance. */
export interface Names {
  readonly weighings: TableNames<WeighingColumn>
  readonly handsets: TableNames<HandsetColumn>
  readonly models: TableNames<ScaleModelColumn>
  readonly swaps: TableNames<SwapColumn>
  readonly sessions: TableNames<SessionColumn>
  readonly events: TableNames<EventColumn>
  readonly checks: TableNames<CheckColumn>
  readonly boxReadings: TableNames<BoxReadingColumn>
  readonly bands: TableNames<BandColumn>
  readonly invoices: TableNames<BandInvoiceColumn>
  readonly days: TableNames<WeighDayColumn>
  readonly months: TableNames<WeighMonthColumn>
  readonly sites: TableNames<SenderColumn>
  readonly old: OldApp
  readonly words: Words
}

/** Words in cells. */
export interface Words {
  readonly scale: string
  readonly keyed: string
  readonly draft: string
  readonly sent: string
  /** Kinds of events, and the field of the payload that has the version. */
  readonly signIn: string
  readonly signOut: string
  readonly others: readonly string[]
  readonly versionField: string
}

const entries = [
  { scale: 'scale', keyed: 'keyed' },
  { scale: 'auto', keyed: 'manual' },
  { scale: 'bluetooth', keyed: 'typed' },
] as const
const statuses = [
  { draft: 'draft', sent: 'sent' },
  { draft: 'open', sent: 'out' },
  { draft: 'proposed', sent: 'issued' },
] as const
const eventWords = [
  { signIn: 'sign_in', signOut: 'sign_out', others: ['battery', 'scan', 'network'] },
  { signIn: 'login', signOut: 'logout', others: ['charge', 'sync', 'heartbeat'] },
  { signIn: 'user_on', signOut: 'user_off', others: ['power', 'print', 'signal'] },
] as const

export function drawAllNames(random: Random, story: Pick<Story, 'trade' | 'versions'>): Names {
  const { trade } = story
  return {
    weighings: drawNames(random, trade.weighings),
    handsets: drawNames(random, trade.handsets),
    models: drawNames(random, trade.models),
    sessions: drawNames(random, trade.sessions),
    swaps: drawNames(random, trade.swaps),
    events: drawNames(random, trade.events),
    checks: drawNames(random, trade.checks),
    boxReadings: drawNames(random, trade.boxReadings),
    bands: drawNames(random, trade.bands),
    invoices: drawNames(random, trade.invoices),
    days: drawNames(random, trade.days),
    months: drawNames(random, trade.months),
    sites: drawNames(random, trade.sites.senders),
    old: drawOldApp(random, story.versions),
    words: {
      ...random.pick(entries),
      ...random.pick(statuses),
      ...random.pick(eventWords),
      versionField: random.pick(['app', 'version', 'build', 'app_version']),
    },
  }
}
