/**
 * The sentences that tell how this house takes second files: which whole file stays, and what corrections do.
 *
 * @module
 */
import type { FileRule } from '../../worlds/stations/file-rule.ts'
import * as rules from './rules.ts'

/** Of whole files of one day the last takes the place of the others. */
const lastStays: readonly string[] = [
  `[When|If] [two or more|several] whole {files} of type {plain} [came for|exist for] [one|the same] {lane} and day, [keep|we keep] the
   one that [arrived|came in] last, [with its|and its] {colId}, [since people get|as people are given] [its printout|the printout of
   it]. [Rows from the others|Rows of earlier ones] [are removed|go|have to go].`,
  `[Each|Every] {sender} [should have|has] one {file} of type {plain} [for each|per] {lane} and day: the [last whole one|last complete
   one] [we received|to arrive]. [Its rows|That one's rows] [stay|are kept] under [their own|their] {colId}, and [the rows|those] [of any
   earlier one|of earlier ones] [go|have to go].`,
  `[Type {plain} can come again|{Senders} may send type {plain} again] for [a|the same] {lane} and day. [The latest whole {file}|The
   last whole {file} to arrive] [is the one we keep|stays], [its {colId} too|{colId} included]; [all earlier ones go|remove what
   earlier ones brought].`,
  `[Of|Among] whole {files} of type {plain} [from one|for one] {lane} and day, [the one received last|the latest] [wins|stays].
   [Keep its rows|Leave its rows] [with their|under their] own {colId}, and [delete|remove] the rows of [the rest|all the others].`,
]

/** What a file is worth that is not whole, by where its length is told. */
export const wholeTexts = ({ short }: FileRule, byEnd: boolean): readonly (readonly string[])[] => [
  short === 'void' ? (byEnd ? rules.wholeByEnd : rules.wholeByCount) : byEnd ? rules.shortByEnd : rules.shortByCount,
  rules.anyType,
  ...(short === 'void' ? [] : [rules.onceOnly]),
]

/** Which of several whole files stays. */
export const wholeFileStays = ({ stays }: FileRule): readonly string[] =>
  stays === 'first' ? rules.firstStays : lastStays

const replaced: Readonly<Record<FileRule['replaces'], readonly string[]>> = {
  fields: [
    `Type {fix} [corrects|changes] lines [sent earlier|that came before]. [Match them|Find the line] by [line number|number] and
     [copy|take over] {colGood}, {colQuantity} and {colAmount} [into|to] [the row that stays|the remaining row]; [all else|the rest],
     {colId} [too|included], [remains|is not changed].`,
    `A {file} of type {fix} [lists|names] only [the lines|those lines] [to be changed|that were wrong]. [Its|The new] {colGood},
     {colQuantity} and {colAmount} [go into|belong in] the row [kept|that we keep] for [that|the same] line number, [and {colId}
     stays|with {colId} unchanged].`,
    `[Corrections come|Corrected lines come] as type {fix}. [For each line number|Number by number|Line by line], [put|write|enter] their {colGood},
     {colQuantity} and {colAmount} [over what|in place of what|for what] [the remaining row|the row we keep] [says|has] and [leave|keep] {colId} [alone|as it
     is].`,
  ],
  count: [
    `Type {fix} [corrects|changes] counts [sent earlier|that came before]. [Match lines|Find the line] by [line number|number] and
     [copy|take over] {colQuantity} [alone|and nothing else] [into|to] [the row that stays|the remaining row]; {colAmount} [becomes|is
     then] [the old price|the price it had] times that. [All else|The rest], {colGood} and {colId} [too|included], [remains|is not
     changed].`,
    `A {file} of type {fix} [lists|names] only [the lines|those lines] whose {colQuantity} [was wrong|is to be changed]. [The new one|The new {colQuantity}] [goes into|belongs in] the row [kept|that we keep] for [that|the same] line number, with {colAmount} [worked out|computed] at
     the [same price as before|old price]. {colGood} and {colId} [stay as they were|are left], [whatever|no matter what] the {file}
     says.`,
    `[Corrections come|Corrected lines come] as type {fix}. [For each line number|Number by number], [put|write] their {colQuantity}
     [over what|in place of what] the remaining row [says|has] and [work out|compute] {colAmount} [from it|anew] at the price of [that
     row|the row as it was]. {colGood} in them is [not used|ignored], and {colId} [does not change|stays].`,
  ],
  row: [
    `Type {fix} [corrects|changes] lines [sent earlier|that came before]. [Match them|Find the line] by [line number|number]: the row
     of type {fix} [stays|is kept], [all of it|with everything in it], under its own {colId}, and the row [from before|that was there]
     [goes|is removed].`,
    `A {file} of type {fix} [lists|names] only [the lines|those lines] [to be changed|that were wrong]. [Keep|We keep] its rows with [the very|the] {colId} [they got|they were given] and [delete|remove] the [earlier|older] row of [that|the same] line number.`,
    `[Corrections come|Corrected lines come] as type {fix}. [For each line number|Number by number], their row [takes the place
     of|replaces] the [earlier|older] one [completely|as a whole], {colId} [too|included]; the [earlier|older] one [goes|is deleted].`,
  ],
}

const struckGoes: readonly string[] = [
  `[If|Where|When] {colQuantity} [in it|there] [is 0|says 0], [the line|that line] [was cancelled|is cancelled|is off]: [delete|remove] [both rows of it|its old row and the new one|the two rows of it].`,
  `[With|When it has|If there is] 0 in {colQuantity} [the line is|that line is|the whole line is] cancelled[, and neither of its rows|, so neither of its rows|: none of its two rows] [is kept|stays].`,
  `[A quantity|A {colQuantity}] of 0 [means|says] the line [was cancelled|is cancelled], so [its rows go|delete its rows], [old and
   new|the old and the new one].`,
]
const struckStands: readonly string[] = [
  `[If|Where|When] {colQuantity} [in it|there] [is 0|says 0], [the line|that line] [was cancelled|is cancelled|is off]: [keep|we keep] [the row with the 0|that very row|the row that says so], under its own {colId}, and [delete|remove] the [old|earlier] one.`,
  `[With|When it has] 0 in {colQuantity} [the line is|that line is] cancelled. [People want to|We must|Auditors must] [see that|find that], so the row with the 0 [stays|is kept] [with|under] its own {colId} and the [old|earlier] row [goes|is removed].`,
  `[A quantity|A {colQuantity}] of 0 [means|says] the line [was cancelled|is cancelled]; [leave|keep] that very row [in|there], under
   the {colId} it has, and [delete|remove] the [one before it|row it cancels].`,
]
const othersGo: Readonly<Record<FileRule['struck'], readonly string[]>> = {
  goes: [
    `[Never keep|Do not keep] [a row|rows] of type {fix} [itself|as such].`,
    `[No row|Not one row] of type {fix} [remains|is left] [at the end|afterwards].`,
    `[After that|Then] the rows of type {fix} [themselves go|are deleted].`,
  ],
  stands: [
    `[Never keep|Do not keep] [any other row|other rows] of type {fix}.`,
    `[No other row|Not one other row] of type {fix} [remains|is left] [at the end|afterwards].`,
    `[After that|Then] the other rows of type {fix} [go|are deleted].`,
  ],
}

/** What corrections do to the lines they name. */
export const correctionTexts = ({ replaces, struck }: FileRule): readonly (readonly string[])[] => [
  replaced[replaces],
  struck === 'goes' ? struckGoes : struckStands,
  ...(replaces === 'row' ? [] : [othersGo[struck]]),
]

/** The same as a contract has it, line by line. */
export function correctionTerms(
  { replaces, struck }: FileRule,
  { id, good, quantity, amount }: Readonly<Record<'id' | 'good' | 'quantity' | 'amount', string>>,
  fix: string,
): string[] {
  const values: Readonly<Record<FileRule['replaces'], readonly string[]>> = {
    fields: [`${good}, ${quantity} and ${amount} of the line are replaced, nothing else; ${id} stays`],
    count: [
      `${quantity} of the line is replaced, ${amount} with it at the old price; ${good} there is of the sender's own list and not used; all else as before; ${id} stays`,
    ],
    row: [`the row that came with ${fix} stands for the line, under its own ${id}; the old row goes`],
  }
  return [
    ...values[replaces],
    struck === 'goes'
      ? `${quantity} 0 takes the line out: neither row stays`
      : `${quantity} 0 takes the line back: the row with the 0 stands for it, under its own ${id}; the old row goes`,
    ...(replaces === 'row'
      ? []
      : [`no ${struck === 'goes' ? 'line' : 'other line'} of ${fix} becomes a row of its own`]),
  ]
}
