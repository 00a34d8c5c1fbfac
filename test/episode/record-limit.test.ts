import { describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { defaultSettings } from '../../src/episode/episode-settings.ts'
import { Runtime } from '../../src/episode/runtime.ts'
import { replay } from '../../src/episode/replay.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { decodeResult } from '../../src/sessions/encoded-result.ts'
import { createLanes } from '../server/test-server.ts'

const recordLimit = 300_000
const long = (mark: string): object => ({
  action_type: 'execute_sql',
  query: `SELECT '${mark.repeat(90_000)}' IS NULL`,
})
const actions: object[] = [
  long('a'),
  long('b'),
  // Text that JSON writes longer than it is.
  { action_type: 'execute_sql', query: `SELECT '${'"'.repeat(40_000)}' IS NULL` },
  long('c'),
  { action_type: 'execute_sql', query: 'SELECT 1' },
  { nothing: ['x'.repeat(60_000)] },
  long('d'),
  { action_type: 'finish_task' },
]

describe('what an episode may record', () => {
  it('is bounded: an action beyond it is invalid, counted, and not recorded at its size', async () => {
    const runtime = await Runtime.create({
      wasm: await loadSqliteWasm(),
      settings: { ...defaultSettings, recordLimit },
    })
    const environment = runtime.createEnvironment()
    await environment.reset({ seed: 3 })
    const results = []
    for (const action of actions) results.push(await environment.step(action))
    const refused = results.map(
      ({ observation }) => observation.last_error?.includes('more than 300000 characters') ?? false,
    )
    expect(refused).toEqual([false, false, false, true, false, true, true, false])
    expect(results[3]?.reward).toBe(-0.05)
    expect(results.at(-1)).toMatchObject({ done: true, observation: { current_step: 8 } })
    const trajectory = environment.trajectory()
    expect(trajectory.steps[3]?.action).toEqual({ record_full: recordLimit })
    const recorded = trajectory.steps.reduce((sum, { action }) => sum + JSON.stringify(action).length, 0)
    expect(recorded).toBeLessThan(recordLimit)
    expect(await replay(runtime, JSON.parse(JSON.stringify(trajectory)))).toMatchObject({ equal: true, steps: 8 })

    // A session decides before its worker does, from the same characters; also when it comes back in between.
    const lanes = await createLanes({ settings: { ...defaultSettings, recordLimit } })
    const registry = new SessionRegistry({ lanes, sharedBytes: 0 })
    try {
      await registry.reset('a', { seed: 3 })
      for (const [index, action] of actions.entries()) {
        const result = decodeResult(await registry.step('a', action))
        expect(JSON.stringify(result)).toBe(JSON.stringify(results[index]))
        registry.passivate(0)
      }
    } finally {
      await registry.close()
      await lanes.close()
      runtime.close()
    }
  })

  it('leaves room for short actions, to the last', async () => {
    const runtime = await Runtime.create({
      wasm: await loadSqliteWasm(),
      settings: { ...defaultSettings, recordLimit: 1000 },
    })
    const environment = runtime.createEnvironment()
    await environment.reset({ task_id: 'task_hard' })
    for (let count = 0; count < 19; count++) {
      const { observation } = await environment.step({
        action_type: 'execute_sql',
        query: `SELECT '${'x'.repeat(150)}', ${count}`,
      })
      expect(observation.last_error).toBeNull()
    }
    expect((await environment.step({ action_type: 'finish_task' })).done).toBe(true)
    runtime.close()
  })
})
