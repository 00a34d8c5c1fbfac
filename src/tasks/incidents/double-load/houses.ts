/**
 * Houses that a reader of the log could believe in beside the eighteen there are: which look at the clock and not at the
 * lines, or which know a file by its content.
 *
 * @module
 */
import { minuteOf } from '../../worlds/time.ts'
import { type Delivery, slotOf } from '../../worlds/stations/file-import.ts'
import { type FileRule, fileRules } from '../../worlds/stations/file-rule.ts'
import { runImport } from '../../worlds/stations/import-run.ts'
import { type Pair, type Reading, takesByLength, truthOf } from './readings.ts'

/** A way to take files: a rule, and which files are worth anything under it. */
interface House {
  readonly rule: FileRule
  readonly takes: (file: Delivery) => boolean
}

/** When a second file came, as a house could measure it: from the start of its day, or from the first file. */
type Clock = (file: Delivery, first: Delivery) => number
const clocks: readonly Clock[] = [
  ({ receivedAt, day }) => receivedAt - minuteOf(day, 0),
  ({ receivedAt }, first) => receivedAt - first.receivedAt,
]

/** Types that a house could hold to a clock. */
const groups: readonly (readonly Delivery['type'][])[] = [
  ['day'],
  ['more'],
  ['fix'],
  ['more', 'fix'],
  ['day', 'more', 'fix'],
]

const contentOf = ({ lines }: Delivery): string =>
  JSON.stringify(lines.map(({ at, party, good, quantity }) => [at, party, good.code, quantity]))

/**
 * The first files of days that have a second one are known by their place, since broken and swollen ones are marked
 * like second ones.
 */
function pairUp(files: readonly Delivery[]): (readonly [first: Delivery, second: Delivery])[] {
  const firsts = new Map<string, Delivery>()
  return files.flatMap((file): (readonly [Delivery, Delivery])[] => {
    const first = firsts.get(slotOf(file))
    if (first !== undefined) return [[first, file]]
    firsts.set(slotOf(file), file)
    return []
  })
}

/** Whether a second file changed anything: of a day, lines that came late, corrections. */
function isRefused(first: Delivery, second: Delivery, rule: FileRule): boolean {
  const takes = takesByLength(rule)
  if (!takes(second)) return true
  if (second.type !== 'day' || rule.stays === 'last' || !takes(first)) return false
  return first.lines.length >= second.lines.length
}

/**
 * Whether no clock tells refused second files from others: among those of a type of which some were refused and some were
 * not, one was refused that came sooner than another that was not. What was sent again unchanged and what was not is
 * there too.
 */
export function isFreeOfClocks(usual: readonly Delivery[], rule: FileRule): boolean {
  const pairs = pairUp(usual)
  const free = (['day', 'more', 'fix'] as const).every((type) =>
    clocks.every((clock) => {
      const own = pairs.filter(([, second]) => second.type === type)
      const times = (refused: boolean): number[] =>
        own
          .filter(([first, second]) => isRefused(first, second, rule) === refused)
          .map(([first, second]) => clock(second, first))
      const [no, yes] = [times(true), times(false)]
      return no.length === 0 || yes.length === 0 || Math.min(...no) < Math.max(...yes)
    }),
  )
  const kinds = new Set(pairs.map(([, { again }]) => again))
  return free && kinds.has('twin') && kinds.has('revised')
}

/** Every house that could be believed in before the log is looked at. */
function* believable(usual: readonly Delivery[], all: readonly Delivery[], own: FileRule): Generator<House> {
  for (const rule of fileRules) yield { rule, takes: takesByLength(rule) }
  // What corrections do is another matter than which files are taken.
  const alike = fileRules.filter(({ replaces, struck }) => replaces === own.replaces && struck === own.struck)
  const firsts = new Map(pairUp(all).map(([first, second]) => [second.id, first]))
  const isCopy = (file: Delivery): boolean => {
    const first = firsts.get(file.id)
    return first !== undefined && file.type === 'day' && contentOf(first) === contentOf(file)
  }
  for (const rule of alike) {
    const isLong = takesByLength(rule)
    yield { rule, takes: () => true }
    yield { rule, takes: (file) => isLong(file) && !isCopy(file) }
    yield { rule, takes: (file) => !isCopy(file) }
    // The clock in place of the length; a clock beside it would explain nothing more.
    for (const clock of clocks) {
      const times = pairUp(usual).map(([first, second]) => clock(second, first))
      for (const limit of new Set(times)) {
        for (const types of groups) {
          const isLate = (file: Delivery): boolean => {
            const first = firsts.get(file.id)
            return first !== undefined && types.includes(file.type) && clock(file, first) >= limit
          }
          yield { rule, takes: (file) => !isLate(file) }
        }
      }
    }
  }
}

const left = (files: readonly Delivery[], { rule, takes }: House): string =>
  JSON.stringify(
    [...runImport(files, rule, () => true, takes).rows.values()]
      .map(({ id, good, quantity }) => [id, good.code, quantity])
      .toSorted(([one], [other]) => Number(one) - Number(other)),
  )

/** Houses that left in good times just what is there. */
function housesThatFit(usual: readonly Delivery[], all: readonly Delivery[], own: FileRule): House[] {
  const there = left(usual, { rule: own, takes: takesByLength(own) })
  return [...believable(usual, all, own)].filter((house) => left(usual, house) === there)
}

/** What good times leave open: the readings of a pair under every house that fits them. */
export function readingsThatFit(
  usual: readonly Delivery[],
  all: readonly Delivery[],
  own: FileRule,
): (pair: Pair) => ReadonlySet<Reading> {
  const houses = housesThatFit(usual, all, own)
  const known = new Map<Pair, ReadonlySet<Reading>>()
  return (pair) => {
    const readings = known.get(pair) ?? new Set(houses.map(({ rule, takes }) => truthOf(pair, rule, takes)))
    known.set(pair, readings)
    return readings
  }
}
