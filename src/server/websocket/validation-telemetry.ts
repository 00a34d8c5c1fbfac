/**
 * What OpenEnv's coming validation asks a server about itself, over the socket that it plays on: it opens with a
 * token that the one who started the server knows, plays, and reads back what the server saw. Off unless the
 * server was started with such a token. Follows an upstream contract that is not released yet.
 *
 * @module
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { createErrorFrame } from './messages.ts'

/** What a record may hold, in characters; a longer one says that it is not complete. */
const recordLimit = 8 * 1024 * 1024

const openSchema = z.strictObject({ schema_version: z.literal(1), token: z.string().min(1).max(1024) })
const readSchema = z.strictObject({ schema_version: z.literal(1), capability: z.string().min(16).max(256) })

/** What is recorded. */
export type Operation = 'reset' | 'step' | 'state'

const isEqual = (left: string, right: string): boolean => {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a as Buffer, b as Buffer)
}

const refuse = (message: string): string => JSON.stringify(createErrorFrame('VALIDATION_ERROR', message))

/** The telemetry of one socket. */
export class ValidationTelemetry {
  readonly #token: string
  #capability: string | undefined
  #hasReset = false
  #seed: { requested: boolean; value: unknown; accepted: boolean } = { requested: false, value: null, accepted: false }
  /** Texts of JSON objects, one an exchange. */
  readonly #records: string[] = []
  #size = 0

  constructor(token: string) {
    this.#token = token
  }

  /** The answer to a message of this kind, undefined to any other. Call it when everything before is answered. */
  answer(type: string, data: unknown): string | undefined {
    if (type === 'validation_open') return this.#open(data)
    return type === 'validation_read' ? this.#read(data) : undefined
  }

  /** Notes an exchange: the frames as they were sent. Errors are no part of an episode. */
  record(operation: Operation, request: string, response: string): void {
    if (response.startsWith('{"type":"error"')) return
    if (operation === 'reset') this.#noteSeed(request)
    if (this.#capability === undefined) return
    this.#size += request.length + response.length
    if (this.#size > recordLimit) return
    this.#records.push(`{"operation":"${operation}","request":${request},"response":${response}}`)
  }

  #noteSeed(request: string): void {
    this.#hasReset = true
    const seed = (JSON.parse(request) as { data?: { seed?: unknown } }).data?.seed ?? null
    // A reset that was answered has honoured its seed: any other is refused.
    this.#seed = { requested: seed !== null, value: seed, accepted: seed !== null }
  }

  #open(data: unknown): string {
    const parsed = openSchema.safeParse(data)
    if (!parsed.success) return refuse('validation_open takes schema_version 1 and a token')
    if (this.#hasReset || this.#capability !== undefined) return refuse('validation_open comes once, before any reset')
    if (!isEqual(parsed.data.token, this.#token)) return refuse('the token is not right')
    this.#capability = randomBytes(32).toString('base64url')
    return JSON.stringify({ type: 'validation_open', data: { schema_version: 1, capability: this.#capability } })
  }

  #read(data: unknown): string {
    const parsed = readSchema.safeParse(data)
    if (!parsed.success) return refuse('validation_read takes schema_version 1 and the capability')
    if (this.#capability === undefined || !isEqual(parsed.data.capability, this.#capability)) {
      return refuse('the capability is not of this socket')
    }
    const complete = this.#size <= recordLimit
    const trajectory = `{"schema_version":1,"source":"openenv-server","complete":${complete},"records":[${this.#records.join(',')}]}`
    const more = '"rubric":[],"rubric_error":null,"attribution":[]'
    return `{"type":"validation","data":{"schema_version":1,"seed":${JSON.stringify(this.#seed)},"trajectory":${trajectory},${more}}}`
  }
}
