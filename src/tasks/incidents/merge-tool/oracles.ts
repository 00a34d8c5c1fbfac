/**
 * Two repairs in SQL, by different means. The first lists every claim to an item of a record and ranks it with a window;
 * the second moves and restores in place, step by step, and takes away what is there twice.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import { mergeAnswers, type MergeRule } from '../../worlds/stations/sync-rule.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What SQL is written with: short names of the instance. */
export function sqlNames(names: Names) {
  return {
    ...{ kids: names.children.table, c: names.children.columns, uses: names.uses.table, u: names.uses.columns },
    ...{ records: names.records.table, r: names.records.columns },
    ...{ merges: names.merges.table, m: names.merges.columns, journal: names.journal.table, j: names.journal.columns },
    ...{ gone: names.deletions.table, d: names.deletions.columns, links: names.links.table, l: names.links.columns },
    ...{ sent: names.messages.table, s: names.messages.columns, asked: names.erasures.table, e: names.erasures.columns },
    ...{ view: names.overview.table, v: names.overview.columns, months: names.months.table, o: names.months.columns },
    ...{ old: names.old.table, q: names.old.columns, marks: names.marks },
    ...{ kidsName: quote(names.children.table), recordsName: quote(names.records.table), done: quote(names.statuses.done) },
  }
}
export type SqlNames = ReturnType<typeof sqlNames>

/** A rule that a partial repair leaves out. */
export type Flaw =
  | 'chain'
  | 'undone'
  | 'left out'
  | 'by hand'
  | 'erased'
  | 'twice'
  | 'another twice'
  | 'uses'
  | 'another use'
  | 'stranded'
  | 'deleted'
  | 'first value'
  | 'old journal'
  | 'new numbers'

/** The value of a field in the old journal's text. */
const fieldOf = (text: string, mark: string): string => {
  const from = `instr(';' || ${text}, ';${mark}=') + ${mark.length + 1}`
  return `substr(${text}, ${from}, instr(substr(${text}, ${from}), ';') - 1)`
}

const otherOf = <T>(answers: readonly T[], own: T): T => answers[(answers.indexOf(own) + 1) % answers.length] as T

/** Which of several claims comes first. */
const orderBy: Readonly<Record<MergeRule['twice'], string>> = {
  kept: 'hops',
  older: 'since',
  newer: 'since DESC',
  larger: 'amount DESC',
}

/** Where each record that was given up leads. */
function listEnds(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { m } = s
  if (story.plan === 'messages') return []
  const standing = flaw === 'undone' ? '1' : `g.${m.undoneAt} IS NULL`
  if (flaw === 'chain')
    return [
      `CREATE TEMP TABLE leads_to AS SELECT g.${m.loser} AS start, g.${m.winner} AS finish, 1 AS hops FROM ${s.merges} g WHERE ${standing}`,
    ]
  return [
    `CREATE TEMP TABLE leads_to AS WITH RECURSIVE way(start, finish, hops) AS (SELECT g.${m.loser}, g.${m.winner}, 1 FROM ${s.merges} g WHERE ${standing}
      UNION ALL SELECT way.start, g.${m.winner}, way.hops + 1 FROM way JOIN ${s.merges} g ON g.${m.loser} = way.finish WHERE ${standing})
      SELECT start, finish, hops FROM way WHERE finish NOT IN (SELECT g.${m.loser} FROM ${s.merges} g WHERE ${standing})`,
  ]
}

/** Deleted rows of merges, whole. */
function listLost(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { c, m, j, q, marks } = s
  if (flaw === 'deleted') return []
  const at = (column: string): string => `json_extract(b.${j.row}, '$.${column}')`
  const byMerge = (action: string): string =>
    flaw === 'by hand' ? '1' : `${action} IN (SELECT g.${m.action} FROM ${s.merges} g)`
  const list = [
    `CREATE TEMP TABLE lost_row AS SELECT ${at(c.id)} AS id, ${at(c.owner)} AS owner, ${at(c.item)} AS item, ${at(c.since)} AS since, ${at(c.value)} AS amount
      FROM ${s.journal} b WHERE b.${j.table} = ${s.kidsName} AND b.${j.row} IS NOT NULL AND ${byMerge(`b.${j.action}`)}`,
  ]
  if (story.plan !== 'two journals' || flaw === 'old journal') return list
  const text = `b.${q.text}`
  const get = (mark: string): string => fieldOf(text, mark)
  const day = get(marks.since)
  return [
    ...list,
    `INSERT INTO lost_row SELECT CAST(${get(marks.id)} AS INTEGER), CAST(${get(marks.owner)} AS INTEGER), ${get(marks.item)},
      substr(${day}, 1, 4) || '-' || substr(${day}, 5, 2) || '-' || substr(${day}, 7), CAST(${get(marks.value)} AS INTEGER)
      FROM ${s.old} b WHERE b.${q.table} = ${quote(marks.childTable)} AND b.${q.text} IS NOT NULL AND ${byMerge(`b.${q.action}`)}`,
  ]
}

/** Every child that is there or comes back, on the record that it belongs to. */
function listClaims(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { c, m, l, d, s: t, e } = s
  if (story.plan === 'messages') {
    const newest = flaw === 'first value' ? 'ASC' : 'DESC'
    const field = (column: string): string => `max(CASE WHEN field = ${quote(column)} THEN told END)`
    const moment =
      flaw === 'chain'
        ? `h.${l.record} = coalesce((SELECT n.${l.record} FROM ${s.links} n WHERE n.${l.ref} = told_row.ref ORDER BY n.${l.from} LIMIT 1 OFFSET 1),
            (SELECT n.${l.record} FROM ${s.links} n WHERE n.${l.ref} = told_row.ref)) AND h.${l.ref} = told_row.ref`
        : flaw === 'undone'
          ? `h.${l.ref} = told_row.ref AND h.${l.from} = (SELECT max(n.${l.from}) FROM ${s.links} n WHERE n.${l.ref} = h.${l.ref}
              AND NOT EXISTS (SELECT 1 FROM ${s.links} o WHERE o.${l.ref} = n.${l.ref} AND o.${l.record} = n.${l.record} AND o.${l.from} < n.${l.from}))`
          : `h.${l.ref} = told_row.ref AND h.${l.until} IS NULL`
    const isLost =
      flaw === 'deleted'
        ? '0'
        : `told_row.id IN (SELECT x.${d.row} FROM ${s.gone} x WHERE x.${d.table} = ${s.kidsName}${
            flaw === 'by hand'
              ? ''
              : ` AND x.${d.action} IN (SELECT y.${d.action} FROM ${s.gone} y WHERE y.${d.table} = ${s.recordsName})`
          })`
    const here = `told_row.id IN (SELECT k.${c.id} FROM ${s.kids} k)`
    const erased =
      flaw === 'erased' || story.level < 2
        ? ''
        : ` AND h.${l.record} NOT IN (SELECT n.${l.record} FROM ${s.asked} f JOIN ${s.links} w ON w.${l.record} = f.${e.record}
            JOIN ${s.links} n ON n.${l.ref} = w.${l.ref} AND n.${l.until} IS NULL WHERE f.${e.status} = ${s.done})`
    return [
      `CREATE TEMP TABLE told_row AS SELECT id, ${field(c.owner)} AS ref, ${field(c.item)} AS item, ${field(c.since)} AS since, CAST(${field(c.value)} AS INTEGER) AS amount
        FROM (SELECT p.${t.child} AS id, p.${t.field} AS field, p.${t.value} AS told, row_number() OVER (PARTITION BY p.${t.child}, p.${t.field} ORDER BY p.${t.id} ${newest}) AS nth
          FROM ${s.sent} p) WHERE nth = 1 GROUP BY id`,
      `CREATE TEMP TABLE claim AS SELECT told_row.id AS id, h.${l.record} AS owner, told_row.item AS item, told_row.since AS since, told_row.amount AS amount,
        (SELECT count(*) FROM ${s.links} n WHERE n.${l.ref} = told_row.ref) AS hops FROM told_row JOIN ${s.links} h ON ${moment}
        WHERE (${here} OR ${isLost})${erased}`,
      ...(flaw === 'stranded'
        ? [`UPDATE claim SET owner = k.${c.owner} FROM ${s.kids} k WHERE k.${c.id} = claim.id`]
        : []),
    ]
  }
  const erased =
    flaw === 'erased' || story.level < 2
      ? ''
      : ` AND coalesce(w.finish, a.owner) NOT IN (SELECT coalesce(x.finish, f.${e.record}) FROM ${s.asked} f LEFT JOIN leads_to x ON x.start = f.${e.record} WHERE f.${e.status} = ${s.done})`
  const leftOut =
    flaw === 'left out'
      ? ''
      : ` AND NOT EXISTS (SELECT 1 FROM ${s.merges} g, json_each(g.${m.leftOut}) z WHERE z.value = a.id AND g.${m.undoneAt} IS NULL)`
  const strandedOn = flaw === 'stranded' ? ` AND a.was_lost = 1` : ''
  const lost = flaw === 'deleted' ? '' : ` UNION ALL SELECT id, owner, item, since, amount, 1 FROM lost_row WHERE id NOT IN (SELECT ${c.id} FROM ${s.kids})`
  return [
    `CREATE TEMP TABLE claim AS SELECT a.id AS id, coalesce(w.finish, a.owner) AS owner, a.item AS item, a.since AS since, a.amount AS amount, coalesce(w.hops, 0) AS hops
      FROM (SELECT ${c.id} AS id, ${c.owner} AS owner, ${c.item} AS item, ${c.since} AS since, ${c.value} AS amount, 0 AS was_lost FROM ${s.kids}${lost}) a
      LEFT JOIN leads_to w ON w.start = a.owner${strandedOn} WHERE 1${erased}${leftOut}`,
  ]
}

/** The first way, with a rule left out if asked for. */
export function byClaims(story: Story, names: Names, flaw?: Flaw): string[] {
  const s = sqlNames(names)
  const { c, u } = s
  const { level, rule, plan } = story
  const twice = flaw === 'another twice' ? otherOf(mergeAnswers.twice, rule.twice) : rule.twice
  const uses = flaw === 'another use' ? otherOf(mergeAnswers.uses, rule.uses) : rule.uses
  const order = `PARTITION BY owner, ${flaw === 'twice' ? 'id' : 'item'} ORDER BY ${orderBy[twice]}`
  const place = `id IN (SELECT id FROM ranked WHERE nth > 1)`
  const settle: Readonly<Record<MergeRule['uses'], string>> = {
    move: `UPDATE ${s.uses} SET ${u.child} = ranked.heir FROM ranked WHERE ranked.id = ${s.uses}.${u.child} AND ranked.nth > 1`,
    empty: `UPDATE ${s.uses} SET ${u.child} = NULL FROM ranked WHERE ranked.id = ${s.uses}.${u.child} AND ranked.nth > 1`,
    go: `DELETE FROM ${s.uses} WHERE ${u.child} IN (SELECT id FROM ranked WHERE nth > 1)`,
  }
  const number = flaw === 'new numbers' ? `(SELECT max(k.${c.id}) FROM ${s.kids} k) + row_number() OVER (ORDER BY id)` : 'id'
  return [
    ...listEnds(story, s, flaw),
    ...(plan === 'messages' ? [] : listLost(story, s, flaw)),
    ...listClaims(story, s, flaw),
    `CREATE TEMP TABLE ranked AS SELECT *, row_number() OVER (${order}) AS nth, first_value(id) OVER (${order}) AS heir FROM claim`,
    ...(level >= 2 && flaw !== 'uses' ? [settle[uses]] : []),
    `DELETE FROM claim WHERE ${place}`,
    `DELETE FROM ${s.kids} WHERE ${c.id} NOT IN (SELECT id FROM claim)`,
    `UPDATE ${s.kids} SET ${c.owner} = claim.owner FROM claim WHERE claim.id = ${s.kids}.${c.id} AND claim.owner <> ${s.kids}.${c.owner}`,
    `INSERT INTO ${s.kids} (${c.id}, ${c.owner}, ${c.item}, ${c.since}, ${c.value}) SELECT ${number}, owner, item, since, amount FROM claim
      WHERE id NOT IN (SELECT k.${c.id} FROM ${s.kids} k)`,
    ...addUp(story, s),
  ]
}

/** Overviews after children. */
export function addUp({ level }: Pick<Story, 'level'>, s: SqlNames): string[] {
  const { c, v, o } = s
  const list: string[] = []
  if (level >= 3)
    list.push(
      `UPDATE ${s.view} SET ${v.children} = t.n, ${v.total} = t.a FROM (SELECT r.${s.r.id} AS record, count(k.${c.id}) AS n, coalesce(sum(k.${c.value}), 0) AS a
        FROM ${s.records} r LEFT JOIN ${s.kids} k ON k.${c.owner} = r.${s.r.id} GROUP BY 1) t WHERE t.record = ${s.view}.${v.record}`,
    )
  if (level >= 5)
    list.push(
      `UPDATE ${s.months} SET ${o.children} = coalesce((SELECT count(*) FROM ${s.kids} k WHERE substr(k.${c.since}, 1, 7) = ${o.month}), 0),
        ${o.total} = coalesce((SELECT sum(k.${c.value}) FROM ${s.kids} k WHERE substr(k.${c.since}, 1, 7) = ${o.month}), 0)`,
    )
  return list
}

/** The second way: in place. */
function inPlace(story: Story, names: Names): string[] {
  const s = sqlNames(names)
  const { c, u, m, j, q, l, d, e, v, o, marks } = s
  const { level, plan, rule } = story
  const t = s.s
  const list: string[] = []
  if (plan === 'messages') {
    list.push(
      `CREATE TEMP TABLE root AS SELECT was.${l.record} AS start, now.${l.record} AS finish, max(was.${l.from}) AS since_when FROM ${s.links} was JOIN ${s.links} now USING (${l.ref})
        WHERE now.${l.until} IS NULL GROUP BY 1`,
      `CREATE TEMP TABLE back AS SELECT DISTINCT x.${d.row} AS id FROM ${s.gone} x JOIN ${s.gone} y USING (${d.action}) WHERE x.${d.table} = ${s.kidsName} AND y.${d.table} = ${s.recordsName}
        AND EXISTS (SELECT 1 FROM ${s.sent} p WHERE p.${t.child} = x.${d.row})`,
      `CREATE TEMP TABLE belongs AS SELECT p.${t.child} AS id, n.${l.record} AS owner, (SELECT count(*) FROM ${s.links} a WHERE a.${l.ref} = p.${t.value}) AS steps
        FROM ${s.sent} p JOIN ${s.links} n ON n.${l.ref} = p.${t.value} WHERE p.${t.field} = ${quote(c.owner)} AND n.${l.until} IS NULL`,
      `UPDATE ${s.kids} SET ${c.owner} = (SELECT b.owner FROM belongs b WHERE b.id = ${s.kids}.${c.id}) WHERE ${c.owner} NOT IN (SELECT ${s.r.id} FROM ${s.records})
        AND EXISTS (SELECT 1 FROM belongs b WHERE b.id = ${s.kids}.${c.id})`,
      ...(level >= 2
        ? [
            `CREATE TEMP TABLE forgotten AS SELECT DISTINCT root.finish AS record FROM ${s.asked} f JOIN root ON root.start = f.${e.record} WHERE f.${e.status} = ${s.done}`,
          ]
        : []),
      `INSERT INTO ${s.kids} (${c.id}, ${c.owner}, ${c.item}, ${c.since}, ${c.value}) SELECT back.id, belongs.owner,
        (SELECT p.${t.value} FROM ${s.sent} p WHERE p.${t.child} = back.id AND p.${t.field} = ${quote(c.item)} ORDER BY p.${t.id} DESC LIMIT 1),
        (SELECT p.${t.value} FROM ${s.sent} p WHERE p.${t.child} = back.id AND p.${t.field} = ${quote(c.since)} ORDER BY p.${t.id} DESC LIMIT 1),
        (SELECT p.${t.value} + 0 FROM ${s.sent} p WHERE p.${t.child} = back.id AND p.${t.field} = ${quote(c.value)} ORDER BY p.${t.id} DESC LIMIT 1)
        FROM back JOIN belongs USING (id) WHERE NOT EXISTS (SELECT 1 FROM ${s.kids} k WHERE k.${c.id} = back.id)`,
    )
  } else {
    list.push(
      `CREATE TEMP TABLE root (start INTEGER PRIMARY KEY, finish INTEGER, steps INTEGER)`,
      `INSERT INTO root SELECT ${m.loser}, ${m.winner}, 1 FROM ${s.merges} WHERE ${m.undoneAt} IS NULL`,
    )
    // Three merges in a row are the most there are; one that is done already finds nothing to do.
    for (let round = 0; round < 3; round++)
      list.push(
        `UPDATE root SET steps = steps + 1, finish = (SELECT g.${m.winner} FROM ${s.merges} g WHERE g.${m.loser} = root.finish AND g.${m.undoneAt} IS NULL)
          WHERE EXISTS (SELECT ${round} FROM ${s.merges} g WHERE g.${m.loser} = root.finish AND g.${m.undoneAt} IS NULL)`,
      )
    list.push(
      `CREATE TEMP TABLE unwanted AS SELECT n.value AS id FROM ${s.merges}, json_each(${m.leftOut}) n WHERE ${m.undoneAt} IS NULL`,
      `CREATE TEMP TABLE belongs AS SELECT k.${c.id} AS id, k.${c.owner} AS owner, 0 AS steps FROM ${s.kids} k`,
      `CREATE TEMP TABLE back AS SELECT b.${j.row} ->> ${quote(c.id)} AS id, b.${j.row} ->> ${quote(c.owner)} AS owner, b.${j.row} ->> ${quote(c.item)} AS item,
        b.${j.row} ->> ${quote(c.since)} AS since, b.${j.row} ->> ${quote(c.value)} AS amount FROM ${s.merges} g JOIN ${s.journal} b ON b.${j.action} = g.${m.action} AND b.${j.table} = ${s.kidsName}`,
    )
    if (plan === 'two journals') {
      const text = `';' || b.${q.text}`
      const part = (mark: string): string =>
        `substr(${text}, instr(${text}, ';${mark}=') + ${mark.length + 2}, instr(substr(${text}, instr(${text}, ';${mark}=') + ${mark.length + 2}), ';') - 1)`
      list.push(
        `INSERT INTO back SELECT ${part(marks.id)} + 0, ${part(marks.owner)} + 0, ${part(marks.item)}, ${part(marks.since)}, ${part(marks.value)} + 0 FROM ${s.merges} g JOIN ${s.old} b
          ON b.${q.action} = g.${m.action} AND b.${q.table} = ${quote(marks.childTable)}`,
        `UPDATE back SET since = printf('%s-%s-%s', substr(since, 1, 4), substr(since, 5, 2), substr(since, -2)) WHERE length(since) = 8`,
      )
    }
    list.push(
      `DELETE FROM ${s.kids} WHERE ${c.id} IN (SELECT id FROM unwanted)`,
      `INSERT INTO belongs SELECT back.id, back.owner, 0 FROM back WHERE back.id NOT IN (SELECT id FROM belongs) AND back.id NOT IN (SELECT id FROM unwanted)`,
      `UPDATE belongs SET steps = root.steps, owner = root.finish FROM root WHERE root.start = belongs.owner`,
      `UPDATE ${s.kids} SET ${c.owner} = (SELECT root.finish FROM root WHERE root.start = ${c.owner}) WHERE ${c.owner} IN (SELECT start FROM root)`,
      ...(level >= 2
        ? [
            `CREATE TEMP TABLE forgotten AS SELECT ifnull((SELECT root.finish FROM root WHERE root.start = f.${e.record}), f.${e.record}) AS record FROM ${s.asked} f WHERE f.${e.status} = ${s.done}`,
          ]
        : []),
      `INSERT INTO ${s.kids} (${c.id}, ${c.owner}, ${c.item}, ${c.since}, ${c.value}) SELECT back.id, belongs.owner, back.item, back.since, back.amount FROM back JOIN belongs USING (id)
        WHERE NOT EXISTS (SELECT 1 FROM ${s.kids} k WHERE k.${c.id} = back.id)`,
    )
  }
  if (level >= 2) list.push(`DELETE FROM ${s.kids} WHERE ${c.owner} IN (SELECT record FROM forgotten)`)
  const better: Readonly<Record<MergeRule['twice'], string>> = {
    kept: '(SELECT x.steps FROM belongs x WHERE x.id = b.ID) < (SELECT y.steps FROM belongs y WHERE y.id = a.ID)'.replaceAll('ID', c.id),
    older: `b.${c.since} < a.${c.since}`,
    newer: `b.${c.since} > a.${c.since}`,
    larger: `b.${c.value} > a.${c.value}`,
  }
  list.push(
    `CREATE TEMP TABLE pair AS SELECT a.${c.id} AS goes, b.${c.id} AS stays FROM ${s.kids} a JOIN ${s.kids} b ON b.${c.owner} = a.${c.owner} AND b.${c.item} = a.${c.item} AND b.${c.id} <> a.${c.id}
      WHERE ${better[rule.twice]}`,
  )
  if (level >= 2) {
    const settle: Readonly<Record<MergeRule['uses'], string>> = {
      move: `UPDATE ${s.uses} SET ${u.child} = (SELECT stays FROM pair WHERE goes = ${u.child}) WHERE EXISTS (SELECT 1 FROM pair WHERE goes = ${u.child})`,
      empty: `UPDATE ${s.uses} SET ${u.child} = NULL WHERE EXISTS (SELECT 1 FROM pair WHERE goes = ${u.child})`,
      go: `DELETE FROM ${s.uses} WHERE EXISTS (SELECT 1 FROM pair WHERE goes = ${u.child})`,
    }
    list.push(settle[rule.uses])
  }
  list.push(`DELETE FROM ${s.kids} WHERE EXISTS (SELECT 1 FROM pair WHERE goes = ${c.id})`)
  if (level >= 3)
    list.push(
      `CREATE TEMP TABLE tally AS SELECT ${c.owner} AS record, count(*) AS n, sum(${c.value}) AS a FROM ${s.kids} GROUP BY ${c.owner}`,
      `UPDATE ${s.view} SET ${v.children} = tally.n, ${v.total} = tally.a FROM tally WHERE tally.record = ${v.record}`,
      `UPDATE ${s.view} SET ${v.children} = 0, ${v.total} = 0 WHERE ${v.record} NOT IN (SELECT record FROM tally)`,
    )
  if (level >= 5)
    list.push(
      `UPDATE ${s.months} SET ${o.children} = 0, ${o.total} = 0`,
      `UPDATE ${s.months} SET ${o.children} = w.n, ${o.total} = w.a FROM (SELECT strftime('%Y-%m', ${c.since}) AS month, count(*) AS n, sum(${c.value}) AS a FROM ${s.kids} GROUP BY 1) w
        WHERE w.month = ${s.months}.${o.month}`,
    )
  return list
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'claims ranked by window', queries: byClaims(story, names) },
    { name: 'moved and restored in place', queries: inPlace(story, names) },
  ]
}
