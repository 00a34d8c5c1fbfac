/** The lines of play, one above the other: each step a mark, each fork where it left. */
import type { JSX } from 'preact'
import { describeAction, score, signed } from '../kit/describe-action.ts'
import { type Branch, outcomeOf, type PlayStore } from './play-store.ts'

/** What a step came to, for its colour and its name. */
function kindOf({ result }: Branch['steps'][number]): 'error' | 'end' | 'write' | 'read' {
  const { last_error: error, last_query_result: answer } = result.observation
  if (error !== null) return 'error'
  if (result.done) return 'end'
  return answer !== null && 'rows_affected' in answer ? 'write' : 'read'
}

const words = { error: 'failed', end: 'the end', write: 'changed data', read: 'looked' } as const

function Lane({ store, branch }: { readonly store: PlayStore; readonly branch: Branch }): JSX.Element {
  const isActive = branch.id === store.activeId.value
  const shown = store.shownStep.value ?? branch.steps.length
  const left = branch.from?.steps ?? 0
  const outcome = outcomeOf(branch)
  return (
    <li class={`lane ${isActive ? 'is-active' : ''}`}>
      <button type="button" class="lane-name" aria-pressed={isActive} onClick={() => store.show(branch.id)}>
        {branch.name}
        {branch.from !== null && <span class="dim"> from {left}</span>}
      </button>
      <ol class="steps" aria-label={`Steps of ${branch.name}`}>
        <li>
          <span class={`dot dot-start ${left > 0 ? 'is-shared' : ''}`} aria-hidden="true" />
        </li>
        {branch.steps.map((step, index) => {
          const kind = kindOf(step)
          const number = index + 1
          const name = `Step ${number}, ${describeAction(step.action)}: ${words[kind]}, ${signed(step.result.reward)}`
          return (
            <li key={number}>
              <button
                type="button"
                class={`dot dot-${kind} ${index < left ? 'is-shared' : ''}`}
                aria-label={name}
                title={name}
                aria-current={isActive && shown === number ? 'step' : undefined}
                onClick={() => store.show(branch.id, number === branch.steps.length ? null : number)}
              >
                {number}
              </button>
            </li>
          )
        })}
      </ol>
      {outcome !== null && (
        <span class={`lane-score ${outcome.solved ? 'is-solved' : ''}`}>{score(outcome.grader_score)}</span>
      )}
    </li>
  )
}

export function Timeline({ store }: { readonly store: PlayStore }): JSX.Element {
  return (
    <ol class="timeline" aria-label="Timeline">
      {store.branches.value.map((branch) => (
        <Lane key={branch.id} store={store} branch={branch} />
      ))}
    </ol>
  )
}
