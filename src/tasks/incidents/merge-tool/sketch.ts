import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'

/**
 * Where it stands what a deleted row held and which record stands for another: a `journal` of whole rows beside the list
 * of records made one, the `messages` to the other system beside the map of its numbers, or two journals, one of an
 * old program.
 */
export type MergePlan = 'journal' | 'messages' | 'two journals'

type Range = readonly [low: number, high: number]
interface Rung {
  readonly plans: readonly MergePlan[]
  readonly choices: Range
  readonly filler: Range
  readonly days: Range
  readonly carriers: number
  readonly layers: number
}

/** What the levels ask for. */
const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: { plans: ['journal'], choices: [24, 30], filler: [0, 0], days: [24, 30], carriers: 1, layers: 1 },
  2: { plans: ['journal', 'messages'], choices: [34, 40], filler: [1, 2], days: [30, 36], carriers: 3, layers: 2 },
  3: { plans: ['journal', 'messages'], choices: [40, 48], filler: [2, 4], days: [44, 52], carriers: 5, layers: 3 },
  4: { plans: ['journal', 'messages'], choices: [46, 56], filler: [3, 6], days: [64, 76], carriers: 5, layers: 3 },
  5: { plans: ['two journals'], choices: [58, 70], filler: [4, 8], days: [90, 104], carriers: 6, layers: 4 },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchMergeTool(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const choices = random.int(...rung.choices)
  const filler = random.int(...rung.filler)
  const days = random.int(...rung.days)
  const knobs: Knobs = { choices, readings: 5, carriers: rung.carriers, filler, layers: rung.layers, days }
  const spread = rung.plans.length > 1 ? Number(plan === 'messages') : 0.5
  const within =
    0.3 * spread +
    0.35 * share(choices, rung.choices) +
    0.2 * share(filler, rung.filler) +
    0.15 * share(days, rung.days)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}
