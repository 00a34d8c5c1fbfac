import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { State } from '../../src/contract/episode.ts'
import { AppError } from '../../src/kit/errors.ts'
import type { EpisodeStart, RecordedStep } from '../../src/sessions/episode-record.ts'
import { FileJournal } from '../../src/sessions/file-journal.ts'
import { type Journal, MemoryJournal } from '../../src/sessions/journal.ts'
import { copyAsKilled } from './killed-journal.ts'

let folder: string
const folders: string[] = []
const opened: FileJournal[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-env-journal-'))
  folders.push(folder)
})
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close().catch(() => undefined)
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** The journal in the folder. If one is open there, then what the next process has after a kill. */
async function openFile(rewriteBytes?: number): Promise<FileJournal> {
  if (existsSync(join(folder, 'lock'))) {
    const before = folder
    folder = mkdtempSync(join(tmpdir(), 'dataops-env-journal-'))
    folders.push(folder)
    copyAsKilled(before, folder)
  }
  const more = rewriteBytes === undefined ? {} : { rewriteBytes }
  const journal = await FileJournal.open({ folder, settings: 'digest', ...more })
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
const start = (name: string): EpisodeStart => ({
  by: 'host',
  params: { task_id: 'task_easy', seed: 4, episode_id: name },
  state: { ...state, episode_id: name },
})
const step = (action: string, done = false): RecordedStep => ({ action, cut: null, idle: null, done })
const everything = (journal: Journal): object =>
  Object.fromEntries([...journal.sessions()].map((id) => [id, journal.read(id)]))
const files = (): string[] => readdirSync(folder).filter((name) => name.startsWith('journal-'))
const file = (): string => join(folder, files()[0] as string)

/** What every journal does. `reopen` gives the journal that the next process would have. */
describe.each([
  ['memory', async () => new MemoryJournal(), async (journal: Journal) => journal],
  ['files', () => openFile(), async () => await openFile()],
  ['files that are rewritten all the time', () => openFile(1), async () => await openFile(1)],
] as const)('a journal in %s', (_, create, reopen) => {
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
    expect(everything(journal)).toEqual(expected)
    expect(everything(await reopen(journal))).toEqual(expected)
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
    expect(everything(journal)).toEqual(expected)
    expect(everything(await reopen(journal))).toEqual(expected)
  })

  test('knows nobody else', async () => {
    const journal: Journal = await create()
    expect(() => journal.read('a')).toThrow('does not know')
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
          expect(everything(await reopen(journal))).toEqual(everything(journal))
        },
      ),
      { numRuns: 25 },
    )
  })
})

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
    expect(everything(await openFile())).toEqual({ a: { start: start('one'), steps: [step('1')] } })
  })

  test('writes entries of one turn together, and in order', async () => {
    const journal = await openFile()
    const writes = [
      journal.begin('a', start('one')),
      ...Array.from({ length: 500 }, (_, n) => journal.append('a', step(String(n)))),
    ]
    expect(new Set(writes).size).toBe(1)
    await Promise.all(writes)
    const { steps } = (await openFile()).read('a') ?? { steps: [] }
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
      const { steps } = (await openFile()).read('a') ?? { steps: [] }
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
    expect((await openFile()).read('a')?.steps.map(({ action }) => action)).toEqual([
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
    expect((await openFile()).read('a')?.steps).toHaveLength(5)
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
    expect((await openFile()).read('a')).toEqual({ start: start('round 199'), steps: [step(JSON.stringify(large))] })
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
    expect(everything(await openFile())).toEqual(everything(journal))
  })

  test('that cannot be written says so from then on', async () => {
    const journal = await openFile(1)
    await journal.begin('a', start('one'))
    // The next entry makes it rewrite its file, for which there is no folder any more.
    rmSync(folder, { recursive: true })
    await expect(journal.append('a', step('1'.repeat(1000)))).rejects.toThrow('cannot write the journal')
    await expect(journal.append('a', step('2'))).rejects.toThrow('cannot write the journal')
  })
})
