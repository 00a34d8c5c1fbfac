/** Play: the ticket and the database on one side, the statement and its result in the middle, the episode on the other. */
import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import { visible } from '../kit/cells.ts'
import { lazy } from '../kit/lazy.tsx'
import { signed } from '../kit/describe-action.ts'
import { ShareMenu } from '../share/share-menu.tsx'
import { EditorPane } from './editor-pane.tsx'
import { Panes } from './panes.tsx'
import { Picker } from './picker.tsx'
import { type Branch, isDone, observationOf, outcomeOf, type PageConfig, type PlayStore } from './play-store.ts'
import { TableTree } from './table-tree.tsx'
import { Timeline } from './timeline.tsx'

const ModelPanel = lazy(async () => (await import('../model/model-panel.tsx')).ModelPanel)

/** What is asked, and which episode it is in words that give nothing away. */
function Ticket({ branch }: { readonly branch: Branch }): JSX.Element {
  const { observation } = branch.reset
  const count = observation.available_tables.length
  return (
    <section class="ticket card" aria-label="Ticket">
      <header>
        <h1>Ticket</h1>
        <span class="dim">
          {count} {count === 1 ? 'table' : 'tables'}
        </span>
      </header>
      <div class="goal" tabIndex={0} role="region" aria-label="Goal">
        {visible(observation.goal, true)
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line, index) => (
            <p key={index}>{line}</p>
          ))}
      </div>
    </section>
  )
}

function Meter({ branch }: { readonly branch: Branch }): JSX.Element {
  const { steps_remaining: left } = observationOf(branch)
  const sum = branch.steps.reduce((total, { result }) => total + Math.round(result.reward * 1e6), 0) / 1e6
  const last = branch.steps.at(-1)?.result.reward
  const outcome = outcomeOf(branch)
  return (
    <dl class="meter">
      <div>
        <dt>steps left</dt>
        <dd>
          {left} <span class="dim">of {branch.stepLimit}</span>
          <progress max={branch.stepLimit} value={left} aria-label="Steps left" />
        </dd>
      </div>
      <div>
        <dt>rewards</dt>
        <dd>
          {signed(sum)}
          {last !== undefined && (
            <span class={`reward ${last < 0 ? 'is-loss' : last > 0 ? 'is-gain' : ''}`}>{signed(last)}</span>
          )}
        </dd>
      </div>
      {outcome !== null && (
        <div>
          <dt>outcome</dt>
          <dd class={outcome.solved ? 'text-repaired' : 'text-missed'}>{outcome.solved ? 'solved' : 'not solved'}</dd>
        </div>
      )}
    </dl>
  )
}

export function PlayPage({ store, config }: { readonly store: PlayStore; readonly config: PageConfig }): JSX.Element {
  const branch = store.active.value
  const catalog = store.catalog.value
  const [isPicking, setPicking] = useState(false)
  const [hasModel, setModel] = useState(false)
  const pane = store.pane.value
  return (
    <main class="play" id="main" aria-busy={branch === undefined || store.busy.value !== null}>
      <div class="side side-left">
        <section class="card episode-card" aria-label="Episode">
          <header>
            <button type="button" class="episode-name" aria-expanded={isPicking} onClick={() => setPicking(!isPicking)}>
              <span class="dim">Episode</span>
              <strong>{branch === undefined ? '…' : branch.reset.observation.task_id}</strong>
              <span class="dim">seed {branch?.seed ?? 'canonical'}</span>
              <span aria-hidden="true" class="chevron">
                {isPicking ? '▴' : '▾'}
              </span>
            </button>
          </header>
          {isPicking && catalog !== null && (
            <Picker store={store} catalog={catalog} onStart={() => setPicking(false)} />
          )}
        </section>
        {branch && <Ticket key={branch.id} branch={branch} />}
        {branch && (
          <div class="card">
            <TableTree
              tables={branch.database.tables}
              shown={pane.kind === 'table' ? pane.name : null}
              onOpen={(name) => (store.pane.value = { kind: 'table', name })}
            />
          </div>
        )}
      </div>
      <div class="centre">
        <EditorPane store={store} />
        <p class="notice" role="status" aria-live="polite">
          {store.notice.value !== null && branch !== undefined && !isDone(branch)
            ? visible(store.notice.value).slice(0, 300)
            : ''}
        </p>
        <Panes store={store} />
      </div>
      <div class="side side-right">
        <section class="card" aria-label="Progress">
          {branch && <Meter branch={branch} />}
          {store.engine.kind === 'server' && <p class="dim">Played on the server: its test set is private.</p>}
          <Timeline store={store} />
        </section>
        <section class="card actions" aria-label="Take it further">
          <ShareMenu store={store} config={config} />
          <button type="button" aria-expanded={hasModel} onClick={() => setModel(!hasModel)}>
            Let a model play
          </button>
        </section>
        {hasModel && <ModelPanel store={store} />}
      </div>
    </main>
  )
}
