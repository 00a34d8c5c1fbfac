/** Right repairs, wrong ones, and the same rules read without SQL. */
import { toRecords, type DatabaseContent } from '../../../../src/data/content.ts'
import type { WrongRepair } from '../../../../src/tasks/incidents/evidence.ts'
import type { Names } from './business.ts'

export interface Where {
  readonly names: Names
  readonly till: string
  readonly first: string
  readonly last: string
}

/** The first way to repair; with a rule left out it is a partial repair. */
export function byShift(
  { names: { table, columns }, till, first, last }: Where,
  rules = { refunds: true, standIns: true },
): string[] {
  return [
    `UPDATE ${table} SET ${columns.operator} = ${rules.standIns ? 'coalesce(s.stand_in, s.planned)' : 's.planned'} FROM shift s
      WHERE s.till = ${table}.till AND ${table}.till = '${till}' AND date(${columns.at}) BETWEEN '${first}' AND '${last}'
      AND ${columns.at} >= s.begins_at AND ${columns.at} < s.ends_at${rules.refunds ? ` AND ${columns.reason} = 'sale'` : ''}`,
  ]
}

/** The second: who began last before each sale, worked out apart. */
export function byLastBegun({ names: { table, columns }, till, first, last }: Where): string[] {
  return [
    `CREATE TEMP TABLE due AS SELECT e.${columns.id} AS entry, (SELECT iif(s.stand_in IS NULL, s.planned, s.stand_in) FROM shift s
      WHERE s.till = e.till AND s.begins_at <= e.${columns.at} ORDER BY s.begins_at DESC LIMIT 1) AS who
      FROM ${table} e WHERE e.till = '${till}' AND substr(e.${columns.at}, 1, 10) >= '${first}' AND substr(e.${columns.at}, 1, 10) <= '${last}'
      AND e.${columns.reason} <> 'refund'`,
    `UPDATE ${table} SET ${columns.operator} = (SELECT who FROM due WHERE entry = ${table}.${columns.id})
      WHERE ${columns.id} IN (SELECT entry FROM due)`,
  ]
}

export function wrongRepairs(where: Where): WrongRepair[] {
  const { names, till, first, last } = where
  const { table, columns } = names
  const sales = `till = '${till}' AND ${columns.reason} = 'sale' AND date(${columns.at}) BETWEEN '${first}' AND '${last}'`
  const prior = (name: string, clerk: string): WrongRepair => ({
    ...{ kind: 'prior', name },
    queries: [
      `CREATE TEMP TABLE seen AS SELECT * FROM ${table}`,
      `UPDATE ${table} SET ${columns.operator} = (SELECT o.${columns.operator} FROM seen o WHERE ${clerk} LIMIT 1) WHERE ${sales}`,
    ],
  })
  const minutes = (row: string): string => `(unixepoch(${row}.${columns.at}) % 86400)`
  return [
    prior('whoever is there most', `o.${sales} GROUP BY o.${columns.operator} ORDER BY count(*) DESC`),
    prior(
      'whoever was there at that hour before',
      `o.till = '${till}' AND o.${columns.at} < '${first}' AND o.${columns.reason} = 'sale' ORDER BY abs(${minutes('o')} - ${minutes(table)})`,
    ),
    prior(
      'whoever was at the next till',
      `o.till <> '${till}' AND o.${columns.reason} = 'sale' ORDER BY abs(unixepoch(o.${columns.at}) - unixepoch(${table}.${columns.at}))`,
    ),
    { kind: 'partial', name: 'refunds as well', queries: byShift(where, { refunds: false, standIns: true }) },
    { kind: 'partial', name: 'stand-ins overlooked', queries: byShift(where, { refunds: true, standIns: false }) },
  ]
}

/** What the ticket asks for, worked out from the seed without a look at target or repairs. */
export function readDue(seed: DatabaseContent, { names: { table, columns }, till, first, last }: Where) {
  const read = (name: string) => {
    const content = seed.tables.get(name)
    return content === undefined ? [] : toRecords(content)
  }
  const shifts = read('shift').filter((own) => own['till'] === till)
  const rows = read(table).map((row) => {
    const at = String(row[columns.at])
    if (row['till'] !== till || row[columns.reason] !== 'sale' || at < first || at.slice(0, 10) > last) return row
    const shift = shifts.find((own) => String(own['begins_at']) <= at && at < String(own['ends_at']))
    return { ...row, [columns.operator]: shift?.['stand_in'] ?? shift?.['planned'] ?? null }
  })
  return new Map([[table, rows]])
}
