/**
 * Tickets: who noticed it tells it in their own words. Those of levels 3 and above never say what kind of thing it is.
 *
 * @module
 */

/** Openings by world: two days with what the house shows and what it should be. */
export const openings: Readonly<Record<string, readonly string[]>> = {
  shop: [
    `[Could somebody|Can someone|Please] look at the restocking fees [for me|with me|again]? {Where}, returns of {day}: [we show|the system
     shows|I see] {shown}, [their slip book|the slip book there] [says|has|comes to] {true}. [The same|It is the same] [with|at] {where2} for {day2},
     {shown2} [here and {true2} in the book|against {true2}].`,
    `I [went through|checked|compared] the slip books [this morning|yesterday|after lunch] and [stopped|got stuck] at {where}: for returns of {day}
     [it has|they have] {true} in fees, [we have|our total is] {shown}. [Another one|One more] is {where2} on {day2}, {shown2} [instead of|and not|where it
     should be] {true2}.`,
    `{Where} [rang me|called me|has been on the phone] about the restocking fees [on returns of|for what came back on] {day}. [By their slips|By the slips] it is {true}, [we say|our
     list says] {shown}. [And they are not alone|It is not just them]: {where2}, {day2}, {true2} [by the slips|there] and {shown2} [with us|here].`,
    `[Customers|Two customers|Some customers] were [quoted|told] one fee and [find|now see] another. I [added up|looked at] [two|a couple of] days: {where}, {day}, shows {shown} and
     [was|should be] {true}; {where2}, {day2}, shows {shown2} [and was|and should be] {true2}.`,
  ],
  clinic: [
    `[Our letter book|The letter book] [does not agree|disagrees] with the goodwill credits [in the system|we show]. [For|Take] objections of {day} about {where}: {true}
     in the book, {shown} [with us|here]. [With|For] {where2} and {day2} it is {true2} [in the book|there] and {shown2} [here|in the system].`,
    `[I cannot|We cannot|Nobody here can] [sign off|release] the goodwill credits. {Where}, objections of {day}: [we stand at|the system has] {shown},
     [I had|my list had] {true}. {Where2}, {day2}: {shown2}, [and I had|where I had] {true2}.`,
    `[A patient|Somebody|An old patient of ours] [asks|wants to know] why the credit [in our letter|we promised] is not the one [on the bill|that arrived]. I [added up|checked] [two
     days|some days]. {Where} on {day} [shows|has] {shown}, [it should be|by the letters it is] {true}; {where2} on {day2} [shows|has] {shown2} [instead
     of|and not] {true2}.`,
    `[While|When] [closing my list|preparing my list] of objections I [found|noticed] credits [I do not recognise|that nobody gave]. {Where}, {day}: [the total
     was|I had] {true}, [now it is|now I see] {shown}. {Where2}, {day2}: {true2} [before|then] and {shown2} [now|today].`,
  ],
  logistics: [
    `[The claims book|Our claims book] [does not fit|disagrees with|has other figures than] the excess [in the system|we show]. Claims of {day} at {where}: {true} in
     the book, {shown} [with us|here]. {Where2}, {day2}: {true2} [in the book|there], {shown2} [here|in the system].`,
    `[A customer|Somebody|One of the big customers] [refuses|will not accept] the excess [we ask for|on a claim]. I [looked into|checked] [some|two] days: {where}, {day}, [has|shows]
     {shown} and [ought to be|should be] {true}. {Where2}, {day2}, [has|shows] {shown2} [instead of|and not] {true2}.`,
    `[Can you check|Please check|Would somebody check] the excess on our claims? [For|At] {where}, claims of {day}, I [noted|wrote down] {true} and the system [says|has]
     {shown}. [Also|And also] {where2}, {day2}: {true2} [in my notes|by my notes], {shown2} [there|in the system].`,
    `The insurer [sent back|returned|queried] our list[, and they are right|; they have a point]. {Where} on {day}: an excess of {shown} [in all|in total], [it was|by the claims
     book it is] {true}. {Where2} on {day2}: {shown2} [and not|instead of] {true2}.`,
  ],
  school: [
    `[Could somebody|Please|Can someone] look at the cancellation fees? {Where}, cancellations of {day}: the desk diary [has|says] {true}, [the system|our list] [has|shows] {shown}.
     [With|At] {where2} it is {day2}, {true2} in the diary and {shown2} [in the system|with us].`,
    `[A learner|Somebody] [rang|wrote] because [the fee in our letter|the fee we confirmed] is not the one [we took|that was taken]. I [added up|went through] two days of cancellations: {where},
     {day}, [shows|has] {shown} [instead of|and not] {true}; {where2}, {day2}, [shows|has] {shown2} [instead of|and not] {true2}.`,
    `[I cannot|Nobody can] [close|sign off] the cancellations [like this|as they are]. {Where}, those of {day}: {shown} in fees, [and I had|my own list says] {true}. {Where2}, {day2}:
     {shown2}, [and|where] [I had|it should be] {true2}.`,
    `The fees [on|for] our cancellations [moved|have changed] [since I last looked|without a word to me]. {Where}, those of {day}, [stood at|were] {true} and [now show|are now] {shown}.
     {Where2}, those of {day2}, [stood at|were] {true2} and [now show|are now] {shown2}.`,
  ],
  bank: [
    `[The decision book|Our decision book] and the refunds [in the system|on the screen] [do not agree|differ]. Disputes of {day} at {where}: {true} [in the book|by the book], {shown} [in
     the system|on the screen]. {Where2}, {day2}: {true2} [in the book|by the book] and {shown2} [in the system|there].`,
    `[A customer|An angry customer] [holds|has] a letter with another refund than the one [we paid|that came]. I [added up|checked] two days: {where}, {day}, [is at|shows] {shown} and [was|should be] {true};
     {where2}, {day2}, [is at|shows] {shown2} and [was|should be] {true2}.`,
    `[Before I pay|Before paying] the refunds out: {where}, disputes of {day}, [add up|come] to {shown}, [I had approved|my list says] {true}. {Where2}, {day2}: {shown2}, [approved were|where I approved]
     {true2}. [That is too far off|Something is wrong there].`,
    `[Could you|Can you] [please look|have a look] at what we [refund|give back] in disputes? {Where} for {day}: {shown} [now|today], {true} [when I last looked|in my notes]. {Where2} for {day2}: {shown2}
     [now|today], {true2} [then|in my notes].`,
  ],
  saas: [
    `[The credit sheet|My credit sheet] [does not match|differs from] the service credits [in the tool|we show]. {Where}, cases of {day}: {true} [on the sheet|by the sheet], {shown} [in the
     tool|here]. {Where2}, {day2}: {true2} [on the sheet|by the sheet] and {shown2} [in the tool|here].`,
    `[A tenant|One of our tenants] was [promised|told] one credit and [sees|finds] another in the portal. I [added up|looked at] two days of cases: {where}, {day}, [is|shows] {shown} and
     [was|should be] {true}; {where2}, {day2}, [is|shows] {shown2} and [was|should be] {true2}.`,
    `[I am about to|I want to] book the service credits and [they are off|the sums are wrong]. {Where}, cases of {day}: {shown}, [we gave|I had written down] {true}. {Where2}, {day2}: {shown2}, [where
     we gave|and I had] {true2}.`,
    `[Somebody please explain|Can somebody explain] the service credits: {where} for {day} [reads|says] {shown} [although|while] {true} [was agreed|is what we agreed], {where2} for {day2} [reads|says] {shown2}
     [although|while] {true2} [was agreed|is what we agreed].`,
  ],
}

/** How it came about, for the lowest levels; `{asked}` tells which cases. */
export const happened: readonly string[] = [
  `[As far as I know|From what I hear|I am told], {runner} changed many {cases} at one go on {runDay} at {runTime}, [number {runNo}|which is {runNo}] in {runs}: {colFee}
   to {newFee} and {colHandler} to {newHandler}. It was [asked for|meant for] {asked}. {Missed}, [so|and so] it [took|went over] [far|many] more.`,
  `[It was|It comes from] a change of many {cases}, {runNo} in {runs}, by {runner} on {runDay} at {runTime}. It [set|wrote] {newFee} into {colFee} and {newHandler} into
   {colHandler}. [What we wanted|The request] was {asked}, but {missed}.`,
  `On {runDay}, {runTime}, {runner} was to give {asked} a {colFee} of {newFee} and [hand|pass] them to {newHandler} ({colHandler}). [That is|You find it as] {runNo} in
   {runs}. [Sadly|Unfortunately] {missed} and it [hit|reached] many {cases} [nobody meant|that had nothing to do with it].`,
]
export const missedReason: readonly string[] = [
  `the search [left out|did not have] the {colReason}`,
  `{colReason} was [missing|left out] in the search`,
  `nobody had [filled in|entered] {colReason} in the search`,
]
export const missedCondition: readonly string[] = [
  `the search [had|contained] the {colReason} and nothing else`,
  `the search went by {colReason} [only|alone]`,
  `[only|just] {colReason} was [filled in|entered] in the search`,
]

/** Level 1: what is wanted. */
export const askHere: readonly string[] = [
  `[Please put|Could you put|Can you put] {table} right, [by these rules|like this|as follows].`,
  `[I need|We need] {table} [put right|cleaned up], [and this is how|the rules are these].`,
  `[Please|Would you|Could somebody] repair {table}. [This is what holds|These are the rules|It works like this].`,
]
/** Level 2: where the rules stand. */
export const askThere: readonly string[] = [
  `[Please put|Could you put|Can you put] {table} right. [How that is done|The way to do it] is explained [on|under] "{page}" in {pages}, [take the newest|in
   the latest version].`,
  `[I need|We need|Please get] {table} [in order|put right]. [The rules are|You find the rules] in {pages} [under|on the page] "{page}"; [older versions are there
   too|mind the date, there are old ones].`,
  `The table {table} [has to be|must be|needs to be] put right. [Go by|Follow|Use] "{page}" in {pages}, [the version|the one] [that holds|valid] today.`,
]
/** Level 3: the figures have to be right. */
export const askFigures: readonly string[] = [
  `[I do not need|Nobody needs|I am not after] an explanation, [I need|just give me] [correct|the right] {cases}. How [we treat|to treat] such things [is written
   down|can be read] [here|in our own papers|in the database].`,
  `Please [find out|see|check] what [went wrong|happened] and put the {cases} right, [the way|as] [our pages say|the pages say it is done]. [The papers|Our pages and
   notes|What we have in writing] [are all|can be found] in [here|the database].`,
  `[Could you|Please|Can somebody] [get to the bottom of it|sort it out], [and not|not] [only|just] for these two days? [How to go about it|What to look out for]
   is in [the pages|our pages].`,
  `[I am sure|I fear|No doubt] there [are more|is more] [like these|of this]. Please put [all|all our] {cases} right; [what counts and what does not|what to go by] is in [the
   pages|our papers|the notes] [here|in the database].`,
]
/** Level 4 and 5: how stands nowhere but in what was done before. */
export const askLikeBefore: readonly string[] = [
  `We had [this|the same] [in {formerMonth}|around {formerShort}], [number {formerNo}|it was {formerNo}] in {runs}, and {engineer} put it right two days later. [Everybody|Everybody here] [agreed|was content] with how [each kind of {case}|every {case}] was [treated|handled] then, so [do it|please do it] [exactly
   like that|in just the same way]. [There is no page on it|Nobody wrote it down], [only|but] {engineer}'s entries [are there|can be looked at].`,
  `[Please treat|Treat] the {cases} [as|just as] {engineer} did after {formerNo} in {runs}, [around {formerShort}|in {formerMonth}]. [That time|Then] it was
   done [well|properly], [down to the last field|every field of it]. {Engineer} [is on leave|is away], so you will have to [read it off|see it from] the
   entries.`,
  `{FormerNo} in {runs} [went wrong|was wrong] too, [in {formerMonth}|around {formerShort}], and what {engineer} [put back|changed back] [then|that time], and what not, was
   [right|exactly right]. [Go by that|Do the same again]; [a page was never written|it was never put on paper].`,
  `[The last time|Last time], {formerNo} in {runs}, {engineer} [went through|looked at] every {case} and put back [what had to be|only what had to be]. I [want|would like] it [done|handled]
   [the same way|by the same rules] [now|this time]. [You can see the rules|The rules can be seen] from what {engineer} changed [around {formerShort}|in {formerMonth}].`,
]

/** What else moves, and that nothing more does. */
export const restStays: Readonly<Record<'one table' | 'all that follows', readonly string[]>> = {
  'one table': [
    `[Nothing else|No other {case}] [is to|should] change.`,
    `[Leave|Please leave] [all other|the other] {cases} [alone|as they are].`,
    `[Everything else|What is right already] stays as it is.`,
  ],
  'all that follows': [
    `[What is added up from them|The totals made of them], {followers}, must fit again [as well|too]; [leave the rest|nothing else changes].`,
    `[That includes|This includes] {followers}, [where|in which] they are added up. [Nothing else|Nothing more] [is to|should] change.`,
    `[Then|After that] {followers} must [agree|fit] again. [Beyond that|Other than that] [leave everything as it is|change nothing].`,
    `[Bring|Get] {followers} [into line|in order] too[, and|;] [change nothing|touch nothing] [more|else].`,
  ],
}
