import { CommanderError } from 'commander'
import { EnvironmentFailure } from '../agent/environment-failure.ts'
import { AppError, type ErrorCode } from '../kit/errors.ts'
import { escapeControls } from '../kit/escape-controls.ts'

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
export const exitCode = { done: 0, fellShort: 1, wrongUse: 2, notPlayed: 3, interrupted: 130 } as const

/** A message in one line; it may quote files and servers, which must not drive the terminal. */
export function oneLine(message: string): string {
  return escapeControls(message.replaceAll(/\s+/g, ' '))
}

/** The one line a command writes to standard error, and its exit code. Never a stack trace. */
export function describeError(error: unknown): { readonly line: string; readonly exit: number } {
  if (error instanceof CommanderError) {
    return { line: `error: wrong_use: ${oneLine(error.message.replace(/^error: /, ''))}`, exit: exitCode.wrongUse }
  }
  if (error instanceof EnvironmentFailure) {
    return { line: `not played: ${error.code}: ${oneLine(error.message)}`, exit: exitCode.notPlayed }
  }
  if (AppError.isInstance(error)) {
    const exit = wrongUse.has(error.code) ? exitCode.wrongUse : exitCode.fellShort
    return { line: `error: ${error.code}: ${oneLine(error.message)}`, exit }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { line: `error: internal: ${oneLine(message)}`, exit: exitCode.fellShort }
}
