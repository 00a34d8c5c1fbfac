/**
 * The sentences that close a question, each in several tellings, by the rule of the house.
 *
 * @module
 */
import type { CorrectionRule, PriceRule } from '../../worlds/stations/price-rule.ts'

type Told = readonly string[]

/** Which list gives the prices of an order. */
export const dayDecides: Told = [
  `[Prices|The prices] of {anOrder} [are those of|come from] the {list} [in force|valid] on the day it was {happened}, see {deciding} in
   {ordersTable}.`,
  `[What counts is|It is] the day on which {anOrder} was {happened} ({deciding} in {ordersTable}): the {list} [in force|valid] on that
   day [has|gives] its prices.`,
  `[Take|Use] the {list} [that was in force|in force] [when|on the day when] the {order} was {happened}; {deciding} in {ordersTable} [says
   when|has it].`,
  `[No matter|It does not matter] when the {invoice} is made: the day in {deciding} of {ordersTable}, [when|on which] the {order} was
   {happened}, [tells|decides] which {list} [goes|applies].`,
]

/** By whose clock the day is read. */
export const clock: Readonly<Record<PriceRule['zone'], Told>> = {
  utc: [
    `[Times|All times] there are in UTC, and [so is the day|the day is taken in UTC too].`,
    `[The day|That day] is [the one in UTC|taken in UTC], [just as|as] the [times are|column is], wherever the {order} came [in|from].`,
    `[We go by|We read the day by] UTC, [not|never] by the clock on [the|anybody's] wall; [the times|times] are [kept|stored] in UTC [in any case|anyway].`,
    `[The times are|What stands there is] in UTC. [Read the day|Take the date] [straight from there|just as it stands there], nothing is
     added [to it|for summer time].`,
  ],
  office: [
    `[Times|All times] there are in UTC, [but|while] the day is that of [our head office|the head office], two hours [later|ahead of UTC].`,
    `[The day|That day] is [the one|taken] by the clock at [head office|our head office], which [was|is] two hours ahead of [the UTC
     times|UTC] all [this|that] time.`,
    `[We go by|We use] head office time for [the day|it]: [add two hours|two hours are added] [to|on to] the UTC [times|time] [in that table|there].`,
    `[The times are|What stands there is] in UTC. [Add|First add] two hours, [as|since] the day is [the day|that] at head office[, wherever
     the {order} came from|].`,
  ],
  site: [
    `[Times|All times] there are in UTC, [but|while] the day is that of the {site} [which took|that has] the {order}: {colAhead} in
     {sitesTable} [says|tells] how many hours it is ahead.`,
    `[The day|That day] is [the one|taken] by the clock on the wall of the {site} [concerned|in question], {colAhead} [hours|whole hours] [ahead
     of|later than] the UTC [times|time] ({sitesTable}).`,
    `[We go by|We use] local time of the {site} for [the day|it]: [to the UTC time add|add] the hours [in|of] {colAhead} from
     {sitesTable}.`,
    `[The times are|What stands there is] in UTC. [Every|Each] {site} [lives|works] by its own clock ({colAhead} in {sitesTable}), and the day
     [is read|counts] by that of [the one|whichever] [the {order} belongs to|took the {order}].`,
  ],
}

/** Prices that were agreed with a customer. */
export const agreedGoes: Readonly<Record<PriceRule['agreed'], Told>> = {
  always: [
    `[Where|If] {agreements} has a price [agreed with|for] the {customer} for [that|the] {good}, valid on that day, it [goes|comes] before the
     {list}, [be it|whether] higher or lower.`,
    `[A price|Any price] in {agreements}, [as long as it is|if] valid on that day, [always|in every case] [replaces|goes before] [that of the {list}|the
     {list}], [even where|also if] the {list} is cheaper.`,
    `[Agreed is agreed|An agreed price binds both sides]: [what|a price that] {agreements} [has|holds] for {customer} and {good} on that day
     [is used|counts], [even if the {list} differs|whatever the {list} says].`,
  ],
  'if lower': [
    `[Where|If] {agreements} has a price [agreed with|for] the {customer} for [that|the] {good}, valid on that day, the lower of [it and the {list}|the agreed price and that of the {list}] [counts|is used].`,
    `[A price|Any price] in {agreements}, [as long as it is|if] valid on that day, only [counts|applies] [where|if] [it is|that price is] below the {list};
     [otherwise|else] the {list} [stays|is used].`,
    `[Nobody pays more|No {customer} pays more] than the {list}: [what|a price that] {agreements} [has|holds] for {customer} and {good} on that day
     [is used|counts], [but only|though only] if it is the lower [one|of the two].`,
  ],
}

/** Tax of a line. */
export const taxRounds: Readonly<Record<PriceRule['rounding'], Told>> = {
  nearest: [
    `{colTax} is [worked out|computed] for each line [by itself|alone], at the rate of its {good}, to the nearest [whole {minor}|{minor}].`,
    `[Each line|Every line] has its own {colTax}: {colNet} times the rate of the {good}, rounded to the nearest {minor}.`,
    `For {colTax} [take|use] the rate of the {good} and round [line by line|every line] to the {minor} that is [nearest|closest].`,
  ],
  down: [
    `{colTax} is [worked out|computed] for each line [by itself|alone], at the rate of its {good}; [a part|any part] of a {minor} is [dropped|left
     off].`,
    `[Each line|Every line] has its own {colTax}: {colNet} times the rate of the {good}, rounded down to [whole {minors}|a whole {minor}].`,
    `For {colTax} [take|use] the rate of the {good} and [cut off|drop] [line by line|in every line] what is [over|more than] a whole {minor}.`,
  ],
}

/** What is not out yet. */
export const draftsInPlace: Told = [
  `[If|As long as] {anInvoice} is "{draft}", [its wrong lines are changed|change its wrong lines] [where they stand|in place], up [or|as
   well as] down: {colPrice}, {colNet}, [then|and] {colTax} and {colGross}.`,
  `{Invoices} that are still "{draft}" [are put|can be put] right [in place|where they stand]: {colPrice}, {colNet}, {colTax}, {colGross}
   [of|in] [each line|every line] [that is wrong|concerned], [whether|no matter whether] it was too much or too little.`,
  `While the status is "{draft}", [nobody outside has seen the {invoice}|the {invoice} has not left the house], so [simply write|write] the right {colPrice},
   {colNet}, {colTax} [and|as well as] {colGross} into [the lines that are wrong|the lines concerned], [whether they go up or down|higher or lower].`,
  `"{draft}" means we [still have|have not sent] the {invoice}: [just correct|correct] the lines [themselves|where they stand] ({colPrice}, {colNet},
   {colTax}, {colGross}), [also|even] where [the price goes up|they get dearer].`,
]

/** What is out is never changed. */
export const outGetsEntry: Told = [
  `[Nothing|No line] of {anInvoice} that is "{sent}" is [ever changed|changed any more]. [It gets|Instead it gets] one more entry in {entries}
   with the difference, one for the whole {invoice}, [however many|no matter how many] lines are wrong; {colTax} is [the sum of|added up from] the differences of [the|its] lines.`,
  `[Once|When] {anInvoice} is "{sent}", its lines [stay|are left] as they are. [Write|We write] [one entry|a single entry] to {entries} [for
   it|for all of it], with the difference between what [its lines together|all its lines] [should have|ought to have] come to and what they [came|come] to; the [same goes for|same holds for] {colTax}, [line by line|each line by itself] and then [added up|summed].`,
  `"{sent}" means [the {customer} has the {invoice}|the {invoice} has left the house]: [hands off|do not touch] its lines. The difference [of all|over all]
   its lines [goes into|makes] one [new entry|entry] of {entries}, [not one for each|never one per line]; for {colTax} [add up|sum] the
   differences of the [single lines|lines].`,
  `[Lines|The lines] of [what|whatever] is "{sent}" are [printed and gone|out of our hands]. [Write|Put|Enter] the difference in [one|just one]
   entry of {entries} [per|for each] {invoice}, [all|over all] lines [taken together|in one sum]; [its|the] {colTax} [adds up|is the sum of]
   what [each line|every line] [was off by|is out by].`,
]

/** Date, reason and empty columns of a correction. */
const entryHas: Told = [
  `[The entry|It] has {colReason} "{priceWord}" and today's date in {colDay}; {colGood}, {colQuantity} and {colPrice} stay empty.`,
  `{colReason} is "{priceWord}", {colDay} [is today|has today's date], [and there is|with] nothing in {colGood}, {colQuantity}
   and {colPrice}.`,
  `Put "{priceWord}" into {colReason} and today's date into {colDay}, [and leave|leave] {colGood}, {colQuantity} and {colPrice} empty.`,
]

const numbers: Readonly<Record<CorrectionRule['number'], Told>> = {
  prefix: [
    `{colDocument} is the number of the {invoice} with "{mark}-" before it.`,
    `[For|In] {colDocument} [write|put] "{mark}-" and then the number of the {invoice}.`,
    `{colDocument} [begins with|starts with] "{mark}-", the {invoice}'s number [follows|comes after it].`,
  ],
  suffix: [
    `{colDocument} is the number of the {invoice} with "/{mark}" after it.`,
    `[For|In] {colDocument} [write|put] the number of the {invoice} and then "/{mark}".`,
    `{colDocument} [begins with|starts with] the {invoice}'s number, "/{mark}" [follows|comes after it].`,
  ],
  'first letter': [
    `{colDocument} is the number of the {invoice} with "{mark}" [instead of|in place of] its first letter.`,
    `[For|In] {colDocument} [write|put] the number of the {invoice}, its first letter [changed|turned] into "{mark}".`,
    `{colDocument} has the {invoice}'s number, [but|only] with "{mark}" where [that|the {invoice}] has "{letter}".`,
  ],
}

const kinds: Readonly<Record<CorrectionRule['form'], Readonly<Record<'both' | 'less', Told>>>> = {
  'one kind, signed': {
    both: [
      `{colKind} is "{less}" [either way|in both cases]; the amounts are below zero where the {customer} gets something back, and above where
       we ask for more.`,
      `"{less}" goes into {colKind}; amounts with a minus [give back|are in favour of the {customer}], those without [ask|are] for more.`,
      `{colKind} is always "{less}", [it is the sign that tells|and the sign tells]: minus for what the {customer} gets back, plus for what
       is still to [come|be paid].`,
    ],
    less: [
      `{colKind} is "{less}", and the amounts are below zero.`,
      `"{less}" goes into {colKind}; the amounts [have|carry] a minus.`,
      `{colKind} is "{less}", with a minus [before|in front of] [the|all three] amounts.`,
    ],
  },
  'two kinds, signed': {
    both: [
      `{colKind} is "{less}", with amounts below zero, where the {customer} gets something back, and "{more}", with amounts above, where
       we ask for more.`,
      `[What is given back|Money given back] is "{less}" in {colKind} and [has|carries] a minus in all amounts; [what is asked for|what is still to be paid] is
       "{more}" and has none.`,
      `Use "{less}" in {colKind} for [what we give back|money given back], amounts with a minus, and "{more}" for [what we ask for|what is still to be paid],
       amounts without.`,
    ],
    less: [
      `{colKind} is "{less}", and the amounts are below zero.`,
      `"{less}" goes into {colKind}; the amounts [have|carry] a minus.`,
      `{colKind} is "{less}", with a minus [before|in front of] [the|all three] amounts.`,
    ],
  },
  'two kinds, unsigned': {
    both: [
      `{colKind} is "{less}" where the {customer} gets something back, and "{more}" where we ask for more; no amount has a minus.`,
      `[What is given back|Money given back] is "{less}" in {colKind}, [what is asked for|what is still to be paid] is "{more}"; the amounts are always above
       zero, the kind [tells|says] the direction.`,
      `Use "{less}" in {colKind} for [what we give back|money given back] and "{more}" for [what we ask for|what is still to be paid], [both|each] without a
       minus.`,
    ],
    less: [
      `{colKind} is "{less}"; no amount has a minus, the kind says it all.`,
      `"{less}" goes into {colKind}; the amounts are [written|given] without a minus.`,
      `{colKind} is "{less}", and [the amounts|all three amounts] are above zero, [since|as] the kind [tells|says] the direction.`,
    ],
  },
}

/** How the entry is written. */
export const entryForm = ({ form, number, under }: CorrectionRule): readonly Told[] => [
  entryHas,
  numbers[number],
  kinds[form][under === 'waived' ? 'less' : 'both'],
]

/** An entry of the kind that is there. */
export const lookAtExample: Told = [
  `[Entry {example} is|Look at entry {example}, it is] one [as it should be|done right].`,
  `[As an example|For an example] see entry {example}.`,
  `[The colleagues|We] wrote entry {example} [that way|like that] [a while|some time] ago.`,
]

/** The form is to be seen from what was written before. */
export const asBefore: Told = [
  `[It is dated|Date it] today; [in everything else|otherwise], kind, sign, number and all, it [is written|looks] like the [earlier|older] entries that have "{priceWord}" in {colReason}.`,
  `[Give it|It has] today's date. [Write it|It is written] [just as|the way] those that have "{priceWord}" in {colReason} were [written|done], column by column.`,
  `[Its date|The date] is that of today. [For|As for] the other columns, [follow|go by] the [older|earlier] entries that have "{priceWord}" in
   {colReason}.`,
]

/** What becomes of an invoice that asked for too little. */
export const tooLittle: Readonly<Record<CorrectionRule['under'], Told>> = {
  charged: [
    `[Where|If] [all in all|in sum] we asked for too little, [the rest is charged|we charge the rest] [the same way|by the same kind of entry].`,
    `[This goes|It goes] both ways: [if|where] the {invoice} [as a whole|all in all] was too low, we [ask for the rest|charge the rest] [in the same manner|likewise].`,
    `[Too low a sum|{AnInvoice} that was too low] is no gift: [the rest|what is missing] is charged [as well|too], also by one entry.`,
  ],
  waived: [
    `[Where|If] [all in all|in sum] we asked for too little, [nothing is written|we write nothing]: that was our mistake.`,
    `[This goes|It goes] one way only: [if|where] the {invoice} [as a whole|all in all] was too low, [it stays so|that is how it stays] and
     [no entry is made|nothing is written].`,
    `[What was too low|{AnInvoice} that was too low] in sum and is already with the {customer} [is let go|stays as it is]: we do not ask for [more|the
     rest].`,
  ],
  'waived if closed': [
    `[Where|If] [all in all|in sum] we asked for too little, [the rest is charged|we charge the rest] the same way, [but not|except] where the
     {invoice} [has a|bears a] date in a month that {periods} lists as closed: [there|then] [nothing is written|we write nothing].`,
    `For [what was too low|{anInvoice} that was too low] as a whole we charge the rest, [unless|but not if] the month of its date is
     closed ({periods}); [then|in that case] it stays as it is. Money is [paid|given] back in any case.`,
    `[Where it is|If it is] too low in sum, the rest is charged [likewise|in the same way] while the month of the {invoice} is open. [Once that is closed|In a closed one], see {periods}, we [only|just] give back and [never|do not] ask for more.`,
  ],
}

/** What has been corrected is done. */
export const doneIsDone: Told = [
  `{AnInvoice} that has [an entry|some entry] with "{priceWord}" in {colReason} is [already done|done]; entries [with|for] other reasons do not
   count.`,
  `[Some|A few] {invoices} have been [dealt with|corrected]: [where|if] [there is|you find] an entry with "{priceWord}" in {colReason}, nothing [more is
   written|is left to do]. [Other reasons|Entries with another reason] have nothing to do with [it|this].`,
  `[Check|Look] first whether "{priceWord}" stands in {colReason} of [an entry|one of the entries] of the {invoice}: if so, that [is done|has been corrected]
   and [gets no second entry|nothing more is written]. [An entry|One] with another reason does not count.`,
  `[Never|Do not] [correct twice|correct a second time]: [what|whatever] [has|shows] "{priceWord}" in {colReason} [already|of an entry] is [settled|finished]. Entries [for any other reason|with another reason] [do not count|are not about prices].`,
]

/** Sums that follow. */
export const sumsFollow: Told = [
  `{turnover} [has to agree|agrees] with the entries afterwards; [an entry|a correction] counts in the month of its own date.`,
  `[Afterwards|Then] {turnover} is [brought in line|made to fit]: [a correction|each entry] belongs to the month [in which it is dated|of its own {colDay}].`,
  `[What is in|The figures of] {turnover} [must fit|must agree with] the entries [again|afterwards], each in the month of its own {colDay}.`,
]
export const totalsFollow: Told = [
  `{totals} [is|has to be] added up from {turnover}.`,
  `[And|After that] {totals} follows from {turnover}.`,
  `{totals} [follows|comes] from {turnover} [in turn|then].`,
]

/** Somebody asks about a price that was agreed, and is told. */
export const agreedTold: Readonly<
  Record<PriceRule['agreed'], readonly (readonly (readonly ['owner' | 'second' | 'clerk', string])[])[]>
> = {
  always: [
    [
      [
        'second',
        `[one of|at least one of] the {customers} [has|still has] a price in {agreements} that is [above|higher than] the {list} now. [which one goes|which do I take]?`,
      ],
      [
        'owner',
        `[the agreed one|what was agreed], always. [higher or lower|up or down], the {list} is [nothing to them|not for them]`,
      ],
    ],
    [
      ['clerk', `{agreements} or {list}, [if|when] both have a price for [the|that] {good}?`],
      [
        'owner',
        `{agreements}, [every time|without exception], [also|even] [if|when] the {list} [is cheaper|has dropped below it]`,
      ],
      ['clerk', `[ok|clear], [thanks|good to know]`],
    ],
    [
      ['second', `[do we|should we] still use {agreements} where the {list} has [come down|dropped] below [it|that]?`],
      [
        'owner',
        `[yes|we do]. [agreed is agreed|they signed for that], [it binds|and it binds] both sides, [even if the {list} is lower|whatever the {list} says]`,
      ],
    ],
  ],
  'if lower': [
    [
      [
        'second',
        `[one of|at least one of] the {customers} [has|still has] a price in {agreements} that is [above|higher than] the {list} now. [which one goes|which do I take]?`,
      ],
      [
        'owner',
        `the {list} then. [we promised|they have it in writing] that they never pay more than [others|that], so it is always the lower [one|of the two]`,
      ],
    ],
    [
      ['clerk', `{agreements} or {list}, [if|when] both have a price for [the|that] {good}?`],
      [
        'owner',
        `whichever is lower. [an agreed price|{agreements}] is [a ceiling|an upper limit], [it is not|never] [a fixed price|a floor]`,
      ],
      ['clerk', `[ok|clear], [thanks|good to know]`],
    ],
    [
      ['second', `[do we|should we] still use {agreements} where the {list} has [come down|dropped] below [it|that]?`],
      [
        'owner',
        `[no|we do not]. [it only goes|that only goes] where it is lower, [otherwise|else] they [would pay|pay] more than [everybody|anybody] [else|without one]`,
      ],
    ],
  ],
}

/** What the program was changed to, and back. */
export const lookupMoved: Told = [
  `[Prices are|The price is] now [looked up|fetched] [in one go|once], while the {invoice} is [put together|built]. [Much|Noticeably] faster [for
   large|with large] ones.`,
  `[One query|A single query] for all prices of {anInvoice} [in place of|instead of] one [per line|for each line]. [Needs|Takes] half the time.`,
  `[Reads|Takes] the prices [at the time of|during] [billing|the billing run] [now|from now on], [which saves|saving] a look at the {order}.`,
]
export const lookupBack: Told = [
  `[Prices|Price lookup] [as|like] before the last [release|version]. [Takes longer|Slower] again, sorry.`,
  `[Undoes|Takes back] the [faster|quick] lookup of prices. Nothing that was made in between is touched.`,
  `[The old way|The former way] of [finding|looking up] prices is [back|in use again]; the [other|new] one is [switched off|gone].`,
]
