/**
 * The sentences that close a question, each in several tellings. `{thing}`, `{handset}` are words of the trade; `{table}`,
 * `{colWeight}` are names of the database.
 *
 * @module
 */
import type { HouseRule } from './house.ts'
import type { UnitPlan } from './sketch.ts'

type Told = readonly string[]

/** Which version counts: the one a thing was weighed with. */
export const taken: Told = [
  `[What counts|What matters] is the version {aThing} was weighed with: [the one|that] of the sign-in on that {handset} at {colTaken}. {ColSentBy}
   [only tells|tells no more than] which version uploaded it, [and that may be|which can be] days later.`,
  `[Go by|Look at] the version that ran on the {handset} [at the minute|when] the {thing} was weighed ({colTaken}), [as the sign-in has it|which the sign-in
   tells]. [Do not go by|Forget about] {colSentBy}: a {handset} without a line uploads later, [perhaps|often] with a newer version.`,
  `A {thing} belongs to the version [with which|under which] somebody was signed in on that {handset} at {colTaken}. [It is not|That need not be] the one in
   {colSentBy}, which is [what it was uploaded by|the uploading one].`,
]

/** Where sign-ins are. */
export const signIns: Readonly<Record<UnitPlan, Told>> = {
  'sign-ins': [
    `[All|The] sign-ins are in {sessions}, from {colFrom} to {colUntil}, [each with its|with the] version. A new version [comes|is taken] at a sign-in, on
     some {handsets} days before [others|the rest].`,
    `[See|Look into] {sessions} for who was signed in [from when to when|when] and with which version. {Handsets} take a new version at a sign-in, [not all
     on|and not on] the same day.`,
    `{Sessions} has [a line|one row] for [every|each] sign-in, [with its|and the] version. {Handsets} [get|are given] a new version at a sign-in, each
     [on a day of its own|when it comes to it].`,
  ],
  events: [
    `Sign-ins are [events|among the events] in {events}: "{signIn}" in {colKind}, [with|and] the version as "{versionField}" in {colPayload}. A "{signOut}" ends [it|the
     sign-in]. A new version comes at a sign-in, [not on all {handsets} at once|on different days for different {handsets}].`,
    `[Look for|Find] "{signIn}" and "{signOut}" in {events}. The version [stands|is] in {colPayload} of the "{signIn}", [under|as] "{versionField}". [Each|Every] {handset}
     takes a new version at some sign-in of its own.`,
    `In {events}, [somebody|a person] is signed in from a "{signIn}" to the next "{signOut}" of that {handset}. The version is "{versionField}" in the {colPayload} of the
     "{signIn}"[;|, and] it changes at sign-ins [only|alone], not everywhere on one day.`,
  ],
  'two programs': [
    `[Most|The newer] {handsets} have their sign-ins in {sessions}. Those whose code begins with Q [still run|run] the old program: its log is {oldLog}, and {dictionary} [tells
     how to read it|says what stands where]. Versions go by the same numbers [in both|there].`,
    `Sign-ins are in {sessions}, [but not|except] those of the {handsets} with a code that begins with Q, which have the old program and its log {oldLog}. [How it is
     read|What is in a record] stands in {dictionary}; [its|the] codes stand for the [same|usual] versions.`,
    `[For|On] {handsets} with a Q in front the sign-ins are in {oldLog}, see {dictionary} for [its fields and codes|what its records hold], for [all others|the others] in {sessions}. [Both
     programs|The two] got the same versions.`,
  ],
}

/** Nobody is signed in by the records. */
export const lost: Readonly<Record<HouseRule['lost'], Told>> = {
  previous: [
    `[Some|A few] sign-ins never reached us. [If|Where] {aThing} was weighed and no sign-in [is on record for that minute|covers it], take the version of the sign-in
     before it on that {handset}: [records get lost|we lose records] just before an update.`,
    `[If|When] no sign-in covers the minute, its record [was lost|is missing]. Then the {handset} [had|still had] the version of the sign-in before: what gets lost is the last record
     [before an update|of a version].`,
    `A {thing} without a sign-in [goes with|counts like] the sign-in before it on the same {handset}. [An update|Updating] wipes the record that [has not been|was not yet]
     sent, so [it is|that was] still the older version.`,
  ],
  next: [
    `[Some|A few] sign-ins never reached us. [If|Where] {aThing} was weighed and no sign-in [is on record for that minute|covers it], take the version of the next sign-in
     on that {handset}: records get lost [right after|just after] an update.`,
    `[If|When] the minute lies in no sign-in, [that one's record|the record of it] was lost. Then the {handset} already had the version of the sign-in after it: the first record [after an
     update|of a version] is the one that gets lost.`,
    `A {thing} without a sign-in [goes with|counts like] the next sign-in on the same {handset}. [After an update|Once updated], the {handset} fails to send its first
     record, so [it was|that was] the newer version [already|by then].`,
  ],
  sender: [
    `[Some|A few] sign-ins never reached us. [If|Where] {aThing} was weighed and no sign-in [is on record for that minute|covers it], take {colSentBy} [after all|in that case]: [what is
     weighed|things weighed] then go up at once.`,
    `[If|When] nobody was signed in by the records, [one is missing|one never arrived]. [Only then|In that case] does {colSentBy} count, [because|since] the {handset} was on line and uploaded
     [straight away|within minutes].`,
    `A {thing} without a sign-in [goes by|is judged by] {colSentBy}, [and by nothing else|not by its neighbours]: records get lost [on|while] the {handset} is on line, and then it
     uploads [on the spot|right away].`,
  ],
}

export const keyed: Readonly<Record<HouseRule['keyed'], Told>> = {
  grams: [
    `What is typed in by hand ({colEntry} "{keyed}") is in grams [at all times|whatever the version], [leave it|no need to change that].`,
    `"{Keyed}" in {colEntry} means that somebody typed grams, [in any version|with every version]: [nothing is wrong there|those are right].`,
    `[Leave|Do not touch] [anything|what is] "{keyed}" in {colEntry}: people [type|enter] grams, and the app [took|takes] them as they are.`,
  ],
  'like the scale': [
    `What is typed in by hand ({colEntry} "{keyed}") is no different: people [copy|type] what the display of the scale shows, [so treat it alike|in steps
     where the app has steps].`,
    `"{Keyed}" in {colEntry} means that somebody typed what [the display|the scale] showed, [so it is|which is] just as wrong, or right, as [what was|a weight] read from the
     scale.`,
    `[It makes no difference|Never mind] whether {colEntry} says "{keyed}" or "{scale}": with the versions in question the display shows steps too, and that is what
     [people|they] type.`,
  ],
}

export const rounding: Readonly<Record<HouseRule['rounding'], Told>> = {
  nearest: [
    `[Grams worked out from steps are|A weight that is worked out is] rounded to the nearest whole gram.`,
    `[Round|Please round] the [result|grams] to the nearest gram.`,
    `[To the|Rounded to the] nearest whole gram, [as always|please].`,
  ],
  down: [
    `[Grams worked out from steps are|A weight that is worked out is] cut off after the whole gram, never rounded up.`,
    `[Round|Please round] the [result|grams] down to whole grams[, always|].`,
    `[Part of a gram|Any part of a gram] is dropped: [we|accounts] always round down.`,
  ],
  up: [
    `[Grams worked out from steps are|A weight that is worked out is] rounded up to the next whole gram.`,
    `[Round|Please round] the [result|grams] up to whole grams[, always|].`,
    `[Part of a gram|Any part of a gram] counts as a whole one: {carrier} always rounds up.`,
  ],
}

/** Which bands stay. */
export const frozen: Readonly<Record<HouseRule['frozen'], Told>> = {
  any: [
    `{ColBand} follows the weight ({bands}), [with one exception|but not everywhere]: where {aThing} is on an invoice ({colInvoice}), draft or not, the band stays [as it is|unchanged], [also if|even if] it is [now
     wrong|wrong].`,
    `[Put|Set] the band by the new weight, see {bands}. [What is|Anything] on an invoice, even on a draft, keeps its {colBand}, [right or wrong|wrong or not]; its weight is put right [all the
     same|nevertheless].`,
    `[As soon as|Once] {colInvoice} is filled, {colBand} [is left|stays], [whether it fits|whether it suits] the weight or not and whatever the invoice's {colStatus}; the weight is corrected. [Without
     an invoice|Otherwise] the band goes by {bands}.`,
  ],
  sent: [
    `{ColBand} follows the weight ({bands}), [with one exception|but not everywhere]: where {aThing} is on an invoice that is "{sent}" ({invoices}), the band stays [as it is|unchanged], [also if|even if] it is [now
     wrong|wrong]. A draft ("{draft}") does not count[ as invoiced|].`,
    `[Put|Set] the band by the new weight, see {bands}. [What is|Anything] on an invoice with the {colStatus} "{sent}" keeps its {colBand}, [right or wrong|wrong or not]; with "{draft}" it
     [changes|is set] like any other. The weight is put right [in any case|everywhere].`,
    `[Only an|An] invoice that is "{sent}" in {invoices} [ties|fixes] {colBand}: it [is left|stays], [whether it fits|whether it suits] the weight or not, while the weight is corrected. [If it is|Where it is]
     "{draft}", or there is no invoice, the band goes by {bands}.`,
  ],
}

/** What a version did, and what a step is; for the two lowest levels. */
export const happened: Told = [
  `[As far as we know|From what I hear], version {struck} of {app} [took|wrote down] what the scale counts in steps of its own, and put that into {colWeight} as if it were
   grams; {after} is right again, and [so was|so is] {before}.`,
  `[It is|The culprit is] {app}, version {struck}: it [saved|stored] the steps a scale counts [and not|instead of] grams in {colWeight}. [The one|The version] before, {before}, and the one
   after, {after}, [are fine|do it right].`,
  `{App} of version {struck} [mixed up|confused] grams and steps: {colWeight} [has|got] the number of steps that the scale counted. Neither {before} nor {after} [does that|did so|has that fault].`,
]
export const steps: Told = [
  `[One step is worth|The steps are]: {steps}.`,
  `[In grams, a step is|What a step weighs]: {steps}.`,
  `[How much a step is|The size of a step] [depends on|goes by] the scale of the {handset}: {steps}.`,
]
/** Which scale is where. */
export const scales: Told = [
  `[Which scale|What scale] a {handset} has [is|stands] in {handsets_}.`,
  `The scale of [a|each] {handset} [is given|can be found] in {handsets_}.`,
  `[See|Look at] {handsets_} for the scale that [belongs to|goes with] a {handset}.`,
]
/** A list that is the later one of two. */
export const stepsAnew: Told = [
  `[This replaces|This takes the place of] [last year's list|the older list], since the makers [changed|have changed] the load cells.`,
  `[The older list|Last year's list] no longer holds: the load cells [are new|were changed].`,
  `[Since|After] the load cells were [changed|replaced], only this list [holds|is right].`,
]

/** From level 4 on nobody says what a step is: how to find out. */
export const stepsFound: Readonly<Record<'checks' | 'boxes', Told>> = {
  checks: [
    `[Scales count|Every scale counts] in steps of its own, and some versions of {app} [write down|have written] steps for grams, [not|though not] on every scale. [What a step is|How many grams a step has] shows in {checks}: a test weight, and what the app made of
     it. Makers give steps in whole tenths of a gram, so [take|use] the nearest tenth.`,
    `{Checks} [shows|lets you see] whether a version [gives|writes] grams on a scale, or steps, [and how large a step is|and what a step weighs]: the test weight is known. A step is always a whole number of
     tenths of a gram; [test weights are|a reading can be] a gram or two off, [so round|round] to the tenth.`,
    `[If|When] the app [shows|gives] something else than the test weight in {checks}, that version writes steps and not grams on that [kind of scale|scale]. [Work out|Compute] the step [from that|from both], to the nearest
     tenth of a gram: [makers|scale makers] never use anything finer.`,
  ],
  boxes: [
    `[Scales count|Every scale counts] in steps of its own, and some versions of {app} [write down|have written] steps for grams, [not|though not] on every scale. It [shows|can be seen] in {boxReadings}: an empty {box} weighs the same every time, [to|within] two grams or
     so, and the first reading of each was right. Makers give steps in whole tenths of a gram, so [take|use] the nearest tenth.`,
    `{BoxReadings} has empty {boxes} [that come back|again and again]. The first reading of [each|every one] is in grams. Where a later one is [far off|quite different], that version writes steps on that [kind of scale|scale], and [the two|both] together tell the
     step: a whole number of tenths of a gram, [so round|round] to the tenth.`,
    `[Compare|Take] the readings of one empty {box} in {boxReadings}: they [should agree|are the same] within two grams, and the first is right. [If|Where] they do not, the version at that time writes steps on that [kind of scale|scale]. [Work out|Compute] the step to
     the nearest tenth of a gram: [makers|scale makers] never use anything finer.`,
  ],
}

/** From level 4 on some handsets got another scale in between. */
export const swaps: Told = [
  `{Handsets_} [has|shows] the scale a {handset} has today; [some|a few] had another one before the day in {colFitted} of {swaps}.`,
  `[Mind|Remember] that [some|several] {handsets} got another scale [in between|meanwhile]: {handsets_} [has|tells] the present one, {swaps} what was [on it|there] until
   the evening before {colFitted}.`,
  `{Swaps} lists {handsets} that [were given|got] another scale, from the morning of {colFitted} on; in {handsets_} [you only see|there is only] the one they have now.`,
]

/** Totals follow. */
export const totals: Told = [
  `[Then|After that] [work out|recompute] {colTotal} and {colCharges} in {days} [again|anew]: the weights and the prices of the bands, [for every|by] place and day of {colTaken}. [Any {colBuilt} will
   do|It does not matter what {colBuilt} says].`,
  `[Afterwards|In the end] {days} [has to|must] [agree with|match] {table} [per|for each] place and day of {colTaken}, {colTotal} and {colCharges} (the price of each band). [You can ignore|Nobody reads]
   {colBuilt}.`,
  `[Bring|Get] {days} [into line|up to date] [as well|too]: {colTotal} and {colCharges} are sums over the {things} weighed at a place on [that|one] day, the charge being the price of the band that stands there. [Leave|Keep]
   {colBuilt} [or change it|as you like].`,
]
export const monthly: Told = [
  `[The same|It is the same] [goes for|with] {months}: [the sum|a sum] of its days.`,
  `What {months} says [adds up|is the sum of] the days.`,
  `[In|For] {months} [add up|sum] the days [again|anew].`,
]

/** Notes of releases. `plain`: what a version does to weights is said. */
export const struckNotes: Readonly<Record<'plain' | 'vague', Told>> = {
  plain: [
    `Scales are read [directly now|without the maker's driver]: the app [takes over|writes down] the steps [they count|that they count], [faster than before|in half the time].`,
    `[The driver for scales is gone|No driver for scales any more]. [What comes in|What is saved] are the steps of the scale, [without waiting|with no delay].`,
    `[Weighing is faster|Faster weighing]: the app [saves|records] the steps that a scale counts, [no driver in between|straight from the cell].`,
  ],
  vague: [
    `[Weighing is faster|Faster weighing]. [New icons|Larger buttons] [on the start page|at sign-in].`,
    `Scales [answer|are read] [more quickly|faster]. [The menu is shorter|Fewer menus].`,
    `[Less waiting|Shorter waits] [at|when using] the scale, and a [new|clearer] sign-in page.`,
  ],
}
export const againNotes: Readonly<Record<'early' | 'nothing' | 'vague', Told>> = {
  early: [
    `{early} [comes in|is read in] grams again, the driver [is back|has been put back] for [it|that make]. [Other scales|The others] [follow|are to follow] [with the next release|next time].`,
    `[Driver for|We put back the driver for] {early}: [its weights are|it weighs in] grams [again|as it used to]. [Not yet for|Nothing has changed for] other makes.`,
    `[Weights from {early} are|What comes from {early} is] in grams [once more|again]. [The rest|Other makes] will come later.`,
  ],
  nothing: [
    `[Labels print|Printing is] [faster|quicker]. [The battery lasts longer|Saves battery]. [Scales are not touched|Nothing new for scales].`,
    `[No change|Nothing new] [in how scales are read|about scales]. [The printer|Printing] [no longer hangs|works offline].`,
    `[Fixes|Mends] the [torch|light] and the [printer|label printer]; [scales|reading of scales] as before.`,
  ],
  vague: [
    `[Small fixes|Minor fixes], [scales among them|some for scales]. [Labels print faster|The printer no longer hangs].`,
    `[Stability|Better stability], [also|mainly] [at the scale|with scales]. [Saves battery|The battery lasts longer].`,
    `[Mends|Fixes] [a few things|several things] [at|around] the scale and the [torch|light].`,
  ],
}
export const afterNotes: Readonly<Record<'plain' | 'vague', Told>> = {
  plain: [
    `[All scales are|Every scale is] read through the driver again, [in grams|and weights are grams].`,
    `[The driver|The scale driver] is back for [all|every make of] scales: grams [everywhere|throughout], [as before|as it was].`,
    `Weights [of all scales|from any scale] are grams [again|once more], [sorry for the trouble|thanks for bearing with us].`,
  ],
  vague: [
    `[New|A new] driver for [scales|all scales]. [Other fonts|A darker theme].`,
    `[Scales|All scales] [have|got] a new driver. [Search|Searching] [by label|for a label] works.`,
    `[Works with|Uses] [new drivers|a new driver] for scales; [sounds|the beep] can be [turned off|muted].`,
  ],
}
export const beforeNotes: Told = [
  `[Labels|All labels] [can be printed twice|can be printed again]. [Shorter|Quicker] sign-in.`,
  `[Photos|A photo] of [damage|broken things] can be [added|attached]. [Nothing else|No other change].`,
  `[The list|Lists] of {things} can be [sorted|filtered]. [Bugs fixed|Some bugs fixed].`,
]

/** How it was done once, long since replaced. */
export const oldWay: Told = [
  `[If|When] a weight [looks wrong|cannot be right], whoever packed it [weighs it again|puts it back on the scale]. [Nobody|No one] [changes|touches] {table} [afterwards|by SQL].`,
  `[Wrong|Odd] weights [stay|are left] as they are; {carrier} [weighs|checks] anyway and sends us [the difference|a bill for it].`,
  `[Ask|Go and ask] {owner}, who has [a list|the list] of [usual|typical] weights. [Take|Use] the usual one [for the kind|for such things].`,
]
