import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import * as model from '../agent/scripted-model.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../server/test-server.ts'
import { runHere } from './run-here.ts'

const noEnv = {
  HF_TOKEN: '',
  OPENAI_API_KEY: '',
  API_BASE_URL: '',
  OPENAI_BASE_URL: '',
  MODEL_NAME: 'm',
  DATAOPS_TOKEN: '',
  HTTP_PROXY: '',
  HTTPS_PROXY: '',
  ALL_PROXY: '',
  NO_PROXY: '',
  http_proxy: '',
  https_proxy: '',
  all_proxy: '',
  no_proxy: '',
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function scripted(...script: model.Reply[]): Promise<model.ScriptedModel> {
  const server = await model.startScriptedModel(script)
  closing.push(() => server.close())
  return server
}

async function environment(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  closing.push(() => server.close())
  return server
}

interface Proxy {
  readonly url: string
  /** What it was asked to reach, and with which password. */
  readonly asked: string[]
}

/** A proxy that reaches one place whatever it is asked for. */
async function startProxy(target: string | null): Promise<Proxy> {
  const asked: string[] = []
  const sockets = new Set<Duplex>()
  const server: Server = createServer((request, response) => {
    asked.push(`GET ${request.url}`)
    response.writeHead(502).end()
  })
  server.on('connect', (request, socket: Duplex) => {
    sockets.add(socket)
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    if (target === null) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    const { hostname, port } = new URL(target)
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(socket)
      socket.pipe(upstream)
    })
    sockets.add(upstream)
    for (const end of [socket, upstream]) end.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const play = ['agent', '--task', 'task_easy', '--patience', '0']

describe('proxies', () => {
  it('leads to the model, with a password that is not shown', async () => {
    const server = await scripted(model.callFinish)
    const proxy = await startProxy(server.url)
    const HTTP_PROXY = proxy.url.replace('//', '//user:secret@')
    const env = { ...noEnv, HTTP_PROXY, API_BASE_URL: 'http://model.invalid/v1', HF_TOKEN: 'hf_key' }
    const result = await runHere(play, { env })
    expect(result).toMatchObject({ code: 1, stderr: '' })
    expect(proxy.asked).toEqual([`CONNECT model.invalid:80 Basic ${Buffer.from('user:secret').toString('base64')}`])
    expect(server.seen[0]?.authorization).toBe('Bearer hf_key')
  })

  it('is asked for TLS too, and its refusal is no score', async () => {
    const proxy = await startProxy(null)
    const env = { ...noEnv, https_proxy: proxy.url, API_BASE_URL: 'https://model.invalid/v1', HF_TOKEN: 'hf_key' }
    const result = await runHere(play, { env })
    expect(result.code).toBe(3)
    expect(result.stderr).toMatch(/^not played: task_easy: model_unreachable: .*502.*\n$/)
    expect(proxy.asked.every((line) => line === 'CONNECT model.invalid:443')).toBe(true)
  })

  it('is not used for hosts of NO_PROXY', async () => {
    const proxy = await startProxy(null)
    const env = { ...noEnv, HTTP_PROXY: proxy.url, NO_PROXY: 'model.invalid', HF_TOKEN: 'hf_key' }
    const result = await runHere(play, { env: { ...env, API_BASE_URL: 'http://model.invalid/v1' } })
    expect(result.stderr).toContain('model_unreachable')
    expect(proxy.asked).toEqual([])
  })

  it('is refused in words when it is of another kind', async () => {
    const env = { ...noEnv, ALL_PROXY: 'socks5://me:secret@10.0.0.1:1080', HF_TOKEN: 'hf_key' }
    const result = await runHere(play, { env })
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toBe(
      'error: wrong_use: ALL_PROXY is of socks5://: only http:// and https:// proxies can be used\n',
    )
  })
})

/** Sessions that a server holds. */
async function sessionsOf(url: string, token?: string): Promise<number> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const text = await (await fetch(`${url}/metrics`, { headers })).text()
  return Number(/^dataops_env_sessions (\d+)$/m.exec(text)?.[1])
}

describe('a server that is already running', () => {
  it('is played with the token of DATAOPS_TOKEN, by agent and demo', async () => {
    const token = 'a-token-of-the-server'
    const place = await environment({ server: { token } })
    const server = await scripted(model.callFinish)
    const env = { ...noEnv, API_BASE_URL: server.url, DATAOPS_TOKEN: token }
    expect(await runHere([...play, '--url', place.url], { env })).toMatchObject({ code: 1, stderr: '' })
    expect(await runHere(['demo', '--task', 'task_dedup', '--json', '--url', place.url], { env })).toMatchObject({
      code: 0,
    })
    const refused = await runHere([...play, '--url', place.url], { env: { ...env, DATAOPS_TOKEN: '' } })
    expect(refused.code).toBe(3)
    expect(refused.stderr).toContain('not played: task_easy: unauthorized: send the token')
    // The token of the environment is nothing for the model.
    expect(server.seen.every(({ authorization }) => authorization === 'Bearer none')).toBe(true)
  })

  it('is played by a person too: with the token, in the reward mode, recorded, and freed', async () => {
    const token = 'a-token-of-the-server'
    const place = await environment({ server: { token } })
    const folder = mkdtempSync(join(tmpdir(), 'dataops-play-'))
    closing.push(async () => rmSync(folder, { recursive: true, force: true }))
    const record = join(folder, 'play.jsonl')
    const env = { ...noEnv, DATAOPS_TOKEN: token }
    const args = ['play', 'task_easy', '--url', place.url, '--reward-mode', 'terminal', '--record', record]
    const result = await runHere(args, { env, input: 'SELECT 1;\n.undo\n.finish\n' })
    expect(result).toMatchObject({ code: 1, stderr: '' })
    expect(result.stdout).toContain('reward +0, return 0 (step 1, 9 left)')
    expect(result.stdout).toContain('a server takes no step back')
    expect(await sessionsOf(place.url, token)).toBe(0)
    expect(await runHere(['replay', record])).toMatchObject({ code: 0 })
    const gone = await runHere([...args.slice(0, 3), 'http://127.0.0.1:1'], { env, input: '.finish\n' })
    expect(gone.code).toBe(3)
    expect(gone.stderr).toMatch(/^not played: io_error: no answer from .*\n$/)
  })

  it('holds no session afterwards, however the run ended', async () => {
    const place = await environment({ registry: { maxSessions: 2 } })
    const good = await scripted(model.callFinish)
    const bad = await scripted(model.callSql('SELECT 1'), model.status(401))
    const silent = await scripted(model.text('hm'))
    for (const server of [good, bad, silent, good]) {
      await runHere([...play, '--url', place.url], { env: { ...noEnv, API_BASE_URL: server.url } })
      expect(await sessionsOf(place.url)).toBe(0)
    }
    await runHere(['demo', '--url', place.url])
    expect(await sessionsOf(place.url)).toBe(0)
  })

  it.each([
    ['127.0.0.1:7860', 'did you mean http://127.0.0.1:7860?'],
    ['ftp://x', 'not an http(s) URL: ftp://x'],
  ])('--url %s is wrong use', async (url, words) => {
    const result = await runHere([...play, '--url', url], { env: { ...noEnv, API_BASE_URL: 'http://127.0.0.1:1/v1' } })
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain(words)
  })
})

describe('which episodes', () => {
  it('plays in the reward mode that is asked for, never in potential', async () => {
    const server = await scripted(model.callSql('SELECT 1'), model.callFinish)
    const env = { ...noEnv, API_BASE_URL: server.url }
    const { stdout } = await runHere([...play, '--reward-mode', 'terminal'], { env })
    expect(stdout).toContain("[STEP] step=1 action=execute_sql('SELECT 1') reward=0.00 done=false error=null")
    const potential = await runHere([...play, '--reward-mode', 'potential'], { env })
    expect(potential).toMatchObject({ code: 2, stdout: '' })
    expect(potential.stderr).toContain('--reward-mode potential is not for this command')
    const near = await runHere([...play, '--reward-mode', 'terminl'], { env })
    expect(near.stderr).toContain('did you mean terminal?')
  })

  it('plays families of a split at a level, in the order that is asked for, and a record of it replays', async () => {
    const server = await scripted(model.text('finish_task'))
    const env = { ...noEnv, API_BASE_URL: server.url }
    const folder = mkdtempSync(join(tmpdir(), 'dataops-agent-'))
    closing.push(async () => rmSync(folder, { recursive: true, force: true }))
    const record = join(folder, 'agent.jsonl')
    const choice = ['--task', 'sentinels', 'date_iso', '--split', 'validation', '--level', '2', '--seed', '3']
    const { stdout, stderr } = await runHere(['agent', ...choice, '--record', record], { env })
    expect(stderr).toBe('')
    expect(stdout.match(/^\[START\] task=\S+/gm)).toEqual(['[START] task=sentinels', '[START] task=date_iso'])
    const played = readFileSync(record, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { task_id: string; split: string; seed: number })
    expect(played).toMatchObject([
      { task_id: expect.stringMatching(/^sentinels@2\/\w+\/2$/), split: 'validation', seed: expect.any(Number) },
      { task_id: expect.stringMatching(/^date_iso@2\/\w+\/2$/), split: 'validation', seed: expect.any(Number) },
    ])
    expect(await runHere(['replay', record])).toMatchObject({ code: 0 })
  })

  it.each([
    [['--task', 'date_iso@2/shop/2', '--level', '3'], 'wrong_use', 'give the family, date_iso'],
    [['--task', 'task_easy', '--level', '3'], 'wrong_use', 'task_easy belongs to no level'],
    [['--split', 'classic', '--level', '3'], 'wrong_use', 'the classic tasks have no levels'],
    [['--task', 'date_is', '--level', '3'], 'unknown_task', 'did you mean date_iso?'],
    [['--task', 'date_iso', '--split', 'tran'], 'validation_error', 'did you mean train?'],
    [['--level', '6'], 'wrong_use', '--level'],
  ])('agent %j is wrong use', async (args, code, words) => {
    const server = await scripted(model.text('finish_task'))
    const result = await runHere(['agent', ...args], { env: { ...noEnv, API_BASE_URL: server.url } })
    expect(result.code).toBe(2)
    expect(result.stderr).toContain(`error: ${code}: `)
    expect(result.stderr).toContain(words)
    expect(server.seen).toEqual([])
  })

  it('plays the oracles of a split, each family in a world of it', async () => {
    const args = ['demo', '--suite', 'drills', '--task', 'date_iso', '--level', '2', '--json', '--split']
    for (const [split, worlds] of [
      ['validation', /^date_iso@2\/(?!saas|sensors)\w+\/2$/],
      ['test', /^date_iso@2\/(?:saas|sensors)\/2$/],
    ] as const) {
      const { code, stdout } = await runHere([...args, split])
      expect(code).toBe(0)
      const { tasks } = JSON.parse(stdout) as { tasks: object[] }
      expect(tasks).toMatchObject([{ task_id: expect.stringMatching(worlds), level: 2, solved: true }])
    }
    expect((await runHere([...args, 'tset'])).stderr).toContain('did you mean test?')
  })
})
