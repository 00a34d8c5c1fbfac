import { changeOf, countedEdits, savesByCase, type StruckField, wasMeant } from './due.ts'
import type { DeskCase } from '../../worlds/stations/case-desk.ts'
import type { Story } from './story.ts'

/** Why a field that was hit is to be as it is: `before` is to be put back, all else stays. */
export type Verdict = 'meant' | 'ended' | 'edited' | 'before'

interface Looked {
  readonly byCase: ReturnType<typeof savesByCase>
  readonly byId: ReadonlyMap<number, DeskCase>
}
const known = new WeakMap<Story, Looked>()

/** Saves and cases of a story by their case, put in order once. */
export function lookInto(story: Story): Looked {
  let looked = known.get(story)
  if (looked === undefined) {
    const byId = new Map(story.cases.map((own) => [own.id, own]))
    known.set(story, (looked = { byCase: savesByCase(story.saves.filter(({ row }) => story.hits.has(row))), byId }))
  }
  return looked
}

/** The verdict on a field of a case that was hit. */
export function verdictOf(story: Story, id: number, field: StruckField): Verdict {
  const { accident, rule, seen } = story
  const { byCase, byId } = lookInto(story)
  const list = byCase.get(id) ?? []
  const later = list.slice(list.findIndex(({ run }) => run === accident.name) + 1)
  const own = byId.get(id)
  if (own === undefined) throw new TypeError(`no case ${id}`)
  const now = seen.get(id)?.reason ?? own.start.reason
  const then = String(later.flatMap((save) => changeOf(save, 'reason')?.old ?? [])[0] ?? now)
  if (wasMeant(own, { past: then, present: now }, accident, rule)) return 'meant'
  if (rule.settled === 'stays' && own.settledAt !== null && own.settledAt > accident.at) return 'ended'
  return countedEdits(later, field, rule).length > 0 ? 'edited' : 'before'
}
