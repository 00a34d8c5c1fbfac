/** The socket below the requests: malformed HTTP, slow clients, and a graceful end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/kit/errors.ts'
import { openRaw, post, send, startTestServer, type TestServer } from '../test-server.ts'

const timeouts = { headers: 300, request: 600, keepAlive: 65_000, check: 50, stop: 400 }

describe('malformed HTTP', () => {
  let server: TestServer
  beforeAll(async () => {
    // Nothing here waits for one of them, however slow the machine.
    server = await startTestServer({ server: { timeouts: { ...timeouts, headers: 20_000, request: 20_000 } } })
  })
  afterEach(async () => {
    expect((await send(server, '/health')).status).toBe(200)
  })
  afterAll(async () => await server.close())

  test.each([
    ['rubbish', 'GARBAGE\r\n\r\n', 400],
    ['a TLS hello', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 400],
    ['an unknown method', 'FROB /health HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400],
    ['a host that is none', 'GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['a target that is none', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['a length that is none', 'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: two\r\n\r\n{}', 400],
    ['a negative length', 'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\n{}', 400],
    ['two lengths', 'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', 400],
    [
      'a length and chunks',
      'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['chunks that are none', 'POST /step HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
    ['20 KB of headers', `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a header with NUL', 'GET /health HTTP/1.1\r\nHost: x\r\nX-Session-Id: a\u0000b\r\n\r\n', 400],
  ])('%s', async (_, request, status) => {
    const reply = await openRaw(server, Buffer.from(request, 'latin1')).closed
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  test('a tunnel is not opened', async () => {
    expect(await openRaw(server, 'CONNECT other:443 HTTP/1.1\r\nHost: other:443\r\n\r\n').closed).toBe('')
  })

  test.each([
    ['HTTP/1.0 without host', 'GET /health HTTP/1.0\r\n\r\n'],
    ['an absolute target', 'GET http://other/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a wish to upgrade', 'GET /health HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: upgrade, close\r\n\r\n'],
    ['an expectation', 'GET /health HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\nConnection: close\r\n\r\n'],
    ['a body nobody asked for', 'GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc'],
  ])('%s is understood', async (_, request) => {
    expect(await openRaw(server, request).closed).toMatch(/^HTTP\/1\.1 200 [^]*\{"status":"healthy"\}$/)
  })

  test('rubbish behind a request does not cost it its answer', async () => {
    const reply = await openRaw(server, 'GET /tasks HTTP/1.1\r\nHost: x\r\n\r\nRUBBISH\r\n\r\n').closed
    expect(reply).toMatch(/^HTTP\/1\.1 200 [^]*"task_easy"[^]*HTTP\/1\.1 400 /)
  })

  test('a body shorter than its length, then the end of the connection', async () => {
    const connection = openRaw(server, 'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"action')
    await sleep(50)
    connection.destroy()
    await connection.closed
  })

  test('100 KB of random bytes in many pieces', async () => {
    let seed = 1
    const bytes = Uint8Array.from({ length: 1000 }, () => (seed = (seed * 48_271) % 2_147_483_647) & 255)
    await Promise.all(
      Array.from({ length: 100 }, async (_, start) => await openRaw(server, bytes.subarray(start * 7)).closed),
    )
  })
})

describe('slow clients', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ server: { timeouts: { ...timeouts, keepAlive: 200 } } })
  })
  afterAll(async () => await server.close())

  test('headers that trickle in are cut off', async () => {
    const connection = openRaw(server, 'GET /health HTTP/1.1\r\n')
    const drip = setInterval(() => connection.write('X-A: b\r\n'), 40)
    expect(await connection.closed).toMatch(/^HTTP\/1\.1 408 /)
    clearInterval(drip)
  })

  test('a connection that says nothing is closed', async () => {
    await openRaw(server).closed
  })

  test('a body that trickles in is cut off', async () => {
    const connection = openRaw(server, 'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n')
    const drip = setInterval(() => connection.write(' '), 40)
    expect(await connection.closed).toMatch(/^HTTP\/1\.1 408 /)
    clearInterval(drip)
  })

  test('an idle connection is closed after its time', async () => {
    const reply = await openRaw(server, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n').closed
    expect(reply).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('the end', () => {
  test('requests under way are finished, idle connections are closed', async () => {
    const server = await startTestServer({ server: { timeouts: { stop: 600_000, keepAlive: 600_000 } } })
    await post(server, '/reset')
    const idle = openRaw(server, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n')
    const body = '{"action_type":"inspect_schema"}'
    const head = `POST /step HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`
    const busy = openRaw(server, head)
    // The server has both, but for the body.
    await expect.poll(() => idle.text()).toContain('healthy')
    await expect.poll(() => busy.text()).toContain('100 Continue')
    const closing = server.close()
    await idle.closed
    busy.write(body)
    expect(await busy.closed).toMatch(/HTTP\/1\.1 200 [^]*connection: close[^]*"current_step":1/i)
    await closing
    await expect(fetch(`${server.url}/health`)).rejects.toThrow()
  })

  test('a request that does not end is cut off after the time allowed', async () => {
    const server = await startTestServer({ server: { timeouts: { ...timeouts, request: 600_000, headers: 600_000 } } })
    const stuck = openRaw(server, 'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{')
    const halfway = openRaw(server, 'GET /hea')
    await sleep(50)
    await server.close()
    await Promise.all([stuck.closed, halfway.closed])
  })

  test('stopping twice is stopping once', async () => {
    const server = await startTestServer()
    await Promise.all([server.close(), server.close()])
  })
})

test('a port that is taken is a clear error', async () => {
  const server = await startTestServer()
  try {
    const error = await startTestServer({ server: { port: server.port } }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'io_error', message: `cannot listen on 127.0.0.1:${server.port}: EADDRINUSE` })
  } finally {
    await server.close()
  }
})
