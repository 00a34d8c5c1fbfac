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
   * What a file is worth that has fewer lines than it says: nothing, or the lines it has, and a whole one that comes
   * later brings what is missing. One with more lines than it says is never worth anything.
   */
  readonly short: 'void' | 'counts'
  /**
   * What a corrected line takes over: good and count (the amount with them) or the count alone, both under the old id;
   * or the new row stands for the old one whole, under its own id.
   */
  readonly replaces: 'fields' | 'count' | 'row'
  /** A corrected line without a count: it goes, or its row stands for the line as a sign that it was taken back. */
  readonly struck: 'goes' | 'stands'
}

/** Lines of a short file count only where the first file of a day stays: what is in stays in. */
const acceptances = [
  { stays: 'first', short: 'void' },
  { stays: 'first', short: 'counts' },
  { stays: 'last', short: 'void' },
] as const

/** Every house there is: eighteen. */
export const fileRules: readonly FileRule[] = acceptances.flatMap((acceptance) =>
  (['fields', 'count', 'row'] as const).flatMap((replaces) =>
    (['goes', 'stands'] as const).map((struck) => ({ ...acceptance, replaces, struck })),
  ),
)

/** Whether the row of a corrected line stands for the old one, which goes. */
export const takesThePlace = ({ replaces, struck }: Pick<FileRule, 'replaces' | 'struck'>, quantity: number): boolean =>
  quantity === 0 ? struck === 'stands' || replaces === 'row' : replaces === 'row'

/** Whether a house takes a file with so many lines at all. */
export const isTaken = ({ short }: FileRule, lines: number, announced: number): boolean =>
  lines === announced || (lines < announced && short === 'counts')
