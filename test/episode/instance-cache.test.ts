/** Instances that are kept ready are bounded by what they take, and being dropped changes nothing. */
import { expect, it } from 'vitest'
import { createRuntime } from '../../src/index.ts'
import { incidentFamilies } from '../../src/tasks/family-list.ts'

it('keeps the instances used last, and large ones push out more than small ones', { timeout: 60_000 }, async () => {
  const runtime = await createRuntime()
  const [incident] = incidentFamilies
  const large = runtime.task(`${incident?.id}@${incident?.version}/clinic/5`)
  const first = await runtime.instance(large, 0)
  const again = await runtime.instance(large, 0)
  expect(again).toBe(first)
  let bytes = 0
  let last = first
  for (let seed = 1; bytes < 9 * 1024 * 1024; seed++) {
    last = await runtime.instance(large, seed)
    bytes += last.seedImage.length
    expect(seed).toBeLessThan(200)
  }
  expect(await runtime.instance(large, last.seed)).toBe(last)
  const made = await runtime.instance(large, 0)
  expect(made).not.toBe(first)
  expect(made.imageDigest).toBe(first.imageDigest)
  // Two who ask at once count once.
  const small = runtime.task('task_easy')
  const [left, right] = await Promise.all([runtime.instance(small, 1), runtime.instance(small, 1)])
  expect([left, right]).toContain(await runtime.instance(small, 1))
  runtime.close()
})
