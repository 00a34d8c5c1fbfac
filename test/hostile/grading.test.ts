/**
 * Attacks on the grader: what would hide a table from it, show it another one, or make reading it slow. None of
 * them is forbidden, none helps, and none takes long.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { Episode } from '../../src/episode/episode.ts'
import { defaultRewards } from '../../src/episode/rewards.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import { taskEasy } from '../../src/tasks/classic/task-easy.ts'
import { instantiate, type TaskInstance } from '../../src/tasks/instantiate.ts'
import { numbers } from '../sql/engine-fixture.ts'
import { repeat } from './corpus/hostile-case.ts'
import { mostLoops, startPace } from './pace.ts'

let engine: Engine
let instance: TaskInstance
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
  const forbidden = instantiate(engine, taskEasy, 5)
  // Dropping tables is allowed here, because it makes more attacks.
  instance = { ...forbidden, task: { ...taskEasy, safety: 'any' } }
})

const oracle = (): readonly string[] => instance.draft.oracles[0].queries
const long = "replace(hex(zeroblob(120000)), '0', 'x')"

/** Queries, and whether the repair that follows still repairs every graded cell. */
const attacks: readonly (readonly [queries: readonly string[], works: 'solved' | 'scores' | 'ruined'])[] = [
  [['CREATE TEMP TABLE users AS SELECT * FROM main.users'], 'ruined'],
  [['CREATE TEMP VIEW users AS SELECT * FROM main.users'], 'ruined'],
  [['CREATE TEMP TABLE users AS SELECT * FROM main.users', 'DROP TABLE temp.users'], 'solved'],
  [
    ['CREATE TABLE pragma_table_xinfo (a); CREATE TABLE pragma_index_list (a); CREATE TABLE pragma_table_info (a)'],
    'scores',
  ],
  [['CREATE TABLE sqlit_schema (a); CREATE TABLE "users " (a)'], 'scores'],
  [['CREATE INDEX i ON users (name)'], 'solved'],
  [['CREATE UNIQUE INDEX i ON users (id)'], 'scores'],
  [['ANALYZE; UPDATE sqlite_stat1 SET stat = 99'], 'solved'],
  [['CREATE TABLE u2 AS SELECT * FROM users; DROP TABLE users; ALTER TABLE u2 RENAME TO USERS'], 'solved'],
  [['ALTER TABLE users RENAME TO u2; ALTER TABLE u2 RENAME TO Users'], 'solved'],
  [['ALTER TABLE users RENAME COLUMN note TO NOTE'], 'solved'],
  [['ALTER TABLE users ADD COLUMN extra AS (lower(email))'], 'ruined'],
  [["ALTER TABLE users ADD COLUMN boom AS (json_extract(name, '$'))"], 'ruined'],
  [[`ALTER TABLE users ADD COLUMN slow AS (0${repeat(150, () => ' + length(hex(zeroblob(100000 + id)))')})`], 'ruined'],
  [[`ALTER TABLE users ADD COLUMN large AS (${long})`], 'ruined'],
  [[`UPDATE users SET note = ${long}`], 'ruined'],
  [['UPDATE users SET note = zeroblob(250000)'], 'ruined'],
  [["UPDATE users SET note = printf('%.*c', 30000, 'x') || id"], 'ruined'],
  [[`INSERT INTO users (name) ${numbers(60_000)} SELECT x FROM c`], 'ruined'],
  [[`INSERT INTO users (name, note) ${numbers(150)} SELECT x, zeroblob(250000) FROM c`], 'ruined'],
  [[`INSERT INTO users (name) ${numbers(100)} SELECT 'same' FROM c`], 'ruined'],
  [[`CREATE TABLE big AS ${numbers(60_000)} SELECT x FROM c`], 'scores'],
  [[`CREATE TABLE large AS ${numbers(150)} SELECT zeroblob(250000) AS z FROM c`], 'scores'],
  [['DELETE FROM users'], 'ruined'],
  [['UPDATE users SET name = name || char(0)'], 'ruined'],
  [["UPDATE users SET name = CAST(x'ff' AS TEXT)"], 'ruined'],
  [['UPDATE users SET id = -id'], 'ruined'],
  [['DROP TABLE users'], 'ruined'],
  [['DROP TABLE users; CREATE TABLE users (x)'], 'ruined'],
  [
    [
      'DROP TABLE users; CREATE TABLE users (id TEXT COLLATE NOCASE PRIMARY KEY, name, email, phone, note) WITHOUT ROWID',
    ],
    'ruined',
  ],
  [['ALTER TABLE users RENAME TO hidden; CREATE VIEW users AS SELECT * FROM hidden'], 'ruined'],
  [
    [
      `DROP TABLE users; CREATE VIEW users AS ${numbers(1_000_000_000)} SELECT x AS id, x AS name, x AS email, x AS phone, x AS note FROM c`,
    ],
    'ruined',
  ],
  [
    [
      `DROP TABLE users; CREATE TABLE users (${repeat(250, (i) => `c${i}`, ',')})`,
      `INSERT INTO users (c0) ${numbers(300)} SELECT x FROM c`,
    ],
    'ruined',
  ],
  [['CREATE TRIGGER t AFTER UPDATE ON users BEGIN UPDATE users SET note = NULL; END'], 'ruined'],
  [['CREATE TEMP TRIGGER t AFTER UPDATE ON main.users BEGIN DELETE FROM main.users; END'], 'ruined'],
  [['CREATE TRIGGER t AFTER UPDATE ON users BEGIN SELECT RAISE(IGNORE); END'], 'scores'],
  [[repeat(400, (i) => `CREATE INDEX i${i} ON users (name)`, ';')], 'solved'],
  [[repeat(300, (i) => `CREATE TRIGGER t${i} AFTER INSERT ON users BEGIN SELECT 1; END`, ';')], 'ruined'],
]

describe.each(['terminal', 'potential'] as const)('in mode %s', (rewardMode) => {
  it.each(attacks.map(([queries, works]) => [queries.join(' then ').slice(0, 110), queries, works] as const))(
    'no grade comes of %s',
    (_label, queries, works) => {
      const episode = Episode.start(engine, instance, {
        episodeId: 'e',
        rewardMode,
        stepLimit: 100,
        rewards: defaultRewards,
      })
      try {
        const act = (action: object): ReturnType<Episode['step']> => {
          const pace = startPace()
          const result = episode.step(action)
          expect(pace(), 'time, in loops').toBeLessThan(mostLoops)
          return result
        }
        let total = 0
        for (const query of queries) {
          const { observation, reward } = act({ action_type: 'execute_sql', query })
          expect(observation.last_error).toBeNull()
          expect(reward).toBe(0)
          total += reward
        }
        for (const query of oracle()) total += act({ action_type: 'execute_sql', query }).reward
        const { reward, done, metadata } = act({ action_type: 'finish_task' })
        total += reward
        expect(done).toBe(true)
        if (!('grader_score' in metadata)) throw new Error('no outcome')
        expect(metadata.solved).toBe(works === 'solved')
        if (works === 'solved') expect(metadata.grader_score).toBe(1)
        if (works === 'scores') expect(metadata.grader_score).toBeGreaterThan(0.5)
        if (works === 'scores') expect(metadata.grader_score).toBeLessThan(1)
        expect(total).toBeCloseTo(metadata.grader_score, 9)
        expect(JSON.stringify(metadata).length).toBeLessThan(100_000)
      } finally {
        episode.close()
      }
    },
  )
})
