import { z } from 'zod'
import { observationSchema, resetObservationSchema } from './observation.ts'

/** How rewards are paid; see docs/architecture.md, Rewards. */
export const rewardModes = ['classic', 'terminal', 'potential', 'solved'] as const
export type RewardMode = (typeof rewardModes)[number]

/** The largest seed: integers above it cannot be told apart in JSON. */
export const maxSeed = Number.MAX_SAFE_INTEGER

/** Streams of generated instances that never meet. */
export const splitNames = ['train', 'validation', 'test'] as const

/** What reset takes. Unknown parameters are refused, never ignored. */
export const resetParamsSchema = z
  .strictObject({
    task_id: z
      .string()
      .min(1)
      .max(128)
      .nullish()
      .describe('One of the listed tasks, or a generated one as family@version/world/level. Default: task_easy.'),
    split: z
      .enum(splitNames)
      .nullish()
      .describe('Of a generated task. Default: test for the families and worlds that are held out, else train.'),
    seed: z
      .int()
      .min(0)
      .max(maxSeed)
      .nullish()
      .describe('Absent: the canonical instance of the task, of a generated one that of seed 0.'),
    episode_id: z.string().min(1).max(255).nullish().describe('Default: <task_id of the observation>:<seed>.'),
    reward_mode: z
      .enum(rewardModes)
      .nullish()
      .describe("Default: the task's own, classic for the five, terminal for generated ones."),
  })
  .meta({ id: 'ResetParams' })
export type ResetParams = z.infer<typeof resetParamsSchema>

const gradeCountsSchema = z.strictObject({
  repaired: z.int().min(0),
  missed: z.int().min(0),
  damaged: z.int().min(0),
  miscorrected: z.int().min(0),
})

const gradeExampleSchema = z.strictObject({
  table: z.string(),
  column: z.string(),
  kind: z.enum(['missed', 'damaged', 'miscorrected']),
  key: z.string().describe('The row, by its key.'),
  before: z.string().describe('The cell at reset, as SQL writes it; "(absent)" where there was none.'),
  now: z.string(),
  expected: z.string(),
})

const gradePartSchema = gradeCountsSchema.extend({
  name: z.string(),
  kind: z.enum(['core', 'references', 'derived']),
  weight: z.number().min(0).max(1).describe('Its share of the score; all shares sum to 1.'),
  score: z.number().min(-1).max(1).describe('What it adds to the score, over its weight.'),
  tables: z.array(z.string()),
})

/** What was repaired, missed, damaged and miscorrected: for humans, reports and replay, once the episode ended. */
export const gradeSchema = z
  .strictObject({
    total: gradeCountsSchema,
    parts: z
      .array(gradePartSchema)
      .optional()
      .describe('Of tasks whose parts are of a declared kind. A part too small to stand alone is counted in the core.'),
    columns: z
      .array(gradeCountsSchema.extend({ table: z.string(), column: z.string() }))
      .describe('Empty in the split test, as are examples and notes.'),
    examples: z.array(gradeExampleSchema).describe('The first few cells that are not right.'),
    left_behind: z.array(z.string()).describe('Permanent objects the agent made and did not remove.'),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Grade' })
export type GradeReport = z.infer<typeof gradeSchema>

/** Which instance an episode was of: told once it is over, for the id of a generated task names the diagnosis. */
const playedTaskSchema = z
  .strictObject({
    id: z.string(),
    split: z.enum([...splitNames, 'classic']),
    seed: z.int().nullable().describe('null for the canonical instance of a classic task.'),
    version: z.int().min(1),
    family: z.string().optional(),
    world: z.string().optional(),
    level: z.int().optional(),
    dimension: z.string().optional(),
  })
  .meta({ id: 'PlayedTask', description: 'The fields from family on are of generated tasks.' })
export type PlayedTask = z.infer<typeof playedTaskSchema>

/** How the agent went about it. Told beside the score, never part of a reward. */
export const conductSchema = z
  .strictObject({
    reads_before_write: z
      .int()
      .min(0)
      .describe('Inspections and queries that were carried out before the first that changed something.'),
    evidence_opened: z.int().min(0).describe('Tables of evidence that those queries named.'),
    evidence_tables: z.int().min(0).describe('Tables of evidence that there are: rules, lists, logs, documents.'),
    writes_outside: z.int().min(0).describe('Cells that were right at reset and are wrong now.'),
    wrongly_repaired: z
      .number()
      .min(0)
      .max(1)
      .describe('The share of the damaged cells that were found, changed and are wrong still.'),
    symptoms_gone: z.boolean().optional().describe('Of incidents: whether what the ticket complains of is gone.'),
    invariants_hold: z.boolean().optional().describe('Of incidents: whether what always holds in the business holds.'),
  })
  .meta({ id: 'Conduct' })
export type Conduct = z.infer<typeof conductSchema>

/** The account of a finished episode; travels in `metadata` on the step that ended it, never earlier. */
export const outcomeSchema = z
  .strictObject({
    grader_score: z.number().min(0).max(1),
    return: z.number().describe('Unclamped sum of step rewards.'),
    score: z.number().min(0).max(1).describe('The return clamped to [0, 1].'),
    solved: z.boolean(),
    truncated: z.boolean(),
    reward_mode: z.enum(rewardModes),
    grade: gradeSchema,
    task: playedTaskSchema.optional().describe('What was really played. Absent in records of versions before 0.2.'),
    conduct: conductSchema.optional().describe('Of generated tasks.'),
    forked: z
      .literal(true)
      .optional()
      .describe('In process only: the episode is a fork or was forked, so what one of them saw the other may know.'),
  })
  .meta({ id: 'EpisodeOutcome' })
export type EpisodeOutcome = z.infer<typeof outcomeSchema>

/** Answer to reset. */
export const resetResultSchema = z
  .strictObject({
    observation: resetObservationSchema,
    reward: z.null(),
    done: z.literal(false),
    metadata: z.strictObject({ prompt: z.string() }),
  })
  .meta({ id: 'ResetResult' })
export type ResetResult = z.infer<typeof resetResultSchema>

/** Answer to step. `metadata` is empty until the episode ended. */
export const stepResultSchema = z
  .strictObject({
    observation: observationSchema,
    reward: z.number(),
    done: z.boolean(),
    metadata: z.union([outcomeSchema, z.strictObject({})]),
  })
  .meta({ id: 'StepResult' })
export type StepResult = z.infer<typeof stepResultSchema>

/** The state of a session: public facts of the episode, and how it ended once it has. */
export const stateSchema = z
  .strictObject({
    episode_id: z.string().nullable(),
    task_id: z.string().nullable().describe('As in the observation: of a generated task it tells nothing.'),
    seed: z.int().nullable().describe('null before reset and for the canonical instance.'),
    step_count: z.int().min(0),
    step_limit: z.int().min(0),
    done: z.boolean(),
    reward_mode: z.enum(rewardModes).nullable(),
    grader_score: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('This and the fields after it: once done, never before.'),
    score: z.number().min(0).max(1).optional(),
    solved: z.boolean().optional(),
    truncated: z.boolean().optional(),
    task: playedTaskSchema.optional(),
  })
  .meta({ id: 'State' })
export type State = z.infer<typeof stateSchema>

/** The state of an episode that has ended. */
export function stateAtEnd(state: State, { grader_score, score, solved, truncated, task }: EpisodeOutcome): State {
  return { ...state, grader_score, score, solved, truncated, ...(task && { task }) }
}

/** How hard a task is; of a generated one its level says it: 1 and 2 are easy, 3 is medium, 4 and 5 are hard. */
export const difficulties = ['easy', 'medium', 'hard'] as const

/** One line of GET /tasks. */
export const taskListItemSchema = z
  .strictObject({
    id: z.string(),
    summary: z.string(),
    step_limit: z.int().describe('Steps of an episode; of a family the most that an instance of any level has.'),
    difficulty: z.enum(difficulties).describe('Of a family: that of level 1, which its name alone plays.'),
    suite: z.string(),
    version: z.int().optional(),
    dimension: z.string().optional(),
    splits: z.array(z.enum(splitNames)).optional().describe('Every split with tasks of the family.'),
    worlds: z
      .array(z.strictObject({ world: z.string(), splits: z.array(z.enum(splitNames)) }))
      .optional()
      .describe('The worlds of the family, and which splits have its tasks there.'),
    levels: z
      .array(
        z.strictObject({
          level: z.int(),
          difficulty: z.enum(difficulties),
          step_limit: z.int().describe('The most that an instance of this level has; its state tells its own.'),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Task', description: 'The fields from version on are of families.' })
export type TaskListItem = z.infer<typeof taskListItemSchema>

/** How the host, rather than the SQL, ended an action: recorded, so that replay repeats it. */
export const hostCuts = ['time', 'memory', 'engine'] as const
export type HostCut = (typeof hostCuts)[number]

/** How the message of an action ends that the host has cut. */
export const hostCutMessages: Readonly<Record<HostCut, string>> = {
  time: 'stopped: the query ran too long',
  memory: 'stopped: the query needs too much memory',
  engine: 'stopped: the query crashed the SQL engine; its effects are undone',
}

/**
 * Whether the host cut the action of this result. A query can raise the same words itself; taking it for a
 * cut is harmless, because a failed action has no effect either way.
 */
export function hostCutOf(result: StepResult): HostCut | null {
  const error = result.observation.last_error
  return error === null ? null : (hostCuts.find((cut) => error.endsWith(hostCutMessages[cut])) ?? null)
}

/** What was said before a step, by a model or to it. */
const saidSchema = z.strictObject({
  by: z.enum(['model', 'environment']),
  text: z.string(),
  thoughts: z.string().optional().describe('What a model thought before it spoke.'),
})
export type Said = z.infer<typeof saidSchema>

/** How an episode of an evaluation came to its end. */
export const evaluationEnds = ['submitted', 'steps', 'blocked', 'unusable', 'context'] as const
export type EvaluationEnd = (typeof evaluationEnds)[number]

/** What an evaluation notes of an episode beside the episode itself. */
const evaluationSchema = z
  .strictObject({
    item: z.string().describe('The instance, as run.json lists it.'),
    player: z.string().describe('The name of the model or policy in run.json.'),
    attempt: z.int().min(1),
    ended: z
      .enum(evaluationEnds)
      .describe(
        'By finish_task, by the step limit, by a blocked statement; or the environment was submitted as it stood, since ' +
          'answers held no action, or the conversation no longer fitted the model.',
      ),
    requests: z.int().min(0).describe('Answers that the model gave.'),
    input_tokens: z.int().min(0).nullable().describe('As the API counts them; null where it does not.'),
    output_tokens: z.int().min(0).nullable(),
    model_seconds: z.number().min(0).describe('Waited for the model, its busy times included.'),
    seconds: z.number().min(0).describe('From reset to end.'),
  })
  .meta({ id: 'EvaluatedEpisode' })
export type EvaluatedEpisode = z.infer<typeof evaluationSchema>

/** The format that records are written in. Those of format 1 have neither `player` nor `said`. */
export const trajectoryFormat = 'dataops-env/trajectory@2'

/** A recorded episode: enough to run it again and to compare every byte. */
export const trajectorySchema = z
  .strictObject({
    format: z.enum(['dataops-env/trajectory@1', trajectoryFormat]),
    player: z
      .strictObject({ kind: z.enum(['person', 'script', 'model']), name: z.string() })
      .nullish()
      .describe('Who played, where the writer of the record knew it.'),
    task_id: z.string(),
    split: z.enum(splitNames).nullish().describe('Of a generated task.'),
    seed: z.int().nullable(),
    canary: z.string().nullish().describe('Marks text that belongs in no training corpus.'),
    reward_mode: z.enum(rewardModes),
    episode_id: z.string(),
    forked: z.literal(true).nullish().describe('Whether the episode is a fork, or was forked.'),
    image_digest: z
      .string()
      .nullable()
      .describe('SHA-256 of the database image at reset; null when recorded over HTTP.'),
    evaluation: evaluationSchema.nullish().describe('Where the episode is one of an evaluation.'),
    reset: resetResultSchema,
    steps: z.array(
      z.strictObject({
        action: z.unknown(),
        host_cut: z.enum(hostCuts).nullable(),
        result: stepResultSchema,
        said: z.array(saidSchema).nullish().describe('What was said before the action.'),
      }),
    ),
  })
  .meta({ id: 'Trajectory' })
export type Trajectory = z.infer<typeof trajectorySchema>
