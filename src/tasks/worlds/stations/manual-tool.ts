/**
 * The station `manual_tool`: people hang rows on core rows, and change single cells. They see what the import left,
 * doubled rows included, and take the one they find.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { inOffice } from '../time.ts'
import type { Person } from '../business.ts'
import type { CoreRow } from './file-import.ts'
import type { ImportRun } from './import-run.ts'
import type { ManualToolTrade } from './manual-tool-trade.ts'

/** A row that somebody hung on a core row. */
export interface ChildRow {
  readonly id: number
  readonly core: number
  readonly at: number
  readonly operator: string
  readonly quantity: number
  readonly reason: string
}

/** A change of one cell of a core row. */
export interface Edit {
  readonly number: number
  readonly at: number
  readonly operator: string
  readonly row: number
  readonly old: string
  readonly new: string
}

/** What a line is known by in every run: its sender, lane, day and number. */
export type LineName = (row: CoreRow) => string

/**
 * Children on rows of the run that people saw.
 *
 * @param seen the run as it was; a child hangs on any of the rows that show its line
 * @param due the run as it should have been; it tells on which row the child belongs
 * @param chance in percent that a line has a child
 * @param even lines with several rows are not left to luck: of those of one group this share has a child, by turns on the
 *   row that stays and on another
 * @param cancelled lines that were taken back, and the chance in percent that one has a child all the same
 * @returns the children as they were entered, and where each belongs; null: its line is no more
 */
export function drawChildren(
  random: Random,
  input: {
    readonly trade: ManualToolTrade
    readonly seen: ImportRun
    readonly due: ImportRun
    readonly nameOf: LineName
    readonly chance: (rows: readonly CoreRow[]) => number
    readonly cancelled?: { readonly lines: ReadonlySet<string>; readonly chance: number }
    readonly even?: { readonly share: number; readonly groupOf: (row: CoreRow) => string }
    readonly operators: readonly Person[]
    readonly visibleFrom: (row: CoreRow) => number
    readonly until: number
  },
): { readonly entered: readonly ChildRow[]; readonly belongs: ReadonlyMap<number, number | null> } {
  const { trade, seen, due, nameOf, operators, until } = input
  const dueByLine = new Map([...due.rows.values()].map((row) => [nameOf(row), row]))
  const seenByLine = new Map<string, CoreRow[]>()
  for (const row of seen.rows.values()) {
    const rows = seenByLine.get(nameOf(row))
    if (rows === undefined) seenByLine.set(nameOf(row), [row])
    else rows.push(row)
  }
  const drafts: (Omit<ChildRow, 'id'> & { readonly due: number | null })[] = []
  const isRefundable = (line: string): boolean => (dueByLine.get(line)?.quantity ?? 0) > 0
  const chosen =
    input.even === undefined
      ? null
      : spreadEvenly(
          random,
          [...seenByLine].filter(([line, rows]) => rows.length > 1 && isRefundable(line)),
          input.even,
        )
  for (const [line, rows] of seenByLine) {
    const right = dueByLine.get(line)
    const core = pickRow(line, rows, right)
    if (core === null) continue
    const from = Math.max(...rows.map(input.visibleFrom))
    const at = inOffice(from + random.int(30, 5 * 1440))
    if (at >= until) continue
    const operator = random.pick(operators).login
    drafts.push({
      core: core.id,
      at,
      operator,
      quantity: 1,
      reason: random.pick(trade.reasons),
      due: right?.id ?? null,
    })
  }
  drafts.sort((left, right) => left.at - right.at)
  let id = random.int(400, 4000)
  const belongs = new Map<number, number | null>()
  const entered = drafts.map(({ due: right, ...child }) => {
    id += random.int(1, 4)
    belongs.set(id, right)
    return { id, ...child }
  })
  return { entered, belongs }

  /** The row of a line that somebody hangs a child on; null: nobody does. */
  function pickRow(line: string, rows: readonly CoreRow[], right: CoreRow | undefined): CoreRow | null {
    if (input.cancelled?.lines.has(line)) {
      const old = rows.filter(({ quantity }) => quantity > 0)
      return old.length > 0 && random.percent(input.cancelled.chance) ? random.pick(old) : null
    }
    if (right === undefined || right.quantity === 0) return null
    if (chosen === null || rows.length < 2) return random.percent(input.chance(rows)) ? random.pick(rows) : null
    const turn = chosen.get(line)
    const others = rows.filter(({ id: own }) => own !== right.id)
    if (turn === undefined) return null
    return turn === 'stays' && others.length < rows.length ? right : random.pick(others)
  }
}

/** Which lines of each group have a child, and on which of their rows. */
function spreadEvenly(
  random: Random,
  lines: readonly (readonly [line: string, rows: readonly CoreRow[]])[],
  { share, groupOf }: { readonly share: number; readonly groupOf: (row: CoreRow) => string },
): Map<string, 'stays' | 'goes'> {
  const groups = new Map<string, string[]>()
  for (const [line, [row]] of lines) {
    if (row === undefined) continue
    const group = groups.get(groupOf(row))
    if (group === undefined) groups.set(groupOf(row), [line])
    else group.push(line)
  }
  const chosen = new Map<string, 'stays' | 'goes'>()
  let turn = random.int(0, 1)
  for (const group of groups.values()) {
    for (const line of random.sample(group, Math.round(group.length * share)))
      chosen.set(line, turn++ % 2 === 0 ? 'goes' : 'stays')
  }
  return chosen
}

/** Lawful changes of the party of rows: somebody was booked under a wrong number. One each at most. */
export function drawEdits(
  random: Random,
  input: {
    readonly rows: readonly CoreRow[]
    readonly newParty: (row: CoreRow) => string
    readonly operators: readonly Person[]
    readonly visibleFrom: (row: CoreRow) => number
    readonly until: number
  },
): Edit[] {
  const drafts = input.rows.flatMap((row) => {
    const at = inOffice(input.visibleFrom(row) + random.int(60, 6 * 1440))
    const operator = random.pick(input.operators).login
    const value = input.newParty(row)
    if (at >= input.until || value === row.party || value === '-') return []
    return [{ at, operator, row: row.id, old: row.party, new: value }]
  })
  drafts.sort((left, right) => left.at - right.at)
  let number = random.int(900, 9000)
  return drafts.map((draft) => ({ number: (number += random.int(1, 5)), ...draft }))
}
