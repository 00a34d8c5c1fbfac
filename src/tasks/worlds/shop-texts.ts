import type { WorldTexts } from './world-texts.ts'

/** Words of the garden shops. */
export const shopTexts: WorldTexts = {
  pages: [
    {
      title: 'Loyalty cards at the till',
      body: `[Customers|People] may [ask for|want] points after they have paid. [Look up|Find] the sale, put the card
        number in, [and that is all|done]. A dash [means|stands for] no card. [Never|Do not] invent a number to get
        rid of the [dash|field].`,
    },
    {
      title: 'Price labels',
      body: `Labels are [printed|run off] on Monday [before opening|before nine]. The article list [is|holds] what the
        till charges; [a label that says otherwise|any label that differs] is [reprinted|binned], the price list [stays|is
        not touched]. Cafés [have|keep] their own [board|chalk board].`,
    },
    {
      title: 'Cash count in the evening',
      body: `[Two people|Two of us] count. [Differences|Gaps] under five pounds go [on the slip|on the sheet]; anything
        above [is for|goes to] the area manager. The till file [has no cash in it|knows nothing of cash], so [do not
        look there|it is no use to look there].`,
    },
    {
      title: 'When a till loses its line',
      body: `[A till|The till] goes on selling [without the line|offline] and keeps [its sales|what it sold]. They
        [turn up|come in] later the same night. [Nobody has to|There is no need to] type anything in [again|by hand].`,
    },
    {
      title: 'Stock counts',
      body: `[Plants|Live plants] are counted on [the first Tuesday|a Tuesday], everything else [twice a year|in January
        and July]. [Use the scanner|Scan], not the sales. [A negative count|Stock below zero] is [a typing slip|somebody's
        slip] and is [reported|passed on] to {owner}.`,
    },
  ],
  threads: [
    [
      ['clerk', `[does anybody know|who knows] why {where3} has [two tills|a second till] now?`],
      ['owner', `café got its own, since [spring|April]. [same store code|it has the same code], till 2`],
    ],
    [
      [
        'second',
        `a customer [brought back|returned] a watering can [without|but has no] receipt, [what do I do|now what]`,
      ],
      ['clerk', `[look for|find] the sale by day and article and [take it from there|use that one]`],
      ['second', `[found it|got it], thanks`],
    ],
    [
      ['engineer', `[printer at|label printer at] {where3} is [on again|back], it was [the cable|just a cable]`],
      ['owner', `[of course|it always is]`],
    ],
    [
      ['owner', `can we [have|get] the takings [by article|split by article] [as well|too]?`],
      ['engineer', `[not this month|after the season], [the job|the nightly job] only [knows|does] store and day`],
    ],
    [
      [
        'clerk',
        `[the same coffee|one coffee] [rung up two times in a row|two times in one minute] at {where3}, is that a mistake?`,
      ],
      [
        'owner',
        `[no|nope], [two people|a couple], one pays for each. [happens every day|all day long]. [leave it|that is fine]`,
      ],
    ],
  ],
  mails: [
    {
      subject: 'New opening hours',
      body: `[Dear all|Hello], from [next month|the first] we open at nine [on Sundays too|every day]. [Till files|Our
        files] will [come|arrive] at the [usual|same] time. [Regards|Best], {where3}`,
    },
    {
      subject: 'Roll paper',
      body: `[Hello|Hi], we are [out of|nearly out of] till rolls [at|here at] {where3}. [Could you|Please] send [two
        boxes|a box]. [Thanks|Thank you]`,
    },
    {
      subject: 'Gift vouchers',
      body: `[Good morning|Morning], the [new vouchers|vouchers] do not [scan|read] on [till 1|our till]. We [write|note]
        the number [down|by hand] [for now|until then]. {where3}`,
    },
    {
      subject: 'Line was down',
      body: `[Hello|Hi], [just so you know|for information]: our line [dropped|was down] [in the evening|at closing
        time]. The till [said|showed] "sending" [for ages|for half an hour]. [All fine|Works] again. {where3}`,
    },
  ],
  releases: [
    {
      program: 'label printer',
      note: `[Smaller|Narrow] labels for [seed packets|packets]. [Old rolls|The old rolls] can be used up.`,
    },
    { program: 'loyalty', note: `Points [are shown|appear] on the receipt. [No change|Nothing changes] in the files.` },
    {
      program: 'takings job',
      note: `[Starts|Now starts] at four [instead of|and not at] three, after the [backup|copy].`,
    },
    {
      program: 'refund screen',
      note: `[Reasons|The reason] can be [picked|chosen] from a list. [Typing|Free text] still works.`,
    },
    {
      program: 'till software',
      note: `[Receipts|The receipt] show the sale number [as a barcode|in larger print], so refunds [need no typing|are quicker].`,
    },
  ],
}
