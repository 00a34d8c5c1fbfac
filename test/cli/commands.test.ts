import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/cli/settings/config.ts'
import { taskList, type Trajectory } from '../../src/index.ts'
import { startTestServer } from '../server/test-server.ts'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ids = taskList.map((task) => task.id)

/** One line on standard error, with a code and without a stack. */
function expectOneError(stderr: string, code: string): void {
  expect(stderr).toMatch(new RegExp(`^error: ${code}: [^\\n]+\\n$`))
  expect(stderr).not.toMatch(/\n\s+at /)
}

describe('dataops-env', () => {
  it('explains itself and every command', async () => {
    const help = await runHere(['--help'])
    expect(help.code).toBe(0)
    for (const command of ['serve', 'demo', 'export', 'verify']) {
      expect(help.stdout).toContain(command)
      const own = await runHere([command, '--help'])
      expect(own).toMatchObject({ code: 0, stderr: '' })
      expect(own.stdout).toContain(`Usage: dataops-env ${command}`)
    }
  })

  it('shows its help without arguments, and that of a command by its name', async () => {
    const [bare, asked, help, own, flag] = await Promise.all(
      [[], ['--help'], ['help'], ['help', 'tasks'], ['tasks', '--help']].map(async (args) => await runHere(args)),
    )
    expect(bare).toMatchObject({ code: 0, stderr: '' })
    expect(bare?.stdout).toMatch(/^Usage: dataops-env \[options\] \[command\]\n/)
    expect(bare?.stdout).toContain('Exit codes: 0 done')
    expect(asked).toEqual(bare)
    expect(help).toEqual(bare)
    expect(own).toMatchObject({ code: 0, stderr: '' })
    expect(own).toEqual(flag)
  })

  it.each([
    [['dmo'], 'Did you mean demo?'],
    [['help', 'tsks'], 'did you mean tasks?'],
    [['demo', '--tsak', 'x'], 'Did you mean --task?'],
    [['demo', '--suite', 'dirlls'], '--suite takes classic or drills, not dirlls; did you mean drills?'],
    [['demo', '--suite', 'families'], '--suite families is called --suite drills since version 0.2'],
    [['verify', '--suite', 'families'], '--suite families is called --suite drills since version 0.2'],
    [['tasks', '--suite', 'families'], '--suite families is called --suite drills since version 0.2'],
    [['demo', '--task', 'task_eazy'], 'did you mean task_easy?'],
    [['demo', '--task', 'date_iso'], '--suite drills plays it'],
    [['demo', '--suite', 'drills', '--task', 'date_iso/shop/2'], 'did you mean date_iso@2/shop/2?'],
    [['play', 'task_eazy'], 'did you mean task_easy? Known tasks: task_easy, '],
    [['play', '--family', 'dat_iso'], 'did you mean date_iso?'],
    [['export', '--task', 'date_iso/shop/2'], 'did you mean date_iso@2/shop/2?'],
    [['verify', '--task', 'task_eazy'], 'did you mean task_easy?'],
    [['verify', '--suite', 'drills', '--world', 'bnak'], 'did you mean bank?'],
    [['tasks', '--task', 'date_iso@2/bnak/2'], 'did you mean date_iso@2/bank/2?'],
    [['tasks', '--split', 'tset'], '--split takes train, validation or test, not tset; did you mean test?'],
  ])('%j: says what may have been meant', async (args, suggestion) => {
    const { code, stdout, stderr } = await runHere(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(suggestion)
    expect(stderr).toMatch(/^error: [a-z_]+: [^\n]+\n$/)
  })

  it.each([
    [['frobnicate'], 'wrong_use'],
    [['demo', '--frobnicate'], 'wrong_use'],
    [['demo', 'extra'], 'wrong_use'],
    [['demo', '--seed', '-1'], 'wrong_use'],
    [['demo', '--seed', '9007199254740992'], 'wrong_use'],
    [['demo', '--seed'], 'wrong_use'],
    [['demo', '--task', 'task_nope'], 'unknown_task'],
    [['demo', '--url', 'ftp://127.0.0.1'], 'wrong_use'],
    [['export', '--task', 'task_nope'], 'unknown_task'],
    [['verify', '--task', 'task_nope'], 'unknown_task'],
    [['verify', '--seeds', '5..2'], 'wrong_use'],
    [['verify', '--seeds', '1..2..3'], 'wrong_use'],
    [['serve', '--port', '70000'], 'wrong_use'],
    [['serve', '--log-level', 'loud'], 'wrong_use'],
    [['serve', '--config', '/does/not/exist.yaml'], 'invalid_config'],
  ])('%j is wrong use', async (args, code) => {
    const result = await runHere(args)
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expectOneError(result.stderr, code)
  })
})

describe('what others wrote', () => {
  const evil = '\u001B]0;owned\u0007\u001B[2J\u009B31m\u202E'
  // oxlint-disable-next-line no-control-regex
  const driving = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/

  it('in a record drives no terminal', async () => {
    const file = join(folder, 'evil.jsonl')
    await runHere(['demo', '--json', '--task', 'task_easy', '--record', file])
    const trajectory = JSON.parse(readFileSync(file, 'utf8')) as Trajectory
    const [first] = trajectory.steps
    if (first === undefined) throw new Error('nothing was played')
    first.result.observation = { ...first.result.observation, goal: evil }
    writeFileSync(file, JSON.stringify(trajectory))
    const [shown, json] = await Promise.all([runHere(['replay', file]), runHere(['replay', file, '--json'])])
    expect(shown.stdout).toContain('step 1 differs')
    expect(shown.stdout).toMatch(/\\u001b\[2J\\u009b31m\\u202e/)
    expect(json.stdout).toMatch(/\\u009b31m\\u202e/)
    writeFileSync(file, JSON.stringify({ ...trajectory, task_id: evil }))
    const unknown = await runHere(['replay', file])
    expect(unknown.stderr).toMatch(/^error: unknown_task: .*owned/)
    for (const text of [shown.stdout, json.stdout, unknown.stderr, unknown.stdout]) expect(text).not.toMatch(driving)
  })

  it('on the command line or in a file of settings drives no terminal', async () => {
    const config = join(folder, 'evil.yaml')
    writeFileSync(config, `${JSON.stringify(evil)}: 1\n`)
    const results = await Promise.all(
      [
        ['tasks', '--task', evil],
        ['tasks', '--family', evil],
        ['demo', '--suite', evil],
        [evil],
        ['help', evil],
        ['serve', '--config', config],
      ].map(async (args) => await runHere(args)),
    )
    for (const { code, stderr } of results) {
      expect(code).toBe(2)
      expect(stderr).toContain('owned')
      expect(stderr).not.toMatch(driving)
    }
  })
})

describe('demo', () => {
  it('solves all five tasks, with equal bytes on every run', async () => {
    const runs = await Promise.all([runHere(['demo', '--json']), runHere(['demo', '--json'])])
    expect(runs[0]).toMatchObject({ code: 0, stderr: '' })
    expect(runs[1]?.stdout).toBe(runs[0]?.stdout)
    const report = JSON.parse(runs[0]?.stdout ?? '') as { tasks: Record<string, unknown>[]; average: object }
    expect(report.tasks.map((row) => row['task_id'])).toEqual(ids)
    for (const row of report.tasks) {
      expect(Object.keys(row)).toEqual(['task_id', 'grader_score', 'return', 'score', 'solved', 'steps', 'step_limit'])
      expect(row).toMatchObject({ grader_score: 1, solved: true })
    }
    expect(Object.keys(report.average)).toEqual(['grader_score', 'score'])
    expect(report.average).toMatchObject({ grader_score: 1 })
  })

  it('solves other instances too, one task at a time', async () => {
    const result = await runHere(['demo', '--json', '--task', 'task_hard', '--seed', '31'])
    expect(result.code).toBe(0)
    expect(JSON.parse(result.stdout)).toMatchObject({ tasks: [{ task_id: 'task_hard', grader_score: 1 }] })
  })

  it('plays against a server that is running, and leaves the default session alone', async () => {
    const server = await startTestServer()
    try {
      const result = await runHere(['demo', '--url', `${server.url}/`])
      expect(result).toMatchObject({ code: 0, stderr: '' })
      for (const id of ids) expect(result.stdout).toMatch(new RegExp(`${id} .* 1\\.00 .* yes `))
      expect(await (await fetch(`${server.url}/state`)).json()).toMatchObject({ episode_id: null })
    } finally {
      await server.close()
    }
  })

  it('falls short when the server does not let it finish', async () => {
    const config = join(folder, 'short.yaml')
    writeFileSync(config, 'tasks:\n  task_hard: { step_limit: 3 }\n')
    const { settings } = loadConfig({ file: config })
    const server = await startTestServer({ settings })
    try {
      const result = await runHere(['demo', '--url', server.url, '--json', '--task', 'task_hard'])
      expect(result.code).toBe(1)
      expect(JSON.parse(result.stdout)).toMatchObject({ tasks: [{ solved: false, steps: 3, step_limit: 3 }] })
    } finally {
      await server.close()
    }
  })
})

describe('export', () => {
  it('says what is in its way', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const result = await runHere(['export', '--out', join(folder, 'a-file')])
    expect(result.code).toBe(2)
    expectOneError(result.stderr, 'wrong_use')
  })
})

describe('verify', () => {
  it('proves an inclusive range of seeds and the canonical instance', async () => {
    const result = await runHere(['verify', '--task', 'task_dedup', '--seeds', '3..4', '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      tasks: [{ task: 'task_dedup', instances: 3, failures: [] }],
    })
  })
})
