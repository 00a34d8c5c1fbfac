/**
 * What always holds of bills, calls, bookings and papers; what the accident reached; and short ways to pick bookings.
 *
 * @module
 */
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import { monthOf } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import { reversalsOf } from './settle.ts'
import type { Story } from './story.ts'

interface Named {
  readonly table: string
  readonly columns: Readonly<Record<string, string>>
}

/** Columns that hold keys of other tables. */
export function relationsOf({ level, plan }: Story, names: Names): Relation[] {
  const { bookings, receipts, balances, bills, calls } = names
  const { id, call, reverses, bill } = bookings.columns
  const own: Relation[] = [{ child: bookings.table, column: reverses, parent: bookings.table, key: id }]
  if (level === 1) return own
  own.push(
    { child: bookings.table, column: bill, parent: bills.table, key: bills.columns.code },
    { child: bookings.table, column: call, parent: calls.table, key: calls.columns.id },
    { child: receipts.table, column: receipts.columns.booking, parent: bookings.table, key: id },
  )
  if (plan === 'two gateways')
    own.push({ child: bookings.table, column: call, parent: names.old.table, key: names.old.columns.id })
  if (level >= 3)
    own.push({ child: balances.table, column: balances.columns.bill, parent: bills.table, key: bills.columns.code })
  return own
}

/** Everything that always holds. */
export function invariantsOf(story: Story, names: Names): Invariant[] {
  return [...ordersOf(story, names), ...rangesOf(story, names), ...booksOf(story, names)]
}

/** Times that have an order. */
function ordersOf({ level, plan }: Story, names: Names): Invariant[] {
  const { bookings, receipts, balances, bills, calls, old, periods } = names
  const b = bookings.columns
  const order = (name: string, table: string, query: string): Invariant => ({ name, kind: 'order', table, query })
  const list = [
    order(
      'a reversal is booked after what it reverses',
      bookings.table,
      `SELECT v.${b.id} FROM ${bookings.table} v JOIN ${bookings.table} k ON k.${b.id} = v.${b.reverses} WHERE v.${b.bookedOn} < k.${b.bookedOn}`,
    ),
  ]
  if (level === 1) {
    list.push(
      order(
        'a call is booked on its day',
        bookings.table,
        `SELECT ${b.id} FROM ${bookings.table} WHERE ${b.bookedOn} <> substr(${calls.columns.receivedAt}, 1, 10)`,
      ),
    )
    return list
  }
  const r = receipts.columns
  const calledBy = ({ table, columns }: Named, at: string): Invariant =>
    order(
      `a call of ${table} is booked on its day`,
      bookings.table,
      `SELECT k.${b.id} FROM ${bookings.table} k JOIN ${table} d ON d.${columns['id']} = k.${b.call} WHERE k.${b.bookedOn} <> substr(d.${columns[at]}, 1, 10)`,
    )
  list.push(
    order(
      'a bill is there before it is paid',
      bookings.table,
      `SELECT k.${b.id} FROM ${bookings.table} k JOIN ${bills.table} t ON t.${bills.columns.code} = k.${b.bill} WHERE k.${b.bookedOn} < t.${bills.columns.issuedOn}`,
    ),
    calledBy(calls, 'receivedAt'),
    order(
      'a paper is printed after its booking',
      receipts.table,
      `SELECT z.${r.id} FROM ${receipts.table} z JOIN ${bookings.table} k ON k.${b.id} = z.${r.booking} WHERE substr(z.${r.printedAt}, 1, 10) < k.${b.bookedOn}`,
    ),
  )
  if (plan === 'two gateways') list.push(calledBy(old, 'at'))
  if (level < 3) return list
  list.push(
    order(
      'a bill is there before its balance',
      balances.table,
      `SELECT l.${balances.columns.bill} FROM ${balances.table} l JOIN ${bills.table} t ON t.${bills.columns.code} = l.${balances.columns.bill}
        WHERE substr(l.${balances.columns.refreshedAt}, 1, 10) < t.${bills.columns.issuedOn}`,
    ),
    order(
      'a month is over before it is closed',
      periods.table,
      `SELECT ${periods.columns.month} FROM ${periods.table} WHERE substr(${periods.columns.closedAt}, 1, 7) <= ${periods.columns.month}`,
    ),
  )
  return list
}

/** What columns of numbers plausibly hold. */
function rangesOf({ level, trade, plan }: Story, names: Names): Invariant[] {
  const { least, most, step } = trade.api_feed.amounts
  const { bookings, balances, months, bills, calls } = names
  const range = (name: string, { table, columns }: Named, key: readonly string[], odd: string): Invariant => ({
    ...{ name, kind: 'range', table },
    query: `SELECT ${key.map((column) => columns[column]).join(', ')} FROM ${table} WHERE ${odd}`,
  })
  const b = bookings.columns
  const list = [
    range(
      'amounts of bookings',
      bookings,
      ['id'],
      `abs(${b.amount}) NOT BETWEEN ${least} AND ${most} OR ${b.amount} % ${step} <> 0 OR (${b.amount} < 0) <> (${b.reverses} IS NOT NULL)`,
    ),
    {
      ...{ name: 'a call or a reversal', kind: 'range' as const, table: bookings.table },
      query: `SELECT ${b.id} FROM ${bookings.table} WHERE (${b.call} IS NULL) = (${b.reverses} IS NULL) OR ${b.call} NOT BETWEEN 100000 AND 999999`,
    },
  ]
  const answers = `${calls.columns.answer} NOT BETWEEN 200 AND 599 OR ${calls.columns.answerMs} NOT BETWEEN 1 AND 90000`
  if (level === 1) {
    list.push(range('answers', { table: bookings.table, columns: { id: b.id } }, ['id'], answers))
    return list
  }
  if (plan !== 'reports') list.push(range('answers', calls, ['id'], answers))
  list.push(range('totals of bills', bills, ['code'], `${bills.columns.total} NOT BETWEEN 1 AND ${4 * most}`))
  if (level < 3) return list
  const l = balances.columns
  list.push(
    range(
      'balances',
      balances,
      ['bill'],
      `${l.bookings} NOT BETWEEN 1 AND 12 OR ${l.paid} NOT BETWEEN 0 AND ${8 * most}`,
    ),
  )
  if (level >= 5)
    list.push(
      range(
        'months',
        months,
        ['month', 'kind'],
        `${months.columns.bookings} NOT BETWEEN 1 AND 9999 OR abs(${months.columns.amount}) > 999000000`,
      ),
    )
  return list
}

/** Sums and references of the books. */
function booksOf({ level }: Story, names: Names): Invariant[] {
  const { bookings, receipts, balances, bills } = names
  const b = bookings.columns
  const list: Invariant[] = [
    {
      ...{ name: 'a reversal is of the amount and bill that it reverses', kind: 'dependency', table: bookings.table },
      query: `SELECT v.${b.id} FROM ${bookings.table} v LEFT JOIN ${bookings.table} k ON k.${b.id} = v.${b.reverses}
        WHERE v.${b.reverses} IS NOT NULL AND (k.${b.amount} + v.${b.amount} <> 0 OR k.${b.bill} <> v.${b.bill} OR k.${b.id} IS NULL)`,
    },
    {
      ...{ name: 'nothing is reversed more than once', kind: 'dependency', table: bookings.table },
      query: `SELECT ${b.id} FROM ${bookings.table} WHERE ${b.reverses} IN (SELECT ${b.reverses} FROM ${bookings.table} GROUP BY 1 HAVING count(*) > 1)`,
    },
  ]
  if (level === 1) return list
  list.push(
    {
      ...{ name: 'a known bill', kind: 'reference', table: bookings.table },
      query: `SELECT ${b.id} FROM ${bookings.table} WHERE ${b.bill} NOT IN (SELECT ${bills.columns.code} FROM ${bills.table})`,
    },
    {
      ...{ name: 'papers of bookings that are there', kind: 'reference', table: receipts.table },
      query: `SELECT ${receipts.columns.id} FROM ${receipts.table} WHERE ${receipts.columns.booking} NOT IN (SELECT ${b.id} FROM ${bookings.table})`,
    },
  )
  if (level >= 3) {
    const l = balances.columns
    list.push({
      ...{ name: 'balances add up', kind: 'sum', table: balances.table },
      query: `SELECT l.${l.bill} FROM ${balances.table} l JOIN (SELECT ${b.bill} AS bill, count(*) AS n, sum(${b.amount}) AS a FROM ${bookings.table} GROUP BY 1) t
        ON t.bill = l.${l.bill} WHERE l.${l.paid} <> t.a OR l.${l.bookings} <> t.n`,
    })
  }
  return list
}

/** Rows that the accident made, or that were worked out of such. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const { level, clusters, seen, receipts } = story
  const places: RowPlace[] = []
  const struck = new Set<number>()
  for (const { bookings } of clusters) {
    for (const id of bookings.flat()) {
      struck.add(id)
      places.push({ table: names.bookings.table, key: [id] })
      const reversal = reversalsOf(story).get(id)
      if (reversal !== undefined) places.push({ table: names.bookings.table, key: [reversal.id] })
    }
  }
  if (level >= 2)
    for (const { id, booking } of receipts)
      if (struck.has(booking ?? 0)) places.push({ table: names.receipts.table, key: [id] })
  if (level >= 3) for (const { bill } of clusters) places.push({ table: names.balances.table, key: [bill] })
  if (level >= 5) {
    const months = new Set([...seen.values()].map(({ day }) => monthOf(day)))
    for (const month of months)
      for (const kind of Object.values(names.kinds)) places.push({ table: names.months.table, key: [month, kind] })
  }
  return places
}

/** Short ways to pick bookings, from level 3 on. */
export function selectorsOf({ level, plan, limitMs }: Story, names: Names): RowSelector[] {
  if (level < 3) return []
  const { bookings, bills, calls, receipts } = names
  const b = bookings.columns
  const pick = (name: string, query: string): RowSelector => ({ name, table: bookings.table, query })
  const twin = (order: string): string =>
    `SELECT k.${b.id} FROM ${bookings.table} k JOIN ${bookings.table} o ON o.${b.bill} = k.${b.bill} AND o.${b.amount} = k.${b.amount} AND ${order}`
  return [
    pick('equal amounts on a bill', twin(`o.${b.id} <> k.${b.id}`)),
    pick('equal amounts on a bill, but for the first call', twin(`o.${b.call} < k.${b.call}`)),
    pick('equal amounts on a bill, but for the latest call', twin(`o.${b.call} > k.${b.call}`)),
    pick('equal amounts on a bill and day', twin(`o.${b.id} <> k.${b.id} AND o.${b.bookedOn} = k.${b.bookedOn}`)),
    pick(
      'bills paid beyond their total',
      `SELECT k.${b.id} FROM ${bookings.table} k JOIN ${bills.table} t ON t.${bills.columns.code} = k.${b.bill} JOIN
        (SELECT ${b.bill} AS bill, sum(${b.amount}) AS paid FROM ${bookings.table} GROUP BY 1) s ON s.bill = k.${b.bill} WHERE t.${bills.columns.total} < s.paid`,
    ),
    pick(
      'bookings without a paper',
      `SELECT ${b.id} FROM ${bookings.table} WHERE ${b.id} NOT IN (SELECT ${receipts.columns.booking} FROM ${receipts.table} WHERE ${receipts.columns.booking} IS NOT NULL)`,
    ),
    ...(plan === 'payloads'
      ? [
          pick(
            'calls that were not acknowledged',
            `SELECT k.${b.id} FROM ${bookings.table} k JOIN ${calls.table} d ON d.${calls.columns.id} = k.${b.call}
              WHERE coalesce(d.${calls.columns.answer} <> 200 OR d.${calls.columns.answerMs} > ${limitMs}, 1)`,
          ),
        ]
      : []),
  ]
}
