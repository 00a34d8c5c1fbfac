import { countOrZero, gappedKeys, officeTime, pickCode, pickDate, pricedSum, seasonalDate, zipfPick } from './draws.ts'
import { countryCodes, Mailboxes, pickNationalNumber, pickPerson, pickPlace } from './people.ts'
import { defineWorld, type WorldRow } from './world.ts'

const treatments: readonly string[] = [
  'Blood count',
  'Dental check-up',
  'ECG (12 leads)',
  'Eye test',
  'First consultation',
  'Flu vaccination',
  'Hearing test',
  "Ménière's assessment",
  'Physiotherapy, 30 min',
  'Skin check',
  'Spirometry',
  'Ultrasound, abdomen',
  'Wound care',
  'X-ray, wrist (2 views)',
]
const kinds = ['first', 'follow-up', 'emergency', 'remote'] as const
const wings = ['north', 'south', 'annex'] as const
const notes = ['fasting', 'needs interpreter', 'prefers mornings', 'unknown', '--', 'see letter'] as const

/** A group practice with several doctors. */
export const clinic: ReturnType<typeof defineWorld> = defineWorld({
  id: 'clinic',
  setting: 'a group practice with a small laboratory',
  tables: [
    {
      name: 'patient',
      words: ['patients', 'patient register', 'patient list', 'persons in care', 'patient records'],
      noun: ['patient', 'patients'],
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'patient id', 'patient number', 'file number'] },
        { name: 'name', role: 'person', type: 'TEXT', words: ['name', 'full name', 'patient name', 'person'] },
        {
          name: 'born',
          role: 'date',
          type: 'TEXT',
          words: ['birth date', 'born on', 'date of birth', 'birth day', 'dob'],
        },
        {
          name: 'policy',
          role: 'code',
          type: 'TEXT',
          words: ['policy', 'policy code', 'insurance code', 'card code', 'plan code'],
        },
        { name: 'country', role: 'country', type: 'TEXT', words: ['country', 'country code', 'insured in', 'nation'] },
        {
          name: 'phone',
          role: 'phone',
          type: 'TEXT',
          words: ['phone', 'phone number', 'telephone', 'callback number'],
        },
        { name: 'email', role: 'email', type: 'TEXT', words: ['email', 'mail', 'email address', 'mail address'] },
        { name: 'town', role: 'place', type: 'TEXT', words: ['town', 'city', 'residence', 'lives in'] },
        {
          name: 'consent',
          role: 'flag',
          type: 'INTEGER',
          words: ['consent', 'consented', 'data consent', 'may contact'],
        },
      ],
    },
    {
      name: 'treatment',
      words: ['treatments', 'services', 'procedures', 'service catalogue', 'procedure list'],
      noun: ['treatment', 'treatments'],
      short: true,
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'treatment id', 'service number', 'procedure id'] },
        { name: 'title', role: 'title', type: 'TEXT', words: ['title', 'treatment name', 'label', 'description'] },
        { name: 'wing', role: 'enum', type: 'TEXT', words: ['wing', 'location', 'building', 'site'], values: wings },
        {
          name: 'minutes',
          role: 'quantity',
          type: 'INTEGER',
          words: ['minutes', 'duration', 'slot minutes', 'length'],
        },
      ],
    },
    {
      name: 'visit',
      words: ['visits', 'appointments', 'consultations', 'visit log', 'encounters'],
      noun: ['visit', 'visits'],
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'visit id', 'visit number', 'case number'] },
        {
          name: 'patient',
          role: 'reference',
          type: 'INTEGER',
          references: 'patient',
          words: ['patient id', 'patient ref', 'for patient', 'patient number'],
        },
        {
          name: 'treatment',
          role: 'reference',
          type: 'INTEGER',
          references: 'treatment',
          words: ['treatment id', 'service id', 'procedure ref', 'treatment ref'],
        },
        {
          name: 'held',
          role: 'instant',
          type: 'TEXT',
          correlated: true,
          words: ['held at', 'visit time', 'seen at', 'began at'],
        },
        {
          name: 'dose',
          role: 'quantity',
          type: 'INTEGER',
          words: ['dose mg', 'dosage mg', 'amount mg', 'given mg'],
        },
        {
          name: 'fee',
          role: 'money',
          type: 'INTEGER',
          pricedBy: 'treatment',
          words: ['fee cents', 'charge cents', 'price cents', 'rate cents'],
        },
        {
          name: 'sessions',
          role: 'quantity',
          type: 'INTEGER',
          words: ['sessions', 'session count', 'times', 'repeats'],
        },
        {
          name: 'rebate',
          role: 'money',
          type: 'INTEGER',
          words: ['rebate cents', 'allowance cents', 'reduction cents', 'waived cents'],
        },
        {
          name: 'total',
          role: 'derived',
          type: 'INTEGER',
          derivedFrom: { quantity: 'sessions', price: 'fee', rebate: 'rebate' },
          words: ['total cents', 'bill cents', 'due cents', 'billed cents'],
        },
        {
          name: 'kind',
          role: 'enum',
          type: 'TEXT',
          words: ['kind', 'visit kind', 'category', 'visit class'],
          values: kinds,
        },
        {
          name: 'recall',
          role: 'date',
          type: 'TEXT',
          words: ['recall date', 'next due', 'recall on', 'due again', 'next check'],
        },
        { name: 'note', role: 'text', type: 'TEXT', nullable: true, words: ['note', 'remark', 'comment', 'hint'] },
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const patients = gappedKeys(random, count('patient'), random.int(1_000, 4_000)).map((id): WorldRow => {
      const name = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        name,
        born: pickDate(random, '1932-01-01', '2024-06-30'),
        policy: pickCode(random),
        country,
        phone: pickNationalNumber(random, country),
        email: mailboxes.issue(random, name),
        town: pickPlace(random),
        consent: random.int(0, 1),
      }
    })
    const titles = random.shuffle(treatments)
    const offered = gappedKeys(random, Math.min(count('treatment'), treatments.length), random.int(1, 30)).map(
      (id, place): WorldRow => ({
        id,
        title: titles[place] ?? '',
        wing: random.pick(wings),
        minutes: random.int(1, 9) * 10,
      }),
    )
    const visits = gappedKeys(random, count('visit'), random.int(20_000, 40_000)).map((id): WorldRow => ({
      id,
      patient: zipfPick(random, patients)['id'] ?? null,
      treatment: zipfPick(random, offered)['id'] ?? null,
      held: `${seasonalDate(random, 2025)} ${officeTime(random)}`,
      dose: countOrZero(random, 1, 900, 20),
      ...pricedSum(random, { quantity: 'sessions', price: 'fee', rebate: 'rebate', sum: 'total' }),
      kind: zipfPick(random, kinds),
      recall: pickDate(random, '2026-01-01', '2029-12-31'),
      note: random.percent(25) ? random.pick(notes) : null,
    }))
    return new Map([
      ['patient', patients],
      ['treatment', offered],
      ['visit', visits],
    ])
  },
})
