/**
 * Environment variables. Ours begin with DATAOPS_, for the environment belongs to everybody: conda sets HOST, and a
 * neighbour's WORKERS is not meant for us. Two bare names are read beside them, because others set them for whatever
 * they start: PORT (Spaces and most hosts of containers) and LOG_LEVEL.
 *
 * @module
 */
import { isIP } from 'node:net'
import { AppError } from '../../kit/errors.ts'
import { nearest } from '../../kit/nearest.ts'
import { logLevels } from '../../server/floor/logger.ts'
import { parseSetting } from './parse-setting.ts'
import { type ServerKey, type ServerValues, settingLines } from './server-settings.ts'
import type { Setting } from './setting.ts'
import { toLogLevel } from './setting-schemas.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const prefix = 'DATAOPS_'

/** The variable of a key of the section `server`. @example variableOf('max_sessions') // 'DATAOPS_MAX_SESSIONS' */
export const variableOf = (key: string): string => prefix + key.toUpperCase()

/** Kubernetes sets DATAOPS_PORT=tcp://10.0.0.1:7860 for a service that is called dataops. */
const isServiceLink = (text: string): boolean => /^(tcp|udp|sctp):\/\//.test(text)

/** The text of a setting, and the variable that gives it; undefined where none does. */
function find(env: Environment, key: ServerKey, { bare }: Setting): { name: string; text: string } | undefined {
  for (const name of bare === 'read' ? [variableOf(key), key.toUpperCase()] : [variableOf(key)]) {
    const text = env[name]
    // Compose files and CI pass variables that are set to nothing.
    if (text === undefined || text === '' || (key === 'port' && isServiceLink(text))) continue
    // Meant for everybody, it may be a level that only others know.
    if (name === 'LOG_LEVEL' && !logLevels.some((level) => level === toLogLevel(text))) continue
    return { name, text }
  }
  return undefined
}

/** The settings that the environment gives. @throws AppError `invalid_config`, which names the variable */
export function readVariables(env: Environment): Partial<ServerValues> {
  const values: Record<string, unknown> = {}
  for (const [key, setting] of settingLines) {
    const found = find(env, key, setting)
    if (found === undefined) continue
    try {
      values[key] = parseSetting(key, found.text)
    } catch (cause) {
      throw new AppError('invalid_config', `environment variable ${found.name}: ${(cause as Error).message}`, { cause })
    }
  }
  return values
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
  const former = settingLines.filter(([, { bare }]) => bare === 'formerly').map(([key]) => key)
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
