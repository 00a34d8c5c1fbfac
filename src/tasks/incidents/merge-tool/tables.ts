/**
 * The graded tables of an instance: children, their uses, and what is counted and added up of them.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { buildTable } from '../../worlds/build-table.ts'
import type { Child } from '../../worlds/stations/sync.ts'
import { dayOf, monthOf, sayDay, sayMinute } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import type { Books } from './settle.ts'
import { livingRecords, type Story } from './story.ts'
import type { Use } from './uses.ts'

export const useCells = (
  { uses: { columns } }: Names,
  { id, child, at, clerk }: Use,
): Readonly<Record<string, SqlValue>> => ({
  ...{ [columns.id]: id, [columns.child]: child, [columns.at]: sayMinute(at), [columns.clerk]: clerk },
})

/** Children counted and added up, for every record that is left. */
export function overviewOf(
  story: Story,
  children: readonly Child[],
): { record: number; children: number; total: number }[] {
  const sums = new Map(livingRecords(story).map(({ id }) => [id, { record: id, children: 0, total: 0 }]))
  for (const { owner, value } of children) {
    const own = sums.get(owner)
    if (own === undefined) continue
    own.children++
    own.total += value
  }
  return [...sums.values()]
}

/** The same by the month from which children are valid. */
function monthsOf(
  { initial, events }: Story,
  children: readonly Child[],
): { month: string; children: number; total: number }[] {
  const all = [...initial, ...events.flatMap((event) => (event.kind === 'enter' ? [event.child] : []))]
  const sums = new Map(
    all
      .map(({ since }) => monthOf(since))
      .toSorted()
      .map((month) => [month, { month, children: 0, total: 0 }]),
  )
  for (const { since, value } of children) {
    const own = sums.get(monthOf(since))
    if (own === undefined) continue
    own.children++
    own.total += value
  }
  return [...sums.values()]
}

/** The graded tables. */
export function gradedTables(random: Random, story: Story, names: Names, books: Books): TableSpec[] {
  const { level } = story
  const { children, uses, overview, months } = names
  const list: TableSpec[] = [
    buildTable(random, children, {
      columns: [
        { column: 'id', type: 'INTEGER PRIMARY KEY' },
        { column: 'owner', type: 'INTEGER NOT NULL' },
        { column: 'item', type: 'TEXT NOT NULL' },
        { column: 'since', type: 'TEXT NOT NULL' },
        { column: 'value', type: 'INTEGER NOT NULL' },
      ],
      rows: books.children.map((child) => ({ ...child, since: sayDay(child.since) })),
    }),
  ]
  if (level === 1) return list
  list.push(
    buildTable(random, uses, {
      columns: [
        { column: 'id', type: 'INTEGER PRIMARY KEY' },
        { column: 'child', type: 'INTEGER' },
        { column: 'at', type: 'TEXT NOT NULL' },
        { column: 'clerk', type: 'TEXT NOT NULL' },
      ],
      rows: books.uses.map((use) => ({ ...use, at: sayMinute(use.at) })),
    }),
  )
  if (level === 2) return list
  const builtAt = `${sayDay(dayOf(story.asOf))} 03:20`
  list.push(
    buildTable(random, overview, {
      columns: [
        { column: 'record', type: 'INTEGER PRIMARY KEY' },
        { column: 'children', type: 'INTEGER NOT NULL' },
        { column: 'total', type: 'INTEGER NOT NULL' },
        { column: 'builtAt', type: 'TEXT NOT NULL' },
      ],
      rows: overviewOf(story, books.children).map((row) => ({ ...row, builtAt })),
    }),
  )
  if (level < 5) return list
  list.push(
    buildTable(random, months, {
      columns: [
        { column: 'month', type: 'TEXT PRIMARY KEY' },
        { column: 'children', type: 'INTEGER NOT NULL' },
        { column: 'total', type: 'INTEGER NOT NULL' },
      ],
      rows: monthsOf(story, books.children),
    }),
  )
  return list
}
