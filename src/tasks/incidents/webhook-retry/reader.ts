/**
 * The rules read once more, from what the papers say, without a look at oracles or target: what the graded tables have to
 * hold.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { PaymentRule } from '../../worlds/stations/payment-rule.ts'
import type { DueTables } from '../accepts.ts'
import type { Names } from './names.ts'
import type { WebhookPlan } from './sketch.ts'

type Row = Record<string, SqlValue>

/** A call as papers and traces tell it. */
interface HeardCall {
  readonly payment: string
  readonly isTaken: boolean
  readonly came: string
}

export interface Read {
  readonly plan: WebhookPlan
  readonly level: number
  readonly rule: PaymentRule
  readonly limitMs: number
  /** `YYYY-MM-DD` on which the agent sits down. */
  readonly today: string
}

const rowsOf = (seed: DatabaseContent, name: string): Row[] => {
  const table = seed.tables.get(name.toLowerCase())
  return table === undefined ? [] : toRecords(table)
}
const text = (value: SqlValue | null | undefined): string => (typeof value === 'string' ? value : String(value ?? ''))
const parse = (value: SqlValue | undefined): Record<string, unknown> =>
  JSON.parse(text(value)) as Record<string, unknown>

/** Two vouchers are one payment where these agree. */
function voucherName(
  rule: PaymentRule,
  fields: { bill: unknown; amount: unknown; moment: unknown; voucher: unknown },
): string {
  const { bill, amount, moment, voucher } = fields
  return JSON.stringify(
    rule.vouchers === 'moment' ? ['voucher', bill, Number(amount), moment] : ['voucher', bill, voucher],
  )
}

/** All calls by their number. */
function hearCalls(seed: DatabaseContent, names: Names, read: Read): Map<number, HeardCall> {
  const { plan, level, rule, limitMs } = read
  const { calls: c, keys, bookings, reports, old, marks, states } = names
  const heard = new Map<number, HeardCall>()
  const told = new Map<number, { reference: unknown; state: unknown }>()
  if (plan === 'reports') {
    for (const row of rowsOf(seed, reports.table)) {
      const { payments } = parse(row[reports.columns.body]) as {
        payments: (Record<string, unknown> & { calls: { call: number; state: unknown }[] })[]
      }
      for (const payment of payments)
        for (const { call, state } of payment.calls) told.set(call, { reference: payment[keys.reference], state })
    }
  }
  const [table, id] = level === 1 ? [bookings.table, bookings.columns.call] : [c.table, c.columns.id]
  for (const row of rowsOf(seed, table)) {
    if (row[c.columns.payload] === null) continue
    const number = Number(row[id])
    const payload = parse(row[c.columns.payload])
    const own = told.get(number)
    const reference = plan === 'reports' ? own?.reference : payload[keys.reference]
    const fields = {
      bill: payload[keys.bill],
      amount: payload[keys.amount],
      moment: payload[keys.occurredAt],
      voucher: payload[keys.voucher],
    }
    const ms = row[c.columns.answerMs]
    heard.set(number, {
      payment: typeof reference === 'string' ? `reference ${reference}` : voucherName(rule, fields),
      isTaken:
        plan === 'reports'
          ? own?.state === states['in time']
          : row[c.columns.answer] === 200 && typeof ms === 'number' && ms <= limitMs,
      came: text(row[c.columns.receivedAt]),
    })
  }
  if (plan !== 'two gateways') return heard
  for (const row of rowsOf(seed, old.table)) {
    const fields = new Map(
      text(row[old.columns.text.toLowerCase()])
        .split(';')
        .map((field) => field.split('=') as [string, string]),
    )
    const get = (mark: keyof typeof marks): string => fields.get(marks[mark]) ?? ''
    heard.set(Number(row[old.columns.id.toLowerCase()]), {
      payment:
        get('reference') === ''
          ? voucherName(rule, {
              bill: get('bill'),
              amount: get('amount'),
              moment: get('moment'),
              voucher: get('voucher'),
            })
          : `reference ${get('reference')}`,
      isTaken: row[old.columns.code.toLowerCase()] === states['in time'],
      came: text(row[old.columns.at.toLowerCase()]),
    })
  }
  return heard
}

/** What the tables have to hold. A row that is still to be entered has no key. */
export function readDue(seed: DatabaseContent, names: Names, read: Read): DueTables {
  const { level, rule, today } = read
  const { bookings, receipts, balances, months, periods, kinds } = names
  const { id, call, reverses, bookedOn, bill, kind, amount } = bookings.columns
  const rows = rowsOf(seed, bookings.table)
  const papers = level === 1 ? [] : rowsOf(seed, receipts.table)
  const heard = hearCalls(seed, names, read)
  const payments = new Map<string, Row[]>()
  for (const row of rows) {
    const own = row[call] === null ? undefined : heard.get(Number(row[call]))
    if (own !== undefined) payments.set(own.payment, [...(payments.get(own.payment) ?? []), row])
  }
  const withPaper = new Set(papers.map((row) => row[receipts.columns.booking]))
  const reversals = new Map<SqlValue, Row>(
    rows.flatMap((row) => (row[reverses] === null ? [] : [[row[reverses] ?? null, row] as const])),
  )
  const shut = level < 3 ? [] : rowsOf(seed, periods.table).map((row) => text(row[periods.columns.month]))
  const isShut = (row: Row): boolean => shut.includes(text(row[bookedOn]).slice(0, 7))
  const open = nextMonth(shut.toSorted().at(-1) ?? '')
  const gone = new Map<SqlValue, SqlValue>()
  const entered: Row[] = []
  for (const list of payments.values()) {
    if (list.length < 2) continue
    const sorted = list.toSorted((a, b) => (came(a) < came(b) ? -1 : 1))
    const fallback = rule.unanswered === 'first' ? sorted[0] : sorted.at(-1)
    const onPaper = rule.receipts === 'decide' ? sorted.find((row) => withPaper.has(row[id] ?? null)) : undefined
    const counts = (onPaper ?? sorted.find((row) => heard.get(Number(row[call]))?.isTaken) ?? fallback) as Row
    for (const row of sorted) {
      if (row === counts) continue
      const reversal = reversals.get(row[id] ?? null)
      if (reversal !== undefined) {
        if (rule.reversed === 'stand' || isShut(row)) continue
        gone.set(row[id] ?? null, counts[id] ?? null)
        gone.set(reversal[id] ?? null, null)
      } else if (!isShut(row)) gone.set(row[id] ?? null, counts[id] ?? null)
      else if (rule.closed !== 'stands')
        entered.push({
          ...{ [id]: null, [bill]: row[bill] ?? null, [kind]: kinds.reversal, [amount]: -Number(row[amount]) },
          ...{ [bookedOn]: rule.closed === 'today' ? today : `${open}-01`, [call]: null, [reverses]: row[id] ?? null },
        })
    }
  }
  function came(row: Row): string {
    return heard.get(Number(row[call]))?.came ?? ''
  }
  const kept = [...rows.filter((row) => !gone.has(row[id] ?? null)), ...entered]
  const due = new Map<string, Row[]>([[bookings.table, kept]])
  if (level === 1) return due
  const forBooking = receipts.columns.booking
  due.set(
    receipts.table,
    papers.map((row) => {
      const lost = gone.get(row[forBooking] ?? null)
      if (lost === undefined || rule.receipts === 'decide') return row
      return { ...row, [forBooking]: rule.receipts === 'move' ? lost : null }
    }),
  )
  if (level === 2) return due
  const sumOf = (list: readonly Row[]): number => list.reduce((sum, row) => sum + Number(row[amount]), 0)
  const l = balances.columns
  const byBill = groupBy(kept, (row) => text(row[bill]))
  due.set(
    balances.table,
    rowsOf(seed, balances.table).map((row) => {
      const own = byBill.get(text(row[l.bill])) ?? []
      return { ...row, [l.bookings]: own.length, [l.paid]: sumOf(own) }
    }),
  )
  if (level < 5) return due
  const m = months.columns
  const byMonth = groupBy(kept, (row) => `${text(row[bookedOn]).slice(0, 7)} ${text(row[kind])}`)
  due.set(
    months.table,
    rowsOf(seed, months.table).map((row) => {
      const own = byMonth.get(`${text(row[m.month])} ${text(row[m.kind])}`) ?? []
      return { ...row, [m.bookings]: own.length, [m.amount]: sumOf(own) }
    }),
  )
  return due
}

function groupBy(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}

/** The month after one, `YYYY-MM`. */
function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
