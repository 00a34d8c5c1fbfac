import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { CellSql, ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import { fromDay, isoDate, toDay } from './trades/calendar.ts'
import type { Family } from './family.ts'

const iso = /^\d{4}-\d\d-\d\d$/
const isoGlob = `GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'`

/** Orders of day, month and year; each could be what a date of small numbers is written in. */
const layout: Setting = {
  name: 'layout',
  phrases: {
    dmy: ['the day comes first, then the month, then the year', 'day, month, year, from left to right'],
    mdy: ['the month comes first, then the day, then the year', 'month, day, year, from left to right'],
    ymd: ['the year comes first, then the month, then the day', 'year, month, day, from left to right'],
    ydm: ['the year comes first, then the day, then the month', 'year, day, month, from left to right'],
  },
}
const century: Setting = {
  name: 'century',
  templates: ['years are cut to two digits, the first two being {}', 'put {} before the two digits of the year'],
}

/** Year, month and day of a date in three parts. */
function partsIn(order: string, parts: readonly string[]): { year: string; month: string; day: string } {
  const part = (letter: string): string => parts[order.indexOf(letter)] ?? ''
  return { year: part('y'), month: part('m'), day: part('d') }
}

function read(text: string, params: Params): string {
  if (iso.test(text)) return text
  const { year, month, day } = partsIn(params['layout'] ?? '', text.split(/[/. ]/))
  return isoDate(Number(`${params['century'] ?? ''}${year.padStart(2, '0')}`), Number(month), Number(day))
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
  return [
    (cell, profile) => {
      const { year, month, day } = partsIn(profiles[profile]?.['layout'] ?? '', cut(cell))
      return `CASE WHEN ${cell.value} ${isoGlob} THEN ${cell.value}
        ELSE printf('${head}%02d-%02d-%02d', ${year}, ${month}, ${day}) END`
    },
    (cell, profile) => {
      const { year, month, day } = partsIn(profiles[profile]?.['layout'] ?? '', listed(cell))
      const two = (part: string): string => `substr('0' || ${part}, -2)`
      return `iif(substr(${cell.value}, 5, 1) = '-', ${cell.value},
        ${short ? `'20' || ${two(year)}` : year} || '-' || ${two(month)} || '-' || ${two(day)})`
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
  const layouts = short ? random.sample(['dmy', 'mdy', 'ymd', 'ydm'], 3) : random.shuffle(['dmy', 'mdy'])
  const profiles = layouts.map((order): Params => ({ layout: order, ...(short && { century: '20' }) }))
  const marks = random.sample(['/', '.', ' '], random.int(1, 2))
  const padded = random.percent(50)
  /** Numbers that could each be a day, a month and, if short, a year, all different. */
  const draw = (): { year: number; month: number; day: number } => {
    if (!short) {
      const [month = 1, day = 2] = random.sample(
        Array.from({ length: 12 }, (_, index) => index + 1),
        2,
      )
      return { year: random.int(first, last), month, day }
    }
    const [year = 1, month = 2, day = 3] = random.sample(
      Array.from({ length: top }, (_, index) => index + 1),
      3,
    )
    return { year: 2000 + year, month, day }
  }
  const two = (value: number): string => (padded ? String(value).padStart(2, '0') : String(value))
  return {
    profiles,
    settings: short ? [layout, century] : [layout],
    spoil: (draws, _, { layout: order = '' }) => {
      const { year, month, day } = draw()
      const parts: Readonly<Record<string, string>> = {
        y: short ? String(year).slice(2) : String(year),
        m: two(month),
        d: two(day),
      }
      const mark = draws.pick(marks)
      return { right: isoDate(year, month, day), found: [...order].map((letter) => parts[letter]).join(mark) }
    },
    settle: (draws, row) => {
      const { year, month, day } = draw()
      return draws.percent(60) ? isoDate(year, month, day) : (row[place.column] ?? null)
    },
    read: (value, params) => read(String(value), params),
    convert: writer(profiles, short),
    statements: [
      {
        topic: 'calendar',
        text: random.pick([
          `Days are kept as YYYY-MM-DD, with all zeros. A value that has this form already is right, whoever sent it.`,
          `The form that the house keeps is YYYY-MM-DD, four, two and two digits. What is in that form is right whoever
            sent it and stays.`,
        ]),
      },
      {
        topic: 'marks',
        text: `Whether the parts are divided by a slash, a full stop or a blank, and whether zeros are written, says
          nothing about their order.`,
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
  version: 1,
  dimension: 'format',
  summary: 'Bring days that feeds write in orders of their own to YYYY-MM-DD.',
  jargon: /\b(date|dates|day|month|year|format|ISO|YYYY|MM|DD|calendar)\b/i,
  fits: ({ role, correlated }) => role === 'date' && correlated !== true,
  plan,
  complaints: [
    'In {table} the days in {column} are written in several ways.',
    'Nobody can sort {table} by {column}: each sender writes days in an order of its own.',
    'The column {column} of {table} holds days in a mixture of layouts.',
    'Our list of {many} shows {column} in every order of day, month and year there is.',
  ],
  symptoms: [
    'The list of {many} comes out in a strange order, and the reminders went to the wrong people.',
    'Reports that pick {many} by period have holes in them since the last intake.',
    'Two clerks sorted the {many} and got two different lists.',
    'The yearly statistics of {many} do not add up: some fall into no period at all.',
    'The interface to the authority refuses a good part of our {many}.',
    'The search for {many} of one quarter finds far too few.',
    'When the {many} are sorted, old and new ones are thrown together.',
    'Half of our {many} vanish as soon as somebody filters by time.',
  ],
})
