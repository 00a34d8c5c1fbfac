import leven from 'leven'

/** Longer words are never a slip of the pen, and comparing them takes long. */
const longest = 200

/** How far two words may be apart: a third of the word, at least one letter. */
function tolerance(word: string): number {
  return Math.max(1, Math.ceil(word.length / 3))
}

/**
 * The candidate that somebody most likely meant by a word that is none of them: capitals do not count, and a third
 * of the letters may be wrong. Undefined when nothing is near.
 *
 * @example nearest('schma', ['schema', 'goal']) // 'schema'
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word === '' || word.length > longest) return undefined
  const wanted = word.toLowerCase()
  let best: string | undefined
  let distance = tolerance(word) + 1
  for (const candidate of candidates) {
    if (candidate.length > longest) continue
    const found = leven(wanted, candidate.toLowerCase(), { maxDistance: distance })
    if (found >= distance) continue
    best = candidate
    distance = found
  }
  return best
}

/** A question to put behind an error: `; did you mean X?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates)
  return found === undefined ? '' : `; did you mean ${found}?`
}
