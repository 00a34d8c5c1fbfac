/**
 * Goals as colleagues write them: a few frames, each with slots that are put in several ways.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { toParagraphs } from './statements.ts'

export interface GoalParts {
  /** Who writes: `a mail-order shop for garden supplies`, `the wages office of an engineering works`. */
  readonly setting: string
  /** What is wrong, one sentence or two. */
  readonly problem: string
  /** What is asked, one sentence. */
  readonly request: string
  /** What has to be known, a paragraph each. */
  readonly rules: readonly string[]
}

type Frame = (parts: GoalParts, say: (...choices: readonly string[]) => string) => readonly string[]

const frames: readonly Frame[] = [
  ({ setting, problem, request, rules }, say) => [
    `${say('We are', 'We work at', 'I am writing from')} ${setting}. ${problem} ${request}`,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${problem} ${say('The database belongs to', 'It is the database of', 'The data are those of')} ${setting}.`,
    request,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${request} ${say('It is the database of', 'We are', 'This comes from')} ${setting}. ${problem}`,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('A colleague at', 'Somebody at', 'A new colleague at')} ${setting} ${say('has found out', 'noticed', 'told us this')}: ${problem}`,
    ...rules,
    request,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('Request', 'Ticket', 'Task')} from ${setting}`,
    problem,
    request,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('Hello', 'Good morning', 'Hi')}, I work at ${setting}. ${problem}`,
    ...rules,
    `${say('So', 'In short', 'What we need')}: ${request}`,
  ],
]

/** How many ways there are to put a goal, slots not counted. */
export const goalFrames: number = frames.length

const keepRows: readonly string[] = [
  'Please leave everything else as it is, even where it looks odd: it has been checked. Add no rows and delete none, and do not edit the notes and lists that you read.',
  'Nothing else needs to change, however strange it may look. The number of rows stays the same, and notes, lists and rules stay as they are.',
  'All other cells are right. Keep every row, add none, and leave what you only look things up in untouched.',
]

/** What every goal of a generated task ends with. */
function houseRules(random: Random): string {
  const keep = random.pick(keepRows)
  const leave = random.pick([
    'Temporary tables are fine; a permanent table, view, trigger or unique index that you leave behind costs 0.05 and the task does not count as solved.',
    'Leave no permanent table, view, trigger or unique index behind: each costs 0.05 and keeps the task from counting as solved. Temporary ones are fine.',
  ])
  const end = random.pick(['Call finish_task when you are done.', 'When everything is right, call finish_task.'])
  return `${keep} ${leave} ${end}`
}

export function writeGoal(random: Random, parts: GoalParts): string {
  const frame = random.pick(frames)
  const say = (...choices: readonly string[]): string => random.pick(choices)
  return toParagraphs([...frame(parts, say), houseRules(random)])
}
