/** OpenEnv's own validator: of a running server, of the manifest, and of a package as RFC 008 has it. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { playbooks } from '../../src/agent/playbooks.ts'
import { startCliServer } from '../cli/run-cli.ts'
import { expectAllPass, hasLocalValidator } from './local-validator.ts'
import { assemblePackage } from './openenv-package.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'
import { runPython } from './run-python.ts'

/** An episode with errors and a repetition, which solves the task in the end. */
const probe = {
  plan_schema_version: '1',
  reset: { episode_id: 'probe-1', seed: 11, options: { task_id: 'task_hard' } },
  actions: [
    { action_type: 'execute_sql', query: 'SELECT * FROM invoices LIMIT 3' },
    { action_type: 'execute_sql', query: 'SELECT * FROM invoices LIMIT 3' },
    { action_type: 'execute_sql', query: 'SELECT nothing FROM nowhere' },
    { action_type: 'no such action', metadata: {}, query: null },
    { action_type: 'inspect_schema', table_name: 'customers' },
    ...(playbooks['task_hard'] ?? []),
  ],
} as const

describe.skipIf(isSkipped('openenv'))('openenv validate 0.10.0', () => {
  let bin: string
  let folder: string | undefined

  beforeAll(async () => {
    bin = await makeEnvironment('openenv')
    folder = await assemblePackage(probe)
  }, makingTimeout)

  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  test.each(['simulation', 'production'])('a running server in mode %s passes all six checks', async (mode) => {
    const server = await startCliServer([], { OPENENV_MODE: mode })
    const { code, stdout, output } = await runPython(join(bin, 'openenv'), ['validate', '--json', '--url', server.url])
    expect(await server.end('SIGTERM')).toMatchObject({ code: 0 })
    expect(code, output).toBe(0)
    const report = JSON.parse(stdout) as { mode: string; criteria: { id: string; passed: boolean }[] }
    expect(report.mode).toBe(mode)
    expect(report.criteria.map(({ passed }) => passed)).toEqual(Array.from({ length: 6 }, () => true))
  })

  test('the manifest passes', async () => {
    const args = ['validate', folder ?? '', '--level', 'static']
    const { code, output } = await runPython(join(bin, 'openenv'), args)
    expect(code, output).toBe(0)
    expect(output).toMatch(/PASS\s+static\.manifest/)
    expect(output).toMatch(/Verdict: PASS/i)
  })

  test.skipIf(!hasLocalValidator)('a package passes all that is graded', async () => {
    await expectAllPass(bin, folder ?? '', 'node dist/cli/main.js serve --port {port}')
  })
})
