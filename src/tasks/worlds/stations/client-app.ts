/**
 * The engine of `client_app`: handsets on which people sign in and out, versions that come at a sign-in, what is sent at
 * once and what is sent later, and sign-ins of which no record arrived.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { minuteOf } from '../time.ts'

export interface Handset {
  readonly code: string
  readonly site: string
  readonly model: string
  /** The day it was handed out. */
  readonly since: number
}

/**
 * Which version was on a handset while no sign-in is on record: that of the sign-in before it, of the one after it, or the
 * one that sent what was taken. Each is true of houses whose app loses records in another way.
 */
export type LostRule = 'previous' | 'next' | 'sender'

/** Somebody signed in on a handset, from sign-in to sign-out. */
export interface Sitting {
  readonly handset: string
  readonly from: number
  readonly until: number
  readonly version: string
  readonly user: string
  /** Neither sign-in nor sign-out arrived. */
  readonly isLost: boolean
  /** The handset had no line: what was taken is sent in a later sitting. */
  readonly isOffline: boolean
}

export interface SittingPlan {
  readonly handset: string
  readonly days: readonly number[]
  readonly hours: readonly [open: number, close: number]
  readonly versions: readonly string[]
  /** The sitting with which each version begins, ascending; the first is 0. */
  readonly starts: readonly number[]
  readonly lost: LostRule
  readonly users: readonly string[]
}

/** Two sittings a day. */
export const sittingsADay = 2

/** All sittings of one handset. */
export function drawSittings(random: Random, plan: SittingPlan): Sitting[] {
  const { handset, days, hours, versions, starts, lost, users } = plan
  const count = days.length * sittingsADay
  const changes = starts.slice(1)
  const nearest = (place: number): number => Math.min(...changes.map((change) => Math.abs(place - change)))
  const isLost = new Set<number>()
  const isOffline = new Set<number>()
  // The longer versions last, the longer what happens around their change.
  const spell = Math.max(1, Math.round(count / 14))
  for (const change of changes) {
    const before = Array.from({ length: random.int(1, spell) }, (_, place) => change - 1 - place)
    const after = Array.from({ length: random.int(1, spell) }, (_, place) => change + place)
    const places = lost === 'previous' ? before : lost === 'next' || random.percent(72) ? after : before
    if (random.percent(78)) for (const place of places) isLost.add(place)
    if (random.percent(85)) for (const place of before) isOffline.add(place)
  }
  for (let place = 1; place < count - 2; place++) {
    if (nearest(place) >= 3 && random.percent(5)) isLost.add(place)
    if (nearest(place) >= 3 && random.percent(7)) isOffline.add(place)
  }
  // What is sent at once was taken with the version that sends it.
  if (lost === 'sender') for (const place of isLost) isOffline.delete(place)
  const [open, close] = hours
  const noon = Math.floor((open + close) / 2)
  return Array.from({ length: count }, (_, place): Sitting => {
    const day = days[Math.floor(place / sittingsADay)] ?? 0
    const isMorning = place % sittingsADay === 0
    const from = isMorning ? minuteOf(day, open, random.int(0, 38)) : minuteOf(day, noon, random.int(20, 55))
    const until = isMorning ? minuteOf(day, noon, -random.int(4, 35)) : minuteOf(day, close, -random.int(3, 50))
    const version = versions[starts.findLastIndex((start) => start <= place)] ?? ''
    return { handset, from, until, version, user: random.pick(users), isLost: isLost.has(place), isOffline: isOffline.has(place) } // prettier-ignore
  })
}

/** When and by which version what was taken in a sitting is sent. */
export function sentIn(
  random: Random,
  sittings: readonly Sitting[],
  place: number,
  takenAt: number,
): { readonly at: number; readonly version: string } {
  const own = sittings[place] as Sitting
  if (!own.isOffline) return { at: takenAt + random.int(1, 4), version: own.version }
  const later = sittings.slice(place + 1).find(({ isOffline }) => !isOffline) ?? own
  return { at: Math.max(later.from + random.int(1, 9), takenAt + 1), version: later.version }
}
