// The environment in process: no server, no socket. Repairs the users table of task_easy, checks what came out,
// and exits with 1 when anything is not as it should be.
//
//   npm run build && node examples/in-process.mjs
import assert from 'node:assert/strict'
import { createEnvironment, replay } from 'dataops-env'

const environment = await createEnvironment()

// Every episode begins with a task and, if you like, a seed: equal ones give equal databases.
const { observation, metadata } = await environment.reset({ task_id: 'task_easy', seed: 7 })
console.log(metadata.prompt)
console.log(`\ntables: ${observation.available_tables.join(', ')}; ${observation.steps_remaining} steps`)

/** Takes one action and says what came of it. A mistake is no exception: it is in last_error, and it is paid for. */
async function step(action) {
  const result = await environment.step(action)
  const { last_error: error, last_query_result: rows } = result.observation
  const outcome = error ?? (rows === null ? 'done' : JSON.stringify(rows).slice(0, 70))
  console.log(`${result.reward.toFixed(2).padStart(6)}  ${action.query ?? action.action_type}\n        ${outcome}`)
  return result
}
const sql = (query) => step({ action_type: 'execute_sql', query })

await step({ action_type: 'inspect_schema' })
await sql(`SELECT id, email, phone FROM users WHERE phone GLOB '*[^0-9]*' LIMIT 3`)

// A guess can be tried on a copy: the original does not notice.
const copy = await environment.fork()
const guess = { action_type: 'execute_sql', query: `UPDATE users SET phone = replace(phone, '-', '')` }
await copy.step(guess)
const { metadata: guessed } = await copy.step({ action_type: 'finish_task' })
assert.equal(guessed.solved, false)
copy.close()

// A mistake can be taken back.
await sql('UPDATE users SET phone = NULL')
assert.equal((await environment.undo()).reward, -0.03) // to be added to the sum of rewards

await sql(`UPDATE users SET phone = replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`)
await sql(`UPDATE users SET email = lower(replace(email, ' ', ''))`)
const { done, metadata: outcome } = await step({ action_type: 'finish_task' })

console.log(`\ngrader score ${outcome.grader_score}, return ${outcome.return}, solved: ${outcome.solved}`)
assert.equal(done, true)
assert.equal(outcome.grader_score, 1)
assert.equal(outcome.solved, true)
assert.equal(outcome.return, 0.62)

// The record of the episode runs again, here or on another machine, and every byte is the same.
const { equal, steps } = await replay(JSON.parse(JSON.stringify(environment.trajectory())))
assert.equal(equal, true)
assert.equal(steps, 5)
environment.close()
