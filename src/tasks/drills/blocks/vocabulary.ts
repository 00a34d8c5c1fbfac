import type { Random } from '../../../kit/random.ts'

/** What the office of one instance calls the things by which its data arrive. */
export interface Vocabulary {
  /** Who sends lines; several send to one table. */
  readonly feed: string
  /** Lines that arrived together. */
  readonly batch: string
  /** A correction of a batch's paperwork. */
  readonly notice: string
  /** What says how a feed writes. */
  readonly sheet: string
  /** The states of a notice. */
  readonly valid: string
  readonly withdrawn: string
  /** The events of the log. */
  readonly move: string
  readonly cancel: string
  /** The states of a batch's control record. */
  readonly balanced: string
  readonly open: string
}

export function drawVocabulary(random: Random): Vocabulary {
  const [valid, withdrawn] = random.pick([
    ['valid', 'withdrawn'],
    ['active', 'void'],
    ['in force', 'revoked'],
    ['issued', 'recalled'],
  ] as const)
  const [move, cancel] = random.pick([
    ['moved', 'cancelled'],
    ['rebooked', 'undone'],
    ['reassigned', 'reversed'],
    ['transferred', 'annulled'],
  ] as const)
  const [balanced, open] = random.pick([
    ['balanced', 'open'],
    ['agreed', 'disputed'],
    ['closed', 'pending'],
    ['matched', 'unmatched'],
  ] as const)
  return {
    feed: random.pick(['source', 'office', 'partner', 'channel', 'branch', 'agency', 'desk']),
    batch: random.pick(['delivery', 'load', 'transfer', 'import', 'parcel', 'intake', 'upload']),
    notice: random.pick(['notice', 'memo', 'advice', 'bulletin', 'circular']),
    sheet: random.pick(['profile', 'convention', 'agreement', 'handbook page', 'practice']),
    valid,
    withdrawn,
    move,
    cancel,
    balanced,
    open,
  }
}

/** Different codes for feeds, none part of another. */
export function drawFeedCodes(random: Random, count: number): string[] {
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
