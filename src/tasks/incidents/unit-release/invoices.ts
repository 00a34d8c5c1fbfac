import type { Random } from '../../../kit/random.ts'
import { dayOf } from '../../worlds/time.ts'
import type { HouseRule } from './house.ts'
import type { Weighing } from './story.ts'

/** An invoice for some weighings of a site, by their bands. */
export interface BandInvoice {
  readonly number: number
  readonly madeOn: number
  readonly isSent: boolean
}

/** Of a hundred weighings, on an invoice that is out and on a draft; half of the bands may not be touched. */
const shares: Readonly<Record<HouseRule['frozen'], readonly [sent: number, draft: number]>> = {
  any: [29, 21],
  sent: [50, 24],
}

/** Puts weighings on invoices, some of them on none yet. */
export function drawInvoices(
  random: Random,
  taken: readonly Omit<Weighing, 'invoice'>[],
  { frozen }: HouseRule,
): { readonly weighings: readonly Weighing[]; readonly invoices: readonly BandInvoice[] } {
  const [sent, draft] = shares[frozen]
  const groups = new Map<string, Omit<Weighing, 'invoice'>[]>()
  const chunks: { readonly isSent: boolean; readonly own: readonly Omit<Weighing, 'invoice'>[] }[] = []
  for (const weighing of taken) {
    const roll = random.int(1, 100)
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
