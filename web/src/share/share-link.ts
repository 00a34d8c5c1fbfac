/**
 * An episode in the fragment of an address: which one, and the actions. The fragment is sent to no server.
 *
 * @module
 */
import { actionSchema, type Action } from '../../../src/contract/action.ts'
import { maxSeed, type ResetParams, rewardModes, splitNames } from '../../../src/contract/episode.ts'

/** What a link holds. */
export interface SharedEpisode {
  readonly params: ResetParams
  readonly suite: string
  readonly actions: readonly Action[]
  /** Of what the actions came to where the link was made, see EngineApi.fingerprint. */
  readonly fingerprint: string | null
}

/** Characters of a fragment, at most: a longer one is a file. */
export const longestFragment = 8192
/** Bytes that a fragment may unpack to. */
export const mostBytes = 1024 * 1024

const prefix = '#share='

function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new TypeError('the link is damaged: it holds characters that are no part of it')
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

async function deflate(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** Unpacks, and stops at the limit: a small link may hold gigabytes. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.length
    if (size > mostBytes) {
      await reader.cancel()
      throw new TypeError('the link unpacks to more than 1 MiB and is not opened')
    }
    text += decoder.decode(value, { stream: true })
  }
}

const taskParts = /^([a-z0-9_]+)@(\d+)\/([a-z]+)\/(\d)$/

/** The fragment of an episode; null when it is too long for a link. */
export async function toFragment({ params, suite, actions, fingerprint }: SharedEpisode): Promise<string | null> {
  const { task_id: id = '', split, seed, reward_mode: mode } = params
  const [, family, version, world, level] = taskParts.exec(id ?? '') ?? []
  const episode = {
    v: 1,
    suite,
    ...(family === undefined ? { task: id } : { family, version: Number(version), world, level: Number(level) }),
    ...(split != null && { split }),
    ...(seed != null && { seed }),
    ...(mode != null && { mode }),
    actions,
    ...(fingerprint !== null && { fingerprint }),
  }
  const fragment = prefix + toBase64Url(await deflate(JSON.stringify(episode)))
  return fragment.length > longestFragment ? null : fragment
}

export const isShared = (fragment: string): boolean => fragment.startsWith(prefix)

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 128

/**
 * The episode of a fragment. It says what it holds and runs nothing.
 *
 * @throws TypeError for what is no such fragment
 */
export async function fromFragment(fragment: string): Promise<SharedEpisode> {
  if (fragment.length > longestFragment) throw new TypeError('the link is longer than a link may be')
  let held: unknown
  try {
    held = JSON.parse(await inflate(fromBase64Url(fragment.slice(prefix.length))))
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('the link')) throw error
    throw new TypeError('the link is damaged: it cannot be unpacked', { cause: error })
  }
  if (typeof held !== 'object' || held === null) throw new TypeError('the link holds no episode')
  const { v, suite, task, family, version, world, level, split, seed, mode, actions, fingerprint } = held as Record<
    string,
    unknown
  >
  if (v !== 1) throw new TypeError('the link is of another version of this page')
  const id = isText(task) ? task : `${String(family)}@${String(version)}/${String(world)}/${String(level)}`
  if (!isText(id) || !/^[\w@/~]+$/.test(id)) throw new TypeError('the link names no task')
  const isSeed =
    seed === undefined || (Number.isSafeInteger(seed) && (seed as number) >= 0 && (seed as number) <= maxSeed)
  if (!isSeed) throw new TypeError('the link has a seed that is none')
  const checked = actionSchema.array().max(1000).safeParse(actions)
  if (!checked.success) throw new TypeError('the link holds actions that are none')
  return {
    suite: isText(suite) ? suite : '',
    params: {
      task_id: id,
      ...(splitNames.includes(split as 'train') && { split: split as 'train' }),
      ...(seed !== undefined && { seed: seed as number }),
      ...(rewardModes.includes(mode as 'classic') && { reward_mode: mode as 'classic' }),
    },
    actions: checked.data,
    fingerprint: isText(fingerprint) ? fingerprint : null,
  }
}
