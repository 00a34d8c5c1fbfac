/** Debian's HAProxy in front of replicas, with the file of deploy/, in a folder of its own. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, isListening } from './free-port.ts'

/** Where it is. */
export const haproxyPath: string = process.env['HAPROXY_PATH'] ?? '/usr/sbin/haproxy'

/** Whether tests behind HAProxy are to be skipped for want of it. Where CI is set nothing is skipped. */
export const isHaproxyMissing: boolean = !existsSync(haproxyPath) && process.env['CI'] !== 'true'

export interface Haproxy {
  readonly url: string
  readonly port: number
  end(): Promise<void>
}

export interface HaproxyOptions {
  /** Ports of the replicas. */
  readonly ports: readonly number[]
  /** By default as in the file; `roundrobin` has no affinity. */
  readonly balance?: string
  /** Never takes a replica for dead, for one that shares a thread with its test may look so. */
  readonly isPatient?: true
}

/** The file of deploy/ for these replicas. */
export function configure({ ports, balance, isPatient }: HaproxyOptions, port: number): string {
  const file = readFileSync(new URL('../deploy/haproxy.cfg', import.meta.url), 'utf8')
  const lines = file.split('\n').filter((line) => !/^\s+server replica/.test(line))
  const servers = ports.map((each, index) => `    server replica${index + 1} 127.0.0.1:${each}`)
  const text = [...lines, ...servers, ''].join('\n').replace('bind :7860', `bind 127.0.0.1:${port}`)
  if (!text.includes(`bind 127.0.0.1:${port}`)) throw new Error('deploy/haproxy.cfg binds elsewhere')
  if (isPatient) return configure({ ports, ...(balance && { balance }) }, port).replace(' fall 2 ', ' fall 1000 ')
  return balance === undefined ? text : text.replace(/^ *balance .*$/m, `    balance ${balance}`)
}

/** Starts it on a free port. @throws Error with what it said, if it does not listen */
export async function startHaproxy(options: HaproxyOptions): Promise<Haproxy> {
  const folder = mkdtempSync(join(tmpdir(), 'dataops-haproxy-'))
  const port = await freePort()
  writeFileSync(join(folder, 'haproxy.cfg'), configure(options, port))
  const child = spawn(haproxyPath, ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  let hasEnded = false
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  child.on('error', (error) => (complaints += error.message))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  void ended.then(() => (hasEnded = true))
  while (!(await isListening(port))) {
    if (hasEnded) throw new Error(`haproxy ended: ${complaints}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    end: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
