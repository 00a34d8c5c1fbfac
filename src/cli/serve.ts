import type { Command } from 'commander'
import { exitCode } from './command-error.ts'
import { loadConfig, type ServerFlags } from './config.ts'
import { startLocalServer } from './local-server.ts'

/** Resolves when the process is asked to end. */
async function endRequested(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

/** `serve`: the HTTP server, until SIGTERM or SIGINT. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Serve the environment over HTTP until SIGTERM or SIGINT.')
    .option('--port <port>', 'port to listen on; 0 picks a free one (default: 7860)')
    .option('--host <host>', 'address to listen on (default: 0.0.0.0)')
    .option('--config <file>', 'YAML file laid over configs/env_config.yaml')
    .option('--workers <count>', 'threads that run SQL (default: one less than there are cores)')
    .option('--journal <folder>', 'keep sessions here, so that they survive the end of the process')
    .option('--max-sessions <count>', 'sessions that may exist at once (default: 1024)')
    .option('--idle-timeout <minutes>', 'after which an unused session is freed (default: 30)')
    .option('--token <token>', 'what clients must show; the variable DATAOPS_TOKEN is not seen by other users')
    .option('--cors <origins>', 'origins of web pages that may use the server, with commas between them, or *')
    .option('--hosts <names>', 'names by which web pages may reach the server, with commas between them')
    .option('--require-session', 'refuse HTTP requests that name no session')
    .option('--no-start-episode', 'agents get no tool that starts episodes, not even where their host has started none')
    .option('--split-salt-file <file>', 'a secret from which a private split test is drawn')
    .option('--reveal', 'show the cells in grades of the split test too')
    .option('--no-shared-work', 'run every action, also where another session has gone the same way')
    .option('--log-level <level>', 'fatal, error, warn, info, debug, trace or silent (default: info)')
    .action(async (flags: ServerFlags & { config?: string }) => {
      const config = loadConfig({ file: flags.config, env: process.env, flags })
      const ended = endRequested()
      const server = await startLocalServer(config)
      process.stdout.write(`dataops-env listening on ${server.url}\n`)
      await ended
      await server.close()
      // Log lines that nobody reads must not keep the process alive.
      process.exit(exitCode.done)
    })
}
