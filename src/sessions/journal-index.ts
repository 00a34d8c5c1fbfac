import type { EpisodeStart, RecordedStep } from './episode-record.ts'
import { type JournaledEpisode, noEpisode, pageLimits, unknownSession } from './journal.ts'
import type { JournalEntry } from './journal-lines.ts'

/** Lines of one session that lie in the file without others between them. */
export interface Extent {
  /** In bytes. */
  offset: number
  length: number
  lines: number
}

interface Known {
  /** The line by which the session or its episode began. */
  readonly head: Extent
  readonly start: EpisodeStart | null
  readonly steps: Extent[]
  count: number
  /** Characters of actions. */
  size: number
  done: boolean
}

/** What a session, and what an extent costs in memory, in bytes. */
const costs = { session: 1024, extent: 72 } as const

/** A piece of a file that is read at once. */
export interface Span {
  readonly offset: number
  readonly length: number
  readonly extents: readonly Extent[]
}

/** Where the lines of each session lie in a journal file; what they hold stays on the disk. */
export class JournalIndex {
  readonly #sessions = new Map<string, Known>()
  #extents = 0

  /** Bytes of memory, roughly. */
  get memoryBytes(): number {
    return this.#sessions.size * costs.session + this.#extents * costs.extent
  }

  sessions(): IterableIterator<string> {
    return this.#sessions.keys()
  }

  /** See Journal.find. */
  find(session: string): JournaledEpisode | null {
    const known = this.#sessions.get(session)
    if (known === undefined) throw unknownSession(session)
    const { start, count: steps, size, done } = known
    return start === null ? null : { start, steps, size, done }
  }

  hasEpisode(session: string): boolean {
    return (this.#sessions.get(session)?.start ?? null) !== null
  }

  /** Enters an entry whose line lies at a place of the file. @throws TypeError for a step without an episode */
  apply(entry: JournalEntry, offset: number, length: number): void {
    const { session } = entry
    if ('action' in entry) this.#addStep(session, entry, offset, length)
    else {
      this.forget(session)
      if ('ended' in entry) return
      const start = 'start' in entry ? entry.start : null
      const head = { offset, length, lines: 1 }
      this.#sessions.set(session, { head, start, steps: [], count: 0, size: 0, done: false })
    }
  }

  forget(session: string): void {
    this.#extents -= this.#sessions.get(session)?.steps.length ?? 0
    this.#sessions.delete(session)
  }

  /** The pieces of the file in which the steps of a session lie, from one of them on; `skip` of the first are older. */
  *spans(session: string, from: number): Generator<Span & { readonly skip: number }> {
    const known = this.#sessions.get(session)
    if (!known || known.start === null) throw noEpisode(session)
    let skip = from
    let first = 0
    for (const { lines } of known.steps) {
      if (lines > skip) break
      skip -= lines
      first++
    }
    for (const span of toSpans(known.steps.slice(first))) {
      yield { ...span, skip }
      skip = 0
    }
  }

  /** All lines that still matter, as they lie in the file. */
  live(): Extent[] {
    const all: Extent[] = []
    for (const { head, steps } of this.#sessions.values()) all.push(head, ...steps)
    return all.toSorted((one, other) => one.offset - other.offset)
  }

  #addStep(session: string, { action, done }: RecordedStep, offset: number, length: number): void {
    const known = this.#sessions.get(session)
    if (!known || known.start === null) throw noEpisode(session)
    const last = known.steps.at(-1)
    const isNext = last !== undefined && last.offset + last.length === offset
    if (isNext && last.lines < pageLimits.steps && last.length + length <= pageLimits.characters) {
      last.length += length
      last.lines++
    } else {
      known.steps.push({ offset, length, lines: 1 })
      this.#extents++
    }
    known.count++
    known.size += action.length
    known.done = done
  }
}

/** Extents that lie near each other are read together. */
export function* toSpans(extents: readonly Extent[]): Generator<Span> {
  let first = 0
  let lines = 0
  for (const [index, { offset, length, lines: more }] of extents.entries()) {
    const { offset: begin } = extents[first] as Extent
    const isFar = offset + length - begin > pageLimits.characters || lines + more > pageLimits.steps
    if (index > first && isFar) {
      yield toSpan(extents.slice(first, index))
      first = index
      lines = 0
    }
    lines += more
  }
  if (first < extents.length) yield toSpan(extents.slice(first))
}

function toSpan(extents: readonly Extent[]): Span {
  const [{ offset }, last] = [extents[0] as Extent, extents.at(-1) as Extent]
  return { offset, length: last.offset + last.length - offset, extents }
}
