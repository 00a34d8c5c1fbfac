import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const settings: readonly Setting[] = [
  {
    name: 'width',
    label: 'characters of a code',
    templates: ['codes have {} characters in all', 'a whole code is {} characters long'],
  },
  {
    name: 'head',
    label: 'first letter',
    templates: ['each begins with the letter {}', 'the letter in front is {}'],
  },
]

/** A code of the agreed length: the head, zeros, the number. */
const whole = (digits: string, params: Params): string => {
  const head = params['head'] ?? ''
  return `${head}${digits.padStart(Number(params['width']) - head.length, '0')}`
}

function plan({ random }: PlanContext): ColumnPlan {
  const widths = random.sample([7, 8, 9, 10], 2)
  const letters = random.sample([...'ABDEGHKLMPRSTW'], 2)
  const profiles = random.shuffle(
    widths.flatMap((width) => letters.map((head): Params => ({ width: String(width), head }))),
  )
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
    // Codes taken over from somebody else keep their head and length.
    settle: (draws) => whole(number(draws), draws.pick(profiles)),
    read: (value, params) => {
      const text = String(value)
      return /^[A-Z]/.test(text) ? text : whole(text, params)
    },
    convert,
    statements: [
      {
        topic: 'codes',
        text: random.pick([
          `Where {column} starts with a digit, the spreadsheet dropped the letter in front and the zeros after it, so only
            the last digits are left. Put the letter back, and between it and the digits as many zeros as the code needs
            to have its full length. The digits themselves are right.`,
          `A code in {column} that has no letter in front lost that letter and the zeros that followed it. It has to get
            both back: first the letter, then zeros until the length is right, then the digits that are still there.`,
          `A whole code is a letter, then zeros, then a number. Cells of {column} that hold only the number have lost
            what stood before it; fill up with zeros to the full length, the letter included, and change no digit.`,
        ]),
      },
      {
        topic: 'whole codes',
        text: random.pick([
          `A code that begins with a letter is complete. Leave it alone even if its letter or its length is not the one of
            its {sender}: it was taken over from another one.`,
          `Codes that still have their letter are right, also where letter or length do not go with the {sender}; those
            were handed over by somebody else.`,
        ]),
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
  version: 2,
  dimension: 'format',
  summary: 'Give codes back the letter and the zeros that a spreadsheet took, to the length that their sender uses.',
  fits: ({ role }) => role === 'code',
  plan,
  complaints: [
    'Somebody opened {table} in a spreadsheet, and many codes in {column} came back as bare numbers.',
    'A spreadsheet took the front part of many codes in {column} of {table}.',
    'Many codes in {column} of {table} are too short: they were saved from a spreadsheet, which drops leading characters.',
    'Scanners do not accept a good part of the codes in {column} of {table} since the list went through a spreadsheet.',
  ],
})
