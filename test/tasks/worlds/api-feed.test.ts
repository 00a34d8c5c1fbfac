import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import {
  type Answer,
  callsByPayment,
  drawCalls,
  type Payment,
  runIntake,
} from '../../../src/tasks/worlds/stations/api-feed.ts'
import { addUpBills, addUpBookedMonths, reversalOf } from '../../../src/tasks/worlds/stations/ledger.ts'
import { readDay } from '../../../src/tasks/worlds/time.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'

const noon = readDay('2026-04-30') * 86_400 + 43_200
const payment = (bill: string, answers: readonly Answer[], more: Partial<Payment> = {}): Payment => ({
  ...{ bill, kind: 'payment', reference: `ref-${bill}`, voucher: null, amount: 4200, occurredAt: noon, answers },
  ...more,
})
const payments = [
  payment('B1', ['late', 'in time', 'none']),
  payment('B2', ['none', 'refused']),
  payment('B3', ['late', 'in time'], { kind: 'voucher', reference: null, voucher: 'V7' }),
]
const draw = (vouchers: 'moment' | 'number') =>
  drawCalls(new Random('calls'), payments, { limitMs: 8000, isPlain: () => true, vouchers })

describe('the station api_feed', () => {
  it('books one call of a payment, or every call where the check is off', () => {
    const calls = draw('moment')
    const booked = (rule: 'first' | 'last', checks: boolean) =>
      runIntake(payments, calls, { unanswered: rule }, () => checks).map(
        ({ bill, call }): [string, number | undefined] => [bill, calls.find(({ id }) => id === call)?.attempt],
      )
    expect(new Map(booked('first', true))).toEqual(
      new Map([
        ['B1', 1],
        ['B2', 0],
        ['B3', 1],
      ]),
    )
    expect(booked('first', true)).toHaveLength(3)
    expect(new Map(booked('last', true))).toEqual(
      new Map([
        ['B1', 1],
        ['B2', 1],
        ['B3', 1],
      ]),
    )
    expect(booked('last', false)).toHaveLength(7)
  })

  it('answers by what was in time: a late answer has its status, an error its speed', () => {
    const [first = []] = [...callsByPayment(draw('moment')).values()]
    for (const { answer, status, ms } of draw('moment')) {
      if (answer === 'in time') expect([status, (ms ?? 0) <= 8000]).toEqual([200, true])
      if (answer === 'late') expect([status, (ms ?? 0) > 8000]).toEqual([200, true])
      if (answer === 'none') expect([status, ms]).toEqual([null, null])
      if (answer === 'refused') expect([(status ?? 0) >= 500, (ms ?? 0) < 8000]).toEqual([true, true])
    }
    const times = first.map(({ receivedAt }) => receivedAt)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
  })

  it('sends a voucher again with its own moment or with that of sending', () => {
    const moments = (vouchers: 'moment' | 'number') =>
      new Set(draw(vouchers).flatMap(({ payment: place, occurredAt }) => (place === 2 ? [occurredAt] : []))).size
    expect([moments('moment'), moments('number')]).toEqual([1, 2])
  })
})

describe('the ledger', () => {
  it('adds up bills and months, reversals below zero', () => {
    const bookings = runIntake(payments, draw('moment'), { unanswered: 'first' }, ({ bill }) => bill !== 'B2')
    const copy = bookings.filter(({ bill }) => bill === 'B2')[1]
    if (copy === undefined) throw new TypeError('both calls are booked')
    const all = [...bookings, reversalOf(copy, { id: 9, day: readDay('2026-05-02') })]
    expect(addUpBills(all).find(({ bill }) => bill === 'B2')).toEqual({ bill: 'B2', bookings: 3, paid: 4200 })
    expect(addUpBookedMonths(all)).toEqual([
      { month: '2026-04', kind: 'payment', bookings: 3, amount: 12_600 },
      { month: '2026-04', kind: 'voucher', bookings: 1, amount: 4200 },
      { month: '2026-05', kind: 'reversal', bookings: 1, amount: -4200 },
    ])
  })
})

describe('worlds', () => {
  it.each(businessList)('$id: no two columns of a table can get one name', ({ stations }) => {
    for (const station of [stations.api_feed, stations.ledger]) {
      for (const words of Object.values(station ?? {})) {
        if (typeof words !== 'object' || !('columns' in words)) continue
        const names = Object.values(words.columns as Record<string, readonly string[]>).flat()
        expect(new Set(names).size, `${words.names[0]}: ${names.join()}`).toBe(names.length)
      }
    }
  })
})
