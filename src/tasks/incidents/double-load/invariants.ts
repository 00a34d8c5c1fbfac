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
  const { level, plan, world, rule } = story
  const s = sqlNames(names)
  const { c, ch, d, m, f, p } = s
  const goods = names.goods
  const core = (name: string, kind: Invariant['kind'], from: string): Invariant => ({
    name,
    kind,
    table: s.core,
    query: `SELECT k.${c.id} FROM ${s.core} k ${from}`,
  })
  // Where lines that were taken back stay, they stay with nothing in them.
  const leastOf = (low: number): number => (rule.struck === 'stands' ? 0 : low)
  const { quantity, amount } = world.ranges as Record<'quantity' | 'amount', { low: number; high: number }>
  const list = [
    core(
      'a line has a plausible count',
      'range',
      `WHERE k.${c.quantity} NOT BETWEEN ${leastOf(quantity.low)} AND ${quantity.high}`,
    ),
    core(
      'a line has a plausible amount',
      'range',
      `WHERE k.${c.amount} NOT BETWEEN ${leastOf(amount.low)} AND ${amount.high}`,
    ),
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
    return [...list, ...rangesOf(story, names)]
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
      name: 'what refers to a line is younger',
      kind: 'order',
      table: s.child,
      query: `SELECT x.${ch.id} FROM ${s.child} x JOIN ${s.core} k ON k.${c.id} = x.${ch.core} WHERE x.${ch.at} < k.${c.at}`,
    },
    {
      name: 'what refers to a line refers to one that is there',
      kind: 'reference',
      table: s.child,
      query: `SELECT x.${ch.id} FROM ${s.child} x WHERE x.${ch.core} NOT IN (SELECT ${c.id} FROM ${s.core})`,
    },
    {
      name: 'no more is given back than there was',
      kind: 'sum',
      table: s.child,
      query: `SELECT x.${ch.id} FROM ${s.child} x JOIN ${s.core} k ON k.${c.id} = x.${ch.core}
        WHERE k.${c.quantity} > 0 AND (SELECT sum(y.${ch.quantity}) FROM ${s.child} y WHERE y.${ch.core} = k.${c.id}) > k.${c.quantity}`,
    },
  )
  if (level >= 3) {
    const open = level >= 4 ? ` AND substr(t.${d.day}, 1, 7) NOT IN (SELECT ${p.month} FROM ${s.periods})` : ''
    list.push({
      name: 'a day is the sum of its lines',
      kind: 'sum',
      table: s.days,
      query: `SELECT t.${d.sender}, t.${d.day} FROM ${s.days} t LEFT JOIN (SELECT ${c.sender} AS who, substr(${c.at}, 1, 10) AS day,
          count(*) AS n, sum(${c.amount}) AS a FROM ${s.core} GROUP BY 1, 2) x ON x.who = t.${d.sender} AND x.day = t.${d.day}
        WHERE (x.n IS NOT t.${d.lines} OR x.a IS NOT t.${d.amount})${open}`,
    })
    const w = names.statements
    list.push({
      name: 'half a month is what the other books say',
      kind: 'sum',
      table: w.table,
      query: `SELECT w.${w.columns.id} FROM ${w.table} w WHERE (SELECT sum(k.${c.amount}) FROM ${s.core} k
        WHERE ' ' || w.${w.columns.senders} || ' ' LIKE '% ' || k.${c.sender} || ' %' AND substr(k.${c.at}, 1, 10) BETWEEN w.${w.columns.from} AND w.${w.columns.until}) IS NOT w.${w.columns.amount}`,
    })
  }
  if (level >= 5)
    list.push({
      name: 'a month is the sum of its days',
      kind: 'sum',
      table: s.months,
      query: `SELECT t.${m.sender}, t.${m.month} FROM ${s.months} t WHERE (SELECT sum(x.${d.amount}) FROM ${s.days} x WHERE x.${d.sender} = t.${m.sender}
        AND substr(x.${d.day}, 1, 7) = t.${m.month}) IS NOT t.${m.amount}`,
    })
  return [...list, ...ordersOf(story, names), ...rangesOf(story, names)]
}

/** Rows that the bug reached: all rows of both files of a day that came again, and what is added up from them. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const { core, child, days, months, statements } = names
  const scope = new Map<string, RowPlace>()
  const add = (table: string, ...key: readonly (string | number)[]): void =>
    void scope.set(JSON.stringify([table, key]), { table, key })
  const ids = new Set(story.pairs.flatMap(({ first, second }) => [...first.ids, ...second.ids]))
  for (const id of ids) if (story.known.rows.has(id)) add(core.table, id)
  for (const row of story.children) if (ids.has(row.core)) add(child.table, row.id)
  for (const { first } of story.pairs) {
    add(days.table, first.sender.code, sayDay(first.day))
    add(months.table, first.sender.code, sayDay(first.day).slice(0, 7))
    for (const { id, from, until, senders } of story.statements)
      if (senders.includes(first.sender.code) && first.day >= from && first.day <= until) add(statements.table, id)
  }
  return [...scope.values()]
}

/** Short ways to pick out what is wrong; each takes rows that stay as well. */
export function selectorsOf(story: Story, names: Names): RowSelector[] {
  const s = sqlNames(names)
  const { c, f } = s
  const key = story.plan === 'numbered' ? c.file : c.load
  const selector = (name: string, where: string): RowSelector => ({
    name,
    table: s.core,
    query: `SELECT k.${c.id} FROM ${s.core} k WHERE ${where}`,
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

/** Times that have an order. */
function ordersOf(story: Story, names: Names): Invariant[] {
  const { level, plan } = story
  const { core, files, days, runs, statements, periods, changes, child } = names
  const [c, f] = [core.columns, files.columns]
  const within = (
    names_: { table: string; columns: Readonly<Record<string, string>> },
    key: readonly string[],
    early: string,
    late: string,
  ): Invariant => {
    const [first, then] = [names_.columns[early], names_.columns[late]]
    const shown = key.map((column) => `t.${names_.columns[column]}`).join(', ')
    return {
      name: `${names_.table}: ${first} before ${then}`,
      kind: 'order',
      table: names_.table,
      query: `SELECT ${shown} FROM ${names_.table} t WHERE substr(t.${first}, 1, min(length(t.${first}), length(t.${then}))) > substr(t.${then}, 1, min(length(t.${first}), length(t.${then})))`,
    }
  }
  const file = plan === 'numbered' ? `f.${f.id} = k.${c.file}` : `f.${f.load} = k.${c.load}`
  const list = [
    within(files, ['id'], 'day', 'receivedAt'),
    {
      name: 'a line is of the day of its file, or earlier',
      kind: 'order' as const,
      table: core.table,
      query: `SELECT k.${c.id} FROM ${core.table} k JOIN ${files.table} f ON ${file} WHERE substr(k.${c.at}, 1, 10) > f.${f.day}`,
    },
  ]
  if (level < 3) return list
  const x = changes.columns
  list.push(
    within(core, ['id'], 'at', 'changedAt'),
    within(days, ['sender', 'day'], 'day', 'builtAt'),
    within(runs, ['id'], 'startedAt', 'finishedAt'),
    within(statements, ['id'], 'from', 'until'),
    {
      name: 'a row changes after its file came',
      kind: 'order',
      table: core.table,
      query: `SELECT k.${c.id} FROM ${core.table} k JOIN ${files.table} f ON ${file}
        WHERE k.${c.changedAt} < f.${f.receivedAt} OR substr(k.${c.changedAt}, 1, 10) < f.${f.day}`,
    },
    {
      name: 'an entry of the log is later than its row',
      kind: 'order',
      table: changes.table,
      query: `SELECT x.${x.number} FROM ${changes.table} x JOIN ${core.table} k ON k.${c.id} = x.${x.row}
        WHERE x.${x.at} < k.${c.at} OR substr(x.${x.at}, 1, 16) > substr(k.${c.changedAt}, 1, 16)`,
    },
  )
  if (level >= 4) list.push(within(periods, ['month'], 'month', 'closedAt'))
  // Named so that who reads the list finds the pair.
  list.push({
    name: 'what refers to a row is later than the row',
    kind: 'order',
    table: child.table,
    query: `SELECT x.${child.columns.id} FROM ${child.table} x JOIN ${core.table} k ON k.${c.id} = x.${child.columns.core} WHERE x.${child.columns.at} < k.${c.at}`,
  })
  return list
}

/** What columns of numbers plausibly hold. */
function rangesOf(story: Story, names: Names): Invariant[] {
  const { level, plan, world } = story
  const price = world.ranges['price'] ?? { low: 1, high: 1_000_000 }
  const list: Invariant[] = []
  const add = (
    own: { table: string; columns: Readonly<Record<string, string>> },
    key: readonly string[],
    ranges: Readonly<Record<string, readonly [number, number]>>,
  ): void => {
    const shown = key.map((column) => `t.${own.columns[column]}`).join(', ')
    const odd = Object.entries(ranges).map(
      ([column, [low, high]]) => `t.${own.columns[column]} NOT BETWEEN ${low} AND ${high}`,
    )
    list.push({
      name: `${own.table}: plausible numbers`,
      kind: 'range',
      table: own.table,
      query: `SELECT ${shown} FROM ${own.table} t WHERE ${odd.join(' OR ')}`,
    })
  }
  const origin: Record<string, readonly [number, number]> =
    plan === 'numbered'
      ? { line: [1, 40], file: [1, 99_999] }
      : plan === 'landed'
        ? { load: [1, 99_999] }
        : { line: [1, 40], load: [1, 99_999] }
  add(names.core, ['id'], { lane: [1, 9], ...origin })
  if (level === 1) {
    const { core, files } = names
    const merged = { table: core.table, columns: { id: core.columns.id, announced: files.columns.announced } }
    add(merged, ['id'], { announced: [1, 40] })
    return list
  }
  add(names.files, ['id'], {
    lane: [1, 9],
    ...(plan === 'landed' ? {} : { announced: [1, 40] }),
    ...(plan !== 'landed' && level >= 4 ? { held: [1, 40], worth: [0, 5_000_000] } : {}),
    ...(plan === 'numbered' ? {} : { load: [1, 99_999] }),
  })
  add(names.goods, ['code'], { price: [price.low, price.high] })
  add(names.child, ['id'], { quantity: [1, 99] })
  if (plan === 'two systems') add(names.dictionary, ['id'], { position: [1, 9] })
  if (level < 3) return list
  add(names.days, ['sender', 'day'], { lines: [1, 500], amount: [1, 5_000_000] })
  add(names.runs, ['id'], { rowsRead: [0, 5000], rowsWritten: [0, 50] })
  add(names.statements, ['id'], { lines: [1, 9999], amount: [1, 99_000_000] })
  if (level >= 5) add(names.months, ['sender', 'month'], { lines: [1, 9999], amount: [1, 99_000_000] })
  return list
}
