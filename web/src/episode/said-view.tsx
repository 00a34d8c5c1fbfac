import type { JSX } from 'preact'
import type { Said } from '../../../src/contract/episode.ts'
import { visible } from '../kit/cells.ts'

/** What was said before a step: by a model, and to it. */
export function SaidView({ said }: { readonly said: readonly Said[] }): JSX.Element {
  return (
    <>
      {said.map((one, index) => (
        <div key={index} class={`said said-${one.by}`}>
          {one.thoughts !== undefined && (
            <details open={one.text === ''}>
              <summary>thoughts</summary>
              <p>{visible(one.thoughts, true)}</p>
            </details>
          )}
          {one.text !== '' && <p>{visible(one.text, true)}</p>}
        </div>
      ))}
    </>
  )
}
