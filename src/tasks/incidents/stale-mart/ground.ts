/**
 * The business of an instance: lines, the list that puts their members into groups, the house's terms and the runs of
 * the job; and what each day of the mart was under given releases, and should be.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Good, Person } from '../../worlds/business.ts'
import { drawPeople } from '../../worlds/cast.ts'
import type { Sender } from '../../worlds/stations/file-import-trade.ts'
import type { ClosedMonth } from '../../worlds/stations/ledger.ts'
import {
  countDay,
  entriesAt,
  groupsOf,
  type DayRows,
  type MartHouse,
  type MartLine,
  type Membership,
} from '../../worlds/stations/mart.ts'
import type { Handling, Terms, Unlisted } from '../../worlds/stations/mart.ts'
import type { MartAxis } from '../../worlds/stations/mart-trade.ts'
import { minuteOf, monthOf, readDay, weekdayOf } from '../../worlds/time.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { drawMembers } from './members.ts'
import { drawRuns, type Run } from './runs.ts'
import type { StaleMartPlan } from './sketch.ts'

export type Trade = Required<World['stations']>

/** With which lines a day is computed anew: those that were there for its run, or all there are. */
export type LateRule = 'run' | 'all'

/** A release of the job. */
export interface Release {
  readonly version: string
  readonly liveFrom: number
  readonly handling: Handling
}

/** How a house keeps its mart. */
export interface House extends MartHouse {
  readonly late: LateRule
  /** What the mart by month has beside sums. */
  readonly more: 'days' | 'best'
  /** From the first of a month on, in order. */
  readonly terms: readonly { readonly from: string; readonly terms: Terms }[]
}

/** A way to count a day: by which terms, with which lines; `old` false: members of the old list count as having no group. */
export interface Way {
  readonly unlisted: Unlisted
  readonly list: Handling['list']
  readonly late: LateRule
  readonly old: boolean
  /** By the list as it was when the day's last run began, and not as it is today. */
  readonly listOfRun?: boolean
}

/** One day of the mart. */
export interface DayBook {
  readonly day: number
  /** The run that wrote it last. */
  readonly run: Run
  readonly release: Release
  readonly terms: Terms
  readonly frozen: boolean
  /** The run cut it short. */
  readonly cut: boolean
  /** Its run counted otherwise than the terms of its month have it. */
  readonly wrong: boolean
}

/** All that is there before releases are drawn. */
export interface Ground {
  readonly world: World
  readonly trade: Trade
  readonly axis: MartAxis
  readonly level: IncidentLevel
  readonly plan: StaleMartPlan
  readonly sketch: Sketch
  readonly house: House
  readonly senders: readonly Sender[]
  readonly goods: readonly Good[]
  readonly members: readonly { readonly code: string; readonly name: string }[]
  /** Groups of this house, the one for the rest last. */
  readonly groups: MartAxis['groups']
  /** By member; of members of both lists. */
  readonly entries: ReadonlyMap<string, readonly Membership[]>
  /** Members that stand in the old list. */
  readonly oldMembers: ReadonlySet<string>
  readonly days: readonly number[]
  readonly lines: ReadonlyMap<number, readonly MartLine[]>
  readonly runs: readonly Run[]
  /** The run that wrote a day last, and the first one that did. */
  readonly lastRun: ReadonlyMap<number, Run>
  readonly firstRun: ReadonlyMap<number, Run>
  readonly closed: readonly ClosedMonth[]
  readonly people: Readonly<Record<'writer' | 'owner' | 'engineer' | 'clerk' | 'second' | 'partner', Person>>
  /** The minute at which the agent sits down. */
  readonly asOf: number
  /** Rows of a day under a way to count it, worked out once; `cut`: up to the house's hour only. */
  readonly count: (day: number, way: Way, cut?: boolean) => DayRows
}

export interface Story extends Ground {
  readonly releases: readonly Release[]
  readonly books: readonly DayBook[]
}

/** Lines of a day, goods, senders and groups, by level. */
const sizes: Readonly<
  Record<
    IncidentLevel,
    { lines: readonly [number, number]; goods: number; groups: number; start: readonly [number, number] }
  >
> = {
  1: { lines: [8, 10], goods: 10, groups: 3, start: [2, 6] },
  2: { lines: [9, 11], goods: 11, groups: 3, start: [1, 4] },
  3: { lines: [10, 13], goods: 13, groups: 4, start: [14, 16] },
  4: { lines: [12, 15], goods: 14, groups: 4, start: [12, 15] },
  5: { lines: [34, 38], goods: 18, groups: 5, start: [8, 10] },
}

/** Chance in percent that a line may be of a rare member: so that some groups have nothing on some days. */
const rareChance: Readonly<Record<IncidentLevel, number>> = { 1: 70, 2: 70, 3: 60, 4: 50, 5: 16 }

const allTerms: readonly Terms[] = (['out', 'own', 'rest'] as const).flatMap((unlisted) =>
  (['dated', 'newest'] as const).map((list): Terms => ({ unlisted, list })),
)

function drawTerms(random: Random, level: IncidentLevel, months: readonly string[]): House['terms'] {
  const from = level <= 2 ? [months[0] as string] : months
  const found: { from: string; terms: Terms }[] = []
  for (const [index, month] of from.entries()) {
    const last = found.at(-1)?.terms
    // At the lowest levels one rule holds all the time, and lines without a group count: there is something to add.
    const pool = allTerms.filter(
      (own) => (level > 2 || own.unlisted !== 'out') && (last === undefined || own.unlisted !== last.unlisted),
    )
    found.push({ from: index === 0 ? '2025-07' : month, terms: random.pick(pool) })
  }
  return found
}

export const termsOf = ({ terms }: House, day: number): Terms =>
  (terms.findLast(({ from }) => from <= monthOf(day)) as House['terms'][number]).terms

export function drawGround(random: Random, options: { world: World; level: IncidentLevel; sketch: Sketch }): Ground {
  const { world, level, sketch } = options
  const trade = world.stations as Trade
  const size = sizes[level]
  const axis = random.pick(trade.nightly_job.mart.axes)
  const plan = sketch.plan as StaleMartPlan
  const senders = trade.file_import.drawSenders(random, axis.member === 'sender' ? 8 : level <= 2 ? 3 : 4)
  const goods = world.goods(random, size.goods)
  const groups = [...random.sample(axis.groups, size.groups - (axis.member === 'sender' ? 1 : 0)), axis.rest]

  const first = readDay(`2026-0${random.int(2, 6)}-01`) + random.int(...size.start) - 1
  const days: number[] = []
  for (let day = first; days.length < sketch.knobs.days; day++)
    if (!world.calendar.closedWeekdays.includes(weekdayOf(day))) days.push(day)
  const lastDay = days.at(-1) as number
  const asOf = minuteOf(lastDay + random.int(5, 6), random.int(8, 10), random.int(0, 59))
  const months = [...new Set(days.map(monthOf))]
  const house: House = {
    none: random.pick(axis.none),
    rest: axis.rest[0],
    cutHour: random.pick(level <= 2 ? [11, 12, 13, 14] : [0, 12, 13, 14]),
    zeros: random.percent(50) ? groups.map(([code]) => code) : [],
    late: level === 1 ? 'all' : random.pick(['run', 'all'] as const),
    more: random.pick(['days', 'best'] as const),
    terms: drawTerms(random, level, months),
  }
  const members = (axis.member === 'good' ? goods : senders).map(({ code, name }) => ({ code, name }))
  const { entries, unlisted, lateMovers, rare, oldMembers } = drawMembers(random, {
    members: members.map(({ code }) => code),
    groups: groups.map(([code]) => code),
    firstDay: first,
    lastDay,
    hasOldList: level === 5,
    hasLateEntries: level > 1,
  })
  const people = drawCast(random, world)
  const closed =
    level < 4 ? [] : [closedMonth(random, [months[0] as string, months[2] ?? monthOf(lastDay + 1)], people.writer)]
  const runs = drawRuns(random, { level, days, asOf, closed, operator: people.clerk.login })
  const lines = drawLines(random, {
    ...{ world, trade, axis, level, days, senders, goods, runs, asOf, perDay: size.lines },
    ...{ always: [...unlisted, ...lateMovers], rare },
  })
  const covers = (day: number) => (run: Run) => run.ok && run.from <= day && day <= run.until
  const lastRun = new Map(days.map((day) => [day, runs.findLast(covers(day)) as Run]))
  const firstRun = new Map(days.map((day) => [day, runs.find(covers(day)) as Run]))
  const known = new Map<string, DayRows>()
  const seats = new Map<string, Map<string, readonly string[]>>()
  const groupsFor = (day: number, { list, old, listOfRun }: Way): ((member: string) => readonly string[]) => {
    const key = `${list === 'dated' || listOfRun ? day : ''} ${list} ${old} ${listOfRun}`
    const began = (lastRun.get(day) as Run).startedAt
    let own = seats.get(key)
    if (own === undefined) {
      own = new Map()
      for (const [member, all] of entries) {
        if (old || !oldMembers.has(member))
          own.set(member, groupsOf(listOfRun ? entriesAt(all, began) : all, day, list))
      }
      seats.set(key, own)
    }
    return (member) => own.get(member) ?? []
  }
  const count = (day: number, way: Way, isCut = false): DayRows => {
    const key = `${day} ${way.unlisted} ${way.list} ${way.late} ${way.old} ${way.listOfRun} ${isCut}`
    let rows = known.get(key)
    if (rows === undefined) {
      const cut = way.late === 'all' ? Infinity : (lastRun.get(day) as Run).startedAt
      const end = isCut ? minuteOf(day, house.cutHour) : Infinity
      const there = (lines.get(day) ?? []).filter(({ at, receivedAt }) => receivedAt <= cut && at < end)
      known.set(key, (rows = countDay(there, way.unlisted, groupsFor(day, way), house)))
    }
    return rows
  }
  return {
    ...{ world, trade, axis, level, plan, sketch, house, senders, goods, members, groups, entries, oldMembers },
    ...{ days, lines, runs, lastRun, firstRun, closed, people, asOf, count },
  }
}

function drawCast(random: Random, { words }: World): Ground['people'] {
  const [accounts = '', second = '', engineering = '', desk = '', partner = ''] = words.roles
  const [writer, owner, engineer, clerk, other, outside] = drawPeople(random, [
    ...[accounts, second, engineering, engineering, desk, partner],
  ]) as [Person, Person, Person, Person, Person, Person]
  return { writer, owner, engineer, clerk, second: other, partner: outside }
}

/** The first month is closed in the third, with whatever stood there; days may end with the second. */
function closedMonth(random: Random, [month, third]: readonly [string, string], by: Person): ClosedMonth {
  const closedAt = minuteOf(readDay(`${third}-01`) + random.int(1, 3), 17, random.int(0, 59))
  return { month, closedAt, closedBy: by.login }
}

function drawLines(
  random: Random,
  input: Pick<Ground, 'world' | 'trade' | 'axis' | 'level' | 'days' | 'senders' | 'goods' | 'runs' | 'asOf'> & {
    readonly perDay: readonly [number, number]
    /** Members of which every day has a line. */
    readonly always: readonly string[]
    /** Members of which few days have one. */
    readonly rare: readonly string[]
  },
): Map<number, MartLine[]> {
  const { world, trade, axis, level, days, senders, goods, runs, asOf } = input
  const [open, close] = world.calendar.hours
  let id = random.int(1000, 60_000)
  const drafts: Omit<MartLine, 'id'>[] = []
  for (const day of days) {
    const regular = runs.find(({ ok, from, until }) => ok && from <= day && day <= until) as Run
    const arrivals = new Map(senders.map(({ code }) => [code, minuteOf(day, 21, random.int(20, 170))]))
    const count = random.int(...input.perDay)
    for (let number = 0; number < count; number++) {
      const forced = input.always[number]
      const good = axis.member === 'good' ? goods.find(({ code }) => code === forced) : undefined
      const usual = (code: string): boolean => !input.rare.includes(code) || isSpecial
      const isSpecial = random.percent(rareChance[level])
      const pool = good === undefined ? goods.filter(({ code }) => usual(code)) : [good]
      const drawn = trade.file_import.drawLine(random, pool)
      const codes = senders.map(({ code }) => code).filter(usual)
      const sender = axis.member === 'sender' && forced !== undefined ? forced : random.pick(codes)
      const isLate = level > 1 && forced === undefined && random.percent(15)
      const lateAt = regular.startedAt + random.int(300, 6 * 1440)
      drafts.push({
        ...{ at: minuteOf(day, random.int(open, close - 1), random.int(0, 59)), day, sender },
        ...{ party: drawn.party, good: drawn.good.code, quantity: drawn.quantity },
        amount: drawn.quantity * drawn.good.price,
        member: axis.member === 'good' ? drawn.good.code : sender,
        receivedAt: isLate && lateAt < asOf - 600 ? lateAt : (arrivals.get(sender) as number),
      })
    }
  }
  const lines = new Map<number, MartLine[]>(days.map((day) => [day, []]))
  // Ids are given as lines come in.
  for (const draft of drafts.toSorted((left, right) => left.receivedAt - right.receivedAt || left.at - right.at)) {
    lines.get(draft.day)?.push({ id: (id += random.int(1, 3)), ...draft })
  }
  return lines
}

/** Every day by its last run, under given releases. */
export function keepBooks(ground: Omit<Ground, 'count'>, releaseOf: (run: Run) => Release): DayBook[] {
  const { days, lastRun, house, closed } = ground
  const releases = new Map<Run, Release>()
  return days.map((day): DayBook => {
    const run = lastRun.get(day) as Run
    let release = releases.get(run)
    if (release === undefined) releases.set(run, (release = releaseOf(run)))
    const terms = termsOf(house, day)
    const { unlisted, list, cutsLastDay } = release.handling
    const cut = cutsLastDay && day === run.until
    return {
      ...{ day, run, release, terms, cut, frozen: closed.some(({ month }) => month === monthOf(day)) },
      wrong: cut || unlisted !== terms.unlisted || list !== terms.list,
    }
  })
}

/** What the mart has of a day. */
export const storedRows = ({ count }: Pick<Ground, 'count'>, { day, cut, release }: DayBook): DayRows =>
  count(day, { ...release.handling, late: 'run', old: true, listOfRun: true }, cut)

/** What it should have. */
export const dueRows = (ground: Pick<Ground, 'count' | 'house'>, book: DayBook): DayRows =>
  book.wrong && !book.frozen
    ? ground.count(book.day, { ...book.terms, late: ground.house.late, old: true })
    : storedRows(ground, book)
