/**
 * What the paths of the OpenAPI document are put together from.
 *
 * @module
 */
import { z } from 'zod'
import { type ClientErrorCode, statusOfCode } from '../floor/error-map.ts'
import * as wire from '../floor/wire-schemas.ts'

export type Json = Record<string, unknown>

/** Why a request is refused, by code. */
const causes: Record<Exclude<ClientErrorCode, 'not_found'>, string> = {
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
    'The journal cannot be written now, most likely because its disk is full. The request left no trace; send it again later.',
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

/** The answers to what goes wrong: the codes of a route, 401, 403, 405 and 500. */
export function errorResponses(components: Components, codes: readonly (keyof typeof causes)[]): Json {
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
