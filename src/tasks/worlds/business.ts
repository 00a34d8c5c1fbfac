/**
 * What any business has: hours, people, goods.
 *
 * @module
 */

/** When a business is open. */
export interface Calendar {
  /** Days of the week without business, 0 is Sunday. */
  readonly closedWeekdays: readonly number[]
  /** Hours of a day in which things happen: the first, and the one after the last. */
  readonly hours: readonly [open: number, close: number]
}

/** Somebody who works there or writes to the house. */
export interface Person {
  readonly name: string
  /** The short form that systems keep: `mkeller`. */
  readonly login: string
  /** As people put it: `accounts`, `the returns desk`. */
  readonly role: string
}

/** A thing that is sold, done or charged. */
export interface Good {
  readonly code: string
  readonly name: string
  /** Of one, in minor units. */
  readonly price: number
}

/** A range that a column plausibly holds, in its own unit. */
export interface PlausibleRange {
  readonly low: number
  readonly high: number
}
