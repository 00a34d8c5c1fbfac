/**
 * What else is said about prices and invoices: other columns, other procedures, guesses that somebody takes back. None of it
 * is the answer.
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
      `[shall I|could I] [simply|just] load [the {list} before|last month's {list}] and run {program} [again|once more] for [all|everything]?`,
    ],
    [
      'owner',
      `[no|please do not]. [some|a few] are [two lists old|older than that], [and half|and many] of them are fine`,
    ],
    ['engineer', `[ok|right], [hands off|I leave it]`],
  ],
  [
    [
      'clerk',
      `[why not|can we not] give [everybody|them all] the cheapest [price|one] of the year and [be done|have peace]?`,
    ],
    ['owner', `[nice try|no]. [then|and then] the auditors [ring|call] and not the {customers}`],
  ],
  [
    ['second', `[all|everything] {program} made [lately|these weeks] is [off|wrong], [is it not|right]?`],
    ['clerk', `no, I [went through|checked] ten [or so|by hand], [six|seven] were [right|fine] to the {minor}`],
    ['second', `[hm|strange]. so [which|what] [tells them apart|makes the difference]?`],
  ],
  [
    ['clerk', `[may I just|can I just] [delete|drop] {anInvoice} and have it made [again|anew]?`],
    [
      'owner',
      `[numbers|the numbers] [must not have|may not have] [gaps|holes]. [leave it|no deleting], [somebody|IT] will [look|see to it]`,
    ],
  ],
  [
    [
      'engineer',
      `[maybe|could be] the {good} numbers [got mixed up|are mixed up], [prices|the prices] look like those of [others|other {goods}]`,
    ],
    [
      'second',
      `[no|not that], I [compared|looked at] [three|some] with the [catalogue|print], [names and numbers|{goods}] are right`,
    ],
    ['engineer', `[ok|fine], scrap that`],
  ],
  [
    ['second', `[is it|could it be] the tax? the rates [changed|went up] [somewhere|abroad], I [read|hear]`],
    ['owner', `[not here|not ours], [rates|they] have been [the same|unchanged] [for years|since I came]`],
  ],
]

/** Somebody sees a thing and goes on. */
export const remarks: readonly Thread[] = [
  [
    ['clerk', `[can somebody|could you] [print|run off] the {list} for the [wall|counter]?`],
    ['owner', `[we print none|no prints] [any more|now], [look it up|use the screen]`],
  ],
  [
    [
      'owner',
      `the {list} [for next month|after this one] is [with the printer|at the printer's], [please check|have a look at] the names`,
    ],
    ['second', `[found|there is] one typo, [told them|sent it back]`],
  ],
  [
    [
      'engineer',
      `{program} [was down|stood still] [for ten minutes|briefly] [at noon|after lunch], [disk|the disk] was full`,
    ],
    ['clerk', `[noticed|saw it], [all|it all] came [out|through] later`],
  ],
  [
    ['second', `{where3} [wants|asks for] [a copy|copies] of [their|all] {invoices} of [the spring|last year]`],
    ['clerk', `[on it|I will do it], [goes out|leaves] [today|by post]`],
  ],
  [
    ['clerk', `[can we|are we able to] [show|print] "{goodName}" [under|by] [its old|the old] [name|number]?`],
    ['engineer', `[no|not yet], {goodCode} is what [there is|we have]`],
  ],
  [
    ['owner', `[monthly|month end] meeting is [at ten|at half past nine], [small room|upstairs]`],
    ['second', `[ok|fine], [bringing|I will bring] the [turnover|figures]`],
  ],
  [
    ['second', `[postage|the postage] [went up|is dearer], [do we|shall we] [add it|put that] on {invoices}?`],
    ['owner', `no, [stays|that stays] with us`],
  ],
  [
    ['clerk', `[where|at which {site}] do the {orders} of {where3} [arrive|come in], [anybody know|do you know]?`],
    ['second', `[depends|it varies], [see|look at] the {order}`],
  ],
]

/** Pages of the handbook that are about something else. */
export const pages: readonly { readonly title: string; readonly body: string }[] = [
  {
    title: 'New {customers}',
    body: `[A new {customer}|Whoever is new] [gets|receives] a number [from|through] {owner} [after|once] the [form|contract] is [signed|back]. [Names are|The name is] [written|spelt] [as|just as] on the letterhead. [Two numbers|Double numbers] for one {customer} are [reported|passed on], not [merged|joined]
      by hand.`,
  },
  {
    title: 'Reminders',
    body: `[After thirty days|When thirty days are over] the {customer} is [reminded|sent a friendly letter], [after|at] sixty [once more|a second
      time]. [Whoever disputes|A {customer} that disputes] {anInvoice} is [not|never] [reminded|written to] until that is [settled|out of the way].`,
  },
  {
    title: 'Making a new {list}',
    body: `{Owner} [collects|gathers] the changes [in the week before|beforehand]. [A {list}|Each {list}] is [issued|released] [as a whole|at one
      time] and [never|not] changed [after|once] it is in force; [mistakes|slips] wait for the next. [Paper copies|Prints] [carry|have] the day [on
      top|in the corner].`,
  },
  {
    title: 'Agreements with {customers}',
    body: `[An agreement|Every agreement] is [signed|made] by {owner} and the {customer} [for a year or two|with a last day] and [entered|typed in] [the same
      day|at once] in {agreements}. [Those that ran out|Old ones] are [kept|left in], [because|since] auditors [ask for them|want to see them].`,
  },
  {
    title: 'Goodwill',
    body: `[If|When] [a delay arose|something went wrong] on our side, {owner} may give [some money|a round sum] back. [This|That] is [written|entered] with
      the reason "{otherWord}" and [has nothing to do|is not connected] with [the prices|what the {goods} cost].`,
  },
  {
    title: 'Payment by {customers}',
    body: `[Most|Nearly all] pay [by transfer|through the bank] within [two weeks|fourteen days]. [Cash discount|Discount for cash] [ended|was
      ended] [years ago|long ago]. [Money that comes in|What they pay] is [booked|entered] by the bank's file and not [kept|found] here.`,
  },
  {
    title: 'Copies and reprints',
    body: `[A copy|Every copy] is [marked|stamped] as such. [It shows|It has] what the first print [had|showed], [not|never] what is in the tables
      [now|today]. [Ask|Write to] {owner} for [anything|whatever is] older than [three|five] years.`,
  },
]

/** Customers write about other things. */
export const mails: readonly { readonly subject: string; readonly body: string }[] = [
  {
    subject: 'New address',
    body: `[Hello|Good morning], we [moved|have moved] [across the street|two doors down]. [Please send|Kindly send] {invoices} to the new address [from
      now on|from today]. [Regards|Best wishes], {where3}`,
  },
  {
    subject: 'Our reference',
    body: `[Good day|Hello], [could you|would you] [print|put] our own reference on {invoices}? [It helps|That would help] [our|the] bookkeeper a lot.
      [Thanks|Thank you], {where3}`,
  },
  {
    subject: 'Holiday',
    body: `[Dear all|Hello], [we are|our office is] closed [next week|for two weeks]. [Nothing|No {order}] will come [in that time|from us until then].
      {where3}`,
  },
  {
    subject: 'Who is in charge',
    body: `[Good morning|Hello], [Mrs|Mr] Albers has [left|retired], [please write|kindly write] to [the office|me] [instead|from now on]. {where3}`,
  },
  {
    subject: 'Prices',
    body: `[Hello|Good day], [are you going|do you mean] to change [your prices|the {list}] [every few weeks|that often] [for good|from now on]? [We find that|That is] hard to [plan|reckon] with. {where3}`,
  },
  {
    subject: 'Thank you',
    body: `[Dear colleagues|Hello], [all came|everything came] [in time|complete and in time]. [We will|We shall] be back. {where3}`,
  },
]

/** Programs beside the one that is struck. */
export const releases: readonly { readonly program: string; readonly note: string }[] = [
  {
    program: 'reminder letters',
    note: `[Letters|The letters] [have|got] the new logo. [Texts|The texts] are [as before|unchanged].`,
  },
  {
    program: 'bank import',
    note: `[Reads|Takes] the bank's new format [as well|too]. [Nothing to do|No action needed].`,
  },
  {
    program: 'search',
    note: `[Finds|Looks for] {customers} by [part of the name|any part of their name]. [Faster|Quicker], [too|as well].`,
  },
  {
    program: 'document archive',
    note: `[Keeps|Stores] [prints|copies] for [eleven|ten] years. [Old ones|Older ones] are [moved|shifted] at night.`,
  },
  {
    program: 'turnover job',
    note: `[Runs|Starts] [half an hour|an hour] later. [Figures|The sums] [stay|are] [the same|unchanged].`,
  },
]

/** The page as it was once: another rule, long since replaced. */
export const oldRules: readonly string[] = [
  `[Prices|The prices] are [those|the ones] [in force|valid] on the day [the {invoice}|{anInvoice}] is [made|printed]. [Mistakes|Errors] are [struck
   out|corrected] [by hand|on paper] [and initialled|and signed].`,
  `[If|When] {anInvoice} is wrong, [take it back and make|we take it back and print] [a new one|it again] [under|with] the [same|old] number. [The
   {customer}|Whoever got it] [throws away|destroys] the first.`,
  `[Nobody|No one] [corrects|changes] {invoices} but {owner}. [Write|Put] [what is wrong|the difference] [on a slip|in the grey book]; [it is
   settled|we settle it] with the next {order}.`,
]
