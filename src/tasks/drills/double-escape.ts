import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const marks: readonly (readonly [code: string, mark: string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
]

const rounds: Setting = {
  name: 'rounds',
  label: 'rounds to take back',
  phrases: {
    '1': ['take one round back', 'one round back is enough'],
    '2': ['take two rounds back', 'two rounds back are right'],
    '3': ['take three rounds back', 'three rounds back are needed'],
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

const subjects = ['door', 'gate', 'letter', 'form', 'key', 'parcel', 'card', 'photo', 'copy', 'bill', 'stamp'] as const

/** A remark that has been wrapped three times or more, so that every number of rounds back changes it. */
function drawWrapped(random: Random): string {
  const [left = '', right = ''] = random.sample(subjects, 2)
  const plain = random.pick([
    `${left} & ${right}`,
    `${left} & ${right} first`,
    `${left} <new>`,
    `ask for ${left} & ${right}`,
    `${left} > ${right}`,
  ])
  return `${times(3 + random.int(0, 1), plain, wrap)}, page ${random.int(1, 60)}`
}

/** Right remarks with marks that look like half a code. */
function drawPlain(random: Random): string {
  const [left = '', right = ''] = random.sample(subjects, 2)
  return random.pick([
    `${left} & ${right}`,
    `${left} &amp ${right}`,
    `Q&A ${left} ${random.int(1, 99)}`,
    `${left} < ${random.int(2, 40)}`,
    `${left}; ${right}`,
    `B&B ${left}; ${right}`,
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
        text: random.pick([
          `Each program on the way has turned & into &amp;, then < into &lt; and > into &gt;, one round a program. Taking
            one round back means: &lt; and &gt; become < and > again, then every &amp; becomes &, and what comes out of
            that is not read again in the same round.`,
          `A round of it turned every & into &amp; and after that < into &lt; and > into &gt;. To take a round back, put < and
            > where &lt; and &gt; stand and after that & where &amp; stands, each once over the whole text.`,
        ]),
      },
      {
        topic: 'rounds',
        text: random.pick([
          `How many rounds we take back depends on the {sender}. Do exactly as many, even if codes are left: the remarks go
            back to the {sender}, whose own program takes care of the rest. Texts without a whole code (with its
            semicolon) and empty cells stay as they are.`,
          `Stop after the number of rounds that belongs to the {sender}, although more could be taken back in places. Its
            own program undoes the rest when it gets the remark back. A text that has no complete code, semicolon
            included, does not change, nor does an empty cell.`,
        ]),
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

/** Remarks wrapped in codes, of which each sender wants some taken back. */
export const doubleEscape: Family = defineColumnFamily({
  id: 'double_escape',
  version: 2,
  dimension: 'encoding',
  summary: 'Take remarks back by as many rounds of character codes as their sender wants.',
  fits: ({ role }) => role === 'text',
  plan,
  complaints: [
    'Remarks in {column} of {table} are full of codes such as &amp; where a plain character should be.',
    'The texts in {column} of {table} went through too many programs on their way to us.',
    'I can hardly read {column} in {table}: characters have turned into codes, and the codes into longer ones.',
    'Since the {senders} send their remarks through the web form, {column} of {table} fills up with codes.',
  ],
})
