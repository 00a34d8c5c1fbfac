/**
 * Rows of a table in the worker, fetched page by page as they come into view.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { TablePage, TableRow } from '../engine/engine-api.ts'
import { fromTyped } from '../kit/cells.ts'
import type { GridCell, GridRow } from './grid.tsx'

const pageSize = 200

export type FetchRows = (offset: number, count: number) => Promise<TablePage>

export interface TableSource {
  readonly columns: readonly string[]
  readonly total: number
  readonly row: (index: number) => GridRow | undefined
  readonly onView: (from: number, to: number) => void
}

const rowWords = {
  same: undefined,
  changed: undefined,
  added: 'added by the last action',
  removed: 'removed by the last action',
} as const

export function toGridRow({ cells, change, before }: TableRow): GridRow {
  const says = rowWords[change]
  return {
    ...(change !== 'same' && { mark: change }),
    ...(says !== undefined && { says }),
    cells: cells.map((cell, place): GridCell => {
      const was = before?.[place]
      if (was == null) return fromTyped(cell)
      return {
        ...fromTyped(cell),
        mark: { kind: 'changed', says: 'changed' },
        notes: [{ name: 'was', cell: fromTyped(was) }],
      }
    }),
  }
}

/**
 * The rows of one state of a table.
 *
 * @param state changes when the rows do
 */
export function useTableSource(fetchRows: FetchRows, state: string): TableSource | null {
  const pages = useRef(new Map<number, readonly GridRow[] | null>())
  const [head, setHead] = useState<{ columns: readonly string[]; total: number; state: string } | null>(null)
  const [loaded, redraw] = useState(0)
  const fetcher = useRef(fetchRows)
  fetcher.current = fetchRows

  const load = useCallback(
    async (page: number): Promise<void> => {
      const kept = pages.current
      if (kept.has(page)) return
      kept.set(page, null)
      const { columns, total, rows } = await fetcher
        .current(page * pageSize, pageSize)
        .catch(() => ({ columns: [], total: 0, rows: [] }))
      // Meanwhile another state may be asked for.
      if (pages.current !== kept) return
      kept.set(page, rows.map(toGridRow))
      if (page === 0) setHead({ columns, total, state })
      redraw((count) => count + 1)
    },
    [state],
  )

  useEffect(() => {
    pages.current = new Map()
    void load(0)
  }, [load])

  // Another one for every page that came in: a grid of which nothing changed would not be drawn again.
  const row = useCallback(
    (index: number) => pages.current.get(Math.floor(index / pageSize))?.[index % pageSize],
    [head, loaded],
  )
  const onView = useCallback(
    (from: number, to: number) => {
      for (let page = Math.floor(from / pageSize); page * pageSize < to; page++) void load(page)
    },
    [load],
  )
  return head === null ? null : { columns: head.columns, total: head.total, row, onView }
}
