import { beforeAll, describe, expect, it } from 'vitest'
import { Connection } from '../../src/sql/connection.ts'
import type { Engine } from '../../src/sql/engine.ts'
import type { Sandbox } from '../../src/sql/sandbox.ts'
import { makeEngine, openShop, rowsOf } from './engine-fixture.ts'

/** What only we may do: an agent that tries it is refused. */
const ours = 'PRAGMA hard_heap_limit'

let engine: Engine
let sandbox: Sandbox
beforeAll(async () => {
  engine = await makeEngine()
  sandbox = openShop(engine)
})

/** Whether what runs now may do anything, asked of the callback that SQLite asks. */
function isOurs(): boolean {
  return engine.sqlite.readPointer(engine.authorizer.trustedAt) !== 0
}

describe('what an agent may do', () => {
  it('ends with the call, also with one that throws', () => {
    expect(engine.authorizer.asAgent(isOurs)).toBe(false)
    expect(isOurs()).toBe(true)
    expect(() =>
      engine.authorizer.asAgent(() => {
        throw new RangeError('as a trap')
      }),
    ).toThrow('as a trap')
    expect(isOurs()).toBe(true)
  })

  it.each([
    ['is done', 'SELECT 1'],
    ['changes something', 'UPDATE users SET name = name'],
    ['creates a table', 'CREATE TEMP TABLE copy AS SELECT * FROM users'],
    ['is refused', ours],
    ['is no SQL', 'SELEC 1'],
    ['fails half way', "INSERT INTO users VALUES (5000, 'a', NULL, 1), (1, 'b', NULL, 1)"],
    ['is stopped', 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c'],
    ['leaves a transaction open', 'BEGIN'],
  ])('ends with an action that %s', (_, query) => {
    sandbox.run(query, [query])
    expect(isOurs()).toBe(true)
    const connection = new Connection(engine.sqlite)
    expect(connection.tryRun(ours)).toBe(0)
    connection.close()
    expect(sandbox.inspect('users')).toMatchObject({ ok: true })
  })

  it('begins anew with each statement of an action', () => {
    expect(rowsOf(sandbox, 'SELECT 1; SELECT 2')).toEqual([[2]])
    expect(sandbox.run(`SELECT 1; ${ours}`, ['last'])).toMatchObject({ ok: false, kind: 'refused' })
    expect(sandbox.run(`CREATE TEMP TABLE other AS SELECT 1; ${ours}`, ['last'])).toMatchObject({ kind: 'refused' })
  })
})
