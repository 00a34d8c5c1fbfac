/**
 * The folder of a run: `run.json`, `episodes.jsonl` and `faults.jsonl`. Whatever happens to the process, an episode
 * stands there whole or not at all.
 *
 * @module
 */
import { constants, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import {
  evaluatedSchema,
  faultSchema,
  jobKey,
  runSchema,
  type EvaluatedTrajectory,
  type EvaluationFault,
  type Run,
} from '../../evaluation/run.ts'
import { AppError } from '../../kit/errors.ts'
import { JournalLock } from '../../sessions/journal-lock.ts'
import { makeFolder } from '../../sessions/make-folder.ts'

const names = { run: 'run.json', episodes: 'episodes.jsonl', faults: 'faults.jsonl' } as const

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

function storageError(file: string, cause: unknown): AppError {
  const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC'
  return new AppError(isFull ? 'storage_error' : 'io_error', `${file}: ${reasonOf(cause)}`, { cause })
}

/** A file of lines that is only ever added to. */
class LineFile {
  readonly #file: string
  readonly #handle: FileHandle
  #length: number
  /** Lines are written one after the other. */
  #last: Promise<void> = Promise.resolve()

  private constructor(file: string, handle: FileHandle, length: number) {
    this.#file = file
    this.#handle = handle
    this.#length = length
  }

  /** @param length bytes that count; what a broken write left behind them is cut off */
  static async open(file: string, length: number): Promise<LineFile> {
    const handle = await open(file, constants.O_RDWR | constants.O_CREAT)
    await handle.truncate(length)
    return new LineFile(file, handle, length)
  }

  /** Resolves when the line is on the disk. @throws AppError `storage_error`, `io_error`; then nothing of it is there */
  async add(value: object): Promise<void> {
    const write = async (): Promise<void> => {
      const bytes = Buffer.from(`${JSON.stringify(value)}\n`)
      try {
        let written = 0
        while (written < bytes.length) {
          const rest = bytes.subarray(written)
          written += (await this.#handle.write(rest, 0, rest.length, this.#length + written)).bytesWritten
        }
        await this.#handle.datasync()
        this.#length += bytes.length
      } catch (cause) {
        await this.#handle.truncate(this.#length).catch(() => undefined)
        throw storageError(this.#file, cause)
      }
    }
    const done = this.#last.then(write)
    this.#last = done.catch(() => undefined)
    await done
  }

  async close(): Promise<void> {
    await this.#last
    await this.#handle.close()
  }
}

/** The whole lines of a file, parsed, and how many bytes they take. A last line without its end was never written. */
function readLines<T>(file: string, schema: z.ZodType<T>): { readonly values: T[]; readonly length: number } {
  if (!existsSync(file)) return { values: [], length: 0 }
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    throw storageError(file, cause)
  }
  const length = bytes.lastIndexOf(10) + 1
  const lines = bytes.toString('utf8', 0, length).split('\n').slice(0, -1)
  const values = lines.map((line, place) => {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (cause) {
      throw new AppError('invalid_json', `${file}:${place + 1}: not JSON`, { cause })
    }
    const parsed = schema.safeParse(value)
    // As it was written: parsing loses a table named __proto__.
    if (parsed.success) return value as T
    const [issue] = parsed.error.issues
    const where = issue === undefined ? '' : `: ${issue.path.join('.')}: ${issue.message}`
    throw new AppError('validation_error', `${file}:${place + 1} is no line of an evaluation${where}`)
  })
  return { values, length }
}

/** What stands in the folder of a run. */
export interface ReadRun {
  readonly run: Run
  readonly episodes: readonly EvaluatedTrajectory[]
  readonly faults: readonly EvaluationFault[]
}

function readRunFile(folder: string): Run {
  const file = join(folder, names.run)
  if (!existsSync(file)) throw new AppError('wrong_use', `${folder} holds no run: there is no ${names.run}`)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AppError('invalid_json', `${file}: ${reasonOf(cause)}`, { cause })
  }
  const parsed = runSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('validation_error', `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
}

/**
 * Reads a run that is over or still going on.
 *
 * @throws AppError `wrong_use` where there is none, `io_error`, `invalid_json`, `validation_error`
 */
export function readRun(folder: string): ReadRun {
  const run = readRunFile(folder)
  // Twice the same is one too many: the first was there when the second came.
  const episodes = new Map<string, EvaluatedTrajectory>()
  for (const episode of readLines(join(folder, names.episodes), evaluatedSchema).values) {
    const { player, item, attempt } = episode.evaluation
    const key = jobKey(player, item, attempt)
    if (!episodes.has(key)) episodes.set(key, episode)
  }
  return {
    run,
    episodes: [...episodes.values()],
    faults: readLines(join(folder, names.faults), faultSchema).values,
  }
}

/** What differs between two runs, for whoever wants to go on with one and asks for the other. */
function differenceOf(before: Run, now: Run): string {
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    ['version of the package', before.package, now.package],
    ['items', before.items.length, now.items.length],
    ['attempts', before.attempts, now.attempts],
    ['players', before.players.map(({ name }) => name).join(', '), now.players.map(({ name }) => name).join(', ')],
  ]
  const found = parts.find(([, left, right]) => left !== right)
  if (found !== undefined) return `${found[0]}: ${String(found[1])} there, ${String(found[2])} asked for`
  const isOther = JSON.stringify(before.items) !== JSON.stringify(now.items)
  return isOther ? 'other items' : 'other settings of a model'
}

/** A run that is being written. */
export class RunFolder {
  /** What had been played before. */
  readonly before: ReadRun
  readonly #lock: JournalLock
  readonly #episodes: LineFile
  readonly #faults: LineFile

  private constructor(before: ReadRun, lock: JournalLock, episodes: LineFile, faults: LineFile) {
    this.before = before
    this.#lock = lock
    this.#episodes = episodes
    this.#faults = faults
  }

  /**
   * Begins a run in a folder, or goes on with the one that is there.
   *
   * @throws AppError `file_exists` where another run is there, `io_error` where another process writes it
   */
  static async open(folder: string, run: Run): Promise<RunFolder> {
    try {
      await makeFolder(folder)
    } catch (cause) {
      throw storageError(folder, cause)
    }
    const lock = await JournalLock.take(folder).catch((cause: unknown) => {
      throw new AppError('io_error', `${folder} cannot be written: ${reasonOf(cause).replaceAll('journal', 'run')}`, {
        cause,
      })
    })
    try {
      const file = join(folder, names.run)
      if (existsSync(file)) {
        const there = readRunFile(folder)
        if (there.digest !== run.digest) {
          throw new AppError(
            'file_exists',
            `${folder} holds another run (${differenceOf(there, run)}); name another --out`,
          )
        }
      } else {
        // Whole or not at all.
        writeFileSync(`${file}.new`, `${JSON.stringify(run, null, 1)}\n`, { flush: true })
        renameSync(`${file}.new`, file)
      }
      const before = readRun(folder)
      const lengthOf = (name: string, schema: z.ZodType): number => readLines(join(folder, name), schema).length
      const episodes = await LineFile.open(join(folder, names.episodes), lengthOf(names.episodes, evaluatedSchema))
      const faults = await LineFile.open(join(folder, names.faults), lengthOf(names.faults, faultSchema))
      return new RunFolder(before, lock, episodes, faults)
    } catch (error) {
      await lock.release()
      throw AppError.isInstance(error) ? error : storageError(folder, error)
    }
  }

  /** @throws AppError `storage_error`, `io_error` */
  async addEpisode(episode: EvaluatedTrajectory): Promise<void> {
    await this.#episodes.add(episode)
  }

  /** @throws AppError `storage_error`, `io_error` */
  async addFault(fault: EvaluationFault): Promise<void> {
    await this.#faults.add(fault)
  }

  async close(): Promise<void> {
    await this.#episodes.close()
    await this.#faults.close()
    await this.#lock.release()
  }
}
