import { gappedKeys, pickCode, pickDate, pricedSum, zipfPick } from './draws.ts'
import { countryCodes, Mailboxes, pickNationalNumber, pickPerson, pickPlace } from './people.ts'
import { defineWorld, type WorldRow } from './world.ts'

const gradeTitles: readonly string[] = [
  'Apprentice',
  'Assistant I',
  'Assistant II',
  'Clerk',
  'Driver (7.5 t)',
  'Fitter',
  'Foreman',
  'Night watch',
  'Planner',
  'Senior clerk',
  'Specialist A/B',
  'Storekeeper',
  'Team lead',
  'Trainee 0',
]
const sites = ['main', 'harbour', 'depot', 'home'] as const
const shifts = ['early', 'late', 'night', 'on call'] as const
const remarks = ['swap agreed', 'half day', 'training', 'none', '?', 'see rota'] as const

/** The wages office of a machine works. */
export const payroll: ReturnType<typeof defineWorld> = defineWorld({
  id: 'payroll',
  setting: 'the wages office of an engineering works',
  tables: [
    {
      name: 'grade',
      words: ['grades', 'pay grades', 'wage groups', 'job classes', 'pay bands'],
      noun: ['grade', 'grades'],
      short: true,
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'grade id', 'grade number', 'band number'] },
        { name: 'title', role: 'title', type: 'TEXT', words: ['title', 'grade name', 'label', 'description'] },
        {
          name: 'leave',
          role: 'quantity',
          type: 'INTEGER',
          words: ['leave days', 'holidays', 'days of leave', 'vacation'],
        },
      ],
    },
    {
      name: 'employee',
      words: ['employees', 'staff', 'workforce', 'personnel', 'staff register'],
      noun: ['employee', 'employees'],
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'employee id', 'staff number', 'personnel number'] },
        { name: 'name', role: 'person', type: 'TEXT', words: ['name', 'full name', 'employee name', 'person'] },
        { name: 'email', role: 'email', type: 'TEXT', words: ['email', 'work mail', 'mail address', 'office mail'] },
        { name: 'phone', role: 'phone', type: 'TEXT', words: ['phone', 'phone number', 'mobile', 'private phone'] },
        {
          name: 'country',
          role: 'country',
          type: 'TEXT',
          words: ['country', 'country code', 'taxed in', 'tax country'],
        },
        {
          name: 'born',
          role: 'date',
          type: 'TEXT',
          words: ['birth date', 'born on', 'date of birth', 'birthday'],
        },
        { name: 'union', role: 'flag', type: 'INTEGER', words: ['union member', 'in union', 'organised', 'union'] },
        {
          name: 'badge',
          role: 'code',
          type: 'TEXT',
          words: ['badge', 'badge code', 'gate pass', 'pass code', 'card number'],
        },
        { name: 'town', role: 'place', type: 'TEXT', words: ['town', 'city', 'residence', 'home town'] },
      ],
    },
    {
      name: 'shift',
      words: ['shifts', 'timesheets', 'time entries', 'worked shifts', 'attendance'],
      noun: ['shift', 'shifts'],
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'shift id', 'entry number', 'sheet number'] },
        {
          name: 'employee',
          role: 'reference',
          type: 'INTEGER',
          references: 'employee',
          words: ['employee id', 'staff id', 'worker id', 'worked by'],
        },
        {
          name: 'grade',
          role: 'reference',
          type: 'INTEGER',
          references: 'grade',
          words: ['grade id', 'band id', 'paid as', 'grade ref'],
        },
        {
          name: 'minutes',
          role: 'quantity',
          type: 'INTEGER',
          words: ['minutes', 'worked minutes', 'duration', 'time'],
        },
        {
          name: 'rate',
          role: 'money',
          type: 'INTEGER',
          pricedBy: 'grade',
          words: ['piece rate cents', 'rate cents', 'rate per piece cents', 'pay per piece cents'],
        },
        {
          name: 'pieces',
          role: 'quantity',
          type: 'INTEGER',
          words: ['pieces', 'piece count', 'units made', 'output'],
        },
        {
          name: 'deduction',
          role: 'money',
          type: 'INTEGER',
          words: ['deduction cents', 'withheld cents', 'reduction cents', 'scrap deduction cents'],
        },
        {
          name: 'pay',
          role: 'derived',
          type: 'INTEGER',
          derivedFrom: { quantity: 'pieces', price: 'rate', rebate: 'deduction' },
          words: ['pay cents', 'wage sum cents', 'earned cents', 'piece pay cents'],
        },
        {
          name: 'kind',
          role: 'enum',
          type: 'TEXT',
          words: ['kind', 'shift kind', 'shift class', 'rota'],
          values: shifts,
        },
        { name: 'site', role: 'enum', type: 'TEXT', words: ['site', 'location', 'plant', 'work place'], values: sites },
        {
          name: 'payout',
          role: 'date',
          type: 'TEXT',
          words: ['payout date', 'paid on', 'pay day', 'payment date', 'settled on'],
        },
        {
          name: 'remark',
          role: 'text',
          type: 'TEXT',
          nullable: true,
          words: ['remark', 'note', 'comment', 'annotation'],
        },
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const titles = random.shuffle(gradeTitles)
    const grades = gappedKeys(random, Math.min(count('grade'), gradeTitles.length), random.int(1, 20)).map(
      (id, place): WorldRow => ({ id, title: titles[place] ?? '', leave: random.int(20, 32) }),
    )
    const employees = gappedKeys(random, count('employee'), random.int(300, 900)).map((id): WorldRow => {
      const name = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        name,
        email: mailboxes.issue(random, name),
        phone: pickNationalNumber(random, country),
        country,
        born: pickDate(random, '1958-01-01', '2008-12-31'),
        union: random.int(0, 1),
        badge: pickCode(random),
        town: pickPlace(random),
      }
    })
    const worked = gappedKeys(random, count('shift'), random.int(8_000, 20_000)).map((id): WorldRow => ({
      id,
      employee: zipfPick(random, employees)['id'] ?? null,
      grade: zipfPick(random, grades)['id'] ?? null,
      minutes: random.percent(60) ? 480 : random.int(4, 40) * 15,
      ...pricedSum(random, { quantity: 'pieces', price: 'rate', rebate: 'deduction', sum: 'pay' }),
      kind: zipfPick(random, shifts),
      site: zipfPick(random, sites),
      payout: pickDate(random, '2024-01-01', '2026-12-31'),
      remark: random.percent(20) ? random.pick(remarks) : null,
    }))
    return new Map([
      ['grade', grades],
      ['employee', employees],
      ['shift', worked],
    ])
  },
})
