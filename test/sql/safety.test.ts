import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/sql/engine.ts'
import { makeEngine, mustRun, openShop, rowsOf } from './engine-fixture.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

describe('the policy "forbidden"', () => {
  it.each([
    'DROP TABLE users',
    'DROP TABLE IF EXISTS users',
    'SELECT 1; DROP TABLE main.users',
    'CREATE TABLE t (a); DROP TABLE t',
  ])('ends the episode for %s, which the tokenizer sees too', (sql) => {
    const sandbox = openShop(engine, { safety: 'forbidden' })
    expect(sandbox.run(sql, ['t'])).toMatchObject({
      kind: 'destructive',
      message: expect.stringContaining('DROP TABLE is not allowed') as string,
    })
    expect(rowsOf(sandbox, 'SELECT count(*) FROM users')).toEqual([[50]])
    sandbox.close()
  })

  it('refuses to explain it, which harms nobody', () => {
    const sandbox = openShop(engine, { safety: 'forbidden' })
    expect(sandbox.run('EXPLAIN DROP TABLE users', ['t'])).toMatchObject({ kind: 'refused' })
    sandbox.close()
  })
})

describe('the policy "own"', () => {
  it.each([
    ['DROP TABLE users'],
    ['DROP TABLE IF EXISTS main.users'],
    ['CREATE TABLE mine (a)', 'DROP TABLE users'],
    ['ALTER TABLE users RENAME TO mine', 'DROP TABLE mine'],
    ['CREATE TABLE mine (a); ALTER TABLE users RENAME TO u2; ALTER TABLE mine RENAME TO users', 'DROP TABLE u2'],
    ['CREATE TABLE mine (a)', 'DROP TABLE mine; DROP TABLE orders'],
    [
      'CREATE TABLE mine (a); DROP TABLE mine; CREATE TABLE mine (a)',
      'BEGIN; DROP TABLE mine; DROP TABLE users; COMMIT',
    ],
    ['EXPLAIN DROP TABLE users'],
  ])('keeps the tables of the image: %s %s', (...queries) => {
    const sandbox = openShop(engine, { safety: 'own' })
    for (const query of queries.slice(0, -1)) mustRun(sandbox, query)
    expect(sandbox.run(queries.at(-1) as string, ['t'])).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('only for tables created in this episode') as string,
    })
    const names = sandbox.content().objects.filter(({ type }) => type === 'table')
    expect(names.length).toBeGreaterThanOrEqual(2)
    sandbox.close()
  })

  it.each([
    ['CREATE TABLE mine AS SELECT * FROM users', 'DROP TABLE mine'],
    ['CREATE TEMP TABLE users (a)', 'DROP TABLE users'],
    ['CREATE TABLE mine (a); ALTER TABLE mine RENAME TO yours', 'DROP TABLE yours'],
    ['CREATE TABLE mine (a); DROP TABLE mine; CREATE TABLE mine (b)', 'DROP TABLE mine'],
    ['DROP TABLE IF EXISTS nosuch'],
  ])("lets go of the agent's own: %s %s", (...queries) => {
    const sandbox = openShop(engine, { safety: 'own' })
    const before = sandbox.content()
    for (const query of queries) mustRun(sandbox, query)
    expect(sandbox.content()).toEqual(before)
    sandbox.close()
  })
})

describe('the policy "any"', () => {
  it('lets a table be made anew', () => {
    const sandbox = openShop(engine, { safety: 'any' })
    mustRun(sandbox, 'CREATE TABLE u2 AS SELECT * FROM users; DROP TABLE users; ALTER TABLE u2 RENAME TO users')
    expect(rowsOf(sandbox, 'SELECT count(*) FROM users')).toEqual([[50]])
    sandbox.close()
  })
})
