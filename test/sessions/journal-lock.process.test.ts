/** One writer of a journal's folder, whatever happens to it, and wherever the others are. */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/kit/errors.ts'
import { JournalLock } from '../../src/sessions/journal-lock.ts'
import { cliPath } from '../cli/run-cli.ts'

let folder: string
const ends: (() => unknown)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-env-lock-'))
  const made = folder
  ends.push(() => rmSync(made, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const isRoot = process.getuid?.() === 0
const nobody = 65_534
/** Whether a process may be put into namespaces of its own. */
const mayUnshare = (...flags: string[]): boolean => spawnSync('unshare', [...flags, 'true']).status === 0

/** Takes the folder in this process. */
async function take(path = folder): Promise<JournalLock> {
  const lock = await JournalLock.take(path)
  ends.push(() => lock.release())
  return lock
}

async function refusal(path = folder): Promise<string> {
  const error: unknown = await take(path).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'io_error' })
  return (error as AppError).message
}

/** A process that takes the folder when told to. */
class Contender {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string, undefined>

  private constructor(command: readonly string[], path: string, uid: string[]) {
    const script = fileURLToPath(new URL('lock-holder.mjs', import.meta.url))
    const [file = '', ...args] = [...command, process.execPath, script, dirname(dirname(cliPath)), path, ...uid]
    this.child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.child.stdin.on('error', () => undefined)
    ends.push(() => this.child.kill('SIGKILL'))
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]()
  }

  static async start(path = folder, command: readonly string[] = [], uid?: number): Promise<Contender> {
    const started = new Contender(command, path, uid === undefined ? [] : [String(uid)])
    expect(await started.#next()).toBe('ready')
    return started
  }

  async #next(): Promise<string> {
    return (await this.#lines.next()).value ?? 'it ended'
  }

  async ask(line: 'take' | 'release'): Promise<string> {
    this.child.stdin.write(`${line}\n`)
    return await this.#next()
  }

  async kill(): Promise<void> {
    const closed = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await closed
  }
}

describe('a folder', () => {
  test('has one holder, and the next one when that lets go', async () => {
    const first = await take()
    const message = `the journal in ${folder} is in use by process ${process.pid} of `
    expect(await refusal()).toContain(message)
    const other = await Contender.start()
    expect(await other.ask('take')).toContain(`io_error: ${message}`)
    await first.release()
    expect(readdirSync(folder)).toEqual([])
    expect(await other.ask('take')).toBe('held')
    expect(await refusal()).toContain(`in use by process ${other.child.pid} of `)
    expect(await other.ask('release')).toBe('free')
    await take()
  })

  test('of a killed holder is taken over, and nothing of it is left', async () => {
    const holder = await Contender.start()
    expect(await holder.ask('take')).toBe('held')
    const left = readdirSync(folder)
    await holder.kill()
    expect(readdirSync(folder)).toEqual(left)
    await take()
    expect(readdirSync(folder)).toHaveLength(2)
    expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  test('of a frozen holder is held, also when its queue of connections is full', async () => {
    const holder = await Contender.start()
    expect(await holder.ask('take')).toBe('held')
    holder.child.kill('SIGSTOP')
    expect(await refusal()).toContain(`in use by process ${holder.child.pid} of `)
    const name = readdirSync(folder).find((file) => file !== 'lock') as string
    let isFull = false
    const knocks: Socket[] = []
    while (!isFull) {
      const knock = connect(join(folder, name))
      knocks.push(knock)
      isFull = await new Promise((resolve) =>
        knock.once('connect', () => resolve(false)).once('error', () => resolve(true)),
      )
    }
    expect(await refusal()).toContain('in use')
    for (const knock of knocks) knock.destroy()
    await holder.kill()
    await take()
  })

  test.each(['', '{', 'null', '5', '{"socket":"lock-000000000000"}'])(
    'is nobody’s for a file that says %j',
    async (text) => {
      writeFileSync(join(folder, 'lock'), text)
      // Neither is it for a socket that was copied with the folder: nobody listens on it.
      writeFileSync(join(folder, 'lock-000000000000'), '')
      await take()
      expect(readdirSync(folder)).not.toContain('lock-000000000000')
    },
  )

  test('may have a path that is too long for a socket', async () => {
    const long = join(folder, 'x'.repeat(200), 'y'.repeat(200))
    mkdirSync(long, { recursive: true })
    const holder = await Contender.start(long)
    expect(await holder.ask('take')).toBe('held')
    expect(await refusal(long)).toContain(`in use by process ${holder.child.pid} of `)
    await holder.kill()
    const lock = await take(long)
    expect(await refusal(long)).toContain('in use')
    await lock.release()
    expect(readdirSync(long)).toEqual([])
    expect(readdirSync(folder)).toEqual(['x'.repeat(200)])
  })

  test('that goes away while it is held costs nobody anything', async () => {
    const lock = await take()
    rmSync(folder, { recursive: true })
    await lock.release()
  })
})

describe('of many at once exactly one wins', () => {
  test('in one process, whether the one before let go or was killed', async () => {
    const killed = await Contender.start()
    expect(await killed.ask('take')).toBe('held')
    await killed.kill()
    for (let round = 0; round < 10; round++) {
      const tried = await Promise.allSettled(Array.from({ length: 12 }, () => JournalLock.take(folder)))
      const won = tried.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      const lost = tried.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))
      expect([won.length, lost.length]).toEqual([1, 11])
      for (const text of lost) expect(text).toContain('is in use by ')
      await won[0]?.release()
    }
    expect(readdirSync(folder)).toEqual([])
  })

  test('of processes, after each of which a killed holder is left', async () => {
    let contenders = await Promise.all(Array.from({ length: 8 }, () => Contender.start()))
    while (contenders.length > 0) {
      const answers = await Promise.all(contenders.map((contender) => contender.ask('take')))
      const winners = contenders.filter((_, index) => answers[index] === 'held')
      expect(winners, answers.join('\n')).toHaveLength(1)
      for (const answer of answers) expect(answer).toMatch(/^held$|in use by /)
      await winners[0]?.kill()
      contenders = contenders.filter((contender) => contender !== winners[0])
    }
  })
})

describe('a holder elsewhere still holds', () => {
  test.skipIf(!mayUnshare('-n')).each([[['-n']], [['-p', '--fork']], [['-n', '-p', '-u', '-i', '--fork']]])(
    'in namespaces of its own: unshare %j',
    async (flags) => {
      const command = ['unshare', '--kill-child', ...flags]
      const there = await Contender.start(folder, flags.includes('--fork') ? command : ['unshare', ...flags])
      expect(await there.ask('take')).toBe('held')
      expect(await refusal()).toContain('in use by process ')
      const another = await Contender.start(folder, ['unshare', ...flags])
      expect(await another.ask('take')).toContain('in use by process ')
      await there.kill()
      // The kernel ends what runs in a namespace of processes a moment after the process that made it.
      await expect.poll(async () => await another.ask('take')).toBe('held')
    },
  )

  test.skipIf(!isRoot)('as another user, and when it is dead it does not', async () => {
    chmodSync(folder, 0o777)
    const holder = await Contender.start()
    const other = await Contender.start(folder, [], nobody)
    expect(await holder.ask('take')).toBe('held')
    expect(await other.ask('take')).toContain(`in use by process ${holder.child.pid} of `)
    await holder.kill()
    expect(await other.ask('take')).toBe('held')
    expect(await refusal()).toContain(`in use by process ${other.child.pid} of `)
  })
})

describe('where no lock can be, that is said', () => {
  test('no folder', async () => {
    expect(await refusal(join(folder, 'missing'))).toMatch(/^cannot lock the journal in .*; it takes a local folder/)
  })

  test.skipIf(!isRoot)('no permission', async () => {
    chmodSync(folder, 0o755)
    const other = await Contender.start(folder, [], nobody)
    expect(await other.ask('take')).toMatch(/^io_error: cannot lock the journal in .*: EACCES; it takes a local folder/)
  })

  // A file system that makes folders, but no sockets.
  const control = '/sys/fs/cgroup/cpu'
  const made = join(control, `dataops-env-${process.pid}`)
  const isControlled = ((): boolean => {
    try {
      mkdirSync(made)
      rmdirSync(made)
      return true
    } catch {
      return false
    }
  })()
  test.skipIf(!isControlled)('no sockets', async () => {
    mkdirSync(made)
    ends.push(() => rmdirSync(made))
    expect(await refusal(made)).toMatch(
      /^cannot lock the journal in .*; it takes a local folder that may be written and/,
    )
  })
})
