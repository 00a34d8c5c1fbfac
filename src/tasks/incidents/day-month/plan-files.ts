/**
 * Who sends what while the import is struck: partners by the way they write, programs that change in between, files that
 * another machine still read rightly, and what is refused in them.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { IncidentLevel } from '../incident.ts'
import { rowCells } from './row-cells.ts'
import { type House, type Order, otherOrder } from './house.ts'
import { type Reading, readingOf, turnsDue, turnsTaken, type Way, type Ways } from './ways.ts'

/** Why a line is refused, and what is to become of it. */
export type RefusalKind = 'due' | 'again' | 'withdrawn' | 'slip' | 'code' | 'quantity'

/** A partner's way of writing; after a change of program another one. */
export interface PartnerPlan {
  readonly ways: Ways
  readonly changed: Ways | null
}

/** A file to be drawn. */
export interface FilePlan {
  /** Its place in the list of partners. */
  readonly partner: number
  readonly ways: Ways
  /** What the struck import makes of such a file. */
  readonly reading: Reading
  /** In thousandths of the accident. */
  readonly when: number
  /** Read by the machine that still had the right version. */
  readonly isEdge: boolean
  readonly lines: number
  readonly refusals: readonly RefusalKind[]
  /** Rows of it whose second day was changed by hand since, where that day was misread. */
  readonly moved: number
}

/** Files by what was misread, of so many; the rest is right. */
const shares: Readonly<Record<'both' | 'taken' | 'due', number>> = { both: 0.2, taken: 0.24, due: 0.24 }
/** Lines that become rows. Where both days are wrong there are fewer, so that no reading is most of it. */
const lineRanges: Readonly<Record<Reading, readonly [number, number]>> = {
  both: [6, 7],
  taken: [11, 13],
  due: [12, 14],
  'as is': [8, 11],
}
/** Partners whose program changes. */
const changers: Readonly<Record<IncidentLevel, number>> = { 1: 1, 2: 1, 3: 2, 4: 2, 5: 3 }
/** Partners that write one way, for each reading. */
const plainPartners: Readonly<Record<IncidentLevel, number>> = { 1: 1, 2: 1, 3: 1, 4: 2, 5: 2 }
const changes: readonly (readonly [Reading, Reading])[] = [
  ['taken', 'as is'],
  ['due', 'as is'],
  ['as is', 'both'],
  ['as is', 'due'],
  ['as is', 'taken'],
  ['both', 'as is'],
  ['due', 'taken'],
  ['taken', 'due'],
]

function waysFor(random: Random, reading: Reading, region: Order): Ways {
  const right = (): Way => (random.percent(20) ? 'iso' : region)
  const ways: Ways = {
    taken: turnsTaken(reading) ? otherOrder(region) : right(),
    due: turnsDue(reading) ? otherOrder(region) : right(),
  }
  // Whoever changes from or to it has to be seen to write with slashes.
  return reading === 'as is' ? { taken: region, due: region } : ways
}

/** Plans partners and files of the days of the accident, in the order in which they come. */
export function planFiles(
  random: Random,
  level: IncidentLevel,
  choices: number,
  house: House,
): { readonly partners: readonly PartnerPlan[]; readonly files: readonly FilePlan[] } {
  const { region } = house
  const left: Record<Reading, number> = { 'as is': 0, taken: 0, due: 0, both: 0 }
  for (const reading of ['both', 'taken', 'due'] as const)
    left[reading] = Math.max(2, Math.round(choices * shares[reading]))
  left['as is'] = choices - left.both - left.taken - left.due
  const edges = level === 1 || level === 4 || level === 5 ? 0 : Math.max(1, Math.round(choices * 0.1))
  left['as is'] -= edges
  const partners: PartnerPlan[] = []
  const files: Omit<FilePlan, 'refusals' | 'moved'>[] = []
  const add = (partner: number, ways: Ways, reading: Reading, when: number, isEdge = false): void =>
    void files.push({ partner, ways, reading, when, isEdge, lines: random.int(...lineRanges[reading]) })

  for (const [before, after] of random.shuffle(changes)) {
    if (partners.filter(({ changed }) => changed !== null).length === changers[level]) break
    const each = level >= 4 ? 2 : 1
    if (left[before] <= each || left[after] <= each) continue
    const [ways, changed] = [waysFor(random, before, region), waysFor(random, after, region)]
    const partner = partners.push({ ways, changed }) - 1
    for (let count = 0; count < each; count++) {
      add(partner, ways, before, random.int(60, 420))
      add(partner, changed, after, random.int(580, 940))
    }
    left[before] -= each
    left[after] -= each
  }
  for (const reading of ['both', 'taken', 'due', 'as is'] as const) {
    const count = Math.min(left[reading], reading === 'as is' && level > 1 ? 2 : plainPartners[level])
    const own = Array.from({ length: count }, (_, place) => {
      const ways: Ways =
        reading === 'as is' && place === 1 ? { taken: 'iso', due: 'iso' } : waysFor(random, reading, region)
      return partners.push({ ways, changed: null }) - 1
    })
    for (let place = 0; place < left[reading]; place++) {
      const partner = own[place % own.length]
      if (partner !== undefined) add(partner, (partners[partner] as PartnerPlan).ways, reading, random.int(40, 960))
    }
  }
  const edgy = [...partners.entries()].filter(
    ([, { changed, ways }]) => changed === null && readingOf(ways, region) !== 'as is',
  )
  for (let count = 0; count < edges; count++) {
    const [partner, { ways }] = random.pick(edgy)
    add(partner, ways, 'as is', random.int(100, 900), true)
  }
  return { partners, files: withRefusals(random, level, files, house) }
}

/** Cells that hang on one rule, of all that are to be repaired: see balance.ts. */
export const leastOfRule = 0.118

/** How many refused lines of each kind, and how many days changed by hand, make every rule matter. */
function countsOf(
  files: readonly Omit<FilePlan, 'refusals' | 'moved'>[],
  house: House,
): Readonly<Record<'due' | 'again' | 'withdrawn' | 'left' | 'edits', number>> {
  const rows = (reading: Reading): number =>
    files.filter((file) => file.reading === reading && !file.isEdge).reduce((sum, { lines }) => sum + lines, 0)
  const counts = { due: Math.round(files.length / 3.4), again: 1, withdrawn: 1, left: 1, edits: 0 }
  for (let turn = 0; turn < 6; turn++) {
    const turnedDays =
      2 * rows('both') + rows('taken') + rows('due') - (house.moved === 'as entered' ? counts.edits : 0)
    const entered =
      counts.due +
      (house.again === 'reserved row' ? 2 * counts.again : 0) +
      (house.withdrawn === 'entered' ? counts.withdrawn : 0)
    const least = leastOfRule * (turnedDays + rowCells * entered) * 1.06
    counts.again = Math.ceil(least / (2 * rowCells))
    counts.withdrawn = Math.ceil(least / rowCells)
    counts.left = Math.ceil(least / rowCells)
    counts.edits = Math.ceil(least) + 1
  }
  return counts
}

/** Deals refused lines out to the files, so that no misread day is most of what is to be repaired. */
function withRefusals(
  random: Random,
  level: IncidentLevel,
  files: readonly Omit<FilePlan, 'refusals' | 'moved'>[],
  house: House,
): FilePlan[] {
  const dealt = files.map((): RefusalKind[] => [])
  const moved = files.map(() => 0)
  if (level > 1) {
    const { region, again, withdrawn } = house
    const counts = countsOf(files, house)
    const places = [...files.keys()]
    const placesOf = (reading: Reading): number[] =>
      places.filter((place) => files[place]?.reading === reading && !files[place].isEdge)
    const cells = new Map<Reading, number>()
    const add = (reading: Reading, count: number): void => void cells.set(reading, (cells.get(reading) ?? 0) + count)
    for (const { reading, lines, isEdge } of files) if (!isEdge) add(reading, lines * (reading === 'both' ? 2 : 1))
    // A partner whose goods are late moves most of a file.
    const seats = random
      .shuffle([...placesOf('both'), ...placesOf('due')])
      .flatMap((place) => Array.from({ length: Math.ceil((files[place]?.lines ?? 0) * 0.75) }, () => place))
    for (const place of seats.slice(0, counts.edits)) {
      moved[place] = (moved[place] ?? 0) + 1
      if (house.moved === 'as entered') add(files[place]?.reading ?? 'as is', -1)
    }
    const deal = (kind: RefusalKind, worth: number): void => {
      const misread = random.shuffle(['both', 'taken', 'due'] as const).filter((own) => placesOf(own).length > 0)
      const least = misread.toSorted((left, right) => (cells.get(left) ?? 0) - (cells.get(right) ?? 0))
      const reading = (worth > 0 ? least : misread)[0]
      if (reading === undefined) return
      add(reading, worth)
      dealt[random.pick(placesOf(reading))]?.push(kind)
    }
    for (let turn = 0; turn < counts.again; turn++) deal('again', again === 'reserved row' ? 2 * rowCells : 0)
    for (let turn = 0; turn < counts.due; turn++) deal('due', rowCells)
    for (let turn = 0; turn < counts.withdrawn; turn++) deal('withdrawn', withdrawn === 'entered' ? rowCells : 0)
    // What a partner wrote in no order of its own: only where the import reads that column as the partner writes it.
    const readable = places.filter((place) => {
      const { ways, isEdge } = files[place] as FilePlan
      return !isEdge && (ways.taken === region || ways.due === region)
    })
    for (let turn = 0; turn < counts.left; turn++) if (readable.length > 0) dealt[random.pick(readable)]?.push('slip')
    for (let turn = 0; turn < Math.ceil(counts.left / 2); turn++)
      dealt[random.pick(places)]?.push(turn % 2 === 0 ? 'code' : 'quantity')
  }
  return files
    .map((file, place): FilePlan => ({
      ...file,
      refusals: random.shuffle(dealt[place] ?? []),
      moved: moved[place] ?? 0,
    }))
    .toSorted((left, right) => left.when - right.when)
}
