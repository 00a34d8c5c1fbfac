import type { State } from '../contract/episode.ts'
import { blankState } from '../episode/environment.ts'
import { AppError } from '../kit/errors.ts'

/** The session of requests that name none. It exists as a place before its first reset. */
export const defaultSessionId = 'default'

/** The error for a session that is not there. */
export function notThere(key: string): AppError {
  if (key === defaultSessionId) return new AppError('no_episode', 'there is no episode yet; call reset first')
  return new AppError('unknown_session', 'no such session; POST /reset makes one')
}

/** The state of a session without an episode, which only `default` has. @throws AppError `unknown_session` */
export function blankStateOf(key: string): State {
  if (key === defaultSessionId) return blankState
  throw notThere(key)
}
