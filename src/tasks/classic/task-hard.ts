import type { Random } from '../../kit/random.ts'
import type { DatabaseContent, DatabaseSpec, TableSpec } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Repair, ListedTask, TaskDraft } from '../define-task.ts'
import { defineTask } from '../define-task.ts'
import { fromCents, gappedIds } from './draws.ts'
import { writeGoal } from './goal-rules.ts'
import { drawLedger } from './invoice-ledger.ts'
import { cities } from './people.ts'
import { agreeIn, everyRow, nothingLeftBehind, rowsByKey, untouched } from './predicates.ts'

const invoiceColumns = ['invoice_id', 'customer_id', 'invoice_month', 'amount'] as const
const customerColumns = ['customer_id', 'name', 'city'] as const
const revenueColumns = ['invoice_month', 'total_revenue'] as const

const goal = writeGoal(`
  Finance wants revenue by month, but invoices has been collecting rows of customers who are gone. Two things, please.

  First, delete the orphans from invoices: every invoice whose customer_id is not the customer_id of a row in
  customers. An invoice without a customer (customer_id NULL) is an orphan too. All other invoices stay exactly as they
  are, including those of 0, credit notes (negative amounts) and those of customers with odd names. Nothing in
  customers changes, whether a customer has invoices or not.

  Second, create a table monthly_revenue with exactly two columns, invoice_month TEXT and total_revenue REAL: a real
  table, not a view. It holds one row for each invoice_month that still has an invoice after the clean-up, spelt as in
  invoices, and total_revenue is the sum of amount over those remaining invoices, zeros and credit notes included,
  rounded to 2 decimals. A month left without any invoice has no row; a month whose sum is 0 has one.`)

function generate(random: Random, { canonical }: { readonly canonical: boolean }): TaskDraft {
  const size = canonical
    ? { customers: 20, invoices: 36, months: 6 }
    : { customers: random.int(20, 60), invoices: random.int(40, 200), months: random.int(6, 12) }
  const ledger = drawLedger(random, size)
  const ids = gappedIds(random, size.invoices, random.int(100, 3_000))
  const invoices = random.shuffle(
    ledger.invoices.map(({ customer, month, cents, orphan }, index) => ({
      cells: [ids[index] ?? null, customer, month, fromCents(cents)],
      month,
      cents,
      orphan,
    })),
  )
  const customers = random.shuffle(
    ledger.customers.map(({ id, name }) => [id, name, random.percent(10) ? null : random.pick(cities)]),
  )
  const kept = invoices.filter(({ orphan }) => !orphan)
  const totals = new Map<string, number>()
  for (const { month, cents } of kept) totals.set(month, (totals.get(month) ?? 0) + cents)
  const revenue: TableSpec = {
    name: 'monthly_revenue',
    ddl: 'CREATE TABLE monthly_revenue (invoice_month TEXT, total_revenue REAL)',
    columns: revenueColumns,
    rows: [...totals].map(([month, cents]) => [month, fromCents(cents)]),
  }
  return {
    goal,
    asOf: '2025-07-01 07:45:00',
    seed: billingDatabase(
      customers,
      invoices.map(({ cells }) => cells),
    ),
    target: billingDatabase(
      customers,
      kept.map(({ cells }) => cells),
      revenue,
    ),
    parts: [
      {
        name: 'data',
        weight: 1,
        tables: [
          { name: 'customers', key: ['customer_id'] },
          { name: 'invoices', key: ['invoice_id'] },
          { name: 'monthly_revenue', key: ['invoice_month'] },
        ],
      },
    ],
    oracles,
    naive,
    accepts,
  }
}

function billingDatabase(
  customers: readonly (readonly SqlValue[])[],
  invoices: readonly (readonly SqlValue[])[],
  ...more: readonly TableSpec[]
): DatabaseSpec {
  const customerDdl = 'CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT, city TEXT)'
  const invoiceDdl =
    'CREATE TABLE invoices (invoice_id INTEGER PRIMARY KEY, customer_id INTEGER, invoice_month TEXT, amount REAL)'
  return {
    tables: [
      { name: 'customers', ddl: customerDdl, columns: customerColumns, rows: customers },
      { name: 'invoices', ddl: invoiceDdl, columns: invoiceColumns, rows: invoices },
      ...more,
    ],
  }
}

const deleteOrphans = `DELETE FROM invoices
  WHERE customer_id IS NULL OR customer_id NOT IN (SELECT customer_id FROM customers)`
const createRevenue = 'CREATE TABLE monthly_revenue (invoice_month TEXT, total_revenue REAL)'
const fillRevenue = `INSERT INTO monthly_revenue
  SELECT invoice_month, ROUND(SUM(amount), 2) FROM invoices GROUP BY invoice_month`

const oracles: readonly [Repair, Repair] = [
  { name: 'clean, then group', queries: [deleteOrphans, createRevenue, fillRevenue] },
  {
    name: 'window over a join in cents, then clean',
    queries: [
      'CREATE TABLE monthly_revenue (total_revenue REAL, invoice_month TEXT)',
      `WITH bill AS (
         SELECT invoice_month AS month, CAST(round(amount * 100) AS INTEGER) AS cents
         FROM invoices JOIN customers USING (customer_id)
       ), running AS (
         SELECT month, sum(cents) OVER (PARTITION BY month) AS total,
           row_number() OVER (PARTITION BY month) AS place
         FROM bill
       )
       INSERT INTO monthly_revenue (invoice_month, total_revenue)
         SELECT month, total / 100.0 FROM running WHERE place = 1`,
      `DELETE FROM invoices WHERE NOT EXISTS
         (SELECT 1 FROM customers WHERE customers.customer_id = invoices.customer_id)`,
    ],
  },
]

const naive: readonly Repair[] = [
  {
    name: 'NOT IN keeps the NULL customers',
    queries: [
      'DELETE FROM invoices WHERE customer_id NOT IN (SELECT customer_id FROM customers)',
      createRevenue,
      fillRevenue,
    ],
  },
  {
    name: 'sums not rounded',
    queries: [
      deleteOrphans,
      createRevenue,
      'INSERT INTO monthly_revenue SELECT invoice_month, SUM(amount) FROM invoices GROUP BY invoice_month',
    ],
  },
  {
    name: 'rounded to whole units',
    queries: [
      deleteOrphans,
      createRevenue,
      'INSERT INTO monthly_revenue SELECT invoice_month, ROUND(SUM(amount)) FROM invoices GROUP BY invoice_month',
    ],
  },
  { name: 'summed before the clean-up', queries: [createRevenue, fillRevenue, deleteOrphans] },
  {
    name: 'emptied months at 0',
    queries: [
      createRevenue,
      `INSERT INTO monthly_revenue
         SELECT all_months.invoice_month, round(total(bill.amount), 2)
         FROM (SELECT DISTINCT invoice_month FROM invoices) AS all_months
         LEFT JOIN (SELECT invoice_month, amount FROM invoices JOIN customers USING (customer_id)) AS bill
           ON bill.invoice_month = all_months.invoice_month
         GROUP BY all_months.invoice_month`,
      deleteOrphans,
    ],
  },
  {
    name: 'months of 0 left out',
    queries: [
      deleteOrphans,
      createRevenue,
      `INSERT INTO monthly_revenue
         SELECT invoice_month, round(sum(amount), 2) FROM invoices GROUP BY invoice_month HAVING sum(amount) <> 0`,
    ],
  },
  {
    name: 'a view instead of a table',
    queries: [
      deleteOrphans,
      `CREATE VIEW monthly_revenue AS
         SELECT invoice_month, round(sum(amount), 2) AS total_revenue FROM invoices GROUP BY invoice_month`,
    ],
  },
  {
    name: 'orphans filtered but kept',
    queries: [
      createRevenue,
      `INSERT INTO monthly_revenue
         SELECT invoice_month, round(sum(amount), 2) FROM invoices JOIN customers USING (customer_id)
         GROUP BY invoice_month`,
    ],
  },
  {
    name: 'zeros and credit notes deleted',
    queries: [deleteOrphans, 'DELETE FROM invoices WHERE amount <= 0', createRevenue, fillRevenue],
  },
  {
    name: 'customers without invoices deleted',
    queries: [
      deleteOrphans,
      'DELETE FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM invoices)',
      createRevenue,
      fillRevenue,
    ],
  },
  {
    name: 'customers invented for the orphans',
    queries: [
      `INSERT OR IGNORE INTO customers (customer_id, name)
         SELECT DISTINCT customer_id, 'Unknown' FROM invoices WHERE customer_id IS NOT NULL`,
      deleteOrphans,
      createRevenue,
      fillRevenue,
    ],
  },
]

function accepts(seed: DatabaseContent, state: DatabaseContent): boolean {
  const customers = rowsByKey(seed, 'customers', customerColumns)
  const before = rowsByKey(seed, 'invoices', invoiceColumns)
  const now = rowsByKey(state, 'invoices', invoiceColumns)
  const revenue = rowsByKey(state, 'monthly_revenue', revenueColumns)
  if (customers === null || before === null || now === null || revenue === null) return false
  if (!untouched(seed, state, 'customers', customerColumns)) return false
  if (!nothingLeftBehind(seed, state, ['monthly_revenue'])) return false
  const kept = new Map([...before].filter(([, invoice]) => customers.has(invoice['customer_id'] ?? null)))
  if (!everyRow(kept, now, (was, is) => agreeIn(invoiceColumns, was, is))) return false
  const months = new Set([...kept.values()].map((invoice) => invoice['invoice_month']))
  if (revenue.size !== months.size) return false
  return [...revenue].every(([month, { total_revenue: total }]) => {
    const cents = [...kept.values()]
      .filter((invoice) => invoice['invoice_month'] === month)
      .map((invoice) => Math.round(Number(invoice['amount']) * 100))
    return cents.length > 0 && total === Number((cents.reduce((sum, value) => sum + value) / 100).toFixed(2))
  })
}

/** Invoices without a customer to delete, and a table of monthly revenue to build. */
export const taskHard: ListedTask = defineTask({
  id: 'task_hard',
  suite: 'classic',
  summary: 'Delete the invoices of customers who do not exist and build a table of monthly revenue.',
  difficulty: 'hard',
  stepLimit: 20,
  safety: 'forbidden',
  rewardMode: 'classic',
  generate,
})
