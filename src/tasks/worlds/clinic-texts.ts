import type { WorldTexts } from './world-texts.ts'

/** Words of the hospital and its laboratories. */
export const clinicTexts: WorldTexts = {
  pages: [
    {
      title: 'Patient numbers',
      body: `[A patient|Somebody] who was [admitted|registered|entered] under two numbers [gets|keeps] the older one. [Charges|Test
        charges] are [moved|rebooked] by [the query desk|our query desk], one [at a time|by one], and every move [stands|is] in the change
        log. [Do not|Never] renumber [in bulk|by script].`,
    },
    {
      title: 'Request forms',
      body: `A request form [without|that lacks] a ward is sent back [the same day|at once]. [Samples|The
        samples] wait in the [cool box|fridge]. [After|Past] 48 hours they are [thrown out|discarded], and [nothing is
        charged|no charge is made].`,
    },
    {
      title: 'Fee schedule',
      body: `Fees [change|are reviewed] in January. The [catalogue|list] holds [the fee|what we pay] for one sample; [the
        charge|a charge] is [that times the samples|the fee times the samples]. [Private patients|Private cases] are [billed
        elsewhere|not in here].`,
    },
    {
      title: 'Urgent results by telephone',
      body: `[The bench|Whoever is on the bench] [rings|calls] the ward. [Write down|Note] who [took|answered] the call. The
        result [follows|comes] in the file [as always|like any other]. [A call|The call] is [never|not] charged.`,
    },
    {
      title: 'Blood cultures',
      about: 'equal lines',
      body: `Two bottles, [taken|drawn] in the same minute, are [usual|the rule], and on the files of [some|several] laboratories they
        are two lines. [Both are|Each is] charged.`,
    },
    {
      title: 'Samples that leak',
      body: `[A leaking tube|A tube that leaks] is [not opened|thrown away]. [The ward|Whoever sent it] is [told|called] and [draws|takes] a new
        one. [Nothing|No fee] is charged [for the first|for the lost one].`,
    },
    {
      title: 'Insurers and private bills',
      body: `[Insurers|The insurers] get [a list|their list] [every|each] quarter. [Privately insured|Self-paying] patients [pay|settle] [their
        bill|it] themselves, [on paper|by letter]. [Reminders|Reminder letters] are [sent|written] by {owner}.`,
    },
    {
      title: 'Queries on a bill',
      body: `[A query|Every query] [names|carries] the charge it is about, [which is|the number is] printed on the bill. [Answer|Reply] within [ten
        days|two weeks]. [Do not|Please do not] [close|end] a query [without|before] a letter.`,
    },
    {
      title: 'Night service',
      body: `[At night|After hours] only [the emergency list|what is urgent] is [done|run]. [Any surcharge|A surcharge] [is|counts as] part of [the
        rota pay|staff pay] and [never|not] of [a charge|the fee].`,
    },
  ],
  threads: [
    [
      [
        'clerk',
        `[ward 4 asks|ward 4 wants to know|somebody asks] why {where3} [charges|bills|sends charges] [on Saturdays|for Saturdays]`,
      ],
      ['owner', `[they work|they have a shift] on Saturdays. [only Sunday|Sunday] is [closed|free]`],
    ],
    [
      [
        'second',
        `[patient|our patient] {party} has [the same test|{goodName}] on two lines, [same minute|in one minute], [is that|can that be] [ok|right]?`,
      ],
      ['owner', `[two samples|taken in pairs]. [yes|that is how it should be|nothing wrong]`],
    ],
    [
      ['engineer', `[fax|the fax gateway|faxing] is [back|up again], [sorry|apologies]`],
      ['clerk', `[we still have|there is still] a fax?[| really?]`],
    ],
    [
      ['clerk', `[where|in which list] do I [see|find] what [one|a single] {goodName} costs?`],
      ['second', `[in the catalogue|in the test list], {goodCode}, [price|the fee] is [for one|by the] sample`],
    ],
    [
      ['owner', `[insurer|the insurer] wants [totals|the totals] by [ward|department]`],
      [
        'engineer',
        `[not from|not out of] [the nightly job|our totals], [that only|it only] [adds up|has] laboratories [and days|by day]`,
      ],
    ],
    [
      ['second', `[can somebody|who can] read [the ward|the signature] on [this form|a form from Tuesday]?`],
      ['clerk', `[bring it over|show me], [I know|I think I know] [that hand|whose that is]`],
    ],
    [
      ['clerk', `[is there|do we have] a [letter|template] for queries [about|on] [old bills|last year's bills]?`],
      ['owner', `[yes|it is] in the [shared folder|letters folder], [second from the top|named "late"]`],
    ],
    [
      [
        'engineer',
        `[backup|the backup] [ran long|took longer] [last night|overnight], [totals|the job] [came after it as usual|came on time all the same]`,
      ],
      ['owner', `[thanks|good to know]`],
    ],
    [
      ['owner', `who [is on|covers] the query desk [on Friday|tomorrow afternoon]?`],
      ['second', `[me|I am], until [four|five]. [after that|then] {engineer} [answers the phone|picks up]`],
    ],
    [
      ['clerk', `{where3} [asks|wants to know] how long [their files|test files] are [kept|stored]`],
      [
        'engineer',
        `[ten years|as long as the records], [they can|tell them to] [throw away|delete] [theirs|their own] after [a month|four weeks]`,
      ],
    ],
    [
      ['second', `[patient|our patient] {party} [rang|called] [again|this morning] about the bill`],
      ['clerk', `[I have it|mine], [letter|the answer] [goes out|leaves] today`],
    ],
    [
      ['owner', `[ward 7|the day clinic] [moves|is moving] [next week|on Monday], [new|another] phone number`],
      ['clerk', `[noted|thanks], [I will tell|telling] the [front desk|others]`],
    ],
  ],
  mails: [
    {
      subject: 'Courier times',
      body: `[Dear colleagues|Good morning], our courier [comes|will come] at [half past four|five] [from Monday|from next
        week]. [Later samples|Samples that come later] are done the next day. [Kind regards|Yours], {where3}`,
    },
    {
      subject: 'New analyser',
      body: `[Dear colleagues|Hello], [bench 1|our first bench] has a new analyser. [Codes|Test codes] and fees [stay|do not
        change]. [Some results|A few results] may [take|need] an hour more. {where3}`,
    },
    {
      subject: 'Connection',
      body: `[Hello|Good evening], the [connection|line] to you [broke|dropped] [while we were sending|during the upload].
        [We tried again|Our system tried again]. [Please tell us|Let us know] if [anything|a file] is missing. {where3}`,
    },
    {
      subject: 'Holiday cover',
      body: `[Good morning|Hello], [Dr|our Dr] Weiss is [away|on leave] until [Friday|the end of the month]. [Questions|Please
        send questions] to the [secretariat|front office]. {where3}`,
    },
    {
      subject: 'Tubes with the blue cap',
      body: `[Dear colleagues|Hello], [tubes with|those with] the blue cap [must be|have to be] [full to the mark|filled to the line]. [Half
        full|Short] ones [cannot|can not] be [used|measured]. {where3}`,
    },
    {
      subject: 'Open day',
      body: `[Dear all|Good morning], [we have|there is] an open day [on the 20th|at the end of the month]. [Come and see|You are welcome to see] the
        [new rooms|analysers]. {where3}`,
    },
    {
      subject: 'Reference ranges',
      body: `[Dear colleagues|Hello], [the ranges|reference ranges] for [iron|thyroid values] [change|are new]. [They are|You find them]
        [on the report|printed beside the result]. {where3}`,
    },
    {
      subject: 'Empty boxes',
      body: `[Hello|Good morning], [please give|could you give] the [empty boxes|transport boxes] to [our driver|the courier]. [We are|We run]
        [short|low]. {where3}`,
    },
  ],
  releases: [
    {
      program: 'ward portal',
      note: `[Results|Lab results] open in a [new|separate] window. [Nothing else changes|There is no other change].`,
    },
    {
      program: 'totals job',
      note: `[Needs|Takes] [less memory|half the memory] [and|but] [the same|as much] time. [Figures|The figures] are [unchanged|as before].`,
    },
    {
      program: 'query form',
      note: `[A reason|The reason] must be [chosen|given]. [Old queries|Older ones] stay as they are.`,
    },
    { program: 'fax gateway', note: `[Certificates|The certificate] renewed [for a year|until next spring].` },
    {
      program: 'invoice print',
      note: `Charge numbers [are printed|appear] on the [patient's invoice|invoice], [so queries can quote them|for queries].`,
    },
    {
      program: 'bed board',
      note: `[Colours|The colours] by [ward|department]. [Print|Printing] [fits|is] on one page.`,
    },
    {
      program: 'appointment desk',
      note: `[Reminders|Text reminders] [go out|are sent] [a day|two days] before. [Opt-out|Saying no] [is kept|stays].`,
    },
  ],
}
