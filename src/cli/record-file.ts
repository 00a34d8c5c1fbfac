import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Trajectory } from '../contract/episode.ts'
import { withoutByteOrderMark } from '../kit/byte-order-mark.ts'
import { AppError } from '../kit/errors.ts'
import { resolveTask } from '../tasks/family-list.ts'
import { canaryOf } from '../tasks/task-identity.ts'

/**
 * A file that episodes are appended to, one line of JSON each; undefined when no file is named.
 *
 * @throws AppError `file_exists`, `io_error`
 */
export function openRecord(file: string | undefined): ((trajectory: Trajectory) => void) | undefined {
  if (file === undefined) return undefined
  if (existsSync(file)) throw new AppError('file_exists', `${file} exists; a record never overwrites`)
  attempt(() => writeFileSync(file, ''))
  return (trajectory) => attempt(() => appendFileSync(file, `${JSON.stringify(withCanary(trajectory))}\n`))
}

/** Files that leave the house can be told from others; what came over HTTP has no mark yet. */
export function withCanary<T extends Trajectory>(trajectory: T): T {
  const { task_id: id, split, seed } = trajectory
  try {
    const task = resolveTask(id, split ?? undefined)
    return { ...trajectory, canary: canaryOf(task, seed) }
  } catch (error) {
    // Another server may have tasks that this one has not.
    if (AppError.isInstance(error)) return trajectory
    throw error
  }
}

/**
 * The episodes of a record, as they stand there: nobody has checked them yet.
 *
 * @throws AppError `io_error`, `invalid_json`
 */
export function readRecord(file: string): unknown[] {
  const lines = attempt(() => readFileSync(file, 'utf8')).split('\n')
  const records: unknown[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    try {
      // Files that were put together have a mark wherever one of them begins.
      records.push(JSON.parse(withoutByteOrderMark(line)))
    } catch (cause) {
      throw new AppError('invalid_json', `${file}:${index + 1}: not JSON`, { cause })
    }
  }
  return records
}

function attempt<T>(body: () => T): T {
  try {
    return body()
  } catch (cause) {
    throw new AppError('io_error', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
