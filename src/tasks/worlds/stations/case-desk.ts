/**
 * The engine of `case_desk`: people, a nightly job and changes of many cases at one go, each save leaving a line in the
 * log of what was there before and after.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { dayOf } from '../time.ts'
import type { Good } from '../business.ts'
import type { ViaWords } from './case-desk-trade.ts'

/** What of a case changes. */
export interface CaseValues {
  readonly fee: number
  readonly handler: string
  readonly reason: string
}
export type CaseField = keyof CaseValues

export interface DeskCase {
  readonly id: number
  readonly openedAt: number
  readonly sender: string
  readonly good: Good
  /** null while it is open. */
  readonly settledAt: number | null
  /** What it was opened with: opening a case is no change. */
  readonly start: CaseValues
}

/** A save to come: values to set, `undo` for taking back what this case was last saved with, `again` for all as it is. */
export interface SaveDraft {
  readonly at: number
  readonly operator: string
  readonly via: keyof ViaWords
  readonly row: number
  readonly set: Partial<CaseValues> | 'undo' | 'again'
  /** The change of many cases that it is part of. */
  readonly run?: string
  /** The log has no line of it. */
  readonly lost?: boolean
}

/** One field in a save. */
export interface FieldChange {
  readonly field: CaseField
  readonly old: string | number
  readonly new: string | number
}
export interface Save extends Omit<SaveDraft, 'set'> {
  readonly changes: readonly FieldChange[]
}
export interface NumberedSave extends Save {
  /** The time that the log shows. */
  readonly shownAt: number
  /** One for each field, or one for all of them. */
  readonly numbers: readonly number[]
}

const fieldsAgain: readonly CaseField[] = ['fee', 'handler']

/** Carries drafts out in their order. @returns saves in that order and what every case holds at the end */
export function runDesk(
  cases: readonly DeskCase[],
  drafts: readonly SaveDraft[],
): { readonly saves: readonly Save[]; readonly values: ReadonlyMap<number, CaseValues> } {
  const values = new Map(cases.map(({ id, start }) => [id, start]))
  const last = new Map<number, Save>()
  const saves = drafts
    .toSorted((left, right) => left.at - right.at)
    .map(({ set, ...draft }): Save => {
      const now = values.get(draft.row) as CaseValues
      let changes: FieldChange[]
      if (set === 'undo')
        changes = (last.get(draft.row)?.changes ?? []).map(({ field, old, new: value }) => ({
          field,
          old: value,
          new: old,
        }))
      else if (set === 'again') changes = fieldsAgain.map((field) => ({ field, old: now[field], new: now[field] }))
      else
        changes = (Object.keys(set) as CaseField[]).map((field) => ({
          field,
          old: now[field],
          new: set[field] as string | number,
        }))
      const save: Save = { ...draft, changes }
      last.set(draft.row, save)
      values.set(draft.row, {
        ...now,
        ...Object.fromEntries(changes.map(({ field, new: value }) => [field, value])),
      })
      return save
    })
  return { saves, values }
}

/** How a house numbers the entries of its log, and whose clock tells the time. */
export interface Numbering {
  /** `number`: one counter, while clocks of some PCs are off. `clock`: one clock, while PCs take numbers in packs. */
  readonly order: 'number' | 'clock'
  /** Minutes that a PC's clock is ahead, by its user. */
  readonly skew: ReadonlyMap<string, number>
  /** Users whose packs have lower numbers than everybody's, and higher ones. */
  readonly low: string
  readonly high: string
  /** Each field of a save has a number of its own. */
  readonly perField: boolean
}

/** Numbers and times as the log shows them. */
export function numberSaves(random: Random, saves: readonly Save[], numbering: Numbering): NumberedSave[] {
  const { order, skew, perField, low, high } = numbering
  const countOf = ({ changes }: Save): number => (perField ? changes.length : 1)
  const taken = order === 'number' ? new Map<string, number>() : packsOf(random, saves, countOf, { low, high })
  let next = random.int(3000, 9000)
  return saves.map((save): NumberedSave => {
    const pack = packOf(save)
    const first = taken.get(pack) ?? next
    const count = countOf(save)
    if (order === 'number') next += count
    else taken.set(pack, first + count)
    return {
      ...save,
      shownAt: save.at + (order === 'number' && save.run === undefined ? (skew.get(save.operator) ?? 0) : 0),
      numbers: Array.from({ length: count }, (_, place) => first + place),
    }
  })
}

const packOf = ({ operator, at }: Pick<Save, 'operator' | 'at'>): string => `${dayOf(at)} ${operator}`

/** The first number of everybody's pack of a day. */
function packsOf(
  random: Random,
  saves: readonly Save[],
  countOf: (save: Save) => number,
  { low, high }: Pick<Numbering, 'low' | 'high'>,
): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const save of saves) sizes.set(packOf(save), (sizes.get(packOf(save)) ?? 0) + countOf(save))
  const size = 10 * Math.ceil((Math.max(...sizes.values()) + 1) / 10)
  const days = [...new Set(saves.map(({ at }) => dayOf(at)))].toSorted((left, right) => left - right)
  const packs = new Map<string, number>()
  let next = 100 * random.int(30, 90)
  for (const day of days) {
    const users = [...new Set(saves.filter(({ at }) => dayOf(at) === day).map(({ operator }) => operator))].toSorted()
    const rank = (user: string): number => (user === low ? -1 : user === high ? 1 : 0)
    for (const operator of random.shuffle(users).toSorted((left, right) => rank(left) - rank(right))) {
      packs.set(`${day} ${operator}`, next + random.int(1, 3))
      next += size + 10
    }
  }
  return packs
}
