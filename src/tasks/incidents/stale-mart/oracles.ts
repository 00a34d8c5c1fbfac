/**
 * Two repairs in SQL. Both put what the papers say into tables of their own: how each release counted, and how days of
 * each month are to be counted. The first writes struck days anew; the second places each line by a subquery and
 * changes, adds and removes single rows.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import type { Terms, Unlisted } from '../../worlds/stations/mart.ts'
import { monthOf, sayDay } from '../../worlds/time.ts'
import { type Story, termsOf } from './ground.ts'
import type { Names } from './names.ts'
import { type Flaw, otherLate, otherList, otherUnlisted } from './ways.ts'

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What SQL is written with. */
export function sqlNames({ axis }: Pick<Story, 'axis'>, names: Names) {
  const { core, days, months, list, groups, runs, events, periods } = names
  return {
    ...{ core: core.table, days: days.table, months: months.table, list: list.table, groups: groups.table },
    ...{ runs: runs.table, events: events.table, periods: periods.table },
    ...{ k: core.columns, d: days.columns, m: months.columns, l: list.columns, g: groups.columns },
    ...{ r: runs.columns, e: events.columns, p: periods.columns },
    member: core.columns[axis.member],
  }
}
type SqlNames = ReturnType<typeof sqlNames>

/** The code that lines without a group get; empty: none. */
const codeFor = ({ house }: Pick<Story, 'house'>, unlisted: Unlisted): string =>
  unlisted === 'out' ? "''" : quote(unlisted === 'own' ? house.none : house.rest)

/** How days of each month are to be counted, as values. */
function termValues(story: Story): string {
  const months = new Map(story.days.map((day) => [monthOf(day), termsOf(story.house, day)]))
  return [...months]
    .map(([month, { unlisted, list }]) => `(${quote(month)}, ${codeFor(story, unlisted)}, ${quote(list)})`)
    .join(', ')
}

/** How each release counted, as values; the last tells whether it cut last days short. */
const releaseValues = (story: Story): string =>
  story.releases
    .map(
      ({ version, handling: { unlisted, list, cutsLastDay } }) =>
        `(${quote(version)}, ${codeFor(story, unlisted)}, ${quote(list)}, ${Number(cutsLastDay)})`,
    )
    .join(', ')

/** Entries of the list, at the highest level of both lists: `who`, `sort`, `since`, `till`. */
function entryQuery(story: Story, names: Names, { list, l }: SqlNames, flaw?: Flaw): string {
  const { old, dictionary } = names
  const [o, y] = [old.columns, dictionary.columns]
  const own = `SELECT ${l.member} AS who, ${l.group} AS sort, ${l.from} AS since, ifnull(${l.until}, '9') AS till FROM ${list}`
  if (story.level < 5 || flaw === 'old') return own
  const date = (column: string): string =>
    `printf('%d-%02d-%02d', ${column} / 10000, ${column} / 100 % 100, ${column} % 100)`
  return `${own} UNION ALL SELECT ${o.member}, ${y.meaning}, ${date(o.from)}, ${date(o.until)} FROM ${old.table}
    JOIN (SELECT ${y.code} AS sign, ${y.meaning} FROM ${dictionary.table} WHERE ${y.field} = ${quote(o.group)}) ON sign = ${o.group}`
}

/** The runs that ended, one row for each of their days. `lines` is a table with a column `day`. */
function runDays(story: Story, names: Names, { r, e, runs, events }: SqlNames, lines: string, day: string): string {
  const job = quote(story.trade.nightly_job.mart.job)
  const field = (name: string): string => `json_extract(${e.payload}, '$.${name}')`
  if (story.plan === 'events')
    return `SELECT value AS day, ${field('release')} AS version, ${field('started')} AS began, value = ${field('days[#-1]')} AS closing
    FROM ${events}, json_each(${e.payload}, '$.days') WHERE ${field('outcome')} = ${quote(names.status.done)} AND ${field('job')} = ${job}`
  return `SELECT ${day} AS day, ${r.version} AS version, ${r.startedAt} AS began, ${day} = ${r.until} AS closing
    FROM (SELECT DISTINCT ${day} FROM ${lines}) JOIN ${runs} ON ${day} BETWEEN ${r.from} AND ${r.until}
    WHERE ${r.status} = ${quote(names.status.done)} AND ${r.job} = ${job}`
}

/** What a repair that gets the terms wrong does to them once it knows which days are struck. */
function misread(story: Story, flaw?: Flaw): string[] {
  const swap = <T extends string>(
    column: string,
    values: readonly T[],
    to: (value: T) => string,
    say: (value: T) => string,
  ): string =>
    `UPDATE struck SET ${column} = CASE ${column} ${values.map((value) => `WHEN ${say(value)} THEN ${to(value)}`).join(' ')} END`
  if (flaw === 'unlisted')
    return [
      swap(
        'code',
        ['out', 'own', 'rest'],
        (own) => codeFor(story, otherUnlisted[own]),
        (own) => codeFor(story, own),
      ),
    ]
  if (flaw === 'list')
    return [
      swap(
        'entry',
        ['dated', 'newest'],
        (own) => quote(otherList[own]),
        (own) => quote(own),
      ),
    ]
  if (flaw !== 'terms') return []
  const { unlisted, list } = (story.house.terms[0] as { terms: Terms }).terms
  return [`UPDATE struck SET code = ${codeFor(story, unlisted)}, entry = ${quote(list)}`]
}

/** Days to count anew, with how and up to when. */
function struckDays(story: Story, names: Names, s: SqlNames, flaw?: Flaw): string[] {
  const { level } = story
  const terms = `CREATE TEMP TABLE term AS WITH told (month, code, entry) AS (VALUES ${termValues(story)}) SELECT month, code, entry FROM told`
  if (level === 1) {
    const cut = story.books.flatMap((book) => (book.cut ? [quote(sayDay(book.day))] : []))
    return [
      terms,
      `CREATE TEMP TABLE struck AS SELECT DISTINCT day, '~' AS began, code, entry FROM line JOIN term ON substr(day, 1, 7) = month${
        flaw === 'cut' ? ` WHERE day NOT IN (${cut.join(', ')})` : ''
      }`,
    ]
  }
  const differs = ['way_code <> code', 'way_entry <> entry', ...(flaw === 'cut' ? [] : ['cuts AND closing'])]
  const conditions = [
    'place = 1',
    ...(flaw === 'sound' ? [] : [`(${differs.join(' OR ')})`]),
    ...(level < 4 || flaw === 'closed' ? [] : [`month NOT IN (SELECT ${s.p.month} FROM ${s.periods})`]),
  ]
  return [
    terms,
    `CREATE TEMP TABLE way AS WITH ran (version, way_code, way_entry, cuts) AS (VALUES ${releaseValues(story)}) SELECT version, way_code, way_entry, cuts FROM ran`,
    `CREATE TEMP TABLE run_day AS SELECT day, version, closing, began, row_number() OVER (PARTITION BY day ORDER BY began${
      flaw === 'reruns' ? '' : ' DESC'
    }) AS place FROM (${runDays(story, names, s, 'line', 'day')})`,
    `CREATE TEMP TABLE struck AS SELECT day, began, code, entry FROM run_day JOIN way USING (version) JOIN term ON substr(day, 1, 7) = month
      WHERE ${conditions.join(' AND ')}`,
  ]
}

/** The first way; with a flaw it is a partial repair. */
export function byWindow(story: Story, names: Names, flaw?: Flaw): string[] {
  const s = sqlNames(story, names)
  const { k, d, m, g } = s
  const { level, house } = story
  const late = flaw === 'late' ? otherLate[house.late] : house.late
  const hasZeros = house.zeros.length > 0 !== (flaw === 'zeros')
  const more = house.more === 'days' ? 'count(*)' : `max(${d.amount})`
  return [
    `CREATE TEMP TABLE line AS SELECT substr(${k.at}, 1, 10) AS day, ${s.member} AS member, ${k.quantity} AS pieces, ${k.amount} AS money, ${k.receivedAt} AS came FROM ${s.core}`,
    `CREATE TEMP TABLE seat AS SELECT who, sort, since, till, row_number() OVER (PARTITION BY who ORDER BY since DESC) AS age FROM (${entryQuery(story, names, s, flaw)})`,
    ...struckDays(story, names, s, flaw),
    ...misread(story, flaw),
    `CREATE TEMP TABLE due AS WITH placed AS (SELECT coalesce(sort, nullif(code, '')) AS label, day, pieces, money
      FROM struck JOIN line USING (day) LEFT JOIN seat ON who = member AND CASE entry WHEN 'newest' THEN age = 1 ELSE day BETWEEN since AND till END${
        late === 'run' ? ' WHERE came <= began' : ''
      })
      SELECT label, day, count(*) AS lines, sum(pieces) AS pieces, sum(money) AS money FROM placed WHERE label IS NOT NULL GROUP BY label, day`,
    ...(hasZeros
      ? [
          `INSERT INTO due SELECT ${g.code}, day, 0, 0, 0 FROM ${s.groups}, (SELECT day FROM struck) WHERE (${g.code}, day) NOT IN (SELECT label, day FROM due)`,
        ]
      : []),
    `DELETE FROM ${s.days} WHERE ${d.day} IN (SELECT day FROM struck)`,
    `INSERT INTO ${s.days} (${d.key}, ${d.group}, ${d.day}, ${d.lines}, ${d.quantity}, ${d.amount})
      SELECT label || '/' || day, label, day, lines, pieces, money FROM due`,
    ...(level === 1
      ? []
      : [
          `DELETE FROM ${s.months} WHERE ${m.month} IN (SELECT substr(day, 1, 7) FROM struck)`,
          `INSERT INTO ${s.months} (${m.key}, ${m.group}, ${m.month}, ${m.lines}, ${m.quantity}, ${m.amount}, ${names.months.columns.more})
            SELECT ${d.group} || '/' || substr(${d.day}, 1, 7), ${d.group}, substr(${d.day}, 1, 7), sum(${d.lines}), sum(${d.quantity}), sum(${d.amount}), ${more}
            FROM ${s.days} WHERE substr(${d.day}, 1, 7) IN (SELECT substr(day, 1, 7) FROM struck) GROUP BY 2, 3`,
        ]),
  ]
}

/** The second way. Columns of its tables have names of their own, so that nothing has to be told apart. */
export function rowByRow(story: Story, names: Names): string[] {
  const s = sqlNames(story, names)
  const { k, d, m, g, p } = s
  const { level, house } = story
  const at = `substr(${k.at}, 1, 10)`
  const statements = [
    `CREATE TEMP TABLE rule AS WITH agreed (r_month, r_code, r_entry) AS (VALUES ${termValues(story)}) SELECT * FROM agreed`,
  ]
  if (level === 1) {
    statements.push(
      `CREATE TEMP TABLE redo AS SELECT ${at} AS r_day, '~' AS r_until, r_code, r_entry FROM ${s.core}, rule WHERE ${k.at} LIKE r_month || '%' GROUP BY r_day`,
    )
  } else {
    statements.push(
      `CREATE TEMP TABLE written AS SELECT day AS w_day, max(began) AS w_began, version AS w_version, closing AS w_last
        FROM (${runDays(story, names, s, `(SELECT ${at} AS run_day FROM ${s.core})`, 'run_day')}) GROUP BY day`,
      `CREATE TEMP TABLE redo AS WITH did (v_version, v_code, v_entry, v_cuts) AS (VALUES ${releaseValues(story)})
        SELECT w_day AS r_day, ${house.late === 'run' ? 'w_began' : "'~'"} AS r_until, r_code, r_entry FROM written, did, rule
        WHERE v_version = w_version AND w_day LIKE r_month || '%' AND NOT (v_code = r_code AND v_entry = r_entry AND v_cuts * w_last = 0)`,
    )
    if (level >= 4)
      statements.push(`DELETE FROM redo WHERE EXISTS (SELECT 1 FROM ${s.periods} WHERE r_day LIKE ${p.month} || '-%')`)
  }
  statements.push(
    `CREATE TEMP TABLE chair AS ${entryQuery(story, names, s)}`,
    `CREATE TEMP TABLE spot AS SELECT r_day, ${k.quantity} AS s_pieces, ${k.amount} AS s_money,
        ifnull((SELECT sort FROM chair WHERE who = ${s.member} AND (r_entry = 'newest' OR since <= r_day) ORDER BY since DESC LIMIT 1), r_code) AS s_label
      FROM redo, ${s.core} WHERE ${k.at} LIKE r_day || '%' AND ${k.receivedAt} <= r_until`,
    `UPDATE ${s.days} SET (${d.lines}, ${d.quantity}, ${d.amount}) =
        (SELECT count(*), ifnull(sum(s_pieces), 0), ifnull(sum(s_money), 0) FROM spot WHERE r_day = ${d.day} AND s_label = ${d.group})
      WHERE ${d.day} IN (SELECT r_day FROM redo)`,
    `INSERT OR IGNORE INTO ${s.days} (${d.key}, ${d.group}, ${d.day}, ${d.lines}, ${d.quantity}, ${d.amount})
      SELECT s_label || '/' || r_day, s_label, r_day, count(*), sum(s_pieces), sum(s_money) FROM spot WHERE s_label <> '' GROUP BY s_label, r_day`,
    house.zeros.length > 0
      ? `INSERT OR IGNORE INTO ${s.days} (${d.key}, ${d.group}, ${d.day}, ${d.lines}, ${d.quantity}, ${d.amount})
          SELECT ${g.code} || '/' || r_day, ${g.code}, r_day, 0, 0, 0 FROM redo, ${s.groups}`
      : `DELETE FROM ${s.days} WHERE ${d.lines} = 0`,
  )
  if (house.zeros.length > 0)
    statements.push(
      `DELETE FROM ${s.days} WHERE ${d.lines} = 0 AND ${d.group} NOT IN (SELECT ${g.code} FROM ${s.groups})`,
    )
  if (level === 1) return statements
  const more = names.months.columns.more
  statements.push(
    `CREATE TEMP TABLE bill AS SELECT ${d.group} || '/' || substr(${d.day}, 1, 7) AS b_key, ${d.group} AS b_group, substr(${d.day}, 1, 7) AS b_month,
        sum(${d.lines}) AS b_lines, sum(${d.quantity}) AS b_pieces, sum(${d.amount}) AS b_money, ${house.more === 'days' ? 'count(*)' : `max(${d.amount})`} AS b_more
      FROM ${s.days} GROUP BY b_key HAVING b_month IN (SELECT substr(r_day, 1, 7) FROM redo)`,
    `DELETE FROM ${s.months} WHERE ${m.month} IN (SELECT b_month FROM bill) AND ${m.key} NOT IN (SELECT b_key FROM bill)`,
    `INSERT INTO ${s.months} (${m.key}, ${m.group}, ${m.month}, ${m.lines}, ${m.quantity}, ${m.amount}, ${more}) SELECT * FROM bill WHERE TRUE
      ON CONFLICT (${m.key}) DO UPDATE SET ${m.lines} = excluded.${m.lines}, ${m.quantity} = excluded.${m.quantity}, ${m.amount} = excluded.${m.amount}, ${more} = excluded.${more}`,
  )
  return statements
}

export const writeOracles = (story: Story, names: Names): [Repair, Repair] => [
  { name: 'days written anew', queries: byWindow(story, names) },
  { name: 'row by row', queries: rowByRow(story, names) },
]
