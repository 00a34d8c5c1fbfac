/**
 * What always holds in the business, as queries that give the keys of what breaks it.
 *
 * @module
 */
import { addUpByMonth, dayKeyOf, monthKeyOf } from '../../worlds/stations/mart.ts'
import { monthOf } from '../../worlds/time.ts'
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import type { Names } from './names.ts'
import { quote, sqlNames } from './oracles.ts'
import { dueRows, storedRows, type Story } from './ground.ts'
import { cellsOf } from './tables.ts'

export function invariantsOf(story: Story, names: Names): Invariant[] {
  const { level, world, house } = story
  const s = sqlNames(story, names)
  const { k, d, m, g, l, p } = s
  const goods = names.goods
  const { quantity, amount } = world.ranges as Record<'quantity' | 'amount', { low: number; high: number }>
  const isOpen = level < 4 ? '1' : `substr(t.${d.day}, 1, 7) NOT IN (SELECT ${p.month} FROM ${s.periods})`
  const days = (name: string, kind: Invariant['kind'], where: string): Invariant => ({
    ...{ name, kind, table: s.days },
    query: `SELECT t.${d.key} FROM ${s.days} t WHERE ${where}`,
  })
  const list: Invariant[] = [
    days('a key is made of group and day', 'dependency', `t.${d.key} <> t.${d.group} || '/' || t.${d.day}`),
    days(
      'plausible figures of a day',
      'range',
      `t.${d.lines} NOT BETWEEN 0 AND 99 OR t.${d.quantity} NOT BETWEEN 0 AND 400 OR t.${d.amount} NOT BETWEEN 0 AND 2000000`,
    ),
    days(
      'a group of the list, or the code for none',
      'reference',
      `t.${d.group} <> ${quote(house.none)} AND t.${d.group} NOT IN (SELECT ${g.code} FROM ${s.groups})`,
    ),
    days(
      'no more lines in all groups than there are',
      'sum',
      `${isOpen} AND (SELECT sum(o.${d.lines}) FROM ${s.days} o WHERE o.${d.day} = t.${d.day}) >
        (SELECT count(*) FROM ${s.core} k WHERE substr(k.${k.at}, 1, 10) = t.${d.day})`,
    ),
    {
      ...{ name: 'plausible lines', kind: 'range', table: s.core },
      query: `SELECT k.${k.id} FROM ${s.core} k WHERE k.${k.quantity} NOT BETWEEN ${quantity.low} AND ${quantity.high} OR k.${k.amount} NOT BETWEEN ${amount.low} AND ${amount.high}`,
    },
    {
      ...{ name: 'an amount is count times price', kind: 'dependency', table: s.core },
      query: `SELECT k.${k.id} FROM ${s.core} k LEFT JOIN ${goods.table} x ON x.${goods.columns.code} = k.${k.good} WHERE x.${goods.columns.price} * k.${k.quantity} IS NOT k.${k.amount}`,
    },
    {
      ...{ name: 'an entry of the list ends after it began', kind: 'order', table: s.list },
      query: `SELECT l.${l.id} FROM ${s.list} l WHERE l.${l.until} < l.${l.from}`,
    },
    {
      ...{ name: 'a line comes in after it happened', kind: 'order', table: s.core },
      query: `SELECT k.${k.id} FROM ${s.core} k WHERE k.${k.at} > k.${k.receivedAt}`,
    },
  ]
  if (level === 1) return list
  list.push(
    {
      ...{ name: 'a month is the sum of its days', kind: 'sum', table: s.months },
      query: `SELECT t.${m.key} FROM ${s.months} t LEFT JOIN (SELECT ${d.group} AS grp, substr(${d.day}, 1, 7) AS month, sum(${d.lines}) AS n, sum(${d.quantity}) AS q,
          sum(${d.amount}) AS a, ${house.more === 'days' ? 'count(*)' : `max(${d.amount})`} AS more FROM ${s.days} GROUP BY 1, 2) x
          ON x.grp = t.${m.group} AND x.month = t.${m.month}
        WHERE x.n IS NOT t.${m.lines} OR x.q IS NOT t.${m.quantity} OR x.a IS NOT t.${m.amount} OR x.more IS NOT t.${names.months.columns.more}`,
    },
    {
      ...{ name: 'a key is made of group and month', kind: 'dependency', table: s.months },
      query: `SELECT t.${m.key} FROM ${s.months} t WHERE t.${m.key} <> t.${m.group} || '/' || t.${m.month}`,
    },
  )
  const inOrder = (table: string, key: string, columns: readonly string[]): Invariant[] =>
    columns.flatMap((early, index) =>
      columns.slice(index + 1).map((late): Invariant => ({
        ...{ name: `${table}: ${early} before ${late}`, kind: 'order', table },
        query: `SELECT t.${key} FROM ${table} t WHERE substr(t.${early}, 1, min(length(t.${early}), length(t.${late}))) > substr(t.${late}, 1, min(length(t.${early}), length(t.${late})))`,
      })),
    )
  const { r } = s
  if (story.plan !== 'events') list.push(...inOrder(s.runs, r.id, [r.from, r.until, r.startedAt, r.finishedAt]))
  if (level >= 4) list.push(...inOrder(s.periods, p.month, [p.month, p.closedAt]))
  return list
}

/** Rows that the accident reached: those of days that a run counted wrong, and of the months with such days. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const wrong = story.books.filter((book) => book.wrong)
  const cells = [
    ...cellsOf({ books: wrong }, (book) => storedRows(story, book)),
    ...cellsOf({ books: wrong }, (book) => dueRows(story, book)),
  ]
  const keys = new Set(cells.map(dayKeyOf))
  const months = new Set(wrong.map(({ day }) => monthOf(day)))
  const all = addUpByMonth(cellsOf(story, (book) => storedRows(story, book)))
  return [
    ...[...keys].map((key) => ({ table: names.days.table, key: [key] })),
    ...all
      .filter(({ month }) => months.has(month))
      .map((own) => ({ table: names.months.table, key: [monthKeyOf(own)] })),
  ]
}

/** Short ways to pick out what is wrong; each takes rows that stay as well. */
export function selectorsOf(story: Story, names: Names): RowSelector[] {
  const s = sqlNames(story, names)
  const { d, k } = s
  const selector = (name: string, where: string): RowSelector => ({
    ...{ name, table: s.days },
    query: `SELECT t.${d.key} FROM ${s.days} t WHERE ${where}`,
  })
  const day = (alias: string): string => `substr(${alias}.${k.at}, 1, 10)`
  const total = `(SELECT sum(o.${d.lines}) FROM ${s.days} o WHERE o.${d.day} = t.${d.day})`
  const there = `(SELECT count(*) FROM ${s.core} k WHERE ${day('k')} = t.${d.day})`
  return [
    selector('rows of days whose lines do not add up', `${total} <> ${there}`),
    selector('rows of days with more lines than there are', `${total} > ${there}`),
    selector('rows of days with fewer lines than there are', `${total} < ${there}`),
    selector('rows without a group of the list', `t.${d.group} = ${quote(story.house.none)}`),
  ]
}

/** Which column holds keys of which table. */
export function relationsOf(story: Story, names: Names): Relation[] {
  const { core, goods, senders, list, groups, days, months } = names
  const isGood = story.axis.member === 'good'
  return [
    { child: core.table, column: core.columns.good, parent: goods.table, key: goods.columns.code },
    { child: core.table, column: core.columns.sender, parent: senders.table, key: senders.columns.code },
    {
      ...{ child: list.table, column: list.columns.member },
      ...(isGood
        ? { parent: goods.table, key: goods.columns.code }
        : { parent: senders.table, key: senders.columns.code }),
    },
    { child: list.table, column: list.columns.group, parent: groups.table, key: groups.columns.code },
    { child: days.table, column: days.columns.group, parent: groups.table, key: groups.columns.code },
    ...(story.level === 1
      ? []
      : [{ child: months.table, column: months.columns.group, parent: groups.table, key: groups.columns.code }]),
  ]
}
