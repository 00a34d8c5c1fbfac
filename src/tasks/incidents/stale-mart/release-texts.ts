/**
 * What notes of releases say of how the job counts.
 *
 * @module
 */
import type { Handling, Unlisted } from '../../worlds/stations/mart.ts'

const lists: Readonly<Record<Handling['list'], readonly string[]>> = {
  dated: [
    `[Takes|Uses] the {group} that was valid on the day of the {line}.`,
    `The {group} [is looked up|comes] by the day of the {line}.`,
    `[Reads|Joins] {list} by day: [each|every] {line} has the {group} of its day.`,
    `[Dates in|The dates in] {list} [are used|count], so a {line} [goes|belongs] to the {group} of its day.`,
  ],
  newest: [
    `[Takes|Uses] the newest entry of {aMember} for all days.`,
    `The {group} [is looked up|comes] from the last entry in {list}, [whatever|for any] day.`,
    `[Reads|Joins] only open entries of {list}: [each|every] {line} has the {group} its {member} has now.`,
    `[Only the last|The last] entry in {list} [is used|counts], [so|and] a move [shows|is seen] in earlier days too.`,
  ],
  both: [
    `[Joins|Reads] {list} by {member} [alone|only], [without|with no] dates.`,
    `The {group} comes from {list} by the {member}; dates in it are [not looked at|left aside] [to save time|for speed].`,
    `[Faster|Shorter]: {list} is [joined|read] by {member}, its dates [are|being] no longer [compared|looked at].`,
    `[Dates in|The dates in] {list} are [ignored|not used], [each|every] entry of {aMember} [is joined|joins].`,
  ],
}

const unlisted: Readonly<Record<Unlisted, readonly string[]>> = {
  out: [
    `{Lines} without {aGroup} [drop out|are left out].`,
    `[What has no|{AMember} with no] {group} [is not shown|does not appear].`,
    `[Shows|Has] only {lines} [with|that have] {aGroup}.`,
    `{Members} [outside|not in] {list} are left out.`,
  ],
  own: [
    `{Lines} without {aGroup} [stand|appear] under {none}.`,
    `[What has no|{AMember} with no] {group} [is shown|appears] as {none}.`,
    `{none} is used [where|if] a {line} has no {group}.`,
    `{Members} [outside|not in] {list} [get|have] the code {none}.`,
  ],
  rest: [
    `{Lines} without {aGroup} [go to|count for] {rest}.`,
    `[What has no|{AMember} with no] {group} [is added|goes] to {rest}.`,
    `{rest} [takes|gets] all {lines} [that have no|without a] {group}.`,
    `{Members} [outside|not in] {list} [are put|count] under {rest}.`,
  ],
}

/** Known only later. */
const cutShort = {
  day: [
    `[Found out later|Noticed afterwards]: the last day of [each run|every run] is [missing|not in it].`,
    `[Added later|Note of a later day]: [leaves out|loses] the last day of [each|every] run.`,
    `[Known fault|Fault found since]: [does not read|skips] the last day of a run.`,
  ],
  hour: [
    `[Found out later|Noticed afterwards]: the last day of [each run|every run] [stops|ends] at {hour}:00.`,
    `[Added later|Note of a later day]: of the last day of [each|every] run only {lines} before {hour}:00 [count|are in].`,
    `[Known fault|Fault found since]: [reads|takes] the last day of a run only up to {hour}:00.`,
  ],
} as const

/** Sentences about one release. */
export const noteOf = (
  { list, unlisted: own, cutsLastDay }: Handling,
  hour: number,
): readonly (readonly string[])[] => [
  lists[list],
  unlisted[own],
  ...(cutsLastDay ? [cutShort[hour === 0 ? 'day' : 'hour']] : []),
]
