/**
 * Environment variables. Ours begin with DATAOPS_, for the environment belongs to everybody: conda sets HOST, and a
 * neighbour's WORKERS is not meant for us. Two bare names are read beside them, because others set them for whatever
 * they start: PORT (Spaces and most hosts of containers) and LOG_LEVEL.
 *
 * @module
 */
import { isIP } from 'node:net'
import { nearest } from '../../kit/nearest.ts'
import { type LogLevel, logLevels } from '../../server/floor/logger.ts'

type Environment = Readonly<Record<string, string | undefined>>

const prefix = 'DATAOPS_'

/** The variable of a key of the section `server`. @example variableOf('max_sessions') // 'DATAOPS_MAX_SESSIONS' */
export const variableOf = (key: string): string => prefix + key.toUpperCase()

/** Bare names that were read once. */
const former = [
  'host',
  'max_sessions',
  'workers',
  'journal',
  'drain_seconds',
  'require_session',
  'cors_origins',
  'split_salt_file',
]

/** What other logging libraries call a level. */
const otherLevels: Readonly<Record<string, LogLevel>> = {
  critical: 'fatal',
  warning: 'warn',
  notice: 'info',
  verbose: 'debug',
  off: 'silent',
}

/** A level as people write it, in capitals or by another library's name; anything else comes back as it is. */
export function toLogLevel(text: unknown): unknown {
  if (typeof text !== 'string') return text
  const name = text.toLowerCase()
  return otherLevels[name] ?? logLevels.find((level) => level === name) ?? text
}

/** Kubernetes sets DATAOPS_PORT=tcp://10.0.0.1:7860 for a service that is called dataops. */
const isServiceLink = (text: string): boolean => /^(tcp|udp|sctp):\/\//.test(text)

/** A setting that a variable gives, as text. */
export interface VariableSetting {
  readonly key: string
  /** Of the variable. */
  readonly name: string
  readonly text: string
}

/** The settings of these keys that the environment gives. A variable that is set to nothing is not set. */
export function readVariables(env: Environment, keys: readonly string[]): VariableSetting[] {
  const found: VariableSetting[] = []
  for (const key of keys) {
    const bare = key === 'port' ? 'PORT' : key === 'log_level' ? 'LOG_LEVEL' : undefined
    for (const name of bare === undefined ? [variableOf(key)] : [variableOf(key), bare]) {
      const text = env[name]
      // Compose files and CI pass variables that are set to nothing.
      if (text === undefined || text === '' || (key === 'port' && isServiceLink(text))) continue
      // Meant for everybody, it may be a level that only others know.
      if (name === 'LOG_LEVEL' && !logLevels.some((level) => level === toLogLevel(text))) continue
      found.push({ key, name, text })
      break
    }
  }
  return found
}

/** Whether the bare variable would have been taken for a setting: HOST often is the name of a machine or a platform. */
function wouldHaveWorked(key: string, text: string, host: string): boolean {
  return key !== 'host' || (text !== host && (text === 'localhost' || isIP(text) > 0))
}

/**
 * What to tell an operator whose variables are not read, at most a line each for old names and for misspelt ones.
 *
 * @param keys of the settings there are
 * @param host that the server listens on
 */
export function hintsAbout(env: Environment, keys: readonly string[], host: string): string[] {
  const hints: string[] = []
  const isSet = (name: string): boolean => env[name] !== undefined && env[name] !== ''
  const old = former.filter((key) => {
    const bare = key.toUpperCase()
    return isSet(bare) && !isSet(variableOf(key)) && wouldHaveWorked(key, env[bare] as string, host)
  })
  if (old.length > 0) {
    const names = old.map((key) => key.toUpperCase()).join(', ')
    hints.push(`not read from the environment: ${names}; use ${old.map(variableOf).join(', ')}`)
  }
  const known = new Set(keys.map(variableOf))
  const meant = Object.keys(env).flatMap((name) => {
    if (!name.startsWith(prefix) || known.has(name) || !isSet(name)) return []
    const found = nearest(name.slice(prefix.length), keys)
    return found === undefined ? [] : [`${name} (did you mean ${variableOf(found)}?)`]
  })
  if (meant.length > 0) hints.push(`there is no setting for ${meant.join(', ')}`)
  return hints
}
