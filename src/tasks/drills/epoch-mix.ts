import type { Random } from '../../kit/random.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import type { ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import { fromDay, toDay } from './trades/calendar.ts'
import type { Family } from './family.ts'

const origin: Setting = { name: 'origin', templates: ['counters began at 0 on {}', 'the count starts with {}'] }
const step: Setting = {
  name: 'step',
  phrases: {
    minute: ['one is added every minute', 'they count minutes'],
    half: ['one is added every half minute', 'they count half minutes'],
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
    3,
  )
  const steps = random.shuffle(['minute', 'half', random.pick(['minute', 'half'])])
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
        text: `{column} is kept as text, YYYY-MM-DD HH:MM:SS. What is there as text is right, whoever sent it.`,
      },
      {
        topic: 'counters',
        text: `A number in {column} is the reading of a counter; the rule of the line tells the day on whose first instant,
          00:00:00, the counter stood at 0 and how often it moves on. Days have 24 hours, and no clock was ever changed.`,
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
        name: 'counters that began later than the line',
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

/** Times that arrived as counter readings. */
export const epochMix: Family = defineColumnFamily({
  id: 'epoch_mix',
  version: 1,
  dimension: 'time',
  summary: 'Turn counter readings into times by the first day and the step of their feed.',
  jargon: /\b(epoch|unix|counters?|origin|seconds?|minutes?|timestamps?|instant|YYYY)\b/i,
  fits: ({ role }) => role === 'instant',
  plan,
  complaints: [
    'The column {column} of {table} holds counter readings beside times.',
    'In {table} many cells of {column} are bare numbers.',
    'Some senders put the counter of their device into {column} of {table}.',
    'Nobody can tell from {column} when many of the lines of {table} came about.',
  ],
  symptoms: [
    'The daily list of {many} leaves most of them out.',
    'Half of our {many} cannot be placed in any shift.',
    'The order in which the {many} happened is lost.',
    'The chart of {many} by week has fallen to almost nothing.',
    'The {many} of some senders all seem to lie before the house was founded.',
    'Nobody can say which of the {many} came first.',
    'The evening report on the {many} is nearly empty since the last intake.',
    'Deadlines that run from our {many} are missed.',
  ],
})
