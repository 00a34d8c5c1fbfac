/** The grade: what was repaired, missed, damaged and guessed wrong, table by table and cell by cell. */
import { useCallback, useMemo, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { EpisodeOutcome } from '../../../src/contract/episode.ts'
import type { GradedTableCells, Verdict } from '../engine/engine-api.ts'
import { Grid, type GridCell, type GridRow } from '../grid/grid.tsx'
import { fromTyped, toLine } from '../kit/cells.ts'
import { score, signed } from '../kit/describe-action.ts'

const kinds = ['repaired', 'missed', 'damaged', 'miscorrected'] as const
const meanings: Readonly<Record<(typeof kinds)[number], string>> = {
  repaired: 'was wrong, is right',
  missed: 'was wrong and still is',
  damaged: 'was right, is wrong',
  miscorrected: 'was wrong, is wrong in another way',
}

/** The cells that a table shows: what is there, and below it what was found or what is expected. */
function toCell({ verdict, found, yours, expected }: GradedTableCells['rows'][number]['cells'][number]): GridCell {
  if (verdict === 'right') return fromTyped(yours)
  const notes = [
    ...(found === yours ? [] : [{ name: 'found', cell: fromTyped(found) }]),
    ...(verdict === 'repaired' ? [] : [{ name: 'expected', cell: fromTyped(expected) }]),
  ]
  return { ...fromTyped(yours), mark: { kind: verdict satisfies Verdict, says: verdict }, notes }
}

function Cells({ table }: { readonly table: GradedTableCells }): JSX.Element {
  const row = useCallback(
    (index: number): GridRow => ({ cells: (table.rows[index]?.cells ?? []).map(toCell) }),
    [table],
  )
  const lines = useMemo(
    () => 1 + Math.max(1, ...table.rows.flatMap(({ cells }) => cells.map((cell) => toCell(cell).notes?.length ?? 0))),
    [table],
  )
  return (
    <Grid label={`Cells of ${table.table}`} columns={table.columns} total={table.rows.length} row={row} lines={lines} />
  )
}

export function GradeView(props: {
  readonly outcome: EpisodeOutcome
  readonly cells: readonly GradedTableCells[] | null
  /** Whether somebody could have told the cells. */
  readonly hasCells?: boolean
}): JSX.Element {
  const { outcome, cells, hasCells = true } = props
  const { grade } = outcome
  const touched = (cells ?? []).filter(({ rows }) => rows.length > 0)
  const [name, setName] = useState(touched[0]?.table)
  const shown = touched.find(({ table }) => table === name) ?? touched[0]
  return (
    <div class="grade">
      <header class={`verdict ${outcome.solved ? 'is-solved' : ''}`}>
        <div class="verdict-score">
          <strong>{score(outcome.grader_score)}</strong>
          <span>{outcome.solved ? 'Solved' : outcome.grader_score > 0 ? 'Partly repaired' : 'Not repaired'}</span>
        </div>
        <dl class="counts">
          {kinds.map((kind) => (
            <div
              key={kind}
              class={`count mark-${kind} ${grade.total[kind] === 0 ? 'is-none' : ''}`}
              title={meanings[kind]}
            >
              <dt>{kind}</dt>
              <dd>{grade.total[kind].toLocaleString('en')}</dd>
            </div>
          ))}
        </dl>
        <p class="dim verdict-more">
          return {signed(outcome.return)} in mode {outcome.reward_mode}
          {outcome.truncated && ' · ended by the step limit'}
          {outcome.forked && ' · forked'}
          {outcome.task && (
            <>
              {' · it was '}
              <code>{outcome.task.id}</code>
            </>
          )}
        </p>
      </header>
      {(grade.left_behind.length > 0 || grade.notes.length > 0) && (
        <ul class="grade-notes">
          {grade.left_behind.map((object) => (
            <li key={object}>left behind: {toLine(object)}</li>
          ))}
          {grade.notes.map((note) => (
            <li key={note}>{toLine(note, 300)}</li>
          ))}
        </ul>
      )}
      {grade.columns.length > 0 && (
        <div class="grade-table" tabIndex={0} role="region" aria-label="Verdicts by column">
          <table>
            <thead>
              <tr>
                <th scope="col">Column</th>
                {kinds.map((kind) => (
                  <th scope="col" key={kind}>
                    {kind}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {grade.columns.map((column) => (
                <tr key={`${column.table}.${column.column}`}>
                  <th scope="row">
                    <span class="dim">{toLine(column.table, 40)}.</span>
                    {toLine(column.column, 40)}
                  </th>
                  {kinds.map((kind) => (
                    <td key={kind} class={column[kind] > 0 ? `text-${kind}` : 'dim'}>
                      {column[kind].toLocaleString('en')}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {cells === null && hasCells && <p class="dim">Of the split test the grade shows counts, and no cells.</p>}
      {shown !== undefined && (
        <section class="grade-cells" aria-label="Cell by cell">
          <div class="tabs" role="group" aria-label="Tables">
            {touched.map(({ table, rows }) => (
              <button type="button" key={table} aria-pressed={table === shown.table} onClick={() => setName(table)}>
                {toLine(table, 40)} <span class="dim">{rows.length.toLocaleString('en')}</span>
              </button>
            ))}
          </div>
          <Cells key={shown.table} table={shown} />
        </section>
      )}
    </div>
  )
}
