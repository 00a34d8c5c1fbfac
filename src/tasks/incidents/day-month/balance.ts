import { leastOfRule } from './plan-files.ts'
import { cellsApart, type Choice, choicesOf } from './choices.ts'
import { isTurnable, leadTolerance } from './lines.ts'
import { fileId, openFiles, openRefusals, refusalId, rowsUnder, truthOfRefusal } from './settle.ts'
import type { PartnerFile, PromiseRow, Story } from './business.ts'
import { type Reading, readingOf, turned, turnsDue, turnsTaken } from './ways.ts'

/** The bounds of the law, and a little more. */
const [mostRepaired, leastAtStake] = [0.385, 0.108]

const cellsBetween = ({ options }: Choice, left: string, right: string): number =>
  cellsApart(options.get(left) ?? [], options.get(right) ?? [])

/** Whether no reading is right for most of what is to be repaired, and every rule of the house matters. */
export function isBalanced(story: Story): boolean {
  const { level, house } = story
  const components = choicesOf(story)
  const repaired = new Map<string, number>()
  const atStake = new Map<string, number>()
  const byKind = new Map<string, number>()
  const add = (to: Map<string, number>, key: string, count: number): void =>
    void to.set(key, (to.get(key) ?? 0) + count)
  for (const component of components.filter(({ global }) => !global)) {
    const { truth, options, kind } = component
    const stake = Math.max(...[...options.keys()].map((id) => cellsBetween(component, truth, id)))
    if (stake === 0) continue
    add(repaired, truth, cellsBetween(component, truth, 'as is'))
    add(atStake, truth, stake)
    add(byKind, kind, stake)
  }
  const sum = (of: ReadonlyMap<string, number>): number => [...of.values()].reduce((all, cells) => all + cells, 0)
  const [allRepaired, allAtStake] = [sum(repaired), sum(atStake)]
  const isFair =
    [...repaired.values()].every((cells) => cells <= mostRepaired * allRepaired) &&
    [...atStake.values()].every((cells) => cells >= leastAtStake * allAtStake)
  if (!isFair) return false
  const matters = (cells: number): boolean => cells >= leastOfRule * allRepaired
  if (!matters(cellsOfChange(story, components))) return false
  if (level === 1) return true
  const edits = components.find(({ global }) => global)
  if (edits === undefined) return false
  for (const other of [...edits.options.keys()].filter((id) => id !== house.moved))
    if (!matters(cellsBetween(edits, house.moved, other))) return false
  for (const kind of ['again', 'withdrawn', 'slip']) if (!matters(byKind.get(kind) ?? 0)) return false
  return isMixed(story) && (level < 4 || isPinned(story))
}

/** Of rows that a list of files shows, those that have to change at most. */
const mostStruck = 0.78

/** Whether the files of those days that stand in one log have rows that stay as well. */
function isMixed(story: Story): boolean {
  const due = new Map(rowsUnder(story).map((row) => [row.id, row]))
  const rows = openFiles(story)
    .filter(({ partner }) => !partner.isOld)
    .flatMap(({ lines }) => lines.flatMap(({ row }) => story.seen.get(row) ?? []))
  const struck = rows.filter((row) => due.get(row.id)?.taken !== row.taken || due.get(row.id)?.due !== row.due)
  return struck.length <= mostStruck * rows.length
}

/** Cells that differ where partners that changed are taken for what they were. */
function cellsOfChange(story: Story, components: readonly Choice[]): number {
  const before = new Map<string, Reading>()
  for (const file of openFiles(story))
    if (file.partner.changed !== null && file.version === 'struck')
      before.set(fileId(file), readingOf(file.partner.ways, story.house.region))
  for (const own of openRefusals(story)) {
    const reading = before.get(fileId(own.file))
    if (reading !== undefined && truthOfRefusal(story, own) !== 'as is') before.set(refusalId(own), reading)
  }
  return components.reduce((sum, own) => sum + cellsBetween(own, own.truth, before.get(own.id) ?? own.truth), 0)
}

/** Rows of a partner that nobody doubts: those of files before the accident and after it. */
export function anchorsOf(story: Story, partner: string): PromiseRow[] {
  const open = new Set(openFiles(story).map(({ id }) => id))
  return [...story.seen.values()].filter((row) => row.partner === partner && !open.has(row.file))
}

/** Whether numbers and lead times tell of every file which days were misread, by one of its lines at least. */
function isPinned(story: Story): boolean {
  const due = new Map(rowsUnder(story).map((row) => [row.id, row]))
  const leads = new Map(story.goods.map(({ code, lead }) => [code, lead]))
  const edited = new Set(story.edits.map(({ row }) => row))
  const anchors = new Map(story.partners.map(({ code }) => [code, anchorsOf(story, code)]))
  return openFiles(story).every((file: PartnerFile) => {
    const rows = file.lines.flatMap(({ row }) => {
      const own = story.seen.has(row) ? due.get(row) : undefined
      return own === undefined ? [] : [own]
    })
    const known = anchors.get(file.partner.code) ?? []
    const receivedOn = Math.floor(file.receivedAt / 1440)
    const numbersTell = rows.some(({ number, taken }) => {
      if (!isTurnable(taken)) return false
      const other = turned(taken)
      return known.some(
        (row) => (row.number < number && row.taken > other) || (row.number > number && row.taken < other),
      )
    })
    const leadsTell = rows.some(({ id, due: day, good }) => {
      if (edited.has(id) || !isTurnable(day)) return false
      return Math.abs(turned(day) - receivedOn - (leads.get(good) ?? 0)) > leadTolerance
    })
    // What is late is told by itself: it cannot be turned.
    const isShown = (late: boolean, isTurned: boolean): boolean => !isTurned && late
    return (
      (numbersTell ||
        isShown(
          rows.some(({ taken }) => !isTurnable(taken)),
          turnsTaken(file.reading),
        )) &&
      (leadsTell ||
        isShown(
          rows.some(({ due: day }) => !isTurnable(day)),
          turnsDue(file.reading),
        ))
    )
  })
}
