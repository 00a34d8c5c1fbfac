/** Random episodes of statements that touch and read what a connection remembers. */
import fc from 'fast-check'
import type { ResetParams } from '../../src/contract/episode.ts'
import { dropStatements, makeUsers, pragmaReaders, stateReaders, stateStatements } from '../sql/state-statements.ts'
import { inspect, sql } from './episodes.ts'
import { generatedTask, type Plan } from './ways.ts'

/** Up to three statements as one, in a transaction or a savepoint, explained, or with what makes them fail at the end. */
function actionOf(statements: readonly string[]): fc.Arbitrary<object> {
  const one = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...statements) },
    { weight: 3, arbitrary: fc.constantFrom(...stateReaders) },
    { weight: 1, arbitrary: fc.constantFrom(...pragmaReaders) },
  )
  const explain = fc.constantFrom('EXPLAIN', 'EXPLAIN QUERY PLAN')
  const around = fc.constantFrom(
    ...(['BEGIN; _; ROLLBACK', 'BEGIN; _; COMMIT', 'SAVEPOINT s; _; ROLLBACK TO s; RELEASE s', '_; SELEC'] as const),
  )
  const query = fc.oneof(
    { weight: 6, arbitrary: one },
    { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }).map((list) => list.join('; ')) },
    { weight: 1, arbitrary: fc.tuple(explain, one).map((words) => words.join(' ')) },
    { weight: 1, arbitrary: fc.tuple(around, one).map(([text, statement]) => text.replace('_', () => statement)) },
  )
  return fc.oneof(
    { weight: 12, arbitrary: query.map(sql) },
    { weight: 1, arbitrary: fc.constantFrom(inspect, { ...inspect, table_name: 'scratch' }, { action_type: 'dance' }) },
  )
}

const rewardMode = fc.constantFrom('classic', 'terminal', 'potential', 'solved')

interface Kind {
  readonly params: fc.Arbitrary<ResetParams>
  readonly before: readonly object[]
  readonly action: fc.Arbitrary<object>
}

/** Of the classic tasks, where DROP TABLE ends the episode, and of those where one's own tables may be dropped. */
const kinds: readonly Kind[] = [
  {
    params: fc.record({ task_id: fc.constant('task_easy'), seed: fc.constantFrom(null, 4), reward_mode: rewardMode }),
    before: [],
    action: actionOf(stateStatements),
  },
  {
    params: fc.record({ task_id: fc.constant(generatedTask), seed: fc.constantFrom(1, 2), reward_mode: rewardMode }),
    before: [sql(makeUsers)],
    action: actionOf([...stateStatements, ...dropStatements, ...dropStatements]),
  },
]

function planOf({ params, before, action }: Kind): fc.Arbitrary<Plan> {
  return fc
    .record({
      params,
      actions: fc.array(action, { minLength: 4, maxLength: 16 }).map((actions) => [...before, ...actions]),
      at: fc.nat(),
      detour: fc.array(action, { minLength: 1, maxLength: 3 }),
    })
    .map((plan) => ({ ...plan, at: plan.at % (plan.actions.length + 1) }))
}

export const randomPlan: fc.Arbitrary<Plan> = fc.oneof(...kinds.map(planOf))
