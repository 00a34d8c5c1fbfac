import { escapeLines } from '../../kit/escape-controls.ts'

/** How much may wait for the reader of standard error, in bytes; what is more is dropped. */
const maxBacklog = 1024 * 1024

let isWatched = false

/**
 * Where log lines go: standard error. A reader that is slow, stuck or gone never holds up the server, and what clients
 * have sent does not drive a terminal.
 */
export const logStream: { write(line: string): void } = {
  write(line) {
    if (!isWatched) {
      // Without a listener a reader that went away would end the process.
      process.stderr.on('error', () => undefined)
      isWatched = true
    }
    if (process.stderr.writableLength < maxBacklog) process.stderr.write(escapeLines(line))
  },
}
