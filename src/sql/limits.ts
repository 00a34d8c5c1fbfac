/**
 * Every limit of the sandbox in one place. Sizes are bytes unless said.
 *
 * @module
 */
export const limits = {
  /** SQL text of one action, in UTF-8. */
  sqlBytes: 100 * 1024,
  /** One value or row. */
  valueBytes: 256 * 1024,
  /** Statements in one action. */
  statements: 1000,
  /** Rows and bytes of JSON that one action shows. */
  shownRows: 100,
  shownBytes: 64 * 1024,
  /** A column name in a result, in characters. */
  shownName: 256,
  /** An error message, in characters. */
  message: 500,
  databaseBytes: 64 * 1024 * 1024,
  /** TEMP tables and indexes together. */
  tempBytes: 16 * 1024 * 1024,
  /** Memory one action may take beyond what was in use. */
  actionMemory: 128 * 1024 * 1024,
  /** Memory all connections of one instance may take. */
  heapBytes: 384 * 1024 * 1024,
  /** Objects in the schema, and the JSON of the schema summary. */
  schemaObjects: 500,
  schemaBytes: 64 * 1024,
  /** Work units of one action: virtual machine instructions at weight 1. */
  work: 20_000_000,
  /** The wall-clock backstop in milliseconds. */
  wallClock: 5_000,
} as const

/** SQLITE_LIMIT_* that differ from the build's defaults: [id, value]. */
export const engineLimits: readonly (readonly [number, number])[] = [
  [1, limits.sqlBytes], // SQL_LENGTH
  [2, 256], // COLUMN
  [3, 200], // EXPR_DEPTH
  [4, 100], // COMPOUND_SELECT
  [5, 250_000], // VDBE_OP
  [6, 64], // FUNCTION_ARG
  [7, 0], // ATTACHED
  [10, 50], // TRIGGER_DEPTH
]

/** SQLITE_LIMIT_LENGTH. */
export const limitLength = 0

/**
 * Instructions alone do not bound time: one of them may copy or compare a whole value. So an action first
 * runs with values of at most 256 bytes, and when that is too little it starts again with larger values and
 * a price an instruction that grows with them. Measured in docs/decisions/0003-work-budget.md.
 */
export const tiers: readonly { readonly valueBytes: number; readonly weight: number }[] = [
  { valueBytes: 256, weight: 1 },
  { valueBytes: 2 * 1024, weight: 4 },
  { valueBytes: 16 * 1024, weight: 40 },
  { valueBytes: limits.valueBytes, weight: 640 },
]
