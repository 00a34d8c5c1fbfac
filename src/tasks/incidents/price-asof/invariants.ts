/**
 * What always holds in the business, as queries that give the keys of what breaks it.
 *
 * @module
 */
import { monthOf, sayDay } from '../../worlds/time.ts'
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import { asOfMonth } from './books.ts'
import { dueSql, sqlNames } from './due-sql.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

export function invariantsOf(story: Story, names: Names): Invariant[] {
  const s = sqlNames(story, names)
  const { e, i, o } = s
  const { words } = names
  const invoiceOf = `JOIN ${s.invoices} i ON i.${i.id} = e.${e.invoice}`
  const entry = (name: string, kind: Invariant['kind'], from: string): Invariant => ({
    ...{ name, kind, table: s.entries, query: `SELECT e.${e.id} FROM ${s.entries} e ${from}` },
  })
  const { quantity, price } = story.world.ranges as Record<'quantity' | 'price', { low: number; high: number }>
  const item = `e.${e.kind} = '${words.item}'`
  const down = story.rule.rounding === 'down' ? 0 : 50
  const list = [
    entry(
      'a line has a count',
      'range',
      `WHERE ${item} AND e.${e.quantity} NOT BETWEEN 1 AND ${Math.max(9, quantity.high)}`,
    ),
    entry(
      'a line has a plausible price',
      'range',
      `WHERE ${item} AND e.${e.price} NOT BETWEEN ${Math.floor(price.low / 2)} AND ${2 * price.high}`,
    ),
    entry(
      'a line is count times price',
      'dependency',
      `WHERE ${item} AND e.${e.quantity} * e.${e.price} IS NOT e.${e.net}`,
    ),
    entry('an entry is net and tax', 'sum', `WHERE e.${e.net} + e.${e.tax} IS NOT e.${e.gross}`),
    entry(
      'the tax of a line is that of its rate',
      'dependency',
      `JOIN ${s.goods} g ON g.${s.g.code} = e.${e.good} WHERE (e.${e.net} * g.${s.g.tax} + ${down}) / 100 <> e.${e.tax}`,
    ),
    entry(
      'an entry belongs to an invoice',
      'reference',
      `WHERE e.${e.invoice} NOT IN (SELECT ${i.id} FROM ${s.invoices})`,
    ),
    entry('an entry is no older than its invoice', 'order', `${invoiceOf} WHERE e.${e.day} < i.${i.madeOn}`),
    {
      ...{ name: 'an invoice belongs to an order', kind: 'reference', table: s.invoices },
      query: `SELECT i.${i.id} FROM ${s.invoices} i WHERE i.${i.order} NOT IN (SELECT ${o.id} FROM ${s.orders})`,
    },
    ...ordersOf(story, names),
    ...rangesOf(story, names),
  ] satisfies Invariant[]
  return [...list, ...pricesHold(story, names), ...sumsHold(story, names)]
}

/** Prices of the list on the day that decides: in drafts line by line, in the rest with their corrections. */
function pricesHold(story: Story, names: Names): Invariant[] {
  const s = sqlNames(story, names)
  const { e } = s
  const { words } = names
  const due = dueSql(story, names)
  const sign =
    story.rule.correction.form === 'two kinds, unsigned' ? `iif(x.${e.kind} = '${words.less}', -1, 1) * ` : ''
  return [
    {
      ...{ name: 'a draft has the prices of the day that decides', kind: 'dependency', table: s.entries },
      query: `SELECT d.entry FROM (${due}) d WHERE d.status = '${words.draft}' AND d.due <> d.price`,
    },
    {
      ...{ name: 'nobody who got an invoice paid too much', kind: 'sum', table: s.invoices },
      query: `SELECT t.invoice FROM (SELECT d.invoice AS invoice, sum(d.due * d.quantity) AS net FROM (${due}) d
          WHERE d.status = '${words.sent}' GROUP BY 1) t
        JOIN (SELECT x.${e.invoice} AS invoice, sum(${sign}x.${e.net}) AS net FROM ${s.entries} x
          WHERE coalesce(x.${e.reason}, '') <> '${words.other}' GROUP BY 1) y ON y.invoice = t.invoice WHERE y.net > t.net`,
    },
  ]
}

function sumsHold(story: Story, names: Names): Invariant[] {
  const { level, rule } = story
  if (level < 3) return []
  const s = sqlNames(story, names)
  const { e, i, o, t, m } = s
  const { words } = names
  const sign = rule.correction.form === 'two kinds, unsigned' ? `iif(e.${e.kind} = '${words.less}', -1, 1) * ` : ''
  const list: Invariant[] = [
    {
      ...{ name: 'a month of a customer is the sum of its entries', kind: 'sum', table: s.turnover },
      query: `SELECT t.${t.customer}, t.${t.month} FROM ${s.turnover} t LEFT JOIN (SELECT o.${o.customer} AS who, substr(e.${e.day}, 1, 7) AS month,
          count(DISTINCT e.${e.document}) AS documents, sum(${sign}e.${e.net}) AS net, sum(${sign}e.${e.tax}) AS tax
          FROM ${s.entries} e JOIN ${s.invoices} i ON i.${i.id} = e.${e.invoice} JOIN ${s.orders} o ON o.${o.id} = i.${i.order}
          WHERE i.${i.status} = '${words.sent}' GROUP BY 1, 2) x ON x.who = t.${t.customer} AND x.month = t.${t.month}
        WHERE x.documents IS NOT t.${t.documents} OR x.net IS NOT t.${t.net} OR x.tax IS NOT t.${t.tax}`,
    },
  ]
  if (level >= 5)
    list.push({
      ...{ name: 'a month is the sum of its customers', kind: 'sum', table: s.totals },
      query: `SELECT m.${m.month} FROM ${s.totals} m WHERE (SELECT sum(t.${t.documents}) FROM ${s.turnover} t WHERE t.${t.month} = m.${m.month})
        IS NOT m.${m.documents} OR (SELECT sum(t.${t.net}) FROM ${s.turnover} t WHERE t.${t.month} = m.${m.month}) IS NOT m.${m.net}
        OR (SELECT sum(t.${t.tax}) FROM ${s.turnover} t WHERE t.${t.month} = m.${m.month}) IS NOT m.${m.tax}`,
    })
  return list
}

/** Times that have an order. */
function ordersOf(story: Story, names: Names): Invariant[] {
  const s = sqlNames(story, names)
  const { o, i } = s
  const order = (name: string, where: string): Invariant => ({
    ...{ name, kind: 'order', table: s.orders, query: `SELECT o.${o.id} FROM ${s.orders} o WHERE ${where}` },
  })
  const { agreements, periods } = names
  const a = agreements.columns
  const list: Invariant[] = [
    order('an order is confirmed after it came', `o.${o.ordered} > o.${o.confirmed}`),
    order(
      'what is delivered was confirmed',
      `o.${o.confirmed} > o.${o.delivered} OR o.${o.ordered} > o.${o.delivered}`,
    ),
    {
      ...{ name: 'an invoice comes after the delivery', kind: 'order', table: s.invoices },
      query: `SELECT i.${i.id} FROM ${s.invoices} i JOIN ${s.orders} o ON o.${o.id} = i.${i.order} WHERE substr(o.${o.delivered}, 1, 10) > i.${i.madeOn}
        OR substr(o.${o.confirmed}, 1, 10) > i.${i.madeOn} OR substr(o.${o.ordered}, 1, 10) > i.${i.madeOn}`,
    },
    {
      ...{ name: 'an agreement begins before it ends', kind: 'order', table: agreements.table },
      query: `SELECT a.${a.id} FROM ${agreements.table} a WHERE a.${a.from} > a.${a.until}`,
    },
  ]
  if (story.level >= 4) {
    const p = periods.columns
    list.push({
      ...{ name: 'a month is closed after it is over', kind: 'order', table: periods.table },
      query: `SELECT p.${p.month} FROM ${periods.table} p WHERE substr(p.${p.closedAt}, 1, 7) <= p.${p.month}`,
    })
  }
  return list
}

/** What columns of numbers plausibly hold. */
function rangesOf(story: Story, names: Names): Invariant[] {
  const list: Invariant[] = []
  const add = (
    own: { table: string; columns: Readonly<Record<string, string>> },
    keys: readonly string[],
    ranges: Readonly<Record<string, readonly [number, number]>>,
  ): void => {
    const shown = keys.map((column) => `t.${own.columns[column]}`).join(', ')
    const odd = Object.entries(ranges).map(
      ([column, [low, high]]) => `t.${own.columns[column]} NOT BETWEEN ${low} AND ${high}`,
    )
    list.push({
      ...{ name: `${own.table}: plausible numbers`, kind: 'range', table: own.table },
      query: `SELECT ${shown} FROM ${own.table} t WHERE ${odd.join(' OR ')}`,
    })
  }
  add(names.entries, ['id'], { net: [-200_000, 500_000], tax: [-50_000, 120_000], gross: [-250_000, 620_000] })
  add(names.goods, ['code'], { tax: [0, 30] })
  add(names.sites, ['code'], { ahead: [0, 4] })
  if (story.level >= 3)
    add(names.turnover, ['customer', 'month'], {
      documents: [1, 99],
      net: [-500_000, 9_000_000],
      tax: [-100_000, 2_000_000],
    })
  if (story.level >= 5)
    add(names.totals, ['month'], { documents: [1, 999], net: [-900_000, 99_000_000], tax: [-200_000, 20_000_000] })
  return list
}

/** What the bug reached: entries of invoices made while it ran, and what is added up from them. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const { season, level } = story
  const scope = new Map<string, RowPlace>()
  const add = (table: string, ...key: readonly (string | number)[]): void =>
    void scope.set(JSON.stringify([table, key]), { table, key })
  for (const { id, madeOn, lines, customer } of story.invoices) {
    if (madeOn < season.from || madeOn >= season.until) continue
    add(names.invoices.table, id)
    for (const line of lines) add(names.entries.table, line.id)
    if (level < 3) continue
    for (const month of [monthOf(madeOn), asOfMonth(story)]) {
      add(names.turnover.table, customer.code, month)
      add(names.totals.table, month)
    }
  }
  return [...scope.values()]
}

/** Short ways to pick out what is wrong; each takes rows that stay as well. */
export function selectorsOf(story: Story, names: Names): RowSelector[] {
  const s = sqlNames(story, names)
  const { e, i } = s
  const { season } = story
  const selector = (name: string, where: string): RowSelector => ({
    ...{ name, table: s.entries },
    query: `SELECT e.${e.id} FROM ${s.entries} e JOIN ${s.invoices} i ON i.${i.id} = e.${e.invoice} WHERE e.${e.good} IS NOT NULL AND ${where}`,
  })
  return [
    selector('lines of drafts', `i.${i.status} = '${names.words.draft}'`),
    selector('lines by the release', `i.${i.release} = '${season.release.bad}'`),
    selector(
      'lines of drafts by the release',
      `i.${i.release} = '${season.release.bad}' AND i.${i.status} = '${names.words.draft}'`,
    ),
    selector('lines of some weeks', `i.${i.madeOn} BETWEEN '${sayDay(season.from)}' AND '${sayDay(season.until)}'`),
    {
      ...{ name: 'lines at another price than that of the day that decides', table: s.entries },
      query: `SELECT d.entry FROM (${dueSql(story, names)}) d WHERE d.due <> d.price`,
    },
  ]
}

/** Which column holds keys of which table. */
export function relationsOf({ plan }: Story, names: Names): Relation[] {
  const { entries, invoices, orders, goods, sites, customers, prices, versions } = names
  return [
    { child: entries.table, column: entries.columns.invoice, parent: invoices.table, key: invoices.columns.id },
    { child: entries.table, column: entries.columns.good, parent: goods.table, key: goods.columns.code },
    { child: invoices.table, column: invoices.columns.order, parent: orders.table, key: orders.columns.id },
    { child: orders.table, column: orders.columns.customer, parent: customers.table, key: customers.columns.code },
    { child: orders.table, column: orders.columns.site, parent: sites.table, key: sites.columns.code },
    ...(plan === 'changes'
      ? []
      : [{ child: prices.table, column: prices.columns.version, parent: versions.table, key: versions.columns.id }]),
  ]
}
