import { AppError } from '../kit/errors.ts'
import { defineTask, splits, type Split, type TaskDefinition } from './define-task.ts'
import { boolLexeme } from './families/bool-lexeme.ts'
import { codePadding } from './families/code-padding.ts'
import { dateIso } from './families/date-iso.ts'
import { derivedNull } from './families/derived-null.ts'
import { doubleEscape } from './families/double-escape.ts'
import { enumDrift } from './families/enum-drift.ts'
import { exactDup } from './families/exact-dup.ts'
import { epochMix } from './families/epoch-mix.ts'
import type { Family } from './families/family.ts'
import { lookupNull } from './families/lookup-null.ts'
import { numericText } from './families/numeric-text.ts'
import { phoneE164 } from './families/phone-e164.ts'
import { sentinels } from './families/sentinels.ts'
import { trimCase } from './families/trim-case.ts'
import { findTask } from './task-list.ts'
import { worldList } from './worlds/world-list.ts'
import type { World } from './worlds/world.ts'

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
])

export const levels = [1, 2, 3, 4, 5] as const

/** The worlds in which a family finds a place, in the order of the list. */
export function worldsOf(family: Family): readonly World[] {
  return worldList.filter((world) => family.places(world).length > 0)
}

/** The id of a family's task: `date_iso@1/shop/2`. */
export function familyTaskId(family: Family, world: World, level: number): string {
  return `${family.id}@${family.version}/${world.id}/${level}`
}

const made = new Map<string, TaskDefinition>()

/** The task of a family in a world at a level. */
export function familyTask(family: Family, world: World, level: (typeof levels)[number], split: Split): TaskDefinition {
  const id = familyTaskId(family, world, level)
  const known = made.get(`${split} ${id}`)
  if (known !== undefined) return known
  const task = defineTask({
    id,
    suite: 'families',
    summary: family.summary,
    difficulty: family.difficulty,
    // Enough for any instance; each has its own limit.
    stepLimit: 60,
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
    generate: (random) => family.generate(random, { world, level }),
  })
  made.set(`${split} ${id}`, task)
  return task
}

/** Every task of every family: family by family, world by world, level by level. */
export function familyTasks(split: Split = 'train'): TaskDefinition[] {
  return familyList.flatMap((family) =>
    worldsOf(family).flatMap((world) => levels.map((level) => familyTask(family, world, level, split))),
  )
}

/**
 * The task of an id: one of the listed tasks, `family@version/world/level`, or a family's name alone, which means
 * its newest version, the first world that fits and level 1. Without a split, families that are held out belong to
 * `test` and all others to `train`.
 *
 * @throws AppError `unknown_task`
 */
export function resolveTask(id: string, split?: Split): TaskDefinition {
  const listed = findTask(id)
  if (listed !== undefined) return listed
  const parts = /^([a-z][a-z0-9_]*)(?:@([1-9]\d{0,5})\/([a-z]+)\/([1-5]))?$/.exec(id)
  const family = familyList.find((candidate) => candidate.id === parts?.[1])
  if (parts !== null && family !== undefined && (split === undefined || splits.includes(split))) {
    const [, , version, worldId, level] = parts
    const worlds = worldsOf(family)
    const world = worldId === undefined ? worlds[0] : worlds.find((candidate) => candidate.id === worldId)
    const right = version === undefined || Number(version) === family.version
    const rung = levels.find((candidate) => candidate === Number(level ?? 1))
    if (world !== undefined && right && rung !== undefined)
      return familyTask(family, world, rung, split ?? (heldOut.families.includes(family.id) ? 'test' : 'train'))
  }
  throw new AppError('unknown_task', `unknown task: ${id.slice(0, 128)}`)
}

/** Families and worlds that training never meets: whatever has one of them belongs to the split `test`. */
export const heldOut: { readonly families: readonly string[]; readonly worlds: readonly string[] } = Object.freeze({
  families: ['double_escape', 'exact_dup'],
  worlds: ['saas', 'sensors'],
})

const isHeldOut = ({ family }: TaskDefinition): boolean =>
  family !== undefined && (heldOut.families.includes(family.family) || heldOut.worlds.includes(family.world))

const bySplit = new Map<Split, readonly TaskDefinition[]>()

/** The tasks of a split. `train` and `validation` have the same tasks, and no seed of theirs gives the same instance. */
export function splitTasks(split: Split): readonly TaskDefinition[] {
  const tasks = bySplit.get(split) ?? familyTasks(split).filter((task) => isHeldOut(task) === (split === 'test'))
  bySplit.set(split, tasks)
  return tasks
}

/** The instance at a place of a split's endless row: all tasks with seed 0, then all with seed 1, and so on. */
export function splitInstance(split: Split, index: number): { readonly task: TaskDefinition; readonly seed: number } {
  const tasks = splitTasks(split)
  const task = tasks[index % tasks.length]
  if (task === undefined || !Number.isSafeInteger(index) || index < 0) {
    throw new AppError('unknown_task', `no instance ${index} in split ${split}`)
  }
  return { task, seed: Math.floor(index / tasks.length) }
}
