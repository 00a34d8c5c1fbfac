import { countOrZero, gappedKeys, officeTime, pickCode, pickDate, pricedSum, seasonalDate, zipfPick } from './draws.ts'
import { countryCodes, Mailboxes, pickNationalNumber, pickPerson, pickPlace } from './people.ts'
import { defineWorld, type WorldRow } from './world.ts'

const articles: readonly string[] = [
  'Bulb planter',
  'Copper watering can',
  'Hedge shears 8"',
  'Jute twine, 50 m',
  'Oak trug',
  'Pruning knife',
  'Rain gauge',
  'Seed tray (set of 3)',
  'Soil thermometer',
  'Terracotta pot 0.5 l',
  "Gardener's apron",
  'Trellis 90/180',
  'Weed fork',
  'Wheelbarrow N/A-free tyre',
  'Wicker cloche',
  'Zinc labels x100',
]
const departments = ['tools', 'seeds', 'pots', 'furniture'] as const
const states = ['open', 'packed', 'sent', 'returned'] as const
const remarks = ['leave with neighbour', 'gift wrap', 'call before delivery', '-', 'invoice by post', 'n/a'] as const

/** A mail-order shop for gardeners. */
export const shop: ReturnType<typeof defineWorld> = defineWorld({
  id: 'shop',
  setting: 'a mail-order shop for garden supplies',
  tables: [
    {
      name: 'customer',
      words: ['customers', 'clients', 'customer accounts', 'buyers', 'customer register'],
      noun: ['customer', 'customers'],
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'customer id', 'customer number', 'account number'] },
        { name: 'name', role: 'person', type: 'TEXT', words: ['name', 'full name', 'customer name', 'contact name'] },
        {
          name: 'email',
          role: 'email',
          type: 'TEXT',
          words: ['email', 'mail address', 'email address', 'contact mail'],
        },
        { name: 'phone', role: 'phone', type: 'TEXT', words: ['phone', 'phone number', 'telephone', 'contact phone'] },
        { name: 'country', role: 'country', type: 'TEXT', words: ['country', 'country code', 'land', 'home country'] },
        { name: 'city', role: 'place', type: 'TEXT', words: ['city', 'town', 'home town', 'place'] },
        {
          name: 'born',
          role: 'date',
          type: 'TEXT',
          words: ['birth date', 'born on', 'date of birth', 'birthday', 'birth day'],
        },
        {
          name: 'letter',
          role: 'flag',
          type: 'INTEGER',
          words: ['newsletter', 'wants letter', 'letter opt in', 'mailing'],
        },
        { name: 'remark', role: 'text', type: 'TEXT', nullable: true, words: ['remark', 'note', 'comment', 'memo'] },
      ],
    },
    {
      name: 'article',
      words: ['articles', 'products', 'items', 'catalogue', 'goods'],
      noun: ['article', 'articles'],
      short: true,
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'article id', 'product id', 'item number'] },
        { name: 'title', role: 'title', type: 'TEXT', words: ['title', 'article name', 'label', 'description'] },
        {
          name: 'department',
          role: 'enum',
          type: 'TEXT',
          words: ['department', 'section', 'range', 'category'],
          values: departments,
        },
        { name: 'stock', role: 'quantity', type: 'INTEGER', words: ['stock', 'in stock', 'on hand', 'stock level'] },
      ],
    },
    {
      name: 'order',
      words: ['orders', 'sales orders', 'order book', 'purchases', 'order register'],
      noun: ['order', 'orders'],
      columns: [
        { name: 'id', role: 'key', type: 'INTEGER', words: ['id', 'order id', 'order number', 'sale number'] },
        {
          name: 'customer',
          role: 'reference',
          type: 'INTEGER',
          references: 'customer',
          words: ['customer id', 'buyer id', 'account id', 'ordered by'],
        },
        {
          name: 'article',
          role: 'reference',
          type: 'INTEGER',
          references: 'article',
          words: ['article id', 'product id', 'item id', 'article ref'],
        },
        {
          name: 'placed',
          role: 'instant',
          type: 'TEXT',
          correlated: true,
          words: ['placed at', 'ordered at', 'order time', 'received at'],
        },
        { name: 'pieces', role: 'quantity', type: 'INTEGER', words: ['pieces', 'quantity', 'units', 'item count'] },
        {
          name: 'price',
          role: 'money',
          type: 'INTEGER',
          pricedBy: 'article',
          words: ['unit price cents', 'price cents', 'piece price cents', 'item price cents'],
        },
        {
          name: 'rebate',
          role: 'money',
          type: 'INTEGER',
          words: ['rebate cents', 'discount cents', 'reduction cents', 'deduction cents'],
        },
        {
          name: 'total',
          role: 'derived',
          type: 'INTEGER',
          derivedFrom: { quantity: 'pieces', price: 'price', rebate: 'rebate' },
          words: ['total cents', 'sum cents', 'order sum cents', 'to pay cents'],
        },
        {
          name: 'state',
          role: 'enum',
          type: 'TEXT',
          words: ['state', 'status', 'order state', 'stage'],
          values: states,
        },
        {
          name: 'voucher',
          role: 'code',
          type: 'TEXT',
          words: ['voucher', 'voucher code', 'coupon', 'campaign code', 'promo code'],
        },
        {
          name: 'remark',
          role: 'text',
          type: 'TEXT',
          nullable: true,
          words: ['remark', 'note', 'comment', 'instruction'],
        },
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const customers = gappedKeys(random, count('customer'), random.int(100, 900)).map((id): WorldRow => {
      const name = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        name,
        email: mailboxes.issue(random, name),
        phone: pickNationalNumber(random, country),
        country,
        city: pickPlace(random),
        born: pickDate(random, '1944-01-01', '2006-12-31'),
        letter: random.int(0, 1),
        remark: random.percent(30) ? random.pick(remarks) : null,
      }
    })
    const titles = random.shuffle(articles)
    const stocked = gappedKeys(random, Math.min(count('article'), articles.length), random.int(10, 60)).map(
      (id, place): WorldRow => ({
        id,
        title: titles[place] ?? '',
        department: random.pick(departments),
        stock: countOrZero(random, 1, 400, 12),
      }),
    )
    const orders = gappedKeys(random, count('order'), random.int(2_000, 6_000)).map((id): WorldRow => ({
      id,
      customer: zipfPick(random, customers)['id'] ?? null,
      article: zipfPick(random, stocked)['id'] ?? null,
      placed: `${seasonalDate(random, 2025)} ${officeTime(random)}`,
      ...pricedSum(random, { quantity: 'pieces', price: 'price', rebate: 'rebate', sum: 'total' }),
      state: zipfPick(random, states),
      voucher: pickCode(random),
      remark: random.percent(20) ? random.pick(remarks) : null,
    }))
    return new Map([
      ['customer', customers],
      ['article', stocked],
      ['order', orders],
    ])
  },
})
