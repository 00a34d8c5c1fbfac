/**
 * What a house does with children of records that are made one. Houses differ; each has one rule.
 *
 * @module
 */
export const mergeAnswers = {
  /** Which of two children for one item stays: that of the record kept, or by `since` or value. */
  twice: ['kept', 'older', 'newer', 'larger'],
  /** What becomes of the uses of the one that does not. */
  uses: ['move', 'empty', 'go'],
} as const

export interface MergeRule {
  readonly twice: (typeof mergeAnswers.twice)[number]
  readonly uses: (typeof mergeAnswers.uses)[number]
}
