/** How long a connection may take, in milliseconds. */
export interface ServerTimeouts {
  /** From the first byte of a request, or the opening of a connection, to the end of its headers. */
  readonly headers: number
  /** From the first byte of a request to the end of its body. */
  readonly request: number
  /** Between two requests. Agents think for a while. */
  readonly keepAlive: number
  /** How often the first two are looked at. */
  readonly check: number
  /** Without a byte in either direction, also while an answer is being made or not being read. */
  readonly inactivity: number
  /** From the first byte of a WebSocket message to its last. */
  readonly message: number
  /** For exchanges under way when the server stops. */
  readonly stop: number
  /** Between two pings of a WebSocket. */
  readonly ping: number
  /** From a ping to its pong. A session whose client takes longer is suspect: the first to go when a place is needed. */
  readonly pingGrace: number
}

export const defaultTimeouts: ServerTimeouts = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 65_000,
  check: 1_000,
  inactivity: 300_000,
  message: 30_000,
  stop: 10_000,
  ping: 20_000,
  pingGrace: 20_000,
}
