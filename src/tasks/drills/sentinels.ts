import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { literal, type ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const settings: readonly Setting[] = [
  { name: 'stand_in', templates: ['nothing to say is written {}', '{} is typed where there is nothing to say'] },
  {
    name: 'spelling',
    phrases: {
      exact: ['in that very spelling only', 'counted only when spelt exactly so'],
      folded: ['in capitals or small letters, blanks at the ends or not', 'whatever the capitals and outer blanks'],
    },
  },
]

/** Words that can say nothing or something. */
const wordSets = ['none|late|-999', 'n/a|open|0', 'nil|yes|--', 'empty|moved|99', 'void|same|?', 'tbd|ok|-1'] as const

const fold = (text: string): string => text.replace(/^ +| +$/g, '').toLowerCase()

function saysNothing(text: string, params: Params): boolean {
  const word = params['stand_in'] ?? ''
  return params['spelling'] === 'folded' ? fold(text) === fold(word) : text === word
}

/** The word as careless people type it. */
const vary = (random: Random, word: string): string =>
  random.pick([word, word, word.toUpperCase(), ` ${word}`, `${word} `, word.slice(0, 1).toUpperCase() + word.slice(1)])

const remarks = [
  'ring twice',
  'with dog',
  'second entrance',
  'keep dry',
  'no stairs',
  'ask for Zoë',
  "o'clock sharp",
  'was none before',
  'see other list',
  'third time',
] as const

function plan({ random }: PlanContext): ColumnPlan {
  const words = random.shuffle(random.pick(wordSets).split('|'))
  // One mode for all: an odd spelling is then no more frequent for one word than for another.
  const spelling = random.pick(['exact', 'folded'])
  const profiles = words.map((word): Params => ({ stand_in: word, spelling }))
  const wayOf = (profile: number): { word: string; folded: boolean } => ({
    word: profiles[profile]?.['stand_in'] ?? '',
    folded: profiles[profile]?.['spelling'] === 'folded',
  })
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => {
      const { word, folded } = wayOf(profile)
      return folded
        ? `CASE WHEN lower(trim(${value}, ' ')) = ${literal(word.toLowerCase())} THEN NULL ELSE ${value} END`
        : `nullif(${value}, ${literal(word)})`
    },
    ({ value }, profile) => {
      const { word, folded } = wayOf(profile)
      const same = folded
        ? `ltrim(rtrim(${value})) = ${literal(word)} COLLATE NOCASE`
        : `${value} IS ${literal(word)} COLLATE BINARY`
      return `iif(${same}, NULL, ${value})`
    },
  ]
  return {
    profiles,
    settings,
    othersAgree: true,
    dirtyPercent: [20, 23],
    spoil: (draws, _, params) => {
      const word = params['stand_in'] ?? ''
      return { right: null, found: params['spelling'] === 'folded' ? vary(draws, word) : word }
    },
    // A word says something where it is not the one of the line's rule. Each word is as frequent in the lines of
    // any sender as its own one, so that counting them tells nothing.
    settle: (draws) => {
      if (draws.percent(75)) {
        const word = draws.pick(words)
        return spelling === 'folded' || draws.percent(10) ? vary(draws, word) : word
      }
      return draws.percent(15) ? null : draws.pick(remarks)
    },
    read: (value, params) => (typeof value === 'string' && saysNothing(value, params) ? null : value),
    convert,
    statements: [
      {
        topic: 'nothing',
        text: `Where there is nothing to say, {column} is NULL, not a word and not an empty text. The rule of a line names the one
          word that stands for nothing there. A word that says nothing elsewhere, or is only part of a remark, is a
          remark like any other and stays to the letter.`,
      },
      {
        topic: 'spelling',
        text: `Where the rule asks for the very spelling, the same word with other capitals or with blanks around it is a remark
          and stays; where it asks for any, the word is gone in each. Remarks keep their blanks and capitals, and an empty cell stays as it is.`,
      },
    ],
    questions: [
      {
        name: 'the word in another spelling',
        topic: 'spelling',
        raised: ({ value, params }) =>
          typeof value === 'string' && value !== params['stand_in'] && fold(value) === fold(params['stand_in'] ?? ''),
        other: ({ value }, profile) =>
          spelling === 'exact'
            ? `iif(lower(trim(${value})) = ${literal(wayOf(profile).word.toLowerCase())}, NULL, ${value})`
            : `nullif(${value}, ${literal(wayOf(profile).word)})`,
      },
      {
        name: 'words that stand for nothing elsewhere',
        topic: 'nothing',
        raised: ({ value, params }) =>
          typeof value === 'string' && words.some((word) => value === word && word !== params['stand_in']),
        other: ({ value }) => `iif(${value} IN (${words.map(literal).join(', ')}), NULL, ${value})`,
      },
    ],
    exclusions: [
      { name: 'empty texts', holds: (lines) => lines.every(({ value }) => value !== '') },
      {
        name: 'values that are no text',
        holds: (lines) => lines.every(({ value }) => value === null || typeof value === 'string'),
      },
    ],
    temptations: [
      {
        name: 'all words of the lists',
        convert: ({ value }) =>
          `iif(lower(trim(${value})) IN (${words.map((word) => literal(word.toLowerCase())).join(', ')}), NULL, ${value})`,
      },
      { name: 'short texts', convert: ({ value }) => `iif(length(trim(${value})) <= 4, NULL, ${value})` },
    ],
  }
}

/** Words that stand for nothing in the lines of one sender and for something in those of another. */
export const sentinels: Family = defineColumnFamily({
  id: 'sentinels',
  version: 1,
  dimension: 'missing',
  summary: 'Replace the word by which a feed says nothing by NULL, and only that.',
  jargon: /\b(NULL|sentinels?|missing|placeholders?|stand-?ins?|nothing to say|spelling|empty)\b/i,
  fits: ({ role }) => role === 'text',
  plan,
  complaints: [
    'In {column} of {table} senders type a word of their own where there is nothing to say.',
    'The column {column} of {table} is full of words that stand for nothing.',
    'Where {column} of {table} should be NULL, each sender writes something else.',
    'Forms forced people to type something into {column} of {table}.',
  ],
  symptoms: [
    'The report on remarks lists {many} about which nobody ever said a thing.',
    'Clerks work through remarks on {many} that turn out not to be any.',
    'The share of {many} with a remark has doubled since the last intake.',
    'Every second one of the {many} goes to the desk for special requests for no reason.',
    'Printouts of {many} carry strange words where there should be white paper.',
    'The filter for {many} with a remark catches nearly all of them.',
    'Translators bill us for remarks on {many} that say nothing.',
    'The count of {many} with special wishes is far too high for some senders.',
  ],
})
