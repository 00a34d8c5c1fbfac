import { defineColumnFamily } from './blocks/column-family.ts'
import type { AnnexTable, ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { CellSql, ConvertSql } from './blocks/routing-sql.ts'
import { literal } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { SqlValue } from '../../data/values.ts'
import { pickCents } from './trades/draws.ts'
import type { Family } from './family.ts'

const tariff: Setting = {
  name: 'tariff',
  templates: ['amounts go by list {}', 'list {} gives the amounts', 'what is not written comes from list {}'],
}

/** Three lists with an amount of their own for each item; each lacks a few. */
function drawLists(context: PlanContext, items: readonly SqlValue[], codes: readonly string[]): AnnexTable['rows'] {
  const { random } = context
  const rows = items.flatMap((item) => {
    const amounts = new Set<number>()
    while (amounts.size < codes.length) amounts.add(pickCents(random, 300, 19_900))
    const prices = [...amounts]
    return codes.map((list, index) => ({ list, item, amount: prices[index] ?? 0 }))
  })
  const kept = rows.filter(() => !random.percent(14))
  const start = random.int(1, 90)
  return random.shuffle(kept).map((row, index) => ({ id: start + 2 * index + (index % 3 === 0 ? 1 : 0), ...row }))
}

/** The amount of the row's item in a list. */
function listed(cell: CellSql, list: string, reference: string, amount: (column: string) => string): string {
  const column = (name: string): string => `price.${cell.columnOf('lists', name)}`
  return `(SELECT ${amount(column('amount'))} FROM ${cell.table('lists')} AS price
    WHERE ${column('list')} = ${literal(list)} AND ${column('item')} = ${cell.column(reference)})`
}

function plan(context: PlanContext): ColumnPlan {
  const { random, world, place, rows } = context
  const own = world.tables.find(({ name }) => name === place.table)?.columns
  const reference = own?.find(({ name }) => name === place.column)?.pricedBy ?? ''
  const parent = own?.find(({ name }) => name === reference)?.references ?? ''
  const letters = random.sample([...'ABCDEFGHKMNPRSTUVWXYZ'], 2).join('')
  const codes = random.sample([...'123456789'], 3).map((digit) => `${letters}${digit}`)
  const items = rows(parent).map((row) => row['id'] ?? null)
  const lists = drawLists(context, items, codes)
  const amountOf = (list: string, item: SqlValue | undefined): SqlValue =>
    lists.find((row) => row['list'] === list && row['item'] === item)?.['amount'] ?? null
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
    spoil: (_, row, params) => {
      const right = amountOf(params['tariff'] ?? '', row[reference])
      return right === null ? null : { right, found: null }
    },
    settle: (draws, row) => {
      // NULL is refused where the list of the line holds an amount; elsewhere it is as frequent as where it is due.
      if (draws.percent(50)) return null
      return draws.percent(10) ? amountOf(draws.pick(codes), row[reference]) : pickCents(draws, 300, 19_900)
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
        text: `An amount in {column} that is there was agreed upon and is right, also where it differs from every list. Where
          {column} is NULL, it becomes the {lists.amount} that the list of the line holds in {lists} for what {row.${reference}}
          of the line names; {lists.item} has the same number. All amounts are whole cents.`,
      },
      {
        topic: 'not on the list',
        text: `What the list of the line does not hold has no amount: that cell stays NULL, whatever other lists say. No
          list holds anything twice.`,
      },
    ],
    annex: [
      {
        name: 'lists',
        words: ['price lists', 'tariffs', 'amount lists', 'list entries', 'standard amounts', 'rate lists'],
        meaning: 'amounts by list',
        columns: [
          { name: 'id', words: ['id', 'no', 'line'], type: 'INTEGER', meaning: 'number of the entry' },
          {
            name: 'list',
            words: ['list', 'list code', 'tariff code', 'in list'],
            type: 'TEXT',
            meaning: 'code of the list',
          },
          {
            name: 'item',
            words: ['item', 'for item', 'concerns', 'item ref'],
            type: 'INTEGER',
            ...(context.level >= 2 && { references: parent }),
            meaning: 'what it is the amount of',
          },
          {
            name: 'amount',
            words: ['amount', 'cents', 'amount cents', 'value'],
            type: 'INTEGER',
            meaning: 'amount in cents',
          },
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

/** Empty amounts that a list of prices knows, one list a feed. */
export const lookupNull: Family = defineColumnFamily({
  id: 'lookup_null',
  version: 1,
  dimension: 'missing',
  summary: 'Fill empty amounts from the price list that the feed of the line goes by.',
  jargon: /\b(NULL|missing|empty|blank|gaps?|fill|lookup|price list|tariff)\b/i,
  fits: ({ pricedBy }) => pricedBy !== undefined,
  plan,
  complaints: [
    'Many lines of {table} came without a {column}.',
    'In {table} the column {column} has gaps.',
    'Some senders leave {column} of {table} out and rely on our lists.',
    'A good part of {column} in {table} is NULL although the lists would know it.',
  ],
  symptoms: [
    'The total of the {many} is far below what was really earned.',
    'The statement of {many} and the books are thousands apart.',
    'The {many} of some senders seem to have cost nothing at all.',
    'Whoever adds up the {many} by sender gets sums that nobody believes.',
    'The average over all {many} jumps about from sender to sender.',
    'The auditors ask why so many {many} count for nothing in the sum.',
    'The monthly sums of {many} are too low since the last intake.',
    'Sums over {many} stopped agreeing with the bank.',
  ],
})
