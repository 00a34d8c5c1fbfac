import { beforeAll, describe, expect, it } from 'vitest'
import { Episode } from '../../../src/episode/episode.ts'
import { defaultRewards } from '../../../src/episode/rewards.ts'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import { familyList, levels } from '../../../src/tasks/family-list.ts'
import { resolveTask } from '../../../src/tasks/family-list.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { playTrial } from '../../../src/tasks/trial.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN

describe('SQL that was right once does not serve again', () => {
  it.each(familyList)('$id from level 3 on', ({ id }) => {
    for (const level of [3, 4, 5]) {
      const task = resolveTask(`${id}@1/clinic/${level}`)
      const instances = [20, 21, 22, 23].map((seed) => instantiate(engine, task, seed))
      const scores = instances.flatMap((source) =>
        instances
          .filter((other) => other !== source)
          .map((other) => playTrial(engine, other, source.draft.oracles[0].queries).scoreMicros / 1e6),
      )
      expect(scores).toHaveLength(12)
      expect(median(scores)).toBeLessThanOrEqual(0.3)
    }
  })
})

describe('whoever climbs no higher than one level gets at most half of the next', () => {
  it.each(familyList)('$id', ({ id }) => {
    const rungs: readonly (readonly [level: number, naive: string])[] = [
      [3, 'the newest rule for all'],
      [4, 'corrections left out'],
      [4, 'lines with a batch number only'],
      [5, 'corrections left out'],
    ]
    for (const [level, name] of rungs) {
      for (const seed of [30, 31]) {
        const instance = instantiate(engine, resolveTask(`${id}@1/school/${level}`), seed)
        const repair = instance.draft.naive.find((candidate) => candidate.name === name)
        expect(repair?.name).toBe(name)
        expect(playTrial(engine, instance, repair?.queries ?? []).scoreMicros).toBeLessThanOrEqual(500_000)
      }
    }
  })
})

describe('an episode', () => {
  it.each(familyList)('of $id is solved by both oracles within its own step limit', ({ id }) => {
    for (const level of levels) {
      const instance = instantiate(engine, resolveTask(`${id}@1/saas/${level}`), 7)
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
