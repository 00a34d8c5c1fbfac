import { clipText } from '../../kit/clip-text.ts'
import { AppError } from '../../kit/errors.ts'
import { escapeControls } from '../../kit/escape-controls.ts'
import { didYouMean } from '../../kit/nearest.ts'
import type { Split } from '../../tasks/define-task.ts'
import { everyFamily } from '../../tasks/family-list.ts'
import type { Level, TaskFamily } from '../../tasks/task-family.ts'
import { taskList } from '../../tasks/task-list.ts'
import { originOf } from '../../tasks/task-origin.ts'
import type { GameOutput } from './game.ts'
import { requireTask, taskOfFamily, worldsFor, type Choice } from '../task-choice.ts'
import { clipToWidth, wrapToWidth } from '../terminal/terminal-text.ts'

/** An instance to play. */
export interface Picked {
  readonly taskId: string
  readonly split: Split | undefined
  /** undefined: what the command line says. */
  readonly seed: number | undefined
  /** The player does not know what it is. */
  readonly isSurprise: boolean
}

/** Asks for a line; undefined when the player goes away. */
export type Ask = (prompt: string) => Promise<string | undefined>

/** One line of the list. */
interface Entry {
  readonly id: string
  readonly summary: string
  /** undefined: a classic task. */
  readonly family: TaskFamily | undefined
}

/** Seeds of surprises are short enough to be told. */
const surpriseSeeds = 1_000_000

/** Columns of the list where there is room. */
const widest = 100

const drawn = (count: number): number => Math.floor(Math.random() * count)

/** What can be played: of the generated tasks alone when something is chosen that only they have. */
function entriesOf(choice: Choice): Entry[] {
  const isGenerated = (choice.world ?? choice.level ?? choice.split) !== undefined
  const families = everyFamily.filter(
    (family) =>
      worldsFor(family, choice).length > 0 &&
      (choice.level === undefined || family.levels.some((level) => level === choice.level)),
  )
  return [
    ...(isGenerated ? [] : taskList.map(({ id, summary }) => ({ id, summary, family: undefined }))),
    ...families.map((family) => ({ id: family.id, summary: family.summary, family })),
  ]
}

/** Headings of the list, by suite. */
const titles: Readonly<Record<string, string>> = {
  drills: 'Drills, first steps at two levels',
  incidents: 'Incidents, accidents of a business at five levels',
}

function showEntries(entries: readonly Entry[], { terminal, print }: GameOutput): void {
  const width = Math.min(terminal.width ?? widest, widest)
  const names = Math.max(...entries.map(({ id }) => id.length))
  let title = ''
  for (const [index, { id, summary, family }] of entries.entries()) {
    const own = family === undefined ? 'The classic tasks' : (titles[family.suite] ?? family.suite)
    if (own !== title) print(`${terminal.paint('strong', own)}\n`)
    title = own
    print(`${clipToWidth(`${String(index + 1).padStart(3)}  ${id.padEnd(names)}  ${summary}`, width)}\n`)
  }
  print('  0  surprise me\n')
}

/** What an answer means, or why it means nothing. */
type Understood<T> = { readonly value: T } | { readonly complaint: string }

/** Asks until the answer means something. */
async function askFor<T>(
  ask: Ask,
  { terminal, print }: GameOutput,
  prompt: string,
  understand: (answer: string) => Understood<T>,
): Promise<T | undefined> {
  for (;;) {
    const answer = await ask(prompt)
    if (answer === undefined) return undefined
    const understood = understand(answer.trim())
    if ('value' in understood) return understood.value
    print(`${wrapToWidth(escapeControls(understood.complaint), terminal.width ?? widest)}\n`)
  }
}

/** A name of a list, by itself or by its number; the first for an empty answer. */
function understandName(answer: string, names: readonly string[]): Understood<string> {
  const [first = ''] = names
  if (answer === '') return { value: first }
  const found = /^\d+$/.test(answer) ? names[Number(answer) - 1] : names.find((name) => name === answer.toLowerCase())
  if (found !== undefined) return { value: found }
  return { complaint: `there is no ${clipText(answer, 40)}${didYouMean(answer, names)}` }
}

function understandTask(
  answer: string,
  entries: readonly Entry[],
  choice: Choice,
): Understood<Entry | 'surprise' | Picked> {
  if (answer === '0' || /^surprise\b/i.test(answer)) return { value: 'surprise' }
  if (/[@/]/.test(answer)) {
    try {
      const task = requireTask(answer, choice.split)
      return {
        value: { taskId: task.id, split: originOf(task).split ?? undefined, seed: undefined, isSurprise: false },
      }
    } catch (error) {
      if (AppError.isInstance(error)) return { complaint: error.message }
      throw error
    }
  }
  const name = understandName(
    answer,
    entries.map(({ id }) => id),
  )
  return 'value' in name ? { value: entries.find(({ id }) => id === name.value) as Entry } : name
}

function understandLevel(answer: string, levels: readonly Level[]): Understood<number> {
  const [lowest = 1] = levels
  const level = answer === '' ? lowest : levels.find((candidate) => String(candidate) === answer)
  return level === undefined ? { complaint: `a level is ${levels.join(', ')}` } : { value: level }
}

/** An instance that nobody knows. */
function surprise(entries: readonly Entry[], choice: Choice): Picked {
  const { id, family } = entries[drawn(entries.length)] as Entry
  const seed = drawn(surpriseSeeds)
  if (family === undefined) return { taskId: id, split: undefined, seed, isSurprise: true }
  const worlds = worldsFor(family, choice)
  const world = worlds[drawn(worlds.length)]?.id
  const level = choice.level ?? family.levels[drawn(family.levels.length)]
  const task = taskOfFamily(family, { ...choice, world, level })
  return { taskId: task.id, split: originOf(task).split ?? undefined, seed, isSurprise: true }
}

/**
 * Lets a person choose what to play: a number or name of the list, then level and world as far as the command line
 * leaves them open. Undefined when the person goes away.
 */
export async function pickTask(ask: Ask, choice: Choice, output: GameOutput): Promise<Picked | undefined> {
  const entries = entriesOf(choice)
  showEntries(entries, output)
  const picked = await askFor(ask, output, 'number or name [1]: ', (answer) => understandTask(answer, entries, choice))
  if (picked === undefined || (picked !== 'surprise' && 'taskId' in picked)) return picked
  if (picked === 'surprise') return surprise(entries, choice)
  const { id, family } = picked
  if (family === undefined) return { taskId: id, split: undefined, seed: undefined, isSurprise: false }
  const { levels } = family
  const asked = `level ${levels[0]} to ${levels.at(-1)} [1]: `
  const level = choice.level ?? (await askFor(ask, output, asked, (answer) => understandLevel(answer, levels)))
  if (level === undefined) return undefined
  const worlds = worldsFor(family, choice).map((world) => world.id)
  const { width = widest } = output.terminal
  if (choice.world === undefined) output.print(`${wrapToWidth(`worlds: ${worlds.join(', ')}`, width)}\n`)
  const world =
    choice.world ?? (await askFor(ask, output, `world [${worlds[0]}]: `, (answer) => understandName(answer, worlds)))
  if (world === undefined) return undefined
  const task = taskOfFamily(family, { ...choice, world, level })
  return { taskId: task.id, split: originOf(task).split ?? undefined, seed: undefined, isSurprise: false }
}
