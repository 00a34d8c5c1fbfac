/** A step that is asked for again under the same request_id, because its reply was lost, is answered and not taken again. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { FileJournal } from '../../src/sessions/file-journal.ts'
import type { SessionRegistryOptions } from '../../src/sessions/session-registry.ts'
import { post, send, startTestServer, type TestServer } from '../server/test-server.ts'
import { type Frame, openSocket } from '../server/websocket-client.ts'

/** The text of what a door answers to a step; `session` was made before. */
type Ask = (server: TestServer, session: string, action: object, request?: string | null) => Promise<string>

const marked = (request: string | null | undefined): object => (request === undefined ? {} : { request_id: request })

async function overSocket(server: TestServer, session: string, message: object): Promise<Frame> {
  const client = await openSocket(server, `/ws?session_id=${session}`)
  const reply = await client.ask(message)
  client.socket.close()
  await client.closed
  return reply
}

/** A connection for each step: what is asked again comes by another than before. */
const doors: Readonly<Record<string, Ask>> = {
  'POST /step, in an envelope': async (server, session, action, request) =>
    JSON.stringify((await post(server, '/step', { action, session_id: session, ...marked(request) })).body),
  'POST /step, bare': async (server, session, action, request) =>
    JSON.stringify((await post(server, '/step', { ...action, session_id: session, ...marked(request) })).body),
  '/ws': async (server, session, action, request) =>
    JSON.stringify(await overSocket(server, session, { type: 'step', data: action, ...marked(request) })),
  'call_tool on /ws': async (server, session, action, request) => {
    const { action_type: name, ...args } = action as { action_type: string }
    const data = { type: 'call_tool', tool_name: name, arguments: args }
    return JSON.stringify(await overSocket(server, session, { type: 'step', data, ...marked(request) }))
  },
  batch: async (server, session, action, request) => {
    const client = await openSocket(server)
    const reply = await client.ask({ type: 'batch', data: [{ session, step: action, ...marked(request) }] })
    client.socket.close()
    await client.closed
    return JSON.stringify(reply)
  },
}

const sql = (query: string): object => ({ action_type: 'execute_sql', query })
const insert = sql('CREATE TEMP TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (random()); SELECT * FROM t')
const finish = { action_type: 'finish_task' }

let server: TestServer | undefined
let folder: string | undefined

async function start(registry: Omit<SessionRegistryOptions, 'lanes'> = {}): Promise<TestServer> {
  server = await startTestServer({ registry })
  return server
}

afterEach(async () => {
  await server?.close()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  folder = undefined
})

async function stepsOf(on: TestServer, session: string): Promise<number> {
  return (await send(on, `/state?session_id=${session}`)).body.step_count
}

describe.each(Object.entries(doors))('%s', (_, ask) => {
  test.each([
    ['results are shared', {}],
    ['nothing is shared', { sharedBytes: 0 }],
  ])('the last step is answered again and not taken again; %s', async (_name, options) => {
    const on = await start(options)
    await post(on, '/reset', { task_id: 'task_easy', session_id: 's' })
    const first = await ask(on, 's', insert, 'r1')
    expect(await ask(on, 's', insert, 'r1')).toBe(first)
    expect(await ask(on, 's', insert, 'r1')).toBe(first)
    expect(await stepsOf(on, 's')).toBe(1)
    // The episode goes on from where it is: one row has come, and a second one comes now.
    const second = await ask(on, 's', insert, 'r2')
    expect(second).not.toBe(first)
    expect(await ask(on, 's', insert, 'r2')).toBe(second)
    expect(await ask(on, 's', sql('SELECT count(*) FROM t'), 'r3')).toContain('[[2]]')
    expect(await stepsOf(on, 's')).toBe(3)
    const last = await ask(on, 's', finish, 'r4')
    expect(last).toContain('"grader_score"')
    expect(await ask(on, 's', finish, 'r4')).toBe(last)
    expect(await stepsOf(on, 's')).toBe(4)
  })

  test('another action, another mark and none are steps of their own; a new episode has forgotten', async () => {
    const on = await start()
    await post(on, '/reset', { task_id: 'task_easy', session_id: 's' })
    await ask(on, 's', insert, 'always')
    await ask(on, 's', sql('SELECT 1'), 'always')
    expect(await stepsOf(on, 's')).toBe(2)
    await ask(on, 's', insert)
    await ask(on, 's', insert)
    await ask(on, 's', insert, null)
    // Its mark was that of the step before the last.
    await ask(on, 's', sql('SELECT 1'), 'always')
    expect(await stepsOf(on, 's')).toBe(6)
    await post(on, '/reset', { task_id: 'task_easy', session_id: 's' })
    await ask(on, 's', sql('SELECT 1'), 'always')
    expect(await stepsOf(on, 's')).toBe(1)
  })

  test('a server that was started again knows it from its journal', async () => {
    folder = await mkdtemp(join(tmpdir(), 'repeated-'))
    const before = await start({ journal: await FileJournal.open({ folder, settings: 'same' }) })
    await post(before, '/reset', { task_id: 'task_easy', session_id: 's' })
    await ask(before, 's', insert, 'r1')
    const second = await ask(before, 's', insert, 'r2')
    await before.close()
    const after = await start({ journal: await FileJournal.open({ folder, settings: 'same' }) })
    expect(await ask(after, 's', insert, 'r2')).toBe(second)
    expect(await stepsOf(after, 's')).toBe(2)
    expect(await ask(after, 's', sql('SELECT count(*) FROM t'), 'r3')).toContain('[[2]]')
    const last = await ask(after, 's', finish, 'r4')
    await after.close()
    const again = await start({ journal: await FileJournal.open({ folder, settings: 'same' }) })
    expect(await ask(again, 's', finish, 'r4')).toBe(last)
    expect(await stepsOf(again, 's')).toBe(4)
  })

  test('a mark that is none is refused, and nothing is taken', async () => {
    const on = await start()
    await post(on, '/reset', { task_id: 'task_easy', session_id: 's' })
    expect(await ask(on, 's', insert, 'r'.repeat(256))).toContain('request_id')
    expect(await ask(on, 's', insert, 5 as unknown as string)).toContain('request_id')
    expect(await stepsOf(on, 's')).toBe(0)
  })
})

test('a step whose connection is lost while it runs may be sent again at once', async () => {
  const on = await start()
  const path = '/ws?session_id=c-lost'
  const first = await openSocket(on, path)
  await first.ask({ type: 'reset', data: { task_id: 'task_easy' } })
  const step = { type: 'step', data: insert, request_id: 'r1' }
  first.send(step)
  first.socket.terminate()
  const second = await openSocket(on, path)
  const reply = await second.ask(step)
  expect(reply.data.observation.current_step).toBe(1)
  expect(await second.ask(step)).toEqual(reply)
  second.socket.close()
  await second.closed
})
