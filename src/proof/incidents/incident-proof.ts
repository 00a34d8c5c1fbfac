import { z } from 'zod'
import type { Engine } from '../../sql/engine.ts'
import type { TaskDefinition } from '../../tasks/define-task.ts'
import { checkIncident } from './check-incident.ts'
import type { LawSubject } from './law.ts'
import { wrongScores } from './repairs.ts'
import { sequencesOf, signaturesOf } from './skeletons.ts'
import { wordSequences } from './words.ts'

/** Every such seed tells the skeletons of its oracles, to be compared with those of other incidents. */
const skeletonSample = 10

/** What was found out about one instance of an incident: what a suite needs to judge the whole, and no more. */
export const incidentProofSchema = z.strictObject({
  /** The package that proved it. */
  version: z.string(),
  task: z.string(),
  seed: z.int().min(0),
  /** SHA-256 of the seed image; null when there is no instance, and then everything below is empty. */
  image: z.string().nullable(),
  incident: z.string(),
  world: z.string(),
  level: z.int(),
  plan: z.string(),
  difficulty: z.number(),
  rows: z.int(),
  /** Numbers by law and name. */
  figures: z.record(z.string(), z.record(z.string(), z.number())),
  wrong: z.array(
    z.strictObject({ kind: z.enum(['prior', 'partial']), name: z.string(), score: z.number(), misleads: z.boolean() }),
  ),
  /** Hashes of the word sequences of its prose, in base 36. */
  words: z.string(),
  /** What the statements of the first oracle read and do. */
  signatures: z.array(z.string()),
  /** Of a sample: sequences of five tokens of all oracles. */
  skeleton: z.record(z.string(), z.number()).nullable(),
  defects: z.array(z.strictObject({ law: z.string(), message: z.string() })),
})
export type IncidentProofLine = z.infer<typeof incidentProofSchema>

/** Proves one instance of an incident's task. @param version of the package that proves */
export function incidentProofOf(
  engine: Engine,
  task: TaskDefinition,
  seed: number,
  version: string,
): IncidentProofLine {
  const { defects, figures, subject } = checkIncident(engine, task, seed)
  const told = subject === null ? nothing : tell(subject, seed)
  const { family } = task
  return {
    version,
    task: task.id,
    seed,
    incident: family?.family ?? '',
    world: family?.world ?? '',
    level: family?.level ?? 0,
    ...told,
    figures: Object.fromEntries(Object.entries(figures).map(([law, own]) => [law, { ...own }])),
    defects: defects.map(({ law, message }) => ({ law, message })),
  }
}

type Told = Pick<
  IncidentProofLine,
  'image' | 'plan' | 'difficulty' | 'rows' | 'wrong' | 'words' | 'signatures' | 'skeleton'
>

const nothing: Told = {
  image: null,
  plan: '',
  difficulty: 0,
  rows: 0,
  wrong: [],
  words: '',
  signatures: [],
  skeleton: null,
}

function tell(subject: LawSubject, seed: number): Told {
  const { instance, incident, proof } = subject
  const queries = instance.draft.oracles.flatMap((oracle) => oracle.queries)
  return {
    image: instance.imageDigest,
    plan: incident.sketch.plan,
    difficulty: incident.sketch.difficulty,
    rows: [...instance.before.tables.values()].reduce((sum, { rows }) => sum + rows.length, 0),
    wrong: wrongScores(subject),
    words: [...wordSequences(proof.prose).keys()].map((hash) => hash.toString(36)).join(' '),
    signatures: signaturesOf(subject),
    skeleton: seed % skeletonSample === 0 ? Object.fromEntries(sequencesOf(queries)) : null,
  }
}
