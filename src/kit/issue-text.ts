import { didYouMean } from './nearest.ts'

/** An issue of a schema, as far as it is told here. */
export interface Issue {
  readonly code?: string | undefined
  readonly message: string
  readonly keys?: readonly string[]
  readonly values?: readonly unknown[]
  /** Where the issue lies inside the value, and those of each way a union could have gone. */
  readonly path?: readonly PropertyKey[]
  readonly errors?: readonly (readonly Issue[])[]
}

/** The message of a parameter that there is not, with the one that was probably meant. */
export function unknownParameter(key: string, known: readonly string[]): string {
  return `Unknown parameter${didYouMean(key, known)}`
}

/**
 * What is wrong, in one sentence, with the right word where one is near.
 *
 * @param known the parameters there are
 * @param input what stood there
 */
export function issueText(issue: Issue, known: readonly string[], input: unknown): string {
  const { code, keys, values, message, errors } = issue
  if (code === 'invalid_union' && errors !== undefined) return unionText(errors, input) ?? message
  if (code === 'unrecognized_keys' && keys !== undefined) {
    return keys.map((key) => `${key}: ${unknownParameter(key, known)}`).join('; ')
  }
  if (code !== 'invalid_value' || values === undefined || typeof input !== 'string') return message
  // The message lists the words; only which one was meant is left to say.
  return (
    message +
    didYouMean(
      input,
      values.filter((value) => typeof value === 'string'),
    )
  )
}

/** Of the ways of a union the one that was meant: words for a text, the other way for anything else. */
function unionText(errors: readonly (readonly Issue[])[], input: unknown): string | null {
  const isWord = typeof input === 'string'
  const meant = errors.find((issues) => issues.some(({ code }) => code === 'invalid_value') === isWord)
  if (meant === undefined) return null
  return meant
    .map((issue) => {
      const place = (issue.path ?? []).map(String).join('.')
      return `${place}${place === '' ? '' : ': '}${issueText(issue, [], input)}`
    })
    .join('; ')
}
