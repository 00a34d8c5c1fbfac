/**
 * What always holds in the business, as queries that give the keys of what breaks it.
 *
 * @module
 */
import { sayDay } from '../../worlds/time.ts'
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import type { Names } from './names.ts'
import { sqlNames } from './oracles.ts'
import type { Story } from './story.ts'

export function invariantsOf(story: Story, names: Names): Invariant[] {
  const { level, plan, world } = story
  const s = sqlNames(names)
  const { c, ch, d, m, f, p } = s
  const goods = names.goods
  const core = (name: string, kind: Invariant['kind'], from: string): Invariant => ({
    ...{ name, kind, table: s.core, query: `SELECT k.${c.id} FROM ${s.core} k ${from}` },
  })
  const { quantity, amount } = world.ranges as Record<'quantity' | 'amount', { low: number; high: number }>
  const list = [
    core(
      'a line has a plausible count',
      'range',
      `WHERE k.${c.quantity} NOT BETWEEN ${quantity.low} AND ${quantity.high}`,
    ),
    core('a line has a plausible amount', 'range', `WHERE k.${c.amount} NOT BETWEEN ${amount.low} AND ${amount.high}`),
  ]
  if (plan === 'numbered')
    list.push(
      core(
        'a line is in the books once',
        'dependency',
        `WHERE EXISTS (SELECT 1 FROM ${s.core} o WHERE o.${c.id} <> k.${c.id} AND o.${c.sender} = k.${c.sender} AND o.${c.lane} = k.${c.lane}
          AND substr(o.${c.at}, 1, 10) = substr(k.${c.at}, 1, 10) AND o.${c.line} = k.${c.line})`,
      ),
    )
  if (level === 1) {
    list.push(core('a line is older than its file', 'order', `WHERE k.${c.at} > k.${f.receivedAt}`))
    return list
  }
  const file = plan === 'numbered' ? `f.${f.id} = k.${c.file}` : `f.${f.load} = k.${c.load}`
  list.push(
    core('a line is older than its file', 'order', `JOIN ${s.files} f ON ${file} WHERE k.${c.at} > f.${f.receivedAt}`),
    core(
      'an amount is count times price',
      'dependency',
      `LEFT JOIN ${goods.table} g ON g.${goods.columns.code} = k.${c.good} WHERE g.${goods.columns.price} * k.${c.quantity} IS NOT k.${c.amount}`,
    ),
    core(
      'a line is of a known sender',
      'reference',
      `WHERE k.${c.sender} NOT IN (SELECT ${names.senders.columns.code} FROM ${names.senders.table})`,
    ),
    {
      ...{ name: 'what refers to a line is younger', kind: 'order', table: s.child },
      query: `SELECT x.${ch.id} FROM ${s.child} x JOIN ${s.core} k ON k.${c.id} = x.${ch.core} WHERE x.${ch.at} < k.${c.at}`,
    },
    {
      ...{ name: 'what refers to a line refers to one that is there', kind: 'reference', table: s.child },
      query: `SELECT x.${ch.id} FROM ${s.child} x WHERE x.${ch.core} NOT IN (SELECT ${c.id} FROM ${s.core})`,
    },
    {
      ...{ name: 'no more is given back than there was', kind: 'sum', table: s.child },
      query: `SELECT x.${ch.id} FROM ${s.child} x JOIN ${s.core} k ON k.${c.id} = x.${ch.core}
        WHERE (SELECT sum(y.${ch.quantity}) FROM ${s.child} y WHERE y.${ch.core} = k.${c.id}) > k.${c.quantity}`,
    },
  )
  if (level >= 3) {
    const open = level >= 4 ? ` AND substr(t.${d.day}, 1, 7) NOT IN (SELECT ${p.month} FROM ${s.periods})` : ''
    list.push({
      ...{ name: 'a day is the sum of its lines', kind: 'sum', table: s.days },
      query: `SELECT t.${d.sender}, t.${d.day} FROM ${s.days} t LEFT JOIN (SELECT ${c.sender} AS who, substr(${c.at}, 1, 10) AS day,
          count(*) AS n, sum(${c.amount}) AS a FROM ${s.core} GROUP BY 1, 2) x ON x.who = t.${d.sender} AND x.day = t.${d.day}
        WHERE (x.n IS NOT t.${d.lines} OR x.a IS NOT t.${d.amount})${open}`,
    })
    const w = names.statements
    list.push({
      ...{ name: 'a week of a sender is what the sender says', kind: 'sum', table: w.table },
      query: `SELECT w.${w.columns.id} FROM ${w.table} w WHERE (SELECT sum(k.${c.amount}) FROM ${s.core} k WHERE k.${c.sender} = w.${w.columns.sender}
        AND substr(k.${c.at}, 1, 10) BETWEEN w.${w.columns.from} AND w.${w.columns.until}) IS NOT w.${w.columns.amount}`,
    })
  }
  if (level >= 5)
    list.push({
      ...{ name: 'a month is the sum of its days', kind: 'sum', table: s.months },
      query: `SELECT t.${m.sender}, t.${m.month} FROM ${s.months} t WHERE (SELECT sum(x.${d.amount}) FROM ${s.days} x WHERE x.${d.sender} = t.${m.sender}
        AND substr(x.${d.day}, 1, 7) = t.${m.month}) IS NOT t.${m.amount}`,
    })
  return list
}

/** Rows that the bug reached: all rows of both files of a day that came again, and what is added up from them. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const { core, child, days, months, statements } = names
  const scope = new Map<string, RowPlace>()
  const add = (table: string, ...key: readonly (string | number)[]): void =>
    void scope.set(JSON.stringify([table, key]), { table, key })
  const ids = new Set(story.pairs.flatMap(({ first, second }) => [...first.ids, ...second.ids]))
  for (const id of ids) if (story.seen.rows.has(id)) add(core.table, id)
  for (const row of story.children) if (ids.has(row.core)) add(child.table, row.id)
  for (const { first } of story.pairs) {
    add(days.table, first.sender.code, sayDay(first.day))
    add(months.table, first.sender.code, sayDay(first.day).slice(0, 7))
    for (const { id, sender, from, until } of story.statements)
      if (sender === first.sender.code && first.day >= from && first.day <= until) add(statements.table, id)
  }
  return [...scope.values()]
}

/** Short ways to pick out what is wrong; each takes rows that stay as well. */
export function selectorsOf(story: Story, names: Names): RowSelector[] {
  const s = sqlNames(names)
  const { c, f } = s
  const key = story.plan === 'numbered' ? c.file : c.load
  const selector = (name: string, where: string): RowSelector => ({
    ...{ name, table: s.core, query: `SELECT k.${c.id} FROM ${s.core} k WHERE ${where}` },
  })
  const slot = (alias: string): string =>
    `${alias}.${c.sender} || '/' || ${alias}.${c.lane} || '/' || substr(${alias}.${c.at}, 1, 10)`
  const list = [
    selector(
      'rows of days with two files',
      `${slot('k')} IN (SELECT ${slot('o')} FROM ${s.core} o GROUP BY 1 HAVING count(DISTINCT o.${key}) > 1)`,
    ),
    selector(
      'rows that have an equal one',
      `EXISTS (SELECT 1 FROM ${s.core} o WHERE o.${c.id} <> k.${c.id} AND o.${c.sender} = k.${c.sender} AND o.${c.at} = k.${c.at} AND o.${c.good} = k.${c.good} AND o.${c.party} = k.${c.party})`,
    ),
  ]
  if (story.level === 3)
    list.push(
      selector(
        'rows loaded by the release',
        `k.${key} IN (SELECT ${story.plan === 'numbered' ? f.id : f.load} FROM ${s.files} WHERE ${f.release} = '${story.window.bad}')`,
      ),
    )
  return list
}

/** Which column holds keys of which table. */
export function relationsOf(story: Story, names: Names): Relation[] {
  const { level, plan } = story
  if (level === 1) return []
  const { core, files, raw, child, goods, senders, changes } = names
  const file =
    plan === 'numbered'
      ? { column: core.columns.file, key: files.columns.id }
      : { column: core.columns.load, key: files.columns.load }
  return [
    { child: core.table, parent: files.table, ...file },
    { child: core.table, column: core.columns.good, parent: goods.table, key: goods.columns.code },
    { child: core.table, column: core.columns.sender, parent: senders.table, key: senders.columns.code },
    { child: child.table, column: child.columns.core, parent: core.table, key: core.columns.id },
    ...(plan === 'numbered'
      ? []
      : [{ child: raw.table, column: raw.columns.file, parent: files.table, key: files.columns.id }]),
    ...(level >= 3
      ? [{ child: changes.table, column: changes.columns.row, parent: core.table, key: core.columns.id }]
      : []),
  ]
}
