/**
 * How a house takes files that come again: it differs from house to house, and each says so somewhere.
 *
 * @module
 */

/** The rule of a house for second files of a day. */
export interface FileRule {
  /** Of whole files of one day: the first that came stays, or the last takes its place, ids included. */
  readonly stays: 'first' | 'last'
  /**
   * What a corrected line takes over: good and count (the amount with them) or the count alone, both under the old id;
   * or the new row stands for the old one whole, under its own id.
   */
  readonly replaces: 'fields' | 'count' | 'row'
  /** A corrected line without a count: it goes, or its row stands for the line as a sign that it was taken back. */
  readonly struck: 'goes' | 'stands'
}

/** Every house there is: twelve. */
export const fileRules: readonly FileRule[] = (['first', 'last'] as const).flatMap((stays) =>
  (['fields', 'count', 'row'] as const).flatMap((replaces) =>
    (['goes', 'stands'] as const).map((struck) => ({ stays, replaces, struck })),
  ),
)

/** Whether the row of a corrected line stands for the old one, which goes. */
export const takesThePlace = ({ replaces, struck }: FileRule, quantity: number): boolean =>
  quantity === 0 ? struck === 'stands' || replaces === 'row' : replaces === 'row'
