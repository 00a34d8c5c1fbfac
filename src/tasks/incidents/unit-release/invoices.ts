import type { Random } from '../../../kit/random.ts'
import type { Handset } from '../../worlds/stations/client-app.ts'
import { dayOf } from '../../worlds/time.ts'
import type { HouseRule } from './house.ts'
import type { ScaleModel } from './models.ts'

/** An invoice for some weighings of a site, by their bands. */
export interface BandInvoice {
  readonly number: number
  readonly madeOn: number
  readonly isSent: boolean
}

/** What is known of a weighing before it is invoiced. */
interface Taken {
  readonly id: number
  readonly handset: Handset
  readonly model: ScaleModel
  readonly version: string
  readonly isKeyed: boolean
  readonly sentAt: number
}

/** Of a hundred weighings, on an invoice that is out and on a draft; half of the bands may not be touched. */
const shares: Readonly<Record<HouseRule['frozen'], readonly [sent: number, draft: number]>> = {
  any: [27, 25],
  sent: [49, 29],
}

/** Puts weighings on invoices, some of them on none yet. */
export function drawInvoices<Own extends Taken>(
  random: Random,
  taken: readonly Own[],
  { frozen }: HouseRule,
): {
  readonly weighings: readonly (Own & { readonly invoice: BandInvoice | null })[]
  readonly invoices: readonly BandInvoice[]
} {
  const [sent, draft] = shares[frozen]
  const groups = new Map<string, Taken[]>()
  const chunks: { readonly isSent: boolean; readonly own: readonly Taken[] }[] = []
  const rolls = dealRolls(random, taken)
  for (const weighing of taken) {
    const roll = rolls.get(weighing.id) ?? 100
    if (roll > sent + draft) continue
    const isSent = roll <= sent
    const key = `${weighing.handset.site} ${isSent}`
    const open = groups.get(key) ?? []
    open.push(weighing)
    groups.set(key, open)
    if (open.length < random.int(3, 7)) continue
    chunks.push({ isSent, own: open })
    groups.delete(key)
  }
  for (const [key, own] of groups) chunks.push({ isSent: key.endsWith('true'), own })
  const dated = chunks.map((chunk) => ({
    ...chunk,
    madeOn: Math.max(...chunk.own.map(({ sentAt }) => dayOf(sentAt))) + random.int(1, 4),
  }))
  let number = random.int(40_000, 90_000)
  const byWeighing = new Map<number, BandInvoice>()
  const invoices = dated
    .toSorted((left, right) => left.madeOn - right.madeOn)
    .map(({ isSent, own, madeOn }): BandInvoice => {
      const invoice = { number: (number += random.int(1, 4)), madeOn, isSent }
      for (const { id } of own) byWeighing.set(id, invoice)
      return invoice
    })
  return { invoices, weighings: taken.map((own) => ({ ...own, invoice: byWeighing.get(own.id) ?? null })) }
}

/** A number from 1 to 100 for each, spread evenly over those of one scale and version. */
function dealRolls(random: Random, taken: readonly Taken[]): ReadonlyMap<number, number> {
  const groups = new Map<string, number[]>()
  for (const { id, model, version, isKeyed } of taken) {
    const key = `${model.name} ${version} ${isKeyed}`
    const own = groups.get(key) ?? []
    own.push(id)
    groups.set(key, own)
  }
  const rolls = new Map<number, number>()
  for (const own of groups.values())
    for (const [place, id] of random.shuffle(own).entries()) {
      const from = Math.floor((100 * place) / own.length)
      rolls.set(id, random.int(from + 1, Math.max(from + 1, Math.floor((100 * (place + 1)) / own.length))))
    }
  return rolls
}
