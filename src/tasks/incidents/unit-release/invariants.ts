/**
 * What always holds of weighings, as queries that give the keys of what breaks it.
 *
 * @module
 */
import { dayOf, monthOf, sayDay } from '../../worlds/time.ts'
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import type { Names } from './names.ts'
import { isStruck, type Story } from './story.ts'
import { priceRange } from './totals.ts'

export function invariantsOf(story: Story, names: Names): Invariant[] {
  const { level, trade, plan, rule } = story
  const { weighings, handsets, models, bands, invoices, sessions, days, months, sites, words } = names
  const [w, h, s, b, i, d, m] = [weighings.columns, handsets.columns, sessions.columns, bands.columns, invoices.columns, days.columns, months.columns] // prettier-ignore
  const core = (name: string, kind: Invariant['kind'], where: string): Invariant => ({
    ...{ name, kind, table: weighings.table },
    query: `SELECT o.${w.id} FROM ${weighings.table} o WHERE ${where}`,
  })
  const handset = (column: string): string =>
    `(SELECT x.${column} FROM ${handsets.table} x WHERE x.${h.code} = o.${w.handset})`
  const x = names.swaps.columns
  const fitted =
    story.swaps.length === 0
      ? handset(h.model)
      : `coalesce((SELECT z.${x.former} FROM ${names.swaps.table} z WHERE z.${x.handset} = o.${w.handset} AND z.${x.since} > substr(o.${w.takenAt}, 1, 10)), ${handset(h.model)})`
  const invoice = (column: string): string =>
    `(SELECT x.${column} FROM ${invoices.table} x WHERE x.${i.number} = o.${w.invoice})`
  const open = rule.frozen === 'any' ? `o.${w.invoice} IS NULL` : `${invoice(i.status)} IS NOT '${words.sent}'`
  const list: Invariant[] = [
    core('a plausible weight', 'range', `o.${w.weight} NOT BETWEEN ${Math.floor(trade.lightest * 0.9)} AND ${trade.heaviest}`), // prettier-ignore
    core(
      'no more than the scale carries',
      'dependency',
      `o.${w.weight} > 1.01 * (SELECT y.${models.columns.capacity} FROM ${models.table} y WHERE y.${models.columns.name} = ${fitted})`,
    ),
    core(
      'the band of the weight, where nothing is invoiced for good',
      'dependency',
      `${open} AND o.${w.band} <> (SELECT x.${b.code} FROM ${bands.table} x WHERE x.${b.upTo} >= o.${w.weight} ORDER BY x.${b.upTo} LIMIT 1)`,
    ),
    core('a known band', 'reference', `o.${w.band} NOT IN (SELECT ${b.code} FROM ${bands.table})`),
    core('a known handset', 'reference', `o.${w.handset} NOT IN (SELECT ${h.code} FROM ${handsets.table})`),
    core('uploaded after it was taken', 'order', `o.${w.sentAt} < o.${w.takenAt}`),
    core('taken after the handset was handed out', 'order', `substr(o.${w.takenAt}, 1, 10) < ${handset(h.since)} OR substr(o.${w.sentAt}, 1, 10) < ${handset(h.since)}`), // prettier-ignore
    core('invoiced after it was uploaded', 'order', `substr(o.${w.sentAt}, 1, 10) > ${invoice(i.madeOn)} OR substr(o.${w.takenAt}, 1, 10) > ${invoice(i.madeOn)}`), // prettier-ignore
    {
      ...{ name: 'a handset is at a known place', kind: 'reference', table: handsets.table },
      query: `SELECT ${h.code} FROM ${handsets.table} WHERE ${h.site} NOT IN (SELECT ${sites.columns.code} FROM ${sites.table})`,
    },
  ]
  const sinceOf = (table: string, key: string, column: string, at: string, name: string): Invariant => ({
    ...{ name, kind: 'order', table },
    query: `SELECT n.${key} FROM ${table} n JOIN ${handsets.table} x ON x.${h.code} = n.${column} WHERE substr(n.${at}, 1, 10) < x.${h.since}`,
  })
  if (story.swaps.length > 0)
    list.push(sinceOf(names.swaps.table, x.id, x.handset, x.since, 'another scale after the handset was handed out'))
  if (plan === 'events') {
    const e = names.events.columns
    list.push(sinceOf(names.events.table, e.id, e.handset, e.at, 'events after the handset was handed out'))
  } else
    list.push(
      {
        ...{ name: 'signed out after signing in', kind: 'order', table: sessions.table },
        query: `SELECT ${s.id} FROM ${sessions.table} WHERE ${s.until} <= ${s.from}`,
      },
      {
        ...{ name: 'signed in after the handset was handed out', kind: 'order', table: sessions.table },
        query: `SELECT n.${s.id} FROM ${sessions.table} n JOIN ${handsets.table} x ON x.${h.code} = n.${s.handset} WHERE substr(n.${s.from}, 1, 10) < x.${h.since} OR substr(n.${s.until}, 1, 10) < x.${h.since}`,
      },
    )
  if (story.checks.length > 0) {
    const c = names.checks.columns
    list.push(sinceOf(names.checks.table, c.id, c.handset, c.at, 'checks after the handset was handed out'))
  }
  if (story.boxReadings.length > 0) {
    const r = names.boxReadings.columns
    list.push(sinceOf(names.boxReadings.table, r.id, r.handset, r.at, 'boxes after the handset was handed out'))
  }
  if (level < 3) return list
  const [least, most] = priceRange(story)
  list.push(
    {
      ...{ name: 'a day is the sum of its weighings', kind: 'sum', table: days.table },
      query: `SELECT t.${d.site}, t.${d.day} FROM ${days.table} t LEFT JOIN (SELECT x.${h.site} AS who, substr(o.${w.takenAt}, 1, 10) AS day, count(*) AS n,
          sum(o.${w.weight}) AS g, sum(y.${b.price}) AS c FROM ${weighings.table} o JOIN ${handsets.table} x ON x.${h.code} = o.${w.handset}
          JOIN ${bands.table} y ON y.${b.code} = o.${w.band} GROUP BY 1, 2) z ON z.who = t.${d.site} AND z.day = t.${d.day}
        WHERE z.n IS NOT t.${d.weighings} OR z.g IS NOT t.${d.weight} OR z.c IS NOT t.${d.charges}`,
    },
    {
      ...{ name: 'a day is computed after it', kind: 'order', table: days.table },
      query: `SELECT t.${d.site}, t.${d.day} FROM ${days.table} t WHERE t.${d.day} > substr(t.${d.builtAt}, 1, 10)`,
    },
    {
      ...{ name: 'plausible days', kind: 'range', table: days.table },
      query: `SELECT t.${d.site}, t.${d.day} FROM ${days.table} t WHERE t.${d.weighings} NOT BETWEEN 1 AND 400
        OR t.${d.charges} NOT BETWEEN ${least} * t.${d.weighings} AND ${most} * t.${d.weighings}`,
    },
  )
  if (level >= 5)
    list.push({
      ...{ name: 'a month is the sum of its days', kind: 'sum', table: months.table },
      query: `SELECT t.${m.site}, t.${m.month} FROM ${months.table} t LEFT JOIN (SELECT ${d.site} AS who, substr(${d.day}, 1, 7) AS month, sum(${d.weighings}) AS n,
          sum(${d.weight}) AS g, sum(${d.charges}) AS c FROM ${days.table} GROUP BY 1, 2) z ON z.who = t.${m.site} AND z.month = t.${m.month}
        WHERE z.n IS NOT t.${m.weighings} OR z.g IS NOT t.${m.weight} OR z.c IS NOT t.${m.charges}`,
    })
  return list
}

/** Weighings that were struck, and what is added up from them. */
export function scopeOf(story: Story, names: Names): RowPlace[] {
  const scope = new Map<string, RowPlace>()
  const add = (table: string, ...key: readonly (string | number)[]): void =>
    void scope.set(JSON.stringify([table, key]), { table, key })
  for (const own of story.weighings.filter((each) => isStruck(story, each))) {
    const day = dayOf(own.takenAt)
    add(names.weighings.table, own.id)
    if (story.level >= 3) add(names.days.table, own.handset.site, sayDay(day))
    if (story.level >= 5) add(names.months.table, own.handset.site, monthOf(day))
  }
  return [...scope.values()]
}

/** Short ways to pick out what is wrong; each takes weighings that stay as well. */
export function selectorsOf({ versions, trade, weighings }: Story, names: Names): RowSelector[] {
  const { weighings: table, handsets, words } = names
  const [w, h] = [table.columns, handsets.columns]
  const selector = (name: string, where: string): RowSelector => ({
    ...{ name, table: table.table },
    query: `SELECT o.${w.id} FROM ${table.table} o WHERE ${where}`,
  })
  const odd = [versions.struck, versions.again].flatMap((own) => (own === null ? [] : [`'${own}'`])).join(', ')
  const first = weighings.find(({ sentBy }) => sentBy === versions.struck)?.takenAt ?? 0
  return [
    selector('uploaded by the versions in between', `o.${w.sentBy} IN (${odd})`),
    selector('the same, read from the scale', `o.${w.sentBy} IN (${odd}) AND o.${w.entry} = '${words.scale}'`),
    selector('heavier than anything may be', `o.${w.weight} > ${trade.heaviest}`),
    {
      ...{ name: 'far from the mean of its kind', table: table.table },
      query: `SELECT o.${w.id} FROM ${table.table} o JOIN (SELECT ${w.kind} AS which, avg(${w.weight}) AS mean FROM ${table.table} GROUP BY 1) q
        ON q.which = o.${w.kind} WHERE o.${w.weight} > 4 * q.mean OR o.${w.weight} * 4 < q.mean`,
    },
    selector('lighter than anything is', `o.${w.weight} < ${trade.lightest}`),
    selector(
      'everything since the first of them',
      `o.${w.takenAt} >= strftime('%Y-%m-%d %H:%M', ${first * 60}, 'unixepoch')`,
    ),
    selector('handsets with something too heavy', `o.${w.handset} IN (SELECT x.${w.handset} FROM ${table.table} x WHERE x.${w.weight} > ${trade.heaviest})`), // prettier-ignore
    selector('handsets of one scale', `(SELECT x.${h.model} FROM ${handsets.table} x WHERE x.${h.code} = o.${w.handset}) = (SELECT min(${h.model}) FROM ${handsets.table})`), // prettier-ignore
  ]
}

/** Which column holds keys of which table. */
export function relationsOf(story: Story, names: Names): Relation[] {
  const { weighings, handsets, invoices, models, sites, bands, sessions, events, checks, boxReadings } = names
  const [w, h] = [weighings.columns, handsets.columns]
  const list: Relation[] = [
    { child: weighings.table, column: w.handset, parent: handsets.table, key: h.code },
    { child: weighings.table, column: w.invoice, parent: invoices.table, key: invoices.columns.number },
    { child: weighings.table, column: w.band, parent: bands.table, key: bands.columns.code },
    { child: handsets.table, column: h.model, parent: models.table, key: models.columns.name },
    { child: handsets.table, column: h.site, parent: sites.table, key: sites.columns.code },
  ]
  const toHandset = (child: string, column: string): Relation => ({
    child,
    column,
    parent: handsets.table,
    key: h.code,
  })
  if (story.plan === 'events') list.push(toHandset(events.table, events.columns.handset))
  else list.push(toHandset(sessions.table, sessions.columns.handset))
  if (story.swaps.length > 0) list.push(toHandset(names.swaps.table, names.swaps.columns.handset))
  if (story.checks.length > 0) list.push(toHandset(checks.table, checks.columns.handset))
  if (story.boxReadings.length > 0) list.push(toHandset(boxReadings.table, boxReadings.columns.handset))
  return list
}
