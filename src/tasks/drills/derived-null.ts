import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { ViewRow } from './blocks/table-view.ts'
import type { Family } from './family.ts'

type Figures = Readonly<Record<'quantity' | 'price' | 'rebate', number>>

/** What each way does with the rebate. */
const ways: Readonly<Record<string, (figures: Figures) => number>> = {
  once: ({ quantity, price, rebate }) => quantity * price - rebate,
  each: ({ quantity, price, rebate }) => quantity * (price - rebate),
  never: ({ quantity, price }) => quantity * price,
  further: ({ quantity, price, rebate }) => quantity * price - (quantity - 1) * rebate,
}

type Formula = (quantity: string, price: string, rebate: string) => string

/** The same in SQL, put in two ways. */
const formulas: Readonly<Record<string, readonly [Formula, Formula]>> = {
  once: [(q, p, r) => `${q} * ${p} - ${r}`, (q, p, r) => `-${r} + ${p} * ${q}`],
  each: [(q, p, r) => `${q} * (${p} - ${r})`, (q, p, r) => `${q} * ${p} - ${q} * ${r}`],
  never: [(q, p) => `${q} * ${p}`, (q, p) => `${p} * ${q}`],
  further: [(q, p, r) => `${q} * ${p} - (${q} - 1) * ${r}`, (q, p, r) => `${p} + (${q} - 1) * (${p} - ${r})`],
}

const rebate: Setting = {
  name: 'rebate',
  label: 'what becomes of the reduction',
  phrases: {
    once: [
      'the reduction is taken off once, from the whole line',
      'a line is reduced once, however many there are in it',
    ],
    each: ['the reduction is taken off every single one', 'each one counts less by the reduction'],
    never: [
      'the reduction is settled at the end of the year, so it is not taken off here',
      'no reduction is taken off in the line',
    ],
    further: [
      'the first one counts in full, every further one less the reduction',
      'the reduction is taken off each one but the first',
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
  const chosen = random.shuffle(Object.keys(ways))
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
    // Three or more at a price with a rebate, whether or not the sum is missing: the ways differ in every line.
    prepare: (draws) => {
      const price = draws.int(24, 900) * 10
      return {
        [from.quantity]: draws.percent(70) ? draws.int(3, 8) : draws.int(9, 24),
        [from.price]: price,
        [from.rebate]: Math.max(5, Math.floor((price * draws.int(4, 20)) / 500) * 5),
      }
    },
    spoil: (_, row, params) => ({ right: sum(row, params['rebate']), found: null }),
    // What was agreed upon follows any way, or none.
    settle: (draws, row) =>
      draws.percent(55) ? sum(row, draws.pick(chosen)) : Math.max(0, sum(row, 'never') - draws.int(1, 40) * 25),
    read: (value, params, row) => value ?? sum(row, params['rebate']),
    convert,
    statements: [
      {
        topic: 'sums',
        text: random.pick([
          `{column} is worked out from the same line: {row.${from.quantity}} says how many, {row.${from.price}} what one
            comes to and {row.${from.rebate}} how much the reduction is, all money in whole cents. Without a reduction it
            would simply be how many times what one comes to.`,
          `A missing {column} follows from three columns of its line, how many ({row.${from.quantity}}), the amount for one
            ({row.${from.price}}) and the reduction ({row.${from.rebate}}). All amounts are whole cents.`,
          `The sum of a line starts from {row.${from.quantity}} times {row.${from.price}}; {row.${from.rebate}} is the
            reduction of the line, in cents like all amounts here.`,
        ]),
      },
      {
        topic: 'sums that are there',
        text: random.pick([
          `Only cells that are NULL need a sum. One that is there was agreed upon and stays, even if you would work out
            something else.`,
          `Leave the sums that are there alone. Some do not match any calculation; they were agreed upon.`,
        ]),
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
      {
        name: 'sums below zero',
        holds: (lines) => lines.every(({ params, row }) => sum(row, params['rebate']) >= 0),
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
  version: 2,
  dimension: 'missing',
  summary: 'Work out missing sums from quantity, price and reduction, as the sender of the line takes it off.',
  fits: ({ role }) => role === 'derived',
  plan,
  complaints: [
    'Many lines of {table} came without {column}: the {senders} leave the sum to us.',
    'In {table} the sum in {column} is NULL for a good part of the {many}.',
    'The total of our {many} is far too low because {column} of {table} was never filled in for many of them.',
    'Some {senders} send {table} without {column}, and nobody here has worked it out.',
  ],
})
