/**
 * A recorded episode, step by step: what was said, what was done, what came of it, and what it made of the database. It
 * needs a record alone; with an engine that runs it again it shows the database too.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import { outcomeSchema, type Trajectory } from '../../../src/contract/episode.ts'
import type { DatabaseFacts, Replayed } from '../engine/engine-api.ts'
import { GradeView } from '../episode/grade-view.tsx'
import { ResultView } from '../episode/result-view.tsx'
import { SaidView } from '../episode/said-view.tsx'
import { TableGrid } from '../episode/table-grid.tsx'
import type { FetchRows } from '../grid/table-source.ts'
import { toLine, visible } from '../kit/cells.ts'
import { describeAction, describeChange, score, signed } from '../kit/describe-action.ts'

/** The record, run again. */
export interface Again {
  readonly replayed: Replayed
  /** Rows of a table after a step; `changedOnly`: those that the step changed. */
  readonly rows: (step: number, table: string, changedOnly: boolean) => FetchRows
}

export interface ViewerProps {
  readonly record: Trajectory
  /** Undefined while it is being run; null with a reason where it cannot be. */
  readonly again: Again | undefined | null
  readonly reason?: string | null
  /** Says nothing of running it again, where nobody would. */
  readonly isPlain?: boolean
  /** The step that is shown: 0 is the reset. */
  readonly step: number
  readonly onStep: (step: number) => void
  /** What it is called. */
  readonly label?: string
}

function Check({ again, reason, record }: Pick<ViewerProps, 'again' | 'reason' | 'record'>): JSX.Element {
  if (again === undefined) return <span class="tag">running it again…</span>
  if (again === null) {
    return (
      <span class="tag mark-missed" title={reason ?? ''}>
        not run again: {toLine(reason ?? 'there is no engine here', 120)}
      </span>
    )
  }
  const { equal, steps } = again.replayed
  if (equal) return <span class="tag mark-repaired">run again: every byte equal</span>
  const first = steps.findIndex((step) => !step.equal)
  return (
    <span class="tag mark-damaged">
      run again: {first === -1 ? 'the reset differs' : `step ${first + 1} of ${record.steps.length} differs`}
    </span>
  )
}

function Database(props: { readonly again: Again; readonly facts: DatabaseFacts; readonly step: number }): JSX.Element {
  const { again, facts, step } = props
  const [name, setName] = useState<string | null>(null)
  const table =
    facts.tables.find((one) => one.name === name && one.rows !== null) ??
    facts.tables.find((one) => one.changed !== null && one.rows !== null) ??
    facts.tables.find((one) => one.rows !== null)
  const [isWhole, setWhole] = useState(false)
  const onlyChanged = table?.changed != null && !isWhole
  const state = `${again.replayed.key} ${step} ${table?.name ?? ''} ${String(onlyChanged)}`
  const fetchRows = useCallback<FetchRows>(
    async (offset, count) => await again.rows(step, table?.name ?? '', onlyChanged)(offset, count),
    [state],
  )
  return (
    <section class="after" aria-label="The database after this step">
      <div class="tabs" role="group" aria-label="Tables">
        {facts.tables
          .filter((one) => one.rows !== null)
          .map((one) => (
            <button
              type="button"
              key={one.name}
              aria-pressed={one.name === table?.name}
              onClick={() => setName(one.name)}
            >
              {toLine(one.name, 40)} <span class="dim">{one.rows?.toLocaleString('en')}</span>
              {one.changed !== null && <span class="tag mark-changed">{describeChange(one.changed)}</span>}
            </button>
          ))}
      </div>
      {table?.changed != null && (
        <p class="result-head">
          <label class="check">
            <input type="checkbox" checked={isWhole} onChange={(event) => setWhole(event.currentTarget.checked)} /> rows
            that did not change as well
          </label>
        </p>
      )}
      {table && (
        <TableGrid
          key={table.name}
          label={`Table ${table.name} after step ${step}`}
          state={state}
          fetchRows={fetchRows}
          lines={onlyChanged && table.changed !== null && table.changed.cells > 0 ? 2 : 1}
        />
      )}
    </section>
  )
}

/** The steps, to be chosen from. */
function Steps({ record, step, onStep }: Pick<ViewerProps, 'record' | 'step' | 'onStep'>): JSX.Element {
  return (
    <ol class="transcript" aria-label="Steps">
      {record.steps.map(({ action, result, said }, index) => {
        const number = index + 1
        const { last_error: error } = result.observation
        return (
          <li key={number}>
            <button
              type="button"
              aria-current={step === number ? 'step' : undefined}
              class={error === null ? '' : 'is-failed'}
              onClick={() => onStep(number)}
            >
              <span class="step-number">{number}</span>
              <code>{describeAction(action)}</code>
              <span class={`reward ${result.reward < 0 ? 'is-loss' : result.reward > 0 ? 'is-gain' : ''}`}>
                {signed(result.reward)}
              </span>
              {error !== null && <span class="hidden">, failed</span>}
              {said != null && said.length > 0 && (
                <span class="tag" title="The player said something">
                  said
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ol>
  )
}

export function Viewer(props: ViewerProps): JSX.Element {
  const { record, again, reason = null, isPlain = false, step, onStep, label = 'Recorded episode' } = props
  const last = record.steps.length
  const shown = record.steps[step - 1]
  const outcome = outcomeSchema.safeParse(record.steps.at(-1)?.result.metadata).data
  const facts =
    again == null ? undefined : step === 0 ? again.replayed.database : again.replayed.steps[step - 1]?.database
  // Keys may come faster than the page is drawn.
  const latest = useRef(step)
  latest.current = step
  const move = useCallback(
    (to: number) => {
      latest.current = Math.min(Math.max(to, 0), last)
      onStep(latest.current)
    },
    [onStep, last],
  )

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // Seen from outside, everything in a shadow root is its host.
      const target = event.composedPath()[0] as Partial<HTMLElement> | undefined
      // Fields and grids have keys of their own.
      if (event.altKey || event.ctrlKey || event.metaKey || target?.closest?.('input, textarea, select, [role="grid"]'))
        return
      const now = latest.current
      const to = { ArrowLeft: now - 1, ArrowRight: now + 1, j: now + 1, k: now - 1, Home: 0, End: last }[event.key]
      if (to === undefined) return
      event.preventDefault()
      move(to)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [last, move])

  const isEnd = shown?.result.done === true && outcome !== undefined
  return (
    <article class="viewer" aria-label={label}>
      <header class="viewer-head card">
        <div>
          <h1>{toLine(outcome?.task?.id ?? record.task_id, 80)}</h1>
          <p class="dim">
            seed {record.seed ?? 'canonical'} · rewards {record.reward_mode}
            {record.player != null && ` · played by ${toLine(record.player.name, 60)} (${record.player.kind})`}
            {record.forked === true && ' · forked'}
          </p>
        </div>
        {outcome && (
          <strong class={`viewer-score ${outcome.solved ? 'text-repaired' : 'text-missed'}`}>
            {score(outcome.grader_score)}
          </strong>
        )}
        {!isPlain && <Check again={again} reason={reason} record={record} />}
        <div class="scrubber">
          <button type="button" onClick={() => move(step - 1)} disabled={step === 0} aria-label="The step before">
            ◀
          </button>
          <input
            type="range"
            min={0}
            max={last}
            value={step}
            aria-label="Step"
            aria-valuetext={step === 0 ? 'reset' : `step ${step} of ${last}: ${describeAction(shown?.action)}`}
            onInput={(event) => move(Number(event.currentTarget.value))}
          />
          <button type="button" onClick={() => move(step + 1)} disabled={step === last} aria-label="The step after">
            ▶
          </button>
          <output>
            {step} / {last}
          </output>
        </div>
      </header>
      <div class="viewer-steps card">
        <button
          type="button"
          class="reset-step"
          aria-current={step === 0 ? 'step' : undefined}
          onClick={() => onStep(0)}
        >
          Ticket
        </button>
        <Steps record={record} step={step} onStep={onStep} />
      </div>
      <div class="viewer-step card" aria-live="polite">
        {step === 0 || shown === undefined ? (
          <div class="viewer-goal">
            <h2>Ticket</h2>
            <p class="goal-text">{visible(record.reset.observation.goal, true)}</p>
          </div>
        ) : (
          <>
            <SaidView said={shown.said ?? []} />
            <ActionView action={shown.action} />
            {isEnd ? (
              <GradeView outcome={outcome} cells={again?.replayed.grade ?? null} hasCells={again != null} />
            ) : (
              <ResultView observation={shown.result.observation} />
            )}
          </>
        )}
      </div>
      {again != null && facts !== undefined && (
        <div class="viewer-database card">
          <Database key={again.replayed.key} again={again} facts={facts} step={step} />
        </div>
      )}
    </article>
  )
}

/** The action as it was sent; what a record holds may be anything. */
function ActionView({ action }: { readonly action: unknown }): JSX.Element {
  const query = typeof action === 'object' && action !== null && 'query' in action ? action.query : undefined
  if (typeof query !== 'string') return <p class="action-line">{describeAction(action)}</p>
  return (
    <pre class="action-sql" tabIndex={0} aria-label="Statement">
      {visible(query, true)}
    </pre>
  )
}
