/** Clients and servers that a test file ends together. */
import { afterEach } from 'vitest'
import { EnvironmentError } from '../../src/client/connect.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../server/test-server.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

/** Ended after the test, the last one first. */
export function ending<T extends { close(): Promise<unknown> }>(thing: T): T {
  endings.push(async () => void (await thing.close()))
  return thing
}

export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  return ending(await startTestServer(options))
}

export async function startProxy(server: { readonly url: string }): Promise<TcpProxy> {
  return ending(await startTcpProxy(server.url))
}

/** The error that a promise rejects with; fails when it does not, or with anything else. */
export async function errorOf(promise: Promise<unknown>): Promise<EnvironmentError> {
  const reason = await promise.then(
    () => new Error('it did not reject'),
    (error: unknown) => error,
  )
  if (EnvironmentError.isInstance(reason)) return reason
  throw reason
}

/** A query that the engine works on for about a second. */
export const slowQuery = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
