/**
 * LIKE and GLOB over UTF-8 bytes, in time proportional to pattern times text: SQLite's own matcher is
 * exponential in the number of wildcards. Semantics follow `patternCompare` of SQLite's func.c.
 *
 * @module
 */

/** One element of a compiled pattern; each matches exactly one character, except `many`. */
type PatternElement =
  | { readonly kind: 'many' }
  | { readonly kind: 'one' }
  | { readonly kind: 'literal'; readonly code: number }
  | { readonly kind: 'set'; readonly invert: boolean; readonly ranges: readonly (readonly [number, number])[] }
  /** A broken pattern: matches nothing. */
  | { readonly kind: 'never' }

export type Pattern = readonly PatternElement[]

/** Code points up to the first zero, decoded as SQLite decodes them: malformed sequences become U+FFFD. */
export function decodePoints(bytes: Uint8Array): number[] {
  const points: number[] = []
  let at = 0
  while (at < bytes.length) {
    let code = bytes[at++] as number
    if (code === 0) break
    if (code >= 0xc0) {
      code = code < 0xe0 ? code & 0x1f : code < 0xf0 ? code & 0x0f : code < 0xf8 ? code & 0x07 : code & 0x03
      while (at < bytes.length && ((bytes[at] as number) & 0xc0) === 0x80) {
        code = ((code << 6) + ((bytes[at++] as number) & 0x3f)) >>> 0
      }
      if (code < 0x80 || (code & 0xfffff800) === 0xd800 || (code & 0xfffffffe) === 0xfffe) code = 0xfffd
    }
    points.push(code)
  }
  return points
}

const percent = 0x25
const underscore = 0x5f

function fold(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code
}

/** Compiles a LIKE pattern; `escape` is a code point. ASCII letters match without case. */
export function compileLike(points: readonly number[], escape: number | null): Pattern {
  const elements: PatternElement[] = []
  for (let at = 0; at < points.length; at++) {
    const code = points[at] as number
    if (code === escape) {
      const next = points[++at]
      elements.push(next === undefined ? { kind: 'never' } : { kind: 'literal', code: fold(next) })
    } else if (code === percent) elements.push({ kind: 'many' })
    else if (code === underscore) elements.push({ kind: 'one' })
    else elements.push({ kind: 'literal', code: fold(code) })
  }
  return elements
}

/** Compiles a GLOB pattern: `*`, `?` and sets such as `[^a-z]`. */
export function compileGlob(points: readonly number[]): Pattern {
  const elements: PatternElement[] = []
  let at = 0
  while (at < points.length) {
    const code = points[at++] as number
    if (code === 0x2a) elements.push({ kind: 'many' })
    else if (code === 0x3f) elements.push({ kind: 'one' })
    else if (code === 0x5b) {
      const [element, next] = compileSet(points, at)
      elements.push(element)
      at = next
    } else elements.push({ kind: 'literal', code })
  }
  return elements
}

function compileSet(points: readonly number[], start: number): [PatternElement, number] {
  const ranges: [number, number][] = []
  let at = start
  const invert = points[at] === 0x5e
  if (invert) at++
  if (points[at] === 0x5d) {
    ranges.push([0x5d, 0x5d])
    at++
  }
  let prior = 0
  while (at < points.length && points[at] !== 0x5d) {
    const code = points[at] as number
    const next = points[at + 1]
    if (code === 0x2d && next !== undefined && next !== 0x5d && prior > 0) {
      ranges.push([prior, next])
      prior = 0
      at += 2
    } else {
      ranges.push([code, code])
      prior = code
      at++
    }
  }
  return at < points.length ? [{ kind: 'set', invert, ranges }, at + 1] : [{ kind: 'never' }, at]
}

function matchesOne(element: PatternElement, code: number, folded: number): boolean {
  switch (element.kind) {
    case 'literal':
      return element.code === folded
    case 'one':
      return true
    case 'set':
      return element.ranges.some(([low, high]) => low <= code && code <= high) !== element.invert
    default:
      return false
  }
}

/**
 * Whether the text matches, or null when more than `allowance` comparisons would be needed. After a
 * mismatch only the last `many` is moved on, which is enough because every other element takes one character.
 */
export function matchPattern(
  pattern: Pattern,
  text: readonly number[],
  noCase: boolean,
  allowance: number,
): { readonly matched: boolean | null; readonly work: number } {
  let work = 0
  let p = 0
  let t = 0
  let resumePattern = -1
  let resumeText = 0
  while (t < text.length || p < pattern.length) {
    if (++work > allowance) return { matched: null, work }
    const element = pattern[p]
    if (element?.kind === 'many') {
      resumePattern = ++p
      resumeText = t
      if (p === pattern.length) return { matched: true, work }
      continue
    }
    if (element !== undefined && t < text.length) {
      const code = text[t] as number
      if (matchesOne(element, code, noCase ? fold(code) : code)) {
        if (element.kind === 'set') work += element.ranges.length
        p++
        t++
        continue
      }
    }
    if (resumePattern < 0 || resumeText >= text.length) return { matched: false, work }
    t = ++resumeText
    p = resumePattern
  }
  return { matched: true, work }
}
