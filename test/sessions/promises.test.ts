/** What a step costs beside its SQL is mostly promises: they are counted, for a clock would judge the machine. */
import { createHook } from 'node:async_hooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { createLanes } from '../server/test-server.ts'

let lanes: LanePool
let registry: SessionRegistry
beforeAll(async () => {
  lanes = await createLanes({ settings: { stepLimits: { task_easy: 1000 } } })
  registry = new SessionRegistry({ lanes, sharedBytes: 0 })
})
afterAll(async () => {
  await registry.close()
  await lanes.close()
})

it('a step makes two promises for each of six hands it passes through, and no more', async () => {
  const action = { action_type: 'execute_sql', query: 'SELECT 1' }
  const steps = 50
  let promises = 0
  const hook = createHook({
    init: (_, type) => {
      if (type === 'PROMISE') promises++
    },
  })
  await registry.reset('a', {})
  for (let step = 0; step < 5; step++) await registry.step('a', action)
  hook.enable()
  for (let step = 0; step < steps; step++) await registry.step('a', action)
  hook.disable()
  // Session, player, seat, lane, host and environment: one is returned, and one is made where it is awaited.
  expect(promises / steps).toBeGreaterThan(0)
  expect(promises / steps).toBeLessThan(13)
})
