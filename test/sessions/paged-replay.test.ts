import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LaneRequest } from '../../src/sessions/episode-host.ts'
import { pageLimits } from '../../src/sessions/journal.ts'
import type { Lane } from '../../src/sessions/lane.ts'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { createLanes } from '../server/test-server.ts'

let pool: LanePool
beforeAll(async () => {
  pool = await createLanes({ settings: { stepLimits: { task_easy: 2000 } }, workers: 1 })
})
afterAll(() => pool.close())

/** The real lanes, and what was asked of them. */
function watched(asked: LaneRequest[]) {
  const watch = (lane: Lane): Lane =>
    new Proxy(lane, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target)
        if (typeof value !== 'function') return value
        return (...given: [LaneRequest]) => {
          if (key === 'call') asked.push(given[0])
          return (value as (...all: unknown[]) => unknown).apply(target, given)
        }
      },
      set: (target, key, value) => Reflect.set(target, key, value, target),
    })
  const { tasks, size, restarts, recordLimit, use } = pool
  return { tasks, size, restarts, recordLimit, use, pick: () => watch(pool.pick()) }
}

const actionOf = (index: number): object => {
  if (index % 40 === 0) return { action_type: 'execute_sql', query: `SELECT length('${'x'.repeat(99_000)}'), ${index}` }
  if (index % 2 === 0) return { action_type: 'execute_sql', query: `UPDATE users SET name = name || '${index % 10}'` }
  return { action_type: 'execute_sql', query: `SELECT ${index}, name FROM users ORDER BY id LIMIT 1` }
}

describe('a long episode', () => {
  test('is played again page by page, to equal bytes', async () => {
    const steps = 600
    const asked: LaneRequest[] = []
    const registry = new SessionRegistry({ lanes: watched(asked), sharedBytes: 0 })
    try {
      for (const session of ['straight', 'again'])
        await registry.reset(session, { task_id: 'task_easy', episode_id: 'e' })
      for (let index = 0; index < steps; index++) {
        const [one, other] = await Promise.all([
          registry.step('straight', actionOf(index)),
          registry.step('again', actionOf(index)),
        ])
        expect(other).toEqual(one)
      }
      asked.length = 0
      registry.passivate(0)
      const last = { action_type: 'execute_sql', query: 'SELECT total_changes(), group_concat(name) FROM users' }
      const [one, other] = await Promise.all([registry.step('straight', last), registry.step('again', last)])
      expect(other).toEqual(one)
      const replayed = asked.flatMap((request) => ('before' in request ? [request.before] : []))
      expect(replayed.flat()).toHaveLength(2 * steps)
      expect(replayed.length).toBeGreaterThanOrEqual(2 * 3)
      for (const before of replayed) {
        expect(before.length).toBeLessThanOrEqual(pageLimits.steps)
        const size = before.reduce((sum, { action }) => sum + action.length, 0)
        expect(size).toBeLessThanOrEqual(pageLimits.characters)
      }
    } finally {
      await registry.close()
    }
  })
})
