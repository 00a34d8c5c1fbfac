import type { WorldTexts } from './world-texts.ts'

/** Words of the bank and its branches. */
export const bankTexts: WorldTexts = {
  pages: [
    {
      title: 'A fee on the wrong account',
      body: `[If|Where] a fee was [put on|charged to] the wrong account, the complaints office [moves|puts] it to the right one, [one at a time|entry by entry], and the change log
        [keeps|has] [both numbers|the old number]. [The branch|A branch] [tells us|reports it] by [form|phone] and [changes nothing|does nothing] itself.`,
    },
    {
      title: 'The same thing done twice',
      about: 'equal lines',
      body: `[Many|Some] people [bring|hand in] two transfers or two bags [at once|at the same time]. [The counter|Whoever serves them] [rings up|enters] one after the other, and both
        lines [carry|show] the same minute. [Each of them|Every one] was done and is charged: [nothing to tidy up|there is nothing to put right].`,
    },
    {
      title: 'Cash over and short',
      body: `The till is counted [twice|two times] before it is [closed|locked]. [What is over|Money over] goes [into|to] the [difference box|grey box], [what is short|a shortage] is [noted|written down] with a reason. [The counter file|The file] [knows|has] [nothing of it|no line for that].`,
    },
    {
      title: 'Mandates',
      body: `[Who may sign|Whoever may sign] for an account [stands|is] on the [mandate card|signature card]. [Without it|With no card] [nothing|no money] is [handed over|paid out], not even to [family|relatives]. [Copies go|A copy goes] to {owner} [the same day|at once].`,
    },
    {
      title: 'Complaints',
      body: `[A complaint|Every complaint] [quotes|has] the number of the fee entry, [which is printed|to be found] on the statement. [Answer|We answer] [within|in] [fifteen|ten] working days. [Nobody|No clerk] [pays back|gives back] [a fee|money] [on the spot|at the counter] without {owner}.`,
    },
    {
      title: 'Safe boxes',
      body: `[Two keys|It takes two keys], [one of ours|ours] and [one of theirs|the customer's]. [We leave|Leave] the room [while|when] the box is [open|out]. [A visit|Every visit] is [signed for|entered] in the book; [two visits|the first two] a year [cost nothing|are free].`,
    },
    {
      title: 'Old forms',
      body: `[Forms|Paper forms] with the [old|former] logo [may be|can be] [accepted|taken] until the [year is out|end of the year]. [Strike out|Cross out] the [address|old address], [stamp|date] and [initial|sign] it. [Unreadable|Illegible] ones [go back|are returned] [by post|to the customer].`,
    },
    {
      title: 'Fees of accounts',
      body: `[The fee list|Our fee list] is [for one|per] item. [An entry|The entry] is the fee times the items, [no matter|whatever] the [kind of account|account]. What [is free|costs nothing] in an account is [paid back|credited] [with|by] the [quarterly statement|statement of the quarter], not [left out|taken off] here.`,
    },
    {
      title: 'Suspicious notes',
      body: `[A note|A banknote] that [feels wrong|looks wrong] is [kept|held back], [not|never] [returned|given back]. [Write|Give] a [receipt|slip] and [ring|call] {owner}. [The counter|The whole counter] [stays closed|is closed] until [it is checked|somebody has looked].`,
    },
    {
      title: 'Closing early',
      body: `[Before|On the day before] a holiday [we close|branches close] at noon. [The counter|Counter 1] [ends|closes] its day [as usual|in the usual way], the file [goes|leaves] at night. [A note|Put a note] on the door, [please|two days before].`,
    },
  ],
  threads: [
    [
      ['clerk', `[somebody asks|a customer asks] [if|whether] counter 2 at {twoLanes} [still exists|is still there]`],
      ['owner', `[yes|it does], [mornings only|for businesses], [side entrance|use the side entrance]`],
    ],
    [
      [
        'second',
        `account {party}: two lines "{goodName}" [in one minute|within a minute], {where3}. [typed too often|a slip]?`,
      ],
      ['clerk', `[he brought two|they brought two], [I rang|I asked]. [both done|both are right]`],
    ],
    [
      [
        'engineer',
        `[the coin counter|coin counting] at {where3} [is repaired|works again], [a button|somebody's button] was in it`,
      ],
      ['owner', `[not for the first time|again], thanks`],
    ],
    [
      ['owner', `[could we|can we] have fee income by [clerk|hour] [too|as well]?`],
      ['engineer', `[no|sorry, no]. the job [adds up|has] branch and day, [that is all|no more]`],
    ],
    [
      ['clerk', `[how much|what] is "{goodName}" [at the moment|these days]?`],
      ['second', `{goodCode} in the fee list, [price of one|for one item]`],
    ],
    [
      ['second', `[the stamp|the date stamp] of counter 1 [is stuck again|has been stuck since Monday]`],
      ['owner', `[take mine|there is one in my drawer], [new ones come|another one comes] [on Thursday|with the post]`],
    ],
    [
      ['owner', `[auditors|the auditors] [want|ask for] [the mandate cards|all mandate cards] of [spring|last year]`],
      ['clerk', `[second cabinet|in the cabinet], [sorted by name|by name]. [I can bring them|shall I bring them?]`],
    ],
    [
      [
        'engineer',
        `[our certificate|the certificate] for the [printers|cash machines] [changed|was renewed] [last night|over the weekend]`,
      ],
      ['second', `[all quiet here|nobody noticed], [good|well done]`],
    ],
    [
      ['clerk', `{where3} [is out of|has no more] [deposit slips|transfer forms]`],
      ['owner', `[sent two packs|two packs are on their way]. [they should|tell them to] order [earlier|in time]`],
    ],
    [
      ['second', `{party} [came|was here] [again|once more] [about|because of] "{goodName}"`],
      [
        'clerk',
        `[complaint is open|there is a complaint], [the letter|an answer] [leaves|goes out] [tomorrow|this week]`,
      ],
    ],
    [
      ['owner', `who [opens|unlocks] [on Saturday|tomorrow morning]?`],
      [
        'second',
        `[I do|me], with {engineer}. [there is a new alarm code|the alarm code was changed], [mind that|remember]`,
      ],
    ],
    [
      ['clerk', `[is there|do we have] a [leaflet|sheet] [for pupils|in large print]?`],
      ['second', `[on the rack|left of the door], [blue one|the blue one], [more|more of them] in the cellar`],
    ],
    [
      [
        'owner',
        `[training|the course] on [mandates|false notes] is [full|booked out], the next one is in [September|June]`,
      ],
      ['clerk', `[put me down|I will take that one], please`],
    ],
  ],
  mails: [
    {
      subject: 'Queue at noon',
      body: `[Hello|Good afternoon], [one of us|a colleague] is [ill|off sick], [so|and] [the queue|our queue] [reaches|goes to] the door [at noon|around lunch]. [A hand|Somebody] [from|out of] the pool [would help|is welcome]. {where3}`,
    },
    {
      subject: 'Line to the computer centre',
      body: `[Good morning|Hello], [our line|the line] was [slow|bad] [yesterday|last] evening. The counter [showed|said] "waiting" [and went on|for a while and went on]. [Please|Kindly] check your [side|end]. {where3}`,
    },
    {
      subject: 'New sign',
      body: `[Dear colleagues|Hello], [the new sign|our sign] is [up|on the wall] and [shines|is lit] [all night|until ten]. [The neighbours|Neighbours] [have asked|asked] for [a timer|less light]. {where3}`,
    },
    {
      subject: 'Coin rolls',
      body: `[Hello|Good morning], [we are|the branch is] short of [fifties|twenties] in rolls. [Two boxes|One box] [with the next van|on Friday], please. {where3}`,
    },
    {
      subject: 'Apprentice',
      body: `[Good day|Hello], [our apprentice|Miss Holm] [moves on|goes] to [lending|the card desk] [in May|next month]. [Her login|The login] for the counter [can be closed|is no longer needed] [then|from then on]. {where3}`,
    },
    {
      subject: 'Heating',
      body: `[Dear all|Hello], [the heating|our heating] [hums|rattles] [and does nothing else|without getting warm]. [We serve|We are serving] [in coats|with scarves on]. [The landlord|The owner of the house] [knows|was told]. {where3}`,
    },
    {
      subject: 'Lost purse',
      body: `[Hello|Good day], [a brown purse|a purse] was [found|left] at counter 1. [No papers|There are no papers] in it, just [some coins|a little money]. [It is|We keep it] in the safe. {where3}`,
    },
    {
      subject: 'Market day',
      body: `[Good morning|Hello], on [Wednesday|Friday] [the market|the autumn market] is [in front of our door|on the square]. [Expect|There will be] [many coins|coins by the bag]. {where3}`,
    },
  ],
  releases: [
    {
      program: 'queue display',
      note: `[Calls|Shows] [numbers|the numbers] [in two languages|without the gong]. [Volume|The volume] [can be set|is set] at the counter.`,
    },
    {
      program: 'complaint form',
      note: `[Asks for|Wants] the number of the entry [first|at the top]. [Complaints|Old complaints] [open as before|are not touched].`,
    },
    {
      program: 'income job',
      note: `[Writes|Keeps] [a shorter log|its log for a year]. [Sums did not change|What it adds up stays the same].`,
    },
    {
      program: 'mandate archive',
      note: `[Cards|Signature cards] [are scanned|come up] in colour. Search by [name|number] [works as before|is unchanged].`,
    },
    {
      program: 'cash machine screen',
      note: `[Larger|Bigger] [buttons|letters]. [The order|Order] of the [menu|choices] [is kept|stays].`,
    },
    {
      program: 'appointment book',
      note: `[Branches|All branches] [see|can see] [each other's|all] [rooms|free hours]. [Reminders go out|A reminder is sent] by mail.`,
    },
    {
      program: 'holiday planner',
      note: `[Public holidays|Holidays] of [all countries|each country] are [in|shown]. [Colours|Its colours] [can be|may be] [chosen|changed].`,
    },
  ],
}
