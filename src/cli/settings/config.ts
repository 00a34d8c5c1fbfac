/**
 * Settings: the packaged YAML, a file laid over it, environment variables, flags; each beats the ones
 * before it.
 *
 * @module
 */
import { fileURLToPath } from 'node:url'
import type { EpisodeSettings } from '../../episode/episode-settings.ts'
import { AppError } from '../../kit/errors.ts'
import type { LogLevel } from '../../server/floor/logger.ts'
import { type ServerMode, serverModes } from '../../server/floor/server-mode.ts'
import { everyFamily } from '../../tasks/family-list.ts'
import { deriveSplitKey } from '../../tasks/split-key.ts'
import { taskList } from '../../tasks/task-list.ts'
import { type CompleteFile, type OverlayFile, readOverlay, readPackagedFile } from './config-file.ts'
import { readFlags } from './server-flags.ts'
import { type ServerFields, type ServerFlags, type ServerValues, toServerFields } from './server-settings.ts'
import { readSalt } from './split-salt.ts'
import { type Environment, readVariables } from './variables.ts'

export { serverKeys, type ServerFlags } from './server-settings.ts'

/** The file that is always read: the defaults live there and nowhere else. */
export const packagedConfigFile: string = fileURLToPath(new URL('../../../configs/env_config.yaml', import.meta.url))

/** What `startServer` and `SessionRegistry` take; times are in milliseconds, sizes in bytes. */
export interface ServerConfig extends ServerFields {
  /** Hugging Face's: the name of the Space this is. */
  readonly spaceHost: string | null
  /** OpenEnv's: opens the telemetry of its validation. */
  readonly validationToken: string | null
  /** OpenEnv's: `production` serves no /reset, /step and /state over HTTP. */
  readonly mode: ServerMode
}

export interface Config {
  /** What `Runtime.create` takes. */
  readonly settings: EpisodeSettings
  readonly server: ServerConfig
}

/** OPENENV_MODE, which OpenEnv's runtimes set. */
function readMode(text: string | undefined): ServerMode {
  if (text === undefined || text === '') return 'simulation'
  const mode = serverModes.find((known) => known === text)
  if (mode !== undefined) return mode
  throw new AppError(
    'invalid_config',
    `environment variable OPENENV_MODE: it is ${serverModes.join(' or ')}, not ${text}`,
  )
}

/** `base` with what the layers set; a key that a layer leaves undefined is not set. */
function layer<T extends object>(base: T, ...layers: ({ [Key in keyof T]?: T[Key] | undefined } | undefined)[]): T {
  const set = layers.flatMap((over) => Object.entries(over ?? {}).filter(([, value]) => value !== undefined))
  return { ...base, ...Object.fromEntries(set) }
}

/** The families that a list of their names leaves. */
function familiesOf(names: CompleteFile['families']): EpisodeSettings['families'] {
  return names === 'all' ? everyFamily : everyFamily.filter(({ id }) => names !== 'none' && names.includes(id))
}

/** What episodes are played by. @param file where the tasks are turned off, if they all are */
function toEpisodeSettings(base: CompleteFile, over: OverlayFile, server: ServerValues, file: string): EpisodeSettings {
  const tasks = taskList.map((definition) => ({
    definition,
    ...layer(base.tasks[definition.id] as NonNullable<CompleteFile['tasks'][string]>, over?.tasks?.[definition.id]),
  }))
  const enabled = tasks.filter((task) => task.enabled)
  const families = familiesOf(over?.families ?? base.families)
  if (enabled.length === 0 && families.length === 0) {
    throw new AppError('invalid_config', `${file}: tasks: every task is turned off`)
  }
  return {
    tasks: enabled.map(({ definition }) => definition),
    families,
    splitKey: server.split_salt_file === null ? null : deriveSplitKey(readSalt(server.split_salt_file)),
    reveal: server.reveal,
    stepLimits: Object.fromEntries(tasks.map(({ definition, step_limit }) => [definition.id, step_limit])),
    rewards: layer(base.rewards, over?.rewards),
    recordLimit: server.record_limit_characters,
  }
}

/**
 * Reads the settings.
 *
 * @param options.file laid over the packaged file, key by key
 * @param options.env DATAOPS_PORT and so on, PORT, LOG_LEVEL, OPENENV_MODE, OPENENV_VALIDATION_TOKEN and SPACE_HOST are read
 * @param options.logLevel in place of the packaged file's
 * @throws AppError `invalid_config`, which names file, line and key or the variable; `wrong_use`, which names the flag
 */
export function loadConfig(
  options: {
    readonly file?: string | undefined
    readonly env?: Environment
    readonly flags?: ServerFlags
    readonly logLevel?: LogLevel
  } = {},
): Config {
  const { file, env = {}, flags = {} } = options
  const base = readPackagedFile(packagedConfigFile)
  const overlay = file === undefined ? null : readOverlay(file)
  const own = { log_level: options.logLevel }
  const server = layer(base.server, own, overlay?.server, readVariables(env), readFlags(flags))
  return {
    settings: toEpisodeSettings(base, overlay, server, file ?? packagedConfigFile),
    server: {
      ...toServerFields(server),
      spaceHost: env['SPACE_HOST'] || null,
      validationToken: env['OPENENV_VALIDATION_TOKEN'] || null,
      mode: readMode(env['OPENENV_MODE']),
    },
  }
}
