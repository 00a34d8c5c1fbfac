import { availableParallelism, totalmem } from 'node:os'
import { z } from 'zod'
import { smallestMemory } from '../../sessions/memory-budget.ts'

const units: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 }

const pattern = /^(\d{1,15}(?:\.\d{1,3})?)([kmgt]?)(?:i?b)?$/i

/** Bytes, as a number or as `512m` or `1g`. */
export const memorySizeSchema = z
  .union([z.int(), z.string()])
  .transform((given, context) => {
    const found = pattern.exec(String(given))
    if (found === null) context.addIssue({ code: 'custom', message: 'Invalid input: a size is like 512m or 2g' })
    return Math.floor(Number(found?.[1]) * (units[(found?.[2] ?? '').toLowerCase()] as number))
  })
  .refine((bytes) => !(bytes < smallestMemory), `Invalid input: a server needs ${smallestMemory / 2 ** 20}m or more`)

/** What this process may take: the limit of its control group, or half of the machine; in bytes. */
export function memoryOfHost(): number {
  const machine = totalmem()
  // Node looks into both versions of control groups; without a limit it gives a huge number, or 0.
  const limit = process.constrainedMemory()
  return limit > 0 && limit < machine ? limit : Math.floor(machine / 2)
}

/** So much memory each thread that runs SQL should have at least, in bytes. */
const memoryPerWorker = 512 * 1024 * 1024

/** Threads that run SQL: one less than there are cores, as far as the memory goes. */
export function defaultWorkers(memory: number): number {
  return Math.max(1, Math.min(availableParallelism() - 1, Math.floor(memory / memoryPerWorker)))
}
