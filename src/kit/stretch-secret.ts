import { scrypt } from '@noble/hashes/scrypt.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** Each guess of a secret costs 32 MiB and about a tenth of a second of one core, wherever it is made. */
export const stretching = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 } as const

/**
 * A key of a secret that somebody has chosen, by scrypt (RFC 7914): 64 hexadecimal digits. Slow on purpose: call it
 * once and hand on the key. Whatever is made of the key tells a guess of the secret only at that price.
 *
 * @param purpose keys for different purposes have nothing in common
 */
export function stretchSecret(secret: string, purpose: string): string {
  return bytesToHex(scrypt(secret, purpose, stretching))
}
