/** A byte order mark, which editors and shells put before a text, is skipped wherever a text is read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/cli/settings/config.ts'
import { deriveSplitKey } from '../../src/tasks/split-key.ts'
import { familyProofs, ProofFile } from '../../src/proof/run/proof-file.ts'
import { post, startTestServer, type TestServer } from '../server/test-server.ts'
import { openSocket } from '../server/websocket-client.ts'
import { runHere } from './run-here.ts'

const mark = '\uFEFF'
let folder: string
let server: TestServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-mark-'))
  server = await startTestServer({ server: { validationToken: 'a-validation-token' } })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

function write(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

describe('files', () => {
  test('a record, also one that was put together from several', async () => {
    const file = join(folder, 'demo.jsonl')
    expect((await runHere(['demo', '--json', '--task', 'task_easy', '--record', file])).code).toBe(0)
    const record = readFileSync(file, 'utf8')
    const marked = write('marked.jsonl', `${mark}${record}${mark}${record}`)
    const { code, stdout, stderr } = await runHere(['replay', marked])
    expect({ code, stderr, equal: stdout.match(/every byte equal/g)?.length }).toEqual({
      code: 0,
      stderr: '',
      equal: 2,
    })
    const twice = await runHere(['replay', write('twice.jsonl', mark + mark + record)])
    expect(twice.stderr).toMatch(/^error: invalid_json: .*twice\.jsonl:1: not JSON\n$/)
  })

  test('settings', () => {
    const text = 'server: {port: 81}\n'
    expect(loadConfig({ file: write('marked.yaml', mark + text) })).toEqual(loadConfig({ file: write('a.yaml', text) }))
    const wrong = write('wrong.yaml', `${mark}server: {prot: 81}\n`)
    expect(() => loadConfig({ file: wrong })).toThrow(/wrong\.yaml:1:1[01]: server\.prot: Unknown key/)
  })

  test('a salt', () => {
    const secret = 'correct horse battery staple'
    const keyOf = (text: string): unknown => {
      const file = write('salt', text)
      return loadConfig({ flags: { splitSaltFile: file } }).settings.splitKey
    }
    expect(keyOf(`${mark}${secret}\r\n`)).toBe(deriveSplitKey(secret))
  })

  test('proofs, and half a line at their end is cut at the right place', () => {
    const path = join(folder, 'proofs.jsonl')
    ProofFile.open(path, familyProofs)
    const header = readFileSync(path, 'utf8')
    write('proofs.jsonl', `${mark}${header}{"half`)
    expect(ProofFile.open(path, familyProofs).proofs).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe(mark + header)
  })
})

describe('standard input', () => {
  test('a game', async () => {
    const { code, stdout } = await runHere(['play', 'task_easy'], {
      input: `${mark}SELECT count(*) FROM users;\n.quit\n`,
    })
    expect(code).toBe(1)
    expect(stdout).toContain('reward +0.03')
  })
})

describe('the wire', () => {
  test('bodies', async () => {
    const plain = await post(server, '/reset', '{"seed":3}')
    expect((await post(server, '/reset', `${mark}{"seed":3}`)).body).toEqual(plain.body)
    expect((await post(server, '/reset', mark)).status).toBe(200)
    const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
    expect((await post(server, '/mcp', mark + list)).body).toEqual((await post(server, '/mcp', list)).body)
  })

  test('frames, also where they are recorded', async () => {
    const client = await openSocket(server)
    const data = { schema_version: 1, token: 'a-validation-token' }
    const opened = await client.ask(mark + JSON.stringify({ type: 'validation_open', data }))
    const reset = await client.ask(`${mark}{"type":"reset","data":{"seed":3}}`)
    expect(reset.data.observation.task_id).toBe('task_easy')
    expect((await client.ask(`${mark}{"type":"step","data":{"action_type":"inspect_schema"}}`)).data.reward).toBe(0.03)
    const { capability } = opened.data
    const read = await client.ask({ type: 'validation_read', data: { schema_version: 1, capability } })
    expect(read.data.seed).toEqual({ requested: true, value: 3, accepted: true })
    expect(read.data.trajectory.records).toHaveLength(2)
    client.socket.close()
    const mcp = await openSocket(server, '/mcp')
    expect((await mcp.ask(`${mark}{"jsonrpc":"2.0","id":1,"method":"tools/list"}`)).result.tools).toHaveLength(4)
    mcp.socket.close()
  })
})
