import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const letters: Setting = {
  name: 'letters',
  label: 'letters',
  phrases: {
    upper: ['all letters are made capitals', 'letters become capital letters'],
    lower: ['all letters are made small', 'letters become small letters'],
    keep: ['letters stay as they were typed', 'capital and small letters stay as they are'],
  },
}
const blanks: Setting = {
  name: 'blanks',
  label: 'spaces',
  phrases: {
    none: ['every space is taken out', 'no space is left, not even inside'],
    outer: ['spaces at both ends are taken off, those inside stay', 'only the spaces at the two ends go'],
    keep: ['spaces stay as they were typed', 'no space is touched'],
  },
}

const caseOf: Readonly<Record<string, (text: string) => string>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  keep: (text) => text,
}
const blanksOf: Readonly<Record<string, (text: string) => string>> = {
  none: (text) => text.split(' ').join(''),
  outer: (text) => text.replace(/^ +| +$/g, ''),
  keep: (text) => text,
}

function tidy(text: string, params: Params): string {
  return (blanksOf[params['blanks'] ?? ''] ?? String)((caseOf[params['letters'] ?? ''] ?? String)(text))
}

/** The code as it was typed: letters of both kinds, a blank inside, blanks at the ends. */
function typeCode(random: Random): string {
  const letter = (): string => random.pick([...'abcdefghkmnprstuwxyz'])
  const core = `${letter().toUpperCase()}${letter()}${random.digits(2)}${random.pick([' ', ' ', '  '])}${letter()}${letter().toUpperCase()}${random.digits(1)}`
  return random.pick([` ${core}`, `${core} `, ` ${core} `, `  ${core}`])
}

/** A character at a time, without the functions that do it at once. */
function spelled(value: string, params: Params): string {
  const letter =
    params['letters'] === 'upper'
      ? `CASE WHEN mark GLOB '[a-z]' THEN char(unicode(mark) - 32) ELSE mark END`
      : params['letters'] === 'lower'
        ? `CASE WHEN mark GLOB '[A-Z]' THEN char(unicode(mark) + 32) ELSE mark END`
        : 'mark'
  const all = `(WITH RECURSIVE spelling(place, mark) AS (
      SELECT 1, substr(${value}, 1, 1) UNION ALL
      SELECT place + 1, substr(${value}, place + 1, 1) FROM spelling WHERE place < length(${value}))
    SELECT group_concat(${letter}, '') FROM (SELECT place, mark FROM spelling ORDER BY place)
    ${params['blanks'] === 'none' ? `WHERE mark <> ' '` : ''})`
  return params['blanks'] === 'outer' ? `ltrim(rtrim(${all}, ' '), ' ')` : all
}

function plan({ random }: PlanContext): ColumnPlan {
  const ways: readonly Params[] = [
    { letters: 'upper', blanks: 'outer' },
    { letters: 'lower', blanks: 'none' },
    { letters: 'keep', blanks: 'none' },
    { letters: 'upper', blanks: 'keep' },
    { letters: 'lower', blanks: 'outer' },
    { letters: 'keep', blanks: 'outer' },
  ]
  const profiles = random.sample(ways, 4)
  const way = (profile: number): Params => profiles[profile] ?? {}
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => {
      const cased = { upper: `upper(${value})`, lower: `lower(${value})` }[way(profile)['letters'] ?? ''] ?? value
      return { none: `replace(${cased}, ' ', '')`, outer: `trim(${cased}, ' ')` }[way(profile)['blanks'] ?? ''] ?? cased
    },
    ({ value }, profile) => spelled(value, way(profile)),
  ]
  return {
    profiles,
    settings: [letters, blanks],
    spoil: (draws, _, params) => {
      const found = typeCode(draws)
      return { right: tidy(found, params), found }
    },
    // Without letters and blanks no rule changes a code, and none can be told from it.
    settle: (draws) => `${draws.int(10, 99)}-${draws.digits(4)}`,
    read: (value, params) => tidy(String(value), params),
    convert,
    statements: [
      {
        topic: 'spelling',
        text: random.pick([
          `What {column} should look like differs from {sender} to {sender}: it depends on what becomes of the letters and
            what becomes of the spaces, and both apply. Only the letters A to Z and spaces are ever changed, and only in
            this column.`,
          `Each {sender} has its own way with letters and with spaces in {column}; please do both. Digits and hyphens are
            right as typed, and other columns are none of our business here, however they are spelt.`,
        ]),
      },
    ],
    lookalike: (draws) => draws.pick([' see FILE ', 'Ask  again', ' urgent', 'VIP  ', 'Paid In Cash']),
    exclusions: [
      { name: 'cells without a code', holds: (lines) => lines.every(({ value }) => String(value ?? '').trim() !== '') },
      {
        name: 'letters beyond A to Z, other white space',
        holds: (lines) => lines.every(({ value }) => /^[A-Za-z0-9 -]+$/.test(String(value))),
      },
    ],
    temptations: [
      { name: 'trimmed and made capitals', convert: ({ value }) => `upper(trim(${value}))` },
      { name: 'made small without blanks', convert: ({ value }) => `lower(replace(${value}, ' ', ''))` },
      { name: 'trimmed', convert: ({ value }) => `trim(${value})` },
    ],
  }
}

/** Codes whose letters and blanks each sender's rule settles. */
export const trimCase: Family = defineColumnFamily({
  id: 'trim_case',
  version: 2,
  dimension: 'format',
  summary: 'Bring codes to the letters and spaces that the rule of their sender asks for.',
  fits: ({ role }) => role === 'code',
  plan,
  complaints: [
    'The codes in {column} of {table} were typed carelessly, with capitals, small letters and spaces at random.',
    'I cannot find our {many} by {column} in {table}, because letters and spaces are never the same.',
    'The column {column} of {table} holds codes just as people typed them.',
    'The {senders} cannot match {column} of {table} with their own lists: letters and spaces differ.',
  ],
})
