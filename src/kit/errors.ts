/**
 * The one error class of the house. Everything a client did wrong, and every fault of the host, is
 * an `AppError` with a stable code; the doors map codes to their own wire shapes once.
 *
 * @module
 */

/** Stable codes. Messages may change between versions, codes may not. */
export type ErrorCode =
  | 'invalid_json'
  | 'session_required'
  | 'unauthorized'
  | 'forbidden_origin'
  | 'not_found'
  | 'unknown_session'
  | 'method_not_allowed'
  | 'no_episode'
  | 'episode_over'
  | 'body_too_large'
  | 'validation_error'
  | 'unknown_task'
  | 'capacity_reached'
  | 'storage_error'
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

/** One place in the input that is wrong, in the shape FastAPI made common. */
export interface ErrorDetail {
  readonly type: string
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly input?: unknown
}

/** An error with a stable code. `details` name the places in the input; `cause` is never shown to a client. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: readonly ErrorDetail[]

  constructor(code: ErrorCode, message: string, options: { details?: readonly ErrorDetail[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? []
  }

  static isInstance(value: unknown): value is AppError {
    return value instanceof AppError
  }
}
