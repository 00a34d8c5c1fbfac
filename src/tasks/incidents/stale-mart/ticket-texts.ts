/**
 * What whoever noticed it writes. Templates of `Writer`.
 *
 * @module
 */

/** A whole day first, then a group's day. */
export const openings: readonly string[] = [
  `[Something is wrong with|I do not trust] {sheet}. [For|On] {day} all {groups} together [show|come to] {shown}, [and|but] I [make it|get] {true}. {Group2}
   [has|shows] {shown2} on {day2} [where|while] [it should be|the right figure is] {true2}.`,
  `{Sheet} [cannot be right|does not add up]: {day} [stands at|shows] {shown} over all {groups} [and not|instead of] {true}. [Another|One more]:
   {group2} on {day2}, [there I see|it says] {shown2}, and [it should be|I expected] {true2}.`,
  `[Before I sent|When I was about to send] {sheet} [upstairs|to the managers], I [checked|went through] two days by hand. {Day}, all {groups}: {shown} [in the
   sheet|there], {true} [by my count|when I count]. {Day2}, {group2}: {shown2} [and|as against] {true2}.`,
  `[A colleague|Somebody] from {group2} [called|rang]: [for|on] {day2} {sheet} [gives them|has] {shown2}, [they counted|their own figure is] {true2}. I [then looked|looked
   further] and {day} is [off too|wrong as well], {shown} in all, [should be|and right would be] {true}.`,
  `[We|Two of us] [added up|checked] {sheet} [today|this morning]. [All {groups}|The total], {day}: {shown}, [but|and] {true} [would be|is] right. {Group2}, {day2}: {shown2}, and
   {true2} [would be|is] right.`,
]

/** What is wanted at the lowest level, where everything is told. */
export const askHere: readonly string[] = [
  `[Please count|Could you count|Can you count] all of {days} anew from {core}. [These are the rules|It goes like this|This is how it works].`,
  `[I need|We need] every day of {days} [worked out|counted] again from {core}, [by these rules|and these are the rules|as follows].`,
  `[All days|All rows] of {days} [have to be|should be] counted again, from {core}. [What holds|The rules] [for it|for that] [is this|are these]:`,
  `[Would you|Could you] work {days} out again, the whole of it, from {core}? [The rules we agreed|Our rules] are [these|the following].`,
]

/** Level 2: what is wrong, and where the rule stands. */
export const askThere: readonly string[] = [
  `[Please put|Could you put] {days} [and|and also] {months} in order. [Which|The] releases of the job [counted wrong|went wrong] [is said|are named] below; how a day is counted
   is explained [on|under] "{page}" in {pages}, [take the newest|in its latest version].`,
  `[I need|We need] {days} and {months} put right. [How a day is counted|The way to count] is [written down|described] [in|under] "{page}" in {pages} ([mind the date|there is an older
   one]), and [IT told me|I was told] which releases [did it otherwise|got it wrong]:`,
  `{days} [has to be|must be] repaired, with {months} [after it|as well]. [Go by|Use] "{page}" in {pages}, [the version|the one] that holds today. [From IT|IT says], these
   releases [counted wrong|are to blame]:`,
  `[Can you|Would you] repair {days} and {months}? In {pages}, [the page|under] "{page}", [you find|there is] how to count; [an old version|an earlier one] is there [as well|too]. [Wrong|Counted
   wrong] were the days of these releases:`,
]

/** Level 3: the figures have to be right; how, stands in the house. */
export const askFigures: readonly string[] = [
  `[I do not need|Nobody needs] [a long story|an explanation], [just|only] [correct|the right] figures. What was agreed is in our papers [here|in this database], and so are the notes of [what was
   released|each release].`,
  `Please [find out|see|check] which days are wrong and put them right. [The agreement|What we agreed], the pages and the release notes are [all here|in the database].`,
  `[Could you|Please|Can somebody] [get to the bottom of it|look into it], [and not|not] [only|just] for these two days? [It is written down|We have it in writing] how [it should be
   counted|counting works], and [each release|every release] has its note.`,
  `[I am sure|I fear|No doubt] there [are more|is more] [like these|of this]. [All of it|The whole sheet] should be as [agreed|we agreed]; the papers [on that|for it] and the notes to the releases [are here|are in
   the database].`,
]

/** Levels 4 and 5: nobody says which days. */
export const askAll: readonly string[] = [
  `[Nobody can tell me|IT cannot say] which days are [affected|wrong]: there were [many|several] releases, [and the notes are gone|and nobody kept notes], but what each of them ran [is kept|was kept] in {source}. Please
   [bring|get] [all of it|the figures] to what was agreed.`,
  `[I was told|They say] the job [was changed|changed] [again and again|several times] and [all that was kept is|all we have is] its text, one release after the other, in {source}. [Please find|Find] the days that [do not
   follow|went against] what was agreed and [correct|repair] them.`,
  `[Please put|Could you put] right whatever [differs from|goes against] what was agreed for its month. [There is no list|I have no list] of bad days; [you will have|you have] to [read|look at] what ran, it is [all kept|kept] in
   {source}.`,
  `[How it should be counted|What was agreed] is in the papers, month by month; what [really ran|was run] is in {source} and the log. [The two|These] [did not always agree|do not always match], so [please see|find out] where, and repair
   [it|that].`,
]

/** What else moves, and that nothing more does. */
export const restStays: Readonly<Record<'one' | 'two' | 'follow', readonly string[]>> = {
  one: [
    `[No other table|Nothing else] [is to|should] change.`,
    `[Leave|Please leave] all other tables [alone|as they are].`,
    `[All other tables|The other tables] [stay|can stay] [as they are|the way they are].`,
  ],
  two: [
    `[Nothing beyond|Nothing apart from] [these two|the two of them] [is to|should] change.`,
    `[Leave|Please leave] [all other|the other] tables [alone|as they are].`,
    `[Everything else|All the rest] [stays|can stay] [as it is|the way it is].`,
  ],
  follow: [
    `{Monthly}, which [are made|come] from it, [have to|must] [fit|agree] [again|afterwards]; [leave|please leave] [everything else|the rest] [alone|as it is].`,
    `[That includes|Included are] {monthly}, as they [are made from|hang on] it. [Nothing else|Nothing more] [is to|should] change.`,
    `[Bring|Get] {monthly} [into line|in line] too and [change|touch] nothing [more|else].`,
    `[Then|After that] {monthly} [have to|must] agree with it. [Beyond|Apart from] that [leave everything|everything stays] as it is.`,
  ],
}
