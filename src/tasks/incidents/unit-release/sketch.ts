import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'

/** Where sign-ins are kept, and from what a step can be told: a list and test weights, or events with JSON and boxes. */
export type UnitPlan = 'sign-ins' | 'events' | 'two programs'

type Range = readonly [low: number, high: number]
export interface Rung {
  readonly plans: readonly UnitPlan[]
  /** Handsets of each of the three kinds of scales that do not show grams, and of those that do. */
  readonly handsets: readonly [number, number, number, number]
  readonly days: Range
  /** Things weighed in ten sittings. */
  readonly busy: Range
  readonly filler: Range
  readonly carriers: number
  readonly layers: number
}

/** What the levels ask for. */
export const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: {
    ...{ plans: ['sign-ins', 'events'], handsets: [2, 2, 2, 2], days: [8, 9], busy: [11, 15] },
    ...{ filler: [0, 0], carriers: 2, layers: 1 },
  },
  2: {
    ...{ plans: ['sign-ins', 'events'], handsets: [2, 2, 2, 2], days: [12, 14], busy: [14, 18] },
    ...{ filler: [1, 3], carriers: 3, layers: 1 },
  },
  3: {
    ...{ plans: ['sign-ins', 'events'], handsets: [3, 3, 5, 3], days: [13, 15], busy: [14, 18] },
    ...{ filler: [2, 5], carriers: 4, layers: 2 },
  },
  4: {
    ...{ plans: ['sign-ins', 'events'], handsets: [4, 4, 7, 3], days: [15, 17], busy: [14, 17] },
    ...{ filler: [3, 7], carriers: 5, layers: 2 },
  },
  5: {
    ...{ plans: ['two programs'], handsets: [7, 7, 12, 4], days: [19, 20], busy: [18, 19] },
    ...{ filler: [4, 8], carriers: 7, layers: 3 },
  },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchUnitRelease(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const days = random.int(...rung.days)
  const busy = random.int(...rung.busy)
  const filler = random.int(...rung.filler)
  const knobs: Knobs = {
    // About as many as are struck: half of the days, three of four handsets.
    choices: Math.round((rung.handsets.slice(0, 3).reduce((sum, count) => sum + count, 0) * days * busy) / 10),
    ...{ readings: 7, carriers: rung.carriers, filler, layers: rung.layers, days },
  }
  const events = rung.plans.length > 1 ? Number(plan === 'events') : 0.5
  const within =
    0.3 * events + 0.25 * share(days, rung.days) + 0.25 * share(busy, rung.busy) + 0.2 * share(filler, rung.filler)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}

/** Things weighed in ten sittings, as the knobs of a sketch give it. */
export function busyOf(level: IncidentLevel, { choices, days }: Knobs): number {
  const count = rungs[level].handsets.slice(0, 3).reduce((sum, each) => sum + each, 0)
  return Math.round((10 * choices) / (count * days))
}
