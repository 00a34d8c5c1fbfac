import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TestServerOptions } from '../test-server.ts'
import { useServers } from '../use-servers.ts'

const token = 'the-token-of-one-validation-run'
const start = useServers()

interface Frame {
  readonly type: string
  // oxlint-disable-next-line no-explicit-any -- tests look into frames of every shape
  readonly data: any
}

async function connect(options: TestServerOptions['server'] = {}): Promise<(message: object) => Promise<Frame>> {
  const server = await start({ server: options })
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
  await once(socket, 'open')
  return async (message) => {
    const reply = once(socket, 'message')
    socket.send(JSON.stringify(message))
    return JSON.parse(String((await reply)[0])) as Frame
  }
}

const openMessage = { type: 'validation_open', data: { schema_version: 1, token } }

describe('the telemetry of validation', () => {
  test('gives back what was played, without a credential in it', async () => {
    const ask = await connect({ validationToken: token })
    const { type, data } = await ask(openMessage)
    expect(type).toBe('validation_open')
    expect(data.capability).toMatch(/^[\w-]{16,256}$/)
    const rows: object[] = []
    const exchange = async (operation: string, data?: object): Promise<void> => {
      const request = data === undefined ? { type: operation } : { type: operation, data }
      rows.push({ operation, request, response: await ask(request) })
    }
    await exchange('reset', { seed: 5, episode_id: 'ep' })
    await exchange('state')
    await exchange('step', { action_type: 'execute_sql', query: 'SELECT 1' })
    // What is refused is no part of the episode.
    expect((await ask({ type: 'step', data: 5 })).type).toBe('error')
    await exchange('step', { action_type: 'finish_task' })
    const read = { type: 'validation_read', data: { schema_version: 1, capability: data.capability } }
    const snapshot = await ask(read)
    expect(snapshot).toEqual({
      type: 'validation',
      data: {
        schema_version: 1,
        seed: { requested: true, value: 5, accepted: true },
        trajectory: { schema_version: 1, source: 'openenv-server', complete: true, records: rows },
        rubric: [],
        rubric_error: null,
        attribution: [],
      },
    })
    expect(JSON.stringify(snapshot)).not.toContain(token)
    expect(JSON.stringify(snapshot)).not.toContain(data.capability)
    const wrong = { type: 'validation_read', data: { schema_version: 1, capability: 'x'.repeat(43) } }
    expect((await ask(wrong)).data.message).toBe('the capability is not of this socket')
  })

  test.each([
    ['another token', { schema_version: 1, token: 'another' }],
    ['another version', { schema_version: 2, token }],
    ['no token', { schema_version: 1 }],
    ['no data', undefined],
  ])('is not opened by %s, and the socket goes on', async (_, data) => {
    const ask = await connect({ validationToken: token })
    const refused = await ask({ type: 'validation_open', data })
    expect([refused.type, refused.data.code]).toEqual(['error', 'VALIDATION_ERROR'])
    expect((await ask({ type: 'reset', data: {} })).type).toBe('observation')
  })

  test('is not opened after a reset, nor twice', async () => {
    const late = await connect({ validationToken: token })
    await late({ type: 'reset', data: {} })
    expect((await late(openMessage)).type).toBe('error')
    const twice = await connect({ validationToken: token })
    await twice(openMessage)
    expect((await twice(openMessage)).type).toBe('error')
  })

  test.each([{}, { validationToken: null }, { validationToken: token, mode: 'production' as const }])(
    'does not exist with %j',
    async (options) => {
      const ask = await connect(options)
      expect((await ask(openMessage)).data.code).toBe('UNKNOWN_TYPE')
    },
  )
})
