import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const settings: readonly Setting[] = [
  { name: 'width', templates: ['codes have {} characters in all', 'a whole code is {} characters long'] },
  { name: 'head', templates: ['each begins with {}', 'in front of everything stands {}'] },
]

/** A code of the agreed length: the head, zeros, the number. */
const whole = (digits: string, params: Params): string => {
  const head = params['head'] ?? ''
  return `${head}${digits.padStart(Number(params['width']) - head.length, '0')}`
}

/** What is drawn for codes that were stripped. */
export function planCodes({ random }: PlanContext): ColumnPlan {
  const widths = random.sample([7, 8, 9, 10], 3)
  const letters = random.sample([...'ABDEGHKLMPRSTW'], 2)
  const profiles = widths.map((width, place): Params => ({ width: String(width), head: letters[place % 2] ?? '' }))
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => {
      const { head = '', width = '0' } = profiles[profile] ?? {}
      return `CASE WHEN ${value} GLOB '[A-Z]*' THEN ${value}
        ELSE printf('${head}%0${Number(width) - head.length}d', ${value}) END`
    },
    ({ value }, profile) => {
      const { head = '', width = '0' } = profiles[profile] ?? {}
      return `iif(unicode(${value}) >= 65, ${value}, '${head}' || substr('0000000000' || ${value}, ${head.length - Number(width)}))`
    },
  ]
  const number = (draws: typeof random): string => `${draws.int(1, 9)}${draws.digits(draws.int(1, 4))}`
  return {
    profiles,
    settings,
    spoil: (draws, _, params) => {
      const digits = number(draws)
      return { right: whole(digits, params), found: digits }
    },
    // Codes taken over from a predecessor keep its head and length.
    settle: (draws) => whole(number(draws), draws.pick(profiles)),
    read: (value, params) => {
      const text = String(value)
      return /^[A-Z]/.test(text) ? text : whole(text, params)
    },
    convert,
    statements: [
      {
        topic: 'codes',
        text: `Where {column} has no letter in front, a spreadsheet has taken the letter and the zeros behind it away: what is
          left are the last digits of the code. The letter comes back, and between it and the digits as many zeros as
          the length asks for. The digits themselves never change.`,
      },
      {
        topic: 'whole codes',
        text: `A code that begins with a letter is whole and right, also with another letter or length than the rule of its
          line names: it was taken over from somebody else.`,
      },
    ],
    lookalike: (draws) => `${draws.pick(['old no.', 'box', 'see', 'replaces'])} ${number(draws)}`,
    questions: [
      {
        name: 'whole codes of another length or letter',
        topic: 'whole codes',
        raised: ({ value, params }) =>
          /^[A-Z]/.test(String(value)) && whole(String(value).replace(/^[A-Z]0*/, ''), params) !== value,
        other: ({ value }, profile) => {
          const { head = '', width = '0' } = profiles[profile] ?? {}
          const bare = `ltrim(ltrim(${value}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), '0')`
          return `printf('${head}%0${Number(width) - head.length}d', ${bare})`
        },
      },
    ],
    exclusions: [
      {
        name: 'cells without a code, other characters',
        holds: (lines) => lines.every(({ value }) => /^[A-Z]?\d+$/.test(String(value))),
      },
      {
        name: 'digits that fill the length or exceed it',
        holds: (lines) =>
          lines.every(
            ({ value, params }) => /^[A-Z]/.test(String(value)) || String(value).length < Number(params['width']) - 1,
          ),
      },
      {
        name: 'digits that begin with 0',
        holds: (lines) => lines.every(({ value }) => !String(value).startsWith('0')),
      },
    ],
    temptations: [
      {
        name: 'six digits for all',
        convert: ({ value }) => `iif(${value} GLOB '[A-Z]*', ${value}, printf('%06d', ${value}))`,
      },
      {
        name: 'zeros without the letter',
        convert: ({ value }, profile) =>
          `iif(${value} GLOB '[A-Z]*', ${value}, printf('%0${profiles[profile]?.['width'] ?? ''}d', ${value}))`,
      },
    ],
  }
}

/** Codes that a spreadsheet has stripped of letter and zeros. */
export const codePadding: Family = defineColumnFamily({
  id: 'code_padding',
  version: 1,
  dimension: 'format',
  summary: 'Give codes back the letter and the zeros that a spreadsheet took, to the length of their feed.',
  jargon: /\b(zero|zeros|padding|padded|width|length|letters?|digits?|characters?|spreadsheet|format)\b/i,
  fits: ({ role }) => role === 'code',
  plan: planCodes,
  complaints: [
    'A spreadsheet has stripped many codes in {column} of {table}.',
    'In {table} many codes in {column} lost their front part.',
    'The column {column} of {table} went through a spreadsheet, and codes came back as bare numbers.',
    'Many codes in {column} of {table} are too short to be read by any machine.',
  ],
  symptoms: [
    'The senders do not know many of our {many}, although they sent them themselves.',
    'A good part of the {many} cannot be matched with the files of the senders any more.',
    'Machines refuse many of the {many} since somebody went through the list by hand.',
    'Labels for the {many} come out unreadable for the scanner.',
    'Since the list of {many} was passed around by mail, every second one is unknown to its sender.',
    'The {many} do not sort any more as they did last year.',
    'Returns of {many} are rejected by the senders as not theirs.',
    'Somebody opened the list of {many} in another program, and now nothing matches.',
  ],
})
