/**
 * The table of the server's settings: the keys of the section `server` of a file. Their schema, their variables, flags
 * and help, the packaged file and the table in docs/deploy.md are all made of it.
 *
 * @module
 */
import { z } from 'zod'
import { longestAction } from '../../episode/action-record.ts'
import { defaultWorkers, memoryOfHost, memorySizeSchema } from './memory-size.ts'
import { type Attribute, defineSetting as define, type Setting } from './setting.ts'
import * as schemas from './setting-schemas.ts'

const bytes = (most: number): z.ZodInt => z.int().min(1024).max(most)
const minutes = z.number().positive().max(10_080)
const count = (least: number, most: number): z.ZodInt => z.int().min(least).max(most)
const orAuto = <Schema extends z.ZodType>(schema: Schema): z.ZodUnion<[z.ZodLiteral<'auto'>, Schema]> =>
  z.union([z.literal('auto'), schema])

/** By their keys, in the order of the help. */
export const serverSettings = {
  port: define({
    schema: count(0, 65_535),
    preset: '7860',
    note: '0 picks a free one',
    doc: '0 picks a free one. `PORT` is what Spaces and most hosts of containers set',
    example: '8000',
    flag: { name: 'port', value: '<port>', help: 'port to listen on; 0 picks a free one' },
    bare: 'read',
    field: 'port',
  }),
  host: define({
    schema: z.string().min(1).max(255),
    preset: '0.0.0.0',
    doc: 'the address to listen on; by default on all',
    example: '127.0.0.1',
    flag: { name: 'host', value: '<host>', help: 'address to listen on' },
    bare: 'formerly',
    field: 'host',
  }),
  workers: define({
    schema: orAuto(count(0, 64)),
    preset: 'auto',
    auto: 'one less than there are cores',
    note: 'threads that run SQL: one less than there are cores; 0 runs it on the thread of the sockets',
    doc: 'threads that run SQL. Sockets are never served by them; 0 runs SQL on the thread of the sockets',
    example: '3',
    flag: { name: 'workers', value: '<count>', help: 'threads that run SQL' },
    bare: 'formerly',
    field: 'workers',
    to: (value, memory) => (value === 'auto' ? defaultWorkers(memory) : value),
  }),
  memory: define({
    schema: orAuto(memorySizeSchema),
    preset: 'auto',
    auto: 'its container, or half of the machine',
    note: 'of the whole process, like 1g: by default what its container allows, or half of the machine',
    doc: 'what the process may take, like `1g`; at least 256m. [Split in the open](decisions/0007-memory-budget.md)',
    example: '768m',
    flag: { name: 'memory', value: '<size>', help: 'what the process may take, like 1g' },
    field: 'memoryBytes',
    to: (value) => (value === 'auto' ? memoryOfHost() : value),
  }),
  journal: define({
    schema: schemas.journalSchema.nullable(),
    preset: 'null',
    note: 'a folder, or a store that servers share (redis://HOST:PORT): sessions survive the end of the process',
    doc: 'a folder, or [a store that servers share](#a-store-that-servers-share) (`redis://HOST:PORT`): sessions survive the end of the process',
    example: '/var/lib/dataops',
    flag: {
      name: 'journal',
      value: '<place>',
      help: 'keep sessions here, in a folder or at redis://HOST:PORT, so that they survive the end of the process',
    },
    bare: 'formerly',
    // The address of a store may hold its password.
    isSecret: true,
    field: 'journal',
  }),
  journal_lease_seconds: define({
    schema: z.number().min(0.1).max(600),
    preset: '3',
    note: 'a server that shares a store and gives no sign of life for this long has lost its sessions to the others',
    example: '10',
    field: 'journalLeaseMs',
    to: (value) => value * 1000,
  }),
  journal_patience_seconds: define({
    schema: z.number().min(0.1).max(600),
    preset: '10',
    note: 'for how long a store may be away before what is asked of the server is refused',
    example: '20',
    field: 'journalPatienceMs',
    to: (value) => value * 1000,
  }),
  journal_wait_replicas: define({
    schema: count(0, 16),
    preset: '0',
    note: 'replicas of the store that have to have a step too before it is answered (WAIT)',
    example: '1',
    field: 'journalReplicas',
  }),
  max_sessions: define({
    schema: count(1, 1_000_000),
    preset: '1024',
    doc: 'sessions that may exist at once; beyond it: 429, `CAPACITY_REACHED`',
    example: '64',
    flag: { name: 'max-sessions', value: '<count>', help: 'sessions that may exist at once' },
    bare: 'formerly',
    field: 'maxSessions',
  }),
  sessions_per_connection: define({
    schema: orAuto(count(1, 1_000_000)),
    preset: 'auto',
    auto: 'seven eighths of them',
    note: 'that one connection may make by batches: seven eighths of them',
    doc: 'what one `/ws` may take of them by batches',
    example: '5',
    field: 'sessionsPerConnection',
    to: (value) => (value === 'auto' ? undefined : value),
  }),
  first_step_seconds: define({
    schema: z.number().min(0).max(86_400),
    preset: '60',
    note: 'when all places are taken, a session without a step for this long is freed for the next',
    example: '5',
    field: 'firstStepMs',
    to: (value) => value * 1000,
  }),
  idle_minutes: define({
    schema: minutes,
    preset: '30',
    note: 'a session without a request for this long is freed',
    doc: 'a session without a request for this long is freed; one whose socket answers pings never is',
    example: '5',
    flag: { name: 'idle-timeout', value: '<minutes>', help: 'after which an unused session is freed' },
    field: 'idleMs',
    to: (value) => value * 60_000,
  }),
  ping_interval_seconds: define({
    schema: z.number().min(0.01).max(3600),
    preset: '20',
    note: 'between two pings of a WebSocket',
    doc: 'between two pings of a WebSocket; see [below](#patience)',
    example: '5',
    flag: { name: 'ping-interval', value: '<seconds>', help: 'between two pings of a socket' },
    field: 'pingMs',
    to: (value) => value * 1000,
  }),
  ping_grace_seconds: define({
    schema: z.number().min(0.01).max(86_400),
    preset: '20',
    note: 'to answer one; later the session is suspect: the first to go when a place is needed',
    doc: 'to answer one; later the session is suspect: the first to go when a place is needed',
    example: '5',
    flag: {
      name: 'ping-grace',
      value: '<seconds>',
      help: 'to answer one; later a session is the first to go when places lack',
    },
    field: 'pingGraceMs',
    to: (value) => value * 1000,
  }),
  token: define({
    schema: schemas.tokenSchema,
    preset: 'null',
    note: 'what clients must show as "Authorization: Bearer TOKEN"; better given as DATAOPS_TOKEN',
    doc: 'every door but `/health` and `/ready` asks for `Authorization: Bearer TOKEN`; `/ws` also takes `?token=`, because browsers can set no headers there',
    example: 'a-long-secret',
    flag: {
      name: 'token',
      value: '<token>',
      help: 'what clients must show; the variable DATAOPS_TOKEN is not seen by other users',
    },
    isSecret: true,
    field: 'token',
  }),
  cors_origins: define({
    schema: schemas.listSchema(schemas.originSchema),
    preset: '[]',
    note: 'of web pages that may use the server beside its own',
    doc: '[web pages](#web-pages) of these origins may use the server, `*` for all; beside its own and those of this machine',
    example: 'https://a.example',
    flag: {
      name: 'cors',
      value: '<origins>',
      help: 'origins of web pages that may use the server, with commas between them, or *',
    },
    bare: 'formerly',
    field: 'origins',
  }),
  hosts: define({
    schema: schemas.listSchema(schemas.hostSchema),
    preset: '[]',
    note: 'names by which web pages may reach the server, beside localhost, addresses and those in cors_origins',
    doc: 'names by which web pages may reach a server without a token, beside `localhost` and addresses',
    example: 'env.example.org',
    flag: {
      name: 'hosts',
      value: '<names>',
      help: 'names by which web pages may reach the server, with commas between them',
    },
    field: 'hosts',
  }),
  require_session: define({
    schema: schemas.truthSchema,
    preset: 'false',
    note: 'whether HTTP requests have to name their session',
    doc: 'HTTP requests without a session id are refused, instead of sharing `default`',
    example: 'true',
    flag: { name: 'require-session', sets: 'true', help: 'refuse HTTP requests that name no session' },
    bare: 'formerly',
    field: 'requireSession',
  }),
  start_episode: define({
    schema: schemas.truthSchema,
    preset: 'true',
    note: 'whether agents may start episodes by the tool of that name, where their host has started none',
    doc: 'agents have a tool that starts episodes, where nobody else has started one',
    example: 'false',
    flag: {
      name: 'no-start-episode',
      sets: 'false',
      help: 'agents get no tool that starts episodes, not even where their host has started none',
    },
    field: 'startEpisode',
  }),
  split_salt_file: define({
    schema: z.string().min(1).max(4096).nullable(),
    preset: 'null',
    note: 'a file with a secret of 16 characters or more: the split test is then one that nobody else can draw',
    doc: 'a file with one line, a secret of 16 to 1,024 characters, best random: the split `test` is then one that nobody else can draw. A shorter one is refused ([security](security.md#what-an-id-tells))',
    example: '/etc/dataops/salt',
    flag: {
      name: 'split-salt-file',
      value: '<file>',
      help: 'a secret from which a private split test is drawn',
    },
    bare: 'formerly',
    field: null,
  }),
  reveal: define({
    schema: schemas.truthSchema,
    preset: 'false',
    note: 'whether the grade of an instance of the split test shows cells',
    doc: 'grades of the split `test` show cells too, as all others do',
    example: 'true',
    flag: { name: 'reveal', sets: 'true', help: 'show the cells in grades of the split test too' },
    field: null,
  }),
  shared_megabytes: define({
    schema: count(0, 4096),
    preset: '64',
    note: 'of results that sessions with equal task, seed and actions share; 0 shares nothing',
    doc: 'of results: rollouts of one task and seed whose first actions agree share them; the bytes are the same without',
    example: '0',
    flag: {
      name: 'no-shared-work',
      sets: '0',
      help: 'run every action, also where another session has gone the same way',
    },
    field: 'sharedBytes',
    to: (value) => value * 1024 * 1024,
  }),
  record_limit_characters: define({
    schema: z
      .int()
      .min(longestAction)
      .max(1024 * 1024 * 1024),
    preset: '8388608',
    note: 'of the actions of one episode, as JSON; one that does not fit is an invalid action',
    example: '262144',
    field: null,
  }),
  max_open_databases: define({
    schema: count(1, 1_000_000),
    preset: '2048',
    note: 'beyond it the databases used least lately are freed; their sessions go on',
    doc: 'beyond it the databases used least lately are freed; their sessions go on and cannot tell',
    example: '7',
    field: 'maxOpen',
  }),
  passivate_minutes: define({
    schema: minutes,
    preset: '5',
    note: 'a database without an action for this long is freed; its session goes on',
    example: '1',
    field: 'passivateMs',
    to: (value) => value * 60_000,
  }),
  body_limit_bytes: define({
    schema: bytes(16 * 1024 * 1024),
    preset: '1048576',
    doc: 'of an HTTP request; a larger one is 413',
    example: '2048',
    field: 'bodyLimit',
  }),
  frame_limit_bytes: define({
    schema: bytes(64 * 1024 * 1024),
    preset: '1048576',
    note: 'of a WebSocket message',
    doc: 'of a WebSocket message. A larger one closes its socket with 1009, one that takes more than 30 s to arrive with 1008, one for which there is no memory with 1013',
    example: '2048',
    field: 'frameLimit',
  }),
  connections_per_address: define({
    schema: count(0, 1_000_000),
    preset: '0',
    note: 'at a time; 0 is no limit, for behind a proxy all come from one address',
    example: '5',
    field: 'connectionsPerAddress',
  }),
  drain_seconds: define({
    schema: z.number().min(0).max(600),
    preset: '0',
    note: 'from SIGTERM, when /ready says 503, to the end of service',
    doc: 'from SIGTERM to the end of service; `/ready` says 503 meanwhile',
    example: '2.5',
    bare: 'formerly',
    field: 'drainMs',
    to: (value) => value * 1000,
  }),
  log_level: define({
    schema: schemas.logLevelSchema,
    preset: 'info',
    note: 'fatal, error, warn, info, debug, trace or silent',
    doc: 'JSON lines on standard error, with request and session ids; never SQL at `info`',
    example: 'debug',
    flag: {
      name: 'log-level',
      value: '<level>',
      help: 'fatal, error, warn, info, debug, trace or silent',
    },
    bare: 'read',
    field: 'logLevel',
  }),
}

type Table = typeof serverSettings

export type ServerKey = keyof Table

/** The keys of the section `server`, each of which has a variable. */
export const serverKeys = Object.keys(serverSettings) as readonly ServerKey[]

/** The lines of the table, in its order. */
export const settingLines = Object.entries(serverSettings) as unknown as readonly (readonly [ServerKey, Setting])[]

/** The section `server` as a file holds it. */
export const serverSchema = z.strictObject(
  Object.fromEntries(settingLines.map(([key, { schema }]) => [key, schema])) as {
    [Key in ServerKey]: Table[Key]['schema']
  },
)

export type ServerValues = z.infer<typeof serverSchema>

/** What the lines of the table put into `ServerConfig`, by their fields. */
export type ServerFields = {
  readonly [Key in ServerKey as Table[Key]['field'] & string]: ReturnType<Table[Key]['to']>
}

type NameOf<Line> = Line extends Setting<z.ZodType, string | null, unknown, infer Name> ? Name : never

/** Flags of the command line, as typed. */
export type ServerFlags = {
  readonly [Key in ServerKey as Attribute<NameOf<Table[Key]>>]?: string | boolean | undefined
}

/** What the settings are for the server. */
export function toServerFields(values: ServerValues): ServerFields {
  const memory = serverSettings.memory.to(values.memory, 0)
  const fields = settingLines.flatMap(([key, { field, to }]) =>
    field === null ? [] : [[field, to(values[key], memory)]],
  )
  return Object.fromEntries(fields) as ServerFields
}
