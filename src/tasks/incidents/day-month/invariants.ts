/**
 * What always holds of files, rows, refused lines and plans; what the accident reached; and short ways to pick rows.
 *
 * @module
 */
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import { dayOf, sayDay } from '../../worlds/time.ts'
import { leadTolerance } from './lines.ts'
import type { Names } from './names.ts'
import { openFiles, openRefusals, planMonths } from './settle.ts'
import type { Story } from './business.ts'

/** Columns that hold keys of other tables. */
export function relationsOf({ level, plan }: Story, names: Names): Relation[] {
  if (level === 1) return []
  const { promises, files, refusals, partners, goods, changes, withdrawals, oldFiles, oldLines } = names
  const c = promises.columns
  const own: Relation[] = [
    { child: promises.table, column: c.file, parent: files.table, key: files.columns.id },
    { child: promises.table, column: c.partner, parent: partners.table, key: partners.columns.code },
    { child: refusals.table, column: refusals.columns.file, parent: files.table, key: files.columns.id },
    { child: changes.table, column: changes.columns.row, parent: promises.table, key: c.id },
    { child: withdrawals.table, column: withdrawals.columns.number, parent: promises.table, key: c.number },
  ]
  if (level >= 3) own.push({ child: promises.table, column: c.good, parent: goods.table, key: goods.columns.code })
  if (plan === 'two systems')
    own.push(
      { child: promises.table, column: c.file, parent: oldFiles.table, key: oldFiles.columns.id },
      { child: oldLines.table, column: oldLines.columns.file, parent: oldFiles.table, key: oldFiles.columns.id },
    )
  return own
}

/** Everything that always holds. */
export function invariantsOf(story: Story, names: Names): Invariant[] {
  return [...ordersOf(story, names), ...rangesOf(story, names), ...booksOf(story, names)]
}

/** Times that have an order. */
function ordersOf(story: Story, names: Names): Invariant[] {
  const { level, plan } = story
  const { promises, files, changes, withdrawals, oldFiles, handedOver } = names
  const c = promises.columns
  const order = (name: string, table: string, query: string): Invariant => ({ name, kind: 'order', table, query })
  const list = [
    order(
      'nothing is promised for a day before it was told',
      promises.table,
      `SELECT ${c.id} FROM ${promises.table} WHERE ${c.taken} >= ${c.due}`,
    ),
  ]
  if (level === 1) {
    list.push(
      order(
        'nothing has happened later than today',
        promises.table,
        `SELECT ${c.id} FROM ${promises.table} WHERE ${c.taken} > '${sayDay(dayOf(story.asOf))}'`,
      ),
    )
    return list
  }
  const f = files.columns
  const logs: readonly (readonly [table: string, id: string, came: string])[] = [
    [files.table, f.id, `substr(l.${f.receivedAt}, 1, 10)`],
    [files.table, f.id, `substr(l.${f.loadedAt}, 1, 10)`],
    ...(plan === 'two systems'
      ? [
          [
            oldFiles.table,
            oldFiles.columns.id,
            `substr(l.${oldFiles.columns.received}, 1, 4) || '-' || substr(l.${oldFiles.columns.received}, 5, 2) || '-' || substr(l.${oldFiles.columns.received}, 7, 2)`,
          ] as const,
        ]
      : []),
  ]
  for (const [log, id, came] of logs)
    list.push(
      order(
        'a row has happened before its file came, and is promised for after it',
        promises.table,
        `SELECT k.${c.id} FROM ${promises.table} k JOIN ${log} l ON l.${id} = k.${c.file} WHERE k.${c.taken} >= ${came} OR k.${c.due} <= ${came}`,
      ),
      order(
        'what is changed by hand is there before',
        changes.table,
        `SELECT i.${changes.columns.number} FROM ${changes.table} i JOIN ${promises.table} k ON k.${c.id} = i.${changes.columns.row} JOIN ${log} l ON l.${id} = k.${c.file}
          WHERE substr(i.${changes.columns.at}, 1, 10) < ${came} OR k.${c.taken} >= i.${changes.columns.at} OR k.${c.due} <= i.${changes.columns.at}`,
      ),
      order(
        'what is called off was announced before',
        withdrawals.table,
        `SELECT v.${withdrawals.columns.id} FROM ${withdrawals.table} v JOIN ${promises.table} k ON k.${c.partner} = v.${withdrawals.columns.partner} AND k.${c.number} = v.${withdrawals.columns.number}
          WHERE v.${withdrawals.columns.day} <= k.${c.taken} OR v.${withdrawals.columns.day} >= k.${c.due}`,
      ),
    )
  list.push(
    order(
      'a file is read after it came',
      files.table,
      `SELECT ${f.id} FROM ${files.table} WHERE ${f.receivedAt} > ${f.loadedAt}`,
    ),
  )
  if (level >= 4)
    list.push(
      order(
        'a month is handed over before it begins',
        handedOver.table,
        `SELECT ${handedOver.columns.month} FROM ${handedOver.table} WHERE substr(${handedOver.columns.at}, 1, 7) >= ${handedOver.columns.month}`,
      ),
    )
  return list
}

/** What columns of numbers plausibly hold. */
function rangesOf({ level, trade }: Story, { promises, plan, totals }: Names): Invariant[] {
  const [least, most] = trade.files.quantities
  const c = promises.columns
  const range = (name: string, table: string, key: string, odd: string): Invariant => ({
    ...{ name, kind: 'range', table },
    query: `SELECT ${key} FROM ${table} WHERE ${odd}`,
  })
  const list = [
    range(
      'pieces, numbers and lines',
      promises.table,
      c.id,
      `${c.quantity} NOT BETWEEN ${Math.max(1, least - 1)} AND ${most} OR ${c.number} NOT BETWEEN 10000 AND 99999 OR ${c.line} NOT BETWEEN 1 AND 60 OR ${c.file} NOT BETWEEN 100 AND 9999`,
    ),
    range(
      'days of this year and the next',
      promises.table,
      c.id,
      `date(${c.taken}) IS NOT ${c.taken} OR date(${c.due}) IS NOT ${c.due} OR substr(${c.taken}, 1, 4) <> '2026' OR substr(${c.due}, 1, 4) <> '2027'`,
    ),
  ]
  if (level < 3) return list
  const p = plan.columns
  list.push(
    range(
      'plans',
      plan.table,
      `${p.partner}, ${p.month}`,
      `${p.lines} NOT BETWEEN 0 AND 999 OR ${p.quantity} NOT BETWEEN 0 AND 99999`,
    ),
  )
  if (level === 5)
    list.push(
      range(
        'totals',
        totals.table,
        totals.columns.month,
        `${totals.columns.lines} NOT BETWEEN 0 AND 9999 OR ${totals.columns.quantity} NOT BETWEEN 0 AND 999999`,
      ),
    )
  return list
}

/** What settles what. */
function booksOf(story: Story, names: Names): Invariant[] {
  const { level, plan: source } = story
  const { promises, files, refusals, changes, goods, plan, handedOver, status, partners, totals, oldFiles } = names
  const c = promises.columns
  const list: Invariant[] = [
    {
      ...{ name: 'one row for each number of a partner', kind: 'dependency', table: promises.table },
      query: `SELECT ${c.id} FROM ${promises.table} WHERE (${c.partner}, ${c.number}) IN (SELECT ${c.partner}, ${c.number} FROM ${promises.table} GROUP BY 1, 2 HAVING count(*) > 1)`,
    },
  ]
  if (level === 1) return list
  const moved = `SELECT i.${changes.columns.row} FROM ${changes.table} i WHERE i.${changes.columns.column} = '${c.due}'`
  list.push(
    {
      ...{ name: 'a known partner', kind: 'reference', table: promises.table },
      query: `SELECT ${c.id} FROM ${promises.table} WHERE ${c.partner} NOT IN (SELECT ${partners.columns.code} FROM ${partners.table})`,
    },
    {
      ...{
        name: 'an id that is kept free is free, or has the line for which it is',
        kind: 'reference',
        table: refusals.table,
      },
      query: `SELECT q.${refusals.columns.id} FROM ${refusals.table} q JOIN ${promises.table} k ON k.${c.id} = q.${refusals.columns.row}
        WHERE k.${c.file} <> q.${refusals.columns.file} OR k.${c.line} <> q.${refusals.columns.line}`,
    },
  )
  if (level >= 3) {
    const p = plan.columns
    const open =
      level >= 4 ? ` WHERE own.${p.month} NOT IN (SELECT ${handedOver.columns.month} FROM ${handedOver.table})` : ''
    list.push(
      {
        ...{ name: 'a known code', kind: 'reference', table: promises.table },
        query: `SELECT ${c.id} FROM ${promises.table} WHERE ${c.good} NOT IN (SELECT ${goods.columns.code} FROM ${goods.table})`,
      },
      {
        ...{ name: 'the plan adds up', kind: 'sum', table: plan.table },
        query: `SELECT partner, month FROM (SELECT own.${p.partner} AS partner, own.${p.month} AS month, own.${p.lines} AS n, own.${p.quantity} AS q,
          coalesce(s.n, 0) AS lines, coalesce(s.q, 0) AS pieces FROM ${plan.table} own LEFT JOIN (SELECT ${c.partner} AS who, substr(${c.due}, 1, 7) AS month, count(*) AS n, sum(${c.quantity}) AS q
          FROM ${promises.table} WHERE ${c.status} = '${status.open}' GROUP BY 1, 2) s ON s.who = own.${p.partner} AND s.month = own.${p.month}${open}) WHERE n <> lines OR q <> pieces`,
      },
    )
    if (level === 5)
      list.push({
        ...{ name: 'totals add up', kind: 'sum', table: totals.table },
        query: `SELECT t.${totals.columns.month} FROM ${totals.table} t JOIN (SELECT ${p.month} AS month, sum(${p.lines}) AS n, sum(${p.quantity}) AS q FROM ${plan.table} GROUP BY 1) s
          ON s.month = t.${totals.columns.month} WHERE s.n <> t.${totals.columns.lines} OR s.q <> t.${totals.columns.quantity}`,
      })
  }
  if (level >= 4) {
    const lead = (log: string, id: string, came: string): Invariant => ({
      ...{ name: `what is promised keeps to the lead time (${log})`, kind: 'dependency', table: promises.table },
      query: `SELECT k.${c.id} FROM ${promises.table} k JOIN ${log} l ON l.${id} = k.${c.file} JOIN ${goods.table} g ON g.${goods.columns.code} = k.${c.good}
        WHERE k.${c.id} NOT IN (${moved}) AND abs(julianday(k.${c.due}) - julianday(${came}) - g.${goods.columns.lead}) > ${leadTolerance}`,
    })
    list.push(
      {
        ...{ name: 'numbers ascend with the first day', kind: 'dependency', table: promises.table },
        query: `SELECT id FROM (SELECT ${c.id} AS id, ${c.taken} AS taken, max(${c.taken}) OVER (PARTITION BY ${c.partner} ORDER BY ${c.number} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS most
          FROM ${promises.table} WHERE ${c.file} NOT IN (${outside(story)})) WHERE taken < most
          UNION SELECT id FROM (SELECT ${c.id} AS id, ${c.taken} AS taken, max(${c.taken}) OVER (PARTITION BY ${c.partner} ORDER BY ${c.number} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS most,
          ${c.file} AS file FROM ${promises.table}) WHERE taken < most AND file IN (${outside(story)})`,
      },
      lead(files.table, files.columns.id, `substr(l.${files.columns.receivedAt}, 1, 10)`),
    )
    if (source === 'two systems') {
      const came = `l.${oldFiles.columns.received}`
      list.push(
        lead(
          oldFiles.table,
          oldFiles.columns.id,
          `substr(${came}, 1, 4) || '-' || substr(${came}, 5, 2) || '-' || substr(${came}, 7, 2)`,
        ),
      )
    }
  }
  return list
}

/** Files of the days of the accident, as a list in SQL. */
const outside = (story: Story): string =>
  openFiles(story)
    .map(({ id }) => String(id))
    .join(', ')

/** Rows that the accident wrote, refused or that were worked out of such. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const { level, seen, partners, edits, withdrawals } = story
  const { promises, refusals, plan, totals, changes } = names
  const open = new Set(openFiles(story).map(({ id }) => id))
  const places: RowPlace[] = []
  const rows = [...seen.values()].filter(({ file }) => open.has(file))
  for (const { id } of rows) places.push({ table: promises.table, key: [id] })
  if (level >= 2) {
    const [ids, numbers] = [
      new Set(rows.map(({ id }) => id)),
      new Set(rows.map((row) => `${row.partner} ${row.number}`)),
    ]
    for (const { id } of openRefusals(story)) places.push({ table: refusals.table, key: [id] })
    for (const { number, row } of edits) if (ids.has(row)) places.push({ table: changes.table, key: [number] })
    for (const { id, partner, number } of withdrawals)
      if (numbers.has(`${partner} ${number}`)) places.push({ table: names.withdrawals.table, key: [id] })
  }
  if (level >= 3)
    for (const { code } of partners)
      for (const month of planMonths) places.push({ table: plan.table, key: [code, month] })
  if (level >= 5) for (const month of planMonths) places.push({ table: totals.table, key: [month] })
  return places
}

/** Short ways to pick rows, from level 3 on. */
export function selectorsOf(story: Story, names: Names): RowSelector[] {
  const { level, plan, from, until, versions } = story
  if (level < 3) return []
  const { promises, files, refusals } = names
  const c = promises.columns
  const pick = (name: string, query: string): RowSelector => ({ name, table: promises.table, query })
  const both = `substr(${c.taken}, 9, 2) <= '12' AND substr(${c.due}, 9, 2) <= '12'`
  const inWindow = `SELECT ${files.columns.id} FROM ${files.table} WHERE ${files.columns.receivedAt} BETWEEN '${sayDay(from)}' AND '${sayDay(until)}'`
  return [
    pick('days that are days both ways', `SELECT ${c.id} FROM ${promises.table} WHERE ${both}`),
    pick(
      'first days later than today',
      `SELECT ${c.id} FROM ${promises.table} WHERE ${c.taken} > '${sayDay(dayOf(story.asOf))}'`,
    ),
    pick('files of those days', `SELECT ${c.id} FROM ${promises.table} WHERE ${c.file} IN (${inWindow})`),
    pick(
      'days that are days both ways in files of those days',
      `SELECT ${c.id} FROM ${promises.table} WHERE ${both} AND ${c.file} IN (${inWindow})`,
    ),
    pick(
      'files with refused lines',
      `SELECT ${c.id} FROM ${promises.table} WHERE ${c.file} IN (SELECT ${refusals.columns.file} FROM ${refusals.table})`,
    ),
    ...(plan === 'columns' && level === 3
      ? [
          pick(
            'files of the version',
            `SELECT ${c.id} FROM ${promises.table} WHERE ${c.file} IN (SELECT ${files.columns.id} FROM ${files.table} WHERE ${files.columns.release} = '${versions.struck}')`,
          ),
        ]
      : []),
  ]
}
