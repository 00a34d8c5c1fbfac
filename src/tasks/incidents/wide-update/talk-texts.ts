/** What else is said about it: requests, guesses that somebody takes back, remarks; `{asked}` tells which cases. */
type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'
export type Thread = readonly (readonly [Speaker, string])[]

/** Somebody asks for a change of many cases, by mail. */
export const requestMails: readonly (readonly [subject: string, body: string])[] = [
  [
    'Change for the {cases}',
    `[Hello|Good morning], [please|could you please] set the {fee} to {newFee} for {asked}, and [hand|pass] them over to {taker}. [Thanks|Thank you], {asker}`,
  ],
  [
    '{Cases} to {taker}',
    `[Good morning|Morning], {taker} is to [have|take over] {asked}. The {fee} [of these|for them] [becomes|is then] {newFee}. [Regards|Best wishes], {asker}`,
  ],
  [
    'Please change at one go',
    `[Hi|Hello], [as agreed|as we said on the phone]: {asked} [get|are given] a {fee} of {newFee} and [go|are passed on] to {taker}. {asker}`,
  ],
]
/** The same, after an earlier mail that was wrong. */
export const newRequestMails: readonly (readonly [subject: string, body: string])[] = [
  [
    'Again: change for the {cases}',
    `[Hello again|Hello], [please forget|forget] my [mail of yesterday|mail from yesterday], [I mixed something up|that was wrong]. [What I need|It should be]: the {fee} to {newFee} for {asked},
     and [all of them|these] to {taker}. [Sorry|Sorry about that], {asker}`,
  ],
  [
    'Correction',
    `[Good morning|Morning], [not what I wrote yesterday|yesterday's mail does not hold]. {Taker} is to [have|take over] {asked}, the {fee} [for them|of these] [becomes|is] {newFee}.
     Please [do only this|do this and nothing else]. {asker}`,
  ],
  [
    'New: {cases} to {taker}',
    `[Hi|Hello], [this replaces|this takes the place of] what I [asked for|sent] yesterday: {asked} [get|are given] a {fee} of {newFee} and [go|are passed on] to {taker}. {asker}`,
  ],
]
/** Somebody asks for it in a conversation. */
export const requestThreads: readonly Thread[] = [
  [
    [
      'owner',
      `{runner}, [please|could you] set the {fee} to {newFee} for {asked} and [hand|pass] them over to {taker}`,
    ],
    ['clerk', `[ok|will do|fine], {when}`],
  ],
  [
    ['owner', `[one for|something for] {runner}: {asked}, {fee} {newFee}, all to {taker} [please|, thanks]`],
    ['clerk', `[fine|sure], {when}`],
  ],
  [
    [
      'owner',
      `{taker} [takes over|will have] {asked}, and the {fee} [there|for those] is {newFee} [from now on|now]. can {runner} [do that|change that]?`,
    ],
    ['clerk', `[yes|can do|of course], {when}`],
  ],
]
export const newRequestThreads: readonly Thread[] = [
  [
    [
      'owner',
      `{runner}, [stop|wait], what I [said|wrote] yesterday [was wrong|is off]. [it is|make it]: {fee} {newFee} for {asked}, [all|those] to {taker}`,
    ],
    ['clerk', `[good that I waited|had not started yet|ok, not done yet]`],
  ],
  [
    [
      'owner',
      `[new version|once more], [instead of|not] yesterday's: {asked}, {fee} {newFee}, and [they go|over] to {taker}. [only those|nothing else]`,
    ],
    ['clerk', `[ok|right], [this one then|understood]`],
  ],
  [
    [
      'owner',
      `[sorry|apologies] {runner}, [forget|drop] yesterday. {taker} [gets|takes] {asked}, with a {fee} of {newFee}`,
    ],
    ['clerk', `[no problem|fine], [later today|today]`],
  ],
]

/** A wrong guess, and somebody who knows that it is one. */
export const wrongGuesses: readonly Thread[] = [
  [
    ['engineer', `[why not|shall I] [just put|simply put] [the copy|last night's copy] back [over it|on top]?`],
    [
      'owner',
      `[no|please not], [people have worked|we all worked] [since|all day], [that would be lost|you would lose that]`,
    ],
    ['engineer', `[right|true], [leave it|forget it]`],
  ],
  [
    ['second', `[so|then] [every|each] {case} at {newFee} is wrong?`],
    [
      'owner',
      `[no|not at all], [some are meant|for some that is right]. [and|besides] {newFee} is [quite usual|nothing unusual] [anyway|here]`,
    ],
  ],
  [
    ['engineer', `[can we|could we] take all of change {runNo} back by the log?`],
    ['second', `[no, some of it|no, part of it] was [asked for|wanted], and people have [gone on|carried on] since`],
  ],
  [
    ['clerk', `{takerFirst}'s list is [endless|twice as long] today, [is that|can that be] right?`],
    ['owner', `[partly|some of it]. do not [hand anything back|pass anything on] [by hand|yet]`],
  ],
  [
    ['second', `[I could|shall I] put [mine|my own {cases}] right by hand`],
    [
      'owner',
      `[if you know|where you are sure of] the {fee}, [yes|go on]. [it is|all that is] in the log [then|anyway]`,
    ],
  ],
  [
    ['clerk', `how many {cases} [are|were] in change {runNo}?`],
    ['engineer', `see {runs}, [the log has fewer|fewer in the log], [no idea why|strange]`],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly Thread[] = [
  [
    [
      'second',
      `[the form|the screen] [forgets|loses] the {sender} [when I|if I] [go back|press back], [again|only me]?`,
    ],
    ['engineer', `[known|we know], [next release|it is on the list]`],
  ],
  [
    ['clerk', `[can I|may I] change the {fee} on [{aCase} of somebody else|somebody else's {case}]?`],
    [
      'owner',
      `[yes|you can], [but tell them|just say so], [it shows in the log|the log has your name] [anyway|all the same]`,
    ],
  ],
  [
    ['owner', `who [covers|has] {takerFirst}'s {cases} [next week|in the holidays]?`],
    ['second', `[me|I do], [the new ones at least|as far as I can]`],
  ],
  [
    ['clerk', `{where4} [wants|asks for] [a list|an extract] of [its|their] {cases} [by Friday|this week]`],
    ['engineer', `[can do|sure], [from the totals|by day] or [one by one|each {case}]?`],
    ['clerk', `[by day|the totals] [will do|is enough]`],
  ],
  [
    ['second', `does the {fee} [include|contain] tax?`],
    ['owner', `[yes, it does|it does], always [has|did]`],
  ],
]
