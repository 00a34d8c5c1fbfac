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

const services: readonly string[] = [
  'Account closing',
  'Cash pick-up',
  'Coin roll, 2 EUR',
  'Courier',
  'Custody 0/12',
  'Direct debit return',
  'Foreign draft',
  "Notary's copy",
  'Safe hour',
  'Statement by post',
  'Telex (legacy)',
  'Wire, same day',
]
const channels = ['counter', 'phone', 'app', 'post'] as const
const remarks = ['goodwill', 'see contract', 'void', 'as agreed', '--', 'second signature'] as const

/** A savings bank's ledger of fees. */
export const bank: ReturnType<typeof defineWorld> = defineWorld({
  id: 'bank',
  setting: 'the fees desk of a savings bank',
  tables: [
    {
      name: 'holder',
      words: ['holders', 'account holders', 'clients', 'depositors', 'holder file'],
      noun: ['account holder', 'account holders'],
      columns: [
        keyColumn('id', 'holder id', 'client number', 'holder number'),
        textColumn('name', 'person', 'name', 'full name', 'holder name', 'signatory'),
        textColumn('born', 'date', 'birth date', 'born on', 'date of birth', 'dob'),
        textColumn('country', 'country', 'country', 'resident in', 'country code', 'tax country'),
        textColumn('phone', 'phone', 'phone', 'phone number', 'telephone', 'callback'),
        textColumn('email', 'email', 'email', 'mail', 'mail address', 'notice mail'),
        textColumn('deposit', 'code', 'deposit code', 'locker code', 'box code', 'vault code', 'deposit number'),
        numberColumn('paperless', 'flag', 'paperless', 'wants no paper', 'e statements', 'digital only'),
        textColumn('branch', 'place', 'home branch', 'branch town', 'kept in', 'town'),
      ],
    },
    {
      name: 'service',
      words: ['services', 'fee items', 'service list', 'charges', 'price catalogue'],
      noun: ['service', 'services'],
      short: true,
      columns: [
        keyColumn('id', 'service id', 'service number', 'item id'),
        textColumn('title', 'title', 'title', 'service name', 'label', 'fee title'),
        numberColumn('days', 'quantity', 'days', 'value days', 'lead days', 'terms'),
      ],
    },
    {
      name: 'posting',
      words: ['postings', 'fee postings', 'ledger entries', 'bookings', 'fee ledger'],
      noun: ['posting', 'postings'],
      columns: [
        keyColumn('id', 'posting id', 'entry number', 'posting number'),
        referenceColumn('holder', 'holder', 'holder id', 'client id', 'charged to', 'holder ref'),
        referenceColumn('service', 'service', 'service id', 'fee item', 'item ref', 'service ref'),
        instantColumn('posted', 'posted at', 'booked at', 'entry time', 'recorded at'),
        ...sumColumns('service', {
          quantity: ['times', 'item count', 'occurrences', 'number of items'],
          price: ['fee cents', 'unit fee cents', 'charge cents', 'price cents'],
          rebate: ['waived cents', 'rebate cents', 'goodwill cents', 'allowance cents'],
          sum: ['debit cents', 'posted cents', 'amount cents', 'net cents'],
        }),
        enumColumn('channel', channels, 'channel', 'ordered by', 'medium', 'access'),
        textColumn('value', 'date', 'value date', 'valuta', 'effective day', 'value day', 'settles on'),
        remarkColumn('remark', 'note', 'narrative', 'comment'),
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const holders = gappedKeys(random, count('holder'), random.int(10_000, 70_000)).map((id): WorldRow => {
      const name = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        name,
        born: pickDate(random, '1938-01-01', '2009-12-31'),
        country,
        phone: pickNationalNumber(random, country),
        email: mailboxes.issue(random, name),
        deposit: pickCode(random),
        paperless: random.int(0, 1),
        branch: pickPlace(random),
      }
    })
    const titles = random.shuffle(services)
    const items = gappedKeys(random, Math.min(count('service'), services.length), random.int(100, 300)).map(
      (id, place): WorldRow => ({ id, title: titles[place] ?? '', days: random.int(0, 5) }),
    )
    const postings = gappedKeys(random, count('posting'), random.int(700_000, 900_000)).map((id): WorldRow => ({
      id,
      holder: zipfPick(random, holders)['id'] ?? null,
      service: zipfPick(random, items)['id'] ?? null,
      posted: `${seasonalDate(random, 2025)} ${officeTime(random)}`,
      ...pricedSum(random, sumNames),
      channel: zipfPick(random, channels),
      value: pickDate(random, '2024-06-01', '2026-05-31'),
      remark: random.percent(25) ? random.pick(remarks) : null,
    }))
    return new Map([
      ['holder', holders],
      ['service', items],
      ['posting', postings],
    ])
  },
})
