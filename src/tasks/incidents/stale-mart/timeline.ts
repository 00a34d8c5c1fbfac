/**
 * Releases of the job: each counts in its own way, and most of them otherwise than the terms have it. Drawn until the
 * accident is fair: no diagnosis is most of it, every rule decides enough, no guess pays.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { DayRows, Handling, Measures, Terms } from '../../worlds/stations/mart.ts'
import { dayOf, minuteOf } from '../../worlds/time.ts'
import type { Run } from './runs.ts'
import { type DayBook, dueRows, type Ground, keepBooks, storedRows, termsOf, type Release, type Way } from './ground.ts'
import {
  asItStands,
  cellsBetween,
  countUnlike,
  dueWay,
  type Flaw,
  flawsOf,
  gainOf,
  otherLate,
  otherList,
  otherUnlisted,
  readingOf,
  waysOf,
} from './ways.ts'

type Fault = 'none' | 'unlisted' | 'list' | 'last day'

/** A stretch of runs that one release did: from this regular run on. */
interface Stretch {
  readonly start: number
  readonly handling: Handling
}

/** Draws releases and shifts them until the accident is fair; null: this business has no such. */
export function drawReleases(
  random: Random,
  ground: Ground,
): { readonly releases: readonly Release[]; readonly books: readonly DayBook[] } | null {
  const regular = ground.runs.filter(({ by, ok }) => by === null && ok)
  const scale = new Scale(ground)
  for (let restart = 0; restart < 2; restart++) {
    const turns = turnsOf(ground, regular)
    let stretches = drawStretches(random, ground, regular, turns)
    const versions = drawVersions(random, ground, regular, stretches.length)
    const weigh = (own: readonly Stretch[], bound = Infinity) => {
      const releases = own.map(({ start, handling }, index) => ({ ...versions(index, start), handling }))
      const books = keepBooks(ground, (run) => releaseOf(releases, run))
      return { releases, books, penalty: scale.weigh(releases, books, bound) }
    }
    let best = weigh(stretches)
    for (let step = 0; step < 500 && best.penalty > 0; step++) {
      const moved = shift(random, ground, regular, stretches, turns)
      if (moved === null) continue
      const now = weigh(moved, best.penalty)
      if (now.penalty <= best.penalty) [stretches, best] = [moved, now]
    }
    if (best.penalty > 0.02) return null
    if (best.penalty === 0) return { releases: best.releases, books: best.books }
  }
  return null
}

/** The release that did a run. */
export const releaseOf = (releases: readonly Release[], { startedAt }: Run): Release =>
  releases.findLast(({ liveFrom }) => liveFrom <= startedAt) as Release

/** Regular runs with which other terms begin: a release answers them, rightly or not. */
const turnsOf = ({ house }: Ground, regular: readonly Run[]): number[] =>
  regular.flatMap(({ from }, index) => {
    const before = regular[index - 1]
    return before !== undefined && termsOf(house, before.from) !== termsOf(house, from) ? [index] : []
  })

function drawStretches(random: Random, ground: Ground, regular: readonly Run[], fixed: readonly number[]): Stretch[] {
  const free = [...regular.keys()].slice(1).filter((index) => !fixed.includes(index))
  const count = Math.max(0, Math.min(ground.sketch.knobs.choices - 1 - fixed.length, free.length))
  const starts = [0, ...fixed, ...random.sample(free, count)].toSorted((left, right) => left - right)
  let cycle: Fault[] = []
  return starts.map((start, index): Stretch => {
    if (cycle.length === 0) cycle = random.shuffle(['none', 'unlisted', 'list', 'last day', 'unlisted', 'list'])
    // A house begins with a job that counts right.
    return {
      start,
      handling: handlingOf(random, ground, regular[start] as Run, index === 0 ? 'none' : (cycle.pop() as Fault)),
    }
  })
}

/** One stretch begins a run earlier or later, or counts in another way. */
function shift(
  random: Random,
  ground: Ground,
  regular: readonly Run[],
  stretches: readonly Stretch[],
  turns: readonly number[],
): Stretch[] | null {
  const place = random.int(1, stretches.length - 1)
  const own = stretches[place] as Stretch
  if (random.percent(50)) {
    const fault = random.pick(['none', 'unlisted', 'list', 'last day'] as const)
    return stretches.with(place, { ...own, handling: handlingOf(random, ground, regular[own.start] as Run, fault) })
  }
  const start = own.start + (random.percent(50) ? 1 : -1)
  const [low, high] = [(stretches[place - 1] as Stretch).start, stretches[place + 1]?.start ?? regular.length]
  if (start <= low || start >= high || turns.includes(own.start)) return null
  return stretches.with(place, { ...own, start })
}

/** What releases are called and when they go live, by number and first run. */
function drawVersions(
  random: Random,
  { days }: Ground,
  regular: readonly Run[],
  count: number,
): (index: number, start: number) => Pick<Release, 'version' | 'liveFrom'> {
  let [major, minor] = [random.int(2, 6), random.int(0, 3)]
  const names = Array.from({ length: count }, () => {
    if (random.percent(10)) [major, minor] = [major + 1, 0]
    else minor++
    return `${major}.${minor}`
  })
  const early = minuteOf((days[0] as number) - random.int(40, 90), 15, 20)
  const hours = regular.map(() => [random.int(10, 16), random.int(0, 59)] as const)
  return (index, start) => {
    const [hour, minute] = hours[start] as readonly [number, number]
    const liveFrom = index === 0 ? early : minuteOf(dayOf((regular[start] as Run).startedAt) - 1, hour, minute)
    return { version: names[index] as string, liveFrom }
  }
}

function handlingOf(random: Random, { house, level }: Ground, { from }: Run, fault: Fault): Handling {
  const { unlisted, list } = termsOf(house, from)
  const others = (['out', 'own', 'rest'] as const).filter((own) => own !== unlisted)
  return {
    unlisted: fault === 'unlisted' ? random.pick(others) : unlisted,
    list: fault !== 'list' ? list : random.percent(level === 1 ? 100 : 75) ? 'both' : otherList[list],
    cutsLastDay: fault === 'last day',
  }
}

/** Whether a day would be counted anew by whoever takes its first run for the last. */
function looksStruck({ firstRun }: Ground, releases: readonly Release[], { day, terms, frozen }: DayBook): boolean {
  const run = firstRun.get(day) as Run
  const { unlisted, list, cutsLastDay } = releaseOf(releases, run).handling
  const isCut = cutsLastDay && day === run.until
  return !frozen && (isCut || unlisted !== terms.unlisted || list !== terms.list)
}

/** The state of a day after a repair that ignores one rule and keeps all others. */
export function flawedRows(ground: Ground, releases: readonly Release[], book: DayBook, flaw: Flaw): DayRows {
  const { house, groups, count } = ground
  const { day, wrong, frozen, cut, terms } = book
  const way = dueWay(book, house)
  const stored = (): DayRows => storedRows(ground, book)
  const isStruck = wrong && !frozen
  if (flaw === 'sound') return frozen ? stored() : count(day, way)
  if (flaw === 'closed') return wrong ? count(day, way) : stored()
  if (flaw === 'reruns') return looksStruck(ground, releases, book) ? count(day, way) : stored()
  if (!isStruck) return stored()
  switch (flaw) {
    case 'unlisted':
      return count(day, { ...way, unlisted: otherUnlisted[terms.unlisted] })
    case 'list':
      return count(day, { ...way, list: otherList[terms.list] })
    case 'late':
      return count(day, { ...way, late: otherLate[way.late] })
    case 'old':
      return count(day, { ...way, old: false })
    case 'terms':
      return count(day, { ...way, ...(ground.house.terms[0] as { terms: Terms }).terms })
    case 'cut':
      return cut ? stored() : count(day, way)
    case 'zeros': {
      const rows = new Map(count(day, way))
      if (house.zeros.length > 0) for (const [group, { lines }] of rows) if (lines === 0) rows.delete(group)
      if (house.zeros.length === 0) for (const [group] of groups) if (!rows.has(group)) rows.set(group, none)
      return rows
    }
  }
}

/** What a repair that ignores a rule loses at least, and a guess wins at most. */
const [leastLoss, mostGuessed] = [0.115, 0.52]
/** The most that one diagnosis may have of what is to be repaired, and the least of what is at stake. */
const [mostChanged, leastStaked] = [0.393, 0.106]
const none: Measures = { lines: 0, quantity: 0, amount: 0 }

/** Weighs timelines of one business: 0 is fair. */
class Scale {
  readonly #ground: Ground
  readonly #ways: readonly Way[]
  /** One way to count for all days. */
  readonly #guesses: readonly Way[]
  readonly #judged = new Map<string, Judged>()

  constructor(ground: Ground) {
    this.#ground = ground
    this.#ways = waysOf(ground)
    this.#guesses = this.#ways.filter(({ late, old }) => late === 'all' && old)
  }

  /** @param bound once over it, the rest is not weighed */
  weigh(releases: readonly Release[], books: readonly DayBook[], bound: number): number {
    const ground = this.#ground
    const { count } = ground
    const changes = new Map<string, number>()
    const stakes = new Map<string, number>([[asItStands, 0]])
    let [total, staked, penalty] = [0, 0, 0]
    const states = books.map((book) => this.#judge(book))
    for (const { reading, changed, stake, looksRight } of states) {
      // A wrong day that looks right would leave it open whether it has to be counted anew.
      if (looksRight) penalty += 0.02
      changes.set(reading, (changes.get(reading) ?? 0) + changed)
      stakes.set(reading, (stakes.get(reading) ?? 0) + stake)
      total += changed
      staked += stake
    }
    for (const changed of changes.values()) penalty += Math.max(0, changed / Math.max(total, 1) - mostChanged)
    for (const [reading, stake] of stakes)
      if (stake > 0 || reading === asItStands) penalty += Math.max(0, leastStaked - stake / staked)
    if (penalty > bound) return penalty
    const scoreOf = (nameOf: (book: DayBook) => string, rows: (book: DayBook) => DayRows): number => {
      let gain = 0
      for (const { book, was, due, gains } of states) {
        const name = nameOf(book)
        let own = gains.get(name)
        if (own === undefined) gains.set(name, (own = gainOf(was, due, rows(book))))
        gain += own
      }
      return gain / Math.max(total, 1)
    }
    for (const flaw of flawsOf(ground)) {
      // What a rerun hides is a matter of two releases.
      const nameOf = (book: DayBook): string =>
        flaw !== 'reruns' ? flaw : looksStruck(ground, releases, book) ? 'anew' : 'stored'
      const score = scoreOf(nameOf, (book) => flawedRows(ground, releases, book, flaw))
      penalty += Math.max(0, score - 1 + leastLoss) / 3
    }
    if (ground.level < 3) return penalty
    penalty += markPenalty(states) + oddPenalty(states)
    for (const way of this.#guesses)
      penalty +=
        Math.max(
          0,
          scoreOf(
            () => `${way.unlisted} ${way.list}`,
            (book) => count(book.day, way),
          ) - mostGuessed,
        ) / 3
    return penalty
  }

  /** A day under its release, worked out once. */
  #judge(book: DayBook): Judged {
    const { handling } = book.release
    const key = `${book.day} ${handling.unlisted} ${handling.list} ${book.cut}`
    let judged = this.#judged.get(key)
    if (judged === undefined) this.#judged.set(key, (judged = { ...this.#judgeAnew(book), book }))
    // The book of another release may count the same.
    return { ...judged, book }
  }

  #judgeAnew(book: DayBook): Omit<Judged, 'book'> {
    const ground = this.#ground
    const { house, count } = ground
    const isStruck = book.wrong && !book.frozen
    const [was, due] = [storedRows(ground, book), dueRows(ground, book)]
    const lines = [...was.values()].reduce((sum, row) => sum + row.lines, 0)
    const recount = count(book.day, { ...book.terms, late: 'run', old: true })
    const isKept = (group: string, row: Measures): boolean => {
      const right = due.get(group)
      return right !== undefined && countUnlike(row, right) === 0
    }
    return {
      balance: Math.sign(lines - (ground.lines.get(book.day) ?? []).length),
      ...{ rows: was.size, kept: [...was].filter(([group, row]) => isKept(group, row)).length },
      ...{ was, due, changed: isStruck ? cellsBetween(was, due) : 0 },
      looksRight: isStruck && cellsBetween(was, recount) === 0,
      odd: [...was].filter(([group, row]) => countUnlike(row, recount.get(group) ?? none) > 0).length,
      reading: isStruck ? readingOf(book, dueWay(book, house), house) : asItStands,
      gains: new Map(),
      stake: Math.max(cellsBetween(due, was), ...this.#ways.map((way) => cellsBetween(due, count(book.day, way)))),
    }
  }
}

/** Whoever picks days whose lines do not add up must not have the damage for it: 0 when enough rows of them stay. */
function markPenalty(states: readonly Judged[]): number {
  const struck = states.reduce((sum, { rows, kept }) => sum + rows - kept, 0)
  const picks = [(balance: number) => balance > 0, (balance: number) => balance < 0, (balance: number) => balance !== 0]
  let penalty = 0
  for (const isPicked of picks) {
    const picked = states.filter(({ balance }) => isPicked(balance))
    const rows = picked.reduce((sum, own) => sum + own.rows, 0)
    const kept = picked.reduce((sum, own) => sum + own.kept, 0)
    if (rows - kept > 0.38 * struck) penalty += Math.max(0, 0.17 - kept / rows)
  }
  return penalty
}

/**
 * Whoever counts every day again as of its run and looks for what differs must not have the damage for it: days that were
 * counted right by the list of that time differ as well.
 */
function oddPenalty(states: readonly Judged[]): number {
  let [struck, kept] = [0, 0]
  for (const { book, odd } of states) {
    if (book.wrong && !book.frozen) struck += odd
    else if (!book.frozen) kept += odd
  }
  return Math.max(0, 0.17 - kept / Math.max(1, struck + kept))
}

interface Judged {
  readonly book: DayBook
  readonly was: DayRows
  readonly due: DayRows
  readonly reading: string
  /** Cells to repair, and the most that a wrong way is off. */
  readonly changed: number
  readonly stake: number
  readonly looksRight: boolean
  /** Rows there are, and those that stay; more lines in them than there are, or fewer. */
  readonly rows: number
  readonly kept: number
  readonly balance: number
  /** Rows that are there and differ from a count of today with the lines of that time. */
  readonly odd: number
  /** Of wrong ways to repair, by name. */
  readonly gains: Map<string, number>
}
