/**
 * The business of an instance: cases, what people did with them, the change that went over too many, and what would be
 * there without it.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Good } from '../../worlds/business.ts'
import type { Sender } from '../../worlds/stations/file-import-trade.ts'
import {
  type CaseValues,
  type DeskCase,
  numberSaves,
  type NumberedSave,
  runDesk,
  type Save,
} from '../../worlds/stations/case-desk.ts'
import { minuteOf, monthOf } from '../../worlds/time.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { type Calendar, drawCalendar } from './calendar.ts'
import { drawCases } from './cases.ts'
import { dueValues } from './due.ts'
import { addUp, type CaseDay } from './totals.ts'
import { type Crew, drawCrew, type Trade } from './crew.ts'
import type { Accident } from './request.ts'
import { drawWork } from './work.ts'
import type { HouseRule } from './house.ts'
import type { HitPlan } from './hits.ts'
import type { WidePlan } from './sketch.ts'

/** A change of many cases, as its list has it. */
export interface BulkRun {
  readonly id: number
  readonly name: string
  readonly at: number
  readonly operator: string
  readonly old: boolean
  readonly first: number
  readonly last: number
  readonly count: number
}

export interface Story {
  readonly world: World
  readonly trade: Trade
  readonly level: IncidentLevel
  readonly plan: WidePlan
  readonly rule: HouseRule
  readonly sketch: Sketch
  readonly crew: Crew
  readonly senders: readonly Sender[]
  /** Senders whose cases are kept in the old program. */
  readonly oldOnes: ReadonlySet<string>
  readonly goods: readonly Good[]
  readonly calendar: Calendar
  readonly cases: readonly DeskCase[]
  readonly hits: ReadonlyMap<number, HitPlan>
  readonly accident: Accident
  /** An earlier one, put right since; from level 4 on. */
  readonly former: Accident | null
  /** One that took what it was meant to take; from level 3 on. */
  readonly lawful: Accident | null
  readonly saves: readonly NumberedSave[]
  readonly runs: readonly BulkRun[]
  /** The highest number before the copy, by program. */
  readonly copyAfter: { readonly fresh: number; readonly old: number }
  readonly copied: ReadonlyMap<number, CaseValues>
  readonly seen: ReadonlyMap<number, CaseValues>
  readonly due: ReadonlyMap<number, CaseValues>
  readonly closed: readonly { readonly month: string; readonly closedAt: number }[]
  readonly days: { readonly seen: readonly CaseDay[]; readonly due: readonly CaseDay[] }
}

export interface StoryOptions {
  readonly world: World
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly rule: HouseRule
}

const senderCounts: Readonly<Record<IncidentLevel, number>> = { 1: 3, 2: 4, 3: 5, 4: 6, 5: 7 }

/** Draws a business, lets the change go over too many, and what followed. */
export function drawStory(random: Random, { world, level, sketch, rule }: StoryOptions): Story {
  const trade = world.stations as Trade
  const crew = drawCrew(random, world)
  const senders = trade.file_import.drawSenders(random, senderCounts[level])
  const oldOnes = new Set(level === 5 ? senders.filter((_, place) => place % 3 === 2).map(({ code }) => code) : [])
  const goods = world.goods(random, level <= 2 ? 12 : 16)
  const calendar = drawCalendar(random, level, sketch.knobs.days)
  const input = { trade, crew, senders, oldOnes, goods, calendar, level, sketch, rule }
  const drawn = drawCases(random, input)
  const { cases, hits } = drawn
  const work = drawWork(random, { ...input, ...drawn })
  const { saves, values: seen } = runDesk(cases, work.drafts)
  const plan = sketch.plan as WidePlan
  const senderOf = new Map(cases.map(({ id, sender }) => [id, sender]))
  const isOld = ({ row }: { readonly row: number }): boolean => oldOnes.has(senderOf.get(row) ?? '')
  const numbering = {
    order: rule.order,
    skew: new Map([
      [crew.slow.login, -calendar.skew],
      [crew.fast.login, calendar.skew],
    ]),
    low: crew.slow.login,
    high: crew.fast.login,
    perField: plan !== 'saves',
  }
  const fresh = numberSaves(random, saves.filter((save) => !isOld(save)), numbering) // prettier-ignore
  const old = numberSaves(random, saves.filter(isOld), { ...numbering, perField: true }) // prettier-ignore
  const numbered = [...fresh, ...old]
  const copied = valuesAt(cases, saves, calendar.copyAt)
  const due = dueValues({ cases, saves: numbered, seen, rule, accident: work.accident })
  const closed = closedMonths(level, calendar)
  const atClosing = valuesAt(cases, saves, closed.at(-1)?.closedAt ?? 0)
  const months = new Set(closed.map(({ month }) => month))
  const daysOf = (values: ReadonlyMap<number, CaseValues>): CaseDay[] => [
    ...addUp(cases, atClosing).filter(({ day }) => months.has(monthOf(day))),
    ...addUp(cases, values).filter(({ day }) => !months.has(monthOf(day))),
  ]
  const highest = (list: readonly NumberedSave[]): number =>
    Math.max(0, ...list.filter(({ at }) => at < calendar.copyAt).flatMap(({ numbers }) => numbers))
  return {
    ...{ world, trade, level, plan, rule, sketch, crew, senders, oldOnes, goods, calendar, cases, hits },
    ...{ accident: work.accident, former: work.former, lawful: work.lawful, saves: numbered },
    runs: runsOf(random, work, fresh, old),
    copyAfter: { fresh: highest(fresh), old: highest(old) },
    ...{ copied, seen, due, closed },
    days: { seen: daysOf(seen), due: daysOf(due) },
  }
}

/** What every case held at a minute. */
function valuesAt(cases: readonly DeskCase[], saves: readonly Save[], minute: number): ReadonlyMap<number, CaseValues> {
  const values = new Map(cases.map(({ id, start }) => [id, start]))
  for (const { row, at, changes } of saves) {
    if (at >= minute) break
    const own = values.get(row)
    if (own !== undefined)
      values.set(row, { ...own, ...Object.fromEntries(changes.map((change) => [change.field, change.new])) })
  }
  return values
}

/** Months before the one of the change; the last of them was closed the day after. */
function closedMonths(level: IncidentLevel, { firstDay, runDay }: Calendar): Story['closed'] {
  if (level < 4) return []
  const closed: { month: string; closedAt: number }[] = []
  for (let day = firstDay; monthOf(day) !== monthOf(runDay); day++) {
    const month = monthOf(day)
    if (closed.some((known) => known.month === month)) continue
    let next = day
    while (monthOf(next) === month) next++
    closed.push({ month, closedAt: minuteOf(monthOf(next) === monthOf(runDay) ? runDay + 1 : next + 9, 18, 30) })
  }
  return closed
}

function runsOf(
  random: Random,
  { accident, former, lawful }: { accident: Accident; former: Accident | null; lawful: Accident | null },
  fresh: readonly NumberedSave[],
  old: readonly NumberedSave[],
): BulkRun[] {
  let id = random.int(20, 300)
  return [former, lawful, accident]
    .filter((each) => each !== null)
    .toSorted((left, right) => left.at - right.at)
    .flatMap(({ name, at, operator }) =>
      [fresh, old].flatMap((list, place): BulkRun[] => {
        const own = list.filter(({ run }) => run === name)
        if (own.length === 0) return []
        const numbers = own.flatMap((save) => save.numbers)
        id += random.int(1, 4)
        return [
          {
            ...{ id, name, at, operator, old: place === 1, count: own.length },
            ...{ first: Math.min(...numbers), last: Math.max(...numbers) },
          },
        ]
      }),
    )
}
