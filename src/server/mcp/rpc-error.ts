import { randomUUID } from 'node:crypto'
import { capacityOf, type DoorContext } from '../floor/door-context.ts'
import { isClientError } from '../floor/error-map.ts'
import { RpcError, rpcCodes } from './json-rpc.ts'

/** An error as a client may see it; faults of the host are logged, and shown by their id alone. */
export function toRpcError(error: unknown, context: Pick<DoorContext, 'registry' | 'logger'>): RpcError {
  if (error instanceof RpcError) return error
  if (!isClientError(error)) {
    const request = randomUUID()
    context.logger.error({ request, err: error }, 'a request of MCP failed')
    return new RpcError(rpcCodes.internal, `internal error (request ${request})`)
  }
  const { code, message } = error
  switch (code) {
    case 'invalid_json':
      return new RpcError(rpcCodes.parseError, `Parse error: ${message}`)
    case 'body_too_large':
      return new RpcError(rpcCodes.invalidRequest, `Invalid Request: ${message}`)
    case 'capacity_reached':
      return new RpcError(rpcCodes.server, message, capacityOf(context))
    case 'validation_error':
    case 'unknown_task':
    case 'unknown_session':
      return new RpcError(rpcCodes.invalidParams, message)
    default:
      return new RpcError(rpcCodes.server, message)
  }
}
