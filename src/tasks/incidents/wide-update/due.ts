/**
 * What every case would hold had the change taken only what was meant, by the habits of the house.
 *
 * @module
 */
import type { CaseField, CaseValues, DeskCase, NumberedSave } from '../../worlds/stations/case-desk.ts'
import type { HouseRule } from './house.ts'
import { type Accident, meets } from './request.ts'

export const struckFields = ['fee', 'handler'] as const satisfies readonly CaseField[]
export type StruckField = (typeof struckFields)[number]

/** Saves of one case in the order in which they happened. */
export function savesByCase(saves: readonly NumberedSave[]): ReadonlyMap<number, readonly NumberedSave[]> {
  const byCase = new Map<number, NumberedSave[]>()
  for (const save of saves.toSorted((left, right) => left.at - right.at)) {
    const own = byCase.get(save.row)
    if (own === undefined) byCase.set(save.row, [save])
    else own.push(save)
  }
  return byCase
}

/** What a field was changed to in a save; undefined: it is not in it. */
export const changeOf = ({ changes }: Pick<NumberedSave, 'changes'>, field: CaseField) =>
  changes.find((change) => change.field === field)

/** Saves of a field after the change that the house counts as edits. */
export function countedEdits(later: readonly NumberedSave[], field: StruckField, { equal }: HouseRule): NumberedSave[] {
  const own = later.filter((save) => changeOf(save, field) !== undefined)
  return own.filter((save, place) => {
    if (save.via === 'job' || save.via === 'undo' || own[place + 1]?.via === 'undo') return false
    const change = changeOf(save, field)
    return equal === 'counts' || change?.old !== change?.new
  })
}

/** Whether a case was meant, by the reason that the house goes by. */
export function wasMeant(
  facts: Pick<DeskCase, 'sender' | 'good' | 'openedAt'>,
  reason: { readonly past: string; readonly present: string },
  { request }: Accident,
  rule: HouseRule,
): boolean {
  return reason[rule.meant] === request.reason && meets(request.condition, facts)
}

export function dueValues(input: {
  readonly cases: readonly DeskCase[]
  readonly saves: readonly NumberedSave[]
  readonly seen: ReadonlyMap<number, CaseValues>
  readonly rule: HouseRule
  readonly accident: Accident
}): ReadonlyMap<number, CaseValues> {
  const { cases, saves, seen, rule, accident } = input
  const byCase = savesByCase(saves)
  const due = new Map(seen)
  for (const own of cases) {
    const list = byCase.get(own.id) ?? []
    const place = list.findIndex(({ run }) => run === accident.name)
    const now = seen.get(own.id)
    if (place < 0 || now === undefined) continue
    const later = list.slice(place + 1)
    const then = later.flatMap((save) => changeOf(save, 'reason')?.old ?? [])[0] ?? now.reason
    if (wasMeant(own, { past: String(then), present: now.reason }, accident, rule)) continue
    if (own.settledAt !== null && own.settledAt > accident.at && rule.settled === 'stays') continue
    const values: { fee: number; handler: string; reason: string } = { ...now }
    for (const field of struckFields) {
      if (countedEdits(later, field, rule).length > 0) continue
      const before = changeOf(list[place] as NumberedSave, field)?.old
      if (field === 'fee') values.fee = Number(before)
      else values.handler = String(before)
    }
    due.set(own.id, values)
  }
  return due
}
