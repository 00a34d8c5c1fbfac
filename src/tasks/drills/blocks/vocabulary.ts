import type { Random } from '../../../kit/random.ts'

/** What one office calls those whose lines it keeps, one and several. */
export interface Vocabulary {
  readonly one: string
  readonly many: string
}

export function drawVocabulary(random: Random): Vocabulary {
  const [one, many] = random.pick([
    ['source', 'sources'],
    ['office', 'offices'],
    ['partner', 'partners'],
    ['branch', 'branches'],
    ['agency', 'agencies'],
    ['desk', 'desks'],
  ] as const)
  return { one, many }
}

/** Different codes for senders, none part of another. */
export function drawSenderCodes(random: Random, count: number): string[] {
  const shape = random.int(0, 3)
  const codes = new Set<string>()
  while (codes.size < count) {
    const letters = random.sample([...'ABCDEFGHKLMNPRSTUVWXZ'], 3).join('')
    codes.add(
      [
        letters,
        `${letters.slice(0, 2)}-${random.digits(2)}`,
        `${random.digits(3)}${letters[0]}`,
        `${letters.slice(0, 2)}${random.digits(2)}`,
      ][shape] ?? letters,
    )
  }
  return [...codes]
}
