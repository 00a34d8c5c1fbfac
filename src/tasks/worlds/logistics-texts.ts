import type { WorldTexts } from './world-texts.ts'

/** Words of the forwarder and its depots. */
export const logisticsTexts: WorldTexts = {
  pages: [
    {
      title: 'Customer accounts',
      body: `[A movement|Any movement] on the wrong account is [moved|put over] by the claims desk, [one by one|singly], with a line in
        the change log. [The scan|Scans] themselves [stay|are left alone]. [Ask|Check with] {owner} [for
        whole days|before moving a whole day].`,
    },
    {
      title: 'Pallets that come in pairs',
      body: `Two pallets of one kind [are often|may be] scanned [one right after the other|in the same minute]. That is [two movements|two lines] with [the same|equal] contents, and [both are|each is] charged. [Do not|Never] tidy
        that away.`,
    },
    {
      title: 'Night gate',
      body: `[After|From] nine the [second gate|other gate] is [locked|shut]. [Drivers|Late drivers] [ring|call] the
        [porter|night desk]. [What is scanned|Anything scanned] after closing [belongs|counts] to the [next|following] shift.`,
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
  ],
  threads: [
    [
      ['clerk', `[anybody from|is somebody from] {where3} here? [driver|a driver] says gate 2 is [shut|closed]`],
      ['owner', `[only|just] after nine. [he should ring|tell him to ring]`],
    ],
    [
      [
        'second',
        `[two equal lines|the same pallet on two lines] for C4011, [same minute|one minute]. [mistake|an error]?`,
      ],
      ['clerk', `[no, a pair|a pair]. [see the page|there is a page on that]`],
    ],
    [
      ['engineer', `[scanners|handhelds] at {where3} [get|have] new batteries [tomorrow|on Monday]`],
      ['clerk', `[finally|at last]`],
    ],
    [
      ['owner', `[customer asks|they ask] for movements by [hour|handling code]`],
      ['engineer', `[that is not|not] in the nightly totals, [depot and day only|only depots and days]`],
    ],
    [
      ['clerk', `[what is|which one is] an [industrial|oversize] pallet [again|exactly]?`],
      ['second', `[100 by 120|look it up in the tariff], [more money|it costs more]`],
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
  ],
  releases: [
    {
      program: 'handhelds',
      note: `[Beep is|The beep is] [louder|adjustable]. [There is no|No] change to what is sent.`,
    },
    {
      program: 'totals job',
      note: `[Runs|Now runs] [at four|after four], [when the backup is through|behind the backup].`,
    },
    {
      program: 'claims screen',
      note: `[Photos|Up to four photos] can be [attached|added]. [Reasons are as before|The list of reasons is unchanged].`,
    },
    {
      program: 'label printer',
      note: `[Movement numbers in larger type|The movement number is printed larger], drivers [had asked|asked for it].`,
    },
    { program: 'rate import', note: `[Rates|New rates] are [read|taken over] [in January only|once a year].` },
  ],
}
