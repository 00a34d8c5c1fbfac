import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const marks: readonly (readonly [code: string, mark: string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]

const rounds: Setting = {
  name: 'rounds',
  phrases: {
    '1': ['one round takes it back', 'it was wrapped once'],
    '2': ['two rounds take it back', 'it was wrapped twice'],
    '3': ['three rounds take it back', 'it was wrapped three times'],
  },
}

/** One round back: `&amp;` last, so that what it gives is not read again. */
const unwrap = (text: string): string => marks.reduce((inner, [code, mark]) => inner.replaceAll(code, mark), text)
const wrap = (text: string): string =>
  marks.toReversed().reduce((inner, [code, mark]) => inner.replaceAll(mark, code), text)

function times<T>(count: number, value: T, change: (value: T) => T): T {
  let current = value
  for (let round = 0; round < count; round++) current = change(current)
  return current
}

const unwrapSql = (value: string): string =>
  marks.reduce((inner, [code, mark]) => `replace(${inner}, '${code}', '${mark}')`, value)

const subjects = ['bolts', 'tea', 'forms', 'cables', 'maps', 'keys', 'oil', 'bags', 'tape', 'glue', 'rope'] as const

/** A remark that has been wrapped three times or more, so that every number of rounds back changes it. */
function drawWrapped(random: Random): string {
  const [left = '', right = ''] = random.sample(subjects, 2)
  const plain = random.pick([
    `${left} & ${right}`,
    `${left} <${random.int(2, 99)}>`,
    `${left} > ${right}`,
    `${left} &c. < ${right}`,
  ])
  return `${times(3 + random.int(0, 1), plain, wrap)} ${random.int(10, 99)}`
}

/** Right remarks with marks that look like half a code. */
function drawPlain(random: Random): string {
  const [left = '', right = ''] = random.sample(subjects, 2)
  return random.pick([
    `${left} & ${right}`,
    `${left} &amp ${right}`,
    `R&D ${left} ${random.int(1, 99)}`,
    `${left} < ${random.int(2, 40)}`,
    `${left}; ${right}`,
    `AT&T ${left}; ${right}`,
    `${left} and ${right}`,
  ])
}

function plan({ random }: PlanContext): ColumnPlan {
  const depths = random.shuffle(['1', '2', '3'])
  const profiles = depths.map((depth): Params => ({ rounds: depth }))
  const depth = (profile: number): number => Number(depths[profile])
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => times(depth(profile), value, unwrapSql),
    ({ value }, profile) =>
      `(WITH RECURSIVE peeled(round, body) AS (
         SELECT 0, ${value} UNION ALL SELECT round + 1, ${unwrapSql('body')} FROM peeled WHERE round < ${depth(profile)})
       SELECT body FROM peeled WHERE round = ${depth(profile)})`,
  ]
  const peel = (text: string, params: Params): string => times(Number(params['rounds']), text, unwrap)
  return {
    profiles,
    settings: [rounds],
    spoil: (draws, _, params) => {
      const found = drawWrapped(draws)
      return { right: peel(found, params), found }
    },
    settle: (draws) => (draws.percent(15) ? null : drawPlain(draws)),
    read: (value, params) => (typeof value === 'string' ? peel(value, params) : value),
    convert,
    statements: [
      {
        topic: 'wrapping',
        text: `On their way remarks in {column} were wrapped: each round of it turned & into &amp;, then < into &lt; and > into
          &gt;. One round back turns &lt; and &gt; into their marks and then &amp; into &, once and from left to right; what
          comes out of &amp; is not read again in the same round.`,
      },
      {
        topic: 'rounds',
        text: `The rule of a line says how many rounds back are due, exactly so many even if the text could be taken back further:
          some senders write about such codes. An empty cell stays empty, and a text without a whole code, semicolon
          included, stays as it is.`,
      },
    ],
    questions: [
      {
        name: 'texts that could be taken back further',
        topic: 'rounds',
        raised: ({ value, params }) => typeof value === 'string' && unwrap(peel(value, params)) !== peel(value, params),
        other: ({ value }) => times(5, value, unwrapSql),
      },
    ],
    exclusions: [
      { name: 'empty texts', holds: (lines) => lines.every(({ value }) => value !== '') },
      {
        name: 'codes of other marks',
        holds: (lines) => lines.every(({ value }) => !/&(?!amp;|lt;|gt;)\w+;/.test(String(value))),
      },
    ],
    temptations: [
      { name: 'back until nothing changes', convert: ({ value }) => times(5, value, unwrapSql) },
      { name: 'ampersands only', convert: ({ value }) => `replace(${value}, '&amp;', '&')` },
    ],
  }
}

/** Remarks wrapped in codes, as many times as their sender did. */
export const doubleEscape: Family = defineColumnFamily({
  id: 'double_escape',
  version: 1,
  dimension: 'encoding',
  summary: 'Take remarks back by as many rounds of character codes as the feed has wrapped them in.',
  jargon: /\b(escap\w*|wrapp?\w*|HTML|entit\w*|encod\w*|ampersands?|rounds?|&\w+;)\b/i,
  fits: ({ role }) => role === 'text',
  plan,
  complaints: [
    'Remarks in {column} of {table} are full of codes where a mark should be.',
    'In {table} the column {column} was wrapped on its way, by some senders more than once.',
    'The texts in {column} of {table} went through too many forms.',
    'Nobody can read {column} in {table}: marks have turned into codes.',
  ],
  symptoms: [
    'Printed labels for the {many} show strange sequences in the remarks.',
    'Readers complain that remarks on the {many} look like gibberish.',
    'The remarks on our {many} have grown longer with every intake.',
    'Letters about the {many} went out with odd characters in them.',
    'Some remarks on the {many} do not fit their field on the form any more.',
    'The web page shows remarks on the {many} that nobody typed like that.',
    'Translators send remarks on the {many} back as unreadable.',
    'What clerks typed about the {many} is not what the screen shows.',
  ],
})
