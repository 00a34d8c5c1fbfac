import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taskList } from '../../src/index.ts'
import { cliPath, type CliResult } from './run-cli.ts'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-verify-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const drills = (...args: string[]): Promise<CliResult> => runHere(['verify', '--suite', 'drills', ...args])

interface Report {
  readonly ok: boolean
  readonly tasks: number
  readonly total: { readonly instances: number; readonly defects: number }
  readonly failures: readonly { readonly task: string; readonly seed: number; readonly check: string }[]
  readonly timing: { readonly proven: number; readonly workers: number }
}

const reportOf = ({ stdout }: CliResult): Report => JSON.parse(stdout) as Report

/** The report but for what depends on the machine. */
function withoutTiming(result: CliResult): string {
  const { timing, ...report } = reportOf(result)
  expect(Object.keys(timing)).toEqual(['seconds', 'proven', 'workers'])
  return JSON.stringify(report)
}

const linesOf = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1, -1)
  } catch {
    return []
  }
}

/** Starts a run and, once the file has so many proofs, ends it with a signal. */
async function endedBy(signal: NodeJS.Signals, file: string, args: readonly string[], proofs: number) {
  const child = spawn(process.execPath, [cliPath, 'verify', '--suite', 'drills', ...args, '--resume', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  while (linesOf(file).length < proofs && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5))
  child.kill(signal)
  return { code: await closed, stdout, stderr }
}

describe('verify without a suite', () => {
  it('proves the classic tasks as ever', async () => {
    const [plain, named] = await Promise.all([
      runHere(['verify', '--seeds', '0..1', '--json']),
      runHere(['verify', '--suite', 'classic', '--seeds', '0..1', '--json']),
    ])
    expect(plain).toMatchObject({ code: 0, stderr: '' })
    expect(named).toEqual(plain)
    const report = JSON.parse(plain.stdout) as { tasks: object[] }
    expect(Object.keys(report)).toEqual(['ok', 'tasks'])
    expect(report.tasks.map((row) => Object.keys(row))).toEqual(
      taskList.map(() => ['task', 'instances', 'failures', 'best_naive', 'best_blind']),
    )
    expect(report.tasks).toMatchObject(taskList.map(({ id }) => ({ task: id, instances: 3, failures: [] })))
  })
})

describe('verify --suite drills', () => {
  it('proves what fits, and says the same whatever the number of threads', async () => {
    const args = ['--family', 'trim_case', '--level', '1', '--seeds', '0..1', '--json']
    const one = await drills(...args, '--workers', '1')
    const two = await drills(...args, '--workers', '2')
    expect(one).toMatchObject({ code: 0, stderr: '16 instances of 8 tasks; 1 at a time\n' })
    expect(two).toMatchObject({ code: 0, stderr: '16 instances of 8 tasks; 2 at a time\n' })
    expect(withoutTiming(two)).toBe(withoutTiming(one))
    const report = reportOf(one)
    expect(report).toMatchObject({
      ok: true,
      version: '0.2.0',
      seeds: [0, 1],
      tasks: 8,
      total: { instances: 16, defects: 0 },
      levels: [{ level: 1, instances: 16 }],
      families: [{ family: 'trim_case', version: 2, worlds: 8, levels: [{ level: 1, instances: 16 }] }],
      // Every tenth seed is drawn in all three splits.
      images: { compared: 16 + 2 * 8, split_samples: 8 },
      failures: [],
    })
    const { total } = JSON.parse(one.stdout) as { total: Record<string, number> }
    expect(total['wrong_states']).toBeGreaterThan(16 * 500)
    expect(total['ambiguities']).toBeGreaterThanOrEqual(16 * 3)
    expect(total['differing_min']).toBeGreaterThan(4)
    expect(total['image_bytes_max']).toBeGreaterThan(4096)
    expect(total['best_naive']).toBeLessThanOrEqual(0.6)
  })

  it('shows tables', async () => {
    const { code, stdout } = await drills('--family', 'bool_lexeme', '--world', 'bank', '--level', '2')
    expect(code).toBe(0)
    expect(stdout).toMatch(/│ bool_lexeme@2 │ +1 │ +1 │ +0 │ 0\.\d{3} │/)
    expect(stdout).toMatch(/highest naive scores/)
    expect(stdout).toMatch(/largest images/)
    expect(stdout).toMatch(/3 images compared, 1 instances drawn in every split: no two images are equal/)
  })
})

describe('verify --resume', () => {
  const args = ['--family', 'trim_case', '--world', 'bank', '--level', '1', '--seeds', '0..39']

  it('goes on after it was killed, cuts off half a line, and says what a whole run says', async () => {
    const file = join(folder, 'killed.jsonl')
    const killed = await endedBy('SIGKILL', file, [...args, '--workers', '2'], 5)
    expect(killed.code).toBeNull()
    const before = linesOf(file)
    expect(before.length).toBeGreaterThanOrEqual(5)
    expect(before.length).toBeLessThan(40)
    appendFileSync(file, '{"version":"0.2.0","task":"trim_case@2/ba')
    const resumed = await drills(...args, '--resume', file, '--json')
    expect(resumed.code).toBe(0)
    expect(resumed.stderr).toContain(`40 instances of 1 tasks, ${before.length} of them stand in ${file};`)
    expect(reportOf(resumed).timing.proven).toBe(40 - before.length)
    const after = linesOf(file)
    expect(after.slice(0, before.length)).toEqual(before)
    const seeds = after.map((line) => (JSON.parse(line) as { seed: number }).seed)
    expect(seeds.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 40 }, (_, seed) => seed))
    expect(withoutTiming(await drills(...args, '--json'))).toBe(withoutTiming(resumed))
    const again = await drills(...args, '--resume', file, '--json')
    expect(reportOf(again).timing.proven).toBe(0)
    expect(withoutTiming(again)).toBe(withoutTiming(resumed))
  })

  it('ends by SIGINT with 130 and a whole file', async () => {
    const file = join(folder, 'interrupted.jsonl')
    const { code, stdout, stderr } = await endedBy('SIGINT', file, args, 2)
    expect(code).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/\ninterrupted after \d+ of 40 instances; the same command goes on with what stands in /)
    expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true)
    for (const line of linesOf(file)) expect(JSON.parse(line)).toMatchObject({ failures: [] })
  })

  it('proves again what another version has proven, and fails for a defect that stands there', async () => {
    const file = join(folder, 'defect.jsonl')
    const only = ['--family', 'trim_case', '--world', 'bank', '--level', '1', '--seeds', '3', '--resume', file]
    expect((await drills(...only)).code).toBe(0)
    const [header = '', line = ''] = readFileSync(file, 'utf8').split('\n')
    const proof = JSON.parse(line) as object
    const failures = [{ check: 'leaks', message: 'the bytes of the seed hold 1999-12-31' }]

    writeFileSync(file, `${header}\n${JSON.stringify({ ...proof, version: '0.0.9', failures })}\n`)
    const renewed = await drills(...only, '--json')
    expect(renewed.code).toBe(0)
    expect(reportOf(renewed).timing.proven).toBe(1)
    expect(linesOf(file)[1]).toBe(line)

    writeFileSync(file, `${header}\n${JSON.stringify({ ...proof, failures })}\n`)
    const failing = await drills(...only, '--json')
    expect(failing.code).toBe(1)
    expect(reportOf(failing)).toMatchObject({
      ok: false,
      total: { instances: 1, defects: 1 },
      failures: [{ task: 'trim_case@2/bank/1', seed: 3, check: 'leaks' }],
    })
    const shown = await drills(...only)
    expect(shown.code).toBe(1)
    expect(shown.stdout).toContain('trim_case@2/bank/1, seed 3, leaks: the bytes of the seed hold 1999-12-31\n')
  })
})
