/**
 * Many sessions in one frame: `batch` on `/ws`, the unit of work of rollouts by the thousand. Its sessions are
 * those of POST /reset: they outlive the socket. An error is a value, so one item never fails the others.
 *
 * @module
 */
import { clipText } from '../../kit/clip-text.ts'
import type { AppError } from '../../kit/errors.ts'
import type { Client } from '../../sessions/client.ts'
import { repeatLast } from '../../sessions/player.ts'
import { maxSessionIdLength } from '../../sessions/session-registry.ts'
import type { ByteShare } from '../floor/byte-share.ts'
import type { DoorContext } from '../floor/door-context.ts'
import { isJsonObject, type JsonObject } from '../floor/json-text.ts'
import { toBatchEntry } from '../floor/reply-text.ts'
import { parseInput, toValidationError } from '../floor/validation.ts'
import { requestIdSchema, resetDataSchema, sessionIdSchema } from '../floor/wire-schemas.ts'

/** Items that a frame may hold. */
export const maxBatchItems = 4096

/** Items of a frame that are under way at once: enough to keep lanes busy, few enough to leave room for others. */
const maxRunning = 256

/** Items that are begun before others have a turn. */
const mostAtOnce = 64

/** Once a reply holds so many characters no further item of its frame is run. */
const fullReply: number = 32 * 1024 * 1024

/** As large as most results can be, in characters. Until larger ones have come a reply keeps so much room for each. */
const expectedSize: number = 64 * 1024

const notRun = { code: 'NOT_RUN', message: 'not run, since the reply is full; send this item again' }

export interface BatchDoor extends Pick<DoorContext, 'registry' | 'catalog'> {
  /** Who sends the frames. */
  readonly client?: Client
  /** False once nobody can be answered any more: what has not begun then never does. */
  readonly isOpen: () => boolean
  /** An error as a client may see it. */
  readonly explain: (error: unknown) => { readonly code: string; readonly message: string }
  /** By default 32 Mi characters. */
  readonly fullReply?: number
  /** What unread replies may take; absent: any amount. */
  readonly outgoing?: ByteShare
}

type Item =
  | { readonly session: string; readonly operation: 'reset'; readonly value: JsonObject }
  | {
      readonly session: string
      readonly operation: 'step'
      readonly value: JsonObject
      readonly request: string | null | undefined
    }
  | { readonly session: string; readonly operation: 'state' }
  | { readonly session: string; readonly operation: 'close' }

function refuse(type: string, loc: string, msg: string, input: unknown): AppError {
  return toValidationError([{ type, loc: [loc], msg, input }])
}

const markSchema = requestIdSchema.nullish()

const expected = 'an item is {"session"} and one of "reset", "step", "state", "close"'

/**
 * Checked by hand, for there are thousands; an id that looks odd is left to the schema.
 *
 * @throws AppError `validation_error`
 */
function parseItem(item: unknown): Item {
  if (!isJsonObject(item)) throw refuse('object_type', 'item', expected, item)
  let operation: string | undefined
  for (const key in item) {
    if (key === 'session' || (key === 'request_id' && Object.hasOwn(item, 'step'))) continue
    if (operation !== undefined) throw refuse('extra_forbidden', clipText(key, 100), expected, item[key])
    operation = key
  }
  const { session } = item
  if (typeof session !== 'string' || session === '' || session.length > maxSessionIdLength) {
    parseInput(sessionIdSchema, session, ['session'])
  }
  const id = session as string
  const value = operation === undefined ? undefined : item[operation]
  switch (operation) {
    case 'reset':
      if (!isJsonObject(value)) throw refuse('object_type', operation, 'Must be a JSON object', value)
      return { session: id, operation, value }
    case 'step': {
      if (!isJsonObject(value)) throw refuse('object_type', operation, 'Must be a JSON object', value)
      const { request_id: mark } = item
      const isSound = mark === undefined || (typeof mark === 'string' && mark.length < 256)
      return { session: id, operation, value, request: isSound ? mark : parseInput(markSchema, mark, ['request_id']) }
    }
    case 'state':
    case 'close':
      if (!isJsonObject(value)) throw refuse('object_type', operation, 'Must be a JSON object', value)
      for (const key in value) throw refuse('extra_forbidden', operation, 'Takes no parameters', key)
      return { session: id, operation }
    case undefined:
      throw refuse('missing', 'item', expected, item)
    default:
      throw refuse('extra_forbidden', clipText(operation, 100), expected, value)
  }
}

/** What an item calls its session, when that can be one; null where it cannot. */
function shownSession(item: unknown): string | null {
  if (!isJsonObject(item)) return null
  return sessionIdSchema.safeParse(item['session']).data ?? null
}

/** One frame. Items begin in their order; those of one session also run in it. */
class BatchRun {
  readonly #items: readonly unknown[]
  readonly #door: BatchDoor
  readonly #fullReply: number
  readonly #texts: string[]
  /** Sessions that the frame closes: what comes after waits, and goes on waiting in its order. */
  readonly #closing = new Map<string, Promise<void>>()
  readonly #whenDone: () => void
  #next = 0
  #running = 0
  #isLaunching = false
  #size = 0
  #largest = expectedSize

  constructor(items: readonly unknown[], door: BatchDoor, whenDone: () => void) {
    this.#items = items
    this.#door = door
    this.#fullReply = door.fullReply ?? fullReply
    this.#texts = Array.from({ length: items.length }, () => '')
    this.#whenDone = whenDone
  }

  /** The whole reply, which is from now on for others to hold. */
  takeText(): string {
    this.#door.outgoing?.count(-this.#size)
    return `{"type":"batch","data":[${this.#texts.join(',')}]}`
  }

  /** Whether nothing more should be run: something always is. */
  get #isFull(): boolean {
    return this.#size >= this.#fullReply || (this.#size > 0 && this.#door.outgoing?.isShort === true)
  }

  /** Begins as many items as may be under way. */
  launch(): void {
    let begun = 0
    while (this.#next < this.#items.length && this.#mayBegin()) {
      if (begun++ === mostAtOnce) {
        this.#launchLater()
        return
      }
      const index = this.#next++
      this.#running++
      const item = this.#items[index]
      if (!this.#isFull && this.#door.isOpen()) this.#begin(index, item)
      else this.#note(index, toErrorEntry(shownSession(item), notRun))
    }
    if (this.#running === 0 && this.#next === this.#items.length) this.#whenDone()
  }

  /** Others come first: an item that is refused at once leaves room for the next at once. */
  #launchLater(): void {
    if (this.#isLaunching) return
    this.#isLaunching = true
    setImmediate(() => {
      this.#isLaunching = false
      this.launch()
    })
  }

  /** One may always be, and says whether there is room for more. */
  #mayBegin(): boolean {
    const isFull = this.#isFull
    const room = this.#fullReply - this.#size
    return this.#running === 0 || (this.#running < maxRunning && (isFull || this.#running * this.#largest < room))
  }

  #begin(index: number, value: unknown): void {
    let item: Item
    try {
      item = parseItem(value)
    } catch (error) {
      this.#note(index, toErrorEntry(shownSession(value), this.#door.explain(error)))
      return
    }
    const { session } = item
    const earlier = this.#closing.size === 0 ? undefined : this.#closing.get(session)
    if (item.operation === 'close') this.#closing.set(session, this.#close(index, session, earlier))
    else if (earlier === undefined) this.#run(index, item)
    else void earlier.then(() => this.#run(index, item))
  }

  #run(index: number, item: Exclude<Item, { operation: 'close' }>): void {
    const { registry, catalog, client } = this.#door
    const { session } = item
    const fail = (error: unknown): void => this.#settle(index, toErrorEntry(session, this.#door.explain(error)))
    switch (item.operation) {
      case 'reset':
        try {
          const params = catalog.toResetParams(parseInput(resetDataSchema, item.value, ['reset']), 'reset')
          registry
            .reset(session, params, 'host', client)
            .then((result) => this.#settle(index, toBatchEntry(session, result)), fail)
        } catch (error) {
          // Not in this turn: `launch` may be at work.
          queueMicrotask(() => fail(error))
        }
        return
      case 'step':
        registry
          .step(session, item.value, repeatLast, undefined, client, item.request)
          .then((result) => this.#settle(index, toBatchEntry(session, result)), fail)
        return
      case 'state':
        registry
          .state(session)
          .then(
            (state) => this.#settle(index, `{"session":${JSON.stringify(session)},"state":${JSON.stringify(state)}}`),
            fail,
          )
    }
  }

  /** A session is closed when everything before is answered; what comes after it in the frame waits. */
  async #close(index: number, session: string, earlier: Promise<void> | undefined): Promise<void> {
    const { registry, explain } = this.#door
    if (earlier !== undefined) await earlier
    let text: string
    try {
      await registry.state(session)
      await registry.summon(session)
      text = `{"session":${JSON.stringify(session)},"closed":${registry.closeSession(session)}}`
    } catch (error) {
      text = toErrorEntry(session, explain(error))
    }
    this.#settle(index, text)
  }

  #note(index: number, text: string): void {
    this.#texts[index] = text
    this.#size += text.length
    this.#door.outgoing?.count(text.length)
    this.#largest = Math.max(this.#largest, text.length)
    this.#running--
  }

  #settle(index: number, text: string): void {
    this.#note(index, text)
    this.launch()
  }
}

function toErrorEntry(session: string | null, { code, message }: { code: string; message: string }): string {
  return `{"session":${JSON.stringify(session)},"error":${JSON.stringify({ code, message })}}`
}

/** The text of the reply to a frame of items; never rejects for what an item does. */
export async function runBatch(items: readonly unknown[], door: BatchDoor): Promise<string> {
  return await new Promise((resolve) => {
    const run: BatchRun = new BatchRun(items, door, () => resolve(run.takeText()))
    run.launch()
  })
}
