/**
 * At most `length` characters of a text, with an ellipsis where some were left out, for messages that quote
 * what somebody sent. Half characters, which UTF-8 cannot hold, become U+FFFD.
 */
export function clipText(text: string, length: number): string {
  const clipped = text.length > length ? `${text.slice(0, length)}…` : text
  return clipped.replace(/\p{Surrogate}/gu, '\uFFFD')
}
