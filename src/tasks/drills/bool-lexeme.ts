import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { quoteText } from './blocks/quote-text.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Family } from './family.ts'

const meanings = ['yes', 'no', 'unknown'] as const
const stored: Readonly<Record<string, SqlValue>> = { yes: 1, no: 0, unknown: null }

/** Marks that tell nothing by themselves. */
const markSets = ['A B C', 'K M R', 'x o -', 'P Q S', 'I II III', 'E G H'] as const

const settings: readonly Setting[] = [
  { name: 'yes', label: 'mark for yes', templates: ['{} stands for yes', 'yes is written {}'] },
  { name: 'no', label: 'mark for no', templates: ['{} stands for no', 'no is written {}'] },
  {
    name: 'unknown',
    label: 'mark for not known',
    templates: ['{} stands for not known', 'what is not known is written {}'],
  },
]

function plan({ random }: PlanContext): ColumnPlan {
  const marks = random.pick(markSets).split(' ')
  // Each mark means something else in each way.
  const turns = random.shuffle([0, 1, 2])
  const profiles = turns.map((turn): Params =>
    Object.fromEntries(meanings.map((meaning, place) => [meaning, marks[(place + turn) % 3] ?? ''])),
  )
  const markOf = (profile: number, meaning: string): string => quoteText(profiles[profile]?.[meaning] ?? '')
  const meaningOf = (value: SqlValue, params: Params): string | undefined =>
    meanings.find((meaning) => params[meaning] === value)
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) =>
      `CASE ${value} WHEN ${markOf(profile, 'yes')} THEN 1 WHEN ${markOf(profile, 'no')} THEN 0
       WHEN ${markOf(profile, 'unknown')} THEN NULL ELSE ${value} END`,
    ({ value }, profile) =>
      `iif(typeof(${value}) <> 'text', ${value},
       nullif((${value} = ${markOf(profile, 'yes')}) + 2 * (${value} = ${markOf(profile, 'unknown')}), 2))`,
  ]
  return {
    profiles,
    settings,
    type: '',
    typed: true,
    spoil: (draws, _, params) => {
      const meaning = draws.pick(meanings)
      return { right: stored[meaning] ?? null, found: params[meaning] ?? '' }
    },
    settle: (draws) => draws.pick([0, 1, 1, 0, null]),
    read: (value, params) => {
      const meaning = typeof value === 'string' ? meaningOf(value, params) : undefined
      return meaning === undefined ? value : (stored[meaning] ?? null)
    },
    convert,
    statements: [
      {
        topic: 'answers',
        text: random.pick([
          `We keep {column} as the number 1 for yes, the number 0 for no and NULL where we do not know. Numbers and NULLs
            that are there already are right, whichever {sender} sent them.`,
          `In {column} a yes is the number 1, a no is the number 0, and an answer that nobody knows is NULL. Whatever is
            stored like that already is right and stays.`,
          `The right values of {column} are the numbers 1 (yes) and 0 (no), and NULL for not known. Cells that hold one of
            these need no change; those with a mark do.`,
        ]),
      },
    ],
    lookalike: (draws) => draws.pick(['yes', 'no', 'A', 'K', 'Y/N?', 'x']),
    exclusions: [
      {
        name: 'marks that the rule of the line does not know',
        holds: (lines) =>
          lines.every(({ value, params }) => typeof value !== 'string' || meaningOf(value, params) !== undefined),
      },
      {
        name: 'numbers other than 0 and 1',
        holds: (lines) => lines.every(({ value }) => typeof value !== 'number' || value === 0 || value === 1),
      },
    ],
    temptations: [
      {
        name: 'numbers as they are, marks dropped',
        convert: ({ value }) => `iif(typeof(${value}) = 'text', NULL, ${value})`,
      },
      { name: 'every mark a yes', convert: ({ value }) => `iif(typeof(${value}) = 'text', 1, ${value})` },
    ],
  }
}

/** Answers written in marks that each sender reads in its own way. */
export const boolLexeme: Family = defineColumnFamily({
  id: 'bool_lexeme',
  version: 2,
  dimension: 'format',
  summary: 'Turn the marks that senders write for yes, no and not known into 1, 0 and NULL.',
  fits: ({ role }) => role === 'flag',
  plan,
  complaints: [
    'Many answers in {column} of {table} are written as marks instead of numbers, and the {senders} do not use the marks alike.',
    'I wanted to count the answers in {column} of {table} and could not: some cells hold a mark from a paper form.',
    'The paper forms for our {many} were typed in as they were, so {column} in {table} has the marks of the forms beside our own numbers.',
    'In {table} the column {column} mixes 0 and 1 with marks, and the same mark does not mean the same thing for every {sender}.',
  ],
})
