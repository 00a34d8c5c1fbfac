import type { Connection } from './connection.ts'
import { limits } from './limits.ts'
import type { SandboxHost } from './sandbox-host.ts'
import { rc } from './sqlite-calls.ts'
import { Stop } from './stop.ts'

const ioerrNoMemory = 3082

/** SQLite could not allocate, be it for a file, which is memory too. */
export function isOutOfMemory({ db, sqlite }: Connection, code: number): boolean {
  return code === rc.nomem || (code === rc.ioerr && sqlite.calls.sqlite3_extended_errcode(db) === ioerrNoMemory)
}

/** Why a call of an agent's action failed: what stopped it, what refused it, or what SQLite says. */
export function failureOf(
  { meter, authorizer }: Pick<SandboxHost, 'meter' | 'authorizer'>,
  connection: Connection,
  code: number,
): Stop {
  if (meter.stopped === 'work') {
    return new Stop(
      'budget',
      'stopped: the query needs more work than one action may do; nothing of this action was applied: make it simpler, or take several actions',
    )
  }
  if (meter.stopped === 'time') return new Stop('host', 'stopped: the query ran too long', 'time')
  if (meter.stopped === 'memory' || isOutOfMemory(connection, code)) {
    return new Stop('host', 'stopped: the query needs too much memory', 'memory')
  }
  if (authorizer.report.refusal !== null) return new Stop('refused', authorizer.report.refusal)
  const { message } = connection
  if (code === rc.toobig) return new Stop('limit', `${message} (a value or row may have ${limits.valueBytes} bytes)`)
  return new Stop(code === rc.full ? 'limit' : 'error', message)
}
