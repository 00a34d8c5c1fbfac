import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel, Knobs, Sketch } from '../incident.ts'

/**
 * Where it stands which calls are one payment and which of them was acknowledged: `payloads` of the calls and the log of
 * answers, `reports` of the provider, or both, for an old gateway and a new one.
 */
export type WebhookPlan = 'payloads' | 'reports' | 'two gateways'

type Range = readonly [low: number, high: number]
interface Rung {
  readonly plans: readonly WebhookPlan[]
  readonly choices: Range
  readonly filler: Range
  readonly days: Range
  readonly carriers: number
  readonly layers: number
}

/** What the levels ask for. */
const rungs: Readonly<Record<IncidentLevel, Rung>> = {
  1: { plans: ['payloads'], choices: [12, 16], filler: [0, 0], days: [7, 10], carriers: 1, layers: 1 },
  2: { plans: ['payloads', 'reports'], choices: [16, 20], filler: [1, 2], days: [12, 15], carriers: 2, layers: 2 },
  3: { plans: ['payloads', 'reports'], choices: [23, 29], filler: [2, 4], days: [22, 27], carriers: 4, layers: 3 },
  4: { plans: ['payloads', 'reports'], choices: [27, 35], filler: [3, 6], days: [38, 44], carriers: 4, layers: 3 },
  5: { plans: ['two gateways'], choices: [34, 44], filler: [4, 8], days: [56, 62], carriers: 5, layers: 4 },
}

const share = (value: number, [low, high]: Range): number => (high === low ? 0.5 : (value - low) / (high - low))

/** Draws plan and knobs. A level covers a fifth of the scale; inside it the knobs decide. */
export function sketchWebhookRetry(random: Random, level: IncidentLevel): Sketch {
  const rung = rungs[level]
  const plan = random.pick(rung.plans)
  const choices = random.int(...rung.choices)
  const filler = random.int(...rung.filler)
  const days = random.int(...rung.days)
  const knobs: Knobs = { choices, readings: 10, carriers: rung.carriers, filler, layers: rung.layers, days }
  const nested = rung.plans.length > 1 ? Number(plan === 'reports') : 0.5
  const within =
    0.3 * nested +
    0.35 * share(choices, rung.choices) +
    0.2 * share(filler, rung.filler) +
    0.15 * share(days, rung.days)
  return { plan, knobs, difficulty: Math.round(20 * (level - 1) + 20 * within) / 100 }
}
