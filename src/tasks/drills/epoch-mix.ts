import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import { fromDay, toDay } from './trades/calendar.ts'
import type { Family } from './family.ts'

const origin: Setting = {
  name: 'origin',
  label: 'day on which the count began',
  templates: ['the count began on {}', 'midnight at the start of {} is 0'],
}
const step: Setting = {
  name: 'step',
  label: 'what is counted',
  phrases: {
    minute: ['whole minutes are counted', 'one is added every minute'],
    half: ['half minutes are counted', 'one is added every 30 seconds'],
  },
}
const secondsPer: Readonly<Record<string, number>> = { minute: 60, half: 30 }

/** A time as the house keeps it, from seconds after midnight of a day. */
function timeAfter(day: string, seconds: number): string {
  const days = toDay(day) + Math.floor(seconds / 86_400)
  const rest = seconds % 86_400
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${fromDay(days)} ${two(Math.floor(rest / 3_600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`
}

const read = (count: number, params: Params): string =>
  timeAfter(params['origin'] ?? '', count * (secondsPer[params['step'] ?? ''] ?? 0))

/** A count that stays within the year of the business from whichever day and at whichever step. */
const drawCount = (random: Random): number => random.int(2_000, 180_000)

function plan({ random, place, rows }: PlanContext): ColumnPlan {
  const year = String(rows(place.table)[0]?.[place.column] ?? '2025').slice(0, 4)
  const days = random.sample(
    Array.from({ length: 60 }, (_, index) => index),
    4,
  )
  const steps = random.shuffle(['minute', 'half', 'minute', 'half'])
  const profiles = days.map((day, index): Params => ({
    origin: fromDay(toDay(`${year}-01-01`) + day),
    step: steps[index] ?? '',
  }))
  const seconds = (profile: number): number => secondsPer[profiles[profile]?.['step'] ?? ''] ?? 0
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => `CASE WHEN typeof(${value}) = 'integer'
      THEN datetime('${profiles[profile]?.['origin'] ?? ''}', '+' || (${value} * ${seconds(profile)}) || ' seconds')
      ELSE ${value} END`,
    ({ value }, profile) => `iif(typeof(${value}) = 'text', ${value},
      strftime('%Y-%m-%d %H:%M:%S', ${toDay(profiles[profile]?.['origin'] ?? '') * 86_400} + ${value} * ${seconds(profile)}, 'unixepoch'))`,
  ]
  return {
    profiles,
    settings: [origin, step],
    type: '',
    typed: true,
    spoil: (draws, _, params) => {
      const found = drawCount(draws)
      return { right: read(found, params), found }
    },
    settle: (draws) =>
      timeAfter(`${year}-01-${draws.int(10, 31)}`, drawCount(draws) * draws.pick([30, 60]) + draws.int(0, 29)),
    read: (value, params) => (typeof value === 'number' ? read(value, params) : value),
    convert,
    statements: [
      {
        topic: 'times',
        text: random.pick([
          `We keep {column} as text, YYYY-MM-DD HH:MM:SS. Times that are there as text are right, whichever {sender} sent them.`,
          `{column} should be a text such as ${year}-05-31 14:05:00 in every line. Where it is a text already, it is right.`,
        ]),
      },
      {
        topic: 'counts',
        text: random.pick([
          `A number in {column} is how often the clock of the {sender} had moved on since its count began, at 00:00:00 of a
            certain day. Every day has 24 hours here; nobody ever changed a clock.`,
          `Where {column} is a number, a program of the {sender} has counted from 0 at midnight, the first moment of a certain
            day. There is no summer time to think of.`,
        ]),
      },
    ],
    lookalike: (draws) => `${draws.pick(['ref', 'counter', 'at', 'ticket'])} ${drawCount(draws)}`,
    exclusions: [
      {
        name: 'cells that are neither a time nor a whole number from 0 on',
        holds: (lines) =>
          lines.every(({ value }) =>
            typeof value === 'number'
              ? Number.isSafeInteger(value) && value >= 0
              : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(value)),
          ),
      },
      {
        name: 'counts that began on no day',
        holds: (lines) => lines.every(({ params }) => /^\d{4}-\d\d-\d\d$/.test(params['origin'] ?? '')),
      },
    ],
    temptations: [
      {
        name: 'seconds since 1970',
        convert: ({ value }) => `iif(typeof(${value}) = 'integer', datetime(${value}, 'unixepoch'), ${value})`,
      },
      {
        name: 'minutes since New Year',
        convert: ({ value }) =>
          `iif(typeof(${value}) = 'integer', datetime('${year}-01-01', '+' || ${value} || ' minutes'), ${value})`,
      },
    ],
  }
}

/** Times that arrived as counts of minutes or half minutes. */
export const epochMix: Family = defineColumnFamily({
  id: 'epoch_mix',
  version: 2,
  dimension: 'time',
  summary: 'Turn counts of minutes or half minutes into times by the first day and the step of their sender.',
  fits: ({ role }) => role === 'instant',
  plan,
  complaints: [
    'Many cells of {column} in {table} hold a bare number instead of a time.',
    'The {senders} have old programs that do not write times but count, and the counts have landed in {column} of {table}.',
    'I cannot tell when many of the {many} in {table} were: {column} is just a number there.',
    'The column {column} of {table} mixes times with numbers from the clocks of the {senders}.',
  ],
})
