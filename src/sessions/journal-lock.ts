/**
 * Who may write a journal's folder: one process of this machine, whatever containers the others are in.
 *
 * Everybody who wants the folder listens on a Unix socket in it, under a name of its own, and then knocks at all the
 * others. The kernel answers for them: a process that lives, be it frozen, can be connected to from every namespace that
 * sees the folder, and one that died cannot. Of two processes the later one always finds the earlier one's socket, since
 * each shows its own before it looks; so two can never hold the folder. A name is never used twice, so that nobody can
 * take away by mistake what a living process has.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, connect, type Server } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../kit/errors.ts'

/** Bytes that the path of a socket may have: 108 with a zero at the end on Linux, 104 elsewhere. */
const longestPath = process.platform === 'linux' ? 107 : 103

const socketName = /^lock-[0-9a-f]{12}$/
/** A socket gets its name when it listens; what was left before that is swept up after so many milliseconds. */
const unfinishedName = /^lock-[0-9a-f]{12}\.new$/
const unfinishedMs = 60_000

/** Says who holds the folder, for those who are refused. */
const holderFile = 'lock'

/** How often and how many times one looks again at a process that has not decided yet: 5 s, in milliseconds. */
const lookAgainMs = 10
const looks = 500

interface Holder {
  /** The name of its socket. */
  readonly socket: string
  readonly pid: number
  readonly host: string
}

/** A folder that this process holds until it lets go or dies. */
export class JournalLock {
  readonly #folder: string
  readonly #name = `lock-${randomBytes(6).toString('hex')}`
  readonly #server: Server = createServer((socket) => socket.destroy())
  /** By which the folder is reached when its path is too long for a socket. */
  #handle: FileHandle | undefined
  #isHolder = false

  private constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Takes a folder that is there.
   *
   * @throws AppError `io_error` when a living process has it, and where no socket can be made
   */
  static async take(folder: string): Promise<JournalLock> {
    const lock = new JournalLock(folder)
    try {
      await lock.#listen()
      await lock.#win()
      return lock
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** Lets go, when nothing more will be written. */
  async release(): Promise<void> {
    // The socket goes last: while it is there nobody else writes this file.
    if (this.#isHolder) await rm(join(this.#folder, holderFile), { force: true })
    this.#isHolder = false
    await rm(join(this.#folder, this.#name), { force: true })
    // Of a server that never listened this is no news.
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
    await this.#handle?.close()
    this.#handle = undefined
  }

  async #listen(): Promise<void> {
    await this.#openFolder()
    const unfinished = `${this.#name}.new`
    const path = this.#address(unfinished)
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause: NodeJS.ErrnoException) => {
        const reason = cause.code ?? cause.message
        const advice = 'it takes a local folder that may be written and whose file system has Unix sockets'
        reject(new AppError('io_error', `cannot lock the journal in ${this.#folder}: ${reason}; ${advice}`, { cause }))
      })
      // Whoever may read the folder may knock: another user is refused by a living process, not by its permissions.
      this.#server.listen({ path, readableAll: true, writableAll: true }, resolve)
    })
    // Nobody need be let in: that one could knock is enough.
    this.#server.on('error', () => undefined)
    this.#server.unref()
    await rename(join(this.#folder, unfinished), join(this.#folder, this.#name))
  }

  /** Resolves when nobody else is left who has the folder or may get it. */
  async #win(): Promise<void> {
    for (let look = 0; ; look++) {
      const others = await this.#livingOthers()
      if (others.length === 0) break
      const holder = await this.#readHolder()
      if (holder !== undefined && others.includes(holder.socket)) {
        throw this.#inUse(`process ${holder.pid} of ${holder.host}`)
      }
      // Of several that start at once the first by name stays; it waits for those that have not yet seen it.
      if (look >= looks || others.some((name) => name < this.#name)) throw this.#inUse('another process, which starts')
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
    this.#isHolder = true
    const holder: Holder = { socket: this.#name, pid: process.pid, host: hostname() }
    // The one before may have been another user's.
    await rm(join(this.#folder, holderFile), { force: true })
    await writeFile(join(this.#folder, holderFile), `${JSON.stringify(holder)}\n`)
  }

  /** The sockets of others that somebody listens on. Those of the dead are removed. */
  async #livingOthers(): Promise<string[]> {
    const living: string[] = []
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name)
      if (unfinishedName.test(name)) {
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
        if (Date.now() - mtimeMs > unfinishedMs) await rm(path, { force: true })
      }
      if (!socketName.test(name) || name === this.#name) continue
      if (await this.#isAlive(name)) living.push(name)
      else await rm(path, { force: true })
    }
    return living
  }

  async #isAlive(name: string): Promise<boolean> {
    return await new Promise((resolve) => {
      const socket = connect(this.#address(name))
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      // Anything else, such as a queue that is full, does not say that nobody is there.
      socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT'))
    })
  }

  async #readHolder(): Promise<Holder | undefined> {
    try {
      const found: unknown = JSON.parse(await readFile(join(this.#folder, holderFile), 'utf8'))
      if (typeof found === 'object' && found !== null) return found as Holder
    } catch {
      // It is being written, or was never.
    }
    return undefined
  }

  #inUse(by: string): AppError {
    return new AppError('io_error', `the journal in ${this.#folder} is in use by ${by}`)
  }

  async #openFolder(): Promise<void> {
    const direct = join(this.#folder, `${this.#name}.new`)
    if (Buffer.byteLength(direct) <= longestPath) return
    if (process.platform !== 'linux') {
      const most = longestPath - Buffer.byteLength(direct) + Buffer.byteLength(this.#folder)
      throw new AppError('io_error', `the path of the journal ${this.#folder} is longer than ${most} bytes`)
    }
    this.#handle = await open(this.#folder, constants.O_RDONLY | constants.O_DIRECTORY)
  }

  /** A path of a file in the folder that a socket can have. */
  #address(name: string): string {
    return this.#handle === undefined ? join(this.#folder, name) : `/proc/self/fd/${this.#handle.fd}/${name}`
  }
}
