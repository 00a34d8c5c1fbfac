import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEnvironment, type Environment } from '../../src/index.ts'
import { defaultSplit, drillTasks } from '../../src/tasks/family-list.ts'
import { splits } from '../../src/tasks/define-task.ts'
import { finish } from './play.ts'

let environment: Environment
beforeAll(async () => {
  environment = await createEnvironment()
})
afterAll(() => environment.close())

const sample = drillTasks().filter(({ family }) => family?.level === 1)

describe("a task's split decides everywhere", () => {
  it('so what is held out cannot be played as training, nor the rest as test', async () => {
    for (const { id, family } of sample) {
      const isHeldOut = defaultSplit(family?.family ?? '', family?.world ?? '') === 'test'
      for (const split of splits) {
        if (isHeldOut === (split === 'test')) continue
        await expect(environment.reset({ task_id: id, split })).rejects.toMatchObject({
          code: 'validation_error',
          details: [{ loc: ['split'], msg: expect.stringContaining(`not to ${split}`) }],
        })
      }
    }
  })

  it('and a classic task belongs to none of them', async () => {
    for (const split of splits) {
      await expect(environment.reset({ task_id: 'task_easy', split })).rejects.toMatchObject({
        code: 'validation_error',
      })
    }
    await expect(environment.reset(null as never)).rejects.toMatchObject({ code: 'validation_error' })
  })

  it('and its grade names no cells and no columns, whatever reset was given', async () => {
    for (const params of [
      { task_id: 'double_escape@2/saas/2' },
      { task_id: 'double_escape@2/saas/2', split: 'test' as const },
    ]) {
      await environment.reset(params)
      const { metadata } = await environment.step(finish)
      expect(metadata).toMatchObject({ task: { split: 'test' }, grade: { columns: [], examples: [], notes: [] } })
      await expect(environment.reset({ ...params, reward_mode: 'potential' })).rejects.toMatchObject({
        code: 'validation_error',
      })
    }
  })
})

it('every outcome names what was played, a classic task too', async () => {
  for (const seed of [null, 7]) {
    await environment.reset({ task_id: 'task_hard', seed })
    expect(environment.state()).not.toHaveProperty('task')
    const { metadata } = await environment.step(finish)
    const task = { id: 'task_hard', split: 'classic', seed, version: 1 }
    expect(metadata).toMatchObject({ reward_mode: 'classic', task })
    expect(environment.state()).toMatchObject({
      done: true,
      score: 0,
      grader_score: 0,
      solved: false,
      truncated: false,
      task,
    })
  }
})
