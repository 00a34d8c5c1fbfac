/**
 * Which generated task a reset means that names none by its id: the tasks of a split, narrowed by family, world,
 * level and difficulty, and a seed that chooses of those.
 *
 * @module
 */
import { difficulties } from '../contract/episode.ts'
import type { ResetData } from '../contract/reset-data.ts'
import { AppError } from '../kit/errors.ts'
import { didYouMean } from '../kit/nearest.ts'
import { splits, type FamilyTask, type Split, type TaskDefinition } from './define-task.ts'
import { type FamilyChoice, type RowSuite, splitOf, splitTasks } from './family-tasks.ts'
import { sayFormer } from './suggest-task.ts'
import { drillSuite, incidentSuite } from './suites.ts'
import { originOf } from './task-origin.ts'
import { levels, type NamedWorld, type TaskFamily } from './task-family.ts'

/** Narrow a split, in the order in which they are tried. */
const selectors = ['family', 'world', 'level', 'difficulty'] as const
type Selector = (typeof selectors)[number]

/** What chooses a generated task. Null and undefined leave it open. */
export type Selection = Pick<ResetData, Selector | 'seed'> & {
  readonly split?: Split | null | undefined
  /** Of which suite; absent: that of the family, else `incidents` for a range of difficulty, else the first that fits. */
  readonly suite?: RowSuite | undefined
}

/** An instance of a task; the seed is null for a canonical one. */
export interface ChosenInstance {
  readonly task: TaskDefinition
  readonly seed: number | null
}

/** A parameter that contradicts others or leads nowhere. */
export function badParameter(key: string, msg: string, input: unknown): AppError {
  const details = [{ type: 'value_error', loc: [key], msg, input }]
  return new AppError('validation_error', `${key}: ${msg}`, { details })
}

function valueOf(task: FamilyTask, selector: Selector): string | number {
  return selector === 'difficulty' ? task.difficulty : task.family[selector]
}

const plurals = { family: 'families', world: 'worlds', level: 'levels', difficulty: 'difficulties' } as const

const tell = (value: Selection[Selector]): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** The selectors that a selection has, with their values, up to one of them. */
function describe(selection: Selection, last: Selector): string {
  return selectors
    .slice(0, selectors.indexOf(last) + 1)
    .filter((selector) => selection[selector] != null)
    .map((selector) => `${selector} ${tell(selection[selector])}`)
    .join(', ')
}

/** Whether a task is one of those that are selected. */
function fits(task: FamilyTask, selection: Selection, of: readonly Selector[] = selectors): boolean {
  return of.every((selector) => {
    const wanted = selection[selector]
    // A range is about instances, not about tasks.
    return wanted == null || typeof wanted === 'object' || wanted === valueOf(task, selector)
  })
}

/** The worlds of some families, in the order of the family that is at home in most of them. */
function worldNames(families: readonly TaskFamily[]): string[] {
  const widest = families.toSorted((left, right) => right.worlds.length - left.worlds.length)
  return [...new Set(widest.flatMap(({ worlds }) => worlds.map(({ id }) => id)))]
}

/** What each selector can name, in the order in which people are told. */
function namesOf({ families }: FamilyChoice): Readonly<Record<Selector, readonly (string | number)[]>> {
  return {
    family: families.map(({ id }) => id),
    world: worldNames(families),
    level: levels,
    difficulty: difficulties,
  }
}

/** @throws AppError `validation_error` for a family or a world that there is not */
function checkNames(selection: Selection, choice: FamilyChoice): void {
  for (const key of ['family', 'world'] as const) {
    const name = selection[key]
    if (name == null) continue
    const known = namesOf(choice)[key].map(String)
    if (known.includes(name)) continue
    const gone = key === 'family' ? sayFormer(name) : undefined
    const hint = gone === undefined ? didYouMean(name, known) : `; ${gone}`
    throw badParameter(key, `Unknown ${key}; there is ${known.join(', ') || 'none'}${hint}`, name)
  }
}

/** The tasks of a split that fit. @throws AppError `validation_error` when none does; it says what there is */
function fittingTasks(
  selection: Selection,
  split: Split,
  choice: FamilyChoice,
  suite: RowSuite,
): readonly FamilyTask[] {
  let tasks = splitTasks(split, choice, suite)
  for (const selector of selectors) {
    const left = tasks.filter((task) => fits(task, selection, [selector]))
    if (left.length === 0) {
      const there = namesOf(choice)[selector].filter((name) => tasks.some((task) => valueOf(task, selector) === name))
      const others = splits.filter((other) => splitTasks(other, choice, suite).some((task) => fits(task, selection)))
      const elsewhere = others.length === 0 ? '' : `; such a task is in ${others.join(' and ')}`
      const msg = `No task of the split ${split} has ${describe(selection, selector)}; ${plurals[selector]} there: ${there.join(', ') || 'none'}${elsewhere}`
      throw badParameter(selector, msg, selection[selector])
    }
    tasks = left
  }
  return tasks
}

/**
 * The instance that a selection means.
 *
 * With a split, or without a family, `seed` goes through the fitting tasks: of n tasks it takes the one at
 * `seed % n`, and of that the instance `floor(seed / n)`; so where one task fits, the seed is its own. A family
 * without a split is one task, as its name is an id: the first of its worlds and the lowest level that fit; but a range
 * of difficulty goes over all that fit. Without a split, families and worlds that are held out are in `test`, all
 * others in `train`.
 *
 * @throws AppError `validation_error` when nothing fits; it names what there is
 */
export function chooseInstance(selection: Selection, choice: FamilyChoice): ChosenInstance {
  checkNames(selection, choice)
  const { family: name, world, split, seed } = selection
  const family = choice.families.find(({ id }) => id === name)
  const first = family === undefined ? undefined : family.worlds[0]?.id
  const placeOf = (own: RowSuite): Split => split ?? splitOf(family ?? { suite: own }, world ?? first ?? '')
  const suites = suitesOf(selection, family)
  // What no drill has, a level above 2 for one, an incident may have.
  const suite =
    suites.find((own) => splitTasks(placeOf(own), choice, own).some((task) => fits(task, selection))) ??
    suites[0] ??
    drillSuite
  const place = placeOf(suite)
  const fitting = fittingTasks(selection, place, choice, suite)
  const number = seed ?? 0
  const { difficulty } = selection
  if (difficulty != null && typeof difficulty === 'object') return chooseInRange(fitting, number, difficulty)
  const tasks = split == null && family !== undefined ? [firstOf(fitting, family.worlds)] : fitting
  return { task: tasks[number % tasks.length] as FamilyTask, seed: Math.floor(number / tasks.length) }
}

/** Which suites may be meant: that of the family, or the one whose instances have a measured difficulty; else drills first. */
function suitesOf({ suite, difficulty }: Selection, family: TaskFamily | undefined): readonly RowSuite[] {
  if (family !== undefined) return [family.suite === incidentSuite ? incidentSuite : drillSuite]
  if (suite !== undefined) return [suite]
  return difficulty != null && typeof difficulty === 'object' ? [incidentSuite] : [drillSuite, incidentSuite]
}

/** Seeds of a task that belong to one seed of the choice: the first whose instance fits is taken. */
const lookedAt = 64
/** Where to look on when none of them fits: far from what belongs to other seeds. */
const farther = [0, 2 ** 50, 2 ** 51, 2 ** 52]

/**
 * Of instances whose difficulty lies in a range the one of a seed: seeds go through the tasks that have any, and then on
 * to further instances of each.
 *
 * @throws AppError `validation_error` when no task has one
 */
function chooseInRange(
  tasks: readonly FamilyTask[],
  number: number,
  range: { readonly min?: number | undefined; readonly max?: number | undefined },
): ChosenInstance {
  const { min = 0, max = 1 } = range
  const seen = { least: Infinity, most: -Infinity }
  const find = (task: FamilyTask, base: number): number | undefined => {
    for (let seed = base; seed < base + lookedAt; seed++) {
      const score = task.sketch(originOf(task).stream(seed)).told['difficulty_score']
      if (typeof score !== 'number') return undefined
      if (score >= min && score <= max) return seed
      seen.least = Math.min(seen.least, score)
      seen.most = Math.max(seen.most, score)
    }
    return undefined
  }
  const able = tasks.filter((task) => find(task, 0) !== undefined)
  const task = able[number % able.length]
  if (task !== undefined) {
    const base = (Math.floor(number / able.length) % 2 ** 40) * lookedAt
    for (const start of farther) {
      const seed = find(task, base + start)
      if (seed !== undefined) return { task, seed }
    }
    return { task, seed: find(task, 0) as number }
  }
  const there =
    seen.most < 0 ? 'only incidents have a measured difficulty' : `there are some from ${seen.least} to ${seen.most}`
  throw badParameter('difficulty', `No instance lies between ${min} and ${max}; ${there}`, range)
}

/** Of tasks of one family the one in its first world at the lowest level. */
function firstOf(tasks: readonly FamilyTask[], worlds: readonly NamedWorld[]): FamilyTask {
  const rank = ({ family: { world, level } }: FamilyTask): number =>
    worlds.findIndex(({ id }) => id === world) * levels.length + level
  return tasks.reduce((best, task) => (rank(task) < rank(best) ? task : best))
}
