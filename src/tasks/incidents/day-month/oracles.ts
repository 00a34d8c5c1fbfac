/**
 * Two repairs in SQL, by different means. The first makes a list of files with what was misread in each, and of refused lines
 * that wait; the second goes row by row and asks each for its partner.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import { sayDay } from '../../worlds/time.ts'
import { byRow } from './by-row.ts'
import { type Leg, legsOf } from './legs.ts'
import { leadTolerance } from './lines.ts'
import type { Names } from './names.ts'
import { type SqlNames, sqlNames, struckFiles } from './sql-names.ts'
import type { Story } from './business.ts'

/** A rule that a partial repair leaves out. */
export type Flaw =
  | 'ways'
  | 'versions'
  | 'changes'
  | 'second days'
  | 'edits turned'
  | 'edits otherwise'
  | 'refused'
  | 'again'
  | 'withdrawn'
  | 'slips'
  | 'old system'

/** Day and month in each other's place. */
export const turn = (day: string): string =>
  `substr(${day}, 1, 5) || substr(${day}, 9, 2) || '-' || substr(${day}, 6, 2)`

/** The day of a text with slashes, day first where `isDayFirst`; year first as it stands. */
const dayOfText = (text: string, isDayFirst: string): string =>
  `iif(instr(${text}, '/') = 0, ${text}, substr(${text}, 7) || iif(${isDayFirst}, substr(${text}, 3, 3) || '/' || substr(${text}, 1, 2), '/' || substr(${text}, 1, 5)))`

/** A column that says whether the first or the second field of a text is the day, from whether it was misread. */
const dayFirst = ({ house }: Story, isTurned: string): string => (house.region === 'dm' ? `NOT ${isTurned}` : isTurned)

function legsUnder(story: Story, flaw: Flaw | undefined): Leg[] {
  const legs = legsOf(story)
  if (flaw === 'ways') return legs.map((leg) => ({ ...leg, turnsTaken: true, turnsDue: true }))
  if (flaw !== 'changes') return legs
  // Whoever changed is taken for what it was before.
  return legs.map((leg) => {
    const first = legs.find(({ partner }) => partner === leg.partner) as Leg
    return { ...leg, turnsTaken: first.turnsTaken, turnsDue: first.turnsDue }
  })
}

const flag = (value: boolean): string => (value ? '1' : '0')

/** `misread_file`: files with what was misread in each. */
function listFiles(story: Story, s: SqlNames, flaw: Flaw | undefined): string[] {
  const { level, plan, from, until } = story
  const { c, f, of, e } = s
  if (level <= 3) {
    const legs = legsUnder(story, flaw)
    const rows = legs.map((leg) => {
      const bounds = level === 1 ? `${leg.fromFile}, ${leg.untilFile}` : `'${leg.fromDay}', '${leg.untilDay}'`
      return `('${leg.partner}', ${bounds}, ${flag(leg.turnsTaken)}, ${flag(leg.turnsDue)})`
    })
    const list = [
      'CREATE TEMP TABLE way_of_writing (who TEXT, since, until, first_turned INTEGER, second_turned INTEGER)',
      `INSERT INTO way_of_writing VALUES ${rows.join(', ')}`,
    ]
    const scope =
      flaw === 'versions' ? '1' : level === 1 ? `k.${f.release} = '${story.versions.struck}'` : struckFiles(story, s)
    if (level === 1)
      list.push(
        `CREATE TEMP TABLE misread_file AS SELECT DISTINCT k.${c.file} AS file, k.${c.partner} AS who, y.first_turned, y.second_turned FROM ${s.core} k
          JOIN way_of_writing y ON y.who = k.${c.partner} AND k.${c.file} BETWEEN y.since AND y.until WHERE ${scope}`,
      )
    else
      list.push(
        `CREATE TEMP TABLE misread_file AS SELECT ${f.id} AS file, ${f.partner} AS who, y.first_turned, y.second_turned FROM ${s.log}
          JOIN way_of_writing y ON y.who = ${f.partner} AND date(${f.receivedAt}) BETWEEN y.since AND y.until WHERE ${scope}`,
      )
    return list
  }
  const received = [`SELECT ${f.id} AS file, ${f.partner} AS who, date(${f.receivedAt}) AS came FROM ${s.log}`]
  if (plan === 'two systems' && flaw !== 'old system')
    received.push(
      `SELECT ${of.id}, ${of.partner}, substr(${of.received}, 1, 4) || '-' || substr(${of.received}, 5, 2) || '-' || substr(${of.received}, 7, 2) FROM ${s.oldLog}`,
    )
  const moved = `SELECT ${e.row} FROM ${s.edits} WHERE ${e.column} = '${c.due}'`
  const calm = `(came < '${sayDay(from)}' OR came > '${sayDay(until)}')`
  return [
    `CREATE TEMP TABLE received_file AS ${received.join(' UNION ALL ')}`,
    `CREATE TEMP TABLE neighbour AS SELECT k.${c.file} AS file, a.who, k.${c.taken} AS taken, ${calm} AS calm,
      max(k.${c.taken}) FILTER (WHERE ${calm}) OVER (PARTITION BY a.who ORDER BY k.${c.number} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS at_least,
      min(k.${c.taken}) FILTER (WHERE ${calm}) OVER (PARTITION BY a.who ORDER BY k.${c.number} ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS at_most,
      abs(julianday(k.${c.due}) - julianday(a.came) - g.${s.g.lead}) > ${leadTolerance} AND k.${c.id} NOT IN (${moved}) AS is_off
      FROM ${s.core} k JOIN received_file a ON a.file = k.${c.file} JOIN ${s.goods} g ON g.${s.g.code} = k.${c.good}`,
    `CREATE TEMP TABLE misread_file AS SELECT file, who, max(coalesce(taken < at_least, 0) OR coalesce(taken > at_most, 0)) AS first_turned, max(is_off) AS second_turned
      FROM neighbour WHERE NOT calm GROUP BY file, who`,
  ]
}

/** A field of a raw line, the first one after the mark of the record being 1. */
const fieldOfRecord = (text: string, separator: string, place: number): string =>
  `json_extract('["' || replace(${text}, '${separator}', '","') || '"]', '$[${place}]')`
const fieldOfOld = (text: string, mark: string): string => {
  const from = `instr(${text}, '${mark}=') + ${mark.length + 1}`
  return `substr(${text}, ${from}, instr(substr(${text}, ${from}), '&') - 1)`
}

/** `waiting_line`: refused lines of those files, their days read as their partner meant them. */
function listRefused(story: Story, s: SqlNames, flaw: Flaw | undefined): string[] {
  const { plan, house } = story
  const { r, c, w, o, ol, marks, separator } = s
  const first = dayFirst(story, 'm.first_turned')
  const second = dayFirst(story, 'm.second_turned')
  const read = (text: string, isDayFirst: string): string => {
    const right = `replace(${dayOfText(text, isDayFirst)}, '/', '-')`
    if (flaw !== 'slips') return right
    const other = `replace(${dayOfText(text, `NOT (${isDayFirst})`)}, '/', '-')`
    return `iif(date(${right}) IS ${right}, ${right}, ${other})`
  }
  const head = 'row_id, who, number, taken, due, good, quantity, file, line'
  const statements: string[] = []
  const select = (columns: readonly string[], from: string): string =>
    `SELECT ${columns.map((column, place) => `${column} AS ${head.split(', ')[place]}`).join(', ')} FROM ${from}`
  if (plan === 'records') {
    const field = (place: number): string => fieldOfRecord(`x.${w.text}`, separator, place)
    const sent = `SELECT x.${w.file} AS file, x.${w.line} AS line, CAST(${field(1)} AS INTEGER) AS number, ${field(2)} AS taken, ${field(3)} AS due,
      ${field(4)} AS good, CAST(${field(5)} AS INTEGER) AS quantity FROM ${s.raw} x`
    statements.push(
      `CREATE TEMP TABLE waiting_line AS ${select(
        [
          `q.${r.row}`,
          'm.who',
          'l.number',
          read('l.taken', first),
          read('l.due', second),
          'l.good',
          'l.quantity',
          'l.file',
          'l.line',
        ],
        `${s.refused} q JOIN misread_file m ON m.file = q.${r.file} JOIN (${sent}) l ON l.file = q.${r.file} AND l.line = q.${r.line} WHERE q.${r.reason} = ${s.day}`,
      )}`,
    )
  } else {
    statements.push(
      `CREATE TEMP TABLE waiting_line AS ${select(
        [
          ...[`q.${r.row}`, 'm.who', `q.${r.number}`, read(`q.${r.taken}`, first), read(`q.${r.due}`, second)],
          ...[`q.${r.good}`, `q.${r.quantity}`, `q.${r.file}`, `q.${r.line}`],
        ],
        `${s.refused} q JOIN misread_file m ON m.file = q.${r.file} WHERE q.${r.reason} = ${s.day}`,
      )}`,
    )
    if (plan === 'two systems' && flaw !== 'old system') {
      const field = (mark: keyof typeof marks): string => fieldOfOld(`q.${ol.text}`, marks[mark])
      statements.push(
        `INSERT INTO waiting_line ${select(
          [
            ...[`q.${ol.row}`, 'm.who', `CAST(${field('number')} AS INTEGER)`, read(field('taken'), first)],
            ...[read(field('due'), second), field('good'), `CAST(${field('quantity')} AS INTEGER)`, `q.${ol.file}`],
            `q.${ol.line}`,
          ],
          `${s.oldRefused} q JOIN misread_file m ON m.file = q.${ol.file} WHERE q.${ol.code} = ${s.oldDay}`,
        )}`,
      )
    }
  }
  statements.push('DELETE FROM waiting_line WHERE date(taken) IS NOT taken OR date(due) IS NOT due')
  const isLater = (house.again === 'later stays') !== (flaw === 'again')
  statements.push(
    isLater
      ? `DELETE FROM waiting_line WHERE (who, number) IN (SELECT ${c.partner}, ${c.number} FROM ${s.core})`
      : `DELETE FROM ${s.core} WHERE (${c.partner}, ${c.number}) IN (SELECT who, number FROM waiting_line)`,
  )
  const isLeftOut = (house.withdrawn === 'left out') !== (flaw === 'withdrawn')
  const called = `(who, number) IN (SELECT ${o.partner}, ${o.number} FROM ${s.off})`
  if (isLeftOut) statements.push(`DELETE FROM waiting_line WHERE ${called}`)
  const columns = [c.id, c.partner, c.number, c.taken, c.due, c.good, c.quantity, c.file, c.line, c.status]
  statements.push(
    `INSERT INTO ${s.core} (${columns.join(', ')}) SELECT ${head}, ${isLeftOut ? s.open : `iif(${called}, ${s.withdrawn}, ${s.open})`} FROM waiting_line`,
  )
  return statements
}

/** The plan added up anew; months that were handed over stay. */
function addUpPlan({ level }: Story, { core, c, plan, p, totals, t, fixed, h, open }: SqlNames): string[] {
  if (level < 3) return []
  const stays = level >= 4 ? ` AND ${plan}.${p.month} NOT IN (SELECT ${h.month} FROM ${fixed})` : ''
  const list = [
    `CREATE TEMP TABLE due_month AS SELECT ${c.partner} AS who, substr(${c.due}, 1, 7) AS month, count(*) AS n, sum(${c.quantity}) AS q FROM ${core}
      WHERE ${c.status} = ${open} GROUP BY 1, 2`,
    `UPDATE ${plan} SET ${p.lines} = coalesce(d.n, 0), ${p.quantity} = coalesce(d.q, 0) FROM ${plan} own LEFT JOIN due_month d ON d.who = own.${p.partner} AND d.month = own.${p.month}
      WHERE own.${p.partner} = ${plan}.${p.partner} AND own.${p.month} = ${plan}.${p.month}${stays}`,
  ]
  if (level === 5)
    list.push(
      `UPDATE ${totals} SET ${t.lines} = s.n, ${t.quantity} = s.q FROM (SELECT ${p.month} AS month, sum(${p.lines}) AS n, sum(${p.quantity}) AS q FROM ${plan} GROUP BY 1) s
        WHERE s.month = ${totals}.${t.month}`,
    )
  return list
}

/** By a list of files. */
export function byList(story: Story, names: Names, flaw?: Flaw): string[] {
  const s = sqlNames(names)
  const { level, house } = story
  const { core, c, e } = s
  const inFile = `FROM misread_file m WHERE m.file = ${core}.${c.file}`
  const statements = [
    ...listFiles(story, s, flaw),
    `UPDATE ${core} SET ${c.taken} = ${turn(c.taken)} ${inFile} AND m.first_turned`,
  ]
  if (level === 1) {
    if (flaw !== 'second days')
      statements.push(`UPDATE ${core} SET ${c.due} = ${turn(c.due)} ${inFile} AND m.second_turned`)
    return statements
  }
  const edited = `SELECT ${e.row} FROM ${s.edits} WHERE ${e.column} = '${c.due}'`
  if (flaw !== 'second days') {
    const apart = flaw === 'edits turned' ? '' : ` AND ${core}.${c.id} NOT IN (${edited})`
    statements.push(`UPDATE ${core} SET ${c.due} = ${turn(c.due)} ${inFile} AND m.second_turned${apart}`)
    if ((house.moved === 'moved again') !== (flaw === 'edits otherwise') && flaw !== 'edits turned')
      statements.push(
        `UPDATE ${core} SET ${c.due} = coalesce(date(${turn(`i.${e.old}`)}, CAST(julianday(i.${e.new}) - julianday(i.${e.old}) AS INTEGER) || ' days'), ${c.due})
          FROM ${s.edits} i, misread_file m WHERE i.${e.row} = ${core}.${c.id} AND i.${e.column} = '${c.due}' AND m.file = ${core}.${c.file} AND m.second_turned`,
      )
  }
  if (flaw !== 'refused') statements.push(...listRefused(story, s, flaw))
  statements.push(...addUpPlan(story, s))
  return statements
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'a list of files and of lines that wait', queries: byList(story, names) },
    { name: 'row by row', queries: byRow(story, names) },
  ]
}
