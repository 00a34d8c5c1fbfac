import type { WorldTexts } from './world-texts.ts'

/** Words of the software house and its data centres. */
export const saasTexts: WorldTexts = {
  pages: [
    {
      title: 'Tenants that merge',
      body: `[When|If] two hotels [become|turn into] one house, [they keep|the house keeps] the tenant number of the [larger|older] one. [The credit desk|Only the credit desk] [moves|rebooks]
        usage [to it|over], [record by record|one record at a time], and [the change log|our change log] [shows|has] each [step|move]. [Do not|Never] [script|automate] that.`,
    },
    {
      title: 'Records that look the same',
      about: 'equal lines',
      body: `[A tenant|One tenant] can [use up|fill] two blocks [within one minute|in the same minute], [and then|so] the collector [writes|sends] two [equal records|records that look alike]. [That happens|We see this] at [check-in time|busy hours]. Both [were used|are real] and [both are|each is] charged.`,
    },
    {
      title: 'On call',
      body: `[Whoever is|The person] on call [keeps|has] the phone [for a week|from Monday to Monday]. [Answer|Pick up] within [ten minutes|a quarter of an hour], [write down|note] what you did. {Owner} [decides|says] [when|whether] [others|more people] are [woken|called].`,
    },
    {
      title: 'Maintenance windows',
      body: `[We touch no data centre|Nobody touches a data centre] between [six and ten|five and ten] in the evening[; hotels are busy then|, when guests arrive]. [Announce|Tell tenants of] [work|any work] [two days|three days] ahead. [Usage during it|What is used meanwhile] [is kept|stays] in the collector and [comes|follows] the same night.`,
    },
    {
      title: 'Blocks',
      body: `[Usage|All usage] is [counted|measured] in [whole blocks|blocks]. [A block|Every block] that was begun [is charged|counts]. The charge is [the price of a block|what one block costs] times the blocks, [and the code|the usage code] says what a block [holds|is]. [Free blocks|Blocks that are free] [come off|are taken off] the yearly invoice.`,
    },
    {
      title: 'Test tenants',
      body: `[Numbers|Tenant numbers] from 9000 [on|upwards] are [our own|for tests]. [They write|They send] no usage. [A hotel|A real hotel] that [wants|needs] a [playground|place to try things] gets a test system[, which has a code of its own|].`,
    },
    {
      title: 'Credit requests',
      body: `[A request|Every request] [names|points to] the record it is [about|for], [the tenant finds|tenants find] the number in the [portal|usage view]. The credit desk [answers|decides] in [five|seven] working days. [A record|The record] [is never|is not] [removed|taken out] [for it|because of that].`,
    },
    {
      title: 'Log-ins of hotels',
      body: `[The hotel|A hotel] [keeps|manages] its own users. We [help|step in] only [if|when] [nobody there|no one] can sign in [any more|at all]: then {owner} [calls|rings] the number [in the contract|on file] [back|before anything else].`,
    },
    {
      title: 'Dashboards',
      body: `[Please do not|Do not] [build|make] [another|a second] dashboard [for yourself|of your own]. [Ask|Write to] {owner} first: [what you need may be there|most things are there]. [Colours|The colours]: [green is today, grey yesterday|blue is this week, grey the one before].`,
    },
    {
      title: 'Leaving tenants',
      body: `[A tenant that|Whoever] [leaves|gives notice] [gets|receives] an export [in the last week|before the end]. [After|Past] thirty days [we delete what is theirs|their data are deleted], but [usage and bills|the records we bill by] [stay|remain] [ten years|as the law asks].`,
    },
  ],
  threads: [
    [
      ['clerk', `[why are there|how come there are] two collectors [at|in] {twoLanes}?`],
      [
        'owner',
        `[second hall|a second hall], since [spring|last year]. [same site|the site is the same], [collector 2|number 2] is the [new|big] one`,
      ],
    ],
    [
      [
        'second',
        `tenant {party}: "{goodName}" on two lines, [same minute|in one minute], {where3}. [can that be|is that] right?`,
      ],
      ['clerk', `[wedding party|a coach arrived], [I looked|I checked]. [two blocks|both blocks] were used`],
    ],
    [
      [
        'engineer',
        `[the status page|our status page] [lied|was wrong] [for an hour|all morning], [a cached copy|it came from a cache]. [fixed|right again]`,
      ],
      ['owner', `[I wondered|that explains the calls], thanks`],
    ],
    [
      ['owner', `[sales wants|sales asks for] usage by [country|hotel chain]`],
      ['engineer', `[not from the totals|the totals cannot do that], they [only have|know] data centre and day`],
    ],
    [
      ['clerk', `[what is|how big is] a block of "{goodName}"?`],
      ['second', `[see|look under] {goodCode}, [it is in the name|the name says it]`],
    ],
    [
      [
        'second',
        `[is anybody|who is] [in the office|here] [on Friday|tomorrow]? [a parcel|the new switch] [comes|is coming]`,
      ],
      ['clerk', `[me|I am], [from nine|after the dentist]`],
    ],
    [
      [
        'engineer',
        `[renamed|I renamed] the alert channel [again|once more], [old name|the old name] [still works|gets you there]`,
      ],
      ['clerk', `[third time|the third time] [this year|since May]`],
    ],
    [
      [
        'owner',
        `[new hotel|a new hotel] [goes live|starts] [on Tuesday|next week], [forty|ninety] rooms. [extra eyes|watch it] please`,
      ],
      ['engineer', `[noted|on my list], [I stay|I will stay] [late|until they have checked in]`],
    ],
    [
      ['clerk', `{where3} [writes|says] [one fan|a fan] is [loud|out], [do we care|our business]?`],
      ['owner', `[their fan|hardware is theirs]. [tell me|shout] if [temperature|the heat] [goes up|rises]`],
    ],
    [
      [
        'second',
        `{party} [asks|wants to know] [if|whether] [usage|their usage] can be [mailed|sent] [daily|every morning]`,
      ],
      ['clerk', `[in the portal|portal], [under alerts|third tab], [they can do that|they set it] themselves`],
    ],
    [
      ['owner', `who [writes|does] the [newsletter|tenant newsletter] [this time|for May]?`],
      ['second', `[not me|I did April]. {engineer} [promised|owes us one]`],
    ],
    [
      ['clerk', `[the coffee|our coffee] [order|delivery] [went to|is at] the [old|wrong] [address|floor]`],
      ['second', `[fetched it|got it], [it is|now] in the kitchen. [hands off the decaf|the decaf is mine]`],
    ],
    [
      [
        'owner',
        `[retro|our review] [moves|is moved] to [Thursday|the afternoon], [bring|please bring] one thing that [went well|worked]`,
      ],
      ['engineer', `[just one|only one]?`],
    ],
  ],
  mails: [
    {
      subject: 'Generator test',
      body: `[Hello|Dear customer], we [test|will test] the generator on [Sunday|the 12th] at [six|seven] [in the morning|sharp]. [Nothing|No outage] [is expected|should be felt]. [Regards|Best wishes], {where3}`,
    },
    {
      subject: 'Access list',
      body: `[Good morning|Hello], [two|three] people on your access list [have left you|no longer work for you]. [Please confirm|Kindly tell us] [who stays|the new list]. {where3}`,
    },
    {
      subject: 'Network path',
      body: `[Hello|Good evening], [our uplink|one uplink] was [unstable|down] [for eight minutes|around nine]. [Traffic|All traffic] [took|went] the other path. [Transfers|Your transfers] may have [started again|run twice as long]. {where3}`,
    },
    {
      subject: 'Rack moved',
      body: `[Dear customer|Hello], [rack 14|your rack] is now in row [C|D]. [Cables|All cables] [were|have been] [labelled|checked] [again|anew]. [Nothing else|No address] changed. {where3}`,
    },
    {
      subject: 'Badges',
      body: `[Hello|Good day], [badges|your badges] [end|run out] [in June|this quarter]. [Send us|We need] [a photo|photos] for the [new ones|next ones], please. {where3}`,
    },
    {
      subject: 'Cooling',
      body: `[Good day|Hello], [on hot days|this week] the hall [reaches|has] [27|26] degrees. [That is|This is] [within|inside] [what we agreed|the contract], [we watch it|and we keep an eye on it]. {where3}`,
    },
    {
      subject: 'Visitors',
      body: `[Hello|Good morning], [a school class|a delegation] [visits|comes to see] [our hall|us] on [Wednesday|Monday]. [No photographs|Nobody takes pictures]. [Your cage|The cage] [stays|is] locked. {where3}`,
    },
    {
      subject: 'Clock of collector 1',
      body: `[Hello|Good evening], [the battery|a battery] of [collector 1|the first collector] was [low|weak] and [is|has been] replaced. [Its clock|The clock] [was right|kept time] [throughout|all along]. {where3}`,
    },
  ],
  releases: [
    {
      program: 'tenant portal',
      note: `[Usage|The usage view] can be [filtered|searched] by [code|day]. [Sign-in is as it was|Signing in works as before].`,
    },
    {
      program: 'rollup job',
      note: `[Uses one thread less|Needs two threads fewer]. [Totals|All totals] [are identical|came out the same] in the [trial run|test].`,
    },
    {
      program: 'credit form',
      note: `[The record|A record] can be [pasted|dropped in] [from the portal|as a link]. [Old requests|Requests in hand] [go on|continue] [as before|as usual].`,
    },
    {
      program: 'status page',
      note: `[Loads|Opens] [in half the time|faster on phones]. [Subscribers|People who subscribed] [get|receive] [one mail|a single mail] [per incident|a day].`,
    },
    {
      program: 'room planner',
      note: `[Drag and drop|Dragging] [works|is possible] on tablets. [Shortcuts|The shortcuts] [are listed|can be seen] under the [question mark|menu].`,
    },
    {
      program: 'door code sender',
      note: `[Codes|Door codes] [go out|are sent] [an hour|two hours] [earlier|before arrival]. [Texts|The wording] [can be|may be] [edited|changed].`,
    },
    {
      program: 'alerting',
      note: `[Quiet hours|Night hours] [can be set|are] [per team|for each team]. [Nothing|Not one alert] [is dropped|gets lost], [they wait|all wait] until [morning|seven].`,
    },
  ],
}
