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
    ...{
      sent: names.messages.table,
      s: names.messages.columns,
      asked: names.erasures.table,
      e: names.erasures.columns,
    },
    ...{ view: names.overview.table, v: names.overview.columns, months: names.months.table, o: names.months.columns },
    ...{ old: names.old.table, q: names.old.columns, marks: names.marks },
    ...{
      kidsName: quote(names.children.table),
      recordsName: quote(names.records.table),
      done: quote(names.statuses.done),
    },
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
  older: 'from_day',
  newer: 'from_day DESC',
  larger: 'amount DESC',
}

/** Where each record that was given up leads. */
function listEnds(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { m } = s
  if (story.plan === 'messages') return []
  const standing = flaw === 'undone' ? '1' : `${m.undoneAt} IS NULL`
  if (flaw === 'chain')
    return [
      `CREATE TEMP TABLE leads_to AS SELECT ${m.loser} AS start_no, ${m.winner} AS end_no, 1 AS hops FROM ${s.merges} WHERE ${standing}`,
    ]
  return [
    `CREATE TEMP TABLE leads_to AS WITH RECURSIVE way(start_no, end_no, hops) AS (SELECT ${m.loser}, ${m.winner}, 1 FROM ${s.merges} WHERE ${standing}
      UNION ALL SELECT start_no, ${m.winner}, hops + 1 FROM way JOIN ${s.merges} ON ${m.loser} = end_no AND ${standing})
      SELECT * FROM way WHERE end_no NOT IN (SELECT ${m.loser} FROM ${s.merges} WHERE ${standing})`,
  ]
}

/** Deleted rows of merges, whole. */
function listLost(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { c, m, j, q, marks } = s
  if (flaw === 'deleted') return []
  const at = (column: string): string => `json_extract(${j.row}, '$.${column}')`
  const byMerge = (action: string): string =>
    flaw === 'by hand' ? '' : ` AND ${action} IN (SELECT ${m.action} FROM ${s.merges})`
  const list = [
    'CREATE TEMP TABLE lost_row (kid_no INTEGER, rec_no INTEGER, thing TEXT, from_day TEXT, amount INTEGER)',
    `INSERT INTO lost_row SELECT ${at(c.id)}, ${at(c.owner)}, ${at(c.item)}, ${at(c.since)}, ${at(c.value)} FROM ${s.journal}
      WHERE ${j.table} = ${s.kidsName} AND ${j.row} NOT NULL${byMerge(`${s.journal}.${j.action}`)}`,
  ]
  if (story.plan !== 'two journals' || flaw === 'old journal') return list
  const get = (mark: string): string => fieldOf(q.text, mark)
  const day = get(marks.since)
  return [
    ...list,
    `INSERT INTO lost_row SELECT ${get(marks.id)}, ${get(marks.owner)}, ${get(marks.item)}, substr(${day}, 1, 4) || '-' || substr(${day}, 5, 2) || '-' || substr(${day}, 7), ${get(marks.value)}
      FROM ${s.old} WHERE ${q.table} = ${quote(marks.childTable)} AND ${q.text} NOT NULL${byMerge(q.action)}`,
  ]
}

/** Every child that is there or comes back, on the record that it belongs to, by fields of messages. */
function claimsOfMessages(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { c, l, d, s: t, e } = s
  const newest = flaw === 'first value' ? 'ASC' : 'DESC'
  const field = (column: string): string => `max(iif(told_field = ${quote(column)}, told, NULL))`
  const link =
    flaw === 'chain'
      ? `h.${l.record} = coalesce((SELECT n.${l.record} FROM ${s.links} n WHERE n.${l.ref} = ref_no ORDER BY n.${l.from} LIMIT 1 OFFSET 1),
          (SELECT n.${l.record} FROM ${s.links} n WHERE n.${l.ref} = ref_no)) AND h.${l.ref} = ref_no`
      : flaw === 'undone'
        ? `h.${l.ref} = ref_no AND h.${l.from} = (SELECT max(n.${l.from}) FROM ${s.links} n WHERE n.${l.ref} = h.${l.ref}
            AND NOT EXISTS (SELECT 1 FROM ${s.links} o WHERE o.${l.ref} = n.${l.ref} AND o.${l.record} = n.${l.record} AND o.${l.from} < n.${l.from}))`
        : `h.${l.ref} = ref_no AND h.${l.until} IS NULL`
  const withRecord =
    flaw === 'by hand'
      ? ''
      : ` AND ${d.action} IN (SELECT ${d.action} FROM ${s.gone} WHERE ${d.table} = ${s.recordsName})`
  const lost =
    flaw === 'deleted' ? '' : ` UNION SELECT ${d.row} FROM ${s.gone} WHERE ${d.table} = ${s.kidsName}${withRecord}`
  return [
    `CREATE TEMP TABLE told_row AS SELECT kid_no, ${field(c.owner)} AS ref_no, ${field(c.item)} AS thing, ${field(c.since)} AS from_day, CAST(${field(c.value)} AS INTEGER) AS amount
      FROM (SELECT ${t.child} AS kid_no, ${t.field} AS told_field, ${t.value} AS told, row_number() OVER (PARTITION BY ${t.child}, ${t.field} ORDER BY ${t.id} ${newest}) AS nth
        FROM ${s.sent}) WHERE nth = 1 GROUP BY kid_no`,
    'CREATE TEMP TABLE claim (kid_no INTEGER PRIMARY KEY, rec_no INTEGER, thing TEXT, from_day TEXT, amount INTEGER, hops INTEGER)',
    `INSERT INTO claim SELECT kid_no, h.${l.record}, thing, from_day, amount, (SELECT count(*) FROM ${s.links} WHERE ${l.ref} = ref_no) FROM told_row JOIN ${s.links} h ON ${link}
      WHERE kid_no IN (SELECT ${c.id} FROM ${s.kids}${lost})`,
    ...(flaw === 'erased' || story.level < 2
      ? []
      : [
          `DELETE FROM claim WHERE rec_no IN (SELECT now.${l.record} FROM ${s.asked} JOIN ${s.links} was ON was.${l.record} = ${s.asked}.${e.record} JOIN ${s.links} now USING (${l.ref})
            WHERE now.${l.until} IS NULL AND ${e.status} = ${s.done})`,
        ]),
    ...(flaw === 'stranded' ? [`UPDATE claim SET rec_no = ${c.owner} FROM ${s.kids} WHERE ${c.id} = kid_no`] : []),
  ]
}

/** The same by journals. */
function claimsOfJournals(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { c, m, e } = s
  const lost =
    flaw === 'deleted' ? '' : ` UNION ALL SELECT *, 1 FROM lost_row WHERE kid_no NOT IN (SELECT ${c.id} FROM ${s.kids})`
  const moved = flaw === 'stranded' ? ' AND was_lost' : ''
  return [
    'CREATE TEMP TABLE claim (kid_no INTEGER PRIMARY KEY, rec_no INTEGER, thing TEXT, from_day TEXT, amount INTEGER, hops INTEGER)',
    `INSERT INTO claim SELECT kid_no, ifnull(end_no, rec_no), thing, from_day, amount, ifnull(hops, 0)
      FROM (SELECT ${c.id} AS kid_no, ${c.owner} AS rec_no, ${c.item} AS thing, ${c.since} AS from_day, ${c.value} AS amount, 0 AS was_lost FROM ${s.kids}${lost}) LEFT JOIN leads_to ON start_no = rec_no${moved}`,
    ...(flaw === 'erased' || story.level < 2
      ? []
      : [
          `DELETE FROM claim WHERE rec_no IN (SELECT ifnull(end_no, ${s.asked}.${e.record}) FROM ${s.asked} LEFT JOIN leads_to ON start_no = ${s.asked}.${e.record} WHERE ${e.status} = ${s.done})`,
        ]),
    ...(flaw === 'left out'
      ? []
      : [
          `DELETE FROM claim WHERE kid_no IN (SELECT value FROM ${s.merges}, json_each(${m.leftOut}) WHERE ${m.undoneAt} IS NULL)`,
        ]),
  ]
}

/** The first way, with a rule left out if asked for. */
export function byClaims(story: Story, names: Names, flaw?: Flaw): string[] {
  const s = sqlNames(names)
  const { c, u } = s
  const { level, rule, plan } = story
  const twice = flaw === 'another twice' ? otherOf(mergeAnswers.twice, rule.twice) : rule.twice
  const uses = flaw === 'another use' ? otherOf(mergeAnswers.uses, rule.uses) : rule.uses
  const settle: Readonly<Record<MergeRule['uses'], string>> = {
    move: `UPDATE ${s.uses} SET ${u.child} = heir FROM ranked WHERE kid_no = ${u.child} AND nth > 1`,
    empty: `UPDATE ${s.uses} SET ${u.child} = NULL FROM ranked WHERE kid_no = ${u.child} AND nth > 1`,
    go: `DELETE FROM ${s.uses} WHERE ${u.child} IN (SELECT kid_no FROM ranked WHERE nth > 1)`,
  }
  const number = flaw === 'new numbers' ? `(SELECT max(${c.id}) FROM ${s.kids}) + row_number() OVER ()` : 'kid_no'
  return [
    ...listEnds(story, s, flaw),
    ...(plan === 'messages'
      ? claimsOfMessages(story, s, flaw)
      : [...listLost(story, s, flaw), ...claimsOfJournals(story, s, flaw)]),
    `CREATE TEMP TABLE ranked AS SELECT kid_no, row_number() OVER best AS nth, first_value(kid_no) OVER best AS heir FROM claim
      WINDOW best AS (PARTITION BY rec_no, ${flaw === 'twice' ? 'kid_no' : 'thing'} ORDER BY ${orderBy[twice]})`,
    ...(level >= 2 && flaw !== 'uses' ? [settle[uses]] : []),
    'DELETE FROM claim WHERE kid_no IN (SELECT kid_no FROM ranked WHERE nth > 1)',
    `DELETE FROM ${s.kids} WHERE ${c.id} NOT IN (SELECT kid_no FROM claim)`,
    `UPDATE ${s.kids} SET ${c.owner} = rec_no FROM claim WHERE kid_no = ${c.id} AND rec_no <> ${c.owner}`,
    `INSERT INTO ${s.kids} (${c.id}, ${c.owner}, ${c.item}, ${c.since}, ${c.value}) SELECT ${number}, rec_no, thing, from_day, amount FROM claim WHERE kid_no NOT IN (SELECT ${c.id} FROM ${s.kids})`,
    ...addUp(story, s),
  ]
}

/** Overviews after children. */
export function addUp({ level }: Pick<Story, 'level'>, s: SqlNames): string[] {
  const { c, v, o } = s
  const list: string[] = []
  if (level >= 3)
    list.push(
      `UPDATE ${s.view} SET ${v.children} = 0, ${v.total} = 0`,
      `UPDATE ${s.view} SET ${v.children} = kid_count, ${v.total} = kid_sum FROM (SELECT ${c.owner} AS kid_of, count(*) AS kid_count, sum(${c.value}) AS kid_sum FROM ${s.kids} GROUP BY 1)
        WHERE kid_of = ${v.record}`,
    )
  if (level >= 5)
    list.push(
      `UPDATE ${s.months} SET ${o.total} = 0, ${o.children} = 0`,
      `UPDATE ${s.months} SET ${o.children} = kid_count, ${o.total} = kid_sum FROM (SELECT substr(${c.since}, 1, 7) AS kid_month, count(*) AS kid_count, sum(${c.value}) AS kid_sum FROM ${s.kids} GROUP BY 1)
        WHERE kid_month = ${o.month}`,
    )
  return list
}

/** The second way, by messages: rows are put together field by field. */
function restoreByMessages(story: Story, s: SqlNames): string[] {
  const { c, l, d, e, s: t } = s
  const latest = (column: string): string =>
    `(SELECT ${t.value} FROM ${s.sent} WHERE ${t.child} = back_no AND ${t.field} = ${quote(column)} ORDER BY ${t.id} DESC LIMIT 1)`
  return [
    `CREATE TEMP TABLE here_now AS SELECT ${l.ref} AS their_code, ${l.record} AS now_at FROM ${s.links} WHERE ${l.until} IS NULL`,
    'CREATE TEMP TABLE belongs (own_no INTEGER PRIMARY KEY, own_at INTEGER, steps INTEGER)',
    `INSERT INTO belongs SELECT ${t.child}, now_at, count(*) FROM ${s.sent} JOIN here_now ON their_code = ${t.value} JOIN ${s.links} ON ${l.ref} = their_code
      WHERE ${t.field} = ${quote(c.owner)} GROUP BY ${t.child}`,
    `CREATE TEMP TABLE back AS SELECT DISTINCT x.${d.row} AS back_no FROM ${s.gone} x JOIN ${s.gone} y USING (${d.action}) WHERE (x.${d.table}, y.${d.table}) = (${s.kidsName}, ${s.recordsName})`,
    `DELETE FROM back WHERE back_no IN (SELECT ${c.id} FROM ${s.kids}) OR back_no NOT IN (SELECT own_no FROM belongs)`,
    `UPDATE ${s.kids} SET ${c.owner} = own_at FROM belongs WHERE own_no = ${c.id} AND ${c.owner} NOT IN (SELECT ${s.r.id} FROM ${s.records})`,
    ...(story.level >= 2
      ? [
          `CREATE TEMP TABLE forgotten AS SELECT now_at AS whom FROM here_now WHERE their_code IN (SELECT ${l.ref} FROM ${s.links} WHERE ${l.record} IN (SELECT ${s.asked}.${e.record} FROM ${s.asked} WHERE ${e.status} = ${s.done}))`,
        ]
      : []),
    `INSERT INTO ${s.kids} (${c.id}, ${c.owner}, ${c.item}, ${c.since}, ${c.value}) SELECT back_no, own_at, ${latest(c.item)}, ${latest(c.since)}, 0 + ${latest(c.value)} FROM back JOIN belongs ON own_no = back_no`,
  ]
}

/** The second way, by journals: children are moved in place, one merge after the other. */
function restoreByJournals(story: Story, s: SqlNames): string[] {
  const { c, m, j, q, e, marks } = s
  const { level, plan } = story
  const list = [
    'CREATE TEMP TABLE root (begun INTEGER PRIMARY KEY, ended INTEGER, steps INTEGER DEFAULT 1)',
    `INSERT INTO root (begun, ended) SELECT ${m.loser}, ${m.winner} FROM ${s.merges} WHERE ${m.undoneAt} IS NULL`,
    'CREATE TEMP TABLE further AS SELECT begun AS halt, ended AS onward FROM root',
    // Three merges in a row are the most there are.
    'UPDATE root SET steps = 2, ended = onward FROM further WHERE halt = ended',
    'UPDATE root SET steps = 3, ended = onward FROM further WHERE halt = ended',
    'UPDATE root SET steps = 4, ended = onward FROM further WHERE halt = ended',
    `CREATE TEMP TABLE back AS SELECT ${j.row} ->> ${quote(c.id)} AS back_no, ${j.row} ->> ${quote(c.owner)} AS was_at, ${j.row} ->> ${quote(c.item)} AS what,
      ${j.row} ->> ${quote(c.since)} AS since_day, ${j.row} ->> ${quote(c.value)} AS size FROM ${s.merges} JOIN ${s.journal} USING (${m.action}) WHERE ${j.table} = ${s.kidsName}`,
  ]
  if (plan === 'two journals') {
    const part = (mark: string): string => {
      const from = `instr(';' || ${q.text}, ';${mark}=') + ${mark.length + 1}`
      return `rtrim(substr(${q.text}, ${from}, instr(substr(${q.text}, ${from}) || ';', ';')), ';')`
    }
    list.push(
      `INSERT INTO back SELECT 0 + ${part(marks.id)}, 0 + ${part(marks.owner)}, ${part(marks.item)}, ${part(marks.since)}, 0 + ${part(marks.value)} FROM ${s.merges} JOIN ${s.old} ON ${q.action} = ${m.action}
        WHERE ${q.table} = ${quote(marks.childTable)}`,
      "UPDATE back SET since_day = printf('%s-%s-%s', substr(since_day, 1, 4), substr(since_day, 5, 2), substr(since_day, -2)) WHERE length(since_day) = 8",
    )
  }
  list.push(
    `CREATE TEMP TABLE unwanted AS SELECT value AS nobodys FROM ${s.merges}, json_each(${m.leftOut}) WHERE ${m.undoneAt} IS NULL`,
    `DELETE FROM back WHERE back_no IN (SELECT ${c.id} FROM ${s.kids}) OR back_no IN (SELECT nobodys FROM unwanted)`,
    `DELETE FROM ${s.kids} WHERE ${c.id} IN (SELECT nobodys FROM unwanted)`,
    'CREATE TEMP TABLE belongs (own_no INTEGER PRIMARY KEY, steps INTEGER)',
    `INSERT INTO belongs SELECT ${c.id}, steps FROM ${s.kids} LEFT JOIN root ON begun = ${c.owner} UNION ALL SELECT back_no, steps FROM back LEFT JOIN root ON begun = was_at`,
    `INSERT INTO ${s.kids} (${c.id}, ${c.owner}, ${c.item}, ${c.since}, ${c.value}) SELECT * FROM back`,
    `UPDATE ${s.kids} SET ${c.owner} = ended FROM root WHERE begun = ${c.owner}`,
  )
  if (level >= 2)
    list.push(
      `CREATE TEMP TABLE forgotten AS SELECT ${s.asked}.${e.record} AS whom FROM ${s.asked} WHERE ${e.status} = ${s.done}`,
      'INSERT INTO forgotten SELECT ended FROM root WHERE begun IN (SELECT whom FROM forgotten)',
    )
  return list
}

/** The second way: in place, and away with what is there twice. */
function inPlace(story: Story, names: Names): string[] {
  const s = sqlNames(names)
  const { c, u, v, o } = s
  const { level, plan, rule } = story
  const list = plan === 'messages' ? restoreByMessages(story, s) : restoreByJournals(story, s)
  if (level >= 2) list.push(`DELETE FROM ${s.kids} WHERE ${c.owner} IN (SELECT whom FROM forgotten)`)
  const best: Readonly<Record<MergeRule['twice'], string>> = {
    kept: 'min(ifnull(steps, 0))',
    older: `min(${c.since})`,
    newer: `max(${c.since})`,
    larger: `max(${c.value})`,
  }
  // Beside a minimum or a maximum stand the other columns of its row.
  list.push(
    `CREATE TEMP TABLE couple AS SELECT ${c.owner} AS couple_of, ${c.item} AS couple_item, ${c.id} AS stays, ${best[rule.twice]} AS by_what FROM ${s.kids} LEFT JOIN belongs ON own_no = ${c.id}
      GROUP BY ${c.owner}, ${c.item} HAVING count(*) > 1`,
    `CREATE TEMP TABLE goes AS SELECT ${c.id} AS leaving, stays FROM ${s.kids} JOIN couple ON (couple_of, couple_item) = (${c.owner}, ${c.item}) AND stays <> ${c.id}`,
  )
  if (level >= 2) {
    const settle: Readonly<Record<MergeRule['uses'], string>> = {
      move: `UPDATE ${s.uses} SET ${u.child} = (SELECT stays FROM goes WHERE leaving = ${u.child}) WHERE ${u.child} IN (SELECT leaving FROM goes)`,
      empty: `UPDATE ${s.uses} SET ${u.child} = NULL WHERE ${u.child} IN (SELECT leaving FROM goes)`,
      go: `DELETE FROM ${s.uses} WHERE EXISTS (SELECT * FROM goes WHERE leaving = ${u.child})`,
    }
    list.push(settle[rule.uses])
  }
  list.push(`DELETE FROM ${s.kids} WHERE ${c.id} IN (SELECT leaving FROM goes)`)
  if (level >= 3)
    list.push(
      'CREATE TEMP TABLE tally (for_no INTEGER PRIMARY KEY, counted INTEGER, summed INTEGER)',
      `INSERT INTO tally SELECT ${c.owner}, count(*), sum(${c.value}) FROM ${s.kids} GROUP BY ${c.owner}`,
      `UPDATE ${s.view} SET (${v.children}, ${v.total}) = (SELECT ifnull(max(counted), 0), ifnull(max(summed), 0) FROM tally WHERE for_no = ${v.record})`,
    )
  if (level >= 5)
    list.push(
      `UPDATE ${s.months} SET ${o.children} = 0, ${o.total} = 0`,
      `UPDATE ${s.months} SET ${o.children} = counted, ${o.total} = summed FROM (SELECT strftime('%Y-%m', ${c.since}) AS in_month, count(*) AS counted, sum(${c.value}) AS summed FROM ${s.kids} GROUP BY 1)
        WHERE in_month = ${o.month}`,
    )
  return list
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'claims ranked by window', queries: byClaims(story, names) },
    { name: 'moved and restored in place', queries: inPlace(story, names) },
  ]
}
