import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'

/** Where the evidence of files lies; `two systems` has both, for different senders. */
export type DoubleLoadPlan = 'numbered' | 'landed' | 'two systems'

type Range = readonly [low: number, high: number]
interface Rung {
  readonly plans: readonly DoubleLoadPlan[]
  readonly choices: Range
  readonly filler: Range
  readonly days: Range
  readonly carriers: number
  readonly layers: number
}

/** What the levels ask for. */
const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: { plans: ['numbered'], choices: [8, 11], filler: [0, 0], days: [6, 9], carriers: 1, layers: 1 },
  2: { plans: ['numbered', 'landed'], choices: [9, 12], filler: [1, 2], days: [10, 13], carriers: 2, layers: 2 },
  3: { plans: ['numbered', 'landed'], choices: [12, 17], filler: [2, 4], days: [15, 20], carriers: 3, layers: 3 },
  4: { plans: ['numbered', 'landed'], choices: [17, 25], filler: [3, 6], days: [25, 32], carriers: 4, layers: 3 },
  5: { plans: ['two systems'], choices: [26, 36], filler: [4, 8], days: [53, 58], carriers: 5, layers: 4 },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchDoubleLoad(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const choices = random.int(...rung.choices)
  const filler = random.int(...rung.filler)
  const days = random.int(...rung.days)
  const knobs: Knobs = { choices, readings: 6, carriers: rung.carriers, filler, layers: rung.layers, days }
  const parse = rung.plans.length > 1 ? Number(plan === 'landed') : 0.5
  const within =
    0.35 * parse + 0.3 * share(choices, rung.choices) + 0.2 * share(filler, rung.filler) + 0.15 * share(days, rung.days)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}
