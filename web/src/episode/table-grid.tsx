import type { JSX } from 'preact'
import { Grid } from '../grid/grid.tsx'
import { type FetchRows, useTableSource } from '../grid/table-source.ts'

/** Rows of a table, fetched as they come into view. @param props.state changes when the rows do */
export function TableGrid(props: {
  readonly label: string
  readonly fetchRows: FetchRows
  readonly state: string
  readonly lines?: number
}): JSX.Element {
  const { label, fetchRows, state, lines = 1 } = props
  const source = useTableSource(fetchRows, state)
  if (source === null) return <p class="empty">Reading…</p>
  return (
    <Grid
      label={label}
      columns={source.columns}
      total={source.total}
      row={source.row}
      onView={source.onView}
      lines={lines}
    />
  )
}
