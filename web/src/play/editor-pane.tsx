/** The editor and the buttons beside it. */
import { useEffect, useRef } from 'preact/hooks'
import type { JSX } from 'preact'
import { isDone, observationOf, type PlayStore } from './play-store.ts'
import type { SqlEditor } from './sql-editor.ts'

export function EditorPane({ store }: { readonly store: PlayStore }): JSX.Element {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<SqlEditor | null>(null)
  const branch = store.active.value
  const schema = branch === undefined ? undefined : observationOf(branch).schema_summary
  const latest = useRef(schema)
  latest.current = schema

  const run = (statement: string): void => {
    editor.current?.remember(statement)
    void store.play({ action_type: 'execute_sql', query: statement })
  }

  useEffect(() => {
    let isGone = false
    // Half of what a first visit loads; the page stands before it is there.
    const load = async (): Promise<void> => {
      const { SqlEditor } = await import('./sql-editor.ts')
      // Evaluated now, and made in a task of its own.
      await new Promise((resolve) => setTimeout(resolve))
      if (isGone || host.current === null) return
      editor.current = new SqlEditor({
        host: host.current,
        text: store.draft.peek(),
        onChange: (text) => (store.draft.value = text),
        onRun: run,
      })
      if (latest.current) editor.current.setSchema(latest.current)
    }
    void load()
    return () => {
      isGone = true
      editor.current?.close()
      editor.current = null
    }
  }, [])

  useEffect(() => store.draft.subscribe((text) => editor.current?.setText(text)), [])
  const names = JSON.stringify(schema ?? {})
  useEffect(() => {
    if (latest.current) editor.current?.setSchema(latest.current)
  }, [names])

  const isOver = branch === undefined || isDone(branch)
  const isBusy = store.busy.value !== null || store.player.value !== null
  const isLocal = store.engine.kind === 'page'
  const isBlank = store.draft.value.trim() === ''
  return (
    <section class="editor-pane" aria-label="Statement">
      <div class="editor-host" ref={host} />
      <div class="toolbar" role="toolbar" aria-label="Actions">
        <button
          type="button"
          class="primary"
          disabled={isOver || isBusy || isBlank}
          onClick={() => editor.current?.run()}
          title="Runs what is selected, else the statement under the cursor (Ctrl+Enter)"
        >
          Run <kbd>Ctrl ↵</kbd>
        </button>
        <button
          type="button"
          disabled={isOver || isBusy || isBlank}
          onClick={() => editor.current?.runAll()}
          title="Runs all that is written as one action (Ctrl+Shift+Enter)"
        >
          Run all
        </button>
        <button
          type="button"
          disabled={isOver || isBusy}
          onClick={() => void store.play({ action_type: 'inspect_schema' })}
        >
          Inspect schema
        </button>
        {isLocal && (
          <>
            <button
              type="button"
              disabled={isOver || isBusy || branch.steps.length === 0}
              onClick={() => void store.undo()}
              title="Takes the last step back, with its reward"
            >
              Undo
            </button>
            <button
              type="button"
              disabled={branch === undefined || isBusy}
              onClick={() =>
                void store.fork(
                  store.shownStep.value ??
                    (isOver ? Math.max((branch?.steps.length ?? 1) - 1, 0) : (branch?.steps.length ?? 0)),
                )
              }
              title="Goes on in a second line of play, from the step that is shown"
            >
              Fork
            </button>
          </>
        )}
        <span class="spring" />
        {store.busy.value !== null && store.player.value === null && (
          <button type="button" onClick={() => store.interrupt()}>
            Stop
          </button>
        )}
        <button
          type="button"
          class="submit"
          disabled={isOver || isBusy}
          onClick={() => void store.play({ action_type: 'finish_task' })}
          title="Ends the episode and grades the database"
        >
          Submit
        </button>
      </div>
    </section>
  )
}
