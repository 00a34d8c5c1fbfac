import { createServer, type AddressInfo, type Server } from 'node:net'
import { AppError } from '../../kit/errors.ts'

/**
 * Makes a server listen.
 *
 * @throws AppError `io_error` when it cannot: a port that is taken, an address that is not of this machine
 */
export async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return await new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new AppError('io_error', `cannot listen on ${host}:${port}: ${cause.code ?? cause.message}`, { cause }))
    })
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })
}

/**
 * Tries whether somebody could listen there, and leaves again. Threads take most of a start: whoever asks for a
 * port that is taken hears of it before.
 *
 * @throws AppError as `listen`
 */
export async function checkAddress(port: number, host: string): Promise<void> {
  const probe = createServer()
  await listen(probe, port, host)
  await new Promise((resolve) => probe.close(resolve))
}
