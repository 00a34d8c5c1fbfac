import type { z } from 'zod'
import { didYouMean } from '../../kit/nearest.ts'

/** What a setting may be, where its text is none of it. */
function expectationIn(issue: z.core.$ZodIssue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return { int: 'a whole number', number: 'a number', boolean: 'true or false' }[issue.expected as string] ?? null
    case 'invalid_value':
      // The many spellings of yes and no.
      return issue.values.includes('true') ? 'true or false' : issue.values.join(', ')
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int' ? `${String(issue.minimum)} or more` : null
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int' ? `${String(issue.maximum)} at most` : null
    case 'invalid_union':
      return listOf(issue.errors.map(([first]) => (first === undefined ? null : expectationIn(first))))
    default:
      return null
  }
}

function listOf(expected: readonly (string | null)[]): string | null {
  const known = [...new Set(expected.filter((one) => one !== null))]
  return known.length === 0 ? null : known.join(' or ')
}

/** The message that says most: our own words, where one of the alternatives has some. */
function wordsIn(issue: z.core.$ZodIssue): string | null {
  if (issue.code === 'custom' || issue.code === 'invalid_format') return issue.message
  if (issue.code !== 'invalid_union') return null
  return issue.errors.flatMap(([first]) => (first === undefined ? [] : [wordsIn(first)])).find(Boolean) ?? null
}

/** Why the text of a setting is refused, for whoever typed it: what it may be, not what a schema calls it. */
export function reasonIn(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'Invalid input'
  const words = wordsIn(issue)
  if (words !== null) return words
  const expected = expectationIn(issue)
  return expected === null ? issue.message : `Invalid input: it is ${expected}`
}

/** What may have been meant by a key that there is not: most stand in the section `server`, which people leave out. */
export function keyHints(
  sections: readonly string[],
  serverKeys: readonly string[],
): (path: readonly PropertyKey[]) => string {
  return (path) => {
    const key = String(path.at(-1))
    if (path.length === 1 && serverKeys.includes(key)) return '; it stands under server:'
    return didYouMean(key, path.length === 1 ? sections : path[0] === 'server' ? serverKeys : [])
  }
}
