/**
 * Unmodified Python clients against our server. Runs only when DATAOPS_PYTHON names an interpreter that has
 * `openenv` 0.10.0: `python3 -m venv V && V/bin/pip install openenv==0.10.0`, then DATAOPS_PYTHON=V/bin/python.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../server/test-server.ts'

const python = process.env['DATAOPS_PYTHON'] ?? ''
const script = fileURLToPath(new URL('openenv_clients.py', import.meta.url))
if (python === '') process.stdout.write('skipped: DATAOPS_PYTHON names no interpreter with openenv\n')

describe.skipIf(python === '')('openenv 0.10.0', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(async () => await server.close())

  test('GenericEnvClient, its sync twin and MCPToolClient', async () => {
    const { stdout } = await promisify(execFile)(python, [script, server.url], { timeout: 55_000 })
    expect(stdout.trim().split('\n')).toEqual(
      ['episode', 'reconnect', 'many', 'sync', 'pipelining', 'tools'].map((name) => `ok ${name}`),
    )
    await expect.poll(() => server.registry.size).toBe(0)
  })
})
