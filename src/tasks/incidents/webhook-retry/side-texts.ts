/**
 * What else is said about payments while the accident is noticed: guesses that somebody takes back, an older page, mails of
 * payers and of the provider, all of it near the topic and none of it the answer.
 *
 * @module
 */
export type Speaker = 'owner' | 'engineer' | 'clerk' | 'second'
export type Thread = readonly (readonly [Speaker, string])[]

/** A wrong guess, and somebody who knows that it is one. */
export const wrongGuesses: readonly Thread[] = [
  [
    [
      'clerk',
      `[can I just|may I|should I] take out the newer one [where|when] one {bill} has the same amount [again|more than once]?`,
    ],
    [
      'owner',
      `[please do not|no, hands off]. [lots of|some] {payers} pay in equal parts, [and the newer one|and it] is [not always|seldom] the wrong one`,
    ],
    ['clerk', `[ok|right], [leaving it|I will leave them]`],
  ],
  [
    ['engineer', `[keep|just keep] the lowest number of each and [be done|that is it]? [sounds|looks] easy`],
    [
      'second',
      `[numbers|our numbers] come from two workers, [they say|that says] nothing about [who was first|the order]`,
    ],
    ['engineer', `[ah true|hm, right], forget it`],
  ],
  [
    ['second', `[everything|whatever is] above the total of the {bill} must be [wrong|too much], [or not|right]?`],
    [
      'owner',
      `[no|not at all], [people|{payers}] overpay [all the time|every week], and [some|others] still owe us when it [happens|goes wrong]`,
    ],
  ],
  [
    ['engineer', `[so every call|every call, then,] without an answer is [rubbish|for the bin]?`],
    [
      'owner',
      `[careful|slowly]. some payments never had a better one, [the money is here|the money came] all the same`,
    ],
    ['engineer', `[good point|I see]`],
  ],
  [
    [
      'clerk',
      `[one|the same] amount on one {bill} [on the same day|within minutes]: [that can only be|surely] a mistake?`,
    ],
    [
      'second',
      `[I asked|rang] two of them. [one|the first] had paid [two parts|a second part] [in one go|at once], [so no|no mistake]`,
    ],
  ],
  [
    ['second', `[shall I|should I] reverse [whatever|all that] looks [odd|strange], to be on the safe side?`],
    [
      'owner',
      `[please stop|no]. [you caught|last time somebody caught] the [good|right] one, and [now|then] it is a refund on paper`,
    ],
  ],
  [
    [
      'engineer',
      `{provider} [says|writes] it [is all|was all] sent [correctly|as agreed], so [no reason|there is no need] to look [at their side|there]`,
    ],
    ['owner', `[sent|what they send] and [booked|what we book] are two things, [look at ours|ours is the problem]`],
  ],
  [
    ['clerk', `a {voucher} [shows|is in] [two rows|more than one row], [void|cancel] [one|one of them]?`],
    ['second', `[which one|and which]? [wait|better wait] for {engineer}, [it may|they can] both be right`],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly Thread[] = [
  [
    [
      'engineer',
      `[answers|our answers] [get slow|slow down] [every day around noon|before closing], [disk|the disk] or [network|the line]?`,
    ],
    ['owner', `[no idea|ask the hosting people]`],
  ],
  [
    ['owner', `[who has|where is] the key for the [safe|drawer] with the {vouchers}?`],
    ['clerk', `[me, until five|on my desk]`],
  ],
  [
    ['second', `was {provider} [down|offline] [this morning|earlier]? [the page|their page] [was blank|did not load]`],
    ['engineer', `[for ten minutes|a short while], [they wrote|there was a notice]`],
  ],
  [
    ['clerk', `[the printer|our printer] for {receipts} [eats|jams on] every [tenth|third] sheet`],
    ['owner', `[new rollers come|the repair man comes] on [Thursday|Monday]`],
  ],
  [
    ['owner', `who [can take|takes] the phone [at|of] {desk} [over lunch|tomorrow morning]?`],
    ['clerk', `[I do|me], [back at one|from nine on]`],
  ],
  [
    ['second', `[letters|thank-you letters] [go out|are printed] [on Fridays|once a week], [right|is that still so]?`],
    ['owner', `[yes|still], [after|once] the balances [are refreshed|were worked out]`],
  ],
  [
    [
      'engineer',
      `[certificate|the certificate] of our address [runs out|ends] [in autumn|in six weeks], [noted it|I put it in the calendar]`,
    ],
    ['owner', `[thanks|good]`],
  ],
  [
    ['clerk', `[can|may] a {payer} [pay|settle] [two|several] {bills} with one transfer?`],
    ['second', `[not through|never with] {provider}, [each {bill}|every {bill}] [on its own|by itself]`],
  ],
  [
    ['owner', `meeting [about fees|with {provider}] [moved to|is on] [Tuesday|Wednesday], [small room|on the phone]`],
    ['engineer', `[fine|ok]`],
  ],
  [
    [
      'second',
      `the fee of {provider} [went up|rose] [by|by about] [a fifth|two cents], [did we know|was that announced]?`,
    ],
    ['owner', `[yes|it was], [in the letter of|since] January`],
  ],
]

/** Pages about other things. */
export const pages: readonly { readonly title: string; readonly body: string }[] = [
  {
    title: 'Fees of the provider',
    body: `{provider} [keeps|takes] its fee [at the end of|once a] month [by invoice|from the payout]. [It is|Fees are] never [part of|in] {core}. [Ask|Questions go to] {owner}.`,
  },
  {
    title: 'Payers who write the wrong number',
    body: `[Some {payers}|A few {payers}] [enter|type] the number of another {bill}. [Call them|Ring them], then [let|have] {provider} [move|rebook] the payment: [it comes|this comes] as a refund and a new payment
      with a reference of its own. [We never|Do not] change the {bill} of a booking.`,
  },
  {
    title: 'Lost papers',
    body: `[If|When] a {payer} has lost [the|a] {receipt}, [print|write] a letter [instead|in its place]. [There is|We print] one {receipt} for a booking [and no second|only]. [Its number is|You find it] in {receiptsTable}.`,
  },
  {
    title: 'What is a refund',
    body: `[Money|When money] goes back [through|by way of] {provider}: {desk} books a reversal of the payment on the [same|very] day. [Goodwill|A goodwill amount] is [paid|sent] by bank and [not in|has no place in] {core}.`,
  },
  {
    title: 'Part payments',
    body: `[We allow|{Payers} may pay] [up to three|two or three] parts. [The parts|They] [need not|do not have to] be [equal|the same], [most are|many are]. {Bills} with [an open balance|money outstanding] go to {second} after
      [a month|thirty days].`,
  },
  {
    title: 'Too much paid',
    body: `[Up to five|Small sums] beyond the total [stay|are left] on the {bill} and are [set off|used] [against|for] the next one. [Anything larger|More than that] is [paid back|returned] [if the {payer} asks|on request].`,
  },
  {
    title: 'Selling vouchers',
    body: `{Vouchers} are sold [for round amounts|at the counter], the number is [on the front|on the back]. [Sales of {vouchers}|Their sales] have accounts of their own. [In {core}|Here] you [find|see] only what was [paid with|redeemed by] them.`,
  },
  {
    title: 'Asking the provider',
    body: `[Their|The] help desk [answers|is there] until [six|eight] on [working days|weekdays]. [Have|Keep] the day and the {bill} [ready|at hand]. They [cannot see|do not see] our bookings, [only|just] their [own|] calls.`,
  },
]

/** The counting page as it was once. */
export const oldCounting: readonly string[] = [
  `[Every call|Each call] is a payment. [At the end of the week|On Fridays] {owner} [looks through|goes over] the bookings and [takes out|removes] what [cannot be|is not] right.`,
  `[When|If] {provider} calls again [about a payment|], the [new|newer] booking [replaces|takes the place of] the one before, [and|so] the [older|earlier] one is deleted.`,
  `[If|When] a payment is booked [several times|more than once], [keep|we keep] the booking with the [lowest|smallest] number. [Numbers|The numbers] [rise|go up] with [time|every call].`,
  `[Only|None but] bookings on {bills} with [an open balance|money outstanding] count. What [goes|is] beyond the total of the {bill} is [deleted|taken out] [by {clerk}|at once].`,
]

/** Mails of payers and of the provider. */
export const mails: readonly {
  readonly from: 'provider' | 'payer of parts' | 'struck payer' | 'payer by voucher'
  readonly subject: string
  readonly body: string
}[] = [
  {
    from: 'provider',
    subject: 'Slow answers',
    body: `[Hello|Good morning], [we see|there are] slow answers from your address [on some days|at peak times]. [Calls|Our calls] are [repeated|made again] [as agreed|up to two more times]. [Regards|Best wishes],
      {provider}`,
  },
  {
    from: 'provider',
    subject: 'Planned maintenance',
    body: `[Dear partner|Hello], on Sunday [night|morning] between two and three [there will be|expect] [no payments|a pause]. [Nothing|No payment] [gets lost|is lost], [calls|payments] [follow|come in] afterwards. {provider}`,
  },
  {
    from: 'provider',
    subject: 'New prices',
    body: `[Dear partner|Good day], [from next month on|from the first on] [a call|each payment] costs [a little more|two cents more]. [The list|Our price list] is [on our page|attached]. {provider}`,
  },
  {
    from: 'struck payer',
    subject: 'Your letter',
    body: `[Hello|Good day], [your letter|the letter] [thanks me|gives thanks] for [more|much more] than I [paid|sent]. [Is that|Was that] [an error|a mistake]? [Regards|Best wishes]`,
  },
  {
    from: 'payer of parts',
    subject: 'Two parts at once',
    body: `[Good morning|Hello], I [have just paid|paid today] [two instalments|two parts] [at once|one after the other], [so that|to make sure] nothing is [open|overdue]. [Please book|Kindly book] both. [Thank you|Thanks]`,
  },
  {
    from: 'payer by voucher',
    subject: 'Question',
    body: `[Hello|Dear colleagues], [can I|may I] use the rest of my {voucher} [for another {bill}|later on]? [A short answer|One word] [is enough|will do]. [Thank you|Kind regards]`,
  },
]

/** Notes of releases of other programs. */
export const releases: readonly { readonly program: string; readonly note: string }[] = [
  {
    program: 'letters',
    note: `[Letters|The letters] [have|show] the new [address|logo]. [Amounts|The amounts] are [still|] [taken|read] from {balances}.`,
  },
  {
    program: 'counter',
    note: `[The counter|The screen at the counter] [shows|lists] the last [ten|twenty] {receipts}. [Printing|Printing one] is [quicker|faster].`,
  },
  {
    program: 'bills',
    note: `{Bills} can be [searched|found] by {payer}. [Old ones|Older ones] are [slow|slower] to [load|open].`,
  },
  {
    program: 'vouchers',
    note: `{Vouchers} can be [ordered|bought] by [post|letter] [as well|too]. [The stock is|Stocks are] counted [weekly|every week].`,
  },
  {
    program: 'month end',
    note: `[Before|When] a month is closed [a list|the list] of {bills} with [an open balance|money outstanding] [is printed|comes out], [sorted|ordered] by day.`,
  },
]
