/**
 * A journal in a folder, which outlives the process: kill it at any moment, and every answered step is there.
 * The power cord is another matter: the files are handed to the operating system, not forced to the disk.
 *
 * One file holds everything and only grows; when most of it is over, a new one with what still matters takes its place.
 * In memory is only where each session's lines lie.
 *
 * @module
 */
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../kit/errors.ts'
import type { EpisodeStart, RecordedStep } from './episode-record.ts'
import { type Journal, type JournaledEpisode, noEpisode } from './journal.ts'
import { JournalFile } from './journal-file.ts'
import { type Extent, JournalIndex } from './journal-index.ts'
import { type JournalEntry, readEntry, writeEntry } from './journal-lines.ts'
import { JournalLock } from './journal-lock.ts'
import { makeFolder } from './make-folder.ts'

/** A file is rewritten when it is larger than this and than twice what it was when it was new, in bytes. */
const defaultRewriteBytes = 64 * 1024 * 1024

/** What has to fit on a disk that was full before it counts as one with room again, in bytes. */
const roomBytes = 64 * 1024

export interface FileJournalOptions {
  readonly folder: string
  /** Digest of everything else that episodes follow from: a journal written under another one is refused. */
  readonly settings: string
  readonly rewriteBytes?: number
  /** After an entry could not be written: between two looks whether it could be now, in milliseconds. */
  readonly retryMs?: number
  /** Told when writing fails, and (with undefined) when it works again. */
  readonly onFault?: (fault: AppError | undefined) => void
}

const fileName = /^journal-(\d{8})\.jsonl$/
const nameOf = (number: number): string => `journal-${String(number).padStart(8, '0')}.jsonl`

function reasonOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? (cause as Error).message
}

function toStorageError(cause: unknown): AppError {
  const reason = reasonOf(cause)
  const what = isFull(cause) ? `the disk of the journal is full (${reason})` : `cannot write the journal: ${reason}`
  return new AppError('storage_error', `${what}; this request left no trace, send it again later`, { cause })
}

function isFull(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(reasonOf(cause))
}

interface Pending {
  readonly entry: JournalEntry
  readonly line: string
}

export class FileJournal implements Journal {
  readonly #options: FileJournalOptions
  readonly #index: JournalIndex
  readonly #lock: JournalLock
  /** Sessions with an episode, counting what is not yet written. */
  readonly #begun: Set<string>
  #number: number
  #file: JournalFile
  #rewriteAt = 0
  #pending: Pending[] = []
  #pendingBytes = 0
  /** Sessions that ended while nothing could be written. */
  #owed: Pending[] = []
  /** The group that entries now join. */
  #group: Promise<void> | undefined
  #written: Promise<void> = Promise.resolve()
  #fault: AppError | undefined
  /** Whether the file itself is in doubt, so that only a new one will do. */
  #isLost = false
  #retry: NodeJS.Timeout | undefined

  private constructor(
    options: FileJournalOptions,
    index: JournalIndex,
    number: number,
    file: JournalFile,
    lock: JournalLock,
  ) {
    this.#options = options
    this.#index = index
    this.#lock = lock
    this.#begun = new Set([...index.sessions()].filter((session) => index.hasEpisode(session)))
    this.#number = number
    this.#file = file
    this.#sized()
  }

  /**
   * Opens the journal in a folder, or makes one. A last line that was torn by the end of its process is left out.
   *
   * @throws AppError `io_error` when the folder is in use or cannot be read or written; `invalid_config` when the
   * journal was written under other settings, or is none
   */
  static async open(options: FileJournalOptions): Promise<FileJournal> {
    const { folder, settings } = options
    let lock: JournalLock | undefined
    try {
      await makeFolder(folder)
      lock = await JournalLock.take(folder)
      const index = new JournalIndex()
      const names = await readdir(folder)
      const numbers = names.map((name) => Number(fileName.exec(name)?.[1] ?? 0)).filter((number) => number > 0)
      const last = Math.max(0, ...numbers)
      const path = join(folder, nameOf(Math.max(1, last)))
      const file =
        last > 0 ? await JournalFile.take(path, settings, index) : (await JournalFile.create(path, settings))[0]
      // A process that was killed while it rewrote its file leaves both, or a draft.
      for (const name of names) {
        const isOver = (fileName.test(name) && name !== nameOf(last)) || name.endsWith('.jsonl.new')
        if (isOver) await rm(join(folder, name), { force: true })
      }
      return new FileJournal(options, index, Math.max(1, last), file, lock)
    } catch (error) {
      await lock?.release()
      if (AppError.isInstance(error)) throw error
      throw new AppError('io_error', `cannot open the journal in ${folder}: ${reasonOf(error)}`, { cause: error })
    }
  }

  get fault(): AppError | undefined {
    return this.#fault
  }

  get memoryBytes(): number {
    return this.#index.memoryBytes + this.#pendingBytes
  }

  sessions(): IterableIterator<string> {
    return this.#index.sessions()
  }

  find(session: string): JournaledEpisode | null {
    return this.#index.find(session)
  }

  async *read(session: string, from = 0): AsyncGenerator<readonly RecordedStep[]> {
    // What was given a moment ago is read too.
    await Promise.allSettled([this.#group])
    await this.#written
    let at = from
    for (;;) {
      // Asked for again each time: the file may have been rewritten meanwhile.
      const span = this.#index.spans(session, at).next().value
      if (span === undefined) return
      const steps: RecordedStep[] = []
      const parts = span.extents.map(({ offset, length }: Extent) => [offset - span.offset, length] as const)
      try {
        const bytes = await this.#file.read(span)
        for (const [begin, length] of parts) {
          const text = bytes.toString('utf8', begin, begin + length)
          for (const line of text.split('\n')) if (line !== '') steps.push(toStep(line))
        }
      } catch (error) {
        throw new AppError('storage_error', `cannot read the journal: ${reasonOf(error)}`, { cause: error })
      }
      at += steps.length - span.skip
      yield steps.slice(span.skip)
    }
  }

  open(session: string): Promise<void> {
    this.#begun.delete(session)
    return this.#write({ session, opened: true })
  }

  begin(session: string, start: EpisodeStart): Promise<void> {
    this.#begun.add(session)
    return this.#write({ session, start })
  }

  append(session: string, step: RecordedStep): Promise<void> {
    if (!this.#begun.has(session)) throw noEpisode(session)
    return this.#write({ session, ...step })
  }

  forget(session: string): Promise<void> {
    this.#begun.delete(session)
    return this.#write({ session, ended: true })
  }

  async close(): Promise<void> {
    clearInterval(this.#retry)
    await Promise.allSettled([this.#group])
    await this.#written
    await this.#file.close()
    await this.#lock.release()
  }

  #sized(): void {
    const { rewriteBytes = defaultRewriteBytes } = this.#options
    const live = this.#index.live().reduce((sum, { length }) => sum + length, 0)
    this.#rewriteAt = Math.max(rewriteBytes, 2 * live)
  }

  /** Entries of one turn of the event loop, and those that come while the group before is written, go together. */
  #write(entry: JournalEntry): Promise<void> {
    const line = writeEntry(entry)
    this.#pending.push({ entry, line })
    this.#pendingBytes += 2 * line.length
    this.#group ??= this.#writeGroup()
    return this.#group
  }

  async #writeGroup(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    await this.#written
    const pending = this.#pending
    this.#pending = []
    this.#pendingBytes = 0
    this.#group = undefined
    const done = this.#commit(pending)
    this.#written = done.then(
      async () => await this.#rewriteWhenDue(),
      () => undefined,
    )
    await done
  }

  async #commit(pending: readonly Pending[]): Promise<void> {
    // What follows a failed write may rest on it.
    if (this.#fault !== undefined) {
      this.#refuse(pending)
      throw this.#fault
    }
    try {
      await this.#append([...this.#owed, ...pending])
      this.#owed = []
    } catch (error) {
      this.#refuse(pending)
      throw this.#fail(error)
    }
  }

  async #append(pending: readonly Pending[]): Promise<void> {
    let offset = await this.#file.append(pending.map(({ line }) => line))
    for (const { entry, line } of pending) {
      const length = Buffer.byteLength(line)
      this.#index.apply(entry, offset, length)
      offset += length
    }
  }

  /** As if they had never been given; but a session that ended has ended. */
  #refuse(pending: readonly Pending[]): void {
    for (const each of pending) {
      const { session } = each.entry
      if ('ended' in each.entry) {
        this.#index.forget(session)
        this.#owed.push(each)
      }
      if (this.#index.hasEpisode(session)) this.#begun.add(session)
      else this.#begun.delete(session)
    }
  }

  /** From here on nothing is taken until there is room again. */
  #fail(cause: unknown): AppError {
    const fault = toStorageError(cause)
    this.#fault = fault
    this.#isLost ||= !isFull(cause)
    // Half a group must not be taken for an answer when the process is killed now.
    void this.#file.trim().catch(() => undefined)
    this.#retry ??= setInterval(() => {
      this.#written = this.#tryAgain(this.#written)
    }, this.#options.retryMs ?? 1000)
    this.#retry.unref()
    this.#options.onFault?.(fault)
    return fault
  }

  /** Never rejects. */
  async #tryAgain(earlier: Promise<void>): Promise<void> {
    await earlier
    if (this.#fault === undefined) return
    try {
      if (this.#isLost) await this.#rewrite()
      const path = join(this.#options.folder, 'room')
      try {
        await writeFile(path, Buffer.alloc(roomBytes))
      } finally {
        await rm(path, { force: true })
      }
      await this.#append(this.#owed)
      this.#owed = []
      clearInterval(this.#retry)
      this.#retry = undefined
      this.#fault = undefined
      this.#options.onFault?.(undefined)
    } catch {
      // Not yet.
    }
  }

  async #rewriteWhenDue(): Promise<void> {
    if (this.#file.bytes < this.#rewriteAt) return
    try {
      await this.#rewrite()
    } catch (error) {
      if (!isFull(error)) this.#fail(error)
      // The old file goes on; later there may be room for a new one.
      this.#rewriteAt = this.#file.bytes + (this.#options.rewriteBytes ?? defaultRewriteBytes)
    }
  }

  /** Nothing is written meanwhile. */
  async #rewrite(): Promise<void> {
    const { folder, settings } = this.#options
    const before = this.#file
    const path = join(folder, nameOf(this.#number + 1))
    await makeFolder(folder)
    const live = this.#index.live()
    const [file, offsets] = await JournalFile.create(path, settings, { file: before, live })
    // At once, for somebody may read.
    this.#file = file
    for (const [index, extent] of live.entries()) extent.offset = offsets[index] as number
    this.#number++
    this.#isLost = false
    this.#sized()
    await before.close()
    await rm(before.path, { force: true })
  }
}

function toStep(line: string): RecordedStep {
  const entry = readEntry(line)
  if (entry === null || !('action' in entry)) throw new Error('a line of the journal changed on the disk')
  const { action, cut, idle, done, request } = entry
  return { action, cut, idle, done, request }
}
