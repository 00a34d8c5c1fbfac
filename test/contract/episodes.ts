/** The scripted episodes that every door has to play alike. */
import { rewardModes, type ResetParams } from '../../src/contract/episode.ts'
import { drillList, resolveTask, worldsOf } from '../../src/tasks/family-list.ts'
import { draftOf } from '../../src/tasks/instantiate.ts'
import { draft } from '../tasks/drafts.ts'

export interface ScriptedEpisode {
  readonly name: string
  readonly params: ResetParams
  /** The last one ends the episode. */
  readonly actions: readonly object[]
  /** Whether its actions can be said as tool calls. */
  readonly asTools: boolean
}

export const inspect = { action_type: 'inspect_schema' }
export const finish = { action_type: 'finish_task' }
export const sql = (query: string): object => ({ action_type: 'execute_sql', query })

export const classicTasks = ['task_easy', 'task_medium', 'task_hard', 'task_dedup', 'task_null_repair'] as const

/** Looks around, makes the mistakes agents make, repairs everything. */
function repair(task: string, seed: number | null): object[] {
  const [table] = draft(task, seed).seed.tables
  const oracle = draft(task, seed).oracles[seed === null ? 0 : 1]
  return [
    inspect,
    sql(`SELECT * FROM "${table?.name}" LIMIT 5`),
    sql('SELEC 1'),
    ...oracle.queries.map(sql),
    { ...inspect, table_name: table?.name },
    finish,
  ]
}

const seeds = [null, 3]

/** All tasks, two instances each, in every way of paying. */
const repairs: ScriptedEpisode[] = classicTasks.flatMap((task) =>
  seeds.flatMap((seed) =>
    rewardModes.map((mode) => ({
      name: `${task}:${seed ?? 'canonical'} repaired, ${mode}`,
      params: { task_id: task, reward_mode: mode, ...(seed !== null && { seed }) },
      actions: repair(task, seed),
      asTools: true,
    })),
  ),
)

/** One generated task of each family, levels and worlds mixed, in the ways of paying that it has. */
const generated: ScriptedEpisode[] = drillList.map((family, index) => {
  const worlds = worldsOf(family)
  const id = `${family.id}@${family.version}/${worlds[index % worlds.length]?.id}/${family.levels[index % family.levels.length]}`
  const task = resolveTask(id)
  const modes = rewardModes.filter((mode) => mode !== 'potential' || task.family?.split !== 'test')
  const { seed, oracles } = draftOf(task, index)
  return {
    name: `${id}, seed ${index}, repaired`,
    params: { task_id: id, seed: index, reward_mode: modes[index % modes.length] },
    actions: [
      inspect,
      sql(`SELECT * FROM "${seed.tables[0]?.name}"`),
      ...(oracles[index % 2] ?? oracles[0]).queries.map(sql),
      finish,
    ],
    asTools: true,
  }
})

const connectionState = [
  sql("CREATE TEMP TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes (text) VALUES ('a'), ('b')"),
  sql('SELECT last_insert_rowid(), changes(), total_changes()'),
  sql("CREATE TEMP VIEW shouted AS SELECT id, upper(text) AS text FROM notes; UPDATE notes SET text = text || '!'"),
  sql('SELECT changes(), total_changes(), random(), hex(randomblob(4)), CURRENT_TIMESTAMP'),
  sql('SELECT text FROM shouted ORDER BY id; SELECT last_insert_rowid()'),
  sql(
    "CREATE TEMP TRIGGER noted AFTER INSERT ON notes BEGIN UPDATE notes SET text = text || '?' WHERE id = NEW.id; END",
  ),
  sql("INSERT INTO notes (text) VALUES ('c'); SELECT text FROM notes WHERE id = last_insert_rowid()"),
  sql('SELECT count(*) FROM temp.notes; SELECT random()'),
  finish,
]

const pragmas = [
  sql('PRAGMA foreign_keys'),
  sql('PRAGMA foreign_keys = ON'),
  sql('PRAGMA foreign_keys; PRAGMA table_info(employees)'),
  sql('PRAGMA journal_mode = WAL'),
  sql('PRAGMA foreign_keys'),
  sql('CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id))'),
  sql('INSERT INTO c VALUES (1)'),
  sql('PRAGMA defer_foreign_keys = ON; INSERT INTO c VALUES (1); INSERT INTO p VALUES (1)'),
  sql('SELECT * FROM c; PRAGMA foreign_key_check'),
  sql('DROP INDEX none; PRAGMA foreign_keys = OFF'),
  finish,
]

const transactions = [
  sql("BEGIN; UPDATE users SET phone = 'x'; ROLLBACK; SELECT count(*) FROM users WHERE phone = 'x'"),
  sql("BEGIN; UPDATE users SET phone = 'x'; COMMIT; SELECT changes()"),
  sql("BEGIN; UPDATE users SET phone = 'y'"),
  sql('SAVEPOINT s; DELETE FROM users; ROLLBACK TO s; RELEASE s; SELECT count(*), min(phone) FROM users'),
  sql("UPDATE users SET phone = 'z'; SELEC"),
  sql('UPDATE OR ROLLBACK users SET id = 1; SELECT 1'),
  sql('SELECT count(*), min(phone), total_changes() FROM users'),
  finish,
]

const values = [
  sql(`SELECT 9e999, -9e999, 9007199254740993, x'00ff', NULL, 1.0, -0.0, 1e21, 'é😀', char(0) || 'a', '</script>'`),
  sql('SELECT 1 AS "1", 2 AS a, 3 AS a, 4 AS "__proto__"'),
  sql('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n'),
  sql(`SELECT printf('%.40000c', 'é') UNION ALL SELECT printf('%.40000c', 'b')`),
  sql('CREATE TABLE "1" ("__proto__" TEXT, "a b" INTEGER); CREATE VIEW "b" AS SELECT 1 AS one'),
  inspect,
  { action_type: 'inspect_schema', table_name: '1' },
  { action_type: 'inspect_schema', table_name: 'none' },
  { action_type: 'inspect_schema', table_name: '' },
  sql('DROP VIEW b; SELECT * FROM "1"'),
  finish,
]

/** What is told beside SQLite's own words, and which rows are left out. */
const messages = [
  sql('SELECT customer FROM invoices'),
  sql('SELECT * FROM invoice'),
  sql('CREATE TEMP TABLE found (remark); SELECT remarc FROM found'),
  sql('SELECT left(invoice_month, 4) FROM invoices'),
  { action_type: 'inspect_schema', table_name: 'main.invoice' },
  sql('SELECT * FROM invoices LIMIT 10; SELECT * FROM invoices, customers'),
  sql('SELECT * FROM invoices, customers; SELECT 1'),
  sql('CREATE TABLE copied AS SELECT * FROM invoices; CREATE TABLE IF NOT EXISTS copied AS SELECT 1'),
  sql('SELECT changes(), total_changes(), count(*) FROM copied'),
  finish,
]

/** Does all the work that one action may do. */
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

const limits = [
  sql('SELECT 1'),
  sql('SELECT 1'),
  sql('  -- nothing\n ;'),
  sql(''),
  sql(`SELECT '${'x'.repeat(110_000)}'`),
  sql('SELECT zeroblob(300000)'),
  sql("ATTACH 'x' AS y"),
  sql("SELECT load_extension('x')"),
  // Last, for what comes after it may have to play it again.
  sql(endless),
  finish,
]

const odd = [
  {},
  { action_type: 'dance' },
  { action_type: 'execute_sql' },
  { action_type: 'execute_sql', query: null },
  { action_type: 'execute_sql', query: 5 },
  { action_type: 'execute_sql', query: 'SELECT 1', extra: [1] },
  { action_type: 'inspect_schema', query: null, table_name: null, metadata: { note: 'typed clients send it' } },
  { action_type: ['finish_task'] },
  { action_type: 'execute_sql', sql: 'SELECT 1' },
  { action_type: 'run_sql', statement: 'SELECT 1', table: 'customers' },
  { action_type: 'inspect_schema', query: '', table_name: '', metadata: '' },
  finish,
]

function special(name: string, actions: readonly object[], params: ResetParams = {}, asTools = true): ScriptedEpisode {
  return { name, actions, params, asTools }
}

/** Whatever a door, a lane or a journal might lose or reorder. */
export const specials: readonly ScriptedEpisode[] = [
  special('TEMP objects, counters and randomness', connectionState, { task_id: 'task_easy', seed: 1 }),
  special('PRAGMAs and foreign keys', pragmas, { task_id: 'task_hard' }),
  special('transactions', transactions, { task_id: 'task_easy' }),
  special('values and names', values, { task_id: 'task_hard', reward_mode: 'terminal' }),
  special('hints and notes', messages, { task_id: 'task_hard', reward_mode: 'solved' }),
  special('limits and repetition', limits, { task_id: 'task_medium' }),
  special('odd actions', odd, { task_id: 'task_dedup' }, false),
  special('a destructive statement', [inspect, sql('SELECT 1; /* x */ DROP TABLE users')], { task_id: 'task_easy' }),
  special(
    'a destructive statement in mode potential',
    [sql('UPDATE users SET email = lower(email)'), sql('DROP TABLE users')],
    {
      reward_mode: 'potential',
    },
  ),
  special(
    'until the steps run out',
    Array.from({ length: 10 }, (_, index) => sql(`SELECT ${index % 4}`)),
    {
      task_id: 'task_easy',
    },
  ),
  special('a name of its own', [inspect, finish], { episode_id: 'mine é', seed: 9_007_199_254_740_991 }),
]

export const episodes: readonly ScriptedEpisode[] = [...repairs, ...generated, ...specials]

/** Few, and of every kind: for what costs time at every action. */
export const sample: readonly ScriptedEpisode[] = [
  ...classicTasks.map(
    (task, index) => repairs.filter(({ params }) => params.task_id === task)[index] as ScriptedEpisode,
  ),
  ...generated.slice(0, 3),
  ...specials,
]
