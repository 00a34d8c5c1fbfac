/**
 * A text without the byte order mark that some editors and shells write at its beginning. Decoders that know a text
 * from its bytes drop it; what reads a text that is already decoded has to.
 */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
