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
import { auditNull } from './drills/audit-null.ts'
import { boolLexeme } from './drills/bool-lexeme.ts'
import { codePadding } from './drills/code-padding.ts'
import { dateIso } from './drills/date-iso.ts'
import { decodeThenLink } from './drills/decode-then-link.ts'
import { derivedNull } from './drills/derived-null.ts'
import { doubleEscape } from './drills/double-escape.ts'
import { enumDrift } from './drills/enum-drift.ts'
import { exactDup } from './drills/exact-dup.ts'
import { epochMix } from './drills/epoch-mix.ts'
import type { Family } from './drills/family.ts'
import { lookupNull } from './drills/lookup-null.ts'
import { numericText } from './drills/numeric-text.ts'
import { phoneE164 } from './drills/phone-e164.ts'
import { rogueUpdate } from './drills/rogue-update.ts'
import { sentinels } from './drills/sentinels.ts'
import { trimCase } from './drills/trim-case.ts'
import { unitMix } from './drills/unit-mix.ts'
import { incidentList } from './incidents/incident-list.ts'
import { ofIncident, type IncidentFamily, type incidentSuite } from './incidents-family.ts'
import { describeUnknown } from './suggest-task.ts'
import { type Level, type NamedWorld, type TaskFamily } from './task-family.ts'
import { formatTaskId, parseTaskId } from './task-id.ts'
import { findTask, taskList } from './task-list.ts'
import { ofTrades, type TradesFamily } from './drill-family.ts'
import type { World } from './drills/trades/world.ts'

/** Every family, newest version of each. */
export const familyList: readonly TradesFamily[] = Object.freeze(
  [
    dateIso,
    phoneE164,
    trimCase,
    boolLexeme,
    codePadding,
    numericText,
    sentinels,
    derivedNull,
    lookupNull,
    exactDup,
    epochMix,
    doubleEscape,
    enumDrift,
    auditNull,
    unitMix,
    rogueUpdate,
    decodeThenLink,
  ].map(ofTrades),
)

/** Every incident, newest version of each: families of a suite of their own. */
export const incidentFamilies: readonly IncidentFamily[] = Object.freeze(incidentList.map(ofIncident))

/** All that make tasks: families of trades, then incidents. */
export const everyFamily: readonly TaskFamily[] = Object.freeze([...familyList, ...incidentFamilies])

/** A family as lists know it; one of trades may come as it was written. */
export type AnyFamily<W extends NamedWorld = NamedWorld> = TaskFamily<W> | Family

const asListed = (family: AnyFamily): TaskFamily => ('mostSteps' in family ? family : ofTrades(family))

/** The worlds in which a family finds a place, in the order of the list. */
export function worldsOf(family: Family): readonly World[]
export function worldsOf<W extends NamedWorld>(family: TaskFamily<W>): readonly W[]
export function worldsOf(family: AnyFamily): readonly NamedWorld[] {
  return asListed(family).worlds
}

/** The id of a family's task: `date_iso@1/shop/2`. */
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
  family: AnyFamily<W>,
  world: NoInfer<W>,
  level: Level,
  split: Split,
  key: string | null = null,
): FamilyTask {
  const listed = asListed(family)
  const ownKey = split === 'test' ? key : null
  const openId = formatTaskId(listed, world.id, level)
  // Only whoever has the key can make it, and it tells nothing of the secret.
  const mark = ownKey === null ? null : keyedDigest(ownKey, 'task', openId).slice(0, 16)
  const id = formatTaskId(listed, world.id, level, mark)
  const known = made.get(`${split} ${id}`)
  if (known !== undefined) return known
  const sketch = (random: Random): InstanceSketch => listed.sketch(random, { world, level })
  const task = defineTask<FamilyTask>({
    id,
    suite: listed.suite,
    summary: listed.summary,
    difficulty: difficultyOf(level),
    // Enough for any instance; each has its own limit.
    stepLimit: listed.mostSteps(level),
    safety: 'own',
    rewardMode: 'terminal',
    family: {
      family: listed.id,
      version: listed.version,
      world: world.id,
      level,
      split,
      dimension: listed.dimension,
      jargon: listed.jargon,
    },
    ...(ownKey !== null && { key: ownKey }),
    sketch,
    generate: (random) => listed.generate(random, { world, level, sketch: sketch(random) }),
  })
  made.set(`${split} ${id}`, task)
  return task
}

/** Every task of every family: family by family, world by world, level by level. */
export function familyTasks(split: Split = 'train'): FamilyTask[] {
  return tasksOf({ families: familyList, key: null }, split)
}

/** Which families there are, and the key of a private `test`. */
export interface FamilyChoice {
  readonly families: readonly TaskFamily[]
  readonly key: string | null
}

const allFamilies: FamilyChoice = Object.freeze({ families: everyFamily, key: null })

function tasksOf({ families, key }: FamilyChoice, split: Split): FamilyTask[] {
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
export function findFamilyTask(id: string, split?: Split, choice: FamilyChoice = allFamilies): FamilyTask | undefined {
  const parts = parseTaskId(id)
  const family = choice.families.find((candidate) => candidate.id === parts?.name)
  if (parts === null || family === undefined || (split !== undefined && !splits.includes(split))) return undefined
  const { of } = parts
  const world = of === null ? family.worlds[0] : family.worlds.find((candidate) => candidate.id === of.world)
  const level = of === null ? family.levels[0] : family.levels.find((candidate) => candidate === of.level)
  if (world === undefined || level === undefined || (of !== null && of.version !== family.version)) return undefined
  const mark = of?.mark ?? null
  const wanted = split ?? (mark === null ? defaultSplit(family.id, world.id) : 'test')
  const task = familyTask(family, world, level, wanted, choice.key)
  // With a mark only the one task that has it.
  return mark === null || task.id === id ? task : undefined
}

/**
 * The task of an id: one of the listed tasks, or one of a family, see `findFamilyTask`.
 *
 * @throws AppError `unknown_task`
 */
export function resolveTask(id: string, split?: Split, choice: FamilyChoice = allFamilies): TaskDefinition {
  const task = findTask(id) ?? findFamilyTask(id, split, choice)
  if (task !== undefined) return task
  // Whoever chooses families has tasks of their own beside them.
  throw new AppError('unknown_task', describeUnknownTask(id, choice === allFamilies ? taskList : [], choice.families))
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
  /** Worlds with a history, of incidents. */
  readonly businesses: readonly string[]
} = Object.freeze({
  families: ['double_escape', 'exact_dup'],
  worlds: ['saas', 'sensors'],
  businesses: ['logistics'],
})

const incidentIds = new Set(incidentList.map(({ id }) => id))

/** The split of a family in a world for whoever names none. */
export function defaultSplit(family: string, world: string): Split {
  const worlds = incidentIds.has(family) ? heldOut.businesses : heldOut.worlds
  return heldOut.families.includes(family) || worlds.includes(world) ? 'test' : 'train'
}

/** Suites whose tasks make rows: each has rows of its own, so that those of one stay when the other grows. */
export type RowSuite = 'families' | typeof incidentSuite

const bySplit = new WeakMap<FamilyChoice, Map<string, readonly FamilyTask[]>>()

/**
 * The tasks of a split of one suite, families, worlds and levels mixed, so that the first few are a fair sample. `train` and
 * `validation` have the same tasks, and no seed of theirs gives the same instance.
 */
export function splitTasks(
  split: Split,
  choice: FamilyChoice = allFamilies,
  suite: RowSuite = 'families',
): readonly FamilyTask[] {
  let known = bySplit.get(choice)
  if (known === undefined) bySplit.set(choice, (known = new Map()))
  let tasks = known.get(`${suite} ${split}`)
  if (tasks === undefined) {
    const place = ({ family: { family, world, level } }: FamilyTask): string =>
      digestHex(digest('place', family, world, level))
    tasks = tasksOf(choice, split)
      .filter((task) => task.suite === suite)
      .filter(({ family: { family, world } }) => (defaultSplit(family, world) === 'test') === (split === 'test'))
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
  choice: FamilyChoice = allFamilies,
  suite: RowSuite = 'families',
): { readonly task: FamilyTask; readonly seed: number } {
  const tasks = splitTasks(split, choice, suite)
  const task = tasks[index % tasks.length]
  if (task === undefined || !Number.isSafeInteger(index) || index < 0) {
    throw new AppError('unknown_task', `no instance ${index} in split ${split}`)
  }
  return { task, seed: Math.floor(index / tasks.length) }
}
