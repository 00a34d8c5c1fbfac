import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rewardModes } from '../../src/contract/episode.ts'
import { Episode } from '../../src/episode/episode.ts'
import { defaultRewards, type RewardRule, rewardRules, toPoints } from '../../src/episode/rewards.ts'
import type { EngineLease } from '../../src/sql/engine-pool.ts'
import { createRuntime, type Runtime } from '../../src/index.ts'
import type { TaskInstance } from '../../src/tasks/instantiate.ts'
import { finish, inspect, repairEasy, sql, toMicros } from './play.ts'

let runtime: Runtime
let lease: EngineLease
let instance: TaskInstance
beforeAll(async () => {
  runtime = await createRuntime()
  lease = await runtime.engines.lease()
  instance = await runtime.instance(runtime.task('task_easy'), null)
})
afterAll(() => {
  lease.release()
  runtime.close()
})

/** A mode that there is not: the change of the third root of the score, less a cent for each step. */
const shaped: RewardRule = {
  gradesEachStep: true,
  tells: true,
  pay: ({ score, scoreBefore }) => Math.round(Math.cbrt(score ?? 0) - Math.cbrt(scoreBefore)) - 10_000,
}

function start(rewardRule: RewardRule): Episode {
  const options = { episodeId: 'e', rewardMode: 'terminal', stepLimit: 15, rewards: defaultRewards } as const
  return Episode.start(lease.engine, instance, { ...options, rewardRule })
}

const [first, second] = repairEasy
const actions = [inspect, sql('SELECT 1'), first, sql('SELECT 2'), sql('SELEC'), second, finish]

describe('a mode', () => {
  it('is one rule: what is paid follows from it, step by step, and the sum is the return', () => {
    const episode = start(shaped)
    const results = actions.map((action) => episode.step(action))
    // What changes nothing pays the cent alone; both repairs together all of it.
    const roots = results.map(({ reward }) => toMicros(reward) + 10_000)
    expect(roots.map((root) => root > 0)).toEqual([false, false, true, false, false, true, false])
    // Each of two steps is rounded.
    expect(Math.abs(roots.reduce((sum, root) => sum + root, 0) - 100)).toBeLessThanOrEqual(1)
    const sum = results.reduce((total, { reward }) => total + toMicros(reward), 0)
    expect(results.at(-1)?.metadata).toMatchObject({ return: toPoints(sum), solved: true, grader_score: 1 })
    expect(episode.returnMicros).toBe(sum)
    episode.close()
  })

  it('pays again what is not run again', () => {
    const episode = start(shaped)
    const again = start(shaped)
    for (const action of actions.slice(0, -1)) episode.step(action)
    for (const { action, cut, idle, result } of episode.steps) {
      if (idle === null) again.step(action, cut)
      else again.skip(action, idle, result)
    }
    expect(episode.steps.map(({ idle }) => idle !== null)).toEqual([true, true, false, true, true, false])
    expect(again.returnMicros).toBe(episode.returnMicros)
    expect(again.step(finish)).toEqual(episode.step(finish))
    episode.close()
    again.close()
  })

  it('that grades only the end grades nothing before it', () => {
    const seen: (number | null)[] = []
    const pay: RewardRule['pay'] = ({ score }) => {
      seen.push(score)
      return 0
    }
    const episode = start({ gradesEachStep: false, tells: false, pay })
    for (const action of actions) episode.step(action)
    expect(seen).toEqual([null, null, null, null, null, null, 1_000_000])
    episode.close()
  })
})

describe.each(rewardModes)('the mode %s', (mode) => {
  it('has a rule, and its rewards sum to the return', async () => {
    const environment = runtime.createEnvironment()
    await environment.reset({ reward_mode: mode })
    let sum = 0
    let metadata: object = {}
    for (const action of actions) {
      const result = await environment.step(action)
      sum += toMicros(result.reward)
      metadata = result.metadata
    }
    expect(metadata).toMatchObject({ return: toPoints(sum), reward_mode: mode })
    environment.close()
  })

  it('is refused in the split test when it tells, and only then', async () => {
    const environment = runtime.createEnvironment()
    const reset = environment.reset({ split: 'test', index: 0, reward_mode: mode })
    if (rewardRules[mode].tells) await expect(reset).rejects.toMatchObject({ code: 'validation_error' })
    else expect((await reset).done).toBe(false)
    environment.close()
  })
})
