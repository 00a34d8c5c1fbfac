import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEnvironment, type Environment } from '../../src/index.ts'
import { finish, inspect, playFrom, repairEasy, rewardsOf, sql, take } from './play.ts'

let environment: Environment
beforeAll(async () => {
  environment = await createEnvironment()
})
afterAll(() => environment.close())

const play = async (...actions: readonly unknown[]) => await playFrom(environment, {}, ...actions)

describe('an inspection', () => {
  it('pays 0.03 once, then counts as repeated, whatever it is narrowed to', async () => {
    expect(rewardsOf(await play(inspect, inspect, { ...inspect, table_name: 'users' }))).toEqual([0.03, -0.02, -0.02])
  })

  it('of an unknown table is invalid and does not make the next one repeated', async () => {
    const [unknown, known] = await play({ ...inspect, table_name: 'nothing' }, inspect)
    expect([unknown?.reward, unknown?.observation.last_error]).toEqual([-0.05, 'no such table: nothing'])
    expect(known?.reward).toBe(0.03)
  })
})

describe('SQL', () => {
  it.each([
    ['SELECT', 'SELECT 1'],
    ['an update', "UPDATE users SET note = 'x' WHERE id < 0"],
    ['several statements are one action', 'SELECT 1; SELECT 2; SELECT 3'],
    ['DROP of anything but a table', 'CREATE TEMP VIEW v AS SELECT 1; DROP VIEW v'],
    ['DROP TABLE in a literal', "SELECT 'DROP TABLE users'"],
    ['DROP TABLE in a comment', '/* DROP TABLE users */ SELECT 1 -- ; TRUNCATE'],
    ['DROP TABLE as a name', 'SELECT 1 AS "DROP TABLE"'],
    ['DELETE', 'DELETE FROM users'],
    ['ALTER', 'ALTER TABLE users RENAME TO people'],
  ])('that runs pays 0.03: %s', async (_, query) => {
    const [result] = await play(sql(query))
    expect(result).toMatchObject({ reward: 0.03, done: false, observation: { last_error: null } })
  })

  it.each([
    ['a mistake', 'SELECT emial FROM users', /^statement 1: no such column: emial; did you mean email\?$/],
    ['a mistake further on', 'SELECT 1; SELECT 2; SELEC 3', /^statement 3: near "SELEC": syntax error$/],
    ['what the sandbox refuses', "ATTACH 'x' AS y", /ATTACH is not allowed/],
    ['EXPLAIN of a DROP TABLE', 'EXPLAIN DROP TABLE users', /DROP TABLE is not allowed/],
    ['NUL', 'SELECT 1\0', /NUL/],
  ])('that fails pays -0.05: %s', async (_, query, message) => {
    const [result] = await play(sql(query))
    expect(result).toMatchObject({ reward: -0.05, done: false, observation: { last_query_result: null } })
    expect(result?.observation.last_error).toMatch(message)
  })

  it.each(['', ' \n\t', ';', ' ;; ; ', '-- nothing', '/* nothing */', '/* not closed', '\uFEFF;'])(
    'that is empty pays -0.05: %j',
    async (query) => {
      const [result] = await play(sql(query))
      expect(result).toMatchObject({ reward: -0.05, done: false, observation: { last_error: 'the query is empty' } })
    },
  )

  it('that succeeded before pays -0.02 and is executed all the same', async () => {
    const grow = "UPDATE users SET note = coalesce(note, '') || 'x' WHERE id = (SELECT min(id) FROM users)"
    const results = await play(
      sql("UPDATE users SET note = ''"),
      sql(grow),
      sql(`  ${grow.replaceAll(' ', '\n ')}; -- again`),
      sql(`/* and */ ${grow}`),
      sql('SELECT max(length(note)) FROM users'),
    )
    expect(rewardsOf(results)).toEqual([0.03, 0.03, -0.02, -0.02, 0.03])
    expect(results.at(-1)?.observation.last_query_result).toMatchObject({ rows: [[3]] })
  })

  it('is the same only where nothing but comments and white space outside literals differs', async () => {
    const results = await play(sql("SELECT 'a b'"), sql("SELECT 'a  b'"), sql("select 'a b'"), sql("SELECT  'a b' ;"))
    expect(rewardsOf(results)).toEqual([0.03, 0.03, 0.03, -0.02])
  })

  it('that only failed before is not repeated, and a failure is one each time', async () => {
    const results = await play(
      sql('SELECT * FROM later'),
      sql('SELECT * FROM later'),
      sql('CREATE TEMP TABLE later (x)'),
      sql('SELECT * FROM later'),
      sql('SELECT * FROM later'),
    )
    expect(rewardsOf(results)).toEqual([-0.05, -0.05, 0.03, 0.03, -0.02])
  })
})

describe('a destructive action', () => {
  it.each([
    'DROP TABLE users',
    'drop table users',
    'DROP/**/TABLE t',
    'DROP TABLE IF EXISTS nothing',
    'DROP -- why\n TABLE',
    'SELECT 1; DROP TABLE users',
    "UPDATE users SET note = 'gone'; DROP TABLE users",
    ';; DROP DATABASE production',
    'TRUNCATE users',
    'TRUNCATE',
    'SELECT broken FROM nowhere; TRUNCATE TABLE users',
  ])('pays -0.20, is blocked and ends the episode: %s', async (query) => {
    await environment.reset()
    const before = environment.image()
    const [result] = await take(environment, sql(query))
    expect(result).toMatchObject({
      reward: -0.2,
      done: true,
      observation: { last_query_result: null, last_error: expect.stringMatching(/is not allowed; the episode ends$/) },
      metadata: { grader_score: 0, return: -0.2, score: 0, solved: false, truncated: false },
    })
    expect(environment.image()).toEqual(before)
    await expect(environment.step(finish)).rejects.toMatchObject({ code: 'episode_over' })
  })

  it('comes before everything else: it was seen, it is on the last step, the repair is perfect', async () => {
    const fillers = Array.from({ length: 7 }, (_, index) => sql(`SELECT ${index}`))
    const results = await play(...repairEasy, ...fillers, sql('DROP TABLE users'))
    expect(results).toHaveLength(10)
    expect(results.at(-1)).toMatchObject({
      reward: -0.2,
      done: true,
      metadata: { grader_score: 0, return: 0.07, score: 0.07, solved: false, truncated: false },
    })
  })
})

describe('the end', () => {
  it('pays half the score of the grader', async () => {
    const [phones, emails, end] = await play(...repairEasy, finish)
    expect([phones?.reward, emails?.reward, end?.reward]).toEqual([0.03, 0.03, 0.5])
    expect(end).toMatchObject({
      done: true,
      observation: { last_query_result: null, last_error: null, current_step: 3, steps_remaining: 7 },
      metadata: { grader_score: 1, return: 0.56, score: 0.56, solved: true, truncated: false, reward_mode: 'classic' },
    })
  })

  it('pays for a part of the work, exactly', async () => {
    const [, end] = await play(repairEasy[0], finish)
    const { metadata } = end ?? {}
    const score = metadata && 'grader_score' in metadata ? metadata.grader_score : 0
    expect(score).toBeGreaterThan(0.2)
    expect(score).toBeLessThan(0.8)
    expect(end?.reward).toBe(Math.floor(score * 1_000_000 * 0.5) / 1_000_000)
  })

  it('pays nothing for nothing', async () => {
    const [end] = await play(finish)
    expect(end).toMatchObject({ reward: 0, metadata: { grader_score: 0, return: 0, score: 0, solved: false } })
  })
})
