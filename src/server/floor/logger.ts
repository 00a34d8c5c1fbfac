import { type Logger, pino } from 'pino'
import { logStream } from './log-stream.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** A logger that writes JSON lines to standard error. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level, base: null }, logStream)
}
