import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { ViewRow } from './blocks/table-view.ts'
import type { Family } from './family.ts'

type Figures = Readonly<Record<'quantity' | 'price' | 'rebate', number>>

/** What each way does with the rebate. */
const ways: Readonly<Record<string, (figures: Figures) => number>> = {
  once: ({ quantity, price, rebate }) => quantity * price - rebate,
  each: ({ quantity, price, rebate }) => quantity * (price - rebate),
  never: ({ quantity, price }) => quantity * price,
  first: ({ quantity, price, rebate }) => quantity * (price + rebate),
}

type Formula = (quantity: string, price: string, rebate: string) => string

/** The same in SQL, put in two ways. */
const formulas: Readonly<Record<string, readonly [Formula, Formula]>> = {
  once: [(q, p, r) => `${q} * ${p} - ${r}`, (q, p, r) => `-${r} + ${p} * ${q}`],
  each: [(q, p, r) => `${q} * (${p} - ${r})`, (q, p, r) => `${q} * ${p} - ${q} * ${r}`],
  never: [(q, p) => `${q} * ${p}`, (q, p) => `${p} * ${q}`],
  first: [(q, p, r) => `${q} * (${p} + ${r})`, (q, p, r) => `${q} * ${p} + ${r} * ${q}`],
}

const rebate: Setting = {
  name: 'rebate',
  phrases: {
    once: ['the rebate goes off once, from the whole line', 'one rebate is taken off the line as a whole'],
    each: ['the rebate goes off every single unit', 'each unit is reduced by the rebate'],
    never: ['the rebate is paid back separately and not taken off', 'no rebate is taken off here'],
    first: [
      'prices are noted after the rebate, so it is added back to every unit',
      'the rebate is added to each unit again',
    ],
  },
}

function plan({ random, world, place }: PlanContext): ColumnPlan {
  const own = world.tables.find(({ name }) => name === place.table)?.columns
  const from = own?.find(({ name }) => name === place.column)?.derivedFrom
  if (from === undefined) throw new TypeError(`${place.column} is not derived`)
  const figuresOf = (row: ViewRow): Figures => ({
    quantity: Number(row[from.quantity]),
    price: Number(row[from.price]),
    rebate: Number(row[from.rebate]),
  })
  const chosen = random.sample(Object.keys(ways), 3)
  const profiles = chosen.map((way): Params => ({ rebate: way }))
  const sum = (row: ViewRow, way: string | undefined): number => ways[way ?? '']?.(figuresOf(row)) ?? 0
  const formula = (cell: Parameters<ConvertSql>[0], way: string, side: 0 | 1): string =>
    formulas[way]?.[side](cell.column(from.quantity), cell.column(from.price), cell.column(from.rebate)) ?? 'NULL'
  const convert: readonly [ConvertSql, ConvertSql] = [
    (cell, profile) => `coalesce(${cell.value}, ${formula(cell, chosen[profile] ?? '', 0)})`,
    (cell, profile) => `iif(${cell.value} IS NULL, ${formula(cell, chosen[profile] ?? '', 1)}, ${cell.value})`,
  ]
  return {
    profiles,
    settings: [rebate],
    spoil: (_, row, params) => ({ right: sum(row, params['rebate']), found: null }),
    // What was agreed upon follows any way, or none.
    settle: (draws: Random, row) =>
      draws.percent(55) ? sum(row, draws.pick(chosen)) : sum(row, 'never') + draws.int(-40, 40) * 25,
    read: (value, params, row) => value ?? sum(row, params['rebate']),
    convert,
    statements: [
      {
        topic: 'sums',
        text: `{column} comes from {row.${from.quantity}} (how many), {row.${from.price}} (what one costs) and {row.${from.rebate}} (the
          rebate), all of the same line and in whole cents. Where it is NULL it is to be worked out; without a rebate it
          is how many times what one costs, and what the rebate changes is told by the rule of the line.`,
      },
      {
        topic: 'sums that are there',
        text: `A sum that is there was agreed upon and is right, whatever would come out otherwise. 0 is a sum, a quantity and a
          rebate like any other.`,
      },
    ],
    questions: [
      {
        name: 'sums that are there and differ',
        topic: 'sums that are there',
        raised: ({ value, params, row }) => value !== null && value !== sum(row, params['rebate']),
        other: (cell, profile) => formula(cell, chosen[profile] ?? '', 0),
      },
    ],
    exclusions: [
      {
        name: 'lines that lack a figure',
        holds: (lines) =>
          lines.every(({ row }) =>
            [from.quantity, from.price, from.rebate].every((name) => typeof row[name] === 'number'),
          ),
      },
    ],
    temptations: [
      { name: 'quantity times price', convert: (cell) => `coalesce(${cell.value}, ${formula(cell, 'never', 0)})` },
      { name: 'less the rebate', convert: (cell) => `coalesce(${cell.value}, ${formula(cell, 'once', 0)})` },
      { name: 'every sum anew', convert: (cell, profile) => formula(cell, chosen[profile] ?? '', 0) },
    ],
  }
}

/** Sums that were not worked out. */
export const derivedNull: Family = defineColumnFamily({
  id: 'derived_null',
  version: 1,
  dimension: 'missing',
  summary: 'Work out missing sums from quantity, price and rebate, the rebate as the feed of the line takes it.',
  jargon: /\b(NULL|missing|empty|derived|formula|rebates?|computed?|work(ed)? out)\b/i,
  fits: ({ role }) => role === 'derived',
  plan,
  complaints: [
    'Many lines of {table} came without {column}.',
    'In {table} somebody has to work out {column} for a good part of the lines.',
    'The column {column} of {table} is NULL wherever the sender left the sum to us.',
    'Some senders never fill {column} of {table} in.',
  ],
  symptoms: [
    'The turnover on the {many} is far below what the bank received.',
    'Our sums over the {many} and those of the senders differ by thousands.',
    'For some senders the {many} seem to bring in nothing.',
    'The ledger of {many} does not close.',
    'The yearly turnover on the {many} came out much too low.',
    'Reminders for many {many} ask for no money at all.',
    'The {many} of one sender are counted in full and those of another hardly at all.',
    'The accountant refuses the list of {many}: it does not add up to what was paid.',
  ],
})
