/**
 * Wrong ways: priors, for which neither request nor papers are read, and partial repairs, which leave one rule out.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import { asksOf, type HouseRule, otherwise } from './house.ts'
import type { Names } from './names.ts'
import { byReplay, linesByJoin, type Neglect, totalsByJoin, wideRuns } from './oracles.ts'
import type { Story } from './story.ts'

type Flaw = { readonly neglect: Neglect } | { readonly turned: keyof HouseRule }

/** Partial repairs by name, and from which level on the rule they ignore is there. */
const flaws: readonly (readonly [name: string, flaw: Flaw, from: number])[] = [
  ['cases that were meant put back too', { neglect: 'meant' }, 1],
  ['later edits lost', { neglect: 'later' }, 1],
  ['edits to an equal value seen as another house sees them', { turned: 'equal' }, 1],
  ['entries ordered the other way', { turned: 'order' }, 1],
  ['what the log has no line of left as it is', { neglect: 'gap' }, 1],
  ['the copy taken without what came after it', { neglect: 'since' }, 1],
  ['a case kept whole for one edited field', { neglect: 'field by field' }, 1],
  ['edits that were taken back kept', { neglect: 'undone' }, 1],
  ['ended cases treated as another house treats them', { turned: 'settled' }, 1],
  ['entries of the job taken for edits', { neglect: 'job' }, 2],
  ['cases meant by the reason of another time', { turned: 'meant' }, 3],
  ['closed months computed anew', { neglect: 'closed months' }, 4],
  ['cases of the old program left as they are', { neglect: 'old program' }, 5],
]

const priorNames = [
  'everything as before the change',
  'everything that the log has of the change taken back',
  'what the log has of it taken back where it still stands',
  'what shows the values of the change as in the copy',
  'all open cases as in the copy',
  'what shows the values of the change as in the copy, cases without entries',
  'what shows the values of the change as its last entry had it',
  'what shows the values of the change as is usual',
] as const
export const wideUpdatePriors: readonly string[] = priorNames
export const wideUpdatePartials: readonly string[] = flaws.map(([name]) => name)

/** Values of the change put to something else, each field by itself. */
function priorsOf(story: Story, names: Names): readonly (readonly [name: string, queries: readonly string[]])[] {
  const { cases, copy, runs } = names
  const [c, k, r] = [cases.columns, copy.columns, runs.columns]
  const { fee, handler } = story.accident.request
  const own = { story, names, rule: { ...story.rule, settled: 'restored' } } as const
  const lines = linesByJoin(own)
  const set = (value: (field: 'fee' | 'handler') => string, where: (field: 'fee' | 'handler') => string): string[] =>
    (['fee', 'handler'] as const).map(
      (field) => `UPDATE ${cases.table} SET ${c[field]} = coalesce(${value(field)}, ${c[field]}) WHERE ${where(field)}`,
    )
  const shows = (field: 'fee' | 'handler'): string =>
    field === 'fee' ? `${c.fee} = ${fee}` : `${c.handler} = '${handler}'`
  const copied = (field: 'fee' | 'handler'): string =>
    `(SELECT n.${k[field]} FROM ${copy.table} n WHERE n.${k.id} = ${cases.table}.${c.id})`
  const inRun = (field: 'fee' | 'handler'): string =>
    `(SELECT l.was FROM line l WHERE l.rid = ${cases.table}.${c.id} AND l.col = '${c[field]}' AND l.side = 0)`
  const lastEntry = (field: 'fee' | 'handler'): string =>
    `(SELECT l.was FROM line l WHERE l.rid = ${cases.table}.${c.id} AND l.col = '${c[field]}' ORDER BY l.place DESC LIMIT 1)`
  const usual = (field: 'fee' | 'handler'): string =>
    `(SELECT o.${c[field]} FROM ${cases.table} o WHERE o.${c.good} = ${cases.table}.${c.good} GROUP BY o.${c[field]} ORDER BY count(*) DESC, o.${c[field]} LIMIT 1)`
  const untouched = `NOT EXISTS (SELECT 1 FROM line l WHERE l.rid = ${cases.table}.${c.id})`
  const open = `(${c.settledAt} IS NULL OR ${c.settledAt} > (SELECT ${r.at} FROM ${runs.table} WHERE ${r.id} = ${wideRuns(story).fresh}))`
  return [
    [priorNames[0], byReplay({ ...own, neglect: new Set(['meant', 'later']) }).slice(0, -totalsByJoin(own).length || undefined)], // prettier-ignore
    [priorNames[1], [...lines, ...set(inRun, () => 'TRUE')]],
    [priorNames[2], [...lines, ...set(inRun, shows)]],
    [priorNames[3], set(copied, shows)],
    [priorNames[4], set(copied, () => open)],
    [priorNames[5], [...lines, ...set(copied, (field) => `${shows(field)} AND (${untouched} OR ${inRun(field)} IS NOT NULL)`)]], // prettier-ignore
    [priorNames[6], [...lines, ...set(lastEntry, shows)]],
    [priorNames[7], set(usual, shows)],
  ]
}

/** Every wrong repair of an instance. */
export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  const { level, rule } = story
  const totals = totalsByJoin({ story, names, neglect: new Set(['closed months']) })
  const priors = priorsOf(story, names).map(([name, queries]): WrongRepair => {
    return { kind: 'prior', name, queries: [...queries, ...totals] }
  })
  const partials = flaws
    .filter(([, flaw, from]) => level >= from && isAsked(story, flaw))
    .map(([name, flaw]): WrongRepair => {
      const where =
        'neglect' in flaw
          ? { story, names, neglect: new Set([flaw.neglect]) }
          : { story, names, rule: otherwise(rule, flaw.turned) }
      return { kind: 'partial', name, queries: byReplay(where) }
    })
  return [...priors, ...partials]
}

const isAsked = ({ level }: Story, flaw: Flaw): boolean =>
  'neglect' in flaw || flaw.turned !== 'meant' || asksOf(level).meant
