/**
 * How one invoice can be read: which list it goes by, counted back from that of its own day, and where the difference goes.
 *
 * @module
 */
import type { PriceRule } from '../../worlds/stations/price-rule.ts'
import { otherDay, otherZone } from './choose.ts'
import { versionBy } from './orders.ts'
import { type Amounts, type Line, settle, type Terms, type Written } from './settle.ts'
import type { Invoice, Story } from './story.ts'

export const asItIs = 'as it is'
const [one, two, three] = ['one list back', 'two lists back', 'three lists back'] as const
export const inPlace = 'in place'
const entry = 'by an entry'
const backs = [one, two, three] as const
export type Reading = typeof asItIs | `${(typeof backs)[number]}, ${typeof inPlace | typeof entry}`

export const readings: readonly Reading[] = [
  asItIs,
  ...backs.flatMap((back): Reading[] => [`${back}, ${inPlace}`, `${back}, ${entry}`]),
]

/** What a reading of one invoice is to `settle`. */
export function settled({ current }: Invoice, reading: Reading): Parameters<typeof settle>[1] {
  if (reading === asItIs) return { version: null, way: inPlace }
  const back = backs.findIndex((own) => reading.startsWith(own)) + 1
  return { version: current - back, way: reading.endsWith(inPlace) ? inPlace : 'entry', isTwice: true }
}

/** The reading that the target shows. */
export function truthOf({ isWrong, isDraft, isCorrected, current, version }: Invoice): Reading {
  if (!isWrong || isCorrected) return asItIs
  return `${backs[current - version - 1] ?? one}, ${isDraft ? inPlace : entry}`
}

/** Invoices that could be wrong: those that are, those that were corrected, and some that are right. */
export function suspects({ invoices, season, sketch }: Story): Invoice[] {
  const wrong = invoices.filter(({ isWrong }) => isWrong)
  const right = invoices.filter(
    ({ isWrong, madeOn, current }) => !isWrong && madeOn >= season.from && madeOn < season.until && current > 3,
  )
  return [...wrong, ...right.slice(0, Math.round(sketch.knobs.choices / 6))]
}

/** Cells of an entry that carries a difference, its key left out. */
const entryCells = 11
const amounts = ['net', 'tax', 'gross'] as const

/** Cells in which two ways to write to an invoice differ. */
function cellsBetween({ lines }: Invoice, left: Written, right: Written): number {
  const find = ({ lines: anew }: Written, line: Line): Line => anew.find(({ id }) => id === line.id) ?? line
  let count = 0
  for (const line of lines) {
    const [a, b] = [find(left, line), find(right, line)]
    count += [...amounts, 'price' as const].filter((column) => a[column] !== b[column]).length
  }
  const [a, b] = [left.difference, right.difference]
  if (a === null || b === null) return count + (a === b ? 0 : entryCells)
  return count + amounts.filter((column: keyof Amounts) => a[column] !== b[column]).length
}

/** The bounds of the law, and a little more: sums that follow are not counted here. */
const [mostRepaired, leastAtStake] = [0.38, 0.108]
/** Cells that hang on how tax is rounded, on what is agreed and on the sign of entries, of those to be repaired. */
const [leastRounded, leastAgreed, leastSigned] = [0.08, 0.13, 0.125]

/** Cells that hang on which day decides and by whose clock: where one is put wrong it costs more than where it stays. */
const leastDated = 0.07

/** In how many cells a repair errs that takes the day of an order in another way. */
function cellsBy({ invoices }: Story, terms: Terms, reading: Pick<PriceRule, 'day' | 'zone'>): number {
  let count = 0
  for (const invoice of invoices) {
    const { isWrong, isDraft, isCorrected, version, list, order, site } = invoice
    if (isCorrected) continue
    const way = isDraft ? inPlace : 'entry'
    const other = versionBy({ list, times: order.times, site }, reading)
    const written = (own: number | null): Written => settle(invoice, { version: own, way }, terms)
    count += cellsBetween(invoice, written(isWrong ? version : null), written(other < 0 ? null : other))
  }
  return count
}

/** Whether no reading is right for most of what is to be repaired, and each that is right matters. */
export function isBalanced(story: Story): boolean {
  const { rule } = story
  const terms: Terms = { agreed: rule.agreed, rounding: rule.rounding, under: rule.correction.under }
  const repaired = new Map<Reading, number>()
  const atStake = new Map<Reading, number>()
  const [other] = rule.agreed === 'always' ? (['if lower'] as const) : (['always'] as const)
  let [rounded, overwritten, otherwise, signed] = [0, 0, 0, 0]
  const add = (to: Map<Reading, number>, reading: Reading, cells: number): void =>
    void to.set(reading, (to.get(reading) ?? 0) + cells)
  for (const invoice of suspects(story)) {
    const truth = truthOf(invoice)
    const write = (reading: Reading): Written => settle(invoice, settled(invoice, reading), terms)
    const right = write(truth)
    const by = (own: Partial<Terms>): number =>
      cellsBetween(invoice, right, settle(invoice, settled(invoice, truth), { ...terms, ...own }))
    rounded += by({ rounding: rule.rounding === 'down' ? 'nearest' : 'down' })
    overwritten += by({ agreed: 'never' })
    otherwise += by({ agreed: other })
    if (right.difference !== null) signed += amounts.length
    add(repaired, truth, cellsBetween(invoice, right, write(asItIs)))
    add(atStake, truth, Math.max(...readings.map((reading) => cellsBetween(invoice, right, write(reading)))))
  }
  const sum = (of: ReadonlyMap<Reading, number>): number => [...of.values()].reduce((all, cells) => all + cells, 0)
  const [allRepaired, allAtStake] = [sum(repaired), sum(atStake)]
  const dated = [
    { day: otherDay[rule.day], zone: rule.zone },
    { day: rule.day, zone: otherZone[rule.zone] },
  ].map((reading) => cellsBy(story, terms, reading))
  return (
    Math.min(...dated) >= leastDated * allRepaired &&
    rounded >= leastRounded * allRepaired &&
    Math.max(overwritten, otherwise) >= leastAgreed * allRepaired &&
    Math.min(overwritten, otherwise) >= leastAgreed * allRepaired * 0.6 &&
    signed >= leastSigned * allRepaired &&
    [...repaired.values()].every((cells) => cells <= mostRepaired * allRepaired) &&
    [...atStake.values()].every((cells) => cells >= leastAtStake * allAtStake)
  )
}
