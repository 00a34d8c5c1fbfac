import type { Random } from '../../../kit/random.ts'
import type {
  AgreementColumn,
  CustomerColumn,
  EntryColumn,
  InvoiceColumn,
  ListedGoodColumn,
  OrderColumn,
  PriceChangeColumn,
  PriceColumn,
  SiteColumn,
  TotalColumn,
  TurnoverColumn,
  VersionColumn,
} from '../../worlds/stations/price-list-trade.ts'
import type { CorrectionRule } from '../../worlds/stations/price-rule.ts'
import type { PeriodColumn } from '../../worlds/stations/ledger-trade.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import type { Amounts } from './settle.ts'
import type { Story } from './story.ts'

type OldPriceColumn = 'id' | 'site' | 'good' | 'from' | 'price' | 'flag'
type DictionaryColumn = 'id' | 'table' | 'field' | 'code' | 'meaning'

/** The names of one instance. */
export interface Names {
  readonly customers: TableNames<CustomerColumn>
  readonly sites: TableNames<SiteColumn>
  readonly goods: TableNames<ListedGoodColumn>
  readonly versions: TableNames<VersionColumn>
  readonly prices: TableNames<PriceColumn>
  readonly changes: TableNames<PriceChangeColumn>
  readonly agreements: TableNames<AgreementColumn>
  readonly orders: TableNames<OrderColumn>
  readonly invoices: TableNames<InvoiceColumn>
  readonly entries: TableNames<EntryColumn>
  readonly turnover: TableNames<TurnoverColumn>
  readonly totals: TableNames<TotalColumn>
  readonly periods: TableNames<PeriodColumn>
  readonly oldPrices: TableNames<OldPriceColumn>
  readonly dictionary: TableNames<DictionaryColumn>
  readonly words: Words
}

/** Words in cells, and how numbers of documents are made. */
export interface Words {
  readonly draft: string
  readonly sent: string
  readonly item: string
  /** What gives back, and what asks for more; the same where there is one kind. */
  readonly less: string
  readonly more: string
  readonly price: string
  readonly other: string
  /** The letter before the number of an invoice. */
  readonly letter: string
  /** What marks the number of a correction of prices, and of another one. */
  readonly mark: string
  readonly otherMark: string
  /** Flags of the old system: entered, and taken back before it came into force. */
  readonly entered: string
  readonly withdrawn: string
  readonly systems: { readonly new: string; readonly old: string }
}

/** What the old system calls its journal of prices. */
const oldPrices: TableWords<OldPriceColumn> = {
  names: ['L7PRJN', 'L7PRICE', 'L7PR20', 'L7K410'],
  columns: {
    id: ['RECN', 'SEQN'],
    site: ['OFFC', 'SITEN'],
    good: ['ITEMN', 'POSNR', 'KPIT'],
    from: ['FRDT', 'VALDT', 'KPDT'],
    price: ['AMT9', 'PRC9', 'KPAM'],
    flag: ['FLG1', 'STAT', 'KPFL'],
  },
}
const dictionary: TableWords<DictionaryColumn> = {
  names: ['L7DDIC', 'L7DD03', 'L7DICT', 'L7FLDS'],
  columns: {
    id: ['LFD', 'SEQ4'],
    table: ['TABN', 'TNAME'],
    field: ['FLDN', 'FNAME'],
    code: ['CODV', 'CODEX'],
    meaning: ['TEXT60', 'DESCR'],
  },
}

export function drawAllNames(random: Random, { trade, world, rule }: Pick<Story, 'trade' | 'world' | 'rule'>): Names {
  const { ledger } = world.stations
  if (ledger === undefined) throw new TypeError(`${world.id} has no ledger`)
  const [entered = '1', withdrawn = '7'] = random.sample(['1', '2', '4', '5', '7', '8'], 2)
  return {
    customers: drawNames(random, trade.customers),
    sites: drawNames(random, trade.sites),
    goods: drawNames(random, trade.goods),
    versions: drawNames(random, trade.versions),
    prices: drawNames(random, trade.prices),
    changes: drawNames(random, trade.changes),
    agreements: drawNames(random, trade.agreements),
    orders: drawNames(random, trade.orders),
    invoices: drawNames(random, trade.invoices),
    entries: drawNames(random, trade.entries),
    turnover: drawNames(random, trade.turnover),
    totals: drawNames(random, trade.totals),
    periods: drawNames(random, ledger.periods),
    oldPrices: drawNames(random, oldPrices),
    dictionary: drawNames(random, dictionary),
    words: {
      draft: random.pick(trade.status.draft),
      sent: random.pick(trade.status.sent),
      item: random.pick(['item', 'line', 'position']),
      ...kindsOf(random, rule.correction),
      price: random.pick(['price', 'list price', 'price difference']),
      other: random.pick(['delay', 'goodwill', 'complaint']),
      letter: random.pick(['R', 'F', 'B']),
      mark: random.pick(['C', 'K', 'N']),
      otherMark: random.pick(['G', 'S', 'Z']),
      ...{ entered, withdrawn },
      systems: random.pick([
        { new: 'lists', old: 'legacy' },
        { new: 'new', old: 'old' },
        { new: 'current', old: 'mainframe' },
      ]),
    },
  }
}

function kindsOf(random: Random, { form }: CorrectionRule): Pick<Words, 'less' | 'more'> {
  if (form === 'one kind, signed') {
    const both = random.pick(['adjustment', 'correction', 'amendment'])
    return { less: both, more: both }
  }
  return random.pick([
    { less: 'credit', more: 'debit' },
    { less: 'credit note', more: 'extra charge' },
    { less: 'refund', more: 'surcharge' },
  ])
}

/** The number that an invoice goes by. */
export const numberOf = ({ letter }: Words, number: number): string => `${letter}${number}`

/** The number of the document that corrects it. */
export function correctionNumber(
  words: Words,
  {
    number,
    reason,
    form,
  }: { readonly number: number; readonly reason: 'price' | 'other'; readonly form: CorrectionRule['number'] },
): string {
  const own = numberOf(words, number)
  const mark = reason === 'price' ? words.mark : words.otherMark
  if (form === 'prefix') return `${mark}-${own}`
  return form === 'suffix' ? `${own}/${mark}` : `${mark}${number}`
}

/** Amounts as a correction shows them, and its kind. */
export function shownCorrection(
  words: Words,
  { net, tax, gross }: Amounts,
  form: CorrectionRule['form'],
): Amounts & { readonly kind: string } {
  const kind = net < 0 ? words.less : words.more
  if (form !== 'two kinds, unsigned') return { kind, net, tax, gross }
  return { kind, net: Math.abs(net), tax: Math.abs(tax), gross: Math.abs(gross) }
}
