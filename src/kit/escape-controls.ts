/**
 * Text of others where a terminal may show it: it cannot drive the terminal.
 *
 * @module
 */

/**
 * What moves the cursor, starts an escape sequence, turns the direction of writing, or looks like nothing or like
 * an ordinary space: controls, format characters, separators, half characters.
 */
const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

function toEscape(mark: string): string {
  const units = Array.from({ length: mark.length }, (_, place) => mark.charCodeAt(place))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

/** Text in one line; what a terminal would obey or hide is shown as JSON writes it. */
export function escapeControls(text: string): string {
  return text.replace(unshowable, toEscape)
}

/** The same for text of several lines. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n')
}

/** A value as one line of JSON that is safe to look at: what `JSON.stringify` leaves bare is escaped too. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(unshowable, toEscape)}\n`
}
