/**
 * Tickets: who noticed it tells it in their own words. Those of levels 3 and above never say what kind of thing it is.
 *
 * @module
 */

/** Openings by world: two days with what the house shows and what the sender says it was. */
export const openings: Readonly<Record<string, readonly string[]>> = {
  shop: [
    `[Could somebody look|Please have a look] at the takings? {Where} on {day}: [we show|the system shows] {shown}, and [the
     manager's till roll|their till roll] [comes to|says] {true}. [Then there is|Another one is] {where2}, {day2}, {shown2}
     [and {true2} on the roll|with {true2} on the roll].`,
    `I [sat down|tried] to reconcile {where} [this morning|yesterday] and [stopped|got no further than] at {day}. {Shown} in
     our figures, {true} on the till roll. [I took|I tried] {where2} instead, {day2}: {shown2} [against|and] {true2}.`,
    `{Where} [rang me|has been on the phone] about {day}. They [took|counted] {true}, [we report|our list has] {shown}. [It is
     not just them|They are not alone]: [at|for] {where2} on {day2} it is {true2} on the roll and {shown2} [here|with us].`,
    `[The area manager|Our area manager] [does not believe|laughed at] the takings I sent: {shown} at {where} on {day}, [when the
     roll says|and the roll says] {true}. [He found|She found] {where2} as well, {day2}, {shown2} [for|in place of] {true2}.`,
  ],
  clinic: [
    `[The statement|Today's statement] from {where} does not fit our charges. [For|On] {day} they [list|have] {true}, we have
     {shown}. [With|And with] {where2} it is {day2}: {true2} [theirs|on their side], {shown2} [ours|on ours].`,
    `[Patients|Two patients] [complain|have written] about their laboratory bills, so I [added up|checked] a few days. {Where},
     {day}: {shown} charged, {true} [on the laboratory's list|by the laboratory's own count]. {Where2}, {day2}: {shown2} and
     {true2}.`,
    `[I cannot|We cannot] release the laboratory charges. [On|For] {day} {where} [stands at|is in with] {shown}, and [the
     laboratory says|their own figure is] {true}. {Day2}, {where2}: {shown2} [against|with us,] {true2} [at theirs|with them].`,
    `[An insurer|The insurer] [sent back|returned] our list, [and I see why|rightly]. [Fees|Charges] for {where} on {day} [come
     to|are] {shown}; [the laboratory did|they did] tests for {true}. [Same story|Something similar] at {where2} on {day2},
     {shown2} [and not|instead of] {true2}.`,
  ],
  logistics: [
    `[The gate book|Their gate book] of {where} has {true} for {day}. [Our|The] handling total [is|says] {shown}. [I checked
     one more|One more]: {where2}, {day2}, {true2} in the book and {shown2} [in the system|with us].`,
    `[A customer|One of the big customers] will not pay [the last|our last] invoice. [I looked|So I looked] into it: {where} on
     {day} [bills|stands at] {shown}, by the gate book it [was|should be] {true}. {Where2} on {day2} [has|shows] {shown2}, [and the
     book|the book has] {true2}.`,
    `[Can you check|Please check] the movements? [For|At] {where}, {day}, I get fees of {shown}, [but|while] the depot [wrote
     down|counted] {true}. [And|Also] {where2}, {day2}: {shown2} here, {true2} [there|at the depot].`,
    `{Where} [insists|swears] that {day} was a {true} day. [We have|Our total says] {shown}. [Before I argue|Before I answer] I
     looked at {where2}: {day2}, {shown2} [with us|here] and {true2} in their book.`,
  ],
}

/** How it came about, for the lowest levels. */
export const happened: readonly string[] = [
  `[As far as I know|From what I hear], {importer} [took everything|let everything in] it was given [lately|for a while], and
   some {files} [had been sent again|were sent twice].`,
  `[IT says|They tell me] that {importer} [ran without its check|did not check anything] [for some days|for a time]. Some
   {senders} [send again|send things again] [when the line is bad|now and then], and [all of it|everything] got in.`,
  `[Some {files}|Several {files}] came [more than once|a second time], as they [always do|do], and [this time|for once]
   {importer} [kept them all|did not sort them out].`,
]

/** What is wanted at the lowest level, where everything is told. */
export const askHere: readonly string[] = [
  `[Please put|Could you put] {core} in order, [by these rules|like this].`,
  `[I need|We need] {core} [as it should be|cleaned up], and [this is how|the rules are these].`,
  `[Please|Would you] clean up {core}. [This is what holds|These are the rules].`,
]

/** Level 2: where the rules stand. */
export const askThere: readonly string[] = [
  `[Please put|Could you put] {core} in order, [{children} included|and {childTable} with it]. How it is done [stands|is] on
   the page "{page}" in {pages}, [the newest one|the latest version].`,
  `[I need|We need] {core} and {childTable} [in order|as they should be]. [The rules are|You find the rules] in {pages},
   "{page}"; [older versions are still there|mind the date, old ones are still there].`,
  `The table {core} [has to be|must be] cleaned up, and {childTable} [with it|too]. Go by "{page}" in {pages}, [as it stands
   today|the version that holds today].`,
]

/** Level 3: the figures have to be right; how, stands in the house. */
export const askFigures: readonly string[] = [
  `[I do not need|Nobody needs] an explanation, just [the right {rows}|{rows} that are right] and {days} [that follow|that
   agree]. [How|The way] {importer} is meant to work [is written down|has been written down] [here|in our own papers].`,
  `Please [find out|see] what [went wrong|happened] and put the {rows} right, and [whatever hangs on them|what depends on
   them]. The [papers|pages and notes] are all [in here|in the database].`,
  `[Could you|Please] [get to the bottom of it|sort it out], not [only for|just] these two days? [The {rows} first|First the
   {rows}], then {children} and {days}. [Whoever set it up|The people who set it up] [left pages|wrote it down].`,
]

/** Level 4 and 5: how it decides stands nowhere. */
export const askLikeBefore: readonly string[] = [
  `[I want|We want] everything as {importer} [would have left it|would have it] [had it gone on|if it had gone on] [as at
   first|as in the weeks before]. [How it decides|What it goes by] was never written down; [you will have to see|one has to
   see] it from what it did with [earlier files|such {files} in good times].`,
  `[Please|Can you] bring the {rows} to where they would be if {importer} had [treated all|dealt with all] {files} [the way
   it used to|as it always had]. [The colleague|The man] who [built it|wrote it] [has left|retired], so [look at|go by] how it
   [handled|took] things before.`,
  `The {rows} should be [what they would be|as they would have been] without [whatever happened|this episode]: each {file}
   [taken|handled] as {importer} [took|handled] its like [before|earlier on]. [There is no page on that|No page tells], only its
   [own record|log].`,
]

/** Nothing else changes. */
export const restStays: readonly string[] = [
  `Nothing else [is to change|changes].`,
  `[Leave|Please leave] the rest as it is.`,
  `[Everything else|The rest] stays as it is.`,
  `[All other|Other] tables [stay|are left] as they are.`,
]
