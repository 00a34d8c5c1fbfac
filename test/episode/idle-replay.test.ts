/** Playing an episode again without what left nothing behind gives what playing all of it gives. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Action, createRuntime, type Environment } from '../../src/index.ts'
import type { Runtime } from '../../src/episode/runtime.ts'
import type { PastStep } from '../../src/episode/past-step.ts'
import { limits } from '../../src/sql/limits.ts'
import { inspect, sql } from './play.ts'
import { randomActions } from './random-actions.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await createRuntime()
})
afterAll(() => runtime.close())

/** Plays actions in one environment, noting what a journal notes. */
async function playNoting(
  environment: Environment,
  actions: readonly unknown[],
): Promise<{ texts: string[]; steps: PastStep[] }> {
  const texts: string[] = []
  const steps: PastStep[] = []
  for (const action of actions) {
    texts.push(JSON.stringify(await environment.step(action)))
    steps.push({ action, cut: null, idle: environment.lastIdle, result: null })
  }
  return { texts, steps }
}

describe('a replay without what left nothing behind', () => {
  it('goes on with equal bytes, wherever it stops', async () => {
    let skipped = 0
    await fc.assert(
      fc.asyncProperty(randomActions, fc.constantFrom('classic', 'potential', 'terminal'), async (actions, mode) => {
        const params = { reward_mode: mode, seed: 4 } as const
        const whole = runtime.createEnvironment()
        await whole.reset(params)
        const { texts, steps } = await playNoting(whole, actions)
        skipped += steps.filter(({ idle }) => idle !== null).length
        for (let at = 0; at < actions.length; at++) {
          const again = runtime.createEnvironment()
          await again.reset(params)
          for (const step of steps.slice(0, at)) await again.replay(step)
          expect(again.state()).toMatchObject({ step_count: at, done: false })
          expect((await playNoting(again, actions.slice(at))).texts).toEqual(texts.slice(at))
          expect(again.state()).toEqual(whole.state())
          again.close()
        }
        whole.close()
      }),
      { numRuns: 30 },
    )
    expect(skipped).toBeGreaterThan(30)
  })

  it('runs again whatever may have an effect', async () => {
    const environment = runtime.createEnvironment()
    await environment.reset({})
    const { steps } = await playNoting(environment, [
      inspect,
      sql('SELECT * FROM users'),
      sql('SELECT nothing'),
      { action_type: 'dance' },
      sql('UPDATE users SET name = name WHERE 0'),
      sql('PRAGMA foreign_keys'),
      sql('BEGIN; COMMIT'),
      sql('INSERT INTO users (name) VALUES (1); SELECT nothing'),
      sql('CREATE TEMP TABLE t (x)'),
    ])
    expect(steps.map(({ idle }) => idle)).toEqual([
      'inspect',
      'valid',
      'invalid',
      'invalid',
      null,
      null,
      null,
      null,
      null,
    ])
    environment.close()
  })

  it('runs again what opens TEMP, and only the first that does', async () => {
    const environment = runtime.createEnvironment()
    await environment.reset({})
    const { steps } = await playNoting(environment, [
      sql('EXPLAIN SELECT * FROM sqlite_temp_schema'),
      sql('CREATE VIRTUAL TABLE temp.e USING json_each'),
      sql('SELECT * FROM sqlite_temp_schema'),
      inspect,
      sql('CREATE TEMP TABLE t (a, a)'),
    ])
    expect(steps.map(({ idle }) => idle)).toEqual(['valid', null, 'valid', 'inspect', 'invalid'])
    environment.close()
  })

  it('has no trajectory of what it did not run', async () => {
    const environment = runtime.createEnvironment()
    await environment.reset({})
    await environment.replay({ action: inspect, cut: null, idle: 'inspect', result: null })
    expect(() => environment.trajectory()).toThrow('the results of this episode are elsewhere')
    environment.close()
  })

  it('decides as if all had been run where a budget is nearly spent', { timeout: 300_000 }, async () => {
    const first = sql('SELECT * FROM users')
    const heavy = (rows: number): Action =>
      sql(
        `UPDATE users SET note = 'seen ' || (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ${rows}) SELECT count(*) FROM c) WHERE id = (SELECT min(id) FROM users NOT INDEXED WHERE name || email IS NOT NULL)`,
      )
    /** Whether so many rows are within the budget, cold or behind a query that has read the pages. */
    const fits = async (rows: number, isWarm: boolean): Promise<boolean> => {
      const environment = runtime.createEnvironment()
      await environment.reset({})
      if (isWarm) await environment.step(first)
      const { observation } = await environment.step(heavy(rows))
      environment.close()
      return observation.last_error === null
    }
    // Nearly, by what the engine counts; then to the row.
    const { seedImage, clock, summary } = await runtime.instance(runtime.task('task_easy'), null)
    const lease = await runtime.engines.lease()
    const { engine } = lease
    const spentOn = (rows: number): number => {
      const sandbox = engine.open(seedImage, { safety: 'any', clock, summary })
      sandbox.run(first.query as string, ['t'])
      sandbox.run(heavy(rows).query as string, ['t'])
      const { spent } = engine.meter
      sandbox.close()
      return spent
    }
    const [few, more] = [800_000, 900_000]
    const perRow = (spentOn(more) - spentOn(few)) / (more - few)
    const near = Math.floor(more + (limits.work - spentOn(more)) / perRow)
    lease.release()
    let [most, tooMany] = [near - 32, near + 32]
    while (!(await fits(most, true))) most -= 64
    while (await fits(tooMany, true)) tooMany += 64
    while (tooMany - most > 1) {
      const middle = Math.floor((most + tooMany) / 2)
      if (await fits(middle, true)) most = middle
      else tooMany = middle
    }
    // The page cache does decide: this is what must not be seen.
    expect(await fits(most, false)).toBe(false)

    const written = sql("SELECT count(*) FROM users WHERE note LIKE 'seen %'")
    const straight = runtime.createEnvironment()
    await straight.reset({})
    const expected: string[] = []
    for (const action of [first, heavy(most), written]) expected.push(JSON.stringify(await straight.step(action)))
    expect(expected.at(-1)).toContain('[[1]]')

    const replayed = runtime.createEnvironment()
    await replayed.reset({})
    await replayed.replay({ action: first, cut: null, idle: 'valid', result: null })
    expect(JSON.stringify(await replayed.step(heavy(most)))).toBe(expected[1])
    expect(JSON.stringify(await replayed.step(written))).toBe(expected[2])

    await straight.undo()
    const fork = await straight.fork()
    expect(JSON.stringify(await straight.step(written))).toBe(expected[2])
    expect(JSON.stringify(await fork.step(written))).toBe(expected[2])
    for (const environment of [straight, replayed, fork]) environment.close()
  })
})
