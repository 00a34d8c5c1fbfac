import { describe, expect, test } from 'vitest'
import type { State } from '../../src/contract/episode.ts'
import type { EncodedResult } from '../../src/sessions/encoded-result.ts'
import { type Transition, TransitionCache } from '../../src/sessions/transition-cache.ts'

const state: State = {
  episode_id: 'e',
  task_id: 't',
  seed: 1,
  step_count: 0,
  step_limit: 9,
  done: false,
  reward_mode: 'classic',
}
const result = (text: string): EncodedResult => ({ observation: text, reward: 0, done: false, metadata: '{}' })
const step = (text: string): { result: EncodedResult; idle: null } => ({ result: result(text), idle: null })

function begin(cache: TransitionCache, seed = 1): Transition {
  return cache.addStart({ task_id: 't', seed }, result('start'), state) as Transition
}

describe('shared transitions', () => {
  test('are found by what was chosen at the start, whatever the episode is called', () => {
    const cache = new TransitionCache()
    const at = begin(cache)
    expect(cache.start({ task_id: 't', seed: 1, episode_id: 'mine' })?.at).toBe(at)
    expect(cache.start({ task_id: 't', seed: 1, reward_mode: null })?.at).toBe(at)
    for (const other of [
      { task_id: 't', seed: 2 },
      { task_id: 't' },
      { seed: 1 },
      { task_id: 't', seed: 1, reward_mode: 'terminal' as const },
    ]) {
      expect(cache.start(other)).toBeUndefined()
    }
  })

  test('are found by the actions that led to them', () => {
    const cache = new TransitionCache()
    const at = begin(cache)
    const one = cache.addStep(at, 'a', step('one')) as Transition
    const two = cache.addStep(one, 'a', step('two')) as Transition
    expect([cache.step(at, 'a'), cache.step(one, 'a'), cache.step(two, 'a'), cache.step(at, 'b')]).toEqual([
      one,
      two,
      undefined,
      undefined,
    ])
    expect(cache.hits).toBe(2)
    // Who comes later to the same place finds what is there.
    expect(cache.addStep(at, 'a', step('one'))).toBe(one)
  })

  test('end one step after a session has left the others', () => {
    const cache = new TransitionCache()
    const at = begin(cache)
    const common = cache.addStep(at, 'common', step('1')) as Transition
    cache.step(at, 'common')
    const mine = cache.addStep(common, 'mine', step('2')) as Transition
    const yours = cache.addStep(common, 'yours', step('3')) as Transition
    expect(cache.addStep(mine, 'more', step('4'))).toBeUndefined()
    // Somebody followed after all.
    cache.step(common, 'yours')
    expect(cache.addStep(yours, 'more', step('5'))).toBeDefined()
  })

  test('give way to younger episodes when the room is full', () => {
    const cache = new TransitionCache(10_000)
    const first = begin(cache, 0)
    for (let seed = 1; seed <= 20; seed++) {
      begin(cache, seed)
      // The first is in use all the time.
      cache.start({ task_id: 't', seed: 0 })
      cache.addStep(begin(cache, seed), 'a', step('x'.repeat(500)))
    }
    expect(cache.size).toBeLessThanOrEqual(10_000)
    expect(cache.start({ task_id: 't', seed: 0 })?.at).toBe(first)
    expect(cache.start({ task_id: 't', seed: 1 })).toBeUndefined()
    expect(cache.start({ task_id: 't', seed: 20 })).toBeDefined()
  })

  test('of one episode take a quarter of the room at most', () => {
    const cache = new TransitionCache(10_000)
    let at: Transition | undefined = begin(cache)
    let depth = 0
    while (at !== undefined && depth < 100) at = cache.addStep(at, String(depth++), step('x'.repeat(500)))
    expect(depth).toBeLessThan(10)
    expect(cache.size).toBeLessThan(4000)
  })

  test('of an evicted episode can be followed, and do not grow', () => {
    const cache = new TransitionCache(3000)
    const old = begin(cache, 0)
    const one = cache.addStep(old, 'a', step('one'))
    for (let seed = 1; seed < 20; seed++) begin(cache, seed)
    expect(cache.step(old, 'a')).toBe(one)
    const { size } = cache
    expect(cache.addStep(old, 'b', step('two'))).toBeUndefined()
    expect(cache.size).toBe(size)
  })
})
