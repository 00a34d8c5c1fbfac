/**
 * Plausible talk near the topic, none of which says how a day is counted. Templates of `Writer`.
 *
 * @module
 */

export type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'
export type Thread = readonly (readonly [speaker: Speaker, text: string])[]

/** Wrong guesses, each put right by somebody who looked. */
export const guesses: readonly Thread[] = [
  [
    ['clerk', `[could it be that|maybe] {lines} come in [twice|two times] [again|at the moment]?`],
    [
      'engineer',
      `[no, I looked|looked into it, no]: every {line} is in {core} [once|one time]. [it is not the lines|that is not it]`,
    ],
  ],
  [
    ['clerk', `[did somebody change|has anybody changed] prices? {sheet} [looks so different|has changed so much]`],
    [
      'owner',
      `[prices are as they were|not one price has changed], [I checked|checked it]. {core} is [fine|all right]`,
    ],
  ],
  [
    ['second', `[is it|could it be] the {members} that moved? [there were some|a few did]`],
    [
      'owner',
      `[moves are normal|that is normal], and [some are|now and then one is] entered [late|a week late]. [figures that are out by then stay|what is out by then stays]`,
    ],
  ],
  [
    ['clerk', `[shall I|could I] start the job for [everything|all of it] [once more|again]?`],
    ['engineer', `[please do not|no]. [half|most] of it is right and [has been|was] sent out`],
  ],
]

export const threads: readonly Thread[] = [
  [
    ['owner', `[who|does anyone know who] gets {sheet} by mail [these days|now]?`],
    [
      'engineer',
      `[nobody|no one], [they all look|everybody looks] at the screen. the mail was [stopped|switched off] [in winter|last year]`,
    ],
  ],
  [
    ['second', `can {sheet} have [colours|a chart] [for the managers|when we show it]?`],
    ['engineer', `[export it|take it] to a spreadsheet and [do as you like|colour it there]`],
  ],
  [
    ['clerk', `{group2} [asks|wants to know] why they are not [first|on top] [in the sheet|any more]`],
    ['owner', `because it is sorted by code. [tell them to|they can] sort [by amount|it themselves]`],
  ],
  [
    [
      'engineer',
      `[the database|our database] [had|was given] [more memory|a new disk] [last night|tonight], [runs take|the job takes] [half the time|a minute less]`,
    ],
    ['owner', `[nice|good], [thank you|thanks]`],
  ],
  [
    ['second', `[do we|does the sheet] show amounts [with or without|before or after] tax?`],
    [
      'owner',
      `[as in {core}|the same as in {core}], the job [adds nothing and takes nothing off|does nothing to them]`,
    ],
  ],
  [
    [
      'clerk',
      `[a new|there is a new] {member} [next month|from next month]. [who puts it|who will put it] in the list?`,
    ],
    ['second', `I [will|do that], [as soon as|when] I know the {group}`],
  ],
  [
    ['owner', `[meeting|our meeting] about {sheet} [is moved|moves] to [Thursday|Wednesday], [same room|usual room]`],
    ['clerk', `[fine with me|ok], [I bring|I will bring] the [print|printout]`],
  ],
  [
    [
      'engineer',
      `[a run|one of the runs] [hung|was slow] [because|since] [the backup|a backup] [had a lock|was still busy], [it is through|it got through] now`,
    ],
    ['owner', `[no harm|no damage] then, [thanks|good]`],
  ],
]

export const pages: readonly { readonly title: string; readonly body: string }[] = [
  {
    title: 'Who may see what',
    body: `[Heads of|People in] {aGroup} may see [their own figures|their rows], [the managers|management] all of them. {Owner} gives people access; it takes [a
      day|two days].`,
  },
  {
    title: 'Exports',
    body: `[Press|Use] export [on the screen|in the report] and [choose|pick] a day or a month. [The file has|You get] [the same columns|what the screen shows]. [Do not|Please do not] [send exports outside|mail
      exports to anybody outside].`,
  },
  {
    title: 'A new code in the list',
    body: `[Tell|Write to] {owner} the {member} and its {group} [before|ahead of] the [first day|day it starts]. Until then the {member} is in no list. [An end date|The end] is [only
      needed|set only] [for a move|when it moves].`,
  },
  {
    title: 'Names of the codes',
    body: `[Codes|The codes] of {groups} are in {groupTable}. [A name|Names] may [change|be changed], [a code|codes] never. {rest} is {restName}, [{aGroup} like any other|and counts as {aGroup}].`,
  },
  {
    title: 'When the job is late',
    body: `[Wait|Please wait] until [nine|half past nine], then [ring|call] {engineer}. [A run that broke off|A run that failed] is [started again|repeated] [the same night|automatically], [there is|with] nothing to [do|type in].`,
  },
]

export const notes: readonly { readonly program: string; readonly note: string }[] = [
  { program: 'report screen', note: `[Columns|All columns] can be [sorted|put in order] [by a click|with one click].` },
  { program: 'export', note: `[Files|Exported files] [have|get] the day in their name.` },
  { program: 'sign-in', note: `[Asks|It asks] for the second code [once a week|every Monday] only.` },
  {
    program: 'mail gateway',
    note: `[Large|Very large] attachments are [held back|stopped] and [the sender|whoever sent it] is told.`,
  },
  {
    program: 'backup',
    note: `[Starts|Begins] [half an hour|an hour] later, so that [nobody waits|nothing waits] for it.`,
  },
]

export const oldPage: readonly string[] = [
  `[Draft|A first draft], [not agreed|nobody has agreed to it yet]: count {lines} by the day they [came in|were received] and [leave out|drop] {members} that are [new|not known].`,
  `[From the old system|How the old system did it]: [one sum|a sum] for all {groups} a day, [split|shared out] at the end of the month by [last year's shares|the shares of last year].`,
  `[Until we have|Before there was] a list: [ask|please ask] each {group} for [its own figure|its figure] and [type it in|enter it] [by hand|on Monday].`,
]
