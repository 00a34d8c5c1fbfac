/**
 * How families make tasks: ids, splits, rows. It knows families by what they are given as, so that whoever plays one suite
 * need not load the others; `family-list.ts` says which there are.
 *
 * @module
 */
import { digest, digestHex, keyedDigest } from '../kit/digest.ts'
import { AppError } from '../kit/errors.ts'
import type { Random } from '../kit/random.ts'
import {
  defineTask,
  splits,
  type FamilyTask,
  type InstanceSketch,
  type Split,
  type TaskDefinition,
} from './define-task.ts'
import { describeUnknown } from './suggest-task.ts'
import { drillSuite, incidentSuite } from './suites.ts'
import { type Level, type NamedWorld, type TaskFamily } from './task-family.ts'
import { formatTaskId, parseTaskId } from './task-id.ts'

/** Which families there are, and the key of a private `test`. */
export interface FamilyChoice {
  readonly families: readonly TaskFamily[]
  readonly key: string | null
}

/** The id of a family's task: `date_iso@2/shop/2`. */
export function familyTaskId(
  family: { readonly id: string; readonly version: number },
  world: NamedWorld,
  level: number,
): string {
  return formatTaskId(family, world.id, level)
}

/**
 * How hard a generated task is, by its level alone: the one place that says so. A level aims at a rate of solving, and
 * families of one level differ less than levels of one family.
 */
export function difficultyOf(level: number): TaskDefinition['difficulty'] {
  if (level <= 2) return 'easy'
  return level === 3 ? 'medium' : 'hard'
}

const made = new Map<string, FamilyTask>()

/**
 * The task of a family in a world at a level.
 *
 * @param key of a private `test`, see `deriveSplitKey`; the other splits have none
 */
export function familyTask<W extends NamedWorld>(
  family: TaskFamily<W>,
  world: NoInfer<W>,
  level: Level,
  split: Split,
  key: string | null = null,
): FamilyTask {
  const ownKey = split === 'test' ? key : null
  const openId = formatTaskId(family, world.id, level)
  // Only whoever has the key can make it, and it tells nothing of the secret.
  const mark = ownKey === null ? null : keyedDigest(ownKey, 'task', openId).slice(0, 16)
  const id = formatTaskId(family, world.id, level, mark)
  const known = made.get(`${split} ${id}`)
  if (known !== undefined) return known
  const sketch = (random: Random): InstanceSketch => family.sketch(random, { world, level })
  const task = defineTask<FamilyTask>({
    id,
    suite: family.suite,
    summary: family.summary,
    difficulty: difficultyOf(level),
    // Enough for any instance; each has its own limit.
    stepLimit: family.mostSteps(level),
    safety: 'own',
    rewardMode: 'terminal',
    family: {
      family: family.id,
      version: family.version,
      world: world.id,
      level,
      split,
      dimension: family.dimension,
      ...(family.jargon !== undefined && { jargon: family.jargon }),
    },
    ...(ownKey !== null && { key: ownKey }),
    sketch,
    generate: (random) => family.generate(random, { world, level, sketch: sketch(random) }),
  })
  made.set(`${split} ${id}`, task)
  return task
}

/** Every task of some families: family by family, world by world, level by level. */
export function tasksOf({ families, key }: FamilyChoice, split: Split): FamilyTask[] {
  return families.flatMap((family) =>
    family.worlds.flatMap((world) => family.levels.map((level) => familyTask(family, world, level, split, key))),
  )
}

/**
 * The task of a family by its id: `family@version/world/level`, or a family's name alone, which means its newest version,
 * the first world that fits and its first level. Without a split, families and worlds that are held out belong to `test`
 * and all others to `train`. `~` and a keyed hash may follow, as in the ids of a private `test`. Undefined when there is
 * none.
 */
export function findFamilyTask(id: string, split: Split | undefined, choice: FamilyChoice): FamilyTask | undefined {
  const parts = parseTaskId(id)
  const family = choice.families.find((candidate) => candidate.id === parts?.name)
  if (parts === null || family === undefined || (split !== undefined && !splits.includes(split))) return undefined
  const { of } = parts
  const world = of === null ? family.worlds[0] : family.worlds.find((candidate) => candidate.id === of.world)
  const level = of === null ? family.levels[0] : family.levels.find((candidate) => candidate === of.level)
  if (world === undefined || level === undefined || (of !== null && of.version !== family.version)) return undefined
  const mark = of?.mark ?? null
  const wanted = split ?? (mark === null ? splitOf(family, world.id) : 'test')
  const task = familyTask(family, world, level, wanted, choice.key)
  // With a mark only the one task that has it.
  return mark === null || task.id === id ? task : undefined
}

/** The message of an id that is none, see `describeUnknown`. @param tasks those beside the families */
export function describeUnknownTask(
  id: string,
  tasks: readonly Pick<TaskDefinition, 'id'>[],
  families: readonly TaskFamily[],
): string {
  return describeUnknown(id, { ids: tasks.map((task) => task.id), families })
}

/** Families and worlds that training never meets: whatever has one of them belongs to the split `test`. */
export const heldOut: {
  readonly families: readonly string[]
  readonly worlds: readonly string[]
  /** Accidents, in whatever world. */
  readonly incidents: readonly string[]
  /** Worlds with a history, of incidents. */
  readonly businesses: readonly string[]
} = Object.freeze({
  families: ['double_escape'],
  worlds: ['saas', 'sensors'],
  incidents: ['day_month', 'merge_tool'],
  businesses: ['logistics', 'saas'],
})

/** The split of a family in a world for whoever names none; without an id any family of the suite. */
export function splitOf({ id, suite }: { readonly id?: string; readonly suite: string }, world: string): Split {
  const worlds = suite === incidentSuite ? heldOut.businesses : heldOut.worlds
  const own = suite === incidentSuite ? heldOut.incidents : heldOut.families
  const isHeldOut = id !== undefined && own.includes(id)
  return isHeldOut || worlds.includes(world) ? 'test' : 'train'
}

/** Suites whose tasks make rows: each has rows of its own, so that those of one stay when the other grows. */
export type RowSuite = typeof drillSuite | typeof incidentSuite

const bySplit = new WeakMap<FamilyChoice, Map<string, readonly FamilyTask[]>>()

/**
 * The tasks of a split of one suite, families, worlds and levels mixed, so that the first few are a fair sample. `train` and
 * `validation` have the same tasks, and no seed of theirs gives the same instance.
 */
export function splitTasks(split: Split, choice: FamilyChoice, suite: RowSuite = drillSuite): readonly FamilyTask[] {
  let known = bySplit.get(choice)
  if (known === undefined) bySplit.set(choice, (known = new Map()))
  let tasks = known.get(`${suite} ${split}`)
  if (tasks === undefined) {
    const place = ({ family: { family, world, level } }: FamilyTask): string =>
      digestHex(digest('place', family, world, level))
    tasks = tasksOf(choice, split)
      .filter((task) => task.suite === suite)
      .filter(
        ({ suite: of, family: { family: id, world } }) =>
          (splitOf({ id, suite: of }, world) === 'test') === (split === 'test'),
      )
      .map((task) => ({ task, place: place(task) }))
      .toSorted((left, right) => (left.place < right.place ? -1 : 1))
      .map(({ task }) => task)
    known.set(`${suite} ${split}`, tasks)
  }
  return tasks
}

/** The instance at a place of a split's endless row: all tasks with seed 0, then all with seed 1, and so on. */
export function splitInstance(
  split: Split,
  index: number,
  choice: FamilyChoice,
  suite: RowSuite = drillSuite,
): { readonly task: FamilyTask; readonly seed: number } {
  const tasks = splitTasks(split, choice, suite)
  const task = tasks[index % tasks.length]
  if (task === undefined || !Number.isSafeInteger(index) || index < 0) {
    throw new AppError('unknown_task', `no instance ${index} in split ${split}`)
  }
  return { task, seed: Math.floor(index / tasks.length) }
}
