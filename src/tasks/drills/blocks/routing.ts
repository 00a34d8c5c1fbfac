/**
 * Which rule a line goes by. Lines come from feeds, each feed writes in its own way, and the way from a line to
 * its rule grows with the level:
 *
 * 1, 2  the line names its feed;
 * 3     the line names its batch, the batch its feed and day, and a feed's rule changes on a day;
 * 4     only the first line of a run names the batch, and notices book batches to another feed;
 * 5     as 4, but a log of moves and cancelled moves takes the place of the notices.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { fromDay, toDay } from '../trades/calendar.ts'
import { drawFeedCodes } from './vocabulary.ts'

export type Level = 1 | 2 | 3 | 4 | 5

/** From this day on the feed goes by that profile. */
export interface Revision {
  readonly since: string
  readonly profile: number
}

export interface Feed {
  readonly code: string
  /** Ascending by day. */
  readonly revisions: readonly Revision[]
}

/** A correction: batch `batch` belongs to `feed`. It does not count when it was withdrawn. */
export interface Correction {
  readonly batch: number
  readonly feed: string
  readonly withdrawn: boolean
}

export interface Batch {
  readonly id: number
  /** The feed it is booked to, before corrections. */
  readonly booked: string
  readonly received: string
  readonly corrections: readonly Correction[]
}

/** A row of the table to repair, by its place in the order of keys. */
export interface Line {
  /** null below level 3. */
  readonly batch: Batch | null
  /** Whether the row itself names its batch. */
  readonly stamped: boolean
  /** The feed it really came from. */
  readonly feed: string
  readonly profile: number
  /** Whether its cell is to be corrupted. */
  readonly dirty: boolean
}

export interface Routing {
  readonly level: Level
  readonly feeds: readonly Feed[]
  readonly batches: readonly Batch[]
  readonly lines: readonly Line[]
}

/** A way to read the evidence: the right one, or one that leaves something out. */
export interface RouteReading {
  readonly revision: 'in force' | 'newest' | 'oldest' | 'day after'
  readonly corrections: 'valid' | 'none' | 'all' | 'first'
  readonly lines: 'carried' | 'stamped'
}

export const rightReading: RouteReading = { revision: 'in force', corrections: 'valid', lines: 'carried' }

/** The tempting readings of a level, each of which leaves out one rule. */
export function shortcutsOf(level: Level): { name: string; reading: RouteReading }[] {
  const shortcuts: { name: string; reading: RouteReading; from: Level }[] = [
    { name: 'the newest rule for all', reading: { ...rightReading, revision: 'newest' }, from: 3 },
    { name: 'the oldest rule for all', reading: { ...rightReading, revision: 'oldest' }, from: 3 },
    { name: 'corrections left out', reading: { ...rightReading, corrections: 'none' }, from: 4 },
    { name: 'withdrawn corrections followed', reading: { ...rightReading, corrections: 'all' }, from: 4 },
    { name: 'lines with a batch number only', reading: { ...rightReading, lines: 'stamped' }, from: 4 },
  ]
  return shortcuts.filter(({ from }) => level >= from)
}

/** The feed of a batch in a reading. */
function feedOf({ booked, corrections }: Batch, reading: RouteReading): string {
  const heard = {
    valid: corrections.filter(({ withdrawn }) => !withdrawn),
    none: [],
    all: corrections,
    first: corrections.filter(({ withdrawn }) => !withdrawn).slice(0, 1),
  }[reading.corrections]
  return heard.at(-1)?.feed ?? booked
}

function profileOf(feeds: readonly Feed[], code: string, received: string, reading: RouteReading): number | null {
  const revisions = feeds.find((feed) => feed.code === code)?.revisions ?? []
  const past = revisions.filter(({ since }) =>
    reading.revision === 'day after' ? since < received : since <= received,
  )
  const chosen = { newest: revisions.at(-1), oldest: revisions[0], 'in force': past.at(-1), 'day after': past.at(-1) }
  return chosen[reading.revision]?.profile ?? null
}

/** The profile of a line in a reading; null: the reading knows none. */
export function readLine({ feeds }: Pick<Routing, 'feeds'>, line: Line, reading: RouteReading): number | null {
  if (line.batch === null) return line.profile
  if (reading.lines === 'stamped' && !line.stamped) return null
  return profileOf(feeds, feedOf(line.batch, reading), line.batch.received, reading)
}

/** Readings that are wrong in a line or two only, so that no sentence of the documents is idle. */
export function finePrintOf(level: Level): RouteReading[] {
  return [
    ...(level >= 3 ? [{ ...rightReading, revision: 'day after' } as const] : []),
    ...(level >= 4 ? [{ ...rightReading, corrections: 'first' } as const] : []),
  ]
}

/** The score of a reading that converts rightly what it routes rightly. */
export function worthOfReading(routing: Routing, reading: RouteReading): number {
  let worth = 0
  let dirty = 0
  for (const line of routing.lines) {
    if (!line.dirty) continue
    dirty++
    const profile = readLine(routing, line, reading)
    if (profile !== null) worth += profile === line.profile ? 1 : -1
  }
  return worth / dirty
}

/** What a reading that leaves out a rule may be worth, from level 3 on. */
const shortcutBound = 0.3

/** What a routing is drawn for. */
export interface RoutingRequest {
  readonly level: Level
  readonly lines: number
  readonly profiles: number
  /** How many lines in a hundred to corrupt. */
  readonly dirtyPercent: readonly [low: number, high: number]
}

/** Draws feeds, batches and the route of each line until no shortcut pays; null when chance never allows it. */
export function drawRouting(random: Random, request: RoutingRequest): Routing | null {
  const { level } = request
  for (let round = 0; round < 200; round++) {
    const routing = level <= 2 ? drawDirect(random, request) : drawBatched(random, request)
    if (
      routing !== null &&
      shortcutsOf(level).every(({ reading }) => worthOfReading(routing, reading) <= shortcutBound)
    ) {
      return routing
    }
  }
  return null
}

/** Flags for `count` places of which `percent` are true, shuffled. */
function shares(random: Random, count: number, percent: number): boolean[] {
  return random.shuffle(Array.from({ length: count }, (_, place) => place < Math.round((count * percent) / 100)))
}

function drawDirect(random: Random, { level, lines: count, profiles, dirtyPercent }: RoutingRequest): Routing {
  const codes = drawFeedCodes(random, profiles)
  const feeds = codes.map((code, profile) => ({ code, revisions: [{ since: '2000-01-01', profile }] }))
  const owners = random.shuffle(Array.from({ length: count }, (_, place) => place % profiles))
  const percent = random.int(...dirtyPercent)
  const flags = codes.map((_, profile) => shares(random, owners.filter((owner) => owner === profile).length, percent))
  const lines = owners.map((profile): Line => {
    const dirty = flags[profile]?.pop() ?? false
    return { batch: null, stamped: true, feed: codes[profile] ?? '', profile, dirty }
  })
  return { level, feeds, batches: [], lines }
}

/** Feeds whose rules change on a day of their own within two weeks, to another profile. */
function drawFeeds(random: Random, profiles: number, change: number): Feed[] {
  return drawFeedCodes(random, 3).map((code, index) => {
    const old = index % profiles
    const fresh = (old + 1 + random.int(0, profiles - 2)) % profiles
    const revisions = [
      { since: fromDay(change - random.int(500, 900)), profile: old },
      { since: fromDay(change + random.int(-7, 7)), profile: fresh },
    ]
    return { code, revisions }
  })
}

function drawBatched(random: Random, { level, lines: count, profiles, dirtyPercent }: RoutingRequest): Routing | null {
  const change = toDay('2025-01-01') + random.int(60, 250)
  const feeds = drawFeeds(random, profiles, change)
  const size = level === 3 ? random.int(9, 11) : random.int(13, 16)
  const numbers = random.shuffle(Array.from({ length: size * 3 }, (_, index) => index)).slice(0, size)
  const base = random.int(1, 80) * 100
  const batches = numbers.map((number, place): Batch => {
    const feed = feeds[place % feeds.length] as Feed
    const late = Math.floor(place / feeds.length) % 2 === 0
    // The first is received on the very day on which the rule of its feed changes.
    const received =
      place === 0
        ? (feed.revisions[1]?.since ?? '')
        : fromDay(late ? change + random.int(8, 90) : change - random.int(8, 120))
    return { id: base + number, booked: feed.code, received, corrections: [] }
  })
  const corrected = level === 3 ? batches : batches.map((batch, place) => correct(random, feeds, batch, place))
  if (corrected.includes(null)) return null
  const known = random.shuffle(corrected as Batch[])
  const places = level === 3 ? interleave(random, known, count) : inRuns(random, known, count)
  const flags = shares(random, count, random.int(...dirtyPercent))
  const lines = places.map(({ batch, stamped }, place): Line => {
    const feed = feedOf(batch, rightReading)
    const profile = profileOf(feeds, feed, batch.received, rightReading) ?? 0
    return { batch, stamped, feed, profile, dirty: flags[place] ?? false }
  })
  const used = new Set(lines.filter(({ dirty }) => dirty).map(({ profile }) => profile))
  return used.size < profiles ? null : { level, feeds, batches: known.toSorted((a, b) => a.id - b.id), lines }
}

/**
 * Corrections by the batch's turn: none, one, one and a withdrawn one after it, a withdrawn one alone, two.
 * Each that is followed or wrongly followed leads to another profile; null where no feed does.
 */
function correct(random: Random, feeds: readonly Feed[], batch: Batch, place: number): Batch | null {
  const profile = (feed: string): number | null => profileOf(feeds, feed, batch.received, rightReading)
  const other = (than: string): string | undefined =>
    random.shuffle(feeds).find(({ code }) => profile(code) !== profile(than) && code !== than)?.code
  const first = other(batch.booked)
  if (first === undefined) return null
  const make = (feed: string, withdrawn: boolean): Correction => ({ batch: batch.id, feed, withdrawn })
  const second = other(first)
  if (second === undefined) return null
  const turns: readonly (readonly Correction[])[] = [
    [],
    [make(first, false)],
    [make(first, false), make(second, true)],
    [make(first, true)],
    [make(first, false)],
    [make(first, true)],
    [make(second, false), make(first, false)],
    [make(first, false), make(second, true)],
    [make(first, true)],
  ]
  return { ...batch, corrections: turns[place % turns.length] ?? [] }
}

interface Stamp {
  readonly batch: Batch
  readonly stamped: boolean
}

/** Every line names its batch, the batches in no order. */
function interleave(random: Random, batches: readonly Batch[], count: number): Stamp[] {
  const places = Array.from({ length: count }, (_, place) => batches[place % batches.length] as Batch)
  return random.shuffle(places).map((batch) => ({ batch, stamped: true }))
}

/** Runs of two to five lines, of which the first names the batch; each batch has several. */
function inRuns(random: Random, batches: readonly Batch[], count: number): Stamp[] {
  const stamps: Stamp[] = []
  let turn: Batch[] = []
  let last: Batch | undefined
  while (stamps.length < count) {
    if (turn.length === 0) turn = random.shuffle(batches)
    let batch = turn.pop() as Batch
    if (batch === last && turn.length > 0) {
      turn.unshift(batch)
      batch = turn.pop() as Batch
    }
    last = batch
    const length = random.int(2, 5)
    for (let place = 0; place < length && stamps.length < count; place++) stamps.push({ batch, stamped: place === 0 })
  }
  return stamps
}
