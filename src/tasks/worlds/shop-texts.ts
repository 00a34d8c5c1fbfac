import type { WorldTexts } from './world-texts.ts'

/** Words of the bicycle shops. */
export const shopTexts: WorldTexts = {
  pages: [
    {
      title: 'Customer cards at the till',
      body: `[Customers|People|Some customers] [may hand in|may show|can show] their card [after|when] they have paid. [Look up|Find|Open] the sale, [enter|put in] the
        number, and [that is all|you are done]. A dash [means|stands for|says] no card. [Never|Do not|Please never] [invent|make up] a
        number [to get rid of|in place of] the [dash|empty field].`,
    },
    {
      title: 'Price labels',
      body: `[Labels|Price labels] are [printed|run off] [on Monday|on Mondays|each Monday] [before opening|before nine]. The article list [has|holds] what the till
        charges; [a label that says otherwise|any label that differs] is [reprinted|thrown out], the list is [left
        alone|not touched]. Workshop prices are on [the board|the wall].`,
    },
    {
      title: 'Cash count in the evening',
      body: `[Two people|Two of us|Always two] count. [Differences|Gaps] under five pounds [go on|belong on] [the slip|the sheet]; [anything|whatever is] above that [is for|goes to] the area manager. The till file [has no cash in it|knows nothing of cash], so [do not look|there is no
        use looking] there.`,
    },
    {
      title: 'When a till loses its line',
      body: `[A till|The till] goes on selling [without the line|offline] and keeps [its sales|the sales it made]. They [turn
        up|come in] later the same night. [Nobody has to|There is no need to] type anything in [again|by hand].`,
    },
    {
      title: 'Two of the same',
      about: 'equal lines',
      body: `[People|Customers|Some people] buy two [tubes|tyres], [and|then] [some of us|many of us] ring them up [one by one|one after the other]. Two lines
        [in the same minute|with one time on them] are then two [pieces|of them]. [Leave them|That is right as it stands].`,
    },
    {
      title: 'Stock counts',
      body: `[Tyres and tubes|Tubes and tyres] are counted on [the first Tuesday|a Tuesday], all else [twice a year|in January and
        July]. [Use the scanner|Scan], do not go by the sales. [A negative count|Stock below zero] is [a typing slip|somebody's
        slip] and is [reported|passed on] to {owner}.`,
    },
    {
      title: 'Refunds without a receipt',
      body: `[Search|Look] by day and article. [If there are|When you find] several, [ask for|go by] the card. The refund [names|carries] the
        sale it [belongs to|is for]; [a refund|one] without a sale [is not|cannot be] paid out. [Workshop deposits|Deposits for repairs] are
        [handled|paid back] at the workshop.`,
    },
    {
      title: 'Wrong card on a sale',
      body: `[The returns desk|Only the returns desk] [changes|corrects] the card on a sale, [one sale|one] at a time. [Each change|Every such
        change] [shows|is kept] in the change log, [old number|old card] and new. [The till|The store] [need not|does not have to] send anything.`,
    },
    {
      title: 'Staff discount',
      body: `[Staff purchases|Things that staff buy] [go|always go] through the till [at full price|like any sale]. The discount [is paid|comes] with the
        wages, so [there is no|you find no] trace of it [in the sales|in the takings].`,
    },
    {
      title: 'Workshop jobs',
      body: `[Labour|Working time] is an article [of its own|like any other], [parts|the parts] are [rung up|charged] beside it. [A job|Work] that is
        [not collected|left with us] [after|for] four weeks is [for|reported to] {owner}. [Quotes|Estimates] are [not sales|never rung up].`,
    },
  ],
  threads: [
    [
      [
        'clerk',
        `[does anybody know|who knows|can somebody tell me] why {twoLanes} [has|got] [two tills|a second till]?`,
      ],
      [
        'owner',
        `[the workshop has|that is] [its own|the one in the workshop], [for a year now|since last year]. [same store code|the store code is the same|it has no code of its own], [just till 2|only the till number differs]`,
      ],
    ],
    [
      ['second', `a customer [brought back|returned] a helmet [without a|but has no] receipt, [what do I do|now what]`],
      ['clerk', `[look for|find] the sale by day and article and [take it from there|use that one]`],
      ['second', `[found it|got it], thanks`],
    ],
    [
      [
        'engineer',
        `[the label printer|label printing] at {where3} [is on again|is back|works again], [it was the cable|a cable had come loose|it only wanted paper]`,
      ],
      ['owner', `[of course it was|it always is|good, thanks|lovely]`],
    ],
    [
      ['owner', `can we [have|get] the takings [by article|split by article] [as well|too]?`],
      ['engineer', `[not this month|after the season], the job only [knows|does] store and day`],
    ],
    [
      [
        'clerk',
        `[two times|twice] "{goodName}" [rung up|on two lines] [in one minute|one after the other] at {where3}, [is that a mistake|somebody's error]?`,
      ],
      [
        'owner',
        `no, [the customer bought two|one each for a couple]. [happens every day|we see that a lot]. [leave it|nothing to do]`,
      ],
    ],
    [
      ['second', `[is there|have we] a [key|code] for [returned helmets|helmets brought back] that were [worn|used]?`],
      ['clerk', `[no, just|only] "changed mind", and [a note|write it] on the slip`],
      ['second', `[fine|ok|will do]`],
    ],
    [
      ['clerk', `"{goodName}": the [shelf|label] says [another|a different] price [than the till|at {where3}]`],
      ['owner', `[the till is right|believe the till]. [they must|have them] [print the label|reprint it]`],
    ],
    [
      ['owner', `who [is on|covers] the returns desk [on Friday|tomorrow afternoon]?`],
      ['second', `[me|I am], until [four|five]. [after that|then] {engineer} [answers the phone|picks up]`],
    ],
    [
      [
        'second',
        `[a gentleman|a lady] [wants|asks for] points for "{goodName}", [but the card|the card] was [at home|forgotten]`,
      ],
      ['clerk', `[just enter it|put the card in] afterwards, [there is a page|it is allowed]`],
    ],
    [
      [
        'engineer',
        `[backup|the backup] [ran long|took longer] [last night|overnight], [takings|the job] [came after it as usual|came on time all the same]`,
      ],
      ['owner', `[thanks|good to know]`],
    ],
    [
      ['clerk', `{where3} [asks|wants to know] how long [their files|till files] are [kept|stored]`],
      [
        'engineer',
        `[ten years|as long as the books], [they can|tell them to] [throw away|delete] [theirs|their own] after [a month|four weeks]`,
      ],
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
    {
      subject: 'Trainee at the till',
      body: `[Hello|Hi all], [a trainee|our trainee] [starts|begins] with us [on Monday|next week]. [She gets|She will have] [her own|a] number
        [for the till|at the till]. [Is there|Do you have] [a sheet|something] to [read first|start with]? {where3}`,
    },
    {
      subject: 'Bags',
      body: `[Good morning|Hello], [paper bags|the bags] [are going|run low], [about fifty|one box] left. [No hurry|It can wait] [until
        Thursday|till the next van]. {where3}`,
    },
    {
      subject: 'Clearance rail',
      body: `[Hi|Hello], we [moved|put] last year's [jackets|gloves] [outside|to the front]. [Prices|The prices] [are those of|follow] the
        list. [Selling well|It goes well] so far. {where3}`,
    },
    {
      subject: 'Card reader',
      body: `[Morning|Hello], the card reader [needs|wants] [two tries|a second try] [with some cards|now and then]. [The bank|Their hotline] [sends|is
        sending] [a new one|another]. {where3}`,
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
      note: `[Needs|Takes] [less memory|half the memory] [and|but] [the same|as much] time. [Figures|The figures] are [unchanged|as before].`,
    },
    {
      program: 'refund screen',
      note: `[Reasons|All reasons] can be [picked|chosen] from a list. [Typing|Free text] still works.`,
    },
    {
      program: 'till software',
      note: `[Receipts now|All receipts] show the sale number [as a barcode|in larger print], so refunds [need no typing|are quicker].`,
    },
    {
      program: 'stock scanner',
      note: `[Counts|Counting] can be [interrupted|paused] and [taken up|continued] [later|the next day].`,
    },
    {
      program: 'loyalty mailing',
      note: `[Sends|Goes out] on [Wednesdays|Thursdays] now. [Cards without|Customers without] consent are [left out|skipped].`,
    },
  ],
}
