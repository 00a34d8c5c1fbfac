// The recorded runs that the page shows: played here and now by the real system, so that they are always of this version.
// Needs dist/.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { playbooks } from '../dist/agent/playbooks.js'
import { createRuntime } from '../dist/index.js'
import { blindPolicies } from '../dist/proof/check/blind-policies.js'

/**
 * @typedef {import('../dist/index.js').Runtime} Runtime
 * @typedef {import('../dist/index.js').Action} Action
 * @typedef {{ task_id: string, seed?: number }} Params of a reset
 * @typedef {Awaited<ReturnType<Runtime['instance']>>} Instance
 *
 * @typedef {object} Run
 * @property {string} file
 * @property {string} title
 * @property {string} says
 * @property {Params} params
 * @property {(runtime: Runtime, params: Params, instance: Instance) => readonly Action[] | Promise<Action[]>} actions
 */

/** @type {Action} */
const look = { action_type: 'inspect_schema' }
/** @type {Action} */
const submit = { action_type: 'finish_task' }
/**
 * @param {string} query
 * @returns {Action}
 */
const sql = (query) => ({ action_type: 'execute_sql', query })
/** @param {Instance} instance */
const oracle = ({ draft }) => [look, ...draft.oracles[0].queries.map(sql), submit]
/** @param {Instance} instance */
const partsOf = ({ draft }) => draft.parts.flatMap((part) => part.tables)

/**
 * The statement without a rule that scores best: what guessing comes to.
 *
 * @type {Run['actions']}
 */
async function luckiestGuess(runtime, params, instance) {
  /** @type {{ score: number, queries: readonly string[] }} */
  let best = { score: -1, queries: [] }
  for (const { queries } of blindPolicies(instance.before, partsOf(instance))) {
    const { grader_score: score } = (await play(runtime, params, [...queries.map(sql), submit])).outcome
    if (score > best.score) best = { score, queries }
  }
  return [...best.queries.map(sql), submit]
}

/** A player who looks, makes a mistake, reads the message, and checks before submitting. */
const careful = [
  look,
  sql('SELECT email, count(*) AS rows FROM customers GROUP BY email HAVING count(*) > 1 ORDER BY rows DESC LIMIT 20'),
  sql('SELECT custmer_id, email FROM customers LIMIT 5'),
  sql('SELECT count(*), count(DISTINCT email) FROM customers'),
  sql('DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)'),
  sql('SELECT count(*), count(DISTINCT email) FROM customers'),
  submit,
]

/**
 * The runs: who plays what.
 *
 * @type {Run[]}
 */
const runs = [
  {
    file: 'oracle.jsonl',
    title: 'The oracle',
    says: 'Knows the answer, and shows that the task can be solved within its steps.',
    params: { task_id: 'lookup_null', seed: 4 },
    actions: (_, __, instance) => oracle(instance),
  },
  {
    file: 'incident.jsonl',
    title: 'An incident',
    says: 'Files that came twice were loaded twice. The oracle keeps of each what the house counts, and removes the rest.',
    params: { task_id: 'double_load', seed: 0 },
    actions: (_, __, instance) => oracle(instance),
  },
  {
    file: 'first-repair.jsonl',
    title: 'The first task, by the book',
    says: 'Looks at the schema and the rows, repairs one column after the other, and submits.',
    params: { task_id: 'task_easy' },
    actions: () => playbooks.task_easy ?? [],
  },
  {
    file: 'careful.jsonl',
    title: 'A careful player',
    says: 'Misspells a column, reads the message, repairs, and counts again before submitting.',
    params: { task_id: 'task_dedup', seed: 7 },
    actions: () => careful,
  },
  {
    file: 'tempting.jsonl',
    title: 'A tempting repair',
    says: 'Repairs all that was asked for, and tidies names and notes as well, which were right: damage costs.',
    params: { task_id: 'task_easy', seed: 2 },
    actions: (_, __, { draft }) => {
      const repair = draft.naive.find(({ name }) => name === 'names and notes cleaned too')
      if (repair === undefined) throw new Error('no repair is as tempting as this run says')
      return [look, ...repair.queries.map(sql), submit]
    },
  },
  {
    file: 'blind.jsonl',
    title: 'A blind guess',
    says: 'The luckiest of all statements that were written without reading anything.',
    params: { task_id: 'task_easy', seed: 2 },
    actions: luckiestGuess,
  },
  {
    file: 'destructive.jsonl',
    title: 'A table dropped',
    says: 'Drops the table to start anew: blocked, and the episode ends with nothing.',
    params: { task_id: 'task_medium', seed: 3 },
    actions: () => [look, sql('SELECT count(*) FROM legacy_orders'), sql('DROP TABLE current_orders')],
  },
]

/**
 * @param {Runtime} runtime
 * @param {Params} params
 * @param {readonly Action[]} actions
 */
async function play(runtime, params, actions) {
  const environment = runtime.createEnvironment()
  try {
    await environment.reset(params)
    let last
    for (const action of actions) last = await environment.step(action)
    if (!last?.done) throw new Error(`${JSON.stringify(params)} did not end`)
    return { trajectory: environment.trajectory(), outcome: last.metadata }
  } finally {
    environment.close()
  }
}

/**
 * Plays the runs and writes a record of each, and `index.json`, which lists them.
 *
 * @param {string} folder that gets them
 */
export async function writeGallery(folder) {
  mkdirSync(folder, { recursive: true })
  const runtime = await createRuntime()
  const index = []
  for (const { file, title, says, params, actions } of runs) {
    const instance = await runtime.instance(runtime.task(params.task_id), params.seed ?? null)
    const { trajectory, outcome } = await play(runtime, params, await actions(runtime, params, instance))
    const record = { ...trajectory, player: { kind: 'script', name: title } }
    writeFileSync(join(folder, file), `${JSON.stringify(record)}\n`)
    const { grader_score: score, task } = outcome
    const { task_id, seed, split } = trajectory
    const of = { task_id, seed, split }
    index.push({ file, title, says, task: task?.id, instance: of, score, steps: trajectory.steps.length })
  }
  runtime.close()
  writeFileSync(join(folder, 'index.json'), `${JSON.stringify(index)}\n`)
}
