/** `dataops-env mcp`: the built command under the official client, and under a shell's pipe. */
import { spawn } from 'node:child_process'
import { Client, type CallToolResult } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, describe, expect, test } from 'vitest'
import { cliPath, runCli } from '../../cli/run-cli.ts'
import { type Era, eras, metaOf, textOf } from '../mcp-client.ts'

const clients: Client[] = []
async function connect(era: Era | 'auto'): Promise<Client> {
  const mode = era === 'auto' ? 'auto' : era === '2025-11-25' ? 'legacy' : { pin: era }
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
  clients.push(client)
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [cliPath, 'mcp'] }))
  return client
}
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
})

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } },
}
function callOf(id: number, name: string, args: object = {}): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } }
}

describe.each(['auto', ...eras] as const)('%s', (era) => {
  test('plays an episode in the one session there is', async () => {
    const client = await connect(era)
    expect(client.getNegotiatedProtocolVersion()).toBe(era === 'auto' ? '2026-07-28' : era)
    const call = async (name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> =>
      await client.callTool({ name, arguments: args })
    expect((await client.listTools()).tools).toHaveLength(4)
    expect(textOf(await call('inspect_schema'))).toContain('no episode')
    const started = await call('start_episode', { task_id: 'task_dedup', reward_mode: 'terminal' })
    expect(started.content).toHaveLength(1)
    const query = 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)'
    expect(metaOf(await call('execute_sql', { query }))).toMatchObject({ 'dataops-env/reward': 0 })
    expect((await call('finish_task', { session_id: 'other' })).isError).toBe(true)
    const finished = await call('finish_task')
    expect(finished.structuredContent).toMatchObject({ current_step: 2 })
    expect(metaOf(finished)).toMatchObject({ 'dataops-env/reward': 1, 'dataops-env/done': true })
  })
})

describe('the process', () => {
  test('answers what was asked before the input ended, writes nothing else, and ends', async () => {
    const calls = [callOf(2, 'start_episode'), callOf(3, 'execute_sql', { query: 'SELECT 5' }), callOf(4, 'nothing')]
    const noise = ['not json', '[]', '{}', '{"jsonrpc":"2.0","id":NaN}', '\u0000', '']
    const lines = [initialize, { jsonrpc: '2.0', method: 'notifications/initialized' }, ...calls]
    const input = [...lines.map((line) => JSON.stringify(line)), ...noise].join('\n')
    const { code, stdout, stderr } = await runCli(['mcp'], { input: `${input}\n` })
    const replies = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect([code, stderr]).toEqual([0, ''])
    expect(replies.filter(({ id }) => id !== null && id !== undefined).map(({ id }) => id)).toEqual([1, 2, 3, 4])
    expect(replies.find(({ id }) => id === 3).result.structuredContent.last_query_result.rows).toEqual([[5]])
    for (const { jsonrpc } of replies) expect(jsonrpc).toBe('2.0')
  })

  test('plays arguments that are none as invalid actions, and the text of an object as one', async () => {
    const odd = [null, '', [], 5, '{"query":"SELECT 7"}']
    const calls = odd.map((given, index) => ({
      ...{ jsonrpc: '2.0', id: 3 + index, method: 'tools/call' },
      params: { name: 'execute_sql', arguments: given },
    }))
    const lines = [initialize, { jsonrpc: '2.0', method: 'notifications/initialized' }, callOf(2, 'start_episode')]
    const input = [...lines, ...calls].map((line) => `${JSON.stringify(line)}\n`).join('')
    const { stdout } = await runCli(['mcp'], { input })
    const replies = new Map(
      stdout
        .trim()
        .split('\n')
        .map((line) => [JSON.parse(line).id, JSON.parse(line).result]),
    )
    const played = odd.map((_, index) => replies.get(3 + index))
    expect(played.map(({ structuredContent }) => structuredContent.current_step)).toEqual([1, 2, 3, 4, 5])
    expect(played.map(({ isError }) => isError)).toEqual([true, true, true, true, false])
    expect(played[4].structuredContent.last_query_result.rows).toEqual([[7]])
  })

  test('ends when there is no input at all', async () => {
    expect(await runCli(['mcp'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('ends on %s while it works', async (signal) => {
    const child = spawn(process.execPath, [cliPath, 'mcp'], { stdio: ['pipe', 'pipe', 'pipe'] })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stdin.write(`${JSON.stringify(initialize)}\n${JSON.stringify(callOf(2, 'start_episode'))}\n`)
    await expect.poll(() => stdout.split('\n').length, { timeout: 20_000 }).toBe(3)
    const query = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
    child.stdin.write(`${JSON.stringify(callOf(3, 'execute_sql', { query }))}\n`)
    child.kill(signal)
    expect(await ended).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(2)
  })

  test('says what is wrong with its options on standard error', async () => {
    const { code, stdout, stderr } = await runCli(['mcp', '--log-level', 'loud'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error: wrong_use: .*loud.*\n$/)
  })
})
