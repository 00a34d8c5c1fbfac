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

const plans: readonly string[] = [
  'Archive',
  'Basic',
  'Basic (legacy)',
  'Campus',
  'Enterprise+',
  'Free tier',
  'Growth',
  'Non-profit',
  'Null plan',
  "Partner's choice",
  'Pro 2',
  'Seat pack x10',
  'Trial',
]
const states = ['draft', 'billed', 'paid', 'disputed'] as const
const remarks = ['by purchase order', 'credit pending', 'tbd', 'reseller', '?', 'ask finance'] as const

/** The billing of a software subscription. */
export const saas: ReturnType<typeof defineWorld> = defineWorld({
  id: 'saas',
  setting: 'the billing team of a software house',
  tables: [
    {
      name: 'subscriber',
      words: ['subscribers', 'tenants', 'accounts', 'workspaces', 'subscriber list'],
      noun: ['subscriber', 'subscribers'],
      columns: [
        keyColumn('id', 'subscriber id', 'tenant id', 'account number'),
        textColumn('contact', 'person', 'contact', 'contact name', 'owner', 'owner name'),
        textColumn('email', 'email', 'email', 'billing mail', 'mail address', 'owner mail'),
        textColumn('phone', 'phone', 'phone', 'phone number', 'support phone', 'telephone'),
        textColumn('country', 'country', 'country', 'billed in', 'country code', 'tax country'),
        textColumn('renews', 'date', 'renews on', 'renewal date', 'next renewal', 'runs until', 'contract end'),
        textColumn('licence', 'code', 'licence code', 'license number', 'activation code', 'serial code', 'seat code'),
        numberColumn('autopay', 'flag', 'autopay', 'pays by card', 'auto renewal', 'auto charge'),
        textColumn('town', 'place', 'town', 'city', 'seat of firm', 'office town'),
      ],
    },
    {
      name: 'plan',
      words: ['plans', 'products', 'price plans', 'plan catalogue', 'editions'],
      noun: ['plan', 'plans'],
      short: true,
      columns: [
        keyColumn('id', 'plan id', 'plan number', 'product id'),
        textColumn('title', 'title', 'title', 'plan name', 'label', 'edition'),
        numberColumn('seats', 'quantity', 'seats', 'seat limit', 'included seats', 'max users'),
      ],
    },
    {
      name: 'invoice',
      words: ['invoices', 'invoice lines', 'billing lines', 'charges', 'bill items'],
      noun: ['invoice line', 'invoice lines'],
      columns: [
        keyColumn('id', 'invoice id', 'line number', 'bill number'),
        referenceColumn('subscriber', 'subscriber', 'subscriber id', 'tenant ref', 'account id', 'billed to'),
        referenceColumn('plan', 'plan', 'plan id', 'product ref', 'plan ref', 'edition id'),
        instantColumn('created', 'created at', 'billed at', 'issued at', 'generated at'),
        ...sumColumns('plan', {
          quantity: ['seats billed', 'quantity', 'seat count', 'units'],
          price: ['seat price cents', 'price cents', 'unit price cents', 'rate cents'],
          rebate: ['credit cents', 'coupon cents', 'discount cents', 'rebate cents'],
          sum: ['line total cents', 'total cents', 'charge cents', 'payable cents'],
        }),
        enumColumn('state', states, 'state', 'status', 'stage', 'standing'),
        textColumn('due', 'date', 'due on', 'due date', 'payable by', 'pay until', 'deadline'),
        remarkColumn('remark', 'note', 'comment', 'internal note'),
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const subscribers = gappedKeys(random, count('subscriber'), random.int(500, 5_000)).map((id): WorldRow => {
      const contact = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        contact,
        email: mailboxes.issue(random, contact),
        phone: pickNationalNumber(random, country),
        country,
        renews: pickDate(random, '2025-06-01', '2028-05-31'),
        licence: pickCode(random),
        autopay: random.int(0, 1),
        town: pickPlace(random),
      }
    })
    const titles = random.shuffle(plans)
    const offered = gappedKeys(random, Math.min(count('plan'), plans.length), random.int(1, 15)).map(
      (id, place): WorldRow => ({ id, title: titles[place] ?? '', seats: random.int(1, 50) * 5 }),
    )
    const invoices = gappedKeys(random, count('invoice'), random.int(100_000, 300_000)).map((id): WorldRow => ({
      id,
      subscriber: zipfPick(random, subscribers)['id'] ?? null,
      plan: zipfPick(random, offered)['id'] ?? null,
      created: `${seasonalDate(random, 2025)} ${officeTime(random)}`,
      ...pricedSum(random, sumNames),
      state: zipfPick(random, states),
      due: pickDate(random, '2025-01-01', '2026-12-31'),
      remark: random.percent(25) ? random.pick(remarks) : null,
    }))
    return new Map([
      ['subscriber', subscribers],
      ['plan', offered],
      ['invoice', invoices],
    ])
  },
})
