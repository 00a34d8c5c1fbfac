/**
 * The station `api_feed`: a provider of payments calls an address of the house for every payment and calls again where
 * it is not sure that it was heard. Calls of one payment carry one reference; vouchers carry none. The intake
 * books one call of a payment, unless its check is off: then every call that comes is booked.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Booking } from './ledger.ts'
import type { PaymentRule } from './payment-rule.ts'

/**
 * What the house said to a call. Only an answer in time acknowledges it. A late one is as good as none to the provider,
 * and an answer with an error is quick.
 */
export type Answer = 'in time' | 'late' | 'refused' | 'none'

/** What somebody paid, before any call of it. */
export interface Payment {
  readonly bill: string
  readonly kind: 'payment' | 'voucher'
  /** The provider's; null for vouchers. */
  readonly reference: string | null
  readonly voucher: string | null
  readonly amount: number
  /** In seconds. */
  readonly occurredAt: number
  /** One for every call, in their order. At most one is `in time`. */
  readonly answers: readonly Answer[]
}

/** One call of the provider. */
export interface Call {
  readonly id: number
  /** Its place among the payments. */
  readonly payment: number
  /** From 0. */
  readonly attempt: number
  /** In seconds. */
  readonly receivedAt: number
  /** As the payload of this call says, in seconds. */
  readonly occurredAt: number
  readonly answer: Answer
  /** null: the line was dropped. */
  readonly status: number | null
  readonly ms: number | null
  /** The booking that it makes, if it makes one. */
  readonly booking: number
}

const daySeconds = 86_400

/**
 * The calls of payments, in the order of their arrival.
 *
 * @param input.limitMs how long the provider waits for an answer
 * @param input.isPlain whether the times of a payment's answers keep well away from that limit
 * @param input.vouchers `number`: a till sends a voucher again with the time of sending in it
 */
export function drawCalls(
  random: Random,
  payments: readonly Payment[],
  input: {
    readonly limitMs: number
    readonly isPlain: (payment: Payment) => boolean
    readonly vouchers: PaymentRule['vouchers']
  },
): Call[] {
  const { limitMs, isPlain, vouchers } = input
  const share = (least: number, most: number): number =>
    Math.round((limitMs * random.int(100 * least, 100 * most)) / 10_000)
  const drafts = payments.flatMap((payment, place) => {
    let receivedAt = payment.occurredAt + random.int(1, 3)
    return payment.answers.map((answer, attempt): Omit<Call, 'id' | 'booking'> => {
      if (attempt > 0) receivedAt += attempt === 1 ? random.int(18, 55) : random.int(240, 900)
      const plain = isPlain(payment)
      const ms = {
        'in time': () => (plain ? share(4, 88) : share(78, 97)),
        late: () => (plain ? share(118, 260) : share(104, 125)),
        refused: () => random.int(12, 600),
        none: () => null,
      }[answer]()
      const status = { 'in time': 200, late: 200, refused: random.pick([500, 503]), none: null }[answer]
      const isResent = payment.kind === 'voucher' && vouchers === 'number'
      const occurredAt = isResent ? receivedAt - 1 : payment.occurredAt
      return { payment: place, attempt, receivedAt, occurredAt, answer, status, ms }
    })
  })
  drafts.sort((left, right) => left.receivedAt - right.receivedAt || left.payment - right.payment)
  // Two workers take calls side by side, each with numbers of its own: ids of bookings do not tell the order.
  const next = [random.int(12_000, 29_000), random.int(51_000, 78_000)]
  let id = random.int(110_000, 480_000)
  return drafts.map((draft) => {
    const worker = random.int(0, 1)
    id += random.pick([1, 1, 2, 3, 5])
    const booking = (next[worker] = (next[worker] as number) + random.pick([1, 1, 2]))
    return { id, ...draft, booking }
  })
}

/** Of the calls of one payment the one that counts, by what was answered alone. */
export function countedCall(calls: readonly Call[], { unanswered }: Pick<PaymentRule, 'unanswered'>): Call {
  const acknowledged = calls.find(({ answer }) => answer === 'in time')
  const other = unanswered === 'first' ? calls[0] : calls.at(-1)
  return acknowledged ?? (other as Call)
}

/** The calls of every payment by its place. */
export function callsByPayment(calls: readonly Call[]): ReadonlyMap<number, readonly Call[]> {
  const groups = new Map<number, Call[]>()
  for (const call of calls) {
    const group = groups.get(call.payment)
    if (group === undefined) groups.set(call.payment, [call])
    else group.push(call)
  }
  return groups
}

/** The booking that a call makes. */
export function bookingOf({ bill, kind, amount }: Payment, { booking: id, receivedAt, id: call }: Call): Booking {
  return { id, bill, kind, amount, day: Math.floor(receivedAt / daySeconds), call, reverses: null }
}

/**
 * What the intake books.
 *
 * @param checks whether it looks for earlier calls of a payment; otherwise it books every call
 */
export function runIntake(
  payments: readonly Payment[],
  calls: readonly Call[],
  rule: Pick<PaymentRule, 'unanswered'>,
  checks: (payment: Payment) => boolean,
): Booking[] {
  return [...callsByPayment(calls)].flatMap(([place, own]) => {
    const payment = payments[place] as Payment
    return (checks(payment) ? [countedCall(own, rule)] : own).map((call) => bookingOf(payment, call))
  })
}
