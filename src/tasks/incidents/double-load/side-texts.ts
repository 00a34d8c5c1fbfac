/**
 * What else is said about the files while the accident is noticed: guesses that somebody takes back, an older page, mails
 * of senders, all of it near the topic and none of it the answer.
 *
 * @module
 */

type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'

/** A wrong guess, and somebody who knows that it is one. */
export const wrongGuesses: readonly (readonly (readonly [Speaker, string])[])[] = [
  [
    [
      'engineer',
      `[looks to me|it looks] as if {where4} [is sending everything again|sends it all again]. [keep the newest|I would
      keep the newest] and [be done|that is it]?`,
    ],
    ['owner', `[please do not|no]. [we did that once|that was done once], and [threw out|lost] the good ones`],
    ['engineer', `[ok|right], [hands off|I leave it] then`],
  ],
  [
    ['clerk', `[can I just delete|may I delete] the [longer|shorter] one [when|where] there are two?`],
    ['owner', `[neither|no], [length|the length] [says nothing|does not tell you]. [wait for|leave it to] {engineer}`],
  ],
  [
    ['second', `[equal lines|lines that look the same], [can one of them go|shall I take one out]?`],
    ['owner', `[not by looks|careful]. [half of those|many of those] are [real|meant], see "{fillerPage}"`],
    ['second', `[ah|I see]`],
  ],
  [
    ['engineer', `[the file names|names] [give it away|tell you], no? [anything|whatever is] called copy or again`],
    ['owner', `[names mean nothing|forget the names], {senders} [call them|name them] [what they like|anything]`],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly (readonly (readonly [Speaker, string])[])[] = [
  [
    [
      'clerk',
      `[odd|strange], I [find|found] two rows for one line at {where4} and [took|used] the [first I saw|top one] for the
      {child}`,
    ],
    ['second', `[same here|me too], I [took|used] the other [one|of them] [I think|probably]`],
  ],
  [
    [
      'engineer',
      `[disk on|space on] the loaders [fills up|is going] faster than [it should|usual]. [more files|bigger files]?`,
    ],
    ['owner', `[no idea|not that I know]`],
  ],
]

/** Senders write. They never know what became of a file. */
export const senderMails: readonly (readonly [subject: string, body: string])[] = [
  [
    'Sent again',
    `[Hello|Good morning], we were [not sure|unsure] whether [yesterday's {file}|the {file} of yesterday] [arrived|got through], so
     [it went out again|we sent it again]. [Please ignore|Ignore] [whichever you do not need|the surplus]. {where4}`,
  ],
  [
    'Question about our files',
    `[Hello|Good day], do you [get|see] our [corrections|corrected lines]? [We marked|They are marked] {fix}[, as agreed|].
     [A short answer|A word] [is enough|would help]. {where4}`,
  ],
  [
    'Transfer',
    `[Good morning|Hello], the transfer [stopped|hung] [last night|in the evening] and [began again|went on] by itself. [Tell us
     if|Please say if] [anything looks odd|you miss anything]. {where4}`,
  ],
]

/** The acceptance page as it was once: another rule, long since replaced. */
export const oldAcceptance: readonly string[] = [
  `[The latest|The last] {file} of a {lane} and day [replaces|takes the place of] the one before. [Missing lines|Lines that are
   missing] are [typed in|added] by hand. [Old copies|The old one] [can be deleted|goes].`,
  `[If two {files}|When two {files}] come for one day, [keep the longer|the longer one is kept]. [Ask|Check with] the {sender}
   [when in doubt|if unsure].`,
  `[Every|Any] {file} is [loaded|taken] as it comes. [At the end of the month|Once a month] {owner} [looks through|goes over] the
   {rows} and [removes|takes out] what is [there|in] too often.`,
]
