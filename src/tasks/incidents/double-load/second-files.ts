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
  /** The first stays, and a whole second one brings what it lacked. */
  readonly filled: number
  readonly corrected: number
  /** Line by line, the later values over the earlier rows: a copy comes out right as well. */
  readonly lines: number
  /** What an earlier file has as well goes. */
  readonly copies: number
}

/** What becomes of the two files of a kind. */
function takenAs(kind: SecondFile, { stays, short }: FileRule): 'first' | 'second' | 'filled' | 'corrected' | 'both' {
  switch (kind) {
    case 'corrected':
      return 'corrected'
    case 'corrected cut':
      return short === 'counts' ? 'corrected' : 'first'
    case 'late lines':
      return 'both'
    case 'late cut':
      return short === 'counts' ? 'both' : 'first'
    case 'cut first':
      return short === 'counts' ? 'filled' : 'second'
    case 'swollen first':
      return 'second'
    case 'twin':
    case 'revised':
      return stays === 'last' ? 'second' : 'first'
    default:
      return 'first'
  }
}

/** Weighs kinds of second files by what is at stake. */
function weighAlike(
  files: Iterable<readonly [kind: SecondFile, lines: number]>,
  rule: FileRule,
  weights: Weights,
): Alike {
  const held = { first: 0, second: 0, filled: 0, corrected: 0, both: 0 }
  const alike = { lines: 0, copies: 0 }
  for (const [kind, lines] of files) {
    const { rows, changed } = stakeOf(kind, lines, rule)
    const cells = rows * weights.row + changed * weights.changed
    const taken = takenAs(kind, rule)
    held[taken] += cells
    const isCopy = kind === 'twin' || kind === 'cut second' || kind === 'cut first' || kind === 'swollen second'
    if (!isCopy || taken === 'second') continue
    alike.copies += cells
    if (kind !== 'swollen second') alike.lines += cells
  }
  const total = held.first + held.second + held.filled + held.corrected
  return {
    first: held.first / total,
    second: held.second / total,
    filled: held.filled / total,
    corrected: held.corrected / total,
    lines: (held.corrected + alike.lines) / total,
    copies: alike.copies / total,
  }
}

type Range = readonly [least: number, most: number]

/** No way of taking all alike is right for two fifths, and corrections are worth the trouble. */
const bounds = ({ short }: FileRule, most: number): Readonly<Record<keyof Alike, Range>> => ({
  first: [0.2, most],
  second: [short === 'counts' ? 0.13 : 0.2, most],
  filled: short === 'counts' ? [0.13, most] : [0, 0],
  corrected: [short === 'counts' ? 0.28 : 0.31, 0.37],
  lines: [0, short === 'counts' ? 0.6 : 0.5],
  copies: [0, short === 'counts' ? 0.44 : 0.4],
})

/** How far shares are out of their bounds. */
function excessOf(own: Alike, within: Readonly<Record<keyof Alike, Range>>): number {
  let sum = 0
  for (const key of Object.keys(within) as (keyof Alike)[]) {
    const [least, most] = within[key]
    sum += Math.max(0, least - own[key]) + Math.max(0, own[key] - most)
  }
  return sum
}

/** Kinds that another may be exchanged for, and those that are always there. */
const replaceable: readonly SecondFile[] = [
  'corrected',
  'revised',
  'cut first',
  'swollen first',
  'swollen second',
  'cut second',
]
const needed: readonly SecondFile[] = ['corrected', 'revised', 'cut first']

/** Kinds of second files for days of so many lines, balanced; null where luck does not have it. */
function assignKinds(
  random: Random,
  twins: readonly SlotPlace[],
  others: readonly SlotPlace[],
  most: number,
  { rule, weights }: { readonly rule: FileRule; readonly weights: Weights },
): [slot: string, kind: SecondFile][] | null {
  const count = twins.length + others.length
  const within = bounds(rule, most)
  for (let attempt = 0; attempt < 20; attempt++) {
    // Where struck lines stand fewer rows go, so more corrections are needed for the same weight.
    const corrected = Math.floor(count * (rule.struck === 'stands' ? 0.36 : 0.28)) + random.int(0, 2)
    // Whole files that come again: which of them stays is a rule of its own.
    const revised = Math.max(1, Math.round(count * 0.2) - twins.length) + random.int(0, 1)
    const wholes = rule.stays === 'last' ? revised + twins.length : 0
    const second = Math.max(1, Math.floor((count - corrected) * 0.48) - wholes) + random.int(0, 1)
    const turn = random.int(0, 1)
    const shortCorrections = random.int(count > 9 ? 1 : 0, count > 20 ? 2 : 1)
    const drawn: SecondFile[] = [
      ...Array<SecondFile>(rule.short === 'counts' ? corrected - shortCorrections : corrected).fill('corrected'),
      ...Array<SecondFile>(shortCorrections).fill('corrected cut'),
      ...Array<SecondFile>(revised).fill('revised'),
      ...Array.from({ length: second }, (_, place): SecondFile =>
        (place + turn) % 2 === 0 ? 'cut first' : 'swollen first',
      ),
      ...(random.percent(50) ? (['cut second'] as const) : []),
    ]
    const mixed = random
      .shuffle(others)
      .map((slot, place): readonly [SlotPlace, SecondFile] => [slot, drawn[place] ?? 'swollen second'])
    const kinds = [...twins.map((): SecondFile => 'twin'), ...mixed.map(([, kind]) => kind)]
    const slots = [...twins, ...mixed.map(([slot]) => slot)]
    const weigh = (): number =>
      excessOf(
        weighAlike(
          kinds.map((kind, place) => [kind, slots[place]?.lines.length ?? 0] as const),
          rule,
          weights,
        ),
        within,
      )
    let excess = weigh()
    // What does not come out at once is mended: two days change places, or one becomes of another kind.
    for (let step = 0; excess > 0 && step < 60; step++) {
      const place = random.int(twins.length, kinds.length - 1)
      const other = random.int(twins.length, kinds.length - 1)
      const [mine, theirs] = [kinds[place], kinds[other]] as [SecondFile, SecondFile]
      const isSwap = random.percent(60)
      kinds[place] = isSwap ? theirs : random.pick(replaceable)
      if (isSwap) kinds[other] = mine
      const now = weigh()
      if (now <= excess && needed.every((kind) => kinds.includes(kind))) excess = now
      else [kinds[place], kinds[other]] = [mine, theirs]
    }
    if (excess === 0) return slots.map(({ slot }, index) => [slot, kinds[index] as SecondFile])
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
  // One of them, and more among many, broke off.
  const brokenLate = choices > 20 ? 2 : 1
  const twins = chooseTwins(
    random,
    inside.filter(({ day }) => day >= closedUntil),
    choices > 18 ? 2 : 1,
  )
  const rest = inside.filter((place) => !twins.includes(place))
  let picked: SlotPlace[] = []
  let kinds: [string, SecondFile][] | null = null
  for (let attempt = 0; kinds === null && attempt < 60; attempt++) {
    picked = random.sample(rest, choices - twins.length + lawful + brokenLate)
    // The law says two fifths: what is unlike in lines and references needs some room.
    kinds = assignKinds(random, twins, picked.slice(lawful + brokenLate), attempt < 40 ? 0.35 : 0.36, input)
  }
  if (kinds === null) return null
  const chosen = new Map(kinds)
  for (const [place, { slot }] of picked.slice(0, lawful + brokenLate).entries())
    chosen.set(slot, place < lawful ? 'late lines' : 'late cut')
  // Senders always send again now and then; the import knows how to take it. Every kind is seen twice or more.
  const outside = random.shuffle(slots.filter(({ day }) => day < fromDay || day >= untilDay + 3))
  const usual: readonly SecondFile[] = [
    'twin',
    'corrected',
    'cut first',
    'revised',
    'late lines',
    'corrected',
    'swollen first',
    'late cut',
    'cut second',
    'corrected cut',
    'swollen second',
  ]
  const count = Math.min(Math.floor(outside.length / 5), 2 * usual.length + 2)
  for (let index = 0; index < count; index++) {
    const place = outside[index] as SlotPlace
    chosen.set(place.slot, usual[index % usual.length] as SecondFile)
  }
  return chosen
}
