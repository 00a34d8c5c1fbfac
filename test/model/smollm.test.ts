/**
 * A real model behind a real server that calls itself OpenAI-compatible. It is far too small to solve anything: that
 * every request, tool and history is taken, and every answer is dealt with, is the point. `npm run test:model` runs it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/agent/back-off.ts'
import { ChatHistory } from '../../src/agent/model/chat-history.ts'
import { ModelClient } from '../../src/agent/model/model-client.ts'
import type { Reply } from '../../src/agent/reading/reply-reader.ts'
import { runCli } from '../cli/run-cli.ts'
import { makeEnvironment } from '../python/python-environment.ts'

const isAsked = process.env['MODEL_TEST'] === '1'
/** Milliseconds: the server is built from source the first time, and one answer takes seconds. */
const patience = 1_800_000

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

interface ModelServer {
  readonly url: string
  close(): Promise<void>
}

async function startModel(python: string, ...format: string[]): Promise<ModelServer> {
  const port = await freePort()
  const script = fileURLToPath(new URL('smollm-server.py', import.meta.url))
  const child: ChildProcess = spawn(python, [script, String(port), ...format], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const url = `http://127.0.0.1:${port}/v1`
  while (
    !(await fetch(`${url}/models`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the model server ended: ${said}`)
    await setTimeout(250)
  }
  return {
    url,
    close: async () => {
      const closed = new Promise((resolve) => child.once('close', resolve))
      child.kill()
      await closed
    },
  }
}

const silent: Reply = { content: '', calls: [], legacy: false, reasoning: {}, cut: false }
const call = (id: string, name: string, args: unknown) => ({ id, name, arguments: args, extra: {} })
const rows = '{"columns":["id"],"rows":[[1]],"row_count":1,"truncated":false}\nSteps remaining: 9'

/** What a conversation may hold when the model is asked next. */
const histories: readonly (readonly [name: string, turns: readonly (readonly [Reply, readonly string[]])[]])[] = [
  ['nothing yet', []],
  [
    'calls of tools',
    [
      [{ ...silent, calls: [call('a', 'inspect_schema', '')] }, [rows]],
      [{ ...silent, calls: [call('', 'execute_sql', { query: 'SELECT id FROM users' })] }, [rows]],
    ],
  ],
  [
    'two calls in one message',
    [
      [
        { ...silent, calls: [call('a', 'inspect_schema', '{}'), call('b', 'execute_sql', '{"query":"SELECT 1"}')] },
        [rows, rows],
      ],
    ],
  ],
  [
    'a call with text and reasoning',
    [
      [
        {
          ...silent,
          content: 'I look.',
          reasoning: { reasoning_content: 'hm' },
          calls: [call('a', 'inspect_schema', '{}')],
        },
        [rows],
      ],
    ],
  ],
  ['a call that was none', [[{ ...silent, calls: [call('', 'no such tool', '{"')] }, ['Not an action']]]],
  ['a legacy call', [[{ ...silent, legacy: true, calls: [call('', 'inspect_schema', '{}')] }, [rows]]]],
  [
    'text',
    [
      [{ ...silent, content: '{"action_type":"inspect_schema"}' }, [rows]],
      [silent, ['Not an action']],
    ],
  ],
]

describe.runIf(isAsked).each([
  ['the template of the model', []],
  ['a template with tools', ['chatml-function-calling']],
])('SmolLM2-135M behind llama-cpp-python, %s', (_name, format) => {
  let server: ModelServer
  beforeAll(async () => {
    const own = process.env['DATAOPS_MODEL_PYTHON']
    server = await startModel(own ?? `${await makeEnvironment('model')}/python`, ...format)
  }, patience)
  afterAll(async () => {
    await server?.close()
  })

  it.each(histories)(
    'takes a history of %s',
    async (_name, turns) => {
      const statuses: number[] = []
      const ask: typeof fetch = async (...request) => {
        const response = await fetch(...request)
        statuses.push(response.status)
        return response
      }
      const limits = { maxTokens: 16, historyTokens: 4000, timeout: 600_000 }
      const client = new ModelClient({
        baseUrl: server.url,
        token: 'none',
        model: 'smollm2',
        ...limits,
        patienceMs: 0,
        clock: systemClock,
        fetch: ask,
      })
      const history = new ChatHistory()
      history.open('You repair SQLite databases by calling tools.', 'Tables: {"users":["id","email"]}')
      for (const [reply, told] of turns) history.add(reply, told)
      expect(await client.ask(history, new AbortController().signal)).not.toBeNull()
      expect(statuses.at(-1)).toBe(200)
      // A request that is refused may be asked again in another shape; this server takes all but a few at once.
      expect(statuses.length).toBeLessThanOrEqual(3)
    },
    patience,
  )

  it(
    'is played with to the end of a task',
    async () => {
      const env = {
        API_BASE_URL: server.url,
        MODEL_NAME: 'smollm2',
        HF_TOKEN: '',
        OPENAI_API_KEY: '',
        OPENAI_BASE_URL: '',
      }
      const limits = ['--max-tokens', '64', '--timeout', '600', '--patience', '0']
      const result = await runCli(['agent', '--task', 'task_easy', ...limits], { env })
      process.stdout.write(`${result.stdout}${result.stderr}`)
      // 3 would be a request that was not taken.
      expect([0, 1]).toContain(result.code)
      expect(result.stdout).toMatch(/^\[START\] .*\n(?:\[STEP\] .*\n)*\[END\] .*\n$/)
      expect(result.stderr).toMatch(/^(?:error: unusable_answers: .*\n)?$/)
    },
    patience,
  )
})
