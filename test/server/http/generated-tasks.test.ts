/** The families at the doors: ids, splits, what an agent may see, what it learns at the end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/cli/settings/config.ts'
import { AppError } from '../../../src/kit/errors.ts'
import { drillList, heldOut, resolveTask, splitInstance, splitTasks } from '../../../src/tasks/family-list.ts'
import { draftOf } from '../../../src/tasks/instantiate.ts'
import { identityOf } from '../../../src/tasks/task-identity.ts'
import type { TaskDefinition } from '../../../src/tasks/define-task.ts'
import { post, type Reply, send, startTestServer, type TestServer } from '../test-server.ts'
import { openSocket } from '../websocket-client.ts'

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startTestServer()
  folder = mkdtempSync(join(tmpdir(), 'dataops-salt-'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const list = async (on: TestServer, name: string, body: object) => (await post(on, `/dataops_env/${name}`, body)).body

async function solve(on: TestServer, task: TaskDefinition, seed: number, params: object): Promise<Reply['body']> {
  const reset = await post(on, '/reset', { session_id: 'solver', ...params })
  expect(reset.status).toBe(200)
  expect(reset.body.observation.goal).toBe(draftOf(task, seed).goal)
  for (const query of draftOf(task, seed).oracles[0].queries) {
    const { body } = await post(on, '/step', { session_id: 'solver', action: { action_type: 'execute_sql', query } })
    expect(body.observation.last_error).toBeNull()
  }
  return (await post(on, '/step', { session_id: 'solver', action: { action_type: 'finish_task' } })).body
}

describe('reset', () => {
  test('takes an id and a seed; the observation and the state do not tell them apart from any other', async () => {
    const task = resolveTask('date_iso@2/shop/2')
    const { body } = await post(server, '/reset', { task_id: 'date_iso@2/shop/2', seed: 7, session_id: 'a' })
    const { shownId, canary } = identityOf(task, 7, 0)
    expect(body.observation).toMatchObject({ task_id: shownId, goal: draftOf(task, 7).goal })
    const state = await send(server, '/state?session_id=a')
    expect(state.body).toMatchObject({ task_id: shownId, seed: 7, episode_id: `${shownId}:7`, reward_mode: 'terminal' })
    for (const text of [JSON.stringify(body), JSON.stringify(state.body)]) {
      for (const word of ['date_iso', canary]) expect(text).not.toContain(word)
    }
  })

  test('a name alone is the newest version in its first world at level 1, and no seed is seed 0', async () => {
    const first = (await post(server, '/reset', { task_id: 'lookup_null' })).body
    const same = (await post(server, '/reset', { task_id: resolveTask('lookup_null').id, seed: 0 })).body
    expect(first).toEqual(same)
  })

  test('a split and an index are one instance, which tells at the end what it was', async () => {
    const { task, seed } = splitInstance('train', 123)
    const listed = (await list(server, 'task', { split: 'train', index: 123 })).task
    expect(listed).toEqual({
      id: task.id,
      split: 'train',
      index: 123,
      difficulty: task.difficulty,
      group: task.family?.family,
      seed,
      family: task.family?.family,
      version: task.family?.version,
      world: task.family?.world,
      level: task.family?.level,
      dimension: task.family?.dimension,
    })
    const { reward, metadata } = await solve(server, task, seed, { split: 'train', index: 123 })
    expect(reward).toBe(1)
    const { index: _, difficulty: __, group: ___, ...facts } = listed
    expect(metadata).toMatchObject({ solved: true, grader_score: 1, task: facts })
  })

  test('a seed chooses of a split, and of the tasks of a difficulty', async () => {
    const tasks = splitTasks('validation').filter(({ difficulty }) => difficulty === 'easy')
    const seed = tasks.length + 2
    const { body } = await post(server, '/reset', { split: 'validation', difficulty: 'easy', seed })
    const { shownId } = identityOf(tasks[2] as TaskDefinition, 1, 0)
    expect(body.observation.task_id).toBe(shownId)
    const whole = (await post(server, '/reset', { split: 'validation', seed: 5 })).body
    const fifth = splitInstance('validation', 5)
    expect(whole.observation.task_id).toBe(identityOf(fifth.task, fifth.seed, 0).shownId)
  })

  test.each([
    { split: 'train', seed: Number.MAX_SAFE_INTEGER },
    { split: 'train', index: 99_999, seed: Number.MAX_SAFE_INTEGER },
    { split: 'classic', index: 2, reward_mode: 'potential' },
  ])('%j is taken', async (params) => {
    expect((await post(server, '/reset', params)).status).toBe(200)
  })

  test('the same on a socket, byte for byte', async () => {
    const client = await openSocket(server)
    const overSocket = (await client.ask({ type: 'reset', data: { split: 'test', index: 3 } })).data.observation
    const overHttp = (await post(server, '/reset', { split: 'test', index: 3 })).body.observation
    expect(JSON.stringify(overSocket)).toBe(JSON.stringify(overHttp))
    client.socket.close()
  })

  test.each([
    { task_id: 'date_iso@2/shop/2', split: 'validation' },
    { split: 'test', index: 1000 },
    { split: 'train', index: 100_000 },
    { task_id: 'date_iso@9/shop/2' },
    { task_id: 'date_iso@2/moon/2' },
    { task_id: 'date_iso@2/shop/6' },
    { task_id: 'date_iso@2/shop/2~00000000' },
    { split: 'test', index: 0, reward_mode: 'potential' },
    { split: 'test', reward_mode: 'potential' },
    { task_id: 'double_escape', reward_mode: 'potential' },
    { task_id: 'date_iso@2/saas/2', reward_mode: 'potential' },
    { task_id: 'date_iso@2/shop/2~' },
    { task_id: 'date_iso@2/shop/2~ABCDEF12' },
  ])('%j is refused', async (params) => {
    expect((await post(server, '/reset', params)).status).toBe(422)
    const client = await openSocket(server)
    const { type, data } = await client.ask({ type: 'reset', data: params })
    expect([type, data.code]).toEqual(['error', 'VALIDATION_ERROR'])
    client.socket.close()
  })
})

describe('the Task API', () => {
  test('counts each split', async () => {
    const counts = ['train', 'validation', 'test', 'classic'].map(
      async (split) => (await list(server, 'num_tasks', { split })).num_tasks,
    )
    expect(await Promise.all(counts)).toEqual([100_000, 1000, 1000, 5])
  })

  test('lists a thousand at most, and says when there are more', async () => {
    const all = await list(server, 'tasks', { split: 'train' })
    expect(all.tasks).toHaveLength(1000)
    expect(all.truncated).toBe(true)
    expect(await list(server, 'tasks', { split: 'validation' })).not.toHaveProperty('truncated')
    const last = await list(server, 'task_range', { split: 'train', start: -2 })
    expect(last.tasks.map(({ index }: { index: number }) => index)).toEqual([99_998, 99_999])
    expect(last).not.toHaveProperty('truncated')
    expect(await list(server, 'task_range', { split: 'train', start: 5, stop: 2000 })).toMatchObject({
      truncated: true,
    })
    expect((await list(server, 'task_range', { split: 'test', start: 998, stop: 2000 })).tasks).toHaveLength(2)
  })

  test.each([
    [{ start: -Number.MAX_SAFE_INTEGER, stop: 2 }, 2],
    [{ start: 99_999, stop: -1 }, 0],
    [{ start: Number.MAX_SAFE_INTEGER }, 0],
  ])('a slice beyond the ends: %j', async (range, length) => {
    expect((await list(server, 'task_range', { split: 'train', ...range })).tasks).toHaveLength(length)
  })

  test('the first few of a split are a mixed sample', async () => {
    const { tasks } = await list(server, 'task_range', { split: 'validation', start: 0, stop: 60 })
    const groups = new Set(tasks.map(({ group }: { group: string }) => group))
    expect(groups.size).toBeGreaterThan((drillList.length - heldOut.families.length) * 0.6)
    expect(new Set(tasks.map(({ level }: { level: number }) => level)).size).toBe(2)
  })
})

describe('the split test', () => {
  const wrong = async (on: TestServer, params: object): Promise<Reply['body']> => {
    await post(on, '/reset', { session_id: 'wrong', ...params })
    return (await post(on, '/step', { session_id: 'wrong', action: { action_type: 'finish_task' } })).body.metadata
  }

  test('shows counts, and neither cells nor columns', async () => {
    const { grade, task } = await wrong(server, { task_id: 'double_escape@2/shop/2', seed: 1 })
    expect(task.split).toBe('test')
    expect(grade.total.missed).toBeGreaterThan(0)
    expect([grade.columns, grade.examples, grade.notes]).toEqual([[], [], []])
    const open = await wrong(server, { task_id: 'date_iso@2/shop/2', seed: 1 })
    expect(open.grade.examples.length).toBeGreaterThan(0)
  })

  test('shows cells on a server that reveals them', async () => {
    const revealing = await startTestServer({ settings: { reveal: true } })
    const { grade } = await wrong(revealing, { task_id: 'double_escape@2/shop/2', seed: 1 })
    expect(grade.examples.length).toBeGreaterThan(0)
    await revealing.close()
  })

  test('is another one with a secret, and the other splits are the same', async () => {
    const file = join(folder, 'salt')
    writeFileSync(file, 'correct horse battery staple\n')
    const { settings } = loadConfig({ flags: { splitSaltFile: file } })
    const salted = await startTestServer({ settings })
    const { task } = await list(salted, 'task', { split: 'test', index: 0 })
    const open = (await list(server, 'task', { split: 'test', index: 0 })).task
    expect(task).toEqual({ ...open, id: expect.stringMatching(/^[a-z_0-9]+@2\/[a-z]+\/[12]~[0-9a-f]{16}$/) })
    expect(task.id.split('~')[0]).toBe(open.id)
    const first = (await post(salted, '/reset', { split: 'test', index: 0 })).body
    expect((await post(salted, '/reset', { task_id: task.id, seed: task.seed })).body).toEqual(first)
    expect((await post(server, '/reset', { split: 'test', index: 0 })).body.observation).not.toEqual(first.observation)
    expect((await post(server, '/reset', { task_id: task.id })).body.error.code).toBe('unknown_task')
    const definition = resolveTask(task.id, 'test', { families: drillList, key: settings.splitKey })
    const { metadata } = await solve(salted, definition, task.seed, { split: 'test', index: 0 })
    expect(metadata).toMatchObject({ solved: true, task: { id: task.id } })
    // Selectors choose of it as well.
    const { family, world, level } = task
    const chosen = { family, world, level, split: 'test', seed: task.seed }
    expect((await post(salted, '/reset', chosen)).body).toEqual(first)
    for (const split of ['train', 'validation', 'classic']) {
      const [left, right] = await Promise.all([server, salted].map((on) => post(on, '/reset', { split, index: 2 })))
      expect(left?.body).toEqual(right?.body)
    }
    await salted.close()
  })

  test.each(['short', `${'x'.repeat(20)}\n${'y'.repeat(20)}`, 'z'.repeat(2000)])('refuses the secret %.20s', (text) => {
    const file = join(folder, 'bad')
    writeFileSync(file, text)
    const load = () => loadConfig({ flags: { splitSaltFile: file } })
    expect(load).toThrow(AppError)
    expect(load).toThrow(/must hold one line of 16 to 1024 characters/)
    expect(() => loadConfig({ flags: { splitSaltFile: join(folder, 'none') } })).toThrow(/split_salt_file: .*ENOENT/)
  })
})
