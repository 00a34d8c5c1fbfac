/** The page: play, watch, and what stands around both. */
import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import { EngineClient } from './engine/engine-client.ts'
import { lazy } from './kit/lazy.tsx'
import { PlayPage } from './play/play-page.tsx'
import { type PageConfig, PlayStore } from './play/play-store.ts'
import { SharedCard } from './share/shared-card.tsx'
import { fromFragment, isShared, type SharedEpisode } from './share/share-link.ts'
import { currentTheme, toggleTheme } from './theme.ts'

const WatchPage = lazy(async () => (await import('./viewer/watch-page.tsx')).WatchPage)

type Place =
  | { readonly kind: 'play' }
  | { readonly kind: 'watch'; readonly source: string | null }
  | { readonly kind: 'shared'; readonly episode: SharedEpisode }
  | { readonly kind: 'broken'; readonly message: string }

const place = signal<Place>({ kind: 'play' })

async function readPlace(): Promise<Place> {
  const { hash } = document.location
  if (isShared(hash)) {
    try {
      return { kind: 'shared', episode: await fromFragment(hash) }
    } catch (error) {
      return { kind: 'broken', message: error instanceof Error ? error.message : String(error) }
    }
  }
  const [, watched] = /^#watch=(.*)$/.exec(hash) ?? []
  if (watched !== undefined) return { kind: 'watch', source: decode(watched) }
  return { kind: hash === '#watch' ? 'watch' : 'play', source: null }
}

/** What stands in a fragment; as it is, where that is none of ours. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Another place in the page, as a link would lead to it. */
function go(hash: string): void {
  history.pushState(null, '', hash === '' ? document.location.pathname + document.location.search : hash)
  void readPlace().then((next) => (place.value = next))
}

function Header({ config }: { readonly config: PageConfig }): JSX.Element {
  const here = place.value.kind
  const [theme, setTheme] = useState(currentTheme())
  const tab = (name: string, hash: string, isHere: boolean): JSX.Element => (
    <a
      href={hash === '' ? '#' : hash}
      aria-current={isHere ? 'page' : undefined}
      onClick={(event) => {
        event.preventDefault()
        go(hash)
      }}
    >
      {name}
    </a>
  )
  return (
    <header class="top">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          document.querySelector<HTMLElement>('.cm-content, #main button, #main a')?.focus()
        }}
      >
        Skip to the content
      </a>
      <strong class="brand">
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <rect x="1" y="1" width="8" height="8" rx="2" class="brand-a" />
          <rect x="11" y="1" width="8" height="8" rx="2" class="brand-b" />
          <rect x="1" y="11" width="8" height="8" rx="2" class="brand-b" />
          <path d="M11.5 15.2l2.4 2.4 4.6-5" class="brand-c" />
        </svg>
        DataOps-Env
      </strong>
      <nav aria-label="Main">
        {tab('Play', '', here !== 'watch')}
        {tab('Watch', '#watch', here === 'watch')}
        {config.server && <a href={`${config.base}docs`}>API</a>}
      </nav>
      <span class="spring" />
      <span class="dim version">{config.version}</span>
      <button
        type="button"
        class="quiet"
        onClick={() => setTheme(toggleTheme())}
        aria-label={theme === 'dark' ? 'Use light colours' : 'Use dark colours'}
      >
        {theme === 'dark' ? '☀' : '☾'}
      </button>
    </header>
  )
}

function Broken({ message }: { readonly message: string }): JSX.Element {
  return (
    <main class="card shared" id="main">
      <h1>This link cannot be opened</h1>
      <p role="alert">{message}</p>
      <button type="button" class="primary" onClick={() => go('')}>
        Play something else
      </button>
    </main>
  )
}

/** After a shared episode was run: whether it came to the same. */
const sameness = signal<string | null>(null)

export function App({ config }: { readonly config: PageConfig }): JSX.Element {
  const [client] = useState(() => new EngineClient(config.settings))
  const [store] = useState(() => new PlayStore(client, config))
  useEffect(() => {
    const onMove = (): void => void readPlace().then((next) => (place.value = next))
    addEventListener('hashchange', onMove)
    addEventListener('popstate', onMove)
    void store.loadCatalog().catch((error: Error) => (store.notice.value = error.message))
    const begin = async (): Promise<void> => {
      place.value = await readPlace()
      if (place.value.kind === 'play') await store.start({ task_id: 'task_easy' })
    }
    void begin()
    return () => {
      removeEventListener('hashchange', onMove)
      removeEventListener('popstate', onMove)
    }
  }, [])

  const now = place.value
  const run = async (episode: SharedEpisode): Promise<void> => {
    go('')
    if (!(await store.replay(episode.params, episode.actions)) || episode.fingerprint === null) return
    const branch = store.active.value
    const own = branch === undefined ? null : await store.engine.fingerprint(branch.id)
    sameness.value =
      own === episode.fingerprint
        ? 'Replayed to the same bytes.'
        : 'Replayed, and it came to other bytes than where the link was made.'
  }
  const leave = (): void => {
    go('')
    if (store.active.value === undefined) void store.start({ task_id: 'task_easy' })
  }
  return (
    <>
      <Header config={config} />
      {sameness.value !== null && now.kind === 'play' && (
        <p class="banner" role="status">
          {sameness.value}
          <button type="button" class="quiet" aria-label="Close" onClick={() => (sameness.value = null)}>
            ✕
          </button>
        </p>
      )}
      {now.kind === 'play' && <PlayPage store={store} config={config} />}
      {now.kind === 'shared' && (
        <main id="main">
          <SharedCard episode={now.episode} onRun={() => void run(now.episode)} onLeave={leave} />
        </main>
      )}
      {now.kind === 'watch' && <WatchPage source={now.source} client={client} config={config} onOpen={go} />}
      {now.kind === 'broken' && <Broken message={now.message} />}
    </>
  )
}
