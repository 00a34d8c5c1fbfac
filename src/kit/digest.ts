import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

type Part = string | number | null

/** Parts are length-prefixed, so `['a','bc']` and `['ab','c']` differ. */
function toBytes(parts: readonly Part[]): Uint8Array {
  return utf8ToBytes(parts.map((part) => `${typeof part}:${String(part).length}:${String(part)}`).join('|'))
}

/** SHA-256 of the parts. */
export function digest(...parts: readonly Part[]): Uint8Array {
  return sha256(toBytes(parts))
}

/** HMAC-SHA-256 of the parts, in lower-case hexadecimal: without the key nobody can tell what it is of. */
export function keyedDigest(key: string, ...parts: readonly Part[]): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), toBytes(parts)))
}

/** SHA-256 of bytes, in lower-case hexadecimal. */
export function digestHex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}
