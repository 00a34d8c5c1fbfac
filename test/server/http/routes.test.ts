/** The table of routes: what stands in it is served, refused to other methods, described and documented. */
import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp, createRoutes } from '../../../src/server/app.ts'
import { Access } from '../../../src/server/floor/access.ts'
import { Metrics } from '../../../src/server/floor/metrics.ts'
import { allowedMethods, type Route } from '../../../src/server/floor/route.ts'
import { serverModes, type ServerMode } from '../../../src/server/floor/server-mode.ts'
import { environmentName, TaskCatalog } from '../../../src/server/floor/task-catalog.ts'
import type { LanePool } from '../../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../../src/sessions/session-registry.ts'
import { createLanes } from '../test-server.ts'

let lanes: LanePool
let registry: SessionRegistry
beforeAll(async () => {
  lanes = await createLanes({})
  registry = new SessionRegistry({ lanes })
})
afterAll(async () => {
  await registry.close()
  await lanes.close()
})

const optionsOf = (mode: ServerMode) => ({
  registry,
  catalog: new TaskCatalog(registry.tasks),
  logger: pino({ level: 'silent' }),
  access: new Access({}),
  metrics: new Metrics(),
  isReady: () => true,
  mode,
})

const origin = 'http://localhost:1'
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'] as const
const addressOf = (path: string): string => `http://localhost${path.replace('{environment}', environmentName)}`
const pathsOf = (routes: readonly Route[]): string[] => [...new Set(routes.map(({ path }) => path))]

describe.each(serverModes)('in mode %s', (mode) => {
  test('a path takes the methods of its lines, and refuses every other by naming those', async () => {
    const app = createApp(optionsOf(mode))
    const routes = createRoutes(optionsOf(mode))
    for (const path of pathsOf(routes)) {
      const allowed = allowedMethods(routes, path)
      for (const method of methods) {
        const response = await app.fetch(new Request(addressOf(path), { method }))
        const isTaken = allowed.split(', ').includes(method)
        expect([method, path, response.status === 405]).toEqual([method, path, !isTaken])
        if (!isTaken) expect([path, response.headers.get('Allow')]).toEqual([path, allowed])
        await response.body?.cancel()
      }
    }
  })

  test('a page learns by a preflight which methods a path takes', async () => {
    const app = createApp(optionsOf(mode))
    const routes = createRoutes(optionsOf(mode))
    for (const path of pathsOf(routes)) {
      const allowed = allowedMethods(routes, path)
      for (const method of methods) {
        const headers = { Host: 'localhost', Origin: origin, 'Access-Control-Request-Method': method }
        const response = await app.fetch(new Request(addressOf(path), { method: 'OPTIONS', headers }))
        const isTaken = allowed.split(', ').includes(method)
        expect([method, path, response.status]).toEqual([method, path, isTaken ? 204 : 405])
        const named = response.headers.get(isTaken ? 'Access-Control-Allow-Methods' : 'Allow')
        expect([method, path, named]).toEqual([method, path, allowed])
      }
    }
  })

  test('the OpenAPI document holds the lines that are described, and no other', async () => {
    const routes = createRoutes(optionsOf(mode))
    const reply = await createApp(optionsOf(mode)).fetch(new Request(addressOf('/openapi.json')))
    const { paths } = (await reply.json()) as { paths: Record<string, Record<string, { operationId: string }>> }
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
    )
    const lines = routes.flatMap(({ method, path, operation }) =>
      operation === undefined ? [] : [`${method} ${path} ${operation.operationId}`],
    )
    expect(described).toEqual(lines)
    expect(new Set(lines.map((line) => line.split(' ')[2])).size).toBe(lines.length)
  })
})

test('docs/http.md has a row for every line', () => {
  const page = readFileSync(new URL('../../../docs/http.md', import.meta.url), 'utf8')
  const rows = page.split('\n').flatMap((line) => /^\| `([A-Z]+ [^`]+)` \|/.exec(line)?.[1] ?? [])
  expect(rows).toEqual(createRoutes(optionsOf('simulation')).map(({ method, path }) => `${method} ${path}`))
})
