/**
 * States of options and their distances, worked out once: laws compare them again and again.
 *
 * @module
 */
import { distance, type Option, stateKey } from '../../tasks/incidents/hypotheses.ts'

const keys = new WeakMap<Option, string>()
const distances = new WeakMap<Option, WeakMap<Option, ReadonlyMap<string, number>>>()

/** Equal for two options exactly when they leave the same cells. */
export function stateOf(option: Option): string {
  let key = keys.get(option)
  if (key === undefined) keys.set(option, (key = stateKey(option)))
  return key
}

/** Cells in which two options of a component differ, by table. */
export function distanceOf(left: Option, right: Option): ReadonlyMap<string, number> {
  let known = distances.get(left)
  if (known === undefined) distances.set(left, (known = new WeakMap()))
  let cells = known.get(right)
  if (cells === undefined) known.set(right, (cells = distance(left, right)))
  return cells
}
