import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'

/**
 * Where refused lines and the time of a version stand: in `columns` of the journal and the log, in `records` of raw text with
 * two machines, or both, for an old system and a new one.
 */
export type DayMonthPlan = 'columns' | 'records' | 'two systems'

type Range = readonly [low: number, high: number]
interface Rung {
  readonly plans: readonly DayMonthPlan[]
  readonly choices: Range
  readonly filler: Range
  readonly days: Range
  readonly carriers: number
  readonly layers: number
}

/** What the levels ask for; `days` is how long the accident lasted. */
const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: { plans: ['columns'], choices: [9, 12], filler: [0, 0], days: [8, 11], carriers: 1, layers: 1 },
  2: { plans: ['columns', 'records'], choices: [10, 13], filler: [1, 2], days: [9, 12], carriers: 3, layers: 1 },
  3: { plans: ['columns', 'records'], choices: [13, 17], filler: [2, 4], days: [10, 14], carriers: 6, layers: 2 },
  4: { plans: ['columns', 'records'], choices: [17, 23], filler: [3, 6], days: [12, 16], carriers: 6, layers: 2 },
  5: { plans: ['two systems'], choices: [25, 33], filler: [4, 8], days: [14, 18], carriers: 7, layers: 3 },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchDayMonth(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const choices = random.int(...rung.choices)
  const filler = random.int(...rung.filler)
  const days = random.int(...rung.days)
  const knobs: Knobs = { choices, readings: 4, carriers: rung.carriers, filler, layers: rung.layers, days }
  const parse = rung.plans.length > 1 ? Number(plan === 'records') : 0.5
  const within =
    0.35 * parse +
    0.35 * share(choices, rung.choices) +
    0.15 * share(filler, rung.filler) +
    0.15 * share(days, rung.days)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}
