import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Runtime, Trajectory } from '../../src/index.ts'
import { createEnvironment, createRuntime, replay, taskList, type Environment } from '../../src/index.ts'
import { canonicalJson } from '../../src/kit/canonical-json.ts'
import { bytesOf, finish, inspect, playFrom, repairEasy, sql, take } from './play.ts'
import { randomActions } from './random-actions.ts'

const runs = { numRuns: 40 }

let environment: Environment
let twin: Environment
let runtime: Runtime
beforeAll(async () => {
  environment = await createEnvironment()
  // Another runtime: nothing is shared but the code.
  runtime = await createRuntime()
  twin = runtime.createEnvironment()
})
afterAll(() => {
  environment.close()
  twin.close()
})

const resetParams = { reward_mode: 'potential', seed: 4 } as const

describe('an episode is a function of task, seed and actions', () => {
  it('on another runtime', async () => {
    await fc.assert(
      fc.asyncProperty(randomActions, async (actions) => {
        await playFrom(environment, resetParams, ...actions)
        await playFrom(twin, resetParams, ...actions)
        expect(bytesOf(twin)).toBe(bytesOf(environment))
        expect(twin.image()).toEqual(environment.image())
      }),
      runs,
    )
  })

  it('and of nothing that happened on the engine before', async () => {
    await playFrom(twin, resetParams, repairEasy[0], finish)
    const first = bytesOf(twin)
    await playFrom(
      twin,
      {},
      sql('PRAGMA foreign_keys = ON; CREATE TEMP TABLE t AS SELECT random() AS x; INSERT INTO t VALUES (1)'),
      sql("UPDATE users SET phone = 'x'"),
    )
    await playFrom(twin, resetParams, repairEasy[0], finish)
    expect(bytesOf(twin)).toBe(first)
  })

  it('in every task, canonical and seeded', async () => {
    for (const task of taskList) {
      for (const seed of [null, 0, 12_345]) {
        const params = { task_id: task.id, seed }
        const read = task.id === 'task_easy' ? 'users' : 'sqlite_schema'
        const actions = [inspect, sql(`SELECT * FROM ${read}`), sql('SELECT random()'), finish]
        await playFrom(environment, params, ...actions)
        await playFrom(twin, params, ...actions)
        expect(bytesOf(twin)).toBe(bytesOf(environment))
      }
    }
  })
})

describe('fork', () => {
  it('goes on as the original does, at any point, and neither disturbs the other', async () => {
    await fc.assert(
      fc.asyncProperty(randomActions, randomActions, fc.nat(), async (actions, detour, at) => {
        const point = at % (actions.length + 1)
        await playFrom(environment, resetParams, ...actions.slice(0, point))
        const fork = await environment.fork()
        expect(bytesOf(fork)).toBe(bytesOf(environment))
        const stray = await environment.fork()
        await take(stray, ...detour.slice(0, 9 - point))
        await take(fork, ...actions.slice(point), finish)
        await take(environment, ...actions.slice(point), finish)
        expect(bytesOf(fork)).toBe(bytesOf(environment))
        expect(fork.image()).toEqual(environment.image())
        stray.close()
        fork.close()
      }),
      runs,
    )
  })

  it('works after the end and outlives the original', async () => {
    await playFrom(twin, {}, ...repairEasy, finish)
    const bytes = bytesOf(twin)
    const fork = await twin.fork()
    await twin.reset()
    expect(bytesOf(fork)).toBe(bytes)
    await expect(fork.step(inspect)).rejects.toMatchObject({ code: 'episode_over' })
    await expect(fork.undo()).rejects.toMatchObject({ code: 'episode_over' })
    expect(bytesOf(fork)).toBe(bytes)
    fork.close()
  })
})

describe('calls that overlap', () => {
  it('undo and fork nothing that happened meanwhile', async () => {
    await playFrom(environment, {}, inspect)
    const undone = environment.undo()
    await environment.step(finish)
    await expect(undone).rejects.toMatchObject({ code: 'wrong_use' })
    expect(environment.state()).toMatchObject({ done: true, step_count: 2 })

    await playFrom(environment, {}, inspect)
    const forked = environment.fork()
    await environment.step(finish)
    await expect(forked).rejects.toMatchObject({ code: 'wrong_use' })

    const [first, second] = await Promise.allSettled([environment.reset({ seed: 1 }), environment.reset({ seed: 2 })])
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a fork', () => {
  it('is told by record and outcome of both, and of nothing else', async () => {
    const { metadata: plain } = (await playFrom(environment, {}, ...repairEasy, finish)).at(-1) ?? {}
    expect(plain).not.toHaveProperty('forked')
    expect(environment.trajectory()).not.toHaveProperty('forked')
    await playFrom(environment, {}, inspect)
    const fork = await environment.fork()
    const second = await fork.fork()
    // It ends, and shows what was right; the original repairs with that.
    const peeked = await fork.step(finish)
    expect(peeked.metadata).toMatchObject({ forked: true, solved: false })
    await take(environment, ...repairEasy)
    expect((await environment.step(finish)).metadata).toMatchObject({ forked: true, solved: true })
    expect(environment.trajectory()).toMatchObject({ forked: true })
    expect((await second.step(finish)).metadata).toMatchObject({ forked: true })
    expect(await replay(JSON.parse(JSON.stringify(environment.trajectory())))).toMatchObject({ equal: true })
    // A new episode in the same place has no part in it, nor has one that was forked when it was over.
    await playFrom(environment, {}, inspect, finish)
    ;(await environment.fork()).close()
    expect(environment.trajectory()).not.toHaveProperty('forked')
    for (const copy of [fork, second]) copy.close()
  })
})

describe('undo', () => {
  it('and the same again is as if nothing had been', async () => {
    await fc.assert(
      fc.asyncProperty(randomActions, fc.integer({ min: 1, max: 3 }), async (actions, count) => {
        await playFrom(environment, resetParams, ...actions)
        const [bytes, image] = [bytesOf(environment), environment.image()]
        if (environment.state().done) {
          await expect(environment.undo()).rejects.toMatchObject({ code: 'episode_over' })
          return
        }
        const back = Math.min(count, actions.length)
        for (let taken = 0; taken < back; taken++) expect(await environment.undo()).not.toBeNull()
        expect(environment.state().step_count).toBe(actions.length - back)
        await take(environment, ...actions.slice(actions.length - back))
        expect(bytesOf(environment)).toBe(bytes)
        expect(environment.image()).toEqual(image)
      }),
      runs,
    )
  })

  it('takes back what a step paid, and stops at the beginning', async () => {
    const reset = await environment.reset()
    const first = await environment.step(inspect)
    await environment.step(sql('SELEC'))
    expect(await environment.undo()).toEqual({ observation: first.observation, reward: 0.05 })
    expect(await environment.undo()).toEqual({ observation: reset.observation, reward: -0.03 })
    expect(await environment.undo()).toBeNull()
    expect(environment.trajectory()).toMatchObject({ steps: [], reset })
    // Not remembered either: the inspection pays again.
    expect(await environment.step(inspect)).toMatchObject({ reward: 0.03 })
  })

  it('is refused after the end, however it came: the grade shows what would have been right', async () => {
    const last = sql('SELECT 1')
    for (const actions of [
      [inspect, finish],
      [inspect, sql('DROP TABLE users')],
      Array.from({ length: 10 }, () => last),
    ]) {
      await environment.reset()
      await take(environment, ...actions)
      const bytes = bytesOf(environment)
      await expect(environment.undo()).rejects.toMatchObject({ code: 'episode_over' })
      expect(bytesOf(environment)).toBe(bytes)
    }
  })

  it('in a loop earns nothing in mode potential, counted with what it takes back', async () => {
    let earned = 0
    await environment.reset({ task_id: 'task_easy', reward_mode: 'potential' })
    const [repair] = repairEasy
    for (let turn = 0; turn < 10; turn++) {
      const { reward } = await environment.step(repair)
      expect(reward).toBeGreaterThan(0)
      earned += reward + ((await environment.undo())?.reward ?? 0)
    }
    expect(earned).toBe(0)
    for (const action of [...repairEasy, finish]) earned += (await environment.step(action)).reward
    expect(earned).toBeCloseTo(1, 9)
  })
})

describe('reset', () => {
  it('in the middle of an episode leaves nothing of it', async () => {
    const dirty = [
      inspect,
      sql('SELECT 1'),
      sql('CREATE TEMP TABLE scratch (x); CREATE TABLE junk (y); PRAGMA foreign_keys = ON'),
      sql('DELETE FROM users'),
    ]
    const check = [inspect, sql('SELECT 1'), sql('PRAGMA foreign_keys'), sql('SELECT count(*) FROM users'), finish]
    await playFrom(twin, {}, ...check)
    await playFrom(environment, { episode_id: 'before' }, ...dirty)
    await playFrom(environment, {}, ...check)
    expect(bytesOf(environment)).toBe(bytesOf(twin))
  })
})

describe('replay', () => {
  const recorded = async (...actions: readonly unknown[]): Promise<Trajectory> => {
    await playFrom(environment, resetParams, ...actions)
    return JSON.parse(JSON.stringify(environment.trajectory())) as Trajectory
  }

  it('of a trajectory that went through JSON is equal', async () => {
    await fc.assert(
      fc.asyncProperty(randomActions, async (actions) => {
        const trajectory = await recorded(...actions)
        expect(canonicalJson(trajectory)).toBe(canonicalJson(environment.trajectory()))
        expect(await replay(trajectory)).toEqual({
          equal: true,
          steps: actions.length,
          firstDifference: null,
          expected: null,
          actual: null,
        })
      }),
      runs,
    )
  })

  it('holds where actions hold what JSON does not, and names that other languages trip over', async () => {
    const odd = { action_type: 'execute_sql', query: 'SELECT 1', metadata: { when: new Date(0), nothing: undefined } }
    const names = sql('CREATE TABLE "__proto__" ("constructor"); SELECT \'\uD83D\' AS "toString"')
    expect(await replay(await recorded(odd, names, undefined, Number.NaN))).toMatchObject({ equal: true, steps: 4 })
  })

  it('names the first step that differs, and both sides', async () => {
    const trajectory = await recorded(inspect, repairEasy[0], sql('SELECT random()'), finish)
    const tampered = (change: (copy: Trajectory) => void): Trajectory => {
      const copy = structuredClone(trajectory)
      change(copy)
      return copy
    }
    const stepOf = (copy: Trajectory, index: number) => copy.steps[index] as Trajectory['steps'][number]
    const cases: [Trajectory, 'image' | 'reset' | number][] = [
      [tampered((copy) => (copy.image_digest = '00')), 'image'],
      [tampered((copy) => (copy.reset.observation.goal = 'less')), 'reset'],
      [tampered((copy) => (copy.reward_mode = 'terminal')), 2],
      [tampered((copy) => (copy.seed = 5)), 'image'],
      [tampered((copy) => (stepOf(copy, 0).result.reward = 1)), 1],
      [tampered((copy) => (stepOf(copy, 1).action = repairEasy[1])), 2],
      [tampered((copy) => (stepOf(copy, 2).result.observation.last_query_result = null)), 3],
      [tampered((copy) => (stepOf(copy, 2).host_cut = 'time')), 3],
      [tampered((copy) => (stepOf(copy, 3).result.done = false)), 4],
      [tampered((copy) => copy.steps.splice(1, 1)), 2],
      [tampered((copy) => copy.steps.push(stepOf(copy, 0))), 5],
    ]
    for (const [copy, where] of cases) {
      const report = await replay(copy)
      expect([report.equal, report.firstDifference]).toEqual([false, where])
      expect(report.expected).not.toBe(report.actual)
    }
    expect(await replay(tampered((copy) => (copy.image_digest = null)))).toMatchObject({ equal: true })
  })

  it('repeats what the host had cut, in the words the agent was told', async () => {
    const trajectory = await recorded(sql('SELECT oops'), finish)
    const [cut] = trajectory.steps
    if (cut === undefined) throw new Error('no step')
    cut.action = sql('UPDATE users SET phone = 1')
    cut.host_cut = 'time'
    cut.result.observation.last_error = 'statement 7: stopped: the query ran too long'
    expect(await replay(trajectory)).toMatchObject({ equal: true })
  })

  it('refuses what is no trajectory', async () => {
    const trajectory = await recorded(inspect)
    for (const wrong of [null, [], {}, { ...trajectory, format: 'x' }, { ...trajectory, extra: 1 }]) {
      await expect(replay(wrong)).rejects.toMatchObject({ code: 'validation_error' })
    }
    await expect(replay({ ...trajectory, task_id: 'task_none' })).rejects.toMatchObject({ code: 'unknown_task' })
  })
})
