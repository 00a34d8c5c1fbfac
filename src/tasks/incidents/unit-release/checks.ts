/**
 * What is put on the scales beside the things themselves: test weights, and empty boxes that weigh the same each time. The
 * app shows them as it shows everything.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Handset, Sitting } from '../../worlds/stations/client-app.ts'
import { gramStep, inSteps } from './grams.ts'
import type { UnitPlan } from './sketch.ts'
import { isWrongOn, modelAt, type ScaleModel, type Swap, type Versions } from './models.ts'

export interface ScaleCheck {
  readonly handset: string
  readonly at: number
  readonly nominal: number
  readonly shown: number
}
export interface BoxReading {
  readonly box: string
  readonly handset: string
  readonly at: number
  readonly shown: number
}

interface Scene {
  readonly versions: Versions
  readonly handsets: readonly Handset[]
  readonly sittings: ReadonlyMap<string, readonly Sitting[]>
  readonly models: readonly ScaleModel[]
  readonly swaps: readonly Swap[]
}

interface Slot {
  readonly handset: string
  readonly model: ScaleModel
  readonly sitting: Sitting
}

/** Sittings on record in which something is tried: two or three of each version and scale, and some more. */
function slotsOf(random: Random, scene: Scene): Slot[] {
  const all = new Map<string, Slot[]>()
  for (const handset of scene.handsets) {
    for (const sitting of (scene.sittings.get(handset.code) ?? []).slice(1)) {
      if (sitting.isLost) continue
      const model = modelAt(scene, handset, sitting.from)
      const key = `${model.name} ${sitting.version}`
      all.set(key, [...(all.get(key) ?? []), { handset: handset.code, model, sitting }])
    }
  }
  return [...all.values()].flatMap((own) => random.sample(own, Math.max(3, Math.floor(own.length / 14))))
}

/** What the app shows, and whether a step can be told from it to the tenth of a gram. */
function shownOn(scene: Scene, { model, sitting }: Slot, grams: number): number {
  return isWrongOn(scene, sitting.version, model) ? inSteps(grams, model.tenths) : grams
}

const isTelling = (scene: Scene, slot: Slot, known: number, shown: number): boolean => {
  const due = isWrongOn(scene, slot.sitting.version, slot.model) ? slot.model.tenths : gramStep
  // With some room: averages of averages have to give the same.
  return Math.abs((10 * known) / shown - due) < 0.4
}

export function drawChecks(
  random: Random,
  scene: Scene,
  plan: UnitPlan,
): { readonly checks: readonly ScaleCheck[]; readonly boxReadings: readonly BoxReading[] } {
  const slots = slotsOf(random, scene).toSorted((left, right) => left.sitting.from - right.sitting.from)
  if (plan !== 'events') {
    const checks = slots.map((slot): ScaleCheck => {
      const weights = [2000, 5000, 10_000, 20_000].filter((own) => own <= slot.model.capacity).slice(-3)
      for (;;) {
        const nominal = random.pick(weights)
        const shown = shownOn(scene, slot, nominal + random.int(-2, 2))
        if (isTelling(scene, slot, nominal, shown))
          return { handset: slot.handset, at: slot.sitting.from + random.int(1, 3), nominal, shown }
      }
    })
    return { checks, boxReadings: [] }
  }
  const boxes = Array.from({ length: Math.max(8, Math.ceil(slots.length / 7)) }, (_, place) => ({
    name: `R${11 + 3 * place + random.int(0, 2)}`,
    grams: 10 * random.int(310, 640),
  }))
  // The first time a box is weighed is while all is well: each of them once, on the first morning.
  const first = boxes.map((box, place): BoxReading => {
    const handset = scene.handsets[place % scene.handsets.length]?.code ?? ''
    const from = scene.sittings.get(handset)?.[0]?.from ?? 0
    return { box: box.name, handset, at: from + 1 + Math.floor(place / scene.handsets.length), shown: box.grams }
  })
  const later = slots.map((slot): BoxReading => {
    for (;;) {
      const box = random.pick(boxes)
      const shown = shownOn(scene, slot, box.grams + random.int(-2, 2))
      if (isTelling(scene, slot, box.grams, shown))
        return { box: box.name, handset: slot.handset, at: slot.sitting.from + random.int(1, 3), shown }
    }
  })
  return { checks: [], boxReadings: [...first, ...later] }
}
