/** What a journal in a store does beside what every journal does: with other servers, and with a store that ends. */
import { afterEach, describe, expect, test } from 'vitest'
import type { State } from '../../src/contract/episode.ts'
import { AppError } from '../../src/kit/errors.ts'
import type { EpisodeStart, RecordedStep } from '../../src/sessions/episode-record.ts'
import { StoreJournal, type StoreJournalOptions } from '../../src/sessions/store-journal.ts'
import { isRedisMissing, RedisServer } from '../redis-server.ts'

const stores: RedisServer[] = []
const opened: StoreJournal[] = []
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close()
  for (const store of stores.splice(0)) await store.end()
})

async function startStore(flags?: readonly string[]): Promise<RedisServer> {
  const store = await RedisServer.start(flags)
  stores.push(store)
  return store
}

async function open(store: RedisServer, options: Partial<StoreJournalOptions> = {}): Promise<StoreJournal> {
  const journal = await StoreJournal.open({ url: store.url, settings: 'settings', ...options })
  opened.push(journal)
  return journal
}

const state: State = {
  episode_id: 'e',
  task_id: 'task_easy',
  seed: 4,
  step_count: 0,
  step_limit: 10,
  done: false,
  reward_mode: 'classic',
}
const start: EpisodeStart = { by: 'host', params: { task_id: 'task_easy', seed: 4 }, state }
const step = (action: string): RecordedStep => ({ action, cut: null, idle: null, done: false })

async function actionsOf(journal: StoreJournal, session: string): Promise<string[]> {
  const actions: string[] = []
  for await (const page of journal.read(session)) actions.push(...page.map(({ action }) => action))
  return actions
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  return (error as AppError).code
}

describe.skipIf(isRedisMissing)('servers that share a store', () => {
  test('have a session one at a time, and who has it no more can neither write nor confirm nor read', async () => {
    const store = await startStore()
    const one = await open(store)
    const other = await open(store)
    await one.begin('a', start)
    await one.append('a', step('1'))
    expect(other.has('a')).toBe(false)
    let asked = 0
    // One that does not give it away, as when it is frozen, but whose lease is over.
    one.onWanted = () => asked++
    await one.sharing.confirm('a')
    const taken = other.take('a')
    await expect.poll(() => asked).toBeGreaterThan(0)
    expect(one.has('a')).toBe(true)
    // Its sign of life is all that keeps it.
    await expireLease(store)
    expect(await taken).toBe(true)
    await other.append('a', step('2'))
    expect(one.has('a')).toBe(true)
    const reading = actionsOf(one, 'a')
    expect(await codeOf(reading)).toBe('lease_lost')
    expect(one.has('a')).toBe(false)
    expect(await codeOf(one.confirm('a'))).toBe('lease_lost')
    expect(await actionsOf(other, 'a')).toEqual(['1', '2'])
  })

  test('a write of one that was overtaken is refused', async () => {
    const store = await startStore()
    const one = await open(store)
    const other = await open(store)
    await one.begin('a', start)
    one.onWanted = () => undefined
    await expireLease(store)
    expect(await other.take('a')).toBe(true)
    expect(await codeOf(one.append('a', step('late')))).toBe('lease_lost')
    await other.begin('a', start)
    await other.append('a', step('new'))
    expect(await actionsOf(other, 'a')).toEqual(['new'])
  })

  test('what one gave to another that does not come for it can be had by a third', async () => {
    const store = await startStore()
    const [one, two, three] = [await open(store), await open(store), await open(store)]
    await one.begin('a', start)
    one.release('a', two.server)
    expect(await three.take('a')).toBe(true)
    expect(await two.take('nobody')).toBe(false)
  })

  test('one that was out refuses what it finds waiting, or lets it wait where somebody looks whether it is still wanted', async () => {
    const store = await startStore()
    const journal = await open(store, { leaseMs: 400 })
    const end = performance.now() + 300
    while (performance.now() < end);
    expect(await codeOf(journal.take('a'))).toBe('storage_error')
    expect(await journal.take('a', { mayWait: true })).toBe(false)
    expect(performance.now() - end).toBeGreaterThan(900)
  })

  test('a session that ended is nobody’s, and one that nobody uses expires', async () => {
    const store = await startStore()
    const one = await open(store, { idleMs: 150 })
    const other = await open(store, { idleMs: 150 })
    await one.begin('a', start)
    await one.begin('b', start)
    await one.forget('a')
    expect(await other.take('a')).toBe(false)
    await one.close()
    expect(await other.take('b')).toBe(true)
    other.release('b')
    await expect.poll(async () => await keysOf(store, '*session:*')).toEqual([])
    expect(await other.take('b')).toBe(false)
  })

  test('two that begin a session of one name at once do not mix', async () => {
    const store = await startStore()
    const [one, other] = [await open(store), await open(store)]
    const ended = await Promise.allSettled([one.begin('a', start), other.begin('a', start)])
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('of other settings do not meet', async () => {
    const store = await startStore()
    const one = await open(store)
    const other = await open(store, { settings: 'others' })
    await one.begin('a', start)
    expect(await other.take('a')).toBe(false)
  })
})

describe.skipIf(isRedisMissing)('a store', () => {
  test('that is killed again and again under a stream of steps loses none and takes none twice', async () => {
    const store = await startStore()
    const journal = await open(store)
    await journal.begin('a', start)
    await journal.begin('b', start)
    let isOver = false
    const answered: Record<string, string[]> = { a: [], b: [] }
    const stream = async (session: string): Promise<void> => {
      for (let count = 0; !isOver; count++) {
        await journal.append(session, step(String(count)))
        answered[session]?.push(String(count))
      }
    }
    const streams = ['a', 'b'].map((session) => stream(session))
    for (let kill = 0; kill < 5; kill++) {
      const before = answered['a']?.length ?? 0
      await expect.poll(() => answered['a']?.length).toBeGreaterThan(before + 20)
      await store.kill()
      await store.start()
    }
    isOver = true
    await Promise.all(streams)
    expect(await actionsOf(journal, 'a')).toEqual(answered['a'])
    expect(await actionsOf(journal, 'b')).toEqual(answered['b'])
    // What all know is what the store knows.
    const other = await open(store)
    expect(await other.take('a')).toBe(true)
    expect(await actionsOf(other, 'a')).toEqual(answered['a'])
  })

  test('that is away for longer than patience lasts is a fault, until it is back', async () => {
    const store = await startStore()
    const faults: (AppError | undefined)[] = []
    const journal = await open(store, { patienceMs: 300, leaseMs: 200, onFault: (fault) => faults.push(fault) })
    await journal.begin('a', start)
    await store.kill()
    expect(await codeOf(journal.append('a', step('1')))).toBe('storage_error')
    await expect.poll(() => journal.fault?.code).toBe('storage_error')
    expect(journal.has('a')).toBe(false)
    await store.start()
    await expect.poll(() => journal.fault).toBeUndefined()
    expect(faults.map((fault) => fault?.code)).toEqual(['storage_error', undefined])
    expect(await journal.take('a')).toBe(true)
    expect(await actionsOf(journal, 'a')).toEqual([])
  })

  test('that is asked seldom is no fault: a lease may be longer than patience', async () => {
    const store = await startStore()
    const faults: unknown[] = []
    const journal = await open(store, { leaseMs: 60_000, patienceMs: 400, onFault: (fault) => faults.push(fault) })
    await journal.begin('a', start)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(faults).toEqual([])
  })

  test('that freezes is waited for, and its answers are believed when they come', async () => {
    const store = await startStore()
    const journal = await open(store, { leaseMs: 100 })
    const other = await open(store, { leaseMs: 100 })
    await journal.begin('a', start)
    store.signal('SIGSTOP')
    const appended = journal.append('a', step('1'))
    // Long enough for connections to be made anew.
    await new Promise((resolve) => setTimeout(resolve, 600))
    store.signal('SIGCONT')
    await appended
    await journal.append('a', step('2'))
    expect(await actionsOf(journal, 'a')).toEqual(['1', '2'])
    // They still hear each other.
    expect(await other.take('a', { mayWait: true })).toBe(true)
  })

  test('that lost its disk has forgotten everything, and who had a session hears so', async () => {
    const store = await startStore()
    const journal = await open(store)
    await journal.begin('a', start)
    await store.kill()
    store.wipe()
    await store.start()
    expect(await codeOf(journal.append('a', step('1')))).toBe('lease_lost')
    expect(await journal.take('a')).toBe(false)
  })

  test('that would throw sessions away is refused; one without a log is told of', async () => {
    const evicting = await startStore(['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru', '--save', ''])
    expect(await codeOf(open(evicting))).toBe('invalid_config')
    await expect(open(evicting)).rejects.toThrow('set it to noeviction')
    const forgetful = await startStore(['--save', ''])
    const warnings: string[] = []
    await open(forgetful, { onWarning: (text) => warnings.push(text) })
    expect(warnings.join()).toContain('appendonly no')
    await forgetful.kill()
    expect(await codeOf(open(forgetful, { patienceMs: 200 }))).toBe('io_error')
  })

  test('whose memory is full takes no more; what there is can be read, and ended', async () => {
    const store = await startStore(['--maxmemory', '6mb', '--save', ''])
    const journal = await open(store)
    const other = await open(store)
    await journal.begin('a', start)
    const large = JSON.stringify('x'.repeat(200_000))
    let taken = 0
    const fill = async (): Promise<void> => {
      for (;;) {
        await journal.append('a', step(large))
        taken++
      }
    }
    expect(await codeOf(fill())).toBe('storage_error')
    expect(taken).toBeGreaterThan(0)
    expect(await other.take('a')).toBe(true)
    expect(await actionsOf(other, 'a')).toHaveLength(taken)
    expect(other.fault).toBeUndefined()
    await other.forget('a')
    await other.begin('b', start)
  })

  test('with a replica answers when that has it too, and says so when it has not', async () => {
    const store = await startStore()
    const replica = await startStore(['--replicaof', '127.0.0.1', String(store.port), '--save', ''])
    const journal = await open(store, { replicas: 1 })
    await expect
      .poll(async () => {
        await journal.take('a')
        await journal.begin('a', start).catch(() => undefined)
        return journal.has('a')
      })
      .toBe(true)
    await Promise.all(['1', '2', '3'].map((text) => journal.append('a', step(text))))
    replica.signal('SIGSTOP')
    expect(await codeOf(journal.append('a', step('4')))).toBe('storage_error')
    replica.signal('SIGCONT')
  })
})

async function keysOf(store: RedisServer, pattern: string, remove = false): Promise<string[]> {
  const { createClient } = await import('@redis/client')
  const client = createClient({ url: store.url })
  await client.connect()
  const keys = await client.keys(pattern)
  if (remove) await client.del(keys)
  client.destroy()
  return keys
}

/** As if every server had been silent for as long as a lease lasts. */
async function expireLease(store: RedisServer): Promise<void> {
  expect(await keysOf(store, '*:alive:*', true)).not.toEqual([])
}
