import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '../../src/kit/errors.ts'
import type { Observation } from '../../src/contract/observation.ts'
import { decodeResult, type EncodedResult } from '../../src/sessions/encoded-result.ts'
import type { LanePool } from '../../src/sessions/lane-pool.ts'
import { repeatLast } from '../../src/sessions/player.ts'
import { SessionRegistry, type SessionRegistryOptions } from '../../src/sessions/session-registry.ts'
import { createLanes } from '../server/test-server.ts'

let lanes: LanePool
beforeAll(async () => {
  lanes = await createLanes({})
})
afterAll(() => lanes.close())

const registries: SessionRegistry[] = []
function createRegistry(options: Omit<SessionRegistryOptions, 'lanes'> = {}): SessionRegistry {
  const registry = new SessionRegistry({ lanes, ...options })
  registries.push(registry)
  return registry
}
afterEach(async () => {
  for (const registry of registries.splice(0)) await registry.close()
})

const inspect = { action_type: 'inspect_schema' }
const observed = (result: EncodedResult): Observation => decodeResult(result).observation
const select = (text: string): object => ({ action_type: 'execute_sql', query: `SELECT '${text}'` })

async function codeOf(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  const reason = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(reason).toBeInstanceOf(AppError)
  return (reason as AppError).code
}

describe('a connection that owes a sign of life', () => {
  /** A session whose connection is silent for as long as the test says, and a count of its evictions. */
  function attach(registry: SessionRegistry, id: string, passing: boolean): { silentMs: number; evicted: number } {
    const connection = { silentMs: 0, evicted: 0 }
    registry.attach(id, {
      create: true,
      passing,
      onReplaced: () => undefined,
      silentMs: () => connection.silentMs,
      onEvicted: () => connection.evicted++,
    })
    return connection
  }

  test('keeps its session until a place is needed, and then the longest silence goes first', async () => {
    let now = 0
    const registry = createRegistry({ maxSessions: 4, now: () => now })
    const live = attach(registry, 'live', true)
    const named = attach(registry, 'c-named', false)
    const short = attach(registry, 'short', true)
    const long = attach(registry, 'long', true)
    now = 10_000
    named.silentMs = 9000
    short.silentMs = 2000
    long.silentMs = 3000
    registry.reapIdle()
    expect(registry.size).toBe(4)
    // What nobody can come back to goes before what somebody can.
    for (const [next, gone, victim] of [
      ['a', 'long', long],
      ['b', 'short', short],
      ['c', 'c-named', named],
    ] as const) {
      await registry.reset(next, {})
      expect([registry.has(gone), victim.evicted, registry.size]).toEqual([false, 1, 4])
    }
    expect(await codeOf(registry.reset('d', {}))).toBe('capacity_reached')
    expect([registry.has('live'), live.evicted, registry.stats.evictions]).toEqual([true, 0, 3])
  })

  test('is not suspect while something is under way, nor when it was heard through another door', async () => {
    let now = 0
    const registry = createRegistry({ maxSessions: 1, now: () => now })
    const connection = attach(registry, 'c-a', false)
    now = 5000
    connection.silentMs = 1000
    const reset = registry.reset('c-a', {})
    expect(await codeOf(registry.reset('b', {}))).toBe('capacity_reached')
    await reset
    now += 500
    connection.silentMs += 500
    expect(await codeOf(registry.reset('b', {}))).toBe('capacity_reached')
    expect(observed(await registry.step('c-a', inspect)).current_step).toBe(1)
    expect(connection.evicted).toBe(0)
  })

  test('ends when it was silent for as long as an unused session may be', async () => {
    let now = 0
    const registry = createRegistry({ idleMs: 1000, now: () => now })
    const connection = attach(registry, 'a', true)
    const live = attach(registry, 'b', true)
    now = 999
    connection.silentMs = 999
    expect(registry.reapIdle()).toBe(0)
    now = 2000
    connection.silentMs = 999
    expect(registry.reapIdle()).toBe(0)
    connection.silentMs = 1000
    expect(registry.reapIdle()).toBe(1)
    expect([connection.evicted, live.evicted, registry.has('b')]).toEqual([1, 0, true])
  })
})

describe('admission', () => {
  test('only reset makes a session', async () => {
    const registry = createRegistry()
    expect(await codeOf(registry.step('a', inspect))).toBe('unknown_session')
    expect(await codeOf(registry.state('a'))).toBe('unknown_session')
    expect(registry.size).toBe(0)
    await registry.reset('a', {})
    expect(observed(await registry.step('a', inspect)).current_step).toBe(1)
    expect(registry.size).toBe(1)
  })

  test('the default session is a place before its first reset', async () => {
    const registry = createRegistry()
    expect(await codeOf(registry.step(undefined, inspect))).toBe('no_episode')
    expect(await registry.state(undefined)).toMatchObject({
      episode_id: null,
      task_id: null,
      step_count: 0,
      done: false,
    })
    expect(await registry.state('default')).toEqual(await registry.state(undefined))
    expect(registry.size).toBe(0)
    await registry.reset(undefined, { task_id: 'task_hard' })
    expect((await registry.state('default')).task_id).toBe('task_hard')
    expect(registry.size).toBe(1)
  })

  test('a failed first reset leaves nothing behind, also for what queued up behind it', async () => {
    const registry = createRegistry({ maxSessions: 1 })
    const reset = registry.reset('a', { task_id: 'task_none' })
    const step = registry.step('a', inspect)
    const state = registry.state('a')
    expect(await codeOf(reset)).toBe('unknown_task')
    expect(await codeOf(step)).toBe('unknown_session')
    expect(await codeOf(state)).toBe('unknown_session')
    expect(registry.size).toBe(0)
    await registry.reset('b', {})
  })

  test('a second reset behind a failed first one makes the session after all', async () => {
    const registry = createRegistry()
    const failed = registry.reset('a', { task_id: 'task_none' })
    const reset = registry.reset('a', {})
    expect(await codeOf(failed)).toBe('unknown_task')
    await reset
    expect(observed(await registry.step('a', inspect)).current_step).toBe(1)
    expect(registry.size).toBe(1)
  })

  test('a failed later reset keeps the session and its episode', async () => {
    const registry = createRegistry()
    await registry.reset('a', {})
    await registry.step('a', inspect)
    expect(await codeOf(registry.reset('a', { task_id: 'task_none' }))).toBe('unknown_task')
    expect((await registry.state('a')).step_count).toBe(1)
  })

  test('capacity counts sessions, and a reset of one that exists takes no place', async () => {
    const registry = createRegistry({ maxSessions: 2 })
    await registry.reset(undefined, {})
    await registry.reset('a', {})
    expect(await codeOf(registry.reset('b', {}))).toBe('capacity_reached')
    await registry.reset('a', { task_id: 'task_medium' })
    expect((await registry.state('a')).task_id).toBe('task_medium')
    expect(registry.size).toBe(2)
  })

  test('concurrent first resets cannot overfill', async () => {
    const registry = createRegistry({ maxSessions: 3 })
    const resets = await Promise.allSettled(
      Array.from({ length: 10 }, async (_, key) => await registry.reset(`${key}`, {})),
    )
    expect(resets.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(registry.size).toBe(3)
  })
})

describe('order', () => {
  test('actions of one session run as they arrived', async () => {
    const registry = createRegistry()
    await registry.reset('a', { task_id: 'task_hard' })
    const results = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => await registry.step('a', select(String(index)))),
    )
    expect(
      results.map(observed).map((observation) => [observation.current_step, observation.last_query_result]),
    ).toEqual(results.map((_, index) => [index + 1, expect.objectContaining({ rows: [[String(index)]] })]))
    expect(await codeOf(registry.step('a', inspect))).toBe('episode_over')
  })

  test('a step behind a reset plays the new episode, a state behind a step sees it', async () => {
    const registry = createRegistry()
    await registry.reset('a', { task_id: 'task_easy' })
    const [, reset, step, state] = await Promise.all([
      registry.step('a', inspect),
      registry.reset('a', { task_id: 'task_medium' }),
      registry.step('a', inspect),
      registry.state('a'),
    ])
    expect([observed(reset).task_id, observed(step).task_id]).toEqual(['task_medium', 'task_medium'])
    expect(state).toMatchObject({ task_id: 'task_medium', step_count: 1 })
  })
})

describe('idle sessions', () => {
  test('are freed after their time, counted from the last activity of any kind', async () => {
    let now = 0
    const registry = createRegistry({ idleMs: 1000, now: () => now })
    await registry.reset('a', {})
    await registry.reset('b', {})
    now = 900
    await registry.state('b')
    now = 1000
    expect(registry.reapIdle()).toBe(1)
    expect(await codeOf(registry.step('a', inspect))).toBe('unknown_session')
    now = 1899
    await registry.step('b', inspect)
    expect(registry.reapIdle()).toBe(0)
    now = 2899
    expect(registry.reapIdle()).toBe(1)
    expect(registry.size).toBe(0)
  })

  test('make room when all places are taken', async () => {
    let now = 0
    const registry = createRegistry({ idleMs: 1000, maxSessions: 1, now: () => now })
    await registry.reset('a', {})
    now = 999
    expect(await codeOf(registry.reset('b', {}))).toBe('capacity_reached')
    now = 1000
    await registry.reset('b', {})
    expect(await codeOf(registry.state('a'))).toBe('unknown_session')
  })

  test('a freed default session is a place without an episode again', async () => {
    let now = 0
    const registry = createRegistry({ idleMs: 1000, now: () => now })
    await registry.reset(undefined, {})
    now = 1000
    expect(registry.reapIdle()).toBe(1)
    expect(await codeOf(registry.step(undefined, inspect))).toBe('no_episode')
    expect((await registry.state(undefined)).episode_id).toBeNull()
  })

  test('a session with work waiting is not idle', async () => {
    let now = 0
    const registry = createRegistry({ idleMs: 1000, now: () => now })
    await registry.reset('a', {})
    const step = registry.step('a', inspect)
    now = 5000
    expect(registry.reapIdle()).toBe(0)
    expect(observed(await step).current_step).toBe(1)
    expect(registry.reapIdle()).toBe(0)
  })

  test('the timer frees them without being asked', async () => {
    const registry = createRegistry({ idleMs: 40 })
    await registry.reset('a', {})
    await expect.poll(() => registry.size, { timeout: 5000 }).toBe(0)
  })
})

describe('places without an episode', () => {
  test('hold a slot, answer state, and refuse steps until a reset', async () => {
    const registry = createRegistry({ maxSessions: 1 })
    const id = await registry.create()
    expect(registry.has(id)).toBe(true)
    expect(await codeOf(registry.create())).toBe('capacity_reached')
    expect((await registry.state(id)).episode_id).toBeNull()
    expect(await codeOf(registry.step(id, inspect))).toBe('no_episode')
    expect(await codeOf(registry.reset(id, { task_id: 'task_none' }))).toBe('unknown_task')
    expect(registry.has(id)).toBe(true)
    await registry.reset(id, {})
    expect(observed(await registry.step(id, inspect)).current_step).toBe(1)
    expect(registry.closeSession(id)).toBe(true)
    expect([registry.has(id), registry.size]).toEqual([false, 0])
    expect(() => registry.closeSession(id)).toThrow('no such session')
  })

  test('the end of a session refuses what waits and frees its place at once', async () => {
    const registry = createRegistry({ maxSessions: 1 })
    const id = await registry.create()
    const reset = registry.reset(id, {})
    const step = registry.step(id, inspect)
    expect(registry.closeSession(id)).toBe(true)
    const other = registry.reset('other', {})
    expect(await codeOf(reset)).toBe('unknown_session')
    expect(await codeOf(step)).toBe('unknown_session')
    expect((await other).done).toBe(false)
  })

  test('an attached session ends when its connection lets go', async () => {
    const registry = createRegistry()
    const id = await registry.create()
    const attachment = registry.attach(id, { onReplaced: () => undefined })
    expect(registry.closeSession(id)).toBe(false)
    await registry.reset(id, {})
    attachment.detach()
    attachment.detach()
    expect(registry.has(id)).toBe(false)
  })

  test('the newest attachment wins, and letting go of an older one changes nothing', async () => {
    let now = 0
    const registry = createRegistry({ idleMs: 1000, now: () => now })
    let replaced = 0
    const first = registry.attach('c-1', { create: true, onReplaced: () => replaced++ })
    const second = registry.attach('c-1', { onReplaced: () => replaced++ })
    expect(replaced).toBe(1)
    first.detach()
    now = 1000
    expect(registry.reapIdle()).toBe(0)
    second.detach()
    now = 1999
    expect(registry.reapIdle()).toBe(0)
    now = 2000
    expect(registry.reapIdle()).toBe(1)
    expect(() => registry.attach('c-1', { onReplaced: () => undefined })).toThrow('no such session')
  })

  test('a step after the end may repeat the last observation, and counts nothing', async () => {
    const registry = createRegistry()
    await registry.reset('a', {})
    const last = await registry.step('a', { action_type: 'finish_task' })
    expect(decodeResult(await registry.step('a', inspect, repeatLast))).toEqual({
      observation: { ...observed(last), last_error: 'the episode is over; call reset' },
      reward: 0,
      done: true,
      metadata: decodeResult(last).metadata,
    })
    expect((await registry.state('a')).step_count).toBe(1)
    expect(await codeOf(registry.step('a', inspect))).toBe('episode_over')
  })
})

describe('the end', () => {
  test('drain waits for what is queued', async () => {
    const registry = createRegistry()
    const answered: string[] = []
    const work = [registry.reset('a', {}), registry.step('a', inspect), registry.step('a', select('x'))].map(
      async (promise, index) => {
        await promise
        answered.push(String(index))
      },
    )
    await registry.drain()
    await Promise.all(work)
    expect(answered).toEqual(['0', '1', '2'])
  })

  test('close answers what is queued, frees all and admits nobody', async () => {
    const registry = createRegistry()
    const reset = registry.reset('a', {})
    const step = registry.step('a', inspect)
    await registry.close()
    expect((await reset).done).toBe(false)
    expect(observed(await step).current_step).toBe(1)
    expect(registry.size).toBe(0)
    await expect(registry.reset('a', {})).rejects.toThrow('closed')
    await registry.close()
  })
})
