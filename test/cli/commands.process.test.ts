import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRuntime, taskList, type Trajectory } from '../../src/index.ts'
import { runCli, startCliServer } from './run-cli.ts'

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
    const help = await runCli(['--help'])
    expect(help.code).toBe(0)
    for (const command of ['serve', 'demo', 'export', 'verify']) {
      expect(help.stdout).toContain(command)
      const own = await runCli([command, '--help'])
      expect(own).toMatchObject({ code: 0, stderr: '' })
      expect(own.stdout).toContain(`Usage: dataops-env ${command}`)
    }
  })

  it('shows its help without arguments, and that of a command by its name', async () => {
    const [bare, asked, help, own, flag] = await Promise.all(
      [[], ['--help'], ['help'], ['help', 'tasks'], ['tasks', '--help']].map(async (args) => await runCli(args)),
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
    [['demo', '--suite', 'famlies'], '--suite takes classic or families, not famlies; did you mean families?'],
    [['demo', '--task', 'task_eazy'], 'did you mean task_easy?'],
    [['demo', '--task', 'date_iso'], '--suite families plays it'],
    [['demo', '--suite', 'families', '--task', 'date_iso/shop/2'], 'did you mean date_iso@1/shop/2?'],
    [['play', 'task_eazy'], 'did you mean task_easy? Known tasks: task_easy, '],
    [['play', '--family', 'dat_iso'], 'did you mean date_iso?'],
    [['export', '--task', 'date_iso/shop/2'], 'did you mean date_iso@1/shop/2?'],
    [['verify', '--task', 'task_eazy'], 'did you mean task_easy?'],
    [['verify', '--suite', 'families', '--world', 'bnak'], 'did you mean bank?'],
    [['tasks', '--task', 'date_iso@1/bnak/2'], 'did you mean date_iso@1/bank/2?'],
    [['tasks', '--split', 'tset'], '--split takes train, validation or test, not tset; did you mean test?'],
  ])('%j: says what may have been meant', async (args, suggestion) => {
    const { code, stdout, stderr } = await runCli(args)
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
    const result = await runCli(args)
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expectOneError(result.stderr, code)
  })

  it('says in one line that nobody answers', async () => {
    const server = await startCliServer()
    await server.end('SIGTERM')
    const result = await runCli(['demo', '--url', server.url])
    // Nobody played, so nobody fell short.
    expect(result.code).toBe(3)
    expect(result.stderr).toMatch(/^not played: io_error: no answer from .+\n$/)
  })
})

describe('what others wrote', () => {
  const evil = '\u001B]0;owned\u0007\u001B[2J\u009B31m\u202E'
  // oxlint-disable-next-line no-control-regex
  const driving = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/

  it('in a record drives no terminal', async () => {
    const file = join(folder, 'evil.jsonl')
    await runCli(['demo', '--json', '--task', 'task_easy', '--record', file])
    const trajectory = JSON.parse(readFileSync(file, 'utf8')) as Trajectory
    const [first] = trajectory.steps
    if (first === undefined) throw new Error('nothing was played')
    first.result.observation = { ...first.result.observation, goal: evil }
    writeFileSync(file, JSON.stringify(trajectory))
    const [shown, json] = await Promise.all([runCli(['replay', file]), runCli(['replay', file, '--json'])])
    expect(shown.stdout).toContain('step 1 differs')
    expect(shown.stdout).toMatch(/\\u001b\[2J\\u009b31m\\u202e/)
    expect(json.stdout).toMatch(/\\u009b31m\\u202e/)
    writeFileSync(file, JSON.stringify({ ...trajectory, task_id: evil }))
    const unknown = await runCli(['replay', file])
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
      ].map(async (args) => await runCli(args)),
    )
    for (const { code, stderr } of results) {
      expect(code).toBe(2)
      expect(stderr).toContain('owned')
      expect(stderr).not.toMatch(driving)
    }
  })

  it('in a request drives no terminal that shows the log', async () => {
    const server = await startCliServer(['--log-level', 'info'])
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ session_id: `s${evil}` })
    await fetch(`${server.url}/reset`, { method: 'POST', headers, body })
    const { stderr } = await server.end('SIGTERM')
    expect(stderr).toContain('owned')
    expect(stderr).not.toMatch(driving)
    const session = stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { session?: string }).session)
    expect(session).toContain(`s${evil}`)
  })
})

describe('demo', () => {
  it('solves all five tasks, with equal bytes on every run', async () => {
    const runs = await Promise.all([runCli(['demo', '--json']), runCli(['demo', '--json'])])
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
    const result = await runCli(['demo', '--json', '--task', 'task_hard', '--seed', '31'])
    expect(result.code).toBe(0)
    expect(JSON.parse(result.stdout)).toMatchObject({ tasks: [{ task_id: 'task_hard', grader_score: 1 }] })
  })

  it('plays against a server that is running, and leaves the default session alone', async () => {
    const server = await startCliServer()
    try {
      const result = await runCli(['demo', '--url', `${server.url}/`])
      expect(result).toMatchObject({ code: 0, stderr: '' })
      for (const id of ids) expect(result.stdout).toMatch(new RegExp(`${id} .* 1\\.00 .* yes `))
      expect(await (await fetch(`${server.url}/state`)).json()).toMatchObject({ episode_id: null })
    } finally {
      await server.end('SIGTERM')
    }
  })

  it('falls short when the server does not let it finish', async () => {
    const config = join(folder, 'short.yaml')
    writeFileSync(config, 'tasks:\n  task_hard: { step_limit: 3 }\n')
    const server = await startCliServer(['--config', config])
    try {
      const result = await runCli(['demo', '--url', server.url, '--json', '--task', 'task_hard'])
      expect(result.code).toBe(1)
      expect(JSON.parse(result.stdout)).toMatchObject({ tasks: [{ solved: false, steps: 3, step_limit: 3 }] })
    } finally {
      await server.end('SIGINT')
    }
  })
})

describe('serve', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with 0 on %s and prints one line on standard output',
    async (signal) => {
      const server = await startCliServer()
      expect((await fetch(`${server.url}/health`)).status).toBe(200)
      const { code, stdout } = await server.end(signal)
      expect(code).toBe(0)
      const { port } = new URL(server.url)
      expect(stdout).toBe(`dataops-env listening on ${server.url} (open http://localhost:${port})\n`)
    },
  )

  it('listens everywhere by default, says so, and is not led astray by what others set', async () => {
    const env = { HOST: 'x86_64-conda-linux-gnu', LOG_LEVEL: 'WARN', WORKERS: '1', DATAOPS_TOKEN: '' }
    const server = await startCliServer([], env, '')
    const { port } = new URL(server.url)
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    const { code, stdout, stderr } = await server.end('SIGTERM')
    expect(code).toBe(0)
    expect(stdout).toBe(`dataops-env listening on http://0.0.0.0:${port} (open http://localhost:${port})\n`)
    const said = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: number; msg: string })
    expect(said.map(({ level }) => level)).toEqual([40, 40])
    expect(said[0]?.msg).toBe('not read from the environment: WORKERS; use DATAOPS_WORKERS')
    expect(said[1]?.msg).toContain('it has no token')
  })

  it.each([
    [['--token', 'abcdefgh'], {}, ''],
    [[], { DATAOPS_HOST: '127.0.0.1' }, ''],
    [[], {}, '::1'],
  ] as const)('does not warn with %j and %j', async (args, env, host) => {
    const server = await startCliServer([...args, '--log-level', 'warn'], env, host)
    expect(await server.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' })
  })

  it('finishes the request under way', async () => {
    const server = await startCliServer()
    await fetch(`${server.url}/reset`, { method: 'POST' })
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    let received = ''
    socket.setEncoding('utf8').on('data', (text) => (received += String(text)))
    const body = '{"action_type":"inspect_schema"}'
    const length = `Content-Length: ${body.length}`
    socket.write(`POST /step HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n${length}\r\n\r\n`)
    // The server has it, but for its body.
    await expect.poll(() => received).toContain('100 Continue')
    const ended = server.end('SIGTERM')
    const isServed = async (): Promise<boolean> =>
      await fetch(`${server.url}/health`).then(
        () => true,
        () => false,
      )
    await expect.poll(isServed).toBe(false)
    socket.write(body)
    expect((await ended).code).toBe(0)
    await expect.poll(() => received).toMatch(/HTTP\/1\.1 200 OK[^]*"current_step":1/)
  })

  it('logs no SQL', async () => {
    const server = await startCliServer()
    await fetch(`${server.url}/reset`, { method: 'POST' })
    const body = JSON.stringify({ action_type: 'execute_sql', query: "SELECT 'do not log me'" })
    expect((await fetch(`${server.url}/step`, { method: 'POST', body })).status).toBe(200)
    const { stderr } = await server.end('SIGTERM')
    expect(stderr).toContain('"path":"/step"')
    expect(stderr).not.toContain('do not log me')
  })
})

describe('export', () => {
  it('writes ten databases, which are the images, and never overwrites silently', async () => {
    const out = join(folder, 'databases')
    const first = await runCli(['export'], { cwd: folder })
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const files = readdirSync(out).toSorted()
    expect(files).toEqual(ids.flatMap((id) => [`${id}_seed.db`, `${id}_target.db`]).toSorted())
    const runtime = await createRuntime()
    for (const task of taskList) {
      const instance = await runtime.instance(task, null)
      expect(readFileSync(join(out, `${task.id}_seed.db`)).equals(instance.seedImage)).toBe(true)
      expect(readFileSync(join(out, `${task.id}_target.db`)).equals(instance.targetImage)).toBe(true)
    }
    writeFileSync(join(out, 'task_dedup_target.db'), 'mine')
    const second = await runCli(['export', '--task', 'task_dedup'], { cwd: folder })
    expect(second).toMatchObject({ code: 2, stdout: '' })
    expectOneError(second.stderr, 'file_exists')
    expect(readFileSync(join(out, 'task_dedup_target.db'), 'utf8')).toBe('mine')
    const third = await runCli(['export', '--task', 'task_dedup', '--force'], { cwd: folder })
    expect(third.code).toBe(0)
    expect(readFileSync(join(out, 'task_dedup_target.db'), 'utf8')).not.toBe('mine')
  })

  it('says what is in its way', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const result = await runCli(['export', '--out', join(folder, 'a-file')])
    expect(result.code).toBe(2)
    expectOneError(result.stderr, 'wrong_use')
  })
})

describe('verify', () => {
  it('proves an inclusive range of seeds and the canonical instance', async () => {
    const result = await runCli(['verify', '--task', 'task_dedup', '--seeds', '3..4', '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: true,
      tasks: [{ task: 'task_dedup', instances: 3, failures: [] }],
    })
  })
})
