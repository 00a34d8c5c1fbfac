import { describe, expect, it } from 'vitest'
import type { SqlValue } from '../../../src/data/values.ts'
import { recordsIn, spoiltTable, type SpoiltTable } from './family-lines.ts'

interface Measured {
  readonly first: SqlValue
  readonly second: SqlValue
  readonly unit: SqlValue
}

interface Line {
  readonly key: SqlValue
  readonly feed: string
  readonly found: Measured
  readonly due: Measured
}

interface Factor {
  readonly given: string
  readonly into: string
  readonly over: bigint
  readonly under: bigint
}

/** Both amounts and the unit of every line: the three columns from the spoilt one on; who sent it stands last. */
function linesOf({ draft, table, column }: SpoiltTable): Line[] {
  const place = draft.seed.tables.findIndex(({ name }) => name === table)
  const { columns = [], rows = [] } = draft.seed.tables[place] ?? {}
  const at = columns.indexOf(column)
  const due = new Map(draft.target.tables[place]?.rows.map((row) => [row[0] ?? null, row]))
  const measured = (row: readonly SqlValue[] | undefined): Measured => {
    const [first = null, second = null, unit = null] = row?.slice(at, at + 3) ?? []
    return { first, second, unit }
  }
  return rows.map((row) => {
    const key = row[0] ?? null
    return { key, feed: String(row.at(-1)), found: measured(row), due: measured(due.get(key)) }
  })
}

/** The table of fractions: number, unit, unit, numerator, denominator. */
function factorsOf({ draft }: SpoiltTable): Factor[] {
  const found = draft.seed.tables.find(({ columns, rows }) =>
    rows.every(
      (row) =>
        columns.length === 5 && typeof row[1] === 'string' && typeof row[3] === 'number' && typeof row[4] === 'number',
    ),
  )
  return recordsIn(draft, found?.name ?? '').map((record) => {
    const [, given, into, over, under] = Object.values(record)
    return { given: String(given), into: String(into), over: BigInt(Number(over)), under: BigInt(Number(under)) }
  })
}

const factorIn = (factors: readonly Factor[], given: SqlValue, into: SqlValue): Factor | undefined =>
  factors.find((factor) => factor.given === given && factor.into === into)

/** The nearest whole number, and whether it is nearer than the one on the other side. */
function rounded(amount: SqlValue, { over, under }: Factor): { value: number; isClear: boolean } {
  const high = BigInt(Number(amount)) * over
  const down = high / under
  const rest = 2n * (high - down * under)
  return { value: Number(rest > under ? down + 1n : down), isClear: rest !== under }
}

const isChanged = ({ found, due }: Line): boolean => JSON.stringify(found) !== JSON.stringify(due)

const sample = ['shop', 'clinic', 'school', 'saas'].flatMap((world) =>
  [1, 2, 3, 4, 5].flatMap((level) =>
    [1, 2].map((seed) => {
      const instance = spoiltTable(`unit_mix@1/${world}/${level}`, seed)
      return { instance, level, lines: linesOf(instance), factors: factorsOf(instance) }
    }),
  ),
)

describe('unit_mix', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('unit_mix@1/shop/1', 1)
    const { goal } = instance.draft
    expect([instance.table, instance.column]).toEqual(['SalesOrders', 'WeightNet'])
    expect(goal).toContain("- LV47: 'st' is meant where no unit is given; they are to stand in 'kg'.")
    expect(goal).toContain("- TC87: amounts without a unit are in 'kg'; 'st' is the unit to keep them in.")
    expect(goal).toContain("- DU39: what names no unit is in 'st'; they are to stand in 'lb'.")
    const lines = new Map(linesOf(instance).map((line) => [line.key, line]))
    const line = (key: number): SqlValue[][] =>
      [lines.get(key)?.found, lines.get(key)?.due].map((side) => Object.values(side ?? {}))
    // LV47: an ounce is 0.028349523125 kg; 2011.20 and 742.70.
    expect(line(6049)).toEqual([
      [70_943, 26_198, 'oz'],
      [2_011, 743, 'kg'],
    ])
    // LV47 without a unit: a stone is 6.35029318 kg; 485797.43 and 4709009.11.
    expect(line(5990)).toEqual([
      [76_500, 741_542, null],
      [485_797, 4_709_009, 'kg'],
    ])
    // DU39: a stone has 14 lb.
    expect(line(5997)).toEqual([
      [132_506, 84_500, 'st'],
      [1_855_084, 1_183_000, 'lb'],
    ])
    // TC87: 224 ounces are a stone; 214.79 and 1079.80.
    expect(line(6009)).toEqual([
      [48_112, 241_876, 'oz'],
      [215, 1_080, 'st'],
    ])
    // DU39: 365878 / 0.45359237 = 806622.9 and 162011 / 0.45359237 = 357173.1.
    expect(line(6011)).toEqual([
      [365_878, 162_011, 'kg'],
      [806_623, 357_173, 'lb'],
    ])
    // TC87 in stones already, counted in trays, without amounts, with a unit and without.
    for (const [key, unit] of [
      [6007, 'st'],
      [5988, 'trays'],
      [6056, 'kg'],
      [6003, null],
    ] as const) {
      expect(line(key)[1]).toEqual(line(key)[0])
      expect(line(key)[0]?.[2]).toBe(unit)
    }
  })

  it('is what a reader of the goal makes of it, line by line', () => {
    for (const { instance, level, lines, factors } of sample) {
      if (level !== 1) continue
      const rules = new Map(
        [...instance.draft.goal.matchAll(/^- (\S+): .*?'(\w+)'.*?'(\w+)'.*\.$/gm)].map(
          ([, feed = '', none = '', into = '']) => [feed, { none, into }],
        ),
      )
      expect(rules.size).toBe(3)
      for (const { key, feed, found, due } of lines) {
        const { none = '', into = '' } = rules.get(feed) ?? {}
        const factor = factorIn(factors, found.unit ?? none, into)
        const told =
          found.first === null || factor === undefined
            ? found
            : { first: rounded(found.first, factor).value, second: rounded(found.second, factor).value, unit: into }
        expect([key, due]).toEqual([key, told])
      }
    }
  })

  it('rewrites the unit wherever it converts, and both amounts with it', () => {
    for (const { lines, factors } of sample) {
      const units = new Set(factors.map(({ given }) => given))
      const changed = lines.filter(isChanged)
      expect(changed.length).toBeGreaterThanOrEqual(8)
      for (const { found, due } of changed) {
        expect(units.has(String(due.unit))).toBe(true)
        expect(found.unit).not.toBe(due.unit)
        expect(found.first).not.toBe(due.first)
        expect(found.second).not.toBe(due.second)
      }
      expect(new Set(changed.map(({ due }) => due.unit)).size).toBe(3)
    }
  })

  it('holds whole thousandths, before and after, and never comes half-way between two', () => {
    for (const { lines, factors } of sample) {
      for (const { found, due } of lines) {
        for (const amount of [found.first, found.second, due.first, due.second]) {
          expect(amount === null || (Number.isSafeInteger(amount) && Number(amount) > 0)).toBe(true)
        }
        for (const amount of [found.first, found.second]) {
          if (amount === null) continue
          for (const factor of factors.filter(({ given }) => given === found.unit || given === due.unit)) {
            const { value, isClear } = rounded(amount, factor)
            expect(isClear).toBe(true)
            // Floating point comes to the same.
            expect(Math.round((Number(amount) * Number(factor.over)) / Number(factor.under))).toBe(value)
          }
        }
      }
    }
  })

  it('takes the unit of the feed where there is none', () => {
    for (const { lines, factors } of sample) {
      const bare = lines.filter(({ found }) => found.unit === null && found.first !== null)
      expect(bare.length).toBeGreaterThanOrEqual(3)
      for (const { found, due } of bare) {
        const fits = factors.filter(
          (factor) =>
            factor.into === due.unit &&
            rounded(found.first, factor).value === due.first &&
            rounded(found.second, factor).value === due.second,
        )
        expect(fits).toHaveLength(1)
      }
    }
  })

  it('leaves what was counted, what is in the unit to keep and what has no amounts', () => {
    for (const { lines, factors } of sample) {
      const units = new Set(factors.map(({ given }) => given))
      const counted = lines.filter(
        ({ found }) => found.first !== null && found.unit !== null && !units.has(String(found.unit)),
      )
      const empty = lines.filter(({ found }) => found.first === null)
      const right = lines.filter(
        (line) => units.has(String(line.found.unit)) && line.found.first !== null && !isChanged(line),
      )
      for (const group of [counted, empty, right]) expect(group.length).toBeGreaterThanOrEqual(1)
      for (const line of [...counted, ...empty]) expect(isChanged(line)).toBe(false)
      for (const { found } of lines) expect(found.first === null).toBe(found.second === null)
    }
  })

  it('gives factors as whole numbers in lowest terms, there and back', () => {
    const known = new Map<string, string>()
    for (const { factors } of sample) {
      for (const { given, into, over, under } of factors) {
        known.set(`${given} ${into}`, `${over}/${under}`)
        const back = factorIn(factors, into, given)
        if (back !== undefined) expect([back.over, back.under]).toEqual([under, over])
      }
    }
    const exact = {
      'lb kg': '45359237/100000000',
      'oz lb': '1/16',
      'st lb': '14/1',
      'ft m': '381/1250',
      'yd ft': '3/1',
      'ftm yd': '2/1',
      'gal l': '473176473/125000000',
      'qt pt': '2/1',
      'GiB GB': '2097152/1953125',
      'Gbit GB': '1/8',
    }
    for (const [pair, fraction] of Object.entries(exact)) expect([pair, known.get(pair)]).toEqual([pair, fraction])
  })

  it('has no rule that says the second amount or the unit is right', () => {
    for (const { instance, level } of sample) {
      if (level === 1) continue
      const { draft, table, column } = instance
      const { columns = [] } = draft.seed.tables.find(({ name }) => name === table) ?? {}
      const beside = new Set<SqlValue>(columns.slice(columns.indexOf(column) + 1, columns.indexOf(column) + 3))
      const rules = draft.seed.tables.find(
        ({ name, rows }) => name !== table && rows.some((row) => row[2] === column && typeof row[1] === 'string'),
      )
      expect(rules?.rows.length).toBeGreaterThanOrEqual(3)
      expect(rules?.rows.filter((row) => beside.has(row[2] ?? null))).toEqual([])
    }
  })
})
