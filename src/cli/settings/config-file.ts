/**
 * What a file of settings holds, section by section.
 *
 * @module
 */
import { z } from 'zod'
import { everyFamily } from '../../tasks/family-list.ts'
import { taskList } from '../../tasks/task-list.ts'
import { serverKeys, serverSchema } from './server-settings.ts'
import { keyHints } from './setting-reason.ts'
import { readYamlFile } from './yaml-file.ts'

const taskSchema = z.strictObject({ enabled: z.boolean(), step_limit: z.int().min(1).max(10_000) })

/** Rewards are whole millionths, so that sums are exact. */
const rewardSchema = z
  .number()
  .min(-1000)
  .max(1000)
  .refine((value) => Math.round(value * 1e6) / 1e6 === value, 'Invalid input: more than 6 decimals')

const rewardsSchema = z.strictObject({
  inspect: rewardSchema,
  valid: rewardSchema,
  invalid: rewardSchema,
  repeated: rewardSchema,
  destructive: rewardSchema,
  completion: rewardSchema,
})

const familiesSchema = z.union([z.enum(['all', 'none']), z.array(z.enum(everyFamily.map(({ id }) => id)))])

const taskIds = taskList.map((task) => task.id)

/** The packaged file holds every key. */
const completeSchema = z.strictObject({
  tasks: z.strictObject(Object.fromEntries(taskIds.map((id) => [id, taskSchema]))),
  families: familiesSchema,
  rewards: rewardsSchema,
  server: serverSchema,
})

const overlaySchema = z
  .strictObject({
    tasks: z.strictObject(Object.fromEntries(taskIds.map((id) => [id, taskSchema.partial().optional()]))),
    families: familiesSchema,
    rewards: rewardsSchema.partial(),
    server: serverSchema.partial(),
  })
  .partial()
  .nullable()

export type CompleteFile = z.infer<typeof completeSchema>
export type OverlayFile = z.infer<typeof overlaySchema>

/** @throws AppError `invalid_config` */
export function readPackagedFile(file: string): CompleteFile {
  return readYamlFile(file, completeSchema)
}

/** A file that says what is other than in the packaged one. @throws AppError `invalid_config`, which names file, line and key */
export function readOverlay(file: string): OverlayFile {
  return readYamlFile(file, overlaySchema, keyHints(Object.keys(completeSchema.shape), serverKeys))
}
