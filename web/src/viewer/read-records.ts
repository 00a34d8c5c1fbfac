/**
 * Records of episodes as they come from outside: JSON, one episode a line, of any version. Nobody has checked them.
 *
 * @module
 */
import { trajectorySchema, type Trajectory } from '../../../src/contract/episode.ts'
import { withoutByteOrderMark } from '../../../src/kit/byte-order-mark.ts'

/** Characters of a file that are read. */
export const longestFile = 64 * 1024 * 1024

/**
 * The episodes of a text.
 *
 * @throws TypeError which says what is wrong, and in which line
 */
export function readRecords(text: string): Trajectory[] {
  if (text.length > longestFile) throw new TypeError('the file is larger than 64 MiB')
  const records: Trajectory[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    let held: unknown
    try {
      held = JSON.parse(withoutByteOrderMark(line))
    } catch {
      throw new TypeError(`line ${index + 1} is not JSON`)
    }
    const parsed = trajectorySchema.safeParse(held)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      throw new TypeError(
        `line ${index + 1} is no record of an episode: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
      )
    }
    // As it was recorded: parsing loses a table named __proto__.
    records.push(held as Trajectory)
  }
  if (records.length === 0) throw new TypeError('the file holds no episode')
  return records
}
