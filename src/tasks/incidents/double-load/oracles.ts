/**
 * Two repairs in SQL for each evidence plan, by different means. The first numbers with windows and follows lines by
 * joins; the second asks row by row with subqueries. Each is given the type marks as the documents give them.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import type { FileRule } from '../../worlds/stations/file-rule.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What SQL is written with: short names of the instance. */
export function sqlNames(names: Names) {
  const { core: c, files: f, raw: r, child, changes, days, months, periods } = names
  return {
    core: c.table,
    c: c.columns,
    files: f.table,
    f: f.columns,
    raw: r.table,
    r: r.columns,
    child: child.table,
    ch: child.columns,
    changes: changes.table,
    x: changes.columns,
    days: days.table,
    d: days.columns,
    months: months.table,
    m: months.columns,
    periods: periods.table,
    p: periods.columns,
    day: quote(names.types.day),
    fix: quote(names.types.fix),
    oldDay: quote(names.oldTypes.day),
    oldFix: quote(names.oldTypes.fix),
    line: quote(names.records.line),
    header: quote(names.records.header),
    end: quote(names.records.end),
  }
}
type SqlNames = ReturnType<typeof sqlNames>

/** The separator of raw text. */
const separatorOf = ({ plan }: Story): string => (plan === 'two systems' ? quote('|') : quote(';'))

/** The second field of a record. */
const secondField = (text: string, separator: string): string =>
  `substr(${text}, instr(${text}, ${separator}) + 1, instr(substr(${text}, instr(${text}, ${separator}) + 1) || ${separator}, ${separator}) - 1)`
const firstField = (text: string, separator: string): string => `substr(${text}, 1, instr(${text}, ${separator}) - 1)`

const deal = (c: SqlNames['c'], alias: string): string =>
  `${alias}.${c.sender} || '/' || ${alias}.${c.lane} || '/' || substr(${alias}.${c.at}, 1, 10)`

/** A rule that a partial repair leaves out. */
export type Flaw =
  | 'counts'
  | 'short files'
  | 'corrections'
  | 'ids'
  | 'another house'
  | 'whole files'
  | 'late lines'
  | 'references'
  | 'closed months'
  | 'old system'

/** By windows: for every core row its file, number, type and whether the file is whole. */
function piecesByWindow(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { c, f, r } = s
  const numbered = (join: string, received: string, type: string, announced: string, where: string): string =>
    `SELECT c.${c.id} AS id, ${deal(c, 'c')} AS deal, f.${f.id} AS file, ${received} AS arrived, c.${c.line} AS n,
      CASE ${type} WHEN ${s.day} THEN 'D' WHEN ${s.fix} THEN 'K' ELSE 'N' END AS kind,
      ${announced} - count(*) OVER (PARTITION BY f.${f.id}) AS lacks
    FROM ${s.core} c JOIN ${s.files} f ON ${join}${where}`
  if (story.level === 1)
    return [
      `CREATE TEMP TABLE piece AS SELECT c.${c.id} AS id, ${deal(c, 'c')} AS deal, c.${c.file} AS file, c.${f.receivedAt} AS arrived,
        c.${c.line} AS n, CASE c.${f.type} WHEN ${s.day} THEN 'D' WHEN ${s.fix} THEN 'K' ELSE 'N' END AS kind,
        c.${f.announced} - count(*) OVER (PARTITION BY c.${c.file}) AS lacks FROM ${s.core} c`,
    ]
  if (story.plan === 'numbered')
    return [
      `CREATE TEMP TABLE piece AS ${numbered(`f.${f.id} = c.${c.file}`, `f.${f.receivedAt}`, `f.${f.type}`, `f.${f.announced}`, '')}`,
    ]
  const sep = separatorOf(story)
  const [day, fix] = story.plan === 'landed' ? [s.day, s.fix] : [s.oldDay, s.oldFix]
  const parse = [
    `CREATE TEMP TABLE record AS SELECT ${r.file} AS file, ${firstField(r.text, sep)} AS mark,
      ${secondField(r.text, sep)} AS field, row_number() OVER (PARTITION BY ${r.file}, ${firstField(r.text, sep)} ORDER BY ${r.number}) AS nth
    FROM ${s.raw}`,
    `CREATE TEMP TABLE paper AS SELECT h.file, CASE h.field WHEN ${day} THEN 'D' WHEN ${fix} THEN 'K' ELSE 'N' END AS kind,
      coalesce((SELECT CAST(e.field AS INTEGER) FROM record e WHERE e.file = h.file AND e.mark = ${s.end}), 99) -
        (SELECT count(*) FROM record l WHERE l.file = h.file AND l.mark = ${s.line}) AS lacks
    FROM record h WHERE h.mark = ${s.header}`,
    `CREATE TEMP TABLE piece AS SELECT x.id, x.deal, x.file, x.arrived, CAST(l.field AS INTEGER) AS n, p.kind, p.lacks
    FROM (SELECT c.${c.id} AS id, ${deal(c, 'c')} AS deal, f.${f.id} AS file, f.${f.receivedAt} AS arrived,
        row_number() OVER (PARTITION BY c.${c.load} ORDER BY c.${c.id}) AS nth
      FROM ${s.core} c JOIN ${s.files} f ON f.${f.load} = c.${c.load}) x
    JOIN paper p ON p.file = x.file JOIN record l ON l.file = x.file AND l.mark = ${s.line} AND l.nth = x.nth`,
    // Where rows are gone a correction has been at work, and rows have not the places of their records.
    `DELETE FROM piece WHERE file IN (SELECT file FROM piece GROUP BY file HAVING count(*) <>
      (SELECT count(*) FROM record l WHERE l.file = piece.file AND l.mark = ${s.line}))`,
  ]
  if (story.plan === 'landed') return parse
  return [
    ...parse,
    ...(flaw === 'old system' ? ['DELETE FROM piece'] : []),
    `INSERT INTO piece ${numbered(`f.${f.load} = c.${c.load}`, `f.${f.receivedAt}`, `f.${f.type}`, `f.${f.announced}`, ` WHERE c.${c.line} IS NOT NULL`)}`,
  ]
}

/** Corrections whose row stands for the old one, by the count of the row; null: none. */
function placeTaken({ replaces, struck }: FileRule, quantity: string): string | null {
  if (replaces === 'row') return struck === 'stands' ? 'TRUE' : `${quantity} > 0`
  return struck === 'stands' ? `${quantity} = 0` : null
}

/** Whether a file counts that lacks so many lines. */
const takenWhere = ({ short }: FileRule, lacks: string): string => `${lacks} ${short === 'counts' ? '>=' : '='} 0`

function tailByJoins(story: Story, s: SqlNames, rule: FileRule, flaw?: Flaw): string[] {
  const { c, ch, d, m, p } = s
  const isTaken = flaw === 'counts' ? 'TRUE' : takenWhere(rule, 'lacks')
  const statements = [
    `CREATE TEMP TABLE standing AS SELECT deal, n, id FROM (SELECT deal, n, id,
        row_number() OVER (PARTITION BY deal, n ORDER BY arrived${rule.stays === 'last' ? ' DESC' : ''}) AS place
      FROM piece WHERE kind = 'D' AND ${isTaken}) WHERE place = 1`,
    `CREATE TEMP TABLE fate AS SELECT p.id, iif(p.kind = 'K' AND NOT (${isTaken}), 'V', p.kind) AS kind, h.id AS heir
    FROM piece p LEFT JOIN standing h ON h.deal = p.deal AND h.n = p.n
    WHERE p.deal IN (SELECT deal FROM standing) AND h.id IS NOT p.id${flaw === 'late lines' ? '' : ` AND NOT (p.kind = 'N' AND ${isTaken})`}
      AND (p.kind <> 'K' OR h.id IS NOT NULL)`,
  ]
  const taken = placeTaken(rule, `(SELECT k.${c.quantity} FROM ${s.core} k WHERE k.${c.id} = fate.id)`)
  if (flaw !== 'corrections') {
    if (taken !== null)
      statements.push(`UPDATE fate SET kind = 'T', id = heir, heir = id WHERE kind = 'K' AND ${taken}`)
    const set =
      rule.replaces === 'count'
        ? `${c.quantity} = x.q, ${c.amount} = ${c.amount} / ${c.quantity} * x.q`
        : `${c.good} = x.g, ${c.quantity} = x.q, ${c.amount} = x.a`
    statements.push(
      `UPDATE ${s.core} SET ${set}
    FROM (SELECT f.heir, k.${c.good} AS g, k.${c.quantity} AS q, k.${c.amount} AS a FROM fate f JOIN ${s.core} k ON k.${c.id} = f.id WHERE f.kind = 'K') x
    WHERE x.heir = ${s.core}.${c.id}`,
    )
  }
  const cancelled = rule.struck === 'stands' ? '' : ` OR ${c.quantity} = 0`
  if (story.level >= 3)
    statements.push(
      `UPDATE ${s.core} SET ${c.party} = x.${s.x.new} FROM fate f JOIN ${s.changes} x ON x.${s.x.row} = f.id AND x.${s.x.column} = ${quote(c.party)}
      WHERE f.heir = ${s.core}.${c.id}`,
    )
  if (story.level >= 2 && flaw !== 'references')
    statements.push(
      `UPDATE ${s.child} SET ${ch.core} = f.heir FROM fate f WHERE f.id = ${s.child}.${ch.core} AND f.heir IS NOT NULL`,
    )
  statements.push(`DELETE FROM ${s.core} WHERE ${c.id} IN (SELECT id FROM fate)${cancelled}`)
  if (story.level >= 2 && rule.struck === 'goes' && flaw !== 'references')
    statements.push(`DELETE FROM ${s.child} WHERE ${ch.core} NOT IN (SELECT ${c.id} FROM ${s.core})`)
  if (story.level >= 3) {
    const open =
      story.level >= 4 && flaw !== 'closed months'
        ? ` AND substr(${s.days}.${d.day}, 1, 7) NOT IN (SELECT ${p.month} FROM ${s.periods})`
        : ''
    statements.push(
      `UPDATE ${s.days} SET ${d.lines} = x.n, ${d.amount} = x.a
      FROM (SELECT ${c.sender} AS who, substr(${c.at}, 1, 10) AS day, count(*) AS n, sum(${c.amount}) AS a FROM ${s.core} GROUP BY 1, 2) x
      WHERE x.who = ${s.days}.${d.sender} AND x.day = ${s.days}.${d.day}${open}`,
    )
  }
  if (story.level >= 5)
    statements.push(
      `UPDATE ${s.months} SET ${m.lines} = x.n, ${m.amount} = x.a
      FROM (SELECT ${d.sender} AS who, substr(${d.day}, 1, 7) AS month, sum(${d.lines}) AS n, sum(${d.amount}) AS a FROM ${s.days} GROUP BY 1, 2) x
      WHERE x.who = ${s.months}.${m.sender} AND x.month = ${s.months}.${m.month}
        ${flaw === 'closed months' ? '' : `AND ${s.months}.${m.month} NOT IN (SELECT ${p.month} FROM ${s.periods})`}`,
    )
  return statements
}

/** Row by row: one table of files with what is known of each, then subqueries. */
function filesOneByOne(story: Story, s: SqlNames): string[] {
  const { c, f, r } = s
  const sep = separatorOf(story)
  const sheet = `CREATE TEMP TABLE sheet (file INTEGER PRIMARY KEY, load_key INTEGER, deal TEXT, arrived TEXT, kind TEXT, lines INTEGER, due INTEGER)`
  const slot = `f.${f.sender} || '/' || f.${f.lane} || '/' || f.${f.day}`
  const kindOf = (type: string, [day, fix]: readonly [string, string]): string =>
    `iif(${type} = ${day}, 'D', iif(${type} = ${fix}, 'K', 'N'))`
  if (story.level === 1) {
    return [
      sheet,
      `INSERT INTO sheet SELECT ${c.file}, NULL, min(${deal(c, s.core)}), min(${f.receivedAt}),
        min(${kindOf(f.type, [s.day, s.fix])}), count(*), max(${f.announced}) FROM ${s.core} GROUP BY ${c.file}`,
      `CREATE TEMP TABLE entry AS SELECT ${c.id} AS id, ${c.file} AS file, ${c.line} AS n FROM ${s.core}`,
    ]
  }
  const fromLog = (where: string, counted: string): string =>
    `INSERT INTO sheet SELECT f.${f.id}, ${story.plan === 'numbered' ? 'NULL' : `f.${f.load}`}, ${slot}, f.${f.receivedAt},
      ${kindOf(`f.${f.type}`, [s.day, s.fix])}, ${counted}, f.${f.announced} FROM ${s.files} f WHERE ${where}`
  if (story.plan === 'numbered') {
    return [
      sheet,
      fromLog(
        `EXISTS (SELECT 1 FROM ${s.core} c WHERE c.${c.file} = f.${f.id})`,
        `(SELECT count(*) FROM ${s.core} c WHERE c.${c.file} = f.${f.id})`,
      ),
      `CREATE TEMP TABLE entry AS SELECT ${c.id} AS id, ${c.file} AS file, ${c.line} AS n FROM ${s.core}`,
    ]
  }
  const types = story.plan === 'landed' ? ([s.day, s.fix] as const) : ([s.oldDay, s.oldFix] as const)
  const isLine = (text: string): string => `${text} LIKE ${s.line} || ${sep} || '%'`
  const rawRows = [
    `INSERT INTO sheet SELECT f.${f.id}, f.${f.load}, ${slot}, f.${f.receivedAt},
      (SELECT ${kindOf(secondField(`h.${r.text}`, sep), types)} FROM ${s.raw} h WHERE h.${r.file} = f.${f.id} AND h.${r.number} = 1),
      (SELECT count(*) FROM ${s.raw} l WHERE l.${r.file} = f.${f.id} AND ${isLine(`l.${r.text}`)}),
      ifnull((SELECT CAST(${secondField(`e.${r.text}`, sep)} AS INTEGER) FROM ${s.raw} e WHERE e.${r.file} = f.${f.id}
        AND e.${r.text} LIKE ${s.end} || ${sep} || '%'), 1000)
    FROM ${s.files} f WHERE f.${f.load} IS NOT NULL${story.plan === 'landed' ? '' : ` AND f.${f.announced} IS NULL`}`,
    `DELETE FROM sheet WHERE lines <> (SELECT count(*) FROM ${s.core} WHERE ${c.load} = load_key)`,
    // Lines are the records after the header, and rows of a load ascend with them.
    `CREATE TEMP TABLE mine AS SELECT c.${c.id} AS id, t.file AS file FROM ${s.core} c JOIN sheet t ON t.load_key = c.${c.load}`,
    `CREATE INDEX temp.mine_place ON mine (file, id)`,
    `CREATE TEMP TABLE entry AS WITH
      lowest AS MATERIALIZED (SELECT file, id, (SELECT count(*) FROM mine o WHERE o.file = m.file AND o.id < m.id) AS before FROM mine m)
    SELECT w.id, w.file, (SELECT CAST(${secondField(`l.${r.text}`, sep)} AS INTEGER) FROM ${s.raw} l
      WHERE l.${r.file} = w.file AND l.${r.number} = w.before + 2) AS n FROM lowest w`,
  ]
  if (story.plan === 'landed') return [sheet, ...rawRows]
  return [
    sheet,
    ...rawRows,
    fromLog(
      `f.${f.load} IS NOT NULL AND f.${f.announced} IS NOT NULL`,
      `(SELECT count(*) FROM ${s.core} c WHERE c.${c.load} = f.${f.load})`,
    ),
    `INSERT INTO entry SELECT c.${c.id}, t.file, c.${c.line} FROM ${s.core} c, sheet t WHERE t.load_key = c.${c.load} AND c.${c.line} IS NOT NULL`,
  ]
}

function tailOneByOne(story: Story, s: SqlNames): string[] {
  const { rule } = story
  const order = rule.stays === 'first' ? 'ASC' : 'DESC'
  const taken = placeTaken(rule, 'q')
  const counts = (alias: string): string => `(${alias}.lines ${rule.short === 'counts' ? '<=' : '='} ${alias}.due)`
  const { c, ch, d, m, p } = s
  const heir = (id: string): string => `(SELECT w.heir FROM way w WHERE w.id = ${id})`
  const statements = [
    `CREATE INDEX temp.entry_place ON entry (file, n)`,
    `CREATE INDEX temp.sheet_deal ON sheet (deal, arrived)`,
    `CREATE TEMP TABLE way (id INTEGER PRIMARY KEY, kind TEXT, heir INTEGER)`,
    `CREATE INDEX temp.way_heir ON way (heir, kind)`,
    `INSERT INTO way SELECT e.id, iif(t.kind = 'K' AND NOT ${counts('t')}, 'void', t.kind), (SELECT o.id FROM sheet k
        JOIN entry o ON o.file = k.file AND o.n = e.n WHERE k.deal = t.deal AND k.kind = 'D' AND ${counts('k')}
        ORDER BY k.arrived ${order} LIMIT 1)
      FROM entry e JOIN sheet t ON t.file = e.file WHERE (t.kind <> 'N' OR NOT ${counts('t')})
        AND EXISTS (SELECT 1 FROM sheet k WHERE k.deal = t.deal AND k.kind = 'D' AND ${counts('k')})`,
    // A row that is its own heir stays, and so does one that a correction left.
    `DELETE FROM way WHERE heir = id OR kind = 'K' AND heir IS NULL`,
    ...(taken === null
      ? []
      : [
          `UPDATE way SET (id, heir, kind) = (SELECT way.heir, way.id, 'turned') WHERE kind = 'K'
        AND EXISTS (SELECT 1 FROM (SELECT ${c.id} AS own, ${c.quantity} AS q FROM ${s.core}) WHERE own = way.id AND ${taken})`,
        ]),
    `UPDATE ${s.core} SET
      ${c.amount} = (SELECT ${rule.replaces === 'count' ? `${s.core}.${c.amount} / ${s.core}.${c.quantity} * k.${c.quantity}` : `k.${c.amount}`} FROM way w, ${s.core} k WHERE w.heir = ${s.core}.${c.id} AND w.kind = 'K' AND k.${c.id} = w.id),
      ${c.quantity} = (SELECT k.${c.quantity} FROM way w, ${s.core} k WHERE w.heir = ${s.core}.${c.id} AND w.kind = 'K' AND k.${c.id} = w.id)${
        rule.replaces === 'count'
          ? ''
          : `,
      ${c.good} = (SELECT k.${c.good} FROM way w, ${s.core} k WHERE w.heir = ${s.core}.${c.id} AND w.kind = 'K' AND k.${c.id} = w.id)`
      }
    WHERE EXISTS (SELECT 1 FROM way w WHERE w.heir = ${s.core}.${c.id} AND w.kind = 'K')`,
  ]
  if (story.level >= 3)
    statements.push(
      `UPDATE ${s.core} SET ${c.party} = (SELECT l.${s.x.new} FROM ${s.changes} l, way w WHERE w.id = l.${s.x.row} AND w.heir = ${s.core}.${c.id}
        AND l.${s.x.column} = ${quote(c.party)})
      WHERE ${c.id} IN (SELECT w.heir FROM way w WHERE w.id IN (SELECT ${s.x.row} FROM ${s.changes} WHERE ${s.x.column} = ${quote(c.party)}))`,
    )
  if (story.level >= 2)
    statements.push(
      `UPDATE ${s.child} SET ${ch.core} = coalesce(${heir(ch.core)}, ${ch.core}) WHERE EXISTS (SELECT 1 FROM way WHERE id = ${ch.core})`,
    )
  statements.push(
    `DELETE FROM ${s.core} WHERE ${rule.struck === 'goes' ? `${c.quantity} = 0 OR ` : ''}EXISTS (SELECT 1 FROM way WHERE way.id = ${s.core}.${c.id})`,
  )
  if (story.level >= 2)
    statements.push(
      `DELETE FROM ${s.child} AS orphan WHERE NOT EXISTS (SELECT 1 FROM ${s.core} WHERE ${c.id} = orphan.${ch.core})`,
    )
  const inDay = `${c.sender} = ${s.days}.${d.sender} AND ${c.at} BETWEEN ${s.days}.${d.day} AND ${s.days}.${d.day} || ' 24'`
  const open =
    story.level >= 4 ? `WHERE NOT EXISTS (SELECT 1 FROM ${s.periods} WHERE ${d.day} LIKE ${p.month} || '%')` : ''
  if (story.level >= 3)
    statements.push(
      `UPDATE ${s.days} SET ${d.lines} = (SELECT count(*) FROM ${s.core} WHERE ${inDay}) ${open}`,
      `UPDATE ${s.days} SET ${d.amount} = (SELECT sum(${c.amount}) FROM ${s.core} WHERE ${inDay}) ${open}`,
    )
  const inMonth = `${d.sender} = ${s.months}.${m.sender} AND ${d.day} LIKE ${s.months}.${m.month} || '%'`
  if (story.level >= 5)
    statements.push(
      `UPDATE ${s.months} SET ${m.lines} = (SELECT sum(${d.lines}) FROM ${s.days} WHERE ${inMonth}),
        ${m.amount} = (SELECT sum(${d.amount}) FROM ${s.days} WHERE ${inMonth})
      WHERE ${m.month} > (SELECT max(${p.month}) FROM ${s.periods})`,
    )
  return statements
}

/** The rule that somebody goes by who takes one thing as another house does. */
function ruleUnder(rule: FileRule, flaw: Flaw): FileRule {
  const replaces = rule.replaces === 'row' ? 'fields' : 'row'
  switch (flaw) {
    case 'whole files':
      return { ...rule, stays: rule.stays === 'first' ? 'last' : 'first' }
    case 'short files':
      return { ...rule, short: rule.short === 'void' ? 'counts' : 'void' }
    case 'ids':
      return { ...rule, replaces }
    case 'another house':
      return { ...rule, replaces, struck: rule.struck === 'goes' ? 'stands' : 'goes' }
    default:
      return rule
  }
}

/** The first oracle with one rule left out. */
export function writeFlawed(story: Story, names: Names, flaw: Flaw): readonly string[] {
  const s = sqlNames(names)
  return [...piecesByWindow(story, s, flaw), ...tailByJoins(story, s, ruleUnder(story.rule, flaw), flaw)]
}

/** Two repairs that reach the target by statements of their own. */
export function writeOracles(story: Story, names: Names): readonly [Repair, Repair] {
  const s = sqlNames(names)
  return [
    {
      name: 'numbers by window, lines by join',
      queries: [...piecesByWindow(story, s), ...tailByJoins(story, s, story.rule)],
    },
    { name: 'file by file, row by row', queries: [...filesOneByOne(story, s), ...tailOneByOne(story, s)] },
  ]
}
