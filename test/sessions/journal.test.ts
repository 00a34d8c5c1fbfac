import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { State } from '../../src/contract/episode.ts'
import { AppError } from '../../src/kit/errors.ts'
import type { EpisodeStart, RecordedStep } from '../../src/sessions/episode-record.ts'
import { FileJournal, type FileJournalOptions } from '../../src/sessions/file-journal.ts'
import { type Journal, pageLimits } from '../../src/sessions/journal.ts'
import { MemoryJournal } from '../../src/sessions/memory-journal.ts'
import { StoreJournal } from '../../src/sessions/store-journal.ts'
import { isRedisMissing, RedisServer } from '../redis-server.ts'
import { copyAsKilled } from './killed-journal.ts'

let folder: string
const folders: string[] = []
const opened: Journal[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-env-journal-'))
  folders.push(folder)
})
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close().catch(() => undefined)
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** The journal in the folder. If one is open there, then what the next process has after a kill. */
async function openFile(rewriteBytes?: number, options: Partial<FileJournalOptions> = {}): Promise<FileJournal> {
  if (existsSync(join(folder, 'lock'))) {
    const before = folder
    folder = mkdtempSync(join(tmpdir(), 'dataops-env-journal-'))
    folders.push(folder)
    copyAsKilled(before, folder)
  }
  const more = rewriteBytes === undefined ? options : { ...options, rewriteBytes }
  const journal = await FileJournal.open({ folder, settings: 'digest', ...more })
  opened.push(journal)
  return journal
}

let store: RedisServer | undefined
beforeAll(async () => {
  if (!isRedisMissing) store = await RedisServer.start()
})
afterAll(() => store?.end())

let lastStore = 0
const digestOf = new WeakMap<Journal, string>()

/** A journal in a store that nobody else writes to. */
async function openStore(settings = `digest ${++lastStore}`): Promise<StoreJournal> {
  const journal = await StoreJournal.open({ url: (store as RedisServer).url, settings })
  opened.push(journal)
  digestOf.set(journal, settings)
  return journal
}

/** Another server that takes up all that one has, as when that one is gone. */
async function takeAll(before: Journal): Promise<Journal> {
  const journal = await openStore(digestOf.get(before))
  for (const session of [...before.sessions()]) {
    // The other one lives, and gives it away when it is asked.
    expect(await journal.take(session)).toBe(true)
  }
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
const start = (name: string): EpisodeStart => ({
  by: 'host',
  params: { task_id: 'task_easy', seed: 4, episode_id: name },
  state: { ...state, episode_id: name },
})
const step = (action: string, done = false): RecordedStep => ({ action, cut: null, idle: null, done })

async function stepsOf(journal: Journal, session: string, from = 0): Promise<RecordedStep[]> {
  const steps: RecordedStep[] = []
  for await (const page of journal.read(session, from)) steps.push(...page)
  return steps
}

async function everything(journal: Journal): Promise<object> {
  const all: Record<string, object | null> = {}
  for (const id of journal.sessions()) {
    const known = journal.find(id)
    if (known === null) all[id] = null
    else {
      const steps = await stepsOf(journal, id)
      const size = steps.reduce((sum, { action }) => sum + action.length, 0)
      expect(known).toEqual({ start: known.start, steps: steps.length, size, done: steps.at(-1)?.done ?? false })
      all[id] = { start: known.start, steps }
    }
  }
  return all
}
const files = (): string[] => readdirSync(folder).filter((name) => name.startsWith('journal-'))
const file = (): string => join(folder, files()[0] as string)

/** What every journal does. `reopen` gives the journal that the next process would have. */
const journals = [
  ['memory', async () => new MemoryJournal(), async (journal: Journal) => journal],
  ['files', () => openFile(), async () => await openFile()],
  ['files that are rewritten all the time', () => openFile(1), async () => await openFile(1)],
  ...(isRedisMissing ? [] : [['a store', () => openStore(), takeAll] as const]),
] as const

describe.each<readonly [string, () => Promise<Journal>, (journal: Journal) => Promise<Journal>]>(journals)(
  'a journal in %s',
  (_, create, reopen) => {
    test('keeps sessions, their episode and its steps in order', async () => {
      const journal: Journal = await create()
      await journal.open('a')
      await journal.open('b')
      await journal.begin('b', start('one'))
      await journal.append('b', step('{"n":1}'))
      await journal.append('b', {
        action: '{"n":2}',
        cut: { kind: 'time', message: 'statement 1: stopped' },
        idle: null,
        done: true,
      })
      const expected = {
        a: null,
        b: {
          start: start('one'),
          steps: [
            step('{"n":1}'),
            { action: '{"n":2}', cut: { kind: 'time', message: 'statement 1: stopped' }, idle: null, done: true },
          ],
        },
      }
      expect(await everything(journal)).toEqual(expected)
      expect(await everything(await reopen(journal))).toEqual(expected)
    })

    test('forgets an episode when the next begins, and a session when it ends', async () => {
      const journal: Journal = await create()
      await journal.begin('a', start('one'))
      await journal.append('a', step('1'))
      await journal.begin('a', start('two'))
      await journal.begin('b', start('one'))
      await journal.forget('b')
      await journal.begin('c', start('one'))
      await journal.forget('c')
      await journal.open('c')
      const expected = { a: { start: start('two'), steps: [] }, c: null }
      expect(await everything(journal)).toEqual(expected)
      expect(await everything(await reopen(journal))).toEqual(expected)
    })

    test('knows nobody else', async () => {
      const journal: Journal = await create()
      expect(() => journal.find('a')).toThrow('does not know')
      await expect(stepsOf(journal, 'a')).rejects.toThrow('no episode')
      await journal.open('a')
      expect(() => journal.append('a', step('1'))).toThrow('no episode')
    })

    test('keeps every text', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), { maxLength: 8 }),
          async (pairs) => {
            const journal: Journal = await create()
            for (const known of [...journal.sessions()]) await journal.forget(known)
            for (const [id, action] of pairs) {
              await journal.begin(id, start('one'))
              await journal.append(id, step(JSON.stringify(action)))
            }
            const before = await everything(journal)
            expect(await everything(await reopen(journal))).toEqual(before)
          },
        ),
        { numRuns: 25 },
      )
    })
  },
)

describe('a journal in a folder', () => {
  async function fill(): Promise<void> {
    const journal = await openFile()
    await journal.begin('a', start('one'))
    for (let index = 0; index < 5; index++) await journal.append('a', step(`{"n":${index}}`))
    await journal.close()
  }

  test('has what was answered when its process is killed', async () => {
    const journal = await openFile()
    await journal.begin('a', start('one'))
    await journal.append('a', step('1'))
    // Not closed: what is on the disk now is all there will be.
    expect(await everything(await openFile())).toEqual({ a: { start: start('one'), steps: [step('1')] } })
  })

  test('writes entries of one turn together, and in order', async () => {
    const journal = await openFile()
    const writes = [
      journal.begin('a', start('one')),
      ...Array.from({ length: 500 }, (_, n) => journal.append('a', step(String(n)))),
    ]
    expect(new Set(writes).size).toBe(1)
    await Promise.all(writes)
    const steps = await stepsOf(await openFile(), 'a')
    expect(steps.map(({ action }) => action)).toEqual(Array.from({ length: 500 }, (_, n) => String(n)))
  })

  test('leaves out a last line that is torn, wherever', async () => {
    await fill()
    const whole = readFileSync(file())
    const lines = whole.toString().trimEnd().split('\n')
    const last = Buffer.byteLength(`${lines.at(-1)}\n`)
    for (const cut of [1, 2, 10, last - 1, last]) {
      rmSync(folder, { recursive: true })
      await fill()
      truncateSync(file(), whole.length - cut)
      const steps = await stepsOf(await openFile(), 'a')
      // Without its line break alone a line is whole.
      expect(steps.length).toBe(cut === 1 ? 5 : 4)
      await opened.pop()?.close()
    }
  })

  test('goes on after a torn line', async () => {
    await fill()
    appendFileSync(file(), '{"session":"a","act')
    const journal = await openFile()
    await journal.append('a', step('next'))
    expect((await stepsOf(await openFile(), 'a')).map(({ action }) => action)).toEqual([
      ...[0, 1, 2, 3, 4].map((n) => `{"n":${n}}`),
      'next',
    ])
  })

  const codeOf = async (promise: Promise<unknown>): Promise<string> => {
    const error = await promise.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(AppError)
    return (error as AppError).code
  }

  test('that is damaged elsewhere is refused, and left as it is', async () => {
    await fill()
    const lines = readFileSync(file(), 'utf8').split('\n')
    lines[2] = lines[2]?.slice(0, 20) ?? ''
    writeFileSync(file(), lines.join('\n'))
    expect(await codeOf(openFile())).toBe('invalid_config')
    expect(readFileSync(file(), 'utf8')).toBe(lines.join('\n'))
    await expect(openFile()).rejects.toThrow('damaged at line 3')
  })

  test.each([
    '',
    'x\n',
    '{"format":"dataops-env/journals@2","settings":"digest"}\n',
    '{"format":"dataops-env/trajectory@1"}\n',
  ])('that begins with %j is none', async (text) => {
    writeFileSync(join(folder, 'journal-00000001.jsonl'), text)
    expect(await codeOf(openFile())).toBe('invalid_config')
  })

  test('of another format is one of another version', async () => {
    writeFileSync(join(folder, 'journal-00000001.jsonl'), '{"format":"dataops-env/journal@1","settings":"digest"}\n')
    await expect(openFile()).rejects.toThrow('was written by another version')
  })

  test('of other settings is refused', async () => {
    await fill()
    expect(await codeOf(FileJournal.open({ folder, settings: 'another' }))).toBe('invalid_config')
    expect(await stepsOf(await openFile(), 'a')).toHaveLength(5)
  })

  test('has one writer, and lets go of the folder when it cannot be opened', async () => {
    const journal = await FileJournal.open({ folder, settings: 'digest' })
    expect(await codeOf(FileJournal.open({ folder, settings: 'digest' }))).toBe('io_error')
    await journal.close()
    expect(await codeOf(FileJournal.open({ folder, settings: 'another' }))).toBe('invalid_config')
    await openFile()
  })

  test('cannot be where there is no folder to be made', async () => {
    writeFileSync(join(folder, 'x'), '')
    for (const path of [join(folder, 'x'), join(folder, 'x/y'), '/proc/x', '/proc/x/y']) {
      expect(await codeOf(FileJournal.open({ folder: path, settings: 'digest' }))).toBe('io_error')
    }
  })

  test('does not grow with what is over', async () => {
    const journal = await openFile(10_000)
    const large = 'x'.repeat(1000)
    for (let round = 0; round < 200; round++) {
      await journal.begin('a', start(`round ${round}`))
      await journal.append('a', step(JSON.stringify(large)))
    }
    expect(files()).toHaveLength(1)
    expect(statSync(file()).size).toBeLessThan(25_000)
    expect(await everything(await openFile())).toEqual({
      a: { start: start('round 199'), steps: [step(JSON.stringify(large))] },
    })
  })

  test('loses nothing when the file is rewritten while entries come', async () => {
    const journal = await openFile(2000)
    const writes: Promise<void>[] = []
    for (let index = 0; index < 40; index++) {
      writes.push(journal.begin(`s${index % 7}`, start(String(index))))
      for (let count = 0; count < 10; count++) writes.push(journal.append(`s${index % 7}`, step(`${index} ${count}`)))
      if (index % 3 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await Promise.all(writes)
    expect(await everything(await openFile())).toEqual(await everything(journal))
  })

  test('whose folder goes says so, and writes everything anew when it can', async () => {
    const journal = await openFile(1, { retryMs: 20 })
    await journal.begin('a', start('one'))
    await journal.append('a', step('1'))
    const away = `${folder}-away`
    renameSync(folder, away)
    // A file where the folder was: nothing can be written.
    writeFileSync(folder, '')
    // The file is still open, so this one is kept; the next rewriting finds no folder.
    await journal.append('a', step('2'.repeat(2000)))
    await expect.poll(() => journal.fault?.code).toBe('storage_error')
    await expect(journal.append('a', step('3'))).rejects.toThrow('cannot write the journal')
    await expect(journal.append('a', step('4'))).rejects.toThrow('cannot write the journal')
    rmSync(folder)
    rmSync(away, { recursive: true })
    await expect.poll(() => journal.fault).toBeUndefined()
    await journal.append('a', step('5'))
    const expected = { a: { start: start('one'), steps: ['1', '2'.repeat(2000), '5'].map((text) => step(text)) } }
    expect(await everything(journal)).toEqual(expected)
    expect(await everything(await openFile())).toEqual(expected)
  })
})

describe('pages', () => {
  const large = JSON.stringify('x'.repeat(200_000))
  const kinds = journals.map(([name, create]) => [name, create] as const)
  test.each(kinds.filter(([name]) => !name.includes('rewritten')))(
    'of a journal in %s hold little, and all of them everything',
    async (_, create) => {
      const journal: Journal = await create()
      await journal.begin('a', start('one'))
      const texts = Array.from({ length: 700 }, (_, index) => (index % 100 === 7 ? large : `{"n":${index}}`))
      for (const [index, text] of texts.entries()) {
        const written = journal.append('a', step(text))
        // Other sessions lie between.
        if (index % 3 === 0) await journal.begin(`b${index % 9}`, start('other'))
        if (index % 50 === 0) await written
      }
      for (const from of [0, 1, 6, 7, 8, 255, 256, 257, 699, 700]) {
        const pages: (readonly RecordedStep[])[] = []
        for await (const page of journal.read('a', from)) pages.push(page)
        expect(pages.flat().map(({ action }) => action)).toEqual(texts.slice(from))
        for (const page of pages) {
          expect(page.length).toBeLessThanOrEqual(pageLimits.steps)
          const size = page.reduce((sum, { action }) => sum + action.length, 0)
          expect(size === 0 || page.length === 1 || size <= pageLimits.characters).toBe(true)
        }
      }
    },
  )
})

describe('memory', () => {
  const large = JSON.stringify('x'.repeat(250_000))

  test('of a journal in a folder does not hold what is on the disk, also after a restart', async () => {
    let journal = await openFile()
    for (let session = 0; session < 8; session++) {
      await journal.begin(`s${session}`, start('one'))
      for (let count = 0; count < 6; count++) await journal.append(`s${session}`, step(large))
    }
    expect(statSync(file()).size).toBeGreaterThan(8 * 6 * 250_000)
    expect(journal.memoryBytes).toBeLessThan(100_000)
    await journal.close()
    journal = await openFile()
    expect(journal.memoryBytes).toBeLessThan(100_000)
    expect((await stepsOf(journal, 's7', 4)).map(({ action }) => action)).toEqual([large, large])
    expect(journal.find('s7')).toMatchObject({ steps: 6, size: 6 * large.length })
  })

  test('of a journal in memory is counted and bounded; those who record little go on', async () => {
    const journal = new MemoryJournal({ limit: 10_000_000, maxSessions: 50 })
    const refusals: string[] = []
    for (let session = 0; session < 40; session++) {
      journal.begin(`s${session}`, start('one'))
      try {
        for (let count = 0; count < 3; count++) journal.append(`s${session}`, step(large))
      } catch (error) {
        refusals.push((error as AppError).code)
      }
    }
    expect(refusals.length).toBeGreaterThan(30)
    expect(new Set(refusals)).toEqual(new Set(['storage_error']))
    for (let session = 0; session < 50; session++) {
      journal.begin(`m${session}`, start('one'))
      for (let count = 0; count < 20; count++) journal.append(`m${session}`, step('x'.repeat(1000)))
    }
    expect(journal.memoryBytes).toBeGreaterThan(4_000_000)
    expect(journal.memoryBytes).toBeLessThan(10_000_000)
    for (const session of [...journal.sessions()]) journal.forget(session)
    expect(journal.memoryBytes).toBe(0)
    journal.begin('a', start('one'))
    journal.append('a', step(large))
  })
})
