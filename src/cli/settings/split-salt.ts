import { readFileSync } from 'node:fs'
import { AppError } from '../../kit/errors.ts'
import { shortestSecret } from '../../tasks/split-key.ts'

/** The secret of one line that a file holds. @throws AppError `invalid_config`, which does not show it */
export function readSalt(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new AppError('invalid_config', `split_salt_file: ${(cause as Error).message}`, { cause })
  }
  if (text.length < shortestSecret || text.length > 1024 || /[\r\n]/.test(text)) {
    throw new AppError(
      'invalid_config',
      `split_salt_file: ${file} must hold one line of ${shortestSecret} to 1024 characters`,
    )
  }
  return text
}
