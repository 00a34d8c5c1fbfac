/**
 * The tables of one instance, from its story by its names.
 *
 * @module
 */
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Random } from '../../../kit/random.ts'
import { buildTable } from '../../worlds/build-table.ts'
import { sayDay, sayMinute } from '../../worlds/time.ts'
import { addUpMonths, type Books } from './books.ts'
import { dictionaryTable, oldPriceTable } from './old-system.ts'
import { type Names, numberOf } from './names.ts'
import type { Story } from './story.ts'

const [text, whole, key] = ['TEXT NOT NULL', 'INTEGER NOT NULL', 'INTEGER PRIMARY KEY']
const rateOf = ({ world }: Story): string => (world.words.currency === 'GBP' ? 'pence' : 'cents')

/** The tables that a repair changes, seed or target. */
export function gradedTables(random: Random, story: Story, names: Names, { entries, turnover }: Books): TableSpec[] {
  const { level, trade } = story
  const { nouns } = trade
  const tables = [
    buildTable(random, names.entries, {
      comment: `amounts in ${rateOf(story)}`,
      columns: [
        { column: 'id', type: key },
        { column: 'invoice', type: whole },
        { column: 'document', type: text },
        { column: 'kind', type: text, comment: `a line of the ${nouns.invoice}, or what was written to it later` },
        { column: 'day', type: text },
        { column: 'good', type: 'TEXT' },
        { column: 'quantity', type: 'INTEGER' },
        { column: 'price', type: 'INTEGER' },
        { column: 'net', type: whole },
        { column: 'tax', type: whole },
        { column: 'gross', type: whole },
        { column: 'reason', type: 'TEXT' },
      ],
      rows: entries,
    }),
  ]
  if (level < 3) return tables
  tables.push(
    buildTable(random, names.turnover, {
      comment: `${nouns.invoices} that are ${names.words.sent} and what corrects them, by the month of the entry`,
      columns: [
        { column: 'customer', type: text },
        { column: 'month', type: text },
        { column: 'documents', type: whole, comment: 'different document numbers' },
        { column: 'net', type: whole },
        { column: 'tax', type: whole },
      ],
      constraint: `PRIMARY KEY (${names.turnover.columns.customer}, ${names.turnover.columns.month})`,
      rows: turnover.map((row) => ({ ...row })),
    }),
  )
  if (level < 5) return tables
  tables.push(
    buildTable(random, names.totals, {
      comment: `all ${nouns.customers} of ${names.turnover.table} together`,
      columns: [
        { column: 'month', type: 'TEXT PRIMARY KEY' },
        { column: 'documents', type: whole },
        { column: 'net', type: whole },
        { column: 'tax', type: whole },
      ],
      rows: addUpMonths(turnover).map((row) => ({ ...row })),
    }),
  )
  return tables
}

/** Tables that nobody has to change. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { plan, level, closed, people } = story
  const tables = [...masterTables(random, story, names), ...orderTables(random, story, names)]
  if (plan === 'changes') tables.push(changeTable(random, story, names))
  else tables.push(...listTables(random, story, names))
  if (plan === 'two systems') tables.push(oldPriceTable(random, story, names), dictionaryTable(random, names))
  if (level >= 4) {
    tables.push(
      buildTable(random, names.periods, {
        columns: [
          { column: 'month', type: 'TEXT PRIMARY KEY' },
          { column: 'closedAt', type: text },
          { column: 'closedBy', type: text },
        ],
        rows: closed.map(({ month, closedAt }) => ({
          ...{ month, closedAt: sayMinute(closedAt), closedBy: people.writer.login },
        })),
      }),
    )
  }
  return tables
}

function masterTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { customers, sites, oldSites, goods, list, plan, agreements, trade } = story
  const { systems } = names.words
  return [
    buildTable(random, names.customers, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'name', type: text },
      ],
      rows: customers.map((own) => ({ ...own })),
    }),
    buildTable(random, names.sites, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'name', type: text },
        { column: 'ahead', type: whole, comment: 'hours, in summer' },
        ...(plan === 'two systems' ? [{ column: 'system', type: text } as const] : []),
      ],
      rows: sites.map((own) => ({ ...own, system: oldSites.has(own.code) ? systems.old : systems.new })),
    }),
    buildTable(random, names.goods, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'name', type: text },
        { column: 'tax', type: whole },
        ...(plan === 'changes' ? [{ column: 'price', type: whole, comment: 'in force today' } as const] : []),
      ],
      rows: goods.map(({ code, name, tax }) => ({ code, name, tax, price: list.prices.get(code)?.at(-1) ?? null })),
    }),
    buildTable(random, names.agreements, {
      comment: `per ${trade.nouns.customer} and ${trade.nouns.good}; both days are included`,
      columns: [
        { column: 'id', type: key },
        { column: 'customer', type: text },
        { column: 'good', type: text },
        { column: 'price', type: whole },
        { column: 'from', type: text },
        { column: 'until', type: text },
      ],
      constraint: `UNIQUE (${names.agreements.columns.customer}, ${names.agreements.columns.good}, ${names.agreements.columns.from})`,
      rows: agreements.map((own) => ({ ...own, from: sayDay(own.from), until: sayDay(own.until) })),
    }),
  ]
}

function orderTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { invoices } = story
  return [
    buildTable(random, names.orders, {
      comment: 'times in UTC',
      columns: [
        { column: 'id', type: key },
        { column: 'customer', type: text },
        { column: 'site', type: text },
        { column: 'ordered', type: text },
        { column: 'confirmed', type: text },
        { column: 'delivered', type: text },
      ],
      rows: invoices.map(({ order, customer, site }) => ({
        ...{ id: order.id, customer: customer.code, site: site.code, ordered: sayMinute(order.times.ordered) },
        ...{ confirmed: sayMinute(order.times.confirmed), delivered: sayMinute(order.times.delivered) },
      })),
    }),
    buildTable(random, names.invoices, {
      columns: [
        { column: 'id', type: key },
        { column: 'number', type: text },
        { column: 'order', type: whole },
        { column: 'madeOn', type: text },
        { column: 'status', type: text },
        { column: 'release', type: text },
      ],
      rows: invoices.map(({ id, number, order, madeOn, isDraft, release }) => ({
        ...{ id, number: numberOf(names.words, number), order: order.id, madeOn: sayDay(madeOn), release },
        status: isDraft ? names.words.draft : names.words.sent,
      })),
    }),
  ]
}

/** Lists by version: each has all prices. */
function listTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { list, goods, people } = story
  const first = random.int(20, 60)
  const idOf = (place: number): number => first + place
  return [
    buildTable(random, names.versions, {
      columns: [
        { column: 'id', type: key },
        { column: 'from', type: text, comment: 'in force until the next' },
        { column: 'issuedBy', type: text },
      ],
      rows: list.starts.map((from, place) => ({
        ...{ id: idOf(place), from: sayDay(from), issuedBy: (place % 3 === 0 ? people.second : people.owner).login },
      })),
    }),
    buildTable(random, names.prices, {
      columns: [
        { column: 'version', type: whole },
        { column: 'good', type: text },
        { column: 'price', type: whole },
      ],
      constraint: `PRIMARY KEY (${names.prices.columns.good}, ${names.prices.columns.version})`,
      rows: goods.flatMap(({ code }) =>
        list.starts.map((_, place): Record<'version' | 'good' | 'price', SqlValue> => ({
          ...{ version: idOf(place), good: code, price: list.prices.get(code)?.[place] ?? null },
        })),
      ),
    }),
  ]
}

/** A journal of changes, where only the price of today is kept. */
function changeTable(random: Random, { list, goods }: Story, names: Names): TableSpec {
  let id = random.int(500, 3000)
  const rows = list.starts.flatMap((from, place) =>
    random.shuffle(goods).flatMap(({ code }) => {
      const [old, now] = [list.prices.get(code)?.[place - 1], list.prices.get(code)?.[place]]
      return old === undefined || now === undefined || old === now
        ? []
        : [{ id: (id += random.int(1, 2)), good: code, from: sayDay(from), old, new: now }]
    }),
  )
  return buildTable(random, names.changes, {
    columns: [
      { column: 'id', type: key },
      { column: 'good', type: text },
      { column: 'from', type: text, comment: 'the new price counts from this day on' },
      { column: 'old', type: whole },
      { column: 'new', type: whole },
    ],
    rows,
  })
}
