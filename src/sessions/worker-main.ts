/**
 * The thread that runs SQL. It knows places, not sessions, and keeps nothing that cannot be played again.
 *
 * @module
 */
import { availableParallelism } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { fromPlainSettings } from '../episode/plain-settings.ts'
import { Runtime } from '../episode/runtime.ts'
import { cancelled, EpisodeHost, toPlainError } from './episode-host.ts'
import {
  Flags,
  packReply,
  unpackRequest,
  type WorkerInput,
  workerReady,
  type WorkerReply,
  type WorkerRequests,
} from './worker-messages.ts'

/**
 * Replies wait for one another at most this long, in milliseconds. With a core of its own the other thread sends the
 * first while the next are made; where both share one core, every message only makes them take turns.
 */
const holdMs = availableParallelism() > 1 ? 1 : 8

if (parentPort === null) throw new TypeError('this file is the main file of a worker')
const port = parentPort
const input = workerData as WorkerInput
const flags = new Flags(input.flags)

let serving = 0
let isActing = false
const cancellation = {
  replay: (): void => flags.countAction(),
  begin: (): void => {
    flags.countAction()
    isActing = true
  },
  end: (): void => void (isActing = false),
  isCancelled: (): boolean => flags.isCancelled(serving),
}

const runtime = await Runtime.create({
  wasm: input.wasm,
  settings: fromPlainSettings(input.settings),
  isCancelled: () => isActing && cancellation.isCancelled(),
})
const host = new EpisodeHost(runtime)

let replies: WorkerReply[] = []
let sentAt = performance.now()
function send(): void {
  if (replies.length > 0) port.postMessage(replies)
  replies = []
  sentAt = performance.now()
}

async function serve(requests: WorkerRequests): Promise<void> {
  for (const packed of requests) {
    const [id] = packed
    const request = unpackRequest(packed)
    serving = id
    flags.current = id
    try {
      if (request.op === 'step' && cancellation.isCancelled()) throw cancelled()
      const value = await host.serve(request, cancellation)
      if (request.op !== 'close') replies.push(packReply(id, value))
    } catch (error) {
      replies.push([id, undefined, toPlainError(error)])
    }
    if (performance.now() - sentAt > holdMs) send()
  }
  flags.current = 0
  send()
}

let tail = Promise.resolve()
port.on('message', (requests: WorkerRequests) => {
  tail = tail.then(() => serve(requests))
})
port.postMessage(workerReady)
