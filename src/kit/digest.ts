import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of the parts. Parts are length-prefixed, so `['a','bc']` and `['ab','c']` differ. */
export function digest(...parts: readonly (string | number | null)[]): Uint8Array {
  return sha256(utf8ToBytes(parts.map((part) => `${typeof part}:${String(part).length}:${String(part)}`).join('|')))
}

/** SHA-256 of bytes, in lower-case hexadecimal. */
export function digestHex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}
