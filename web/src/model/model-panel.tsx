/** A model plays in the page: any server that calls itself OpenAI-compatible, watched live. */
import { useRef, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import { visible } from '../kit/cells.ts'
import { saveFile } from '../kit/save-file.ts'
import type { PlayStore } from '../play/play-store.ts'
import { type ModelRun, startRun } from './model-run.ts'

export function ModelPanel({ store }: { readonly store: PlayStore }): JSX.Element {
  // In memory, and gone with the page.
  const [address, setAddress] = useState('')
  const [key, setKey] = useState('')
  const [model, setModel] = useState('')
  const [lines, setLines] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [isDone, setDone] = useState(false)
  const running = useRef<ModelRun | null>(null)
  const isRunning = store.player.value !== null
  const isReady = URL.canParse(address.trim()) && /^https?:/.test(address.trim()) && model.trim() !== ''

  const play = async (): Promise<void> => {
    setLines([])
    setProblem(null)
    setDone(false)
    const run = startRun(store, {
      address: address.trim(),
      key: key.trim(),
      model: model.trim(),
      print: (line) => setLines((before) => [...before.slice(-200), line]),
    })
    running.current = run
    const fault = await run.ended
    running.current = null
    setDone(true)
    setProblem(fault)
  }
  const save = async (): Promise<void> => {
    const record = await store.record()
    if (record !== null) saveFile('model-episode.jsonl', `${JSON.stringify(record)}\n`)
  }
  return (
    <section class="card model" aria-label="Let a model play">
      <h2>Let a model play</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady && !isRunning) void play()
        }}
      >
        <label class="field">
          <span>Address, OpenAI-compatible</span>
          <input
            type="url"
            required
            placeholder="http://localhost:11434/v1"
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>Model</span>
          <input
            required
            value={model}
            placeholder="qwen3:8b"
            onInput={(event) => setModel(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>Key, if it asks for one</span>
          <input
            type="password"
            autocomplete="off"
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <p class="dim small">
          The key stays in the memory of this page and is sent to this address alone. The episode starts anew.
        </p>
        <div class="toolbar">
          {isRunning ? (
            // An element of its own: made into the other one under the click, it would begin again.
            <button key="stop" type="button" onClick={() => running.current?.stop()}>
              Stop the model
            </button>
          ) : (
            <button key="play" type="submit" class="primary" disabled={!isReady || store.busy.value !== null}>
              Play
            </button>
          )}
          {isDone && (
            <button type="button" onClick={() => void save()}>
              Save the record
            </button>
          )}
        </div>
      </form>
      {problem !== null && (
        <p class="error-box" role="alert">
          {visible(problem, true)}
        </p>
      )}
      {lines.length > 0 && (
        <pre class="model-log" role="log" aria-label="Log of the run" tabIndex={0}>
          {visible(lines.join('\n'), true)}
        </pre>
      )}
    </section>
  )
}
