import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'
import { hitCounts } from './hits.ts'

/** How the log tells of a change: a line a field, a line a save with JSON, or one old program beside the new one. */
export type WidePlan = 'entries' | 'saves' | 'two programs'

type Range = readonly [low: number, high: number]
interface Rung {
  readonly plans: readonly WidePlan[]
  /** Cases of a kind that is special; the sizes of all kinds follow. */
  readonly unit: Range
  readonly filler: Range
  readonly days: Range
  readonly carriers: number
  readonly layers: number
}

const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: { plans: ['entries', 'saves'], unit: [2, 3], filler: [0, 0], days: [12, 16], carriers: 3, layers: 1 },
  2: { plans: ['entries', 'saves'], unit: [2, 3], filler: [1, 3], days: [14, 20], carriers: 4, layers: 1 },
  3: { plans: ['entries', 'saves'], unit: [3, 4], filler: [2, 5], days: [18, 24], carriers: 4, layers: 2 },
  4: { plans: ['entries', 'saves'], unit: [4, 6], filler: [3, 7], days: [36, 39], carriers: 6, layers: 2 },
  5: { plans: ['two programs'], unit: [7, 9], filler: [4, 8], days: [37, 39], carriers: 7, layers: 3 },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** The unit of a sketch, as its choices give it. */
export function unitOf(level: IncidentLevel, choices: number): number {
  const [low, high] = rungs[level].unit
  for (let unit = low; unit < high; unit++) if (choicesOf(level, unit) === choices) return unit
  return high
}

/** Two fields of every case that was hit. */
const choicesOf = (level: IncidentLevel, unit: number): number =>
  2 * Object.values(hitCounts(level, unit)).reduce((sum, count) => sum + count, 0)

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchWideUpdate(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const unit = random.int(...rung.unit)
  const filler = random.int(...rung.filler)
  const days = random.int(...rung.days)
  const knobs: Knobs = {
    ...{ choices: choicesOf(level, unit), readings: 6, filler, days },
    ...{ carriers: rung.carriers, layers: rung.layers },
  }
  const parse = rung.plans.length > 1 ? Number(plan === 'saves') : 0.5
  const within =
    0.3 * parse + 0.35 * share(unit, rung.unit) + 0.2 * share(filler, rung.filler) + 0.15 * share(days, rung.days)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}
