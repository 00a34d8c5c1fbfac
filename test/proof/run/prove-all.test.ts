import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { proveAll, type ProveOptions } from '../../../src/proof/run/prove-all.ts'
import type { Proof, ProofJob } from '../../../src/proof/run/proof.ts'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { cliPath } from '../../cli/run-cli.ts'

let wasm: WebAssembly.Module
beforeAll(async () => {
  wasm = await loadSqliteWasm()
})

/** The built thread. */
const entry = pathToFileURL(join(cliPath, '../../proof/run/proof-worker.js'))

const jobs = (count: number): ProofJob[] =>
  Array.from({ length: count }, (_, seed) => ({ task: 'trim_case@2/bank/1', seed }))

async function prove(count: number, options: Partial<ProveOptions> = {}): Promise<Proof[]> {
  const proofs: Proof[] = []
  await proveAll(jobs(count), {
    wasm,
    version: '0.0.0',
    entry,
    workers: 2,
    onProof: (proof) => proofs.push(proof),
    ...options,
  })
  return proofs
}

describe('proving on threads', () => {
  it('proves every instance once', async () => {
    const proofs = await prove(11)
    expect(proofs.map(({ seed }) => seed).toSorted((left, right) => left - right)).toEqual(
      jobs(11).map(({ seed }) => seed),
    )
    expect(new Set(proofs.map(({ image }) => image)).size).toBe(11)
    expect(proofs.flatMap(({ failures }) => failures)).toEqual([])
    expect(await prove(0)).toEqual([])
  })

  it('names the instance at which a thread died', async () => {
    const seeds: number[] = []
    const dying = proveAll(
      [
        { task: 'trim_case@2/bank/1', seed: 4 },
        { task: 'no_such_task', seed: 9 },
      ],
      {
        ...{ wasm, version: '0.0.0', entry, workers: 1 },
        onProof: ({ seed }) => seeds.push(seed),
      },
    )
    await expect(dying).rejects.toMatchObject({
      code: 'internal',
      message: 'no_such_task, seed 9: the thread died: unknown task: no_such_task',
    })
    expect(seeds).toEqual([4])
    // V8 ends a thread that has no memory left.
    await expect(prove(2, { workers: 1, memoryMb: 6 })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(/^trim_case@2\/bank\/1, seed [01]: the thread died: .*memory/) as string,
    })
  })

  it('names the instance at which a thread got stuck', async () => {
    await expect(prove(3, { workers: 1, patienceMs: 1 })).rejects.toMatchObject({
      code: 'internal',
      message: 'trim_case@2/bank/1, seed 0: not proven within 0.001 s',
    })
  })

  it('ends when it is told to, and with what a listener throws', async () => {
    const controller = new AbortController()
    const proofs: Proof[] = []
    const cut = prove(100_000, {
      signal: controller.signal,
      onProof: (proof) => {
        proofs.push(proof)
        controller.abort()
      },
    })
    await expect(cut).rejects.toMatchObject({ code: 'cancelled' })
    const known = proofs.length
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(proofs.length).toBe(known)
    await expect(prove(1, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
    const full = new Error('no space left')
    await expect(
      prove(5, {
        onProof: () => {
          throw full
        },
      }),
    ).rejects.toBe(full)
  })
})
