/**
 * The calls as they are kept: payloads, the log of answers, the provider's own reports, and the old gateway's text.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { buildTable } from '../../worlds/build-table.ts'
import { type Call, callsByPayment, type Payment } from '../../worlds/stations/api-feed.ts'
import type { CallColumn } from '../../worlds/stations/api-feed-trade.ts'
import { sayDay, saySecond } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

const isoSecond = (second: number): string => `${saySecond(second).replace(' ', 'T')}Z`
const paymentOf = ({ payments }: Story, { payment }: Call): Payment => payments[payment] as Payment

/** Whether a call came through the old gateway. */
export function isOldCall(story: Story): (call: Call) => boolean {
  const old = new Set(story.bills.flatMap(({ code, isOld }) => (isOld ? [code] : [])))
  return (call) => old.has(paymentOf(story, call).bill)
}

/** The payload of a call. In `reports` the reference is the provider's own affair. */
export function payloadOf(story: Story, { keys }: Names, call: Call): string {
  const { bill, kind, amount, reference, voucher } = paymentOf(story, call)
  return JSON.stringify({
    ...(story.plan !== 'reports' && reference !== null && { [keys.reference]: reference }),
    ...{ [keys.bill]: bill, [keys.amount]: amount, [keys.occurredAt]: isoSecond(call.occurredAt) },
    ...(kind === 'voucher' && { [keys.voucher]: voucher }),
  })
}

/** What was answered, and when. */
export const answerCells = ({
  receivedAt,
  status,
  ms,
}: Call): Record<'receivedAt' | 'answer' | 'answerMs', SqlValue> => ({
  receivedAt: saySecond(receivedAt),
  answer: status,
  answerMs: ms,
})

const callTypes: Readonly<Record<CallColumn, string>> = {
  id: 'INTEGER PRIMARY KEY',
  receivedAt: 'TEXT NOT NULL',
  payload: 'TEXT NOT NULL',
  answer: 'INTEGER',
  answerMs: 'INTEGER',
}

/** The log of calls. Where the provider reports, it says what it was answered. */
export function callTable(random: Random, story: Story, names: Names): TableSpec {
  const columns: CallColumn[] =
    story.plan === 'reports' ? ['id', 'receivedAt', 'payload'] : ['id', 'receivedAt', 'payload', 'answer', 'answerMs']
  const isOld = isOldCall(story)
  return buildTable(random, names.calls, {
    columns: columns.map((column) => ({ column, type: callTypes[column] })),
    rows: story.calls
      .filter((call) => !isOld(call))
      .map((call) => ({ id: call.id, payload: payloadOf(story, names, call), ...answerCells(call) })),
  })
}

/** A document a day: every payment with its calls and what became of each. Vouchers have no reference, so each call stands alone. */
export function reportTable(random: Random, story: Story, names: Names): TableSpec {
  const days = new Map<number, object[]>()
  const say = ({ id, answer }: Call): object => ({ call: id, state: names.states[answer] })
  for (const own of callsByPayment(story.calls).values()) {
    const first = own[0] as Call
    const { reference } = paymentOf(story, first)
    const day = Math.floor(first.receivedAt / 86_400)
    const entries =
      reference === null
        ? own.map((call) => ({ calls: [say(call)] }))
        : [{ [names.keys.reference]: reference, calls: own.map(say) }]
    days.set(day, [...(days.get(day) ?? []), ...entries])
  }
  let id = random.int(300, 900)
  return buildTable(random, names.reports, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'day', type: 'TEXT NOT NULL' },
      { column: 'body', type: 'TEXT NOT NULL' },
    ],
    rows: [...days]
      .toSorted(([left], [right]) => left - right)
      .map(([day, payments]) => ({
        id: ++id,
        day: sayDay(day),
        body: JSON.stringify({ day: sayDay(day), payments: random.shuffle(payments) }),
      })),
  })
}

/** The calls of the old gateway, as it wrote them down. */
export function oldTable(random: Random, story: Story, names: Names): TableSpec {
  const isOld = isOldCall(story)
  const { marks, states } = names
  const textOf = (call: Call): string => {
    const { bill, amount, reference, voucher } = paymentOf(story, call)
    const fields = [
      [marks.bill, bill],
      [marks.amount, amount],
      [marks.moment, saySecond(call.occurredAt).replaceAll(/\D/g, '')],
      [marks.reference, reference ?? ''],
      [marks.voucher, voucher ?? ''],
    ] as const
    return fields.map(([name, value]) => `${name}=${value};`).join('')
  }
  return buildTable(random, names.old, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'text', type: 'TEXT NOT NULL' },
      { column: 'code', type: 'TEXT NOT NULL' },
    ],
    rows: story.calls
      .filter(isOld)
      .map((call) => ({ id: call.id, at: saySecond(call.receivedAt), text: textOf(call), code: states[call.answer] })),
  })
}
