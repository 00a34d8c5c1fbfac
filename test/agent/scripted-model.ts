import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A message as it was sent. */
export interface SeenMessage {
  readonly role: string
  readonly content: string | null
  readonly name?: string
  readonly tool_call_id?: string
  readonly tool_calls?: readonly {
    readonly id: string
    readonly type: string
    readonly function: { readonly name: string; readonly arguments: string }
    readonly extra_content?: unknown
  }[]
  readonly function_call?: { readonly name: string; readonly arguments: string }
  readonly reasoning_content?: unknown
}

/** A chat request as the scripted model saw it. */
export interface SeenRequest {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: {
    readonly model: string
    readonly messages: readonly SeenMessage[]
    readonly tools?: readonly unknown[]
    readonly temperature?: number
    readonly tool_choice?: string
    readonly max_tokens?: number
    readonly max_completion_tokens?: number
  }
  /** Milliseconds since the server started. */
  readonly at: number
}

/** What the model does with one request. */
export type Reply = (request: SeenRequest, response: ServerResponse) => void

export interface ScriptedModel {
  readonly url: string
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(body)
}

function completion(message: object, finish_reason = 'stop'): string {
  const choice = { index: 0, finish_reason, message: { role: 'assistant', ...message } }
  return JSON.stringify({ id: 'c1', object: 'chat.completion', created: 0, model: 'scripted', choices: [choice] })
}

/** Answers with text. */
export const text =
  (content: string): Reply =>
  (_request, response) =>
    send(response, 200, completion({ content }))

/** Answers with a message as it is. */
export const message =
  (fields: object, finishReason?: string): Reply =>
  (_request, response) =>
    send(response, 200, completion(fields, finishReason))

let calls = 0

/** Answers with tool calls. */
export const toolCalls =
  (...wanted: readonly { name: string; args: string }[]): Reply =>
  (_request, response) => {
    const tool_calls = wanted.map(({ name, args }) => ({
      id: `call_${++calls}`,
      type: 'function',
      function: { name, arguments: args },
    }))
    send(response, 200, completion({ content: null, tool_calls }))
  }

/** Calls execute_sql. */
export const callSql = (query: string): Reply => toolCalls({ name: 'execute_sql', args: JSON.stringify({ query }) })

/** Calls finish_task. */
export const callFinish: Reply = toolCalls({ name: 'finish_task', args: '{}' })

/** Answers with a status and a body. */
export const status =
  (
    code: number,
    body: object | string = { error: { message: `status ${code}` } },
    headers: Record<string, string> = {},
  ): Reply =>
  (_request, response) =>
    send(response, code, typeof body === 'string' ? body : JSON.stringify(body), headers)

/** Never answers. */
export const silence: Reply = () => {}

/** Begins to answer and never ends. */
export const stall: Reply = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.write('{"choices":[')
}

/** Hangs up in the middle. */
export const hangUp: Reply = (_request, response) => response.destroy()

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk)
  return body
}

/** An OpenAI-compatible server on loopback that plays a script; the last reply repeats. */
export async function startScriptedModel(script: readonly Reply[]): Promise<ScriptedModel> {
  const seen: SeenRequest[] = []
  const started = performance.now()
  const server = createServer((request, response) => {
    void (async () => {
      const body = JSON.parse(await readBody(request)) as SeenRequest['body']
      const entry: SeenRequest = {
        path: request.url ?? '',
        authorization: request.headers.authorization,
        body,
        at: performance.now() - started,
      }
      seen.push(entry)
      const reply = script[Math.min(seen.length, script.length) - 1]
      reply?.(entry, response)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    seen,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
