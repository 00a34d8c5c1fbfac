import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

/** The mark before the decimals, by what a rule calls it; the other one divides thousands. */
const pointOf: Readonly<Record<string, string>> = { comma: ',', stop: '.' }

const decimals: Setting = {
  name: 'decimals',
  phrases: {
    comma: [
      'decimals follow a comma, thousands are divided by full stops',
      'a comma is the decimal mark, a full stop groups',
    ],
    stop: [
      'decimals follow a full stop, thousands are divided by commas',
      'a full stop is the decimal mark, a comma groups',
    ],
  },
}
const unit: Setting = {
  name: 'unit',
  phrases: {
    whole: ['figures are in whole units', 'the figure counts whole units'],
    dozen: ['figures are in dozens', 'the figure counts dozens'],
  },
}
const perUnit: Readonly<Record<string, number>> = { whole: 1_000, dozen: 12_000 }

/** Thousandths as an exact whole number. */
function read(text: string, params: Params): number {
  const point = pointOf[params['decimals'] ?? ''] ?? ''
  const [whole = '', part = ''] = text.split(point)
  const digits = Number(whole.replace(/[.,]/g, '')) * 1_000 + Number(part.padEnd(3, '0'))
  return (digits * (perUnit[params['unit'] ?? ''] ?? 0)) / 1_000
}

/** One mark and three digits after it: in one convention decimals, in the other thousands. */
function writeFigure(random: Random): string {
  const mark = random.pick(['.', ','])
  return `${random.int(1, random.percent(50) ? 9 : 999)}${mark}${random.digits(2)}${random.int(1, 9)}`
}

/** What such figures mean, spread over all sizes that they can have. */
function drawThousandths(random: Random): number {
  return random.int(1_001, random.pick([9_999, 99_999, 999_999])) * random.pick([1, 12, 1_000, 12_000])
}

function plan({ random }: PlanContext): ColumnPlan {
  const profiles: readonly Params[] = random.sample(
    ['comma', 'stop'].flatMap((mark) => ['whole', 'dozen'].map((size): Params => ({ decimals: mark, unit: size }))),
    3,
  )
  const pointIn = (profile: number): string => pointOf[profiles[profile]?.['decimals'] ?? ''] ?? ''
  const factor = (profile: number): number => (perUnit[profiles[profile]?.['unit'] ?? ''] ?? 0) / 1_000
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => {
      const digits = `CAST(replace(replace(${value}, '.', ''), ',', '') AS INTEGER)`
      return `CASE WHEN typeof(${value}) <> 'text' THEN ${value}
        WHEN instr(${value}, '${pointIn(profile)}') > 0 THEN ${digits} * ${factor(profile)}
        ELSE ${digits} * ${1_000 * factor(profile)} END`
    },
    ({ value }, profile) => {
      const point = pointIn(profile)
      const other = point === ',' ? '.' : ','
      const plain = `replace(replace(${value}, '${other}', ''), '${point}', '.')`
      return `iif(typeof(${value}) = 'text', CAST(round(CAST(${plain} AS REAL) * 1000) AS INTEGER) * ${factor(profile)}, ${value})`
    },
  ]
  return {
    profiles,
    settings: [decimals, unit],
    type: '',
    typed: true,
    spoil: (draws, _, params) => {
      const found = writeFigure(draws)
      return { right: read(found, params), found }
    },
    settle: (draws) => (draws.percent(6) ? 0 : drawThousandths(draws)),
    read: (value, params) => (typeof value === 'string' ? read(value, params) : value),
    convert,
    statements: [
      {
        topic: 'figures',
        text: `{column} is kept as a whole number of thousandths of a unit, as a number and not as text: two and a half units are
          2500. A number that is there already is right, whoever sent it and whatever its size; 0 is a figure too.`,
      },
      {
        topic: 'texts',
        text: `What is there as text was typed in as the sender writes it: with three decimals, or with none and a mark between
          the thousands. A dozen is twelve units.`,
      },
    ],
    lookalike: (draws) => `${draws.pick(['about', 'at least', 'not', 'was'])} ${writeFigure(draws)}`,
    exclusions: [
      {
        name: 'texts of another shape, signs, exponents',
        holds: (lines) => lines.every(({ value }) => typeof value !== 'string' || /^\d{1,3}[.,]\d{3}$/.test(value)),
      },
      {
        name: 'figures that are not whole thousandths',
        holds: (lines) =>
          lines.every(({ value, params }) => typeof value !== 'string' || Number.isSafeInteger(read(value, params))),
      },
      { name: 'cells without a figure', holds: (lines) => lines.every(({ value }) => value !== null && value !== '') },
    ],
    temptations: [
      {
        name: 'cast as it stands',
        convert: ({ value }) => `iif(typeof(${value}) = 'text', CAST(${value} AS INTEGER) * 1000, ${value})`,
      },
      {
        name: 'all marks dropped',
        convert: ({ value }) =>
          `iif(typeof(${value}) = 'text', CAST(replace(replace(${value}, '.', ''), ',', '') AS INTEGER), ${value})`,
      },
      {
        name: 'all marks dropped, thousandths of it',
        convert: ({ value }) =>
          `iif(typeof(${value}) = 'text', 1000 * CAST(replace(replace(${value}, '.', ''), ',', '') AS INTEGER), ${value})`,
      },
    ],
  }
}

/** Figures that were typed in as text, in the writing of whoever sent them. */
export const numericText: Family = defineColumnFamily({
  id: 'numeric_text',
  version: 1,
  dimension: 'type',
  summary: 'Turn figures that were typed as text into whole thousandths by the writing of their feed.',
  jargon: /\b(text|decimals?|commas?|full stops?|thousands?|thousandths|locale|numeric|type|dozens?)\b/i,
  fits: ({ role }) => role === 'quantity',
  plan,
  complaints: [
    'Many figures in {column} of {table} were typed in as text.',
    'In {table} the column {column} mixes numbers and texts that look like numbers.',
    'Nobody can add up {column} of {table}: each sender writes figures in its own way.',
    'The column {column} of {table} holds figures with commas and full stops in every meaning.',
  ],
  symptoms: [
    'The sum over all {many} is far too low for some senders and far too high for others.',
    'Whoever adds up the {many} gets another sum each time.',
    'The largest of our {many} come out as the smallest.',
    'Planning by the {many} of last month has gone badly wrong.',
    'The averages over the {many} make no sense since the last intake.',
    'Some senders seem to have cut their {many} to almost nothing.',
    'A single one of the {many} now counts for more than all the others together.',
    'The ranking of the {many} puts small ones at the top.',
  ],
})
