/** Tables and documents of the database, with how many rows they have and what the last action did to them. */
import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { TableChange, TableFacts } from '../engine/engine-api.ts'
import { toLine } from '../kit/cells.ts'
import { describeChange } from '../kit/describe-action.ts'

/** Columns that hold prose: a table with one of them is read rather than counted. */
const prose = /^(?:body|content|text|message|document|markdown|payload|notes?|comment)$/i

const isDocument = ({ columns, kind }: TableFacts): boolean =>
  kind === 'table' &&
  columns.some((column) => /^(?:body|content|text|message|document|markdown)$/i.test(column)) &&
  columns.filter((column) => prose.test(column)).length > 0

function shortChange({ cells, added, removed }: TableChange): string {
  const parts = [cells > 0 && `±${cells}`, added > 0 && `+${added}`, removed > 0 && `−${removed}`]
  return parts.filter((part) => part !== false).join(' ') || '±'
}

function Entry(props: {
  readonly table: TableFacts
  readonly isShown: boolean
  readonly onOpen: (name: string) => void
}): JSX.Element {
  const { table, isShown, onOpen } = props
  const { name, rows, columns, changed, kind } = table
  const [isOpen, setOpen] = useState(false)
  return (
    <li>
      <div class="entry">
        <button
          type="button"
          class="twist"
          aria-expanded={isOpen}
          aria-label={`Columns of ${name}`}
          disabled={columns.length === 0}
          onClick={() => setOpen(!isOpen)}
        />
        <button
          type="button"
          class={`table-name ${isShown ? 'is-shown' : ''}`}
          aria-pressed={isShown}
          disabled={rows === null}
          onClick={() => onOpen(name)}
        >
          {toLine(name, 40)}
        </button>
        {changed !== null && (
          <span class="tag mark-changed" title={describeChange(changed)}>
            {shortChange(changed)}
            <span class="hidden">: {describeChange(changed)} by the last action</span>
          </span>
        )}
        <span class="row-count">
          {rows === null ? (kind === 'view' ? 'view' : '') : rows.toLocaleString('en')}
          {rows !== null && <span class="hidden"> rows</span>}
        </span>
      </div>
      {isOpen && (
        <ul class="columns" aria-label={`Columns of ${name}`}>
          {columns.map((column) => (
            <li key={column}>{toLine(column, 40)}</li>
          ))}
        </ul>
      )}
    </li>
  )
}

export function TableTree(props: {
  readonly tables: readonly TableFacts[]
  readonly shown: string | null
  readonly onOpen: (name: string) => void
}): JSX.Element {
  const { tables, shown, onOpen } = props
  const groups = [
    { name: 'Tables', entries: tables.filter((table) => !isDocument(table)) },
    { name: 'Documents', entries: tables.filter(isDocument) },
  ].filter(({ entries }) => entries.length > 0)
  return (
    <nav class="tree" aria-label="Database">
      {groups.map(({ name, entries }) => (
        <section key={name} aria-label={name}>
          <h2>{name}</h2>
          <ul>
            {entries.map((table) => (
              <Entry key={table.name} table={table} isShown={table.name === shown} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
