/**
 * The second repair: row by row, each asked for its partner.
 *
 * @module
 */
import { sayDay } from '../../worlds/time.ts'
import { type Leg, legsOf } from './legs.ts'
import { leadTolerance } from './lines.ts'
import type { Names } from './names.ts'
import { type SqlNames, sqlNames, struckFiles } from './sql-names.ts'
import type { Story } from './business.ts'

const turnByFormat = (day: string): string => `printf('%.4s-%.2s-%.2s', ${day}, substr(${day}, 9), substr(${day}, 6))`

/** Whether a file was misread, for a row of the second oracle: the partner of a row asked for its way. */
function askPartner(story: Story, s: SqlNames, which: 'turnsTaken' | 'turnsDue'): string {
  const { f, c } = s
  const legs = legsOf(story).filter((leg) => leg[which])
  const of = (leg: Leg): string =>
    story.level === 1
      ? `(${c.partner} = '${leg.partner}' AND ${c.file} >= ${leg.fromFile} AND ${c.file} <= ${leg.untilFile})`
      : `(${f.partner} = '${leg.partner}' AND ${f.receivedAt} >= '${leg.fromDay}' AND ${f.receivedAt} < '${leg.untilDay}~')`
  return legs.length === 0 ? '0' : `(${legs.map(of).join(' OR ')})`
}

/** Row by row. */
export function byRow(story: Story, names: Names): string[] {
  const s = sqlNames(names)
  const { level, plan, house, from, until } = story
  const { core, c, f, r, w, o, e, g, of, ol, marks, separator } = s
  if (level === 1)
    return [
      `UPDATE ${core} SET ${c.taken} = CASE WHEN ${askPartner(story, s, 'turnsTaken')} THEN ${turnByFormat(c.taken)} ELSE ${c.taken} END,
        ${c.due} = CASE WHEN ${askPartner(story, s, 'turnsDue')} THEN ${turnByFormat(c.due)} ELSE ${c.due} END WHERE ${f.release} = '${story.versions.struck}'`,
    ]
  const statements: string[] = []
  if (level <= 3)
    statements.push(
      `CREATE TEMP TABLE judged (file INTEGER PRIMARY KEY, who TEXT, one INTEGER, two INTEGER)`,
      `INSERT INTO judged SELECT ${f.id}, ${f.partner}, ${askPartner(story, s, 'turnsTaken')}, ${askPartner(story, s, 'turnsDue')} FROM ${s.log} WHERE ${struckFiles(story, s)}`,
    )
  else {
    const compact = (day: number): string => sayDay(day).replaceAll('-', '')
    const inWindow = `SELECT ${f.id} AS id, ${f.partner} AS who, substr(${f.receivedAt}, 1, 10) AS came FROM ${s.log} WHERE ${struckFiles(story, s)}`
    const old = `SELECT ${of.id}, ${of.partner}, strftime('%Y-%m-%d', substr(${of.received}, 1, 4) || '-' || substr(${of.received}, 5, 2) || '-' || substr(${of.received}, 7, 2))
      FROM ${s.oldLog} WHERE ${of.received} BETWEEN '${compact(from)}' AND '${compact(until)}'`
    statements.push(
      `CREATE TEMP TABLE judged (file INTEGER PRIMARY KEY, who TEXT, came TEXT, one INTEGER DEFAULT 0, two INTEGER DEFAULT 0)`,
      `INSERT INTO judged (file, who, came) ${inWindow}${plan === 'two systems' ? ` UNION ${old}` : ''}`,
      `CREATE TEMP TABLE quiet_row AS SELECT ${c.partner} AS who, ${c.number} AS n, ${c.taken} AS d FROM ${core} WHERE ${c.file} NOT IN (SELECT file FROM judged)`,
      'CREATE INDEX temp.quiet_who ON quiet_row (who, n)',
      `UPDATE judged SET one = 1 WHERE EXISTS (SELECT 1 FROM ${core} k WHERE k.${c.file} = judged.file AND (
        EXISTS (SELECT 1 FROM quiet_row z WHERE z.who = judged.who AND z.n < k.${c.number} AND z.d > k.${c.taken})
        OR EXISTS (SELECT 1 FROM quiet_row z WHERE z.who = judged.who AND z.n > k.${c.number} AND z.d < k.${c.taken})))`,
      `UPDATE judged SET two = 1 WHERE file IN (SELECT k.${c.file} FROM ${core} k JOIN judged b ON b.file = k.${c.file} JOIN ${s.goods} x ON x.${g.code} = k.${c.good}
        LEFT JOIN ${s.edits} i ON i.${e.row} = k.${c.id} AND i.${e.column} = '${c.due}'
        WHERE i.${e.row} IS NULL AND k.${c.due} NOT BETWEEN date(b.came, (x.${g.lead} - ${leadTolerance}) || ' days') AND date(b.came, (x.${g.lead} + ${leadTolerance}) || ' days'))`,
    )
  }
  statements.push(
    `UPDATE ${core} SET ${c.taken} = ${turnByFormat(c.taken)} WHERE (SELECT one FROM judged WHERE judged.file = ${core}.${c.file})`,
    house.moved === 'as entered'
      ? `UPDATE ${core} SET ${c.due} = ${turnByFormat(c.due)} WHERE (SELECT two FROM judged WHERE judged.file = ${core}.${c.file})
        AND NOT EXISTS (SELECT 1 FROM ${s.edits} i WHERE i.${e.row} = ${core}.${c.id} AND i.${e.column} = '${c.due}')`
      : `UPDATE ${core} SET ${c.due} = coalesce((SELECT date(julianday(${turnByFormat(`i.${e.old}`)}) + julianday(i.${e.new}) - julianday(i.${e.old})) FROM ${s.edits} i
          WHERE i.${e.row} = ${core}.${c.id} AND i.${e.column} = '${c.due}'), ${turnByFormat(c.due)}) WHERE (SELECT two FROM judged WHERE judged.file = ${core}.${c.file})`,
  )
  // Day, month and year of a text apart; year first has no slash.
  const said = (text: string, isTurned: string): string => {
    const first = house.region === 'dm' ? `NOT ${isTurned}` : isTurned
    return `CASE WHEN ${text} NOT LIKE '%/%' THEN ${text} WHEN ${first} THEN printf('%s-%.2s-%.2s', substr(${text}, -4), substr(${text}, 4), ${text})
      ELSE printf('%s-%.2s-%.2s', substr(${text}, -4), ${text}, substr(${text}, 4)) END`
  }
  const tail = (text: string): string => `substr(${text}, instr(${text}, '${separator}') + 1)`
  const head = (text: string): string => `substr(${text}, 1, instr(${text} || '${separator}', '${separator}') - 1)`
  const fields =
    plan === 'records'
      ? [1, 2, 3, 4, 5].map((place) =>
          head(Array.from({ length: place }).reduce((text: string) => tail(text), `x.${w.text}`)),
        )
      : [`q.${r.number}`, `q.${r.taken}`, `q.${r.due}`, `q.${r.good}`, `q.${r.quantity}`]
  const [number = '', taken = '', due = '', good = '', quantity = ''] = fields
  statements.push(
    `CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, who TEXT, n INTEGER, first_day TEXT, second_day TEXT, good TEXT, q INTEGER, file INTEGER, line INTEGER, state TEXT)`,
    `INSERT INTO found SELECT q.${r.row}, b.who, ${number}, ${said(taken, 'b.one')}, ${said(due, 'b.two')}, ${good}, ${quantity}, b.file, q.${r.line}, ${s.open}
      FROM ${s.refused} q, judged b${plan === 'records' ? `, ${s.raw} x` : ''} WHERE b.file = q.${r.file} AND q.${r.reason} LIKE ${s.day}${
        plan === 'records' ? ` AND x.${w.file} = q.${r.file} AND x.${w.line} = q.${r.line}` : ''
      }`,
  )
  if (plan === 'two systems') {
    const text = `'&' || q.${ol.text}`
    const own = (mark: keyof typeof marks): string => {
      const from = `instr(${text}, '&${marks[mark]}=') + ${marks[mark].length + 2}`
      return `substr(${text}, ${from}, instr(substr(${text}, ${from}), '&') - 1)`
    }
    statements.push(
      `INSERT INTO found SELECT q.${ol.row}, b.who, ${own('number')}, ${said(`(${own('taken')})`, 'b.one')}, ${said(`(${own('due')})`, 'b.two')}, ${own('good')}, ${own('quantity')}, b.file, q.${ol.line}, ${s.open}
        FROM ${s.oldRefused} q, judged b WHERE b.file = q.${ol.file} AND q.${ol.code} LIKE ${s.oldDay}`,
    )
  }
  statements.push(
    `DELETE FROM found WHERE coalesce(strftime('%Y-%m-%d', first_day), '') <> first_day OR coalesce(strftime('%Y-%m-%d', second_day), '') <> second_day`,
  )
  const sameLine = `k.${c.partner} = found.who AND k.${c.number} = found.n`
  statements.push(
    house.again === 'later stays'
      ? `DELETE FROM found WHERE EXISTS (SELECT 1 FROM ${core} k WHERE ${sameLine})`
      : `DELETE FROM ${core} WHERE ${c.id} IN (SELECT k.${c.id} FROM ${core} k, found WHERE ${sameLine})`,
  )
  const called = `EXISTS (SELECT 1 FROM ${s.off} v WHERE v.${o.partner} = found.who AND v.${o.number} = found.n)`
  statements.push(
    house.withdrawn === 'left out'
      ? `DELETE FROM found WHERE ${called}`
      : `UPDATE found SET state = ${s.withdrawn} WHERE ${called}`,
    `INSERT INTO ${core} (${c.id}, ${c.partner}, ${c.number}, ${c.taken}, ${c.due}, ${c.good}, ${c.quantity}, ${c.file}, ${c.line}, ${c.status}) SELECT * FROM found`,
  )
  if (level < 3) return statements
  const { p, t, h } = s
  const stays = level >= 4 ? ` WHERE ${p.month} NOT IN (SELECT ${h.month} FROM ${s.fixed})` : ''
  statements.push(
    `CREATE TEMP TABLE sums (who TEXT, month TEXT, n INTEGER, q INTEGER, PRIMARY KEY (who, month))`,
    `INSERT INTO sums SELECT ${c.partner}, strftime('%Y-%m', ${c.due}), sum(${c.status} <> ${s.withdrawn}), total(iif(${c.status} <> ${s.withdrawn}, ${c.quantity}, 0)) FROM ${core} GROUP BY ${c.partner}, strftime('%Y-%m', ${c.due})`,
    `UPDATE ${s.plan} SET (${p.lines}, ${p.quantity}) = (SELECT ifnull(max(n), 0), CAST(ifnull(max(q), 0) AS INTEGER) FROM sums WHERE sums.who = ${s.plan}.${p.partner} AND sums.month = ${s.plan}.${p.month})${stays}`,
  )
  if (level === 5) {
    const inMonth = `FROM ${s.plan} x WHERE x.${p.month} = ${s.totals}.${t.month}`
    statements.push(
      `UPDATE ${s.totals} SET ${t.lines} = (SELECT total(x.${p.lines}) ${inMonth}), ${t.quantity} = (SELECT total(x.${p.quantity}) ${inMonth})`,
    )
  }
  return statements
}
