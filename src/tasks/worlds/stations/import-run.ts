/**
 * The import of `file_import` as it runs over the files of a business.
 *
 * @module
 */
import { type CoreRow, type Delivery, type Line, slotOf } from './file-import.ts'
import { type FileRule, isTaken, takesThePlace } from './file-rule.ts'

export type FileStatus = 'loaded' | 'known' | 'replaced' | 'incomplete' | 'applied'

/** A value that a correction put in the place of another. */
export interface Replacement {
  readonly row: number
  readonly at: number
  readonly column: 'good' | 'quantity' | 'amount'
  readonly old: string
  readonly new: string
}

/** What an import made of its files. */
export interface ImportRun {
  readonly rows: ReadonlyMap<number, CoreRow>
  readonly status: ReadonlyMap<number, FileStatus>
  readonly replacements: readonly Replacement[]
}

/** The rows of one slot that stand for its lines. */
interface Slot {
  readonly standing: Map<number, number>
  /** The file whose lines they are. */
  file: number
}

/**
 * Runs the import.
 *
 * @param rule how the house takes second files
 * @param checks whether the file is checked before it is loaded; without the check every file's lines become rows
 * @param takes whether a file that is checked is worth anything; absent: as the rule has it, by its length
 */
export function runImport(
  deliveries: readonly Delivery[],
  rule: FileRule,
  checks: (delivery: Delivery) => boolean,
  takes: (delivery: Delivery) => boolean = ({ lines, announced }) => isTaken(rule, lines.length, announced),
): ImportRun {
  const rows = new Map<number, CoreRow>()
  const status = new Map<number, FileStatus>()
  const replacements: Replacement[] = []
  const slots = new Map<string, Slot>()
  for (const delivery of deliveries) {
    const { sender, lane, lines, ids, type } = delivery
    const known = slots.get(slotOf(delivery))
    const rowOf = (index: number): CoreRow => {
      const { number, at, party, good, quantity } = lines[index] as Line
      return {
        ...{ id: ids[index] as number, sender: sender.code, lane, at, party, good, quantity },
        ...{ file: delivery.id, line: number, changedAt: null },
      }
    }
    /** Makes rows of the lines that no row stands for, or of all. */
    const load = (slot: Slot, onlyMissing: boolean): number => {
      let count = 0
      for (const index of lines.keys()) {
        const row = rowOf(index)
        if (onlyMissing && slot.standing.has(row.line)) continue
        rows.set(row.id, row)
        if (!slot.standing.has(row.line)) slot.standing.set(row.line, row.id)
        count++
      }
      slots.set(slotOf(delivery), slot)
      if (count > 0) status.set(delivery.id, 'loaded')
      return count
    }
    const here = known ?? { standing: new Map<number, number>(), file: delivery.id }
    if (!checks(delivery)) load(here, false)
    else if (!takes(delivery)) status.set(delivery.id, 'incomplete')
    else if (type === 'more' || (type === 'day' && known === undefined)) load(here, false)
    else if (type === 'fix') {
      for (const index of lines.keys()) correct(rowOf(index), here, delivery.receivedAt)
      status.set(delivery.id, 'applied')
    } else if (rule.stays === 'first') {
      if (rule.short === 'void' || load(here, true) === 0) status.set(delivery.id, 'known')
    } else {
      for (const id of here.standing.values()) rows.delete(id)
      status.set(here.file, 'replaced')
      load({ standing: new Map(), file: delivery.id }, false)
    }
  }
  return { rows, status, replacements }

  /** Does to the row of a line what the row of a correction asks for. */
  function correct(by: CoreRow, { standing }: Slot, at: number): void {
    const row = rows.get(standing.get(by.line) ?? -1)
    if (row === undefined) return
    if (by.quantity === 0 && rule.struck === 'goes') {
      rows.delete(row.id)
      return
    }
    if (takesThePlace(rule, by.quantity)) {
      rows.delete(row.id)
      rows.set(by.id, by)
      standing.set(by.line, by.id)
      return
    }
    const taken = { ...row, quantity: by.quantity, good: rule.replaces === 'count' ? row.good : by.good, changedAt: at }
    rows.set(row.id, taken)
    for (const column of ['good', 'quantity', 'amount'] as const) {
      const [old, new_] = [shown(row, column), shown(taken, column)]
      if (old !== new_) replacements.push({ row: row.id, at, column, old, new: new_ })
    }
  }
}

const shown = ({ good, quantity }: CoreRow, column: Replacement['column']): string =>
  column === 'good' ? good.code : String(column === 'quantity' ? quantity : good.price * quantity)
