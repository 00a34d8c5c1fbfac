/** What `report --inspect` writes, read by inspect itself. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHere } from '../cli/run-here.ts'
import { isSkipped, makeEnvironment, makingTimeout } from './python-environment.ts'

const run = promisify(execFile)
const reader = fileURLToPath(new URL('inspect_log.py', import.meta.url))

describe.skipIf(isSkipped('inspect-log'))('logs of inspect', () => {
  let bin: string
  let folder: string
  beforeAll(async () => {
    bin = await makeEnvironment('inspect-log')
    folder = mkdtempSync(join(tmpdir(), 'dataops-inspect-'))
    const played = await runHere([
      'eval',
      '--suite',
      'classic',
      '--policy',
      'oracle,noop',
      '--out',
      join(folder, 'run'),
    ])
    expect(played.code).toBe(0)
    const report = await runHere(['report', join(folder, 'run'), '--inspect', `${join(folder, 'logs')}/`])
    expect(report.code).toBe(0)
  }, makingTimeout + 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are found in their folder and read by read_playedlog, a sample an episode', async () => {
    expect(readdirSync(join(folder, 'logs'))).toHaveLength(2)
    const { stdout } = await run(join(bin, 'python'), [reader, join(folder, 'logs')])
    const logs = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { model: string; accuracy: number; status: string; samples: object[] })
      .toSorted((one, other) => (one.model < other.model ? -1 : 1))
    expect(logs.map(({ model, accuracy, status }) => [model, accuracy, status])).toEqual([
      ['noop', 0, 'success'],
      ['oracle', 1, 'success'],
    ])
    const [noop, oracle] = logs
    expect(noop?.samples).toHaveLength(5)
    for (const sample of noop?.samples ?? []) expect(sample).toMatchObject({ solved: 'I', score: 0 })
    for (const sample of oracle?.samples ?? []) {
      expect(sample).toMatchObject({ solved: 'C', score: 1, roles: ['assistant', 'tool', 'user'] })
    }
  })

  it('are bundled for a web server by inspect view', async () => {
    const args = ['view', 'bundle', '--log-dir', join(folder, 'logs'), '--output-dir', join(folder, 'site')]
    await run(join(bin, 'inspect'), args)
    expect(existsSync(join(folder, 'site', 'index.html'))).toBe(true)
    expect(readdirSync(join(folder, 'site', 'logs')).filter((name) => name.includes('_dataops-env_'))).toHaveLength(2)
  })
})
