/**
 * Wrong ways: priors, for which nothing is asked but what was deleted or hangs nowhere, and partial repairs, which leave
 * one rule out.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import type { Names } from './names.ts'
import { addUp, byClaims, type Flaw, sqlNames } from './oracles.ts'
import { sayDay } from '../../worlds/time.ts'
import type { Story } from './story.ts'

/** Partial repairs by name, and where the rule that they ignore is there. */
const flaws: readonly (readonly [name: string, flaw: Flaw, applies: (story: Story) => boolean])[] = [
  ['children put on the next record, not on the last', 'chain', () => true],
  ['merges that were taken back counted as merges', 'undone', ({ level }) => level >= 3],
  ['what was left out of a merge brought back', 'left out', ({ plan }) => plan !== 'messages'],
  ['what was deleted by hand brought back', 'by hand', () => true],
  ['children of those who were forgotten brought back', 'erased', ({ level }) => level >= 2],
  ['an item left twice on a record', 'twice', () => true],
  ['of two the one kept that another house keeps', 'another twice', () => true],
  ['uses of the one that goes left as they are', 'uses', ({ level }) => level >= 2],
  ['uses treated as another house does', 'another use', ({ level }) => level >= 2],
  ['what was deleted left away', 'deleted', () => true],
  ['what came back given new numbers', 'new numbers', () => true],
  ['values as they were first sent', 'first value', ({ plan }) => plan === 'messages'],
  ['the old journal left unread', 'old journal', ({ plan }) => plan === 'two journals'],
]

const priorNames = [
  'every deleted row comes back as it was',
  'every deleted row comes back on the record that was kept then',
  'everything that went with a record comes back on the last one',
  'what was deleted in the days of the accident comes back on the record kept then',
  'rows without a record are deleted',
  'rows without a record go to the one kept then',
] as const
export const mergeToolPriors: readonly string[] = priorNames
export const mergeToolPartials: readonly string[] = flaws.map(([name]) => name)

/** Everything deleted with the record it hung on, the one kept then and the last one. */
function listDeleted({ plan }: Story, names: Names): string[] {
  const s = sqlNames(names)
  const { c, m, j, d, l } = s
  const t = s.s
  if (plan === 'messages') {
    const last = (field: string): string => `max(CASE WHEN p.${t.field} = '${field}' THEN p.${t.value} END)`
    const link = (order: string): string =>
      `(SELECT n.${l.record} FROM ${s.links} n WHERE n.${l.ref} = bin_row.ref ORDER BY n.${l.from} ${order})`
    return [
      `CREATE TEMP TABLE bin_row AS SELECT x.${d.row} AS id, ${last(c.owner)} AS ref, ${last(c.item)} AS item, ${last(c.since)} AS since, NULL AS amount, NULL AS first_owner,
        NULL AS next_owner, NULL AS last_owner, x.${d.at} AS gone_at, 0 AS with_record, x.${d.action} AS action
        FROM ${s.gone} x JOIN ${s.sent} p ON p.${t.child} = x.${d.row} WHERE x.${d.table} = ${s.kidsName} GROUP BY x.${d.id}`,
      `UPDATE bin_row SET amount = (SELECT p.${t.value} + 0 FROM ${s.sent} p WHERE p.${t.child} = bin_row.id AND p.${t.field} = '${c.value}' ORDER BY p.${t.id} DESC LIMIT 1),
        first_owner = ${link('LIMIT 1')}, last_owner = ${link('DESC LIMIT 1')}, with_record = action IN (SELECT y.${d.action} FROM ${s.gone} y WHERE y.${d.table} = ${s.recordsName})`,
      `UPDATE bin_row SET next_owner = coalesce(${link('LIMIT 1 OFFSET 1')}, first_owner)`,
    ]
  }
  const at = (column: string): string => `json_extract(b.${j.row}, '$.${column}')`
  return [
    `CREATE TEMP TABLE bin_row AS SELECT ${at(c.id)} AS id, ${at(c.item)} AS item, ${at(c.since)} AS since, ${at(c.value)} AS amount, ${at(c.owner)} AS first_owner,
      NULL AS next_owner, NULL AS last_owner, b.${j.at} AS gone_at, b.${j.action} IN (SELECT g.${m.action} FROM ${s.merges} g) AS with_record
      FROM ${s.journal} b WHERE b.${j.table} = ${s.kidsName} AND b.${j.row} IS NOT NULL`,
    `UPDATE bin_row SET next_owner = coalesce((SELECT g.${m.winner} FROM ${s.merges} g WHERE g.${m.loser} = first_owner), first_owner)`,
    'UPDATE bin_row SET last_owner = next_owner',
    // Three merges in a row are the most there are.
    ...Array.from(
      { length: 2 },
      () =>
        `UPDATE bin_row SET last_owner = coalesce((SELECT g.${m.winner} FROM ${s.merges} g WHERE g.${m.loser} = last_owner), last_owner)`,
    ),
  ]
}

function priorsOf(story: Story, names: Names): (readonly [name: string, queries: readonly string[]])[] {
  const s = sqlNames(names)
  const { c, m, l } = s
  const put = (owner: string, where: string): string[] => [
    ...listDeleted(story, names),
    `INSERT OR IGNORE INTO ${s.kids} (${c.id}, ${c.owner}, ${c.item}, ${c.since}, ${c.value}) SELECT id, ${owner}, item, since, amount FROM bin_row WHERE ${where}`,
  ]
  const homeless = `${c.owner} NOT IN (SELECT ${s.r.id} FROM ${s.records})`
  const kept =
    story.plan === 'messages'
      ? `(SELECT b.${l.record} FROM ${s.links} a JOIN ${s.links} b ON b.${l.ref} = a.${l.ref} AND b.${l.from} = a.${l.until} WHERE a.${l.record} = ${s.kids}.${c.owner} LIMIT 1)`
      : `(SELECT g.${m.winner} FROM ${s.merges} g WHERE g.${m.loser} = ${s.kids}.${c.owner})`
  return [
    [priorNames[0], put('first_owner', '1')],
    [priorNames[1], put('next_owner', '1')],
    [priorNames[2], put('last_owner', 'with_record')],
    [priorNames[3], put('next_owner', `gone_at BETWEEN '${sayDay(story.from)}' AND '${sayDay(story.until)}'`)],
    [priorNames[4], [`DELETE FROM ${s.kids} WHERE ${homeless}`]],
    [priorNames[5], [`UPDATE ${s.kids} SET ${c.owner} = coalesce(${kept}, ${c.owner}) WHERE ${homeless}`]],
  ]
}

/** Every wrong repair of an instance. */
export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  const priors = priorsOf(story, names).map(([name, queries]): WrongRepair => ({
    kind: 'prior',
    name,
    queries: [...queries, ...addUp(story, sqlNames(names))],
  }))
  const partials = flaws
    .filter(([, , applies]) => applies(story))
    .map(([name, flaw]): WrongRepair => ({ kind: 'partial', name, queries: byClaims(story, names, flaw) }))
  return [...priors, ...partials]
}
