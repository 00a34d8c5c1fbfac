/** What came of an action: rows, counts, the schema, or an error. */
import { useCallback } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Observation, QueryResult, RowsResult, TableInfo } from '../../../src/contract/observation.ts'
import { Grid } from '../grid/grid.tsx'
import { fromJson, toLine, visible } from '../kit/cells.ts'

function Rows({ result, label }: { readonly result: RowsResult; readonly label: string }): JSX.Element {
  const row = useCallback((index: number) => ({ cells: (result.rows[index] ?? []).map(fromJson) }), [result])
  const count = `${result.row_count.toLocaleString('en')} ${result.row_count === 1 ? 'row' : 'rows'}`
  return (
    <>
      <p class="result-head">
        {count}
        {result.truncated && <span class="dim"> · {result.note ?? `${result.rows.length} shown`}</span>}
      </p>
      {result.columns.length > 0 && (
        <Grid label={label} columns={result.columns} total={result.rows.length} row={row} />
      )}
    </>
  )
}

function Schema({ tables }: { readonly tables: readonly TableInfo[] }): JSX.Element {
  return (
    <div class="schema">
      {tables.map(({ name, type, ddl, row_count: rows, foreign_keys: keys }) => (
        <section key={name} aria-label={name}>
          <h3>
            {toLine(name)} <span class="dim">{rows === null ? type : `${rows.toLocaleString('en')} rows`}</span>
          </h3>
          <pre tabIndex={0}>{visible(ddl, true)}</pre>
          {keys.length > 0 && (
            <p class="dim">
              {keys
                .map(
                  ({ column, ref_table: table, ref_column: to }) =>
                    `${column} → ${table}${to === null ? '' : `.${to}`}`,
                )
                .join(', ')}
            </p>
          )}
        </section>
      ))}
    </div>
  )
}

function Result({ result, label }: { readonly result: QueryResult; readonly label: string }): JSX.Element {
  if ('tables' in result) return <Schema tables={result.tables} />
  if ('rows' in result) return <Rows result={result} label={label} />
  if ('rows_affected' in result) {
    const { rows_affected: count } = result
    return (
      <p class="result-head">
        <strong>{count.toLocaleString('en')}</strong> {count === 1 ? 'row' : 'rows'} affected
      </p>
    )
  }
  return (
    <>
      {result.statements.map((one, index) => (
        <section key={index} class="statement-result" aria-label={`Statement ${index + 1}`}>
          <Result result={one} label={`Result of statement ${index + 1}`} />
        </section>
      ))}
    </>
  )
}

export function ResultView({ observation }: { readonly observation: Observation }): JSX.Element {
  const { last_error: error, last_query_result: result } = observation
  if (error !== null) {
    return (
      <div class="error-box" role="status">
        <strong>The action had no effect</strong>
        <pre tabIndex={0}>{visible(error, true)}</pre>
      </div>
    )
  }
  if (result === null) return <p class="empty">Nothing was asked yet. Run a statement, or look at a table.</p>
  return <Result result={result} label="Result" />
}
