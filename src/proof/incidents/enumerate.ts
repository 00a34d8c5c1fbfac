/**
 * Which hypotheses the evidence leaves, component by component. Constraints over running sums are settled by dynamic
 * programming, so that the product of all choices is never multiplied out.
 *
 * @module
 */
import type { Component, Constraint, Hypotheses, Option } from '../../tasks/incidents/hypotheses.ts'
import { stateOf } from './states.ts'

/** The most combinations of one component that may be tried. */
export const mostOptions = 64
/** Different running sums of a group of components. */
const mostSums = 100_000

export interface Remaining {
  readonly component: Component
  /** Those that occur in some hypothesis that meets every constraint. */
  readonly options: readonly Option[]
}

export interface Enumeration {
  readonly remaining: readonly Remaining[]
  /** Natural logarithm of the number of hypotheses in all. */
  readonly logHypotheses: number
  /** Why the question cannot be settled; null where it is. */
  readonly problem: string | null
}

type SumConstraint = Extract<Constraint, { form: 'sums' }>

/** States that are left of a component. */
export function statesLeft({ options }: Remaining): Option[] {
  return [...new Map(options.map((option) => [stateOf(option), option])).values()]
}

/** Constraints that are known without a carrier. */
export function constraintsWithout({ constraints }: Hypotheses, carrier?: string): Constraint[] {
  return constraints.filter(({ carriers }) => carrier === undefined || !carriers.includes(carrier))
}

/** Enumerates what given constraints leave. */
export function enumerate({ components }: Hypotheses, constraints: readonly Constraint[]): Enumeration {
  const large = components.find(({ options }) => options.length > mostOptions)
  const logHypotheses = components.reduce((sum, { options }) => sum + Math.log(options.length), 0)
  const problem = large && `${large.id} has ${large.options.length} options, more than ${mostOptions}`
  const single = constraints.filter((constraint) => constraint.form === 'option')
  const remaining = components.map((component): Remaining => {
    const options = component.options.filter((option) => single.every(({ allows }) => allows(component, option)))
    return { component, options }
  })
  if (problem !== undefined) return { remaining, logHypotheses, problem }
  const sums = constraints.filter((constraint): constraint is SumConstraint => constraint.form === 'sums')
  return { ...settleSums(remaining, sums), logHypotheses }
}

function settleSums(
  remaining: readonly Remaining[],
  sums: readonly SumConstraint[],
): { readonly remaining: readonly Remaining[]; readonly problem: string | null } {
  const known = new Set(remaining.map(({ component }) => component.id))
  const stray = sums.find(({ components }) => components.some((id) => !known.has(id)))
  if (stray !== undefined) return { remaining, problem: `${stray.id} adds up a component that is not there` }
  const settled = new Map(remaining.map((own) => [own.component.id, own]))
  for (const group of groupsOf(sums)) {
    const ids = new Set(group.flatMap(({ components }) => components))
    const members = remaining.filter(({ component }) => ids.has(component.id))
    const left = settleGroup(members, group)
    if (left === null) return { remaining, problem: `the sums of ${group.map(({ id }) => id).join(', ')} are too many` }
    for (const own of left) settled.set(own.component.id, own)
  }
  return { remaining: remaining.map((own) => settled.get(own.component.id) ?? own), problem: null }
}

/** Constraints that share a component, directly or through others, belong together. */
function groupsOf(sums: readonly SumConstraint[]): SumConstraint[][] {
  let groups: SumConstraint[][] = []
  for (const constraint of sums) {
    const touches = (group: readonly SumConstraint[]): boolean =>
      group.some(({ components }) => components.some((id) => constraint.components.includes(id)))
    groups = [...groups.filter((group) => !touches(group)), [...groups.filter(touches).flat(), constraint]]
  }
  return groups
}

type Sums = readonly number[]

/** The sums that one component can add, each once. */
interface Added {
  /** By option. */
  readonly own: readonly Sums[]
  readonly distinct: readonly Sums[]
  readonly least: Sums
  readonly most: Sums
}

function addedBy({ component, options }: Remaining, group: readonly SumConstraint[]): Added {
  const own = options.map((option) =>
    group.map(({ components, measure }) => (components.includes(component.id) ? (option.sums?.[measure] ?? 0) : 0)),
  )
  const extreme = (of: (...numbers: number[]) => number): Sums =>
    group.map((_, which) => of(...own.map((sums) => sums[which] as number)))
  const distinct = [...new Map(own.map((sums) => [sums.join(), sums])).values()]
  return { own, distinct, least: extreme(Math.min), most: extreme(Math.max) }
}

/** null: there are too many different sums. */
function settleGroup(members: readonly Remaining[], group: readonly SumConstraint[]): Remaining[] | null {
  const added = members.map((member) => addedBy(member, group))
  const totals = group.map(({ total }) => total)
  /** Sums of the components before a place, and of those from it on. */
  const before = reachable(added, totals)
  const after = reachable(added.toReversed(), totals)?.toReversed()
  if (before === null || after === undefined) return null
  return members.map(({ component, options }, place) => {
    const rest = after[place + 1] as ReadonlyMap<number | string, Sums>
    const sums = [...(before[place] as ReadonlyMap<number | string, Sums>).values()]
    const verdicts = new Map<string, boolean>()
    const isPossible = (own: Sums): boolean =>
      sums.some((sum) => rest.has(keyOf(totals.map((total, which) => total - at(sum, which) - at(own, which)))))
    const possible = options.filter((_, index) => {
      const own = added[place]?.own[index] ?? []
      const known = verdicts.get(own.join())
      const verdict = known ?? isPossible(own)
      verdicts.set(own.join(), verdict)
      return verdict
    })
    return { component, options: possible }
  })
}

const at = (sums: Sums, which: number): number => sums[which] as number
/** One sum is its own key. */
const keyOf = (sums: Sums): number | string => (sums.length === 1 ? at(sums, 0) : sums.join())

/**
 * The different sums of the first 0, 1, 2, ... components, one option of each added: those from which the totals can
 * still be met.
 */
function reachable(components: readonly Added[], totals: Sums): Map<number | string, Sums>[] | null {
  const zero = totals.map(() => 0)
  const steps = [new Map<number | string, Sums>([[keyOf(zero), zero]])]
  for (const [place, { distinct }] of components.entries()) {
    const rest = components.slice(place + 1)
    const open = totals.map((total, which) => [
      total - rest.reduce((sum, { most }) => sum + at(most, which), 0),
      total - rest.reduce((sum, { least }) => sum + at(least, which), 0),
    ]) as readonly (readonly [number, number])[]
    const next = new Map<number | string, Sums>()
    for (const sums of (steps.at(-1) as Map<number | string, Sums>).values()) {
      for (const own of distinct) {
        const total = sums.map((sum, which) => sum + at(own, which))
        if (open.every(([low, high], which) => at(total, which) >= low && at(total, which) <= high)) {
          next.set(keyOf(total), total)
        }
      }
      if (next.size > mostSums) return null
    }
    steps.push(next)
  }
  return steps
}
