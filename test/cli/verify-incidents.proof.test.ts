import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncidentReportLine } from '../../src/proof/incidents/incident-report.ts'
import type { CliResult } from './run-cli.ts'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-incidents-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const incidents = (...args: string[]): Promise<CliResult> => runHere(['verify', '--suite', 'incidents', ...args])

describe('verify --suite incidents', () => {
  it('tries every law on every instance, goes on with what stands in a file, and says the same again', async () => {
    const file = join(folder, 'proofs.jsonl')
    const args = ['--family', 'double_load', '--level', '1', '--seeds', '0..1']
    const first = await incidents(...args, '--json', '--resume', file)
    const { timing, ...report } = JSON.parse(first.stdout) as IncidentReportLine & { timing: { proven: number } }
    expect(report).toMatchObject({ suite: 'incidents', incidents: ['double_load'], seeds: [0, 1] })
    expect(report.instances).toBe(2 * report.worlds.length)
    expect(timing.proven).toBe(report.instances)
    expect(first.code).toBe(report.ok ? 0 : 1)
    expect(report.laws.length).toBeGreaterThan(20)
    for (const { law, instances } of report.laws) expect([law, instances]).toEqual([law, report.instances])
    expect(report.whole.map(({ law }) => law)).toContain('priors in the mean')
    // Every defect has its law, task and seed, and of each law one is the smallest.
    expect(new Set(report.smallest.map(({ law }) => law))).toEqual(new Set(report.failures.map(({ law }) => law)))

    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('{"format":"dataops-env/incident-proofs@1"}')
    const tables = await incidents(...args, '--resume', file)
    expect(tables.code).toBe(first.code)
    expect(tables.stderr).toContain(`${report.instances} of them stand in`)
    expect(tables.stdout).toContain(`${report.instances} instances of double_load`)
    expect(tables.stdout).toMatch(/│ essential carriers +│/)
    const families = await runHere(['verify', '--suite', 'drills', '--resume', file])
    expect(families.stderr).toContain('was not written by verify --resume')
  })

  it('names the word that was meant', async () => {
    const [family, world, task] = await Promise.all([
      incidents('--family', 'duoble_load'),
      incidents('--world', 'shopp'),
      incidents('--task', 'task_easy'),
    ])
    expect(family.stderr).toContain('did you mean double_load?')
    expect(world.stderr).toContain('did you mean shop?')
    expect(task.stderr).toContain('--task is for --suite classic')
    expect([family, world, task].map(({ code }) => code)).toEqual([2, 2, 2])
  })
})
