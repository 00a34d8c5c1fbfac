/**
 * Policies that read no rule and guess the way of each sender: by chance, or by counting what its lines hold. Those that
 * broke the drills of version 1 are among them, and stay.
 *
 * @module
 */
import { Random } from '../../kit/random.ts'
import type { SqlValue } from '../../data/values.ts'
import { scoreOf, type GuessBoard, type GuessLine } from './guess-board.ts'

/** What guessing by chance may earn in the mean, and what counting may. */
export const gamblingBound = 0.2
export const countingBound = 0.4

/** How often chance is tried on one instance. */
const draws = 100

/** Policies of chance: they are held to `gamblingBound`. */
const gamblers: Readonly<Record<string, (random: Random, board: GuessBoard) => number[]>> = {
  'any way for each sender': (random, { senders, ways }) => senders.map(() => random.int(0, ways - 1)),
  'each way as often as any other': (random, { senders, ways }) =>
    random.shuffle(senders.map((_, place) => place % ways)),
  'one way for all': (random, { senders, ways }) => {
    const way = random.int(0, ways - 1)
    return senders.map(() => way)
  },
}

/** How well a way suits the lines of a sender; the way with the most is taken. */
type Measure = (lines: readonly GuessLine[], way: number, board: GuessBoard) => number

const textOf = (value: SqlValue | undefined): string => JSON.stringify(value ?? null)

/** A value on a scale: a number as it is, a day or time by its digits, a text by its length. */
function scaled(value: SqlValue | undefined): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return 0
  return /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(`${value.slice(0, 10)}T00:00:00Z`) / 864e5 : value.length
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
}

const changed = (lines: readonly GuessLine[], way: number): readonly GuessLine[] =>
  lines.filter(({ found, readings }) => readings[way] !== found)
const read = (lines: readonly GuessLine[], way: number): number[] =>
  changed(lines, way).map(({ readings }) => scaled(readings[way]))

/** Values that no way changes: what a column holds that is right. */
const settled = (lines: readonly GuessLine[]): readonly SqlValue[] =>
  lines.flatMap(({ found, readings }) => (readings.every((reading) => reading === found) ? [found] : []))

function likeness(lines: readonly GuessLine[], way: number, known: readonly SqlValue[]): number {
  const counts = new Map<string, number>()
  for (const value of known) counts.set(textOf(value), (counts.get(textOf(value)) ?? 0) + 1)
  return meanOf(changed(lines, way).map(({ readings }) => Math.log(1 + (counts.get(textOf(readings[way])) ?? 0))))
}

const measures: Readonly<Record<string, Measure>> = {
  'most lines changed': (lines, way) => changed(lines, way).length,
  'most like what is right in the column': (lines, way, { lines: all }) => likeness(lines, way, settled(all)),
  'most like what is right at the sender': (lines, way) => likeness(lines, way, settled(lines)),
  'largest results': (lines, way) => meanOf(read(lines, way)),
  'widest spread': (lines, way) => spreadOf(read(lines, way)),
  'most different results': (lines, way) =>
    new Set(changed(lines, way).map(({ readings }) => textOf(readings[way]))).size,
  'far from the mean of the column': (lines, way, { lines: all }) =>
    Math.abs(meanOf(read(lines, way)) - meanOf(settled(all).map(scaled))),
  'far from the mean of the sender': (lines, way) =>
    Math.abs(meanOf(read(lines, way)) - meanOf(settled(lines).map(scaled))),
  'another spread than the column': (lines, way, { lines: all }) =>
    Math.abs(spreadOf(read(lines, way)) - spreadOf(settled(all).map(scaled))),
  'results shared with other senders': (lines, way, { lines: all }) =>
    likeness(
      lines,
      way,
      all.filter((line) => !lines.includes(line)).map(({ readings }) => readings[way] ?? null),
    ),
  'standing values that the way would give': (lines, way) =>
    lines.filter(({ found, readings }) => readings[way] === found).length,
}

/** What each policy earns on an instance; those of chance in the mean over a hundred tries. */
export function guessesOn(board: GuessBoard, seed: string): ReadonlyMap<string, number> {
  const scores = new Map<string, number>()
  for (const [name, guess] of Object.entries(gamblers)) {
    const random = new Random('guesses', name, seed)
    scores.set(name, meanOf(Array.from({ length: draws }, () => scoreOf(board, guess(random, board)))))
  }
  const own = board.senders.map((_, sender) => board.lines.filter((line) => line.sender === sender))
  for (const [name, measure] of Object.entries(measures)) {
    for (const [side, sign] of [
      ['most', 1],
      ['least', -1],
    ] as const) {
      const chosen = own.map((lines) => {
        const suits = Array.from({ length: board.ways }, (_, way) => sign * measure(lines, way, board))
        return suits.indexOf(Math.max(...suits))
      })
      scores.set(`${name}, ${side}`, scoreOf(board, chosen))
    }
  }
  return scores
}

/** Whether a policy is one of chance. */
export const isGambler = (policy: string): boolean => Object.hasOwn(gamblers, policy)

/** What a policy may earn in the mean over many instances. */
export const boundOf = (policy: string): number => (isGambler(policy) ? gamblingBound : countingBound)
