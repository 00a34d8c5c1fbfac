import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { AppError } from '../kit/errors.ts'
import { type Extent, type JournalIndex, type Span, toSpans } from './journal-index.ts'
import { readEntry, readHeader, writeHeader } from './journal-lines.ts'

/** Written at once, and the longest line of a file that is taken up, in bytes. */
const chunkBytes = 1024 * 1024
const longestLine: number = 16 * 1024 * 1024
const lineFeed = 10

/** One file of a journal: lines are added behind it, and read wherever they lie. */
export class JournalFile {
  readonly path: string
  readonly #file: FileHandle
  #bytes: number
  /** Whether there may be more behind `bytes`, of a write that failed. */
  #hasTail = false
  #users = 1

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.path = path
    this.#file = file
    this.#bytes = bytes
  }

  /** How far it holds whole lines, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * Takes up a file: what it holds goes into the index, line by line; a last line that was torn is cut off.
   *
   * @throws AppError `invalid_config` when it is no journal, is damaged, or was written under other settings
   */
  static async take(path: string, settings: string, index: JournalIndex): Promise<JournalFile> {
    const { bytes, isTorn, isOpenLine } = await readInto(index, path, settings)
    const file = new JournalFile(path, await open(path, 'r+'), bytes)
    file.#hasTail = isTorn
    await file.trim()
    if (isOpenLine) await file.#writeAt(Buffer.from('\n'), bytes - 1)
    return file
  }

  /**
   * Makes a file of the lines of another one that still matter. It gets its name only when it is complete.
   *
   * @returns the file, and the offset in it of each extent
   */
  static async create(
    path: string,
    settings: string,
    from?: { readonly file: JournalFile; readonly live: readonly Extent[] },
  ): Promise<[JournalFile, number[]]> {
    const draft = `${path}.new`
    const file = new JournalFile(path, await open(draft, 'w+'), 0)
    try {
      await file.append([writeHeader(settings)])
      const offsets: number[] = []
      for (const span of from === undefined ? [] : toSpans(from.live)) {
        const bytes = await (from as { readonly file: JournalFile }).file.read(span)
        const parts: Buffer[] = []
        let at = file.#bytes
        for (const { offset, length } of span.extents) {
          parts.push(bytes.subarray(offset - span.offset, offset - span.offset + length))
          offsets.push(at)
          at += length
        }
        await file.#writeAt(Buffer.concat(parts), file.#bytes)
        file.#bytes = at
      }
      await rename(draft, path)
      return [file, offsets]
    } catch (error) {
      await file.close().catch(() => undefined)
      await rm(draft, { force: true }).catch(() => undefined)
      throw error
    }
  }

  /** Adds lines, all of them or none. Returns the offset of the first. */
  async append(lines: readonly string[]): Promise<number> {
    await this.trim()
    this.#hasTail = true
    const first = this.#bytes
    let at = first
    let chunk: string[] = []
    let size = 0
    for (const [index, line] of lines.entries()) {
      chunk.push(line)
      size += line.length
      if (size < chunkBytes && index < lines.length - 1) continue
      at += await this.#writeAt(Buffer.from(chunk.join('')), at)
      chunk = []
      size = 0
    }
    this.#bytes = at
    this.#hasTail = false
    return first
  }

  /** Cuts off what a write left behind that failed; a full disk allows it. */
  async trim(): Promise<void> {
    if (!this.#hasTail) return
    await this.#file.truncate(this.#bytes)
    this.#hasTail = false
  }

  async read({ offset, length }: Pick<Span, 'offset' | 'length'>): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length)
    this.#users++
    try {
      for (let at = 0; at < length;) {
        const { bytesRead } = await this.#file.read(bytes, at, length - at, offset + at)
        if (bytesRead === 0) throw new Error('the journal file is shorter than it was')
        at += bytesRead
      }
      return bytes
    } finally {
      await this.#leave()
    }
  }

  /** Nothing is added any more; it is closed when nobody reads. */
  async close(): Promise<void> {
    await this.#leave()
  }

  async #leave(): Promise<void> {
    this.#users--
    if (this.#users === 0) await this.#file.close()
  }

  async #writeAt(bytes: Uint8Array, offset: number): Promise<number> {
    for (let at = 0; at < bytes.length;) {
      at += (await this.#file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten
    }
    return bytes.length
  }
}

async function readInto(
  index: JournalIndex,
  path: string,
  settings: string,
): Promise<{ bytes: number; isTorn: boolean; isOpenLine: boolean }> {
  let number = 0
  let bad = 0
  let bytes = 0
  let isOpenLine = false
  const damaged = (line: number): AppError => new AppError('invalid_config', `${path} is damaged at line ${line}`)
  for await (const { text, length, isEnded } of linesIn(path)) {
    number++
    // Only the last line can be torn.
    if (bad > 0) throw damaged(bad)
    if (text === null) throw damaged(number)
    if (number === 1) checkHeader(path, text, settings)
    else {
      const entry = readEntry(text)
      if (entry === null) {
        bad = number
        continue
      }
      if ('action' in entry && !index.hasEpisode(entry.session)) throw damaged(number)
      index.apply(entry, bytes, length + 1)
    }
    bytes += length + 1
    isOpenLine = !isEnded
  }
  if (number === 0) throw new AppError('invalid_config', `${path} is not a journal`)
  return { bytes, isTorn: bad > 0, isOpenLine }
}

function checkHeader(path: string, text: string, settings: string): void {
  const found = readHeader(text)
  if (found === null) throw new AppError('invalid_config', `${path} is not a journal`)
  if (found === settings) return
  const advice = 'start with the same version and settings, or with another folder'
  throw new AppError('invalid_config', `${path} was written by another version or under other settings; ${advice}`)
}

interface Line {
  /** Null when it is too long to be one of ours. */
  readonly text: string | null
  /** In bytes, without the line feed. */
  readonly length: number
  readonly isEnded: boolean
}

/** Lines between line feeds alone: a text may hold every other character that some call a line break. */
async function* linesIn(path: string): AsyncGenerator<Line> {
  let rest: Buffer[] = []
  let size = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      const bytes = rest.length === 0 ? chunk.subarray(from, at) : Buffer.concat([...rest, chunk.subarray(from, at)])
      yield { text: bytes.toString(), length: bytes.length, isEnded: true }
      rest = []
      size = 0
      from = at + 1
    }
    size += chunk.length - from
    if (size > longestLine) yield { text: null, length: size, isEnded: false }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  const last = Buffer.concat(rest)
  if (last.length > 0) yield { text: last.toString(), length: last.length, isEnded: false }
}
