/**
 * Tickets: who noticed it tells it in their own words; how it looked is in the words of the trade. Those of levels 3 and
 * above never say what kind of thing it is.
 *
 * @module
 */

/** Level 1: what is wanted. */
export const askHere: readonly string[] = [
  `[Please put|Could you put|Can you put] {table} right, [by these rules|like this|as follows].`,
  `[I need|We need] {table} [put right|cleaned up], [and this is how|the rules are these].`,
  `{table} [has to be|must be|needs to be] repaired. [This is what holds|These are the rules|It works like this].`,
]
/** Level 2: where the rules stand. */
export const askThere: readonly string[] = [
  `[Please put|Could you put|Can you put] {table} right. [How that is done|The way to do it] [stands|is explained] [on|under] "{page}" in {pages}, [take the newest|in
   the latest version].`,
  `[I need|We need|Please get] {table} [in order|put right]. [The rules are|You find the rules] in {pages} [under|on the page] "{page}"; [older versions are there
   too|mind the date, there are old ones].`,
  `The table {table} [has to be|must be|needs to be] put right. [Go by|Follow|Use] "{page}" in {pages}, [the version|the one] [that holds|valid] today.`,
]
/** Level 3: the figures have to be right. */
export const askFigures: readonly string[] = [
  `[I do not need|Nobody needs|I am not after] an explanation, [I need|just give me] [correct|the right] weights and bands. How [we treat|to treat] such things [is written
   down|can be read] [here|in our own papers|in the database].`,
  `Please [find out|see|check] what [went wrong|happened] and put the {things} right, [the way|as] [our pages say|the pages say it is done]. [The papers|Our pages and
   notes|What we have in writing] [are all|can be found] in [here|the database].`,
  `[Could you|Please|Can somebody] [get to the bottom of it|sort it out], [and not|not] [only|just] for this one day? [How to go about it|What to look out for]
   [is in|stands in] [the pages|our pages].`,
  `[I am sure|I fear|No doubt] there [are more|is more] [like these|of this]. Please put [all|all our] weights and bands right; [what counts and what does not|what to go by] is in [the
   pages|our papers|the notes] [here|in the database].`,
]
/** Levels 4 and 5: what is wrong stands nowhere. */
export const askFind: readonly string[] = [
  `[Nobody here|No one] [knows|can tell me] what [happened|is behind it], [or|nor] since when. [Not all|By no means all] weights are wrong, [that much I can see|I know that much]. Please put [right what is wrong|the wrong ones right]; [how we go about
   it|what to go by] [stands|is] in our pages.`,
  `[I asked around|I have asked everybody] and [got|heard] five [stories|explanations]. [Look for yourself|Please look yourself] what is wrong and what is not, and put weights and bands right [by|according to] our
   pages [in|here in] the database.`,
  `[The makers of the app|Those who make the app] [say|claim] it is [not them|not their doing]. [So|Then] please [work out|find out] from [what we have|the data] which weights are wrong, and [by how much|what they should be]. Our pages say what
   [holds|applies] when weights are [corrected|put right].`,
  `[Some|Part] of it looks [fine|right] and some [does not|cannot be], [at|in] all [our places|of our places]. [Please find|Find] out which weights [hold|are right] and correct the others, with their bands; [the pages|our pages] tell how we
   [do that|treat such things].`,
]

/** What else moves, and that nothing more does. */
export const restStays: Readonly<Record<'one table' | 'all that follows', readonly string[]>> = {
  'one table': [
    `[Nothing else|No other {thing}] [is to|should] change.`,
    `[Leave|Please leave] [all other|the other] {things} [alone|as they are].`,
    `[Everything else|What is right already] stays as it is.`,
  ],
  'all that follows': [
    `[What is added up from them|The totals made of them], {followers}, must fit again [as well|too]; [leave the rest|nothing else changes].`,
    `[That includes|This includes] {followers}, [where|in which] they are added up. [Nothing else|Nothing more] [is to|should] change.`,
    `[Then|After that] {followers} must [agree|fit] again. [Beyond that|Other than that] [leave everything as it is|change nothing].`,
    `[Bring|Get] {followers} [into line|in order] too[, and|;] [change nothing|touch nothing] [more|else].`,
  ],
}
/** A standing end: what an agent has to know of the grading. */
export const footers: readonly string[] = [
  `Temporary tables are [fine|welcome]; a table cannot be rebuilt with DROP. [Permanent objects|Tables, views or triggers] left
   behind cost 0.05 each and [the task does not count|nothing counts] as solved. [Call finish_task when done|When all is right, call
   finish_task].`,
]
