import type { InstanceSketch } from './define-task.ts'
import { tiers, type Tier } from './drills/blocks/senders.ts'
import type { Family } from './drills/family.ts'
import { worldList } from './drills/trades/world-list.ts'
import type { World } from './drills/trades/world.ts'
import { mostStepsOf } from './step-limits.ts'
import { drillSuite } from './suites.ts'
import { type Level, type TaskFamily } from './task-family.ts'

/** A family that does its damage to one column of a trade. */
export type DrillFamily = Omit<Family, 'generate'> & TaskFamily<World>

const nothing: InstanceSketch = Object.freeze({ told: Object.freeze({}) })

const known = new WeakMap<Family, DrillFamily>()

const isTier = (level: Level): level is Tier => tiers.some((tier) => tier === level)

/** A drill as all families are known: at home where it finds a place, at tiers 1 and 2. */
export function ofDrill(family: Family): DrillFamily {
  let adapted = known.get(family)
  if (adapted === undefined) {
    adapted = Object.freeze({
      ...family,
      suite: drillSuite,
      worlds: worldList.filter((world) => family.places(world).length > 0),
      levels: tiers,
      mostSteps: (level: number) => mostStepsOf(family, level),
      sketch: () => nothing,
      generate: (random, { world, level }) => {
        if (!isTier(level)) throw new TypeError(`${family.id} has no level ${level}`)
        return family.generate(random, { world, level })
      },
    } satisfies DrillFamily)
    known.set(family, adapted)
  }
  return adapted
}
