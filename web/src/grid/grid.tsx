/**
 * A table of any length of which only the rows in view are in the document. Arrow keys move a cell cursor, Enter or a
 * click shows the whole cell.
 *
 * @module
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import { type ShownCell, toLine, visible } from '../kit/cells.ts'

export interface GridCell extends ShownCell {
  /** How the cell stands out: a class, and words for it. */
  readonly mark?: { readonly kind: string; readonly says: string }
  /** Further lines in the cell, each with a name. */
  readonly notes?: readonly { readonly name: string; readonly cell: ShownCell }[]
}

export interface GridRow {
  readonly cells: readonly GridCell[]
  readonly mark?: string
  /** Words for the mark. */
  readonly says?: string
}

export interface GridProps {
  readonly label: string
  readonly columns: readonly string[]
  readonly total: number
  /** A row, or undefined while it is being fetched. */
  readonly row: (index: number) => GridRow | undefined
  /** Told which rows come into view. */
  readonly onView?: (from: number, to: number) => void
  /** Lines that every cell has room for. */
  readonly lines?: number
}

const lineHeight = 20
const padding = 8
/** Rows beyond the view on either side. */
const spare = 8
/** Whatever the screen, no more rows than this are in the document. */
const mostRows = 90

/** Widths in characters, from the first rows. */
function widthsOf({
  columns,
  total,
  row,
  lines = 1,
}: Pick<GridProps, 'columns' | 'total' | 'row' | 'lines'>): number[] {
  const widths = columns.map((column) => Math.min(column.length + 1, 28))
  for (let index = 0; index < Math.min(total, 60); index++) {
    for (const [place, cell] of (row(index)?.cells ?? []).entries()) {
      const longest = Math.max(
        cell.text.length,
        ...(lines > 1 ? (cell.notes ?? []) : []).map((note) => note.cell.text.length + note.name.length + 1),
      )
      widths[place] = Math.max(widths[place] ?? 0, Math.min(longest, 36))
    }
  }
  return widths.map((width) => Math.max(width, 4))
}

function CellText({ cell }: { readonly cell: ShownCell }): JSX.Element {
  if (cell.kind === 'null') return <span class="cell-null">NULL</span>
  if (cell.kind === 'absent') return <span class="cell-absent">—</span>
  if (cell.kind === 'text' && cell.text === '') return <span class="cell-empty">''</span>
  const line = toLine(cell.text)
  if (cell.kind !== 'text') return <>{line}</>
  // Spaces at the ends are what many a repair is about.
  const [, before = '', middle = '', after = ''] = /^( *)(.*?)( *)$/s.exec(line) ?? []
  if (before === '' && after === '') return <>{line}</>
  return (
    <>
      {before !== '' && <span class="cell-space">{'·'.repeat(before.length)}</span>}
      {middle}
      {after !== '' && <span class="cell-space">{'·'.repeat(after.length)}</span>}
    </>
  )
}

/** The whole of one cell. */
function CellDetail(props: { column: string; row: number; cell: GridCell; onClose: () => void }): JSX.Element {
  const { column, row, cell, onClose } = props
  const entries = [{ name: 'value', cell: cell as ShownCell }, ...(cell.notes ?? [])]
  return (
    <section class="cell-detail" aria-label={`Cell ${column}, row ${row + 1}`}>
      <header>
        <strong>{column}</strong> <span class="dim">row {row + 1}</span>
        {cell.mark && <span class={`tag mark-${cell.mark.kind}`}>{cell.mark.says}</span>}
        <button type="button" class="quiet" onClick={onClose} aria-label="Close the cell">
          ✕
        </button>
      </header>
      {entries.map(({ name, cell: shown }) => (
        <div key={name} class="cell-whole">
          <span class="dim">
            {name}
            {shown.kind === 'text' ? `, ${shown.text.length.toLocaleString('en')} characters` : ''}
          </span>
          <pre tabIndex={0}>{shown.kind === 'absent' ? '(no cell)' : visible(shown.text, true)}</pre>
        </div>
      ))}
    </section>
  )
}

export function Grid({ label, columns, total, row, onView, lines = 1 }: GridProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 400 })
  const [cursor, setCursor] = useState<{ row: number; column: number } | null>(null)
  const [isOpen, setOpen] = useState(false)
  const rowHeight = lines * lineHeight + padding
  const headHeight = lineHeight + padding
  const widths = useMemo(() => widthsOf({ columns, total, row, lines }), [columns, total, row, lines])
  // The same for every row: each is a grid of its own.
  const template = `48px ${widths.map((width) => `calc(${width}ch + 22px)`).join(' ')} minmax(0, 1fr)`

  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare)
  const last = Math.min(total, first + Math.min(mostRows, Math.ceil(view.height / rowHeight) + 2 * spare))
  useEffect(() => onView?.(first, last), [onView, first, last])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])

  const move = (to: { row: number; column: number }): void => {
    const next = {
      row: Math.min(Math.max(to.row, 0), total - 1),
      column: Math.min(Math.max(to.column, 0), columns.length - 1),
    }
    setCursor(next)
    const element = scroller.current
    if (element === null) return
    const [top, bottom] = [next.row * rowHeight, (next.row + 1) * rowHeight + headHeight]
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = cursor ?? { row: 0, column: 0 }
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 2)
    const steps: Record<string, { row: number; column: number }> = {
      ArrowDown: { row: cursor === null ? 0 : at.row + 1, column: at.column },
      ArrowUp: { row: at.row - 1, column: at.column },
      ArrowLeft: { row: at.row, column: at.column - 1 },
      ArrowRight: { row: at.row, column: at.column + 1 },
      PageDown: { row: at.row + page, column: at.column },
      PageUp: { row: at.row - page, column: at.column },
      Home: { row: event.ctrlKey ? 0 : at.row, column: 0 },
      End: { row: event.ctrlKey ? total - 1 : at.row, column: columns.length - 1 },
    }
    const step = steps[event.key]
    if (step !== undefined) move(step)
    else if (event.key === 'Enter' && cursor !== null) setOpen(!isOpen)
    else if (event.key === 'Escape' && isOpen) setOpen(false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const id = useMemo(() => `grid-${Math.random().toString(36).slice(2, 8)}`, [])
  const shown = Array.from({ length: Math.max(last - first, 0) }, (_, place) => first + place)
  const open = isOpen && cursor !== null ? row(cursor.row)?.cells[cursor.column] : undefined
  return (
    <div class="grid-frame">
      <div
        ref={scroller}
        class="grid"
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={
          cursor !== null && cursor.row >= first && cursor.row < last
            ? `${id}-${cursor.row}-${cursor.column}`
            : undefined
        }
        onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
        onKeyDown={onKeyDown}
      >
        <div class="grid-body" role="rowgroup" style={{ height: `${total * rowHeight + headHeight}px` }}>
          <div
            class="grid-row grid-head"
            role="row"
            aria-rowindex={1}
            style={{ gridTemplateColumns: template, height: `${headHeight}px` }}
          >
            <span role="columnheader" class="grid-number" aria-label="row" />
            {columns.map((column, index) => (
              <span role="columnheader" key={index} title={column}>
                {toLine(column, 60)}
              </span>
            ))}
          </div>
          <div role="presentation" style={{ height: `${first * rowHeight}px` }} />
          {shown.map((index) => {
            const content = row(index)
            return (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                class={`grid-row ${content?.mark ? `row-${content.mark}` : ''}`}
                style={{ gridTemplateColumns: template, height: `${rowHeight}px` }}
              >
                <span role="rowheader" class="grid-number">
                  {index + 1}
                  {content?.says && <span class="hidden">, {content.says}</span>}
                </span>
                {columns.map((_, place) => {
                  const cell = content?.cells[place]
                  const isCursor = cursor?.row === index && cursor.column === place
                  const classes = [
                    cell?.kind === 'number' ? 'is-number' : '',
                    cell?.mark ? `mark-${cell.mark.kind}` : '',
                    isCursor ? 'is-cursor' : '',
                  ]
                  return (
                    <span
                      key={place}
                      id={`${id}-${index}-${place}`}
                      role="gridcell"
                      class={classes.join(' ')}
                      onClick={() => {
                        setOpen(isCursor ? !isOpen : isOpen)
                        setCursor({ row: index, column: place })
                      }}
                      onDblClick={() => setOpen(true)}
                    >
                      <span class="cell-line">
                        {cell ? <CellText cell={cell} /> : '…'}
                        {cell?.mark && <span class="hidden">, {cell.mark.says}</span>}
                      </span>
                      {(lines > 1 ? cell?.notes : undefined)?.map((note) => (
                        <span class="cell-line cell-note" key={note.name}>
                          <span class="note-name">{note.name}</span> <CellText cell={note.cell} />
                        </span>
                      ))}
                    </span>
                  )
                })}
              </div>
            )
          })}
        </div>
      </div>
      {open !== undefined && cursor !== null && (
        <CellDetail column={columns[cursor.column] ?? ''} row={cursor.row} cell={open} onClose={() => setOpen(false)} />
      )}
    </div>
  )
}
