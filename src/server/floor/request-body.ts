/**
 * Reading a JSON body: size and encoding are checked here, whatever Content-Type says
 * (`curl -d` calls JSON a form).
 *
 * @module
 */
import { AppError } from '../../kit/errors.ts'
import { isJsonObject, type JsonObject, parseJson } from './json-text.ts'
import { toValidationError } from './validation.ts'

/** How large a body may be, in bytes. */
export const defaultBodyLimit: number = 1024 * 1024

/**
 * How much of a body that is too large is read and thrown away: most clients read the answer only after
 * they have sent everything.
 */
const discardLimit = 16 * 1024 * 1024

const decoder = new TextDecoder('utf-8', { fatal: true })

function tooLarge(limit: number): AppError {
  return new AppError('body_too_large', `the body is larger than ${limit} bytes`)
}

async function readStream(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > discardLimit) break
    if (size > limit) chunks.length = 0
    else chunks.push(value)
  }
  if (size > limit) throw tooLarge(limit)
  return Buffer.concat(chunks, size)
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (length > discardLimit) throw tooLarge(limit)
  try {
    // With a length the HTTP parser itself holds the body to it.
    if (length <= limit) return new Uint8Array(await request.arrayBuffer())
    return request.body === null ? new Uint8Array() : await readStream(request.body, limit)
  } catch (cause) {
    if (AppError.isInstance(cause)) throw cause
    throw new AppError('invalid_json', 'the body ended early', { cause })
  }
}

export interface BodyOptions {
  /** In bytes. */
  readonly limit: number
  /** Stands for an absent or empty body; without it an empty body is an error. */
  readonly whenEmpty?: JsonObject
}

/**
 * The body as JSON.
 *
 * @throws AppError `body_too_large`, `invalid_json`
 */
export async function readJson(request: Request, options: BodyOptions): Promise<unknown> {
  const bytes = await readBytes(request, options.limit)
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch (cause) {
    throw new AppError('invalid_json', 'the body is not valid UTF-8', { cause })
  }
  if (text.trim() === '') {
    if (options.whenEmpty !== undefined) return options.whenEmpty
    throw new AppError('invalid_json', 'the body is empty; send a JSON object')
  }
  return parseJson(text, 'body')
}

/**
 * The body as a JSON object.
 *
 * @throws AppError `body_too_large`, `invalid_json`, or `validation_error` for JSON that is not an object
 */
export async function readJsonObject(request: Request, options: BodyOptions): Promise<JsonObject> {
  const value = await readJson(request, options)
  if (isJsonObject(value)) return value
  throw toValidationError([{ type: 'object_type', loc: ['body'], msg: 'The body must be a JSON object', input: value }])
}
