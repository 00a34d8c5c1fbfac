import { Connection, ConnectionLost, type ConnectionOptions } from './connection.ts'
import { EnvironmentError } from './environment-error.ts'
import { delay } from './waiting.ts'

const firstPauseMs = 50
const longestPauseMs = 2000

/**
 * Tries again and again, in growing distances, until there is a connection.
 *
 * @returns the connection and the state of its session
 * @throws EnvironmentError what the server answers, `connection_lost` when `timeoutMs` have passed; the reason of the
 * signal
 */
export async function reconnect(options: ConnectionOptions): Promise<[Connection, unknown]> {
  const { timeoutMs, signal } = options
  const deadline = Date.now() + timeoutMs
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
    const leftMs = deadline - Date.now()
    try {
      return await Connection.open({ ...options, handshakeMs: Math.max(leftMs, 1) })
    } catch (cause) {
      if (!(cause instanceof ConnectionLost)) throw cause
      if (Date.now() + pause >= deadline) {
        throw new EnvironmentError('connection_lost', `no connection for ${timeoutMs} ms: ${cause.message}`, { cause })
      }
    }
    // Not all at once when many have lost the same server.
    await delay(pause * (0.5 + Math.random() / 2), signal)
  }
}

/** That there was no connection in the first place. The address is shown without parameters: one may be a token. */
export function toFailedConnection(url: string, lost: ConnectionLost): EnvironmentError {
  return new EnvironmentError('connection_failed', `no connection to ${new URL(url).host}: ${lost.message}`, {
    cause: lost,
  })
}
