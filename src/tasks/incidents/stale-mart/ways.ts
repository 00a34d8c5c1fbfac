/**
 * Ways to count a day, right and wrong, and how far apart they are: in cells, as the grader counts them.
 *
 * @module
 */
import type { DayRows, Handling, ListUse, Measures, Unlisted } from '../../worlds/stations/mart.ts'
import type { DayBook, Ground, LateRule, Way } from './ground.ts'

/** Cells of a row of the mart by day. */
const width = 6
const measures = ['lines', 'quantity', 'amount'] as const

export const countUnlike = (left: Measures, right: Measures): number =>
  measures.reduce((sum, name) => sum + Number(left[name] !== right[name]), 0)

/** Cells in which two states of a day differ. */
export function cellsBetween(left: DayRows, right: DayRows): number {
  let cells = 0
  for (const [group, row] of left) {
    const other = right.get(group)
    cells += other === undefined ? width : countUnlike(row, other)
  }
  for (const group of right.keys()) if (!left.has(group)) cells += width
  return cells
}

/** Cells that a state of a day puts right, less those that it damages. */
export function gainOf(was: DayRows, due: DayRows, now: DayRows): number {
  let gain = 0
  for (const group of new Set([...was.keys(), ...due.keys(), ...now.keys()])) {
    const [old, right, own] = [was.get(group), due.get(group), now.get(group)]
    if (right === undefined) {
      if (old === undefined) gain -= own === undefined ? 0 : width
      else gain += own === undefined ? width : 0
    } else if (old === undefined) gain += own === undefined ? 0 : width - countUnlike(own, right)
    else if (own === undefined) gain -= width - countUnlike(old, right)
    else {
      for (const name of measures) {
        if (old[name] !== right[name]) gain += Number(own[name] === right[name])
        else if (own[name] !== right[name]) gain--
      }
    }
  }
  return gain
}

/** A stated rule that a repair ignores. */
export type Flaw = 'unlisted' | 'list' | 'cut' | 'zeros' | 'late' | 'sound' | 'terms' | 'reruns' | 'closed' | 'old'

/** The rules that an instance has, each of which can be ignored. */
export function flawsOf({ level, house }: Pick<Ground, 'level' | 'house'>): Flaw[] {
  return [
    ...(['unlisted', 'list', 'cut', 'zeros'] as const),
    ...(level >= 2 ? (['late'] as const) : []),
    ...(level >= 3 || (level === 2 && house.late === 'all') ? (['sound'] as const) : []),
    ...(level >= 3 ? (['terms', 'reruns'] as const) : []),
    ...(level >= 4 ? (['closed'] as const) : []),
    ...(level >= 5 ? (['old'] as const) : []),
  ]
}

export const otherUnlisted: Readonly<Record<Unlisted, Unlisted>> = { out: 'own', own: 'rest', rest: 'out' }
export const otherList: Readonly<Record<ListUse, ListUse>> = { dated: 'newest', newest: 'dated' }
export const otherLate: Readonly<Record<LateRule, LateRule>> = { run: 'all', all: 'run' }

/** All ways that somebody could hold right for a day. */
export function waysOf({ level }: Pick<Ground, 'level'>): Way[] {
  const late: LateRule[] = level === 1 ? ['all'] : ['run', 'all']
  return (['out', 'own', 'rest'] as const).flatMap((unlisted) =>
    (['dated', 'newest', 'both'] as const).flatMap((list) =>
      late.flatMap((own) =>
        (level === 5 ? [true, false] : [true]).map((old): Way => ({ unlisted, list, late: own, old })),
      ),
    ),
  )
}

/** The way that the terms of a day's month ask for. */
export const dueWay = ({ terms }: Pick<DayBook, 'terms'>, { late }: { readonly late: LateRule }): Way => ({
  ...terms,
  late,
  old: true,
})

const isSame = (left: Way, right: Way): boolean =>
  left.unlisted === right.unlisted && left.list === right.list && left.late === right.late && left.old === right.old

/** The id of a day's reading that leaves it alone. */
export const asItStands = 'as it stands'

/** What somebody thinks is wrong with a day who counts it anew in a way: the right one by its diagnosis, others by themselves. */
export function readingOf(book: DayBook, way: Way, house: { readonly late: LateRule }): string {
  if (!isSame(way, dueWay(book, house))) {
    return `without a group ${way.unlisted}, by ${way.list}, lines ${way.late}${way.old ? '' : ', no old list'}`
  }
  return diagnosisOf(book)
}

function diagnosisOf({ cut, release, terms }: DayBook): string {
  if (cut) return 'cut short'
  const { unlisted, list }: Pick<Handling, 'unlisted' | 'list'> = release.handling
  const wrong = [
    ...(unlisted === terms.unlisted
      ? []
      : [unlisted === 'out' ? 'lines without a group are missing' : 'lines without a group are misplaced']),
    ...(list === terms.list
      ? []
      : [list === 'both' ? 'lines count for each group in turn' : 'lines stand in another group']),
  ]
  return wrong.length === 0 ? 'counted anew' : wrong.join(', ')
}
