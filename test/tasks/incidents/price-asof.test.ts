import { beforeAll, describe, expect, it } from 'vitest'
import { toRecords } from '../../../src/data/content.ts'
import { Random } from '../../../src/kit/random.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import type { IncidentInstance } from '../../../src/tasks/incidents/incident.ts'
import { priceAsof } from '../../../src/tasks/incidents/price-asof/price-asof.ts'
import { settle, type Settled } from '../../../src/tasks/incidents/price-asof/settle.ts'
import { instantiate, type TaskInstance } from '../../../src/tasks/instantiate.ts'
import { levels, type Level } from '../../../src/tasks/task-family.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'price_asof') as IncidentFamily

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

const worldOf = (id: string) => family.worlds.find((world) => world.id === id) as (typeof family.worlds)[number]
const make = (world: string, level: Level, seed: number): TaskInstance =>
  instantiate(engine, familyTask(family, worldOf(world), level, 'train'), seed)
/** What a house decided, by name of the question. */
const truthsOf = ({ draft }: TaskInstance): Map<string, string> =>
  new Map(
    (draft as IncidentInstance)
      .proof()
      .hypotheses.components.filter(({ global }) => global)
      .map(({ id, truth }) => [id, truth]),
  )

describe('price_asof', () => {
  it('numbers agreements that ended before those in force, however many there are', () => {
    // Their numbers come before the others', and here there are more of them than were left room for.
    expect(() => make('bank', 5, 1)).not.toThrow()
  })

  it('is at home in the worlds with price lists, held-out ones among them', () => {
    expect(family.worlds.map(({ id }) => id)).toEqual(expect.arrayContaining(['shop', 'clinic', 'logistics']))
  })

  it('happens in houses that price and correct in different ways', () => {
    const houses = Array.from({ length: 12 }, (_, seed) => truthsOf(make('shop', 1, seed)))
    expect(new Set(houses.map((house) => JSON.stringify([...house]))).size).toBeGreaterThanOrEqual(5)
    for (const [question, count] of [
      ['agreed prices', 2],
      ['rounding', 2],
      ['too little', 2],
    ] as const)
      expect([question, new Set(houses.map((house) => house.get(question))).size]).toEqual([question, count])
    const goals = Array.from({ length: 12 }, (_, seed) => make('clinic', 1, seed).goal)
    const days = goals.map((goal) => /\((\w+) in |; (\w+) in \w+ (?:says|has)|see (\w+) in|day in (\w+) of/.exec(goal))
    expect(new Set(days.map((found) => found?.slice(1).find(Boolean))).size).toBeGreaterThanOrEqual(4)
  })

  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const world = worldOf('shop')
    const scores = levels.map((level) =>
      Array.from(
        { length: 40 },
        (_, seed) => priceAsof.sketch(new Random('scale', level, seed), { world, level }).difficulty,
      ),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })
})

/**
 * Seed 0 of level 1 in the shop, reckoned by hand: prices of the day the order was placed, by UTC; agreed prices first; tax to
 * the nearest; both ways, with a sign.
 */
describe('an instance checked by hand', () => {
  let instance: TaskInstance
  beforeAll(() => {
    instance = make('shop', 1, 0)
  })
  const table = 'ledger_line'
  const rows = (side: 'before' | 'target') =>
    toRecords(instance[side].tables.get(table) ?? { name: '', columns: [], rows: [] })
  const solve = (): string[] => [...(instance.draft.oracles[0]?.queries ?? [])]
  const play = (...more: string[]) => {
    const trial = playTrial(engine, instance, [...solve(), ...more])
    expect(trial.errors).toEqual([])
    expect(instance.draft.accepts(instance.before, trial.state)).toBe(trial.solved)
    return trial
  }

  it('has one entry for each invoice that is out and wrong, with the difference of its lines', () => {
    const known = new Set(rows('before').map((row) => row['entry_id']))
    const added = rows('target').filter((row) => !known.has(row['entry_id']))
    const shown = added.map((row) => [
      row['document_no'],
      row['kind'],
      row['net_amount_pence'],
      row['vat_pence'],
      row['total_pence'],
    ])
    expect(shown.toSorted((left, right) => String(left[0]).localeCompare(String(right[0])))).toEqual([
      // Two of its three lines are agreed prices and stay; the pump cost 19.16 and not 19.49.
      ['R68136/C', 'refund', 1916 - 1949, 383 - 390, 2299 - 2339],
      ['R68139/C', 'refund', -1230, -61, -1291],
      ['R68140/C', 'surcharge', 720, 144, 864],
      // Placed on 19 May: the list of 3 May. A pump 20.69 for 19.49 at 20 %, two tubes 6.88 for 6.24 at 5 %: tax by line,
      // 414 - 390 and 69 - 62. That something was given back for a late delivery does not count.
      ['R68143/C', 'surcharge', 120 + 128, 24 + 7, 279],
      ['R68155/C', 'surcharge', 1291, 258, 1549],
      ['R68166/C', 'refund', -236, -47, -283],
      // Placed on 13 June: six child seats at 97.91 of the list of 6 June, not 105.72; the tubes cost 6.24 in both.
      // 6 x 97.91 = 587.46 for 634.32; tax 117.49 for 126.86.
      ['R68179/C', 'refund', 58_746 - 63_432, 11_749 - 12_686, 70_495 - 76_118],
    ])
    for (const row of added) {
      expect(row).toMatchObject({
        entry_date: '2026-07-09',
        why: 'price difference',
        article_no: null,
        qty: null,
        each_pence: null,
      })
    }
    // R68152 and R68157 were corrected before.
    const before = rows('before').filter((row) => row['why'] === 'price difference')
    expect(new Set(before.map((row) => row['document_no']))).toEqual(new Set(['R68152/C', 'R68157/C']))
  })

  it('corrects a draft line by line and leaves those that are right', () => {
    // R68173, placed on 19 June at 23:13 by UTC: the list of 6 June still. In Tallinn it was the 20th, when a new one began.
    const own = rows('target').filter((row) => row['document_no'] === 'R68173')
    const cells = own.map((row) => [
      row['article_no'],
      row['each_pence'],
      row['net_amount_pence'],
      row['vat_pence'],
      row['total_pence'],
    ])
    expect(cells.toSorted((left, right) => String(left[0]).localeCompare(String(right[0])))).toEqual([
      ['1009', 624, 3120, 156, 3276],
      ['1200', 2043, 2043, 102, 2145],
      ['1286', 9791, 58_746, 11_749, 70_495],
    ])
  })

  it('takes new entries under any free key, and each once', () => {
    expect(play().solved).toBe(true)
    const isNew = `entry_date = '2026-07-09'`
    expect(play(`UPDATE ${table} SET entry_id = 90000 - entry_id WHERE ${isNew}`).solved).toBe(true)
    expect(play(`UPDATE ${table} SET entry_id = -entry_id WHERE ${isNew}`).solved).toBe(true)
    const twice = play(
      `INSERT INTO ${table} SELECT entry_id + 500, invoice_id, document_no, kind, entry_date, article_no, qty, each_pence, net_amount_pence, vat_pence, total_pence, why
        FROM ${table} WHERE document_no = 'R68179/C'`,
    )
    expect([twice.solved, twice.scoreMicros < 950_000]).toEqual([false, true])
  })

  it.each([
    ['without one of the entries', `DELETE FROM ${table} WHERE document_no = 'R68179/C'`],
    ['with a sign turned', `UPDATE ${table} SET net_amount_pence = -net_amount_pence WHERE document_no = 'R68179/C'`],
    ['with the date of the invoice', `UPDATE ${table} SET entry_date = '2026-07-01' WHERE document_no = 'R68179/C'`],
    ['with the kind of the other direction', `UPDATE ${table} SET kind = 'surcharge' WHERE document_no = 'R68179/C'`],
    ['with a number of its own', `UPDATE ${table} SET document_no = 'C-1' WHERE document_no = 'R68179/C'`],
    ['with the reason left out', `UPDATE ${table} SET why = NULL WHERE document_no = 'R68179/C'`],
    [
      'with tax on the sum of two rates',
      `UPDATE ${table} SET vat_pence = 50, total_pence = 298 WHERE document_no = 'R68143/C'`,
    ],
    ['for another invoice', `UPDATE ${table} SET invoice_id = invoice_id - 1 WHERE document_no = 'R68179/C'`],
    [
      'with a line of what is out changed',
      `UPDATE ${table} SET each_pence = 9791 WHERE document_no = 'R68179' AND article_no = '1286'`,
    ],
  ])('is not solved %s', (_, query) => {
    const { solved, scoreMicros } = play(query)
    expect(solved).toBe(false)
    expect(scoreMicros).toBeLessThan(1_000_000)
    expect(scoreMicros).toBeGreaterThan(700_000)
  })
})

describe('too little', () => {
  const invoice = (net: number, isClosed: boolean): Settled => ({
    ...{ id: 1, isDraft: false, isCorrected: false, isClosed },
    list: { starts: [0, 10], prices: new Map([['A', [net + 100, net]]]) },
    lines: [
      {
        ...{ id: 5, good: { code: 'A', name: 'a', price: net, tax: 20 }, quantity: 1, price: net, agreed: undefined },
        ...{ net, tax: net / 5, gross: (6 * net) / 5 },
      },
    ],
  })
  const written = (isClosed: boolean, under: 'charged' | 'waived' | 'waived if closed') =>
    settle(invoice(1000, isClosed), { version: 0, way: 'entry' }, { agreed: 'always', rounding: 'nearest', under })
      .difference

  it('is charged, or waived, or waived where the month of the invoice is closed', () => {
    const due = { net: 100, tax: 20, gross: 120 }
    expect([written(false, 'charged'), written(true, 'charged')]).toEqual([due, due])
    expect([written(false, 'waived'), written(true, 'waived')]).toEqual([null, null])
    expect([written(false, 'waived if closed'), written(true, 'waived if closed')]).toEqual([due, null])
  })

  it('of a closed month stays in such a house, and what was asked too much is given back all the same', () => {
    const seeds = Array.from({ length: 12 }, (_, seed) => seed)
    const seed = seeds.find((own) => truthsOf(make('shop', 4, own)).get('too little') === 'waived if closed')
    const { seed: database, target } = make('shop', 4, seed ?? 0).draft
    const isShaped = (width: number, place: number, form: RegExp) => (own: (typeof database.tables)[number]) =>
      own.columns.length === width && own.rows.every((row) => form.test(String(row[place])))
    // Entries have twelve columns: id, invoice, number, kind, day, ..., net at 8, reason at 11; invoices have their day at 3.
    const entries = database.tables.find(({ columns }) => columns.length === 12)?.rows ?? []
    const days = new Map(
      database.tables.find(isShaped(6, 3, /^2026-\d\d-\d\d$/))?.rows.map((row) => [row[0], String(row[3])]),
    )
    const closed = new Set(database.tables.find(isShaped(3, 0, /^2026-\d\d$/))?.rows.map((row) => row[0]))
    const known = new Set(entries.map((row) => row[0]))
    const added = (target.tables.find(({ columns }) => columns.length === 12)?.rows ?? []).filter(
      (row) => !known.has(row[0]),
    )
    // Goodwill only gives back: it shows what that looks like.
    const goodwill = entries.filter((row) => row[11] !== null).map((row) => [row[3], Math.sign(Number(row[8]))])
    const isBack = (row: (typeof entries)[number]): boolean =>
      Number(row[8]) < 0 || (row[3] === goodwill[0]?.[0] && added.every((other) => Number(other[8]) > 0))
    const isClosed = (row: (typeof entries)[number]): boolean =>
      closed.has(String(days.get(row[1] ?? null)).slice(0, 7))
    const count = (back: boolean, shut: boolean): number =>
      added.filter((row) => isBack(row) === back && isClosed(row) === shut).length
    expect(closed.size).toBeGreaterThanOrEqual(2)
    expect(count(false, true)).toBe(0)
    expect(count(false, false)).toBeGreaterThan(0)
    expect(count(true, true)).toBeGreaterThan(0)
  })
})
