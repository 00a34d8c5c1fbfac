/**
 * The one place where codes become HTTP statuses and errors become bodies.
 *
 * @module
 */
import { AppError, type ErrorCode } from '../../kit/errors.ts'
import { toShortDetail } from './validation.ts'

/** What a client may see: what it can cause, and what it can wait out. Every other code is shown as `internal`. */
export type ClientErrorCode = Exclude<
  ErrorCode,
  | 'invalid_config'
  | 'wrong_use'
  | 'missing_token'
  | 'file_exists'
  | 'io_error'
  | 'task_defect'
  | 'engine_fault'
  | 'cancelled'
  | 'evicted'
  | 'lease_lost'
  | 'internal'
>

export type ClientErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 429 | 507

export const statusOfCode: Readonly<Record<ClientErrorCode, ClientErrorStatus>> = {
  invalid_json: 400,
  session_required: 400,
  unauthorized: 401,
  forbidden_origin: 403,
  not_found: 404,
  unknown_session: 404,
  method_not_allowed: 405,
  no_episode: 409,
  episode_over: 409,
  body_too_large: 413,
  validation_error: 422,
  unknown_task: 422,
  capacity_reached: 429,
  storage_error: 507,
}

export interface ErrorReply {
  readonly status: ClientErrorStatus | 500
  readonly body: {
    readonly error: { readonly code: string; readonly message: string }
    readonly detail?: readonly unknown[]
  }
}

/** Whether a client may see an error. */
export function isClientError(error: unknown): error is AppError & { code: ClientErrorCode } {
  return AppError.isInstance(error) && Object.hasOwn(statusOfCode, error.code)
}

/** A fault of the host shows nothing but the id under which it was logged. */
export function toErrorReply(error: unknown, requestId: string): ErrorReply {
  if (!isClientError(error)) {
    return { status: 500, body: { error: { code: 'internal', message: `internal error (request ${requestId})` } } }
  }
  const status = statusOfCode[error.code]
  const summary = { code: error.code, message: error.message }
  if (status !== 422) return { status, body: { error: summary } }
  const loc = error.code === 'unknown_task' ? ['body', 'task_id'] : ['body']
  const details = error.details.length > 0 ? error.details : [{ type: error.code, loc, msg: error.message }]
  return { status, body: { error: summary, detail: details.map(toShortDetail) } }
}
