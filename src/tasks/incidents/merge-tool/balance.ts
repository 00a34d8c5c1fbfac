import { distance, type Component } from '../hypotheses.ts'
import { stayingChild } from '../../worlds/stations/sync.ts'
import { mergeAnswers } from '../../worlds/stations/sync-rule.ts'
import type { Story } from './story.ts'

/** Uses that hang on what goes, so that they are a part of their own. */
const leastUses = 9
const mostOfAReading = 0.39
const leastOfAReading = 0.105

const sizeOf = (cells: ReadonlyMap<string, number>, worth: ReadonlyMap<string, number>): number =>
  [...cells].reduce((sum, [table, count]) => sum + count * (worth.get(table) ?? 0), 0)

/**
 * Whether no reading is right for most of what is to be repaired, and none that a rule names for next to nothing.
 *
 * @param untouched the option of a component that leaves its rows as they are
 */
export function isBalanced(
  components: readonly Component[],
  worth: ReadonlyMap<string, number>,
  untouched: (component: Component) => Component['options'][number] | undefined,
): boolean {
  const changed = new Map<string, number>()
  const held = new Map<string, number>()
  let [total, stakes] = [0, 0]
  for (const component of components) {
    const truth = component.options.find(({ id }) => id === component.truth)
    if (component.global || truth === undefined) continue
    const stake = Math.max(...component.options.map((option) => sizeOf(distance(truth, option), worth)))
    const was = untouched(component)
    const change = was === undefined ? stake : sizeOf(distance(truth, was), worth)
    changed.set(truth.id, (changed.get(truth.id) ?? 0) + change)
    held.set(truth.id, (held.get(truth.id) ?? 0) + stake)
    total += change
    stakes += stake
  }
  return (
    Math.max(...changed.values()) <= mostOfAReading * total && Math.min(...held.values()) >= leastOfAReading * stakes
  )
}

/** Whether enough uses hang on what goes, and what good merges left fits one house only. */
export function isTelling(story: Story): boolean {
  const { level, cases, uses, due, seen, rule } = story
  const pairs = cases.filter(({ plan }) => plan.kind === 'twice')
  const gone = new Set(
    pairs.flatMap(({ child, twin }) => [child.id, twin?.id ?? 0]).filter((id) => !due.children.has(id)),
  )
  if (level >= 2 && uses.filter(({ child }) => gone.has(child ?? 0)).length < leastUses) return false
  // Good times: who went, who stayed.
  const known = new Map([...story.initial, ...seen.children.values()].map((child) => [child.id, child]))
  const fits = mergeAnswers.twice.filter((twice) =>
    [...seen.replaced].every(([id, heir]) => {
      const [went, stayed] = [known.get(id), known.get(heir)]
      if (went === undefined || stayed === undefined) return true
      const image = seen.deleted.find((row) => row.table === 'child' && row.id === id)
      const wasMoving = story.events.some(
        (event) => event.kind === 'merge' && event.action === image?.action && event.loser === image.child?.owner,
      )
      return wasMoving
        ? stayingChild(went, stayed, { twice }) === stayed
        : stayingChild(stayed, went, { twice }) === stayed
    }),
  )
  return fits.length === 1 && fits[0] === rule.twice
}
