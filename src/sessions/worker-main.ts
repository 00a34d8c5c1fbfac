/**
 * The thread that runs SQL. It knows seats, not sessions, and keeps nothing that cannot be played again.
 *
 * @module
 */
import { availableParallelism } from 'node:os'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { collectGarbage } from './collect-garbage.ts'
import { fromPlainSettings } from '../episode/plain-settings.ts'
import { Runtime } from '../episode/runtime.ts'
import { cancelled, EpisodeHost, type LaneRequest, toPlainError } from './episode-host.ts'
import { chargeOf, FlowQueue } from './flow-queue.ts'
import {
  Flags,
  packReply,
  unpackRequest,
  type WorkerInput,
  workerReady,
  type WorkerReply,
  type WorkerRequest,
  type WorkerRequests,
} from './worker-messages.ts'

/**
 * Replies wait for one another at most this long, in milliseconds. With a core of its own the other thread sends the
 * first while the next are made; where both share one core, every message only makes them take turns.
 */
const holdMs = availableParallelism() > 1 ? 1 : 8

/** How long it goes on without a look at what else has come, in milliseconds. */
const lookMs = 1

/** So much may wait for the collector, in bytes. */
const uncollectedBytes = 32 * 1024 * 1024

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
  ...(input.memory && { instanceBytes: input.memory.instanceBytes }),
})
const host = new EpisodeHost(runtime, input.memory?.databaseBytes)

/** Memory of engines is no JavaScript, so nothing tells the collector that there is much to be had. */
let collected = 0
function collect(): void {
  if (host.droppedBytes - collected < uncollectedBytes) return
  collected = host.droppedBytes
  collectGarbage()
}

/** Holds this thread to its part of the memory. */
function trim(): void {
  const freed = host.trim()
  if (freed.length > 0) replies.push([freed])
}

let replies: WorkerReply[] = []
let sentAt = performance.now()
function send(): void {
  collect()
  flags.setMemory(host.memoryBytes, host.instanceBytes)
  if (replies.length > 0) port.postMessage(replies)
  replies = []
  sentAt = performance.now()
}

interface Waiting {
  readonly packed: WorkerRequest
  readonly request: LaneRequest
  /** See `WorkerRequests`. */
  readonly at: number
}

const waiting = new FlowQueue<Waiting>()
const { timeOrigin } = performance
/** Places that nobody needs any more: there is never a request for one behind this. */
let closing: LaneRequest[] = []

function receive({ at, requests }: WorkerRequests): void {
  for (const packed of requests) {
    const request = unpackRequest(packed)
    if (request.op === 'close') closing.push(request)
    else waiting.push(request.flow, { packed, request, at })
  }
}

/** Takes in what has come meanwhile, without a turn of the event loop. */
function lookForMore(): void {
  for (let more = receiveMessageOnPort(port); more !== undefined; more = receiveMessageOnPort(port)) {
    receive(more.message as WorkerRequests)
  }
}

/** Flows in turn, until nothing waits. */
async function serveAll(): Promise<void> {
  let began = performance.now()
  let lookedAt = began
  for (;;) {
    for (const request of closing) await host.serve(request, cancellation)
    closing = []
    const next = waiting.take()
    if (next === undefined) break
    const { packed, request, at } = next.item
    const [id] = packed
    serving = id
    flags.current = id
    // Whole ones are cheaper to send.
    const waited = Math.max(0, Math.round(timeOrigin + began - at))
    try {
      if (request.op === 'step' && cancellation.isCancelled()) throw cancelled()
      replies.push(packReply(id, await host.serve(request, cancellation), waited))
    } catch (error) {
      replies.push([id, undefined, toPlainError(error), waited])
    }
    trim()
    const ended = performance.now()
    waiting.burn(next.flow, chargeOf(ended - began))
    began = ended
    if (ended - sentAt > holdMs) send()
    if (ended - lookedAt > lookMs) {
      lookForMore()
      lookedAt = ended
    }
  }
  flags.current = 0
  send()
}

let isServing = false
port.on('message', (message: WorkerRequests) => {
  receive(message)
  if (isServing) return
  isServing = true
  void serveAll().finally(() => (isServing = false))
})
port.postMessage(workerReady)
