/**
 * Goals as colleagues write them: a few frames, each with slots that are put in several ways.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { toParagraphs } from './documents.ts'

export interface GoalParts {
  /** `a mail-order shop for garden supplies` */
  readonly setting: string
  /** What is wrong, one sentence or two. */
  readonly problem: string
  /** What is asked, one sentence. */
  readonly request: string
  /** The rules, a paragraph each; empty where the database holds them. */
  readonly rules: readonly string[]
  /** What must not change, put in several ways. Default: everything else, and no row is added or removed. */
  readonly keep?: readonly string[]
}

type Frame = (parts: GoalParts, say: (...choices: readonly string[]) => string) => readonly string[]

const frames: readonly Frame[] = [
  ({ setting, problem, request, rules }, say) => [
    `${say('We are', 'This is', 'You are looking at')} ${setting}. ${problem} ${request}`,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${problem} ${say('That is', 'It is')} the database of ${setting}.`,
    request,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    request,
    `${say('Background', 'Why', 'The reason')}: this is ${setting}. ${problem}`,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('A colleague', 'Somebody from the back office', 'The head of the office')} of ${setting} ${say('reports', 'complains', 'writes')}: ${problem}`,
    ...rules,
    request,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('Ticket', 'Request', 'Task')} from ${setting}`,
    problem,
    request,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('Hello', 'Good morning', 'Hi')}, this is ${setting}. ${problem}`,
    ...rules,
    `${say('So', 'In short', 'What we need')}: ${request}`,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('Before the audit', 'Before the books are closed', 'Before we move to the new system')}, ${setting} ${say('needs help', 'wants order')}. ${problem}`,
    request,
    ...rules,
  ],
  ({ setting, problem, request, rules }, say) => [
    `${say('After a bad week of imports', 'After the last migration', 'Since the old interface was patched')}, the database of ${setting} is not what it was. ${problem} ${request}`,
    ...rules,
  ],
]

/** How many ways there are to put a goal, slots not counted. */
export const goalFrames: number = frames.length

const keepRows: readonly string[] = [
  'Everything else is right and stays as it is, however odd it looks: no row is added or removed, and the tables of rules and documents are for reading only.',
  'Change nothing else, even where a value looks strange: rows are neither added nor removed, and rules and documents stay as they were written.',
  'All other cells are right as they stand. Rows stay as many as they are, and what the documents and rules say is not rewritten.',
]

/** What every goal of a generated task ends with. */
function houseRules(random: Random, keeping: readonly string[]): string {
  const keep = random.pick(keeping)
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
  return toParagraphs([...frame(parts, say), houseRules(random, parts.keep ?? keepRows)])
}
