/** What any business with a history has to have, so that whatever befalls it can be told there. */
import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import { heldOut, incidentFamilies, splitTasks } from '../../../src/tasks/family-list.ts'
import { drawOfficeNames } from '../../../src/tasks/documents/office.ts'
import { Writer } from '../../../src/tasks/documents/wording.ts'
import type { TableWords } from '../../../src/tasks/worlds/table-words.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import type { World } from '../../../src/tasks/worlds/world.ts'

const isWords = (value: unknown): value is TableWords =>
  typeof value === 'object' && value !== null && 'names' in value && 'columns' in value

/** Tables of a station, by their logical names. */
const tablesOf = (station: object | undefined): Record<string, TableWords> =>
  Object.fromEntries(Object.entries(station ?? {}).filter((entry): entry is [string, TableWords] => isWords(entry[1])))

/** What stands in one database, whatever is drawn: the tables that each incident takes of its world. */
function databasesOf({ stations }: World): Record<string, readonly TableWords[]> {
  const { file_import, manual_tool, case_desk, nightly_job, ledger, price_list, api_feed, client_app } = stations
  const files = tablesOf(file_import)
  const books = tablesOf(ledger)
  const desk = tablesOf(case_desk)
  const pick = (tables: Record<string, TableWords>, ...names: string[]): TableWords[] =>
    names.flatMap((name) => tables[name] ?? [])
  return {
    double_load: [
      ...Object.values(files),
      ...Object.values(tablesOf(manual_tool)),
      ...Object.values(tablesOf(nightly_job)),
      ...pick(books, 'periods', 'statements'),
    ],
    'wide_update by field': [
      ...pick(desk, 'cases', 'entries', 'copy', 'runs', 'staff', 'days', 'months'),
      ...pick(files, 'senders', 'goods'),
      ...pick(books, 'periods'),
    ],
    'wide_update by save': [
      ...pick(desk, 'cases', 'saves', 'copy', 'runs', 'staff', 'days', 'months'),
      ...pick(files, 'senders', 'goods'),
      ...pick(books, 'periods'),
    ],
    ...Object.fromEntries(
      (nightly_job?.mart.axes ?? []).map((axis) => [
        `stale_mart by ${axis.nouns.group}`,
        [...Object.values(tablesOf(axis)), ...pick(files, 'core', 'senders', 'goods'), ...pick(books, 'periods')],
      ]),
    ),
    price_asof: [...Object.values(tablesOf(price_list)), ...pick(books, 'periods')],
    unit_release: [...Object.values(tablesOf(client_app)), ...pick(files, 'senders')],
    webhook_retry: [
      ...Object.values(tablesOf(api_feed)),
      ...pick(books, 'bookings', 'receipts', 'balances', 'bookedMonths', 'periods'),
    ],
  }
}

const officeNames = new Set(
  Array.from({ length: 60 }, (_, seed) => Object.values(drawOfficeNames(new Random('office', String(seed)))))
    .flat()
    .map(({ table }) => table),
)

describe.each(businessList.map((world) => ({ id: world.id, world })))('$id', ({ world }) => {
  it('has four stations or more, people and houses', () => {
    expect(world.id).toMatch(/^[a-z]+$/)
    expect(Object.keys(world.stations).length).toBeGreaterThanOrEqual(4)
    expect(world.words.roles).toHaveLength(5)
    expect(new Set(world.words.houses).size).toBeGreaterThanOrEqual(4)
  })

  it('never has two tables, or two columns of one, by one name', () => {
    for (const [incident, tables] of Object.entries(databasesOf(world))) {
      const names = tables.flatMap((table) => table.names)
      const twice = names.filter((name, place) => names.indexOf(name) !== place || officeNames.has(name))
      expect({ incident, twice }).toEqual({ incident, twice: [] })
      for (const table of tables) {
        const columns = Object.values<readonly string[]>(table.columns).flat()
        const own = columns.filter((name, place) => columns.indexOf(name) !== place)
        expect({ table: table.names[0], own }).toEqual({ table: table.names[0], own: [] })
      }
    }
  })

  it('sells what is in its ranges, most of it under names that are no codes', () => {
    const { file_import: files } = world.stations
    const random = new Random('goods', world.id)
    const goods = world.goods(random, 24)
    expect(new Set(goods.map(({ code }) => code)).size).toBe(24)
    // Requests name goods by words; with too few such names there would be no second request.
    expect(goods.filter(({ name }) => !/\d|[A-Z]{2}/.test(name)).length).toBeGreaterThanOrEqual(14)
    const { price, quantity, amount } = world.ranges
    for (let seed = 0; seed < 40; seed++) {
      for (const good of world.goods(new Random('prices', world.id, String(seed)), 20)) {
        expect(good.price).toBeGreaterThanOrEqual(price?.low ?? 0)
        expect(good.price).toBeLessThanOrEqual(price?.high ?? 0)
      }
      const line = files?.drawLine(random, goods)
      expect(line?.quantity).toBeGreaterThanOrEqual(quantity?.low ?? 0)
      // Corrections put one more.
      expect((line?.quantity ?? 0) + 1).toBeLessThanOrEqual(quantity?.high ?? 0)
    }
    expect((price?.high ?? 0) * (quantity?.high ?? 0)).toBeLessThanOrEqual(amount?.high ?? 0)
  })

  it('has senders under names and codes of their own, the first of them with two lanes', () => {
    const senders = world.stations.file_import?.drawSenders(new Random('senders', world.id), 8) ?? []
    expect(new Set(senders.map(({ code }) => code)).size).toBe(8)
    expect(new Set(senders.map(({ name }) => name)).size).toBe(8)
    expect(senders.map(({ lanes }) => lanes)).toEqual([2, 1, 1, 1, 1, 1, 1, 1])
  })

  it('has enough to say, and every telling of it comes out whole', () => {
    const { pages, threads, mails, releases } = world.texts
    expect(pages.filter(({ about }) => about === 'equal lines')).toHaveLength(1)
    expect([pages.length >= 9, threads.length >= 11, mails.length >= 8, releases.length >= 7]).toEqual([
      ...[true, true, true, true],
    ])
    const facts = { where3: 'Here', twoLanes: 'There', owner: 'Ida', engineer: 'Tom', goodName: 'Bell', goodCode: 'X1' }
    const bodies = [
      ...pages.map(({ body }) => body),
      ...threads.flatMap((thread) => thread.map(([, text]) => text)),
      ...mails.map(({ body }) => body),
      ...releases.map(({ note }) => note),
    ]
    for (const body of bodies) {
      for (let seed = 0; seed < 30; seed++) {
        const told = new Writer(new Random('texts', String(seed)), {}, { ...facts, party: 'N17' }).say(body)
        expect(told).not.toMatch(/[[\]{}|]|\s[,.;?!]|[,;:]$|,,|\.\.|\b(\w+) \1\b/)
      }
    }
    expect(releases.every(({ note }) => !note.includes('{'))).toBe(true)
  })
})

describe('worlds with a history', () => {
  it('are six, two of them kept for test', () => {
    expect(businessList.map(({ id }) => id)).toEqual(['shop', 'clinic', 'school', 'bank', 'logistics', 'saas'])
    expect(heldOut.businesses).toEqual(['logistics', 'saas'])
  })

  it('call what they deal in by names of their own', () => {
    const coreOf = ({ stations }: World): readonly string[] => stations.file_import?.core.names ?? []
    const names = businessList.flatMap(coreOf)
    expect(new Set(names).size).toBe(names.length)
  })

  it('are met in training only where they are not held out', () => {
    const worldsOf = (split: 'train' | 'validation' | 'test'): Set<string> =>
      new Set(
        splitTasks(split, undefined, 'incidents')
          .filter(({ family }) => !heldOut.incidents.includes(family.family))
          .map(({ family }) => family.world),
      )
    expect(worldsOf('train')).toEqual(new Set(['shop', 'clinic', 'school', 'bank']))
    expect(worldsOf('validation')).toEqual(worldsOf('train'))
    expect(worldsOf('test')).toEqual(new Set(heldOut.businesses))
    expect(incidentFamilies.length).toBeGreaterThanOrEqual(5)
  })
})
