/** Ways into /mcp: OpenEnv's dialect as raw JSON-RPC, and the official client. */
import { Client, type CallToolResult, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { post, type Reply, type TestServer } from './test-server.ts'

/** The two eras of standard MCP, by their protocol versions. */
export const eras = ['2025-11-25', '2026-07-28'] as const
export type Era = (typeof eras)[number]

let lastId = 0

/** Sends a request as OpenEnv's clients do, and checks the envelope of the reply. */
export async function rpc(server: TestServer, method: string, params: object = {}): Promise<Reply['body']> {
  const id = ++lastId
  const reply = await post(server, '/mcp', { jsonrpc: '2.0', method, params, id }, { Accept: '*/*' })
  if (reply.status !== 200 || reply.body.id !== id || reply.body.jsonrpc !== '2.0') {
    throw new Error(`not a reply to ${id}: ${reply.status} ${JSON.stringify(reply.body)}`)
  }
  return reply.body
}

/** Calls a tool as OpenEnv's clients do. */
export async function callTool(
  server: TestServer,
  name: string,
  args: object = {},
  session?: string,
): Promise<Reply['body']> {
  return await rpc(server, 'tools/call', { name, arguments: args, ...(session && { session_id: session }) })
}

export interface McpClient {
  readonly client: Client
  readonly transport: StreamableHTTPClientTransport
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<CallToolResult>
  readonly close: () => Promise<void>
}

/** The official client, which speaks one era or finds out. */
export async function connectClient(
  server: TestServer,
  era: Era | 'auto',
  headers: object = {},
  path = '/mcp',
): Promise<McpClient> {
  const transport = new StreamableHTTPClientTransport(new URL(server.url + path), {
    requestInit: { headers: { ...headers } },
  })
  const mode = era === 'auto' ? 'auto' : era === '2025-11-25' ? 'legacy' : { pin: era }
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
  await client.connect(transport)
  return {
    client,
    transport,
    call: async (name, args = {}) => await client.callTool({ name, arguments: args }),
    close: async () => await client.close(),
  }
}

/** The text of a block of content. */
export function textOf(result: CallToolResult, index = 0): string {
  const block = result.content[index]
  if (block?.type !== 'text') throw new Error(`no text at ${index}`)
  return block.text
}

/** What a model reads of a step: what is new, and nothing else. */
export function saidOf({ last_query_result: result, last_error: error, steps_remaining }: Reply['body']): object {
  return {
    ...(result !== null && { last_query_result: result }),
    ...(error !== null && { last_error: error }),
    steps_remaining,
  }
}

/** What a model reads at the start: what it is about. */
export function saidAtStartOf({ task_id, goal, schema_summary, steps_remaining }: Reply['body']): object {
  return { task_id, goal, schema_summary, steps_remaining }
}

/** What travels beside a result, for programs. */
export function metaOf({ _meta: meta }: { readonly _meta?: unknown }): Record<string, unknown> {
  return meta as Record<string, unknown>
}

/** What start_episode says an agent has to name from now on. */
export function sessionOf(result: CallToolResult): Record<string, unknown> {
  return result.content.length < 2 ? {} : (JSON.parse(textOf(result, 1)) as Record<string, unknown>)
}

/** What standard MCP needs on every POST. */
export const standardHeaders = {
  Accept: 'application/json, text/event-stream',
  'Content-Type': 'application/json',
} as const

/** The first request of a client of 2025-11-25. */
export const hello = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
} as const
