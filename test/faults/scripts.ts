/** Episodes whose every byte is known before, with everything that lives in a connection rather than in the file. */
import { createRuntime } from '../../src/index.ts'

export interface Script {
  readonly reset: object
  readonly actions: readonly object[]
  /** The answers to reset and steps, as `/ws` gives them. */
  readonly frames: readonly string[]
}

const sql = (query: string): object => ({ action_type: 'execute_sql', query })

const plans: readonly { readonly reset: object; readonly actions: readonly object[] }[] = [
  {
    reset: { task_id: 'task_easy', seed: 3 },
    actions: [
      sql('CREATE TEMP TABLE seen AS SELECT id, email FROM users'),
      sql('INSERT INTO users (name) VALUES (lower(hex(randomblob(8))))'),
      sql('SELECT last_insert_rowid(), changes(), total_changes(), random()'),
      sql('DELETE FROM users WHERE id = last_insert_rowid()'),
      sql('SELECT changes(), (SELECT count(*) FROM seen)'),
      sql('SELECT nothing FROM nowhere'),
      { action_type: 'finish_task' },
    ],
  },
  {
    reset: { task_id: 'task_medium', reward_mode: 'potential' },
    actions: [
      sql('PRAGMA foreign_keys = ON'),
      sql('PRAGMA foreign_keys'),
      sql('CREATE TEMP VIEW v AS SELECT name, sql FROM sqlite_schema'),
      sql('SELECT count(*) FROM v'),
      { action_type: 'inspect_schema' },
      { action_type: 'dance' },
      sql('SELECT random(), CURRENT_TIMESTAMP'),
      { action_type: 'finish_task' },
    ],
  },
  {
    reset: { task_id: 'task_dedup', seed: 11, reward_mode: 'terminal' },
    actions: [
      { action_type: 'inspect_schema' },
      sql('CREATE TABLE extra (id INTEGER PRIMARY KEY AUTOINCREMENT, t TEXT); INSERT INTO extra (t) VALUES (1), (2)'),
      sql('SELECT * FROM extra; SELECT last_insert_rowid()'),
      sql('DROP TABLE users'),
    ],
  },
]

/** Plays the plans in this process. */
export async function writeScripts(): Promise<Script[]> {
  const runtime = await createRuntime()
  const scripts: Script[] = []
  for (const { reset, actions } of plans) {
    const environment = runtime.createEnvironment()
    const results: object[] = [await environment.reset(reset)]
    for (const action of actions) results.push(await environment.step(action))
    environment.close()
    const frames = results.map((result) => {
      const { observation, reward, done, metadata } = result as Record<string, unknown>
      const isEmpty = Object.keys(metadata as object).length === 0
      return JSON.stringify({
        type: 'observation',
        data: { observation, reward, done, ...(isEmpty ? {} : { metadata }) },
      })
    })
    scripts.push({ reset, actions, frames })
  }
  runtime.close()
  return scripts
}
