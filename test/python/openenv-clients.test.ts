/** OpenEnv's own clients, unmodified, against the built server. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliServer, runCli, startCliServer } from '../cli/run-cli.ts'
import { PythonChecks } from './python-checks.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'

describe.skipIf(isSkipped('openenv'))('openenv 0.10.0', () => {
  let folder: string | undefined
  let servers: CliServer[] = []
  let checks: PythonChecks

  beforeAll(async () => {
    const bin = await makeEnvironment('openenv')
    folder = await mkdtemp(join(tmpdir(), 'openenv-clients-'))
    const record = join(folder, 'record.jsonl')
    expect(await runCli(['demo', '--record', record])).toMatchObject({ code: 0, stderr: '' })
    const impatient = ['--max-sessions', '1', '--ping-interval', '0.05', '--ping-grace', '0.05']
    servers = await Promise.all([startCliServer(), startCliServer(['--max-sessions', '1']), startCliServer(impatient)])
    const targets = servers.flatMap(({ url, pid }) => [url, String(pid)])
    checks = new PythonChecks(bin, 'openenv_clients.py', [...targets, record])
  }, makingTimeout)

  afterAll(async () => {
    checks?.close()
    for (const server of servers) expect(await server.end('SIGTERM')).toMatchObject({ code: 0 })
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  test.each([
    'async_episodes',
    'sync_episodes',
    'typed_client',
    'fifty_clients',
    'task_api',
    'training_page',
    'refusals',
    'reconnect',
    'reply_timeouts',
    'thinking_trainer',
    'suspects_give_way',
    'capacity',
    'pipelining',
    'step_env_session_adapter',
    'collect',
    'tools_on_websocket',
    'mcp_tool_client',
    'sync_mcp_tool_client',
    'tool_client_takes_one_place',
    'tool_client_comes_back',
  ])('%s', async (name) => await checks.run(name))
})
