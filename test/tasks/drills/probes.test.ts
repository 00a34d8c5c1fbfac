import { beforeAll, describe, expect, it } from 'vitest'
import { Episode } from '../../../src/episode/episode.ts'
import { defaultRewards } from '../../../src/episode/rewards.ts'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import { drillList, familyTask, worldsOf } from '../../../src/tasks/family-list.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

describe('an episode', () => {
  it.each(drillList)('of $id is solved by both oracles within its own step limit', (family) => {
    const world = worldsOf(family).at(-1)
    if (world === undefined) throw new Error('no world')
    for (const level of family.levels) {
      const instance = instantiate(engine, familyTask(family, world, level, 'train'), 7)
      const { task, stepLimit, draft } = instance
      for (const { queries } of draft.oracles) {
        const options = { episodeId: 'e', rewardMode: task.rewardMode, stepLimit, rewards: defaultRewards }
        const episode = Episode.start(engine, instance, options)
        try {
          for (const query of queries) {
            const { done, observation } = episode.step({ action_type: 'execute_sql', query })
            expect([observation.last_error, done]).toEqual([null, false])
          }
          const { reward, metadata } = episode.step({ action_type: 'finish_task' })
          expect([reward, metadata]).toMatchObject([1, { grader_score: 1, solved: true, truncated: false }])
        } finally {
          episode.close()
        }
        // Three tries and a look around are always possible.
        expect(stepLimit).toBeGreaterThanOrEqual(3 * queries.length + 4)
        expect(stepLimit).toBeLessThanOrEqual(task.stepLimit)
      }
    }
  })
})
