import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { Card, ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { quoteText } from './blocks/quote-text.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const settings: readonly Setting[] = [
  {
    name: 'stand_in',
    label: 'typed where there is nothing to say',
    templates: ['who has nothing to say types {}', '{} is typed where there is nothing to say'],
  },
  {
    name: 'spelling',
    label: 'spelling of it',
    phrases: {
      exact: [
        'it counts only in exactly this spelling',
        'with other capitals or with spaces around it is a real remark',
      ],
      folded: [
        'capitals and spaces around it do not matter',
        'it counts in capitals or small letters, with or without spaces around it',
      ],
    },
  },
]

/** Words that can be a remark, or what a form was filled in with for want of one. */
const wordSets = [
  'usual|late|same',
  'as before|open|ok',
  'standard|moved|regular',
  'normal|see file|done',
  'no change|fine|later',
] as const

const fold = (text: string): string => text.replace(/^ +| +$/g, '').toLowerCase()

function saysNothing(text: string, params: Params): boolean {
  const word = params['stand_in'] ?? ''
  return params['spelling'] === 'folded' ? fold(text) === fold(word) : text === word
}

/** The word as careless people type it. */
const vary = (random: Random, word: string): string =>
  random.pick([word.toUpperCase(), ` ${word}`, `${word} `, word.slice(0, 1).toUpperCase() + word.slice(1)])

const remarks = [
  'ring twice',
  'with dog',
  'second entrance',
  'keep dry',
  'no stairs',
  'ask for Zoë',
  "o'clock sharp",
  'was usual before',
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
        ? `CASE WHEN lower(trim(${value}, ' ')) = ${quoteText(word.toLowerCase())} THEN NULL ELSE ${value} END`
        : `nullif(${value}, ${quoteText(word)})`
    },
    ({ value }, profile) => {
      const { word, folded } = wayOf(profile)
      const same = folded
        ? `ltrim(rtrim(${value})) = ${quoteText(word)} COLLATE NOCASE`
        : `${value} IS ${quoteText(word)} COLLATE BINARY`
      return `iif(${same}, NULL, ${value})`
    },
  ]
  return {
    profiles,
    settings,
    othersAgree: true,
    // In the lines of any sender each word comes as often as its own one, in as many spellings: counting tells nothing.
    deal: (draws, params, count) => {
      const own = params['stand_in'] ?? ''
      const varied = spelling === 'exact' ? 1 : draws.int(0, 1)
      const each = Math.floor((count - (spelling === 'exact' ? 3 : 1)) / 3)
      const copies = Array.from({ length: each + (spelling === 'exact' ? 1 : 0) }, (_, copy) =>
        spelling === 'exact' ? copy === 0 : copy % 2 === varied,
      )
      const cards = words.flatMap((word) =>
        copies.map((isVaried): Card => {
          const found = isVaried ? vary(draws, word) : word
          return { found, right: word === own && (spelling === 'folded' || !isVaried) ? null : found }
        }),
      )
      while (cards.length < count) {
        const text = draws.percent(15) ? null : draws.pick(remarks)
        cards.push({ found: text, right: text })
      }
      return cards
    },
    read: (value, params) => (typeof value === 'string' && saysNothing(value, params) ? null : value),
    convert,
    statements: [
      {
        topic: 'nothing',
        text: random.pick([
          `Where there is nothing to say, {column} has to be NULL. Each {sender} types one certain text instead, and only
            that one goes. In the lines of another {sender}, or as a part of a longer remark, the same words are a remark
            and stay to the letter.`,
          `{column} is NULL where nobody has anything to say. The form does not let people leave it out, so each {sender}
            has agreed on something to type; that alone becomes NULL. What one {sender} types for nothing can be a real
            remark elsewhere, and it is one too where it is only part of a text.`,
        ]),
      },
      {
        topic: 'spelling',
        text: random.pick([
          `Mind the spelling. Where it has to be exact, the same words with other capitals or with spaces around them are a
            remark and stay; where it does not matter, they go in any spelling. Real remarks keep their spaces and capitals,
            and cells that are NULL stay NULL.`,
          `It also depends on the spelling: if only the exact one counts, other capitals or spaces around the words make a
            real remark of them, which stays; if the spelling does not matter, all of them go. Remarks are not tidied up,
            and NULL stays NULL.`,
        ]),
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
            ? `iif(lower(trim(${value})) = ${quoteText(wayOf(profile).word.toLowerCase())}, NULL, ${value})`
            : `nullif(${value}, ${quoteText(wayOf(profile).word)})`,
      },
      {
        name: 'words that stand for nothing elsewhere',
        topic: 'nothing',
        raised: ({ value, params }) =>
          typeof value === 'string' && words.some((word) => value === word && word !== params['stand_in']),
        other: ({ value }) => `iif(${value} IN (${words.map(quoteText).join(', ')}), NULL, ${value})`,
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
          `iif(lower(trim(${value})) IN (${words.map((word) => quoteText(word.toLowerCase())).join(', ')}), NULL, ${value})`,
      },
      { name: 'short texts', convert: ({ value }) => `iif(length(trim(${value})) <= 4, NULL, ${value})` },
    ],
  }
}

/** Words that stand for nothing in the lines of one sender and for something in those of another. */
export const sentinels: Family = defineColumnFamily({
  id: 'sentinels',
  version: 2,
  dimension: 'missing',
  summary: 'Replace what a sender types for nothing by NULL, and only that.',
  fits: ({ role }) => role === 'text',
  plan,
  complaints: [
    'In {column} of {table} people have typed something even where they had nothing to say.',
    'The form wants an entry in {column}, so {table} is full of remarks that are none.',
    'Half of the remarks in {column} of {table} say nothing: each of the {senders} has a text of its own for that.',
    'I am to read all remarks on our {many}, and many in {column} of {table} are only there because the form asked for something.',
  ],
})
