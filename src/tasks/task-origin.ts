/**
 * Where a task comes from, and what follows for its instances: splits, seeds, streams of randomness, names. Listed tasks
 * and tasks of families stand behind one interface, and nothing else asks of which kind a task is.
 *
 * @module
 */
import type { PlayedTask } from '../contract/episode.ts'
import { digest, digestHex, keyedDigest } from '../kit/digest.ts'
import { Random } from '../kit/random.ts'
import {
  classicVersion,
  type FamilyFacts,
  type FamilyTask,
  type ListedTask,
  type Split,
  type TaskDefinition,
} from './define-task.ts'

export interface TaskOrigin {
  /** The split that its instances are drawn in; null for tasks that belong to none. */
  readonly split: Split | null
  /** Instances of one group are variations of one problem: the family's id, or that of the task itself. */
  readonly group: string
  /** Null where there is no family. */
  readonly facts: FamilyFacts | null
  /** The seed of an instance when none was named; null stands for the canonical one. */
  readonly seedOf: (seed: number | null) => number | null
  /** The stream that the instance of a seed is drawn from. */
  readonly stream: (seed: number | null) => Random
  /** Hexadecimal digits that are one instance's own. Those of a private `test` say nothing to whoever lacks its key. */
  readonly mark: (kind: string, seed: number | null) => string
  /** What an agent may see of the id. */
  readonly shownId: (seed: number | null) => string
  /** What was played, by its real name. */
  readonly played: (seed: number | null) => PlayedTask
}

/** Of a task that has a name of its own. */
class ListedOrigin implements TaskOrigin {
  readonly split = null
  readonly facts = null
  readonly #task: ListedTask

  constructor(task: ListedTask) {
    this.#task = task
  }

  get group(): string {
    return this.#task.id
  }

  seedOf(seed: number | null): number | null {
    return seed
  }

  stream(seed: number | null): Random {
    return new Random('task', this.#task.suite, this.#task.id, seed ?? 'canonical')
  }

  mark(kind: string, seed: number | null): string {
    return digestHex(digest(kind, this.#task.id, '', seed))
  }

  shownId(): string {
    return this.#task.id
  }

  played(seed: number | null): PlayedTask {
    return { id: this.#task.id, split: 'classic', seed, version: classicVersion }
  }
}

/** Of a family's task in a world at a level. The id would name the diagnosis: an agent sees a digest in its place. */
class FamilyOrigin implements TaskOrigin {
  readonly facts: FamilyFacts
  readonly #task: FamilyTask

  constructor(task: FamilyTask) {
    this.#task = task
    this.facts = task.family
  }

  get split(): Split {
    return this.facts.split
  }

  get group(): string {
    return this.facts.family
  }

  seedOf(seed: number | null): number {
    return seed ?? 0
  }

  stream(seed: number | null): Random {
    const { family, version, world, level, split } = this.facts
    const { key } = this.#task
    const own = key === undefined ? [] : [key]
    return new Random('family', family, version, world, level, split, this.seedOf(seed), ...own)
  }

  mark(kind: string, seed: number | null): string {
    const parts = [kind, this.#task.id, this.facts.split, seed] as const
    const { key } = this.#task
    return key === undefined ? digestHex(digest(...parts)) : keyedDigest(key, ...parts)
  }

  shownId(seed: number | null): string {
    return `t-${this.mark('opaque', this.seedOf(seed)).slice(0, 16)}`
  }

  played(seed: number | null): PlayedTask {
    const { family, version, world, level, split, dimension } = this.facts
    return { id: this.#task.id, split, seed: this.seedOf(seed), version, family, world, level, dimension }
  }
}

/** The origin of a task. */
export function originOf(task: TaskDefinition): TaskOrigin {
  return task.family === undefined ? new ListedOrigin(task) : new FamilyOrigin(task)
}
