import { beforeAll, describe, expect, it } from 'vitest'
import type { TableSpec } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import { Random } from '../../../src/kit/random.ts'
import { checkIncident } from '../../../src/proof/incidents/check-incident.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { planClusters } from '../../../src/tasks/incidents/webhook-retry/clusters.ts'
import { drawAllNames } from '../../../src/tasks/incidents/webhook-retry/names.ts'
import { byWindow, writeOracles } from '../../../src/tasks/incidents/webhook-retry/oracles.ts'
import { booksUnder } from '../../../src/tasks/incidents/webhook-retry/settle.ts'
import { drawRule, drawStory, type Story } from '../../../src/tasks/incidents/webhook-retry/story.ts'
import { gradedTables, traceTables } from '../../../src/tasks/incidents/webhook-retry/tables.ts'
import { webhookRetry } from '../../../src/tasks/incidents/webhook-retry/webhook-retry.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { levels } from '../../../src/tasks/task-family.ts'
import type { Answer, Call, Payment } from '../../../src/tasks/worlds/stations/api-feed.ts'
import type { Booking } from '../../../src/tasks/worlds/stations/ledger.ts'
import { paymentAnswers, type PaymentRule } from '../../../src/tasks/worlds/stations/payment-rule.ts'
import { dayOf, minuteOf, readDay } from '../../../src/tasks/worlds/time.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'webhook_retry') as IncidentFamily
const worlds = family.worlds.filter(({ id }) => ['shop', 'clinic', 'logistics'].includes(id))

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

describe('webhook_retry', () => {
  it('gives the same bytes for the same seed, and others for another split', () => {
    const of = (split: 'train' | 'validation'): string =>
      instantiate(engine, familyTask(family, worlds[0] as (typeof worlds)[number], 3, split), 4).imageDigest
    expect(of('train')).toBe(of('train'))
    expect(of('train')).not.toBe(of('validation'))
  })

  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const [world] = businessList as [(typeof businessList)[number]]
    const scores = levels.map((level) =>
      Array.from(
        { length: 60 },
        (_, seed) => webhookRetry.sketch(new Random('scale', level, seed), { world, level }).difficulty,
      ),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })

  it.each([
    ['shop', 4, 101],
    ['clinic', 4, 101],
    ['bank', 5, 1],
  ] as const)('lets no reading hold most or next to nothing: %s at level %i, seed %i', (id, level, seed) => {
    const world = businessList.find((own) => own.id === id) as (typeof businessList)[number]
    const { defects, figures } = checkIncident(engine, familyTask(family, world, level, 'train'), seed, ['balance'])
    expect(defects).toEqual([])
    expect(figures['balance']?.['largest share']).toBeLessThanOrEqual(0.4)
    expect(figures['balance']?.['smallest share']).toBeGreaterThanOrEqual(0.1)
  })

  it('finds balanced payments for every house', () => {
    const random = new Random('houses')
    for (const unanswered of paymentAnswers.unanswered)
      for (const vouchers of paymentAnswers.vouchers)
        for (const reversed of paymentAnswers.reversed)
          for (const closed of paymentAnswers.closed)
            for (const receipts of paymentAnswers.receipts) {
              const rule = { unanswered, vouchers, reversed, closed, receipts }
              for (const [level, count] of [
                [1, 12],
                [2, 16],
                [3, 23],
              ] as const)
                expect(planClusters(random, count, rule, level)).toHaveLength(count)
            }
  })
})

/*
 * One small house, every row of which is worked out by hand. March is closed; today is 14 April.
 *
 * | bill | calls | what it is |
 * |---|---|---|
 * | W1 | 1 late, 2 in time, 3 none; open month | one payment, call 2 counts |
 * | W2 | 4 in time in March, 5 late in March | one payment, call 4 counts, 5 is closed |
 * | W3 | 6 and 7, two references of one amount | two payments |
 * | W4 | 8 none, 9 refused; 9 was reversed (booking 901) | one payment that nobody acknowledged |
 * | W5 | 10 late, 11 in time; 11 was reversed (902): a refund | one payment, paid back |
 * | W6 | 12 late in March, reversed in April (903), 13 in time in April | one payment over the end of the month |
 * | W7 | vouchers: 14 and 15 of one number, at two moments | two payments, or one |
 */
const at = (day: string, hour: number): number => minuteOf(readDay(day), hour) * 60
const april = readDay('2026-04-01')

interface HandCall {
  readonly bill: string
  readonly reference: string | null
  readonly when: number
  readonly answer: Answer
  readonly voucher?: string
}
const handCalls: readonly HandCall[] = [
  { bill: 'W1', reference: 'a', when: at('2026-04-02', 10), answer: 'late' },
  { bill: 'W1', reference: 'a', when: at('2026-04-02', 11), answer: 'in time' },
  { bill: 'W1', reference: 'a', when: at('2026-04-02', 12), answer: 'none' },
  { bill: 'W2', reference: 'b', when: at('2026-03-30', 10), answer: 'in time' },
  { bill: 'W2', reference: 'b', when: at('2026-03-30', 11), answer: 'late' },
  { bill: 'W3', reference: 'c', when: at('2026-04-02', 10), answer: 'in time' },
  { bill: 'W3', reference: 'd', when: at('2026-04-02', 11), answer: 'in time' },
  { bill: 'W4', reference: 'e', when: at('2026-04-03', 10), answer: 'none' },
  { bill: 'W4', reference: 'e', when: at('2026-04-03', 11), answer: 'refused' },
  { bill: 'W5', reference: 'f', when: at('2026-04-03', 10), answer: 'late' },
  { bill: 'W5', reference: 'f', when: at('2026-04-03', 11), answer: 'in time' },
  { bill: 'W6', reference: 'g', when: at('2026-03-31', 23), answer: 'late' },
  { bill: 'W6', reference: 'g', when: at('2026-04-01', 1), answer: 'in time' },
  { bill: 'W7', reference: null, when: at('2026-04-04', 10), answer: 'in time', voucher: 'V1' },
  { bill: 'W7', reference: null, when: at('2026-04-04', 12), answer: 'in time', voucher: 'V1' },
]

/** The house by hand: booking n is made by call n; amounts are 1000 and the number of the bill. */
function houseByHand(rule: PaymentRule): { story: Story; names: ReturnType<typeof drawAllNames> } {
  const world = businessList.find(({ id }) => id === 'shop') as (typeof businessList)[number]
  const random = new Random('by hand', JSON.stringify(rule))
  const sketch = { ...webhookRetry.sketch(random, { world, level: 3 }), plan: 'payloads' }
  const drawn = drawStory(random, { world, level: 3, sketch, rule: { ...rule, receipts: 'move' } })
  const groups = new Map<string, number[]>()
  for (const [index, { bill, reference, voucher, when }] of handCalls.entries()) {
    const key = `${bill} ${reference ?? (rule.vouchers === 'moment' ? when : voucher)}`
    groups.set(key, [...(groups.get(key) ?? []), index])
  }
  const payments: Payment[] = []
  const calls: Call[] = []
  const clusters = new Map<string, { payments: number[]; bookings: number[][]; calls: number }>()
  for (const own of groups.values()) {
    const first = handCalls[own[0] as number] as HandCall
    const answers = own.map((index) => (handCalls[index] as HandCall).answer)
    const amount = 1000 + 50 * Number(first.bill.slice(1))
    const { bill, reference, voucher = null, when: occurredAt } = first
    const place =
      payments.push({
        bill,
        kind: reference === null ? 'voucher' : 'payment',
        reference,
        voucher,
        amount,
        occurredAt,
        answers,
      }) - 1
    for (const [attempt, index] of own.entries()) {
      const { answer, when } = handCalls[index] as HandCall
      const status = { 'in time': 200, late: 200, refused: 503, none: null }[answer]
      const ms = { 'in time': 900, late: 19_000, refused: 30, none: null }[answer]
      const moment = reference === null ? when : occurredAt
      calls.push({
        ...{ id: index + 1, payment: place, attempt, receivedAt: when, occurredAt: moment, answer, status, ms },
        booking: index + 1,
      })
    }
    const cluster = clusters.get(bill) ?? { payments: [], bookings: [], calls: 1 }
    cluster.payments.push(place)
    cluster.bookings.push(own.map((index) => index + 1))
    cluster.calls = Math.max(cluster.calls, own.length)
    clusters.set(bill, cluster)
  }
  const booked = calls.map(({ booking: id, payment, receivedAt, id: call }): Booking => {
    const { bill, kind, amount } = payments[payment] as Payment
    return { id, bill, kind, amount, day: Math.floor(receivedAt / 86_400), call, reverses: null }
  })
  const reversal = (id: number, reverses: number, bill: string, day: string): Booking => ({
    ...{
      id,
      bill,
      kind: 'reversal',
      amount: -(1000 + 50 * Number(bill.slice(1))),
      day: readDay(day),
      call: null,
      reverses,
    },
  })
  const reversals = [
    reversal(901, 9, 'W4', '2026-04-07'),
    reversal(902, 11, 'W5', '2026-04-07'),
    reversal(903, 12, 'W6', '2026-04-08'),
  ]
  const counted: Readonly<Record<string, 'first' | 'middle' | 'last'>> = {
    W1: 'middle',
    W2: 'first',
    W4: rule.unanswered,
    W5: 'last',
    W6: 'last',
  }
  const story: Story = {
    ...drawn,
    ...{ rule, limitMs: 8000, payments, calls, openFrom: april, asOf: minuteOf(readDay('2026-04-14'), 9) },
    bills: [...clusters.keys()].map((code) => ({
      code,
      payer: 'C1',
      issuedOn: readDay('2026-03-20'),
      total: 2000,
      isOld: false,
    })),
    clusters: [...clusters].map(([bill, { payments: places, bookings, calls: most }]) => ({
      plan: {
        ...{ kind: 'payment again', calls: most as 1 | 2 | 3, parts: 1, place: counted[bill] ?? rule.unanswered },
        ...{ isUnanswered: false, reversed: null, isDecidedByReceipt: false, isEarly: false },
      },
      ...{ bill, payments: places, bookings },
    })),
    seen: new Map([...booked, ...reversals].map((own) => [own.id, own])),
    receipts: [
      { id: 1, booking: 1, printedAt: minuteOf(readDay('2026-04-03'), 9), clerk: 'x' },
      { id: 2, booking: 5, printedAt: minuteOf(readDay('2026-03-31'), 9), clerk: 'x' },
    ],
    closed: [{ month: '2026-03', closedAt: minuteOf(readDay('2026-04-09'), 17), closedBy: 'x' }],
  }
  return { story, names: drawAllNames(random, story) }
}

interface Expected {
  readonly rule: PaymentRule
  /** Bookings that are no longer there. */
  readonly gone: readonly number[]
  /** New reversals: the day and what each reverses. */
  readonly entered: readonly (readonly [day: string, reverses: number])[]
  readonly receipts: readonly (readonly [id: number, booking: number | null])[]
  /** What is paid on W1 to W7. */
  readonly paid: readonly number[]
}
const byHand: readonly Expected[] = [
  {
    rule: { unanswered: 'first', vouchers: 'moment', reversed: 'stand', closed: 'first open day', receipts: 'move' },
    // 9 and 901 cancel out and stand; 12 is closed and reversed already; 5 is closed and gets a reversal.
    gone: [1, 3, 10],
    entered: [['2026-04-01', 5]],
    receipts: [[1, 2], [2, 5]], // prettier-ignore
    paid: [1050, 1100, 2300, 1200, 0, 1300, 2700],
  },
  {
    rule: { unanswered: 'first', vouchers: 'number', reversed: 'go', closed: 'today', receipts: 'empty' },
    // 9 goes with 901; 12 and 903 stay, March is closed; of 14 and 15, both acknowledged, the first counts.
    gone: [1, 3, 9, 901, 10, 15],
    entered: [['2026-04-14', 5]],
    receipts: [[1, null], [2, 5]], // prettier-ignore
    paid: [1050, 1100, 2300, 1200, 0, 1300, 1350],
  },
  {
    rule: { unanswered: 'last', vouchers: 'moment', reversed: 'go', closed: 'stands', receipts: 'move' },
    // 9 counts now, and its reversal is a refund; 8 is too many. 5 is closed and stands.
    gone: [1, 3, 8, 10],
    entered: [],
    receipts: [[1, 2], [2, 5]], // prettier-ignore
    paid: [1050, 2200, 2300, 0, 0, 1300, 2700],
  },
]

/** Rows of a table by the logical order of its columns, as a repair leaves them. */
function rowsAfter(tables: readonly TableSpec[], queries: readonly string[], table: string): SqlValue[][] {
  const sandbox = engine.open(engine.buildImage({ tables }), { safety: 'own', clock: Date.UTC(2026, 3, 14, 9) })
  try {
    for (const query of queries) expect(sandbox.run(query, ['by hand'])).toMatchObject({ ok: true })
    const outcome = sandbox.run(`SELECT * FROM ${table} ORDER BY 1`, ['by hand'])
    const result = outcome.ok ? outcome.results.at(-1) : undefined
    return result !== undefined && 'rows' in result ? (result.rows as SqlValue[][]) : []
  } finally {
    sandbox.close()
  }
}

describe('a house worked out by hand', () => {
  it.each(byHand)('none acknowledged: $rule.unanswered, reversed: $rule.reversed, closed: $rule.closed', (expected) => {
    const { story, names } = houseByHand(expected.rule)
    const { bookings, receipts } = booksUnder(story)
    const entered = bookings.filter(({ id }) => !story.seen.has(id))
    expect(
      [...story.seen.keys()].filter((id) => !bookings.some((own) => own.id === id)).toSorted((a, b) => a - b),
    ).toEqual(expected.gone.toSorted((a, b) => a - b))
    expect(entered.map(({ day, reverses }) => [day, reverses])).toEqual(
      expected.entered.map(([day, of]) => [readDay(day), of]),
    )
    expect(receipts.map(({ id, booking }) => [id, booking])).toEqual(expected.receipts)

    const random = new Random('rows')
    const tables = [
      ...gradedTables(random, story, names, { bookings: [...story.seen.values()], receipts: story.receipts }),
      ...traceTables(random, story, names),
    ]
    const b = names.bookings
    for (const { queries } of writeOracles(story, names)) {
      const rows = rowsAfter(tables, queries, b.table)
      const known = new Set(rows.map(([id]) => Number(id)))
      expect([...story.seen.keys()].filter((id) => !known.has(id)).toSorted((a, c) => a - c)).toEqual(
        expected.gone.toSorted((a, c) => a - c),
      )
      // id, bill, kind, amount, day, call, reverses
      const reversals = rows.filter(([id]) => !story.seen.has(Number(id))).map((row) => row.slice(1))
      expect(reversals).toEqual(expected.entered.map(([day, of]) => ['W2', names.kinds.reversal, -1100, day, null, of]))
      const papers = rowsAfter(tables, queries, names.receipts.table).map(([id, booking]) => [id, booking])
      expect(papers).toEqual(expected.receipts)
      const paid = rowsAfter(tables, queries, names.balances.table).map(([, , amount]) => amount)
      expect(paid).toEqual(expected.paid)
    }
    // Another house leaves other rows.
    const closed = expected.rule.closed === 'stands' ? 'today' : 'stands'
    const other = byWindow({ ...story, rule: { ...expected.rule, closed } }, names)
    expect(rowsAfter(tables, other, b.table)).not.toEqual(rowsAfter(tables, byWindow(story, names), b.table))
    expect(dayOf(story.asOf)).toBe(readDay('2026-04-14'))
  })

  it('houses are drawn evenly', () => {
    const drawn = Array.from({ length: 400 }, (_, seed) => JSON.stringify(drawRule(new Random('rules', seed))))
    expect(new Set(drawn).size).toBeGreaterThan(60)
  })
})
