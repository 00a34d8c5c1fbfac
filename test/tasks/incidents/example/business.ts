/** What happened: the business with its accident, and the tables that are left to see. */
import type { DatabaseSpec } from '../../../../src/data/content.ts'
import type { Random } from '../../../../src/kit/random.ts'
import type { IncidentOptions, Sketch } from '../../../../src/tasks/incidents/incident.ts'
import { buildTable } from '../../../../src/tasks/worlds/build-table.ts'
import { drawPeople } from '../../../../src/tasks/worlds/cast.ts'
import { drawNames } from '../../../../src/tasks/worlds/table-words.ts'
import { minuteOf, readDay, sayMinute, weekdayOf } from '../../../../src/tasks/worlds/time.ts'

interface Shift {
  readonly till: string
  readonly day: number
  /** 0, 1 or 2 of the day. */
  readonly turn: number
  /** Logins: who stands in the plan, and who came instead. */
  readonly clerk: string
  readonly standIn: string | null
  readonly begins: number
  readonly ends: number
}
export interface Entry {
  readonly id: number
  readonly till: string
  readonly at: number
  readonly kind: 'sale' | 'refund'
  readonly article: string
  readonly pieces: number
  /** Who really entered it: the target. */
  readonly clerk: string
  /** Who was signed in: the seed. */
  readonly signedIn: string
}

const tills = ['front', 'yard']
/** About; the refunds come on top. */
export const salesADay = 10
/** Days on which nothing was wrong: even, as two days go together. */
const [daysBefore, daysAfter] = [2, 2]

export function drawBusiness(random: Random, { world, sketch }: IncidentOptions & { readonly sketch: Sketch }) {
  const { roles } = world.words
  const people = drawPeople(
    random,
    Array.from({ length: 9 }, (_, place) => roles[place % roles.length] ?? 'till'),
  )
  const [supervisor, team, others] = [people[8], people.slice(0, 4), people.slice(4, 8)]
  if (supervisor === undefined) throw new TypeError('nine people are drawn')
  const goods = world.goods(random, 5)
  const { days: struckDays, choices } = sketch.knobs
  const refunds = choices / struckDays - salesADay
  const open: number[] = []
  for (let day = readDay('2026-02-02') + random.int(0, 60); open.length < struckDays + daysBefore + daysAfter; day++) {
    if (!world.calendar.closedWeekdays.includes(weekdayOf(day))) open.push(day)
  }
  const struck = open.slice(daysBefore, daysBefore + struckDays)
  const till = random.pick(tills)

  // Two days go together: each of the four has one later turn in them, so that no name is right for most.
  const shifts: Shift[] = []
  const pairs = Math.ceil(open.length / 2)
  const struckPairs = Array.from({ length: struckDays / 2 }, (_, index) => daysBefore / 2 + index)
  const swapped = new Set(random.sample(struckPairs, Math.ceil(struckDays / 6) + random.int(0, 1)))
  const [opens, closes] = world.calendar.hours
  const hours = (closes - opens) / 3
  const add = (own: string, day: number, turns: readonly (readonly [clerk: string, standIn?: string])[]): void => {
    for (const [turn, [clerk, standIn = null]] of turns.entries()) {
      const begins = minuteOf(day, opens + turn * hours)
      shifts.push({ till: own, day, turn, clerk, standIn, begins, ends: begins + hours * 60 })
    }
  }
  let order = team.map(({ login }) => login)
  for (let pair = 0; pair < pairs; pair++) {
    const [first, second] = open.slice(2 * pair)
    // Whoever had first turns in one pair has none in the next.
    order = (pair + daysBefore / 2) % 2 === 0 ? random.shuffle(order) : [...order.slice(3), ...order.slice(0, 3)]
    const [a, b, c, d] = order as [string, string, string, string]
    const swap = swapped.has(pair)
    if (first !== undefined) add(till, first, [[c], [a], swap ? [b, d] : [b]])
    if (second !== undefined) add(till, second, [[a], [c], swap ? [d, b] : [d]])
    for (const day of open.slice(2 * pair, 2 * pair + 2)) {
      const [e, f, g] = random.shuffle(others.map(({ login }) => login)) as [string, string, string]
      for (const own of tills.filter((other) => other !== till)) add(own, day, [[e], [f], [g]])
    }
  }

  const ring = (shift: Shift, kind: Entry['kind'], signedIn: string, clerk: string): Omit<Entry, 'id'> => ({
    ...{ till: shift.till, at: random.int(shift.begins + 5, shift.ends - 5), kind, signedIn, clerk },
    ...{ article: random.pick(goods).code, pieces: random.int(1, 6) },
  })
  const drafts = shifts.flatMap((shift) => {
    const clerk = shift.standIn ?? shift.clerk
    const isStruck = shift.till === till && struck.includes(shift.day)
    const first = shifts.find((own) => own.till === shift.till && own.day === shift.day)?.clerk ?? clerk
    return Array.from({ length: random.int(3, 4) }, () => ring(shift, 'sale', isStruck ? first : clerk, clerk))
  })
  for (const day of open) {
    for (const own of tills) {
      const count = own === till && struck.includes(day) ? refunds : random.int(0, 2)
      for (let number = 0; number < count; number++) {
        const shift = random.pick(shifts.filter((other) => other.till === own && other.day === day))
        drafts.push(ring(shift, 'refund', supervisor.login, supervisor.login))
      }
    }
  }
  let id = random.int(2000, 9000)
  const entries = drafts
    .toSorted((left, right) => left.at - right.at)
    .map((own) => ({ ...own, id: (id += random.int(1, 3)) }))
  return { people, team, supervisor, goods, till, struck, shifts, entries }
}
export type Business = ReturnType<typeof drawBusiness>

/** The rows that the accident could have reached: what was entered at that till on those days. */
export const reached = ({ entries, till, struck }: Business): Entry[] => {
  const [from, to] = [minuteOf(struck[0] ?? 0, 0), minuteOf((struck.at(-1) ?? 0) + 1, 0)]
  return entries.filter((own) => own.till === till && own.at >= from && own.at < to)
}

export function namesOf(random: Random, { world }: IncidentOptions) {
  const trade = world.stations.manual_tool
  if (trade === undefined) throw new TypeError(`${world.id} has no manual_tool`)
  return drawNames(random, trade.child)
}
export type Names = ReturnType<typeof namesOf>

/** The database when each entry stands under the name that `clerkOf` gives. */
export function build(
  { goods, shifts, entries }: Business,
  names: Names,
  clerkOf: (entry: Entry) => string,
  random: Random,
): DatabaseSpec {
  const { table, columns } = names
  return {
    tables: [
      buildTable(
        random,
        { table, columns: { ...columns, till: 'till' } },
        {
          columns: [
            { column: 'id', type: 'INTEGER PRIMARY KEY' },
            ...(['till', 'at', 'operator', 'reason', 'core'] as const).map((column) => ({
              column,
              type: 'TEXT NOT NULL',
            })),
            { column: 'quantity', type: 'INTEGER NOT NULL' },
          ],
          rows: entries.map((entry) => ({
            ...{ id: entry.id, till: entry.till, at: sayMinute(entry.at), operator: clerkOf(entry) },
            ...{ reason: entry.kind, core: entry.article, quantity: entry.pieces },
          })),
        },
      ),
      {
        name: 'shift',
        ddl: 'CREATE TABLE shift (till TEXT, begins_at TEXT, ends_at TEXT, planned TEXT, stand_in TEXT, PRIMARY KEY (till, begins_at))',
        columns: ['till', 'begins_at', 'ends_at', 'planned', 'stand_in'],
        rows: random.shuffle(
          shifts.map((own) => [own.till, sayMinute(own.begins), sayMinute(own.ends), own.clerk, own.standIn]),
        ),
      },
      {
        name: 'article',
        ddl: 'CREATE TABLE article (code TEXT PRIMARY KEY, name TEXT NOT NULL, cents INTEGER NOT NULL)',
        columns: ['code', 'name', 'cents'],
        rows: goods.map(({ code, name, price }) => [code, name, price]),
      },
    ],
  }
}
