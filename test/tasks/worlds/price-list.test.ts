import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import {
  decidingDay,
  drawAgreements,
  drawPriceList,
  priceFor,
  versionOn,
} from '../../../src/tasks/worlds/stations/price-list.ts'
import type { Site } from '../../../src/tasks/worlds/stations/price-list-trade.ts'
import { isTie, taxOf } from '../../../src/tasks/worlds/stations/price-rule.ts'
import { minuteOf, readDay } from '../../../src/tasks/worlds/time.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'

const trades = businessList.flatMap(({ id, stations, goods }) =>
  stations.price_list === undefined ? [] : [{ id, trade: stations.price_list, goods }],
)
const starts = ['2026-04-01', '2026-04-20', '2026-05-08', '2026-06-01'].map(readDay)

describe.each(trades)('the price list of $id', ({ trade, goods }) => {
  const random = new Random('list', trade.nouns.list)
  const listed = goods(random, 12).map((good, place) => ({
    ...good,
    tax: trade.taxes[place % trade.taxes.length] ?? 0,
  }))
  const list = drawPriceList(random, listed, starts)

  it('has a plausible price of every thing in every version, and no tax that falls between two cents', () => {
    for (const { code, tax, price } of listed) {
      const own = list.prices.get(code) ?? []
      expect(own).toHaveLength(starts.length)
      for (const each of own) {
        expect(each).toBeGreaterThan(price / 2)
        expect(each).toBeLessThan(price * 2)
        for (let quantity = 1; quantity <= 9; quantity++) expect(isTie(each * quantity, tax)).toBe(false)
      }
      // A price never comes back once it has moved: what an invoice shows tells its version.
      const moves = own.filter((each, place) => each !== own[place - 1])
      expect(new Set(moves).size).toBe(moves.length)
    }
  })

  it('knows customers and offices with three clocks, all under names of their own', () => {
    const customers = trade.drawCustomers(random, 40)
    expect(new Set(customers.map(({ code }) => code)).size).toBe(40)
    expect(new Set(customers.map(({ name }) => name)).size).toBe(40)
    const sites = trade.drawSites(random, 4)
    expect(new Set(sites.map(({ ahead }) => ahead))).toEqual(new Set([1, 2, 3]))
    const agreements = drawAgreements(random, {
      ...{ customers, goods: listed, list, each: 3, share: 50 },
      ...{ from: starts[0] ?? 0, until: (starts.at(-1) ?? 0) + 30 },
    })
    expect(agreements.length).toBeGreaterThan(20)
    expect(new Set(agreements.map(({ customer, good }) => `${customer} ${good}`)).size).toBe(agreements.length)
  })

  it('never calls two columns of a table, or two tables, by one name', () => {
    const tables = Object.values(trade).flatMap((words) =>
      typeof words === 'object' && 'names' in words
        ? [words as { names: string[]; columns: Record<string, string[]> }]
        : [],
    )
    expect(tables).toHaveLength(12)
    for (const { columns } of tables) {
      const names = Object.values(columns).flat()
      expect(new Set(names).size).toBe(names.length)
    }
    const names = tables.flatMap((table) => table.names)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('a price', () => {
  const list = { starts, prices: new Map([['A1', [1000, 1100, 1045, 1200]]]) }
  const tallinn: Site = { code: 'TLL', name: 'Tallinn', ahead: 3 }

  it('is that of the version in force on the day that decides, by the clock of the house', () => {
    const eve = { ordered: minuteOf(readDay('2026-05-07'), 21, 30), confirmed: 0, delivered: 0 }
    const version = (zone: 'utc' | 'office' | 'site'): number =>
      versionOn(list, decidingDay(eve, tallinn, { day: 'ordered', zone }))
    // 23:30 at the office, half past midnight of the 8th in Tallinn.
    expect([version('utc'), version('office'), version('site')]).toEqual([1, 1, 2])
    expect(versionOn(list, readDay('2026-03-31'))).toBe(-1)
    expect(versionOn(list, readDay('2026-06-01'))).toBe(3)
  })

  it('is the one that was agreed, always or where it is lower', () => {
    expect(priceFor(list, { good: 'A1', version: 2, agreed: undefined }, 'always')).toBe(1045)
    expect(priceFor(list, { good: 'A1', version: 2, agreed: 1050 }, 'always')).toBe(1050)
    expect(priceFor(list, { good: 'A1', version: 2, agreed: 1050 }, 'if lower')).toBe(1045)
    expect(priceFor(list, { good: 'A1', version: 2, agreed: 990 }, 'if lower')).toBe(990)
    expect(priceFor(list, { good: 'A1', version: 2, agreed: 990 }, 'never')).toBe(1045)
    expect(() => priceFor(list, { good: 'A1', version: -1, agreed: 990 }, 'always')).toThrow('no price of A1')
  })

  it('is taxed to the nearest cent, or what is over is dropped', () => {
    expect(taxOf(1045, 19, 'nearest')).toBe(199)
    expect(taxOf(1045, 19, 'down')).toBe(198)
    expect([isTie(1050, 19), isTie(1045, 19)]).toEqual([true, false])
  })
})
