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

const models: readonly string[] = [
  'Anemometer',
  'Barometer B/2',
  'Flow meter, 25 mm',
  'Gas detector',
  'Hygrometer',
  'Level probe',
  'Load cell 0-5 t',
  'Noise meter',
  'Pyranometer',
  "Rain gauge 'Ø16'",
  'Strain gauge',
  'Thermocouple K',
]
const tasks = ['calibration', 'repair', 'swap', 'inspection'] as const
const remarks = ['battery low', 'lightning', 'empty housing', 'ladder needed', '?', 'drift seen'] as const

/** The maintenance of a fleet of measuring stations. */
export const sensors: ReturnType<typeof defineWorld> = defineWorld({
  id: 'sensors',
  setting: 'the maintenance desk of a fleet of measuring stations',
  tables: [
    {
      name: 'station',
      words: ['stations', 'sites', 'measuring points', 'station list', 'nodes'],
      noun: ['station', 'stations'],
      columns: [
        keyColumn('id', 'station id', 'site number', 'node id'),
        textColumn('keeper', 'person', 'keeper', 'keeper name', 'warden', 'contact name'),
        textColumn('phone', 'phone', 'phone', 'keeper phone', 'phone number', 'modem number'),
        textColumn('email', 'email', 'email', 'alarm mail', 'mail address', 'keeper mail'),
        textColumn('country', 'country', 'country', 'country code', 'located in', 'land'),
        textColumn('town', 'place', 'town', 'nearest town', 'place', 'municipality'),
        textColumn('serial', 'code', 'serial', 'serial code', 'inventory code', 'asset code', 'tag'),
        numberColumn('solar', 'flag', 'solar', 'on solar power', 'off grid', 'has panel'),
        textColumn('warranty', 'date', 'warranty until', 'warranty end', 'covered until', 'guarantee', 'insured until'),
      ],
    },
    {
      name: 'model',
      words: ['models', 'device types', 'instruments', 'model list', 'equipment'],
      noun: ['model', 'models'],
      short: true,
      columns: [
        keyColumn('id', 'model id', 'type number', 'device type'),
        textColumn('title', 'title', 'title', 'model name', 'label', 'designation'),
        numberColumn('interval', 'quantity', 'interval', 'interval days', 'cycle days', 'period'),
      ],
    },
    {
      name: 'service',
      words: ['services', 'service calls', 'maintenance jobs', 'work orders', 'call outs'],
      noun: ['service call', 'service calls'],
      columns: [
        keyColumn('id', 'call id', 'job number', 'work order'),
        referenceColumn('station', 'station', 'station id', 'site id', 'at station', 'station ref'),
        referenceColumn('model', 'model', 'model id', 'device type', 'model ref', 'type id'),
        instantColumn('done', 'done at', 'finished at', 'closed at', 'signed at'),
        ...sumColumns('model', {
          quantity: ['parts', 'part count', 'units used', 'modules'],
          price: ['part price cents', 'unit cost cents', 'module cents', 'price cents'],
          rebate: ['warranty cents', 'credit cents', 'covered cents', 'rebate cents'],
          sum: ['cost cents', 'total cents', 'job cents', 'billed cents'],
        }),
        enumColumn('task', tasks, 'task', 'kind', 'job kind', 'work'),
        textColumn('next', 'date', 'next due', 'next visit', 'due again', 'return on', 'recheck on'),
        remarkColumn('remark', 'note', 'finding', 'comment'),
      ],
    },
  ],
  populate: (random, count) => {
    const mailboxes = new Mailboxes()
    const stations = gappedKeys(random, count('station'), random.int(1, 300)).map((id): WorldRow => {
      const keeper = pickPerson(random)
      const country = zipfPick(random, countryCodes)
      return {
        id,
        keeper,
        phone: pickNationalNumber(random, country),
        email: mailboxes.issue(random, keeper),
        country,
        town: pickPlace(random),
        serial: pickCode(random),
        solar: random.int(0, 1),
        warranty: pickDate(random, '2024-01-01', '2033-12-31'),
      }
    })
    const titles = random.shuffle(models)
    const types = gappedKeys(random, Math.min(count('model'), models.length), random.int(1, 60)).map(
      (id, place): WorldRow => ({ id, title: titles[place] ?? '', interval: random.pick([30, 90, 180, 365]) }),
    )
    const calls = gappedKeys(random, count('service'), random.int(4_000, 30_000)).map((id): WorldRow => ({
      id,
      station: zipfPick(random, stations)['id'] ?? null,
      model: zipfPick(random, types)['id'] ?? null,
      done: `${seasonalDate(random, 2025)} ${officeTime(random)}`,
      ...pricedSum(random, sumNames),
      task: zipfPick(random, tasks),
      next: pickDate(random, '2026-01-01', '2028-12-31'),
      remark: random.percent(25) ? random.pick(remarks) : null,
    }))
    return new Map([
      ['station', stations],
      ['model', types],
      ['service', calls],
    ])
  },
})
