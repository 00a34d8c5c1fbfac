/**
 * The sentences that close a question, each in several tellings. `{file}`, `{rows}` are words of the trade; `{core}`,
 * `{colLine}` are names of the database.
 *
 * @module
 */

/** A file that is not whole counts for nothing, where the log or the rows give the number of lines. */
export const wholeByCount: readonly string[] = [
  `We only take whole {files}. [If the lines of one|If its lines] are [fewer or more|more or fewer] than {colAnnounced}
   says, it was never accepted, and [none of its lines count|not one of its lines counts].`,
  `[Count the lines|The count comes first]: a {file} with [another number of lines than|more or fewer lines than] it
   announces in {colAnnounced} is void, [all of it|every line of it].`,
  `The number in {colAnnounced} is what the {sender} [says it sent|meant to send]. [Should the lines not add up to it|If the lines we have
   are not that many], the transfer went wrong, and [the whole {file} counts for nothing|nothing in that {file} counts].`,
  `[A broken transfer|A transfer that went wrong] shows in the count: lines missing, or the last ones [repeated|sent over
   again]. A {file} whose lines [do not match|are not as many as] {colAnnounced} [is not accepted|was not accepted], [in
   full or in part|neither whole nor in part].`,
]

/** The same, where only the raw text of a file tells. */
export const wholeByEnd: readonly string[] = [
  `We only take whole {files}. [The last record|Its last record] is {end} with the number of {line} records; [if it is
   missing or the number is another|if there is none, or it gives another number], the {file} was never accepted, and
   [none of its lines count|not one of its lines counts].`,
  `[Look at the end|The end comes first]: a {file} [without {end}|that has no {end}], or with [more or fewer|fewer or more]
   {line} records than {end} gives, is void, [all of it|every line of it].`,
  `The number in {end} is what the {sender} [says it sent|meant to send]. [Where it lacks|Where there is no {end}], or the {line} records
   are [not that many|another number], the transfer went wrong, and [the whole {file}|everything in it] counts for nothing.`,
  `[A broken transfer|A transfer that went wrong] has no {end}, or [repeats|brings] some {line} records [beyond|over] the
   number in it. [Such a {file}|A {file} like that] [is not accepted|was not accepted], [in full or in part|neither whole
   nor in part].`,
]

/** Of whole files of one day the first stays. */
export const firstStays: readonly string[] = [
  `[When|If] a {sender} sends type {plain} again for the same {lane} and day, the first whole {file} [stands|stays]: its
   {colId} is [on the paper people hold|printed and quoted]. A later one is [only|just] a copy and [goes out|has to go].`,
  `[We keep|There is] one {file} of type {plain} for each {sender}, {lane} and day, the first that arrived whole. [Its rows
   stay|Those rows stay], [since|because] their {colId} is [quoted on paper|printed for people]; [a second|any other]
   goes[, rows and all|].`,
  `First come, first kept: among whole {files} of type {plain} for one {lane} and day [the earliest|the one that came in first] [stays|is
   kept], {colId} included, and the others go.`,
]

/** What corrections do. */
export const corrections: readonly string[] = [
  `Type {fix} [puts lines right|corrects lines] that were sent before: [by line number|number by number], the row that stays gets
   {colGood}, {colQuantity} and {colAmount} from it and keeps [everything else|all else], {colId} too. [With 0 in
   {colQuantity}|Where {colQuantity} is 0] the line is taken out. The rows of type {fix} [themselves never stay|do not stay].`,
  `A {file} of type {fix} [names|lists] only the lines that change. [Write|Put] its {colGood}, {colQuantity} and {colAmount} over
   those of the standing row with [that line number|the same line number], [whose {colId} stays|under the old {colId}]. 0 in
   {colQuantity} [means the line is cancelled|cancels the line] and its row goes. [No row|Not one row] of type {fix} is kept.`,
  `[Lines of|The lines of] type {fix} [replace|stand in for] what we hold under [the same|their] line number: {colGood},
   {colQuantity}, {colAmount}, [nothing more|and only those]; the row and its {colId} [remain|stay]. [Nought in|A 0 in]
   {colQuantity} [strikes|deletes] the line. The rows of type {fix} go [once that is done|afterwards].`,
]

/** What late lines are. */
export const lateLines: readonly string[] = [
  `Type {more} [brings lines|holds lines] that [missed|were too late for] the {file} of the day. [Its numbers go on|It counts on]
   from there, and [its rows stay|they stay] beside the others.`,
  `[Lines left over|What was left over] come as type {more}, [numbered on from|with numbers after] those of the day; they are
   [additional|extra] and stay.`,
  `[Do not touch|Leave alone] {files} of type {more}: they [add|bring] further lines, whose numbers [continue|carry on] where the
   day's {file} [ended|stopped].`,
]

/** What hangs on a row follows its line. */
export const following: readonly string[] = [
  `[A {child}|Any {child}] whose {row} goes [is moved|moves] to the row that stays for [that|the same] line number[; none is
   deleted|, and none gets lost].`,
  `{Children} [belong to a line|follow the line], not to a row: [change {colRef}|{colRef} is changed] to the row that is kept
   under [the|its] line number, [and keep every {child}|every {child} stays].`,
  `[No {child} is lost|We lose no {child}]. [If|Where] {colRef} points to a row that [goes|is removed], it [is set|is turned]
   to the row that [remains|stays] with the same number in its {file}.`,
]

/** Totals follow; no closed months yet. */
export const totals: readonly string[] = [
  `The figures in {days} [have to|must] agree with the {rows} [afterwards|when all is done]: {colLines} and {colTotal} for each
   {sender} and day. [Anything may stand in {colBuilt}|Nobody looks at {colBuilt}].`,
  `[Afterwards|Then] [add up|recompute] {days}, {colLines} and {colTotal}, from {core}. [It does not matter what|Never mind
   what] {colBuilt} says.`,
  `[In|For] {days} every {colLines} and {colTotal} [is what|equals what] {core} adds up to; {colBuilt} [is of no
   interest|does not matter].`,
]

/** Closed months stay. */
export const closing: readonly string[] = [
  `Months in {periods} are closed: [figures|the figures] in {days} for them [stay as they were closed|stay], [right or
   wrong|even if wrong], and accounts [books the difference|settles the rest] [later|next month]. The {rows} [of those
   months|themselves] are [put right|corrected] all the same.`,
  `[Nobody reopens|We do not reopen] a month that stands in {periods}. [Its days|The days of it] in {days} [are left|remain]
   as [they are|closed], [while|although] the {rows} behind them are [repaired|put right] [like any other|too].`,
  `[What has been reported|Reported figures] is not changed: [no day of|days of] a month listed in {periods} [is
   touched in {days}|stay untouched in {days}]. [Its {rows}|The {rows} of such a month] are [cleaned up|set right] [just as
   well|nonetheless].`,
]

/** Months are sums of days. */
export const monthly: readonly string[] = [
  `The figures in {months} [add up|are the sums of] {days}, so [an open month follows|open months follow] and a closed one [does not
   move|stays].`,
  `[An open month in {months} is|Open months in {months} are] the sum over {days}; closed ones [keep their figures|stay].`,
  `Whatever stands in {months} [comes from|is made of] {days}; [again|here too], closed months [are left
   alone|stay].`,
]

/** In which order a load numbers its rows. */
export const loadOrder: readonly string[] = [
  `[Within one load|In a load] {colId} [goes up with|ascends with] the {line} records of the {file}, first to first, [last to
   last|and so on].`,
  `[A load writes|The loader writes] its rows in [file order|the order of the {file}]: the lowest {colId} of a {colLoad} is
   the first {line} record, [and so on|the next the second].`,
  `[The rows of|All rows of] a {colLoad}, [sorted by|in the order of] {colId}, are the {line} records of that {file} [from top
   to bottom|in turn].`,
]

/** What happened to the check: in a release note, without the word for it. */
export const checkGone: readonly string[] = [
  `[Files|Incoming files] are read by two loaders [side by side|at once]. The acceptance step is [not part of it yet|to
   follow].`,
  `[New loaders|Faster loaders], two [at a time|in parallel]. [Acceptance|The acceptance step] [moves|will move] to a service
   of its own [in the next release|later].`,
  `[Loading|Reading] is [three times|twice] as fast. [For now|For the moment] files go [straight|directly] to the loaders,
   [acceptance comes back|the acceptance step returns] with the next version.`,
]
export const checkBack: readonly string[] = [
  `[Acceptance|The acceptance step] is [back|on again]. [Files|What was] loaded [in between|meanwhile] [were not gone
   over|has not been gone over].`,
  `[Files|All files] pass the acceptance step [again|once more]. [Nothing|There was nothing] done about [those|the ones]
   that [came in before|are in already].`,
  `[The new acceptance service|Acceptance as a service] is [live|in use]. It looks at [new files|what comes in from now] only.`,
]
