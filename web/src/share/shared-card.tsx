/** A shared episode as it is before it is run: nothing of it has happened yet. */
import type { JSX } from 'preact'
import { visible } from '../kit/cells.ts'
import { describeAction } from '../kit/describe-action.ts'
import type { SharedEpisode } from './share-link.ts'

export function SharedCard(props: {
  readonly episode: SharedEpisode
  readonly onRun: () => void
  readonly onLeave: () => void
}): JSX.Element {
  const { episode, onRun, onLeave } = props
  const { params, actions, suite } = episode
  return (
    <section class="shared card" aria-label="A shared episode">
      <h1>A shared episode</h1>
      <p>
        <code>{params.task_id}</code>
        {suite !== '' && <span class="dim"> of the suite {suite}</span>}
        {params.split != null && <span class="dim">, split {params.split}</span>}, seed{' '}
        <code>{params.seed ?? 'canonical'}</code>
        {params.reward_mode != null && <span class="dim">, rewards {params.reward_mode}</span>}
      </p>
      <p>
        {actions.length === 0
          ? 'Nothing was played in it yet.'
          : `These ${actions.length} actions will run in this page, in a sandbox of its own:`}
      </p>
      <ol class="shared-actions" tabIndex={0} aria-label="Actions">
        {actions.map((action, index) => (
          <li key={index}>
            {action.action_type === 'execute_sql' ? (
              <pre>{visible(action.query ?? '', true)}</pre>
            ) : (
              describeAction(action)
            )}
          </li>
        ))}
      </ol>
      <div class="toolbar">
        <button type="button" class="primary" onClick={onRun}>
          {actions.length === 0 ? 'Open it' : 'Run it'}
        </button>
        <button type="button" onClick={onLeave}>
          Not now
        </button>
      </div>
    </section>
  )
}
