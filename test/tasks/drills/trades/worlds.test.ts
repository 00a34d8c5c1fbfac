import { describe, expect, it } from 'vitest'
import { Random } from '../../../../src/kit/random.ts'
import { digest, digestHex } from '../../../../src/kit/digest.ts'
import { fromDay, isoDate, toDay } from '../../../../src/tasks/drills/trades/calendar.ts'
import { zipfPlace } from '../../../../src/tasks/drills/trades/draws.ts'
import { shop } from '../../../../src/tasks/drills/trades/shop.ts'
import { defineWorld, type WorldRow } from '../../../../src/tasks/drills/trades/world.ts'
import { worldList } from '../../../../src/tasks/drills/trades/world-list.ts'

const populated = (world: (typeof worldList)[number], seed: number): ReadonlyMap<string, readonly WorldRow[]> =>
  world.populate(new Random('world', world.id, seed), (table) => (table === world.tables.at(-1)?.name ? 150 : 40))

/** The bytes of seed 1: a world that changes changes every family that runs on it. */
const digests: Readonly<Record<string, string>> = {
  shop: '788f23c89a320b64',
  clinic: '929c8b1a85f016e8',
  payroll: '03d9c1792212c08f',
  logistics: '35984258a73b0117',
  school: '05a485a8c0f948d8',
  bank: '23d397ddd62bfa30',
  saas: 'ceda0755a5cba15b',
  sensors: 'b03357de5ca828e8',
}

describe('the worlds', () => {
  it('are eight, each with an id of its own', () => {
    expect(new Set(worldList.map(({ id }) => id)).size).toBe(8)
    expect(worldList.every(({ id }) => /^[a-z]+$/.test(id))).toBe(true)
  })
})

describe.each(worldList)('$id', (world) => {
  const data = populated(world, 1)
  const rows = (table: string): readonly WorldRow[] => data.get(table) ?? []

  it('gives the same rows for the same seed on every host', () => {
    const text = (seed: number): string => JSON.stringify([...populated(world, seed)])
    expect(text(1)).toBe(text(1))
    expect(text(1)).not.toBe(text(2))
    expect(digestHex(digest(text(1))).slice(0, 16)).toBe(digests[world.id])
  })

  it('has as many rows as asked for, but for short lists', () => {
    for (const { name, short } of world.tables) {
      if (short === true) expect(rows(name).length).toBeGreaterThanOrEqual(10)
      else expect([40, 150]).toContain(rows(name).length)
    }
  })

  it('fills every column, and NULL stands only where it may', () => {
    for (const { name, columns } of world.tables) {
      for (const row of rows(name)) {
        for (const { name: column, type, nullable } of columns) {
          const value = row[column]
          expect([name, column, value]).not.toContain(undefined)
          if (value === null) expect([name, column, nullable]).toEqual([name, column, true])
          else expect([name, column, typeof value]).toEqual([name, column, type === 'TEXT' ? 'string' : 'number'])
          if (typeof value === 'string') expect(value.normalize('NFC')).toBe(value)
          if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true)
        }
      }
    }
  })

  it('has keys that ascend with gaps, and references that lead somewhere', () => {
    for (const { name, columns } of world.tables) {
      const keys = rows(name).map((row) => Number(row['id']))
      expect(keys).toEqual([...new Set(keys)].toSorted((left, right) => left - right))
      expect((keys.at(-1) ?? 0) - (keys[0] ?? 0)).toBeGreaterThanOrEqual(keys.length)
      for (const { name: column, references } of columns) {
        if (references === undefined) continue
        const parents = new Set(rows(references).map((row) => row['id']))
        expect(rows(name).filter((row) => !parents.has(row[column] ?? null))).toEqual([])
      }
    }
  })

  it('is skewed as business is: a fifth of the parents has far more than a fifth of the children', () => {
    const child = world.tables.at(-1)
    const reference = child?.columns.find(({ references }) => references !== undefined)
    const counts = new Map<unknown, number>()
    for (const row of rows(child?.name ?? '')) {
      const parent = row[reference?.name ?? '']
      counts.set(parent, (counts.get(parent) ?? 0) + 1)
    }
    const sorted = [...counts.values()].toSorted((left, right) => right - left)
    const top = sorted.slice(0, 8).reduce((sum, count) => sum + count, 0)
    expect(top / 150).toBeGreaterThan(0.4)
  })

  it('sums up: quantity x price - rebate', () => {
    let seen = 0
    for (const { name, columns } of world.tables) {
      for (const { name: column, derivedFrom } of columns) {
        if (derivedFrom === undefined) continue
        for (const row of rows(name)) {
          const [quantity, price, rebate] = [derivedFrom.quantity, derivedFrom.price, derivedFrom.rebate].map(
            (source) => Number(row[source]),
          )
          expect(row[column]).toBe((quantity ?? 0) * (price ?? 0) - (rebate ?? 0))
          seen++
        }
      }
    }
    expect(seen).toBe(150)
  })

  it('has names with accents and apostrophes, zero amounts, and values of every closed list', () => {
    const values = [...data.values()].flatMap((list) => list.flatMap((row) => Object.values(row)))
    const texts = values.filter((value) => typeof value === 'string')
    expect(texts.some((text) => /[À-ž]/.test(text))).toBe(true)
    expect(texts.some((text) => text.includes("'"))).toBe(true)
    expect(values).toContain(0)
    for (const { name, columns } of world.tables) {
      for (const { name: column, values: list = [] } of columns) {
        for (const row of rows(name)) if (list.length > 0) expect(list).toContain(row[column])
      }
    }
  })

  it('has a place for a person, a phone with its country, a day, a code, a flag, a word of a list and a remark', () => {
    const roles = new Set(
      world.tables.filter(({ short }) => short !== true).flatMap(({ columns }) => columns.map(({ role }) => role)),
    )
    for (const role of [
      'person',
      'phone',
      'country',
      'date',
      'code',
      'flag',
      'enum',
      'text',
      'money',
      'quantity',
      'derived',
    ] as const) {
      expect(roles).toContain(role)
    }
  })
})

describe('the calendar', () => {
  it('goes to a day number and back, leap days included', () => {
    expect(toDay('1970-01-01')).toBe(0)
    expect(fromDay(toDay('2024-02-29'))).toBe('2024-02-29')
    expect(fromDay(toDay('2024-02-29') + 1)).toBe('2024-03-01')
    expect(fromDay(toDay('1900-02-28') + 1)).toBe('1900-03-01')
    expect(isoDate(987, 6, 5)).toBe('0987-06-05')
  })
})

describe('zipfPlace', () => {
  it('meets the first place twice as often as the second', () => {
    const random = new Random('zipf')
    const counts = [0, 0, 0, 0, 0]
    for (let draw = 0; draw < 20_000; draw++) {
      const place = zipfPlace(random, 5)
      counts[place] = (counts[place] ?? 0) + 1
    }
    expect((counts[0] ?? 0) / (counts[1] ?? 1)).toBeGreaterThan(1.8)
    expect((counts[0] ?? 0) / (counts[1] ?? 1)).toBeLessThan(2.2)
    expect(Math.min(...counts)).toBeGreaterThan(1_000)
  })
})

describe('defineWorld', () => {
  it('refuses a world whose tables do not hang together', () => {
    const [customer, ...others] = shop.tables
    if (customer === undefined) throw new Error('no customer')
    expect(() => defineWorld({ ...shop, tables: others })).toThrow(/not a reference to a table before it/)
    const keyless = { ...customer, columns: customer.columns.slice(1) }
    expect(() => defineWorld({ ...shop, tables: [keyless] })).toThrow(/the first column is its key/)
    const from = { quantity: 'nothing', price: 'nothing', rebate: 'nothing' }
    const odd = { ...customer, columns: customer.columns.map((column) => ({ ...column, derivedFrom: from })) }
    expect(() => defineWorld({ ...shop, tables: [odd] })).toThrow(/derived from no column/)
  })
})
