/**
 * Queries of a proof on a database, all their rows read.
 *
 * @module
 */
import type { Cell } from '../../contract/observation.ts'
import { toTypedCell, type TypedCell } from '../../data/values.ts'
import { quoteName } from '../../sql/schema.ts'
import type { Sandbox } from '../../sql/sandbox.ts'
import type { LawSubject } from './law.ts'

export type ResultRows = readonly (readonly TypedCell[])[]

/** What became of a query: its rows in their order, or why not. */
export type QueryResult = { readonly rows: ResultRows } | { readonly error: string }

const resultTable = (place: number): string => `result of query ${place}`

/** A cell as a result shows it. */
function toTyped(shown: Cell): TypedCell {
  if (shown === null || typeof shown !== 'object') return toTypedCell(shown)
  return '$real' in shown ? toTypedCell(Number(shown.$real)) : `b${shown.$blob}`
}

/**
 * Runs queries on an open database. A result that is longer than an action shows is left behind in a table and read
 * from there: nothing may be done with the database afterwards.
 */
export function readQueries(sandbox: Sandbox, queries: readonly string[]): QueryResult[] {
  const results = queries.map((query, place): QueryResult | null => {
    const outcome = sandbox.run(query, ['proof', place])
    if (!outcome.ok) return { error: `${outcome.message} in ${query.slice(0, 200)}` }
    const result = outcome.results.at(-1)
    if (result === undefined || !('rows' in result)) return { error: `no rows come of ${query.slice(0, 200)}` }
    return result.truncated ? null : { rows: result.rows.map((row) => row.map(toTyped)) }
  })
  const long = queries.flatMap((query, place) => (results[place] === null ? [{ query, place }] : []))
  for (const { query, place } of long) {
    sandbox.run(`CREATE TABLE ${quoteName(resultTable(place))} AS ${query}`, ['proof', place])
  }
  const content = long.length === 0 ? null : sandbox.content({ tables: long.map(({ place }) => resultTable(place)) })
  return results.map((result, place) => result ?? { rows: content?.tables.get(resultTable(place))?.rows ?? [] })
}

/** Runs queries on the seed or the target of an instance. */
export function queryImage(
  { engine, instance }: LawSubject,
  side: 'seed' | 'target',
  queries: readonly string[],
): QueryResult[] {
  const image = side === 'seed' ? instance.seedImage : instance.targetImage
  const sandbox = engine.open(image, { safety: 'own', clock: instance.clock })
  try {
    return readQueries(sandbox, queries)
  } finally {
    sandbox.close()
  }
}
