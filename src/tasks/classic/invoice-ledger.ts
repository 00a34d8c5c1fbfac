import type { Random } from '../../kit/random.ts'
import { consecutiveMonths, gappedIds } from './draws.ts'
import { pickPerson } from './people.ts'

/** A customer of task_hard. */
export interface Customer {
  readonly id: number
  readonly name: string
}

/** An invoice of task_hard before it gets an id. It is an orphan where `customer` is null or nobody's id. */
export interface Invoice {
  readonly customer: number | null
  readonly month: string
  readonly cents: number
  readonly orphan: boolean
}

export interface Ledger {
  readonly customers: readonly Customer[]
  readonly invoices: readonly Invoice[]
}

/** Names that look like leftovers of a deletion; these customers exist and so do their invoices. */
const oddNames = ['(closed account)', 'DELETED USER', 'Unknown Customer', 'test'] as const

/** Customers, and ids inside and outside their range that belong to nobody. */
function drawCustomers(random: Random, count: number): { customers: Customer[]; nobody: number[] } {
  const ids = gappedIds(random, count + 3, random.int(2, 60))
  const inside = random.sample(ids.slice(1, -1), 3)
  const last = ids.at(-1) ?? 0
  const customers = ids
    .filter((id) => !inside.includes(id))
    .map((id) => {
      const { first, last: family } = pickPerson(random)
      return { id, name: `${first} ${family}` }
    })
  return { customers, nobody: [...inside, 0, last + 1, last + random.int(2, 40)] }
}

/**
 * One month holds orphans only; one, besides an orphan, nothing but an invoice of 0; in one a large
 * invoice and its credit note nearly cancel, so that the sum needs rounding in whatever order it is
 * taken: the large REAL is a multiple of 2^-40 and the small total, not a multiple of a quarter, is
 * nearer to its two decimals than to any such multiple. The other months are ordinary.
 */
export function drawLedger(random: Random, size: { customers: number; invoices: number; months: number }): Ledger {
  const { customers, nobody } = drawCustomers(random, size.customers)
  const [emptied = '', zero = '', cancelling = '', ...ordinary] = random.shuffle(
    consecutiveMonths(random, size.months, 2024),
  )
  // The last two customers of the shuffle never buy anything.
  const buyers = random.shuffle(customers).slice(0, -2)
  const odd = buyers.slice(0, 2).map(({ id }, index) => ({ id, name: oddNames[random.int(0, 1) + 2 * index] ?? '' }))
  const renamed = customers.map((customer) => odd.find(({ id }) => id === customer.id) ?? customer)
  const buyer = (): number => random.pick(buyers).id
  const price = (): number => random.int(1_000, 90_000)

  const whole = random.int(4_200, 7_900)
  const odds = random.int(0, 3) * 25 + random.int(1, 24)
  const client = buyer()
  const kept = (customer: number, month: string, cents: number): Invoice => ({ customer, month, cents, orphan: false })
  const valid: Invoice[] = [
    kept(buyer(), zero, 0),
    kept(client, cancelling, whole * 100 + odds),
    kept(client, cancelling, (random.int(1, 7) - whole) * 100),
    ...ordinary.map((month) => kept(buyer(), month, price())),
    ...odd.map(({ id }) => kept(id, random.pick(ordinary), price())),
    kept(buyer(), random.pick(ordinary), 0),
    kept(buyer(), random.pick(ordinary), -price()),
  ]
  const lost = (customer: number | null, month: string): Invoice => ({ customer, month, cents: price(), orphan: true })
  const orphans: Invoice[] = [
    lost(null, emptied),
    lost(random.pick(nobody), emptied),
    lost(random.pick(nobody), zero),
    lost(null, random.pick(ordinary)),
    lost(nobody[0] ?? 0, random.pick(ordinary)),
  ]
  const due = Math.round((size.invoices * random.int(20, 30)) / 100)
  while (orphans.length < due) {
    orphans.push(lost(random.percent(25) ? null : random.pick(nobody), random.pick([...ordinary, emptied])))
  }
  while (valid.length + orphans.length < size.invoices) {
    const cents = random.percent(5) ? 0 : random.percent(7) ? -price() : price()
    valid.push(kept(buyer(), random.pick(ordinary), cents))
  }
  return { customers: renamed, invoices: random.shuffle([...valid, ...orphans]) }
}
