/** Debian's nginx in front of a server, with the block of docs/deploy.md, in a folder of its own. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, isListening } from '../../free-port.ts'

const nginxPath = process.env['NGINX_PATH'] ?? '/usr/sbin/nginx'

/** Whether tests behind nginx are to be skipped for want of it. Where CI is set nothing is skipped. */
export const isNginxMissing: boolean = !existsSync(nginxPath) && process.env['CI'] !== 'true'

/** The block and the line for the `http` block, as the page for operators has them, for this prefix and server. */
export function documentedBlock(prefix: string, server: string): { readonly location: string; readonly map: string } {
  const page = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8')
  const location = /```nginx\n([^`]*)```/.exec(page)?.[1] ?? ''
  const map = /`(map \$http_upgrade [^`]*)`/.exec(page)?.[1] ?? ''
  const ours = location
    .replace('location /dataops/ ', `location ${prefix} `)
    .replace('http://127.0.0.1:7860/', `${server}/`)
  if (!ours.includes(`location ${prefix} `) || !ours.includes(`${server}/`))
    throw new Error('docs/deploy.md has no block')
  return { location: ours, map }
}

export interface Nginx {
  readonly port: number
  /** Ends it and waits for that. */
  end(): Promise<void>
}

/** The file of deploy/ for these replicas. */
function balancerBlocks(ports: readonly number[], port: number): string {
  const file = readFileSync(new URL('../../../deploy/nginx.conf', import.meta.url), 'utf8')
  const line = /^ *server 127\.0\.0\.1:7861 (.*)$/m.exec(file)?.[1] ?? ''
  const others = file.split('\n').filter((each) => !/^ *server 127/.test(each))
  const servers = ports.map((each) => `server 127.0.0.1:${each} ${line}`)
  const text = others.join('\n').replace('listen 7860;', `listen 127.0.0.1:${port};`)
  return text.replace('upstream dataops_env {', `upstream dataops_env { ${servers.join(' ')}`)
}

/** Starts it in front of one server, on a free port. @throws Error with what it said, if it does not listen */
export async function startNginx(prefix: string, server: string): Promise<Nginx> {
  const port = await freePort()
  const { location, map } = documentedBlock(prefix, server)
  return await start(port, `${map} server { listen 127.0.0.1:${port}; ${location} }`)
}

/** Starts it in front of replicas, with the file of deploy/. @throws as `startNginx` */
export async function startNginxBalancer(ports: readonly number[]): Promise<Nginx> {
  const port = await freePort()
  return await start(port, balancerBlocks(ports, port))
}

async function start(port: number, blocks: string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'dataops-nginx-'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`)
  const config = `pid nginx.pid; daemon off; master_process off; error_log stderr;
    events {}
    http { access_log off; ${temporary.join(' ')} ${blocks} }`
  writeFileSync(join(folder, 'nginx.conf'), config)
  const child = spawn(nginxPath, ['-p', folder, '-e', 'stderr', '-c', 'nginx.conf'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  let hasEnded = false
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  child.on('error', (error) => (complaints += error.message))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  void ended.then(() => (hasEnded = true))
  while (!(await isListening(port))) {
    if (hasEnded) throw new Error(`nginx ended: ${complaints}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    port,
    end: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
