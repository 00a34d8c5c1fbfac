/**
 * How a route says what it takes and answers, and what the OpenAPI document makes of it.
 *
 * @module
 */
import { z } from 'zod'
import { type ClientErrorCode, statusOfCode } from './error-map.ts'
import * as wire from './wire-schemas.ts'

export type Json = Record<string, unknown>

/** Codes whose causes are described. */
export type ErrorCause = Exclude<ClientErrorCode, 'not_found'>

/** Why a request is refused, by code. */
const causes: Record<ErrorCause, string> = {
  invalid_json: 'The body is not JSON, not UTF-8, empty, or nests too deep.',
  session_required: 'The request names no session, and the server was started with `--require-session`.',
  unauthorized: 'The server was started with a token, and the request shows none or another.',
  forbidden_origin:
    'A web page asks, of an origin that the server does not list, or by a name that it does not know for its own.',
  unknown_session: 'No session has this id; POST /reset makes one.',
  method_not_allowed: 'The path does not take this method; the header Allow names those it takes.',
  no_episode: 'The session was never reset.',
  episode_over: 'The episode is over; POST /reset starts the next.',
  body_too_large: 'The body is larger than the server takes.',
  validation_error: 'The envelope or a reset parameter is wrong; `detail` names the place.',
  unknown_task: 'There is no task of this id.',
  capacity_reached: 'All places for sessions are taken.',
  storage_error:
    'The journal cannot be written now, most likely because its disk is full. The request left no trace; send it again later. Where servers share a store that went away, a step may have been taken: send it again under the same `request_id`, or ask for the state first.',
}

/** Collects schemas as components and hands out references to them. */
export class Components {
  readonly schemas: Json = {}

  /** A reference to a schema that has an id. */
  use(schema: z.ZodType): Json {
    const { $schema: _, $defs, ...root } = z.toJSONSchema(schema) as { $schema?: string; $defs?: Json } & Json
    Object.assign(
      this.schemas,
      JSON.parse(JSON.stringify($defs ?? {}).replaceAll('"#/$defs/', '"#/components/schemas/')),
    )
    return JSON.parse(JSON.stringify(root).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
  }
}

/** A JSON body. */
export function content(schema: Json, examples?: Json): Json {
  return { 'application/json': examples === undefined ? { schema } : { schema, examples } }
}

type Schemas = z.ZodType | readonly z.ZodType[]

/** What a route takes and answers. */
export interface Operation {
  readonly operationId: string
  readonly tag?: 'episode' | 'tasks' | 'mcp'
  readonly description?: string
  readonly parameters?: readonly Json[]
  /** The body; several schemas are alternatives. */
  readonly request?: { readonly schema: Schemas; readonly examples?: Json; readonly isOptional?: true }
  /** The answer when all is well, 200; by default its description is `Done.`. */
  readonly reply: {
    readonly description?: string
    readonly headers?: Json
    readonly schema?: Schemas
    /** In place of a schema. */
    readonly content?: Json
  }
  /** What goes wrong here, beside what may go wrong everywhere; `none` where nothing does but a fault of the server. */
  readonly errors: readonly ErrorCause[] | 'none'
  /** Other answers by status, laid over these. */
  readonly responses?: (components: Components) => Json
}

function toSchema(components: Components, schemas: Schemas): Json {
  const list = schemas instanceof z.ZodType ? [schemas] : schemas
  const used = list.map((schema) => components.use(schema))
  return used.length === 1 ? (used[0] as Json) : { anyOf: used }
}

/** An operation as OpenAPI writes it. */
export function describeOperation(components: Components, summary: string, operation: Operation): Json {
  const { operationId, tag, description, parameters, request, reply, errors, responses } = operation
  const { isOptional = false, examples } = request ?? {}
  const requestBody = request && {
    required: !isOptional,
    content: content(toSchema(components, request.schema), examples),
  }
  const replyContent = reply.content ?? (reply.schema && content(toSchema(components, reply.schema)))
  const { 500: fault, ...causes } = errorResponses(components, errors === 'none' ? [] : errors)
  return {
    operationId,
    ...(tag && { tags: [tag] }),
    summary,
    ...(description !== undefined && { description }),
    ...(parameters && { parameters }),
    ...(requestBody && { requestBody }),
    responses: {
      200: {
        description: reply.description ?? 'Done.',
        ...(reply.headers && { headers: reply.headers }),
        ...(replyContent && { content: replyContent }),
      },
      ...(errors === 'none' ? {} : causes),
      500: fault,
      ...responses?.(components),
    },
  }
}

/** The answers to what goes wrong: the codes of a route, 401, 403, 405 and 500. */
function errorResponses(components: Components, codes: readonly ErrorCause[]): Json {
  const responses: Json = {}
  for (const code of [...codes, 'unauthorized', 'forbidden_origin', 'method_not_allowed'] as const) {
    const status = String(statusOfCode[code])
    const earlier = responses[status] as { description: string } | undefined
    const line = `\`${code}\`: ${causes[code]}`
    responses[status] = {
      description: earlier === undefined ? line : `${earlier.description}\n\n${line}`,
      content: content(components.use(status === '422' ? wire.validationErrorReplySchema : wire.errorReplySchema)),
    }
  }
  responses['500'] = {
    description: '`internal`: a fault of the server, logged under the request id in the message. No request causes it.',
    content: content(components.use(wire.errorReplySchema)),
  }
  return responses
}
