import { CommanderError } from 'commander'
import { AppError, type ErrorCode } from '../kit/errors.ts'

/** What a user can put right by calling differently. */
const wrongUse: ReadonlySet<ErrorCode> = new Set([
  'wrong_use',
  'missing_token',
  'invalid_config',
  'unknown_task',
  'validation_error',
  'file_exists',
])

/** Exit codes of every command; an interrupted agent ends with 128 + SIGINT, as shells do. */
export const exitCode = { done: 0, fellShort: 1, wrongUse: 2, interrupted: 130 } as const

/** The one line a command writes to standard error, and its exit code. Never a stack trace. */
export function describeError(error: unknown): { readonly line: string; readonly exit: number } {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replaceAll(/\s+/g, ' ')
    return { line: `error: wrong_use: ${message}`, exit: exitCode.wrongUse }
  }
  if (AppError.isInstance(error)) {
    const exit = wrongUse.has(error.code) ? exitCode.wrongUse : exitCode.fellShort
    return { line: `error: ${error.code}: ${error.message.replaceAll(/\s+/g, ' ')}`, exit }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { line: `error: internal: ${message.replaceAll(/\s+/g, ' ')}`, exit: exitCode.fellShort }
}
