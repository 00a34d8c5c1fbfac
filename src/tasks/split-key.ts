import { AppError } from '../kit/errors.ts'
import { stretchSecret } from '../kit/stretch-secret.ts'

/** The fewest characters of a secret; none is shorter than so many bytes. */
export const shortestSecret = 16

/**
 * The key of a private split `test`: its instances, their ids and their marks are made of it, none of the secret. It
 * takes about a tenth of a second, on purpose: once a process, and workers are given the key.
 *
 * @throws AppError `invalid_config` for a secret that is too short to be one
 */
export function deriveSplitKey(secret: string): string {
  if (secret.length < shortestSecret) {
    throw new AppError('invalid_config', `the secret of a private test has at least ${shortestSecret} characters`)
  }
  return stretchSecret(secret, 'dataops-env private split test')
}

/** Whether this is a key, rather than a secret that somebody forgot to derive one from. */
export function isSplitKey(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}
