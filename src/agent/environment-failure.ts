import { AppError, type ErrorCode } from '../kit/errors.ts'

/** What a caller of an environment server can put right by asking for something else. */
const askedWrongly: ReadonlySet<string> = new Set(['unknown_task', 'validation_error', 'wrong_use'])

/**
 * The environment server could not be played on: it is away, full, or lets nobody in. Never a score; commands end with
 * 3 and say `not played`.
 */
export class EnvironmentFailure extends AppError {
  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(code, message, options)
    this.name = 'EnvironmentFailure'
  }

  /** The error that a server's code stands for. */
  static ofCode(code: string, message: string): AppError {
    const known = code as ErrorCode
    return askedWrongly.has(code) ? new AppError(known, message) : new EnvironmentFailure(known, message)
  }
}
