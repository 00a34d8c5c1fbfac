import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/cli/settings/config.ts'
import { drillList } from '../../src/tasks/family-list.ts'
import { startTestServer } from '../server/test-server.ts'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-drills-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const demo = (...args: string[]): ReturnType<typeof runHere> => runHere(['demo', '--suite', 'drills', ...args])

interface Report {
  readonly tasks: readonly Record<string, unknown>[]
  readonly average: Record<string, unknown>
}

describe('demo --suite drills', () => {
  it('solves an instance of each family, where reading alone earns nothing', async () => {
    const { code, stdout, stderr } = await demo('--json', '--level', '2', '--seed', '11')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { tasks, average } = JSON.parse(stdout) as Report
    expect(tasks.map((row) => row['family'])).toEqual(drillList.map(({ id }) => id))
    expect(new Set(tasks.map((row) => row['world'])).size).toBeGreaterThan(4)
    for (const row of tasks) {
      expect(Object.keys(row)).toEqual([
        'task_id',
        'family',
        'world',
        'level',
        'seed',
        'grader_score',
        'score',
        'solved',
        'steps',
        'step_limit',
        'reader_score',
      ])
      expect(row).toMatchObject({ level: 2, seed: 11, grader_score: 1, score: 1, solved: true, reader_score: 0 })
      expect(row['steps']).toBeLessThan(row['step_limit'] as number)
    }
    expect(average).toEqual({ score: 1, reader_score: 0 })
  })

  it('prints a table, the same on every run', async () => {
    const [first, second] = await Promise.all([demo('--task', 'sentinels'), demo('--task', 'sentinels')])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(second?.stdout).toBe(first?.stdout)
    expect(first?.stdout).toMatch(/│ sentinels │ [a-z]+ +│ +1 │ +\d+ \/ \d+ │ +1\.00 │ +yes │ +0\.00 │/)
  })

  it('plays one task, and what it records is replayed', async () => {
    const file = join(folder, 'episode.jsonl')
    const { code, stdout } = await demo('--task', 'double_escape@2/shop/2', '--record', file)
    expect(code).toBe(0)
    expect(stdout).toMatch(/│ double_escape │ shop +│ +2 │/)
    const records = readFileSync(file, 'utf8').trim().split('\n')
    expect(records).toHaveLength(1)
    const replay = await runHere(['replay', file])
    expect(replay.code).toBe(0)
    expect(replay.stdout).toContain('every byte equal')
  })

  it('falls short where the server plays other instances than the oracle knows', async () => {
    const salt = join(folder, 'salt')
    writeFileSync(salt, 'a secret of this test\n')
    const { settings } = loadConfig({ flags: { splitSaltFile: salt } })
    const server = await startTestServer({ settings })
    try {
      const held = await demo('--url', server.url, '--task', 'double_escape', '--level', '2', '--json')
      expect(held.code).toBe(1)
      expect(JSON.parse(held.stdout)).toMatchObject({ tasks: [{ solved: false }] })
      const open = await demo('--url', server.url, '--task', 'date_iso', '--level', '2', '--json')
      expect(open.code).toBe(0)
    } finally {
      await server.close()
    }
  })

  it.each([
    [['--suite', 'all'], 'wrong_use'],
    [['--level', '2'], 'wrong_use'],
    [['--suite', 'drills', '--level', '6'], 'wrong_use'],
    [['--suite', 'drills', '--seed', '-1'], 'wrong_use'],
    [['--suite', 'drills', '--task', 'task_easy'], 'unknown_task'],
    [['--suite', 'drills', '--task', 'nope'], 'unknown_task'],
    [['--suite', 'drills', '--task', 'date_iso@2/shop/2', '--level', '1'], 'wrong_use'],
    [['--task', 'date_iso@2/shop/2'], 'unknown_task'],
  ])('demo %j is wrong use', async (args, code) => {
    const { code: exit, stdout, stderr } = await runHere(['demo', ...args])
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^error: ${code}: [^\\n]+\\n$`))
  })
})
