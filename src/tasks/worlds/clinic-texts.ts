import type { WorldTexts } from './world-texts.ts'

/** Words of the hospital and its laboratories. */
export const clinicTexts: WorldTexts = {
  pages: [
    {
      title: 'Patient numbers',
      body: `[A patient|Somebody] who was [admitted|registered] under two numbers [gets|keeps] the older one. [Charges|Test
        charges] are [moved|rebooked] by the laboratory desk, one [at a time|by one], and every move [stands|is] in the change
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
      body: `Two bottles, [taken|drawn] in the same minute, are [usual|the rule], and on the files of [some|several] laboratories they
        are two lines. [Both are|Each is] charged.`,
    },
  ],
  threads: [
    [
      ['clerk', `[ward 4 asks|ward 4 wants to know] why {where3} [charges|bills] on Saturdays`],
      ['owner', `[they work|they have a shift] on Saturdays. [only Sunday|Sunday] is [closed|free]`],
    ],
    [
      [
        'second',
        `[patient|a patient] has the same culture [on two lines|listed two times], [same minute|one minute], is that [ok|right]?`,
      ],
      ['owner', `[a pair of bottles|two bottles]. [yes|that is how it should be]`],
    ],
    [
      ['engineer', `[fax|the fax gateway] is [back|up], [sorry|apologies]`],
      ['clerk', `[we still have|there is still] a fax?`],
    ],
    [
      ['clerk', `[where|in which list] do I [see|find] what a [TSH|ferritin] costs?`],
      ['second', `[catalogue|the test list], [price|fee] is for [one|a single] sample`],
    ],
    [
      ['owner', `[insurer|the insurer] wants [totals|the totals] by [ward|department]`],
      ['engineer', `[not from|not out of] the nightly job, that one [adds up|does] laboratories [and days|by day]`],
    ],
  ],
  mails: [
    {
      subject: 'Courier times',
      body: `[Dear colleagues|Good morning], our courier [comes|will come] at [half past four|five] [from Monday|from next
        week]. [Later samples|What comes later] [go|are done] the next day. [Kind regards|Yours], {where3}`,
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
  ],
  releases: [
    {
      program: 'ward portal',
      note: `[Results|Lab results] open in a [new|separate] window. [Nothing else changes|There is no other change].`,
    },
    {
      program: 'totals job',
      note: `[Runs|Now runs] [at four|after four], [when the backup is done|behind the backup].`,
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
  ],
}
