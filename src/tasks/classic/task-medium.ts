import type { Random } from '../../kit/random.ts'
import type { DatabaseContent, DatabaseSpec } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Repair, ListedTask, TaskDraft } from '../define-task.ts'
import { defineTask } from '../define-task.ts'
import { fromCents, gappedIds, pickDay } from './draws.ts'
import { writeGoal } from './goal-rules.ts'
import { firms, oddFirms } from './people.ts'
import { agreeIn, everyRow, nothingLeftBehind, rowsByKey, untouched } from './predicates.ts'

const legacyColumns = ['order_id', 'client_name', 'amt', 'order_date'] as const
const currentColumns = ['order_id', 'customer_name', 'amount', 'order_date'] as const

const goal = writeGoal(`
  We are moving orders from the legacy system to the new one. The table legacy_orders holds the old orders,
  current_orders is ready and still empty. Please migrate.

  Copy every order whose amt is zero or more into current_orders, one row an order: order_id goes to order_id,
  client_name to customer_name, amt to amount, order_date to order_date. Orders of exactly 0 are free samples and
  migrate like any other. Orders with a negative amt, however small, are reversals and must not appear there.

  Values are copied exactly as they stand: no rounding, no trimming, no change of spelling or sign. Client names may
  look odd and are right, and two orders that agree in all but their order_id are two orders. legacy_orders itself
  stays as it is, row for row, negative ones included.`)

interface Order {
  readonly client: string
  readonly cents: number
  readonly day: string
}

/** Amounts that a careless filter gets wrong, in every instance. */
const trapCents: readonly number[] = [0, 0, 1, 49, -1, -49]

function drawOrders(random: Random, count: number): Order[] {
  const pickClient = (): string => (random.percent(12) ? random.pick(oddFirms) : random.pick(firms))
  const reversals = Math.round((count * random.int(33, 42)) / 100)
  const traps = trapCents.map((cents) => ({ client: pickClient(), cents, day: pickDay(random, 2024) }))
  const odd = oddFirms
    .slice(0, 5)
    .map((client) => ({ client, cents: random.int(100, 90_000), day: pickDay(random, 2024) }))
  const twin = { client: random.pick(firms), cents: random.int(1_000, 90_000), day: pickDay(random, 2024) }
  const orders: Order[] = [...traps, ...odd, twin, twin]
  for (let index = 2; index < reversals; index++) {
    orders.push({ client: pickClient(), cents: -random.int(2, 150_000), day: pickDay(random, random.int(2022, 2024)) })
  }
  while (orders.length < count) {
    const cents = random.percent(6) ? 0 : random.int(1, 250_000)
    orders.push({ client: pickClient(), cents, day: pickDay(random, random.int(2022, 2024)) })
  }
  return random.shuffle(orders)
}

function generate(random: Random, { canonical }: { readonly canonical: boolean }): TaskDraft {
  const count = canonical ? 30 : random.int(24, 180)
  const orders = drawOrders(random, count)
  const rows = gappedIds(random, count, random.int(1_000, 6_000)).map((id, index) => {
    const { client, cents, day } = orders[index] as Order
    return { migrates: cents >= 0, cells: [id, client, fromCents(cents), day] }
  })
  const legacy = random.shuffle(rows)
  const migrated = legacy.filter((row) => row.migrates)
  return {
    goal,
    asOf: '2025-02-03 08:30:00',
    seed: ordersDatabase(
      legacy.map(({ cells }) => cells),
      [],
    ),
    target: ordersDatabase(
      legacy.map(({ cells }) => cells),
      migrated.map(({ cells }) => cells),
    ),
    parts: [
      {
        name: 'data',
        weight: 1,
        tables: [
          { name: 'legacy_orders', key: ['order_id'] },
          { name: 'current_orders', key: ['order_id'] },
        ],
      },
    ],
    oracles,
    naive,
    accepts,
  }
}

function ordersDatabase(
  legacy: readonly (readonly SqlValue[])[],
  current: readonly (readonly SqlValue[])[],
): DatabaseSpec {
  const legacyDdl =
    'CREATE TABLE legacy_orders (order_id INTEGER PRIMARY KEY, client_name TEXT, amt REAL NOT NULL, order_date TEXT)'
  const currentDdl =
    'CREATE TABLE current_orders (order_id INTEGER PRIMARY KEY, customer_name TEXT, amount REAL, order_date TEXT)'
  return {
    tables: [
      { name: 'legacy_orders', ddl: legacyDdl, columns: legacyColumns, rows: legacy },
      { name: 'current_orders', ddl: currentDdl, columns: currentColumns, rows: current },
    ],
  }
}

const intoCurrent = 'INSERT INTO current_orders (order_id, customer_name, amount, order_date)'

const oracles: readonly [Repair, Repair] = [
  {
    name: 'insert select',
    queries: [`${intoCurrent} SELECT order_id, client_name, amt, order_date FROM legacy_orders WHERE amt >= 0`],
  },
  {
    name: 'ids first, then column by column',
    queries: [
      `INSERT INTO current_orders (order_id)
         SELECT order_id FROM legacy_orders EXCEPT SELECT order_id FROM legacy_orders WHERE sign(amt) = -1`,
      `UPDATE current_orders SET (customer_name, amount, order_date) =
         (SELECT client_name, amt, order_date FROM legacy_orders AS old WHERE old.order_id = current_orders.order_id)`,
    ],
  },
]

const naive: readonly Repair[] = [
  {
    name: 'zero amounts lost',
    queries: [`${intoCurrent} SELECT order_id, client_name, amt, order_date FROM legacy_orders WHERE amt > 0`],
  },
  { name: 'everything migrated', queries: ['INSERT INTO current_orders SELECT * FROM legacy_orders'] },
  {
    name: 'signs turned',
    queries: [`${intoCurrent} SELECT order_id, client_name, abs(amt), order_date FROM legacy_orders`],
  },
  {
    name: 'negatives set to zero',
    queries: [`${intoCurrent} SELECT order_id, client_name, max(amt, 0), order_date FROM legacy_orders`],
  },
  {
    name: 'whole units decide',
    queries: [
      `${intoCurrent} SELECT order_id, client_name, amt, order_date FROM legacy_orders WHERE CAST(amt AS INTEGER) >= 0`,
    ],
  },
  {
    name: 'legacy cleaned up too',
    queries: ['DELETE FROM legacy_orders WHERE amt < 0', 'INSERT INTO current_orders SELECT * FROM legacy_orders'],
  },
  {
    name: 'moved instead of copied',
    queries: [
      'INSERT INTO current_orders SELECT * FROM legacy_orders WHERE amt >= 0',
      'DELETE FROM legacy_orders WHERE amt >= 0',
    ],
  },
  {
    name: 'twin orders merged',
    queries: [
      `${intoCurrent} SELECT min(order_id), client_name, amt, order_date FROM legacy_orders WHERE amt >= 0
         GROUP BY client_name, amt, order_date`,
    ],
  },
  {
    name: 'names tidied',
    queries: [
      `${intoCurrent} SELECT order_id, replace(ltrim(client_name, '-'), '  ', ' '), amt, order_date
         FROM legacy_orders WHERE amt >= 0 AND client_name <> upper(client_name)`,
    ],
  },
]

function accepts(seed: DatabaseContent, state: DatabaseContent): boolean {
  const old = rowsByKey(seed, 'legacy_orders', legacyColumns)
  const now = rowsByKey(state, 'current_orders', currentColumns)
  if (old === null || now === null || !nothingLeftBehind(seed, state)) return false
  if (!untouched(seed, state, 'legacy_orders', legacyColumns)) return false
  const due = new Map([...old].filter(([, order]) => !(Number(order['amt']) < 0)))
  return everyRow(
    due,
    now,
    (was, is) =>
      agreeIn(['order_date'], was, is) && is['customer_name'] === was['client_name'] && is['amount'] === was['amt'],
  )
}

/** Orders to copy into the table of the new system, by sign. */
export const taskMedium: ListedTask = defineTask({
  id: 'task_medium',
  suite: 'classic',
  summary: 'Migrate the orders that are not negative from a legacy table to a new one.',
  difficulty: 'medium',
  stepLimit: 15,
  safety: 'forbidden',
  rewardMode: 'classic',
  generate,
})
