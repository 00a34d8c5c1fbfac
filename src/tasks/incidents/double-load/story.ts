/**
 * The business of an instance and its two runs: as it was, with the import's check off between two deploys, and as it
 * should have been.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { drawPeople } from '../../worlds/cast.ts'
import type { Sender } from '../../worlds/stations/file-import-trade.ts'
import { type Delivery, drawDeliveries, slotOf } from '../../worlds/stations/file-import.ts'
import { type ImportRun, runImport } from '../../worlds/stations/import-run.ts'
import { type FileRule, fileRules } from '../../worlds/stations/file-rule.ts'
import { type ClosedMonth, drawStatements, type Statement } from '../../worlds/stations/ledger.ts'
import type { ChildRow } from '../../worlds/stations/manual-tool.ts'
import {
  addUpDays,
  dayKey,
  type DayTotal,
  drawNights,
  keepClosed,
  type Nights,
} from '../../worlds/stations/nightly-job.ts'
import { dayOf, minuteOf, monthOf, readDay } from '../../worlds/time.ts'
import type { Good, Person } from '../../worlds/business.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { gradedWidth } from './core-columns.ts'
import { drawHandwork, type LogEntry, withEdits } from './handwork.ts'
import { isFreeOfClocks } from './houses.ts'
import type { Pair, Seen, Trade } from './readings.ts'
import { chooseSecond } from './second-files.ts'
import type { DoubleLoadPlan } from './sketch.ts'

/** When the import loaded everything: from one deploy to the next. */
export interface Window {
  readonly from: number
  readonly until: number
  readonly before: string
  readonly bad: string
  readonly after: string
}

export interface Story {
  readonly world: World
  readonly trade: Trade
  readonly level: IncidentLevel
  readonly plan: DoubleLoadPlan
  /** How this house takes second files. */
  readonly rule: FileRule
  readonly sketch: Sketch
  readonly people: Readonly<Record<'writer' | 'owner' | 'engineer' | 'clerk' | 'second' | 'partner', Person>>
  readonly senders: readonly Sender[]
  /** Senders whose files carry no numbers into the core table; only in `two systems`. */
  readonly oldSystem: ReadonlySet<string>
  readonly goods: readonly Good[]
  readonly deliveries: readonly Delivery[]
  readonly window: Window
  readonly firstDay: number
  readonly lastDay: number
  /** The minute at which the agent sits down. */
  readonly asOf: number
  readonly seen: ImportRun
  readonly due: ImportRun
  readonly children: readonly ChildRow[]
  /** Where each child belongs; null: to a line that was cancelled. */
  readonly belongs: ReadonlyMap<number, number | null>
  /** What is known of rows before anything is repaired. */
  readonly known: Seen
  readonly log: readonly LogEntry[]
  readonly closed: readonly ClosedMonth[]
  readonly statements: readonly Statement[]
  readonly days: { readonly seen: readonly DayTotal[]; readonly due: readonly DayTotal[] }
  readonly nights: Nights
  /** Pairs of files of which both became rows, first and second. */
  readonly pairs: readonly Pair[]
}

/** How many senders there are, days before and after the window, and its length, by level. */
const sizes: Readonly<Record<IncidentLevel, { senders: number; window: number; before: number; tail: number }>> = {
  1: { senders: 3, window: 1, before: 0, tail: 0 },
  2: { senders: 3, window: 0.6, before: 0.3, tail: 0.1 },
  3: { senders: 4, window: 9, before: 0.6, tail: 0.4 },
  4: { senders: 5, window: 12, before: 0.7, tail: 0.3 },
  5: { senders: 6, window: 13, before: 0.7, tail: 0.3 },
}

/** Where the window lies among the days; from level 4 on over the end of a month, most of it before. */
function drawCalendar(random: Random, level: IncidentLevel, days: number) {
  const { window, before, tail } = sizes[level]
  if (level <= 2) {
    const length = level === 1 ? days : Math.round(days * window)
    const firstDay = readDay(`2026-0${random.int(3, 8)}-0${random.int(1, 9)}`)
    const from = firstDay + (level === 1 ? 0 : Math.round(days * before))
    // At the lowest level the check was off all the time.
    return { firstDay, from, until: level === 1 ? firstDay + days + 2 : from + length, lastDay: firstDay + days - 1 }
  }
  const rest = days - window
  const start = random.pick([1, 2, 3, 4, 5, 6, 7, 8])
  const monthEnd = readDay(`2026-0${start + 1}-01`) - 1
  const from = level === 3 ? monthEnd - random.int(13, 17) : monthEnd - Math.round(window * 0.62)
  const firstDay = from - Math.round((rest * before) / (before + tail))
  return { firstDay, from, until: from + window, lastDay: firstDay + days - 1 }
}

const versions = (random: Random): Pick<Window, 'before' | 'bad' | 'after'> => {
  const [major, minor] = [random.int(2, 6), random.int(1, 8)]
  return { before: `${major}.${minor}`, bad: `${major}.${minor + 1}`, after: `${major}.${minor + 2}` }
}

/** The part of a story that decides whether it is fair. */
interface Files extends Pick<
  Story,
  | 'world'
  | 'trade'
  | 'level'
  | 'plan'
  | 'rule'
  | 'sketch'
  | 'senders'
  | 'goods'
  | 'deliveries'
  | 'window'
  | 'firstDay'
  | 'lastDay'
  | 'seen'
  | 'pairs'
> {
  readonly from: number
  readonly until: number
}

export interface StoryOptions {
  readonly world: World
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly rule: FileRule
}

const isOff = ({ from, until }: Window, { receivedAt }: Delivery): boolean => receivedAt >= from && receivedAt < until

/** What came in, and what the import made of it while its check was off. */
function drawFiles(random: Random, { world, level, sketch, rule }: StoryOptions): Files | null {
  const trade = world.stations as Trade
  const { knobs } = sketch
  const senders = trade.file_import.drawSenders(random, sizes[level].senders)
  const goods = world.goods(random, level <= 2 ? 12 : 20)
  const { firstDay, from, until, lastDay } = drawCalendar(random, level, knobs.days)
  const window: Window = {
    from: minuteOf(from, random.int(6, 11), random.int(0, 59)),
    until: minuteOf(until, random.int(12, 16), random.int(0, 59)),
    ...versions(random),
  }
  const deliveries = drawDeliveries(random, {
    trade: trade.file_import,
    calendar: world.calendar,
    senders,
    goods,
    firstDay,
    days: knobs.days,
    second: (slots) =>
      chooseSecond(random, slots, {
        choices: knobs.choices,
        fromDay: from,
        untilDay: level === 1 ? until : until - 1,
        rule,
        // Corrections always change the count, with it the amount, and three goods out of ten.
        weights: {
          row: gradedWidth({ plan: sketch.plan as DoubleLoadPlan, level }),
          changed: rule.replaces === 'count' ? 2 : 2.3,
        },
        // The month that the window began in will be closed.
        closedUntil: level >= 4 ? firstOfNextMonth(from) : from,
      }),
  })
  if (deliveries === null) return null
  if (level >= 4 && !historyTells(deliveries, rule, window)) return null
  const seen = runImport(deliveries, rule, (delivery) => !isOff(window, delivery))
  return {
    world,
    trade,
    level,
    plan: sketch.plan as DoubleLoadPlan,
    rule,
    sketch,
    senders,
    goods,
    deliveries,
    window,
    firstDay,
    lastDay,
    from,
    until,
    seen,
    pairs: pairsOf(deliveries, seen),
  }
}

/** Rows in which another house would have left something else before and after the window, at least. */
const leastTold = 2

/** Files of days with a second one, of the time when the check was on. */
export function goodTimes(deliveries: readonly Delivery[], window: Window): Delivery[] {
  const again = new Set(deliveries.filter((file) => file.again !== null).map(slotOf))
  return deliveries.filter((file) => !isOff(window, file) && again.has(slotOf(file)))
}

/** Whether what the import did while its check was on singles out the rule of this house. */
function historyTells(deliveries: readonly Delivery[], rule: FileRule, window: Window): boolean {
  const usual = goodTimes(deliveries, window)
  if (!isFreeOfClocks(usual, rule)) return false
  const left = (own: FileRule): Map<number, string> =>
    new Map(
      [...runImport(usual, own, () => true).rows].map(([id, { good, quantity }]) => [id, `${good.code} ${quantity}`]),
    )
  const due = left(rule)
  return fileRules.every((own) => {
    if (own === rule) return true
    const other = left(own)
    const ids = new Set([...due.keys(), ...other.keys()])
    return [...ids].filter((id) => due.get(id) !== other.get(id)).length >= leastTold
  })
}

/** What became of it: people, totals, closed months, statements. */
function runOn(random: Random, files: Files): Story {
  const { world, trade, level, plan, rule, senders, goods, deliveries, window, firstDay, lastDay } = files
  const { from, until, seen, pairs } = files
  const [writer, owner, engineer, clerk, second, partner] = drawPeople(random, [
    ...[world.words.roles[0], world.words.roles[1], world.words.roles[2]],
    ...[world.words.roles[3], world.words.roles[3], world.words.roles[4]],
  ] as string[]) as [Person, Person, Person, Person, Person, Person]
  const due = runImport(deliveries, rule, () => true)
  const asOf = minuteOf(lastDay + random.int(7, 9), random.int(8, 10), random.int(0, 59))
  const { children, belongs, edits, dueEdits, log } = drawHandwork(random, {
    ...{ trade, level, rule, goods, deliveries, pairs, seen, due },
    operators: [clerk, second],
    until: asOf - 600,
  })
  const seenAfter = { ...seen, rows: withEdits(seen.rows, edits) }
  const dueAfter = { ...due, rows: withEdits(due.rows, dueEdits) }
  const closed = closedMonths(random, { level, firstDay, from, until, by: writer })
  const names = closed.map(({ month }) => month)
  const seenDays = addUpDays(seenAfter.rows.values())
  const dueDays = addUpDays(dueAfter.rows.values())
  const jobVersion = `${random.int(1, 3)}.${random.int(0, 9)}`
  const nights: Nights =
    level < 3
      ? { runs: [], builtAt: new Map() }
      : drawNights(random, {
          firstDay,
          until: asOf,
          version: jobVersion,
          arrivals: deliveries.map(({ sender, day, receivedAt: at }) => ({ sender: sender.code, day, receivedAt: at })),
          rowsBy: (minute, built) =>
            runImport(
              deliveries.filter(
                (file) => file.receivedAt <= minute && built.has(dayKey({ sender: file.sender.code, day: file.day })),
              ),
              rule,
              (file) => !isOff(window, file),
            ).rows.values(),
        })
  const oldOnes = plan === 'two systems' ? senders.filter((_, index) => index % 2 === 1).map(({ code }) => code) : []
  return {
    ...{
      world,
      trade,
      level,
      plan,
      rule,
      sketch: files.sketch,
      people: { writer, owner, engineer, clerk, second, partner },
    },
    senders,
    oldSystem: new Set(oldOnes),
    goods,
    deliveries,
    window,
    firstDay,
    lastDay,
    asOf,
    seen: seenAfter,
    due: dueAfter,
    children,
    belongs,
    known: { rows: seenAfter.rows, edited: new Map(edits.map((edit) => [edit.row, edit.new])) },
    log,
    closed,
    pairs,
    // Nobody's book has a line for what was cancelled.
    statements:
      level >= 3
        ? statementsBy(random, files, addUpDays([...dueAfter.rows.values()].filter(({ quantity }) => quantity > 0)))
        : [],
    nights,
    days: { seen: seenDays, due: keepClosed(dueDays, seenDays, names) },
  }
}

/** Draws a business, strikes its import and lets the rest run on; null where no days make a balanced riddle. */
export function drawStory(random: Random, options: StoryOptions): Story | null {
  const files = drawFiles(random, options)
  return files === null ? null : runOn(random, files)
}

/**
 * What another party has sent by now. From level 4 on it is late: its last word is of the time before the window, so it tells
 * how the house counts and not whether a repair is right.
 */
function statementsBy(random: Random, { level, senders, window }: Files, days: readonly DayTotal[]): Statement[] {
  const all = drawStatements(random, days, membersOf(random, senders))
  return level >= 4 ? all.filter(({ until }) => until < dayOf(window.from)) : all
}

/** Who sends books of half a month: half of the senders, so that much is confirmed by nothing. */
function membersOf(random: Random, senders: readonly Sender[]): string[] {
  return random
    .sample(senders, Math.ceil(senders.length / 2))
    .map(({ code }) => code)
    .toSorted()
}

/** Every second file whose first one is in the core table as well. */
function pairsOf(deliveries: readonly Delivery[], seen: ImportRun): Pair[] {
  const firsts = new Map<string, Delivery>()
  const pairs: Pair[] = []
  for (const delivery of deliveries) {
    if (seen.status.get(delivery.id) !== 'loaded') continue
    const slot = `${delivery.sender.code}/${delivery.lane}/${delivery.day}`
    const first = firsts.get(slot)
    if (first === undefined) firsts.set(slot, delivery)
    else if (delivery.again !== null) pairs.push({ kind: delivery.again, first, second: delivery })
  }
  return pairs
}

function closedMonths(
  random: Random,
  input: { level: IncidentLevel; firstDay: number; from: number; until: number; by: Person },
): ClosedMonth[] {
  if (input.level < 4) return []
  // Closed with the wrong rows in it, after the check was back on.
  const months: ClosedMonth[] = []
  for (let day = input.firstDay; day < input.until; day++) {
    const month = monthOf(day)
    const next = firstOfNextMonth(day)
    if (months.some((known) => known.month === month) || next > input.until) continue
    const closedAt = minuteOf(
      Math.max(next, next > input.from ? input.until : next) + random.int(1, 2),
      17,
      random.int(0, 59),
    )
    months.push({ month, closedAt, closedBy: input.by.login })
  }
  return months
}

function firstOfNextMonth(day: number): number {
  let next = day
  while (monthOf(next) === monthOf(day)) next++
  return next
}
