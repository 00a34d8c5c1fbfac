// Runs a command beside an OpenAI-compatible server on this machine that answers with fixed tool calls: what a
// model would see and say, without a model.
//
//   node examples/scripted-model.mjs npx dataops-env agent --task task_dedup
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'

const script = [
  ['inspect_schema', {}],
  ['execute_sql', { query: 'SELECT email, count(*) FROM customers GROUP BY email HAVING count(*) > 1 LIMIT 3' }],
  ['execute_sql', { query: 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY mail)' }],
  ['execute_sql', { query: 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)' }],
  ['finish_task', {}],
]

let turn = 0
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const [name, args] = script[Math.min(turn++, script.length - 1)]
    const call = { id: `call_${turn}`, type: 'function', function: { name, arguments: JSON.stringify(args) } }
    const message = { role: 'assistant', content: null, tool_calls: [call] }
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ id: 'c', object: 'chat.completion', choices: [{ index: 0, message }] }))
  })
})

server.listen(0, '127.0.0.1', () => {
  const [command, ...args] = process.argv.slice(2)
  const url = `http://127.0.0.1:${server.address().port}/v1`
  const env = { ...process.env, API_BASE_URL: url, MODEL_NAME: 'scripted', HF_TOKEN: '' }
  spawn(command, args, { stdio: 'inherit', env }).once('close', (code) => {
    process.exitCode = code
    server.close()
    server.closeAllConnections()
  })
})
