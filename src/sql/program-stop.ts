/**
 * Stops a statement between any two instructions. SQLite looks for an interrupt only where it jumps, and a
 * program without jumps may be thousands of instructions long, each of which works on large values. So the
 * instructions that are left are made jumps: the next one sees the interrupt, and the statement ends as any
 * other that is interrupted.
 *
 * Only the operation of an instruction is written, a byte; operands stay as they are, for whatever
 * instruction is under way. The jump is never taken: the interrupt is looked for first.
 *
 * @module
 */
import type { Connection } from './connection.ts'
import type { Sqlite } from './sqlite.ts'
import type { Pointer } from './sqlite-calls.ts'

/** A statement with jumps, to learn the layout from. */
const sample = 'SELECT a + 1 FROM (SELECT 5 AS a UNION ALL SELECT 6) WHERE a > 2'

/** Where a prepared statement keeps its program; learnt from EXPLAIN, which says what should be found. */
interface Layout {
  /** Offset of the pointer to the first instruction; the number of instructions is the next word. */
  readonly program: number
  /** Size of an instruction. Its operation is the first byte, its operands begin at the fourth. */
  readonly size: number
  /** The operation Goto. */
  readonly goto: number
}

export class ProgramStop {
  readonly #sqlite: Sqlite
  readonly #layout: Layout

  /** Throws a TypeError when this build of SQLite is laid out in another way. */
  constructor(connection: Connection) {
    this.#sqlite = connection.sqlite
    this.#layout = learnLayout(connection)
  }

  /** Interrupts everything a connection is running. */
  stop(db: Pointer): void {
    const { calls } = this.#sqlite
    const { program, size, goto } = this.#layout
    calls.sqlite3_interrupt(db)
    for (
      let statement = calls.sqlite3_next_stmt(db, 0);
      statement;
      statement = calls.sqlite3_next_stmt(db, statement)
    ) {
      if (calls.sqlite3_stmt_busy(statement) === 0) continue
      const first = this.#sqlite.readPointer(statement + program)
      const end = first + size * this.#sqlite.readPointer(statement + program + 4)
      for (let instruction = first; instruction < end; instruction += size) this.#sqlite.bytes[instruction] = goto
    }
  }
}

function learnLayout(connection: Connection): Layout {
  const { sqlite } = connection
  const { calls } = sqlite
  const names: string[] = []
  const operands: number[][] = []
  connection.each(`EXPLAIN ${sample}`, (row) => {
    names.push(sqlite.cText(calls.sqlite3_column_text(row, 1)))
    operands.push([2, 3, 4].map((column) => calls.sqlite3_column_double(row, column)))
  })
  const statement = connection.prepare(sample)
  try {
    const word = (at: Pointer): number => sqlite.readPointer(at) | 0
    for (let program = 0; program < 400; program += 4) {
      const first = sqlite.readPointer(statement + program)
      if (word(statement + program + 4) !== names.length) continue
      for (const size of [20, 24, 28, 32]) {
        const at = (index: number): Pointer => first + index * size
        if (first === 0 || at(names.length) > sqlite.memoryBytes) continue
        const same = operands.every((list, index) => list.every((value, p) => word(at(index) + 4 + 4 * p) === value))
        const operation = (name: string): number => sqlite.bytes[at(names.indexOf(name))] as number
        if (same && names.every((name, index) => sqlite.bytes[at(index)] === operation(name))) {
          return { program, size, goto: operation('Goto') }
        }
      }
    }
  } finally {
    calls.sqlite3_finalize(statement)
  }
  throw new TypeError('this build of SQLite keeps its programs elsewhere')
}
