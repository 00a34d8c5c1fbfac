/**
 * The sentences that close a question, each in several tellings. `{file}`, `{rows}` are words of the trade; `{core}`,
 * `{colLine}` are names of the database.
 *
 * @module
 */

/** A file that is not whole counts for nothing, where the log or the rows give the number of lines. */
export const wholeByCount: readonly string[] = [
  `[We only take|Only take|We take nothing but] whole {files}. [If|When] [a|any] {file} has [fewer or more|more or fewer|either fewer or more] lines than [the number in|given in] {colAnnounced}, [it was never accepted|we treat it as not received|it is not
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
  `[Compare|Always compare] the lines [of a|in a] {file} with {colAnnounced}. [With more|If there are more], the [last ones|end] came
   [again|a second time], and [nothing in it|none of it] counts. With fewer, [it broke off|the rest was lost]: [what is there|the lines
   it has] [counts|count], and [if|when] a whole one [comes|arrives] later, [only the missing lines are|just what is missing is] taken
   from that.`,
  `A {file} [with|that has] fewer lines than {colAnnounced} [says|gives] is [good|valid] [as far as it goes|for what it has]; a whole one
   [sent afterwards|that follows] [only adds|just adds] the [line numbers|lines] [that were lost|still missing]. [With|If it has] more
   lines than that, [it is void|nothing in it is valid], [from the first to the last|every line of it].`,
  `[Too many lines|More lines than {colAnnounced}]: the {file} is [void|worth nothing], [all of it|as a whole]. Too few: [we keep|keep]
   what [came|there is], and a later whole {file} [fills|closes] the gap, [so that|so] [only|just] numbers [we lack|not there yet] are
   taken [from it|out of it].`,
]

/** The same, where only the raw text of a file tells. */
export const shortByEnd: readonly string[] = [
  `[Look|Always look] at the end [of a {file}|first]. [More|Any more] {line} records than {end} says [mean that|show that] the [last ones|end] came [again|a second time]: [nothing in it|none of it] counts. No {end} [at all|record] means it broke off: [what is
   there|the lines it has] [counts|count], and [if|when] a whole one [comes|arrives] later, [only the missing lines are|just what is
   missing is] taken from that.`,
  `A {file} without {end} is [good|valid] [as far as it goes|for what it has]; a whole one [sent afterwards|that follows] [only adds|just
   adds] the [line numbers|lines] [that were lost|still missing]. [With|If it has] more {line} records than its {end} [says|gives], [it is
   void|nothing in it is valid], [from the first to the last|every line of it].`,
  `[With more|If there are more] {line} records [than its {end} gives|than {end} says], the {file} is [void|worth nothing], [all of it|as a whole]. No {end}:
   [we keep|keep] what [came|there is], and a later whole {file} [fills|closes] the gap, [so that|so] [only|just] numbers [we lack|not
   there yet] are taken [from it|out of it].`,
]

/** Where lines of short files count: none does a second time. */
export const onceOnly: readonly string[] = [
  `[A line|Any line] that is [in already|there already] is [not taken again|left out]: its first row stays.`,
  `[What is in stays in|The first row of a line stays]: [lines we have|numbers we have] are [not taken|never taken] a second time, [from
   whatever {file}|whatever {file} they come in].`,
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
  `[When|If] [two or more|several] whole {files} of type {plain} [came for|exist for] [one|the same] {lane} and day, [keep|we keep] the
   one that [arrived|came in] first, [with its|and its] {colId}, [which people have|as people have it] [on paper|in print]. [Rows from
   the others|Rows of later ones] [are removed|go|have to go].`,
  `[Each|Every] {sender} [should have|has] one {file} of type {plain} [for each|per] {lane} and day: the [first whole one|first complete
   one] [we received|to arrive]. [Its|That one's] {colId} [is|has been] [quoted|printed] [on paper|on letters], so [its rows|those rows] [stay|are kept] and [the rows|those] [of any later one|of later ones] [go|have to go].`,
  `[Type {plain} can come again|{Senders} may send type {plain} again] for [a|the same] {lane} and day. [The earliest whole {file}|The
   first whole {file} to arrive] [is the one we keep|stays], [since its {colId}|because its {colId}] is [already on paper|the one
   people quote]; [all later ones go|remove what later ones brought].`,
  `[Of|Among] whole {files} of type {plain} [from one|for one] {lane} and day, [the one received first|the earliest] [wins|stays].
   [Keep its rows|Leave its rows] [with their|under their] {colId}, [as people quote it|since it has been printed], and [delete|remove] the
   rows of [the rest|all the others].`,
]

/** What late lines are. */
export const lateLines: readonly string[] = [
  `Type {more} [has lines|brings lines] that [were too late|came too late] for the {file} of the day. [They are numbered|The numbers
   go] on from [there|that one], and [their rows|the rows] [stay|are kept].`,
  `[Lines that missed|Whatever missed] the {file} of the day [arrives|comes] as type {more}, numbered [on from it|after it]. [Those
   rows|These rows] are [extra|additional] and [stay|remain].`,
  `[Leave|Keep] {files} of type {more} [alone|as they are]: [they add|they hold] lines [that were missing|that came late], [with
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
  `[If|When] a {row} [with|that has] a {child} [goes|is removed], [carry|move] the {child} [over to|to] the row [that stays|we keep] for
   [the same line|its line number]. [Never delete|Do not delete] [any|a {child}].`,
  `[Keep every|We keep each] {child}. [Where|If] {colRef} [names|gives] a row [you remove|that is removed], [enter|write] the row
   [left for|kept for] [that line|its line number] [instead|there].`,
  `[No {child} is|Not one {child} may be] lost. [Change|Set] {colRef} [from|where it names] a row [that goes|you remove] to [the one kept|the one staying] [with|under] the [same|very same] line number.`,
  `{Children} [are about a line|belong to a line], [whichever|no matter which] row [it was entered on|somebody picked]. So [change|set] {colRef} [to|so that it names] the row [that is left|remaining] for [that line|the line] and [delete none|keep all].`,
  `[Some {children}|A few {children}] [may hang|can hang] on rows [you take out|that go]. [They stay|These stay], [but|and] {colRef}
   [has to name|must name] the [remaining|surviving] row [of the|for the] same line number.`,
]

/** What refers to a line that was taken back. */
export const cancelledChildren: readonly string[] = [
  `[Only where|Just where|Only if] [the line itself|the whole line] was [cancelled|taken back] and [no row|nothing] [is left of it|of it is
   left], [its {child} goes too|remove its {child} as well|its {child} is removed].`,
  `[The one exception|One exception|There is one exception]: a {child} [of a cancelled line|for a line taken back] [that leaves no row|with no row left|without a row]
   [is deleted|goes|is removed] [with it|as well|too].`,
  `[For|With] a [cancelled line|line that was cancelled] [of which no row stays|that has no row left], [delete the {child}|the
   {child} is deleted|take the {child} out] [too|as well|with it].`,
  `[When|If] a cancelled line leaves [no row behind|no row], [drop its {child}|its {child} is void|delete its {child}] [as
   well|too|with it].`,
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
  `[Then|After that] [work out|recompute] {colLines} and {colTotal} in {days} [again|anew] [from|out of] {core}, [for every|by]
   {sender} and day. [Any {colBuilt} will do|It does not matter what {colBuilt} says].`,
  `[Afterwards|In the end] {days} [has to|must] [agree with|match|fit] {core}[:|, that is] {colLines} and {colTotal} [per|for each] {sender} and day. [You can
   ignore|Nobody reads] {colBuilt}.`,
  `[Bring|Get] {days} [into line|up to date] [as well|too]: {colLines} and {colTotal} [are|have to be] [the count|the number] and the [sum
   of|total of] {core}. [Leave|Keep] {colBuilt} [or change it|or set it anew], as you like.`,
  `[When|Once] the {rows} [are right|are correct], {colLines} and {colTotal} of {days} [must match|have to match] them [day by
   day|for each day]; {colBuilt} [does not matter|is not checked].`,
]

/** Closed months stay. */
export const closing: readonly string[] = [
  `[Months listed|The months] in {periods} are closed. [Leave|Keep] their days in {days} [as reported|as they are], [even if|even
   where] they are wrong: [accounts|the accounts team] [books|will book] the difference [later|next month]. [Do correct|Still
   correct] the {rows} [of those months|themselves].`,
  `[We never reopen|Nobody reopens] a month [once it is|that is] in {periods}. [Its|The] figures in {days} [stay|remain] [what they
   were|as they were], [although|while] the {rows} [behind them|underneath] are [corrected|put right] [like any others|all the same].`,
  `[Do not touch|Never change] {days} for [a month|any month] in {periods}; [it has been reported|those figures are out]. [Only
   the|Just the] {rows} of [that month|such a month] are [put right|corrected], [the totals|its totals] [stay|are left].`,
  `[Whatever was|What has been] reported [stays|is final]: days in {days} [whose month|of a month that] [stands in|is in] {periods}
   [are not changed|must not change]. [The {rows}|Their {rows}] [need|want] [putting right|correcting] [even so|anyway].`,
]

/** Months are sums of days. */
export const monthly: readonly string[] = [
  `[Figures in|The figures of] {months} [add up|are the sum of] the days in {days}. [Update|Recompute] the [open months|months still open], [leave|not] the closed
   ones.`,
  `[For|In] {months} [take the sum|add up the days] of {days} [where|if] the month is [open|not closed]; [closed ones|closed months] [keep
   their|stay at their] figures.`,
  `[Each|Every] open month in {months} is [the sum|the total] of its days in {days}; [a closed one|a closed month] [stays|is not
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
  `[Loading|Reading] is [three times|twice] as fast. [For now|For the moment] files go [straight|directly] to the loaders,
   [acceptance comes back|the acceptance step returns] with the next version.`,
]
export const checkBack: readonly string[] = [
  `[Acceptance|The acceptance step] is [back|on again]. Files [loaded|that came] [in between|meanwhile] [were not|have not been]
   [gone over|looked at].`,
  `[Files|All files] pass the acceptance step [again|once more]. [Nothing was|So far nothing was] done about [those|the ones] that
   [came in before|are in already].`,
  `[The new acceptance service|Acceptance as a service] is [live|in use]. It looks at [new files|what comes in from now] only.`,
]
