/**
 * A thread that proves instances. What goes wrong with an instance is part of its proof; whatever else goes wrong
 * ends the thread, and the one that asked knows at which instance.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Prover, type ProofJob } from './proof.ts'

/** What the thread is given at its start. */
export interface ProofWorkerInput {
  readonly wasm: WebAssembly.Module
  /** Of the package that proves. */
  readonly version: string
}

if (parentPort === null) throw new TypeError('this file is the main file of a worker')
const port = parentPort
const { wasm, version } = workerData as ProofWorkerInput
const prover = new Prover(wasm, version)

async function serve(jobs: readonly ProofJob[]): Promise<void> {
  for (const job of jobs) {
    const proof = await prover.prove(job)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is a port, not a window
    port.postMessage(proof)
  }
}

// What a proof throws has no handler on purpose: it ends the thread with its message.
let tail = Promise.resolve()
port.on('message', (jobs: readonly ProofJob[]) => {
  tail = tail.then(() => serve(jobs))
})
