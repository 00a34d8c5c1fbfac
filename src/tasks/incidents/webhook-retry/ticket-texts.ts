/**
 * What whoever noticed it writes, each sentence in several tellings.
 *
 * @module
 */
type Texts = readonly string[]

/** What somebody saw. */
export const openings: Texts = [
  `[Since last week|For some days now] {payers} [ring|call] us [about|over] what they have paid. {Bill} {one} [stands at|shows] {shown} paid, but {payerOne} [paid|sent us] {true};
   {bill} {two} [stands at|shows] {shown2} [where|although] {true2} [came in|was paid].`,
  `[I checked|I went through|Somebody asked me about] two {bills} [today|this morning]. [By|According to] our books {shown} [was|has been] paid on {one}, [but|while] {payerOne} [can prove|has proof of] {true} [only|and no
   more]. {two} [says|has] {shown2}, [it should be|it ought to be] {true2}.`,
  `[Something is|There is something] wrong with what we [show|list] as paid. [Take|Look at] {bill} {one}: {shown} [instead of|where it should be] {true}. [Or take|Or] {two}, [where|on which] we
   have {shown2} and {true2} is [right|what came in].`,
  `{PayerOne} [asks|wants to know] why [we thank them|our letter gives thanks] for {shown} on {bill} {one} [after|when it was] a payment of {true}. [On the same day|Then] I [saw|found] {two} with {shown2}
   [paid|booked], [although|and] {true2} [is correct|is all that came].`,
  `[Please have a look|Somebody should look] at what is booked on our {bills}. {one} [shows|is at] {shown}, [the bank|our bank] has {true} for it. [With|On] {two} it is {shown2} [against|and] {true2} [at the
   bank|there].`,
]

/** What happened, at levels 1 and 2. */
export const happened: Texts = [
  `{provider} calls us for every payment, and [calls again|makes the call again] when [we are slow to answer|our answer is slow]. [For a while|For some days] {intake} booked every call,
   [the repeated ones too|also the repeated ones].`,
  `[When|If] {provider} does not [hear from us|get an answer] in time, it calls [again|once more] about the same payment. {Intake} [should notice|is meant to notice] that, [but|and] [for a
   time|lately] it booked each call [anew|by itself].`,
  `[It comes|This comes] from calls of {provider} that are repeated [until we answer|when we do not answer in time]: {intake} [took|has taken] each of them for [a new payment|a payment of its own].`,
  `{Intake} [lost|was without] its check for repeated calls [for some days|for a while]. [So|That is why] a payment about which {provider} called [more than once|several times] is
   [booked|in the books] as many times.`,
]

export const askHere: Texts = [
  `[Please put|Would you put] {core} right. [These are|Here are] the rules.`,
  `[Please clean|Would you clean] {core} up, by these rules.`,
  `{core} [has to be|needs to be] put right. [This is how|How we do it]:`,
  `[I need|We need] {core} in order again. [What to go by|The rules]:`,
]

/** Level 2: where the rules are. */
export const askThere: Readonly<Record<'with papers' | 'without', Texts>> = {
  'with papers': [
    `[Please put|Can you put] {core} and {receiptsTable} right. How [we do that|it is done] is written in {pages} under "{page}"; [take|use] the newest version.`,
    `[Please get|Would you get] {core} and {receiptsTable} in order. [Follow|Go by] "{page}" in {pages}, [an older version|old versions] [is there|are there] too.`,
    `[We need|I need] {core} and {receiptsTable} put right [by|according to] the page "{page}" in {pages}, [the version|the one] that is valid now.`,
    `{core} [has to|must] be put right, {receiptsTable} with it. The rules are in {pages}, [title|look for] "{page}", [mind|watch] the date.`,
  ],
  without: [
    `[Please put|Can you put] {core} right. How [we do that|it is done] is written in {pages} under "{page}"; [take|use] the newest version.`,
    `[Please get|Would you get] {core} in order. [Follow|Go by] "{page}" in {pages}, [an older version|old versions] [is there|are there] too.`,
    `[We need|I need] {core} put right [by|according to] the page "{page}" in {pages}, [the version|the one] that is valid now.`,
    `{core} [has to|must] be put right. The rules are in {pages}, [title|look for] "{page}", [mind|watch] the date.`,
  ],
}

/** Level 3: the figures have to be right; how, stands in the house. */
export const askFigures: Texts = [
  `[I do not need|Nobody needs|I am not after] an explanation, [I need|just give me] books that are [right|correct]. How {intake} [is meant to|should] work and what we do about [mistakes|errors]
   [is written down|can be read] [here|in our own papers].`,
  `Please [find out|see|check] what [went wrong|happened] and put the bookings right, [all of them|not only these two]. [The pages|Our pages] and [what we agreed|the agreement] with {provider}
   [are in|can be found in] [here|the database].`,
  `[Could you|Can somebody] [get to the bottom of it|sort it out], [and not|not] [only|just] for these two {bills}? [The people who|Those who] [look after|set up] {intake} [left|wrote] pages
   [about it|on it].`,
  `[I am sure|No doubt] there [are more|must be more] [like these|of this kind]. Please put [all bookings|everything that is booked] right; [the rules|our rules] are in the [pages|papers] [in|of] the
   database.`,
]

/** Levels 4 and 5: which booking counts stands nowhere. */
export const askLikeBefore: Texts = [
  `[I want|We want] the books as {intake} [would have left|should have left] them, had it [worked|gone on] as [in the weeks before|it did earlier]. [Which call|Which of them] it keeps when {provider} calls [again|several
   times] was never [written down|put on paper], [so please|you have to] [work|figure] that out from [earlier payments|what it did before].`,
  `[Please|Would you please] [get|bring] the bookings to where they would be if {intake} had [treated|handled] [all|every one of] the calls [the way it used to|as it always had]. [The colleague|The woman] who [built|wrote] it
   has [left|retired], so [look at|go by] what it kept [in good times|before].`,
  `The bookings should be as they would be if [nothing had gone wrong|all had gone well]. [There is no page on|Nobody wrote down] which booking {intake} keeps of several, [but|yet] [you can see|one can see]
   it from [earlier calls|the calls of earlier weeks].`,
  `[Before this|Until recently] {intake} [always got it right|did it well], [but|yet] nobody [knows|can tell me] which call it [goes by|prefers]. [Look at|Go through] what it kept [before|in the weeks before] and
   [bring|put] the books [in line with that|to that state].`,
]

/** What else moves, and that nothing more does. */
export const restStays: Readonly<Record<'one table' | 'two tables' | 'all that follows' | 'totals', Texts>> = {
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
    `[What depends on them|What hangs on them], the {receipts} [as well as|together with] {followers}, [has to follow|must follow|should fit again]; [leave the rest|nothing else changes].`,
    `[That includes|Included are] the {receipts} [as well as|and then] {followers}, [which|as they] [depend|hang] on the bookings. [Nothing else|Nothing more] [is to|should] change.`,
    `[Bring|Get] the {receipts} [as well as|together with] {followers} [into line|up to date] too, [and|but] [change nothing|touch nothing] else.`,
    `[Then|After that] the {receipts} and {followers} [have to|must] fit [again|the bookings]. [Leave|Please leave] everything else as it is.`,
  ],
  totals: [
    `[What depends on them|What hangs on them], that is {followers}, [has to follow|must follow|should fit again]; [leave the rest|nothing else changes].`,
    `[That includes|Included is] {followers}, [which depends on the bookings|as it hangs on the bookings]. [Nothing else|Nothing more] [is to|should] change.`,
    `[Bring|Get] {followers} [into line|up to date] too, [and|but] [change nothing|touch nothing] else.`,
    `[Then|After that] {followers} must fit [again|the bookings]. [Leave|Please leave] everything else as it is.`,
  ],
}
