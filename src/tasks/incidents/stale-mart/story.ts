import type { Random } from '../../../kit/random.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { drawGround, type Story } from './ground.ts'
import { drawReleases } from './timeline.ts'

/** Draws a business whose accident is fair. */
export function drawStory(random: Random, options: { world: World; level: IncidentLevel; sketch: Sketch }): Story {
  for (let attempt = 0; attempt < 30; attempt++) {
    const ground = drawGround(random, options)
    const releases = drawReleases(random, ground)
    if (releases !== null) return { ...ground, ...releases }
  }
  throw new TypeError(`stale_mart finds no fair business in ${options.world.id} at level ${options.level}`)
}
