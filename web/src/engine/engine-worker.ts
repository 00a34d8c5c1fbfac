/** The worker: the environment with its SQL engine, away from the thread that draws. */
import type { PlainSettings } from '../../../src/episode/plain-settings.ts'
import type { ResetParams } from '../../../src/contract/episode.ts'
import { AppError } from '../../../src/kit/errors.ts'
import type { EngineApi, EngineReply, EngineRequest } from './engine-api.ts'
import { PlayHost } from './play-host.ts'
import { Suites } from './suites.ts'

/** A worker's side of its messages; the types of a page know only a page's. */
const scope = globalThis as unknown as Pick<MessagePort, 'postMessage'> & EventTarget

/** The first message: where the WebAssembly is, and with which settings episodes are played. */
interface EngineStart {
  readonly wasm: string
  readonly settings: PlainSettings | null
}

let host: Promise<PlayHost> | undefined
let suites: Suites | undefined
/** Calls of an environment must not overlap. */
let queue: Promise<unknown> = Promise.resolve()

async function load(url: string, known: Suites): Promise<PlayHost> {
  const response = await fetch(url)
  if (!response.ok) throw new AppError('io_error', `the SQL engine cannot be loaded: status ${response.status}`)
  const isWasm = response.headers.get('Content-Type')?.startsWith('application/wasm') ?? false
  // A plain file server may not know the type, and then it cannot be compiled while it comes in.
  const wasm = isWasm
    ? await WebAssembly.compileStreaming(response)
    : await WebAssembly.compile(await response.arrayBuffer())
  return new PlayHost(wasm, known)
}

async function answer({ id, name, args }: EngineRequest): Promise<EngineReply> {
  try {
    const api: EngineApi = await (host as Promise<PlayHost>)
    const call = api[name] as (...args: readonly unknown[]) => unknown
    return { id, value: await call.apply(api, [...args]) }
  } catch (error) {
    const code = AppError.isInstance(error) ? error.code : 'internal'
    return { id, failure: { code, message: error instanceof Error ? error.message : String(error) } }
  }
}

scope.addEventListener('message', (event) => {
  const { data } = event as MessageEvent<EngineRequest | EngineStart>
  if ('wasm' in data) {
    suites = new Suites(data.settings)
    host = load(data.wasm, suites)
    // Whoever calls is told.
    host.catch(() => undefined)
    return
  }
  // What makes the task comes in while the SQL engine does.
  if (data.name === 'open' || data.name === 'reopen') suites?.prepare((data.args[1] as ResetParams).task_id)
  queue = queue.then(async () => scope.postMessage(await answer(data)))
})
