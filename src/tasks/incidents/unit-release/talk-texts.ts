/** What else is said about it: guesses that somebody takes back, remarks, mails of those who look after the scales. */
type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'
export type Thread = readonly (readonly [Speaker, string])[]

/** Somebody guesses, and somebody knows better. */
export const wrongGuesses: readonly Thread[] = [
  [
    ['second', `[so|then] it is just the [heavy ones|ones over {limit}]?`],
    [
      'owner',
      `[no|I am afraid not], there are [light ones|some that are far too light] as well, and [most|many] [look|seem] quite normal`,
    ],
  ],
  [
    ['clerk', `[can I|shall I] [simply|just] divide [the silly ones|what is over {limit}] by ten?`],
    ['engineer', `[please not|no], [it is not ten|ten is not it], and [it differs|it is not the same everywhere]`],
  ],
  [
    ['engineer', `[everything|all] that {struck} uploaded is [wrong|off] then?`],
    [
      'second',
      `[no|not quite]. [ours|my {handset}] was [off line|without a line] for a day, and [it all went up|that was uploaded] after the update`,
    ],
    ['engineer', `[right|true], [I forgot that|forget it]`],
  ],
  [
    ['second', `[maybe|could it be that] people [pack|put in] more than they [used to|should]?`],
    ['owner', `[overnight, and|all of a sudden, and] at [every|each] place? [no|hardly]`],
  ],
  [
    ['clerk', `[I will|shall I] change the bands on [all|the] invoices [too|as well]`],
    ['owner', `[stop|wait], [read|look at] the page first. not [all of them|every one] may be [touched|changed]`],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly Thread[] = [
  [
    ['clerk', `the {handset} at {where4} [needs|wants] a new strap`],
    ['owner', `[order one|I will get one], [they are cheap|no problem]`],
  ],
  [
    ['second', `[is it|would it be] all right to weigh two {things} [at once|together]?`],
    ['owner', `[no|please not], one [by one|after the other], [each has its label|each with its own label]`],
  ],
  [
    ['engineer', `{where4} had no line [all morning|since yesterday], [it is back|back now]`],
    ['clerk', `[ah|I see], [that is why|so that is why] [nothing came|I saw nothing] from them`],
  ],
  [
    ['clerk', `[sign-in|signing in] [takes ages|is slow] on [the old|our] {handset}`],
    ['engineer', `[let it finish|just wait], it is [updating|getting an update]`],
  ],
  [
    ['second', `[really|is it possible], {heavyKind} of [almost|nearly] {limit}?`],
    [
      'owner',
      `[yes|oh yes], [happens|we have that] [every week|now and then]. [as long as|if] it is [not more|below that] [they take it|it goes]`,
    ],
  ],
]

/** Those who look after the scales tell what a step is: a list that is wrong, and the one that takes its place. */
export const stepMails: readonly (readonly [subject: string, body: string])[] = [
  [
    'Your scales',
    `[Hello|Good morning], [as you asked|you asked on the phone], [here is|this is] what one step weighs: {steps}. [Regards|Best wishes], {service}`,
  ],
  [
    'Steps of the load cells',
    `[Good morning|Dear all], [the steps are|in our files a step is]: {steps}. [Call me|Just call] if [anything|something] is unclear. {service}`,
  ],
  [
    'What a step is',
    `[Hi|Hello], [from our data sheets|looked it up for you], [one step|a step] is {steps}. {service}`,
  ],
]
export const newStepMails: readonly (readonly [subject: string, body: string])[] = [
  [
    'Correction: your scales',
    `[Hello again|Good morning], [my last mail|the list in my last mail] was for [older|the previous] load cells, [please forget it|do not use it]. [Yours have|What you have is]: {steps}.
     [Sorry|My mistake], {service}`,
  ],
  [
    'Steps, new list',
    `[Dear all|Hello], [please throw away|forget] what I sent [before|last time]: your load cells were [changed|replaced] [last year|in spring]. [A step is|Now a step is] {steps}. {service}`,
  ],
  [
    'Not the right list',
    `[Hi|Hello], [I gave you|that was] the wrong list. [For your|With your] load cells, [one step|a step] is {steps}. [Regards|Best], {service}`,
  ],
]
