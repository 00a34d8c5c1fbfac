import { z } from 'zod'

/** What an agent may do in one step. */
export const actionTypes = ['inspect_schema', 'execute_sql', 'finish_task'] as const

/**
 * An action on the wire. Typed clients send every field, so optional ones accept null; unknown keys
 * are refused (in-band, as an invalid action), for they are usually a misspelt field.
 */
export const actionSchema = z
  .strictObject({
    action_type: z.enum(actionTypes).describe('inspect_schema, execute_sql or finish_task'),
    query: z
      .string()
      .nullish()
      .describe('SQL to run; required for execute_sql. Several statements run in order, all or nothing.'),
    table_name: z.string().nullish().describe('Narrows inspect_schema to one table; empty or null: all.'),
    metadata: z.record(z.string(), z.unknown()).nullish().describe('Ignored; sent by typed OpenEnv clients.'),
  })
  .meta({ id: 'DataopsAction', title: 'DataopsAction' })

export type Action = z.infer<typeof actionSchema>
export type ActionType = (typeof actionTypes)[number]

/** What stands for a tool call that could not be played. Whoever sends this itself reads its own words. */
const invalidCallSchema = z.strictObject({ action_type: z.literal('invalid_call'), reason: z.string() })

/** An action that is refused in-band for this reason, and counted. */
export function invalidCall(reason: string): z.infer<typeof invalidCallSchema> {
  return { action_type: 'invalid_call', reason }
}

/** The reason of an action that `invalidCall` made; undefined for any other. */
export function reasonOf(action: unknown): string | undefined {
  return invalidCallSchema.safeParse(action).data?.reason
}
