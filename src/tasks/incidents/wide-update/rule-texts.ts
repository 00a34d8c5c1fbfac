/**
 * The sentences that close a question, each in several tellings. `{case}`, `{fee}` are words of the trade; `{table}`,
 * `{colFee}` are names of the database.
 *
 * @module
 */
import type { HouseRule } from './house.ts'

type Told = readonly string[]

/** What the change should have taken keeps its values; what a case was like decides at one time or another. */
export const meant: Readonly<Record<HouseRule['meant'], Told>> = {
  past: [
    `[First|To begin with] find out which {cases} [had been asked for|the request meant]. [Those|They] keep what the change [set|wrote]. [Go
     by|Look at] what {aCase} was like [at that time|when the change ran]: a {colReason} that was [corrected|changed] [afterwards|since]
     [makes no difference|does not count].`,
    `{Cases} [that were asked for|that somebody asked for] [stay as changed|keep the new values]. What counts is the {colReason} [they had|it
     had] at [that moment|the moment of the change], [even if|also when] somebody [has given them|gave them] another one since.`,
    `[Nothing is wrong|There is nothing wrong] with {cases} that [fitted|matched] the request [at that minute|when the change was made]; [leave|keep]
     them. [If|Where] {colReason} was [edited|changed] later, the [older|earlier] one [decides|counts] here.`,
  ],
  present: [
    `[First|To begin with] find out which {cases} [had been asked for|the request meant]. [Those|They] keep what the change [set|wrote]. [Go
     by|Look at] {colReason} as it [stands|is] today: [if|where] it was [corrected|changed] since, the [corrected|new] one [decides|counts].`,
    `{Cases} [that were asked for|that somebody asked for] [stay as changed|keep the new values]. A {colReason} that [somebody has
     corrected|was corrected] since [was wrong|was simply wrong] before, so [take|use] the one that {aCase} has [now|today].`,
    `[Nothing is wrong|There is nothing wrong] with {cases} that fit the request [by|going by] their {colReason} [of today|as it is now]; [leave|keep]
     them. What {colReason} [said|was] on the day of the change [is of no interest|does not matter].`,
  ],
}

/** Without changed reasons: who was meant keeps what was set. */
export const meantPlainly: Told = [
  `{Cases} that [had been asked for|were asked for] [stay as changed|keep the new values], [they|those] are right.`,
  `[Leave|Keep] what the change [set|wrote] where it [had been asked for|was wanted].`,
  `What the change [set|wrote] on {cases} that were [asked for|in the request] [is right|is fine] and stays.`,
]

/** All others go back to what they were. */
export const others: Told = [
  `[All others|The others] go back to what {colFee} and {colHandler} [were|had been] [right before|just before] the change, each field [by
   itself|on its own].`,
  `[Every other|Any other] {case} gets back the {colFee} and the {colHandler} it had [right before|just before] the change. [Treat the two|Look at
   the two fields] [separately|one by one].`,
  `[For|With] [the rest|all the rest], put back {colFee} and {colHandler} as they [stood|were] [immediately|right] before the change; [they are two
   questions|decide for each of the two], not one.`,
]

/** Later edits win. */
export const later: Told = [
  `[But whatever|Whatever] [somebody entered|was entered] in a field after the change stays, [right or wrong|no matter what it is].`,
  `A later edit wins [in its field|for its own field], [whatever it says|no matter who made it].`,
  `[Do not touch|Leave] a field that [was edited|somebody edited] after the change.`,
]

/** What it means that a value was saved that was there already. */
export const equal: Readonly<Record<HouseRule['equal'], Told>> = {
  counts: [
    `[That goes|This goes] for [the very value that the change had set|the value of the change itself] [too|as well]: [if|when] somebody saved it again, they looked at it
     and [meant it|agreed].`,
    `[Saving the same value again|An entry with the same value before and after] is [an edit too|an edit as well]: [the program asks|we ask people] to save what they have [checked|found to be right].`,
    `[Also|Even] an entry with the same value before and after [counts|is an edit]: it [says|means] that somebody checked the value and [found it right|let it stand].`,
  ],
  echo: [
    `An entry with the same value before and after is no edit: somebody [closed the form with save|pressed save on leaving] and [changed nothing|did not touch the field].`,
    `[Saving the same value again|Saving what was there anyway] [means nothing|is no edit]: the program writes [all fields|every field] of the form, [touched or not|changed or not].`,
    `[Only|Just] an entry that [changes the value|has another value after than before] is an edit. [People press save|We all press save] [without looking|out of habit].`,
  ],
}

/** What somebody took back. */
export const undone: Told = [
  `[If|When] an edit was taken back, which is "{viaUndo}" in {colVia}, [treat it as never made|it is as if it had never been made]; the taking back is no edit [either|of its own].`,
  `[If|Where] a later edit was [itself taken back|taken back again], which is "{viaUndo}" in {colVia}, [neither of the two|neither] [counts|is an
   edit].`,
  `"{viaUndo}" in {colVia} [cancels|strikes out] the entry before it in that field: [forget|ignore] both.`,
]

/** What the nightly job writes. */
export const job: Told = [
  `[What|Whatever] {job} saves ({colVia} "{viaJob}") is no edit: it compares {cases} with {jobBasis} and [writes back|saves again] what it [found|has read].`,
  `Entries of {job}, "{viaJob}" in {colVia}, are no edits: [nobody decides anything there|nothing is decided there], it [only saves|just writes] what was [there|in the fields].`,
  `"{viaJob}" in {colVia} is {job}, [which|and that] [copies|puts] the [old|present] values back as they are; that is no edit.`,
]

export const settled: Readonly<Record<HouseRule['settled'], Told>> = {
  stays: [
    `[{ACase}|Any {case}] that has been {settled} after the change ({colSettled}) [stays as it is|is not touched], [both fields|with both fields]:
     {settledBecause}.`,
    `[Leave|Keep] {cases} alone that were {settled} [since|after the change], see {colSettled}. [By now|In those cases] {settledBecause}.`,
    `[If|Where] {colSettled} is later than the change, [nothing is put back|put nothing back], [since|because] {settledBecause}.`,
  ],
  restored: [
    `[{ACase}|Any {case}] that has been {settled} after the change ({colSettled}) is [put right|treated] like the [others|rest]; accounts [write to
     people|deal with the difference].`,
    `[It makes no difference|It does not matter] whether {aCase} was {settled} [since|after the change], see {colSettled}: [put it right|it is put right]
     [all the same|like the others].`,
    `[Even if|Also where] {colSettled} is later than the change, the {case} is put right[, and|; then] accounts [see to|look after] the difference.`,
  ],
}

export const order: Readonly<Record<HouseRule['order'], Told>> = {
  number: [
    `The number in {colNumber} [gives|tells] what came before what. [Do not go by|Never use] {colAt} for that: [some PCs have|there are PCs with] a clock that is
     [hours off|wrong].`,
    `[Sort|Order] entries by {colNumber}, [which is|that is] one counter for [everybody|all of us]. The time in {colAt} is [the PC's|that of the PC], and
     not all of them [are right|can be trusted].`,
    `[What is later|Which entry is later] is told by {colNumber} alone. The time in {colAt} [comes from|is taken from] the PC somebody [sat at|worked on], and [two|a
     couple] of those run [early or late|wrong].`,
  ],
  clock: [
    `The time in {colAt} [gives|tells] what came before what, it is the [server's|server's own]. [Do not go by|Never use] {colNumber} for that: every PC
     [takes|gets] a pack of numbers in the morning and [uses them up|works through it].`,
    `[Sort|Order] entries by {colAt}, [which is|that is] the server's clock for [everybody|all of us]. The number in {colNumber} comes from packs, one [a
     PC|for each PC] and day, so a [higher|larger] number [may well be|can be] the earlier entry.`,
    `[What is later|Which entry is later] is told by {colAt} alone, [the server writes it|written by the server]. Numbers [come|are given out] in packs per PC, and
     {colNumber} [says nothing|tells nothing] about the order between [people|two PCs].`,
  ],
}

/** The gap has one owner. */
export const gap: Told = [
  `A change of many {cases} at one go [is given|gets] all its numbers [together|in one piece], {colFirst} to {colLast} in {runs}. [If|Where] {log} [lacks|has
   no entry for] some of them, the log [could not keep up|was too slow]; they [were still|are all] [that change's|part of that change], [nobody else's|and of nothing else].`,
  `[In|Look at] {runs} [you find|there are] the numbers that a change of many {cases} used, {colFirst} to {colLast}. [Some may be|Numbers can be] missing in {log},
   [when|because] writing it [failed|broke off]. What is missing [in that range|in between] belongs to that change [alone|and to nobody else].`,
  `[Where|If] numbers are missing in {log} between {colFirst} and {colLast} of a line in {runs}, the entries of that very change [were lost|got lost]. No edit of [a
   person|anybody else] is [ever missing|among them].`,
]

/** Where some are in an old program, the same goes for its journal. */
export const journal: Told = [
  `[For|With] {senders} on L4 {journal} is the log, [and the same holds there|with the same rules]; {dictionary} [says|tells you] what stands where in it.`,
  `{Senders} on L4 have {journal} [instead of|in place of] {log}, see {dictionary} for how it is [laid out|written]. [All this|What is said here] holds
   there [too|as well].`,
  `[All this|The same] goes for {journal}, which is the log for {senders} on L4. How to [read|take apart] its records is in {dictionary}.`,
]

/** What was there where the log has no line. */
export const fill: Told = [
  `[For those|Where an entry is missing], [what was there before|the old value] is [what {log} last had for [that|the] field|in the last line of {log} for [that|the] field|the one {log} last shows for [that|the] field]; [if there is nothing since|without a line since|where it has none since], it is what
   {copy} [holds|has]: the open {cases} of the night before.`,
  `[The old value|What was there] of a [lost|missing] entry is in the last entry before it in {log}; [if there is none|without one] since {colCopied}, [take
   it from|it is in] {copy}, [which is|that is] the night's copy of all open {cases}.`,
  `In {copy} you have [all open {cases}|the open {cases}] as of {colCopied}. Add [what|whatever] {log} says happened [after that|since] and before the change, and you
   have the old value of [any|every] entry that [is missing|was lost].`,
]

/** Totals follow. */
export const totals: Told = [
  `[Then|After that] [work out|recompute] {colFees} in {days} [again|anew] [from|out of] {table}, [for every|by] {sender} and day of {colOpened}. [Any {colBuilt} will
   do|It does not matter what {colBuilt} says].`,
  `[Afterwards|In the end] {colFees} in {days} [has to|must] [agree with|match] {table} [per|for each] {sender} and day of {colOpened}. [You can ignore|Nobody
   reads] {colBuilt}.`,
  `[Bring|Get] {days} [into line|up to date] [as well|too]: {colFees} is the sum over the {cases} of a {sender} that were opened on [that|one] day. [Leave|Keep]
   {colBuilt} or change it, as you like.`,
]
export const closing: Told = [
  `[Months listed|The months] in {periods} are closed. [Leave|Keep] their days in {days} [as reported|as they are], [even if|even where] they are wrong: the
   difference is [booked|entered] [later|in the open month]. [Do correct|Still correct] the {cases} [of those months|themselves].`,
  `What {days} says of a month in {periods} was [reported|handed in] and [is not|must not be] changed any more. The {cases} [behind it|of that month]
   [are|have to be] put right [nevertheless|all the same].`,
  `[Once|When] a month [is|stands] in {periods}, its [totals|figures] in {days} stay, right or wrong. [That is not so for|This does not go for] the {cases}
   [of that month|themselves]: they are put right.`,
]
export const monthly: Told = [
  `[The same|It is the same] [goes for|with] {months}: the sum of its days, [except|but not] for closed months.`,
  `What {months} says [adds up|is the sum of] the days [of an open month|of open months]; closed ones [stay|are left].`,
  `[In|For] {months} [add up|sum] the days [again|anew], [unless|except where] the month is closed.`,
]

/** How it was done once, long since replaced. */
export const oldWay: Told = [
  `[When|If] a change goes wrong, {engineer} [stops|shuts] the desk program and puts the copy of the night back, [whole|as a whole]. [Everybody|Whoever worked that
   day] [types in|enters] [the day|that day] [again|once more].`,
  `[Wrong changes|Changes that went wrong] are [put right|corrected] by hand, one {case} [at a time|after the other], by whoever has it. [Nobody|No one] [writes|runs]
   SQL [on|against] {table}.`,
  `[Ask|Go and ask] {owner} first. [Small|Minor] mistakes in {table} [stay|are left] until [the end of the month|month end], [then|when] {engineer} [goes through
   them|looks at all of them].`,
]
