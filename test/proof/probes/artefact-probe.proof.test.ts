import { describe, expect, it } from 'vitest'
import type { DatabaseSpec } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import type { TaskDraft } from '../../../src/tasks/define-task.ts'
import { drillList } from '../../../src/tasks/family-list.ts'
import { draftOf } from '../../../src/tasks/instantiate.ts'
import { artefactBound, exemptions, probeArtefacts } from '../../../src/proof/probes/artefact-probe.ts'
import { mixedInstances } from '../../../src/proof/probes/instances.ts'
import { features, probeLines } from '../../../src/proof/probes/probed-lines.ts'

type Databases = Pick<TaskDraft, 'seed' | 'target'>

function familyNamed(id: string): (typeof drillList)[number] {
  const family = drillList.find((candidate) => candidate.id === id)
  if (family === undefined) throw new Error(`no family ${id}`)
  return family
}

const draftsOf = (id: string, count: number): TaskDraft[] =>
  mixedInstances(familyNamed(id), count).map(({ task, seed }) => draftOf(task, seed))

describe('nothing but the rule tells corrupted lines apart', () => {
  it.each(drillList)('$id', ({ id }) => {
    const { failures, clean, decoys, exemption } = probeArtefacts(id, draftsOf(id, 80))
    expect(failures).toEqual([])
    expect(clean.corrupted).toBeGreaterThan(1_000)
    expect(clean.others).toBeGreaterThan(1_000)
    expect(clean.area).toBeLessThanOrEqual(artefactBound)
    // What is not compared is declared.
    expect(decoys !== null || exemption !== null).toBe(true)
  })
})

it('every exemption is of a feature that there is, and of a family with a reason', () => {
  const names = new Set<string>(features.flatMap(({ name, about }) => [name, about]))
  for (const { features: exempt, reason } of Object.values(exemptions)) {
    expect(exempt.filter((name) => !names.has(name))).toEqual([])
    expect(reason.length).toBeGreaterThan(20)
  }
})

type Row = readonly SqlValue[]

/** The databases with the table to repair changed alike on both sides; `turn` is told which lines are corrupted. */
function planted(
  draft: Databases,
  turn: (rows: readonly Row[], isCorrupted: (row: Row) => boolean) => Row[],
): Databases {
  const due = new Map(draft.target.tables.map(({ name, rows }) => [name, new Map(rows.map((row) => [row[0], row]))]))
  const isWrong = (table: string, row: Row): boolean => {
    const clean = due.get(table)?.get(row[0])
    return clean === undefined || row.some((cell, place) => clean[place] !== cell)
  }
  const hurt = draft.seed.tables.find(({ name, rows }) => rows.some((row) => isWrong(name, row)))
  const wrong = new Set(hurt?.rows.filter((row) => isWrong(hurt.name, row)).map(([key]) => key))
  const side = ({ tables }: DatabaseSpec): DatabaseSpec => ({
    tables: tables.map((table) =>
      table.name === hurt?.name ? { ...table, rows: turn(table.rows, ([key]) => wrong.has(key)) } : table,
    ),
  })
  return { seed: side(draft.seed), target: side(draft.target) }
}

/** Whether a drawing of some percent comes out for a line, always the same way. */
const chance = (row: Row, percent: number): boolean => (Number(row[0]) * 7919) % 100 < percent

describe('a planted artefact is found', () => {
  it('when corrupted lines are inserted early', () => {
    const drafts = draftsOf('date_iso', 80).map((draft) =>
      planted(draft, (rows, isCorrupted) => {
        const early = (row: Row): boolean => isCorrupted(row) === chance(row, 75)
        return [...rows.filter(early), ...rows.filter((row) => !early(row))]
      }),
    )
    const { clean, failures } = probeArtefacts('date_iso', drafts)
    expect(clean.area).toBeGreaterThan(artefactBound)
    expect(clean.asked[0]).toBe('order of insertion')
    expect(failures.join()).toContain('by their place')
  })

  it('when keys of corrupted lines are even more often, unless that is declared to be the rule', () => {
    const drafts = draftsOf('bool_lexeme', 80).map((draft) =>
      planted(draft, (rows, isCorrupted) =>
        rows.map((row) => {
          const even = isCorrupted(row) === chance(row, 75)
          return [2 * Number(row[0]) + (even ? 0 : 1), ...row.slice(1)]
        }),
      ),
    )
    const { clean, failures } = probeArtefacts('bool_lexeme', drafts)
    expect(clean.area).toBeGreaterThan(0.7)
    expect(clean.asked[0]).toMatch(/^key mod (?:2|4|10)$/)
    expect(failures).toHaveLength(1)
    const told = features.flatMap(({ name }) => (/^(?:key mod|gap)/.test(name) ? [name] : []))
    const declared = probeArtefacts('bool_lexeme', drafts, { features: [...told, 'value'], reason: 'planted' })
    expect(declared.failures).toEqual([])
  })

  it('when right values that look corrupted have a length of their own', () => {
    const drafts = draftsOf('sentinels', 80).map((draft) =>
      planted(draft, (rows, isCorrupted) =>
        rows.map((row) =>
          isCorrupted(row)
            ? row
            : row.map((cell) => (typeof cell === 'string' ? cell.replace(/(\p{L})$/u, '$1xx') : cell)),
        ),
      ),
    )
    const { decoys, failures } = probeArtefacts('sentinels', drafts)
    expect(decoys?.area).toBeGreaterThan(artefactBound)
    // Not alone: a batch of few lines has fewer of either kind.
    expect(decoys?.asked.some((name) => name.startsWith('length of'))).toBe(true)
    expect(failures.join()).toContain('from decoys')
  })

  it('and a family without decoys has to say why', () => {
    const drafts = draftsOf('date_iso', 20)
    expect(probeArtefacts('date_iso', drafts, null).failures).toEqual([
      'no right value looks like a corrupted one, and no reason is declared',
    ])
  })
})

describe('features', () => {
  const table = (rows: readonly Row[]): DatabaseSpec => ({
    tables: [
      { name: 'lines', ddl: '', columns: ['id', 'note', 'other', 'batch'], rows },
      { name: 'book', ddl: '', columns: ['no'], rows: [[70], [71]] },
    ],
  })
  const rows: readonly Row[] = [
    [9, 'x 1', 'aaa', 70],
    [4, 'done', '', null],
    [2, 'y 22', 'bb', 71],
    [12, 'zz 3', 'c', null],
  ]
  // The line with key 9 is to be mended, the one with key 4 is to go.
  const due = rows.filter(([key]) => key !== 4).map((row) => (row[0] === 9 ? [9, 'x', ...row.slice(2)] : row))
  const lines = probeLines({ seed: table(rows), target: table(due) }).flat()
  const feature = (name: string): (number | undefined)[] => {
    const place = features.findIndex((candidate) => candidate.name === name)
    return lines.map((line) => line.features[place])
  }

  it('are those of the lines as they stand', () => {
    expect(lines.map(({ corrupted }) => corrupted)).toEqual([true, true, false, false])
    expect(lines.map(({ decoy }) => decoy)).toEqual([false, false, true, true])
    expect(feature('order of insertion')).toEqual([0, 0.25, 0.5, 0.75])
    expect(feature('rank of the key')).toEqual([0.5, 0.25, 0, 0.75])
    expect(feature('gap before the key')).toEqual([5, 2, 1, 3])
    expect(feature('gap after the key')).toEqual([3, 5, 2, 1])
    expect(feature('key mod 5')).toEqual([4, 4, 2, 2])
    expect(feature('names its batch')).toEqual([1, 0, 1, 0])
    // By keys 2, 4, 9, 12: batches 71, 71, 70, 70.
    expect(feature('lines of its batch')).toEqual([2, 2, 2, 2])
    expect(feature('place in the run')).toEqual([0, 1, 0, 1])
    expect(feature('length of the run')).toEqual([2, 2, 2, 2])
    expect(feature('mentions of its batch')).toEqual([1, 1, 1, 1])
    expect(feature('place of the mention')).toEqual([0, 0.5, 0.5, 0])
    expect(feature('length of the other columns')).toEqual([3, 0, 2, 1])
    expect(feature('length of the value')).toEqual([3, 4, 4, 4])
    expect(feature('values like it')).toEqual([0.25, 0.25, 0.25, 0.25])
  })
})
