/**
 * What the commands share that play on a server: where it is, how to get in, and which episodes it is asked for.
 *
 * @module
 */
import type { Command } from 'commander'
import type { Place } from '../../agent/http-door.ts'
import type { ResetChoice } from '../../agent/reset-choice.ts'
import { type RewardMode, rewardModes } from '../../contract/episode.ts'
import { AppError } from '../../kit/errors.ts'
import type { Split } from '../../tasks/define-task.ts'
import { resolveTask } from '../../tasks/family-list.ts'
import { originOf } from '../../tasks/task-origin.ts'
import { withServer } from './local-server.ts'
import { notOneOf, parseWhole } from '../options.ts'
import { fetchFor } from './proxy-fetch.ts'
import type { Shell } from '../shell.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Adds `--url`, with what it reads beside it. */
export function addUrlOption(command: Command): Command {
  return command.option('--url <url>', 'play on a server that is already running; its token is read from DATAOPS_TOKEN')
}

export interface EpisodeFlags {
  readonly split?: string
  readonly level?: string
  readonly rewardMode?: string
}

/** What a reset is asked for beside the task. */
export interface EpisodeOptions {
  readonly split: string | undefined
  readonly level: number | undefined
  readonly rewardMode: RewardMode | undefined
}

/** @param refused reward modes that this command does not play in, and why */
export function parseEpisodeFlags(
  flags: EpisodeFlags,
  refused: Partial<Record<RewardMode, string>> = {},
): EpisodeOptions {
  const { split, rewardMode } = flags
  const mode = rewardModes.find((known) => known === rewardMode)
  if (rewardMode !== undefined && mode === undefined) throw notOneOf('--reward-mode', rewardMode, rewardModes)
  const reason = mode && refused[mode]
  if (reason !== undefined) throw new AppError('wrong_use', `--reward-mode ${mode} is not for this command: ${reason}`)
  return {
    split,
    level: flags.level === undefined ? undefined : parseWhole('--level', flags.level, 1, 5),
    rewardMode: mode,
  }
}

/** What a reset names a task by: its id, or where it is of another split than its own what the id is made of. @throws AppError `unknown_task` */
export function selectorsOf(taskId: string, split: Split | undefined): ResetChoice {
  if (split === undefined || originOf(resolveTask(taskId)).split === split) return { task_id: taskId }
  const { facts } = originOf(resolveTask(taskId, split))
  if (facts === null) throw new AppError('wrong_use', `${taskId} belongs to no split`)
  return { family: facts.family, world: facts.world, level: facts.level, split }
}

/** A server that somebody runs. @throws AppError `wrong_use`, `missing_token` */
export async function placeAt(url: string, env: Env): Promise<Place> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    const bare = /^[\w.-]+:\d{1,5}(?:\/.*)?$/.test(url) ? `; did you mean http://${url}?` : ''
    throw new AppError('wrong_use', `not an http(s) URL: ${url}${bare}`)
  }
  const token = env['DATAOPS_TOKEN']?.trim() || undefined
  if (token !== undefined && !/^[!-~]+$/.test(token)) {
    throw new AppError('missing_token', 'DATAOPS_TOKEN holds characters that no token has')
  }
  return { url, token, fetch: await fetchFor(url, env) }
}

/** Runs a player on the server at `url`, or on one of its own when there is none. */
export async function withPlace(
  url: string | undefined,
  { env }: Shell,
  play: (place: Place) => Promise<void>,
): Promise<void> {
  if (url !== undefined) return await play(await placeAt(url, env))
  await withServer(undefined, async (own) => await play({ url: own, fetch: await fetchFor(own, env) }))
}
