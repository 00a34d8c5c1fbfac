/** What describes the environment: Task API, metadata, schemas, page; and what production mode leaves out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { post, send, startTestServer, type TestServer } from '../test-server.ts'
import { openSocket } from '../websocket-client.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => await server.close())

const task = (id: string, index: number, difficulty: string): object => ({
  id,
  split: 'classic',
  index,
  difficulty,
  group: id,
})
const tasks = [
  task('task_easy', 0, 'easy'),
  task('task_medium', 1, 'medium'),
  task('task_hard', 2, 'hard'),
  expect.objectContaining({ id: 'task_null_repair', index: 3 }),
  expect.objectContaining({ id: 'task_dedup', index: 4 }),
]

describe('the Task API', () => {
  test('knows one environment, the splits of OpenEnv, the classic tasks and those of each suite', async () => {
    expect((await send(server, '/list_environments')).body).toEqual(['dataops_env'])
    expect((await send(server, '/DataOps_Env/splits')).body).toEqual([
      { name: 'train', type: 'train' },
      { name: 'validation', type: 'validation' },
      { name: 'test', type: 'test' },
      { name: 'classic', type: 'validation' },
      { name: 'drills', type: 'train' },
      { name: 'drills-validation', type: 'validation' },
      { name: 'drills-test', type: 'test' },
      { name: 'incidents', type: 'train' },
      { name: 'incidents-validation', type: 'validation' },
      { name: 'incidents-test', type: 'test' },
    ])
  })

  test('lists, counts, picks and slices', async () => {
    const split = 'classic'
    expect((await post(server, '/dataops_env/tasks', { split })).body).toEqual({ tasks, env_name: 'dataops_env' })
    expect((await post(server, '/dataops_env/num_tasks', { split })).body).toEqual({ num_tasks: 5 })
    expect((await post(server, '/dataops_env/task', { split, index: 2 })).body).toEqual({ task: tasks[2] })
    const range = async (body: object) => (await post(server, '/dataops_env/task_range', { split, ...body })).body.tasks
    expect(await range({})).toEqual(tasks)
    expect(await range({ start: 1, stop: 3 })).toEqual(tasks.slice(1, 3))
    expect(await range({ start: -2, stop: null })).toEqual(tasks.slice(-2))
    expect(await range({ start: 4, stop: 100 })).toEqual(tasks.slice(4))
    expect(await range({ start: 3, stop: 1 })).toEqual([])
    expect(server.registry.size).toBe(0)
  })

  test.each(['splits', 'tasks', 'num_tasks', 'task', 'task_range'])(
    '%s of another environment is 404',
    async (name) => {
      const reply = name === 'splits' ? await send(server, '/other/splits') : await post(server, `/other/${name}`, '{')
      const message = "unknown environment 'other'"
      expect(reply).toMatchObject({ status: 404, body: { detail: message, error: { code: 'not_found', message } } })
    },
  )

  test.each([5, -1, 1e9])('index %d is out of range', async (index) => {
    expect(await post(server, '/dataops_env/task', { split: 'classic', index })).toMatchObject({
      status: 400,
      body: { detail: 'Invalid task index', error: { code: 'invalid_index' } },
    })
  })

  test.each([
    ['tasks', {}],
    ['tasks', { split: 'classic', page: 1 }],
    ['tasks', { split: 'training' }],
    ['tasks', { split: 'constructor' }],
    ['num_tasks', { split: null }],
    ['task', { split: 'classic' }],
    ['task', { split: 'classic', index: 1.5 }],
    ['task_range', { split: 'classic', step: 2 }],
  ])('%s %j is refused', async (name, body) => {
    expect(await post(server, `/dataops_env/${name}`, body)).toMatchObject({
      status: 422,
      body: { error: { code: 'validation_error' }, detail: [{ loc: ['body', expect.any(String)] }] },
    })
  })

  test('other methods are refused', async () => {
    expect((await post(server, '/list_environments')).status).toBe(405)
    expect((await send(server, '/dataops_env/tasks')).headers.get('allow')).toBe('POST')
  })
})

describe('GET /tasks', () => {
  test('shows the five as ever, to the byte', async () => {
    const text = await (await fetch(`${server.url}/tasks`)).text()
    const classic = text.slice(0, text.indexOf('{"id":"date_iso"'))
    expect(classic).toBe(
      '{"tasks":[{"id":"task_easy","summary":"Clean the phone numbers and e-mail addresses of a users table.","step_limit":10,"difficulty":"easy","suite":"classic"},' +
        '{"id":"task_medium","summary":"Migrate the orders that are not negative from a legacy table to a new one.","step_limit":15,"difficulty":"medium","suite":"classic"},' +
        '{"id":"task_hard","summary":"Delete the invoices of customers who do not exist and build a table of monthly revenue.","step_limit":20,"difficulty":"hard","suite":"classic"},' +
        '{"id":"task_null_repair","summary":"Fill the NULL ages, salaries and departments of employees.","step_limit":15,"difficulty":"medium","suite":"classic"},' +
        '{"id":"task_dedup","summary":"Delete the customers whose email occurs at a smaller id.","step_limit":15,"difficulty":"medium","suite":"classic"},',
    )
  })

  test('tells of a family which worlds, levels and splits it serves, and the steps of each level', async () => {
    const { tasks: rows } = (await send(server, '/tasks')).body
    const dateIso = rows.find(({ id }: { id: string }) => id === 'date_iso')
    const open = ['train', 'validation']
    expect(dateIso).toEqual({
      id: 'date_iso',
      summary: expect.any(String),
      step_limit: 24,
      difficulty: 'easy',
      suite: 'drills',
      version: 2,
      dimension: 'format',
      splits: ['train', 'validation', 'test'],
      worlds: [
        ...['shop', 'clinic', 'payroll', 'logistics', 'school', 'bank'].map((world) => ({ world, splits: open })),
        { world: 'saas', splits: ['test'] },
        { world: 'sensors', splits: ['test'] },
      ],
      levels: [
        { level: 1, difficulty: 'easy', step_limit: 19 },
        { level: 2, difficulty: 'easy', step_limit: 24 },
      ],
    })
    const heldOut = rows.find(({ id }: { id: string }) => id === 'double_escape')
    expect(heldOut.splits).toEqual(['test'])
    expect(heldOut.worlds.every((place: { splits: string[] }) => place.splits.join() === 'test')).toBe(true)
  })

  test('no instance has more steps than its level says, and a level has one difficulty', async () => {
    const { tasks: rows } = (await send(server, '/tasks')).body
    const { tasks: listed } = (await post(server, '/dataops_env/task_range', { split: 'train', stop: 40 })).body
    for (const { family, level, difficulty, index } of listed) {
      const row = rows.find(({ id }: { id: string }) => id === family)
      const rung = row.levels.find((other: { level: number }) => other.level === level)
      const { body } = await post(server, '/reset', { split: 'train', index })
      expect(body.observation.steps_remaining).toBeLessThanOrEqual(rung.step_limit)
      expect(difficulty).toBe(rung.difficulty)
    }
  })

  test('the page for people shows the same', async () => {
    const page = await (await fetch(`${server.url}/web`)).text()
    expect(page).toContain(
      '<tr><td><code>date_iso</code></td><td data-name="Difficulty">easy</td><td data-name="Steps">19 to 24</td>',
    )
    expect(page).toContain(
      '<tr><td><code>task_easy</code></td><td data-name="Difficulty">easy</td><td data-name="Steps">10</td>',
    )
  })
})

describe('reset by split', () => {
  test.each([
    [{ split: 'classic', index: 2 }, 'task_hard', 'task_hard:canonical'],
    [{ split: 'classic', index: 1, seed: 9 }, 'task_medium', 'task_medium:9'],
    [{ split: 'classic', seed: 7 }, 'task_hard', 'task_hard:7'],
    [{ split: 'classic' }, 'task_easy', 'task_easy:canonical'],
    [{ split: 'classic', difficulty: 'hard' }, 'task_hard', 'task_hard:canonical'],
    [{ difficulty: 'medium', seed: 4 }, 'task_null_repair', 'task_null_repair:4'],
    [{ split: 'classic', task_id: null, index: null }, 'task_easy', 'task_easy:canonical'],
  ])('%j', async (params, taskId, episodeId) => {
    expect((await post(server, '/reset', params)).body.observation.task_id).toBe(taskId)
    expect((await send(server, '/state')).body.episode_id).toBe(episodeId)
    const client = await openSocket(server)
    expect((await client.ask({ type: 'reset', data: params })).data.observation.task_id).toBe(taskId)
    client.socket.close()
  })

  test.each([
    { split: 'classic', task_id: 'task_easy' },
    { index: 0, task_id: 'task_easy' },
    { index: 0 },
    { split: 'training' },
    { split: 'classic', index: 5 },
    { split: 'classic', index: -1 },
    { task_id: 'task_easy', difficulty: 'easy' },
    { split: 'classic', index: 0, difficulty: 'easy' },
    { difficulty: 'impossible' },
  ])('%j is refused', async (params) => {
    expect(await post(server, '/reset', params)).toMatchObject({
      status: 422,
      body: { error: { code: 'validation_error' } },
    })
  })
})

describe('descriptions', () => {
  test('metadata', async () => {
    const { status, body } = await send(server, '/metadata')
    expect(status).toBe(200)
    expect(body).toEqual({
      name: 'dataops_env',
      description: expect.stringContaining('SQL'),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      author: expect.any(String),
      documentation_url: './docs',
      readme_content: expect.stringContaining('DataOps'),
    })
  })

  test('schemas declare what validators merge into an observation', async () => {
    const { body } = await send(server, '/schema')
    for (const schema of [body.observation, body.reset_observation]) {
      expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['reward', 'done', 'metadata', 'goal']))
    }
  })

  test('health answers HEAD', async () => {
    const reply = await send(server, '/health', { method: 'HEAD' })
    expect([reply.status, reply.body]).toEqual([200, undefined])
  })

  test.each(['/', '/web', '/web/'])('%s is a page for browsers that loads nothing from elsewhere', async (path) => {
    const response = await fetch(server.url + path, {
      headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    })
    const page = await response.text()
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const { id } of (await send(server, '/tasks')).body.tasks) expect(page).toContain(id)
    expect(page).not.toMatch(/https?:|<script(?! type="module" crossorigin src="\.)|<style|style=/)
    const links = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(
      ([, href]) => new URL(href ?? '', server.url + path),
    )
    expect(links.length).toBeGreaterThan(4)
    for (const link of links) {
      expect(link.origin).toBe(server.url)
      expect((await fetch(link)).status).toBe(200)
    }
  })

  test('files of the page are sent compressed to whoever takes that, and kept for as long as their names hold', async () => {
    const page = await (await fetch(`${server.url}/`, { headers: { Accept: 'text/html' } })).text()
    const [, path = ''] = /src="\.(\/web\/assets\/[^"]+\.js)"/.exec(page) ?? []
    const replies = await Promise.all(
      ['br', 'gzip;q=0.5, br;q=0', 'identity'].map(async (encoding) => {
        const headers = { 'Accept-Encoding': encoding }
        return await fetch(server.url + path, { headers })
      }),
    )
    expect(replies.map((reply) => reply.headers.get('Content-Encoding'))).toEqual(['br', 'gzip', null])
    const [first, ...others] = await Promise.all(replies.map(async (reply) => await reply.text()))
    expect(new Set(others)).toEqual(new Set([first]))
    expect(replies[0]?.headers.get('Cache-Control')).toContain('immutable')
    expect(replies[0]?.headers.get('Vary')).toContain('Accept-Encoding')
    for (const none of [
      '/web/nothing.js',
      '/web/index.html.br',
      '/web/../cli/main.js',
      '/web/assets',
      '/web/%2e%2e/index.js',
    ]) {
      expect((await send(server, none)).status).toBe(404)
    }
  })

  test('the root is JSON for programs', async () => {
    expect((await send(server, '/')).body.status).toBe('healthy')
  })
})

test('production leaves out reset, step and state over HTTP, and keeps the rest', async () => {
  const production = await startTestServer({ server: { mode: 'production' } })
  expect((await post(production, '/reset', {})).status).toBe(404)
  expect((await post(production, '/step', { action_type: 'inspect_schema' })).status).toBe(404)
  expect((await send(production, '/state')).status).toBe(404)
  const paths = Object.keys((await send(production, '/openapi.json')).body.paths)
  expect(paths).not.toEqual(expect.arrayContaining(['/reset']))
  expect(paths.filter((path) => ['/reset', '/step', '/state'].includes(path))).toEqual([])
  expect((await send(production, '/health')).status).toBe(200)
  expect((await send(production, '/dataops_env/splits')).status).toBe(200)
  const client = await openSocket(production)
  expect((await client.ask({ type: 'reset' })).type).toBe('observation')
  await production.close()
})
