import type { Random } from '../../../kit/random.ts'
import { addUpBills } from '../../worlds/stations/ledger.ts'
import { tellAmount } from '../../worlds/time.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import { booksUnder } from './settle.ts'
import type { Story } from './story.ts'

/** A bill at which somebody looked: what the house shows as paid and what was paid. */
export interface NoticedBill {
  readonly bill: string
  readonly payer: string
  readonly shown: number
  readonly due: number
  /** When it was first paid. */
  readonly day: number
}

/** Two bills that somebody would notice, of different kinds. null: there are none. */
export function noticeBills(random: Random, story: Story): readonly [NoticedBill, NoticedBill] | null {
  const paid = (bookings: Parameters<typeof addUpBills>[0]): Map<string, number> =>
    new Map(addUpBills(bookings).map(({ bill, paid: amount }) => [bill, amount]))
  const [seen, due] = [paid(story.seen.values()), paid(booksUnder(story).bookings)]
  const payers = new Map(story.bills.map(({ code, payer }) => [code, payer]))
  const candidates = random.shuffle(story.clusters).flatMap(({ bill, plan, bookings }) => {
    const [shown = 0, right = 0] = [seen.get(bill), due.get(bill)]
    // Nobody says that nothing was paid where something was paid back.
    if (shown === right || right <= 0) return []
    const day = story.seen.get(bookings.flat()[0] ?? 0)?.day ?? story.firstDay
    const isPlain = plan.kind === 'payment again' && plan.reversed === null
    return [{ bill, payer: payers.get(bill) ?? '', shown, due: right, day, isPlain }]
  })
  const first = candidates.find(({ isPlain }) => isPlain)
  const second = candidates.find(({ isPlain, bill }) => !isPlain && bill !== first?.bill)
  if (first === undefined || second === undefined) return null
  return random.percent(50) ? [first, second] : [second, first]
}

/** The noticed bills as queries. */
export function symptomsOf(
  { level }: Story,
  { bookings, balances }: Names,
  noticed: readonly NoticedBill[],
): Symptom[] {
  return noticed.map(({ bill, shown, due }) => ({
    name: `paid on ${bill}`,
    query:
      level >= 3
        ? `SELECT ${balances.columns.paid} FROM ${balances.table} WHERE ${balances.columns.bill} = '${bill}'`
        : `SELECT sum(${bookings.columns.amount}) FROM ${bookings.table} WHERE ${bookings.columns.bill} = '${bill}'`,
    ...{ before: [[shown]], after: [[due]], quoted: [tellAmount(shown), tellAmount(due)] },
  }))
}
