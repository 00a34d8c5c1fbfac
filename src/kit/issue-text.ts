import { didYouMean } from './nearest.ts'

/** An issue of a schema, as far as it is told here. */
export interface Issue {
  readonly code?: string | undefined
  readonly message: string
  readonly keys?: readonly string[]
  readonly values?: readonly unknown[]
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
  const { code, keys, values, message } = issue
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
