/** Watch: the gallery, a file or a link, and the viewer. */
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Trajectory } from '../../../src/contract/episode.ts'
import type { EngineClient } from '../engine/engine-client.ts'
import { toLine } from '../kit/cells.ts'
import { score } from '../kit/describe-action.ts'
import type { PageConfig } from '../play/play-store.ts'
import { readRecords } from './read-records.ts'
import { BesideChoice, isSameInstance, type OtherRun } from './beside.tsx'
import { Watched } from './watched.tsx'

/** A run of the gallery. */
interface GalleryRun {
  readonly file: string
  readonly title: string
  readonly says: string
  readonly task: string
  /** Of which instance it is, as its record says. */
  readonly instance: Pick<Trajectory, 'task_id' | 'seed' | 'split'>
  readonly score: number
  readonly steps: number
}

interface Shown {
  readonly name: string
  readonly records: readonly Trajectory[]
}

/** Reads an address. Another host than the page's own is asked only when its reader says so. */
async function fetchRecords(url: string): Promise<Trajectory[]> {
  const response = await fetch(url, { credentials: 'same-origin' })
  if (!response.ok) throw new TypeError(`${url} answered with status ${response.status}`)
  return readRecords(await response.text())
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function Gallery({
  runs,
  files,
  onOpen,
}: {
  readonly runs: readonly GalleryRun[]
  readonly files: string
  readonly onOpen: (hash: string) => void
}): JSX.Element {
  return (
    <ul class="gallery" aria-label="Recorded runs">
      {runs.map((run) => (
        <li key={run.file}>
          <button
            type="button"
            class="run-card"
            onClick={() => onOpen(`#watch=${encodeURIComponent(`${files}gallery/${run.file}`)}`)}
          >
            <span
              class={`run-score ${run.score === 1 ? 'text-repaired' : run.score > 0 ? 'text-missed' : 'text-damaged'}`}
            >
              {score(run.score)}
            </span>
            <strong>{run.title}</strong>
            <span class="dim">
              {run.task} · {run.steps} steps
            </span>
            <span>{run.says}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Other episodes of the same instance in the file that is shown. */
function othersInFile(shown: Shown | null, record: Trajectory): OtherRun[] {
  return (shown?.records ?? []).flatMap((other, index) =>
    other === record || !isSameInstance(record, other)
      ? []
      : [{ name: `episode ${index + 1} of this file`, read: async () => await Promise.resolve(other) }],
  )
}

/** Runs of the gallery of the same instance, but for the one that is shown. */
function othersInGallery(
  runs: readonly GalleryRun[],
  record: Trajectory,
  source: string | null,
  files: string,
): OtherRun[] {
  return runs
    .filter((run) => isSameInstance(record, run.instance) && source !== `${files}gallery/${run.file}`)
    .map((run) => ({
      name: `${run.title}, of the gallery`,
      read: async () => (await fetchRecords(new URL(`${files}gallery/${run.file}`, document.baseURI).href))[0],
    }))
}

const keys = new WeakMap<Trajectory, string>()
let keyCount = 0

/** A key that is one record's own. */
function besideKey(record: Trajectory): string {
  const key = keys.get(record) ?? `beside ${++keyCount}`
  keys.set(record, key)
  return key
}

export interface WatchPageProps {
  /** The address of a record, as the fragment of the page's own has it. */
  readonly source: string | null
  readonly client: EngineClient
  readonly config: PageConfig
  readonly onOpen: (hash: string) => void
}

export function WatchPage({ source, client, config, onOpen }: WatchPageProps): JSX.Element {
  const [shown, setShown] = useState<Shown | null>(null)
  const [place, setPlace] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const [runs, setRuns] = useState<readonly GalleryRun[]>([])
  const [link, setLink] = useState('')
  const [isOver, setOver] = useState(false)
  const [asked, setAsked] = useState<string | null>(null)
  const [beside, setBeside] = useState<Trajectory | null>(null)

  const open = useCallback(async (name: string, read: () => Promise<Trajectory[]>): Promise<void> => {
    setProblem(null)
    try {
      const records = await read()
      setShown({ name, records })
      setPlace(0)
    } catch (error) {
      setShown(null)
      setProblem(`${toLine(name, 80)}: ${messageOf(error)}`)
    }
  }, [])

  useEffect(() => {
    const load = async (): Promise<void> => {
      const response = await fetch(`${config.files}gallery/index.json`)
      if (response.ok) setRuns((await response.json()) as GalleryRun[])
    }
    void load().catch(() => undefined)
  }, [])

  useEffect(() => {
    setAsked(null)
    if (source === null) {
      setShown(null)
      return
    }
    if (!URL.canParse(source, document.baseURI)) {
      setProblem('the link names no address')
      return
    }
    const url = new URL(source, document.baseURI)
    // Whoever made the link chose the host; the reader has not.
    if (url.origin === document.location.origin) void open(source, async () => await fetchRecords(url.href))
    else setAsked(url.href)
  }, [source])

  const openFile = (file: File | undefined | null): void => {
    if (file) void open(file.name, async () => readRecords(await file.text()))
  }
  const record = shown?.records[place]
  const name = `${shown?.name ?? ''} ${place}`
  useEffect(() => setBeside(null), [record])
  const others: OtherRun[] =
    record === undefined ? [] : [...othersInFile(shown, record), ...othersInGallery(runs, record, source, config.files)]
  return (
    <main
      id="main"
      class={`watch ${isOver ? 'is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        openFile(event.dataTransfer?.files[0])
      }}
    >
      <section class="card sources" aria-label="What to watch">
        <label class="button">
          Open a record…
          <input
            type="file"
            accept=".jsonl,.json,application/x-ndjson"
            class="hidden"
            onChange={(event) => openFile(event.currentTarget.files?.[0])}
          />
        </label>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (link.trim() !== '')
              void open(link.trim(), async () => await fetchRecords(new URL(link.trim(), document.baseURI).href))
          }}
        >
          <input
            type="url"
            placeholder="or the address of one"
            aria-label="Address of a record"
            value={link}
            onInput={(event) => setLink(event.currentTarget.value)}
          />
          <button type="submit" disabled={link.trim() === ''}>
            Open
          </button>
        </form>
        <p class="dim">or drop a file here: what --record of demo, play and agent wrote, or what this page saved</p>
        {shown !== null && (
          <button type="button" onClick={() => onOpen('#watch')}>
            Gallery
          </button>
        )}
      </section>
      {problem !== null && (
        <p class="error-box" role="alert">
          {problem}
        </p>
      )}
      {asked !== null && (
        <section class="card shared" aria-label="A record of another host">
          <h1>A record of another host</h1>
          <p>
            This link asks for <code>{toLine(asked, 300)}</code>. Nothing was sent there yet.
          </p>
          <button
            type="button"
            class="primary"
            onClick={() => {
              setAsked(null)
              void open(asked, async () => await fetchRecords(asked))
            }}
          >
            Fetch it
          </button>
        </section>
      )}
      {shown !== null && shown.records.length > 1 && (
        <label class="field episode-choice">
          <span>
            Episode of {toLine(shown.name, 60)}, which holds {shown.records.length}
          </span>
          <select value={place} onChange={(event) => setPlace(Number(event.currentTarget.value))}>
            {shown.records.map(({ task_id: id, seed }, index) => (
              <option key={index} value={index}>
                {index + 1}: {toLine(id, 60)}, seed {seed ?? 'canonical'}
              </option>
            ))}
          </select>
        </label>
      )}
      {record !== undefined && (
        <BesideChoice
          key={name}
          record={record}
          others={others}
          readFile={async (file) => readRecords(await file.text())}
          onPick={setBeside}
        />
      )}
      {record !== undefined && (
        <div class={beside === null ? 'single' : 'pair'}>
          <Watched
            key={name}
            record={record}
            client={client}
            label={beside === null ? 'Recorded episode' : 'The first run'}
          />
          {beside !== null && (
            <Watched key={besideKey(beside)} record={beside} client={client} label="The second run" />
          )}
        </div>
      )}
      {shown === null && asked === null && <Gallery runs={runs} files={config.files} onOpen={onOpen} />}
    </main>
  )
}
