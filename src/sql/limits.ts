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
  /** Savepoints open at once: every write looks at each of them. */
  savepoints: 50,
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
  /**
   * Memory in use beyond which an engine takes no more databases, and those that are large have to leave when
   * they are not alone: an agent that fills its database must not push its neighbours out.
   */
  crowdedBytes: 128 * 1024 * 1024,
  largeDatabase: 8 * 1024 * 1024,
  /** What sorting and intermediate tables keep in memory before they write to files, which are memory too. */
  cacheBytes: 1024 * 1024,
  /** Objects in the schema, and the bytes of their DDL or of the schema summary as JSON. */
  schemaObjects: 500,
  schemaBytes: 64 * 1024,
  /** Work of one action, of describing the schema after it changed, and of reading a database for grading. */
  work: 40_000_000,
  schemaWork: 8_000_000,
  readingWork: 40_000_000,
  /** Bytes of one table that a grader reads; what is larger is certainly wrong. */
  readingBytes: 4 * 1024 * 1024,
  /** The wall-clock backstop in milliseconds. */
  wallClock: 5_000,
} as const

/** SQLITE_LIMIT_LENGTH. */
const limitLength = 0

/** SQLITE_LIMIT_* that differ from the build's defaults: [id, value]. */
export const engineLimits: readonly (readonly [number, number])[] = [
  [limitLength, limits.valueBytes],
  [1, limits.sqlBytes], // SQL_LENGTH
  [2, 256], // COLUMN
  [3, 500], // EXPR_DEPTH: a third of what the stack holds
  [4, 100], // COMPOUND_SELECT
  [5, 250_000], // VDBE_OP
  [6, 32], // FUNCTION_ARG: JSON functions walk a document once an argument
  [7, 0], // ATTACHED
  [8, 280], // LIKE_PATTERN_LENGTH: matching takes pattern times text, in one instruction
  [9, 100], // VARIABLE_NUMBER
  [10, 50], // TRIGGER_DEPTH
]
