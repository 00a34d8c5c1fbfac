import { dayOf, monthOf } from '../../worlds/time.ts'
import type { CaseValues, DeskCase } from '../../worlds/stations/case-desk.ts'

/** Cases of a sender that were opened on a day. */
export interface CaseDay {
  readonly sender: string
  readonly day: number
  readonly cases: number
  readonly fees: number
}
export interface CaseMonth {
  readonly sender: string
  readonly month: string
  readonly cases: number
  readonly fees: number
}

export const caseDayKey = ({ sender, day }: Pick<CaseDay, 'sender' | 'day'>): string => `${sender} ${day}`

/** Days by sender. */
export function addUp(cases: readonly DeskCase[], values: ReadonlyMap<number, CaseValues>): CaseDay[] {
  const totals = new Map<string, { sender: string; day: number; cases: number; fees: number }>()
  for (const { id, sender, openedAt } of cases) {
    const day = dayOf(openedAt)
    const key = caseDayKey({ sender, day })
    let total = totals.get(key)
    if (total === undefined) totals.set(key, (total = { sender, day, cases: 0, fees: 0 }))
    total.cases++
    total.fees += values.get(id)?.fee ?? 0
  }
  return [...totals.values()]
}

/** Months of days. */
export function addUpCaseMonths(days: readonly CaseDay[]): CaseMonth[] {
  const totals = new Map<string, { sender: string; month: string; cases: number; fees: number }>()
  for (const { sender, day, cases, fees } of days) {
    const month = monthOf(day)
    const key = `${sender} ${month}`
    let total = totals.get(key)
    if (total === undefined) totals.set(key, (total = { sender, month, cases: 0, fees: 0 }))
    total.cases += cases
    total.fees += fees
  }
  return [...totals.values()]
}
