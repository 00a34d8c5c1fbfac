/**
 * Tickets: who noticed it tells it in their own words. Those of levels 3 and above never say what kind of thing it is.
 *
 * @module
 */

/** Openings by world: two days with what the house shows and what the sender says it was. */
export const openings: Readonly<Record<string, readonly string[]>> = {
  shop: [
    `[Could somebody|Can someone|Would you] look at the takings [for me|with me|again]? {Where} on {day}: [we show|the system
     shows|the report says] {shown}, and [their till roll|the manager's till roll|the roll from the till] [comes to|says|adds up to] {true}.
     [The next one|Another one|Another store] is {where2}, {day2}, [with|where we have] {shown2} [here and {true2} on the roll|against
     {true2} on their roll].`,
    `I [sat down|tried|wanted] to reconcile {where} [this morning|yesterday|after lunch] and [stopped at|got stuck at|got no further than] {day}. [We have|There is|I find] {shown} [in our figures|with us|on our side], {true} [on the till roll|on their roll|at the till]. [So I|Then I] tried {where2} [instead|next], {day2}:
     {shown2} [against|and not] {true2}.`,
    `{Where} [rang me|called me|has been on the phone] about {day}. They [took|counted|banked] {true}, [we report|our list has|I see] {shown}.
     [It is not just them|They are not the only ones|And they are not alone]: {where2} on {day2} [took|should have] {true2} and [I
     see|we show] {shown2} [here|for them].`,
    `[The area manager|Our area manager|My boss] [does not believe|laughed at|sent back] the takings [I sent|in my report]: {shown} at {where}
     on {day}, [when|while|and] the till roll [there|in the store] [says|has] {true}. [There is also|We then found] {where2}, {day2},
     [with {shown2}|{shown2}] [rather than|in place of|instead of] {true2}.`,
  ],
  clinic: [
    `[The statement|Today's statement|A statement] from {where} does not [fit|agree with|match] our charges. [For|On] {day} they [list|have|claim]
     {true}, [we have|and we have|our total is] {shown}. [With|For|At] {where2} it is {day2}: {true2} [theirs|on their side|with them],
     {shown2} [ours|on ours|with us].`,
    `[Patients|Two patients|Some patients] [complain|have written|rang] about [their|the] laboratory bills, so I [added up|checked|looked at] a
     few days. {Where}, {day}: [we charged|our charges are] {shown}, [the laboratory|their own list] [counts|comes to] {true}. {Where2}, {day2}:
     {shown2} [charged|with us] and {true2} [there|with them].`,
    `[I cannot|We cannot|Nobody here can] [release|sign off|send out] the laboratory charges. [On|For] {day} {where} [stands at|is down for|shows]
     {shown}, [but|and|while] [the laboratory says|their own figure is|they tell me|theirs is] {true}. {Day2}, {where2}: {shown2} [here|with us], {true2} [on
     their side|with them|by their list].`,
    `[An insurer|The insurer|One of the insurers] [sent back|returned|refused] our list, [and I see why|rightly, I think|and they have a point].
     [Our charges|The charges] for {where} on {day} [come to|add up to|are] {shown}; [the laboratory|they] did tests [worth|for] {true}. [Also|I
     found another]: {where2} on {day2}, {shown2} [and not|instead of|where it should be] {true2}.`,
  ],
  logistics: [
    `[The gate book|Their gate book|The paper book] [of|at] {where} has {true} for {day}. [Our|The] handling total [is|says|comes to] {shown}.
     [I checked|I looked at] one more, {where2}: [on|for] {day2} [there is|it has] {true2} in the book and {shown2} [in the system|with
     us|here].`,
    `[A customer|One of the big customers|Our biggest customer] [will not|refuses to] pay [the last|our last|this month's] invoice. [I looked|So I
     looked|I went] into it: {where} on {day} [bills|stands at|shows] {shown}, by the gate book it [was|should be] {true}. {Where2} on {day2}
     [has|shows|comes to] {shown2}, [and the book|the book|their book] has {true2}.`,
    `[Can you check|Please check|Would somebody check] the movements? [For|At] {where}, {day}, [I get fees of|our fees come to|we bill] {shown}, [but|while|and] the depot
     [wrote down|counted|noted] {true}. [And|Also] {where2}, {day2}: {shown2} [here|with us], {true2} [there|at the depot|in their book].`,
    `{Where} [insists|swears|tells me] that [they charged|they did|their book has] {true} on {day}. [We have|Our total says|I see] {shown}. [Before
     I argue|Before I answer|To be sure] I looked at {where2}: [for {day2}|on {day2}] [we have|our total is] {shown2} and [it says|there is] {true2}
     in their book.`,
  ],
  school: [
    `[Could somebody|Would you|Can someone] go over the lesson fees [with me|again]? {Where}, {day}: [the report has|we show|I see] {shown}, [but|while] [the class book there|their class
     book|the class book on paper] [says|adds up to|comes to] {true}. [The same with|It is no better at|Likewise at] {where2}, {day2}: {shown2} [in the report|with us] and {true2}
     [in the book|on paper].`,
    `{Where} [wrote|phoned|called] to say [they never taught|they did not teach] [that much|so much] on {day}: {shown} [by our list|in our figures|with us], {true} [by theirs|in their
     class book]. [I looked at one more|I then took another], {where2}: [on|for] {day2} [we have|there is] {shown2} and [they have|it ought to be] {true2}.`,
    `[The funding office|Somebody at the funding office] [does not accept|sent back|queries] our fees, [and I see why|with reason, I think]. [For|On] {day} {where} [is down for|shows]
     {shown}, [and|while] the lessons [given there|they gave] [come to|are worth] {true}. {Where2}, {day2}: {shown2} [in place of|where it should be] {true2}.`,
    `[While|When] [doing|preparing] the accounts of the centres I [came across|found] two days that [cannot be right|I cannot explain]. {Where}, {day}: {shown}, [though|when] the
     teachers' sheets [say|have|come to] {true}. {Where2}, {day2}: {shown2}, [though|when] the sheets [there|of that day] [say|have] {true2}.`,
  ],
  bank: [
    `[Somebody|Could somebody|Can anybody] [please check|check] the fee income. {Where} [reports|took] {true} for {day} by its own [journal|counter journal], [we show|our income says]
     {shown}. {Where2} on {day2}: {true2} [by the journal|there], {shown2} [here|with us].`,
    `[I wanted|I was going] to [close|sign] the week and [cannot|could not]. {Where} on {day} [stands at|is at] {shown}, [against {true} in the counter journal|but the counter journal has
     {true}]. [It goes on with|Next is] {where2}, {day2}, {shown2} [against|and not] {true2}.`,
    `[Customers|Several customers] [ask|have asked] about fees at {where}, so I [took|went through] {day}: {shown} [in our books|on our side], {true} on the [day sheet there|sheet that they keep].
     [Then|Then I took] {where2} on {day2}: {shown2} [here|with us] and {true2} [there|on theirs].`,
    `The [branch manager|manager] of {where} [does not recognise|cannot place] [our figure|what we show] for {day}, {shown}: [her|his] own [count|sheet] [is|comes to] {true}. [Another manager|A
     second one], at {where2}, [says|tells me] the same of {day2}, {shown2} [instead of|where it was] {true2}.`,
  ],
  saas: [
    `[The hosting partner|Our hosting partner] [and we|and our totals] [disagree|do not agree] on two days. {Where}, {day}: [their counters|the counters there] [give|say] {true}, [our usage
     totals|our totals] {shown}. {Where2}, {day2}: {true2} [there|by the counters], {shown2} [here|with us].`,
    `[A hotel chain|One of the chains] [asked|wants to know] why its usage [jumped|went up so much], so I [compared|checked] {where} for {day}. [We bill|We have] {shown}, the [collectors|meters] [themselves say|counted] {true}.
     [Same picture|It looks the same] at {where2} [for|on] {day2}: {shown2} [billed|with us], {true2} [counted|by the collectors].`,
    `[Can someone from|Could somebody in] engineering [look at|explain] the daily usage? [I expected|There should be] {true} for {where} on {day} and [the total is|I see] {shown}. [For|At] {where2} on {day2} [I expected|there should
     be] {true2} and [it is|I see] {shown2}.`,
    `[I am holding back|I have not sent] the usage bills, [sorry|because of this]. {Where} on {day} [comes out at|adds up to] {shown}; [operations|the people on site] [counted|measured] {true}. {Where2}, {day2}, [comes out at|adds up to]
     {shown2}, [and they have|against] {true2}.`,
  ],
}

/** How it came about, for the lowest levels. */
export const happened: readonly string[] = [
  `[As far as I know|From what I hear|I am told], {importer} [took|accepted|let in] [everything it got|whatever came] [lately|for a while|for some
   days], and some {files} [had been sent|were sent] [again|twice|a second time].`,
  `[IT says|They tell me|I hear from IT] that {importer} [ran without|had lost] its check [for some days|for a time|for a while]. Some {senders} [send
   again|send a {file} again] [when the line is bad|now and then|to be safe], and [all of it|every one of those] [got in|was loaded].`,
  `[Some|Several|A few] {files} [came|arrived] [more than once|a second time|twice], [as happens|which is nothing new], [and|but] [this time|for once]
   {importer} [kept them all|did not sort them out|loaded the lot].`,
  `{Senders} [often|sometimes] [repeat a {file}|send a {file} again]. [Usually|Normally] {importer} [notices|sorts that out], [but|yet] [its
   check was off|it did not check] [for a time|these days], [so|and] [everything|all of it] was loaded.`,
]

/** What is wanted at the lowest level, where everything is told. */
export const askHere: readonly string[] = [
  `[Please put|Could you put|Can you put] {core} in order, [by these rules|like this|as follows].`,
  `[I need|We need] {core} [put right|cleaned up], [and this is how|the rules are these|in the following way].`,
  `[Please|Would you|Could somebody] clean up {core}. [This is what holds|These are the rules|It works like this].`,
]

/** Level 2: where the rules stand. */
export const askThere: readonly string[] = [
  `[Please put|Could you put|Can you put] {core} [and|and also|together with] {childTable} in order. [How to do it|How it is done|The way to do it]
   [is written down|is explained] [on the page|under] "{page}" in {pages}, [of which the newest holds|in the latest version].`,
  `[I need|We need|Please get] {core} and {childTable} [in order|put right]. [The rules are|You find the rules|It is all] in {pages} [under|on the
   page] "{page}"; [older versions are there too|mind the date, there are old ones].`,
  `[The table|Our table] {core} [has to be|must be|needs to be] cleaned up, and {childTable} [with it|too|after it]. [Go by|Follow|Use] "{page}" in
   {pages}, [the version|the one] [that holds|valid] today.`,
]

/** Level 3: the figures have to be right; how, stands in the house. */
export const askFigures: readonly string[] = [
  `[I do not need|Nobody needs|I am not after] an explanation, [I need|just give me] [correct|the right] {rows}. How {importer} [is meant to|should]
   work [is written down|can be read] [here|in our own papers|in the database].`,
  `Please [find out|see|check] what [went wrong|happened] and put the {rows} right. [The papers are|Our pages and notes are|What we have in writing is] [all|to be found] in [here|the database].`,
  `[Could you|Would you|Can somebody] [get to the bottom of it|sort it out], [and not|not] [only|just] for these two days? [Whoever|The people
   who] set up {importer} [left pages|wrote it down|left notes].`,
  `[I am sure|I fear|No doubt] there [are more|must be more] [like these|of these]. Please put [all|all our] {rows} right; [what {importer} should do|the way
   {importer} works] is in [the pages|our papers|the notes] [here|in the database].`,
]

/** Level 4 and 5: how it decides stands nowhere. */
export const askLikeBefore: readonly string[] = [
  `[I want|We want|I would like] [all of it|everything] as {importer} [would have left|should have left] it, [had it|if it had] [worked|gone on
   working] as [in the weeks before|it did earlier]. [How it decides|What it goes by] was never [written down|put on paper], [you will have to|so please] [work it out|work that out|find out] from [earlier {files}|what it did before].`,
  `[Please|Can you|Would you] [get|bring] the {rows} to where they would be if {importer} had [treated|handled] [all|all its] {files} [the way it
   used to|as it always had]. [The colleague|The man|The woman] who [built|wrote] it has [left|retired], so [look at|go by] how it
   [handled|took] [things|{files}] before.`,
  `The {rows} [should|have to|ought to] be as they would be if [nothing had gone wrong|all had gone well]: each {file} handled [the way|as]
   {importer} handled [similar ones|others like it] [before|earlier]. [There is no page on how it decides|Nobody ever wrote down how it decides]; [all
   there is is|the one thing we have is|we only have] its [own log|log], {log}.`,
  `[Before this|Until recently] {importer} [always got it right|did its work well], [but|yet] nobody can tell me [by what rules|how it
   decides]. [Look at|Go through] what it did with {files} [in good times|in the weeks before] and [bring|put] the {rows} [in line with that|to
   where they should be].`,
]

/** What else moves, and that nothing more does: of one table, of two, of all that hang together. */
export const restStays: Readonly<Record<'one table' | 'two tables' | 'all that follows', readonly string[]>> = {
  'one table': [
    `[Nothing else|No other row] in it [is to|should] change.`,
    `[Leave|Please leave] [all other|the other] rows [alone|as they are].`,
    `[Every other row|What is right already] stays as it is.`,
  ],
  'two tables': [
    `[Nothing beyond|Nothing apart from] [these two|the two of them] [is to|should] change.`,
    `[Leave|Please leave] [all other|the other] tables [alone|as they are].`,
    `[Everything else|All the rest] [stays|can stay] [as it is|the way it is].`,
  ],
  'all that follows': [
    `[What depends on them|Whatever hangs on them], the {children} [as well as|together with] {followers}, [has to follow|must follow|should fit again]; [leave the
     rest|nothing else changes].`,
    `[That includes|It includes|Included are] the {children} [as well as|and also|together with] {followers}, [which|as they|since they] [depend|hang] on them. [Nothing else|Nothing more] [is
     to|should] change.`,
    `[Bring|Get] the {children} [as well as|together with] {followers} [into line|up to date] too[, and|;] [change nothing|touch nothing] [more|else].`,
    `[Then|After that|In the end] the {children} [as well as|together with|and then] {followers} [have to|must|should] fit again. [Beyond that|Other than that|Apart from these] [leave everything as it is|everything stays as it is|change nothing|nothing changes].`,
  ],
}
