/** MCP's own Python clients, unmodified, against the built server. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliServer, cliPath, runCli, startCliServer } from '../cli/run-cli.ts'
import { PythonChecks } from './python-checks.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'

const suites = [
  {
    environment: 'openenv',
    script: 'mcp_1_client.py',
    names: ['handshake_and_tools', 'episodes', 'wrong_calls', 'stdio_episodes'],
  },
  {
    environment: 'mcp-2',
    script: 'mcp_2_client.py',
    names: ['discovery_and_tools', 'episodes', 'parallel_episodes', 'wrong_calls', 'stdio_episodes'],
  },
] as const

describe.each(suites)('$script', ({ environment, script, names }) => {
  describe.skipIf(isSkipped(environment))('against the built server', () => {
    let folder: string | undefined
    let server: CliServer | undefined
    let checks: PythonChecks

    beforeAll(async () => {
      const bin = await makeEnvironment(environment)
      folder = await mkdtemp(join(tmpdir(), 'mcp-clients-'))
      const record = join(folder, 'record.jsonl')
      expect(await runCli(['demo', '--record', record])).toMatchObject({ code: 0, stderr: '' })
      server = await startCliServer()
      checks = new PythonChecks(bin, script, [server.url, record, process.execPath, cliPath, 'mcp'])
    }, makingTimeout)

    afterAll(async () => {
      checks?.close()
      if (server) expect(await server.end('SIGTERM')).toMatchObject({ code: 0 })
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    })

    test.each(names)('%s', async (name) => await checks.run(name))
  })
})
