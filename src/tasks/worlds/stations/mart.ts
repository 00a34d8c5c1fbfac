/**
 * A mart of the station `nightly_job`: lines added up by groups of their goods or senders, day by day, and the days by
 * month. How lines without a group and groups that change count is a matter of terms; a release of the job may count
 * otherwise.
 *
 * @module
 */
import { monthOf, sayDay } from '../time.ts'

/** Lines whose member has no group: left out, in a row of their own, or in the group for what belongs nowhere. */
export type Unlisted = 'out' | 'own' | 'rest'
/** The entry of the list that holds on the day of a line, or the last one whatever the day. */
export type ListUse = 'dated' | 'newest'

/** How days of a time are to be counted. */
export interface Terms {
  readonly unlisted: Unlisted
  readonly list: ListUse
}

/** How a release counts. */
export interface Handling {
  readonly unlisted: Unlisted
  /** `both`: every entry of the list, so a line counts once for each group that its member ever had. */
  readonly list: ListUse | 'both'
  /** It cuts the last day of each run short. */
  readonly cutsLastDay: boolean
}

/** An entry of the list of members. */
export interface Membership {
  readonly member: string
  readonly group: string
  readonly from: number
  /** The last day; null: open. */
  readonly until: number | null
  /** The minute at which somebody typed it in, where that was later than its first day; nothing in the list tells. */
  readonly enteredAt?: number
}

/** A line as the mart sees it. */
export interface MartLine {
  readonly id: number
  readonly at: number
  readonly day: number
  readonly sender: string
  readonly party: string
  readonly good: string
  readonly member: string
  readonly quantity: number
  readonly amount: number
  readonly receivedAt: number
}

export interface Measures {
  readonly lines: number
  readonly quantity: number
  readonly amount: number
}
/** What groups had on one day. */
export type DayRows = ReadonlyMap<string, Measures>

/** A house's codes, and whether groups without lines have a row. */
export interface MartHouse {
  readonly none: string
  readonly rest: string
  /** Codes of the groups that get a row with zeros; empty: a group without lines has no row. */
  readonly zeros: readonly string[]
  /** Where a job that cuts the last day short does so: the hour up to which it counts. */
  readonly cutHour: number
}

/** The entries of a member as the list had them at a minute: one that came later was not there, and the one before it open. */
export function entriesAt(entries: readonly Membership[], minute: number): readonly Membership[] {
  const there = entries.filter(({ enteredAt }) => enteredAt === undefined || enteredAt <= minute)
  if (there.length === entries.length) return entries
  return there.map((entry, place) => ({ ...entry, until: there[place + 1] === undefined ? null : entry.until }))
}

/** The groups that a member's line counts for. @param entries in the order of their days */
export function groupsOf(entries: readonly Membership[], day: number, list: Handling['list']): readonly string[] {
  if (list === 'both') return entries.map(({ group }) => group)
  const entry =
    list === 'newest'
      ? entries.at(-1)
      : entries.find(({ from, until }) => from <= day && (until === null || day <= until))
  return entry === undefined ? [] : [entry.group]
}

/** Adds the lines of one day up. @param groupsOfMember the groups that a line of that day counts for; none: unlisted */
export function countDay(
  lines: readonly MartLine[],
  unlisted: Unlisted,
  groupsOfMember: (member: string) => readonly string[],
  house: MartHouse,
): DayRows {
  const rows = new Map<string, { lines: number; quantity: number; amount: number }>()
  const rowOf = (group: string): { lines: number; quantity: number; amount: number } => {
    let row = rows.get(group)
    if (row === undefined) rows.set(group, (row = { lines: 0, quantity: 0, amount: 0 }))
    return row
  }
  if (lines.length > 0) for (const group of house.zeros) rowOf(group)
  const instead = unlisted === 'out' ? [] : [unlisted === 'own' ? house.none : house.rest]
  for (const { member, quantity, amount } of lines) {
    const groups = groupsOfMember(member)
    for (const group of groups.length === 0 ? instead : groups) {
      const row = rowOf(group)
      row.lines++
      row.quantity += quantity
      row.amount += amount
    }
  }
  return rows
}

/** A cell of a mart by day. */
export interface DayCell extends Measures {
  readonly group: string
  readonly day: number
}
/** A cell of the mart by month: sums, and how many days there are or the best of them. */
export interface MonthCell extends Measures {
  readonly group: string
  readonly month: string
  readonly days: number
  readonly best: number
}

export const dayKeyOf = ({ group, day }: Pick<DayCell, 'group' | 'day'>): string => `${group}/${sayDay(day)}`
export const monthKeyOf = ({ group, month }: Pick<MonthCell, 'group' | 'month'>): string => `${group}/${month}`

/** Months of days, by group. */
export function addUpByMonth(cells: Iterable<DayCell>): MonthCell[] {
  const months = new Map<string, { -readonly [Column in keyof MonthCell]: MonthCell[Column] }>()
  for (const { group, day, lines, quantity, amount } of cells) {
    const month = monthOf(day)
    const key = monthKeyOf({ group, month })
    let own = months.get(key)
    if (own === undefined) {
      own = { group, month, lines: 0, quantity: 0, amount: 0, days: 0, best: 0 }
      months.set(key, own)
    }
    own.lines += lines
    own.quantity += quantity
    own.amount += amount
    own.days++
    own.best = Math.max(own.best, amount)
  }
  return [...months.values()]
}
