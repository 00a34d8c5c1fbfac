/** Debian's redis-server in a folder of its own, which tests may kill, freeze and start again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

const redisPath = process.env['REDIS_PATH'] ?? '/usr/bin/redis-server'

/** Whether tests with a store are to be skipped for want of it. Where CI is set nothing is skipped. */
export const isRedisMissing: boolean = !existsSync(redisPath) && process.env['CI'] !== 'true'

/** As docs/scale.md has it: a step is on the disk before it is answered. */
const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']

export class RedisServer {
  readonly port: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'dataops-redis-'))
  readonly #flags: readonly string[]
  #child: ChildProcess | undefined

  private constructor(port: number, flags: readonly string[]) {
    this.port = port
    this.#flags = flags
  }

  /** @param flags in place of those that keep every step */
  static async start(flags: readonly string[] = durable): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), flags)
    await server.start()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it, again on the same disk. @throws Error when it ends at once */
  async start(): Promise<void> {
    const base = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder]
    const child = spawn(redisPath, [...base, ...this.#flags], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Ready to accept connections')) resolve()
      })
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`redis-server ended: ${said}`)))
    })
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal)
  }

  /** Ends it as a power cut of its process would. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  /** Forgets its disk; only while it is down. */
  wipe(): void {
    rmSync(this.#folder, { recursive: true, force: true })
    mkdirSync(this.#folder)
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
