import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../kit/errors.ts'
import { pageDirectives, WebFiles } from '../server/describe/web-files.ts'
import { createViewerPage } from '../server/describe/web-page.ts'

/** Where the record is, seen from the page. */
const recordPath = '/record.jsonl'

/** The page of a record, served on this machine alone. */
export interface RecordView {
  /** To be opened in a browser. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the page with one record.
 *
 * @param text the record as it stands in its file
 * @throws AppError `io_error` where the page is not built, or the port is taken
 */
export async function viewRecord(text: string, port = 0): Promise<RecordView> {
  const files = new WebFiles()
  const index = await files.get('index.html')
  if (index === undefined) throw new AppError('io_error', 'the page is not built: npm run build')
  const page = createViewerPage(new TextDecoder().decode(index.body))
  const policy = [...pageDirectives, "frame-ancestors 'none'"].join('; ')
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      response.setHeader('X-Content-Type-Options', 'nosniff')
      response.setHeader('Content-Security-Policy', policy)
      // A name that was bound anew to this machine reads nothing.
      if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? '')) response.writeHead(403).end()
      else if (request.method !== 'GET') response.writeHead(405, { Allow: 'GET' }).end()
      else if (pathname === '/') response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
      else if (pathname === recordPath) response.writeHead(200, { 'Content-Type': 'application/x-ndjson' }).end(text)
      else {
        const file = await files.get(pathname.slice(1))
        if (file === undefined) response.writeHead(404).end()
        else response.writeHead(200, { 'Content-Type': file.contentType }).end(file.body)
      }
    }
    void answer().catch(() => response.destroy())
  })
  const { port: taken } = await listen(server, port)
  return {
    url: `http://127.0.0.1:${taken}/#watch=${encodeURIComponent(`.${recordPath}`)}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listen(server: Server, port: number): Promise<AddressInfo> {
  return await new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new AppError('io_error', cause.message, { cause })))
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo))
  })
}

/** Asks the desktop to open an address; where there is none, nothing happens. */
export function openInBrowser(url: string): void {
  const commands: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  }
  const [command = 'xdg-open', ...args] = commands[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
