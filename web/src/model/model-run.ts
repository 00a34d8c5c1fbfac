/**
 * One episode of a model: the agent of the command line, with the page's environment as its door.
 *
 * @module
 */
import type { Action } from '../../../src/contract/action.ts'
import type { ResetParams, ResetResult, Said, StepResult } from '../../../src/contract/episode.ts'
import { systemClock } from '../../../src/agent/back-off.ts'
import { EnvironmentFailure } from '../../../src/agent/environment-failure.ts'
import { type EpisodeDoor, playEpisode } from '../../../src/agent/llm-agent.ts'
import { ModelClient } from '../../../src/agent/model/model-client.ts'
import type { PlayStore } from '../play/play-store.ts'

export interface ModelRun {
  /** Null when it came to its end, else why not. */
  readonly ended: Promise<string | null>
  readonly stop: () => void
}

export interface ModelRunOptions {
  readonly address: string
  readonly key: string
  readonly model: string
  readonly print: (line: string) => void
}

/** Milliseconds for which a busy server is asked again: somebody is watching. */
const patienceMs = 60_000
/** For one answer. */
const timeout = 300_000
const tokens = { maxTokens: 4096, historyTokens: 24_000 } as const

/** The client's own headers tell of its platform; servers that let pages in list the headers that they take. */
const plainFetch: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers)
  for (const name of [...headers.keys()]) if (/^(?:x-stainless-|user-agent$)/.test(name)) headers.delete(name)
  return await fetch(input, { ...init, headers, credentials: 'omit', referrerPolicy: 'no-referrer' })
}

/** The page's environment as the agent sees it. */
function doorOf(store: PlayStore): EpisodeDoor {
  const required = <T>(value: T | null | undefined): T => {
    if (value != null) return value
    throw new EnvironmentFailure('io_error', store.notice.value ?? 'the page did not play')
  }
  return {
    reset: async (params): Promise<ResetResult> => {
      if (!(await store.start(params as ResetParams))) return required<ResetResult>(null)
      return required(store.active.value).reset
    },
    step: async (action: Action, said: readonly Said[] = []): Promise<StepResult> =>
      required(await store.play(action, { said, isPlayer: true })),
    name: (player) => store.setPlayer(player ?? null),
    discard: () => undefined,
  }
}

/** Why a browser had no answer, which it does not tell apart itself. */
function explain(message: string, address: string): string {
  const { origin, protocol } = document.location
  const isMixed = protocol === 'https:' && /^http:\/\/(?!localhost|127\.0\.0\.1)/.test(address)
  return [
    message,
    'A browser does not say why. Either nothing answers at that address, or the server does not let this page ask it (CORS).',
    `To let it in, the server has to allow the origin ${origin}:`,
    `  ollama:     OLLAMA_ORIGINS=${origin} ollama serve`,
    `  vLLM:       vllm serve … --allowed-origins '["${origin}"]'`,
    '  llama.cpp:  llama-server allows every page',
    ...(isMixed ? ['And this page came over TLS: from it browsers ask plain http of this machine alone.'] : []),
  ].join('\n')
}

/** Plays the episode that is open anew, with a model. */
export function startRun(store: PlayStore, { address, key, model, print }: ModelRunOptions): ModelRun {
  const controller = new AbortController()
  const { signal } = controller
  const params = { ...store.active.value?.params }
  const patience = {
    clock: systemClock,
    patienceMs,
    onWait: (ms: number, reason: string) => print(`waiting ${Math.ceil(ms / 1000)} s: ${reason}`),
  }
  const client = new ModelClient({
    baseUrl: address,
    token: key === '' ? 'none' : key,
    model,
    timeout,
    fetch: plainFetch,
    ...tokens,
    ...patience,
    inBrowser: true,
  })
  const play = async (): Promise<string | null> => {
    store.player.value = model
    try {
      const options = { door: doorOf(store), client, model, print, signal, patience }
      const { fault } = await playEpisode(options, { name: params.task_id ?? 'task_easy', params })
      if (fault === null) return null
      return fault.code === 'model_unreachable' ? explain(fault.message, address) : fault.message
    } finally {
      store.player.value = null
    }
  }
  return { ended: play(), stop: () => controller.abort() }
}
