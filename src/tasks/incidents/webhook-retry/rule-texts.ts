/**
 * The sentences that close a question, each in several tellings. `{bill}`, `{voucher}` are words of the trade; `{core}`,
 * `{colReverses}` are names of the database.
 *
 * @module
 */
import type { PaymentRule } from '../../worlds/stations/payment-rule.ts'

type Texts = readonly string[]

/** What makes calls one payment, where payloads have the reference. */
export const oneReference: Texts = [
  `[Calls with one|All calls with the same] {kReference} [in|inside] {colPayload} are one payment, [however many|no matter how many] [there are|of them came].
   [Two references|Different references] are two payments, even [when|if] {bill} and amount [agree|are equal].`,
  `[A payment has|Each payment has] one {kReference}, [to be found|which stands] in {colPayload}, and [every call|all calls] about it [bring|carry] it.
   [Equal amounts|The same amount] on one {bill} with [another|a different] reference [is|means] another payment.`,
  `[Go by|Look at] {kReference} in {colPayload}: [one value|the same value] is one payment, [another one|a new one] is [another|a new] payment. [Some {payers}|{Payers}]
   pay [in equal parts|in equal instalments], so [the amount|an equal amount] [proves|tells] nothing.`,
  `[What tells payments apart|The mark of a payment] is {kReference} in {colPayload}. [Where it is|If it is] the same, [the money|money] [came|moved] once; where it
   differs, [it came|money came] as often as there are references, [equal amounts included|even in equal amounts].`,
]

/** The same, where the provider's reports have it. */
export const oneReferenceReported: Texts = [
  `{provider} [lists|puts] each payment [once|a single time] in {reportsTable}, with [all calls|every call] it made [for it|about it]. [Calls under one|All calls under
   one] {kReference} are one payment; [different references|two references] are two, even [when|if] {bill} and amount [agree|are equal].`,
  `[The reports|Reports] in {reportsTable} [say|tell] which calls [belong together|are one payment]: those [listed|named] under [one|the same] {kReference}. [Another
   reference|A different reference] is another payment, [equal amount or not|also with an equal amount].`,
  `[Look up|Find] a call in {reportsTable}. [What stands|All that stands] beside it under [one|the same] {kReference} is the same payment. [Equal amounts|The same amounts] on
   one {bill} under other references [are|count as] payments of their own.`,
  `[Which calls|Which of the calls] are one payment [is told in|can be seen in] {reportsTable}, where {provider} [groups|collects] them by {kReference}. [Some {payers}|{Payers}] pay [in equal instalments|in equal parts], so [the amount|an equal amount] [proves|tells] nothing.`,
]

export const voucherTexts: Readonly<Record<PaymentRule['vouchers'], Texts>> = {
  moment: [
    `{Vouchers} [have|carry] no reference. [Calls|Two calls] with the same {bill}, amount and {kMoment} are one payment; [another|a different] {kMoment} is another
     one, [whatever|no matter what] {kVoucher} says.`,
    `[There is no|You find no] reference with {vouchers}: [take|count] calls as one [if|when] {bill}, amount and {kMoment} [agree|are equal]. [One {voucher}|The same {voucher}] [can
     be|may be] used [more than once|several times], [then|so] {kMoment} [differs|is another].`,
    `[For|With] {vouchers} {provider} [sends|gives] no reference, so [three things|it is three things that] decide: {bill}, amount and {kMoment}. [All equal|If all agree] [means|it is]
     one payment, [another moment|a later moment] a second one [with that {voucher}|of it].`,
    `[A {voucher} payment|A payment by {voucher}] is known by {bill}, amount and {kMoment} [together|taken together], as [it has no|there is no] reference. {kVoucher} [does
     not|cannot] tell, [people use|a {payer} may use] [one|the same] {voucher} [on two occasions|at two times].`,
  ],
  number: [
    `{Vouchers} [have|carry] no reference. A {voucher} [can be|is] used once on [the same|one] {bill}: calls with [one|the same] {bill} and {kVoucher} are one payment,
     [although|even though] {kMoment} [is set|is written] anew [with every call|each time].`,
    `[There is no|You find no] reference with {vouchers}: [take|count] calls as one [if|when] {bill} and {kVoucher} [agree|are equal]. {kMoment} [is only|is just] the time of [sending|the
     call], [two {vouchers}|several {vouchers}] can [have|share] it.`,
    `[For|With] {vouchers} {provider} [sends|gives] no reference, so {bill} and {kVoucher} decide. [The same|An equal] number on [one|the same] {bill} is one payment [whatever|no matter
     what] {kMoment} says, [another number|a different number] is another.`,
    `[A {voucher} payment|A payment by {voucher}] is known by its {bill} and {kVoucher}, as [it has no|there is no] reference. [Do not|Never] go by {kMoment}: [for|with] {vouchers} it [changes|is new] with every call[ of the same payment|].`,
  ],
}

/** The same, where no page says which booking counts: they go as long as their month is open. */
export const othersGoWhileOpen: Texts = [
  `[As long as|While] its month is open, a booking too many is [simply deleted|deleted]: [nobody outside has|no report has] [seen it|had it] yet.`,
  `[Delete|Remove] a booking too many [if|where] its month is still open; [it never was money|there never was money for it].`,
  `A booking too many [of an open month|in an open month] is [deleted|taken out by deleting it], [with no reversal for it|without a reversal].`,
  `[In|For] months that are open we delete [what is too many|the bookings too many][, there is no need to reverse them| and do not reverse it].`,
]

/** Which calls were acknowledged, by the log. */
export const acknowledgedInTime: Texts = [
  `{provider} waits {limit} seconds. [Only an answer|An answer] of 200 [in that time|within that time], {colMs} up to {limitMs}, [acknowledges|counts as acknowledging] a call; [a
   later one|one that comes later] or an error does not.`,
  `A call is acknowledged [when|if] {colAnswer} is 200 and {colMs} is {limitMs} [at most|or less], [as|since] {provider} [hangs up|gives up] after {limit} seconds. [Anything
   else|All else] [is not|counts as not] acknowledged.`,
  `[After|Beyond] {limit} seconds {provider} [stops listening|no longer listens], so 200 with {colMs} [above|over] {limitMs} [acknowledges nothing|is no acknowledgement]. Errors
   [and missing answers|and no answer] [do not acknowledge a call|acknowledge nothing] either, [only 200 in time|only a 200 in time] does.`,
  `[A call needs|It takes] a 200 in {colAnswer} [within|in under] {limit} seconds ({colMs} not above {limitMs}) [to count as acknowledged|for a call to be acknowledged]. [The provider|{provider}] does not [hear|see] what we
   [say|answer] [later|after that].`,
]

/** The same, by the reports. */
export const acknowledgedReported: Texts = [
  `[A call|Only a call] with the state {acked} [in the report|there] [was acknowledged|is an acknowledged one]; [any other state|all other states] [means|mean] that
   {provider} [did not hear us|got no good answer].`,
  `{provider} [writes|puts] {acked} [as the state of|beside] a call that it [took for|regards as] acknowledged, [and something else|another word] [otherwise|where it did not].`,
  `[The state|The word] {acked} [in a report|in the reports] [says|means] that the call was acknowledged. [Calls|Those] with [another|any other] state were not.`,
  `[Acknowledged|An acknowledged call] is [one|the one] whose state [reads|is] {acked}. [All other|The other] states are [ways|kinds] of not being heard.`,
]

/** Which booking counts. */
export const countingTexts: Readonly<Record<PaymentRule['unanswered'], Texts>> = {
  first: [
    `[Of several|Among several] bookings of one payment, [that of|the one from] the acknowledged call [counts|is the right one]. [If no call|Where no call] was acknowledged, [the first
     call's|that of the first call] counts.`,
    `[One booking|A single booking] [counts for|stands for] a payment: the one [from|that came with] the acknowledged call, or [from|with] the earliest call [when|if] none [of them|]
     was acknowledged.`,
    `[When|If] a payment is booked [several times|more than once], [the one|the booking] whose call was acknowledged counts. [Without such a call|If there is none], [take|it is] the [call that came
     first|first call to arrive].`,
    `[The acknowledged call|The call that was acknowledged] [makes|gives] the booking that counts. [With none|Should there be none], the [oldest|earliest] call of [that|the] payment
     [does|takes its place].`,
  ],
  last: [
    `[Of several|Among several] bookings of one payment, [that of|the one from] the acknowledged call [counts|is the right one]. [If no call|Where no call] was acknowledged, [the last
     call's|that of the last call] counts.`,
    `[One booking|A single booking] [counts for|stands for] a payment: the one [from|that came with] the acknowledged call, or [from|with] the latest call [when|if] none [of them|]
     was acknowledged.`,
    `[When|If] a payment is booked [several times|more than once], [the one|the booking] whose call was acknowledged counts. [Without such a call|If there is none], [take|it is] the [call that came
     last|last call to arrive].`,
    `[The acknowledged call|The call that was acknowledged] [makes|gives] the booking that counts. [With none|Should there be none], the [newest|latest] call of [that|the] payment
     [does|takes its place].`,
  ],
}

/** That the others go. */
export const othersGo: Texts = [
  `[All others|The others] [are too many|are one too many] and [are deleted|go].`,
  `[Delete|Remove] the [others|other bookings] of [that|the] payment.`,
  `[All the rest|Whatever else is booked] of that payment [goes|is deleted].`,
  `[Every other booking|Any other booking] of [it|that payment] [is to be deleted|has to go].`,
]

export const reversedTexts: Readonly<Record<PaymentRule['reversed'], Texts>> = {
  stand: [
    `[If|Where] a booking too many [has been reversed|was reversed] [already|by hand], [that is done|it is settled]: [leave|keep] the booking and its reversal.`,
    `[Somebody may have|A colleague may have] reversed one [that is too many|of those too many]. [Then|In that case] the two cancel out, and both [stay|remain].`,
    `[A booking|Any booking] too many with a reversal [against it|of its own] needs nothing more; [both stay|both remain] [in the books|where they are].`,
    `[What was reversed|Whatever was reversed] [before|earlier] [is finished|is out of the way]: [do not|never] delete [such a|a] booking too many [nor|or] its reversal.`,
  ],
  go: [
    `[If|Where] a booking too many [has been reversed|was reversed] [already|by hand], [delete both|both go], the booking and its reversal.`,
    `[Somebody may have|A colleague may have] reversed one [that is too many|of those too many]. [Then|In that case] [take out|delete] the reversal [with it|together with it].`,
    `A booking too many that [has been|was] reversed is deleted [like the others|all the same], [together with its reversal|and its reversal with it].`,
    `[What was reversed|Whatever was reversed] [before|earlier] is no [exception|different]: [the booking|a booking] too many [goes|is deleted] [and so does|together with] its reversal.`,
  ],
}

export const belongsTexts: Texts = [
  `A reversal [belongs to|is for] the booking [it names|named] in {colReverses} and [to no other|to none else]. [If that is|Where that is] the one that counts, the money [was paid
   back|went back]: [leave both|both stay], the [others|other bookings] are too many all the same.`,
  `[Look at|Mind] {colReverses}: [a reversal|each reversal] is about the very booking named there. [A reversal for|A reversal of] the booking that counts is a refund; [it stays|leave it], and the
   [others|other bookings] of the payment [still|nevertheless] [go|have to go].`,
  `[Never move|Do not move] a reversal [to|on to] another booking: {colReverses} [says|tells] [what|which one] it is for. [A refund|Somebody's refund] of the booking that counts
   [settles nothing|does not settle anything] for the [others|ones too many].`,
  `[Refunds|Real refunds] are reversals [too|as well], [and name|naming] the booking that counts in {colReverses}. [They stay|Those stay] with it. [The other|All other] bookings of the payment [go all the same|go as well], [just as|the way] they [do|would] [otherwise|without a refund].`,
]

export const receiptTexts: Readonly<Record<PaymentRule['receipts'], Texts>> = {
  decide: [
    `[A booking|The booking] for which {receiptsTable} [has|lists] a {receipt} counts before [any other|all others] of its payment, [whatever|no matter what] the calls [say|were
     answered]: the {payer} [has|holds] its number.`,
    `[First of all|Before that] look into {receiptsTable}. [If there is|Where there is] a {receipt} for one of the bookings, that one counts [in any case|whatever the calls say], [as|because]
     its number is [out of the house|in the {payer}'s hands].`,
    `[What|Whichever booking] a {receipt} in {receiptsTable} was printed for [counts|stays], [acknowledged or not|even if another call was acknowledged]. [The calls|Calls] decide [only
     where|only if] nothing was printed.`,
    `[Paper|Print] [goes|comes] before calls: [a|the] booking with a {receipt} in {receiptsTable} is the one that counts[, always|]. [Without such a paper|Where there is none] the calls decide.`,
  ],
  move: [
    `[A {receipt}|Each {receipt}] for a booking that is deleted [is kept|stays]: [change|set] {colFor} in {receiptsTable} to the booking that counts.`,
    `[No {receipt}|Not one {receipt}] [is lost|gets lost]: where {colFor} in {receiptsTable} names a deleted booking, [put|enter] the one that counts [there|instead].`,
    `[In {receiptsTable}|Then, in {receiptsTable},] {colFor} must [not|never] [name|point at] a booking that is gone. [Move|Turn] the {receipt} to [that|the one] which counts for
     [its|the same] payment.`,
    `{Receipts} [follow|go with] their payment: [if|when] the booking in {colFor} ({receiptsTable}) [goes|is deleted], the [counting one|one that counts] takes its place [there|in that column].`,
  ],
  empty: [
    `[A {receipt}|Each {receipt}] for a booking that is deleted is void: [empty|clear] {colFor} in {receiptsTable} (NULL) and [keep|leave] the row.`,
    `[No {receipt}|Not one {receipt}] is [deleted|thrown away], [but|yet] where {colFor} in {receiptsTable} names a deleted booking [it becomes|set it to] NULL.`,
    `[In {receiptsTable}|Then, in {receiptsTable},] [set|put] {colFor} to NULL where its booking is gone. [Do not|Never] [move|turn] such a {receipt} to another
     booking[; it is void|].`,
    `{Receipts} of deleted bookings are void. [They stay|Their rows stay] in {receiptsTable} with {colFor} [empty|left empty], that is NULL. [Never|Do not] [move|give] them to [another|any other] booking.`,
  ],
}

const closedReversal: Texts = [
  `[Nothing is deleted|We delete nothing] in a month that stands in {periods}. A booking too many there [gets|is given] a reversal instead, [made|filled in] like [the|all]
   other reversals: {colAmount} below zero, {colReverses} filled, {colCall} empty. {dated}`,
  `[Months|The months] in {periods} are closed, [so deleting|and deleting] there [is not allowed|is out of the question]. [Enter|Book] a reversal for a booking too many of such a month in the form [that|which] reversals have, with [no call|nothing in {colCall}]. {dated}`,
  `[If|Where] a booking too many [lies in|is of] a month in {periods}, it stays and [a reversal is booked|we book a reversal] against it, [in the same form|just] as [people|colleagues] do [by
   hand|it]. {dated}`,
  `[Closed months|Months that are closed], see {periods}, keep every booking. [What is|Whatever is] too many there is [cancelled|balanced] by a reversal that names it in
   {colReverses}, [written|made out] like those [already there|we have]. {dated}`,
]
const closedStands: Texts = [
  `[Nothing is|We do not let anything be] deleted in a month that stands in {periods}, and [nothing is|no reversal is] booked against it either: a booking too many there [stays|stands]
   [as it is|where it is].`,
  `[Months|The months] in {periods} are closed [for good|and done with]. [A booking|One] too many in them [stays|is left], without a reversal; {writer} [settles|clears] that with the
   {payers} [by letter|by phone].`,
  `[Leave|Keep] [every booking|all bookings] of a month in {periods}, [also|even] those too many. [Do not|Please do not] reverse them, [the tax office|the auditor] has [seen|got] those
   [figures|books].`,
  `[Closed months|Months that are closed], see {periods}, keep every booking, [right or wrong|also those too many]. [We book|There is] no reversal for [those|them] [in a later month|later on].`,
]

const reversalDates: Readonly<Record<'first open day' | 'today', Texts>> = {
  'first open day': [
    `Its date in {colOn} is the first day of the month [after|that follows] the last closed one.`,
    `[Date it|It is dated] on the first of the [first|earliest] month that is [still open|not closed].`,
    `[Its day|The day to book it on] is the first day [that is still open|of the oldest open month].`,
  ],
  today: [
    `[Its day|Its date in {colOn}] is today.`,
    `[Its date is the|Date it on the] day [on which it is entered|you enter it], [that is|which is] today.`,
    `[Book it|It is booked] [today|on today's date].`,
  ],
}

/** What a closed month asks for. */
export function closedTexts(closed: PaymentRule['closed']): { readonly texts: Texts; readonly dates: Texts } {
  return closed === 'stands'
    ? { texts: closedStands, dates: [] }
    : { texts: closedReversal, dates: reversalDates[closed] }
}

/** A reversed booking of a closed month. */
export const closedAndReversed: Texts = [
  `[If|Where] it was reversed [before|already], [booking and reversal|both] stay as they are.`,
  `[With|Where it has] a reversal [already|from before], [nothing is to be done|there is nothing to do]: both stay.`,
  `[Any booking|A booking] of such a month that was reversed [already|earlier] stays, [and so does|with] its reversal.`,
]

/** Totals follow. */
export const totals: Texts = [
  `[Then|After that] [bring|get] {balances} [up to date|into line]: {colCount} and {colPaid} are number and sum of the bookings [on|of] each {bill}. {colRefreshed} [may say anything|does
   not matter].`,
  `[At the end|In the end] {balances} has to [match|fit] {core} again, {colCount} and {colPaid} [for every|by] {bill}. [You can|Feel free to] leave {colRefreshed}.`,
  `[Last|Finally], {colCount} and {colPaid} in {balances} [must|have to] be [counted and added up|worked out] [anew|again] [from|out of] {core}; nobody [looks at|compares] {colRefreshed}.`,
  `[The balances|Balances] in {balances} follow the bookings: {colCount} [gives their number|is their number], {colPaid} their sum. Whether {colRefreshed} changes [or not|] [does not matter|is of no interest].`,
]
export const monthly: Texts = [
  `{months} [follows|has to follow] too, by {colMonth} and {colKindOfMonth}.`,
  `[Do|Please do] the same with {months}, [where they are|which has them] by month and kind.`,
  `[So does|The same goes for] {months}, by month and kind of booking.`,
]

/** What happened to the check: in a release note. */
export const checkGone: Texts = [
  `[Calls|Incoming calls] are booked [as they arrive|on arrival] [for now|for the moment]. Looking up earlier calls [made it slow|cost too much time], it [comes back|returns] [as a service of
   its own|later].`,
  `[Faster|Quicker] answers at peak times: the look-up of earlier calls [is left out|was taken out] [until|and comes back when] the new index [is built|is there].`,
  `[Booking|The booking step] no longer waits for the look-up, which [moves|will move] to [another place|a queue] in the next [release|version].`,
]
export const checkBack: Texts = [
  `[The look-up|Looking up earlier calls] is [back|on again]. [Bookings|What was booked] [made in between|in the meantime] [were not|have not been] [gone over|looked at].`,
  `[Calls|Incoming calls] are looked up [again|once more] before they are booked. [Nothing was|So far nothing was] done about [bookings|those] [from the time without|made without it].`,
  `[With the new index|Thanks to the new index] the look-up is [back|in use again], for [new calls|calls from now on] only.`,
]
