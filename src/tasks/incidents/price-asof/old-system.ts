/**
 * The old system: a journal of prices by office under cryptic names, with entries that were taken back, and the dictionary
 * that says what they mean.
 *
 * @module
 */
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Random } from '../../../kit/random.ts'
import { buildTable } from '../../worlds/build-table.ts'
import { sayDay } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** A day as the old system writes it: 1260427 for 27 April 2026. */
export const oldDay = (day: number): number => Number(`1${sayDay(day).slice(2).replaceAll('-', '')}`)

type Row = Record<'id' | 'site' | 'good' | 'from' | 'price' | 'flag', SqlValue>

/** Prices as they were entered, one line for each change; some were taken back before they came into force. */
export function oldPriceTable(random: Random, story: Story, names: Names): TableSpec {
  const { oldList, goods, oldSites, sites } = story
  const { entered, withdrawn } = names.words
  const codes = sites.filter(({ code }) => oldSites.has(code)).map(({ code }) => code)
  let id = random.int(40_000, 70_000)
  const rows = oldList.starts.flatMap((from, place) =>
    random.shuffle(goods).flatMap(({ code: good, tax }): Row[] => {
      const own = oldList.prices.get(good) ?? []
      const price = own[place]
      if (price === undefined) return []
      const at = oldDay(from)
      const lines: Row[] = []
      for (const site of codes) {
        const line = (value: number, flag: string): void =>
          void lines.push({ id: (id += random.int(1, 3)), site, good, from: at, price: value, flag })
        // A slip of the hand, seen before the day came.
        if (random.percent(22)) line(slipOf(random, price, tax), withdrawn)
        if (price !== own[place - 1]) line(price, entered)
      }
      return lines
    }),
  )
  return buildTable(random, names.oldPrices, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'site', type: 'TEXT' },
      { column: 'good', type: 'TEXT' },
      { column: 'from', type: 'INTEGER' },
      { column: 'price', type: 'INTEGER' },
      { column: 'flag', type: 'TEXT' },
    ],
    constraint: `UNIQUE (${names.oldPrices.columns.site}, ${names.oldPrices.columns.good}, ${names.oldPrices.columns.from}, ${names.oldPrices.columns.id})`,
    rows,
  })
}

const slipOf = (random: Random, price: number, tax: number): number =>
  Math.round((price * (random.percent(50) ? random.int(86, 97) : random.int(103, 114))) / 100) + (tax > 0 ? 1 : 0)

/** What table, fields and flags of the old system mean. */
export function dictionaryTable(random: Random, names: Names): TableSpec {
  const { oldPrices, sites, goods, words } = names
  const { columns } = oldPrices
  const field = (name: string | null, code: string | null, meaning: string) => ({
    ...{ table: oldPrices.table, field: name, code, meaning },
  })
  const lines = [
    field(null, null, `prices for rows of ${sites.table} whose ${sites.columns.system} is '${words.systems.old}'`),
    field(columns.id, null, 'running number'),
    field(columns.site, null, `${sites.table}.${sites.columns.code}`),
    field(columns.good, null, `${goods.table}.${goods.columns.code}`),
    field(columns.from, null, 'first day, as 1YYMMDD; until the next one'),
    field(columns.price, null, `price of one, as in ${names.prices.table}`),
    field(columns.flag, words.entered, 'entered'),
    field(columns.flag, words.withdrawn, 'withdrawn: never came into force'),
  ]
  let id = random.int(100, 400)
  return buildTable(random, names.dictionary, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'table', type: 'TEXT' },
      { column: 'field', type: 'TEXT' },
      { column: 'code', type: 'TEXT' },
      { column: 'meaning', type: 'TEXT' },
    ],
    rows: lines.map((line) => ({ id: (id += random.int(1, 3)), ...line })),
  })
}
