/**
 * What somebody notices: sums of two days, or of a group on a day, that cannot be.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { DayRows } from '../../worlds/stations/mart.ts'
import { sayDay, tellAmount } from '../../worlds/time.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import { type DayBook, dueRows, storedRows, type Story } from './ground.ts'

/** What the mart shows of a day, and what it should. */
export interface Noticed {
  readonly day: number
  /** A group's code; null: all groups together. */
  readonly group: string | null
  readonly shown: number
  readonly due: number
}

const sumOf = (rows: DayRows, group: string | null): number =>
  group === null ? [...rows.values()].reduce((sum, { amount }) => sum + amount, 0) : (rows.get(group)?.amount ?? 0)

/** A whole day and a group's day, of different kinds where there are; null: nothing that anybody would see. */
export function drawNoticed(random: Random, story: Story): readonly [Noticed, Noticed] | null {
  const { lines, groups } = story
  const struck = random.shuffle(story.books.filter(({ wrong, frozen }) => wrong && !frozen))
  const isPlain = ({ day, run }: DayBook): boolean =>
    (lines.get(day) ?? []).every(({ receivedAt }) => receivedAt <= run.startedAt)
  // Days without late lines first: whoever counts every line once finds their sum.
  const order = [...struck.filter(isPlain), ...struck.filter((book) => !isPlain(book))]
  const seen = (book: DayBook, group: string | null): Noticed => ({
    ...{ day: book.day, group, shown: sumOf(storedRows(story, book), group), due: sumOf(dueRows(story, book), group) },
  })
  const isOdd = ({ shown, due }: Noticed): boolean => shown > 0 && due > 0 && shown !== due
  const whole = order.map((book) => seen(book, null)).find(isOdd)
  if (whole === undefined) return null
  const listed = random.shuffle(groups.slice(0, -1).map(([code]) => code))
  const single = order
    .filter(({ day }) => day !== whole.day)
    .flatMap((book) => listed.map((group) => seen(book, group)))
    .find(isOdd)
  return single === undefined ? null : [whole, single]
}

export function symptomsOf({ days }: Names, noticed: readonly Noticed[]): Symptom[] {
  const { columns: d, table } = days
  return noticed.map(({ day, group, shown, due }) => ({
    name: `${group ?? 'all groups'} on ${sayDay(day)}`,
    query: `SELECT coalesce(sum(${d.amount}), 0) FROM ${table} WHERE ${d.day} = '${sayDay(day)}'${group === null ? '' : ` AND ${d.group} = '${group}'`}`,
    before: [[shown]],
    after: [[due]],
    quoted: [tellAmount(shown), tellAmount(due)],
  }))
}
