import { hostileCases } from '../hostile/corpus/index.ts'
import { seedStatements } from './seed-statements.ts'

/** A statement the mutator begins with. */
export interface CorpusEntry {
  readonly sql: string
  /** Meant to run until it is stopped. */
  readonly runaway: boolean
}

/** The hostile corpus and the fuzzer's own seeds. Actions of several queries become one query. */
export function loadCorpus(): CorpusEntry[] {
  const hostile = hostileCases.flatMap(({ category, cases }) =>
    cases.map(({ sql, expect }) => ({
      sql: typeof sql === 'string' ? sql : sql.join(';\n'),
      runaway: category.startsWith('runaway') || String(expect) === 'budget',
    })),
  )
  return [...seedStatements.map((sql) => ({ sql, runaway: false })), ...hostile]
}
