/** The walk-through by curl, and every body of it checked against the server's own OpenAPI document. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { stateSchema } from '../../../src/contract/episode.ts'
import { resetReplySchema, stepReplySchema, taskListReplySchema } from '../../../src/server/floor/wire-schemas.ts'
import { everyFamily } from '../../../src/tasks/family-list.ts'
import { post, type Reply, send, startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => await server.close())

describe('without a session id', () => {
  test('reset, look, repair and finish, as curl sends them', async () => {
    // `curl -d` calls its JSON a form.
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const reset = await post(server, '/reset', { task_id: 'task_easy' }, headers)
    expect(reset.status).toBe(200)
    expect(reset.headers.get('X-Session-Id')).toBe('default')
    expect(resetReplySchema.parse(reset.body)).toMatchObject({
      reward: null,
      done: false,
      session_id: 'default',
      observation: { task_id: 'task_easy', last_error: null, last_query_result: null, current_step: 0 },
    })

    const inspect = await post(server, '/step', { action_type: 'inspect_schema' }, headers)
    expect(stepReplySchema.parse(inspect.body)).toMatchObject({ reward: 0.03, done: false, metadata: {} })
    expect(inspect.body.observation.last_query_result.tables[0].name).toBe('users')

    const select = await post(server, '/step', { action_type: 'execute_sql', query: 'SELECT * FROM users' }, headers)
    expect(stepReplySchema.parse(select.body).observation).toMatchObject({ current_step: 2, last_error: null })
    expect(select.body.observation.last_query_result.columns).toContain('phone')

    const update = await post(
      server,
      '/step',
      { action_type: 'execute_sql', query: "UPDATE users SET email = LOWER(REPLACE(email, ' ', ''))" },
      headers,
    )
    expect(stepReplySchema.parse(update.body).observation.last_query_result).toHaveProperty('rows_affected')

    const finish = await post(server, '/step', { action_type: 'finish_task' }, headers)
    expect(stepReplySchema.parse(finish.body)).toMatchObject({
      done: true,
      metadata: { truncated: false, solved: false, reward_mode: 'classic' },
    })
    expect(finish.body.metadata.grader_score).toBeGreaterThan(0)

    const state = await send(server, '/state')
    expect(stateSchema.parse(state.body)).toMatchObject({ task_id: 'task_easy', step_count: 4, done: true })

    const late = await post(server, '/step', { action_type: 'inspect_schema' }, headers)
    expect(late).toMatchObject({ status: 409, body: { error: { code: 'episode_over' } } })
    expect((await send(server, '/state')).body).toEqual(state.body)
  })

  test('a reset without body, with an empty one and with {} are the same', async () => {
    const replies = [
      await post(server, '/reset'),
      await post(server, '/reset', ''),
      await post(server, '/reset', {}),
      await post(server, '/reset', { task_id: null, seed: null, session_id: null }),
    ]
    for (const reply of replies) expect(reply.body).toEqual(replies[0]?.body)
    expect(replies[0]?.body.observation.task_id).toBe('task_easy')
  })
})

describe('wrapped and bare actions', () => {
  test('give the same reply', async () => {
    await post(server, '/reset', { session_id: 'bare' })
    await post(server, '/reset', { session_id: 'wrapped' })
    const action = { action_type: 'execute_sql', query: 'SELECT 1 AS one', table_name: null, metadata: {} }
    const bare = await post(server, '/step', { ...action, session_id: 'bare', timeout_s: 30, request_id: 'r1' })
    const wrapped = await post(server, '/step', { action, session_id: 'wrapped', timeout_s: 30, request_id: 'r1' })
    expect(bare.body.observation.last_error).toBeNull()
    expect({ ...bare.body, session_id: '' }).toEqual({ ...wrapped.body, session_id: '' })
  })

  test('keys beside a wrapped action are tolerated, inside it they are the agent mistake', async () => {
    await post(server, '/reset', { session_id: 'extra' })
    const beside = await post(server, '/step', {
      action: { action_type: 'execute_sql', query: 'SELECT 1' },
      episode_id: 'ignored',
      session_id: 'extra',
    })
    expect(beside.body.observation).toMatchObject({ last_error: null, current_step: 1 })
    const inside = await post(
      server,
      '/step',
      { action: { action_type: 'inspect_schema', nonsense: 1 } },
      { 'X-Session-Id': 'extra' },
    )
    expect(inside.status).toBe(200)
    expect(inside.body).toMatchObject({ reward: -0.05, observation: { current_step: 2 } })
    expect(inside.body.observation.last_error).toContain('nonsense')
  })
})

describe('documents', () => {
  test('/ is health for programs, /health says exactly healthy', async () => {
    const root = await send(server, '/')
    expect(root.body).toMatchObject({ name: 'dataops-env', status: 'healthy', links: { docs: './docs' } })
    expect(root.body.version).toMatch(/^\d+\.\d+\.\d+/)
    const response = await fetch(`${server.url}/health`)
    expect(await response.text()).toBe('{"status":"healthy"}')
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    const head = await fetch(`${server.url}/health`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  test('/tasks lists the five tasks, then the families', async () => {
    const { tasks } = taskListReplySchema.parse((await send(server, '/tasks')).body)
    expect(tasks.slice(5).map(({ id }) => id)).toEqual(everyFamily.map(({ id }) => id))
    expect(tasks.slice(0, 5).map(({ id, step_limit }) => [id, step_limit])).toEqual([
      ['task_easy', 10],
      ['task_medium', 15],
      ['task_hard', 20],
      ['task_null_repair', 15],
      ['task_dedup', 15],
    ])
  })

  test('/schema has local references only and declares what validators merge', async () => {
    const response = await fetch(`${server.url}/schema`, { headers: { 'Accept-Encoding': 'gzip, br' } })
    const text = await response.text()
    expect(response.headers.get('Content-Encoding')).toBeNull()
    const body = JSON.parse(text)
    expect(Object.keys(body)).toEqual(['action', 'observation', 'state', 'reset_observation'])
    expect(Object.keys(body.observation.properties)).toEqual(expect.arrayContaining(['reward', 'done', 'metadata']))
    for (const [, reference] of text.matchAll(/"\$ref":"([^"]*)"/g)) expect(reference).toMatch(/^#\/\$defs\//)

    const observation = z.fromJSONSchema(body.observation)
    const reset = (await post(server, '/reset', { session_id: 'schema' })).body
    const step = (await post(server, '/step', { action_type: 'inspect_schema', session_id: 'schema' })).body
    for (const reply of [reset, step]) {
      observation.parse({ ...reply.observation, reward: reply.reward, done: reply.done })
      observation.parse({ ...reply.observation, metadata: reply.metadata })
    }
    z.fromJSONSchema(body.reset_observation).parse(reset.observation)
    z.fromJSONSchema(body.state).parse((await send(server, '/state?session_id=schema')).body)
    z.fromJSONSchema(body.action).parse({ action_type: 'execute_sql', query: 'SELECT 1' })
  })

  test('/docs needs no other host', async () => {
    const response = await fetch(`${server.url}/docs`)
    const page = await response.text()
    expect(response.headers.get('Content-Type')).toContain('text/html')
    expect(response.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/)
    expect(page).not.toMatch(/https?:\/\//)
    const links = [...page.matchAll(/(?:src|href)="(\.\/[^"]+)"/g)].map(([, link]) => String(link))
    expect(links).toContain('./docs/swagger-ui-bundle.js')
    for (const link of links) {
      const asset = await fetch(new URL(link, `${server.url}/docs`))
      expect([link, asset.status]).toEqual([link, 200])
      if (link.endsWith('.css')) {
        // Style sheets could load from elsewhere; this one holds its pictures.
        for (const [, target] of (await asset.text()).matchAll(/url\(\s*["']?([^"')]{0,5})/g))
          expect(target).toBe('data:')
      }
    }
  })
})

describe('the OpenAPI document', () => {
  interface Operation {
    responses: Record<string, { description: string; content: Record<string, { schema: object }> } | undefined>
  }
  interface Document {
    info: { version: string }
    paths: Record<string, Record<string, Operation>>
    components: { schemas: object }
  }
  let document: Document

  beforeAll(async () => {
    document = (await send(server, '/openapi.json')).body as Document
  })

  /** Parses a body with the schema that the document gives for path, method and status. */
  function check(path: string, method: 'get' | 'post', reply: Reply): void {
    const response = document.paths[path]?.[method]?.responses[String(reply.status)]
    if (response === undefined) throw new Error(`${method} ${path} ${reply.status} is not documented`)
    const schema = JSON.stringify({
      ...response.content['application/json']?.schema,
      $defs: document.components.schemas,
    }).replaceAll('#/components/schemas/', '#/$defs/')
    z.fromJSONSchema(JSON.parse(schema)).parse(reply.body)
    if (reply.status >= 400) expect(response.description).toContain(`\`${reply.body.error.code}\``)
  }

  test('has the paths and the version that OpenEnv looks for', () => {
    expect(document.info.version).toMatch(/^1\.\d+\.\d+$/)
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/reset', '/step', '/state']))
  })

  test('describes every GET', async () => {
    for (const path of ['/', '/health', '/tasks', '/schema', '/state']) check(path, 'get', await send(server, path))
  })

  test('describes an episode and every error on its way', async () => {
    const id = { 'X-Session-Id': 'openapi' }
    const query = { action_type: 'execute_sql', query: 'SELECT * FROM users' }
    check('/step', 'post', await post(server, '/step', query, { 'X-Session-Id': 'nobody' }))
    check('/state', 'get', await send(server, '/state', { headers: { 'X-Session-Id': 'nobody' } }))
    check('/reset', 'post', await post(server, '/reset', { task_id: 'task_none' }))
    check('/reset', 'post', await post(server, '/reset', { seed: 'x' }))
    check('/reset', 'post', await post(server, '/reset', '{'))
    check('/reset', 'post', await post(server, '/reset', { reward_mode: 'classic' }, id))
    check('/step', 'post', await post(server, '/step', query, id))
    check('/step', 'post', await post(server, '/step', { ...query, query: 'SELECT 1; SELECT 2' }, id))
    check('/step', 'post', await post(server, '/step', { ...query, query: 'SELEC' }, id))
    check('/step', 'post', await post(server, '/step', { action_type: 'inspect_schema' }, id))
    check('/step', 'post', await post(server, '/step', { action: 'SELECT 1' }, id))
    check('/step', 'post', await post(server, '/step', '', id))
    check('/step', 'post', await post(server, '/step', 'x'.repeat(1024 * 1024 + 1), id))
    check('/step', 'post', await post(server, '/step', { action_type: 'finish_task' }, id))
    check('/step', 'post', await post(server, '/step', query, id))
    check('/state', 'get', await send(server, '/state', { headers: id }))
  })
})
