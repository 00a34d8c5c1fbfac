/**
 * JSON-RPC 2.0 as OpenEnv's dialect speaks it: requests are parsed here, replies are put together from texts.
 *
 * @module
 */
import { z } from 'zod'
import { isJsonObject, type JsonObject } from '../floor/json-text.ts'

export const rpcCodes = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
  server: -32_000,
} as const

export type RpcId = string | number | null

/** An error inside a reply. `data` is absent where there is nothing to add. */
export class RpcError extends Error {
  override name = 'RpcError'
  readonly code: number
  readonly data: JsonObject | undefined

  constructor(code: number, message: string, data?: JsonObject) {
    super(message)
    this.code = code
    this.data = data
  }
}

export interface RpcRequest {
  /** Undefined: a notification, which nobody answers. */
  readonly id: RpcId | undefined
  readonly method: string
  readonly params: JsonObject
}

const idSchema = z.union([z.string(), z.int(), z.null()])

const requestSchema = z.strictObject({
  jsonrpc: z.literal('2.0'),
  method: z.string(),
  params: z.custom<JsonObject>(isJsonObject, 'Must be an object').optional(),
  id: idSchema.optional(),
})

/** The id of what may not even be a request; null where there is none to be read. */
export function idOf(value: unknown): RpcId {
  const id = isJsonObject(value) ? idSchema.safeParse(value['id']) : undefined
  return id?.success === true ? id.data : null
}

/** @throws RpcError for what is no request, batches included */
export function parseRequest(value: unknown): RpcRequest {
  if (Array.isArray(value)) {
    throw new RpcError(rpcCodes.invalidRequest, 'Invalid Request: batches are not supported; send one request')
  }
  const parsed = requestSchema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const reason = [...(issue?.path ?? []).map(String), issue?.message ?? 'Invalid input'].join(': ')
    throw new RpcError(rpcCodes.invalidRequest, `Invalid Request: ${reason}`)
  }
  const { id, method, params = {} } = parsed.data
  return { id, method, params }
}

/** A reply, of the JSON of its result. */
export function toReplyText(id: RpcId, result: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`
}

/** A reply that is an error. */
export function toErrorText(id: RpcId, { code, message, data }: RpcError): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message, ...(data && { data }) } })
}
