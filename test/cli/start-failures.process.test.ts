/** A start that fails, at whatever step: one line, an exit code, and nothing left behind. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { breakBuild, type BrokenBuild } from './broken-build.ts'
import { cliPath, runCli, startCliServer } from './run-cli.ts'

let folder: string
let taken: Server
let port: string
const builds: BrokenBuild[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-start-'))
  taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  port = String((taken.address() as AddressInfo).port)
})
afterAll(() => {
  taken.close()
  for (const build of builds) build.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Steps of the start behind which a journal is held. */
const late: readonly {
  readonly step: string
  readonly flags: () => Record<string, string>
  readonly files?: Record<string, string>
  readonly says: RegExp
}[] = [
  {
    step: 'a journal of something else',
    flags: () => {
      const journal = join(folder, 'something else')
      mkdirSync(journal, { recursive: true })
      writeFileSync(join(journal, 'journal-00000001.jsonl'), 'this is no journal\n')
      return { journal }
    },
    says: /^error: invalid_config: .* is not a journal$/,
  },
  {
    step: 'workers that are not there',
    files: { 'sessions/worker-main.js': 'import "./nowhere.js"' },
    flags: () => ({ workers: '3' }),
    says: /^error: internal: the workers do not start: .*nowhere/,
  },
  {
    step: 'workers that end at once',
    files: { 'sessions/worker-main.js': 'process.exit(3)' },
    flags: () => ({ workers: '2' }),
    says: /^error: internal: the workers do not start: exit code 3$/,
  },
  {
    step: 'workers of which only the first starts',
    files: {
      'sessions/worker-main.js': `import { parentPort, threadId } from 'node:worker_threads'
        if (threadId > 1) throw new Error('no more of them')
        parentPort.on('message', () => undefined)
        parentPort.postMessage('ready')`,
    },
    flags: () => ({ workers: '3' }),
    says: /^error: internal: the workers do not start: Error: no more of them$/,
  },
  { step: 'a port that is taken', flags: () => ({ port }), says: /^error: io_error: cannot listen on .*: EADDRINUSE$/ },
  {
    step: 'an address of another machine',
    flags: () => ({ host: '192.0.2.1' }),
    says: /^error: io_error: cannot listen on 192.0.2.1:.*: EADDRNOTAVAIL$/,
  },
  {
    step: 'an address that is none',
    flags: () => ({ host: 'x86_64-conda-linux-gnu' }),
    says: /^error: io_error: cannot listen on x86_64-conda-linux-gnu:.*: E\w+$/,
  },
]

describe.each(late)('$step', ({ step, flags, files, says }) => {
  const all = (): Record<string, string> => ({
    host: '127.0.0.1',
    port: '0',
    workers: '1',
    logLevel: 'silent',
    journal: join(folder, step),
    ...flags(),
  })
  let build = { main: cliPath, dist: dirname(dirname(cliPath)) }
  beforeAll(() => {
    if (files === undefined) return
    const broken = breakBuild(files)
    builds.push(broken)
    build = broken
  })

  test('ends the command with one line and lets go of the journal', async () => {
    const { logLevel, ...named } = all()
    const args = Object.entries(named).flatMap(([name, value]) => [`--${name}`, value])
    const result = await runCli(['serve', '--log-level', logLevel as string, ...args], { main: build.main })
    expect(result).toMatchObject({ code: says.source.includes('invalid_config') ? 2 : 1, stdout: '' })
    expect(result.stderr.trimEnd()).toMatch(says)
    expect(readdirSync(named['journal'] as string).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  test('leaves nothing that keeps a process', async () => {
    const script = fileURLToPath(new URL('start-and-look.mjs', import.meta.url))
    // A journal of its own, lest the one before is what is in the way.
    const own = { journal: join(folder, `${step} again`), ...flags() }
    const args = [script, build.dist, JSON.stringify({ ...all(), ...own })]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    const [code] = (await once(child, 'close')) as [number]
    expect([said.trim(), code]).toEqual([/error: (\w+)/.exec(says.source)?.[1], 0])
  })
})

describe('a start that never begins', () => {
  test.skipIf(process.getuid?.() !== 0)('a journal where there is no permission', () => {
    const journal = join(folder, 'of root')
    mkdirSync(journal, { mode: 0o755 })
    for (const path of [journal, join(journal, 'below')]) {
      const args = ['serve', '--port', '0', '--log-level', 'silent', '--journal', path]
      const { status, stderr } = spawnSync(process.execPath, [cliPath, ...args], { uid: 65_534, encoding: 'utf8' })
      expect([status, stderr]).toEqual([1, expect.stringMatching(/^error: io_error: [^\n]*EACCES[^\n]*\n$/)])
    }
  })
})

test('a journal that another server has is refused, and that server goes on', async () => {
  const journal = join(folder, 'shared')
  const first = await startCliServer(['--journal', journal])
  try {
    const second = await runCli(['serve', '--port', '0', '--log-level', 'silent', '--journal', journal])
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toMatch(/^error: io_error: the journal in .* is in use by process \d+ of [^\n]*\n$/)
    expect((await fetch(`${first.url}/reset`, { method: 'POST' })).status).toBe(200)
  } finally {
    await first.end('SIGKILL')
  }
  const third = await startCliServer(['--journal', journal])
  expect((await third.end('SIGTERM')).code).toBe(0)
  expect(readdirSync(journal).filter((name) => name.startsWith('lock'))).toEqual([])
})

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('ends a start that takes long', async () => {
    const build = breakBuild({ 'sessions/worker-main.js': 'setInterval(() => undefined, 1000)' })
    builds.push(build)
    const journal = join(folder, `long ${signal}`)
    const args = [build.main, 'serve', '--port', '0', '--workers', '2', '--journal', journal]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = once(child, 'close')
    // Then the journal is open, and workers are waited for, which never come.
    await expect.poll(() => existsSync(join(journal, 'journal-00000001.jsonl'))).toBe(true)
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    appendFileSync(join(journal, 'lock'), '')
    expect((await (await startCliServer(['--journal', journal])).end('SIGTERM')).code).toBe(0)
  })
})

describe('without an engine, since its WebAssembly file is none,', () => {
  test.each([['serve'], ['mcp'], ['demo', '--json'], ['play', 'task_easy'], ['verify', '--task', 'task_easy']])(
    '%s ends with one line',
    async (...args) => {
      const build = breakBuild({
        'host/sqlite3-metered.wasm': 'not wasm',
        'sessions/worker-main.js': 'import "./nowhere.js"',
      })
      builds.push(build)
      const result = await runCli(args, { main: build.main })
      expect(result).toMatchObject({ code: 1, stdout: '' })
      expect(result.stderr).toMatch(/^error: internal: the SQL engine cannot be loaded: [^\n]*\n$/)
    },
  )
})
