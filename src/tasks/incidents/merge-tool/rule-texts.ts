/**
 * The sentences that close a question, each in several tellings. `{record}`, `{child}` are words of the trade; `{kids}`,
 * `{colAction}` are names of the database.
 *
 * @module
 */
import type { MergeRule } from '../../worlds/stations/sync-rule.ts'

type Texts = readonly string[]

/** Where a child belongs, by the list of merges. */
export const chainOfMerges: Texts = [
  `[In a merge|When two {records} are merged] {colLoser} is given up and {colWinner} kept, and its {children} [go along|move with it]. The one kept may be given up [later|in its turn]: {children} [hang on|belong to]
   the {record} that is [left at the end|the last of the row].`,
  `{mergesTable} says which number was given up for which: {colLoser} for {colWinner}. [That|The latter] can [itself be|be] given up [afterwards|some day], so [follow|go along] the numbers to the {record} that [is still there|still exists]: all {children}
   belong to that one.`,
  `A merge [hands|passes] the {children} of {colLoser} [on|over] to {colWinner}. [Where|If] {colWinner} was merged into [another|a third] {record} [later|after that], they [go on|move on] to [that one|it], and so [forth|on], to the
   last.`,
  `[All|The] {children} of a {record} that was given up ({colLoser} in {mergesTable}) [belong|go] to the one kept ({colWinner}). [Mind|Watch out for] {records} that were merged [several times|more than once]: what counts is the
   {record} [at the end|they all ended in].`,
]

/** The same, by the numbers of the other system. */
export const chainOfLinks: Texts = [
  `A merge [moves|hands] the {colRef} of the {record} given up to the one kept, [as|which] {linksTable} [shows|tells]. A {child} was sent with the {colRef} of its {record} and belongs to the {record} that this number stands for
   [now|today], {colUntil} being empty.`,
  `[In|Look at] {linksTable}[ you see|: there you see] which {record} of ours stood for a {colRef}, and when. {Children} [follow|go with] the {colRef} under which they were [sent|entered]: they belong to the {record} in the line [without|with no]
   {colUntil}.`,
  `[The other system|{Other}] keeps its own numbers, {colRef}. [When|If] two of our {records} are merged, {linksTable} [points|turns] the number to the one kept, [again and again|as often] if need be; a {child} hangs on the {record} to which its number
   points [at present|today].`,
  `[Each|Every] {child} came with a {colRef}, [which stands|to be found] in {sentTable} under {colOwner}. Whichever {record} this number stands for in the open line of {linksTable} is where the {child} [belongs|has to be], [however many|no matter how many] merges
   lie [between|behind it].`,
]

/** How messages are read, where no contract says so. */
export const latestSent: Texts = [
  `{sentTable} [has|holds] each field of a {child} [as it was sent|by itself]; [what was changed later|a later change] was sent again, so the [latest|last] line counts.`,
  `[The contents|All contents] of a {child} went out to {other}, see {sentTable}: one line a field, and another one [after|with] every change, of which the [latest|last] is [right|valid].`,
  `[What|All that] a {child} held [stands|can be read] in {sentTable}, field by field. Of several lines for one field the [latest|last] [holds|is the right one].`,
  `In {sentTable} [look up|find] the fields of a {child}; [if|where] one was sent [again|more than once], go by the [latest|last] line.`,
]

/** What a merge took away comes back. */
export const comesBack: Texts = [
  `[What|Whatever] a merge deleted [beyond that|otherwise] has to come back, as it was [last|before that], with its old number: [that is what stands|it stands] on {printedOn}. [What still stands|Whatever is still there] under a number given up [is put right too|moves as
   well].`,
  `[Bring back|Put back] all [other|the other] {children} that went in a merge, [unchanged|with their contents as they were] and with the number they had, since it is [printed|written] on {printedOn}. Those left [standing|behind] under a number that is no more
   [move to|go to] the right {record}.`,
  `All {children} else that were lost [in|through] a merge are entered again, [each|every one] under its own old number ([you find it|it is] on {printedOn}) and as it [was|stood] before. [Some|Others] were not deleted but [still name|name] a {record} that is gone: [correct
   them|correct that].`,
  `[The rest of|All the rest of] what merges deleted is wanted back: same number as before, [as|because] {printedOn} [shows|carries] it, same contents. {Children} that [survived|are still there] with the number of a {record} given up get the [right one|number of the right
   one].`,
]

/** How to tell what somebody deleted on purpose, where merges are listed. */
export const byHandListed: Texts = [
  `[All|Everything] that is done [at one go|in one step] has one {colAction}. A merge has the same in {mergesTable} and in {journal}; what [somebody|a colleague] deleted by hand has [another|one of its own] and stays [away|deleted].`,
  `{Children} that [a colleague|somebody] deleted [by hand|on purpose] stay away, even [if|when] it was [minutes|moments] before a merge. You [know|tell] them by {colAction} in {journal}, which is [that of|found for] no merge in {mergesTable}.`,
  `Only what has the {colAction} of a merge was lost in [that merge|it]. [Other lines|All other lines] of {journal} are [deletions|things deleted] by hand, which [somebody wanted|were meant], and [stay so|nothing comes back of them].`,
  `Compare {colAction} in {journal} and {mergesTable}: [equal|the same number] means that the merge took it. A number [that no merge has|without a merge] is a colleague's own [deletion|doing] and [stands|is left alone].`,
]

/** The same, where there is only the list of deleted rows. */
export const byHandUnlisted: Texts = [
  `[All|Everything] that is done [at one go|in one step] has one {colAction}. In a merge the {record} given up and what went with it share it in {deletionsTable}; what [somebody|a colleague] deleted by hand has [another|one of its own] and stays [away|deleted].`,
  `{Children} that [a colleague|somebody] deleted [by hand|on purpose] stay away, even [if|when] it was [minutes|moments] before a merge. You [know|tell] them by {colAction}: no {record} [went|was deleted] under the same number in {deletionsTable}.`,
  `Only what was deleted under one {colAction} with a row of {recordsTable} was lost in a merge. [Other lines|All other lines] of {deletionsTable} [somebody wanted|were meant], and [stay so|nothing comes back of them].`,
  `Look at {colAction} in {deletionsTable}: a merge [has|uses] one for the {record} and for all that goes along. A number [without|that has no] {record} is a colleague's own [deletion|doing] and [stands|is left alone].`,
]

export const leftOut: Texts = [
  `[A colleague|Whoever merges] can leave {children} out: their numbers [stand|are] in {colLeftOut}, and they are deleted for good, [also where|even if] they [still stand|are still there].`,
  `{colLeftOut} [lists|has] the {children} that were not to be taken [over|along]. [They do not|None of them is to] come back, and [one|any] that is [still there|left] [goes|is deleted].`,
  `Numbers in {colLeftOut} were unticked [in the dialogue|on screen] because [nobody|no one] needs them: [such|these] {children} are gone or have to [go|be deleted].`,
  `[Not wanted|Unwanted] are the {children} in {colLeftOut}: somebody [took|left] them out of the merge [on purpose|deliberately]. [Do not bring them back|They stay away], and delete what is [there of them|left of them].`,
]

export const undone: Texts = [
  `[If|Where] {colUndone} is filled, the merge was taken back and counts [for nothing|as never made]: [both {records}|the two {records}] exist [again|as before], each with its own {children}.`,
  `A merge with [a time in {colUndone}|{colUndone} filled] [was|has been] taken back. [Treat it as|It is as] if it had never been: [what it took|all that it took] belongs to the former {record}.`,
  `[Some|A few] merges were [a mistake|mistaken] and taken back, see {colUndone}. [Then|In that case] {colLoser} is [there|in use] again and [has to have|should have] what it had.`,
  `[Leave|Keep] merges out of account that have [a time in|something in] {colUndone}: they were reversed, and the {children} [are those of|belong to] {colLoser} [as ever|once more].`,
]

/** The same, where only the numbers of the other system show it. */
export const undoneByLinks: Texts = [
  `A merge can be taken back: [then|in that case] the {colRef} [returns|goes back] to the former {record}, and [so do|with it] the {children}.`,
  `[If|When] a merge was a mistake, {linksTable} [turns|points] the number back to where it was, [and that|which] is where the {children} belong [too|again].`,
  `[Numbers|A number] may [also come|come] back to a {record} that [had been|was] given up, [after|when] a merge was reversed. [It|Such a {record}] has its {children} again.`,
  `[A few|Some] merges are reversed [after a while|soon after]; the {record} is [then back|there again] with its {colRef} and is [to have|due] its own {children}.`,
]

export const erased: Texts = [
  `[Whoever|Who] asked to be forgotten, {erasures} with {statusDone}, has no {children} any more. [The letter|A request] may [give|name] a number that was given up; [what counts is|it means] the {record} it ended in. [Nothing of theirs|None of these] comes back,
   and what is left is deleted.`,
  `[Requests|A request] in {erasures} with {statusDone} [mean|means] that [this|the] {record} is without {children} for good, whatever number [was written|stands there], old or new. [Bring nothing back|Nothing comes back] for them, and [leftovers are|what remains is] deleted.`,
  `[Forgotten|Erased] {records} [stay|remain] bare numbers: {statusDone} in {erasures}, also if it was [written|asked] under a number that had been [given up|merged away]. Their {children} [stay away|do not return], and those that [linger|are still there] [go|are deleted].`,
  `[We may|The law lets us] keep nothing of [people|those] who had themselves erased. {erasures} says who, [where|if] it has {statusDone}; follow an old number to its {record}. All {children} of [it|that one] [are to be|have to be] gone, [and stay|and remain] so.`,
]

const twiceKept = 'that was on the {record} kept'
export const twiceTexts: Readonly<Record<MergeRule['twice'], Texts>> = {
  kept: [
    `No {record} has [one|the same] {item} twice: [of two {children}|where there would be two] the one ${twiceKept} stays, [the other|and the other one] goes.`,
    `[If|When] both had the same {item}, [keep|leave] the {child} ${twiceKept} [and drop|and do without] the other.`,
    `The same {item} [on both|twice] [makes|leaves] one {child}: [we keep|it is] the one ${twiceKept} [all along|in the merge].`,
    `[Two|Two {children}] for one {item} are one too many. The one ${twiceKept} [wins|is right], the one that [would come along|was to move] is [not needed|deleted].`,
  ],
  older: [
    `No {record} has [one|the same] {item} twice: [of two {children}|where there would be two] the one with the earlier {colSince} stays, [the other|and the other one] goes.`,
    `[If|When] both had the same {item}, [keep|leave] the {child} with the older {colSince} [and drop|and do without] the other.`,
    `The same {item} [on both|twice] [makes|leaves] one {child}: [we keep|it is] the one that [was valid|has been valid] for longer by {colSince}.`,
    `[Two|Two {children}] for one {item} are one too many. The one whose {colSince} is earlier [wins|is right], the [younger|later] one is [not needed|deleted].`,
  ],
  newer: [
    `No {record} has [one|the same] {item} twice: [of two {children}|where there would be two] the one with the later {colSince} stays, [the other|and the other one] goes.`,
    `[If|When] both had the same {item}, [keep|leave] the {child} with the newer {colSince} [and drop|and do without] the other.`,
    `The same {item} [on both|twice] [makes|leaves] one {child}: [we keep|it is] the one that [became|has become] valid last by {colSince}.`,
    `[Two|Two {children}] for one {item} are one too many. The one whose {colSince} is later [wins|is right], the [older|earlier] one is [not needed|deleted].`,
  ],
  larger: [
    `No {record} has [one|the same] {item} twice: [of two {children}|where there would be two] the one with the larger {colValue} stays, [the other|and the other one] goes.`,
    `[If|When] both had the same {item}, [keep|leave] the {child} with the higher {colValue} [and drop|and do without] the other.`,
    `The same {item} [on both|twice] [makes|leaves] one {child}: [we keep|it is] the one with [more|the larger number] in {colValue}.`,
    `[Two|Two {children}] for one {item} are one too many. The one whose {colValue} is larger [wins|is right], the [smaller|lower] one is [not needed|deleted].`,
  ],
}

/** That there is a rule which nobody wrote down. */
export const twiceUntold: Texts = [
  `No {record} has [one|the same] {item} twice. [Of two {children}|Where there would be two] the program keeps one, [and always has|as it always did] by one and the same [habit|way].`,
  `[If|When] both had the same {item}, one {child} stays and the other goes, [with|and] the program [decides|chooses], [every time alike|in the same way each time].`,
  `The same {item} [on both|twice] [makes|leaves] one {child}. [Which one|Which of them] is [settled|decided] inside the program, [for years now|since it was written].`,
  `[Two|Two {children}] for one {item} are one too many, and one goes. [There is a|The program has a] fixed [order|preference] for that, which [never changed|has not changed].`,
]

/** Somebody entered a child anew. */
export const enteredAgain: Texts = [
  `[The same goes for|That also holds for] {children} that somebody has entered [anew|once more] [in the meantime|since], [missing|because of] the old one.`,
  `[Somebody may|A colleague may] have entered a {child} anew [since then|meanwhile]: [that is then|then it is] one of the two, [like any other|no different from others].`,
  `[Where|If] a {child} was [typed in|entered] again [afterwards|by hand], [the same rule|this rule] [decides|says] which of the two remains.`,
  `[Entered anew|Newly entered] ones count [too|as well]: they are [on the {record} already|there already], and one of the two [has to go|goes].`,
]

export const useTexts: Readonly<Record<MergeRule['uses'], Texts>> = {
  move: [
    `[Its|The] {uses} [of the one that goes|] pass to the {child} that stays: {colUse} in {usesTable} [names|gets] that one.`,
    `[All|Any] {uses} of the {child} that goes are put on the one that stays, [in|by] {colUse} of {usesTable}.`,
    `In {usesTable} [set|change] {colUse} from the {child} that goes to [the other one|the one that stays].`,
    `[What stands|Whatever stands] in {usesTable} for the one that goes [belongs to|is moved to] the one that stays; [change|set] {colUse}.`,
  ],
  empty: [
    `[Its|The] {uses} [of the one that goes|] remain, without a {child}: {colUse} in {usesTable} is [emptied|set to NULL].`,
    `[All|Any] {uses} of the {child} that goes are kept, but {colUse} in {usesTable} is [left empty|NULL] then.`,
    `In {usesTable} [clear|empty] {colUse} where it names the {child} that goes[: the line itself stays|, and keep the line].`,
    `[What stands|Whatever stands] in {usesTable} for the one that goes is [nobody's any more|no longer anybody's]; {colUse} [becomes|is set to] NULL.`,
  ],
  go: [
    `[Its|The] {uses} [of the one that goes|] go with it: delete [them|those lines] in {usesTable}.`,
    `[All|Any] {uses} of the {child} that goes are deleted [with it|together with it] from {usesTable}.`,
    `In {usesTable} the lines whose {colUse} names the {child} that goes are [deleted|taken out] [too|as well].`,
    `[What stands|Whatever stands] in {usesTable} for the one that goes [has no use|is not needed] any more and is [deleted|removed].`,
  ],
}

export const archived: Texts = [
  `{Records} that are only put away stand in {archiveTable}. [They keep|Leave them] their {children} as they are.`,
  `[Do not|Never] touch the {children} of {records} in {archiveTable}: [those|these] are [put away|asleep], not [merged|given up].`,
  `[Not every|By no means every] {record} missing in {recordsTable} was given up: [some|many] sleep in {archiveTable}, and their {children} [stay|remain].`,
  `[In|Into] {archiveTable} go {records} that nobody [has asked for|needed] in years; [what hangs on them|their {children}] stays with them.`,
]

export const sums: Texts = [
  `{overview} has a line for [every|each] {record}: {colCount} is the number of its {children}, {colTotal} the sum of {colValue}, [both 0|and both are 0] where there is none. Nobody [looks at|compares] {colBuilt}.`,
  `[At night|Every night] {overview} is [worked out|built]: {children} of a {record} counted in {colCount} and {colValue} added up in {colTotal}, 0 for [who has|those with] none. {colBuilt} [is only|just] the time of [that|it].`,
  `{colCount} and {colTotal} in {overview} [must always|always] agree with {kids}, number and sum of {colValue}, 0 and 0 where a {record} has none. {colBuilt} [does not matter|can stay as it is].`,
  `[After|With] any change in {kids} {overview} [has to follow|follows]: count in {colCount}, sum of {colValue} in {colTotal}, or [two zeros|0 in both]. The time in {colBuilt} is [of no interest|not looked at].`,
]

export const monthly: Texts = [
  `{months} [adds|counts] up all of {kids} by the month of {colSince}, [with 0|and has 0] for a month that has none.`,
  `[Likewise|In the same way] {months} [counts and adds|sums up] every row of {kids} by month, that of {colSince}; [empty months|months without any] have 0.`,
  `By month of {colSince}, {months} [has|gives] number and sum over the whole of {kids}, 0 where [nothing is|there is nothing].`,
  `{months} is [made|built] from all rows of {kids}, [grouped|split] by the month in {colSince}, zeros [included|for empty ones].`,
]

/** The three releases. */
export const releaseDeletes: Texts = [
  `Merging [is faster|takes half the time]: the database [itself clears|clears] what [hangs on|depends on] a {record} [that is given up|when that is given up].`,
  `[One statement|A single statement] now [does|carries out] a merge. [Rows that|Whatever] [depend|depends] on the old {record} [are|is] [cleared|tidied up] by the database.`,
  `[Large merges|Merges of large {records}] no longer [time out|run into the limit]; [clearing up|tidying up] is [left to|done by] the database now.`,
]
export const releaseLeaves: Texts = [
  `[Hotfix|Quick fix]: a merge [deletes|takes out] the {record} and nothing else [any more|now].`,
  `Merging [touches|changes] only {recordsTable} [until further notice|for the time being], [so that nothing gets lost|to be on the safe side].`,
  `[Clearing up|Tidying up] by the database is off [again|]; [all else|everything else] [stays|is left] [where it is|untouched].`,
]
export const releaseAfter: Texts = [
  `A merge [takes|carries] {children} over again, [as it did|the way it was] before.`,
  `[Back to|We are back to] the [old way|former way] of merging: {children} [go|move] along with their {record}.`,
  `[The former|The old] merge is [in use|on] again, [with the|and with it the] moving of {children}.`,
]
