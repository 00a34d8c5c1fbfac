/**
 * Reads an instance as the documents say it is to be read, from the database alone. Knows neither the story nor the
 * oracles.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { PriceRule } from '../../worlds/stations/price-rule.ts'
import type { DueTables } from '../accepts.ts'
import type { Names } from './names.ts'
import type { PricePlan } from './sketch.ts'

type Cells = Record<string, SqlValue>

/** What a reader is told beside the database. */
export interface Told {
  readonly plan: PricePlan
  readonly level: number
  readonly rule: PriceRule
  /** The day on which it is read, `YYYY-MM-DD`. */
  readonly today: string
}

const lower = <Name extends string>(columns: Readonly<Record<Name, string>>): Record<Name, string> =>
  Object.fromEntries(Object.entries<string>(columns).map(([key, name]) => [key, name.toLowerCase()])) as Record<
    Name,
    string
  >

function groupBy<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

type Price = (site: Cells, good: SqlValue, day: string) => number

/** How the price of the list on a day is found. */
function priceOf(table: (name: string) => Cells[], names: Names, { plan }: Told): Price {
  const [v, p, c, g, x, s] = [
    lower(names.versions.columns),
    lower(names.prices.columns),
    lower(names.changes.columns),
    lower(names.goods.columns),
    lower(names.oldPrices.columns),
    lower(names.sites.columns),
  ]
  const latest = (rows: readonly Cells[], day: string, from: string): Cells | undefined =>
    rows.filter((row) => String(row[from]) <= day).toSorted((a, b) => (String(a[from]) < String(b[from]) ? 1 : -1))[0]
  if (plan === 'changes') {
    const changes = table(names.changes.table)
    const now = new Map(table(names.goods.table).map((row) => [row[g.code], Number(row[g.price])]))
    return (_, good, day) => {
      const ahead = changes
        .filter((row) => row[c.good] === good && String(row[c.from]) > day)
        .toSorted((a, b) => (String(a[c.from]) < String(b[c.from]) ? -1 : 1))[0]
      return ahead === undefined ? (now.get(good) ?? Number.NaN) : Number(ahead[c.old])
    }
  }
  const versions = table(names.versions.table)
  const prices = new Map(
    table(names.prices.table).map((row) => [JSON.stringify([row[p.version], row[p.good]]), Number(row[p.price])]),
  )
  const listed: Price = (_, good, day) =>
    prices.get(JSON.stringify([latest(versions, day, v.from)?.[v.id] ?? null, good])) ?? Number.NaN
  if (plan === 'versions') return listed
  const journal = groupBy(
    table(names.oldPrices.table).filter((row) => row[x.flag] === names.words.entered),
    (row) => JSON.stringify([row[x.site], row[x.good]]),
  )
  return (site, good, day) => {
    if (site[s.system] !== names.words.systems.old) return listed(site, good, day)
    const rows = journal.get(JSON.stringify([site[s.code], good])) ?? []
    return Number(latest(rows, `1${day.slice(2).replaceAll('-', '')}`, x.from)?.[x.price])
  }
}

/** A time of the database, some hours on, as a day. */
function dayLater(at: string, hours: number): string {
  return new Date(Date.parse(`${at.replace(' ', 'T')}:00Z`) + hours * 3_600_000).toISOString().slice(0, 10)
}

/** The tables that a repair changes, as they should be. */
export function readDue(seed: DatabaseContent, names: Names, told: Told): DueTables {
  const table = (name: string): Cells[] => {
    const content = seed.tables.get(name.toLowerCase())
    return content === undefined ? [] : toRecords(content)
  }
  const { rule, today, level } = told
  const { words } = names
  const [e, i, o, s, g, a, q] = [
    lower(names.entries.columns),
    lower(names.invoices.columns),
    lower(names.orders.columns),
    lower(names.sites.columns),
    lower(names.goods.columns),
    lower(names.agreements.columns),
    lower(names.periods.columns),
  ]
  const by = (name: string, key: string): Map<SqlValue, Cells> =>
    new Map(table(name).map((row) => [row[key] ?? null, row]))
  const [orders, sites, goods] = [
    by(names.orders.table, o.id),
    by(names.sites.table, s.code),
    by(names.goods.table, g.code),
  ]
  const agreements = table(names.agreements.table)
  const closed = new Set(table(names.periods.table).map((row) => row[q.month]))
  const priced = priceOf(table, names, told)
  const entries = table(names.entries.table)
  const byInvoice = groupBy(entries, (row) => row[e.invoice])
  const changed = new Map<SqlValue, Cells>()
  const added: Cells[] = []
  for (const invoice of table(names.invoices.table)) {
    const own = byInvoice.get(invoice[i.id]) ?? []
    const order = orders.get(invoice[i.order] ?? null) ?? {}
    const site = sites.get(order[o.site] ?? null) ?? {}
    const hours = rule.zone === 'utc' ? 0 : rule.zone === 'office' ? 2 : Number(site[s.ahead])
    const day = dayLater(String(order[o[rule.day]]), hours)
    let [net, tax] = [0, 0]
    for (const line of own.filter((row) => row[e.kind] === words.item)) {
      const special = agreements.find(
        (row) =>
          row[a.customer] === order[o.customer] &&
          row[a.good] === line[e.good] &&
          String(row[a.from]) <= day &&
          String(row[a.until]) >= day,
      )
      const list = priced(site, line[e.good] ?? null, day)
      const agreed = special === undefined ? list : Number(special[a.price])
      const price = rule.agreed === 'always' ? agreed : Math.min(agreed, list)
      if (price === Number(line[e.price])) continue
      const rate = Number(goods.get(line[e.good] ?? null)?.[g.tax])
      const [newNet, exact] = [price * Number(line[e.quantity]), (price * Number(line[e.quantity]) * rate) / 100]
      const newTax = rule.rounding === 'nearest' ? Math.round(exact) : Math.floor(exact)
      if (invoice[i.status] === words.draft)
        changed.set(line[e.id] ?? null, {
          ...line,
          ...{ [e.price]: price, [e.net]: newNet, [e.tax]: newTax, [e.gross]: newNet + newTax },
        })
      net += newNet - Number(line[e.net])
      tax += newTax - Number(line[e.tax])
    }
    const isDone = net === 0 || invoice[i.status] === words.draft || own.some((row) => row[e.reason] === words.price)
    const { under, form, number } = rule.correction
    const stays =
      under === 'waived' || (under === 'waived if closed' && closed.has(String(invoice[i.madeOn]).slice(0, 7)))
    if (isDone || (net > 0 && stays)) continue
    const sign = form === 'two kinds, unsigned' && net < 0 ? -1 : 1
    const [text, mark] = [String(invoice[i.number]), words.mark]
    const document =
      number === 'prefix' ? `${mark}-${text}` : number === 'suffix' ? `${text}/${mark}` : mark + text.slice(1)
    // The key of a new row is nobody's to know.
    added.push({
      ...{ [e.id]: null, [e.invoice]: invoice[i.id] ?? null, [e.document]: document },
      ...{ [e.kind]: net < 0 ? words.less : words.more, [e.day]: today, [e.reason]: words.price },
      ...{ [e.net]: sign * net, [e.tax]: sign * tax, [e.gross]: sign * (net + tax) },
      ...{ [e.good]: null, [e.quantity]: null, [e.price]: null },
    })
  }
  const due = new Map([
    [names.entries.table, [...entries.map((row) => changed.get(row[e.id] ?? null) ?? row), ...added]],
  ])
  if (level >= 3) addTurnover(due, table, names, told)
  return due
}

function addTurnover(
  due: Map<string, Cells[]>,
  table: (name: string) => Cells[],
  names: Names,
  { rule, level }: Told,
): void {
  const [e, i, o, t, m] = [
    lower(names.entries.columns),
    lower(names.invoices.columns),
    lower(names.orders.columns),
    lower(names.turnover.columns),
    lower(names.totals.columns),
  ]
  const customers = new Map(table(names.orders.table).map((row) => [row[o.id], row[o.customer]]))
  const sent = new Map(
    table(names.invoices.table)
      .filter((row) => row[i.status] === names.words.sent)
      .map((row) => [row[i.id], customers.get(row[i.order])]),
  )
  const isLess = (row: Cells): boolean =>
    rule.correction.form === 'two kinds, unsigned' && row[e.kind] === names.words.less
  const rows = (due.get(names.entries.table) ?? []).filter((row) => sent.has(row[e.invoice]))
  const groups = groupBy(rows, (row) => JSON.stringify([sent.get(row[e.invoice]), String(row[e.day]).slice(0, 7)]))
  const turnover = [...groups].map(([key, own]): Cells => {
    const [customer, month] = JSON.parse(key) as [string, string]
    const sum = (column: string): number =>
      own.reduce((all, row) => all + (isLess(row) ? -1 : 1) * Number(row[column]), 0)
    return {
      ...{ [t.customer]: customer, [t.month]: month, [t.documents]: new Set(own.map((row) => row[e.document])).size },
      ...{ [t.net]: sum(e.net), [t.tax]: sum(e.tax) },
    }
  })
  due.set(names.turnover.table, turnover)
  if (level < 5) return
  const months = [...groupBy(turnover, (row) => row[t.month] ?? null)].map(([month, own]): Cells => {
    const sum = (column: string): number => own.reduce((all, row) => all + Number(row[column]), 0)
    return { [m.month]: month, [m.documents]: sum(t.documents), [m.net]: sum(t.net), [m.tax]: sum(t.tax) }
  })
  due.set(names.totals.table, months)
}
