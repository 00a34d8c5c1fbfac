/**
 * What stands in the graded tables: as the program left it, as it should be, or as any reading of the rules would leave it.
 *
 * @module
 */
import type { SqlValue } from '../../../data/values.ts'
import type { EntryColumn } from '../../worlds/stations/price-list-trade.ts'
import { dayOf, monthOf, sayDay } from '../../worlds/time.ts'
import { type Amounts, type Line, settle, type Terms } from './settle.ts'
import { correctionNumber, type Names, numberOf, shownCorrection } from './names.ts'
import type { Invoice, Later, Story } from './story.ts'

export type EntryCells = Readonly<Record<EntryColumn, SqlValue>>

export interface Turnover {
  readonly customer: string
  readonly month: string
  readonly documents: number
  readonly net: number
  readonly tax: number
}
export interface Books {
  readonly entries: readonly EntryCells[]
  readonly turnover: readonly Turnover[]
}

/** How one instance of the accident is understood. */
export interface Understanding extends Terms {
  /** For an invoice that was struck: which version, and where the difference goes. */
  readonly readingOf: (invoice: Invoice) => Parameters<typeof settle>[1]
  /** Amounts of corrections with the other sign. */
  readonly isFlipped?: boolean
}

export function lineCells(names: Names, { id: invoice, number, madeOn }: Invoice, line: Line): EntryCells {
  const { id, good, quantity, price, net, tax, gross } = line
  return {
    ...{ id, invoice, document: numberOf(names.words, number), kind: names.words.item, day: sayDay(madeOn) },
    ...{ good: good.code, quantity, price, net, tax, gross, reason: null },
  }
}

export function correctionCells(
  story: Story,
  names: Names,
  { id, invoice, day, amounts, reason }: Later,
  isFlipped = false,
): EntryCells {
  const { form, number } = story.rule.correction
  const { kind, ...shown } = shownCorrection(names.words, amounts, form)
  const sign = isFlipped ? -1 : 1
  return {
    ...{ id, invoice: invoice.id, kind, day: sayDay(day) },
    document: correctionNumber(names.words, { number: invoice.number, reason, form: number }),
    ...{ good: null, quantity: null, price: null },
    ...{ net: sign * shown.net, tax: sign * shown.tax, gross: sign * shown.gross },
    reason: reason === 'price' ? names.words.price : names.words.other,
  }
}

/** The rules of the house, on every invoice that is wrong. */
export const rightUnderstanding = ({ rule }: Story): Understanding => ({
  ...{ agreed: rule.agreed, rounding: rule.rounding, under: rule.correction.under },
  readingOf: ({ isWrong, version, isDraft }) => ({
    version: isWrong ? version : null,
    way: isDraft ? 'in place' : 'entry',
  }),
})

/** What is written under an understanding: lines by id, and what corrects an invoice by its id. */
export function writtenBy(
  { invoices }: Pick<Story, 'invoices'>,
  understanding: Understanding,
): { readonly lines: ReadonlyMap<number, Line>; readonly differences: ReadonlyMap<number, Amounts> } {
  const lines = new Map<number, Line>()
  const differences = new Map<number, Amounts>()
  for (const invoice of invoices) {
    const { lines: anew, difference } = settle(invoice, understanding.readingOf(invoice), understanding)
    for (const line of anew) lines.set(line.id, line)
    if (difference !== null) differences.set(invoice.id, difference)
  }
  return { lines, differences }
}

/** All entries, and the turnover that is added up from them. */
export function booksUnder(story: Story, names: Names, understanding: Understanding | null): Books {
  const { invoices, later, season, nextEntry } = story
  const { lines, differences } =
    understanding === null
      ? { lines: new Map<number, Line>(), differences: new Map<number, Amounts>() }
      : writtenBy(story, understanding)
  const today = dayOf(season.asOf)
  let id = nextEntry
  const entries = [
    ...invoices.flatMap((invoice) =>
      invoice.lines.map((line) => lineCells(names, invoice, lines.get(line.id) ?? line)),
    ),
    ...later.map((own) => correctionCells(story, names, own)),
    ...invoices.flatMap((invoice): EntryCells[] => {
      const amounts = differences.get(invoice.id)
      if (amounts === undefined) return []
      const own: Later = { id: id++, invoice, day: today, amounts, reason: 'price' }
      return [correctionCells(story, names, own, understanding?.isFlipped)]
    }),
  ]
  return { entries, turnover: addUp(story, names, entries) }
}

/** What invoices that are out and their corrections come to, by customer and month of the entry. */
function addUp({ invoices, rule }: Story, { words }: Names, entries: readonly EntryCells[]): Turnover[] {
  const known = new Map(invoices.map((invoice) => [invoice.id, invoice]))
  const sums = new Map<string, { customer: string; month: string; numbers: Set<unknown>; net: number; tax: number }>()
  for (const { invoice, day, document, kind, net, tax } of entries) {
    const own = known.get(Number(invoice))
    if (own === undefined || own.isDraft) continue
    const month = String(day).slice(0, 7)
    const key = `${own.customer.code} ${month}`
    let sum = sums.get(key)
    if (sum === undefined)
      sums.set(key, (sum = { customer: own.customer.code, month, numbers: new Set(), net: 0, tax: 0 }))
    const sign = rule.correction.form === 'two kinds, unsigned' && kind === words.less ? -1 : 1
    sum.numbers.add(document)
    sum.net += sign * Number(net)
    sum.tax += sign * Number(tax)
  }
  return [...sums.values()].map(({ numbers, ...sum }) => ({ ...sum, documents: numbers.size }))
}

/** Turnover of all customers, by month. */
export function addUpMonths(turnover: readonly Turnover[]): Omit<Turnover, 'customer'>[] {
  const months = new Map<string, { month: string; documents: number; net: number; tax: number }>()
  for (const { month, documents, net, tax } of turnover) {
    const sum = months.get(month) ?? { month, documents: 0, net: 0, tax: 0 }
    months.set(month, {
      month,
      documents: sum.documents + documents,
      net: sum.net + net,
      tax: sum.tax + tax,
    })
  }
  return [...months.values()]
}

export const asOfMonth = ({ season }: Story): string => monthOf(dayOf(season.asOf))
