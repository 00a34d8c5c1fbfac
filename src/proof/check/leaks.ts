/**
 * Ways in which a seed database could hold its own answer: an object to copy from, or bytes of clean values
 * in the file.
 *
 * @module
 */
import type { GradedTable } from '../../grading/graded-table.ts'
import type { DatabaseContent } from '../../data/content.ts'
import type { TypedCell } from '../../data/values.ts'
import { looseNumber } from '../../data/values.ts'

/** An answer this short turns up in any file by chance. */
const shortestText = 4

/** The readable tables and views, column by column, cells comparable. */
interface Readable {
  readonly name: string
  readonly rowCount: number
  readonly columns: ReadonlyMap<string, readonly TypedCell[]>
}

function readablesOf(content: DatabaseContent): Readable[] {
  return [...content.tables.values()].map(({ name, columns, rows }) => ({
    name,
    rowCount: rows.length,
    columns: new Map(columns.map((column, index) => [column, rows.map((row) => looseNumber(row[index] ?? 'n'))])),
  }))
}

const sorted = (cells: Iterable<TypedCell>): string => JSON.stringify([...cells].toSorted())

/** What has to change in one graded table. */
interface Answer {
  /** Column by column, the keys and clean values of the cells to repair. */
  readonly repairs: ReadonlyMap<string, readonly (readonly [key: TypedCell, value: TypedCell])[]>
  readonly keptKeys: readonly TypedCell[]
  readonly removedKeys: readonly TypedCell[]
  /** Columns of the rows to add. */
  readonly added: ReadonlyMap<string, readonly TypedCell[]>
  readonly addedCount: number
}

/** The rows of a table by their key's cell, each by lower-case column name. */
function rowsByKey(content: DatabaseContent, table: string, key: string): Map<TypedCell, Map<string, TypedCell>> {
  const { columns = [], rows = [] } = content.tables.get(table.toLowerCase()) ?? {}
  const names = columns.map((column) => column.toLowerCase())
  return new Map(
    rows.map((cells) => {
      const row = new Map(names.map((name, index) => [name, looseNumber(cells[index] ?? 'n')]))
      return [row.get(key) ?? 'n', row]
    }),
  )
}

/** null: the key is not one column, so rows cannot be followed. */
function answerOf(before: DatabaseContent, target: DatabaseContent, spec: GradedTable): Answer | null {
  const key = spec.key?.length === 1 ? spec.key[0]?.toLowerCase() : undefined
  if (key === undefined) return null
  const oldRows = rowsByKey(before, spec.name, key)
  const newRows = rowsByKey(target, spec.name, key)
  const repairs = new Map<string, [TypedCell, TypedCell][]>()
  const added = new Map<string, TypedCell[]>()
  let addedCount = 0
  for (const [id, row] of newRows) {
    const old = oldRows.get(id)
    if (old === undefined) addedCount++
    for (const [column, cell] of row) {
      if (old === undefined) added.set(column, [...(added.get(column) ?? []), cell])
      else if (old.get(column) !== cell) repairs.set(column, [...(repairs.get(column) ?? []), [id, cell]])
    }
  }
  const ids = [...oldRows.keys()]
  const keptKeys = ids.filter((id) => newRows.has(id))
  const removedKeys = ids.filter((id) => !newRows.has(id))
  return { repairs, keptKeys, removedKeys, added, addedCount }
}

/**
 * Objects that an agent could copy the whole answer of a table from: one that gives the clean value of every
 * cell of a column by key, one that lists just the rows to delete or to keep, one whose rows are the rows to add.
 * `readable` is the seed with its views read as tables.
 */
export function answerObjects(input: {
  readonly readable: DatabaseContent
  readonly before: DatabaseContent
  readonly target: DatabaseContent
  readonly graded: readonly GradedTable[]
}): string[] {
  const readables = readablesOf(input.readable)
  return input.graded.flatMap((spec) => {
    const answer = answerOf(input.before, input.target, spec)
    if (answer === null) return []
    return readables.flatMap((source) => [
      ...givesRepairs(source, answer).map((column) => `${source.name} gives every clean ${spec.name}.${column}`),
      ...(source.name.toLowerCase() !== spec.name.toLowerCase() && listsKeys(source, answer)
        ? [`${source.name} lists the rows of ${spec.name} that stay or go`]
        : []),
      ...(givesAdditions(source, answer) ? [`${source.name} holds the rows that ${spec.name} lacks`] : []),
    ])
  })
}

/**
 * Values that give away which rows are to be repaired: a cell of the row itself that all of them share and no
 * other row has, or a column elsewhere that lists their keys and no others.
 */
export function markedRepairs(input: Parameters<typeof answerObjects>[0]): string[] {
  const readables = readablesOf(input.readable)
  return input.graded.flatMap((spec) => {
    const answer = answerOf(input.before, input.target, spec)
    const own = readables.find(({ name }) => name.toLowerCase() === spec.name.toLowerCase())
    const key = spec.key?.[0]?.toLowerCase() ?? ''
    if (answer === null || own === undefined) return []
    const keys = [...own.columns].find(([column]) => column.toLowerCase() === key)?.[1] ?? []
    return [...answer.repairs].flatMap(([column, cells]) => {
      const due = new Set(cells.map(([id]) => id))
      if (due.size === keys.length) return []
      const lists = readables
        .filter((source) => source !== own)
        .flatMap((source) =>
          [...source.columns].flatMap(([other, values]) =>
            sorted(new Set(values)) === sorted(due)
              ? [`${source.name}.${other} lists the rows of ${spec.name}.${column}`]
              : [],
          ),
        )
      const marks = [...own.columns].flatMap(([other, values]) => {
        const inside = new Set(values.filter((_, index) => due.has(keys[index] ?? 'n')))
        const outside = new Set(values.filter((_, index) => !due.has(keys[index] ?? 'n')))
        const alone = inside.size === 1 && !outside.has([...inside][0] ?? 'n')
        return alone && other.toLowerCase() !== column ? [`${spec.name}.${other} marks the rows of ${column}`] : []
      })
      return [...lists, ...marks]
    })
  })
}

/** Columns all of whose clean values stand in the source beside the right key. */
function givesRepairs(source: Readable, { repairs }: Answer): string[] {
  const columns = [...source.columns.values()]
  return [...repairs].flatMap(([column, cells]) => {
    const found = columns.some((keys) => {
      const rowOf = new Map(keys.map((cell, index) => [cell, index]))
      return columns.some((values) => cells.every(([id, value]) => values[rowOf.get(id) ?? -1] === value))
    })
    return found ? [column] : []
  })
}

function listsKeys(source: Readable, { keptKeys, removedKeys }: Answer): boolean {
  if (removedKeys.length === 0) return false
  const lists = new Set([sorted(keptKeys), sorted(removedKeys)])
  return [...source.columns.values()].some((cells) => lists.has(sorted(new Set(cells))))
}

function givesAdditions(source: Readable, { added, addedCount }: Answer): boolean {
  if (addedCount === 0 || source.rowCount !== addedCount) return false
  const given = new Set([...source.columns.values()].map(sorted))
  return [...added.values()].every((cells) => given.has(sorted(cells)))
}

/** Texts of the target that no readable cell of the seed holds, whole or in part. */
export function cleanTexts(before: DatabaseContent, target: DatabaseContent): string[] {
  const readable = cellTexts(before).join('\n')
  return [...new Set(cellTexts(target))].filter((text) => text.length >= shortestText && !readable.includes(text))
}

/** Clean texts that stand in the bytes of the file although nobody can read them. */
export function textsInBytes(before: DatabaseContent, target: DatabaseContent, image: Uint8Array): string[] {
  const file = toBinary(image)
  return cleanTexts(before, target).filter((text) => file.includes(toBinary(new TextEncoder().encode(text))))
}

function cellTexts(content: DatabaseContent): string[] {
  return [...content.tables.values()].flatMap(({ rows }) =>
    rows.flatMap((row) => row.filter((cell) => cell[0] === 't').map((cell) => cell.slice(1))),
  )
}

/** Bytes as a string of one character each, to search in. */
function toBinary(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8_192))
  }
  return binary
}
