/**
 * What may become of an action: an outcome of the sandbox. `stopped` is any of budget, limit and host; `empty`
 * and `destructive` are decided before SQLite sees the text, as an episode does; `any` asserts only that
 * nothing breaks.
 */
export type Expectation =
  | 'rows'
  | 'changed'
  | 'error'
  | 'refused'
  | 'destructive'
  | 'limit'
  | 'budget'
  | 'host'
  | 'stopped'
  | 'empty'
  | 'any'

/** Actions of an agent that means harm, and what has to become of the last of them. */
export interface HostileCase {
  /** For the report; the SQL itself when absent. */
  readonly name?: string
  /** Several actions run in one episode; all but the last have to succeed, unless `stumbles`. */
  readonly sql: string | readonly string[]
  readonly expect: Expectation | readonly Expectation[]
  /** Of the error, or of the JSON of the results. */
  readonly message?: RegExp
  /** The last action may change the database. */
  readonly changes?: true
  /** Actions before the last may fail. */
  readonly stumbles?: true
}

type Extra = Omit<HostileCase, 'sql' | 'expect'>

/** Cases of one expectation. */
export function each(
  expect: HostileCase['expect'],
  queries: readonly (string | readonly string[])[],
  extra: Extra = {},
): HostileCase[] {
  return queries.map((sql) => ({ sql, expect, ...extra }))
}

/** `count` pieces joined. */
export function repeat(count: number, piece: (index: number) => string, separator = ''): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join(separator)
}

/** An endless row source `c(x)`, to be put behind WITH RECURSIVE. */
export const endless = 'c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)'
