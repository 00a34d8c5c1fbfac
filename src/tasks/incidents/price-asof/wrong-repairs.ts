/**
 * Wrong ways: priors, which go by common sense and not by what the house says: lines that
 * show the list of the day of their invoice get another price, and partial repairs, which leave one rule
 * out.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import { listedOn, sqlNames } from './due-sql.ts'
import type { Names } from './names.ts'
import { byNearest, type Flaw } from './oracles.ts'
import type { Story } from './story.ts'

/** Partial repairs by name, and from which level on the rule they ignore is there. */
const flaws: readonly (readonly [name: string, flaw: Flaw, from: number])[] = [
  ['by another day of the order', 'day', 1],
  ['the day read by another clock', 'zone', 1],
  ['agreed prices overwritten', 'agreed', 1],
  ['agreed prices as another house takes them', 'agreed otherwise', 1],
  ['tax rounded as another house does', 'rounding', 1],
  ['what is out corrected in place', 'sent in place', 1],
  ['what is out left as it is', 'sent as they are', 1],
  ['too little treated as another house does', 'too little', 1],
  ['corrected a second time', 'corrected', 1],
  ['corrections with the other sign', 'sign', 1],
  ['the new list for offices of the old system', 'old system', 5],
]

const priorNames = [
  'all edited in place by the day the order came in',
  'drafts edited by the day the order came in',
  'all edited in place to the list before',
  'drafts edited to the list before',
  'drafts edited to the lowest price there was',
  'all taken back to drafts',
] as const
export const priceAsofPriors: readonly string[] = priorNames
export const priceAsofPartials: readonly string[] = flaws.map(([name]) => name)

export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  return [
    ...priorsOf(story, names),
    ...flaws
      .filter(([, , from]) => story.level >= from)
      .map(([name, flaw]): WrongRepair => ({ kind: 'partial', name, queries: byNearest(story, names, flaw) })),
  ]
}

function priorsOf(story: Story, names: Names): WrongRepair[] {
  const n = sqlNames(story, names)
  const { e, i, o, g, v, p, c } = n
  const { words } = names
  const isJournal = story.plan === 'changes'
  const good = `k.${e.good}`
  /** The price of the list on a day, in SQL. */
  const on = (day: string): string => listedOn(story, names, good, day)
  const before = isJournal
    ? on(`(SELECT date(max(d.${c.from}), '-1 day') FROM ${n.changes} d WHERE d.${c.from} <= i.${i.madeOn})`)
    : on(`(SELECT date(max(d.${v.from}), '-1 day') FROM ${n.versions} d WHERE d.${v.from} <= i.${i.madeOn})`)
  const lowest = isJournal
    ? `(SELECT min(c.${c.old}, c.${c.new}) FROM ${n.changes} c WHERE c.${c.good} = ${good} ORDER BY 1 LIMIT 1)`
    : `(SELECT min(p.${p.price}) FROM ${n.prices} p WHERE p.${p.good} = ${good})`
  const edit = (name: (typeof priorNames)[number], price: string, onlyDrafts: boolean): WrongRepair => ({
    ...{ kind: 'prior', name },
    queries: [
      `CREATE TEMP TABLE guess AS SELECT k.${e.id} AS id, ${price} AS price, ${on(`i.${i.madeOn}`)} AS listed, g0.${g.tax} AS rate FROM ${n.entries} k JOIN ${n.invoices} i ON i.${i.id} = k.${e.invoice}
        JOIN ${n.orders} o ON o.${o.id} = i.${i.order} JOIN ${n.goods} g0 ON g0.${g.code} = ${good}
        WHERE i.${i.madeOn} >= '${firstStruck(story)}'${onlyDrafts ? ` AND i.${i.status} = '${words.draft}'` : ''}`,
      `UPDATE ${n.entries} SET ${e.price} = w.price, ${e.net} = w.price * ${e.quantity}, ${e.tax} = (w.price * ${e.quantity} * w.rate + 50) / 100,
        ${e.gross} = w.price * ${e.quantity} + (w.price * ${e.quantity} * w.rate + 50) / 100 FROM guess w WHERE w.id = ${n.entries}.${e.id} AND w.price <> ${e.price} AND ${e.price} = w.listed`,
    ],
  })
  const byOrder = on(`date(o.${o.ordered})`)
  return [
    edit(priorNames[0], byOrder, false),
    edit(priorNames[1], byOrder, true),
    edit(priorNames[2], before, false),
    edit(priorNames[3], before, true),
    edit(priorNames[4], lowest, true),
    {
      ...edit(priorNames[5], byOrder, false),
      queries: [
        `UPDATE ${n.invoices} SET ${i.status} = '${words.draft}' WHERE ${i.madeOn} >= '${firstStruck(story)}'`,
        ...edit(priorNames[5], byOrder, false).queries,
      ],
    },
  ]
}

/** A plain day from which on somebody would look. */
const firstStruck = ({ invoices }: Story): string => {
  const first = Math.min(...invoices.filter(({ isWrong }) => isWrong).map(({ madeOn }) => madeOn))
  return new Date(first * 86_400_000).toISOString().slice(0, 10)
}
