/**
 * What whoever noticed it writes, each sentence in several tellings.
 *
 * @module
 */
type Texts = readonly string[]

/** What somebody saw in the rows. */
export const openings: Texts = [
  `[I found|There are] {later} {rows} in {core} with a {colTaken} that is [still to come|in the future]. [Number|Take number] {number} of {partner} {who}, for [one|example]: {taken} on {day}, [it says|if you believe it].`,
  `[Can you have a look at|Would you look at] {core}? [By|According to] {colTaken}, {later} {rows} are {taken} [later than today|on days that have not been yet], such as number {number} of {who} on {day}.`,
  `[Something is wrong|There is something wrong] with the days in {core}: {later} {rows} [claim to be|are said to be] {taken} on a day [we have not had yet|after today]. {Partner} {who}, number {number}, [has|shows] {day}.`,
  `[A colleague|Somebody at {desk}] [showed|sent] me number {number} of {partner} {who}: {taken} on {day}, [which is|that is] still to come. I [counted|looked], there are {later} such {rows} in {core}.`,
]
export const seconds: Texts = [
  `{Dues} are [off|wrong] [too|as well]: number {number2} of {who2} [has|shows] {day2}, [and they say|while they tell me] they never [named|gave] that day.`,
  `[It is not only that|That is not all]. For number {number2} of {who2} we have a {due} on {day2}, [which|and that] [nobody there|nobody at {who2}] [knows of|ever said].`,
  `[And then|Then] {who2} [rang|called] about number {number2}: [we wrote|we confirmed] a {due} on {day2}, [they meant|they had told us] another day.`,
  `[The other day|Also the second day] [can be wrong|is wrong in places]: {day2} for number {number2} of {who2} is [not what|none that] they [sent|asked for].`,
]
export const plans: Texts = [
  `[And|Also] {plan} has {seen} for {who2} in {month2}, which [cannot be|makes no sense].`,
  `[On top of that|Besides], {planReader} [asks|wants to know] [why|how it can be that] {plan} [shows|has] {seen} for {who2} in {month2}.`,
  `{who2} [was surprised|laughed] at what {plan} [has|says] for [them in|] {month2}: {seen}. [Quite another figure|Another figure] was [agreed|to be expected].`,
  `[Look at|See] {plan} [as well|too]: {seen} for {who2} in {month2} is [not|nothing like] what [we expected|they announced].`,
]

/** Level 1: the rules follow. */
export const askHere: Texts = [
  `[Please|Could you] put the days in {core} right. [What we know|This is what I was told]:`,
  `[I need|We need] {core} in order [again|]. [What happened|Here is what we know]:`,
  `[Can you|Would you] [repair|mend] that? [The facts|Here are the facts]:`,
]
/** Level 2: where the rules are. */
export const askThere: Texts = [
  `[Please put|Can you put] {core} right. [What happened and what to do|How to go about it] is [written|told] in {pages} under "{page}"; [take|use] the newest version.`,
  `[Please get|Please put] {core} in order. [Follow|Go by] "{page}" in {pages}, there [is an older version|are old versions] too.`,
  `[We need|I need] {core} put right [by|according to] the page "{page}" in {pages}, [the version|the one] that is valid now.`,
  `{core} [has to|must] be put right, [refused lines|what was refused] included. The rules are in {pages}, [title|look for] "{page}", [mind|watch] the date.`,
]
/** Level 3: what happened stands in the traces. */
export const askTraces: Texts = [
  `[I do not know|No idea] [what happened|how that came about], [please|would you] find out and put {core} right, [all of it|not only these]. [How {partners} write|What we agreed with {partners}], what was installed and how we [do|treat] such things is [all|] in
   the database.`,
  `Please [find out|see] what [went wrong|happened] and [correct|mend] {core}, [refused lines|what was refused] included. [Our pages|The pages], the [feed contract|contract with the {partners}], mails and release notes are [there|in the database].`,
  `[Could you|Can somebody] [get to the bottom of it|sort it out] and put {core} right, [every row|all rows] of it? What [we agreed|was agreed] with the {partners}, what they [wrote|mailed] since and what IT [installed|changed] can be [read|found] [here|in the database].`,
]
/** Levels 4 and 5: how partners wrote stands nowhere. */
export const askData: Texts = [
  `[It began|This began] around {about}. [How each {partner} writes its days|Which {partner} writes which way] [was known to|is something] {importer} [once|alone] [knew|], [and nobody kept it|nobody has it on paper], so [work it out|you have to work that out] from
   [the rows|what we have]: [a file|each file] was read one way in each of its two days, [all|for all] its lines.`,
  `[Until|Before] about {about} all was well. [Nobody|No one] can tell me [any more|] how the {partners} write their days, [you will have to|please] [see it|find it out] from the [data|rows]; [at least|but] one thing is sure, within a file
   [each of the two days|each day column] was written the same way [throughout|in all lines].`,
  `[Since|From] {about} or so [days|some days] are wrong, [in some files|not in all files]. The list of how [each {partner}|every {partner}] writes is lost. [What I can say|IT says]: [one file has|in one file there is] one way of writing for {colTaken} and one for {colDue}, [from
   top to bottom|all through]. The rest [must come|has to come] from the data.`,
]
/** That old days are right. */
export const elsewhere: Texts = [
  `[What came|Whatever came] before {about} or from {ended} on was read well.`,
  `[Files from|All files from] before {about} are right, and so are those since {ended}.`,
  `Before {about} and from {ended} on nothing is wrong.`,
]

/** What else moves, and that nothing more does. */
export const restStays: Readonly<Record<'one table' | 'plan' | 'totals', Texts>> = {
  'one table': [
    `[Nothing else|No other row] [is to|should] change.`,
    `[Leave|Please leave] [everything else|all the rest] [alone|as it is].`,
    `[All other rows|What is right already] must not change.`,
  ],
  plan: [
    `{plan} [has to follow|must fit again]; [leave the rest|nothing else changes].`,
    `[Bring|Get] {plan} into line [as well|too], [and|but] [change nothing|touch nothing] else.`,
    `[That includes|Included is] {plan}, [which is made from {core}|as it follows from {core}]. [Nothing else|Nothing more] [is to|should] change.`,
  ],
  totals: [
    `{plan} and {totals} [have to follow|must fit again]; [leave the rest|nothing else changes].`,
    `[Bring|Get] {plan} and {totals} into line [as well|too], [and|but] [change nothing|touch nothing] else.`,
    `[That includes|Included are] {plan} and {totals}, [which are made from {core}|as they follow from {core}]. [Nothing else|Nothing more] [is to|should] change.`,
  ],
}

/** A standing end: what an agent has to know of the grading. */
export const footers: Texts = [
  `Temporary tables are [fine|welcome]; a table cannot be rebuilt with DROP. [Permanent objects|Tables, views or triggers] left
   behind cost 0.05 each and [the task does not count|nothing counts] as solved. [Call finish_task when done|When all is right, call
   finish_task].`,
]
