/** The built command as a process: its exit codes, signals, pipes and folder. What a command does is tried in commands.test.ts. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRuntime, taskList } from '../../src/index.ts'
import { cliPath, runCli, startCliServer } from './run-cli.ts'
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

describe('a process', () => {
  it.each([
    [0, ['demo', '--json', '--task', 'task_dedup']],
    [1, ['play', 'task_easy']],
    [2, ['demo', '--task', 'task_nope']],
    [3, ['demo', '--url', 'http://127.0.0.1:1']],
    [0, ['tasks', '--help']],
    [0, []],
  ] as const)('ends with %d and prints what the command does: %j', async (code, args) => {
    const input = '.quit\n'
    const [process, here] = await Promise.all([runCli(args, { input }), runHere(args, { input })])
    expect(process.code).toBe(code)
    expect(process).toEqual(here)
  })

  it('whose reader has gone ends in silence', async () => {
    const child = spawn(process.execPath, [cliPath, 'tasks', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [code] = (await once(child, 'close')) as [number]
    expect([code, stderr]).toEqual([0, ''])
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
})
