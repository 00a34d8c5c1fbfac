/**
 * Two repairs in SQL, by different means. The first lays sign-ins side by side with windows and joins once; the second asks
 * weighing by weighing what the handset reported last.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import { gramStep, type Rounding } from './grams.ts'
import type { Names } from './names.ts'
import { fieldSql, timeSql } from './old-app.ts'
import { rightUnderstanding, type Understanding } from './settle.ts'
import type { Story } from './story.ts'

export interface Where {
  readonly story: Story
  readonly names: Names
  /** Absent: that of the house, with steps as its papers or its checks give them. */
  readonly understanding?: Understanding
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Versions in their order. */
export const versionList = ({ versions }: Pick<Story, 'versions'>): string[] =>
  [versions.before, versions.struck, versions.again, versions.after].filter((own): own is string => own !== null)

/** Sign-ins of both programs, as rows of handset, begin, end and version. */
function sittingsSql({ plan }: Story, names: Names): string {
  const s = names.sessions.columns
  const fresh = `SELECT ${s.handset} AS dev, ${s.from} AS begins, ${s.until} AS ends, ${s.version} AS v FROM ${names.sessions.table}`
  if (plan !== 'two programs') return fresh
  const { log, dictionary } = names.old
  const record = `j.${log.columns.text}`
  const d = dictionary.columns
  return `${fresh} UNION ALL SELECT ${fieldSql(names.old, 'handset', record)}, ${timeSql(names.old, 'from', record)}, ${timeSql(names.old, 'until', record)},
      k.${d.meaning} FROM ${log.table} j JOIN ${dictionary.table} k ON k.${d.code} = ${fieldSql(names.old, 'version', record)}`
}

/** Each sign-in beside the next one of the handset. */
function spans({ story, names }: Where): string[] {
  const next = (column: string, at: string): string => `lead(${column}) OVER (PARTITION BY dev ORDER BY ${at})`
  if (story.plan === 'events') {
    const { table, columns: e } = names.events
    const { signIn, signOut, versionField } = names.words
    return [
      `CREATE TEMP TABLE span AS SELECT dev, begins, ends, v, ${next('begins', 'begins')} AS next_begins, ${next('v', 'begins')} AS next_v
      FROM (SELECT ${e.handset} AS dev, ${e.kind} AS what, ${e.at} AS begins, lead(${e.at}) OVER (PARTITION BY ${e.handset} ORDER BY ${e.at}) AS ends,
        json_extract(${e.payload}, '$.${versionField}') AS v FROM ${table} WHERE ${e.kind} IN (${quote(signIn)}, ${quote(signOut)}))
      WHERE what = ${quote(signIn)}`,
    ]
  }
  return [
    `CREATE TEMP TABLE span AS SELECT *, ${next('begins', 'begins')} AS next_begins, ${next('v', 'begins')} AS next_v FROM (${sittingsSql(story, names)})`,
  ]
}

/** The scale of a handset at some time, in SQL. */
function scaleSql(
  { story, names, understanding }: Where,
  { handset, at, now }: { readonly handset: string; readonly at: string; readonly now: string },
): string {
  if (story.swaps.length === 0 || understanding?.scale === 'today') return now
  const { table, columns: x } = names.swaps
  return `coalesce((SELECT x.${x.former} FROM ${table} x WHERE x.${x.handset} = ${handset} AND x.${x.since} > substr(${at}, 1, 10)), ${now})`
}

/** Steps of scales by version, told or worked out. */
function steps(where: Where): string {
  const { story, names, understanding } = where
  const head = 'CREATE TEMP TABLE step AS'
  const { checks: c, boxReadings: b, handsets: h } = names
  if (understanding !== undefined || story.level <= 3) {
    const { tenthsOn } = understanding ?? rightUnderstanding(story)
    const rows = story.models.flatMap((model) =>
      versionList(story).flatMap((version) => {
        const tenths = tenthsOn(version, model)
        return tenths === gramStep ? [] : [`(${quote(model.name)}, ${quote(version)}, ${tenths})`]
      }),
    )
    return `${head} SELECT column1 AS model, column2 AS v, column3 AS tenths FROM (VALUES ${rows.join(', ')})`
  }
  const known =
    story.plan === 'events'
      ? `SELECT ${b.columns.handset} AS dev, ${b.columns.at} AS at, ${b.columns.shown} AS shown,
          first_value(${b.columns.shown}) OVER (PARTITION BY ${b.columns.box} ORDER BY ${b.columns.at}) AS due FROM ${b.table}`
      : `SELECT ${c.columns.handset} AS dev, ${c.columns.at} AS at, ${c.columns.shown} AS shown, ${c.columns.nominal} AS due FROM ${c.table}`
  const scale = scaleSql(where, { handset: 'k.dev', at: 'k.at', now: `h.${h.columns.model}` })
  return `${head} SELECT ${scale} AS model, p.v AS v, CAST(round(10.0 * sum(k.due) / sum(k.shown)) AS INTEGER) AS tenths
      FROM (${known}) k JOIN ${h.table} h ON h.${h.columns.code} = k.dev JOIN span p ON p.dev = k.dev AND k.at BETWEEN p.begins AND p.ends
      GROUP BY 1, 2 HAVING tenths <> ${gramStep}`
}

const roundedBy: Readonly<Record<Rounding, (product: string) => string>> = {
  nearest: (product) => `(${product} + 5) / 10`,
  down: (product) => `${product} / 10`,
  up: (product) => `(${product} + 9) / 10`,
}

/** Whether a band may not be touched, in SQL; null: none is kept. */
function keptSql({ names }: Where, frozen: Understanding['frozen']): string | null {
  const { weighings: w, invoices: i, words } = names
  switch (frozen) {
    case 'none':
      return null
    case 'all':
      return '1'
    case 'any':
      return `${w.columns.invoice} IS NOT NULL`
    case 'sent':
      return `${w.columns.invoice} IN (SELECT ${i.columns.number} FROM ${i.table} WHERE ${i.columns.status} = ${quote(words.sent)})`
  }
}

/** By windows and joins. */
export function bySpans(where: Where): string[] {
  const { story, names } = where
  const understanding = where.understanding ?? rightUnderstanding(story)
  const { weighings, handsets, bands, words } = names
  const [w, h, b] = [weighings.columns, handsets.columns, bands.columns]
  const lost = { previous: 'p.v', next: 'coalesce(p.next_v, p.v)', sender: `w.${w.sentBy}` }[understanding.lost]
  const version =
    understanding.by === 'sender' ? `w.${w.sentBy}` : `CASE WHEN w.${w.takenAt} <= p.ends THEN p.v ELSE ${lost} END`
  const grams = roundedBy[understanding.rounding](`${weighings.table}.${w.weight} * s.tenths`)
  const band = `(SELECT b.${b.code} FROM ${bands.table} b WHERE b.${b.upTo} >= ${grams} ORDER BY b.${b.upTo} LIMIT 1)`
  const kept = keptSql(where, understanding.frozen)
  return [
    ...spans(where),
    `CREATE TEMP TABLE taken AS SELECT w.${w.id} AS wid, ${scaleSql(where, { handset: `w.${w.handset}`, at: `w.${w.takenAt}`, now: `h.${h.model}` })} AS model, ${version} AS v
      FROM ${weighings.table} w JOIN ${handsets.table} h ON h.${h.code} = w.${w.handset}
      JOIN span p ON p.dev = w.${w.handset} AND p.begins <= w.${w.takenAt} AND w.${w.takenAt} < coalesce(p.next_begins, '9999')`,
    steps(where),
    `UPDATE ${weighings.table} SET ${w.weight} = ${grams}, ${w.band} = ${kept === null ? band : `CASE WHEN ${kept} THEN ${w.band} ELSE ${band} END`}
      FROM taken t JOIN step s ON s.model = t.model AND s.v = t.v
      WHERE t.wid = ${weighings.table}.${w.id}${understanding.keyed === 'grams' ? ` AND ${w.entry} <> ${quote(words.keyed)}` : ''}`,
    ...totalsByJoin(where),
  ]
}

/** Days and months after the weighings are right. */
export function totalsByJoin({ story, names }: Where): string[] {
  if (story.level <= 2) return []
  const { weighings, handsets, bands, days, months } = names
  const [w, h, b, d, m] = [weighings.columns, handsets.columns, bands.columns, days.columns, months.columns]
  const list = [
    `UPDATE ${days.table} SET ${d.weight} = x.g, ${d.charges} = x.c FROM (SELECT h.${h.site} AS place, date(w.${w.takenAt}) AS on_day,
        sum(w.${w.weight}) AS g, sum(b.${b.price}) AS c
      FROM ${weighings.table} w JOIN ${handsets.table} h ON h.${h.code} = w.${w.handset} JOIN ${bands.table} b ON b.${b.code} = w.${w.band}
      GROUP BY place, on_day) x WHERE x.place = ${days.table}.${d.site} AND x.on_day = ${days.table}.${d.day}`,
  ]
  if (story.level >= 5)
    list.push(
      `UPDATE ${months.table} SET ${m.weight} = x.g, ${m.charges} = x.c FROM (SELECT ${d.site} AS place, strftime('%Y-%m', ${d.day}) AS in_month,
          sum(${d.weight}) AS g, sum(${d.charges}) AS c FROM ${days.table} GROUP BY place, in_month) x
        WHERE x.place = ${months.table}.${m.site} AND x.in_month = ${months.table}.${m.month}`,
    )
  return list
}

/** The same by a union: what was taken off later, else what is on today. */
function fittedSql({ story, names }: Where): (handset: string, at: string) => string {
  const { handsets, swaps } = names
  const [h, x] = [handsets.columns, swaps.columns]
  const today = (handset: string): string => `SELECT ${h.model} FROM ${handsets.table} WHERE ${h.code} = ${handset}`
  if (story.swaps.length === 0) return (handset) => `(${today(handset)})`
  return (handset, at) =>
    `ifnull((SELECT min(${x.former}) FROM ${swaps.table} WHERE ${swaps.table}.${x.handset} = ${handset} AND ${at} < ${x.since}), (${today(handset)}))`
}

/** Weighing by weighing: what the handset reported last before, and first after. */
function byTrail({ story, names }: Where): string[] {
  const { rule, level, plan } = story
  const { weighings, handsets, bands, invoices, events, words, days, months } = names
  const [w, h, b, i, e, d, m] = [
    ...[weighings.columns, handsets.columns, bands.columns, invoices.columns, events.columns],
    ...[days.columns, months.columns],
  ] as const
  const own = `trail.dev = ${weighings.table}.${w.handset}`
  const ask = (what: string, when: string, order: string): string =>
    `(SELECT ${what} FROM trail WHERE ${own} AND ${when} ORDER BY trail.at ${order} LIMIT 1)`
  const before = `trail.at <= ${weighings.table}.${w.takenAt}`
  const lost = {
    previous: ask('v', `${before} AND is_on = 1`, 'DESC'),
    next: ask('v', `trail.at > ${weighings.table}.${w.takenAt} AND is_on = 1`, 'ASC'),
    sender: w.sentBy,
  }[rule.lost]
  const fitted = fittedSql({ story, names })
  const product = `${weighings.table}.${w.weight} * verdict.tenths / 10.0`
  const cut = `CAST(${product} AS INTEGER)`
  const grams = { nearest: `CAST(round(${product}) AS INTEGER)`, down: cut, up: `${cut} + (${product} > ${cut})` }[
    rule.rounding
  ]
  const frozen =
    rule.frozen === 'any'
      ? `${w.invoice} IS NULL`
      : `NOT EXISTS (SELECT 1 FROM ${invoices.table} WHERE ${i.number} = ${weighings.table}.${w.invoice} AND ${i.status} = ${quote(words.sent)})`
  const list = [
    'CREATE TEMP TABLE trail (dev TEXT, at TEXT, is_on INTEGER, v TEXT)',
    ...(plan === 'events'
      ? [
          `INSERT INTO trail SELECT ${e.handset}, ${e.at}, ${e.kind} = ${quote(words.signIn)}, json_extract(${e.payload}, '$.${words.versionField}')
          FROM ${events.table} WHERE ${e.kind} = ${quote(words.signIn)} OR ${e.kind} = ${quote(words.signOut)}`,
        ]
      : [
          `INSERT INTO trail SELECT dev, iif(n = 1, begins, ends), n, v FROM (${sittingsSql(story, names)}), (SELECT 1 AS n UNION SELECT 0)`,
        ]),
    'CREATE INDEX temp.trail_at ON trail (dev, at)',
    ...(level >= 4 ? guesses({ story, names }) : []),
    `CREATE TEMP TABLE verdict AS SELECT wid, tenths FROM (SELECT ${w.id} AS wid,
        ${level >= 4 ? `(SELECT g.tenths FROM guess g WHERE g.model = kind AND g.v = version)` : told(story)} AS tenths
      FROM (SELECT ${w.id}, ${fitted(`${weighings.table}.${w.handset}`, `${weighings.table}.${w.takenAt}`)} AS kind,
        CASE ${ask('is_on', before, 'DESC')} WHEN 1 THEN ${ask('v', before, 'DESC')} ELSE ${lost} END AS version
        FROM ${weighings.table}${rule.keyed === 'grams' ? ` WHERE ${w.entry} = ${quote(words.scale)}` : ''})) WHERE tenths <> ${gramStep}`,
    'CREATE INDEX temp.verdict_of ON verdict (wid)',
    `UPDATE ${weighings.table} SET ${w.weight} = (SELECT ${grams} FROM verdict WHERE wid = ${w.id}) WHERE ${w.id} IN (SELECT wid FROM verdict)`,
    `UPDATE ${weighings.table} SET ${w.band} = (SELECT ${b.code} FROM ${bands.table} WHERE ${b.upTo} = (SELECT min(${b.upTo}) FROM ${bands.table}
        WHERE ${b.upTo} >= ${weighings.table}.${w.weight})) WHERE ${frozen} AND ${w.id} IN (SELECT wid FROM verdict)`,
  ]
  if (level >= 3) {
    list.push(
      `CREATE TEMP TABLE part AS SELECT (SELECT ${h.site} FROM ${handsets.table} WHERE ${h.code} = ${w.handset}) AS place, substr(${w.takenAt}, 1, 10) AS on_day,
        ${w.weight} AS g, (SELECT ${b.price} FROM ${bands.table} WHERE ${b.code} = ${weighings.table}.${w.band}) AS c FROM ${weighings.table}`,
      'CREATE INDEX temp.part_of ON part (place, on_day)',
      `UPDATE ${days.table} SET (${d.weight}, ${d.charges}) = (SELECT total(g), total(c) FROM part WHERE place = ${days.table}.${d.site} AND on_day = ${days.table}.${d.day})`,
    )
  }
  if (level >= 5) {
    const ofMonth = `FROM ${days.table} WHERE ${days.table}.${d.site} = ${months.table}.${m.site} AND substr(${d.day}, 1, 7) = ${months.table}.${m.month}`
    list.push(
      `UPDATE ${months.table} SET ${m.weight} = (SELECT total(${days.table}.${d.weight}) ${ofMonth}), ${m.charges} = (SELECT total(${days.table}.${d.charges}) ${ofMonth})`,
    )
  }
  return list
}

/** Steps as the papers give them. */
function told(story: Story): string {
  const { tenthsOn } = rightUnderstanding(story)
  const cases = story.models.flatMap((model) => {
    const versions = versionList(story).filter((version) => tenthsOn(version, model) !== gramStep)
    if (versions.length === 0) return []
    return [`WHEN kind = ${quote(model.name)} AND version IN (${versions.map(quote).join(', ')}) THEN ${model.tenths}`]
  })
  return `CASE ${cases.join(' ')} ELSE ${gramStep} END`
}

/** Steps from what was put on the scales, the mean of each pair. */
function guesses({ story, names }: Where): string[] {
  const { checks, boxReadings } = names
  const [c, b] = [checks.columns, boxReadings.columns]
  const fitted = fittedSql({ story, names })
  const version = (dev: string, at: string): string =>
    `(SELECT v FROM trail WHERE trail.dev = ${dev} AND trail.at <= ${at} AND is_on = 1 ORDER BY trail.at DESC LIMIT 1)`
  const head = 'CREATE TEMP TABLE guess AS SELECT model, v, CAST(round(avg(ratio)) AS INTEGER) AS tenths FROM'
  if (story.plan !== 'events')
    return [
      `${head} (SELECT ${fitted(`n.${c.handset}`, `n.${c.at}`)} AS model, ${version(`n.${c.handset}`, `n.${c.at}`)} AS v,
        n.${c.nominal} * 10.0 / n.${c.shown} AS ratio FROM ${checks.table} n) GROUP BY model, v`,
    ]
  const first = `(SELECT o.${b.shown} FROM ${boxReadings.table} o WHERE o.${b.box} = n.${b.box} ORDER BY o.${b.at} LIMIT 1)`
  return [
    `${head} (SELECT ${fitted(`n.${b.handset}`, `n.${b.at}`)} AS model, ${version(`n.${b.handset}`, `n.${b.at}`)} AS v,
        ${first} * 10.0 / n.${b.shown} AS ratio FROM ${boxReadings.table} n) GROUP BY model, v`,
  ]
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'sign-ins side by side', queries: bySpans({ story, names }) },
    { name: 'weighing by weighing', queries: byTrail({ story, names }) },
  ]
}
