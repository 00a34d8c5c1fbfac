import { digest, digestHex, keyedDigest } from '../kit/digest.ts'
import { AppError } from '../kit/errors.ts'
import { defineTask, splits, type Split, type TaskDefinition } from './define-task.ts'
import { auditNull } from './families/audit-null.ts'
import { boolLexeme } from './families/bool-lexeme.ts'
import { codePadding } from './families/code-padding.ts'
import { dateIso } from './families/date-iso.ts'
import { decodeThenLink } from './families/decode-then-link.ts'
import { derivedNull } from './families/derived-null.ts'
import { doubleEscape } from './families/double-escape.ts'
import { enumDrift } from './families/enum-drift.ts'
import { exactDup } from './families/exact-dup.ts'
import { epochMix } from './families/epoch-mix.ts'
import type { Family } from './families/family.ts'
import { lookupNull } from './families/lookup-null.ts'
import { numericText } from './families/numeric-text.ts'
import { phoneE164 } from './families/phone-e164.ts'
import { rogueUpdate } from './families/rogue-update.ts'
import { sentinels } from './families/sentinels.ts'
import { trimCase } from './families/trim-case.ts'
import { unitMix } from './families/unit-mix.ts'
import { mostStepsOf } from './step-limits.ts'
import { describeUnknown } from './suggest-task.ts'
import { findTask, taskList } from './task-list.ts'
import { worldList } from './trades/world-list.ts'
import type { World } from './trades/world.ts'

/** Every family, newest version of each. */
export const familyList: readonly Family[] = Object.freeze([
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
])

export const levels = [1, 2, 3, 4, 5] as const

/** The worlds in which a family finds a place, in the order of the list. */
export function worldsOf(family: Family): readonly World[] {
  let worlds = fitting.get(family)
  if (worlds === undefined) {
    worlds = worldList.filter((world) => family.places(world).length > 0)
    fitting.set(family, worlds)
  }
  return worlds
}

const fitting = new WeakMap<Family, readonly World[]>()

/** The id of a family's task: `date_iso@1/shop/2`. */
export function familyTaskId(family: Family, world: World, level: number): string {
  return `${family.id}@${family.version}/${world.id}/${level}`
}

/**
 * How hard a generated task is, by its level alone: the one place that says so. A level aims at a rate of solving, and
 * families of one level differ less than levels of one family.
 */
export function difficultyOf(level: number): TaskDefinition['difficulty'] {
  if (level <= 2) return 'easy'
  return level === 3 ? 'medium' : 'hard'
}

/** What the id of a private task ends in: only whoever has the key can make it, and it tells nothing of the secret. */
function privateMark(family: Family, world: World, level: number, key: string): string {
  return keyedDigest(key, 'task', familyTaskId(family, world, level)).slice(0, 16)
}

const made = new Map<string, TaskDefinition>()

/**
 * The task of a family in a world at a level.
 *
 * @param key of a private `test`, see `deriveSplitKey`; the other splits have none
 */
export function familyTask(
  family: Family,
  world: World,
  level: (typeof levels)[number],
  split: Split,
  key: string | null = null,
): TaskDefinition {
  const ownKey = split === 'test' ? key : null
  const id = `${familyTaskId(family, world, level)}${ownKey === null ? '' : `~${privateMark(family, world, level, ownKey)}`}`
  const known = made.get(`${split} ${id}`)
  if (known !== undefined) return known
  const task = defineTask({
    id,
    suite: 'families',
    summary: family.summary,
    difficulty: difficultyOf(level),
    // Enough for any instance; each has its own limit.
    stepLimit: mostStepsOf(family, level),
    safety: 'own',
    rewardMode: 'terminal',
    family: {
      family: family.id,
      version: family.version,
      world: world.id,
      level,
      split,
      dimension: family.dimension,
      jargon: family.jargon,
    },
    ...(ownKey !== null && { key: ownKey }),
    generate: (random) => family.generate(random, { world, level }),
  })
  made.set(`${split} ${id}`, task)
  return task
}

/** Every task of every family: family by family, world by world, level by level. */
export function familyTasks(split: Split = 'train'): TaskDefinition[] {
  return tasksOf({ families: familyList, key: null }, split)
}

/** Which families there are, and the key of a private `test`. */
export interface FamilyChoice {
  readonly families: readonly Family[]
  readonly key: string | null
}

const allFamilies: FamilyChoice = Object.freeze({ families: familyList, key: null })

function tasksOf({ families, key }: FamilyChoice, split: Split): TaskDefinition[] {
  return families.flatMap((family) =>
    worldsOf(family).flatMap((world) => levels.map((level) => familyTask(family, world, level, split, key))),
  )
}

/**
 * The task of an id: one of the listed tasks, `family@version/world/level`, or a family's name alone, which means
 * its newest version, the first world that fits and level 1. Without a split, families and worlds that are held out
 * belong to `test` and all others to `train`. `~` and a keyed hash may follow, as in the ids of a private `test`.
 *
 * @throws AppError `unknown_task`
 */
export function resolveTask(id: string, split?: Split, choice: FamilyChoice = allFamilies): TaskDefinition {
  const listed = findTask(id)
  if (listed !== undefined) return listed
  const parts = /^([a-z][a-z0-9_]*)(?:@([1-9]\d{0,5})\/([a-z]+)\/([1-5])(?:~([0-9a-f]{16}))?)?$/.exec(id)
  const family = choice.families.find((candidate) => candidate.id === parts?.[1])
  if (parts !== null && family !== undefined && (split === undefined || splits.includes(split))) {
    const [, , version, worldId, level, mark] = parts
    const worlds = worldsOf(family)
    const world = worldId === undefined ? worlds[0] : worlds.find((candidate) => candidate.id === worldId)
    const rung = levels.find((candidate) => candidate === Number(level ?? 1))
    const isPrivate = mark !== undefined
    const wanted = split ?? (isPrivate ? 'test' : defaultSplit(family.id, world?.id ?? ''))
    const isNewest = version === undefined || Number(version) === family.version
    if (world !== undefined && isNewest && rung !== undefined) {
      const task = familyTask(family, world, rung, wanted, choice.key)
      // With a mark only the one task that has it.
      if (!isPrivate || task.id === id) return task
    }
  }
  // Whoever chooses families has tasks of their own beside them.
  throw new AppError('unknown_task', describeUnknownTask(id, choice === allFamilies ? taskList : [], choice.families))
}

/** The message of an id that is none, see `describeUnknown`. @param tasks those beside the families */
export function describeUnknownTask(
  id: string,
  tasks: readonly Pick<TaskDefinition, 'id'>[],
  families: readonly Family[],
): string {
  return describeUnknown(id, { ids: tasks.map((task) => task.id), families, worldsOf, levels: levels.length })
}

/** Families and worlds that training never meets: whatever has one of them belongs to the split `test`. */
export const heldOut: { readonly families: readonly string[]; readonly worlds: readonly string[] } = Object.freeze({
  families: ['double_escape', 'exact_dup'],
  worlds: ['saas', 'sensors'],
})

/** The split of a family in a world for whoever names none. */
export function defaultSplit(family: string, world: string): Split {
  return heldOut.families.includes(family) || heldOut.worlds.includes(world) ? 'test' : 'train'
}

const bySplit = new WeakMap<FamilyChoice, Map<Split, readonly TaskDefinition[]>>()

/**
 * The tasks of a split, families, worlds and levels mixed, so that the first few are a fair sample. `train` and
 * `validation` have the same tasks, and no seed of theirs gives the same instance.
 */
export function splitTasks(split: Split, choice: FamilyChoice = allFamilies): readonly TaskDefinition[] {
  let known = bySplit.get(choice)
  if (known === undefined) bySplit.set(choice, (known = new Map()))
  let tasks = known.get(split)
  if (tasks === undefined) {
    const place = ({ family }: TaskDefinition): string =>
      digestHex(digest('place', family?.family ?? '', family?.world ?? '', family?.level ?? 0))
    tasks = tasksOf(choice, split)
      .filter(
        ({ family }) => (defaultSplit(family?.family ?? '', family?.world ?? '') === 'test') === (split === 'test'),
      )
      .map((task) => ({ task, place: place(task) }))
      .toSorted((left, right) => (left.place < right.place ? -1 : 1))
      .map(({ task }) => task)
    known.set(split, tasks)
  }
  return tasks
}

/** The instance at a place of a split's endless row: all tasks with seed 0, then all with seed 1, and so on. */
export function splitInstance(
  split: Split,
  index: number,
  choice: FamilyChoice = allFamilies,
): { readonly task: TaskDefinition; readonly seed: number } {
  const tasks = splitTasks(split, choice)
  const task = tasks[index % tasks.length]
  if (task === undefined || !Number.isSafeInteger(index) || index < 0) {
    throw new AppError('unknown_task', `no instance ${index} in split ${split}`)
  }
  return { task, seed: Math.floor(index / tasks.length) }
}
