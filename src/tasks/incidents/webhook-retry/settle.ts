/**
 * What becomes of bookings under a choice for every cluster and for the whole house: the target is one of many.
 *
 * @module
 */
import { type Booking, type Receipt, reversalOf } from '../../worlds/stations/ledger.ts'
import type { PaymentRule } from '../../worlds/stations/payment-rule.ts'
import { dayOf, monthOf } from '../../worlds/time.ts'
import type { Place } from './clusters.ts'
import { type Cluster, firstOpenDay, type Story } from './story.ts'

/** What the graded tables hold; balances and months follow. */
export interface Books {
  readonly bookings: readonly Booking[]
  readonly receipts: readonly Receipt[]
}

/** Which bookings of a cluster stay: one of each payment, one of all, or all. */
export type Survivor = `${Place} of each` | 'first of all' | 'last of all' | 'all'
export type Reading = `${Survivor}, reversed ${PaymentRule['reversed']}`

/** The readings of a cluster; who has no payment of three calls has no middle. */
export function survivorsOf({ bookings }: Cluster): Survivor[] {
  const most = Math.max(...bookings.map((own) => own.length))
  return [
    'first of each',
    ...(most > 2 ? (['middle of each'] as const) : []),
    'last of each',
    'first of all',
    'last of all',
    'all',
  ]
}

/** The reading that the target shows. */
export function truthOf({ plan }: Cluster, { reversed }: PaymentRule): Reading {
  return plan.calls === 1 ? `all, reversed ${reversed}` : `${plan.place} of each, reversed ${reversed}`
}

export const clusterId = ({ bill }: Cluster): string => `bookings on ${bill}`

/** Bookings that go under a reading, each with the one that stays for it. */
export function goingUnder({ bookings }: Cluster, survivor: Survivor): Map<number, number> {
  const going = new Map<number, number>()
  const leave = (own: readonly number[], heir: number): void => {
    for (const id of own) if (id !== heir) going.set(id, heir)
  }
  const all = bookings.flat()
  switch (survivor) {
    case 'all':
      break
    case 'first of all':
      leave(all, all[0] as number)
      break
    case 'last of all':
      leave(all, all.at(-1) as number)
      break
    default:
      for (const own of bookings) {
        const place =
          survivor === 'first of each' ? 0 : survivor === 'last of each' ? own.length - 1 : Math.min(1, own.length - 1)
        leave(own, own[place] as number)
      }
  }
  return going
}

export type Closing = PaymentRule['closed'] | 'deleted'
export type Following = 'move' | 'empty' | 'stay'

/** What is decided for the whole house. */
export interface HouseChoices {
  readonly closed: Closing
  readonly receipts: Following
}

export const houseOf = ({ rule }: Pick<Story, 'rule'>): HouseChoices => ({
  closed: rule.closed,
  receipts: rule.receipts === 'decide' ? 'stay' : rule.receipts,
})

/** What becomes of one cluster. */
export interface Fate {
  readonly gone: ReadonlyMap<number, number>
  readonly added: readonly Booking[]
}

/** A key for a row that has none yet; a repair may give it any. */
const newKeys = 900_000

export function fateOf(story: Story, cluster: Cluster, reading: Reading, closing: Closing): Fate {
  const [survivor, reversed] = reading.split(', reversed ') as [Survivor, PaymentRule['reversed']]
  const closed = new Set(story.closed.map(({ month }) => month))
  const gone = new Map<number, number>()
  const added: Booking[] = []
  for (const [id, heir] of goingUnder(cluster, survivor)) {
    const own = story.seen.get(id) as Booking
    const isClosed = closing !== 'deleted' && closed.has(monthOf(own.day))
    const reversal = reversalsOf(story).get(id)
    if (reversal !== undefined) {
      if (reversed === 'stand' || isClosed) continue
      gone.set(id, heir)
      gone.set(reversal.id, reversal.id)
    } else if (!isClosed) gone.set(id, heir)
    else if (closing !== 'stands') {
      const day = closing === 'today' ? dayOf(story.asOf) : firstOpenDay(story)
      added.push(reversalOf(own, { id: newKeys + id, day }))
    }
  }
  return { gone, added }
}

const known = new WeakMap<Story, ReadonlyMap<number, Booking>>()

/** Reversals by what they reverse. */
export function reversalsOf(story: Story): ReadonlyMap<number, Booking> {
  let found = known.get(story)
  if (found === undefined) {
    found = new Map(
      [...story.seen.values()].flatMap((own) => (own.reverses === null ? [] : [[own.reverses, own] as const])),
    )
    known.set(story, found)
  }
  return found
}

/** Receipts when some bookings are gone. */
export function receiptsUnder(
  receipts: readonly Receipt[],
  gone: ReadonlyMap<number, number>,
  following: Following,
): Receipt[] {
  return receipts.map((receipt) => {
    const heir = gone.get(receipt.booking ?? 0)
    if (heir === undefined || following === 'stay') return receipt
    return { ...receipt, booking: following === 'move' ? heir : null }
  })
}

/** Everything under a choice for every component; what is not named is as in the target. */
export function booksUnder(story: Story, choices: ReadonlyMap<string, string> = new Map()): Books {
  const house = houseOf(story)
  const closing = (choices.get('closed months') ?? house.closed) as Closing
  const following = (choices.get('receipts') ?? house.receipts) as Following
  const gone = new Map<number, number>()
  const added: Booking[] = []
  for (const cluster of story.clusters) {
    const reading = (choices.get(clusterId(cluster)) ?? truthOf(cluster, story.rule)) as Reading
    const fate = fateOf(story, cluster, reading, closing)
    for (const [id, heir] of fate.gone) gone.set(id, heir)
    added.push(...fate.added)
  }
  const kept = [...story.seen.values()].filter(({ id }) => !gone.has(id))
  return { bookings: [...kept, ...added], receipts: receiptsUnder(story.receipts, gone, following) }
}
