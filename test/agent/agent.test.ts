import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { playbooks } from '../../src/agent/playbooks.ts'
import { taskList } from '../../src/index.ts'
import type { CliResult } from '../cli/run-cli.ts'
import { runHere } from '../cli/run-here.ts'
import { startTestServer, type TestServer } from '../server/test-server.ts'
import { expectDiagnosis, expectLog, noEnv } from './agent-lines.ts'
import * as model from './scripted-model.ts'

const phones = "UPDATE users SET phone = substr(replace(replace(replace(phone, '-', ''), '(', ''), ')', ''), -10)"
const emails = "UPDATE users SET email = lower(replace(email, ' ', ''))"

let folder: string
let environment: TestServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-agent-'))
  environment = await startTestServer()
})
afterAll(async () => {
  await environment.close()
  rmSync(folder, { recursive: true, force: true })
})

const running: model.ScriptedModel[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function scripted(...script: model.Reply[]): Promise<model.ScriptedModel> {
  const server = await model.startScriptedModel(script)
  running.push(server)
  return server
}

/** Runs the agent on task_easy against a scripted model, on a server that these tests share unless another is named. */
async function agent(server: { readonly url: string }, ...args: string[]): Promise<CliResult> {
  const tasks = args.includes('--task') ? [] : ['--task', 'task_easy']
  const place = args.includes('--url') ? [] : ['--url', environment.url]
  const env = { ...noEnv, API_BASE_URL: server.url, MODEL_NAME: 'scripted/model' }
  return await runHere(['agent', '--patience', '1', ...tasks, ...place, ...args], { env })
}

describe('agent', () => {
  it('plays by tool calls and prints exactly the log', async () => {
    const server = await scripted(
      model.toolCalls({ name: 'inspect_schema', args: '' }),
      model.callSql('SELECT id,\n\t email   FROM users\nLIMIT 1'),
      model.callSql('SELECT nope FROM users'),
      model.callSql(phones),
      model.callSql(emails),
      model.callFinish,
    )
    const result = await agent(server)
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(expectLog(result.stdout)).toEqual([
      '[START] task=task_easy env=dataops-env model=scripted/model',
      '[STEP] step=1 action=inspect_schema reward=0.03 done=false error=null',
      "[STEP] step=2 action=execute_sql('SELECT id, email FROM users LIMIT 1') reward=0.03 done=false error=null",
      "[STEP] step=3 action=execute_sql('SELECT nope FROM users') reward=-0.05 done=false error=statement 1: no such column: nope; did you mean note?",
      `[STEP] step=4 action=execute_sql('${phones}') reward=0.03 done=false error=null`,
      `[STEP] step=5 action=execute_sql('${emails}') reward=0.03 done=false error=null`,
      '[STEP] step=6 action=finish_task reward=0.50 done=true error=null',
      '[END] success=true steps=6 score=0.57 rewards=0.03,0.03,-0.05,0.03,0.03,0.50',
    ])
    expect(server.seen[0]?.path).toBe('/v1/chat/completions')
    expect(server.seen[0]?.body).toMatchObject({ model: 'scripted/model', max_tokens: 2048 })
    expect(server.seen[0]?.body.tools).toHaveLength(3)
  })

  it('shows the model goal, schema and results, and never a reward or a score', async () => {
    const server = await scripted(
      model.callSql('SELECT count(*) AS people FROM users'),
      model.callSql(emails),
      model.callFinish,
    )
    await agent(server)
    const last = server.seen.at(-1)?.body.messages ?? []
    const read = JSON.stringify(last)
    expect(read).toContain('ten digits')
    expect(read).toContain('Tables and columns now: {\\"users\\"')
    expect(read).toContain('people')
    expect(read).toContain('Steps remaining: 8')
    expect(read).not.toMatch(/reward|grader_score|0\.03/)
    expect(last.filter((message) => message.role === 'tool').every((message) => message.tool_call_id)).toBe(true)
  })

  it.each([
    ['JSON', '{"action_type":"finish_task"}'],
    ['JSON in prose', 'Let me see {this} first.\nI choose {"action_type": "finish_task"} now.'],
    ['fenced JSON', 'Sure!\n```json\n{"action_type": "finish_task", "query": null}\n```'],
    ['a tool call written as text', '<tool_call>{"name": "finish_task", "arguments": {}}</tool_call>'],
    ['after reasoning', '<think>{"action_type":"inspect_schema"}</think>{"action_type":"finish_task"}'],
    ['a bare word', '`finish_task()`'],
    ['the first of two', '{"action_type":"finish_task"} or ```sql\nSELECT 1\n```'],
  ])('finds the action in text: %s', async (_name, content) => {
    const server = await scripted(model.text(content))
    const result = await agent(server)
    expect(result).toMatchObject({ code: 1, stderr: '' })
    expect(expectLog(result.stdout)[1]).toBe('[STEP] step=1 action=finish_task reward=0.00 done=true error=null')
  })

  it('takes SQL from a code fence, with or without its language', async () => {
    const server = await scripted(
      model.text('Look:\n```sql\nSELECT 1;\n```'),
      model.text('```\nSELECT 2\n```\nand then ```sql\nSELECT 3\n```'),
      model.callFinish,
    )
    const lines = expectLog((await agent(server)).stdout)
    expect(lines[1]).toContain("action=execute_sql('SELECT 1;') reward=0.03")
    expect(lines[2]).toContain("action=execute_sql('SELECT 2') reward=0.03")
  })

  it('tells the model what was wrong with its answer and asks again', async () => {
    const server = await scripted(
      model.text('I am thinking about it.'),
      model.toolCalls({ name: 'drop_everything', args: '{}' }),
      model.callSql('SELECT 1'),
      model.toolCalls({ name: 'execute_sql', args: '{"query": ' }),
      model.callFinish,
    )
    const result = await agent(server)
    expect(result).toMatchObject({ code: 1, stderr: '' })
    expect(expectLog(result.stdout)).toHaveLength(4)
    const told = server.seen.map((request) => request.body.messages.at(-1)?.content)
    expect(told[1]).toContain('holds no action')
    expect(told[2]).toContain('there is no tool drop_everything')
    expect(told[4]).toContain('not a JSON object')
  })

  it('asks again three times in a row, then gives the episode up', async () => {
    const server = await scripted(model.callSql('SELECT 1'), model.text('hm'))
    const result = await agent(server)
    expect(result.code).toBe(1)
    expect(server.seen).toHaveLength(5)
    expect(expectLog(result.stdout).at(-1)).toBe('[END] success=false steps=1 score=0.03 rewards=0.03')
    expectDiagnosis(result.stderr, 'unusable_answers')
  })

  it('plays no call behind one that failed, and tells the model', async () => {
    const server = await scripted(
      model.toolCalls(
        { name: 'execute_sql', args: '{"query":"UPDATE nothing SET x = 1"}' },
        { name: 'finish_task', args: '{}' },
      ),
      model.callFinish,
    )
    expect(expectLog((await agent(server)).stdout)).toHaveLength(4)
    expect(server.seen[1]?.body.messages.at(-1)?.content).toBe('Not run: the call before it failed.')
  })

  it('plays several calls of one message in order and none after the end', async () => {
    const server = await scripted(
      model.toolCalls(
        { name: 'execute_sql', args: '{"query":"SELECT 1"}' },
        { name: 'finish_task', args: '{}' },
        { name: 'execute_sql', args: '{"query":"SELECT 2"}' },
      ),
    )
    expect(expectLog((await agent(server)).stdout)).toHaveLength(4)
  })

  it('folds newlines in errors', async () => {
    const server = await scripted(model.callSql('SELECT * FROM "a\nb"'), model.callFinish)
    expect(expectLog((await agent(server)).stdout)[1]).toContain('error=statement 1: no such table: a b')
  })

  it('ends at once for a destructive query', async () => {
    const server = await scripted(model.callSql('DROP TABLE users'))
    const result = await agent(server)
    expect(result.code).toBe(1)
    const lines = expectLog(result.stdout)
    expect(lines[1]).toContain('reward=-0.20 done=true error=DROP TABLE is not allowed')
    expect(lines[2]).toBe('[END] success=false steps=1 score=0.00 rewards=-0.20')
  })

  it('keeps goal and schema when the conversation grows too long, and drops the oldest results', async () => {
    const many =
      'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 99) SELECT x, hex(randomblob(40)) FROM c -- '
    const looks = Array.from({ length: 8 }, (_, index) => model.callSql(`${many}${index}`))
    const server = await scripted(...looks, model.callFinish)
    await agent(server, '--history-tokens', '5000')
    const last = server.seen.at(-1)?.body.messages ?? []
    expect(last[1]?.content).toContain('Tables and columns now')
    expect(JSON.stringify(last).length).toBeLessThan(5000 * 3 + 12_500)
    expect(last.at(-1)?.content).toContain('"row_count":99')
    expect(JSON.stringify(last)).toContain('left out to save space')
  })

  it('tries again on 429 and 5xx, honouring Retry-After', async () => {
    const server = await scripted(
      model.status(429, {}, { 'Retry-After': '1' }),
      model.status(503, {}, { 'retry-after-ms': '10' }),
      model.callFinish,
    )
    const result = await agent(server, '--patience', '5')
    expect(result.stderr).toBe('')
    expect(expectLog(result.stdout)).toHaveLength(3)
    const [first, second] = server.seen
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)
  })

  it('drops parameters that an endpoint does not know', async () => {
    const server = await scripted(
      model.status(400, { error: { message: "Unsupported parameter: 'temperature'" } }),
      model.status(400, { error: { message: 'this model does not support tools' } }),
      model.text('{"action_type":"finish_task"}'),
    )
    const result = await agent(server)
    expect(result.stderr).toBe('')
    expect(server.seen[2]?.body).not.toHaveProperty('tools')
    expect(server.seen[2]?.body).not.toHaveProperty('temperature')
  })

  const quick = { 'retry-after-ms': '10' }
  it.each<[string, string, string, model.Reply]>([
    ['a model that never answers', 'model_timeout', 'did not answer in time', model.silence],
    ['an answer that stops in its middle', 'model_timeout', 'did not answer in time', model.stall],
    ['500 again and again', 'model_refused', 'status 500', model.status(500, {}, quick)],
    ['429 again and again', 'model_rate_limited', 'slow down', model.status(429, { detail: 'slow down' }, quick)],
    ['429 for a day', 'model_rate_limited', 'used up', model.status(429, 'used up', { 'Retry-After': '86400' })],
    ['401', 'model_unauthorized', 'no such key', model.status(401, { error: { message: 'no such key' } })],
    ['404', 'model_refused', 'status 404', model.status(404)],
    ['truncated JSON', 'model_unreadable', 'not JSON', model.status(200, '{"choices":[{"mess')],
    ['text that is no JSON', 'model_unreadable', 'html', model.status(200, '<html>', { 'Content-Type': 'text/html' })],
    ['a connection that breaks', 'model_unreachable', 'other side closed', model.hangUp],
  ])(
    'is no score: %s',
    async (_name, code, words, reply) => {
      const server = await scripted(model.callSql('SELECT 1'), reply)
      // Only a model that is silent is waited for until the end.
      const isSilent = code === 'model_timeout'
      const result = await agent(server, '--timeout', isSilent ? '1' : '60')
      expect(result.code).toBe(3)
      expect(expectLog(result.stdout).at(-1)).toBe('[END] success=false steps=1 score=0.03 rewards=0.03')
      expectDiagnosis(result.stderr, `task_easy: ${code}`, 'not played')
      expect(result.stderr).toContain(words)
    },
    120_000,
  )

  it.each<[string, model.Reply]>([
    ['empty choices', model.status(200, { choices: [] })],
    ['no choices', model.status(200, {})],
    ['a reply of 1 MB', model.text('x{'.repeat(512 * 1024))],
  ])('gives the episode up with %s', async (_name, reply) => {
    const server = await scripted(model.callSql('SELECT 1'), reply)
    const result = await agent(server)
    expect(result.code).toBe(1)
    expect(expectLog(result.stdout).at(-1)).toBe('[END] success=false steps=1 score=0.03 rewards=0.03')
    expectDiagnosis(result.stderr, 'unusable_answers')
  })

  it('is no score: nobody listens, and no further task is tried', async () => {
    const server = await model.startScriptedModel([])
    await server.close()
    const result = await agent(server, '--task', 'task_easy', 'task_hard', 'task_dedup')
    expect(result.code).toBe(3)
    const lines = expectLog(result.stdout)
    expect(lines).toHaveLength(2)
    expect(lines.at(-1)).toBe('[END] success=false steps=0 score=0.00 rewards=')
    expect(result.stderr).toMatch(
      /^not played: task_easy: model_unreachable: .*ECONNREFUSED.*\nnot played: task_hard, task_dedup: for the same reason\n$/,
    )
  })

  it('is no score: the environment was never there', async () => {
    const result = await agent({ url: 'http://127.0.0.1:1/v1' }, '--url', 'http://127.0.0.1:1')
    expect(result.code).toBe(3)
    expect(expectLog(result.stdout)).toHaveLength(2)
    expectDiagnosis(result.stderr, 'task_easy: io_error', 'not played')
    const demo = await runHere(['demo', '--url', 'http://127.0.0.1:1'])
    expect(demo).toMatchObject({ code: 3, stdout: '' })
    expectDiagnosis(demo.stderr, 'io_error', 'not played')
  })

  it('is no score: the environment is full; a place that becomes free is taken', async () => {
    const environment = await startTestServer({ registry: { maxSessions: 1 } })
    const hold = { method: 'POST', headers: { 'X-Session-Id': 'other' }, body: '{"task_id":"task_easy"}' }
    await fetch(`${environment.url}/reset`, hold)
    const server = await scripted(model.callFinish)
    const full = await agent(server, '--url', environment.url)
    expect(full.code).toBe(3)
    expect(expectLog(full.stdout)).toHaveLength(2)
    expectDiagnosis(full.stderr, 'task_easy: capacity_reached', 'not played')
    const waiting = agent(server, '--url', environment.url, '--patience', '60')
    const close = { jsonrpc: '2.0', id: 1, method: 'openenv/session/close', params: { session_id: 'other' } }
    await fetch(`${environment.url}/mcp`, { method: 'POST', body: JSON.stringify(close) })
    expect(expectLog((await waiting).stdout)).toHaveLength(3)
    await environment.close()
  })

  it('needs a token for every host but this one, before any line', async () => {
    for (const env of [{ API_BASE_URL: '' }, { API_BASE_URL: 'https://127.example.com/v1' }]) {
      const result = await runHere(['agent'], { env: { ...noEnv, ...env } })
      expect(result).toMatchObject({ code: 2, stdout: '' })
      expectDiagnosis(result.stderr, 'missing_token')
      expect(result.stderr).toContain('HF_TOKEN')
    }
  })

  it('sends the token, and names model and limit as flags say', async () => {
    const server = await scripted(model.callFinish)
    const env = { ...noEnv, API_BASE_URL: server.url, HF_TOKEN: 'hf_secret', MODEL_NAME: 'other' }
    const args = ['agent', '--task', 'task_dedup', '--model', 'org/mine', '--max-tokens', '77', '--seed', '5']
    const result = await runHere(args, { env })
    expect(result.stdout + result.stderr).not.toContain('hf_secret')
    expect(server.seen[0]).toMatchObject({
      authorization: 'Bearer hf_secret',
      body: { model: 'org/mine', max_tokens: 77 },
    })
  })

  it.each([
    [['--max-tokens', '0'], 'wrong_use'],
    [['--timeout', 'soon'], 'wrong_use'],
    [['--task', 'task_nope'], 'unknown_task'],
  ])('%j is wrong use', async (args, code) => {
    const result = await agent({ url: 'http://127.0.0.1:1/v1' }, ...args)
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expectDiagnosis(result.stderr, code)
  })

  it('plays all five tasks, and what it recorded replays with equal bytes', async () => {
    const script = taskList.flatMap((task) =>
      (playbooks[task.id] ?? []).map((action) =>
        model.toolCalls({
          name: action.action_type,
          args: JSON.stringify(action.query == null ? {} : { query: action.query }),
        }),
      ),
    )
    const file = join(folder, 'agent.jsonl')
    const env = { ...noEnv, API_BASE_URL: (await scripted(...script)).url }
    // On a server of its own.
    const result = await runHere(['agent', '--record', file], { env })
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout.match(/^\[END\] success=true/gm)).toHaveLength(5)
    expect(await runHere(['replay', file])).toMatchObject({ code: 0, stderr: '' })
  })
})
