import {
  enumColumn,
  instantColumn,
  keyColumn,
  numberColumn,
  referenceColumn,
  remarkColumn,
  sumColumns,
  sumNames,
  textColumn,
} from './columns.ts'
import { gappedKeys, officeTime, pickCode, pickDate, pricedSum, seasonalDate, zipfPick } from './draws.ts'
import { countryCodes, Mailboxes, pickNationalNumber, pickPerson, pickPlace } from './people.ts'
import { defineWorld, type WorldRow } from './world.ts'

const courses: readonly string[] = [
  'Accordion, beginners',
  'Bassoon',
  'Cello I',
  'Cello II',
  "Children's choir",
  'Early music',
  'Flute',
  'Guitar (group of 4)',
  'Jazz piano',
  'Organ',
  'Percussion 0',
  'Solfège',
  'Violin',
]
const modes = ['group', 'single', 'online', 'trial'] as const
const remarks = ['own instrument', 'sibling', 'nil', 'late payer', '?', 'moved up'] as const

/** A music school with courses that are booked by the term. */
export const school: ReturnType<typeof defineWorld> = defineWorld({
  id: 'school',
  setting: 'a music school that bills by the term',
  tables: [
    {
      name: 'pupil',
      words: ['pupils', 'students', 'pupil list', 'learners', 'student register'],
      noun: ['pupil', 'pupils'],
      columns: [
        keyColumn('id', 'pupil id', 'student number', 'matriculation'),
        textColumn('name', 'person', 'name', 'full name', 'pupil name', 'person'),
        textColumn('born', 'date', 'birth date', 'born on', 'date of birth', 'birthday'),
        textColumn('country', 'country', 'country', 'country code', 'nationality', 'passport of'),
        textColumn('phone', 'phone', 'phone', 'parent phone', 'phone number', 'telephone'),
        textColumn('email', 'email', 'email', 'parent mail', 'mail address', 'contact mail'),
        textColumn('card', 'code', 'library card', 'card code', 'pass code', 'pupil card', 'card number'),
        numberColumn('photo', 'flag', 'photo consent', 'may be shown', 'consent', 'photo allowed'),
        textColumn('town', 'place', 'town', 'city', 'lives in', 'residence'),
      ],
    },
    {
      name: 'course',
      words: ['courses', 'classes', 'course list', 'subjects', 'programme'],
      noun: ['course', 'courses'],
      short: true,
      columns: [
        keyColumn('id', 'course id', 'course number', 'subject id'),
        textColumn('title', 'title', 'title', 'course name', 'label', 'subject'),
        numberColumn('minutes', 'quantity', 'minutes', 'lesson minutes', 'duration', 'length'),
      ],
    },
    {
      name: 'booking',
      words: ['bookings', 'enrolments', 'registrations', 'course bookings', 'sign ups'],
      noun: ['booking', 'bookings'],
      columns: [
        keyColumn('id', 'booking id', 'booking number', 'enrolment id'),
        referenceColumn('pupil', 'pupil', 'pupil id', 'student id', 'for pupil', 'pupil ref'),
        referenceColumn('course', 'course', 'course id', 'subject ref', 'course ref', 'class id'),
        instantColumn('booked', 'booked at', 'signed up at', 'entered at', 'created at'),
        ...sumColumns('course', {
          quantity: ['lessons', 'lesson count', 'hours booked', 'units'],
          price: ['lesson fee cents', 'fee cents', 'price cents', 'unit fee cents'],
          rebate: ['grant cents', 'reduction cents', 'sibling rebate cents', 'waiver cents'],
          sum: ['term fee cents', 'total cents', 'due cents', 'bill cents'],
        }),
        enumColumn('mode', modes, 'mode', 'form', 'lesson form', 'kind'),
        textColumn('starts', 'date', 'starts on', 'first lesson', 'begins on', 'start date', 'from day'),
        remarkColumn('remark', 'note', 'comment', 'office note'),
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const pupils = gappedKeys(random, count('pupil'), random.int(200, 2_000)).map((id): WorldRow => {
      const name = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        name,
        born: pickDate(random, '1996-01-01', '2019-12-31'),
        country,
        phone: pickNationalNumber(random, country),
        email: mailboxes.issue(random, name),
        card: pickCode(random),
        photo: random.int(0, 1),
        town: pickPlace(random),
      }
    })
    const titles = random.shuffle(courses)
    const offered = gappedKeys(random, Math.min(count('course'), courses.length), random.int(1, 25)).map(
      (id, place): WorldRow => ({ id, title: titles[place] ?? '', minutes: random.pick([30, 45, 60, 90]) }),
    )
    const bookings = gappedKeys(random, count('booking'), random.int(3_000, 9_000)).map((id): WorldRow => ({
      id,
      pupil: zipfPick(random, pupils)['id'] ?? null,
      course: zipfPick(random, offered)['id'] ?? null,
      booked: `${seasonalDate(random, 2025)} ${officeTime(random)}`,
      ...pricedSum(random, sumNames),
      mode: zipfPick(random, modes),
      starts: pickDate(random, '2025-08-01', '2027-07-31'),
      remark: random.percent(25) ? random.pick(remarks) : null,
    }))
    return new Map([
      ['pupil', pupils],
      ['course', offered],
      ['booking', bookings],
    ])
  },
})
