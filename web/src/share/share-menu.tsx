/** What can be taken away from an episode: a link, a file, commands. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { PageConfig, PlayStore } from '../play/play-store.ts'
import { saveFile } from '../kit/save-file.ts'
import { toCurl, toPython } from './commands.ts'
import { toFragment } from './share-link.ts'

export function ShareMenu({ store, config }: { readonly store: PlayStore; readonly config: PageConfig }): JSX.Element {
  const [isOpen, setOpen] = useState(false)
  const [told, setTold] = useState('')
  const [text, setText] = useState<string | null>(null)
  const frame = useRef<HTMLDivElement>(null)
  const branch = store.active.value

  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      setOpen(false)
      frame.current?.querySelector('button')?.focus()
    }
    const onDown = (event: PointerEvent): void => {
      if (!frame.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onDown)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onDown)
    }
  }, [isOpen])

  const give = async (what: string, content: string): Promise<void> => {
    setText(content)
    try {
      await navigator.clipboard.writeText(content)
      setTold(`${what} copied`)
    } catch {
      // Without TLS browsers keep pages from the clipboard.
      setTold(`Copy the ${what} from here`)
    }
  }
  const actions = branch?.steps.map(({ action }) => action) ?? []
  const save = async (): Promise<void> => {
    const record = await store.record()
    if (record !== null) saveFile('episode.jsonl', `${JSON.stringify(record)}\n`)
    setTold('Saved as episode.jsonl')
  }
  const link = async (): Promise<void> => {
    if (branch === undefined) return
    const suite = store.suiteOf(branch.params)
    const fingerprint = await store.engine.fingerprint(branch.id)
    const fragment = await toFragment({ params: { ...branch.params, seed: branch.seed }, suite, actions, fingerprint })
    if (fragment === null) {
      await save()
      setTold('Too long for a link: saved as episode.jsonl')
      return
    }
    const url = new URL(document.location.href)
    url.hash = fragment
    await give('Link', url.href)
  }
  const server = config.server
    ? new URL(config.base, document.baseURI).href.replace(/\/$/, '')
    : 'http://localhost:7860'
  const params = branch === undefined ? {} : { ...branch.params, seed: branch.seed }
  return (
    <div class="menu" ref={frame}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-haspopup="true"
        disabled={branch === undefined}
        onClick={() => setOpen(!isOpen)}
      >
        Share
      </button>
      {isOpen && (
        <div class="menu-body" role="group" aria-label="Share this episode">
          <button type="button" onClick={() => void link()}>
            Copy a link
          </button>
          <button type="button" onClick={() => void give('curl commands', toCurl(server, params, actions))}>
            Copy as curl
          </button>
          <button type="button" onClick={() => void give('Python program', toPython(server, params, actions))}>
            Copy as Python
          </button>
          <button type="button" onClick={() => void save()}>
            Save the record
          </button>
          <p role="status" class="dim">
            {told}
          </p>
          {text !== null && (
            <textarea
              readOnly
              rows={4}
              aria-label="What was copied"
              value={text}
              onFocus={(event) => event.currentTarget.select()}
            />
          )}
        </div>
      )}
    </div>
  )
}
