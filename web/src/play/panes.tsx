/** The large pane: the result of a step, a table as it is, or the grade. */
import type { JSX } from 'preact'
import { GradeView } from '../episode/grade-view.tsx'
import { ResultView } from '../episode/result-view.tsx'
import { SaidView } from '../episode/said-view.tsx'
import { TableGrid } from '../episode/table-grid.tsx'
import { toLine } from '../kit/cells.ts'
import { describeAction, describeChange, signed } from '../kit/describe-action.ts'
import { type Branch, outcomeOf, type PlayStore } from './play-store.ts'

function TablePane({
  store,
  branch,
  name,
}: {
  readonly store: PlayStore
  readonly branch: Branch
  readonly name: string
}): JSX.Element {
  const facts = branch.database.tables.find((table) => table.name === name)
  if (facts === undefined) return <p class="empty">There is no table {toLine(name)} any more.</p>
  const state = `${branch.id} ${branch.database.version} ${branch.generation} ${name}`
  return (
    <>
      <p class="result-head">
        <strong>{toLine(name)}</strong> {facts.rows?.toLocaleString('en')} rows
        {facts.changed && <span class="tag mark-changed">{describeChange(facts.changed)}</span>}
      </p>
      <TableGrid
        key={name}
        label={`Table ${name}`}
        state={state}
        fetchRows={async (offset, count) => await store.engine.rows({ of: branch.id, table: name, offset, count })}
      />
    </>
  )
}

function ResultPane({ store, branch }: { readonly store: PlayStore; readonly branch: Branch }): JSX.Element {
  const number = store.shownStep.value ?? branch.steps.length
  const step = branch.steps[number - 1]
  if (step === undefined) return <ResultView observation={branch.reset.observation} />
  const { reward } = step.result
  return (
    <>
      <p class="step-head">
        <span class="step-number">{number}</span>
        <code>{describeAction(step.action)}</code>
        <span class={`reward ${reward < 0 ? 'is-loss' : reward > 0 ? 'is-gain' : ''}`}>{signed(reward)}</span>
      </p>
      <SaidView said={step.said ?? []} />
      <ResultView observation={step.result.observation} />
    </>
  )
}

export function Panes({ store }: { readonly store: PlayStore }): JSX.Element {
  const branch = store.active.value
  const pane = store.pane.value
  const outcome = branch === undefined ? null : outcomeOf(branch)
  const table = pane.kind === 'table' ? pane.name : null
  return (
    <section class="panes" aria-label="Results">
      <div class="tabs" role="group" aria-label="What is shown">
        <button
          type="button"
          aria-pressed={pane.kind === 'result'}
          onClick={() => (store.pane.value = { kind: 'result' })}
        >
          Result
        </button>
        {table !== null && (
          <button type="button" aria-pressed="true">
            {toLine(table, 40)}
          </button>
        )}
        {outcome !== null && (
          <button
            type="button"
            aria-pressed={pane.kind === 'grade'}
            onClick={() => (store.pane.value = { kind: 'grade' })}
          >
            Grade
          </button>
        )}
      </div>
      <div class="pane-body">
        {branch === undefined && <p class="empty">Opening the database…</p>}
        {branch !== undefined && pane.kind === 'table' && <TablePane store={store} branch={branch} name={pane.name} />}
        {branch !== undefined && pane.kind === 'result' && <ResultPane store={store} branch={branch} />}
        {branch !== undefined && pane.kind === 'grade' && outcome !== null && (
          <GradeView key={branch.id} outcome={outcome} cells={branch.grade} />
        )}
      </div>
    </section>
  )
}
