import { z } from 'zod'

/** A SQL value in JSON: infinities, blobs and integers beyond 2^53 have spellings of their own. */
export const cellSchema = z.union([
  z.null(),
  z.number(),
  z.string().describe('Text, or an integer beyond 2^53.'),
  // No enum: declarations would spell its keys in a way that is no type.
  z.strictObject({ $real: z.literal(['Infinity', '-Infinity']) }),
  z.strictObject({ $blob: z.string().describe('base64') }),
])
export type Cell = z.infer<typeof cellSchema>

/** What a statement that yields columns returns. Rows are arrays, so duplicate column names survive. */
export const rowsResultSchema = z.strictObject({
  columns: z.array(z.string()),
  rows: z
    .array(z.array(cellSchema))
    .describe('At most 100 rows and 64 KB in all statements of one action; whole rows are dropped from the end.'),
  row_count: z.int().min(0).describe('The true number of rows, also when some are not shown.'),
  truncated: z.boolean(),
  note: z.string().optional().describe('Only where truncated: which rows are shown, why no more, how to see the rest.'),
})
export type RowsResult = z.infer<typeof rowsResultSchema>

/** What any other statement returns. */
export const changesResultSchema = z.strictObject({ rows_affected: z.int().min(0) })
export type ChangesResult = z.infer<typeof changesResultSchema>

/** Two or more statements in one query: their results in order. */
export const statementsResultSchema = z.strictObject({
  statements: z.array(z.union([rowsResultSchema, changesResultSchema])),
})

/** One table or view as inspect_schema shows it. */
export const tableInfoSchema = z.strictObject({
  name: z.string(),
  type: z.enum(['table', 'view']),
  ddl: z.string(),
  row_count: z.int().min(0).nullable().describe('null for a view: counting one would run it.'),
  foreign_keys: z.array(
    z.strictObject({ column: z.string(), ref_table: z.string(), ref_column: z.string().nullable() }),
  ),
})
export type TableInfo = z.infer<typeof tableInfoSchema>

/** What inspect_schema returns, sorted by table name. */
export const schemaResultSchema = z.strictObject({ tables: z.array(tableInfoSchema) })

export const queryResultSchema = z.union([
  rowsResultSchema,
  changesResultSchema,
  statementsResultSchema,
  schemaResultSchema,
])
export type QueryResult = z.infer<typeof queryResultSchema>

const observationFields = {
  task_id: z
    .string()
    .describe(
      'Of a classic task its id. Of a generated one an opaque name of the instance, t- and 16 digits, since the id names the diagnosis; the outcome tells which it was.',
    ),
  goal: z.string(),
  available_tables: z.array(z.string()),
  schema_summary: z.record(z.string(), z.array(z.string())).describe('Table name to column names.'),
  last_query_result: queryResultSchema.nullable(),
  last_error: z.string().nullable(),
  steps_remaining: z.int().min(0),
  current_step: z.int().min(0),
}

/** What the agent sees: always these eight fields. */
export const observationSchema = z.strictObject(observationFields).meta({ id: 'Observation' })

/** The observation of reset adds a ninth field, which holds the prompt. */
export const resetObservationSchema = z
  .strictObject({ ...observationFields, metadata: z.strictObject({ prompt: z.string() }) })
  .meta({ id: 'ResetObservation' })

export type Observation = z.infer<typeof observationSchema>
export type ResetObservation = z.infer<typeof resetObservationSchema>
