import type { WorldTexts } from './world-texts.ts'

/** Words of the language school and its centres. */
export const schoolTexts: WorldTexts = {
  pages: [
    {
      title: 'Learner numbers',
      body: `[Nobody|No learner] needs [two numbers|a second number]. [Whoever comes back|A learner who returns] [after years|after a break] [gets|is given] the old one again.
        [The enrolment desk|Only the enrolment desk] [moves|rebooks] a lesson to another number, and [each move|every move] [shows|can be seen] in the change log.`,
    },
    {
      title: 'Brothers and sisters',
      about: 'equal lines',
      body: `[A family has|Families have] one learner number. [If|Where] two of the children [sit in|go to] one course, the front desk [enters|writes down] each of them, [in the same
        minute|one right after the other]. [Both are|Each is] paid for, [so leave|please leave] the two lines [alone|there].`,
    },
    {
      title: 'Placement tests',
      body: `[A test|The test] takes [half an hour|thirty minutes] and is [free|not charged]. [The result|Its result] [goes|is written] on the [card|learner card], the teacher [may|can] [move|put] somebody [up or down|one level up or down] in the [first|second] week. [Ask|See] {owner} [after that|for later moves].`,
    },
    {
      title: 'Rooms and keys',
      body: `[Keys|The keys] [hang|are] behind the front desk. [The last teacher|Whoever teaches last] [locks|closes] the [windows|room] and [puts|hangs] the key [back|where it was]. [A lost key is|Lost keys are] reported to {owner} [at once|on the same day].`,
    },
    {
      title: 'When a teacher is ill',
      body: `[The centre|Your centre] [rings|calls] the [stand-in list|next on the stand-in plan] before [eight|half past seven]. [If nobody can come|Without a stand-in] the lesson [is off|does not take place] and [no register is written|nothing goes into the register]. [Learners|The learners] [get|receive] a [text message|message].`,
    },
    {
      title: 'Certificates',
      body: `[A certificate|The certificate] [needs|asks for] four fifths of the lessons. [It is printed|We print it] [on the last day|in the last week], {owner} [signs|has to sign]. [We print|Learners can have] a second copy [within|for up to] five years.`,
    },
    {
      title: 'Lesson units',
      body: `[One unit|A unit] is 45 minutes. [A double lesson|An evening lesson] [has|counts] two, an intensive morning four. [The charge|What a lesson costs] is [the fee of one unit|the fee for a unit] times the units; [breaks|pauses] [are not counted|do not count].`,
    },
    {
      title: 'Waivers',
      body: `[A waiver|Every waiver] [names|carries] the lesson it is [for|about] and is [granted|entered] by the enrolment desk, [not|never] by the centre. [The money|What was paid] [is set off|is taken] against the next [bill|term]. [Do not|Never] [delete|remove] [the lesson|a lesson] [instead|in its place].`,
    },
    {
      title: 'Books',
      body: `[Course books|Books] are [bought|paid] at the [bookshop|counter downstairs], [not|never] with the lessons. [Teachers|Our teachers] [get|have] a free copy. [Old editions|The old edition] [may be|can be] [used up|worked with] [until summer|this term].`,
    },
    {
      title: 'Visitors in class',
      body: `[A guest|Somebody who wants to look] [may sit in|can join] once, [if|as long as] there is a [free chair|chair free]. [Enter nothing|Nothing is entered] [for guests|for that day]. The second [visit|time] is [a lesson|charged] like any other.`,
    },
  ],
  threads: [
    [
      ['clerk', `[who knows why|can anybody tell me why] {twoLanes} has two front desks?`],
      ['owner', `[evening courses have|the evening wing has] another entrance, [so a desk as well|and a desk there]`],
    ],
    [
      [
        'second',
        `{party} has two lines of "{goodName}" [in one minute|with the same minute] at {where3}. [a slip|did somebody slip]?`,
      ],
      ['owner', `[siblings|two sisters], [one number|they share a number]. [both were there|both sat in class]`],
    ],
    [
      [
        'engineer',
        `the [timetable screen|screen in the hall] at {where3} [is back|works again], [a plug|the plug] [was out|had come out]`,
      ],
      ['clerk', `[the cleaners|cleaning day] [again|I suppose]`],
    ],
    [
      ['owner', `[can we|could we] [see|get] lesson fees [by teacher|for each teacher]?`],
      ['engineer', `[no, the job|not yet, the job] [knows|has] centres and days [only|and no teachers]`],
    ],
    [
      ['clerk', `[a learner|somebody] [asks|wants to know] what one unit of "{goodName}" [costs|is]`],
      ['second', `[see|it is in] the course list, {goodCode}, [per unit|for one unit]`],
    ],
    [
      ['second', `who [has|took] the projector [of room 4|from room 2]?`],
      ['clerk', `[the Polish group|Spanish], [back by noon|they bring it back at one]`],
    ],
    [
      [
        'owner',
        `[inspection|the inspector comes] on [Thursday|Wednesday]. [registers|class registers] [on the table|tidy], please`,
      ],
      ['second', `[mine are|ours are] [done|up to date]`],
    ],
    [
      ['clerk', `[do we|shall we] [print|hand out] the [holiday dates|dates of the term] [this year|again]?`],
      [
        'owner',
        `[one sheet|a sheet] [per room|for each door], [the rest|everybody else] [looks online|sees them online]`,
      ],
    ],
    [
      [
        'engineer',
        `[printers|the printers] [get|will have] [new drivers|another driver] [tonight|on Friday], [restart|switch off] yours [after|afterwards]`,
      ],
      ['clerk', `[ours|the one here] [never sleeps|has not been off for years]`],
    ],
    [
      [
        'second',
        `{where3} [asks|would like to know] [whether|if] they [can close|may close] at six [on Friday|before the holiday]`,
      ],
      [
        'owner',
        `[if no class|when no course] is [on|running], [yes|fine]. [the file|their file] still [comes|goes out] at night`,
      ],
    ],
    [
      ['clerk', `[the doctor's note|a doctor's note] of {party}, [where does it go|who keeps it]?`],
      [
        'second',
        `[blue folder|in the blue folder], [and a waiver|then write the waiver] [with the lesson number|for the lesson]`,
      ],
    ],
    [
      ['owner', `[can someone|who can] [take|cover] the enrolment desk [on Saturday|on Tuesday evening]?`],
      ['second', `[me|I can], [until|up to] [seven|two]. [then|after that] {engineer} [has a key|is there]`],
    ],
    [
      ['clerk', `[chairs|six chairs] [are missing|have gone] from room [3|5]`],
      ['second', `[exam day|the exam], [they went|all went] to the hall. [back tomorrow|somebody brings them back]`],
    ],
  ],
  mails: [
    {
      subject: 'Fire drill',
      body: `[Good morning|Hello], [there is|we have] a fire drill [on Tuesday|next week] at [ten|eleven]. [Classes|All classes] [stop|break off] for [twenty minutes|a while]. [Registers|The registers] [stay|are left] on the desks. {where3}`,
    },
    {
      subject: 'Power cut',
      body: `[Hello|Good evening], [the power|our power] was [off|gone] [for an hour|after seven]. [We wrote|The desk wrote] the register [by candle|on paper] and [typed it in|entered it] [when it was back|later]. {where3}`,
    },
    {
      subject: 'New colleague at the front desk',
      body: `[Dear all|Hello], [Ms Prior|Mr Janda] [starts|begins] at our front desk [on the first|on Monday]. [Please|Kindly] [send|give] [a login|access] [before that|in time]. {where3}`,
    },
    {
      subject: 'Whiteboard pens',
      body: `[Hello|Good day], [we write|our teachers write] with [dried-out pens|the last green pen]. [Two boxes|A box] [would help|would be welcome]. [Thank you|Thanks], {where3}`,
    },
    {
      subject: 'Noise',
      body: `[Good day|Hello], [next door|across the yard] [they are building|there is building work] [until May|for a month]. We [teach|hold lessons] [at the back|on the quiet side], [lesson times|the times] [do not change|stay the same]. {where3}`,
    },
    {
      subject: 'Lost umbrella',
      body: `[Hello|Good morning], [a red|a large blue] umbrella [was left|has been left] [in the hall|at our desk]. [Maybe|Perhaps] it belongs to [a teacher|one of the teachers|somebody's class]. {where3}`,
    },
    {
      subject: 'Exam day',
      body: `[Dear colleagues|Hello], on [Saturday|the 14th] [the hall|our hall] is [taken by|full because of] [the exam|an exam]. [Evening groups|The groups] [meet|are] [upstairs|on the second floor]. {where3}`,
    },
    {
      subject: 'Computer at desk 1',
      body: `[Hello|Good morning], the computer at the [front desk|desk] [starts|comes up] [very slowly|only at the third try]. [It sends all right|Sending works]. [Somebody should look at it|Please call me back]. {where3}`,
    },
    {
      subject: 'Coffee machine',
      body: `[Hello|Good day], [the coffee machine|our machine] [in the break room|downstairs] [takes|swallows] [coins|money] and [gives nothing|stays silent]. [The firm|Its owner] [was called|knows]. {where3}`,
    },
  ],
  releases: [
    {
      program: 'timetable screen',
      note: `[Shows|Now shows] the [room|floor] in [large|bold] letters. [Colours|The colours] [stay|are kept].`,
    },
    {
      program: 'placement test',
      note: `[Ten new questions|New questions] for [C1|the upper levels]. [Results|Old results] [remain|are kept].`,
    },
    {
      program: 'lesson fee job',
      note: `[Starts|Begins] [five|ten] minutes [later|earlier]. [It does|Does] [the same|what it did].`,
    },
    {
      program: 'waiver form',
      note: `[The lesson number|A lesson number] [can be scanned|is read] from the [register print|printed register]. [Typing|Keying] works [as before|too].`,
    },
    {
      program: 'learner portal',
      note: `[Homework|Course material] can be [downloaded|saved] [as one file|in one go]. [Passwords|Log-ins] are [unchanged|as they were].`,
    },
    {
      program: 'stand-in plan',
      note: `[Sorted|Ordered] by [language|level] [and time|first]. [Phones|Mobile phones] [can|are able to] [show|open] it.`,
    },
    {
      program: 'certificate print',
      note: `[The new seal|Our new seal] [is on|stands on] [every|each] certificate. [Paper|The paper] [is the same|does not change].`,
    },
  ],
}
