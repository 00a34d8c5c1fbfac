/**
 * Wrong ways: priors, for which nothing but the core table is looked at, and partial repairs, which leave one rule out.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import type { Names } from './names.ts'
import { type Flaw, sqlNames, writeFlawed } from './oracles.ts'
import type { Story } from './story.ts'

/** Partial repairs by name, and from which level on the rule they ignore is there. */
const flaws: readonly (readonly [name: string, flaw: Flaw, from: number])[] = [
  ['the counts of files left out of account', 'counts', 1],
  ['short files as another house takes them', 'short files', 1],
  ['corrections thrown away as copies', 'corrections', 1],
  ['corrected lines under the wrong one of two ids', 'ids', 1],
  ['corrected and struck lines as another house takes them', 'another house', 1],
  ['of whole files the wrong one kept', 'whole files', 1],
  ['late lines thrown away as copies', 'late lines', 1],
  ['rows that refer to a copy left as they are', 'references', 2],
  ['closed months computed anew', 'closed months', 4],
  ['files of the old system left as they are', 'old system', 5],
]

const priorNames = [
  'the first file of a day stays',
  'the latest file of a day stays',
  'the longest file of a day stays',
  'equal rows once, the lowest id',
  'equal rows once, the highest id',
  'rows that an earlier file has as well go',
  'rows that a later file has as well go',
  'later values over earlier rows',
  'files with odd names go',
] as const
export const doubleLoadPriors: readonly string[] = priorNames
export const doubleLoadPartials: readonly string[] = flaws.map(([name]) => name)

/** Deletes of a prior, by what it goes by. */
function priorsOf(story: Story, names: Names): readonly (readonly [name: string, queries: readonly string[]])[] {
  const s = sqlNames(names)
  const { c } = s
  const key = story.plan === 'numbered' ? c.file : c.load
  const slot = `${c.sender} || '/' || ${c.lane} || '/' || substr(${c.at}, 1, 10)`
  const business = [c.sender, c.lane, c.at, c.party, c.good, c.quantity].join(', ')
  const loose = [c.sender, c.lane, c.at, c.party, c.good].join(', ')
  const keepOne = (order: string): string[] => [
    `CREATE TEMP TABLE batch AS SELECT ${slot} AS slot, ${key} AS batch, count(*) AS n FROM ${s.core} GROUP BY 1, 2`,
    `DELETE FROM ${s.core} WHERE ${key} IN (SELECT b.batch FROM batch b WHERE EXISTS
      (SELECT 1 FROM batch o WHERE o.slot = b.slot AND ${order}))`,
  ]
  const acrossFiles = (order: string): string[] => [
    `CREATE TEMP TABLE copy AS SELECT ${c.id} AS id, ${key} AS batch,
      dense_rank() OVER (PARTITION BY ${business} ORDER BY ${key} ${order}) AS place FROM ${s.core}`,
    `DELETE FROM ${s.core} WHERE ${c.id} IN (SELECT id FROM copy WHERE place > 1)`,
  ]
  const odd = story.level === 1 ? [] : [oddNames(s, story)]
  return [
    [priorNames[0], keepOne('o.batch < b.batch')],
    [priorNames[1], keepOne('o.batch > b.batch')],
    [priorNames[2], keepOne('(o.n > b.n OR o.n = b.n AND o.batch < b.batch)')],
    [
      priorNames[3],
      [`DELETE FROM ${s.core} WHERE ${c.id} NOT IN (SELECT min(${c.id}) FROM ${s.core} GROUP BY ${business})`],
    ],
    [
      priorNames[4],
      [`DELETE FROM ${s.core} WHERE ${c.id} NOT IN (SELECT max(${c.id}) FROM ${s.core} GROUP BY ${business})`],
    ],
    [priorNames[5], acrossFiles('ASC')],
    [priorNames[6], acrossFiles('DESC')],
    [
      priorNames[7],
      [
        `CREATE TEMP TABLE pile AS SELECT ${c.id} AS id, first_value(${c.id}) OVER w AS old, last_value(${c.id}) OVER w AS new FROM ${s.core}
          WINDOW w AS (PARTITION BY ${loose} ORDER BY ${key}, ${c.id} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`,
        `UPDATE ${s.core} SET (${c.quantity}, ${c.amount}) = (SELECT k.${c.quantity}, k.${c.amount} FROM pile p JOIN ${s.core} k ON k.${c.id} = p.new WHERE p.id = ${s.core}.${c.id})
          WHERE ${c.id} IN (SELECT old FROM pile WHERE old <> new)`,
        `DELETE FROM ${s.core} WHERE ${c.id} IN (SELECT id FROM pile WHERE id <> old)`,
      ],
    ],
    ...odd.map((query) => [priorNames[8], [query]] as const),
  ]
}

/** Names that end otherwise than most: brackets, copy, again. */
function oddNames({ core, c, files, f }: ReturnType<typeof sqlNames>, { plan }: Story): string {
  const [mine, theirs] = plan === 'numbered' ? [c.file, f.id] : [c.load, f.load]
  const most = `SELECT length(${f.name}) FROM ${files} GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`
  return `DELETE FROM ${core} WHERE ${mine} IN (SELECT ${theirs} FROM ${files} WHERE length(${f.name}) <> (${most}))`
}

/** What somebody does afterwards who reads no policy: references to gone rows stay, totals are added up anew. */
function addUpAnew(story: Story, names: Names): string[] {
  const { core, c, days, d, months, m } = sqlNames(names)
  if (story.level < 3) return []
  const statements = [
    `UPDATE ${days} SET ${d.lines} = x.n, ${d.amount} = x.a
      FROM (SELECT ${c.sender} AS who, substr(${c.at}, 1, 10) AS day, count(*) AS n, sum(${c.amount}) AS a FROM ${core} GROUP BY 1, 2) x
      WHERE x.who = ${days}.${d.sender} AND x.day = ${days}.${d.day}`,
  ]
  if (story.level >= 5)
    statements.push(
      `UPDATE ${months} SET ${m.lines} = x.n, ${m.amount} = x.a
      FROM (SELECT ${d.sender} AS who, substr(${d.day}, 1, 7) AS month, sum(${d.lines}) AS n, sum(${d.amount}) AS a FROM ${days} GROUP BY 1, 2) x
      WHERE x.who = ${months}.${m.sender} AND x.month = ${months}.${m.month}`,
    )
  return statements
}

/** Every wrong repair of an instance. */
export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  const priors = priorsOf(story, names).map(([name, queries]): WrongRepair => {
    return { kind: 'prior', name, queries: [...queries, ...addUpAnew(story, names)] }
  })
  const partials = flaws
    // Where the last whole file stays, what a short one is worth hardly shows.
    .filter(([, flaw, from]) => story.level >= from && (flaw !== 'short files' || story.rule.stays === 'first'))
    .map(([name, flaw]): WrongRepair => ({ kind: 'partial', name, queries: writeFlawed(story, names, flaw) }))
  return [...priors, ...partials]
}
