/**
 * Two repairs in SQL, by different means. The first replays the log with windows and joins; the second asks case by case.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import { placeSql } from './journal.ts'
import type { HouseRule } from './house.ts'
import type { Names } from './names.ts'
import { sayDay } from '../../worlds/time.ts'
import type { Condition } from './request.ts'
import type { Story } from './story.ts'

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A rule that a repair leaves out; several make a prior. */
export type Neglect =
  | 'meant'
  | 'later'
  | 'undone'
  | 'job'
  | 'gap'
  | 'since'
  | 'field by field'
  | 'settled'
  | 'closed months'
  | 'old program'

export interface Where {
  readonly story: Story
  readonly names: Names
  /** The habits that the repair goes by; absent: those of the house. */
  readonly rule?: HouseRule
  readonly neglect?: ReadonlySet<Neglect>
}

/** Whether a case meets the condition that was asked for, in SQL. */
export function conditionSql(condition: Condition, { cases: { columns: c } }: Names, alias: string): string {
  switch (condition.by) {
    case 'senders':
      return `${alias}.${c.sender} IN (${condition.codes.map(quote).join(', ')})`
    case 'goods':
      return `${alias}.${c.good} IN (${condition.codes.map(quote).join(', ')})`
    case 'opened':
      return `substr(${alias}.${c.openedAt}, 1, 10) BETWEEN '${sayDay(condition.from)}' AND '${sayDay(condition.until)}'`
  }
}

/** The change that went over too many, as the list of changes has it: one line for each program. */
export function wideRuns({ runs, accident }: Story): { readonly fresh: number; readonly old: number } {
  const own = runs.filter(({ name }) => name === accident.name)
  return { fresh: own.find(({ old }) => !old)?.id ?? 0, old: own.find(({ old }) => old)?.id ?? 0 }
}

/** How a line lies to the change: -1 before, 0 part of it, 1 after. */
const sideSql = (rule: HouseRule, number: string, at: string, r: Names['runs']['columns']): string =>
  `CASE WHEN ${number} BETWEEN r.${r.first} AND r.${r.last} THEN 0
    WHEN ${rule.order === 'number' ? `${number} < r.${r.first}` : `${at} < r.${r.at}`} THEN -1 ELSE 1 END`

/** Every line of the log, a row for a field. */
export function linesByJoin({ story, names, rule = story.rule, neglect }: Where): string[] {
  const { runs, cases, via } = names
  const r = runs.columns
  const ids = wideRuns(story)
  const head = 'CREATE TEMP TABLE line AS SELECT'
  const place = (number: string, at: string): string => (rule.order === 'number' ? number : at)
  if (story.plan === 'saves') {
    const { table, columns: s } = names.saves
    return [
      `${head} l.${s.row} AS rid, f.key AS col, json_extract(f.value, '$[0]') AS was, json_extract(f.value, '$[1]') AS became,
        l.${s.via} AS way, ${place(`l.${s.number}`, `l.${s.at}`)} AS place, ${sideSql(rule, `l.${s.number}`, `l.${s.at}`, r)} AS side
      FROM ${table} l, json_each(l.${s.changes}) f, ${runs.table} r WHERE r.${r.id} = ${ids.fresh}`,
    ]
  }
  const { table, columns: e } = names.entries
  const fresh = `${head} l.${e.row} AS rid, l.${e.column} AS col, l.${e.old} AS was, l.${e.new} AS became, l.${e.via} AS way,
      ${place(`l.${e.number}`, `l.${e.at}`)} AS place, ${sideSql(rule, `l.${e.number}`, `l.${e.at}`, r)} AS side
    FROM ${table} l, ${runs.table} r WHERE r.${r.id} = ${ids.fresh}`
  if (story.plan !== 'two programs' || neglect?.has('old program') === true) return [fresh]
  const { journal, oldVia, oldFields } = names
  const { number, text } = journal.columns
  const record = `j.${text}`
  const at = `${placeSql('DAT', record)} || ' ' || ${placeSql('UHR', record)}`
  return [
    fresh,
    `INSERT INTO line SELECT CAST(${placeSql('KEY', record)} AS INTEGER),
      CASE ${placeSql('FLD', record)} WHEN '${oldFields.fee}' THEN '${cases.columns.fee}' WHEN '${oldFields.handler}' THEN '${cases.columns.handler}' ELSE '${cases.columns.reason}' END,
      ${placeSql('ALT', record)}, ${placeSql('NEU', record)},
      CASE ${placeSql('WEG', record)} WHEN '${oldVia.undo}' THEN ${quote(via.undo)} WHEN '${oldVia.job}' THEN ${quote(via.job)} ELSE '' END,
      ${place(`j.${number}`, at)}, ${sideSql(rule, `j.${number}`, at, r)}
    FROM ${journal.table} j, ${runs.table} r WHERE r.${r.id} = ${ids.old}`,
  ]
}

/** By windows: what each field was before the change, which fields are kept, which cases. */
export function byReplay(where: Where): string[] {
  const { story, names, rule = story.rule, neglect } = where
  const { cases, copy, runs, via } = names
  const [c, k, r] = [cases.columns, copy.columns, runs.columns]
  const drops = (name: Neglect): boolean => neglect?.has(name) === true
  const counted = [
    'side = 1',
    ...(drops('job') ? [] : [`way <> ${quote(via.job)}`]),
    ...(drops('undone') ? [] : [`way <> ${quote(via.undo)} AND coalesce(upcoming, '') <> ${quote(via.undo)}`]),
    ...(rule.equal === 'echo' ? [`(was <> became${drops('job') ? ` OR way = ${quote(via.job)}` : ''})`] : []),
    ...(drops('later') ? ['FALSE'] : []),
  ]
  const request = story.accident.request
  const reason = rule.meant === 'present' ? `k.${c.reason}` : `coalesce(g.was, k.${c.reason})`
  const run = wideRuns(story)
  const field = (column: string, value: string): string =>
    `UPDATE ${cases.table} SET ${column} = ${value} FROM previous p
      WHERE p.rid = ${cases.table}.${c.id} AND p.col = '${column}' AND p.rid NOT IN (SELECT rid FROM spared)
        AND NOT EXISTS (SELECT 1 FROM kept e WHERE e.rid = p.rid${drops('field by field') ? '' : ' AND e.col = p.col'})`
  const spared = [
    ...(drops('meant')
      ? []
      : [`${reason} = ${quote(request.reason)} AND ${conditionSql(request.condition, names, 'k')}`]),
    ...(rule.settled === 'restored' || drops('settled')
      ? []
      : [`k.${c.settledAt} > (SELECT ${r.at} FROM ${runs.table} WHERE ${r.id} = ${run.fresh})`]),
  ]
  return [
    ...linesByJoin(where),
    `CREATE TEMP TABLE kept AS SELECT DISTINCT rid, col FROM (SELECT *, lead(way) OVER (PARTITION BY rid, col ORDER BY place) AS upcoming
      FROM line WHERE side = 1) WHERE ${counted.join(' AND ')}`,
    `CREATE TEMP TABLE previous AS SELECT rid, col, was AS value FROM line WHERE side = 0`,
    ...(drops('gap')
      ? []
      : [
          ...(drops('since')
            ? []
            : [
                `INSERT INTO previous SELECT rid, col, became FROM (SELECT *, row_number() OVER (PARTITION BY rid, col ORDER BY place DESC) AS back
      FROM line WHERE side = -1) WHERE back = 1 AND (rid, col) NOT IN (SELECT rid, col FROM previous)`,
              ]),
          `INSERT INTO previous SELECT n.${k.id}, f.col, iif(f.col = '${c.fee}', n.${k.fee}, n.${k.handler})
      FROM ${copy.table} n, (SELECT '${c.fee}' AS col UNION SELECT '${c.handler}') f
      WHERE (n.${k.id}, f.col) NOT IN (SELECT rid, col FROM previous)${
        drops('old program')
          ? ` AND n.${k.id} IN (SELECT ${c.id} FROM ${cases.table} WHERE ${c.sender} IN (${story.senders
              .filter(({ code }) => !story.oldOnes.has(code))
              .map(({ code }) => quote(code))
              .join(', ')}))`
          : ''
      }`,
        ]),
    `CREATE TEMP TABLE spared AS SELECT k.${c.id} AS rid FROM ${cases.table} k
      LEFT JOIN (SELECT rid, was FROM (SELECT *, row_number() OVER (PARTITION BY rid ORDER BY place) AS nth FROM line
        WHERE side = 1 AND col = '${c.reason}') WHERE nth = 1) g ON g.rid = k.${c.id}
      WHERE ${spared.length === 0 ? 'FALSE' : spared.map((each) => `(${each})`).join(' OR ')}`,
    field(c.fee, 'CAST(p.value AS INTEGER)'),
    field(c.handler, 'p.value'),
    ...totalsByJoin(where),
  ]
}

/** Days and months after the cases are right. */
export function totalsByJoin({ story, names, neglect }: Where): string[] {
  const { level } = story
  if (level <= 2) return []
  const { cases, days, months, periods } = names
  const [c, d, m, p] = [cases.columns, days.columns, months.columns, periods.columns]
  const anew = level < 4 || neglect?.has('closed months') === true
  const closed = `SELECT ${p.month} FROM ${periods.table}`
  const list = [
    `UPDATE ${days.table} SET ${d.fees} = x.sum_due FROM (SELECT ${c.sender} AS whose, date(${c.openedAt}) AS its_day, sum(${c.fee}) AS sum_due
      FROM ${cases.table} GROUP BY whose, its_day) x WHERE x.whose = ${days.table}.${d.sender} AND x.its_day = ${days.table}.${d.day}
      ${anew ? '' : `AND strftime('%Y-%m', x.its_day) NOT IN (${closed})`}`,
  ]
  if (level >= 5)
    list.push(
      `UPDATE ${months.table} SET ${m.fees} = x.sum_due FROM (SELECT ${d.sender} AS whose, strftime('%Y-%m', ${d.day}) AS its_month, sum(${d.fees}) AS sum_due
        FROM ${days.table} GROUP BY whose, its_month) x WHERE x.whose = ${months.table}.${m.sender} AND x.its_month = ${months.table}.${m.month}
        ${anew ? '' : `AND x.its_month NOT IN (${closed})`}`,
    )
  return list
}

/** Case by case: one table of what happened, then questions to it. */
function byQuestions({ story, names }: Where): string[] {
  const { rule, accident, level } = story
  const { cases, copy, runs, via, days, months, periods } = names
  const [c, k, r, d, m, p] = [cases.columns, copy.columns, runs.columns, days.columns, months.columns, periods.columns]
  const ids = wideRuns(story)
  const start = `(SELECT ${rule.order === 'number' ? r.first : r.at} FROM ${runs.table} WHERE ${r.id} = tale.program)`
  const within = `(SELECT tale.no BETWEEN ${r.first} AND ${r.last} FROM ${runs.table} WHERE ${r.id} = tale.program)`
  const moment = rule.order === 'number' ? 'no' : 'at'
  const past = `after = 0 AND own = 0`
  const next = `(SELECT o.way FROM tale o WHERE o.id = t.id AND o.col = t.col AND o.after = 1 AND o.${moment} > t.${moment} ORDER BY o.${moment} LIMIT 1)`
  const edit = [
    `t.after = 1`,
    `t.way IS NOT ${quote(via.job)}`,
    ...[`t.way IS NOT ${quote(via.undo)}`, `${next} IS NOT ${quote(via.undo)}`],
    ...(rule.equal === 'echo' ? ['t.old IS NOT t.new'] : []),
  ].join(' AND ')
  const due = (column: string, copied: string): string =>
    `CASE WHEN EXISTS (SELECT 1 FROM tale t WHERE t.id = ${cases.table}.${c.id} AND t.col = '${column}' AND ${edit}) THEN ${column} ELSE coalesce(
      (SELECT old FROM tale WHERE tale.id = ${cases.table}.${c.id} AND col = '${column}' AND own = 1),
      (SELECT new FROM tale WHERE tale.id = ${cases.table}.${c.id} AND col = '${column}' AND ${past} ORDER BY ${moment} DESC LIMIT 1),
      (SELECT ${copied} FROM ${copy.table} n WHERE n.${k.id} = ${cases.table}.${c.id}), ${column}) END`
  const reason =
    rule.meant === 'present'
      ? c.reason
      : `ifnull((SELECT old FROM tale WHERE tale.id = ${cases.table}.${c.id} AND col = '${c.reason}' AND after = 1 ORDER BY ${moment} LIMIT 1), ${c.reason})`
  const list = [
    `CREATE TEMP TABLE tale (id INTEGER, col TEXT, no INTEGER, at TEXT, way TEXT, old TEXT, new TEXT, program INTEGER, own INTEGER, after INTEGER)`,
    ...talesOf({ story, names }),
    `CREATE INDEX temp.tale_of ON tale (id, col, after)`,
    `UPDATE tale SET own = ${within}, after = 0`,
    `UPDATE tale SET after = 1 WHERE own = 0 AND ${moment} > ${start}`,
    `CREATE TEMP TABLE verdict AS SELECT ${c.id} AS id, ${due(c.fee, `n.${k.fee}`)} AS fee, ${due(c.handler, `n.${k.handler}`)} AS handler
      FROM ${cases.table} WHERE NOT (${reason} IS ${quote(accident.request.reason)} AND ${conditionSql(accident.request.condition, names, cases.table)})${
        rule.settled === 'stays'
          ? ` AND ifnull(${c.settledAt}, '') <= (SELECT max(${r.at}) FROM ${runs.table} WHERE ${r.id} = ${ids.fresh})`
          : ''
      }`,
    `UPDATE ${cases.table} SET (${c.fee}, ${c.handler}) = (SELECT CAST(fee AS INTEGER), handler FROM verdict v WHERE v.id = ${cases.table}.${c.id})
      WHERE ${c.id} IN (SELECT id FROM verdict)`,
  ]
  if (level >= 3)
    list.push(
      `UPDATE ${days.table} SET ${d.fees} = (SELECT total(${c.fee}) FROM ${cases.table} WHERE ${c.sender} = ${days.table}.${d.sender} AND ${c.openedAt} LIKE ${days.table}.${d.day} || '%')
        ${level >= 4 ? `WHERE substr(${d.day}, 1, 7) NOT IN (SELECT ${p.month} FROM ${periods.table})` : ''}`,
    )
  if (level >= 5)
    list.push(
      `UPDATE ${months.table} SET ${m.fees} = (SELECT total(${d.fees}) FROM ${days.table} WHERE ${days.table}.${d.sender} = ${months.table}.${m.sender} AND ${d.day} LIKE ${months.table}.${m.month} || '%')
        WHERE NOT EXISTS (SELECT 1 FROM ${periods.table} WHERE ${periods.table}.${p.month} = ${months.table}.${m.month})`,
    )
  return list
}

function talesOf({ story, names }: Where): string[] {
  const { cases } = names
  const c = cases.columns
  const ids = wideRuns(story)
  if (story.plan === 'saves') {
    const { table, columns: s } = names.saves
    return [c.fee, c.handler, c.reason].map(
      (column) => `INSERT INTO tale SELECT ${s.row}, '${column}', ${s.number}, ${s.at}, ${s.via},
        json_extract(${s.changes}, '$.${column}[0]'), json_extract(${s.changes}, '$.${column}[1]'), ${ids.fresh}, 0, 0
      FROM ${table} WHERE json_extract(${s.changes}, '$.${column}') IS NOT NULL`,
    )
  }
  const { table, columns: e } = names.entries
  const fresh = `INSERT INTO tale SELECT ${e.row}, ${e.column}, ${e.number}, ${e.at}, ${e.via}, ${e.old}, ${e.new}, ${ids.fresh}, 0, 0 FROM ${table}`
  if (story.plan !== 'two programs') return [fresh]
  const { journal, oldVia, oldFields, via } = names
  const { number, text } = journal.columns
  const fields = [
    [oldFields.fee, c.fee],
    [oldFields.handler, c.handler],
    [oldFields.reason, c.reason],
  ] as const
  return [
    fresh,
    ...fields.map(
      ([
        code,
        column,
      ]) => `INSERT INTO tale SELECT substr(${text}, 30, 7) + 0, '${column}', ${number}, substr(${text}, 1, 10) || ' ' || substr(${text}, 11, 5),
        iif(substr(${text}, 28, 2) = '${oldVia.undo}', ${quote(via.undo)}, iif(substr(${text}, 28, 2) = '${oldVia.job}', ${quote(via.job)}, 'other')),
        rtrim(substr(${text}, 40, 30)), rtrim(substr(${text}, 70)), ${ids.old}, 0, 0 FROM ${journal.table} WHERE substr(${text}, 37, 3) = '${code}'`,
    ),
  ]
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'the log replayed', queries: byReplay({ story, names }) },
    { name: 'case by case', queries: byQuestions({ story, names }) },
  ]
}
