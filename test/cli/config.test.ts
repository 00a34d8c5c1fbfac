import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Config,
  loadConfig,
  packagedConfigFile,
  serverKeys,
  type ServerFlags,
} from '../../src/cli/settings/config.ts'
import { hintsAbout } from '../../src/cli/settings/variables.ts'
import { memoryOfHost } from '../../src/cli/settings/memory-size.ts'
import { defaultRewards } from '../../src/episode/rewards.ts'
import { AppError } from '../../src/kit/errors.ts'
import { taskList } from '../../src/tasks/task-list.ts'
import { post, send, startTestServer, type TestServer } from '../server/test-server.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function write(text: string): string {
  const file = join(folder, `${files++}.yaml`)
  writeFileSync(file, text)
  return file
}

function load(text: string, options: { env?: Record<string, string>; flags?: ServerFlags } = {}): Config {
  return loadConfig({ file: write(text), ...options })
}

function errorOf(attempt: () => unknown): AppError {
  try {
    attempt()
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return error as AppError
  }
  throw new Error('it was accepted')
}

describe('the packaged file', () => {
  test('says what the library does by itself', () => {
    const { settings, server } = loadConfig()
    expect(settings.tasks).toEqual(taskList)
    expect(settings.stepLimits).toEqual(Object.fromEntries(taskList.map(({ id, stepLimit }) => [id, stepLimit])))
    expect(settings.rewards).toEqual(defaultRewards)
    expect(server).toEqual({
      host: '0.0.0.0',
      port: 7860,
      logLevel: 'info',
      maxSessions: 1024,
      sessionsPerConnection: undefined,
      firstStepMs: 60_000,
      idleMs: 30 * 60_000,
      pingMs: 20_000,
      pingGraceMs: 20_000,
      bodyLimit: 1024 * 1024,
      frameLimit: 1024 * 1024,
      connectionsPerAddress: 0,
      drainMs: 0,
      requireSession: false,
      token: null,
      origins: [],
      hosts: [],
      spaceHost: null,
      startEpisode: true,
      workers: Math.max(1, availableParallelism() - 1),
      memoryBytes: memoryOfHost(),
      journal: null,
      journalLeaseMs: 3000,
      journalPatienceMs: 10_000,
      journalReplicas: 0,
      maxOpen: 2048,
      passivateMs: 5 * 60_000,
      sharedBytes: 64 * 1024 * 1024,
      validationToken: null,
      mode: 'simulation',
    })
    expect(packagedConfigFile).toMatch(/configs[\\/]env_config\.yaml$/)
  })
})

describe('a file over it', () => {
  test.each([
    ['server: {host: "::1"}', { host: '::1' }],
    ['server: {port: 0}', { port: 0 }],
    ['server: {log_level: debug}', { logLevel: 'debug' }],
    ['server: {max_sessions: 3}', { maxSessions: 3 }],
    ['server: {idle_minutes: 0.5}', { idleMs: 30_000 }],
    ['server: {ping_interval_seconds: 5}', { pingMs: 5000 }],
    ['server: {ping_grace_seconds: 0.5}', { pingGraceMs: 500 }],
    ['server: {sessions_per_connection: 5}', { sessionsPerConnection: 5 }],
    ['server: {first_step_seconds: 0.5}', { firstStepMs: 500 }],
    ['server: {body_limit_bytes: 2048}', { bodyLimit: 2048 }],
    ['server: {frame_limit_bytes: 2048}', { frameLimit: 2048 }],
    ['server: {connections_per_address: 5}', { connectionsPerAddress: 5 }],
    ['server: {drain_seconds: 0.5}', { drainMs: 500 }],
    ['server: {require_session: true}', { requireSession: true }],
    ['server: {token: abcdefgh}', { token: 'abcdefgh' }],
    ['server: {cors_origins: ["https://a.example", "*"]}', { origins: ['https://a.example', '*'] }],
    ['server: {cors_origins: ["chrome-extension://abcdef"]}', { origins: ['chrome-extension://abcdef'] }],
    ['server: {hosts: [env.example.org, gpu-1]}', { hosts: ['env.example.org', 'gpu-1'] }],
    ['server: {workers: 3}', { workers: 3 }],
    ['server: {workers: 3, memory: 768m}', { workers: 3, memoryBytes: 768 * 2 ** 20 }],
    ['server: {workers: 3, memory: 1.5G}', { workers: 3, memoryBytes: 1.5 * 2 ** 30 }],
    ['server: {workers: 3, memory: 536870912}', { workers: 3, memoryBytes: 2 ** 29 }],
    ['server: {journal: /var/lib/x}', { journal: '/var/lib/x' }],
    ['server: {max_open_databases: 7}', { maxOpen: 7 }],
    ['server: {passivate_minutes: 1}', { passivateMs: 60_000 }],
    ['server: {shared_megabytes: 0}', { sharedBytes: 0 }],
  ])('%s changes that alone', (text, changed) => {
    const before = loadConfig()
    expect(load(text)).toEqual({ settings: before.settings, server: { ...before.server, ...changed } })
  })

  test('record_limit_characters changes that alone', () => {
    const before = loadConfig()
    expect(load('server: {record_limit_characters: 262144}')).toEqual({
      ...before,
      settings: { ...before.settings, recordLimit: 262_144 },
    })
  })

  test.each(Object.keys(defaultRewards))('rewards.%s changes that alone', (key) => {
    const before = loadConfig()
    expect(load(`rewards: {${key}: -0.123456}`)).toEqual({
      ...before,
      settings: { ...before.settings, rewards: { ...before.settings.rewards, [key]: -0.123456 } },
    })
  })

  test.each(taskList.map(({ id }) => id))('tasks.%s: on, off, and its step limit', (id) => {
    const before = loadConfig().settings
    expect(load(`tasks: {${id}: {enabled: false}}`).settings.tasks).toEqual(
      before.tasks.filter((task) => task.id !== id),
    )
    expect(load(`tasks: {${id}: {step_limit: 99}}`).settings).toEqual({
      ...before,
      stepLimits: { ...before.stepLimits, [id]: 99 },
    })
  })

  test.each(['', '# nothing\n', '{}', 'server: {}'])('%j changes nothing', (text) => {
    expect(load(text)).toEqual(loadConfig())
  })
})

describe('precedence: file, then environment, then flags', () => {
  const file = 'server: {port: 1, host: file, log_level: warn, max_sessions: 1}'
  const env = { DATAOPS_PORT: '2', DATAOPS_HOST: 'env', DATAOPS_LOG_LEVEL: 'error', DATAOPS_MAX_SESSIONS: '2' }

  test('each beats the ones before it', () => {
    expect(load(file).server).toMatchObject({ port: 1, host: 'file', logLevel: 'warn', maxSessions: 1 })
    expect(load(file, { env }).server).toMatchObject({ port: 2, host: 'env', logLevel: 'error', maxSessions: 2 })
    const flags = { port: '3', host: 'flag', logLevel: 'silent', maxSessions: '3' }
    expect(load(file, { env, flags }).server).toMatchObject({
      port: 3,
      host: 'flag',
      logLevel: 'silent',
      maxSessions: 3,
    })
    expect(load(file, { env, flags: { port: '3' } }).server).toMatchObject({ port: 3, host: 'env' })
  })

  test('everything an operator sets has a variable or a flag', () => {
    const set = {
      DATAOPS_WORKERS: '2',
      DATAOPS_MEMORY: '512MiB',
      DATAOPS_JOURNAL: 'folder',
      DATAOPS_DRAIN_SECONDS: '1.5',
      DATAOPS_REQUIRE_SESSION: 'true',
      DATAOPS_TOKEN: 'abcdefgh',
      DATAOPS_CORS_ORIGINS: 'https://a.example, http://localhost:3000',
      DATAOPS_HOSTS: 'env.example.org,gpu-1',
      SPACE_HOST: 'user-space.hf.space',
      OPENENV_VALIDATION_TOKEN: 'secret',
      OPENENV_MODE: 'production',
    }
    expect(loadConfig({ env: set }).server).toMatchObject({
      workers: 2,
      memoryBytes: 2 ** 29,
      journal: 'folder',
      drainMs: 1500,
      requireSession: true,
      token: 'abcdefgh',
      origins: ['https://a.example', 'http://localhost:3000'],
      hosts: ['env.example.org', 'gpu-1'],
      spaceHost: 'user-space.hf.space',
      validationToken: 'secret',
      mode: 'production',
    })
    const flags = {
      workers: '0',
      memory: '2g',
      journal: 'other',
      idleTimeout: '0.5',
      pingInterval: '7',
      pingGrace: '8',
      token: 'ijklmnop',
      cors: '*',
      hosts: 'other.example',
      requireSession: true,
    }
    expect(loadConfig({ env: set, flags: { ...flags, sharedWork: false } }).server).toMatchObject({
      workers: 0,
      memoryBytes: 2 ** 31,
      journal: 'other',
      idleMs: 30_000,
      pingMs: 7000,
      pingGraceMs: 8000,
      token: 'ijklmnop',
      origins: ['*'],
      hosts: ['other.example'],
      sharedBytes: 0,
    })
  })

  test.each(['redis://localhost:6379', 'rediss://name:secret@store.example:6380/2', 'valkey://10.0.0.7'])(
    'a journal at %s is a store',
    (journal) => {
      expect(loadConfig({ flags: { journal } }).server.journal).toBe(journal)
    },
  )

  test.each(['s3://bucket/x', 'file:///tmp/x', 'POSTGRES://x', 'redis://', 'redis://h/name', 'redis://h?x=1'])(
    'a journal at %s is refused, for nothing there is understood',
    (journal) => {
      const reason = 'a journal is a folder, or redis://HOST:PORT'
      expect(errorOf(() => loadConfig({ flags: { journal } }))).toMatchObject({ code: 'wrong_use' })
      expect(errorOf(() => loadConfig({ flags: { journal } })).message).toContain(reason)
      expect(errorOf(() => loadConfig({ env: { DATAOPS_JOURNAL: journal } })).message).toContain(reason)
      expect(errorOf(() => load(`server: {journal: "${journal}"}`)).message).toContain(reason)
    },
  )

  test('the password of a store is not repeated', () => {
    const journal = 'redis://name:hunter2@store/none'
    expect(errorOf(() => loadConfig({ flags: { journal } })).message).not.toContain('hunter2')
    expect(errorOf(() => load(`server: {journal: "${journal}"}`)).message).not.toContain('hunter2')
  })

  test.each(['lots', '-1', '1x', '255m', '0', '1e9'])('a memory of %s is refused', (memory) => {
    expect(errorOf(() => loadConfig({ flags: { memory } })).code).toBe('wrong_use')
  })

  test('few workers share little memory', () => {
    expect(loadConfig({ flags: { memory: '512m' } }).server.workers).toBe(1)
  })

  test('a variable set to nothing is not set', () => {
    const names = ['PORT', 'LOG_LEVEL', 'DATAOPS_PORT', 'DATAOPS_HOST', 'DATAOPS_LOG_LEVEL', 'DATAOPS_MAX_SESSIONS']
    expect(loadConfig({ env: Object.fromEntries(names.map((name) => [name, ''])) })).toEqual(loadConfig())
  })

  test.each([
    ['PORT', '99999'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PORT', 'http'],
    ['PORT', ' 80'],
    ['DATAOPS_PORT', 'http'],
    ['DATAOPS_LOG_LEVEL', 'loud'],
    ['DATAOPS_MAX_SESSIONS', '0'],
    ['DATAOPS_MAX_SESSIONS', 'many'],
    ['DATAOPS_WORKERS', '-1'],
    ['DATAOPS_WORKERS', 'all'],
    ['DATAOPS_REQUIRE_SESSION', 'perhaps'],
    ['DATAOPS_TOKEN', 'short'],
    ['DATAOPS_TOKEN', 'with a space'],
    ['DATAOPS_CORS_ORIGINS', 'a.example'],
    ['DATAOPS_CORS_ORIGINS', 'https://a.example/'],
    ['DATAOPS_CORS_ORIGINS', 'chrome-extension://a/b'],
    ['DATAOPS_CORS_ORIGINS', 'javascript:alert(1)'],
    ['DATAOPS_HOSTS', 'https://a.example'],
    ['DATAOPS_HOSTS', 'a.example:8080'],
    ['DATAOPS_HOSTS', 'a.example,'],
    ['DATAOPS_DRAIN_SECONDS', '-1'],
  ])('%s=%s is refused by name', (name, value) => {
    const error = errorOf(() => loadConfig({ env: { [name]: value } }))
    expect(error.code).toBe('invalid_config')
    expect(error.message).toContain(`environment variable ${name}: `)
  })

  test.each([
    ['--port', { port: 'abc' }],
    ['--port', { port: '' }],
    ['--host', { host: '' }],
    ['--log-level', { logLevel: 'loud' }],
    ['--max-sessions', { maxSessions: '-3' }],
    ['--workers', { workers: '1.5' }],
    ['--idle-timeout', { idleTimeout: '0' }],
    ['--cors', { cors: 'everybody' }],
    ['--token', { token: 'short' }],
  ])('a wrong %s is wrong use', (name, flags) => {
    const error = errorOf(() => loadConfig({ flags }))
    expect(error.code).toBe('wrong_use')
    expect(error.message).toContain(name)
  })
})

describe('the environment belongs to everybody', () => {
  /** For every key of the section `server` something that is not its default. */
  const others: Record<string, string> = {
    host: '127.0.0.1',
    port: '1',
    log_level: 'trace',
    cors_origins: '*',
    token: 'abcdefgh',
    require_session: 'true',
    reveal: 'true',
    start_episode: 'false',
    journal: 'folder',
    workers: '63',
    split_salt_file: fileURLToPath(import.meta.url),
  }

  test.each(serverKeys)('server.%s has a variable of its own, and but for PORT and LOG_LEVEL no other', (key) => {
    const value = others[key] ?? '1'
    const read = (name: string): Config | string => {
      try {
        return loadConfig({ env: { [name]: value } })
      } catch (error) {
        return (error as AppError).message
      }
    }
    // Whether it is taken or refused, it was looked at.
    expect(read(`DATAOPS_${key.toUpperCase()}`)).not.toEqual(loadConfig())
    if (key === 'port' || key === 'log_level') expect(read(key.toUpperCase())).not.toEqual(loadConfig())
    else expect(read(key.toUpperCase())).toEqual(loadConfig())
  })

  test('a name of ours beats a bare one', () => {
    const env = { PORT: '1', DATAOPS_PORT: '2', LOG_LEVEL: 'debug', DATAOPS_LOG_LEVEL: 'error' }
    expect(loadConfig({ env }).server).toMatchObject({ port: 2, logLevel: 'error' })
  })

  test.each([
    ['INFO', 'info'],
    ['Warn', 'warn'],
    ['WARNING', 'warn'],
    ['CRITICAL', 'fatal'],
    ['Silent', 'silent'],
  ])('%s is a level wherever it stands', (text, logLevel) => {
    for (const options of [
      { env: { LOG_LEVEL: text } },
      { env: { DATAOPS_LOG_LEVEL: text } },
      { flags: { logLevel: text } },
      { file: write(`server: {log_level: ${text}}`) },
    ]) {
      expect(loadConfig(options).server.logLevel).toBe(logLevel)
    }
  })

  test.each([
    { LOG_LEVEL: 'debug:http,info:*' },
    { LOG_LEVEL: '20' },
    { HOST: 'x86_64-conda-linux-gnu' },
    { HOST: 'my-laptop', WORKERS: 'many', JOURNAL: '/proc/x', MAX_SESSIONS: '-1', TOKEN: 'x' },
    { DATAOPS_PORT: 'tcp://10.0.0.1:7860', DATAOPS_SERVICE_HOST: '10.0.0.1', DATAOPS_PORT_7860_TCP_PORT: '7860' },
  ])('%j, which is meant for others, changes nothing', (env) => {
    expect(loadConfig({ env })).toEqual(loadConfig())
  })

  test('what was read once is told, in a line', () => {
    const hints = (env: Record<string, string>): string[] => hintsAbout(env, serverKeys, '0.0.0.0')
    expect(hints({ HOST: 'my-laptop', PORT: '1', LOG_LEVEL: 'x', JOURNAL: '', USER: 'x' })).toEqual([])
    expect(hints({ HOST: '0.0.0.0' })).toEqual([])
    expect(hints({ HOST: '127.0.0.1', DATAOPS_HOST: '0.0.0.0' })).toEqual([])
    expect(hints({ HOST: '127.0.0.1', WORKERS: '2', MAX_SESSIONS: '3', DATAOPS_MAX_SESSIONS: '4' })).toEqual([
      'not read from the environment: HOST, WORKERS; use DATAOPS_HOST, DATAOPS_WORKERS',
    ])
    expect(hints({ DATAOPS_WORKER: '2', DATAOPS_SERVICE_HOST: 'x', DATAOPS_PORT_7860_TCP_PORT: '1' })).toEqual([
      'there is no setting for DATAOPS_WORKER (did you mean DATAOPS_WORKERS?)',
    ])
  })
})

test('a token is never shown', () => {
  for (const options of [{ flags: { token: 'a b c d e' } }, { env: { DATAOPS_TOKEN: 'a b c d e' } }]) {
    expect(errorOf(() => loadConfig(options)).message).not.toContain('a b c')
  }
})

describe('mistakes say what would be right', () => {
  test.each<[ServerFlags, string]>([
    [{ workers: 'x' }, 'auto or a number'],
    [{ workers: '99' }, '64 at most'],
    [{ port: 'abc' }, 'a number'],
    [{ port: '70000' }, '65535 at most'],
    [{ maxSessions: '0' }, '1 or more'],
    [{ memory: 'lots' }, 'a size is like 512m or 2g'],
    [{ cors: 'a.example' }, 'an origin is like https://example.org'],
    [{ hosts: 'http://x' }, 'a host is a name like env.example.org'],
    [{ logLevel: 'loud' }, 'fatal, error, warn'],
  ])('%j: %s', (flags, expected) => {
    expect(errorOf(() => loadConfig({ flags })).message).toContain(expected)
  })

  test.each([
    ['max_sessions: 5\n', 'max_sessions: Unknown key; it stands under server:'],
    ['serevr: {}\n', 'serevr: Unknown key; did you mean server?'],
    ['server:\n  max_sesions: 5\n', 'server.max_sesions: Unknown key; did you mean max_sessions?'],
    ['server:\n  max_sessions: many\n', 'it is a number'],
    ['server:\n  reveal: maybe\n', 'it is true or false'],
  ])('%j: %s', (text, expected) => {
    expect(errorOf(() => load(text)).message).toContain(expected)
  })
})

describe('mistakes name file, line and key', () => {
  test.each([
    ['an unknown key', 'server:\n  port: 1\n  prot: 2\n', '3:3: server.prot: '],
    ['an unknown section', 'server: {}\n\nserevr: {}\n', '3:1: serevr: '],
    ['an unknown task', 'tasks:\n  task_esay:\n    enabled: true\n', '2:3: tasks.task_esay: '],
    ['an unknown reward', 'rewards:\n  bonus: 1\n', '2:3: rewards.bonus: '],
    ['a port out of range', '# ports\nserver:\n  port: 70000\n', '3:3: server.port: '],
    ['a text for a number', 'server:\n  port: "7860"\n', '2:3: server.port: '],
    ['a fraction of a session', 'server: {max_sessions: 1.5}', '1:10: server.max_sessions: '],
    ['an unknown log level', 'server:\n  log_level: loud\n', '2:3: server.log_level: '],
    ['no host', 'server: {host: ""}', '1:10: server.host: '],
    ['no time', 'server: {idle_minutes: 0}', '1:10: server.idle_minutes: '],
    ['a tiny body', 'server: {body_limit_bytes: 1}', '1:10: server.body_limit_bytes: '],
    ['seven decimals', 'rewards:\n  inspect: 0.0300001\n', '2:3: rewards.inspect: '],
    ['an infinite reward', 'rewards: {valid: .inf}', '1:11: rewards.valid: '],
    ['a reward that is no number', 'rewards: {valid: .nan}', '1:11: rewards.valid: '],
    ['a truth that is none', 'tasks:\n  task_easy:\n    enabled: yes please\n', '3:5: tasks.task_easy.enabled: '],
    ['no step', 'tasks:\n  task_easy:\n    step_limit: 0\n', '3:5: tasks.task_easy.step_limit: '],
    ['nothing where a section is', 'tasks:\nserver: {port: 1}\n', '1:1: tasks: '],
    ['a list', '- server\n', '1:1: '],
    ['a key twice', 'server:\n  port: 1\n  port: 2\n', '3:3: '],
    ['broken YAML', 'server:\n  port: [1\n', '3:1: '],
    ['two documents', 'server: {}\n---\nserver: {}\n', ''],
  ])('%s', (_, text, place) => {
    const file = write(text)
    const error = errorOf(() => loadConfig({ file }))
    expect(error.code).toBe('invalid_config')
    expect(error.message).toContain(`${file}:${place}`)
    expect(error.message).not.toContain('\n')
  })

  test('every task turned off', () => {
    const text = `families: none\ntasks:\n${taskList.map(({ id }) => `  ${id}: {enabled: false}\n`).join('')}`
    const file = write(text)
    expect(errorOf(() => loadConfig({ file })).message).toBe(`${file}: tasks: every task is turned off`)
  })

  test('a file that is not there, and a folder', () => {
    const missing = join(folder, 'missing.yaml')
    expect(errorOf(() => loadConfig({ file: missing })).message).toBe(`${missing}: cannot be read (ENOENT)`)
    expect(errorOf(() => loadConfig({ file: folder })).message).toBe(`${folder}: cannot be read (EISDIR)`)
  })

  test('a bomb of aliases', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]']
    for (let level = 1; level < 12; level++) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(',')}]`)
    }
    expect(errorOf(() => load(lines.join('\n'))).code).toBe('invalid_config')
  })
})

describe('a running server', () => {
  async function withServer(text: string, visit: (server: TestServer) => Promise<void>): Promise<void> {
    const { settings, server: options } = load(text)
    const { maxSessions, idleMs, ...server } = options
    const running = await startTestServer({
      settings,
      registry: { maxSessions, idleMs },
      server: { ...server, port: 0, host: '127.0.0.1', logLevel: 'silent' },
    })
    try {
      await visit(running)
    } finally {
      await running.close()
    }
  }

  test('pays the rewards of the file', async () => {
    const text = 'rewards: {inspect: 0.5, valid: 0.25, invalid: -0.125, repeated: -1, destructive: -2, completion: 10}'
    await withServer(text, async (server) => {
      const rewardOf = async (action: object): Promise<unknown> => (await post(server, '/step', action)).body.reward
      const sql = (query: string): object => ({ action_type: 'execute_sql', query })
      await post(server, '/reset', { task_id: 'task_dedup' })
      expect(await rewardOf({ action_type: 'inspect_schema' })).toBe(0.5)
      expect(await rewardOf(sql('SELECT 1'))).toBe(0.25)
      expect(await rewardOf(sql('SELECT 1'))).toBe(-1)
      expect(await rewardOf(sql('SELEC 1'))).toBe(-0.125)
      expect(
        await rewardOf(sql('DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)')),
      ).toBe(0.25)
      const { reward, metadata } = (await post(server, '/step', { action_type: 'finish_task' })).body
      expect(metadata.grader_score).toBeGreaterThan(0)
      expect(reward).toBeCloseTo(metadata.grader_score * 10, 5)
      await post(server, '/reset')
      expect(await rewardOf(sql('DROP TABLE users'))).toBe(-2)
    })
  })

  test('plays the tasks of the file with their step limits', async () => {
    const text = 'tasks: {task_hard: {enabled: false}, task_easy: {step_limit: 2}}\nfamilies: [date_iso, sentinels]'
    await withServer(text, async (server) => {
      const { tasks } = (await send(server, '/tasks')).body
      expect(tasks).toHaveLength(taskList.length - 1 + 2)
      expect((await post(server, '/reset', { task_id: 'epoch_mix' })).body.error.code).toBe('unknown_task')
      expect((await post(server, '/reset', { task_id: 'sentinels' })).status).toBe(200)
      expect(tasks[0]).toMatchObject({ id: 'task_easy', step_limit: 2 })
      expect(await post(server, '/reset', { task_id: 'task_hard' })).toMatchObject({
        status: 422,
        body: { error: { code: 'unknown_task' } },
      })
      expect((await post(server, '/reset')).body.observation.steps_remaining).toBe(2)
      await post(server, '/step', { action_type: 'inspect_schema' })
      const last = (await post(server, '/step', { action_type: 'inspect_schema' })).body
      expect(last).toMatchObject({ done: true, metadata: { truncated: true } })
    })
  })

  test('holds the limits of the file', async () => {
    await withServer('server: {max_sessions: 1, body_limit_bytes: 1024, idle_minutes: 0.01}', async (server) => {
      await post(server, '/reset', { session_id: 'a' })
      expect((await post(server, '/reset', { session_id: 'b' })).status).toBe(429)
      expect((await post(server, '/reset', ' '.repeat(1025))).status).toBe(413)
      await expect.poll(() => server.registry.size, { timeout: 5000 }).toBe(0)
      expect((await send(server, '/state?session_id=a')).status).toBe(404)
    })
  })
})

describe('OPENENV_MODE', () => {
  test.each([
    [undefined, 'simulation'],
    ['', 'simulation'],
    ['simulation', 'simulation'],
    ['production', 'production'],
  ])('%j means %s', (OPENENV_MODE, mode) => {
    expect(loadConfig({ env: { OPENENV_MODE } }).server.mode).toBe(mode)
  })

  test('is refused when nobody knows it', () => {
    const error = errorOf(() => loadConfig({ env: { OPENENV_MODE: 'demo' } }))
    expect(error).toMatchObject({ code: 'invalid_config' })
    expect(error.message).toContain('OPENENV_MODE')
  })
})
