import { AppError } from '../kit/errors.ts'
import type { Asker } from './client.ts'
import { cancelled } from './episode-host.ts'
import type { Sharing } from './journal.ts'
import type { Player } from './player.ts'
import type { RequestKind } from './registry-stats.ts'

/** What is asked of a session that servers share, in its turn. */
export interface SharedTurn<T> {
  readonly id: string
  /** Undefined: only to have it here. */
  readonly kind: RequestKind | undefined
  readonly asker: Asker | undefined
  readonly job: () => T | Promise<T>
  readonly player: Pick<Player, 'steps' | 'free'>
  /** Brings it here. @param mayWait see `TakeOptions` */
  readonly bring: (mayWait: boolean) => Promise<void>
}

/**
 * Runs a job on a session that servers share: it is brought here before, and what was not written is confirmed behind it,
 * so that nothing is answered from what another server has overtaken.
 *
 * @throws AppError `cancelled` when nobody waits any more; `storage_error` when another server has overtaken it
 */
export async function runShared<T>(sharing: Sharing, turn: SharedTurn<T>): Promise<T> {
  const { id, kind, asker, job, player, bring } = turn
  const isRead = kind === undefined || kind === 'state'
  if (!sharing.has(id)) await bring(isRead || asker !== undefined)
  if (asker?.isGone) throw cancelled()
  const isHere = sharing.has(id)
  const { steps } = player
  try {
    const result = await job()
    const isWritten = kind === 'reset' || (kind === 'step' && player.steps !== steps)
    if (isHere && !isWritten) await sharing.confirm(id)
    return result
  } catch (thrown) {
    const error = isHere && isFromMemory(thrown) ? await confirmed(sharing, id, thrown) : thrown
    if (!AppError.isInstance(error) || error.code !== 'lease_lost') throw error
    player.free()
    // What is only read is read again where it is now.
    if (isRead) return await runShared(sharing, turn)
    const advice = 'send it again under the same request_id, or ask for the state first'
    throw new AppError('storage_error', `another server took this session over, since this one was out; ${advice}`)
  }
}

/** The error itself, or that the session was not this server's any more when it came about. */
async function confirmed(sharing: Sharing, id: string, error: unknown): Promise<unknown> {
  return await sharing.confirm(id).then(
    () => error,
    (other: unknown) => other,
  )
}

/** Whether an error was told from what was known, without a word to the journal. */
function isFromMemory(error: unknown): boolean {
  const codes = ['no_episode', 'episode_over', 'unknown_session']
  return AppError.isInstance(error) && codes.includes(error.code)
}
