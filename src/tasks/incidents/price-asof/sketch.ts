import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'

/** How the prices of a day can be known: lists by version, a journal of changes, or either by office. */
export type PricePlan = 'versions' | 'changes' | 'two systems'

type Range = readonly [low: number, high: number]
interface Rung {
  readonly plans: readonly PricePlan[]
  /** Invoices that are wrong and not put right yet. */
  readonly choices: Range
  readonly filler: Range
  /** Days that a list is in force, about. */
  readonly span: Range
  readonly versions: number
  readonly carriers: number
  readonly layers: number
}

/** What the levels ask for. */
export const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: { plans: ['versions'], choices: [10, 13], filler: [0, 0], span: [13, 16], versions: 6, carriers: 2, layers: 1 },
  2: {
    ...{ plans: ['versions', 'changes'], choices: [12, 16], filler: [1, 2], span: [13, 16], versions: 6 },
    ...{ carriers: 3, layers: 1 },
  },
  3: {
    ...{ plans: ['versions', 'changes'], choices: [16, 21], filler: [2, 4], span: [13, 16], versions: 7 },
    ...{ carriers: 4, layers: 2 },
  },
  4: {
    ...{ plans: ['versions', 'changes'], choices: [22, 30], filler: [3, 6], span: [13, 16], versions: 8 },
    ...{ carriers: 5, layers: 2 },
  },
  5: {
    ...{ plans: ['two systems'], choices: [32, 42], filler: [4, 8], span: [13, 16], versions: 8 },
    ...{ carriers: 6, layers: 3 },
  },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchPriceAsof(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const choices = random.int(...rung.choices)
  const filler = random.int(...rung.filler)
  const span = random.int(...rung.span)
  const days = span * rung.versions
  const knobs: Knobs = { choices, readings: 7, carriers: rung.carriers, filler, layers: rung.layers, days }
  const journal = rung.plans.length > 1 ? Number(plan === 'changes') : 0.5
  const within =
    0.3 * journal +
    0.35 * share(choices, rung.choices) +
    0.2 * share(filler, rung.filler) +
    0.15 * share(span, rung.span)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}
