/**
 * Which orders an instance has: wrong invoices of every kind in balance, some that were corrected already, and right ones
 * that look no other.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { priceFor } from '../../worlds/stations/price-list.ts'
import type { PriceRule } from '../../worlds/stations/price-rule.ts'
import { monthOf } from '../../worlds/time.ts'
import { type DraftInvoice, drawInvoice, drawMadeOn, readingsOfDay, type Shelves, versionBy } from './orders.ts'

/** What was chosen, and what becomes of it. */
export interface ChosenInvoice {
  readonly draft: DraftInvoice
  readonly isDraft: boolean
  readonly isCorrected: boolean
}

/** A day that another house goes by, and another clock: what is near at hand. */
export const otherDay: Readonly<Record<PriceRule['day'], PriceRule['day']>> = {
  ordered: 'confirmed',
  confirmed: 'ordered',
  delivered: 'ordered',
}
export const otherZone: Readonly<Record<PriceRule['zone'], PriceRule['zone']>> = {
  utc: 'office',
  office: 'utc',
  site: 'office',
}

/** Prices of its lines in a version, by what is agreed. */
const pricesOf = ({ list, lines }: DraftInvoice, version: number, agreed: PriceRule['agreed'] | 'never'): string =>
  lines.map(({ good, agreed: own }) => priceFor(list, { good: good.code, version, agreed: own?.price }, agreed)).join()

interface Slot {
  readonly isDraft: boolean
  readonly isCorrected: boolean
  /** Lists between the order and its invoice. */
  readonly back: 1 | 2
  readonly isUnder: boolean | null
  readonly isClosed: boolean | null
  /** What has to matter for it. */
  readonly day: boolean
  readonly zone: boolean
  readonly agreed: boolean
  /** Whoever looks at it sees it: no price was agreed, and the day the order came in by UTC has the right list. */
  readonly isPlain: boolean
}

function matches(draft: DraftInvoice, slot: Slot, rule: PriceRule, closed: ReadonlySet<string>): boolean {
  if (!draft.isWrong || draft.current - draft.version !== slot.back) return false
  // A draft is weighed by its lines, the rest by one entry.
  if (slot.isDraft && draft.lines.filter(({ price, due }) => price !== due).length < 2) return false
  if (slot.isUnder !== null && draft.excess < 0 !== slot.isUnder) return false
  if (slot.isClosed !== null && closed.has(monthOf(draft.madeOn)) !== slot.isClosed) return false
  const due = pricesOf(draft, draft.version, rule.agreed)
  const differs = (reading: Pick<PriceRule, 'day' | 'zone'>): boolean => {
    const version = versionBy(draft, reading)
    return version < 0 || pricesOf(draft, version, rule.agreed) !== due
  }
  if (slot.isPlain) {
    const isOther = versionBy(draft, { day: 'ordered', zone: 'utc' }) !== draft.version
    if (isOther || draft.lines.some(({ agreed }) => agreed !== undefined)) return false
  }
  if (slot.day && !differs({ ...rule, day: otherDay[rule.day] })) return false
  if (slot.zone && !differs({ ...rule, zone: otherZone[rule.zone] })) return false
  if (!slot.agreed) return true
  const other = rule.agreed === 'always' ? 'if lower' : 'always'
  return pricesOf(draft, draft.version, 'never') !== due && pricesOf(draft, draft.version, other) !== due
}

function slotsOf(random: Random, choices: number, rule: PriceRule): Slot[] {
  const { under } = rule.correction
  const drafts = Math.round(0.44 * choices)
  const sent = choices - drafts
  const corrected = Math.max(2, Math.round(0.18 * choices))
  const low = Math.round((under === 'waived' ? 0.3 : 0.42) * sent)
  const turn = random.int(0, 2)
  // The first draft, and the last of those that are out: it asked for too much.
  const isPlainAt = (place: number): boolean => place === 0 || place === choices - 1
  return Array.from({ length: choices + corrected }, (_, place): Slot => {
    const isPlain = isPlainAt(place)
    const isCorrected = place >= choices
    const isDraft = place < drafts
    const placeOfSent = place - drafts
    const isUnder = isDraft ? null : isCorrected ? under !== 'waived' && place % 2 === 1 : placeOfSent < low
    return {
      ...{ isDraft, isCorrected, isUnder },
      isPlain,
      // The last of those that are out goes one list back, as the first draft does.
      back: (isDraft || isCorrected ? place : choices - 1 - place) % 2 === 0 ? 1 : 2,
      isClosed:
        under === 'waived if closed' && isUnder === true
          ? isCorrected
            ? false
            : Math.floor(placeOfSent / 2) % 2 === 0
          : null,
      // By turns: an hour and a day rarely matter together.
      day: !isPlain && (place + turn) % 3 === 0,
      zone: !isPlain && (place + turn) % 3 === 1,
      agreed: !isPlain && ((place + turn) % 3 === 2 || place % 7 === turn),
    }
  })
}

/** Right ones that readings of the day tell apart, at least so many of each: with them the rule can be seen. */
const leastWitnesses = 4

/** Draws all invoices of an instance; null where luck has not what is needed. */
export function chooseInvoices(
  random: Random,
  shelves: Shelves,
  wanted: {
    readonly choices: number
    readonly invoices: number
    readonly lines: number
    readonly closed: ReadonlySet<string>
  },
): ChosenInvoice[] | null {
  const { season, rule } = shelves
  const chosen: ChosenInvoice[] = []
  const inWindow = (): number => drawMadeOn(random, season.from, season.until)
  for (const slot of slotsOf(random, wanted.choices, rule)) {
    const { isDraft, isCorrected } = slot
    const draft = drawUntil(
      () =>
        drawInvoice(random, shelves, inWindow(), {
          back: slot.back,
          isEdge: slot.zone || random.percent(30),
          isAgreed: slot.agreed,
        }),
      (own) =>
        matches(own, slot, rule, wanted.closed) &&
        // Somebody corrected it: that takes some days.
        (!isCorrected || own.madeOn < season.until - 4),
    )
    if (draft === null) return null
    chosen.push({ draft, isDraft, isCorrected })
  }
  const count = (): number => chosen.reduce((sum, { draft }) => sum + draft.lines.length, 0)
  const after = season.lastDay + 1
  for (let place = 0; chosen.length < wanted.invoices || (wanted.lines > 0 && count() < wanted.lines); place++) {
    const turn = place % 10
    const draft = drawUntil(
      () => {
        if (turn < 4) return drawInvoice(random, shelves, drawMadeOn(random, season.firstDay, season.from))
        if (turn < 6 && after > season.until)
          return drawInvoice(random, shelves, drawMadeOn(random, season.until, after))
        return drawInvoice(random, shelves, inWindow())
      },
      ({ isWrong }) => !isWrong,
    )
    if (draft === null) return null
    chosen.push({ draft, isDraft: draft.madeOn >= season.from && random.percent(45), isCorrected: false })
  }
  return wanted.lines > 0 && !isSeen(chosen, shelves) ? null : chosen
}

function drawUntil(draw: () => DraftInvoice | null, isRight: (draft: DraftInvoice) => boolean): DraftInvoice | null {
  for (let attempt = 0; attempt < 1500; attempt++) {
    const draft = draw()
    if (draft !== null && isRight(draft)) return draft
  }
  return null
}

/** Whether the invoices made as they should be speak against every rule but that of the house. */
function isSeen(chosen: readonly ChosenInvoice[], { rule, season }: Shelves): boolean {
  const right = chosen.map(({ draft }) => draft).filter(({ madeOn }) => madeOn < season.from || madeOn >= season.until)
  const speaks = (count: number): boolean => count >= leastWitnesses
  const days = readingsOfDay.every(({ day, zone }) => {
    if (day === rule.day && zone === rule.zone) return true
    return speaks(
      right.filter((draft) => {
        const version = versionBy(draft, { day, zone })
        return (
          version !== draft.version &&
          draft.lines.some(({ good, agreed, price }) => {
            return agreed === undefined && draft.list.prices.get(good.code)?.[version] !== price
          })
        )
      }).length,
    )
  })
  const agreed = (['always', 'if lower', 'never'] as const).every(
    (other) =>
      other === rule.agreed ||
      speaks(
        right.filter((draft) => pricesOf(draft, draft.version, other) !== pricesOf(draft, draft.version, rule.agreed))
          .length,
      ),
  )
  return days && agreed
}
