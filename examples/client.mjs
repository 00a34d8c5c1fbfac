// The TypeScript client: one episode, then fifty at once. Talks to the server whose address is given, or starts one.
// Exits with 1 when anything is not as it should be.
//
//   npm run build && node examples/client.mjs [http://localhost:7860]
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { connect, connectBatch, EnvironmentError } from 'dataops-env/client'

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const server = process.argv[2]
  ? undefined
  : spawn(process.execPath, [main, 'serve', '--port', '0', '--host', '127.0.0.1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
const [firstLine] = server ? await once(createInterface({ input: server.stdout }), 'line') : [process.argv[2]]
const url = /http\S+/.exec(firstLine)[0]

const digits = `replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`
const fixPhones = `UPDATE users SET phone = ${digits}`
const fixEmails = `UPDATE users SET email = lower(replace(email, ' ', ''))`

// One episode. The client has a session of its own, which ends with it.
const client = await connect(url)
const { observation } = await client.reset({ task_id: 'task_easy', seed: 7 })
console.log(`tables: ${observation.available_tables.join(', ')}; ${observation.steps_remaining} steps`)

// An agent's mistake is an observation, no exception.
const mistake = await client.executeSql('SELECT phone FROM userz')
console.log(`mistake: ${mistake.observation.last_error}, reward ${mistake.reward}`)

// A request that makes no sense is an exception, with a code to go by.
const error = await client.reset({ task_id: 'task_none' }).catch((reason) => reason)
assert.ok(EnvironmentError.isInstance(error) && error.code === 'VALIDATION_ERROR')

await client.executeSql(fixPhones)
await client.executeSql(fixEmails)
const { done, metadata } = await client.finish()
console.log(`grader score ${metadata.grader_score}, return ${metadata.return}, solved: ${metadata.solved}`)
assert.deepEqual([done, metadata.solved], [true, true])
await client.close()

// Fifty episodes, each step of all of them in one frame. Half of the agents forget the emails.
const batch = await connectBatch(url)
const sessions = Array.from({ length: 50 }, (_, index) => `rollout-${index}`)
await batch.run(sessions.map((session, seed) => ({ session, reset: { seed } })))
for (const query of [fixPhones, fixEmails]) {
  const players = sessions.filter((_, index) => query === fixPhones || index % 2 === 0)
  await batch.run(players.map((session) => ({ session, step: { action_type: 'execute_sql', query } })))
}
const ends = await batch.run(sessions.map((session) => ({ session, step: { action_type: 'finish_task' } })))
await batch.run(sessions.map((session) => ({ session, close: {} })))
await batch.close()

const solved = ends.filter((end) => !('error' in end) && end.metadata.solved).length
console.log(`${solved} of ${ends.length} solved`)
assert.equal(solved, 25)
server?.kill()
