/**
 * Lists of instances for evaluation that never change: ids, seeds and digests of the bytes. A list is drawn once; from
 * then on it is only compared with what the families make.
 *
 * @module
 */
import { digest, digestHex } from '../kit/digest.ts'
import { AppError } from '../kit/errors.ts'
import type { Engine } from '../sql/engine.ts'
import { splits, type Split } from '../tasks/define-task.ts'
import { defaultSplit, familyTaskId, resolveTask } from '../tasks/family-list.ts'
import type { TaskFamily } from '../tasks/task-family.ts'
import { instantiate } from '../tasks/instantiate.ts'

/** One instance by name. */
export interface ListedInstance {
  /** `family@version/world/level`. */
  readonly id: string
  readonly seed: number
  readonly split: Split
}

/** One instance and what it must be, SHA-256 in hexadecimal: the database, the repaired database, the goal. */
export interface FrozenInstance extends ListedInstance {
  readonly image: string
  readonly target: string
  readonly goal: string
}

export interface FrozenList {
  readonly name: string
  readonly instances: readonly FrozenInstance[]
}

/** What is to be drawn. */
export interface ListPlan {
  readonly families: readonly TaskFamily[]
  /** Instances of a family at a level. */
  readonly each: number
  readonly split: Split
  readonly firstSeed: number
}

/**
 * Draws a list, level by level of each family, of the worlds in which the split is the one that an id alone means: so
 * a reset with id and seed finds each instance. Of a family each world comes as often as any other, give or take one;
 * levels have the worlds as evenly as that allows. No two instances of a family share a seed.
 */
export function drawList({ families, each, split, firstSeed }: ListPlan): ListedInstance[] {
  const uses = new Map<string, number>()
  const used = (...parts: readonly (string | number)[]): number => uses.get(parts.join(' ')) ?? 0
  return families.flatMap((family) =>
    family.levels.flatMap((level, rung) =>
      Array.from({ length: each }, (_, place): ListedInstance => {
        const rank = (world: string): readonly number[] => [
          used(family.id, level, world),
          used(family.id, world),
          used(level, world),
          used(world),
        ]
        const fitting = family.worlds.filter(({ id }) => defaultSplit(family.id, id) === split)
        const [world] = fitting.toSorted((left, right) => {
          const [first, second] = [rank(left.id), rank(right.id)]
          const differing = first.findIndex((count, index) => count !== second[index])
          if (differing >= 0) return (first[differing] ?? 0) - (second[differing] ?? 0)
          const chance = ({ id }: { readonly id: string }): string => digestHex(digest('list', family.id, level, id))
          return chance(left) < chance(right) ? -1 : 1
        })
        if (world === undefined) throw new TypeError(`${family.id} finds a place in no world`)
        for (const key of [[family.id, level, world.id], [family.id, world.id], [level, world.id], [world.id]]) {
          uses.set(key.join(' '), used(...key) + 1)
        }
        return { id: familyTaskId(family, world, level), seed: firstSeed + rung * each + place, split }
      }),
    ),
  )
}

/** The file of a list, one line an instance. */
export function writtenList({ name, about, instances }: FrozenList & { readonly about: readonly string[] }): string {
  const lines = instances.map((entry) => `    ${JSON.stringify(entry)}`)
  const told = JSON.stringify(about, null, 4).replace(/\n\]$/, '\n  ]')
  return `{\n  "name": ${JSON.stringify(name)},\n  "about": ${told},\n  "instances": [\n${lines.join(',\n')}\n  ]\n}\n`
}

/**
 * Makes an instance and takes its digests.
 *
 * @throws AppError `unknown_task` when no family makes it any more, `task_defect`
 */
export function freeze(engine: Engine, { id, seed, split }: ListedInstance): FrozenInstance {
  const { imageDigest, targetImage, goal } = instantiate(engine, resolveTask(id, split), seed)
  return {
    id,
    seed,
    split,
    image: imageDigest,
    target: digestHex(targetImage),
    goal: digestHex(new TextEncoder().encode(goal)),
  }
}

/** What differs between a frozen instance and the one that is made now; empty when nothing does. */
export function compareFrozen(engine: Engine, frozen: FrozenInstance): string[] {
  const name = `${frozen.id}, seed ${frozen.seed}, ${frozen.split}`
  try {
    const now = freeze(engine, frozen)
    return (['image', 'target', 'goal'] as const).flatMap((part) =>
      now[part] === frozen[part] ? [] : [`${name}: the ${part} has the digest ${now[part]}, not ${frozen[part]}`],
    )
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [`${name}: ${error.code}: ${error.message}`]
  }
}

/** Whether something read from a file is a list: names, digests and no instance twice. Returns what is wrong with it. */
export function faultsOfList(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || !('instances' in value) || !Array.isArray(value.instances)) {
    return ['not a list: no instances']
  }
  if (value.instances.length === 0) return ['a list without an instance']
  const seen = new Set<string>()
  return value.instances.flatMap((entry: unknown, place): string[] => {
    if (!isFrozen(entry)) return [`entry ${place + 1} is no frozen instance`]
    const subject = `${entry.id} ${entry.seed} ${entry.split}`
    const again = seen.has(subject)
    seen.add(subject)
    return again ? [`entry ${place + 1} stands there twice`] : []
  })
}

function isFrozen(value: unknown): value is FrozenInstance {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Readonly<Record<string, unknown>>
  const isDigest = (part: unknown): boolean => typeof part === 'string' && /^[0-9a-f]{64}$/.test(part)
  return (
    typeof entry['id'] === 'string' &&
    Number.isSafeInteger(entry['seed']) &&
    splits.some((split) => split === entry['split']) &&
    ['image', 'target', 'goal'].every((part) => isDigest(entry[part]))
  )
}
