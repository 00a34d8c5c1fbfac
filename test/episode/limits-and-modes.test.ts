import { beforeAll, describe, expect, it } from 'vitest'
import { createEnvironment, createRuntime, taskList, type Environment, type RewardMode } from '../../src/index.ts'
import type { EpisodeOutcome, StepResult } from '../../src/contract/episode.ts'
import { finish, inspect, playFrom, repairEasy, rewardsOf, sql, take, toMicros } from './play.ts'

let environment: Environment
beforeAll(async () => {
  environment = await createEnvironment()
})

const outcomeOf = (results: readonly StepResult[]): EpisodeOutcome => results.at(-1)?.metadata as EpisodeOutcome
const sumOf = (results: readonly StepResult[]): number =>
  rewardsOf(results).reduce((sum, reward) => sum + toMicros(reward), 0)
const selects = (count: number) => Array.from({ length: count }, (_, index) => sql(`SELECT ${index}`))

describe('the step limit', () => {
  it('ends the episode with the own reward of the step and the share of the score', async () => {
    const results = await playFrom(environment, {}, ...repairEasy, ...selects(8))
    expect(results.map(({ done }) => done)).toEqual([...Array.from({ length: 9 }, () => false), true])
    expect(results.at(-1)).toMatchObject({
      reward: 0.53,
      observation: { steps_remaining: 0, current_step: 10, last_query_result: { rows: [[7]] } },
      metadata: { grader_score: 1, return: 0.8, truncated: true, solved: true },
    })
  })

  it.each([
    ['repeated', sql('SELECT 0'), 0.48],
    ['failed', sql('SELECT nothing'), 0.45],
    ['invalid', { action_type: 'dance' }, 0.45],
  ])('pays the own reward of a step that is %s', async (_, last, reward) => {
    const results = await playFrom(environment, {}, ...repairEasy, ...selects(7), last)
    expect(results.at(-1)).toMatchObject({ reward, done: true, metadata: { truncated: true } })
  })

  it('is not what ends an episode that is finished on its last step', async () => {
    const results = await playFrom(environment, {}, ...repairEasy, ...selects(7), finish)
    expect(results.at(-1)).toMatchObject({ reward: 0.5, done: true, metadata: { truncated: false, solved: true } })
  })

  it('is that of each task, or that of the settings', async () => {
    for (const task of taskList) {
      const { observation } = await environment.reset({ task_id: task.id })
      expect(observation.steps_remaining).toBe(task.stepLimit)
      expect(observation.metadata.prompt).toContain(`You have ${task.stepLimit} steps`)
    }
    const runtime = await createRuntime({ stepLimits: { task_easy: 2 } })
    const short = runtime.createEnvironment()
    const results = await playFrom(short, {}, ...repairEasy)
    expect(results.at(-1)).toMatchObject({ done: true, metadata: { truncated: true, solved: true } })
    expect(runtime.listTasks()[0]).toMatchObject({ id: 'task_easy', step_limit: 2 })
  })

  it('is followed by nothing', async () => {
    await playFrom(environment, {}, finish)
    const state = environment.state()
    for (const action of [sql('SELECT 1'), finish, null]) {
      await expect(environment.step(action)).rejects.toMatchObject({ code: 'episode_over' })
    }
    expect(environment.state()).toEqual(state)
    expect(state).toMatchObject({ done: true, step_count: 1 })
  })
})

/** Repairs, breaks and repairs again, with failures in between. */
const journey = [
  inspect,
  repairEasy[0],
  sql('SELECT nothing'),
  sql("UPDATE users SET phone = 'lost', name = 'lost'"),
  { action_type: 'dance' },
  repairEasy[1],
]

describe('reward modes', () => {
  it('classic is the default of the five tasks', async () => {
    for (const task of taskList) {
      await environment.reset({ task_id: task.id })
      expect(environment.state().reward_mode).toBe('classic')
    }
  })

  it.each<[RewardMode, number]>([
    ['terminal', 1],
    ['solved', 1],
  ])('%s pays once, at the end', async (mode, last) => {
    const won = await playFrom(environment, { reward_mode: mode }, inspect, ...repairEasy, sql('SELECT oops'), finish)
    expect(rewardsOf(won)).toEqual([0, 0, 0, 0, last])
    expect(outcomeOf(won)).toMatchObject({ grader_score: 1, return: 1, score: 1, solved: true, reward_mode: mode })
  })

  it('terminal pays the score and solved nothing when something is missing', async () => {
    const part = await playFrom(environment, { reward_mode: 'terminal' }, repairEasy[0], finish)
    const { grader_score: score } = outcomeOf(part)
    expect(score).toBeGreaterThan(0)
    expect(rewardsOf(part)).toEqual([0, score])
    expect(outcomeOf(part)).toMatchObject({ return: score, score, solved: false })
    const none = await playFrom(environment, { reward_mode: 'solved' }, repairEasy[0], finish)
    expect(rewardsOf(none)).toEqual([0, 0])
    expect(outcomeOf(none)).toMatchObject({ grader_score: score, return: 0, score: 0, solved: false })
  })

  it.each<RewardMode>(['terminal', 'solved', 'potential'])('%s pays nothing for a blocked end', async (mode) => {
    const results = await playFrom(environment, { reward_mode: mode }, ...repairEasy, sql('DROP TABLE users'))
    expect(sumOf(results)).toBe(0)
    expect(outcomeOf(results)).toMatchObject({ grader_score: 0, return: 0, score: 0, solved: false })
  })

  it('potential pays every change of the score, down as well as up, and sums to the score exactly', async () => {
    const results = await playFrom(environment, { reward_mode: 'potential' }, ...journey, repairEasy[0], finish)
    const [look, phones, failed, broken, invalid] = rewardsOf(results) as [number, number, number, number, number]
    expect(phones).toBeGreaterThan(0)
    expect(broken).toBe(-phones)
    expect([look, failed, invalid]).toEqual([0, 0, 0])
    expect(sumOf(results)).toBe(toMicros(outcomeOf(results).grader_score))

    const solved = await playFrom(environment, { reward_mode: 'potential' }, ...repairEasy, finish)
    expect(sumOf(solved)).toBe(1_000_000)
    expect(rewardsOf(solved).at(-1)).toBe(0)
  })

  it('potential gives at every step what terminal would give there', async () => {
    const twin = await createEnvironment()
    await environment.reset({ reward_mode: 'potential', seed: 11 })
    let sum = 0
    for (const [index, action] of journey.entries()) {
      const [result] = await take(environment, action)
      sum += toMicros(result?.reward ?? 0)
      const end = await playFrom(twin, { reward_mode: 'terminal', seed: 11 }, ...journey.slice(0, index + 1), finish)
      expect(sum).toBe(toMicros(end.at(-1)?.reward ?? -1))
    }
    twin.close()
  })

  it('differ in rewards and outcome alone', async () => {
    const modes: readonly RewardMode[] = ['classic', 'terminal', 'potential', 'solved']
    const seen = new Set<string>()
    for (const reward_mode of modes) {
      const results = await playFrom(environment, { reward_mode }, ...journey, finish)
      seen.add(JSON.stringify(results.map(({ observation, done }) => ({ observation, done }))))
      expect(toMicros(outcomeOf(results).return)).toBe(sumOf(results))
    }
    expect(seen.size).toBe(1)
  })

  it('may be priced otherwise', async () => {
    const rewards = { inspect: 0.1, valid: 0.2, invalid: -0.3, repeated: 0, destructive: -1, completion: 0.000_001 }
    const runtime = await createRuntime({ rewards })
    const results = await playFrom(runtime.createEnvironment(), {}, inspect, inspect, ...repairEasy, null, finish)
    expect(rewardsOf(results)).toEqual([0.1, 0, 0.2, 0.2, -0.3, 0.000_001])
  })
})
