import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { frameOf, openRawSocket, type RawSocket } from '../server/raw-web-socket.ts'
import { type BoundedServer, gigabyte, megabytes, openSocketTo, startBounded } from './bounded-server.ts'

const servers: BoundedServer[] = []
const folder = mkdtempSync(join(tmpdir(), 'dataops-env-messages-'))
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill()
  rmSync(folder, { recursive: true, force: true })
})

const size = 14_000_000
const pong = frameOf(10, true, Buffer.alloc(0))
const begun = frameOf(1, true, Buffer.alloc(size, ' ')).subarray(0, size - 1000)
const fragments = Buffer.concat([
  frameOf(1, false, Buffer.alloc(100_000, ' ')),
  ...Array.from({ length: 139 }, () => Buffer.concat([frameOf(0, false, Buffer.alloc(100_000, ' ')), pong])),
])

test(
  '60 sockets with 14 MB that do not end, as one frame and as fragments, do not fill a server of 1 GiB; nor do they stay when all are closed',
  { timeout: 120_000 },
  async () => {
    // As large as messages were once, so that they are not refused for their size.
    const config = join(folder, 'config.yaml')
    writeFileSync(config, 'server: {frame_limit_bytes: 16777216}')
    const server = await startBounded(['--config', config])
    servers.push(server)
    const before = server.resident()
    const sockets: RawSocket[] = []
    for (let index = 0; index < 60; index++) {
      const socket = await openRawSocket(server.url)
      sockets.push(socket)
      socket.write(index % 2 === 0 ? begun : fragments)
      // Each has arrived, or its connection is gone.
      if (index % 10 === 9) expect((await fetch(`${server.url}/health`)).status).toBe(200)
    }
    const limit = await server.metric('dataops_env_memory_limit_bytes{share="incoming"}')
    await expect
      .poll(() => sockets.filter((socket) => socket.isClosed()).length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(60 - Math.floor(limit / size) - 1)
    expect(await server.metric('dataops_env_memory_bytes{share="incoming"}')).toBeLessThanOrEqual(limit)
    const other = await openSocketTo(server)
    expect((await other.ask({ type: 'reset', data: {} })).type).toBe('observation')
    other.socket.terminate()
    for (const socket of sockets) socket.destroy()
    await expect.poll(async () => await server.metric('dataops_env_memory_bytes{share="incoming"}')).toBe(0)
    const after = async (): Promise<number> => server.resident() - before
    await expect.poll(after, { timeout: 60_000, interval: 500 }).toBeLessThan(250 * 2 ** 20)
    console.log(
      `840 MB that do not end: ${megabytes(before)} before, peak ${megabytes(server.peak())}, ${megabytes(server.resident())} after`,
    )
    expect(server.ended()).toBeNull()
    expect(server.peak()).toBeLessThan(gigabyte * 0.6)
  },
)
