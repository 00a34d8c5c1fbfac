/** `agent` as a process, and against a server that is one: signals, and what Node itself makes of the environment. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cliPath, runCli, startCliServer, type CliServer } from '../cli/run-cli.ts'
import { runHere } from '../cli/run-here.ts'
import { expectDiagnosis, expectLog, noEnv } from './agent-lines.ts'
import * as model from './scripted-model.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function scripted(...script: model.Reply[]): Promise<model.ScriptedModel> {
  const server = await model.startScriptedModel(script)
  closing.push(() => server.close())
  return server
}

async function environment(): Promise<CliServer> {
  const server = await startCliServer()
  closing.push(() => server.end('SIGTERM'))
  return server
}

describe('agent', () => {
  it('is no score: the environment dies midway, and the record holds nothing of it', async () => {
    const place = await environment()
    const server = await scripted(model.callSql('SELECT 1'), (_request, response) => {
      void place.end('SIGKILL').then(() => model.callSql('SELECT 2')(_request, response))
    })
    const folder = mkdtempSync(join(tmpdir(), 'dataops-agent-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'dead.jsonl')
    const env = { ...noEnv, API_BASE_URL: server.url, MODEL_NAME: 'scripted/model' }
    const args = ['agent', '--task', 'task_easy', '--patience', '1', '--url', place.url, '--record', file]
    const result = await runHere(args, { env })
    expect(result.code).toBe(3)
    expect(expectLog(result.stdout).at(-1)).toBe('[END] success=false steps=1 score=0.03 rewards=0.03')
    expectDiagnosis(result.stderr, 'task_easy: io_error', 'not played')
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  it('ends correctly on SIGINT, with 130, and frees its session', async () => {
    const server = await scripted(model.callSql('SELECT 1'), model.silence)
    const place = await environment()
    const tasks = ['--task', 'task_easy', '--task', 'task_hard']
    const child = spawn(process.execPath, [cliPath, 'agent', ...tasks, '--url', place.url], {
      env: { ...process.env, ...noEnv, API_BASE_URL: server.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
      if (stdout.includes('[STEP]') && !child.killed) child.kill('SIGINT')
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(code).toBe(130)
    expect(expectLog(stdout).at(-1)).toBe('[END] success=false steps=1 score=0.03 rewards=0.03')
    expect(await (await fetch(`${place.url}/metrics`)).text()).toMatch(/^dataops_env_sessions 0$/m)
  })
})

describe('proxies', () => {
  it('is never used for this machine, whichever variables are set', async () => {
    const server = await scripted(model.callFinish)
    const place = await environment()
    const asked: unknown[] = []
    const proxy = createServer((request, response) => {
      asked.push(request.url)
      response.writeHead(502).end()
    })
    proxy.on('connect', (request, socket) => {
      asked.push(request.url)
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    })
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    closing.push(() => proxy.close())
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const proxies = { HTTP_PROXY: url, HTTPS_PROXY: url, ALL_PROXY: url, NODE_USE_ENV_PROXY: '1' }
    const env = { ...noEnv, MODEL_NAME: 'm', ...proxies, API_BASE_URL: server.url.replace('127.0.0.1', 'localhost') }
    const play = ['agent', '--task', 'task_easy', '--patience', '0']
    expect(await runCli([...play, '--url', place.url], { env })).toMatchObject({ code: 1, stderr: '' })
    expect(await runCli(play, { env })).toMatchObject({ code: 1, stderr: '' })
    expect(asked).toEqual([])
  })
})
