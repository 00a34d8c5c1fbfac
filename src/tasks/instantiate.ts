import { AppError } from '../kit/errors.ts'
import { digestHex } from '../kit/digest.ts'
import { TaskDefect } from '../grading/graded-table.ts'
import { Grader } from '../grading/grader.ts'
import { SqliteError } from '../sql/connection.ts'
import type { Engine } from '../sql/engine.ts'
import type { SchemaSummary } from '../sql/schema.ts'
import type { DatabaseContent } from '../data/content.ts'
import type { TaskDefinition, TaskDraft } from './define-task.ts'
import { originOf } from './task-origin.ts'
import { identityOf, type InstanceIdentity } from './task-identity.ts'

/** One instance of a task, ready to play: immutable, shared by all its episodes. */
export interface TaskInstance {
  readonly task: TaskDefinition
  /** null: the canonical instance of a classic task. */
  readonly seed: number | null
  readonly goal: string
  /** What `now` means, in Unix milliseconds. */
  readonly clock: number
  readonly seedImage: Uint8Array
  readonly imageDigest: string
  readonly targetImage: Uint8Array
  readonly before: DatabaseContent
  readonly target: DatabaseContent
  readonly grader: Grader
  /** Tables and columns of the seed image. */
  readonly summary: SchemaSummary
  /** Steps of an episode, unless somebody has configured another limit. */
  readonly stepLimit: number
  /** The tables of evidence, by their names. */
  readonly evidence: readonly string[]
  readonly identity: InstanceIdentity
  /** Larger than all the rest, and for proofs only: it is drawn again when it is asked for later. */
  readonly draft: TaskDraft
}

/** The canonical instance (of a family: that of seed 0) or the one of a seed: equal arguments give equal bytes. */
export function draftOf(task: TaskDefinition, seed: number | null): TaskDraft {
  return task.generate(originOf(task).stream(seed), { canonical: seed === null })
}

/** Builds the databases of an instance. Throws `task_defect` when the draft is not a task. */
export function instantiate(engine: Engine, task: TaskDefinition, seed: number | null): TaskInstance {
  const draft = draftOf(task, seed)
  try {
    const seedImage = engine.buildImage(draft.seed)
    const targetImage = engine.buildImage(draft.target)
    const { content: before, summary } = engine.readImage(seedImage)
    const target = engine.readContent(targetImage)
    const grader = new Grader({ before, target, parts: draft.parts })
    const graded = new Set(grader.tables.map((name) => name.toLowerCase()))
    for (const name of [...before.tables.keys(), ...target.tables.keys()]) {
      if (!graded.has(name)) throw new TaskDefect(`the table ${name} is in no graded part`)
    }
    const clock = Date.parse(`${draft.asOf.replace(' ', 'T')}Z`)
    if (!Number.isFinite(clock)) throw new TaskDefect(`not a time: ${draft.asOf}`)
    // What a family says of its levels holds for every instance.
    const stepLimit = Math.min(draft.stepLimit ?? task.stepLimit, task.stepLimit)
    const drawn = new WeakRef(draft)
    return {
      task,
      seed: originOf(task).seedOf(seed),
      goal: draft.goal,
      clock,
      seedImage,
      imageDigest: digestHex(seedImage),
      targetImage,
      before,
      target,
      grader,
      summary,
      stepLimit,
      evidence: draft.evidence ?? [],
      identity: identityOf(task, seed, stepLimit),
      get draft() {
        return drawn.deref() ?? draftOf(task, seed)
      },
    }
  } catch (error) {
    // Bad DDL or rows of a draft are a defect of the task as well; anything else is a fault of ours.
    if (!(error instanceof TaskDefect) && !(error instanceof SqliteError)) throw error
    throw new AppError('task_defect', `${task.id}, seed ${seed ?? 'canonical'}: ${error.message}`, { cause: error })
  }
}
