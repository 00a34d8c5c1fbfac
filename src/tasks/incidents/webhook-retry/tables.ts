/**
 * The tables of an instance: what the house has booked, the traces of the calls, and the same settled.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { buildTable, type ColumnPlan } from '../../worlds/build-table.ts'
import type { BookingColumn } from '../../worlds/stations/ledger-trade.ts'
import {
  addUpBills,
  addUpBookedMonths,
  type Balance,
  type BookedMonth,
  type Booking,
  type Receipt,
} from '../../worlds/stations/ledger.ts'
import { monthOf, sayDay, sayMinute } from '../../worlds/time.ts'
import { answerCells, callTable, oldTable, payloadOf, reportTable } from './calls.ts'
import type { Names } from './names.ts'
import type { Books } from './settle.ts'
import type { Story } from './story.ts'

const bookingTypes: Readonly<Record<BookingColumn, string>> = {
  id: 'INTEGER PRIMARY KEY',
  bill: 'TEXT NOT NULL',
  kind: 'TEXT NOT NULL',
  amount: 'INTEGER NOT NULL',
  bookedOn: 'TEXT NOT NULL',
  call: 'INTEGER',
  reverses: 'INTEGER',
}
const bookingColumns = Object.keys(bookingTypes) as BookingColumn[]

/** The columns of the calls that stand in the bookings themselves at the lowest level. */
const flatColumns = ['receivedAt', 'payload', 'answer', 'answerMs'] as const

/** The cells of a booking by their names in this instance. */
export function bookingCells(
  story: Story,
  names: Names,
): (booking: Booking) => readonly (readonly [column: string, value: SqlValue])[] {
  const byId = new Map(story.calls.map((call) => [call.id, call]))
  const { columns } = names.bookings
  return (booking) => {
    const { id, bill, kind, amount, day, call, reverses } = booking
    const own: Record<BookingColumn, SqlValue> = {
      ...{ id, bill, kind: names.kinds[kind], amount, bookedOn: sayDay(day), call, reverses },
    }
    const cells = bookingColumns.map((column) => [columns[column], own[column]] as const)
    if (story.level > 1) return cells
    const found = call === null ? undefined : byId.get(call)
    const flat = found === undefined ? null : { ...answerCells(found), payload: payloadOf(story, names, found) }
    return [...cells, ...flatColumns.map((column) => [names.calls.columns[column], flat?.[column] ?? null] as const)]
  }
}

export const receiptCells = (
  names: Names,
  { id, booking, printedAt, clerk }: Receipt,
): readonly (readonly [string, SqlValue])[] => {
  const { columns } = names.receipts
  return [
    [columns.id, id],
    [columns.booking, booking],
    [columns.printedAt, sayMinute(printedAt)],
    [columns.clerk, clerk],
  ]
}

/** The graded tables. */
export function gradedTables(random: Random, story: Story, names: Names, books: Books): TableSpec[] {
  const { level } = story
  const cellsOf = bookingCells(story, names)
  const { bookings, receipts, balances, months } = names
  const flat = level > 1 ? [] : flatColumns.map((column) => names.calls.columns[column])
  const flatTypes: Readonly<Record<string, string>> = Object.fromEntries(
    flatColumns.map((column) => [
      names.calls.columns[column],
      column === 'answer' || column === 'answerMs' ? 'INTEGER' : 'TEXT',
    ]),
  )
  const list: TableSpec[] = [
    buildTable(
      random,
      {
        table: bookings.table,
        columns: Object.fromEntries(
          [...bookingColumns.map((column) => bookings.columns[column]), ...flat].map((name) => [name, name]),
        ),
      },
      {
        columns: [
          ...bookingColumns.map((column): ColumnPlan<string> => ({
            column: bookings.columns[column],
            type: bookingTypes[column],
          })),
          ...flat.map((column): ColumnPlan<string> => ({ column, type: flatTypes[column] ?? 'TEXT' })),
        ],
        rows: books.bookings.map((booking) => Object.fromEntries(cellsOf(booking))),
      },
    ),
  ]
  if (level === 1) return list
  list.push(
    buildTable(random, receipts, {
      columns: [
        { column: 'id', type: 'INTEGER PRIMARY KEY' },
        { column: 'booking', type: 'INTEGER' },
        { column: 'printedAt', type: 'TEXT NOT NULL' },
        { column: 'clerk', type: 'TEXT NOT NULL' },
      ],
      rows: books.receipts.map((receipt) => ({ ...receipt, printedAt: sayMinute(receipt.printedAt) })),
    }),
  )
  if (level === 2) return list
  list.push(
    buildTable(random, balances, {
      columns: [
        { column: 'bill', type: 'TEXT PRIMARY KEY' },
        { column: 'bookings', type: 'INTEGER NOT NULL' },
        { column: 'paid', type: 'INTEGER NOT NULL' },
        { column: 'refreshedAt', type: 'TEXT NOT NULL' },
      ],
      rows: balancesOf(story, books.bookings).map((row) => ({ ...row, refreshedAt: refreshedAt(story, row.bill) })),
    }),
  )
  if (level < 5) return list
  list.push(
    buildTable(random, months, {
      columns: [
        { column: 'month', type: 'TEXT NOT NULL' },
        { column: 'kind', type: 'TEXT NOT NULL' },
        { column: 'bookings', type: 'INTEGER NOT NULL' },
        { column: 'amount', type: 'INTEGER NOT NULL' },
      ],
      rows: monthsOf(books.bookings).map((row) => ({ ...row, kind: names.kinds[row.kind] })),
      constraint: `PRIMARY KEY (${months.columns.month}, ${months.columns.kind})`,
    }),
  )
  return list
}

/** Balances of every bill that has bookings. */
export const balancesOf = (_: Story, bookings: readonly Booking[]): Balance[] => addUpBills(bookings)
export const monthsOf = (bookings: readonly Booking[]): BookedMonth[] => addUpBookedMonths(bookings)

/** The night after the last booking on a bill, as the business left it. */
function refreshedAt(story: Story, bill: string): string {
  let days = lastDays.get(story)
  if (days === undefined) {
    days = new Map<string, number>()
    for (const own of story.seen.values()) days.set(own.bill, Math.max(days.get(own.bill) ?? 0, own.day))
    lastDays.set(story, days)
  }
  return `${sayDay((days.get(bill) ?? 0) + 1)} 03:${String(10 + (Number(bill.replaceAll(/\D/g, '')) % 7)).padStart(2, '0')}`
}
const lastDays = new WeakMap<Story, Map<string, number>>()

/** Calls, reports, bills, closed months, dictionary: the same before and after. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { level, plan, bills, closed } = story
  if (level === 1) return []
  const tables = [
    callTable(random, story, names),
    buildTable(random, names.bills, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'payer', type: 'TEXT NOT NULL' },
        { column: 'issuedOn', type: 'TEXT NOT NULL' },
        { column: 'total', type: 'INTEGER NOT NULL' },
      ],
      rows: bills.map(({ code, payer, issuedOn, total }) => ({ code, payer, issuedOn: sayDay(issuedOn), total })),
    }),
  ]
  if (plan === 'reports') tables.push(reportTable(random, story, names))
  if (plan === 'two gateways') tables.push(oldTable(random, story, names), dictionaryTable(random, story, names))
  if (level >= 3)
    tables.push(
      buildTable(random, names.periods, {
        columns: [
          { column: 'month', type: 'TEXT PRIMARY KEY' },
          { column: 'closedAt', type: 'TEXT NOT NULL' },
          { column: 'closedBy', type: 'TEXT NOT NULL' },
        ],
        rows: closed.map((period) => ({ ...period, closedAt: sayMinute(period.closedAt) })),
      }),
    )
  return tables
}

/** What the old gateway calls its things. */
function dictionaryTable(random: Random, { trade }: Story, names: Names): TableSpec {
  const { old, states, marks } = names
  const { nouns } = trade.api_feed
  let id = 40
  const entry = (field: string, code: string | null, meaning: string) => ({
    id: (id += 1),
    table: old.table,
    field,
    code,
    meaning,
  })
  const { id: number, at, text, code } = old.columns
  return buildTable(random, names.dictionary, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'field', type: 'TEXT NOT NULL' },
      { column: 'code', type: 'TEXT' },
      { column: 'meaning', type: 'TEXT NOT NULL' },
    ],
    rows: [
      entry(number, null, `call of the old gateway, as in ${names.bookings.table}.${names.bookings.columns.call}`),
      entry(at, null, 'when the call came'),
      entry(text, null, 'fields as NAME=value, each followed by ;'),
      entry(text, marks.reference, 'reference of the payment; empty for a voucher'),
      entry(text, marks.bill, nouns.bill),
      entry(text, marks.amount, 'amount in the smallest coin'),
      entry(text, marks.moment, 'when it was paid, year to second'),
      entry(text, marks.voucher, `number of the ${nouns.voucher}; empty otherwise`),
      entry(code, states['in time'], 'our answer was taken'),
      entry(code, states.late, 'answer came too late, counts as none'),
      entry(code, states.refused, 'we answered with an error'),
      entry(code, states.none, 'no answer'),
    ],
  })
}

export const monthOfBooking = ({ day }: Booking): string => monthOf(day)
