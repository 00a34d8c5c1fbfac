/**
 * What else is said about records while the accident is noticed: guesses that somebody takes back, an older page, mails and
 * notes, all of it near the topic and none of it the answer.
 *
 * @module
 */
export type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'
export type Thread = readonly (readonly [Speaker, string])[]

/** An older version of the page about merging. */
export const oldPage: readonly string[] = [
  `[Merging|A merge] moves the {children} to the {record} kept, [one step|a single step] and no further: [who was|a {record}] merged [before|already] is not merged again. An {item} on both [stays twice|is left twice] [for now|until the clean-up].`,
  `After a merge [look|have a look] at both {records}. [An {item}|Any {item}] that is there twice [is left|stays], [we clean up|clean-up is] [in spring|once a year]. {Records} [merged once|that were merged] are [never|not] merged [again|a second time].`,
  `[Two {records}|Records] may be merged once. {Children} [go|move] along, [all of them|every one], [doubles|those for one {item}] as well; {owner} [sorts them out|goes through them] [by hand|later].`,
]

/** A wrong guess, and somebody who knows that it is one. */
export const wrongGuesses: readonly Thread[] = [
  [
    ['clerk', `[can we not|why not] just [bring back|put back] all that was deleted [last month|lately]?`],
    [
      'owner',
      `[please no|no, no]. [half of it|a good part] we deleted [ourselves|on purpose], and some [people|{records}] [must not|may not] come back at all`,
    ],
    ['clerk', `[ok|right], [thought so|hands off then]`],
  ],
  [
    ['engineer', `[whatever|everything that] hangs on a number we do not have [can go|is rubbish], [right|no]?`],
    [
      'second',
      `[wait|careful], [the sleeping ones|those put away] have no line there either, [and they|they] keep their {children}`,
    ],
    ['engineer', `[ah|true], [forgot those|I had forgotten]`],
  ],
  [
    ['second', `[so they go|then they go] [back|home] to the {record} they were merged into, [done|that is all]?`],
    [
      'owner',
      `[only if|as long as] that one [still exists|is still there]. [some|a few] were merged [again|once more] [the week after|later]`,
    ],
  ],
  [
    ['engineer', `[new numbers|fresh numbers] for what comes back, [simplest|easiest] thing`],
    ['clerk', `[no way|please not], the number is on {printedOn}, [people|they] [read it to us|quote it] on the phone`],
    ['engineer', `[fair enough|ok, the old ones then]`],
  ],
  [
    ['clerk', `[by name|names]: same name, [same|one] {record}, so [I can|we could] [see|tell] where things belong`],
    ['second', `[there are|we have] four of [that name|some names], [all different|none of them related]`],
    ['clerk', `[hm|right], [not by name|so no]`],
  ],
  [
    [
      'second',
      `[what was deleted|everything deleted] by the same login [that day|on one day] was the merge, [surely|I suppose]`,
    ],
    [
      'owner',
      `[I delete|we all delete] [old ones|what is out of date] first and merge [a minute|a moment] later, [that was me|same login]`,
    ],
  ],
  [
    ['engineer', `[shall I|should I] ask {other} to send [everything|all of it] [again|once more]?`],
    ['owner', `[they take|{other} takes] deletions from us, [theirs is gone as well|so it is gone there too]`],
  ],
  [
    ['clerk', `[I typed|I entered] [two|a few] in again, [was that ok|no harm I hope]?`],
    [
      'owner',
      `[better stop|please wait], the old ones [will come|are coming] back and then [it is there|we have it] twice`,
    ],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly Thread[] = [
  [
    ['clerk', `[who knows|can somebody tell me] how to print a {record} list by name?`],
    ['second', `[menu|top right], [lists|reports], [the third|second from below]`],
  ],
  [
    ['owner', `{other} [is down|is offline] [tonight|on Sunday night] [for an update|for two hours]`],
    ['engineer', `[fine|noted], [numbers|changes] [wait|queue up] and go out [after that|in the morning]`],
  ],
  [
    ['second', `[how long|for how long] do we keep {records} that [nobody|no one] [asks for|uses]?`],
    ['owner', `[five years|until they sleep five years], then they are put away`],
  ],
  [
    ['clerk', `[a letter|a request] to be forgotten [came in|is here], [who takes it|whose desk]?`],
    ['owner', `[mine|give it to me], [I enter|I put] it in the list [today|right away]`],
  ],
  [
    ['engineer', `[the printer|label printing] at {desk} [works|is on] again, [a cable|it was the cable]`],
    ['clerk', `[thanks|lovely|great]`],
  ],
  [
    ['owner', `[somebody|a colleague] for {desk} [on Friday|tomorrow from three]?`],
    ['second', `[me|I can], [until five|if I get Monday off]`],
  ],
  [
    ['second', `[umlauts|special letters] in names [look|come out] [funny|odd] in {other}`],
    ['engineer', `[on their side|theirs], [ticket|a ticket] is open [since May|for weeks]`],
  ],
  [
    ['clerk', `[two|another two] {records} with [one|the same] name, [can I|shall I] merge them?`],
    [
      'second',
      `[check|compare] the [phone number|address] first, [last time|once] they were [father and son|two branches]`,
    ],
  ],
  [
    ['owner', `[numbers|figures] for the [quarter|half-year], [who has them|where do I find them]?`],
    ['engineer', `[from|out of] the overview, [I send|sending] them [at noon|later]`],
  ],
  [
    ['engineer', `[nightly run|last night's run] [was late|took long], [backup|the backup] was in the way`],
    ['owner', `[ok|no matter], [all there|it is all there] now`],
  ],
]

/** Pages about other things. */
export const pages: readonly { readonly title: string; readonly body: string }[] = [
  {
    title: 'Before you merge',
    body: `[Compare|Check] name, address and [phone|telephone]. [Ring|Call] if [in doubt|you are not sure]: [two people|two of them] can [have|share] one name. [Tidy up|Clean up] first, [that is|I mean] delete what is [out of date|no longer valid], [then|and then] merge.`,
  },
  {
    title: 'A new {record}',
    body: `[Search|Look] by name [and|or] number [first|before you start]. [Found nothing|Nothing there]? [Then|Only then] open one. {Other} [gets|has] it [within minutes|the same hour] and [answers|comes back] with its own number.`,
  },
  {
    title: 'Changing a {child}',
    body: `[Open|Find] the {record}, [pick|choose] the {child}, [change|correct] what is [wrong|out of date]. [The number|Its number] [stays|never changes], it is on {printedOn}. The {item} [cannot|can not] be changed: [enter|make] a new one.`,
  },
  {
    title: 'Lost papers',
    body: `[We print|{Desk} prints] {printedOn} [again|anew] [free of charge|for nothing] [once|the first time]. [Ask for|Have them say] name and {item}. [No|Never give] numbers [over|on] the phone to [strangers|others].`,
  },
  {
    title: 'Putting {records} away',
    body: `[After five|Five] years without [contact|any contact] a {record} is put away. [It|Such a one] keeps its number and {children}; whoever comes back is [woken up|taken out again] by {owner}.`,
  },
  {
    title: 'Letters about privacy',
    body: `[Every|Any] letter goes to {owner} [on the same day|at once]. [We answer|An answer goes out] within a month. [Some|A few] [change their minds|think again], [that is|this is] [noted|written down] too. We refuse only [while|as long as] a [bill|case] is still open.`,
  },
]

export const mails: readonly { readonly subject: string; readonly body: string }[] = [
  {
    subject: 'New address',
    body: `[Hello|Good morning], we moved [last week|on the first|in spring]. [Please|Would you] [note|take down] the new address, the number [stays|is still] the same. [Thanks|Thank you], {sender}`,
  },
  {
    subject: 'Two letters from you',
    body: `[Good morning|Hello], your [letter|mailing] [reached|came to] us [twice|two times], [once|one of them] with [another|a different] number. [Could you|Please] [sort that out|put that in order]. {sender}`,
  },
  {
    subject: 'A question',
    body: `[Hello|Dear all], is {printedOn} [still valid|still good] [if|when] it [got wet|was torn], or [do I need|must I have] a new one? [Regards|Best wishes], {sender}`,
  },
  {
    subject: 'Thank you',
    body: `[Hello|Good day], [just|only] a [word|line] of thanks to the [colleague|lady] at {desk} who [found|dug out] our {child} by {item} [in no time|so quickly]. {sender}`,
  },
  {
    subject: 'Opening hours',
    body: `[Hello|Good morning], is {desk} [manned|open] on Saturdays [as well|too]? [Nobody|No one] [answers|picks up] [the phone|when I ring]. {sender}`,
  },
]

export const releases: readonly { readonly program: string; readonly note: string }[] = [
  {
    program: 'name search',
    note: `[Finds|Can find] names [with|that have] a hyphen [as one word|too], [and|but] [takes|needs] as long.`,
  },
  { program: 'list printing', note: `[Lists|Long lists] [begin|start] every page with the [heading|title] [again|].` },
  {
    program: 'privacy letters',
    note: `[The answer|Our answer] has the [new|present] address of the [authority|office].`,
  },
  {
    program: 'data exchange',
    note: `[Sends|Goes out] every [five|ten] minutes [now|from now on], [no longer|instead of] every hour.`,
  },
  {
    program: 'overview job',
    note: `[Runs|Is run] [before|ahead of] the backup. [Figures|The figures] [are unchanged|stay the same].`,
  },
]
