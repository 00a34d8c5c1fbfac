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

const routes: readonly string[] = [
  'Alpine pass',
  'Coast road',
  'Ferry A/B',
  'Harbour shuttle',
  "King's route",
  'Night line 3',
  'North ring',
  'Rail feeder',
  'River barge',
  'South ring',
  'Tunnel (toll)',
  'Western loop',
]
const classes = ['parcel', 'pallet', 'bulk', 'chilled'] as const
const remarks = ['fragile', 'tail lift', 'none seen', 'ring ahead', '-', 'no Saturday'] as const

/** A haulier with drivers of its own. */
export const logistics: ReturnType<typeof defineWorld> = defineWorld({
  id: 'logistics',
  setting: 'a haulier with drivers of its own',
  tables: [
    {
      name: 'driver',
      words: ['drivers', 'driver list', 'crew', 'driver register', 'road staff'],
      noun: ['driver', 'drivers'],
      columns: [
        keyColumn('id', 'driver id', 'driver number', 'crew number'),
        textColumn('name', 'person', 'name', 'full name', 'driver name', 'person'),
        textColumn('phone', 'phone', 'phone', 'mobile', 'phone number', 'cab phone'),
        textColumn('email', 'email', 'email', 'mail', 'mail address', 'contact mail'),
        textColumn('country', 'country', 'country', 'licensed in', 'home country', 'country code'),
        textColumn('licence', 'date', 'licence until', 'valid until', 'licence date', 'expires on', 'runs out on'),
        textColumn('card', 'code', 'card code', 'tacho card', 'fuel card', 'card number', 'driver card'),
        numberColumn('adr', 'flag', 'dangerous goods', 'adr', 'may carry adr', 'adr trained'),
        textColumn('base', 'place', 'base', 'home depot', 'depot', 'stationed in'),
      ],
    },
    {
      name: 'route',
      words: ['routes', 'lanes', 'lines', 'route list', 'connections'],
      noun: ['route', 'routes'],
      short: true,
      columns: [
        keyColumn('id', 'route id', 'lane number', 'line number'),
        textColumn('title', 'title', 'title', 'route name', 'label', 'lane name'),
        numberColumn('km', 'quantity', 'kilometres', 'km', 'distance km', 'length km'),
      ],
    },
    {
      name: 'freight',
      words: ['freights', 'consignments', 'waybills', 'haulage jobs', 'transport orders'],
      noun: ['consignment', 'consignments'],
      columns: [
        keyColumn('id', 'waybill number', 'consignment id', 'job number'),
        referenceColumn('driver', 'driver', 'driver id', 'driven by', 'crew id', 'driver ref'),
        referenceColumn('route', 'route', 'route id', 'lane id', 'via route', 'route ref'),
        instantColumn('loaded', 'loaded at', 'left at', 'departure', 'picked up at'),
        ...sumColumns('route', {
          quantity: ['units', 'pallets', 'unit count', 'load units'],
          price: ['rate cents', 'unit rate cents', 'lane rate cents', 'tariff cents'],
          rebate: ['allowance cents', 'rebate cents', 'bonus cents', 'reduction cents'],
          sum: ['freight cents', 'charge cents', 'haulage cents', 'billed cents'],
        }),
        enumColumn('kind', classes, 'kind', 'goods class', 'load kind', 'cargo'),
        textColumn('appointed', 'date', 'slot date', 'appointed for', 'due on', 'deliver on', 'wanted on'),
        remarkColumn('remark', 'note', 'instruction', 'comment'),
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const drivers = gappedKeys(random, count('driver'), random.int(40, 400)).map((id): WorldRow => {
      const name = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        name,
        phone: pickNationalNumber(random, country),
        email: mailboxes.issue(random, name),
        country,
        licence: pickDate(random, '2026-01-01', '2039-12-31'),
        card: pickCode(random),
        adr: random.int(0, 1),
        base: pickPlace(random),
      }
    })
    const titles = random.shuffle(routes)
    const lanes = gappedKeys(random, Math.min(count('route'), routes.length), random.int(1, 40)).map(
      (id, place): WorldRow => ({ id, title: titles[place] ?? '', km: random.int(8, 1_400) }),
    )
    const freights = gappedKeys(random, count('freight'), random.int(50_000, 90_000)).map((id): WorldRow => ({
      id,
      driver: zipfPick(random, drivers)['id'] ?? null,
      route: zipfPick(random, lanes)['id'] ?? null,
      loaded: `${seasonalDate(random, 2025)} ${officeTime(random)}`,
      ...pricedSum(random, sumNames),
      kind: zipfPick(random, classes),
      appointed: pickDate(random, '2025-01-01', '2027-12-31'),
      remark: random.percent(25) ? random.pick(remarks) : null,
    }))
    return new Map([
      ['driver', drivers],
      ['route', lanes],
      ['freight', freights],
    ])
  },
})
