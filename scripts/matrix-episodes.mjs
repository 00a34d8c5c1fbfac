// The episodes of node-matrix.mjs: what could come out differently under another JavaScript engine.
import { createHash } from 'node:crypto'
import { createRuntime, taskList } from '../dist/index.js'
import { canonicalJson } from '../dist/kit/canonical-json.js'

/** @type {import('../src/index.ts').RewardMode[]} */
const modes = ['classic', 'terminal', 'potential', 'solved']
const seeds = [null, 1, 20_261_122]

/**
 * Counts by a recursive query: near the work budget, so that a budget that is not exact shows.
 *
 * @param {number} limit
 */
const countTo = (limit) =>
  `WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${limit}) SELECT count(*), sum(i) FROM n`

/** SQL beside the repairs; each list is one episode. None of it depends on a task. */
const oddities = [
  [
    'SELECT random(), random(), hex(randomblob(16)), abs(random() % 1000)',
    'CREATE TEMP TABLE luck AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT i, random() AS r FROM n',
    'SELECT * FROM luck ORDER BY r',
    'DELETE FROM luck WHERE i IN (SELECT i FROM luck ORDER BY random() LIMIT 20); SELECT count(*), sum(r % 97) FROM luck',
  ],
  [
    "SELECT date('now'), datetime('now', 'localtime'), CURRENT_TIMESTAMP, julianday('now'), unixepoch(), strftime('%s %J %W', 'now')",
    "SELECT date('2024-02-29', '+1 year', 'weekday 1'), time(12345.678, 'unixepoch'), julianday('1582-10-15 13:37:42.125')",
    "SELECT date(i * 86400 * 377, 'unixepoch'), strftime('%Y-%j %f', i * 1234567.891, 'unixepoch') FROM (SELECT 1 AS i UNION SELECT 7 UNION SELECT 12345)",
  ],
  [
    'SELECT 0.1 + 0.2, 1e308 * 10, -1e308 * 10, 1e-320, 4.35 * 100, 1.0 / 3, 2.5e15 + 0.3, -0.0, 5.0, 9007199254740993, 9223372036854775807',
    "SELECT round(2.675, 2), round(1.005, 2), round(-2.5), CAST(1e19 AS INTEGER), CAST(0.1 AS TEXT), printf('%.17g %e %g', 0.1, 1e21, 1e-7)",
    'SELECT exp(1), ln(10), sin(0.5), pow(2, 0.5), atan2(1, 3), cosh(1.5), sqrt(2), log(2, 10), pi(), degrees(1)',
    'SELECT avg(x), sum(x), total(x), group_concat(x) FROM (SELECT 0.1 AS x UNION ALL SELECT 0.2 UNION ALL SELECT 1e16 UNION ALL SELECT -1e16)',
  ],
  [
    "SELECT x'', x'00ff', CAST('é😀' AS BLOB), zeroblob(3), hex('é'), unhex('c3a9'), length('é😀'), upper('é'), 'e' || char(769)",
    'SELECT json_array(1, \'é\', NULL, 1.5), json_extract(\'{"a":[1e2,{"b":"\\u00e9"}]}\', \'$.a[1].b\'), json_quote(0.1)',
    "SELECT 'ab😀c' LIKE '%😀_', 'x' GLOB '[a-z]', instr('ab😀c', 'c'), replace('a.b.c', '.', '😀'), trim('..x..', '.'), substr('é😀x', -2)",
  ],
  [
    "EXPLAIN SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name",
    'EXPLAIN QUERY PLAN SELECT * FROM sqlite_schema a JOIN sqlite_schema b ON a.name = b.tbl_name',
    'PRAGMA table_list; PRAGMA function_list',
    'SELECT sqlite_version(); SELECT oops; SELECT 1',
    'SELEC',
  ],
  [countTo(100_000), countTo(1_000_000), countTo(2_000_000), countTo(4_000_000), countTo(8_000_000)],
]

/**
 * Everything that is played: parameters of a reset, and the actions until the episode ends.
 *
 * @typedef {{ params: import('../src/index.ts').ResetParams, actions: import('../src/index.ts').Action[] }} Play
 * @typedef {{ trajectory: import('../src/index.ts').Trajectory, image: Uint8Array }} Played
 * @param {import('../dist/index.js').Runtime} runtime
 */
async function planAll(runtime) {
  /** @type {Play[]} */
  const plays = []
  /**
   * @param {import('../src/index.ts').ResetParams} params
   * @param {readonly string[]} queries
   */
  const add = (params, queries) => {
    /** @type {import('../src/index.ts').Action[]} */
    const actions = [
      { action_type: 'inspect_schema' },
      ...queries.map((query) => /** @type {const} */ ({ action_type: 'execute_sql', query })),
      { action_type: 'finish_task' },
    ]
    plays.push({ params: { ...params, reward_mode: modes[plays.length % modes.length] }, actions })
  }
  for (const task of taskList) {
    for (const seed of seeds) {
      const params = { task_id: task.id, seed }
      const { draft } = await runtime.instance(task, seed)
      for (const { queries } of [...draft.oracles, ...draft.naive]) add(params, queries)
      const tables = [...draft.seed.tables.map(({ name }) => `SELECT * FROM ${name}`), 'SELECT random()']
      for (let mode = 0; mode < modes.length; mode++) add(params, tables)
    }
  }
  for (const queries of oddities) add({}, queries)
  add({}, ['DROP TABLE users'])
  return plays
}

/**
 * An environment of this process.
 *
 * @param {import('../dist/index.js').Runtime} runtime
 * @returns {(play: Play) => Promise<Played>}
 */
function playHere(runtime) {
  const environment = runtime.createEnvironment()
  return async ({ params, actions }) => {
    await environment.reset(params)
    for (const action of actions) {
      if (environment.state().done) break
      await environment.step(action)
    }
    return { trajectory: environment.trajectory(), image: environment.image() }
  }
}

/**
 * Plays everything. The digest covers every observation, reward and grade, and the database at the end.
 *
 * @param {(play: Play) => Promise<Played>} [elsewhere] plays one episode in another place than this process
 */
export async function playAll(elsewhere) {
  const runtime = await createRuntime()
  const play = elsewhere ?? playHere(runtime)
  const hash = createHash('sha256')
  let episodes = 0
  let steps = 0
  for (const plan of await planAll(runtime)) {
    const { trajectory, image } = await play(plan)
    hash.update(canonicalJson(trajectory))
    hash.update(image)
    steps += trajectory.steps.length
    episodes++
  }
  return { node: process.versions.node, episodes, steps, digest: hash.digest('hex') }
}
