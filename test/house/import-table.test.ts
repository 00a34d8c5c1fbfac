import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const src = fileURLToPath(new URL('../../src', import.meta.url))

/** Which rooms a room may import, and which Node built-ins and packages. docs/architecture.md shows the same table. */
const table: Record<string, { rooms: readonly string[]; node: boolean; packages: readonly string[] }> = {
  kit: { rooms: [], node: false, packages: ['@noble/hashes', 'leven', 'pure-rand'] },
  contract: { rooms: [], node: false, packages: ['zod'] },
  data: { rooms: ['kit'], node: false, packages: [] },
  host: { rooms: ['sql'], node: true, packages: [] },
  sql: { rooms: ['kit', 'contract', 'data'], node: false, packages: ['@sqlite.org/sqlite-wasm'] },
  grading: { rooms: ['kit', 'contract', 'data'], node: false, packages: [] },
  tasks: { rooms: ['kit', 'contract', 'data', 'sql', 'grading'], node: false, packages: [] },
  // Off the running path: see running-path.test.ts.
  proof: { rooms: ['kit', 'contract', 'data', 'sql', 'grading', 'tasks'], node: true, packages: ['zod'] },
  episode: { rooms: ['kit', 'contract', 'data', 'sql', 'grading', 'tasks'], node: false, packages: [] },
  // The client of a store is optional, and loaded where a journal asks for it.
  sessions: { rooms: ['kit', 'contract', 'tasks', 'episode'], node: true, packages: ['zod', '@redis/client'] },
  server: {
    rooms: ['kit', 'contract', 'sessions'],
    node: true,
    packages: ['hono', '@hono/node-server', '@modelcontextprotocol/server', 'pino', 'prom-client', 'ws', 'zod'],
  },
  // `ws` only where there is no WebSocket of the platform.
  client: { rooms: ['contract'], node: false, packages: ['ws'] },
  agent: { rooms: ['kit', 'contract'], node: false, packages: ['openai', 'zod'] },
  // What an evaluation counts, of records alone; a page can count as well.
  evaluation: { rooms: ['kit', 'contract'], node: false, packages: ['zod'] },
  cli: {
    rooms: [
      'kit',
      'contract',
      'host',
      'sql',
      'grading',
      'tasks',
      'proof',
      'episode',
      'sessions',
      'server',
      'agent',
      'evaluation',
      'index.ts',
    ],
    node: true,
    packages: ['cli-table3', 'commander', 'string-width', 'undici', 'yaml', 'zod'],
  },
  'index.ts': { rooms: ['kit', 'contract', 'host', 'grading', 'tasks', 'episode'], node: false, packages: [] },
}

/**
 * What a sub-room may import of its own room: siblings, and files that lie at its root. The rest of the root puts the
 * sub-rooms together, and they know nothing of it.
 */
const subRooms: Record<string, Readonly<Record<string, readonly string[]>>> = {
  server: { floor: [], http: ['floor'], websocket: ['floor'], mcp: ['floor'], describe: ['floor'] },
  agent: { reading: [], model: ['reading', 'back-off.ts', 'deadline.ts'] },
  cli: {
    terminal: ['shell.ts'],
    settings: [],
    network: ['settings', 'options.ts', 'shell.ts'],
    play: ['network', 'terminal', 'record-file.ts', 'shell.ts', 'task-choice.ts'],
    eval: ['network', 'settings', 'terminal', 'record-file.ts', 'shell.ts', 'task-choice.ts'],
  },
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const roomOf = (path: string): string => path.split(/[\\/]/)[0] as string

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  const pattern = /^(?:(?:import|export)\b[^'\n]*|\}) from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm
  return [...text.matchAll(pattern)].map((found) => (found[1] ?? found[2] ?? found[3]) as string)
}

describe('the import table', () => {
  it('knows every room', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in table))).toEqual([])
  })

  it('a file imports only what its room may', () => {
    const forbidden = files.flatMap((file) => {
      const room = roomOf(file)
      const allowed = table[room]
      const isAllowed = (specifier: string): boolean => {
        if (specifier.startsWith('.')) {
          const target = roomOf(relative(src, resolve(src, dirname(file), specifier)))
          return target === room || (allowed?.rooms.includes(target) ?? false)
        }
        if (specifier.startsWith('node:')) return allowed?.node ?? false
        return allowed?.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`)) ?? false
      }
      return importsOf(file)
        .filter((specifier) => !isAllowed(specifier))
        .map((specifier) => `${file} imports ${specifier}`)
    })
    expect(forbidden).toEqual([])
  })

  it('sub-rooms know the floor they stand on and nothing above them', () => {
    const forbidden = Object.entries(subRooms).flatMap(([room, rows]) =>
      files
        .filter((file) => roomOf(file) === room && file.split(/[\\/]/).length > 2)
        .flatMap((file) => {
          const own = file.split(/[\\/]/)[1] as string
          return importsOf(file)
            .filter((specifier) => specifier.startsWith('.'))
            .map((specifier) => relative(src, resolve(src, dirname(file), specifier)).split(/[\\/]/))
            .filter(([target, sub]) => target === room && sub !== own && !rows[own]?.includes(sub as string))
            .map((target) => `${file} imports ${target.join('/')}`)
        }),
    )
    expect(forbidden).toEqual([])
  })

  it('the client takes types from the contract and nothing else, so that bundles stay small', () => {
    const statements = files
      .filter((file) => roomOf(file) === 'client')
      .flatMap((file) => readFileSync(join(src, file), 'utf8').match(/^(?:import|export) [^']* from '[^']+'/gm) ?? [])
    const values = statements.filter((text) => text.includes(`'../`) && !/^(?:import|export) type /.test(text))
    expect(statements.filter((text) => text.includes(`'../contract/`)).length).toBeGreaterThan(3)
    expect(values).toEqual([])
  })

  it('a file has at most 400 lines', () => {
    const long = files.filter((file) => readFileSync(join(src, file), 'utf8').split('\n').length > 401)
    expect(long).toEqual([])
  })
})
