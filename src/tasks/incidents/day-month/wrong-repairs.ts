/**
 * Wrong ways: priors, for which nothing but the rows themselves is looked at, and partial repairs, which leave one rule out.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import type { Names } from './names.ts'
import { byList, type Flaw, turn } from './oracles.ts'
import { sqlNames } from './sql-names.ts'
import type { Story } from './business.ts'

/** Partial repairs by name, and where the rule that they ignore is there. */
const flaws: readonly (readonly [name: string, flaw: Flaw, applies: (story: Story) => boolean])[] = [
  ['partners that write the other order turned as well', 'ways', ({ level }) => level <= 3],
  ['what other versions read turned as well', 'versions', ({ level }) => level <= 3],
  ['partners that changed taken for what they were', 'changes', ({ level }) => level <= 3],
  ['only the first days turned', 'second days', () => true],
  ['days changed by hand turned as well', 'edits turned', ({ level }) => level >= 2],
  ['days changed by hand treated as another house does', 'edits otherwise', ({ level }) => level >= 2],
  ['refused lines left where they are', 'refused', ({ level }) => level >= 2],
  ['lines that came again treated as another house does', 'again', ({ level }) => level >= 2],
  ['lines called off treated as another house does', 'withdrawn', ({ level }) => level >= 2],
  ['refused lines entered in whichever order gives a day', 'slips', ({ level }) => level >= 2],
  ['partners of the old system left out', 'old system', ({ level }) => level >= 5],
]

const priorNames = [
  'whatever is later than today turned',
  'first days later than today turned',
  'every day that can be turned turned',
  'rows with a first day later than today turned in both days',
  'files with a first day later than today turned in the first day',
  'files with a first day later than today turned in both days',
  'second days turned where that makes the wait shorter',
  'first days later than today moved to this month',
] as const
export const dayMonthPriors: readonly string[] = priorNames
export const dayMonthPartials: readonly string[] = flaws.map(([name]) => name)

/** What a prior does to the rows. */
function priorsOf(story: Story, names: Names): (readonly [name: string, queries: readonly string[]])[] {
  const { core, c } = sqlNames(names)
  const today = `date('now')`
  const canTurn = (day: string): string => `CAST(substr(${day}, 9, 2) AS INTEGER) <= 12`
  const set = (columns: readonly ('taken' | 'due')[], where: string): string[] =>
    columns.map(
      (column) => `UPDATE ${core} SET ${c[column]} = ${turn(c[column])} WHERE ${canTurn(c[column])} AND ${where}`,
    )
  const oddFiles = `${c.file} IN (SELECT file FROM odd_file)`
  const findFiles = `CREATE TEMP TABLE odd_file AS SELECT DISTINCT ${c.file} AS file FROM ${core} WHERE ${c.taken} > ${today}`
  const findRows = `CREATE TEMP TABLE odd_row AS SELECT ${c.id} AS id FROM ${core} WHERE ${c.taken} > ${today}`
  return [
    [priorNames[0], [...set(['taken'], `${c.taken} > ${today}`), ...set(['due'], `${c.due} > ${today}`)]],
    [priorNames[1], set(['taken'], `${c.taken} > ${today}`)],
    [priorNames[2], set(['taken', 'due'], '1')],
    [priorNames[3], [findRows, ...set(['taken', 'due'], `${c.id} IN (SELECT id FROM odd_row)`)]],
    [priorNames[4], [findFiles, ...set(['taken'], oddFiles)]],
    [priorNames[5], [findFiles, ...set(['taken', 'due'], oddFiles)]],
    [priorNames[6], [...set(['taken'], `${c.taken} > ${today}`), ...set(['due'], `${turn(c.due)} < ${c.due}`)]],
    [
      priorNames[7],
      [
        `UPDATE ${core} SET ${c.taken} = strftime('%Y-%m-', 'now') || substr(${c.taken}, 6, 2) WHERE ${c.taken} > ${today}`,
      ],
    ],
  ]
}

/** What somebody does afterwards who reads no paper: the plan is added up anew. */
function addUpAnew({ level }: Story, names: Names): string[] {
  const { core, c, plan, p, totals, t, open } = sqlNames(names)
  if (level < 3) return []
  const list = [
    `UPDATE ${plan} SET ${p.lines} = coalesce(s.n, 0), ${p.quantity} = coalesce(s.q, 0) FROM ${plan} own LEFT JOIN (SELECT ${c.partner} AS who, substr(${c.due}, 1, 7) AS month,
      count(*) AS n, sum(${c.quantity}) AS q FROM ${core} WHERE ${c.status} = ${open} GROUP BY 1, 2) s ON s.who = own.${p.partner} AND s.month = own.${p.month}
      WHERE own.${p.partner} = ${plan}.${p.partner} AND own.${p.month} = ${plan}.${p.month}`,
  ]
  if (level === 5)
    list.push(
      `UPDATE ${totals} SET ${t.lines} = s.n, ${t.quantity} = s.q FROM (SELECT ${p.month} AS month, sum(${p.lines}) AS n, sum(${p.quantity}) AS q FROM ${plan} GROUP BY 1) s
        WHERE s.month = ${totals}.${t.month}`,
    )
  return list
}

/** Every wrong repair of an instance. */
export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  const priors = priorsOf(story, names).map(([name, queries]): WrongRepair => ({
    kind: 'prior',
    name,
    queries: [...queries, ...addUpAnew(story, names)],
  }))
  const partials = flaws
    .filter(([, , applies]) => applies(story))
    .map(([name, flaw]): WrongRepair => ({ kind: 'partial', name, queries: byList(story, names, flaw) }))
  return [...priors, ...partials]
}
