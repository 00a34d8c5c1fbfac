/**
 * What is open in an instance: every file of those days, every line refused in them, and days changed by hand; with the rows
 * that each reading leaves.
 *
 * @module
 */
import { rowCells } from './row-cells.ts'
import {
  dueEdits,
  editReadings,
  editsId,
  enteredUnder,
  fileId,
  openFiles,
  openRefusals,
  refusalId,
  rowUnder,
  truthOfFile,
  truthOfRefusal,
} from './settle.ts'
import type { PartnerFile, PromiseRow, Story } from './business.ts'
import { readings, turnsDue } from './ways.ts'

/** One thing to decide. */
export interface Choice {
  readonly id: string
  readonly global: boolean
  readonly kind: string
  readonly truth: string
  /** The rows of it under each reading. */
  readonly options: ReadonlyMap<string, readonly PromiseRow[]>
}

export function choicesOf(story: Story): Choice[] {
  const edits = dueEdits(story)
  const { moved } = story.house
  const rowsOf = (file: PartnerFile): PromiseRow[] => file.lines.flatMap(({ row }) => story.seen.get(row) ?? [])
  const files = openFiles(story).map((file): Choice => {
    const rows = rowsOf(file)
    return {
      ...{ id: fileId(file), global: false, kind: `${file.reading}, ${file.version}`, truth: truthOfFile(file) },
      options: new Map(readings.map((id) => [id, rows.map((row) => rowUnder(row, id, edits.get(row.id), moved))])),
    }
  })
  if (story.level === 1) return files
  const refused = openRefusals(story).map((refusal): Choice => {
    const later = story.seen.get(refusal.later ?? -1)
    return {
      ...{ id: refusalId(refusal), global: false, kind: refusal.kind, truth: truthOfRefusal(story, refusal) },
      options: new Map(
        readings.map((id) => {
          const row = enteredUnder(story, refusal, id)
          return [id, row !== null ? [row] : later !== undefined ? [later] : []]
        }),
      ),
    }
  })
  const changed = openFiles(story)
    .filter(({ reading }) => turnsDue(reading))
    .flatMap((file) => rowsOf(file).map((row) => ({ file, row })))
    .filter(({ row }) => edits.has(row.id))
  const edited: Choice = {
    ...{ id: editsId, global: true, kind: 'edits', truth: moved },
    options: new Map(
      editReadings.map((id) => [
        id,
        changed.map(({ file, row }) => rowUnder(row, file.reading, edits.get(row.id), id)),
      ]),
    ),
  }
  return [...files, ...refused, edited]
}

/** Graded cells in which two lists of rows differ. */
export function cellsApart(left: readonly PromiseRow[], right: readonly PromiseRow[]): number {
  const others = new Map(right.map((row) => [row.id, row]))
  let count = 0
  for (const row of left) {
    const other = others.get(row.id)
    others.delete(row.id)
    if (other === undefined) count += rowCells
    else count += Number(row.taken !== other.taken) + Number(row.due !== other.due)
  }
  return count + rowCells * others.size
}
