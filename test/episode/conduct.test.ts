/** How an agent went about a repair is told at the end, and pays nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEnvironment, type Environment } from '../../src/index.ts'
import type { Conduct, EpisodeOutcome } from '../../src/contract/episode.ts'
import { incidentFamilies, resolveTask } from '../../src/tasks/family-list.ts'
import { draftOf } from '../../src/tasks/instantiate.ts'
import { finish } from './play.ts'

let environment: Environment
beforeAll(async () => {
  environment = await createEnvironment()
})
afterAll(() => environment.close())

async function conductOf(taskId: string, seed: number, queries: readonly string[]): Promise<[Conduct, EpisodeOutcome]> {
  await environment.reset({ task_id: taskId, seed })
  for (const query of queries) {
    const { metadata } = await environment.step({ action_type: 'execute_sql', query })
    expect(metadata).toEqual({})
  }
  const outcome = (await environment.step(finish)).metadata as EpisodeOutcome
  if (outcome.conduct === undefined) throw new Error('no conduct')
  return [outcome.conduct, outcome]
}

const drill = 'enum_drift@2/shop/2'
const draft = draftOf(resolveTask(drill), 3)
const [rules = ''] = draft.evidence ?? []
const oracle = draft.oracles[0].queries

it('counts what was looked at before the first write, and which evidence', async () => {
  const look = [`SELECT * FROM ${rules}`, 'SELECT count(*) FROM sqlite_schema', 'SELEC', `SELECT '${rules}'`]
  const [careful, outcome] = await conductOf(drill, 3, [...look, ...oracle])
  expect(careful).toEqual({
    reads_before_write: 3,
    evidence_opened: 1,
    evidence_tables: 1,
    writes_outside: 0,
    wrongly_repaired: 0,
  })
  const [hasty, same] = await conductOf(drill, 3, [...oracle, ...look.slice(0, 1)])
  expect(hasty).toMatchObject({ reads_before_write: 0, evidence_opened: 0 })
  // It is told, not paid.
  expect([same.score, same.return, same.solved]).toEqual([outcome.score, outcome.return, outcome.solved])
})

it('counts cells that were right, and the share of the damage that was found and made wrong', async () => {
  const { senders } = draft
  const [conduct, { grade }] = await conductOf(drill, 3, [...(senders?.ways[0]?.queries ?? [])])
  const { repaired, missed, miscorrected, damaged } = grade.total
  expect(miscorrected).toBeGreaterThan(0)
  expect(conduct.wrongly_repaired).toBeCloseTo(miscorrected / (repaired + missed + miscorrected), 5)
  expect(conduct.writes_outside).toBe(damaged)
})

it('tells of an incident whether the symptom is gone and the invariants hold', async () => {
  for (const { id, version, worlds } of incidentFamilies) {
    const task = `${id}@${version}/${worlds[0]?.id}/1`
    const { oracles, evidence = [] } = draftOf(resolveTask(task), 1)
    const [repaired] = await conductOf(task, 1, oracles[0].queries)
    expect([id, repaired]).toMatchObject([id, { symptoms_gone: true, invariants_hold: true, writes_outside: 0 }])
    expect(repaired.evidence_tables).toBe(evidence.length)
    const [idle] = await conductOf(task, 1, [])
    expect([id, idle]).toMatchObject([id, { symptoms_gone: false, reads_before_write: 0 }])
  }
})

it('is not told of the classic tasks, whose answers are as they always were', async () => {
  await environment.reset({ task_id: 'task_easy' })
  expect((await environment.step(finish)).metadata).not.toHaveProperty('conduct')
})
