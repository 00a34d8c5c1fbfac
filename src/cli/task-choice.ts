import { AppError } from '../kit/errors.ts'
import { splits, type Split, type TaskDefinition } from '../tasks/define-task.ts'
import { defaultSplit, everyFamily, familyTaskId, resolveTask } from '../tasks/family-list.ts'
import { levels, type NamedWorld, type TaskFamily } from '../tasks/task-family.ts'
import { originOf } from '../tasks/task-origin.ts'
import { notOneOf, parseWhole, unknownName } from './options.ts'

/** Flags that choose from the generated tasks. */
export interface ChoiceFlags {
  readonly family?: string
  readonly world?: string
  readonly level?: string
  readonly split?: string
}

/** What they choose; undefined where they leave it open. */
export interface Choice {
  readonly family: TaskFamily | undefined
  readonly world: string | undefined
  readonly level: number | undefined
  readonly split: Split | undefined
}

/** @throws AppError `unknown_task` for a family or world, `wrong_use` */
export function parseChoice(flags: ChoiceFlags): Choice {
  const family = everyFamily.find(({ id }) => id === flags.family)
  if (flags.family !== undefined && family === undefined) {
    throw unknownName(
      'family',
      flags.family,
      everyFamily.map(({ id }) => id),
    )
  }
  const all = family === undefined ? everyFamily.flatMap((own) => own.worlds) : family.worlds
  const worlds = [...new Set(all.map(({ id }) => id))]
  if (flags.world !== undefined && !worlds.includes(flags.world)) {
    throw unknownName(family === undefined ? 'world' : `world of ${family.id}`, flags.world, worlds)
  }
  const split = splits.find((known) => known === flags.split)
  if (flags.split !== undefined && split === undefined) throw notOneOf('--split', flags.split, splits)
  const level =
    flags.level === undefined ? undefined : parseWhole('--level', flags.level, levels[0], levels.at(-1) as number)
  return { family, world: flags.world, level, split }
}

/** The task of an id. @throws AppError `unknown_task`, `wrong_use` for a split of a task that has none */
export function requireTask(id: string, split: Split | undefined): TaskDefinition {
  const task = resolveTask(id, split)
  if (split === undefined || originOf(task).split !== null) return task
  throw new AppError('wrong_use', `${task.id} belongs to no split`)
}

/** The worlds in which a family can be played, as far as the choice says. */
export function worldsFor(family: TaskFamily, { world, split }: Choice): readonly NamedWorld[] {
  return family.worlds.filter(
    ({ id }) =>
      (world === undefined || id === world) &&
      (split === undefined || (defaultSplit(family.id, id) === 'test') === (split === 'test')),
  )
}

/**
 * The task of a family at the level of the choice in its first world that fits, else at level 1.
 *
 * @throws AppError `unknown_task`
 */
export function taskOfFamily(family: TaskFamily, choice: Choice): TaskDefinition {
  const { level = levels[0], split } = choice
  const [first] = worldsFor(family, choice)
  if (first !== undefined) return resolveTask(familyTaskId(family, first, level), split)
  const place = choice.world === undefined ? '' : ` in ${choice.world}`
  throw new AppError(
    'unknown_task',
    `${family.id} has no task${place}${split === undefined ? '' : ` in split ${split}`}`,
  )
}
