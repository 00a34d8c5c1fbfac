/**
 * How the memory of a server is shared out. What is not given to a share is for the process itself: Node, its threads,
 * code, and garbage that nobody has collected yet.
 *
 * @module
 */

/** What takes memory because of what clients do. */
export const memoryShares = ['databases', 'journal', 'shared', 'instances', 'incoming', 'outgoing'] as const
export type MemoryShare = (typeof memoryShares)[number]

/** Bytes for each share. */
export type MemoryLimits = Readonly<Record<MemoryShare, number>>

/** Of sixteen parts; four are left. */
const parts: MemoryLimits = { databases: 6, journal: 2, shared: 1, instances: 1, incoming: 1, outgoing: 1 }

const megabyte = 1024 * 1024

/** The smallest budget with which a server can do its work, in bytes. */
export const smallestMemory: number = 256 * megabyte

/** @param total what the whole process may take, in bytes */
export function splitMemory(total: number): MemoryLimits {
  const part = Math.floor(total / 16)
  return Object.fromEntries(memoryShares.map((share) => [share, part * parts[share]])) as unknown as MemoryLimits
}

/** What one lane may take. */
export interface LaneMemory {
  /** WebAssembly memory of its engines, and the actions that its open episodes hold, in bytes. */
  readonly databaseBytes: number
  /** Instances that wait to be asked for again, in bytes. */
  readonly instanceBytes: number
  /** For the JavaScript of its thread, in MiB: what has just been made, and everything else. */
  readonly youngMegabytes: number
  readonly oldMegabytes: number
}

/** Most of what a step makes dies with it: with room for it, the collector has a quarter less to do (bench/wire). */
const mostYoung = 128

/** The part of each of so many lanes. */
export function laneMemory(total: number, lanes: number): LaneMemory {
  const { databases, instances } = splitMemory(total)
  const count = Math.max(1, lanes)
  const young = Math.floor(total / megabyte / 16 / count)
  return {
    databaseBytes: Math.floor(databases / count),
    instanceBytes: Math.floor(instances / count),
    youngMegabytes: Math.min(mostYoung, Math.max(16, young)),
    // Records and instances are JavaScript; a thread that takes more than all of them has lost its way.
    oldMegabytes: 96 + Math.floor((databases + instances) / megabyte / count),
  }
}

/** What lanes take at present. */
export interface LaneUse {
  /** In bytes. */
  readonly databaseBytes: number
  readonly instanceBytes: number
  /** Databases that were freed for want of memory, so far. */
  readonly evictions: number
}

export const noUse: LaneUse = { databaseBytes: 0, instanceBytes: 0, evictions: 0 }
