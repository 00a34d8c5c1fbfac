/** Replicas in processes of their own, which a test may kill, freeze and replace, each always on the same port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { cliPath } from '../cli/run-cli.ts'
import { freePort } from '../free-port.ts'

export interface ReplicaOptions {
  readonly store: string
  readonly leaseSeconds?: number
  readonly drainSeconds?: number
}

export class Replica {
  readonly port: number
  readonly #options: ReplicaOptions
  #child: ChildProcess | undefined

  private constructor(port: number, options: ReplicaOptions) {
    this.port = port
    this.#options = options
  }

  static async start(options: ReplicaOptions): Promise<Replica> {
    const replica = new Replica(await freePort(), options)
    await replica.start()
    return replica
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    const { store, leaseSeconds = 3, drainSeconds = 0 } = this.#options
    const where = ['--host', '127.0.0.1', '--port', String(this.port), '--journal', store]
    const child = spawn(process.execPath, [cliPath, 'serve', ...where, '--require-session', '--log-level', 'fatal'], {
      env: {
        ...process.env,
        DATAOPS_WORKERS: '1',
        DATAOPS_MEMORY: '512m',
        DATAOPS_JOURNAL_LEASE_SECONDS: String(leaseSeconds),
        DATAOPS_DRAIN_SECONDS: String(drainSeconds),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('listening on')) return
    throw new Error('the replica did not start')
  }

  /** Ends it in the middle of what it does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}
