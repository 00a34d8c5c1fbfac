import { z } from 'zod'
import { createEngine, EngineFault, type Engine } from '../../sql/engine.ts'
import { checkTask, type CheckFailure } from '../check/check-task.ts'
import { type IncidentProofLine, incidentProofOf } from '../incidents/incident-proof.ts'
import { resolveIncident } from '../incidents/incident-tasks.ts'
import { splits, type TaskDefinition } from '../../tasks/define-task.ts'
import { resolveTask } from '../../tasks/family-list.ts'
import { instantiate } from '../../tasks/instantiate.ts'
import { originOf } from '../../tasks/task-origin.ts'

/** An instance to prove, by the id of its task. */
export interface ProofJob {
  readonly task: string
  readonly seed: number
  /** `incidents`: by their laws. Absent: a family's. */
  readonly suite?: 'incidents'
}

const scoreSchema = z.strictObject({ policy: z.string(), score: z.number() })

/** What was found out about one instance; also a line of the file that `--resume` names. */
export const proofSchema = z.strictObject({
  /** The package that proved it. */
  version: z.string(),
  task: z.string(),
  seed: z.int().min(0),
  /** SHA-256 of the seed image; null when there is no instance to measure, as are the figures. */
  image: z.string().nullable(),
  /** Of a sample: the images of this task and seed in the other splits. */
  others: z.record(z.string(), z.string()),
  figures: z
    .strictObject({
      image_bytes: z.int(),
      rows: z.int(),
      /** Cells that differ between seed and target. */
      differing: z.int(),
      /** The policies that earn most; null where there is none. */
      naive: scoreSchema.nullable(),
      blind: scoreSchema.nullable(),
      join: scoreSchema.nullable(),
      wrong_states: z.int(),
      ambiguities: z.int(),
    })
    .nullable(),
  failures: z.array(z.strictObject({ check: z.string(), message: z.string() })),
})

export type Proof = z.infer<typeof proofSchema>
export type PolicyScore = z.infer<typeof scoreSchema>

/** An engine's memory never shrinks: a long run takes a new one now and then. */
export const checksPerEngine = 500

/** Every such seed is also drawn in the other splits, to be compared. */
const splitSample = 10

/** Proves one instance after the other on engines of its own. */
export class Prover {
  readonly #wasm: WebAssembly.Module
  readonly #version: string
  #engine: Engine | undefined
  #checks = 0

  /** @param version of the package that proves */
  constructor(wasm: WebAssembly.Module, version: string) {
    this.#wasm = wasm
    this.#version = version
  }

  /** @throws EngineFault when the engine itself fails */
  async prove({ task: id, seed, suite }: ProofJob): Promise<Proof | IncidentProofLine> {
    if (this.#engine === undefined || this.#checks++ % checksPerEngine === 0) {
      this.#engine = await createEngine(this.#wasm)
    }
    if (suite === 'incidents') return incidentProofOf(this.#engine, resolveIncident(id), seed, this.#version)
    return proofOf(this.#engine, resolveTask(id), seed, this.#version)
  }
}

/** Proves one instance of a family's task. @param version of the package that proves */
export function proofOf(engine: Engine, task: TaskDefinition, seed: number, version: string): Proof {
  const { figures, failures } = checkTask(engine, task, seed)
  const others =
    figures === null || seed % splitSample > 0 ? { images: {}, failures: [] } : drawInOtherSplits(engine, task, seed)
  return {
    version,
    task: task.id,
    seed,
    image: figures?.imageDigest ?? null,
    others: others.images,
    figures: figures && {
      image_bytes: figures.imageBytes,
      rows: figures.rows,
      differing: figures.differing,
      naive: best(figures.naive),
      blind: best(figures.blind),
      join: figures.join && { ...figures.join },
      wrong_states: figures.wrongStates,
      ambiguities: figures.ambiguities,
    },
    failures: [...failures, ...others.failures].map(({ check, message }) => ({ check, message })),
  }
}

function drawInOtherSplits(
  engine: Engine,
  task: TaskDefinition,
  seed: number,
): { readonly images: Record<string, string>; readonly failures: CheckFailure[] } {
  const images: Record<string, string> = {}
  const failures: CheckFailure[] = []
  for (const split of splits) {
    if (split === originOf(task).split) continue
    try {
      images[split] = instantiate(engine, resolveTask(task.id, split), seed).imageDigest
    } catch (error) {
      if (error instanceof EngineFault) throw error
      failures.push({ check: `split ${split}`, message: error instanceof Error ? error.message : String(error) })
    }
  }
  return { images, failures }
}

function best(scores: readonly PolicyScore[]): PolicyScore | null {
  let found: PolicyScore | null = null
  for (const score of scores) if (found === null || score.score > found.score) found = score
  return found && { policy: found.policy, score: found.score }
}
