import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { AnnexTable, Card, ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { quoteText } from './blocks/quote-text.ts'
import type { CellSql, ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Family } from './family.ts'

const tariff: Setting = {
  name: 'tariff',
  label: 'price list',
  templates: ['prices are those of list {}', 'list {} holds its prices'],
}

const roundTo5 = (amount: number): number => Math.max(5, Math.round(amount / 5) * 5)

/** What one of each item costs about, as prices of this business go. */
function drawBases(random: Random, items: readonly SqlValue[], known: readonly number[]): Map<SqlValue, number> {
  const sorted = known.filter((price) => price > 0).toSorted((left, right) => left - right)
  const middle = sorted.slice(Math.floor(sorted.length * 0.3), Math.ceil(sorted.length * 0.75))
  return new Map(items.map((item) => [item, roundTo5(Math.max(250, random.pick(middle)))]))
}

interface Lists {
  readonly rows: AnnexTable['rows']
  /** The amount of an item in a list; null where the list lacks it. */
  readonly amountOf: (list: string, item: SqlValue | undefined) => number | null
  /** The items that a list lacks, and, by the empty text, those that all have. */
  readonly lacking: ReadonlyMap<string, readonly SqlValue[]>
}

/** Prices differ by a few percent from list to list; each list lacks one item or two that all others have. */
function drawLists(random: Random, bases: ReadonlyMap<SqlValue, number>, codes: readonly string[]): Lists {
  const shuffled = random.shuffle([...bases.keys()])
  const each = shuffled.length >= 3 * codes.length ? 2 : 1
  const lacking = new Map<string, readonly SqlValue[]>(codes.map((code) => [code, shuffled.splice(0, each)]))
  lacking.set('', shuffled)
  const amounts = new Map<string, number>()
  for (const [item, base] of bases) {
    const taken = new Set<number>()
    for (const code of codes) {
      let amount = 0
      do amount = roundTo5((base * random.int(82, 118)) / 100)
      while (taken.has(amount))
      taken.add(amount)
      if (lacking.get(code)?.includes(item) !== true) amounts.set(`${code} ${String(item)}`, amount)
    }
  }
  const start = random.int(1, 90)
  const rows = random
    .shuffle(
      [...bases.keys()].flatMap((item) =>
        codes.flatMap((list) => {
          const amount = amounts.get(`${list} ${String(item)}`)
          return amount === undefined ? [] : [{ list, item, amount }]
        }),
      ),
    )
    .map((row, index) => ({ id: start + 2 * index + (index % 3 === 0 ? 1 : 0), ...row }))
  return { rows, lacking, amountOf: (list, item) => amounts.get(`${list} ${String(item)}`) ?? null }
}

/** The amount of the row's item in a list. */
function listed(cell: CellSql, list: string, reference: string, amount: (column: string) => string): string {
  const column = (name: string): string => `price.${cell.columnOf('lists', name)}`
  return `(SELECT ${amount(column('amount'))} FROM ${cell.table('lists')} AS price
    WHERE ${column('list')} = ${quoteText(list)} AND ${column('item')} = ${cell.column(reference)})`
}

function plan({ random, world, place, rows }: PlanContext): ColumnPlan {
  const own = world.tables.find(({ name }) => name === place.table)?.columns
  const reference = own?.find(({ name }) => name === place.column)?.pricedBy ?? ''
  const parent = own?.find(({ name }) => name === reference)?.references ?? ''
  const letters = random.sample([...'ABCDEFGHKMNPRSTUVWXYZ'], 2).join('')
  const codes = random.sample([...'123456789'], 4).map((digit) => `${letters}${digit}`)
  const items = rows(parent).map((row) => row['id'] ?? null)
  const bases = drawBases(
    random,
    items,
    rows(place.table).map((row) => Number(row[place.column] ?? 0)),
  )
  const { rows: lists, amountOf, lacking } = drawLists(random, bases, codes)
  const profiles = codes.map((code): Params => ({ tariff: code }))
  const code = (profile: number): string => codes[profile] ?? ''
  const convert: readonly [ConvertSql, ConvertSql] = [
    (cell, profile) => `coalesce(${cell.value}, ${listed(cell, code(profile), reference, (amount) => amount)})`,
    (cell, profile) =>
      `CASE WHEN ${cell.value} IS NULL THEN ${listed(cell, code(profile), reference, (amount) => `sum(${amount})`)}
       ELSE ${cell.value} END`,
  ]
  return {
    profiles,
    settings: [tariff],
    // In the lines of any sender each list lacks as many of the empty ones as its own does: counting them tells nothing.
    deal: (draws, params, count) => {
      const list = params['tariff'] ?? ''
      const empty = (item: SqlValue): Card => ({
        beside: { [reference]: item },
        right: amountOf(list, item),
        found: null,
      })
      const everywhere = lacking.get('') ?? items
      const cards = codes.map((other) => empty(draws.pick(lacking.get(other) ?? items)))
      while (cards.length < Math.ceil(count / 2) + 1) cards.push(empty(draws.pick(everywhere)))
      while (cards.length < count) {
        const item = draws.pick(items)
        const price = draws.percent(15)
          ? (amountOf(draws.pick(codes), item) ?? bases.get(item) ?? 0)
          : roundTo5(((bases.get(item) ?? 0) * draws.int(80, 112)) / 100)
        cards.push({ beside: { [reference]: item }, right: price, found: price })
      }
      return cards
    },
    read: (value, params, row, look) => {
      if (value !== null) return value
      const entry = look('lists').find(({ list, item }) => list === params['tariff'] && item === row[reference])
      return entry?.['amount'] ?? null
    },
    convert,
    statements: [
      {
        topic: 'amounts',
        text: random.pick([
          `A price in {column} that is there was agreed upon and is right, even if no list has it. Where {column} is NULL,
            look the price up in {lists}, in the list that the {sender} of the line uses: {lists.item} is what
            {row.${reference}} of the line names, {lists.amount} is the price. All prices are whole cents.`,
          `Fill in only what is NULL. The price comes from {lists}: the entry of the list that the {sender} goes by, whose
            {lists.item} is the {row.${reference}} of the line; {lists.amount} is in cents, as {column} is. Prices that are
            there were agreed upon and stay, also where they are on no list.`,
        ]),
      },
      {
        topic: 'not on the list',
        text: random.pick([
          `If the list of the {sender} does not have it, there is no price: leave the cell NULL, whatever other lists say. No
            list has anything twice.`,
          `Some things are missing from a list. Those cells stay NULL; do not take the price from another list.`,
        ]),
      },
    ],
    annex: [
      {
        name: 'lists',
        words: ['price lists', 'tariffs', 'list entries', 'standard prices', 'rate lists'],
        columns: [
          { name: 'id', words: ['id', 'no', 'line'], type: 'INTEGER' },
          { name: 'list', words: ['list', 'list code', 'tariff code', 'in list'], type: 'TEXT' },
          { name: 'item', words: ['item', 'for item', 'concerns', 'item ref'], type: 'INTEGER', references: parent },
          { name: 'amount', words: ['amount', 'cents', 'amount cents', 'value'], type: 'INTEGER' },
        ],
        rows: lists,
      },
    ],
    exclusions: [
      {
        name: 'lines that refer to nothing',
        holds: (lines) => lines.every(({ row }) => row[reference] !== null),
      },
      {
        name: 'an item twice in one list',
        holds: () => new Set(lists.map(({ list, item }) => `${String(list)} ${String(item)}`)).size === lists.length,
      },
    ],
    temptations: [
      {
        name: 'the first amount of any list',
        convert: (cell) =>
          `coalesce(${cell.value}, (SELECT min(price.${cell.columnOf('lists', 'amount')}) FROM ${cell.table('lists')} AS price
           WHERE price.${cell.columnOf('lists', 'item')} = ${cell.column(reference)}))`,
      },
      {
        name: 'every amount from the list',
        convert: (cell, profile) => listed(cell, code(profile), reference, (amount) => amount),
      },
    ],
    questions: [
      {
        name: 'amounts that differ from the list',
        topic: 'amounts',
        raised: ({ value, params, row }) => {
          const due = amountOf(params['tariff'] ?? '', row[reference])
          return value !== null && due !== null && value !== due
        },
        other: (cell, profile) =>
          `coalesce(${listed(cell, code(profile), reference, (amount) => amount)}, ${cell.value})`,
      },
      {
        name: 'items that the list lacks',
        topic: 'not on the list',
        raised: ({ value, params, row }) =>
          value === null &&
          amountOf(params['tariff'] ?? '', row[reference]) === null &&
          lists.some(({ item }) => item === row[reference]),
        other: (cell, profile) =>
          `coalesce(${cell.value}, ${listed(cell, code(profile), reference, (amount) => amount)},
           (SELECT max(price.${cell.columnOf('lists', 'amount')}) FROM ${cell.table('lists')} AS price
            WHERE price.${cell.columnOf('lists', 'item')} = ${cell.column(reference)}))`,
      },
    ],
  }
}

/** Empty amounts that a list of prices knows, one list a sender. */
export const lookupNull: Family = defineColumnFamily({
  id: 'lookup_null',
  version: 2,
  dimension: 'missing',
  summary: 'Fill empty prices from the price list that the sender of the line goes by.',
  fits: ({ pricedBy }) => pricedBy !== undefined,
  plan,
  complaints: [
    'Many lines of {table} came without {column}: the {senders} rely on our price lists.',
    'In {table} the price in {column} is missing for a good part of the {many}.',
    'Many of the {many} cannot be settled, because {column} of {table} is NULL although our lists have the prices.',
    'Some {senders} leave {column} of {table} out, and nobody has looked the prices up.',
  ],
})
