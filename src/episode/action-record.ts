/**
 * Actions as records hold them. The object is a model's text: it may be anything, and of any size.
 *
 * @module
 */

/** The longest JSON of an action that is kept, in characters; of a longer one only its size is. */
export const longestAction: number = 256 * 1024

/** What stands for an action that is too large. Whoever sends this itself is told the same. */
interface TooLarge {
  readonly too_large: number
}

/** The JSON of an action as a record holds it. */
export function toActionText(action: unknown): string {
  const text = JSON.stringify(action) ?? 'null'
  return text.length <= longestAction ? text : JSON.stringify({ too_large: text.length } satisfies TooLarge)
}

/**
 * An action as the record holds it: what JSON can hold of it, and a copy, so that nobody can change the record.
 * It is what is acted upon, so a replay from JSON acts upon the same.
 */
export function toRecord(action: unknown): unknown {
  if (isSmallAndPlain(action)) return { ...action }
  try {
    return JSON.parse(toActionText(action)) as unknown
  } catch {
    return null
  }
}

/** The size that a record gives in place of an action, in characters; null for an action. */
export function tooLargeOf(action: unknown): number | null {
  if (typeof action !== 'object' || action === null) return null
  const { too_large: size } = action as { too_large?: unknown }
  return typeof size === 'number' ? size : null
}

/** Nearly every action: an object of texts and nulls, which JSON holds as it is. */
function isSmallAndPlain(action: unknown): action is Record<string, string | null> {
  if (typeof action !== 'object' || action === null || Object.getPrototypeOf(action) !== Object.prototype) return false
  let size = 0
  for (const key in action) {
    const value = (action as Record<string, unknown>)[key]
    if (typeof value === 'string') size += value.length + key.length
    else if (value !== null) return false
  }
  // JSON makes of one character six at most.
  return size * 8 < longestAction
}
