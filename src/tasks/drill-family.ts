import type { InstanceSketch } from './define-task.ts'
import type { Family } from './drills/family.ts'
import { mostStepsOf } from './step-limits.ts'
import { levels, type TaskFamily } from './task-family.ts'
import { worldList } from './drills/trades/world-list.ts'
import type { World } from './drills/trades/world.ts'

/** A family that does its damage to columns of a trade. */
export type TradesFamily = Family & TaskFamily<World>

const nothing: InstanceSketch = Object.freeze({ told: Object.freeze({}) })

const known = new WeakMap<Family, TradesFamily>()

/** A family of trades as all others are known: at home where it finds a place. */
export function ofTrades(family: Family): TradesFamily {
  let adapted = known.get(family)
  if (adapted === undefined) {
    adapted = Object.freeze({
      ...family,
      suite: 'families',
      worlds: worldList.filter((world) => family.places(world).length > 0),
      levels,
      mostSteps: (level: number) => mostStepsOf(family, level),
      sketch: () => nothing,
    })
    known.set(family, adapted)
    known.set(adapted, adapted)
  }
  return adapted
}
