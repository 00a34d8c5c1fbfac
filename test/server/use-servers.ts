import { afterEach } from 'vitest'
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts'

/**
 * For the top of a file: what starts servers that are closed after each test. Hooks that a file defines below this run
 * before, so that they close the clients of these servers.
 *
 * @param defaults of every server
 */
export function useServers(defaults: TestServerOptions = {}): (options?: TestServerOptions) => Promise<TestServer> {
  const servers: TestServer[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close()
  })
  return async (options = {}) => {
    const server = await startTestServer({ ...defaults, ...options })
    servers.push(server)
    return server
  }
}
