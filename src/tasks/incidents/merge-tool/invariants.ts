/**
 * What always holds of records, children and uses; what the accident reached; and short ways to pick rows.
 *
 * @module
 */
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import { monthOf } from '../../worlds/time.ts'
import { sqlNames } from './oracles.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** Columns that hold keys of other tables. */
export function relationsOf({ level }: Story, names: Names): Relation[] {
  const { children, records, uses, overview } = names
  const own: Relation[] = [
    { child: children.table, column: children.columns.owner, parent: records.table, key: records.columns.id },
  ]
  if (level >= 2)
    own.push({ child: uses.table, column: uses.columns.child, parent: children.table, key: children.columns.id })
  if (level >= 3)
    own.push({ child: overview.table, column: overview.columns.record, parent: records.table, key: records.columns.id })
  return own
}

/** Everything that always holds. */
export function invariantsOf({ level, plan, trade }: Story, names: Names): Invariant[] {
  const s = sqlNames(names)
  const { c, r, u, m, l, e, v, o } = s
  const { least, most, step } = trade.values
  const { archive } = names
  const put = level >= 3 ? ` AND ${c.owner} NOT IN (SELECT ${archive.columns.id} FROM ${archive.table})` : ''
  const list: Invariant[] = [
    {
      ...{ name: 'values of one child', kind: 'range', table: s.kids },
      query: `SELECT ${c.id} FROM ${s.kids} WHERE ${c.value} NOT BETWEEN ${least} AND ${most} OR (${c.value} - ${least}) % ${step} <> 0`,
    },
    {
      ...{ name: 'a known record', kind: 'reference', table: s.kids },
      query: `SELECT ${c.id} FROM ${s.kids} WHERE ${c.owner} NOT IN (SELECT ${r.id} FROM ${s.records})${put}`,
    },
    {
      ...{ name: 'an item once on a record', kind: 'dependency', table: s.kids },
      query: `SELECT ${c.id} FROM ${s.kids} WHERE (${c.owner}, ${c.item}) IN (SELECT ${c.owner}, ${c.item} FROM ${s.kids} GROUP BY 1, 2 HAVING count(*) > 1)`,
    },
  ]
  if (plan === 'messages')
    list.push(
      {
        ...{ name: 'a link ends after it begins', kind: 'order', table: s.links },
        query: `SELECT ${names.links.columns.id} FROM ${s.links} WHERE ${l.until} < ${l.from}`,
      },
      {
        ...{
          name: 'a child hangs on the record that its number of the other system stands for',
          kind: 'dependency',
          table: s.kids,
        },
        query: `SELECT k.${c.id} FROM ${s.kids} k JOIN ${s.sent} p ON p.${s.s.child} = k.${c.id} AND p.${s.s.field} = '${c.owner}' JOIN ${s.links} n ON n.${l.ref} = p.${s.s.value}
          WHERE n.${l.until} IS NULL AND n.${l.record} <> k.${c.owner}`,
      },
    )
  else
    list.push({
      ...{ name: 'a merge is taken back after it was done', kind: 'order', table: s.merges },
      query: `SELECT ${m.id} FROM ${s.merges} WHERE ${m.undoneAt} < ${m.at}`,
    })
  if (level === 1) return list
  list.push(
    {
      ...{ name: 'uses of children that are there', kind: 'reference', table: s.uses },
      query: `SELECT ${u.id} FROM ${s.uses} WHERE ${u.child} NOT IN (SELECT ${c.id} FROM ${s.kids})`,
    },
    {
      ...{ name: 'a request is settled after it was made', kind: 'order', table: s.asked },
      query: `SELECT ${e.id} FROM ${s.asked} WHERE ${e.doneOn} < ${e.askedOn}`,
    },
  )
  if (level < 3) return list
  list.push(
    {
      ...{ name: 'overviews', kind: 'range', table: s.view },
      query: `SELECT ${v.record} FROM ${s.view} WHERE ${v.children} NOT BETWEEN 0 AND 20 OR ${v.total} NOT BETWEEN 0 AND ${20 * most}`,
    },
    {
      ...{ name: 'overviews add up', kind: 'sum', table: s.view },
      query: `SELECT w.${v.record} FROM ${s.view} w LEFT JOIN (SELECT ${c.owner} AS record, count(*) AS n, sum(${c.value}) AS a FROM ${s.kids} GROUP BY 1) t ON t.record = w.${v.record}
        WHERE w.${v.children} <> coalesce(t.n, 0) OR w.${v.total} <> coalesce(t.a, 0)`,
    },
  )
  if (level >= 5)
    list.push({
      ...{ name: 'months', kind: 'range', table: s.months },
      query: `SELECT ${o.month} FROM ${s.months} WHERE ${o.children} NOT BETWEEN 0 AND 9999 OR ${o.total} NOT BETWEEN 0 AND ${9999 * most}`,
    })
  return list
}

/** Rows that the accident made, or that were worked out of such. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const { level, cases, uses, initial, seen, due } = story
  const struck = new Set(cases.flatMap(({ child, twin }) => [child.id, ...(twin === null ? [] : [twin.id])]))
  const places: RowPlace[] = [...struck].map((id) => ({ table: names.children.table, key: [id] }))
  if (level >= 2)
    for (const { id, child } of uses) if (struck.has(child ?? 0)) places.push({ table: names.uses.table, key: [id] })
  if (level >= 3) {
    const records = new Set(cases.flatMap(({ path }) => path))
    for (const record of records) places.push({ table: names.overview.table, key: [record] })
  }
  if (level >= 5) {
    const months = new Set(
      [...initial, ...seen.children.values(), ...due.children.values()].map(({ since }) => monthOf(since)),
    )
    for (const month of months) places.push({ table: names.months.table, key: [month] })
  }
  return places
}

/** Short ways to pick rows, from level 3 on. */
export function selectorsOf({ level, plan }: Story, names: Names): RowSelector[] {
  if (level < 3) return []
  const s = sqlNames(names)
  const { c, r, u, m, l } = s
  const pick = (name: string, table: string, query: string): RowSelector => ({ name, table, query })
  const known = `(SELECT ${r.id} FROM ${s.records})`
  return [
    pick('children without a record', s.kids, `SELECT ${c.id} FROM ${s.kids} WHERE ${c.owner} NOT IN ${known}`),
    pick(
      'uses without a child',
      s.uses,
      `SELECT ${u.id} FROM ${s.uses} WHERE ${u.child} NOT IN (SELECT ${c.id} FROM ${s.kids})`,
    ),
    plan === 'messages'
      ? pick(
          'children of records that got a number of another',
          s.kids,
          `SELECT ${c.id} FROM ${s.kids} WHERE ${c.owner} IN (SELECT ${l.record} FROM ${s.links} GROUP BY 1 HAVING count(*) > 1)`,
        )
      : pick(
          'children of records that were kept',
          s.kids,
          `SELECT ${c.id} FROM ${s.kids} WHERE ${c.owner} IN (SELECT ${m.winner} FROM ${s.merges})`,
        ),
  ]
}
