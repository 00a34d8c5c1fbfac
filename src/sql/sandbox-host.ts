import type { Authorizer } from './authorizer.ts'
import type { Connection } from './connection.ts'
import type { ConnectionStates } from './connection-state.ts'
import type { ContentRequest } from './read-content.ts'
import type { Sqlite } from './sqlite.ts'
import type { DatabaseContent } from '../data/content.ts'
import type { WorkMeter } from './work-meter.ts'

/** What an agent's database asks of the engine that it lives in. */
export interface SandboxHost {
  readonly sqlite: Sqlite
  readonly meter: WorkMeter
  readonly authorizer: Authorizer
  readonly states: ConnectionStates
  /** What runs next runs on this connection, with a fresh budget. */
  begin(connection: Connection, budget?: number, isAgents?: boolean): void
  /** Runs calls into the instance. @throws EngineFault when it breaks */
  guard<T>(body: () => T): T
  /** @throws EngineFault unless one more action has room */
  requireRoom(connection: Connection): void
  /** Reads a database for grading where it is. */
  readInPlace(source: Connection, known: DatabaseContent, request?: ContentRequest): DatabaseContent
  /** Reads a database for grading, from a copy. */
  readCopy(source: Connection, request?: ContentRequest): DatabaseContent
  /** A database is no longer needed. */
  closed(connection: Connection): void
}
