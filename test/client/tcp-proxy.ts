/** A network between client and server that can fail. */
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export type Fault =
  /** Bytes pass. */
  | 'none'
  /** What the client sends is lost; the connection looks alive. */
  | 'upward'
  /** What the server sends is lost. */
  | 'downward'
  /** What the server sends after its first two replies is lost: handshake and state pass. */
  | 'late'
  /** Nothing passes: a half-open connection. */
  | 'both'

export interface TcpProxy {
  readonly url: string
  /** Connections made so far. */
  readonly connections: number
  /** What happens to the connections there are, from now on. */
  setFault(fault: Fault): void
  /** What happens to connections that are made from now on. */
  setNextFault(fault: Fault): void
  /** Where connections that are made from now on lead. */
  setTarget(url: string): void
  /** Ends all connections there are, without a goodbye. */
  cut(): void
  /** Refuses connections until `listen`. */
  refuse(): Promise<void>
  listen(): Promise<void>
  close(): Promise<void>
}

interface Link {
  readonly client: Socket
  readonly server: Socket
  fault: Fault
  replies: number
}

export async function startTcpProxy(target: string): Promise<TcpProxy> {
  let targetPort = Number(new URL(target).port)
  let nextFault: Fault = 'none'
  let connections = 0
  const links = new Set<Link>()
  const end = (link: Link): void => {
    links.delete(link)
    link.client.destroy()
    link.server.destroy()
  }
  const open = (): Server =>
    createServer((client) => {
      connections++
      const server = connect(targetPort, '127.0.0.1')
      const link: Link = { client, server, fault: nextFault, replies: 0 }
      links.add(link)
      client.on('data', (data) => {
        if (link.fault !== 'upward' && link.fault !== 'both') server.write(data)
      })
      server.on('data', (data) => {
        const isLost =
          link.fault === 'downward' || link.fault === 'both' || (link.fault === 'late' && link.replies >= 2)
        link.replies++
        if (!isLost) client.write(data)
      })
      for (const socket of [client, server]) {
        socket.setNoDelay(true)
        socket.on('error', () => undefined)
        // A half-open connection does not tell that the other side has gone.
        socket.on('close', () => {
          if (link.fault === 'none') end(link)
        })
      }
    })
  const listenOn = async (server: Server, port: number): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
  const closeServer = async (server: Server): Promise<void> =>
    await new Promise((resolve) => server.close(() => resolve()))
  let listener = open()
  const port = await listenOn(listener, 0)
  const cut = (): void => {
    for (const link of links) end(link)
  }
  const refuse = async (): Promise<void> => {
    cut()
    if (listener.listening) await closeServer(listener)
  }
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections
    },
    setFault: (fault) => {
      for (const link of links) link.fault = fault
    },
    setNextFault: (fault) => (nextFault = fault),
    setTarget: (url) => (targetPort = Number(new URL(url).port)),
    cut,
    refuse,
    listen: async () => {
      listener = open()
      await listenOn(listener, port)
    },
    close: refuse,
  }
}
