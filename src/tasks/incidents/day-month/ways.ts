/**
 * Days as partners write them and as an import reads them.
 *
 * @module
 */
import { readDay, sayDay } from '../../worlds/time.ts'
import { type Order, otherOrder } from './house.ts'

/** How one column of a partner's file is written: with slashes in one of two orders, or year first. */
export type Way = Order | 'iso'

/** How a partner's program writes both days. */
export interface Ways {
  readonly taken: Way
  readonly due: Way
}

/** Which days of a file the struck import read the wrong way round. */
export const readings = ['as is', 'taken', 'due', 'both'] as const
export type Reading = (typeof readings)[number]

export const turnsTaken = (reading: Reading): boolean => reading === 'taken' || reading === 'both'
export const turnsDue = (reading: Reading): boolean => reading === 'due' || reading === 'both'

/** What a file of these ways becomes where all slashes are read in one order. */
export function readingOf({ taken, due }: Ways, region: Order): Reading {
  const [first, second] = [taken === otherOrder(region), due === otherOrder(region)]
  return first ? (second ? 'both' : 'taken') : second ? 'due' : 'as is'
}

/** A day as a partner writes it. */
export function writeDay(day: number, way: Way): string {
  const [year = '', month = '', date = ''] = sayDay(day).split('-')
  return way === 'iso'
    ? `${year}-${month}-${date}`
    : way === 'dm'
      ? `${date}/${month}/${year}`
      : `${month}/${date}/${year}`
}

/** The day that a text means in an order; null where it means none. Year first is read the same in either. */
export function readText(text: string, order: Order): number | null {
  const [left = '', middle = '', right = ''] = text.split('/')
  const iso = text.includes('/') ? (order === 'dm' ? `${right}-${middle}-${left}` : `${right}-${left}-${middle}`) : text
  const day = readDay(iso)
  return Number.isNaN(day) || sayDay(day) !== iso ? null : day
}

const dayMs = 86_400_000
export const dateOf = (day: number): number => new Date(day * dayMs).getUTCDate()
export const monthNumberOf = (day: number): number => new Date(day * dayMs).getUTCMonth() + 1

/** Day and month in each other's place; the same where that is no day. */
export function turned(day: number): number {
  const date = dateOf(day)
  if (date > 12) return day
  return Date.UTC(new Date(day * dayMs).getUTCFullYear(), date - 1, monthNumberOf(day)) / dayMs
}
