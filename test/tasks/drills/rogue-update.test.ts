import { describe, expect, it } from 'vitest'
import type { SqlValue } from '../../../src/data/values.ts'
import type { TaskDraft } from '../../../src/tasks/define-task.ts'
import { draftFor } from './family-lines.ts'

interface Change {
  readonly no: number
  readonly row: SqlValue
  readonly column: string
  readonly before: SqlValue
  readonly after: SqlValue
  readonly clock: string
  /** What the last column names: whoever ordered the change, from level 3 on a number or nothing. */
  readonly by: SqlValue
}

/** A cell with everything that was done to it, in order. */
interface Cell {
  readonly row: SqlValue
  readonly column: string
  readonly found: SqlValue
  readonly due: SqlValue
  readonly changes: readonly Change[]
}

interface Instance {
  readonly draft: TaskDraft
  readonly table: TaskDraft['seed']['tables'][number]
  readonly changes: readonly Change[]
  readonly cells: readonly Cell[]
}

function grouped<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item])
  return groups
}

/** Reads an instance without the help of the generator: the list of changes is the table that names columns. */
function read(id: string, seed: number): Instance {
  const draft = draftFor(id, seed)
  const { tables } = draft.seed
  for (const list of tables) {
    const table = tables.find(
      ({ columns }) => list.columns.length === 7 && list.rows.every((row) => columns.includes(String(row[2]))),
    )
    if (table === undefined) continue
    const changes = list.rows
      .map(([no, row, column, before, after, clock, by]): Change => ({
        no: Number(no),
        row: row ?? null,
        column: String(column),
        before: before ?? null,
        after: after ?? null,
        clock: String(clock),
        by: by ?? null,
      }))
      .toSorted((left, right) => left.no - right.no)
    const due = new Map(draft.target.tables[tables.indexOf(table)]?.rows.map((row) => [row[0] ?? null, row]))
    const groups = grouped(changes, ({ row, column }) => JSON.stringify([row, column]))
    const cells = [...groups.values()].map((own): Cell => {
      const { row, column } = own[0] as Change
      const place = table.columns.indexOf(column)
      const found = table.rows.find(([key]) => key === row)
      return { row, column, found: found?.[place] ?? null, due: due.get(row)?.[place] ?? null, changes: own }
    })
    return { draft, table, changes, cells }
  }
  throw new Error(`no list of changes in ${id}`)
}

const worlds = ['shop', 'payroll', 'sensors']
/** Level 1, where the goal tells who is who, and each change names who ordered it. */
const told = worlds.flatMap((world) => [1, 2, 3, 4].map((seed) => read(`rogue_update@1/${world}/1`, seed)))
const all = worlds.flatMap((world) => [1, 2, 3, 4, 5].map((level) => read(`rogue_update@1/${world}/${level}`, 2)))

type Standing = 'revoked' | 'listed' | 'unlisted'

/** By what the goal says of each code. */
function standingOf({ draft }: Instance, { by }: Change): Standing {
  const line = draft.goal.split('\n').find((text) => text.startsWith(`- ${String(by)}: `)) ?? ''
  if (/taken back|revoked/.test(line)) return 'revoked'
  if (/stands on the list|listed for that/.test(line)) return 'listed'
  expect(line).toMatch(/any list|none of our lists/)
  return 'unlisted'
}

/** Cells of level 1, each with the standings of its changes. */
const judged = told.flatMap((instance) =>
  instance.cells.map((cell) => ({
    ...cell,
    instance,
    standings: cell.changes.map((change) => standingOf(instance, change)),
  })),
)
type Judged = (typeof judged)[number]

const lastOf = ({ standings }: Judged, standing: Standing): number => standings.lastIndexOf(standing)
const asText = (value: SqlValue): SqlValue => (value === null ? null : String(value))

describe('rogue_update', () => {
  it('is right in an instance checked by hand', () => {
    const { draft, table, cells } = read('rogue_update@1/clinic/1', 1)
    expect(table.name).toBe('patientList')
    expect(draft.goal).toContain('- BU-27: what it ordered must not be, all of it is revoked.')
    expect(draft.goal).toContain('- UM-53: entitled to order changes, and listed for that.')
    expect(draft.goal).toContain('- VB-27: nobody ever put it on any list.')
    const cell = (row: number, column: string): readonly SqlValue[] => {
      const own = cells.find((candidate) => candidate.row === row && candidate.column === column)
      return [own?.found ?? null, own?.due ?? null]
    }
    // 5512 UM-53 wrote 7102752; 5523 BU-27, 5605 VB-27, 5659 BU-27 followed: back to what 5523 found.
    expect(cell(2690, 'planCode')).toEqual(['2849212', '7102752'])
    // 5474 BU-27, then 5540 and 5572 UM-53: settled.
    expect(cell(2732, 'planCode')).toEqual(['8754545', '8754545'])
    // 5573 BU-27 wrote Lille over Lille, 5586 BU-27 emptied it.
    expect(cell(2732, 'town')).toEqual([null, 'Lille'])
    // 5519 and 5568 UM-53, the latter Linz over Linz; then 5591 and 5652 BU-27.
    expect(cell(2727, 'town')).toEqual(['Kraków', 'Linz'])
    // 5506 UM-53, three by VB-27, 5596 BU-27, 5651 VB-27: back to what 5596 found, 5651 goes too.
    expect(cell(2721, 'dob')).toEqual(['1941-02-06', '1962-08-23'])
    // 5493 UM-53, 5549 and 5631 VB-27, nothing revoked: what VB-27 did stays.
    expect(cell(2689, 'town')).toEqual([null, null])
    // Empty before 5644 of BU-27, emptied again.
    expect(cell(2702, 'planCode')).toEqual(['5121641', null])
    const faulty = cells.filter(({ found, due }) => found !== due)
    expect(faulty).toHaveLength(13)
  })

  it('settles a cell by a later listed change, also where that wrote the value that was there', () => {
    const settled = judged.filter((cell) => lastOf(cell, 'listed') > lastOf(cell, 'revoked'))
    const after = settled.filter((cell) => lastOf(cell, 'revoked') >= 0)
    expect(after.length).toBeGreaterThan(30)
    for (const { found, due } of settled) expect(due).toBe(found)
    // The first listed change after the revoked ones is an equal one, and still it decides.
    const equal = after.filter((cell) => {
      const first = cell.changes.find(
        (_, index) => index > lastOf(cell, 'revoked') && cell.standings[index] === 'listed',
      )
      return first?.before === first?.after
    })
    expect(equal.length).toBeGreaterThan(3)
  })

  it('goes back to what the earliest revoked change since then found, over later ones and unlisted ones', () => {
    const back = judged.filter((cell) => lastOf(cell, 'revoked') > lastOf(cell, 'listed'))
    for (const cell of back) {
      const first = cell.changes.find(
        (_, index) => index > lastOf(cell, 'listed') && cell.standings[index] === 'revoked',
      )
      expect(asText(cell.due)).toBe(first?.before)
    }
    const unlistedLast = back.filter(({ standings, found, due }) => standings.at(-1) === 'unlisted' && found !== due)
    expect(unlistedLast.length).toBeGreaterThan(5)
    const several = back.filter(
      (cell) =>
        cell.standings.filter((standing, index) => standing === 'revoked' && index > lastOf(cell, 'listed')).length > 1,
    )
    expect(several.length).toBeGreaterThan(10)
  })

  it('leaves an unlisted change that no revoked one precedes', () => {
    const free = judged.filter(({ standings }) => standings.at(-1) === 'unlisted' && !standings.includes('revoked'))
    expect(free.length).toBeGreaterThan(10)
    for (const { found, due } of free) expect(due).toBe(found)
  })

  it('looks at each cell for itself', () => {
    const mixed = told.filter(({ cells }) =>
      [...grouped(cells, ({ row }) => String(row)).values()].some(
        (row) =>
          row.some(({ found, due }) => found !== due) &&
          row.some((cell) => {
            const own = judged.find(({ changes }) => changes === cell.changes)
            return own !== undefined && lastOf(own, 'listed') > lastOf(own, 'revoked') && lastOf(own, 'revoked') >= 0
          }),
      ),
    )
    expect(mixed.length).toBeGreaterThan(8)
    for (const { draft } of all) {
      expect(draft.ambiguities?.map(({ name }) => name)).toContain('a later change of another cell of the row')
    }
  })

  it('goes by the number of a change; by the clock some cells would end otherwise', () => {
    for (const instance of told) {
      const byClock = judged
        .filter((cell) => cell.instance === instance)
        .filter((cell) => {
          const order = cell.changes
            .map((change, index) => ({ change, standing: cell.standings[index] }))
            .toSorted((left, right) => (left.change.clock < right.change.clock ? -1 : 1))
          const settled = order.findLastIndex(({ standing }) => standing === 'listed')
          const first = order.find(({ standing }, index) => standing === 'revoked' && index > settled)
          return (first === undefined ? asText(cell.found) : first.change.before) !== asText(cell.due)
        })
      expect(byClock.length).toBeGreaterThan(0)
    }
  })

  it('lists whole values: each change finds what the one before it left, and the last left what is there', () => {
    for (const { cells } of all) {
      for (const { found, changes } of cells) {
        for (const [index, { before }] of changes.entries()) {
          if (index > 0) expect(before).toBe(changes[index - 1]?.after)
        }
        expect(changes.at(-1)?.after).toBe(asText(found))
      }
    }
  })

  it('has no row come or go, and no change of a row that is not there', () => {
    for (const { draft, table, changes } of all) {
      const keys = new Set(table.rows.map(([key]) => key))
      expect(changes.filter(({ row }) => !keys.has(row))).toEqual([])
      for (const [place, { rows }] of draft.seed.tables.entries()) {
        expect(draft.target.tables[place]?.rows.map(([key]) => key)).toEqual(rows.map(([key]) => key))
      }
    }
  })

  it('puts back what the type of the column takes, and empties what was empty', () => {
    const due = new Set<string>()
    for (const { table, cells } of all) {
      for (const cell of cells) {
        const isWhole = table.ddl.includes(`${cell.column} INTEGER`)
        if (cell.due !== null) expect(typeof cell.due).toBe(isWhole ? 'number' : 'string')
        if (cell.found !== cell.due) due.add(cell.due === null ? 'NULL' : typeof cell.due)
      }
    }
    expect(due).toEqual(new Set(['NULL', 'number', 'string']))
  })

  it('changes nothing but cells that were changed before, and at level 5 the records', () => {
    for (const { draft, table, cells } of all) {
      const known = new Set(cells.map(({ row, column }) => `${String(row)} ${column}`))
      for (const [place, { name, columns, rows }] of draft.seed.tables.entries()) {
        const other = draft.target.tables[place]?.rows ?? []
        const changed = rows.flatMap((row, index) =>
          columns.filter((_, at) => row[at] !== other[index]?.[at]).map((column) => `${String(row[0])} ${column}`),
        )
        if (name === table.name) expect(changed.filter((cell) => !known.has(cell))).toEqual([])
        else if (changed.length > 0) expect(draft.parts.map((part) => part.name)).toEqual(['cells', 'records'])
      }
    }
  })

  it('answers each question that the list raises by a sentence', () => {
    const questions = [
      'a later change of an equal value',
      'a later change of another cell of the row',
      'earlier and later by the clock',
      'unlisted changes settle',
      'unlisted changes are taken back',
      'several revoked changes of a cell',
      'cells that were empty before',
    ]
    for (const { draft } of all) {
      const settled = (draft.ambiguities ?? []).filter((question) => 'sentence' in question)
      const asked = new Set(settled.map(({ name }) => name))
      expect(questions.filter((name) => !asked.has(name))).toEqual([])
    }
  })
})
