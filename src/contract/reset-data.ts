import { z } from 'zod'
import { difficulties, resetParamsSchema } from './episode.ts'

/** From 0, which is easiest, to 1; both ends included. */
export const difficultyRangeSchema = z
  .strictObject({ min: z.number().min(0).max(1).optional(), max: z.number().min(0).max(1).optional() })
  .refine(({ min = 0, max = 1 }) => min <= max, 'min is above max')
  .meta({ id: 'DifficultyRange' })

/**
 * What a reset takes on every door and in process: the parameters of an episode, and in place of `task_id` what
 * chooses its task. docs/training.md says what the selectors mean together.
 */
export const resetDataSchema = resetParamsSchema
  .extend({
    split: z
      .string()
      .max(128)
      .nullish()
      .describe(
        'train, validation, test or classic; of drills drills, drills-validation or drills-test, of incidents incidents, incidents-validation or incidents-test. With index it names an instance; else seed draws one of its tasks, of those that family, world, level and difficulty leave. Not together with task_id.',
      ),
    index: z
      .int()
      .min(0)
      .nullish()
      .describe(
        'The index of the instance in its split; not together with family, world, level or difficulty. A seed beside it draws another instance of the same task.',
      ),
    difficulty: z
      .union([z.enum(difficulties), difficultyRangeSchema])
      .nullish()
      .describe(
        'Levels 1 and 2 are easy, 3 is medium, 4 and 5 are hard; a word alone chooses among the classic tasks. A range is of the difficulty_score of incidents. Not together with task_id or index.',
      ),
    family: z
      .string()
      .max(128)
      .nullish()
      .describe(
        'A family of generated tasks, for example date_iso. Without a split: its first world and lowest level that fit, and seed is that of the task. Not together with task_id or index.',
      ),
    world: z
      .string()
      .max(128)
      .nullish()
      .describe('The world of a generated task, for example shop. Not together with task_id or index.'),
    level: z
      .int()
      .min(1)
      .max(5)
      .nullish()
      .describe('The level of a generated task. Not together with task_id or index.'),
  })
  .meta({ id: 'ResetData' })
export type ResetData = z.infer<typeof resetDataSchema>
