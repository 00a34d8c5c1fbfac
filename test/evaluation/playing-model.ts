/** Models that play the classic five by the scripted repairs, as an OpenAI-compatible server on loopback. */
import type { ServerResponse } from 'node:http'
import { playbooks } from '../../src/agent/playbooks.ts'
import type { Reply, SeenRequest } from '../agent/scripted-model.ts'

/** Tables that only one of the five has. */
const marks = {
  task_easy: '"users"',
  task_medium: '"legacy_orders"',
  task_hard: '"invoices"',
  task_null_repair: '"employees"',
  task_dedup: '"customers"',
} as const
export type ClassicTask = keyof typeof marks

const textOf = ({ body }: SeenRequest): string => body.messages.map(({ content }) => content ?? '').join('\n')

/** Which task a request is about. */
export function taskOf(request: SeenRequest): ClassicTask {
  const text = textOf(request)
  const found = (Object.keys(marks) as ClassicTask[]).find((task) => text.includes(marks[task]))
  if (found === undefined) throw new Error('a request about none of the five')
  return found
}

/** How many answers the model has given in this conversation. */
export const turnOf = ({ body }: SeenRequest): number => body.messages.filter(({ role }) => role === 'assistant').length

/** Tokens that each answer says it took. */
export const usage = { prompt_tokens: 1000, completion_tokens: 50 }

/** Sends a tool call with its usage. */
export function sendCall(response: ServerResponse, name: string, args: object): void {
  const call = { id: `call_${Math.round(performance.now() * 1000)}`, type: 'function' }
  const tool_calls = [{ ...call, function: { name, arguments: JSON.stringify(args) } }]
  const message = { role: 'assistant', content: null, tool_calls }
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(
    JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message }],
      usage,
    }),
  )
}

/** Solves every task it is asked about, an action a turn. */
export const solve: Reply = (request, response) => {
  const action = playbooks[taskOf(request)]?.[turnOf(request)]
  const { action_type: name, ...args } = action ?? { action_type: 'finish_task' as const }
  sendCall(response, name, args)
}

/** Submits what it finds. */
export const submit: Reply = (_request, response) => sendCall(response, 'finish_task', {})

/** One reply for each of the five. */
export const byTask =
  (replies: Partial<Record<ClassicTask, Reply>>, otherwise: Reply = solve): Reply =>
  (request, response) =>
    (replies[taskOf(request)] ?? otherwise)(request, response)
