/**
 * What is kept of people and of what hangs on them.
 *
 * @module
 */
import type { Child } from '../../worlds/stations/sync.ts'
import type { CasePlan } from './cases.ts'

/** A record as it was before anybody made one of two. */
export interface SyncRecord {
  readonly id: number
  /** null: known by number only. */
  readonly name: string | null
  /** Where it was entered. */
  readonly system: string
  /** Its number in the other system. */
  readonly ref: string
}
export interface ArchivedRecord extends SyncRecord {
  readonly archivedOn: number
}

/** Somebody asked to be forgotten. */
export interface Request {
  readonly askedOn: number
  /** As it stands in the letter: it may be a number that was given up. */
  readonly record: number
  readonly status: 'done' | 'withdrawn' | 'refused' | 'open'
  readonly doneOn: number | null
}

/** A child that was struck, or the like of one, and the other one where the item was there twice. */
export interface Case {
  readonly plan: CasePlan
  /** From the record it hung on to the one that is left of them. */
  readonly path: readonly number[]
  readonly child: Child
  readonly twin: Child | null
}

/** A field of a child before it was changed. */
export interface Edit {
  readonly child: number
  readonly at: number
  readonly value: number
}
