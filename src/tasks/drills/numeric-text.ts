import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

/** What each way makes of the two numbers. */
const ways: Readonly<Record<string, (first: number, second: number) => number>> = {
  first: (first) => first,
  second: (_, second) => second,
  both: (first, second) => first + second,
  rest: (first, second) => first - second,
}

const counts: Setting = {
  name: 'counts',
  label: 'what the two numbers mean',
  phrases: {
    first: [
      'the first number is the one we need, the second is only the page of a book',
      'only the number in front counts; the one behind it is a page number',
    ],
    second: [
      'the first number was planned, the second is what it came to, and that is the one we need',
      'only the number behind counts; the one in front was a plan',
    ],
    both: [
      'the second number came on top later, so the two are added up',
      'both numbers count together, since the second was added afterwards',
    ],
    rest: [
      'the second number was cancelled later, so it is taken off the first',
      'what is left of the first number without the second counts, since the second was called off',
    ],
  },
}

const marks = ['/', '|', ' / '] as const

function read(text: string, params: Params): number {
  const [first = 0, second = 0] = text.split(/[/|]/).map(Number)
  return ways[params['counts'] ?? '']?.(first, second) ?? 0
}

/** Two numbers that give four different results. */
function drawPair(random: Random): readonly [number, number] {
  for (;;) {
    const first = random.int(5, random.pick([12, 24, 40]))
    const second = random.int(1, first - 1)
    if (first !== 2 * second) return [first, second]
  }
}

function plan({ random }: PlanContext): ColumnPlan {
  const chosen = random.shuffle(Object.keys(ways))
  const profiles = chosen.map((way): Params => ({ counts: way }))
  const used = random.sample(marks, 2)
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => {
      const plain = `replace(${value}, '|', '/')`
      const front = `CAST(substr(${plain}, 1, instr(${plain}, '/') - 1) AS INTEGER)`
      const behind = `CAST(trim(substr(${plain}, instr(${plain}, '/') + 1)) AS INTEGER)`
      const result = { first: front, second: behind, both: `${front} + ${behind}`, rest: `${front} - ${behind}` }
      return `CASE WHEN typeof(${value}) = 'text' THEN ${result[chosen[profile] as 'first']} ELSE ${value} END`
    },
    ({ value }, profile) => {
      const array = `'[' || replace(replace(${value}, '|', ','), '/', ',') || ']'`
      const [front, behind] = [0, 1].map((place) => `json_extract(${array}, '$[${place}]')`)
      const result = {
        first: `${front}`,
        second: `${behind}`,
        both: `(${behind} + ${front})`,
        rest: `(-${behind} + ${front})`,
      }
      return `iif(typeof(${value}) <> 'text', ${value}, ${result[chosen[profile] as 'first']})`
    },
  ]
  return {
    profiles,
    settings: [counts],
    type: '',
    typed: true,
    spoil: (draws, _, params) => {
      const found = drawPair(draws).join(draws.pick(used))
      return { right: read(found, params), found }
    },
    settle: (draws) => (draws.percent(6) ? 0 : read(drawPair(draws).join('/'), draws.pick(profiles))),
    read: (value, params) => (typeof value === 'string' ? read(value, params) : value),
    convert,
    statements: [
      {
        topic: 'figures',
        text: random.pick([
          `{column} should hold one whole number per line, stored as a number and not as text. Numbers that are there already
            are right, whatever their size; 0 is a number too.`,
          `What belongs into {column} is a single whole number of type INTEGER. Where a number is stored already, it is right,
            and so is 0.`,
        ]),
      },
      {
        topic: 'texts',
        text: random.pick([
          `Where {column} is a text, somebody typed two numbers with a stroke between them. What they mean depends on the
            {sender}; how the stroke was drawn, and with or without spaces, means nothing.`,
          `The texts in {column} are two numbers each, divided by a slash or an upright stroke, it does not matter which, nor do
            spaces. The {sender} decides what one number has to be made of the two.`,
        ]),
      },
    ],
    lookalike: (draws) => `${draws.pick(['about', 'at least', 'not', 'was'])} ${drawPair(draws).join('/')}`,
    exclusions: [
      {
        name: 'texts of another shape',
        holds: (lines) => lines.every(({ value }) => typeof value !== 'string' || /^\d+ ?[/|] ?\d+$/.test(value)),
      },
      {
        name: 'results below one',
        holds: (lines) => lines.every(({ value, params }) => typeof value !== 'string' || read(value, params) >= 1),
      },
      { name: 'cells without a figure', holds: (lines) => lines.every(({ value }) => value !== null && value !== '') },
    ],
    temptations: [
      { name: 'cast as it stands', convert: ({ value }) => `CAST(${value} AS INTEGER)` },
      {
        name: 'the sum for all',
        convert: (cell) => convert[0](cell, chosen.indexOf('both')),
      },
      {
        name: 'all marks dropped',
        convert: ({ value }) =>
          `iif(typeof(${value}) = 'text', CAST(replace(replace(replace(${value}, '|', ''), '/', ''), ' ', '') AS INTEGER), ${value})`,
      },
    ],
  }
}

/** Quantities that were typed in as two numbers in one text. */
export const numericText: Family = defineColumnFamily({
  id: 'numeric_text',
  version: 2,
  dimension: 'type',
  summary: 'Make one number of the two that were typed as text, as the sender of the line means them.',
  // What is counted in ones: sums are made of it.
  fits: ({ role, name }, columns) =>
    role === 'quantity' && columns.some(({ derivedFrom }) => derivedFrom?.quantity === name),
  plan,
  complaints: [
    'Many cells of {column} in {table} are text: two numbers with a stroke between them.',
    'I cannot add up {column} of {table}: some {senders} type two numbers into one field.',
    'In {table} the column {column} mixes numbers with texts such as 12/3.',
    'Reports on our {many} stop at {column} of {table}, where people have typed two numbers instead of one.',
  ],
})
