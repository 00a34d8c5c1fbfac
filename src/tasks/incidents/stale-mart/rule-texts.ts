/**
 * The sentences that say how days are counted and what may be touched. Templates of `Writer`; three wordings each or
 * more.
 *
 * @module
 */
import type { ListUse, Unlisted } from '../../worlds/stations/mart.ts'
import type { LateRule } from './ground.ts'

/** What a row of the mart is. */
export const rowOfDay: readonly string[] = [
  `[A row|Each row|One row] of {days} is [one {group} on one day|what one {group} had on one day]: [how many|the number of] {lines}
   in {colLines}, [then|and] the sums of {qtyIn} and {amountIn} in {colQuantity} and {colAmount}. {colKey} is {colGroup} and {colDay} [with a slash
   between|joined by a slash].`,
  `{days} has [one row|a row] [for each|per] {group} and day. {colLines} [counts|is the count of] the {lines}, {colQuantity} and
   {colAmount} [add up|are the sums of] {qtyIn} and {amountIn} [of them|over these]; {colKey} [reads|is written] {colGroup}, slash, {colDay}.`,
  `[Per|For every] {group} and day [there is|we keep] one row in {days}, with {colKey} [made of|put together from] {colGroup}, a slash and {colDay}.
   {colLines} is [how many {lines}|the number of {lines}] there were; {colQuantity} and {colAmount} are [their sums|the totals] of {qtyIn} and {amountIn}.`,
  `[In|Inside] {days} every {group} has [at most one row|one row at most] a day, {colKey} being {colGroup}, [then a slash, then|a slash and] {colDay}. [It gives|You
   find] the count of {lines} ({colLines}) and [what they add up to|the sums] in {qtyIn} ({colQuantity}) and {amountIn} ({colAmount}).`,
]

/** Which entry of the list counts. */
export const entryCounts: Readonly<Record<ListUse, readonly string[]>> = {
  dated: [
    `A {line} [belongs|goes] to the {group} that its {member} [had|was in] on the day of {colAt}, by the dates in {list}.`,
    `[Which {group} a {line} counts for|The {group} of a {line}] [is settled by|follows from] {list}: the entry of its {member} that was [valid|in force] on
     the day in {colAt}.`,
    `[Look up|Find] the {member} in {list} and take the entry [that holds|valid] on the [very day|day] of {colAt}; [an earlier or later
     {group}|what it was before or after] [does not matter|plays no part].`,
    `For the {group}, [go by|use] {list} [as of|on] the day of {colAt}: [after a move|once it has moved] the {member} counts for [the new one|its new
     {group}], before it for [the old one|the former].`,
  ],
  newest: [
    `A {line} [belongs|goes] to the {group} that stands in the last entry of its {member} in {list}, [whatever|no matter what] day it is
     [from|of].`,
    `[Which {group} a {line} counts for|The {group} of a {line}] [is settled by|follows from] the newest entry of its {member} in {list}, [also
     for|even on] days before [that entry begins|it begins].`,
    `[Look up|Find] the {member} in {list} and take its last entry, the one [with no end|that is open], for all days [alike|the same], [earlier ones
     too|those before it as well].`,
    `For the {group}, [go by|use] the [latest|last] entry of the {member} in {list}, so that [all days|old days and new] [compare|can be compared]: [a
     move|any move] counts [backwards too|for the time before as well].`,
  ],
}

/** What becomes of lines whose member is in no list. */
export const withoutGroup: Readonly<Record<Unlisted, readonly string[]>> = {
  out: [
    `{Lines} whose {member} has no entry [there|in it] [are left out|do not count].`,
    `[Leave out|We leave out] {lines} of {aMember} that [has no entry|is not in the list].`,
    `{AMember} [without an entry|that is not in it] [is not counted|does not count] [at all|anywhere].`,
    `Where the {member} [is missing from|does not stand in] {list}, its {lines} are [not counted|left out].`,
  ],
  own: [
    `{Lines} whose {member} has no entry [there|in it] [get|have] a row of their own, with {none} as {colGroup}.`,
    `[Put|We put] {lines} of {aMember} that [has no entry|is not in the list] [into a row|in a row] of their own: {colGroup} is {none} [there|for them].`,
    `{AMember} [without an entry|that is not in it] counts under {none}, which [stands|is written] in {colGroup} [like|as if it were] {aGroup}.`,
    `Where the {member} [is missing from|does not stand in] {list}, its {lines} [stand|are counted] under the code {none} in {colGroup}.`,
  ],
  rest: [
    `{Lines} whose {member} has no entry [there|in it] [count for|go to] {rest}, {restName}.`,
    `[Add|We add] {lines} of {aMember} that [has no entry|is not in the list] to {restName}, {rest}.`,
    `{AMember} [without an entry|that is not in it] counts for {rest}, [together|along] with what {restName} has [anyway|of its own].`,
    `Where the {member} [is missing from|does not stand in] {list}, its {lines} [belong|go] to {rest} ({restName}).`,
  ],
}

export const withoutLines: Readonly<Record<'zeros' | 'none', readonly string[]>> = {
  zeros: [
    `[On|For] every day with any {line} at all, each {group} in {groupTable} has a row, with 0 [in all three columns|three times] where it had
     nothing.`,
    `{AGroup} in {groupTable} that had no {line} on a day [gets|has] a row of zeros, [as long as|if] there was [any {line}|some {line}] at all that
     day.`,
    `[No {group} of {groupTable} is missing|Every {group} of {groupTable} is there] on a day [on which anything happened|with {lines}]: [without {lines}|with
     nothing to count] it [has|shows] 0, 0 and 0.`,
  ],
  none: [
    `{AGroup} [without {lines}|that had no {line}] on a day has no row [for it|for that day].`,
    `[There are no rows of zeros|Rows of zeros do not exist]: [where|if] {aGroup} had no {line} on a day, [the row is not there|it has none].`,
    `[Where nothing happened|With no {lines}] there is no row, [not even one with zeros|and no zeros either].`,
  ],
}

/** With which lines a day is counted anew. */
export const lateLines: Readonly<Record<LateRule, readonly string[]>> = {
  run: [
    `[A day that is counted anew|When a day is counted again, it] [has|gets] the {lines} that were there when the run that counts for it began, by {colReceived};
     [what came later stays out|later ones stay out].`,
    `[A day is counted anew|A new count is made] with what had [come in|arrived] by the start of the run that counts for the day; {lines} with a later {colReceived} [are
     not|never get] in it.`,
    `[Late {lines}|{Lines} that came late] stay out: [for a day to be counted again|to count a day again], [use|take] those whose {colReceived} is not after the start of [the run that counts|the last run that ended].`,
  ],
  all: [
    `[A day that is counted anew|When a day is counted again, it] [has|gets] all {lines} [there are today|we have by now], [also those|those included] that came after [its
     run|the run].`,
    `[A day is counted anew|A new count is made] with everything that [is there now|has come in since], no matter [what {colReceived} says|how late it came].`,
    `[Late {lines}|{Lines} that came late] are [taken in|counted] when a day is counted again: [use|take] all of that day, [whenever they came|whatever their {colReceived}].`,
  ],
}

/** Days that stay. */
export const rightDaysStay: readonly string[] = [
  `[A day that was counted as agreed|What a run counted as agreed] stays [as it was reported|as reported], [even if|also when] more {lines} [came in|turned up] later or
   somebody [entered|typed in] a move in {list} [afterwards|after that].`,
  `[Days whose run counted as agreed|Days that were counted as agreed] [are not touched|stay as they are]: [people have|everybody has] seen them. {Lines} that came late
   [change nothing|do not change that], [nor do|and neither do] moves that were entered in {list} [later on|only later].`,
  `[Do not|Never] count [a day|days] anew whose run [did it as agreed|counted as agreed], not for {lines} that [came|arrived] late and not for a move [that was|that somebody] entered in {list} [too late|after the run].`,
]

/** Which list a day is counted anew by. */
export const listOfToday: readonly string[] = [
  `{list} is [used|taken] as it is today [for a day that is counted anew|where a day is counted anew], [late entries|moves that were entered late] included.`,
  `[Where|When] a day has to be counted anew, [use|go by] {list} as it [is|stands] now, [not as it was then|with all that was entered since].`,
  `For a new count [use|take] today's {list}: [moves that were entered late|late entries] are in it.`,
]

export const lastRunCounts: readonly string[] = [
  `[A run|Each run] [deletes|throws away] the rows of its days and writes them [again|anew], so [the last run that ended|of several runs the last that ended] is
   the one [that counts|to look at] for a day.`,
  `[Where|If] a day was run more than once, [only the last run that ended|the last run that got to its end] [matters|counts]: [it replaced|it overwrote] what [the others|earlier ones]
   [had written|wrote].`,
  `[Some days were run again|Now and then days are run again]. [What stands there is|The rows of a day are] from the last run that ended; a run that broke off
   [wrote|has written] nothing.`,
]

export const monthsFollow: readonly string[] = [
  `{months} is [made|added up] from {days} and [has to follow|must follow]: [sums|the sums] by {group} and month, and [{colMore} as well|in {colMore} {moreIs}].`,
  `[After that|Then] bring {months} in line: [per|for each] {group} and month the sums of {days}, and [{moreIs} in {colMore}|{colMore} with {moreIs}].`,
  `{months} [adds|sums] {days} up by {group} and month, with {moreIs} in {colMore}, and [has to agree|must agree] with it [again|in the end].`,
]

export const closedStays: readonly string[] = [
  `Months in {periods} are closed: [no figure of theirs|none of their figures] [is changed|changes] any more, in {days} or in {months}, [right or wrong|whether it is right or
   not].`,
  `[Errors|Mistakes] in a month that is in {periods} stay there: its rows in {days} and {months} [are left alone|must not change], and late {lines} are [not
   added|not put] to [it|them] [or to another month|or elsewhere].`,
  `[Once|As soon as] a month is in {periods}, its days and its [totals|sums] are final: [do not correct|leave] them [even if|also where] they are wrong, and {lines} that came after
   the close [are lost|count nowhere].`,
]
