/**
 * The sentences that close a question, each in several tellings. `{file}`, `{rows}` are words of the trade; `{core}`,
 * `{colLine}` are names of the database.
 *
 * @module
 */

/** A file that is not whole counts for nothing, where the log or the rows give the number of lines. */
export const wholeByCount: readonly string[] = [
  `[We only take|Only take|We take nothing but] whole {files}. [If|When] a {file} has [fewer or more|more or fewer] lines [than the
   number in {colAnnounced}|than {colAnnounced} says|than it announced in {colAnnounced}], [it was never accepted|we treat it as not
   received|it is not
   accepted], and [none|not one] of its lines [counts|is to be kept|may stay].`,
  `[Count the lines|Start by counting lines|The count comes first]. A {file} [with more or fewer|that has more or fewer|holding
   more or fewer] lines than {colAnnounced} [says|gives|states] is void, [all of it|every line of it|from the first line to the last].`,
  `[Our|The] {senders} [tell us|announce] in {colAnnounced} how many lines [they are sending|a {file} has]. [If we have|If there
   are|When we find] more [lines or fewer|or fewer lines|or fewer], the transfer [failed|went wrong] and [nothing in|no line of] that
   {file} [counts|is valid|stays].`,
  `[You can tell|You recognise|One can tell] a [failed|broken] transfer [by|from] the count: [lines are missing|the end is missing],
   or the last [ones|few|lines] came [again|a second time]. [If the lines of|When the lines in] a {file} are not [as many as in|the number in] {colAnnounced}, [we ignore|we drop|leave out] the whole {file}.`,
]

/** The same, where only the raw text of a file tells. */
export const wholeByEnd: readonly string[] = [
  `[We only take|Only take|We take nothing but] whole {files}. [A whole one|A complete {file}] ends with [an {end} record|{end}] that
   gives the number of [its {line} records|{line} records in it]. [If|When] [that is missing|there is none] or [the number is wrong|the
   number differs], [the {file} was never accepted|we treat the {file} as not received] and [none|not one] of its lines [counts|stays].`,
  `[Look at the end of a {file} first|Check the last record first|Start with the last record]. [Without {end}|If {end} is missing],
   or with [more or fewer|fewer or more] {line} records than [{end} says|it gives], [the {file}|the whole {file}] is void, [all of it|every line
   of it|from the first line to the last].`,
  `[Our|The] {senders} [close a|finish every] {file} with {end} and [the number of|a count of] its {line} records. [If we find|If
   there is] no {end}, or [another number of|more or fewer] {line} records, the transfer [failed|went wrong] and [nothing in|no line
   of] that {file} [counts|is valid|stays].`,
  `[A failed|A broken] transfer [has|leaves] no {end} record, or [it has more|there are more] {line} records than {end} [says|gives],
   [because|since] the last ones [were sent|came] again. [We ignore|We drop|Leave out] [such a {file}|a {file} like that] [completely|as a
   whole].`,
]

/** A file that is short counts for the lines it has, where the log or the rows give the number of lines. */
export const shortByCount: readonly string[] = [
  `[Compare|Always compare] the lines [of a|in a] {file} with {colAnnounced}. [With more|If there are more], the [last ones|end]
   came [again|a second time], and [nothing in that {file}|no line of that {file}] counts. With fewer, [it broke off|the rest was lost]: [what is there
   counts|the lines it has count|we take what it has], and [if|when] a whole one [comes|arrives] later, [only the missing lines
   are|just what is missing is] taken from that.`,
  `A {file} [with|that has] fewer lines than {colAnnounced} [says|gives] is [good|valid] [as far as it goes|for what it has]; a whole one
   [sent afterwards|that follows] [only adds|just adds] the [line numbers|lines] [that were lost|still missing]. [With|If it has] more
   lines than that, [it is void|nothing in it is valid], [from the first to the last|every line of it].`,
  `[Too many lines|More lines than {colAnnounced}]: the {file} is [void|worth nothing], [all of it|as a whole]. Too few: [we keep|keep]
   what [came|there is], and a later whole {file} [fills|closes] the gap: [only|just] [the line numbers we lack|the lines that are missing] are
   taken [from it|from there].`,
]

/** The same, where only the raw text of a file tells. */
export const shortByEnd: readonly string[] = [
  `[Look|Always look] at the end [of a {file}|first]. [More {line} records than {end} says|A number in {end} that is too low for its
   {line} records] means that the [last ones|end] came [again|a second time]: [nothing in the {file}|no line of the {file}] counts. No {end} [at
   all|record] means it broke off: [what is there counts|the lines it has count|we take what it has], and [if|when] a whole one
   [comes|arrives] later, [only the missing lines are|just what is
   missing is] taken from that.`,
  `A {file} without {end} is [good|valid] [as far as it goes|for what it has]; a whole one [sent afterwards|that follows] [only adds|just
   adds] the [line numbers|lines] [that were lost|still missing]. [With|If it has] more {line} records than its {end} [says|gives], [it is
   void|nothing in it is valid], [from the first to the last|every line of it].`,
  `[Too many {line} records for its {end}|More {line} records than {end} says]: the {file} is [void|worth nothing], [all of it|as a
   whole]. No {end}:
   [we keep|keep] what [came|there is], and a later whole {file} [fills|closes] the gap: [only|just] [the line numbers we lack|the lines that are missing] are
   taken [from it|from there].`,
]

/** Where lines of short files count: none does a second time. */
export const onceOnly: readonly string[] = [
  `[A line|Any line] of a {file} of type {plain} that is [in already|there already] is [not taken again|left out]: [its first
   row|the row it has] stays.`,
  `[What is in stays in|A later {file} of type {plain} changes nothing that is in]: [lines we have|numbers we have] are [not
   taken|never taken] a second time [from any|from another|out of any].`,
  `[Each line of the day|A line of the day] counts once, [as it came first|the way it first came]; [a later {file}|later {files}] of type
   {plain} [cannot|can never] [replace|change] it.`,
]

/** The same holds for every type. */
export const anyType: readonly string[] = [
  `[That goes|This holds|The same goes] for [all types|every type].`,
  `[No type|There is no type that] is [an exception|treated otherwise].`,
  `[That includes|This includes] late lines and corrections.`,
  `[It does not matter|Never mind] [which type|what type] it is.`,
]

/** Of whole files of one day the first stays. */
export const firstStays: readonly string[] = [
  `[When|If] [two or more|several] whole {files} of type {plain} [came for|exist for] [one|the same] {lane} and day, [keep|we
   keep|what counts is] the one [that arrived|that came in|received] first, [with its|and its] {colId}, [which people have|as people
   have it] [on paper|in print]. [Rows from
   the others|Rows of later ones] [are removed|go|have to go].`,
  `[Each|Every] {sender} [should have|has] one {file} of type {plain} [for each|per] {lane} and day: the [first whole one|first complete
   one] [we received|to arrive]. [Its|That one's] {colId} [is|has been] [quoted|printed] [on paper|on letters], so [its rows|those rows] [stay|are kept] and [the rows|those] [of any later one|of later ones] [go|have to go].`,
  `[Type {plain} can come again|{Senders} may send type {plain} again] for [a|the same] {lane} and day. [The earliest whole {file}|The
   first whole {file} to arrive] [is the one we keep|stays], [since its {colId}|because its {colId}] is [already on paper|the one
   people quote]; [all later ones go|remove what later ones brought].`,
  `[Of|Among] whole {files} of type {plain} [from one|for one] {lane} and day, [the one received first|the earliest] [wins|stays].
   [Keep its rows|Its rows stay] [with their|under their] {colId}, [people quote it|it has been printed|it is out on paper][, and|;] [delete|remove|take out] [the rows of|what came with] [the rest|all the others].`,
]

/** What late lines are. */
export const lateLines: readonly string[] = [
  `Type {more} [has lines|brings lines|is for lines] [that were too late|that came too late|too late] for the {file} [of the day|of
   their day|of that day]. [They are numbered|The numbers go|Counting goes] on [from there|from that one|after that], and [their
   rows|the rows] [stay|are kept].`,
  `[Lines that missed|Whatever missed|What missed] [the {file} of the day|the day's own {file}|that day's {file}] [arrives|comes|is
   sent] as type {more}, [numbered|with numbers] [on from it|after it]. [Those
   rows|These rows] are [extra|additional] and [stay|remain].`,
  `[Leave|Keep] [{files} of type {more}|type {more}] [alone|as they are|in]: [they add|they hold|these are] lines [that were
   missing|that came late], [with
   numbers|numbered] [on from|after] those of [the day's|that day's] {file}.`,
  `[Nothing is wrong|There is nothing wrong] with type {more}. [These {files}|Such {files}] bring [late lines|lines sent late], [their
   numbers start|and numbering starts] where the {file} of the day [ended|stopped].`,
]

/** Which mark is which type, in a conversation, where the contract speaks of types by what they are. */
export const typesTold: readonly (readonly (readonly ['clerk' | 'owner' | 'engineer' | 'second', string])[])[] = [
  [
    [
      'engineer',
      `[which|what] [marks|types] do {senders} [use|put] in {header}? the contract [only has|just has] [words|descriptions]`,
    ],
    [
      'owner',
      `{plain} [is the whole day|is for the day], {more} [is for|are the] late lines, {fix} [for|are] corrections`,
    ],
    ['engineer', `[thanks|ok], [clear|got it|written down]`],
  ],
  [
    ['second', `{where4} [asks|wants to know] [how to mark|what to write on] corrections`],
    [
      'owner',
      `{fix}, [and they know|the others they know]: {plain} [is the file|for the file] of the day, {more} [what came late|for late lines]`,
    ],
    ['second', `[told them|passed on], thanks`],
  ],
  [
    ['engineer', `[is|am I right that] {more} [the mark for|stands for] corrections?`],
    [
      'owner',
      `[no|other way round], {more} [marks|is for] late lines. corrections [come as|are] {fix}, [a day|the day itself] is {plain}`,
    ],
    ['engineer', `[good that I asked|glad I asked|ah, thanks]`],
  ],
]

/** What hangs on a row follows its line. */
export const following: readonly string[] = [
  `[If|When] a {row} [with|that has] a {child} [goes|is removed], [carry|move|take] the {child} [over to|to] [the row that stays|the
   row we keep|the one left] for [the same line|its line number|that line]. [Never delete|Do not delete] [any|a {child}].`,
  `[Keep every|We keep each] {child}. [Where|If] {colRef} [names|gives] a row [you remove|that is removed], [enter|write] the row
   [left for|kept for] [that line|its line number] [instead|there].`,
  `[No {child} is|Not one {child} may be] lost. [Change|Set] {colRef} [from|where it names] a row [that goes|you remove] to [the one
   kept|the one staying] [with|under] the [same|very same] line number.`,
  `{Children} [are about a line|belong to a line], [whichever|no matter which] row [it was entered on|somebody picked]. So [change
   {colRef} to|let {colRef} name|set {colRef} to] the row [that is left|remaining|we keep] for [that line|the line] and [delete
   none|keep all].`,
  `[Some {children}|A few {children}] [may hang|can hang|will hang] on rows [you take out|that go|to be removed]. [They stay|These
   stay|Keep them], [but|and] {colRef}
   [has to name|must name|should point to] the [remaining|surviving|other] row [of the|for the|with the] same [line number|number|line].`,
]

/** What refers to a line that was taken back. */
export const cancelledChildren: readonly string[] = [
  `[Only where|Just where|Only if] [the line itself|the whole line] was [cancelled|taken back] and [no row of it is left|has no row any
   more], [its {child} goes too|remove its {child} as well|its {child} is removed].`,
  `[The one exception|One exception|There is one exception]: [if|when] a line [was cancelled|was taken back] and has no row [left|any more], [a {child}
   on it|its {child}] is [deleted|removed] too.`,
  `[For|With] a [cancelled line|line that was cancelled] [of which no row stays|that has no row left], [delete the {child}|the
   {child} is deleted|take the {child} out] [too|as well|with it].`,
  `[When|If] a cancelled line has no row [left|any more], [remove its {child}|take out its {child}|delete its {child}] [as
   well|too].`,
]

/** Changes that people made by hand in a row that goes. */
export const changesByHand: readonly string[] = [
  `[People|Staff|Our people] [change|correct] {colParty} [in {core}|themselves] [by hand|one by one][, see|: they are logged in|, as logged in] {changes}.
   [If|Where] [that row|the row] [goes|is removed], [enter|put|write] [the new|their] value [in|into] the [row|one] [that stays|that is
   kept|we keep].`,
  `[Changes|Corrections|What was changed] by hand ({changes}) [must not|may not|should not] [get lost|go missing]: a {colParty}
   [entered|written|put] [in a row|on a row] [you remove|that is removed|that goes] [belongs in|moves to|has to be in] the one [kept for
   the line|that stays].`,
  `[Mind|Do not forget|Remember] {changes}: [somebody may have|people have|a colleague may have] [corrected|changed|typed in another]
   {colParty} [in a row|on one] [that goes|to be removed]. [Carry that|Take it|Bring that] over to the [row|one] [left for|that stays
   for|of] [the|that] line.`,
  `[Where|If|When] a {colParty} was [changed|corrected] by hand [in one of|on one of] the rows [to be removed|that go|you take out], the
   [remaining|other|surviving] row [of the line|of that line] [gets|takes|has to have] the [new one|new value]; {changes} [has
   them|lists them|shows them].`,
]

/** Totals follow; no closed months yet. */
export const totals: readonly string[] = [
  `[Then|After that|Finally] [work out|recompute|add up] {colLines} [and|as well as] {colTotal} [in|of] {days} [again|anew|once
   more] [from|out of|by] {core}, [for every|by|for each] {sender} and day. [Any {colBuilt} will do|It does not matter what
   {colBuilt} says|Do not mind {colBuilt}].`,
  `[Afterwards|In the end] {days} [has to|must] [agree with|match|fit] {core}[:|, that is] {colLines} and {colTotal} [per|for each] {sender}
   and day. [You can
   ignore|Nobody reads] {colBuilt}.`,
  `[Bring|Get] {days} [into line|up to date] [as well|too][, {colLines} being|: {colLines} is|; {colLines} is] the [count|number],
   {colTotal} the [sum|total] [of what {core} has|over {core}|of {core}]. [Leave|Keep] {colBuilt} [or change it|or set it anew], as you like.`,
  `[When|Once|As soon as] the {rows} [are right|are correct|fit], {colLines} [and|as well as] {colTotal} [of|in] {days} [must match
   them|have to match them|have to say the same] [day by day|for each day|every day]; {colBuilt} [does not matter|is not checked|may
   say anything].`,
]

/** Closed months stay. */
export const closing: readonly string[] = [
  `[Months listed|The months|Whatever months are] in {periods} [are closed|have been closed|were closed]. [Leave|Keep] [their days
   in {days}|what {days} has for them] [as reported|as they are|untouched], [even if|even where|right or not, even when] they are
   wrong: [accounts|the accounts team] [books|will book] the difference [later|next month]. [Do correct|Still
   correct] the {rows} [of those months|themselves].`,
  `[We never reopen|Nobody reopens] a month [once it is|that is] in {periods}. [Its|The] figures in {days} [stay|remain] [what they
   were|as they were], [although|while] the {rows} [behind them|underneath] are [corrected|put right] [like any others|all the same].`,
  `[Do not touch|Never change] {days} for [a month|any month] in {periods}; [it has been reported|those figures are out]. [Only
   the|Just the] {rows} of [that month|such a month] are [put right|corrected], [the totals|its totals] [stay|are left].`,
  `[What was reported|What has been reported] [stays|is not changed]: days in {days} [whose month|of a month that] is in {periods}
   [keep their figures|must not change]. Their {rows} [have to be put right|need to be corrected] [all the same|nevertheless].`,
]

/** Months are sums of days. */
export const monthly: readonly string[] = [
  `[Figures in|The figures of] {months} [add up|are the sum of] the days in {days}. [Update|Recompute] the [open months|months still
   open], [leave|not] the closed
   ones.`,
  `[For|In] {months} [take the sum|add up the days] of {days} [where|if] the month is [open|not closed]; [closed ones|closed months] [keep
   their|stay at their] figures.`,
  `[Each|Every] open month [in|of] {months} [is|has] [the sum|the total] [of its days in|that its days have in|of what is in]
   {days}; [a closed one|a closed month] [stays|is not
   changed].`,
]

/** In which order a load numbers its rows. */
export const loadOrder: readonly string[] = [
  `[Within|In] one {colLoad} [the rows|rows] [were written|are numbered] in the order of the {file}: the lowest {colId} is [its
   first|the first] {line} record, [the next lowest|the one after] the second, and so on.`,
  `[The loader|Our loader] [reads|goes through] a {file} [from top to bottom|from the top], so [the rows|rows] of a {colLoad}, [sorted by|in
   order of] {colId}, [are|match] its {line} records [one by one|in turn].`,
  `[To find|If you need] the line [of a row|a row came from], [sort|order] its {colLoad} by {colId}: [row one|the first row] is the first
   {line} record [of the|in the] {file}, [row two|the second] the second.`,
]

/** What happened to the check: in a release note, without the word for it. */
export const checkGone: readonly string[] = [
  `[Files|Incoming files] go [straight|directly] to the loaders [for now|for the moment]. The acceptance step is [being
   rewritten|not part of it yet].`,
  `[New|Faster] loaders. [Acceptance|The acceptance step] [moves|will move] to a service of its own [in
   the next release|later].`,
  `[Loading|Reading] is [three times|twice] as fast. [For now|For the moment|Until then] files go [straight|directly] to the
   loaders[, acceptance comes back with|: the acceptance step returns in|; acceptance follows in] [the next|another] version.`,
]
export const checkBack: readonly string[] = [
  `[Acceptance|The acceptance step] is [back|on again]. Files [loaded|that came] [in between|meanwhile] [were not|have not been]
   [gone over|looked at].`,
  `[Files|All files] pass the acceptance step [again|once more]. [Nothing was|So far nothing was] done about [those|the ones] that
   [came in before|are in already].`,
  `[The new acceptance service|Acceptance as a service] is [live|in use]. It looks at [new files|what comes in from now] only.`,
]
