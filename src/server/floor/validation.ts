/**
 * From zod's issues to the details of a 422, in the shape that FastAPI made common.
 *
 * @module
 */
import type { z } from 'zod'
import { AppError, type ErrorDetail } from '../../kit/errors.ts'
import { issueText, unknownParameter } from '../../kit/issue-text.ts'

const maxDetails = 20
/** Of what a client sent. */
const maxTextLength = 200
/** Of what we say about it, which may list what there is. */
const maxMessageLength = 1000

/** Shortens what a client sent, so that an error is never as large as its cause. */
function toShortText(text: string, most = maxTextLength): string {
  return text.length <= most ? text : `${text.slice(0, most)}... (${text.length} characters)`
}

function toShortInput(input: unknown): unknown {
  if (typeof input === 'string') return toShortText(input)
  if (typeof input !== 'object' || input === null) return input ?? null
  const text = JSON.stringify(input)
  return text.length <= maxTextLength ? input : toShortText(text)
}

/** A copy that is short enough to send. */
export function toShortDetail(detail: ErrorDetail): Required<ErrorDetail> {
  return {
    type: detail.type,
    loc: detail.loc.map((part) => (typeof part === 'string' ? toShortText(part) : part)),
    msg: toShortText(detail.msg, maxMessageLength),
    input: toShortInput(detail.input),
  }
}

function inputAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

/** The parameters of an object schema. */
function parametersOf(schema: z.ZodType): readonly string[] {
  return 'shape' in schema ? Object.keys(schema.shape as object) : []
}

function toDetails(
  issue: z.core.$ZodIssue,
  body: unknown,
  place: readonly string[],
  known: readonly string[],
): ErrorDetail[] {
  const loc = [...place, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  const input = inputAt(body, issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      type: 'extra_forbidden',
      loc: [...loc, key],
      // Below the top there are other parameters.
      msg: unknownParameter(key, issue.path.length === 0 ? known : []),
      input: inputAt(body, [...issue.path, key]),
    }))
  }
  if (issue.code === 'invalid_type') {
    return input === undefined
      ? [{ type: 'missing', loc, msg: 'Field required', input: body }]
      : [{ type: `${issue.expected}_type`, loc, msg: issue.message, input }]
  }
  return [{ type: issue.code, loc, msg: issueText(issue, known, input), input }]
}

/** The error for details; its message is the first of them in one line. */
export function toValidationError(details: readonly ErrorDetail[]): AppError {
  const first = details[0] && toShortDetail(details[0])
  const message = first === undefined ? 'invalid input' : `${first.loc.join('.')}: ${first.msg}`
  return new AppError('validation_error', message, { details: details.slice(0, maxDetails) })
}

/**
 * Parses what a client sent.
 *
 * @param place where the input stood: `body`, `query` or `header`, then the key there if it is not the whole
 * @throws AppError `validation_error`
 */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown, place: readonly string[]): z.output<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw toValidationError(parsed.error.issues.flatMap((issue) => toDetails(issue, input, place, parametersOf(schema))))
}
