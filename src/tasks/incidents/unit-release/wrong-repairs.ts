/**
 * Wrong ways: priors, for which neither sign-ins nor papers are read, and partial repairs, which leave one rule out.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import type { Names } from './names.ts'
import { bySpans, totalsByJoin } from './oracles.ts'
import { type Flaw, flawed, flawsOf } from './settle.ts'
import type { Story } from './story.ts'

const partialNames: Readonly<Record<Flaw, string>> = {
  sender: 'by the version that uploaded it',
  lost: 'without a sign-in seen as another house sees it',
  keyed: 'typed weights seen as another house sees them',
  frozen: 'bands on invoices kept as another house keeps them',
  'no band stays': 'bands on invoices changed too',
  'all bands stay': 'no band changed',
  rounding: 'rounded as another house rounds',
  'one step': 'one step for all scales',
  swap: 'the scale of today on every handset',
  again: 'the second version taken for right',
  early: 'the second version taken for wrong on all scales',
}
export const unitReleasePartials: readonly string[] = Object.values(partialNames)

const priorNames = [
  'what is too heavy has a digit too many',
  'what is too heavy is in pounds',
  'what is too heavy is set to the limit',
  'what lies far from its kind is brought to it',
  'what is too heavy is set to the mean of its handset',
  'handsets with something too heavy divided by five',
  'what that version uploaded, by the ratio of means of each scale',
] as const
export const unitReleasePriors: readonly string[] = priorNames

function priorsOf(story: Story, names: Names): readonly (readonly [name: string, queries: readonly string[]])[] {
  const { weighings, bands, handsets } = names
  const [w, b, h] = [weighings.columns, bands.columns, handsets.columns]
  const { heaviest } = story.trade
  const own = weighings.table
  const heavy = `${own}.${w.weight} > ${heaviest}`
  /** Means of what is not too heavy, and the first time that something was. */
  const usual = (column: string): string =>
    `CREATE TEMP TABLE usual AS SELECT ${column} AS which, CAST(avg(CASE WHEN ${w.weight} <= ${heaviest} THEN ${w.weight} END) AS INTEGER) AS mean,
        min(CASE WHEN ${w.weight} > ${heaviest} THEN ${w.takenAt} END) AS since FROM ${own} GROUP BY 1`
  const find = (what: 'mean' | 'since', column: string): string =>
    `(SELECT q.${what} FROM usual q WHERE q.which = ${own}.${column})`
  const set = (value: string, where: string): string[] => [
    `CREATE TEMP TABLE better AS SELECT ${own}.${w.id} AS wid, ${value} AS grams FROM ${own} WHERE ${where}`,
    `UPDATE ${own} SET ${w.weight} = x.grams, ${w.band} = (SELECT b.${b.code} FROM ${bands.table} b WHERE b.${b.upTo} >= x.grams ORDER BY b.${b.upTo} LIMIT 1)
      FROM better x WHERE x.wid = ${own}.${w.id} AND x.grams IS NOT NULL`,
  ]
  const odd = [story.versions.struck, ...(story.versions.again === null ? [] : [story.versions.again])]
  const sent = (alias: string, not = ''): string =>
    `${alias}.${w.sentBy} ${not} IN (${odd.map((version) => `'${version}'`).join(', ')})`
  const model = (alias: string): string =>
    `(SELECT h.${h.model} FROM ${handsets.table} h WHERE h.${h.code} = ${alias}.${w.handset})`
  return [
    [priorNames[0], set(`${own}.${w.weight} / 10`, heavy)],
    [priorNames[1], set(`CAST(${own}.${w.weight} * 0.4536 AS INTEGER)`, heavy)],
    [priorNames[2], set(String(heaviest), heavy)],
    [
      priorNames[3],
      [
        usual(w.kind),
        ...set(
          find('mean', w.kind),
          `${heavy} OR ${own}.${w.weight} * 8 < ${find('mean', w.kind)} OR ${own}.${w.weight} > 4 * ${find('mean', w.kind)}`,
        ),
      ],
    ],
    [priorNames[4], [usual(w.handset), ...set(find('mean', w.handset), heavy)]],
    [
      priorNames[5],
      [
        usual(w.handset),
        ...set(`max(1, ${own}.${w.weight} / 5)`, `${own}.${w.takenAt} >= ${find('since', w.handset)}`),
      ],
    ],
    [
      priorNames[6],
      [
        `CREATE TEMP TABLE mean_of AS SELECT ${model('o')} AS model, CAST(round(10.0 * avg(CASE WHEN ${sent('o', 'NOT')} THEN o.${w.weight} END)
          / avg(CASE WHEN ${sent('o')} THEN o.${w.weight} END)) AS INTEGER) AS tenths FROM ${own} o GROUP BY 1`,
        ...set(
          `(SELECT (${own}.${w.weight} * q.tenths + 5) / 10 FROM mean_of q WHERE q.model = ${model(own)})`,
          `(${sent(own)} OR ${heavy})`,
        ),
      ],
    ],
  ]
}

/** Every wrong repair of an instance. */
export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  const totals = totalsByJoin({ story, names })
  const priors = priorsOf(story, names).map(([name, queries]): WrongRepair => {
    return { kind: 'prior', name, queries: [...queries, ...totals] }
  })
  const partials = flawsOf(story).map((flaw): WrongRepair => {
    const queries = bySpans({ story, names, understanding: flawed(story, flaw) })
    return { kind: 'partial', name: partialNames[flaw], queries }
  })
  return [...priors, ...partials]
}
