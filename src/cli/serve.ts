import type { Command } from 'commander'
import { createLogger } from '../server/floor/logger.ts'
import type { RunningServer } from '../server/start-server.ts'
import { exitCode } from './command-error.ts'
import { type Config, loadConfig, serverKeys, type ServerFlags } from './settings/config.ts'
import { addServerFlags } from './settings/server-flags.ts'
import { startLocalServer } from './network/local-server.ts'
import { hintsAbout } from './settings/variables.ts'
import { onSignal, type Shell } from './shell.ts'

/** Resolves when the process is asked to end. Asked again, it ends at once. @param withStdin ends when it does, too */
async function endRequested(shell: Shell, withStdin: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    let isAsked = false
    const ask = (): void => {
      if (isAsked) shell.exit(exitCode.interrupted)
      isAsked = true
      resolve()
    }
    onSignal(shell, ask)
    // However the process at the other end goes, its end of the pipe closes.
    if (withStdin) shell.stdin.once('close', resolve).once('error', resolve).resume()
  })
}

const isEverywhere = (host: string): boolean => /^(0(\.0\.0\.0)?|[0:]*:[0:]*)$/.test(host)
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|[0:]*:0*1)$/.test(host)

/** What a browser on this machine opens, which an address that means every interface is not. */
function urlToOpen({ url, host, port }: RunningServer): string {
  return isEverywhere(host) || host === '127.0.0.1' ? `http://localhost:${port}` : url
}

/** What an operator should know and would not see. */
function warnOfSettings({ server }: Config, env: Shell['env']): void {
  const logger = createLogger(server.logLevel)
  for (const hint of hintsAbout(env, serverKeys, server.host)) logger.warn(hint)
  if (server.token === null && !isLoopback(server.host)) {
    logger.warn({ host: server.host }, 'whoever reaches this machine can use the server: it has no token (--token)')
  }
}

/** `serve`: the HTTP server, until SIGTERM or SIGINT. */
export function addServe(program: Command, shell: Shell): void {
  const command = program.command('serve').description('Serve the environment over HTTP until SIGTERM or SIGINT.')
  addServerFlags(command, (key) => {
    if (key === 'host') command.option('--config <file>', 'YAML file laid over configs/env_config.yaml')
  })
  command.option(
    '--end-with-stdin',
    'end when standard input does, so never later than the process that started this one',
  )
  command.action(async (given: ServerFlags & { config?: string; endWithStdin?: true }) => {
    const { endWithStdin = false, ...flags } = given
    const config = loadConfig({ file: flags.config, env: shell.env, flags })
    const ended = endRequested(shell, endWithStdin)
    const server = await Promise.race([startLocalServer(config), ended])
    // Nobody waits for a start that nobody wants any more; whatever it holds goes with the process.
    if (server === undefined) shell.exit(exitCode.done)
    shell.stdout.write(`dataops-env listening on ${server.url} (open ${urlToOpen(server)})\n`)
    warnOfSettings(config, shell.env)
    await ended
    await server.close()
    // Log lines that nobody reads must not keep the process alive.
    shell.exit(exitCode.done)
  })
}
