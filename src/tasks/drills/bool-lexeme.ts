import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { literal, type ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Family } from './family.ts'

const meanings = ['yes', 'no', 'unknown'] as const
const stored: Readonly<Record<string, SqlValue>> = { yes: 1, no: 0, unknown: null }

/** Marks that tell nothing by themselves. */
const markSets = ['A B C', 'K M R', 'x o -', 'P Q S', 'I II III', 'E G H'] as const

const settings: readonly Setting[] = [
  { name: 'yes', templates: ['{} stands for yes', 'yes is written {}'] },
  { name: 'no', templates: ['{} stands for no', 'no is written {}'] },
  { name: 'unknown', templates: ['{} stands for not known', 'what is not known is written {}'] },
]

function plan({ random }: PlanContext): ColumnPlan {
  const marks = random.pick(markSets).split(' ')
  // Each mark means something else to each sender.
  const turns = random.shuffle([0, 1, 2])
  const profiles = turns.map((turn): Params =>
    Object.fromEntries(meanings.map((meaning, place) => [meaning, marks[(place + turn) % 3] ?? ''])),
  )
  const markOf = (profile: number, meaning: string): string => literal(profiles[profile]?.[meaning] ?? '')
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
        text: `{column} is kept as the number 1 for yes, the number 0 for no and NULL for not known. A number or a NULL that is
          there already is right, whoever sent it. Marks are compared character by character.`,
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
  version: 1,
  dimension: 'format',
  summary: 'Turn the marks that feeds write for yes, no and not known into 1, 0 and NULL.',
  jargon: /\b(bool\w*|flags?|yes|true|false|NULL|lexemes?|marks?)\b/,
  fits: ({ role }) => role === 'flag',
  plan,
  complaints: [
    'The answers in {column} of {table} are written in marks instead of numbers.',
    'In {table} nobody can count {column}: senders put marks of their own there.',
    'The column {column} of {table} mixes numbers with the marks of several forms.',
    'The paper forms behind {table} were typed in as they were, marks in {column} included.',
  ],
  symptoms: [
    'The count of {many} who agreed is different in each report.',
    'Letters went to {many} that never agreed to any.',
    'The share of {many} that agreed has jumped since the last intake.',
    'Some {many} who agreed were left out of the mailing, and others were put in.',
    'The form reader has mixed up what the {many} had answered.',
    'The statistics count far too few {many} on either side.',
    'The ministry asks why most of our {many} seem to have given other answers this year.',
    'Filters by consent catch only a part of the {many}.',
  ],
})
