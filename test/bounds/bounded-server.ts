/** The built server in a process of its own that may take so much memory: in a control group where root allows. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { TestServer } from '../server/test-server.ts'
import { openSocket, type SocketClient } from '../server/websocket-client.ts'

export const gigabyte: number = 2 ** 30

export const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`

export async function openSocketTo(server: BoundedServer, path = '/ws'): Promise<SocketClient> {
  return await openSocket(server as unknown as TestServer, path)
}

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface BoundedServer {
  readonly url: string
  readonly pid: number
  /** Whether the kernel itself holds it to its memory. */
  readonly isCaged: boolean
  /** Bytes of the process that are in memory now. */
  resident(): number
  /** The most of them that was seen at any time. */
  peak(): number
  /** The exit code, or the signal by which it died; null while it lives. */
  ended(): string | null
  metric(name: string): Promise<number>
  /** Ends it at once, without a chance to tidy up. */
  kill(): Promise<void>
}

/** Makes a control group of some memory; undefined where that is not allowed. */
function makeCage(bytes: number): { readonly procs: string; readonly remove: () => void } | undefined {
  const name = `dataops-env-${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  for (const [folder, file, swap] of [
    ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'],
    ['/sys/fs/cgroup', 'memory.max', 'memory.swap.max'],
  ] as const) {
    const cage = join(folder, name)
    try {
      mkdirSync(cage)
    } catch {
      continue
    }
    try {
      readFileSync(join(cage, file))
      writeFileSync(join(cage, file), String(bytes))
      try {
        writeFileSync(join(cage, swap), file === 'memory.max' ? '0' : String(bytes))
      } catch {
        // There is no swap to be counted.
      }
      return { procs: join(cage, 'cgroup.procs'), remove: () => rmdirSync(cage) }
    } catch {
      rmdirSync(cage)
    }
  }
  return undefined
}

function statusOf(pid: number, key: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1] ?? Number.NaN) * 1024
}

/** Starts `serve`, told of the limit by `--memory` alone where no control group can be made. */
export async function startBounded(flags: readonly string[] = [], bytes = gigabyte): Promise<BoundedServer> {
  const cage = makeCage(bytes)
  const limit = cage === undefined ? ['--memory', String(bytes)] : []
  const serve = ['serve', '--host', '127.0.0.1', '--port', '0', '--log-level', 'error', ...limit, ...flags]
  const script = cage === undefined ? 'exec "$@"' : `echo $$ > ${cage.procs} && exec "$@"`
  const child: ChildProcess = spawn('sh', ['-c', script, 'sh', process.execPath, main, ...serve], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let ended: string | null = null
  const exit = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal ?? String(code)
      resolve()
    })
  })
  let url = ''
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    url = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1] ?? ''
    if (url !== '') break
  }
  if (url === '') throw new Error(`the server did not start: ${String(ended)}`)
  const pid = child.pid as number
  return {
    url,
    pid,
    isCaged: cage !== undefined,
    resident: () => statusOf(pid, 'VmRSS'),
    peak: () => statusOf(pid, 'VmHWM'),
    ended: () => ended,
    metric: async (name) => {
      const text = await (await fetch(`${url}/metrics`)).text()
      const line = text.split('\n').find((each) => each.startsWith(`${name} `))
      return Number(line?.slice(name.length + 1))
    },
    kill: async () => {
      if (ended !== null) return
      child.kill('SIGKILL')
      await exit
      cage?.remove()
    },
  }
}
