/**
 * What whoever noticed it writes, each sentence in several tellings.
 *
 * @module
 */
type Texts = readonly string[]

/** What somebody saw. */
export const openings: Texts = [
  `{NameOne} ({one}) [rang|called] [this morning|today]: [we list|our list has] {shown} [there|under that number], by {proof} it should be {true}. And {nameTwo} ({two}) [comes to|stands at] {shown2} under "{value}" where {true2} [is right|would be right].`,
  `[Something is missing|Things are missing] on our {records}. {NameOne}, number {one}, has {shown} [here|on our side] and {true} [according to|by] {proof}; [for|with] {nameTwo}, number {two}, "{value}" [says|reads] {shown2} [instead of|where we should have] {true2}.`,
  `[I went through|I looked at] two {records} with {proof} [in hand|beside me]. {One} ({nameOne}) shows {shown}, but there are {true}. {Two} ({nameTwo}) [has|shows] {shown2} as "{value}", and [it should be|the paper says] {true2}.`,
  `[Can somebody|Could somebody] [look at|check] {record} {one}? {NameOne} has {shown} [with us|in our lists], and {proof} [names|has] {true}. [The same trouble|It is no better] with {two}, {nameTwo}: "{value}" is {shown2}, [it ought to be|and should be] {true2}.`,
  `[Two complaints|Two of them] [in one day|since yesterday]. {Record} {one}, {nameOne}, [sees|finds] {shown} and [counts|has proof of] {true}; {record} {two}, {nameTwo}, has "{value}" at {shown2} [and wants|when it is] {true2}.`,
]

/** What happened, at levels 1 and 2. */
export const happened: Texts = [
  `It comes from [merging|the merge of] {records} that we had twice: [for some days|for a while] the program [deleted|threw out] the {children} of the one given up, [then|after that] it left them [standing under|with] a number that is [no more|gone].`,
  `[When|Where] two {records} are merged, the {children} [should|are meant to] go along. [For a time|Lately] they were deleted instead, and [after a first repair|later on] they were left [behind|where they were], under a number that [no longer exists|is gone].`,
  `[The merge|Our merge] of double {records} was [broken|out of order]: [at first|to begin with] it deleted the {children} of the one given up, [later|then] it [forgot|simply forgot] to move them.`,
  `[Two versions|Two releases] of the merge program [did harm|went wrong]: [one|the first] deleted the {children} together with the {record} given up, [the next|the second] left them on a {record} that [is no more|no longer exists].`,
]

export const askHere: Texts = [
  `[Please put|Would you put] {kids} right, [by these rules|as follows].`,
  `{kids} [has to be|needs to be] [put right|mended]. [This is how|The rules]:`,
  `[I need|We need] {kids} [in order|correct] again. [What to go by|What counts]:`,
  `[Please bring|Would you bring] {kids} [to where it should be|in order]. [Mind the following|These rules hold]:`,
]

/** Level 2: where the rules are. */
export const askThere: Texts = [
  `[Please put|Can you put] {kids} and {usesTable} right. How [we do that|it is done] is written in {pages} under "{page}"; [take|use] the newest version.`,
  `[Please get|Would you get] {kids} and {usesTable} in order. [Follow|Go by] "{page}" in {pages}, where an older version [lies about|is kept] too.`,
  `[We need|I need] {kids} and {usesTable} put right [by|according to] the page "{page}" in {pages}, [the version|the one] that is valid now.`,
  `{kids} [has to|must] be put right, {usesTable} with it. The rules are in {pages}, [title|look for] "{page}", [mind|watch] the date.`,
]

/** Level 3: what is right stands in the house. */
export const askFigures: Texts = [
  `[I am sure|No doubt] there are more [like these|of the kind]. Please find out what [became of|happened to] the {children} and put [them all|all of it] right; how the program [should work|is meant to work] and what we [want|wish] is in the pages [here|in the database].`,
  `[It cannot be|Surely it is not] only these two. [Please|Would you please] [see|find out] what went wrong and [correct|mend] it [everywhere|for all {records}]. [Our pages|The pages] say what [has to|should] happen, and what [must not|must never].`,
  `[Could you|Can somebody] get to the bottom of [it|this], for all {records} and not for these two alone? [What we go by|How things are done] is [written down|on file] [in our pages|here].`,
  `[Nobody|None of us] touched these by hand, [as far as I know|so they say], so [others|more of them] will be [missing things|incomplete]. Please put all of it right, by what our [own pages|pages] say.`,
]

/** Levels 4 and 5: which of two stays stands nowhere. */
export const askLikeBefore: Texts = [
  `[I want|We want] things as the program would have left them, had it [worked|gone on] as [in the weeks before|it did earlier]. Most of that is in our pages; [what it does|how it chooses] when an {item} is there twice [was never written down|nobody wrote down], so [look at|go by] what it
   kept [before|in good times].`,
  `[Please|Would you please] [get|bring] everything to where it would be if [nothing had gone wrong|all had gone well]. [The colleague|The woman] who [wrote|built] the program has [left|retired]: which of two for one {item} it keeps [shows only|can only be seen] in what it [did|chose] [before|earlier].`,
  `[Before this|Until recently] all was [well|fine]. [Bring|Get] it back to [that|how it was], [please|if you can], for all {records}. [On one thing|For one question] there is no page: an {item} that is there twice. [There|Here] you [have to|must] [work|figure] out
   from earlier cases which one the program [keeps|prefers].`,
  `[There are|I expect] more [of these|such cases], so [please do|do] all of them. Our pages say [what to do|how], [but for|except] one thing: of two for one {item}, the program keeps one by a [rule|habit] that nobody [wrote|put] down. [Earlier|Older] cases [show|tell] it.`,
]

/** What else moves, and that nothing more does. */
export const restStays: Readonly<Record<'one table' | 'two tables' | 'all that follows', Texts>> = {
  'one table': [
    `[Nothing else|No other row] [is to|should] change.`,
    `[Leave|Please leave] [all other|the other] rows [alone|as they are].`,
    `[Every other row|What is right already] stays as it is.`,
  ],
  'two tables': [
    `[Nothing beyond|Nothing apart from] that [is to|should] change.`,
    `[Leave|Please leave] [all other|the other] tables [alone|as they are].`,
    `[Everything else|All the rest] [stays|can stay] [as it is|the way it is].`,
  ],
  'all that follows': [
    `[What depends on them|What hangs on them], {usesTable} [as well as|together with] {followers}, [has to follow|must follow|should fit again]; [leave the rest|nothing else changes].`,
    `[That includes|Included are] {usesTable} [as well as|and then] {followers}, [where they|as they] [depend|hang] on the {children}. [Nothing else|Nothing more] [is to|should] change.`,
    `[Bring|Get] {usesTable} [as well as|together with] {followers} [into line|up to date] too, [and|but] [change nothing|touch nothing] else.`,
    `[Then|After that] {usesTable} and {followers} [have to|must] fit [again|the {children}]. [Leave|Please leave] everything else as it is.`,
  ],
}
