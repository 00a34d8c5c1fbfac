/**
 * Equal actions give equal bytes whatever way leads to them: after undo, on a fork, replayed, from shared results, on
 * another worker. First one of each kind of statement with everything that reads what it may have left, then at random.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomPlan } from './random-plans.ts'
import { sql } from './episodes.ts'
import { type Plan, Ways } from './ways.ts'
import { stateReaders, stateStatements, stoppedStatements } from '../sql/state-statements.ts'

/** EQUAL_BYTES_RUNS tries more, FC_SEED others. */
const runs = Number(process.env['EQUAL_BYTES_RUNS'] ?? 330)

let ways: Ways
let steps = 0
beforeAll(async () => {
  ways = await Ways.open()
})
afterAll(async () => await ways.close())

/** Where a way gives other bytes than the plain episode; null where none does. */
async function differenceOf(plan: Plan): Promise<object | null> {
  const expected = await ways.plainly(plan)
  for (const [way, play] of Object.entries(ways.all)) {
    const lines = await play(plan)
    steps += lines.length
    expect(lines.length).toBeGreaterThanOrEqual(plan.actions.length)
    const at = lines.findIndex((line, index) => line !== expected[index])
    if (at >= 0)
      return { way, after: plan.actions.slice(0, at), at: plan.actions[at], given: lines[at], expected: expected[at] }
  }
  return null
}

/** Few, for each way plays them again. */
const readers = stateReaders.filter((_, index) => index % 2 === 0).map(sql)

const histories = [
  [],
  [
    'CREATE TEMP TABLE scratch (x); INSERT INTO scratch SELECT id FROM users',
    'CREATE VIEW everyone AS SELECT name FROM main.users; CREATE TEMP VIEW looking AS SELECT * FROM pragma_table_list',
    'CREATE TABLE kept (a); SELECT nothing',
  ],
].map((history) => history.map(sql))

describe('each kind of statement', { timeout: 300_000 }, () => {
  test.each([0, 1])('taken, and then all ways, after history %i', async (index) => {
    const history = histories[index] as object[]
    const at = history.length + 1
    const detour = [sql('SELECT 2')]
    for (const statement of [...stateStatements, ...(index === 0 ? stoppedStatements.slice(0, 1) : [])]) {
      const actions = [...history, sql(statement), ...readers]
      expect(await differenceOf({ params: {}, actions, at, detour })).toBeNull()
    }
  })

  test.each([0, 1])('taken back, or taken by others only, after history %i', async (index) => {
    const history = histories[index] as object[]
    for (const statement of stateStatements) {
      const actions = [...history, ...readers]
      expect(await differenceOf({ params: {}, actions, at: history.length, detour: [sql(statement)] })).toBeNull()
    }
  })
})

test('at random, over 20,000 steps', { timeout: 60_000 + 1000 * runs }, async () => {
  steps = 0
  await fc.assert(
    fc.asyncProperty(randomPlan, async (plan) => {
      expect(await differenceOf(plan)).toBeNull()
    }),
    { numRuns: Number(process.env['EQUAL_BYTES_RUNS'] ?? 330) },
  )
  expect(steps).toBeGreaterThan(20_000)
  const { passivations, sharedAnswers } = ways.stats
  expect(passivations).toBeGreaterThan(1000)
  expect(sharedAnswers).toBeGreaterThan(5000)
})
