/**
 * What else is said about the files while the accident is noticed: guesses that somebody takes back, an older page, mails
 * of senders, all of it near the topic and none of it the answer.
 *
 * @module
 */

type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'
export type Thread = readonly (readonly [Speaker, string])[]

/** A wrong guess, and somebody who knows that it is one. */
export const wrongGuesses: readonly Thread[] = [
  [
    [
      'engineer',
      `[looks to me|it looks|I think it looks] as if {where4} [sends|keeps sending] [everything|it all] again. [keep|just keep] [one
      for each day|one a day] and [be done|that is it|go on]?`,
    ],
    [
      'owner',
      `[please do not|no|better not]. [we tried that|that was tried] once, and [threw out|lost] [the wrong ones|what we needed]`,
    ],
    ['engineer', `[ok|right|understood], [hands off|I leave it] then`],
  ],
  [
    ['clerk', `[can I just|may I|should I] [delete|drop] the [longer|shorter] one [when|where] there are two?`],
    [
      'owner',
      `[neither|no|do not], [length|size] [says nothing|proves nothing]. [wait for|leave it to|ask] {engineer}`,
    ],
  ],
  [
    ['second', `[equal lines|lines that look the same|lines like twins], [can one of them go|shall I take one out]?`],
    ['owner', `[not by looks|careful|no]. [half of those|many of those] are [real|meant], see "{pairPage}"`],
    ['second', `[ah|I see|oh right]`],
  ],
  [
    ['engineer', `[the file names|names] [give it away|tell you], no? [anything|whatever is] called copy or again`],
    ['owner', `[names mean nothing|forget the names], {senders} [call them|name them] [what they like|anything]`],
  ],
  [
    ['second', `[if|when] {where4} [says|tells us] it was sent [again|anew], [can I|do I] [take out|drop] the first?`],
    [
      'owner',
      `[they do not know|how would they know] what [became of it|reached us]. [look at|go by] [our side|what we have]`,
    ],
  ],
  [
    ['clerk', `[is it|could it be] only {where4}? [then|in that case] [let me|I could] [ring them|ask them to stop]`],
    ['engineer', `[I doubt it|hardly], [they all|the others] do [that|the same] [now and then|from time to time]`],
    ['clerk', `[pity|would have been easy]`],
  ],
  [
    [
      'second',
      `[the totals|our totals] are [too high|off], [shall we|why not] [run the job|start the nightly job] once more?`,
    ],
    ['engineer', `[that|it] only [adds up|sums] what is [there|in the table], [right or wrong|whatever it is]`],
  ],
  [
    [
      'engineer',
      `[a unique index|unique index] on [time and|minute and] {good}, [and the loader|then it] [refuses|rejects] the rest?`,
    ],
    ['owner', `[would lose|that loses] [honest|real] {rows}, [they do come|some come] [in pairs|side by side]`],
    ['engineer', `[hm|true], [scrap that|forget it]`],
  ],
]

/** Somebody on a row that another shows as well. */
export const twoRows: readonly Thread[] = [
  [
    [
      'clerk',
      `[odd|strange|is this known]: [one line|a line] [at|of] {where4} [has two rows|is there two times]. [used|took] the one [on top|that
      came up first] for [my|the] {child}`,
    ],
    ['second', `[had that|seen that] [too|as well], [told|asked] {engineer}`],
  ],
  [
    [
      'clerk',
      `{where4}: I [searched|looked up] a {row} and [got|found] [two|a second one]. [picked|took] [one of them|either] for the {child},
      [hope|I hope] [that is|it was] ok`,
    ],
    ['second', `[no idea|no clue], [ask|try] {owner}`],
  ],
  [
    [
      'clerk',
      `[which|which one|which row] [do I|should I|am I to] [use|take] [when|if] a line [of|at] {where4} [comes up|shows|stands there] [two times|in two places]? [went for|took] [the upper|the lower] now`,
    ],
    ['second', `[somebody|they] will [have to|surely] [move|check] that {child} [later|one day]`],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly Thread[] = [
  [
    [
      'engineer',
      `the disk of [the loaders|the server] [is filling up|fills up] faster than [it should|usual]. [more files|bigger files]?`,
    ],
    ['owner', `[no idea|not that I know|ask me later]`],
  ],
  [
    ['owner', `[monday|next] meeting is [at ten|at half past nine], [small room|upstairs]`],
    ['engineer', `[ok|fine], [bringing|I will bring] the {importerName} [numbers|figures]`],
  ],
  [
    [
      'engineer',
      `[files|the files] of {where4} [came in|got here] [late|after eleven] [some nights|one night], [line trouble|bad line]?`,
    ],
    ['owner', `[could be|possible], they [said nothing|did not call]`],
  ],
  [
    ['second', `[search|the search screen] is [slow|slower] [today|since this morning], [only me|just me]?`],
    ['engineer', `[statistics are|the index is] [running|being rebuilt], [give it|wait] [an hour|ten minutes]`],
  ],
  [
    ['clerk', `[is the list|are the names] of {senders} [current|up to date]?`],
    ['owner', `[yes|should be], [nobody new|nothing new] [this year|since winter]`],
  ],
]

/** Senders write about files that they did send. They never know what became of them. */
export const senderMails: Readonly<Record<'again' | 'corrected' | 'broken', readonly (readonly [string, string])[]>> = {
  again: [
    [
      'Sent again',
      `[Hello|Good morning], we were [not sure|unsure] whether [our|the] {file} of {theDay} [arrived|got through], so [it went out|we sent
       it] again. [Please ignore|Ignore] [whichever|what] you do not [need|want]. {where4}`,
    ],
    [
      'File of {theDay}',
      `[Good day|Hello], [there was|we saw] no [receipt|confirmation] for {theDay}, [therefore|so] the {file} [came|was sent] [once more|a
       second time]. [Sorry|Apologies] [if it was not needed|for the trouble]. {where4}`,
    ],
    [
      'Just in case',
      `[Morning|Hello], [for|about] {theDay}: [somebody|a colleague] [pressed send|started the transfer] [again|a second time] [here|at our
       end]. [Nothing to worry about|No harm meant]. {where4}`,
    ],
  ],
  corrected: [
    [
      'Question about our files',
      `[Hello|Good day], did you [get|see] our [corrections|corrected lines] [for|of] {theDay}? [We marked them|They are marked|Their mark is] {fixCode}[, as
       agreed|]. [A short answer|A word] [is enough|would help]. {where4}`,
    ],
    [
      'Corrections',
      `[Good morning|Hello], [some entries|a few lines] of {theDay} were [wrong|not right]. [The corrections|Our corrections] [went out|were sent] [as|marked|with the mark] {fixCode}. [Regards|Best wishes], {where4}`,
    ],
    [
      'Mistakes on {theDay}',
      `[Dear colleagues|Hello], {theDay} [had|contained] [mistakes|errors] on our side. You [have|will find] [what changes|the changes] [in a
       {file}|in one file] [marked|of type] {fixCode}. {where4}`,
    ],
  ],
  broken: [
    [
      'Transfer',
      `[Good morning|Hello], [our transfer|the transfer] [stopped|hung] on {theDay} and [we started|the program started] [again|once more].
       [Tell us|Please say] if [anything|something] [looks odd|is missing]. {where4}`,
    ],
    [
      'Bad connection',
      `[Hello|Good day], on {theDay} [the line|our line] [dropped|was gone] [while sending|in the middle]. [It was back|It came back] [soon|a
       little later] and [we tried|the machine tried] again. {where4}`,
    ],
    [
      'Evening of {theDay}',
      `[Good morning|Hello], [a power cut|a restart] [hit|interrupted] us [while|when] the {file} [was going out|was on its way]. [Another
       went out|We sent another] [afterwards|after that]. {where4}`,
    ],
  ],
}

/** The acceptance page as it was once: another rule, long since replaced. */
export const oldAcceptance: readonly string[] = [
  `[The latest|The last|The newest] {file} of a {lane} and day [replaces|takes the place of] [the one before|what came before]. [Missing
   lines|Lines that are missing] are [typed in|added] [by hand|from paper]. [Old copies|The old one] [can be deleted|goes].`,
  `[If|When|Where] two {files} [come|arrive] for one day, [keep the longer|the longer one is kept|the longer counts]. [Ask|Check with] the
   {sender} [when in doubt|if unsure].`,
  `[Every|Any|Each] {file} is [loaded|taken] [as it comes|as it is]. [At the end of the month|Once a month] {owner} [looks through|goes over]
   the {rows} and [removes|takes out] what is [there|in] too often.`,
  `[Nobody|No one] [loads|starts] {files} [at night|after six]. In the morning {engineer} [looks through|checks] [what arrived|what is there][, and picks|, then picks] [one per|one for each] {sender} [by hand|by eye].`,
]
