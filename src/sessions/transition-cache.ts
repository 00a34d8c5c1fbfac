/**
 * Work that sessions share. An episode is a pure function of (task, seed, mode, actions): where another session
 * has gone before, its results are answered again without running anything. A session that was only answered
 * from here has no database open; it opens one where it leaves the known paths.
 *
 * @module
 */
import type { ResetParams, State } from '../contract/episode.ts'
import type { StepEvent } from '../episode/rewards.ts'
import type { EncodedResult } from './encoded-result.ts'
import { SharedWork } from './shared-work.ts'

/** What the results of all known paths may take together, in characters. */
export const defaultSharedBytes: number = 64 * 1024 * 1024

/** What an entry costs beside its texts. */
const overhead = 256

/** A point that some session has reached. */
export interface Transition {
  readonly result: EncodedResult
  /** What happened, when it left nothing behind. */
  readonly idle: StepEvent | null
  readonly root: Root
  /** Where it was reached from; undefined for the start of an episode. */
  readonly from: Transition | undefined
  /** Sessions that came here. */
  visits: number
  /** By action as JSON. */
  next: Map<string, Transition> | undefined
  /** Actions that are played from here now, by their JSON. */
  work: SharedWork | undefined
}

interface Root {
  readonly key: string
  readonly state: State
  size: number
  /** Whether it counts against the limit: what was evicted may still be followed, but does not grow. */
  isKept: boolean
}

/** The results of resets and steps, by the path that led to them. The episodes used least lately go first. */
export class TransitionCache {
  readonly #limit: number
  readonly #starts = new Map<string, Transition>()
  /** Episodes that are started now. */
  readonly #starting = new SharedWork()
  #size = 0
  #hits = 0

  constructor(limit: number = defaultSharedBytes) {
    this.#limit = limit
  }

  /** Characters held. */
  get size(): number {
    return this.#size
  }

  /** Resets and steps that were answered from here. */
  get hits(): number {
    return this.#hits
  }

  /** Where an episode of these parameters starts, when some session has started one. */
  start(params: ResetParams): { readonly at: Transition; readonly state: State } | undefined {
    const key = keyOf(params)
    const at = this.#starts.get(key)
    if (at === undefined) return undefined
    // Most recently used last.
    this.#starts.delete(key)
    this.#starts.set(key, at)
    this.#hits++
    at.visits++
    return { at, state: at.root.state }
  }

  /** See `SharedWork.join`. */
  joinStart(params: ResetParams, flow: number): Promise<void> | undefined {
    return this.#starting.join(keyOf(params), flow)
  }

  /** See `SharedWork.begin`. */
  beginStart(params: ResetParams, flow: number): (() => void) | undefined {
    return this.#starting.begin(keyOf(params), flow)
  }

  addStart(params: ResetParams, result: EncodedResult, state: State): Transition | undefined {
    const key = keyOf(params)
    const known = this.#starts.get(key)
    if (known !== undefined) return known
    const at = {
      result,
      idle: null,
      root: { key, state, size: 0, isKept: true },
      from: undefined,
      visits: 1,
      next: undefined,
      work: undefined,
    }
    this.#starts.set(key, at)
    this.#grow(at.root, key.length + sizeOf(result))
    return at
  }

  /** Where an action leads, when some session has taken it here. */
  step(from: Transition, action: string): Transition | undefined {
    const to = from.next?.get(action)
    if (to === undefined) return undefined
    this.#hits++
    to.visits++
    return to
  }

  /** See `SharedWork.join`. */
  joinStep(from: Transition, action: string, flow: number): Promise<void> | undefined {
    return from.work?.join(action, flow)
  }

  /** See `SharedWork.begin`. */
  beginStep(from: Transition, action: string, flow: number): (() => void) | undefined {
    from.work ??= new SharedWork()
    return from.work.begin(action, flow)
  }

  addStep(
    from: Transition,
    action: string,
    { result, idle }: { readonly result: EncodedResult; readonly idle: StepEvent | null },
  ): Transition | undefined {
    const known = from.next?.get(action)
    if (known !== undefined) return known
    // One episode alone must not push out all others.
    if (!from.root.isKept || from.root.size > this.#limit / 4) return undefined
    if (isAside(from)) return undefined
    const to = { result, idle, root: from.root, from, visits: 1, next: undefined, work: undefined }
    from.next ??= new Map()
    from.next.set(action, to)
    this.#grow(from.root, action.length + sizeOf(result))
    return to
  }

  #grow(root: Root, size: number): void {
    root.size += size
    this.#size += size
    for (const [key, { root: oldest }] of this.#starts) {
      if (this.#size <= this.#limit || this.#starts.size === 1) return
      this.#starts.delete(key)
      this.#size -= oldest.size
      oldest.isKept = false
    }
  }
}

/** Whether a session left here what others did: after the first step aside nobody is likely to follow. */
function isAside({ from, visits }: Transition): boolean {
  return visits === 1 && from?.next !== undefined && from.next.size > 1
}

/** The name of an episode changes nothing in it but its name. */
function keyOf({ task_id = null, split = null, seed = null, reward_mode = null }: ResetParams): string {
  return JSON.stringify([task_id, split, seed, reward_mode])
}

function sizeOf({ observation, metadata }: EncodedResult): number {
  return observation.length + metadata.length + overhead
}
