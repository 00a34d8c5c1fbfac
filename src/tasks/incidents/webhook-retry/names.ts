import type { Random } from '../../../kit/random.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import type { BillColumn, CallColumn, PayloadKeys, ReportColumn } from '../../worlds/stations/api-feed-trade.ts'
import type {
  BalanceColumn,
  BookedMonthColumn,
  BookingColumn,
  PeriodColumn,
  ReceiptColumn,
} from '../../worlds/stations/ledger-trade.ts'
import type { Answer } from '../../worlds/stations/api-feed.ts'
import type { Trade } from './story.ts'
import type { WebhookPlan } from './sketch.ts'

type OldColumn = 'id' | 'at' | 'text' | 'code'
type DictionaryColumn = 'id' | 'table' | 'field' | 'code' | 'meaning'

/** The names of one instance. */
export interface Names {
  readonly bookings: TableNames<BookingColumn>
  readonly receipts: TableNames<ReceiptColumn>
  readonly balances: TableNames<BalanceColumn>
  readonly months: TableNames<BookedMonthColumn>
  readonly periods: TableNames<PeriodColumn>
  readonly bills: TableNames<BillColumn>
  readonly calls: TableNames<CallColumn>
  readonly reports: TableNames<ReportColumn>
  readonly old: TableNames<OldColumn>
  readonly dictionary: TableNames<DictionaryColumn>
  readonly keys: PayloadKeys
  readonly kinds: { readonly payment: string; readonly voucher: string; readonly reversal: string }
  /** How the provider's reports, or the old gateway, say what was answered. */
  readonly states: Readonly<Record<Answer, string>>
  /** Names of the fields in the old gateway's text. */
  readonly marks: Readonly<Record<'reference' | 'bill' | 'amount' | 'moment' | 'voucher', string>>
}

/** The calls of the old gateway, as it calls them. */
const old: TableWords<OldColumn> = {
  names: ['ZPG110', 'TB_GWIN_3', 'KX410P', 'PGWMSG'],
  columns: {
    id: ['LFNR', 'MSGN', 'KXNO'],
    at: ['EING', 'TSTMP'],
    text: ['INHALT', 'MSGTX', 'DATEN'],
    code: ['RCDE', 'QUIT'],
  },
}
const dictionary: TableWords<DictionaryColumn> = {
  names: ['ZPG900', 'TB_DICT', 'KX900P', 'PGWDIC'],
  columns: {
    id: ['LFD', 'SEQ4'],
    table: ['TABN', 'TNAME'],
    field: ['FELD', 'FNAME'],
    code: ['WERT', 'CODEV'],
    meaning: ['TEXT30', 'DESCR'],
  },
}

/** Words that a provider's report has for what it was answered. */
const reportStates: readonly Readonly<Record<Answer, string>>[] = [
  { 'in time': 'acknowledged', late: 'timed_out', refused: 'rejected', none: 'no_answer' },
  { 'in time': 'delivered', late: 'expired', refused: 'error', none: 'unreachable' },
  { 'in time': 'confirmed', late: 'overdue', refused: 'failed', none: 'lost' },
]

export function drawAllNames(
  random: Random,
  { trade, plan, level }: { readonly trade: Trade; readonly plan: WebhookPlan; readonly level: number },
): Names {
  const { api_feed: feed, ledger } = trade
  const codes = random.sample(['10', '24', '31', '47', '52', '68', '75', '83', '96'], 4)
  const [inTime = '', late = '', refused = '', none = ''] = codes
  const coded = { 'in time': inTime, late, refused, none }
  const word = random.pick(reportStates)
  return {
    bookings: drawNames(random, ledger.bookings),
    receipts: drawNames(random, ledger.receipts),
    balances: drawNames(random, ledger.balances),
    months: drawNames(random, ledger.bookedMonths),
    periods: drawNames(random, ledger.periods),
    bills: drawNames(random, feed.bills),
    calls: drawNames(random, feed.calls),
    reports: drawNames(random, feed.reports),
    old: drawNames(random, old),
    dictionary: drawNames(random, dictionary),
    keys: random.pick(feed.payloadKeys),
    kinds: random.pick(ledger.kinds),
    // From level 4 on reports have numbers, and what they stand for shows in what was booked.
    states: plan === 'two gateways' || level >= 4 ? coded : word,
    marks: random.pick([
      { reference: 'REF', bill: 'ZWK', amount: 'BTR', moment: 'ZPT', voucher: 'GSN' },
      { reference: 'TXN', bill: 'OBJ', amount: 'AMT', moment: 'TIM', voucher: 'CRD' },
      { reference: 'VGN', bill: 'RNR', amount: 'WRT', moment: 'DTM', voucher: 'KNR' },
    ]),
  }
}
