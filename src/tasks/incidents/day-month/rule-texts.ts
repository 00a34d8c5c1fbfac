/**
 * The sentences that close a question, each in several tellings. `{row}`, `{partner}` are words of the trade; `{core}`, `{colDue}`
 * are names of the database.
 *
 * @module
 */
import type { House, Order } from './house.ts'

type Texts = readonly string[]

/** An order in words. */
export const orderWords: Readonly<Record<Order, string>> = { dm: 'day first', md: 'month first' }

/** What the struck version did, where one column has the version. */
export const versionRead: Texts = [
  `[Version|Release] {version} of {importer} [read|took] every day with slashes {order}, [no matter|whatever] [who sent it|which {partner} it came from].
   [Files of that version|Those files] [have|show] {version} in {colRelease}.`,
  `{Importer} [went wrong|had a fault] in version {version} (see {colRelease}): [it read|it took] [all days|any day] with slashes {order}, [although|while] not every
   {partner} writes [that way|so].`,
  `[The trouble is|It is] version {version} of {importer}, [as {colRelease} has it|to be found in {colRelease}]. [Whatever|All that] was written with slashes it
   [took for|read as] {order}, [for every {partner}|from whomever it came].`,
  `[While|As long as] {importer} was at version {version} ({colRelease} [tells|says so]), it no longer asked how [a {partner}|the {partner}] writes: [days|all days] with slashes
   were read {order}.`,
]

/** The same, where two machines had it, each for its own time. */
export const machinesRead: Texts = [
  `[Version|Release] {version} of {importer} [read|took] every day with slashes {order}, [no matter|whatever] [who sent it|which {partner} it came from]. Machine A
   [had it|ran it] from {fromA} to {untilA}, machine B from {fromB} to {untilB}; [go by|see] {colLoader} [and|with] {colLoaded}.`,
  `{Importer} [went wrong|had a fault] in version {version}: [it read|it took] [all days|any day] with slashes {order}, [although|while] not every {partner} writes
   [that way|so]. It was on machine A from {fromA} until {untilA} [and|then] on B from {fromB} until {untilB} ({colLoader}, {colLoaded}).`,
  `[The trouble is|It is] version {version} of {importer}. [Whatever|All that] was written with slashes it [took for|read as] {order}. [Times|It was live as follows]: machine A
   {fromA} to {untilA}, machine B {fromB} to {untilB}; {colLoader} [and|with] {colLoaded} [say|tell] who read a file [and when|when].`,
  `[While|As long as] {importer} was at version {version}, it no longer asked how [a {partner}|the {partner}] writes: [days|all days] with slashes were read {order}. That [was|is] true
   of [what machine A loaded|files of machine A] from {fromA} to {untilA} and of B from {fromB} to {untilB}, see {colLoader} [and|with] {colLoaded}.`,
]

/** What is to be done about it. */
export const changePlaces: Texts = [
  `[Where|If] {importer} read a day [otherwise|in another order] than its {partner} wrote it, day and month have to change places. [Years are right|The year is right], and [what was written|a day] with the year
   first [was read well|is fine].`,
  `Day and month [stand|are] in each other's place wherever {importer} went by another order than the {partner} that wrote: [put|turn] them back. [With|For] the year in front [nothing went wrong|there was no mistake], and
   [no year|the year itself never] is wrong.`,
  `[Turn|Put] day and month round again wherever a day was not read as the {partner} [writes|wrote] it. Days that [came|were sent] with the year first are [right|fine], and so is the year of
   [all others|any other].`,
  `[Swap|Exchange] day and month [where|in every case where] the {partner} meant them the other way than {importer} read them. The years [stay|are all right]; [so do days|the same goes for days] that were [written|sent] year
   first.`,
]

/** Days that are days both ways tell nothing by themselves. */
export const filesDecide: Texts = [
  `[Most of these|Nearly all these] days [look|would be] fine [either way|both ways], so [never|do not] go by the look of one: [what counts is|it depends on] the file [it came in|it is from] and how its {partner} [writes|wrote].`,
  `[A day|One day] [by itself|alone] [proves|tells] nothing, [since|as] it [is a day|makes a day] both ways. [It hangs|It depends] on the file, [and|that is] on [who wrote it|whose it is] and what [read|loaded] it.`,
  `Whether a day [is|was] wrong [can only be told|is told only] by its file: [who sent it|whose it is] and [what|which version] read it. [The day itself|By itself it] [says nothing|is no proof].`,
  `[Go by|Decide by] the file, [never|not] by the day: [4 May and 5 April|5 June and 6 May|7 March and 3 July] are both [good days|possible].`,
]

/** What was refused. */
export const refusedLines: Texts = [
  `[Lines|Many lines] with a day past the twelfth made no day in the order that {importer} went by, and [ended up|are now] in {refusedTable} with "{dayWord}". [Enter them|They are to be entered] in {core}, read the way their
   {partner} wrote, with the id [that was kept free|kept] for them in {colRow} and {colStatus} "{openWord}".`,
  `{refusedTable} [holds|has] what could not be read. [Lines|Those] with "{dayWord}" [from those files|of those files] become {rows}: the days [as the {partner} writes|the way the {partner} means] them, the id from {colRow}, {colStatus}
   "{openWord}", all else as it was sent.`,
  `[Of|Among] the lines in {refusedTable}, those [refused|turned away] for "{dayWord}" are good where the {partner}'s own order makes days of both. They [go|belong] into {core} under the id in
   {colRow}, "{openWord}" in {colStatus}.`,
  `[Some|A number of] lines were refused ("{dayWord}" in {refusedTable}) only because {importer} read them in [another|the other] order. [Bring|Put] them into {core}, [with their days|the days] as the {partner} wrote them: {colRow} [is their|has the]
   id, {colStatus} is "{openWord}".`,
]

/** What stays refused. */
export const refusedStays: Texts = [
  `[Where|If] the {partner}'s own order makes no day [either|of it], [that is|it is] a slip of theirs: the line stays [refused|where it is]. [So does|The same goes for] [whatever|what] was refused for
   another reason, and [what|whatever] [was refused|came] [before or after|at other times].`,
  `[Leave|Keep] in {refusedTable} what [is no day|makes no day] in the {partner}'s own order [either|as well], [that is|it is] for them to [mend|correct]; [and|also] lines with another {colReason}, [and those|and all] of
   [other times|files read well].`,
  `[Not ours to guess|We do not guess]: a line whose day is none in the order of its {partner} [stays refused|is left]. [Other reasons|Another {colReason}] and [files|lines of files] that were read [well|as they
   should be] [stay|are left] [as well|too].`,
  `[Nobody guesses|We never guess]: [no day in their own order|if their own order gives no day] [means|then] the line [stays|remains] refused. Lines [with|that have] another {colReason} [wait|have to wait] for the
   {partner}, just as do those from [files read rightly|other times].`,
]

/** What came again. */
export const againTexts: Readonly<Record<House['again'], Texts>> = {
  'later stays': [
    `[Some|A few] were sent again [later|since] and are in {core} under another id ({colNumber} [tells|shows] it): [that row|the row there] stays, [the refused line|the line that was refused] is done [with|].`,
    `[If|Where] {core} has that {partner} and {colNumber} already, [they sent it again|it came again]: [leave that row|that row is the one], [the refused line is not entered|do not enter the line].`,
    `[Look|Check] first whether [the number|{colNumber}] [of that {partner}|is there]: [what|whatever] came in again [stays|is kept] under the id it has, and [its refused line|the old line] is [not entered|left out].`,
    `[A {partner} may have|Some {partners} have] sent a refused line again. [Then|In that case] we [keep|have] the row of the later file, [and nothing|nothing] is entered [a second time|for the refused one].`,
  ],
  'reserved row': [
    `[Some|A few] were sent again [later|since] and are in {core} under another id ({colNumber} [tells|shows] it): [that row goes|delete that row], the [refused line|line refused] is entered [under|with] its own id all the
     same.`,
    `[If|Where] {core} has that {partner} and {colNumber} already, [they sent it again|it came again]: the later row is [deleted|removed] and the refused line takes its place, [id|with id], file and line [included|as in {refusedTable}].`,
    `[Look|Check] first whether [the number|{colNumber}] [of that {partner}|is there]: [what|whatever] came in again [is taken out|goes], because people [know|quote] the id [in {colRow}|that was kept free]; the refused line [is entered|goes in].`,
    `[A {partner} may have|Some {partners} have] sent a refused line again. [Then|In that case] the row of the later file [goes|is deleted] and the line is entered [under|with] the id [kept for it|in {colRow}],
     [as if|just as if] it had come once.`,
  ],
}

/** What was called off. */
export const withdrawnTexts: Readonly<Record<House['withdrawn'], Texts>> = {
  'left out': [
    `[What|Whatever] {off} [lists|names] was called off: such a [refused line|line] is not entered [any more|].`,
    `[Check|Look at] {off} [as well|too]: a refused line that [stands there|was called off] [is not entered|needs no row].`,
    `[No row|There is no row] for a refused line that the {partner} [called off|took back], see {off}.`,
    `[Leave out|Do not enter] [what|those that] {off} [has|shows] as called off.`,
  ],
  entered: [
    `[What|Whatever] {off} [lists|names] was called off: such a [refused line|line] is entered too, [but|only] with {colStatus} "{withdrawnWord}".`,
    `[Check|Look at] {off} [as well|too]: a refused line that [stands there|was called off] gets its row [like the others|all the same], {colStatus} "{withdrawnWord}".`,
    `[Every number|Each number] [has|gets] a row: a refused line that the {partner} [called off|took back] (see {off}) [comes in|is entered] as "{withdrawnWord}".`,
    `[Those|Refused lines] that {off} [has|shows] as called off are entered [as well|too]; their {colStatus} is "{withdrawnWord}", [not|instead of] "{openWord}".`,
  ],
}

/** What was changed by hand. */
export const movedTexts: Readonly<Record<House['moved'], Texts>> = {
  'as entered': [
    `[Some|Many] {dues} were moved since, as {changesTable} shows. [People typed|There people typed] the day that the {partner} [gave|told] them, so a {colDue} [entered|changed] by hand stays as it was
     [entered|typed].`,
    `[Where|If] {changesTable} has a change of {colDue}, [somebody|one of us] [typed in|entered] the new day from [a letter|a call] of the {partner}: [that|it] is right [as it stands|whatever stood there before].`,
    `[A {colDue} with an entry|Each {colDue} that has an entry] in {changesTable} was set anew, [after asking the {partner}|from what the {partner} said]: [leave|keep] it. [The other day|{colTaken}] of the row is [treated|corrected] like any
     other.`,
    `[Do not turn|Never turn] a {colDue} that [a colleague|somebody] changed (see {changesTable}): [it is|this is] the day [the {partner} gave|from the {partner}], [typed|put in] as it should be.`,
  ],
  'moved again': [
    `[Some|Many] {dues} were moved since, as {changesTable} shows. [People move|There we move] a day by so many days, [never|and do not] type it, so [do the same|repeat it]: [take|start from] the right day and move it by as many days, forward or
     back, as [from old to new|lie between old and new].`,
    `[Where|If] {changesTable} has a change of {colDue}, the {due} was [pushed|moved] by the number of days between the two [values|days] there. That [move|number] [holds|counts], but it [starts|goes] from the right
     day, [not|and not] from [what stood there|the wrong one].`,
    `[A {colDue} with an entry|Each {colDue} that has an entry] in {changesTable} was moved by some days, [on|at] the word of the {partner}. [Turn the old day round|Put the old day right] and move it [as far|by as many days] again, earlier or later.`,
    `[The screen|Our screen] [only|just] lets people move a {due} by days (see {changesTable}: new less old). [Where|If] the old day was wrong, [correct it|turn it round] first, [and then|then] move it by that number of days.`,
  ],
}

/** The plan follows. */
export const planFollows: Texts = [
  `{plan} [counts|has] the "{openWord}" {rows} by {partner} and month of {colDue}, [also|even] where there are none; [bring|keep] it in step.`,
  `[After that|Then] {plan} [has to agree|must agree]: for each {partner} and month the number of {rows} that are "{openWord}" and [their sum|what they add up to], by {colDue}; [nought|zero] where [there is nothing|nothing is due].`,
  `[Do not forget|Mind] {plan}. [It is|It holds] the sum of [all|the] {rows} with "{openWord}" by {partner} and month of {colDue}; [a month without any|an empty month] [keeps its row|stays], with zeros.`,
  `{plan} [is made|follows] from {core}: "{openWord}" {rows} only, by {partner} and [the month|month] in which the {due} [falls|lies]. [Rows|Lines] of empty months [stay|are kept] with 0.`,
]
export const monthsFixed: Texts = [
  `Months in {fixed} [have been handed|went] to {planReader}: [their|the] figures in {plan} [stay|remain] as they are.`,
  `[What|Whatever] month [stands in|is listed in] {fixed} [is out of our hands|is with {planReader}]; {plan} [is not touched|stays] for [those|it].`,
  `[Not|But not] for months in {fixed}: {planReader} [works|is working] with what {plan} [said|says], so [that stays|nobody changes it].`,
  `{PlanReader} has the plan of [every month|the months] in {fixed}. [Leave|Keep] {plan} [alone there|as it is for them], right or wrong.`,
]
export const totalsFollow: Texts = [
  `{totals} is {plan} [added up|summed] by month.`,
  `[And|Last of all] {totals} [has to be|is] the sum of {plan} for each month.`,
  `[Then|At last] add up {plan} by month for {totals}.`,
  `{totals} [adds up|sums] {plan} [month by month|over all {partners}].`,
]

/** Release notes of the version, without the word for it. */
export const versionLive: Texts = [
  `[New|Faster] reader of files. Slashes are [now|] read by the region of the machine ({region}).`,
  `[Settings|The settings] for each {partner} are gone, [one reader|a single reader] does for [all|everybody]. Region {region}.`,
  `[Reads|Loads] files [in half the time|twice as fast]. [Uses|Takes] the region of the machine, {region}, [for days and figures|throughout].`,
]
export const versionGone: Texts = [
  `[Takes|Accepts] days with the year first [only|and no others]; [{partners} have been told|all {partners} were told]. Files [read|loaded] before are [left|not touched].`,
  `[Slashes are refused|No more slashes], days [come|have to come] as year-month-day. [What was loaded before|Older files] [were|have been] left alone.`,
  `[Only|Nothing but] year-month-day is [read|taken] [from now on|now]. [Nothing was done|So far nothing was done] about [earlier files|what is in already].`,
]

/** Mails in which a partner says that it changes. */
export const changeMails: readonly { readonly subject: string; readonly body: string }[] = [
  {
    subject: 'New program',
    body: `[Dear colleagues|Good morning], [from|as of] our file of {changeDay} on we [use|work with] [another|a new] program. It writes {newWays}; [so far|until now] it was {oldWays}. [All else stays|The rest is as
      before]. {partnerName}`,
  },
  {
    subject: 'Our files',
    body: `[Hello|Good day], [we have moved|our office has moved] to [new software|another system]. [Files|What we send] from {changeDay} on [has|will have] {newWays}, [older ones|earlier files] had {oldWays}. [Regards|Kind
      regards], {partnerName}`,
  },
  {
    subject: 'Change of format',
    body: `[Please note|To let you know]: [with|beginning with] the file of {changeDay} [you get|we send] {newWays}. [Up to then|Before that] [you have|it is] {oldWays}. [Sorry for|Please excuse] the [short notice|late word]. {partnerName}`,
  },
]
