import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { CellSql, ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import { fromDay, isoDate, toDay } from './trades/calendar.ts'
import type { Family } from './family.ts'

const iso = /^\d{4}-\d\d-\d\d$/
const isoGlob = `GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'`

/** Orders of day, month and year; each could be what a date of small numbers is written in. */
const layout: Setting = {
  name: 'layout',
  label: 'order of the numbers',
  phrases: {
    dmy: ['the day comes first, then the month, then the year', 'day, month, year, from left to right'],
    mdy: ['the month comes first, then the day, then the year', 'month, day, year, from left to right'],
    ymd: ['the year comes first, then the month, then the day', 'year, month, day, from left to right'],
    ydm: ['the year comes first, then the day, then the month', 'year, day, month, from left to right'],
  },
}
/** Where the business does not go back far enough for short years, what differs beside the order is the count of months. */
const months: Setting = {
  name: 'months',
  label: 'number of January',
  phrases: {
    '1': ['January is month 1', 'months are numbered 1 to 12'],
    '0': ['January is month 0, so month 5 is June', 'months are numbered from 0 for January, so month 11 is December'],
  },
}

/** Year, month and day of a date in three parts. */
function partsIn(order: string, parts: readonly string[]): { year: string; month: string; day: string } {
  const part = (letter: string): string => parts[order.indexOf(letter)] ?? ''
  return { year: part('y'), month: part('m'), day: part('d') }
}

/** What is added to the number of a month. */
const shiftOf = (params: Params): number => (params['months'] === '0' ? 1 : 0)

function read(text: string, params: Params): string {
  if (iso.test(text)) return text
  const { year, month, day } = partsIn(params['layout'] ?? '', text.split(/[/. ]/))
  const full = year.length > 2 ? year : `20${year.padStart(2, '0')}`
  return isoDate(Number(full), Number(month) + shiftOf(params), Number(day))
}

/** Parts of the text cut at the marks between them. */
function cut({ value }: CellSql): readonly [string, string, string] {
  const marked = `replace(replace(${value}, '.', '/'), ' ', '/')`
  const rest = `substr(${marked}, instr(${marked}, '/') + 1)`
  return [
    `substr(${marked}, 1, instr(${marked}, '/') - 1)`,
    `substr(${rest}, 1, instr(${rest}, '/') - 1)`,
    `substr(${rest}, instr(${rest}, '/') + 1)`,
  ]
}

/** The same parts as elements of a JSON array. */
function listed({ value }: CellSql): readonly string[] {
  const array = `'["' || replace(replace(replace(${value}, ' ', '/'), '.', '/'), '/', '","') || '"]'`
  return [0, 1, 2].map((place) => `json_extract(${array}, '$[${place}]')`)
}

function writer(profiles: readonly Params[], short: boolean): readonly [ConvertSql, ConvertSql] {
  const head = short ? '20' : ''
  const paramsOf = (profile: number): Params => profiles[profile] ?? {}
  return [
    (cell, profile) => {
      const { year, month, day } = partsIn(paramsOf(profile)['layout'] ?? '', cut(cell))
      const shifted = shiftOf(paramsOf(profile)) === 1 ? `${month} + 1` : month
      return `CASE WHEN ${cell.value} ${isoGlob} THEN ${cell.value}
        ELSE printf('${head}%02d-%02d-%02d', ${year}, ${shifted}, ${day}) END`
    },
    (cell, profile) => {
      const { year, month, day } = partsIn(paramsOf(profile)['layout'] ?? '', listed(cell))
      const two = (part: string): string => `substr('0' || ${part}, -2)`
      const shifted = shiftOf(paramsOf(profile)) === 1 ? `(1 + ${month})` : month
      return `iif(substr(${cell.value}, 5, 1) = '-', ${cell.value},
        ${short ? `'20' || ${two(year)}` : year} || '-' || ${two(shifted)} || '-' || ${two(day)})`
    },
  ]
}

function plan({ random, place, rows }: PlanContext): ColumnPlan {
  const days = rows(place.table).map((row) => String(row[place.column]))
  const years = days.map((day) => Number(day.slice(0, 4)))
  const [first, last] = [Math.min(...years), Math.max(...years)]
  // Two digits of a year are as small as a day or a month only where the business goes back that far.
  const top = Math.min(last, 2012) - 2000
  const short = first < 2001 && top >= 6
  const profiles = short
    ? random.shuffle(['dmy', 'mdy', 'ymd', 'ydm']).map((order): Params => ({ layout: order }))
    : random.shuffle(
        ['dmy', 'mdy'].flatMap((order) => ['1', '0'].map((january): Params => ({ layout: order, months: january }))),
      )
  const marks = random.sample(['/', '.', ' '], random.int(1, 2))
  const padded = random.percent(50)
  /** Three numbers as they are typed: each could be a day, a month and, if short, a year, all different. */
  const draw = (draws: Random): readonly [string, string, string] => {
    const two = (value: number): string => (padded ? String(value).padStart(2, '0') : String(value))
    const [one = 1, other = 2, third = 3] = draws.sample(
      Array.from({ length: short ? top : 11 }, (_, index) => index + 1),
      3,
    )
    return [two(one), two(other), short ? two(third) : String(draws.int(first, last))]
  }
  return {
    profiles,
    settings: short ? [layout] : [layout, months],
    spoil: (draws, _, params) => {
      const found = draw(draws).join(draws.pick(marks))
      return { right: read(found, params), found }
    },
    settle: (draws, row) =>
      draws.percent(60) ? read(draw(draws).join('/'), draws.pick(profiles)) : (row[place.column] ?? null),
    read: (value, params) => read(String(value), params),
    convert: writer(profiles, short),
    statements: [
      {
        topic: 'calendar',
        text: random.pick([
          `We keep days as YYYY-MM-DD, with all zeros. A value that has this form already is right, whichever {sender} sent
            it.`,
          `The form that we keep is YYYY-MM-DD: four digits for the year, two for the month, two for the day. What is in
            that form is right and stays.`,
          `{column} has to be YYYY-MM-DD throughout. Some values are; those are right as they stand.`,
        ]),
      },
      {
        topic: 'marks',
        text: random.pick([
          `Slash, full stop or blank between the numbers, with or without leading zeros: that is only how somebody typed
            it and says nothing about the order.${short ? ' All years that were cut to two digits are of this century, 20xx.' : ''}`,
          `Do not read anything into the marks between the numbers or into zeros in front of them; people typed them as
            they liked.${short ? ' Where a year has two digits, put 20 before them.' : ''}`,
        ]),
      },
    ],
    lookalike: (draws: Random) =>
      `${draws.pick(['since', 'letter of', 'asked on', 'see'])} ${draws.int(1, 12)}/${draws.int(1, 12)}/${short ? `0${draws.int(1, 6)}` : draws.int(2024, 2026)}`,
    exclusions: [
      {
        name: 'cells without any day',
        holds: (lines) => lines.every(({ value }) => typeof value === 'string' && value !== ''),
      },
      {
        name: 'days that do not exist',
        holds: (lines) =>
          lines.every(({ value, params }) => {
            const due = read(String(value), params)
            return fromDay(toDay(due)) === due
          }),
      },
    ],
    temptations: [
      {
        name: 'marks replaced, order left',
        convert: ({ value }) => `replace(replace(replace(${value}, '/', '-'), '.', '-'), ' ', '-')`,
      },
      { name: 'as SQLite takes it', convert: ({ value }) => `coalesce(date(${value}), ${value})` },
    ],
  }
}

/** Days written in the order of whoever sent them. */
export const dateIso: Family = defineColumnFamily({
  id: 'date_iso',
  version: 2,
  dimension: 'format',
  summary: 'Bring days that senders write in orders of their own to YYYY-MM-DD.',
  fits: ({ role, correlated }) => role === 'date' && correlated !== true,
  plan,
  complaints: [
    'The days in {column} of {table} are written in several ways, depending on the {sender}.',
    'I cannot sort {table} by {column}: each of the {senders} writes days in its own order.',
    'Half of {column} in {table} is still written the way the {senders} sent it, day, month and year in any order.',
    'Our list of {many} shows {column} partly in our own form and partly as the {senders} typed it.',
  ],
})
