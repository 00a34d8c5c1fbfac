import type { WorldTexts } from './world-texts.ts'

/** Words of the bicycle shops. */
export const shopTexts: WorldTexts = {
  pages: [
    {
      title: 'Customer cards at the till',
      body: `[Customers|People] may [hand in|show] their card after they have paid. [Look up|Find] the sale, put the card number
        in, and [that is all|you are done]. A dash [means|stands for] no card. [Never|Do not] invent a number to get rid of the
        [dash|empty field].`,
    },
    {
      title: 'Price labels',
      body: `Labels are [printed|run off] on Monday [before opening|before nine]. The article list [has|holds] what the till
        charges; [a label that says otherwise|any label that differs] is [reprinted|thrown out], the list is [left
        alone|not touched]. Workshop prices are on [the board|the wall].`,
    },
    {
      title: 'Cash count in the evening',
      body: `[Two people|Two of us] count. [Differences|Gaps] under five pounds go on [the slip|the sheet]; anything above is for
        the area manager. The till file [has no cash in it|knows nothing of cash], so [do not look there|there is no use looking
        there].`,
    },
    {
      title: 'When a till loses its line',
      body: `[A till|The till] goes on selling [without the line|offline] and keeps [its sales|what it sold]. They [turn
        up|come in] later the same night. [Nobody has to|There is no need to] type anything in [again|by hand].`,
    },
    {
      title: 'Two of the same',
      body: `[People|Customers] buy two tubes, and [some of us|many of us] ring them up [one by one|one after the other]. Two lines
        [in the same minute|with one time on them] are then two tubes. [Leave them|That is right as it stands].`,
    },
    {
      title: 'Stock counts',
      body: `[Tyres and tubes|Tubes and tyres] are counted on [the first Tuesday|a Tuesday], all else [twice a year|in January and
        July]. [Use the scanner|Scan], do not go by the sales. [A negative count|Stock below zero] is [a typing slip|somebody's
        slip] and is [reported|passed on] to {owner}.`,
    },
  ],
  threads: [
    [
      ['clerk', `[does anybody know|who knows] why {twoLanes} has [two tills|a second till] now?`],
      ['owner', `the workshop got its own, since [spring|April]. [same store code|the store code is the same], till 2`],
    ],
    [
      ['second', `a customer [brought back|returned] a helmet [without|but has no] receipt, [what do I do|now what]`],
      ['clerk', `[look for|find] the sale by day and article and [take it from there|use that one]`],
      ['second', `[found it|got it], thanks`],
    ],
    [
      ['engineer', `label printer at {where3} is [on again|back], it was [the cable|just a cable]`],
      ['owner', `[of course it was|it always is]`],
    ],
    [
      ['owner', `can we [have|get] the takings [by article|split by article] [as well|too]?`],
      ['engineer', `[not this month|after the season], the job only [knows|does] store and day`],
    ],
    [
      ['clerk', `two tubes [rung up|on two lines] in one minute at {where3}, is that a mistake?`],
      ['owner', `no, [front and rear|one each for a couple]. [happens every day|we see that all the time]. leave it`],
    ],
  ],
  mails: [
    {
      subject: 'New opening hours',
      body: `[Dear all|Hello], from [next month|the first] we open at nine [on Sundays too|every day]. Our files will
        [come|arrive] at the [usual|same] time. [Regards|Best], {where3}`,
    },
    {
      subject: 'Roll paper',
      body: `[Hello|Hi], we are [out of|nearly out of] till rolls at {where3}. [Could you|Please] send [two boxes|a box]. [Thanks|Thank
        you]`,
    },
    {
      subject: 'Gift vouchers',
      body: `[Good morning|Morning], the [new vouchers|vouchers] do not [scan|read] on our till. We [write|note] the number down
        [for now|until then]. {where3}`,
    },
    {
      subject: 'Line was down',
      body: `[Hello|Hi], [just so you know|for information]: our line [dropped|was down] [in the evening|at closing time]. The till
        [said|showed] "sending" [for ages|for half an hour]. [All fine|It works] again. {where3}`,
    },
  ],
  releases: [
    {
      program: 'label printer',
      note: `[Smaller|Narrow] labels for [small parts|tubes and bells]. Old rolls can be used up.`,
    },
    {
      program: 'customer cards',
      note: `Points [are shown|appear] on the receipt. [No change|Nothing changes] in the files.`,
    },
    {
      program: 'takings job',
      note: `[Starts|Now starts] at four [instead of|and not at] three, after the [backup|copy].`,
    },
    {
      program: 'refund screen',
      note: `[Reasons|All reasons] can be [picked|chosen] from a list. [Typing|Free text] still works.`,
    },
    {
      program: 'till software',
      note: `[Receipts now|All receipts] show the sale number [as a barcode|in larger print], so refunds [need no typing|are quicker].`,
    },
  ],
}
