import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-maintenance-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('commands for maintainers', () => {
  it('have a help of their own and stand in no list', async () => {
    const [all, probe, freeze] = await Promise.all([
      runHere(['--help']),
      runHere(['probe', '--help']),
      runHere(['help', 'freeze']),
    ])
    expect(all.stdout).toMatch(/^ {2}verify /m)
    expect(all.stdout).not.toMatch(/^ {2}(?:probe|freeze)/m)
    expect(probe.stdout).toContain('--instances <n>')
    expect(freeze.stdout).toContain('--check')
  })

  it('freeze draws a list once, finds it as it was, and a digest that is not', async () => {
    const list = join(folder, 'trial.json')
    const drawn = await runHere(['freeze', '--families', 'enum_drift,double_load', '--each', '1', '--file', list])
    expect(drawn).toMatchObject({ code: 0, stderr: '' })
    const text = readFileSync(list, 'utf8')
    const { name, instances } = JSON.parse(text) as {
      name: string
      instances: readonly { id: string; split: string }[]
    }
    expect([name, instances.length, new Set(instances.map(({ split }) => split))]).toEqual([
      'trial',
      7,
      new Set(['test']),
    ])
    const changed = join(folder, 'changed.json')
    const [, digest = ''] = /"image": *"([0-9a-f]{64})"/.exec(text) ?? []
    writeFileSync(changed, text.replace(digest, 'f'.repeat(64)))
    const [same, other, again] = await Promise.all([
      runHere(['freeze', '--check', '--every', '3', '--file', list]),
      runHere(['freeze', '--check', '--every', '7', '--file', changed]),
      runHere(['freeze', '--families', 'enum_drift', '--file', list]),
    ])
    expect(same).toMatchObject({ code: 0, stderr: '' })
    expect(same.stdout).toMatch(/^trial: 3 of 7 instances as frozen/)
    expect(other).toMatchObject({ code: 1, stdout: '' })
    expect(other.stderr).toContain(`the image has the digest ${digest}, not ffff`)
    expect(again).toMatchObject({ code: 2 })
    expect(again.stderr).toContain('is frozen: it is checked (--check), never drawn again')
  })

  it('probe tells what it found, and takes figures from its own JSON', async () => {
    const size = ['--family', 'bool_lexeme', '--instances', '10', '--seeds', '2']
    const json = await runHere(['probe', ...size, '--json'])
    const run = JSON.parse(json.stdout) as { ok: boolean; families: readonly { family: string }[] }
    expect(run.families.map(({ family }) => family)).toEqual(['bool_lexeme'])
    expect(json.code).toBe(run.ok ? 0 : 1)
    const file = join(folder, 'probes.json')
    writeFileSync(file, json.stdout)
    const [table, other] = await Promise.all([
      runHere(['probe', ...size, '--from', file]),
      runHere(['probe', '--family', 'trim_case', '--from', file]),
    ])
    expect(table.stdout).toMatch(/^bool_lexeme@2 +0\.\d{3} /m)
    expect(other.stderr).toBe('error: wrong_use: no file has figures of trim_case@2 for 500 instances and 4 seeds\n')
  })

  it('verify --deep takes every task, and nothing that chooses some', async () => {
    const [task, suite, alone] = await Promise.all([
      runHere(['verify', '--deep', '--family', 'trim_case']),
      runHere(['verify', '--deep', '--suite', 'classic']),
      runHere(['verify', '--instances', '20']),
    ])
    expect(task.stderr).toBe('error: wrong_use: --family is not for --deep, which takes every task\n')
    expect(suite.stderr).toBe('error: wrong_use: --deep is for --suite drills\n')
    expect(alone.stderr).toBe('error: wrong_use: --instances is for --deep\n')
    expect([task, suite, alone].map(({ code }) => code)).toEqual([2, 2, 2])
  })
})
