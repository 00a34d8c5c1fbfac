import type { WorldTexts } from './world-texts.ts'

/** Words of the forwarder and its depots. */
export const logisticsTexts: WorldTexts = {
  pages: [
    {
      title: 'Customer accounts',
      body: `[A movement|Any movement] [on|that is on] the wrong account is [moved|put over] by [the claims desk|claims], [one by one|singly], with a line in
        the change log. [The scans|Scans] themselves [stay|are left alone]. [Ask|Check with] {owner} [for
        whole days|before moving a whole day].`,
    },
    {
      title: 'Pallets that come in pairs',
      about: 'equal lines',
      body: `Two pallets of one kind [are often|may be] scanned [one right after the other|in the same minute]. That is [two movements|two lines] with [the same|equal] contents, and [both are|each is] charged. [Do not|Never] tidy
        that away.`,
    },
    {
      title: 'Night gate',
      body: `Where there are two gates, [one is|the second is] [locked|shut] [after|from] nine. [Drivers|Late drivers] [ring|call] the
        [porter|night desk]. [What is scanned|Anything scanned] after closing [belongs|goes] to the [next|following] shift.`,
    },
    {
      title: 'Rates',
      body: `[The tariff|Our tariff] is [per unit|for one unit]. [A charge|The fee] is the rate times the units, [no
        rounding|without rounding]. [Special rates|Agreed rates] are [settled|credited] at the end of the [year|quarter], not
        [here|in the movements].`,
    },
    {
      title: 'Claims',
      body: `[Photos|Take photos] first. [Then|After that] a claim [on the movement|on its movement], by its number: it is
        [on the label|printed on the label]. [No number, no claim|Without the number there is no claim].`,
    },
    {
      title: 'Damaged labels',
      body: `[A label|Any label] that [cannot|will not] scan is [typed in|keyed] at the gate. [The handheld|The scanner] [beeps|gives two beeps] [when|if]
        the number is [unknown|not known]. [Print a new one|A new label is printed] [before|when] the pallet [leaves|goes out].`,
    },
    {
      title: 'Waiting time',
      body: `[Drivers|Carriers] may [charge for|ask money for] waiting [after|from] one hour [in|of standing in] the yard. [That is|This is] settled [by|through] [a contract|the carrier's own invoice] and [is not|never becomes] a movement.`,
    },
    {
      title: 'Seals',
      body: `[The seal number|Every seal number] [goes|belongs] on the [waybill|papers]. [Broken seals|All broken seals] [are photographed|need a photo], then
        [call|ring] {owner}. [The gate|The staff at the gate] [must not|may not] [open|touch] [a sealed trailer|sealed trailers].`,
    },
    {
      title: 'Empties',
      body: `[Empty pallets|Empties] are [counted|booked] on Fridays [by hand|on paper]. [They are|Those are] [not|no longer] in the gate file, and
        [no fee|nothing] is [due|charged] [for them|for those].`,
    },
  ],
  threads: [
    [
      [
        'clerk',
        `[anybody from|is somebody from] {twoLanes} here? [driver says|I have a driver who says] [gate 2|the second gate] is [shut|closed]`,
      ],
      ['owner', `[only|just] after nine. [he should ring|tell him to ring]`],
    ],
    [
      [
        'second',
        `[two equal lines|"{goodName}" on two lines] for {party}, [same minute|in one minute]. [mistake|an error|is that right]?`,
      ],
      ['clerk', `[no, a pair|a pair|two pallets]. [quite usual|nothing wrong|happens all day]`],
    ],
    [
      [
        'engineer',
        `[the scanners|the handhelds|scanners] at {where3} [get|will have] new batteries [tomorrow|on Monday|this week]`,
      ],
      ['clerk', `[finally|at last|about time]`],
    ],
    [
      ['owner', `[customer asks|they ask] for movements by [hour|handling code]`],
      ['engineer', `[that is not|no, not] in [the totals|our totals], [those are|they go] by depot and day`],
    ],
    [
      ['clerk', `[what is|remind me, what is] "{goodName}" [again|exactly]?`],
      ['second', `[look it up|it is] in the tariff, {goodCode}`],
    ],
    [
      ['second', `[customer|the customer on] {party} [wants|asks for] a copy of [last month's|the] invoice`],
      ['clerk', `[it is|they find it] in the portal, [under documents|second tab]`],
    ],
    [
      ['clerk', `who [signs|approves] claims [above|over] [five hundred|a thousand]?`],
      ['owner', `[me|I do]. [with photos|not without photos], please`],
    ],
    [
      [
        'engineer',
        `[backup|the backup] [ran long|took longer] [last night|overnight], [totals|the job] [came after it as usual|came on time all the same]`,
      ],
      ['owner', `[thanks|good to know]`],
    ],
    [
      ['owner', `[truck|the lorry] for {where3} [stands|is] in [a jam|traffic], [two hours|an hour] [late|behind]`],
      ['second', `[told them|they know], [the shift stays|somebody stays]`],
    ],
    [
      ['clerk', `{where3} [asks|wants to know] how long [their files|gate files] are [kept|stored]`],
      [
        'engineer',
        `[ten years|as long as the books], [they can|tell them to] [throw away|delete] [theirs|their own] after [a month|four weeks]`,
      ],
    ],
    [
      ['second', `[does a claim|can a claim] [go on|hang on] a movement of [last year|an old year]?`],
      ['clerk', `[yes|sure], [as long as|if] the number [is readable|can be read]`],
    ],
    [
      ['owner', `[we get|there are] [visitors|auditors] on [Tuesday|Thursday], [tidy desks|clear your desks] please`],
      ['clerk', `[mine is|always is]`],
    ],
  ],
  mails: [
    {
      subject: 'Yard closed on Thursday',
      body: `[Hello|Good day], [the yard|our yard] is [closed|shut] on Thursday [for paving|because of paving]. [Trucks|All
        trucks] [use|go to] the [east|other] side. {where3}`,
    },
    {
      subject: 'Network trouble',
      body: `[Good evening|Hello], we had [trouble with the network|a shaky network] at [shift end|the end of the shift].
        The gate computer [kept trying|tried again by itself]. [It should be all right now|Seems fine now]. {where3}`,
    },
    {
      subject: 'New porter',
      body: `[Hello|Good day], [from next week|from Monday] Mr Lange is on the [night desk|gate at night]. [His number|The
        number] is [the old one|unchanged]. {where3}`,
    },
    {
      subject: 'Labels',
      body: `[Hello|Good day], [half of|many of] the labels [we got|of the last box] do not stick [in the cold|to wet film].
        [Please|Can you] [send others|change the supplier]. {where3}`,
    },
    {
      subject: 'Forklift service',
      body: `[Hello|Good morning], [one forklift|a forklift] is [away|at the workshop] [until Friday|this week]. [Unloading|Loading] [takes|may
        take] longer [in the morning|before noon]. {where3}`,
    },
    {
      subject: 'Phone list',
      body: `[Good day|Hello], [two numbers|some numbers] [on the list|in your list] are [old|out of date]. [The yard|Our yard] is [now 41|extension
        41], [the office|dispatch] [still 40|as before]. {where3}`,
    },
    {
      subject: 'Ramp 3',
      body: `[Hello|Good day], ramp 3 [has|needs] a new [leveller|door]. [We use|Please use] [ramps 1 and 2|the other ramps] [for now|until it is
        done]. {where3}`,
    },
    {
      subject: 'Snow chains',
      body: `[Good morning|Hello], [for the pass|over the pass] [chains|snow chains] are [to be carried|required] [again|from now on]. [Drivers|All drivers]
        [have been told|know]. {where3}`,
    },
  ],
  releases: [
    {
      program: 'handhelds',
      note: `[Beep is|The beep is] [louder|adjustable]. [There is no|No] change to what is sent.`,
    },
    {
      program: 'totals job',
      note: `[Needs|Takes] [less memory|half the memory] [and|but] [the same|as much] time. [Figures|The figures] are [unchanged|as before].`,
    },
    {
      program: 'claims screen',
      note: `[Photos|Up to four photos] can be [attached|added]. [Reasons are as before|The list of reasons is unchanged].`,
    },
    {
      program: 'label printer',
      note: `[Movement numbers in larger type|The movement number is printed larger], drivers [had asked for that|asked for it].`,
    },
    { program: 'rate import', note: `[Rates|New rates] are [read|taken over] [in January only|once a year].` },
    {
      program: 'yard display',
      note: `[Shows|Now shows] the [next six|next eight] trucks. [Fonts|Letters] are [larger|easier to read].`,
    },
    {
      program: 'customer portal',
      note: `[Documents|All documents] can be [sorted|filtered] by month. [Log-in|Signing in] [works|is] as before.`,
    },
  ],
}
