import type { Command } from 'commander'
import { toPlainSettings } from '../episode/plain-settings.ts'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { createLogger } from '../server/floor/logger.ts'
import { serveMcpStdio } from '../server/mcp/stdio-server.ts'
import { TaskCatalog } from '../server/floor/task-catalog.ts'
import { LanePool } from '../sessions/lane-pool.ts'
import { SessionRegistry } from '../sessions/session-registry.ts'
import { exitCode } from './command-error.ts'
import { loadConfig } from './settings/config.ts'
import { onSignal, type Shell } from './shell.ts'

interface McpFlags {
  readonly config?: string
  readonly logLevel?: string
}

/** `mcp`: the environment for one client on standard input and output, where nothing but the protocol is written. */
export function addMcp(program: Command, shell: Shell): void {
  program
    .command('mcp')
    .description('Serve one MCP client on standard input and output until the input ends.')
    .option('--config <file>', 'YAML file laid over configs/env_config.yaml')
    .option('--log-level <level>', 'of what goes to standard error (default: warn)')
    .action(async (flags: McpFlags) => {
      onSignal(shell, () => shell.exit(exitCode.done))
      const { config: file, logLevel } = flags
      const config = loadConfig({ file, env: shell.env, flags: { logLevel }, logLevel: 'warn' })
      const logger = createLogger(config.server.logLevel)
      const lanes = await LanePool.create({
        wasm: await loadSqliteWasm(),
        settings: toPlainSettings(config.settings),
        workers: 1,
        onRestart: (reason) => logger.error({ reason }, 'a worker died and is replaced'),
      })
      const registry = new SessionRegistry({ lanes, maxSessions: 1 })
      const catalog = new TaskCatalog(registry.tasks)
      await serveMcpStdio({ registry, catalog, logger }, { input: shell.stdin, output: shell.stdout })
      shell.exit(exitCode.done)
    })
}
