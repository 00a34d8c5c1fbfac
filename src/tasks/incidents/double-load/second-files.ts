import type { Random } from '../../../kit/random.ts'
import type { FileRule } from '../../worlds/stations/file-rule.ts'
import { stakeOf, type Line, type SecondFile, type SlotPlace } from '../../worlds/stations/file-import.ts'

/** What a house compares: cells of a row that goes, and those of a corrected row that change, in the mean. */
export interface Weights {
  readonly row: number
  readonly changed: number
}

/** What is right where all pairs are taken alike, as shares of the cells to repair. */
interface Alike {
  readonly first: number
  readonly second: number
  /** Line by line, the later values over the earlier rows: a copy comes out right as well. */
  readonly lines: number
  readonly corrected: number
}

/** Whether the second file is the one that stays. */
const isSecond = (kind: SecondFile, { stays }: FileRule): boolean =>
  kind === 'cut first' || kind === 'swollen first' || (stays === 'last' && (kind === 'twin' || kind === 'revised'))

/** Weighs kinds of second files by what is at stake. */
function weighAlike(
  files: Iterable<readonly [kind: SecondFile, lines: number]>,
  rule: FileRule,
  weights: Weights,
): Alike {
  const held = { first: 0, second: 0, copies: 0, corrected: 0 }
  for (const [kind, lines] of files) {
    const { rows, changed } = stakeOf(kind, lines, rule)
    const cells = rows * weights.row + changed * weights.changed
    if (kind === 'corrected') held.corrected += cells
    else if (isSecond(kind, rule)) held.second += cells
    else held.first += cells
    if (kind === 'twin' || kind === 'cut second') held.copies += cells
  }
  const total = held.first + held.second + held.corrected
  return {
    first: held.first / total,
    second: held.second / total,
    lines: (held.corrected + held.copies) / total,
    corrected: held.corrected / total,
  }
}

/** No way of taking all alike is right for two fifths, and corrections are worth the trouble. */
const isBalanced = ({ first, second, lines, corrected }: Alike, most: number): boolean =>
  Math.max(first, second) <= most &&
  lines <= 0.45 &&
  Math.min(first, second) >= 0.2 &&
  corrected >= 0.32 &&
  corrected <= 0.38

/** Kinds of second files for days of so many lines, balanced; null where luck does not have it. */
function assignKinds(
  random: Random,
  twins: readonly SlotPlace[],
  others: readonly SlotPlace[],
  most: number,
  { rule, weights }: { readonly rule: FileRule; readonly weights: Weights },
): [slot: string, kind: SecondFile][] | null {
  const count = twins.length + others.length
  for (let attempt = 0; attempt < 80; attempt++) {
    // Where struck lines stand fewer rows go, so more corrections are needed for the same weight.
    const corrected = Math.floor(count * (rule.struck === 'stands' ? 0.38 : 0.3)) + random.int(0, 2)
    // Whole files that come again: which of them stays is a rule of its own.
    const revised = Math.max(1, Math.round(count * 0.2) - twins.length) + random.int(0, 1)
    const wholes = rule.stays === 'last' ? revised + twins.length : 0
    const second = Math.max(1, Math.floor((count - corrected) * 0.48) - wholes) + random.int(0, 1)
    const turn = random.int(0, 1)
    const cutSecond = random.percent(50) ? corrected + revised + second : -1
    const mixed = random.shuffle(others).map((slot, index): readonly [SlotPlace, SecondFile] => {
      if (index < corrected) return [slot, 'corrected']
      if (index < corrected + revised) return [slot, 'revised']
      if (index < corrected + revised + second) return [slot, (index + turn) % 2 === 0 ? 'cut first' : 'swollen first']
      return [slot, index === cutSecond ? 'cut second' : 'swollen second']
    })
    const all = [...twins.map((slot) => [slot, 'twin'] as const), ...mixed]
    const alike = weighAlike(
      all.map(([{ lines }, kind]) => [kind, lines.length] as const),
      rule,
      weights,
    )
    if (isBalanced(alike, most)) return all.map(([{ slot }, kind]) => [slot, kind])
  }
  return null
}

/** Small days without equal lines, of senders with one lane: what came again there shows in a total that anybody can add up. */
function chooseTwins(random: Random, slots: readonly SlotPlace[], count: number): SlotPlace[] {
  const look = ({ at, party, good, quantity }: Line): string => JSON.stringify([at, party, good.code, quantity])
  const plain = slots.filter(
    ({ sender, lines }) => sender.lanes === 1 && new Set(lines.map(look)).size === lines.length,
  )
  return random
    .shuffle(plain)
    .toSorted((left, right) => left.lines.length - right.lines.length)
    .slice(0, count)
}

/**
 * Which days get a second file, and of what kind: balanced ones while the check was off, lawful ones among them, and
 * some of every kind before and after. null where no choice is balanced.
 */
export function chooseSecond(
  random: Random,
  slots: readonly SlotPlace[],
  input: {
    readonly choices: number
    readonly fromDay: number
    readonly untilDay: number
    readonly closedUntil: number
    readonly rule: FileRule
    readonly weights: Weights
  },
): Map<string, SecondFile> | null {
  const { choices, fromDay, untilDay, closedUntil } = input
  const inside = slots.filter(({ day }) => day >= fromDay && day < untilDay)
  const lawful = Math.max(3, Math.round(choices / 2.8))
  const twins = chooseTwins(
    random,
    inside.filter(({ day }) => day >= closedUntil),
    choices > 18 ? 2 : 1,
  )
  const rest = inside.filter((place) => !twins.includes(place))
  let picked: SlotPlace[] = []
  let kinds: [string, SecondFile][] | null = null
  for (let attempt = 0; kinds === null && attempt < 60; attempt++) {
    picked = random.sample(rest, choices - twins.length + lawful)
    // The law says two fifths: what is unlike in lines and references needs some room.
    kinds = assignKinds(random, twins, picked.slice(lawful), attempt < 40 ? 0.35 : 0.36, input)
  }
  if (kinds === null) return null
  const chosen = new Map(kinds)
  for (const { slot } of picked.slice(0, lawful)) chosen.set(slot, 'late lines')
  // Senders always send again now and then; the import knows how to take it. Every kind is seen twice or more.
  const outside = random.shuffle(slots.filter(({ day }) => day < fromDay || day >= untilDay + 3))
  const usual: readonly SecondFile[] = [
    'twin',
    'revised',
    'corrected',
    'cut first',
    'late lines',
    'swollen first',
    'swollen second',
    'cut second',
  ]
  const count = Math.min(Math.floor(outside.length / 5), 3 * usual.length)
  for (let index = 0; index < count; index++) {
    const place = outside[index] as SlotPlace
    chosen.set(place.slot, usual[index % usual.length] as SecondFile)
  }
  return chosen
}
