import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { quoteText } from './blocks/quote-text.ts'
import type { CellSql, ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Family } from './family.ts'

const dials: Readonly<Record<string, string>> = {
  AT: '43',
  DE: '49',
  ES: '34',
  FR: '33',
  GB: '44',
  IE: '353',
  NL: '31',
  PL: '48',
  PT: '351',
  SE: '46',
}
/** Nine digits are possible in each of them, so that a number's length does not tell its country. */
const subscriberDigits = 9
const punctuation = [' ', '-', '.', '/', '(', ')'] as const

/** A national number as people write it: with or without trunk zero, in groups. */
function writeNational(random: Random, digits: string): string {
  const trunk = random.pick(['', '0', '0', '(0)'])
  const cut = random.int(2, 4)
  const mark = random.pick([' ', '-', '.', '/', ''])
  return `${trunk}${digits.slice(0, cut)}${mark}${digits.slice(cut, 6)}${mark}${digits.slice(6)}`
}

const pickDigits = (random: Random): string => `${random.int(1, 9)}${random.digits(subscriberDigits - 1)}`

/** Only the digits, without a trunk zero. */
function bareSql(value: string): string {
  const digits = punctuation.reduce((inner, mark) => `replace(${inner}, '${mark}', '')`, value)
  return `CASE WHEN ${digits} LIKE '0%' THEN substr(${digits}, 2) ELSE ${digits} END`
}

function plan({ random, place, rows }: PlanContext): ColumnPlan {
  const homes = random.sample(Object.keys(dials), 3)
  const profiles: readonly Params[] = random.shuffle([
    { region: 'line' },
    ...homes.map((country): Params => ({ region: country })),
  ])
  const region: Setting = {
    name: 'region',
    label: 'country of the numbers',
    phrases: {
      line: ['each number belongs to the country that its line names', 'see the country in the line'],
      ...Object.fromEntries(
        homes.map((country) => [
          country,
          [`all its numbers are from ${country}`, `${country} for all of them, whatever country the line names`],
        ]),
      ),
    },
  }
  const known = new Set(rows(place.table).map((row) => String(row['country'])))
  const listed = Object.entries(dials).filter(([country]) => known.has(country) || homes.includes(country))
  const start = random.int(1, 30)
  const register = random.shuffle(listed).map(([country, dial], index) => ({ id: start + 3 * index, country, dial }))
  const countryOf = (params: Params, own: SqlValue | undefined): string =>
    params['region'] === 'line' ? String(own) : (params['region'] ?? '')
  const joined: ConvertSql = (cell, profile) => {
    const home = profiles[profile]?.['region'] ?? ''
    const country = home === 'line' ? cell.column('country') : quoteText(home)
    return `CASE WHEN ${cell.value} LIKE '+%' THEN ${cell.value} ELSE '+' || (SELECT dial.${cell.columnOf('dials', 'dial')}
      FROM ${cell.table('dials')} AS dial WHERE dial.${cell.columnOf('dials', 'country')} = ${country}) || (${bareSql(cell.value)}) END`
  }
  const typed: ConvertSql = ({ value, column }, profile) => {
    const home = profiles[profile]?.['region'] ?? ''
    const cases = register.map(({ country, dial }) => `WHEN ${quoteText(country)} THEN '${dial}'`).join(' ')
    const dial = home === 'line' ? `CASE ${column('country')} ${cases} END` : `'${dials[home] ?? ''}'`
    const digits = punctuation.reduce((inner, mark) => `replace(${inner}, '${mark}', '')`, value)
    return `iif(substr(${value}, 1, 1) = '+', ${value}, '+' || ${dial} || substr(${digits}, -${subscriberDigits}))`
  }
  return {
    profiles,
    settings: [region],
    spoil: (draws, row, params) => {
      const dial = dials[countryOf(params, row['country'])]
      if (dial === undefined) return null
      const digits = pickDigits(draws)
      return { right: `+${dial}${digits}`, found: writeNational(draws, digits) }
    },
    settle: (draws, row) => {
      // People move: a number that is right need not be of the country that the line names.
      const country = draws.percent(40) ? String(row['country']) : draws.pick(Object.keys(dials))
      return `+${dials[country] ?? ''}${pickDigits(draws)}`
    },
    read: (value, params, row, look) => {
      const text = String(value)
      if (text.startsWith('+')) return text
      const wanted = countryOf(params, row['country'])
      const dial = look('dials').find(({ country }) => country === wanted)?.['dial']
      return `+${String(dial)}${[...text]
        .filter((mark) => mark >= '0' && mark <= '9')
        .join('')
        .replace(/^0/, '')}`
    },
    convert: [joined, typed],
    statements: [
      {
        topic: 'numbers',
        text: random.pick([
          `We keep a number in {column} as a plus sign, the dial code of its country as listed in {dials}, and then the
            number itself, digits only. Whatever begins with a plus sign is right, from whatever country it is.`,
          `A right number in {column} is a plus sign, the dial code of the country (you find it in {dials}) and the rest of
            the number, without anything but digits after the plus sign. Numbers that begin with a plus sign are right
            already, whatever country they are from.`,
        ]),
      },
      {
        topic: 'writing',
        text: random.pick([
          `Of a number without a plus sign only the digits matter. If they begin with a 0, that one 0 is only dialled within
            the country and goes, in brackets or not; every other 0 stays. Which country it is depends on the {sender};
            {row.country} is the country that a line names.`,
          `Where there is no plus sign, take the digits alone. A single 0 at their front is for calls inside the country and
            has to go, with or without brackets, and no other 0 goes. The country follows from what we know of the
            {sender}; what a line names as its country is in {row.country}.`,
        ]),
      },
    ],
    annex: [
      {
        name: 'dials',
        words: ['dial codes', 'country prefixes', 'calling codes', 'prefix list', 'lands'],
        columns: [
          { name: 'id', words: ['id', 'no', 'line'], type: 'INTEGER' },
          { name: 'country', words: ['country', 'land', 'country code', 'nation'], type: 'TEXT' },
          { name: 'dial', words: ['dial code', 'prefix', 'calling code', 'dial'], type: 'TEXT' },
        ],
        rows: register,
      },
    ],
    lookalike: (draws) =>
      `${draws.pick(['call', 'fax', 'neighbour', 'reach at'])} ${writeNational(draws, pickDigits(draws))}`,
    exclusions: [
      {
        name: 'numbers that are not there or hold letters',
        holds: (lines) => lines.every(({ value }) => /^\+?[\d ().\-/]+$/.test(String(value))),
      },
      {
        name: 'two zeros in front',
        holds: (lines) => lines.every(({ value }) => !/^\D*0\D*0/.test(String(value))),
      },
      {
        name: 'a country without a dial code',
        holds: (lines) =>
          lines.every(
            ({ value, params, row }) =>
              String(value).startsWith('+') ||
              register.some(({ country }) => country === countryOf(params, row['country'])),
          ),
      },
      {
        name: 'numbers of another length',
        holds: (lines) =>
          lines.every(
            ({ value }) =>
              String(value).startsWith('+') ||
              String(value).replace(/\D/g, '').replace(/^0/, '').length === subscriberDigits,
          ),
      },
    ],
    temptations: [
      { name: 'digits only', convert: ({ value }) => bareSql(value) },
      { name: 'a plus sign in front of the digits', convert: ({ value }) => `'+' || ltrim(${bareSql(value)}, '+')` },
      {
        name: 'the country of the line for all',
        convert: (cell: CellSql) =>
          joined(
            cell,
            profiles.findIndex((params) => params['region'] === 'line'),
          ),
      },
    ],
  }
}

/** Local telephone numbers to be made international. */
export const phoneE164: Family = defineColumnFamily({
  id: 'phone_e164',
  version: 2,
  dimension: 'format',
  summary: 'Bring local telephone numbers to international form by the country that their sender goes by.',
  fits: ({ role }, columns) => role === 'phone' && columns.some((column) => column.role === 'country'),
  plan,
  complaints: [
    'The numbers in {column} of {table} are written in every way there is, and most of them have no country code.',
    'Our telephone system refuses many numbers in {column} of {table}: it needs the international form.',
    'In {table} the column {column} mixes international numbers with local ones that some {senders} sent us.',
    'We want to send text messages to our {many}, but {column} in {table} holds local numbers from several countries.',
  ],
})
