/**
 * What else is said about days and files while the accident is noticed: guesses that somebody takes back, an older page, mails
 * of partners, all of it near the topic and none of it the answer.
 *
 * @module
 */
export type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'
export type Thread = readonly (readonly [Speaker, string])[]

/** A wrong guess, and somebody who knows that it is one. */
export const wrongGuesses: readonly Thread[] = [
  [
    ['engineer', `[simple|easy]: [whatever|anything that] lies in the future gets turned round, [right|no]?`],
    [
      'owner',
      `[no|careful]. {dues} [are always|lie always] in the future, and [half|many] of the wrong ones [look|are] [perfectly old|harmless]`,
    ],
    ['engineer', `[hm|true], [scrap that|forget it]`],
  ],
  [
    ['clerk', `[can I|may I] just [turn|swap] [all of it|everything] from [these|those] weeks?`],
    ['owner', `[then|and then] you [break|spoil] [those|the {partners}] that really write [like that|that way]`],
    ['clerk', `[ok|right], [hands off|I leave it]`],
  ],
  [
    ['second', `[a file|one file] with a day past the twelfth in it must be [fine|right], [no|or not]?`],
    [
      'engineer',
      `[in that column|for that day] maybe. [the other one|the second one] can [still|well] be wrong, [they are written apart|each is on its own]`,
    ],
  ],
  [
    [
      'clerk',
      `[I could|shall I] [enter|type in] what is in {refusedTable}, [it is not that much|it is a page or two]?`,
    ],
    ['owner', `[some|part] of it [came in|was sent] again, [and|or] was called off. [wait|leave it] for {engineer}`],
  ],
  [
    ['second', `[our|the] {partners} [are|sit] in [one country|Europe], they [all write|must all write] the day first`],
    [
      'owner',
      `[you would think so|one would think]. [it is the program|their programs] that [counts|decide], [not|never] the country`,
    ],
    ['second', `[I see|oh well]`],
  ],
  [
    ['engineer', `[the days|the wrong days] [could be|may be] from [the clock|summer time], [off by one|a day off]?`],
    ['clerk', `[no|never], [months|it is months], [not one day|not a single day] apart`],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly Thread[] = [
  [
    ['clerk', `[does {partner4}|will {partner4}] [send|write] on [Mondays|Fridays] [now|again]?`],
    ['second', `[whenever|as soon as] they have [something|enough lines]`],
  ],
  [
    ['owner', `who [takes|has] the phone [at|of] {desk} [over lunch|tomorrow morning]?`],
    ['clerk', `[I do|me], [back at one|from nine on]`],
  ],
  [
    ['second', `{partner4} [has|got] a new [address|telephone number], [I put it|it is] in the [list|folder]`],
    ['owner', `[thanks|good]`],
  ],
  [
    [
      'engineer',
      `[disk|the disk] of machine B is [full|nearly full] [again|], I [deleted|threw out] old [logs|copies]`,
    ],
    ['owner', `[not the files|no files], [I hope|please]`],
    ['engineer', `[no|only] [logs|old logs]`],
  ],
  [
    ['clerk', `"{goodName}" [is|was] [in|on] no list [last week|this morning]`],
    ['second', `[it is now|there it is], {goodCode}`],
  ],
  [
    ['owner', `[planning|the planning] meeting is [at ten|on Thursday], [small room|upstairs]`],
    ['second', `[fine|ok]`],
  ],
  [
    ['second', `[can|may] a {partner} [move|put off] [a whole file|all its lines] [at once|in one go]?`],
    ['clerk', `[by telephone|with a mail], we [change|do] them one by one`],
  ],
  [
    ['engineer', `{importer} [was down|stood still] [for ten minutes|briefly] [at noon|after lunch]`],
    ['clerk', `[noticed|saw it], [all|it all] came [in|through] later`],
  ],
  [
    ['clerk', `{partner4} [wants|asks for] a list of [everything open|all open {rows}]`],
    ['owner', `[send|give] them [ours|what we have], [after|once] this is [over|mended]`],
  ],
]

/** Pages about other things. */
export const pages: readonly { readonly title: string; readonly body: string }[] = [
  {
    title: 'Partners who want another code',
    body: `[Codes|The codes] of {partners} [never change|stay for good], [also|even] [after|when] they [merge|get a new name]. [Names|The name] can be [corrected|changed] by {owner} [at any time|].`,
  },
  {
    title: 'Counts that look odd',
    body: `[Large|Very large] counts are [asked for|checked] by telephone [before|until] noon. [If|Where] the {partner} [agrees|says so], {desk} changes [the count|it] by hand; [it shows|this shows] in {changesTable}.`,
  },
  {
    title: 'Unknown codes in a file',
    body: `[A line|Lines] with a {good} that [nobody|no list] [knows|has] will be refused. [Ask|Write to] the {partner}, who [sends|has to send] [it|such lines] again with [a code|one] we [have|know].`,
  },
  {
    title: 'How long we keep files',
    body: `Raw text is thrown away after [some weeks|a month or so]. [Refused lines are|What was refused is] kept [longer|until it is settled]. [Backups|Tapes] are [for IT|IT's business].`,
  },
  {
    title: 'Calling off',
    body: `[A {partner}|Whoever sent a line] can call it off [until|up to] the day of the {due}. {Desk} [notes|enters] it in {off}, and {importer} sets {colStatus} [over night|in the night]. Rows are not deleted for that.`,
  },
  {
    title: 'Rounds',
    body: `[Most|Nearly all] {partners} [collect|take] {rows} in rounds, [in|during] the first days of a month. [Late ones|What comes late] can be any day, there is no [rule|deadline].`,
  },
  {
    title: 'Telephone list',
    body: `[Each|Every] {partner} has [a person|somebody] who [knows|looks after] the files. [Ask|Ring] {second} for the number. [Never|Do not] [promise|agree to] a {due} on the phone [without|before] [writing it down|a note].`,
  },
]

/** The page as it was once. */
export const oldPage: Texts = [
  `[When|If] a day [looks|seems] wrong, [ring|ask] the {partner} and [type|enter] what they say. [Do not turn|Nothing is turned] [round|] [by the dozen|in bulk].`,
  `[Days|A day] in the future will be turned round [at once|by {clerk}], the rest stays [as it came|].`,
  `[A line|Whatever] that is refused [is thrown away|is deleted] [after a week|at the end of the month]; the {partner} [sends it|has to send it] again.`,
  `What was refused gets the next free id [when it is|as soon as it is] typed in.`,
]
type Texts = readonly string[]

/** Mails of partners about other things. */
export const mails: readonly { readonly subject: string; readonly body: string }[] = [
  {
    subject: 'Holidays',
    body: `[Dear colleagues|Hello], [we are closed|our office is closed] [on Friday|for two days next week]. [Files|Our files] [come|follow] [afterwards|the week after]. [Regards|Best wishes], {partnerName4}`,
  },
  {
    subject: 'Your list',
    body: `[Good morning|Good day], [thank you|thanks] for the list. [Two|Some] of the {dues} [surprise us|are news to us], [we come back|I shall come back] to [you|that]. {partnerName4}`,
  },
  {
    subject: 'Contact',
    body: `[Hello|Good day], [from now on|as of today] [my colleague|a new colleague] [looks after|takes care of] our files. [Nothing else changes|All else stays]. {partnerName4}`,
  },
  {
    subject: 'Numbers',
    body: `[To let you know|For your information]: [we leave out some numbers|some numbers are missing][, those are|: they are] for [others|other customers]. [Nothing is missing|There is no line missing]. {partnerName4}`,
  },
]

/** Notes of releases of other programs. */
export const releases: readonly { readonly program: string; readonly note: string }[] = [
  {
    program: 'screens',
    note: `[Lists|The lists] can be [sorted|ordered] by {colDue}. [Printing|To print] is [quicker|faster].`,
  },
  { program: 'plan', note: `The plan is [worked out|made] [twice|once more] a night.` },
  {
    program: 'letters',
    note: `[Letters|The letters] [have|show] the new [address|logo]. [Days|Dates] are [spelled out|written in words].`,
  },
  { program: 'mail gate', note: `[Attachments|Files] [over|above] ten megabytes are [refused|sent back].` },
]
