/** The OpenAPI document against the server, by a fuzzer that reads the one and asks the other. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CliServer, startCliServer } from '../cli/run-cli.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'
import { runPython } from './run-python.ts'

const checks = [
  'not_a_server_error',
  'response_schema_conformance',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'allow_header_conformance',
  'unsupported_method',
]

describe.skipIf(isSkipped('schemathesis'))('schemathesis', () => {
  let bin: string
  let server: CliServer | undefined
  let folder: string | undefined

  beforeAll(async () => {
    bin = await makeEnvironment('schemathesis')
    server = await startCliServer(['--max-sessions', '100000'])
    folder = await mkdtemp(join(tmpdir(), 'schemathesis-'))
  }, makingTimeout)

  afterAll(async () => {
    if (server) expect(await server.end('SIGTERM')).toMatchObject({ code: 0 })
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  test('finds no reply that the document does not describe', async () => {
    const args = ['run', `${server?.url}/openapi.json`, '--checks', checks.join(',')]
    // The same requests on every run.
    args.push('--generation-deterministic', '--max-examples', '50', '--request-timeout', '10')
    const hooks = fileURLToPath(new URL('schemathesis_hooks.py', import.meta.url))
    const env = { SCHEMATHESIS_HOOKS: hooks, NO_COLOR: '1' }
    // It leaves notes for later runs where it runs.
    const { code, output } = await runPython(join(bin, 'st'), args, { cwd: folder, env })
    expect(code, output).toBe(0)
    expect(output).toMatch(/[1-9]\d{2,} generated, [1-9]\d{2,} passed/)
  })
})
