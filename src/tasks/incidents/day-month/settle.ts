/**
 * What rows become under a choice for every file, every refused line and for the house: the target is one of many.
 *
 * @module
 */
import { monthOf } from '../../worlds/time.ts'
import { otherOrder } from './house.ts'
import { readLine } from './lines.ts'
import type { Edit, PartnerFile, PromiseRow, Refusal, Story } from './business.ts'
import { type Reading, turned, turnsDue, turnsTaken } from './ways.ts'

/** What becomes of a second day that was changed by hand, where the day below it was misread. */
export const editReadings = ['as entered', 'moved again', 'turned'] as const
export type EditReading = (typeof editReadings)[number]

export const editsId = 'days changed by hand'
export const fileId = ({ id }: PartnerFile): string => `days of file ${id}`
export const refusalId = ({ id }: Refusal): string => `refused line ${id}`

/** A row whose file was read as said. */
export function rowUnder(row: PromiseRow, reading: Reading, edit: Edit | undefined, edits: EditReading): PromiseRow {
  const taken = turnsTaken(reading) ? turned(row.taken) : row.taken
  if (!turnsDue(reading)) return { ...row, taken }
  if (edit === undefined || edits === 'turned') return { ...row, taken, due: turned(row.due) }
  return { ...row, taken, due: edits === 'as entered' ? row.due : turned(edit.old) + edit.new - edit.old }
}

/** The row that a refused line becomes; null where it stays refused. */
export function enteredUnder(story: Story, { file, line, sent, kind }: Refusal, reading: Reading): PromiseRow | null {
  const { region } = story.house
  const by = (isTurned: boolean): 'dm' | 'md' => (isTurned ? otherOrder(region) : region)
  if (reading === 'as is') return null
  const days = readLine(sent, { taken: by(turnsTaken(reading)), due: by(turnsDue(reading)) })
  if (days === null) return null
  return {
    ...{ id: sent.row, partner: file.partner.code, number: sent.number, ...days, good: sent.code },
    ...{ quantity: sent.quantity ?? 0, isWithdrawn: kind === 'withdrawn', file: file.id, line },
  }
}

export const truthOfFile = ({ reading }: PartnerFile): Reading => reading

export function truthOfRefusal({ house }: Pick<Story, 'house'>, { file, kind }: Refusal): Reading {
  const isEntered =
    kind === 'due' ||
    (kind === 'again' && house.again === 'reserved row') ||
    (kind === 'withdrawn' && house.withdrawn === 'entered')
  return isEntered ? file.reading : 'as is'
}

export const openFiles = ({ files }: Pick<Story, 'files'>): PartnerFile[] => files.filter(({ isOpen }) => isOpen)
export const openRefusals = ({ refusals }: Pick<Story, 'refusals'>): Refusal[] =>
  refusals.filter(({ file }) => file.isOpen)

/** Changes of second days by row. */
export function dueEdits({ edits }: Pick<Story, 'edits'>): Map<number, Edit> {
  return new Map(edits.filter(({ column }) => column === 'due').map((edit) => [edit.row, edit]))
}

/** All rows under a choice for every component; what is not named is as in the target. */
export function rowsUnder(story: Story, choices: ReadonlyMap<string, string> = new Map()): PromiseRow[] {
  const edits = (choices.get(editsId) ?? story.house.moved) as EditReading
  const byRow = dueEdits(story)
  const rows = new Map(story.seen)
  for (const file of openFiles(story)) {
    const reading = (choices.get(fileId(file)) ?? truthOfFile(file)) as Reading
    if (reading === 'as is') continue
    for (const { row: id } of file.lines) {
      const row = rows.get(id)
      if (row !== undefined) rows.set(id, rowUnder(row, reading, byRow.get(id), edits))
    }
  }
  for (const refusal of openRefusals(story)) {
    const reading = (choices.get(refusalId(refusal)) ?? truthOfRefusal(story, refusal)) as Reading
    const row = enteredUnder(story, refusal, reading)
    if (row === null) continue
    rows.set(row.id, row)
    if (refusal.later !== null) rows.delete(refusal.later)
  }
  return [...rows.values()]
}

/** What is due in a month; rows that were called off are not. */
export interface PlanRow {
  readonly partner: string
  readonly month: string
  readonly lines: number
  readonly quantity: number
}

export const planMonths: readonly string[] = Array.from(
  { length: 12 },
  (_, place) => `2027-${String(place + 1).padStart(2, '0')}`,
)

/** The plan of all partners and months, also where nothing is due. */
export function planOf({ partners }: Pick<Story, 'partners'>, rows: readonly PromiseRow[]): PlanRow[] {
  const sums = new Map<string, { lines: number; quantity: number }>()
  for (const { partner, due, quantity, isWithdrawn } of rows) {
    if (isWithdrawn) continue
    const key = `${partner} ${monthOf(due)}`
    const sum = sums.get(key) ?? { lines: 0, quantity: 0 }
    sums.set(key, { lines: sum.lines + 1, quantity: sum.quantity + quantity })
  }
  return partners.flatMap(({ code }) =>
    planMonths.map((month) => ({
      ...{ partner: code, month },
      ...(sums.get(`${code} ${month}`) ?? { lines: 0, quantity: 0 }),
    })),
  )
}

/** The plan as it is to be: months that were handed over stay as they were. */
export function planUnder(story: Story, rows: readonly PromiseRow[]): PlanRow[] {
  const fixed = new Set(story.handedOver.map(({ month }) => month))
  const seen = planOf(story, [...story.seen.values()])
  return planOf(story, rows).map((own, place) => (fixed.has(own.month) ? (seen[place] as PlanRow) : own))
}

/** The sum of a plan by month. */
export function totalsOf(plan: readonly PlanRow[]): Omit<PlanRow, 'partner'>[] {
  return planMonths.map((month) => {
    const own = plan.filter((row) => row.month === month)
    return {
      month,
      lines: own.reduce((sum, { lines }) => sum + lines, 0),
      quantity: own.reduce((sum, { quantity }) => sum + quantity, 0),
    }
  })
}
