import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'

/** Where the log of runs has its days: in columns, or in the text of events. `old list` has a second list of members. */
export type StaleMartPlan = 'windows' | 'events' | 'old list'

type Range = readonly [low: number, high: number]
interface Rung {
  readonly plans: readonly StaleMartPlan[]
  /** Days of business. */
  readonly days: Range
  /** Lines of a day. */
  readonly filler: Range
  readonly releases: Range
  readonly carriers: number
  readonly layers: number
}

/** What the levels ask for. */
const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: { plans: ['windows'], days: [13, 16], filler: [0, 0], releases: [4, 5], carriers: 1, layers: 1 },
  2: { plans: ['windows', 'events'], days: [17, 20], filler: [1, 2], releases: [4, 5], carriers: 2, layers: 2 },
  3: { plans: ['windows', 'events'], days: [28, 32], filler: [2, 4], releases: [6, 7], carriers: 4, layers: 2 },
  4: { plans: ['windows', 'events'], days: [50, 56], filler: [3, 6], releases: [8, 10], carriers: 4, layers: 2 },
  5: { plans: ['old list'], days: [60, 64], filler: [4, 8], releases: [9, 11], carriers: 5, layers: 3 },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchStaleMart(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const days = random.int(...rung.days)
  const filler = random.int(...rung.filler)
  const choices = random.int(...rung.releases)
  const readings = level === 1 ? 9 : level === 5 ? 36 : 18
  const knobs: Knobs = { choices, readings, carriers: rung.carriers, filler, layers: rung.layers, days }
  const parse = rung.plans.length > 1 ? Number(plan === 'events') : 0.5
  const within =
    0.3 * parse + 0.3 * share(choices, rung.releases) + 0.2 * share(filler, rung.filler) + 0.2 * share(days, rung.days)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}
