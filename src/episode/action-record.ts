/**
 * Actions as records hold them. The object is a model's text: it may be anything, and of any size.
 *
 * @module
 */

/** The longest JSON of an action that is kept, in characters; of a longer one only its size is. */
export const longestAction: number = 256 * 1024

/** What the actions of one episode may take together, as JSON and in characters. */
export const defaultRecordLimit: number = 8 * 1024 * 1024

/** A short action is kept however much there is already: there is always a way to finish. */
const alwaysKept = 256

/** What stands for an action that is too large. Whoever sends this itself is told the same. */
interface TooLarge {
  readonly too_large: number
}

/** What stands for an action for which the record has no room; its limit. Whoever sends this itself is told the same. */
interface RecordFull {
  readonly record_full: number
}

/**
 * The JSON of an action as a record holds it.
 *
 * @param recorded characters of the actions before it, as they are recorded
 * @param limit what all may take together
 */
export function toActionText(action: unknown, recorded = 0, limit: number = Number.POSITIVE_INFINITY): string {
  const text = JSON.stringify(action) ?? 'null'
  if (text.length > longestAction) return JSON.stringify({ too_large: text.length } satisfies TooLarge)
  if (text.length <= alwaysKept || recorded + text.length <= limit) return text
  return JSON.stringify({ record_full: limit } satisfies RecordFull)
}

/** Makes the records of one episode's actions, which are bounded together. */
export class ActionRecorder {
  readonly #limit: number
  /** No fewer characters than are recorded. */
  #most = 0
  /** Whether `#most` is their number. */
  #isExact = false

  constructor(limit: number = defaultRecordLimit) {
    this.#limit = limit
  }

  /**
   * An action as the record holds it: what JSON can hold of it, and a copy, so that nobody can change the record.
   * It is what is acted upon, so a replay from JSON acts upon the same.
   *
   * @param earlier the actions before it, as they are recorded
   */
  record(action: unknown, earlier: readonly { readonly action: unknown }[]): unknown {
    const plain = plainSize(action)
    if (plain !== null && this.#most + plain <= this.#limit) {
      this.#most += plain
      this.#isExact = false
      return { ...(action as object) }
    }
    try {
      let text = toActionText(action)
      if (this.#most + text.length > this.#limit) {
        this.#count(earlier)
        text = toActionText(action, this.#most, this.#limit)
      }
      this.#most += text.length
      return JSON.parse(text) as unknown
    } catch {
      return null
    }
  }

  /** Characters that are recorded, at most. */
  get size(): number {
    return this.#most
  }

  /** An action that was recorded before is recorded again. */
  repeat(action: unknown): void {
    this.#most += plainSize(action) ?? toActionText(action).length
    this.#isExact = false
  }

  #count(earlier: readonly { readonly action: unknown }[]): void {
    if (this.#isExact) return
    this.#most = earlier.reduce((sum, { action }) => sum + toActionText(action).length, 0)
    this.#isExact = true
  }
}

/** Why a record holds something else in place of an action; null for an action. */
export function explainStandIn(action: unknown): string | null {
  if (typeof action !== 'object' || action === null) return null
  const { too_large: size, record_full: limit } = action as { too_large?: unknown; record_full?: unknown }
  if (typeof size === 'number') return `${size} characters of JSON, the limit is ${longestAction}`
  if (typeof limit === 'number') {
    return `with it the actions of this episode would take more than ${limit} characters; send a shorter one, or finish`
  }
  return null
}

/**
 * Nearly every action is an object of texts and nulls, which JSON holds as it is. The characters of its JSON, at most;
 * null for another one, or one that is large.
 */
function plainSize(action: unknown): number | null {
  if (typeof action !== 'object' || action === null || Object.getPrototypeOf(action) !== Object.prototype) return null
  let size = 0
  for (const key in action) {
    const value = (action as Record<string, unknown>)[key]
    // Each with its quotes, colon and comma.
    if (typeof value === 'string') size += value.length + key.length + 6
    else if (value === null) size += key.length + 8
    else return null
  }
  // JSON makes of one character six at most.
  return size * 8 < longestAction ? size * 6 + 2 : null
}
