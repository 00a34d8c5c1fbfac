/**
 * Settings: the packaged YAML, a file laid over it, environment variables, flags; each beats the ones
 * before it.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { longestAction } from '../../episode/action-record.ts'
import type { EpisodeSettings } from '../../episode/runtime.ts'
import { AppError } from '../../kit/errors.ts'
import { type ServerMode, serverModes } from '../../server/floor/server-mode.ts'
import { type LogLevel, logLevels } from '../../server/floor/logger.ts'
import { familyList } from '../../tasks/family-list.ts'
import { deriveSplitKey, shortestSecret } from '../../tasks/split-key.ts'
import { taskList } from '../../tasks/task-list.ts'
import { readVariables, toLogLevel } from './variables.ts'
import { journalSchema } from './journal-place.ts'
import { defaultWorkers, memoryOfHost, memorySizeSchema } from './memory-size.ts'
import { keyHints, reasonIn } from './setting-reason.ts'
import { readYamlFile } from './yaml-file.ts'

/** The file that is always read. */
export const packagedConfigFile: string = fileURLToPath(new URL('../../../configs/env_config.yaml', import.meta.url))

/** What `startServer` and `SessionRegistry` take. */
export interface ServerConfig {
  readonly host: string
  readonly port: number
  readonly logLevel: LogLevel
  /** Threads that run SQL; 0 runs it on the thread of the sockets. */
  readonly workers: number
  /** What the whole process may take, in bytes. */
  readonly memoryBytes: number
  /** The folder of the journal; null keeps it in memory. */
  readonly journal: string | null
  readonly maxSessions: number
  /** That one connection may make; undefined: seven eighths of them. */
  readonly sessionsPerConnection: number | undefined
  /** In milliseconds. */
  readonly firstStepMs: number
  /** In milliseconds. */
  readonly idleMs: number
  /** Databases that are kept open between actions. */
  readonly maxOpen: number
  /** In milliseconds. */
  readonly passivateMs: number
  /** Characters that results shared between sessions may take; 0 shares nothing. */
  readonly sharedBytes: number
  /** In bytes. */
  readonly bodyLimit: number
  /** In bytes. */
  readonly frameLimit: number
  /** Of one address at a time; 0 is no limit. */
  readonly connectionsPerAddress: number
  readonly requireSession: boolean
  /** Whether agents may start episodes by a tool, where their host has started none. */
  readonly startEpisode: boolean
  /** Between two pings of a WebSocket, in milliseconds. */
  readonly pingMs: number
  /** How long a client may take to answer one before its session is suspect, in milliseconds. */
  readonly pingGraceMs: number
  /** From the end of readiness to the end of service, in milliseconds. */
  readonly drainMs: number
  /** What clients must show; null lets everybody in. */
  readonly token: string | null
  /** Origins of web pages that may use the server beside its own. */
  readonly origins: readonly string[]
  /** Names by which pages may reach the server. */
  readonly hosts: readonly string[]
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

/** Flags of the command line, as typed. */
export interface ServerFlags {
  readonly port?: string | undefined
  readonly host?: string | undefined
  readonly logLevel?: string | undefined
  readonly maxSessions?: string | undefined
  readonly idleTimeout?: string | undefined
  readonly pingInterval?: string | undefined
  readonly pingGrace?: string | undefined
  readonly workers?: string | undefined
  readonly memory?: string | undefined
  readonly journal?: string | undefined
  readonly token?: string | undefined
  readonly cors?: string | undefined
  readonly hosts?: string | undefined
  readonly requireSession?: boolean
  /** Commander's --no-start-episode: false when it is given. */
  readonly startEpisode?: boolean
  readonly splitSaltFile?: string | undefined
  readonly reveal?: boolean
  /** Commander's --no-shared-work: false when it is given. */
  readonly sharedWork?: boolean
}

const taskSchema = z.strictObject({ enabled: z.boolean(), step_limit: z.int().min(1).max(10_000) })

/** Rewards are whole millionths, so that sums are exact. */
const rewardSchema = z
  .number()
  .min(-1000)
  .max(1000)
  .refine((value) => Math.round(value * 1e6) / 1e6 === value, 'Invalid input: more than 6 decimals')

const rewardsSchema = z.strictObject({
  inspect: rewardSchema,
  valid: rewardSchema,
  invalid: rewardSchema,
  repeated: rewardSchema,
  destructive: rewardSchema,
  completion: rewardSchema,
})

/** Extensions of browsers and programs made of pages have schemes of their own, of which URL knows no origin. */
const ownScheme = /^(?!https?:)[a-z][a-z\d+.-]*:\/\/[^\s/?#@\\;,'"]+$/

const originSchema = z
  .string()
  .refine(
    (text) => text === '*' || ownScheme.test(text) || (URL.canParse(text) && new URL(text).origin === text),
    'Invalid input: an origin is like https://example.org, or * for all',
  )

const hostSchema = z
  .string()
  .refine(
    (text) => URL.canParse(`http://${text}`) && new URL(`http://${text}`).hostname === text.toLowerCase(),
    'Invalid input: a host is a name like env.example.org, without scheme and port',
  )

/** A list in a text, with commas between its items. */
function listSchema(item: z.ZodType<string, string>): z.ZodType<string[], string | string[]> {
  const inText = z.string().transform((text, context): string[] => {
    const items = text.split(',').map((part) => part.trim())
    for (const part of items) {
      const { error } = item.safeParse(part)
      if (error) context.addIssue({ code: 'custom', message: error.issues[0]?.message ?? 'Invalid input' })
    }
    return items
  })
  return z.union([z.array(item), inText])
}

const serverSchema = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.int().min(0).max(65_535),
  log_level: z.preprocess(toLogLevel, z.enum(logLevels)),
  max_sessions: z.int().min(1).max(1_000_000),
  sessions_per_connection: z.union([z.literal('auto'), z.int().min(1).max(1_000_000)]),
  first_step_seconds: z.number().min(0).max(86_400),
  idle_minutes: z.number().positive().max(10_080),
  ping_interval_seconds: z.number().min(0.01).max(3600),
  ping_grace_seconds: z.number().min(0.01).max(86_400),
  workers: z.union([z.literal('auto'), z.int().min(0).max(64)]),
  memory: z.union([z.literal('auto'), memorySizeSchema]),
  journal: journalSchema.nullable(),
  record_limit_characters: z
    .int()
    .min(longestAction)
    .max(1024 * 1024 * 1024),
  max_open_databases: z.int().min(1).max(1_000_000),
  passivate_minutes: z.number().positive().max(10_080),
  shared_megabytes: z.int().min(0).max(4096),
  frame_limit_bytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024),
  connections_per_address: z.int().min(0).max(1_000_000),
  drain_seconds: z.number().min(0).max(600),
  require_session: z.stringbool().or(z.boolean()),
  start_episode: z.stringbool().or(z.boolean()),
  token: z
    .string()
    .regex(/^[!-~]{8,256}$/, 'Invalid input: a token has 8 to 256 visible ASCII characters')
    .nullable(),
  split_salt_file: z.string().min(1).max(4096).nullable(),
  reveal: z.stringbool().or(z.boolean()),
  cors_origins: listSchema(originSchema),
  hosts: listSchema(hostSchema),
  body_limit_bytes: z
    .int()
    .min(1024)
    .max(16 * 1024 * 1024),
})
type ServerKeys = z.infer<typeof serverSchema>

const familiesSchema = z.union([z.enum(['all', 'none']), z.array(z.enum(familyList.map(({ id }) => id)))])

const taskIds = taskList.map((task) => task.id)

/** The packaged file holds every key: the defaults live there and nowhere else. */
const completeSchema = z.strictObject({
  tasks: z.strictObject(Object.fromEntries(taskIds.map((id) => [id, taskSchema]))),
  families: familiesSchema,
  rewards: rewardsSchema,
  server: serverSchema,
})

const overlaySchema = z
  .strictObject({
    tasks: z.strictObject(Object.fromEntries(taskIds.map((id) => [id, taskSchema.partial().optional()]))),
    families: familiesSchema,
    rewards: rewardsSchema.partial(),
    server: serverSchema.partial(),
  })
  .partial()
  .nullable()

/** One setting of the server from text. */
function parseText(key: keyof ServerKeys, text: string): unknown {
  const schema = serverSchema.shape[key]
  const asText = schema.safeParse(text)
  if (asText.success) return asText.data
  const parsed = /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? schema.safeParse(Number(text)) : asText
  if (parsed.success) return parsed.data
  throw new TypeError(reasonIn(parsed.error.issues[0]))
}

/** The keys of the section `server`, each of which has a variable. */
export const serverKeys = Object.keys(serverSchema.shape) as readonly (keyof ServerKeys)[]

function parseVariables(env: Readonly<Record<string, string | undefined>>): Partial<ServerKeys> {
  const found: Record<string, unknown> = {}
  for (const { key, name, text } of readVariables(env, serverKeys)) {
    try {
      found[key] = parseText(key as keyof ServerKeys, text)
    } catch (cause) {
      throw new AppError('invalid_config', `environment variable ${name}: ${(cause as Error).message}`, { cause })
    }
  }
  return found
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

function readFlags(flags: ServerFlags): Partial<ServerKeys> {
  const named = [
    ['--port', 'port', flags.port],
    ['--host', 'host', flags.host],
    ['--log-level', 'log_level', flags.logLevel],
    ['--max-sessions', 'max_sessions', flags.maxSessions],
    ['--idle-timeout', 'idle_minutes', flags.idleTimeout],
    ['--ping-interval', 'ping_interval_seconds', flags.pingInterval],
    ['--ping-grace', 'ping_grace_seconds', flags.pingGrace],
    ['--workers', 'workers', flags.workers],
    ['--memory', 'memory', flags.memory],
    ['--journal', 'journal', flags.journal],
    ['--token', 'token', flags.token],
    ['--cors', 'cors_origins', flags.cors],
    ['--hosts', 'hosts', flags.hosts],
    ['--split-salt-file', 'split_salt_file', flags.splitSaltFile],
    ['--reveal', 'reveal', flags.reveal === true ? 'true' : undefined],
    ['--require-session', 'require_session', flags.requireSession === true ? 'true' : undefined],
    ['--no-start-episode', 'start_episode', flags.startEpisode === false ? 'false' : undefined],
    ['--no-shared-work', 'shared_megabytes', flags.sharedWork === false ? '0' : undefined],
  ] as const
  const found: Record<string, unknown> = {}
  for (const [flag, key, text] of named) {
    if (text === undefined) continue
    try {
      found[key] = parseText(key, text)
    } catch (cause) {
      // A token is nobody's business but its owner's.
      const shown = key === 'token' ? flag : `${flag} ${text}`
      throw new AppError('wrong_use', `${shown}: ${(cause as Error).message}`, { cause })
    }
  }
  return found
}

/** A secret of one line. */
function readSalt(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new AppError('invalid_config', `split_salt_file: ${(cause as Error).message}`, { cause })
  }
  // What it holds is nobody's business.
  if (text.length < shortestSecret || text.length > 1024 || /[\r\n]/.test(text)) {
    throw new AppError(
      'invalid_config',
      `split_salt_file: ${file} must hold one line of ${shortestSecret} to 1024 characters`,
    )
  }
  return text
}

/** `base` with what the layers set; a key that a layer leaves undefined is not set. */
function layer<T extends object>(base: T, ...layers: ({ [Key in keyof T]?: T[Key] | undefined } | undefined)[]): T {
  const set = layers.flatMap((over) => Object.entries(over ?? {}).filter(([, value]) => value !== undefined))
  return { ...base, ...Object.fromEntries(set) }
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
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly flags?: ServerFlags
    readonly logLevel?: LogLevel
  } = {},
): Config {
  const base = readYamlFile(packagedConfigFile, completeSchema)
  const overlay =
    options.file === undefined
      ? null
      : readYamlFile(options.file, overlaySchema, keyHints(Object.keys(completeSchema.shape), serverKeys))
  const tasks = taskList.map((definition) => ({
    definition,
    ...layer(base.tasks[definition.id] as z.infer<typeof taskSchema>, overlay?.tasks?.[definition.id]),
  }))
  const enabled = tasks.filter((task) => task.enabled)
  const names = overlay?.families ?? base.families
  const families = names === 'all' ? familyList : familyList.filter(({ id }) => names !== 'none' && names.includes(id))
  if (enabled.length === 0 && families.length === 0) {
    throw new AppError('invalid_config', `${options.file ?? packagedConfigFile}: tasks: every task is turned off`)
  }
  const own = { log_level: options.logLevel }
  const server = layer(
    base.server,
    own,
    overlay?.server,
    parseVariables(options.env ?? {}),
    readFlags(options.flags ?? {}),
  )
  const memory = server.memory === 'auto' ? memoryOfHost() : server.memory
  return {
    settings: {
      tasks: enabled.map(({ definition }) => definition),
      families,
      splitKey: server.split_salt_file === null ? null : deriveSplitKey(readSalt(server.split_salt_file)),
      reveal: server.reveal,
      stepLimits: Object.fromEntries(tasks.map(({ definition, step_limit }) => [definition.id, step_limit])),
      rewards: layer(base.rewards, overlay?.rewards),
      recordLimit: server.record_limit_characters,
    },
    server: {
      host: server.host,
      port: server.port,
      logLevel: server.log_level,
      maxSessions: server.max_sessions,
      sessionsPerConnection: server.sessions_per_connection === 'auto' ? undefined : server.sessions_per_connection,
      firstStepMs: server.first_step_seconds * 1000,
      idleMs: server.idle_minutes * 60_000,
      pingMs: server.ping_interval_seconds * 1000,
      pingGraceMs: server.ping_grace_seconds * 1000,
      workers: server.workers === 'auto' ? defaultWorkers(memory) : server.workers,
      memoryBytes: memory,
      journal: server.journal,
      maxOpen: server.max_open_databases,
      passivateMs: server.passivate_minutes * 60_000,
      sharedBytes: server.shared_megabytes * 1024 * 1024,
      bodyLimit: server.body_limit_bytes,
      frameLimit: server.frame_limit_bytes,
      connectionsPerAddress: server.connections_per_address,
      drainMs: server.drain_seconds * 1000,
      requireSession: server.require_session,
      startEpisode: server.start_episode,
      token: server.token,
      origins: server.cors_origins,
      hosts: server.hosts,
      spaceHost: options.env?.['SPACE_HOST'] || null,
      validationToken: options.env?.['OPENENV_VALIDATION_TOKEN'] || null,
      mode: readMode(options.env?.['OPENENV_MODE']),
    },
  }
}
