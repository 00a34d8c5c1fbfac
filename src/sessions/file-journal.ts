/**
 * A journal in a folder, which outlives the process: kill it at any moment, and every answered step is there.
 * The power cord is another matter: the files are handed to the operating system, not forced to the disk.
 *
 * One file holds everything and only grows; when most of it is over, a new one with what still matters takes its place.
 *
 * @module
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../kit/errors.ts'
import type { EpisodeStart, RecordedStep } from './episode-record.ts'
import { type Journal, type JournaledSession, MemoryJournal } from './journal.ts'
import { JournalLock } from './journal-lock.ts'
import { applyEntry, linesOf, readEntry, readHeader, writeEntry, writeHeader } from './journal-lines.ts'
import { makeFolder } from './make-folder.ts'

/** A file is rewritten when it is larger than this and than twice what it was when it was new, in bytes. */
const defaultRewriteBytes = 64 * 1024 * 1024

const chunkBytes = 1024 * 1024

export interface FileJournalOptions {
  readonly folder: string
  /** Digest of everything else that episodes follow from: a journal written under another one is refused. */
  readonly settings: string
  readonly rewriteBytes?: number
}

const fileName = /^journal-(\d{8})\.jsonl$/
const nameOf = (number: number): string => `journal-${String(number).padStart(8, '0')}.jsonl`

function toIoError(what: string, cause: unknown): AppError {
  const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message
  return new AppError('io_error', `cannot ${what}: ${reason}`, { cause })
}

export class FileJournal implements Journal {
  readonly #options: FileJournalOptions
  readonly #memory: MemoryJournal
  readonly #lock: JournalLock
  #number: number
  #file: FileHandle
  #bytes: number
  #rewriteAt: number
  #lines: string[] = []
  /** The group that entries now join. */
  #group: Promise<void> | undefined
  #written: Promise<void> = Promise.resolve()
  #failure: AppError | undefined

  private constructor(
    options: FileJournalOptions,
    memory: MemoryJournal,
    number: number,
    file: FileHandle,
    lock: JournalLock,
  ) {
    this.#options = options
    this.#memory = memory
    this.#lock = lock
    this.#number = number
    this.#file = file
    this.#bytes = 0
    this.#rewriteAt = 0
  }

  /**
   * Opens the journal in a folder, or makes one. A last line that was torn by the end of its process is left out.
   *
   * @throws AppError `io_error` when the folder is in use or cannot be read or written; `invalid_config` when the
   * journal was written under other settings, or is none
   */
  static async open(options: FileJournalOptions): Promise<FileJournal> {
    const { folder } = options
    let lock: JournalLock | undefined
    try {
      await makeFolder(folder)
      lock = await JournalLock.take(folder)
      const memory = new MemoryJournal()
      const numbers = (await readdir(folder)).map((name) => Number(fileName.exec(name)?.[1] ?? 0))
      const last = Math.max(0, ...numbers)
      if (last > 0) await readInto(memory, join(folder, nameOf(last)), options.settings)
      const written = await writeNew(options, memory, last + 1)
      const journal = new FileJournal(options, memory, last + 1, written.file, lock)
      journal.#sized(written.bytes)
      for (const number of numbers) if (number > 0) await rm(join(folder, nameOf(number)), { force: true })
      return journal
    } catch (error) {
      await lock?.release()
      throw AppError.isInstance(error) ? error : toIoError(`open the journal in ${folder}`, error)
    }
  }

  sessions(): IterableIterator<string> {
    return this.#memory.sessions()
  }

  read(session: string): JournaledSession {
    return this.#memory.read(session)
  }

  open(session: string): Promise<void> {
    this.#memory.open(session)
    return this.#write(writeEntry({ session, opened: true }))
  }

  begin(session: string, start: EpisodeStart): Promise<void> {
    this.#memory.begin(session, start)
    return this.#write(writeEntry({ session, start }))
  }

  append(session: string, step: RecordedStep): Promise<void> {
    this.#memory.append(session, step)
    return this.#write(writeEntry({ session, ...step }))
  }

  forget(session: string): Promise<void> {
    this.#memory.forget(session)
    return this.#write(writeEntry({ session, ended: true }))
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#group])
    await this.#written
    await this.#file.close()
    await this.#lock.release()
  }

  #sized(bytes: number): void {
    this.#bytes = bytes
    this.#rewriteAt = Math.max(this.#options.rewriteBytes ?? defaultRewriteBytes, 2 * bytes)
  }

  /** Entries of one turn of the event loop, and those that come while the group before is written, go together. */
  #write(line: string): Promise<void> {
    this.#lines.push(line)
    this.#group ??= this.#writeGroup()
    return this.#group
  }

  async #writeGroup(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    await this.#written
    const lines = this.#lines
    this.#lines = []
    this.#group = undefined
    // Nothing that follows a failed write may be called safe.
    if (this.#failure !== undefined) throw this.#failure
    const done = this.#append(lines).catch((error: unknown) => {
      this.#failure = toIoError('write the journal', error)
      throw this.#failure
    })
    this.#written = done.catch(() => undefined)
    await done
  }

  async #append(lines: readonly string[]): Promise<void> {
    const text = Buffer.from(lines.join(''))
    if (this.#bytes + text.length < this.#rewriteAt) {
      await writeAll(this.#file, text)
      this.#bytes += text.length
      return
    }
    // What is in memory holds these lines already.
    const before = { file: this.#file, name: nameOf(this.#number) }
    const { file, bytes } = await writeNew(this.#options, this.#memory, this.#number + 1)
    this.#number++
    this.#file = file
    this.#sized(bytes)
    await before.file.close()
    await rm(join(this.#options.folder, before.name), { force: true })
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten
}

/** Writes what a journal knows into a new file, which gets its name only when it is complete. */
async function writeNew(
  { folder, settings }: FileJournalOptions,
  memory: MemoryJournal,
  number: number,
): Promise<{ file: FileHandle; bytes: number }> {
  const path = join(folder, nameOf(number))
  // All at once, for entries go on coming while it is written.
  const lines = [writeHeader(settings)]
  for (const session of memory.sessions()) lines.push(...linesOf(session, memory.read(session)))
  const file = await open(`${path}.new`, 'w')
  let bytes = 0
  let chunk: string[] = []
  let size = 0
  for (const [index, line] of lines.entries()) {
    chunk.push(line)
    size += line.length
    if (size < chunkBytes && index < lines.length - 1) continue
    const text = Buffer.from(chunk.join(''))
    await writeAll(file, text)
    bytes += text.length
    chunk = []
    size = 0
  }
  await rename(`${path}.new`, path)
  return { file, bytes }
}

async function readInto(memory: MemoryJournal, path: string, settings: string): Promise<void> {
  let number = 0
  let bad = 0
  for await (const line of linesIn(path)) {
    number++
    if (bad > 0) break
    if (number === 1) {
      const found = readHeader(line)
      if (found === null) throw new AppError('invalid_config', `${path} is not a journal`)
      if (found !== settings) {
        const advice = 'start with the same version and settings, or with another folder'
        throw new AppError(
          'invalid_config',
          `${path} was written by another version or under other settings; ${advice}`,
        )
      }
      continue
    }
    const entry = readEntry(line)
    if (entry === null) bad = number
    else applyEntry(memory, entry)
  }
  if (number === 0) throw new AppError('invalid_config', `${path} is not a journal`)
  // Only the last line can be torn.
  if (bad > 0 && number > bad) throw new AppError('invalid_config', `${path} is damaged at line ${bad}`)
}

/** Lines between line feeds alone: a text may hold every other character that some call a line break. */
async function* linesIn(path: string): AsyncGenerator<string> {
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]).toString()
      rest = []
      from = at + 1
    }
    rest.push(chunk.subarray(from))
  }
  const last = Buffer.concat(rest).toString()
  if (last !== '') yield last
}
