/**
 * How the OpenAPI document describes `/mcp`.
 *
 * @module
 */
import { z } from 'zod'
import { type Components, content, type Json, type Operation } from '../floor/operation.ts'
import { sessionHeader as namedHeader } from '../floor/session-id.ts'
import { mcpTools } from './mcp-tools.ts'
import { mcpSessionHeader } from './standard-door.ts'

const idSchema = z.union([z.string(), z.int(), z.null()])
/** An error repeats also an id that no request should have. */
const repeatedIdSchema = z.union([z.string(), z.number(), z.null()])

const requestSchema = z
  .strictObject({
    jsonrpc: z.literal('2.0'),
    id: idSchema.optional().describe('Absent: a notification, which is accepted and not answered.'),
    method: z
      .string()
      .describe('tools/list, tools/call, openenv/session/create, openenv/session/close; or of standard MCP.'),
    params: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'McpRequest' })

const errorSchema = z
  .strictObject({
    jsonrpc: z.literal('2.0'),
    id: repeatedIdSchema,
    error: z.strictObject({ code: z.int(), message: z.string(), data: z.unknown().optional() }),
  })
  .meta({ id: 'McpError' })

const replySchema = z
  .strictObject({ jsonrpc: z.literal('2.0'), id: idSchema, result: z.record(z.string(), z.unknown()) })
  .meta({ id: 'McpReply' })

const examples: Json = {
  list: { summary: 'List the tools', value: { jsonrpc: '2.0', id: 1, method: 'tools/list' } },
  create: { summary: 'Make a session', value: { jsonrpc: '2.0', id: 2, method: 'openenv/session/create' } },
  start: {
    summary: 'Start an episode in the session "default"',
    value: {
      jsonrpc: '2.0',
      id: 3,
      method: 'tools/call',
      params: { name: 'start_episode', arguments: { task_id: 'task_dedup' } },
    },
  },
}

const sessionHeader: Json = {
  name: mcpSessionHeader,
  in: 'header',
  required: false,
  description: 'The session of standard MCP, as the answer to initialize named it.',
  schema: { type: 'string' },
}

/** How a host binds requests to a session that it has prepared. */
const boundTo: Json[] = [
  {
    name: namedHeader,
    in: 'header',
    required: false,
    description:
      'A prepared session, in which the calls are played; not another one than the query or an argument names.',
    schema: { type: 'string' },
  },
  {
    name: 'session_id',
    in: 'query',
    required: false,
    description: `As the header ${namedHeader}, for clients that are given an address.`,
    schema: { type: 'string' },
  },
]

const tools = mcpTools(true)
  .map(({ name }) => `\`${name}\``)
  .join(', ')

const description = [
  `Agents play by tools: ${tools}. A call is a step: it counts and is rewarded. Its result holds the observation;`,
  'reward, `done` and metadata travel in `_meta`, where models do not read.',
  '\n\nWhoever sends `openenv/*`, or neither the header Mcp-Session-Id nor `Accept: text/event-stream`, is answered in',
  "OpenEnv's dialect: always 200 or 202, errors inside JSON-RPC. Everybody else speaks standard MCP over Streamable",
  'HTTP: with `initialize` (until 2025-11-25), where Mcp-Session-Id is the session, or without (2026-07-28), where',
  '`start_episode` returns the `session_id` that later calls pass. `/mcp` is a WebSocket too. In a session that',
  'its host has reset agents get no `start_episode`.',
].join(' ')

const parameters = [sessionHeader, ...boundTo]

const errorContent = (components: Components): Json => content(components.use(errorSchema))

/** How this door tells what goes wrong everywhere, and that a session is not there. */
function refusals(components: Components): Json {
  const error = errorContent(components)
  return {
    403: { description: 'A web page that may not use the server.', content: error },
    400: { description: 'The header Mcp-Session-Id is missing.', content: error },
    404: { description: 'No session has this id; it was ended, or idle for too long.', content: error },
  }
}

export const postOperation: Operation = {
  operationId: 'mcp',
  tag: 'mcp',
  description,
  parameters,
  request: { schema: requestSchema, examples },
  reply: { description: 'The reply.', schema: [replySchema, errorSchema] },
  errors: [],
  responses: (components) => {
    const error = errorContent(components)
    return {
      202: { description: 'A notification was accepted.' },
      ...refusals(components),
      400: { description: 'Not a request of standard MCP.', content: error },
      406: { description: 'Standard MCP needs `Accept: application/json, text/event-stream`.', content: error },
      413: { description: 'The body is larger than the server takes.', content: error },
      415: { description: 'Standard MCP needs `Content-Type: application/json`.', content: error },
    }
  },
}

export const streamOperation: Operation = {
  operationId: 'mcp_stream',
  tag: 'mcp',
  parameters,
  reply: { description: 'The stream.', content: { 'text/event-stream': {} } },
  errors: [],
  responses: (components) => ({
    ...refusals(components),
    406: { description: 'A stream needs `Accept: text/event-stream`.', content: errorContent(components) },
    409: { description: 'The session has a stream already.', content: errorContent(components) },
  }),
}

export const endOperation: Operation = {
  operationId: 'mcp_end',
  tag: 'mcp',
  parameters,
  reply: { description: 'It has ended.' },
  errors: [],
  responses: refusals,
}
