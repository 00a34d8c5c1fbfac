/**
 * Tickets: who noticed it tells it in their own words. Those of levels 3 and above never say what kind of thing it is.
 *
 * @module
 */

/** Openings by world: one invoice that is out, and one that is not. */
export const openings: Readonly<Record<string, readonly string[]>> = {
  shop: [
    `{Who} [rang|phoned|called] about {invoice} {number}. We [asked for|charged] {shown}, [they make it|by their own reckoning it is] {true}, and [I
     think|I fear] they are right. [Before|Just before] it [goes out|went out] I [looked at|checked] {number2} as well: {shown2} [on
     it|there], and it [should be|ought to be] {true2}.`,
    `[The treasurer|The secretary] of {who} [sent back|returned] {number}: {shown} is [not what they reckoned with|too much], it [should|ought to] be {true}.
     [I have|There is] another one on my desk, {number2} for {who2}, [not sent yet|still waiting]: it [comes to|says] {shown2} and [I
     get|by my own sums it is] {true2}.`,
    `[Can somebody|Could you|Would you] look at [our|the] trade {invoices}? {Number} to {who} [went out|was sent] with {shown} and [should|ought to] be {true}. [In|With] {number2}, which [I kept|is still] here, it is {shown2} [in place of|instead of] {true2}.`,
    `{Who} [will not|refuses to] pay {number}. [It says|We wrote] {shown}; [we worked it out|I went through it] together on the phone and [got to|found]
     {true}. [So I|Then I] [held back|kept] the next one, {number2}: {shown2}, [where|and] {true2} would be right.`,
  ],
  clinic: [
    `[A letter|Post] from {who}: {invoice} {number} [comes to|is for] {shown}, by their [own sums|books] it is {true}. [They have a point|It looks as if
     they are right]. [Of those|Among those] not [out|sent] yet I [looked at|tried] {number2}: {shown2}, and {true2} [is what I get|by hand].`,
    `{Who} [asks|wants to know] why {number} is {shown}. [I cannot tell them|I have no answer], since I [come to|get] {true} [too|myself]. [The
     same|Something similar] with {number2}, [still here|not sent]: [we have|it shows] {shown2}, it should be {true2}.`,
    `[I am|We are] about to [send out|sign] {number2} for {who2} and it [cannot|does not] [be right|add up]: {shown2}, while [I get|my sums give]
     {true2}. [And|Also] {who} [complains|has complained] about {number}, [which says|where we ask for] {shown} and not {true}.`,
    `[Two|Here are two] {invoices} that [trouble|worry] me. {Number} went to {who} with {shown}; they [paid|are willing to pay] {true}, and [rightly
     so|that is right]. {Number2} is [still|lying] [here|with us], {shown2} [so far|on it], {true2} by [hand|my reckoning].`,
  ],
  logistics: [
    `{Who} [disputes|has disputed] {number}: [we billed|our figure is] {shown}, [their own system|their side] [has|says] {true}. I [went through|checked] it
     and they are right. {Number2} for {who2} has not [left|gone out] and [has|shows] {shown2}, [though|while] it should be {true2}.`,
    `[The freight auditor|An auditor] of {who} [will pay|has passed] only {true} of {number}, [which says|where we billed] {shown}. [I cannot|It is hard to] argue
     with [that|it]. [In|On] {number2}, [not out yet|which we still have], I find {shown2} [in place of|where there should be] {true2}.`,
    `[Please|Could somebody] go over the {invoices}. {Number}, [sent to|out to] {who}: {shown}, [and|but] I [make it|get] {true}. {Number2}, [waiting
     for|not yet with] {who2}: {shown2} and [by rights|properly] {true2}.`,
    `{Who} [paid|has paid] {true} on {number} and not {shown}, and [tells|told] us to [check|look at] our [sums|figures]. [I did|So I did]: they are
     right. [I also|And I] [opened|looked into] one that is [not sent|still here], {number2}, [with|at] {shown2}; [that|it] ought to be {true2}.`,
  ],
  school: [
    `{Who} [wrote|called] to say that {number} [is wrong|cannot be right]. [It asks for|We put] {shown}, their [training office|personnel office] [expected|had reckoned with] {true}. [I went over it|I checked] and [they are right|I agree]. [And|Then] {number2}, [not sent so far|still in my tray], [comes to|says] {shown2} [when|where] it should be {true2}.`,
    `[I was about to|I wanted to] send {number2} to {who2} and [stopped|held it back]: {shown2} on it, {true2} by my [own sums|reckoning]. [Then|After that] I [opened|looked up] one that is
     out, {number} to {who}: {shown}, and [right would be|it should have been] {true}.`,
    `[Two|These two] {invoices} [do not|will not] add up [for me|however I try]. {Number}, [which went|gone] to {who}: {shown} [and not|instead of] {true}. {Number2}, [meant for|made for]
     {who2} and [not out yet|still here]: {shown2} [and not|instead of] {true2}.`,
    `The bookkeeper [of|at] {who} [sent {number} back to us|returned {number} by post]: [she gets|by her sums it is] {true}, and we wrote {shown}. [She is right|I checked, and she is right]. [On|In]
     {number2}, [still with us|not posted yet], [we have|there is] {shown2} and {true2} is what I get.`,
  ],
  bank: [
    `{Who} [questions|has a question on] {number}: [we charged|it says] {shown}, and [by their records|by what they were told] it [is|should be] {true}. [I get|I come to] {true} [as well|too]. {Number2}
     is [not out|still in the house], [at|with] {shown2}, and [I get|my sums say] {true2} [for it|there].`,
    `[Our client|A client], {who}, [will pay|is ready to pay] {true} on {number} and not [the {shown} on it|the {shown} we wrote]. I [had to agree|could only agree]. [The next one|One more], {number2},
     [waits for|awaits] approval [at|with] {shown2} [though|and] it [should say|ought to say] {true2}.`,
    `[While|When] [approving|going through] {invoices} I [stopped at|came to] {number2}: {shown2} [for|to] {who2}, and [I work it out|it works out] at {true2}. So I [took|checked] one that [has gone|is out]
     as well: {number} to {who}, {shown}, [right is|rightly] {true}.`,
    `[Please see|Somebody should see] why {invoices} [are off|come out wrong]: {number} [went to|is with] {who} at {shown} ([should be|right is] {true}), and {number2}, [not approved yet|which we still have], [is|stands] at
     {shown2} ([should be|right is] {true2}).`,
  ],
  saas: [
    `{Who} [opened a case|complains] about {number}: [billed|we billed] {shown}, [by their rate card|by their copy of the rate card] [it is|that makes] {true}. [I cannot fault that|I come to the same]. {Number2},
     [still unsent|not out], [reads|shows] {shown2} and [I make it|should read] {true2}.`,
    `[Finance at|The finance people of] {who} [short-paid|paid less on] {number}: {true} [in place of|and not] {shown}. [They explained it|They sent their sums], and [I find no mistake|that is right]. [Something else|Another one] is off [too|as well]: {number2},
     [waiting to go|ready to go], {shown2} [in place of|and not] {true2}.`,
    `I [spot-checked|looked over] [a few|some] {invoices}. {Number2} for {who2}, [unsent|not sent], [comes to|has] {shown2}, [my calculator|my own sum] says {true2}. {Number}, [out to|with] {who}, [comes to|has] {shown}, and there
     [it says|I get] {true}.`,
    `[Renewals are|Renewal time is] coming and {who} [points at|sends me] {number}: {shown} [when|where] {true} [was due|is right]. [Before anybody|Before another reseller] [notices|writes]: {number2} [for|to] {who2} is [not out yet|on hold] and
     [has|shows] {shown2}, [right is|it should be] {true2}.`,
  ],
}

/** How it came about, for the lowest levels. */
export const happened: readonly string[] = [
  `[It turns out|I hear] that since {fromDay} {program} has [used|taken] the {list} of the day on which it [makes|writes] the {invoice}, and [not|never] that of the {order}.`,
  `[From IT I hear|IT tells me] that {program} [was changed|changed] on {fromDay}: [since then|from that day on] every {invoice} has got the prices of the day it was made.`,
  `[What went wrong|The cause]: from {fromDay} on {program} looked at the {list} of [the very day|that very day] [when|on which] it made {anInvoice},
   [however old|whatever the age of] the {order}.`,
  `[Everything|All that was] made since {fromDay} [has|carries] the prices that were [valid|in force] on the day of the {invoice}. [That is
   a slip|That was a slip] in {program}.`,
]

/** What is wanted at the lowest level, where everything is told. */
export const askHere: readonly string[] = [
  `[Please put|So please put|I need you to put] {entries} right, [by these rules|like this|as follows].`,
  `[I need|We need] {entries} [put right|put in order], [and this is how|the rules are these|in the following way].`,
  `[Please|Somebody has to|You will have to] correct {entries}. [This is what holds|These are the rules|It works like this].`,
]

/** Level 2: where the rules stand. */
export const askThere: readonly string[] = [
  `[Please put|So please put|I need you to put] {entries} right. [How it is done|The way to do it] [is written down|is explained] in {pages}, [on the page|under] "{page}", [of which the newest holds|in the latest version].`,
  `[I need|We need|Please get] {entries} [in order|put right]. [You find the rules|The rules are] [on the page|under] "{page}" in {pages}; [mind the date,
   there are old ones|older versions are there too].`,
  `[The table|Our table] {entries} [has to be|must be|needs to be] corrected. [Go by|Follow|Use] "{page}" in {pages}, [the version|the one] [that
   holds|valid] today.`,
]

/** Level 3: the amounts have to be right; how, stands in the house. */
export const askFigures: readonly string[] = [
  `[I do not need|Nobody needs|I am not after] an explanation, [I need|just give me] [correct|the right] {invoices}. How {program} [is meant to|should] work, and how we correct things, [is written down|can be read] [here|in the database].`,
  `Please [find out|see|check] what [went wrong|happened] and put the {invoices} right, [in the way|as] we always [correct|do] such things. [The
   papers|Our pages and notes|What we have in writing] [are all|can be found] [here|in the database].`,
  `[Could you|Would you|Can somebody] [get to the bottom of it|sort it out], [and not|not] [only|just] for these two? [Whoever|The colleague who] looks after {program} left [pages|notes], also on how corrections are [made|written].`,
  `[I am sure|I fear|No doubt] there [are more|must be more] [like these|of these]. Please put [all|all our] {invoices} right; [what {program} should do|the way {program} works] and how we correct can be read in [the pages|our papers|the notes] [here|in the database].`,
]

/** Level 4 and 5: how it reckons stands nowhere. */
export const askLikeBefore: readonly string[] = [
  `[I want|We want|I would like] [all of them|everything] at the amounts {program} [would have come|should have come] to, [had it|if it had] gone on [as
   in the weeks before|as it did earlier]. [How it reckons|What it goes by] was never [written down|put on paper], [you will have to|so please]
   [work|figure] that out from [its earlier {invoices}|what it did before]. How we correct is [in the pages|on a page].`,
  `[Please|So please|I need you to] put the {invoices} right, [all of them|every one]. {Program} [reckoned|worked] well [for years|until not long ago], [yet|but] the [colleague|woman|man] who [built|wrote] it has [left|retired] and [left nothing in writing|left no notes], so [look at|go by] the {invoices} [from
   before|of that time]. [For|On] corrections there is a page.`,
  `The {invoices} should be as they would [have been|be] if [nothing had gone wrong|all had gone well]. [There is no page on|Nobody has written down] how
   {program} [gets|comes] to its [amounts|figures], [but|yet] [most|many] {invoices} are fine and [show it|show how]. [How to correct|How corrections are made], [at least|at any rate], [is written down|we have in writing].`,
  `[Before this|Until recently] {program} [always got it right|did its work well], [but|yet] nobody [knows|can tell me] [what it goes by|how it does
   that]. [Look at|Go through] [good|earlier] {invoices} and [bring|put] the others [in line with them|to where they should be], [by|under] our [rules
   for|page on] corrections.`,
]

/** What else moves, and that nothing more does. */
export const restStays: Readonly<Record<'one table' | 'all that follows', readonly string[]>> = {
  'one table': [
    `[Nothing else|No other row] in it [is to|should] change, [and no other table either|nor is any other table to].`,
    `[Leave|Please leave] [all other|the other] rows and tables [alone|as they are].`,
    `[Every other row|What is right already] stays as it is, [as does|and so does] the rest.`,
    `[Do not touch|Please keep off] anything [further|else].`,
  ],
  'all that follows': [
    `[What is added up|Whatever is added up] from them in {followers} [has to follow|must follow|should fit again]; [leave the rest|nothing
     else changes].`,
    `[That includes|This includes] what is added up [from them|from the entries] in {followers}. [Nothing else|Nothing more] [is to|should] change.`,
    `[Bring|Get] {followers} [into line|up to date] too[, and|;] [change nothing|touch nothing] [more|else].`,
    `[Then|After that] the sums in {followers} [have to|must] fit again. [Beyond|Other than] that [leave everything as it is|everything stays as it
     is].`,
  ],
}
