/**
 * Whether what somebody noticed is gone from a database, and whether the business's invariants hold there.
 *
 * @module
 */
import type { Engine } from '../sql/engine.ts'
import type { Cell } from '../contract/observation.ts'
import { looseNumber, toTypedCell, type SqlValue } from '../data/values.ts'
import type { TaskInstance } from '../tasks/instantiate.ts'
import type { Signs } from '../tasks/define-task.ts'

/** Larger databases are not opened again for it. */
const largestImage = 8 * 1024 * 1024

/** Drawn once an instance: whoever plays it in a group asks for it again and again. */
const known = new WeakMap<TaskInstance, Signs | null>()

function signsOf(instance: TaskInstance): Signs | null {
  let signs = known.get(instance)
  if (signs === undefined) {
    signs = instance.draft.proof?.() ?? null
    known.set(instance, signs && { symptoms: signs.symptoms, invariants: signs.invariants })
  }
  return signs
}

const plain = (cell: Cell): string =>
  looseNumber(
    cell === null || typeof cell !== 'object'
      ? toTypedCell(cell)
      : '$real' in cell
        ? toTypedCell(Number(cell.$real))
        : `b${cell.$blob}`,
  )

const due = (value: SqlValue): string => looseNumber(toTypedCell(value))

/** Empty for tasks that have neither. @param image the database, as a file */
export function signsIn(
  engine: Engine,
  instance: TaskInstance,
  image: () => Uint8Array,
): { symptoms_gone?: boolean; invariants_hold?: boolean } {
  const signs = signsOf(instance)
  if (signs === null) return {}
  const bytes = image()
  if (bytes.length > largestImage) return {}
  const sandbox = engine.open(bytes, { safety: 'own', clock: instance.clock })
  try {
    const rowsOf = (query: string, place: number): readonly (readonly Cell[])[] | null => {
      const outcome = sandbox.run(query, ['signs', place])
      const result = outcome.ok ? outcome.results.at(-1) : undefined
      return result !== undefined && 'rows' in result && !result.truncated ? result.rows : null
    }
    const isGone = signs.symptoms.every(({ query, after }, place) => {
      const rows = rowsOf(query, place)
      return JSON.stringify(rows?.map((row) => row.map(plain))) === JSON.stringify(after.map((row) => row.map(due)))
    })
    const holds = signs.invariants.every(({ query }, place) => rowsOf(query, place)?.length === 0)
    return { symptoms_gone: isGone, invariants_hold: holds }
  } finally {
    sandbox.close()
  }
}
