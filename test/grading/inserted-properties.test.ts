/**
 * Random parents and children: rows to change, to delete and to insert, keys of inserted rows that nobody knows, a
 * technical column, parts of every kind.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatabaseContent, TableContent } from '../../src/data/content.ts'
import type { TypedCell } from '../../src/data/values.ts'
import type { GradedPart } from '../../src/grading/graded-table.ts'
import { Grader, micros } from '../../src/grading/grader.ts'

type Cells = readonly TypedCell[]

const parentColumns = ['id', 'doc', 'kind', 'amount', 'loaded_at']
const childColumns = ['id', 'parent_id', 'line', 'note']
const numRuns = 200

const parts: readonly GradedPart[] = [
  {
    name: 'parents',
    kind: 'core',
    weight: 0.8,
    tables: [{ name: 'Parent', key: ['id'], natural: ['doc', 'kind'], ungraded: ['loaded_at'] }],
  },
  {
    name: 'children',
    kind: 'references',
    weight: 0.2,
    tables: [{ name: 'child', key: ['id'], natural: ['parent_id', 'line'], references: { parent_id: 'parent' } }],
  },
]

interface State {
  readonly parents: readonly Cells[]
  readonly children: readonly Cells[]
}

const contentOf = ({ parents, children }: State): DatabaseContent => {
  const table = (name: string, columns: readonly string[], rows: readonly Cells[]): [string, TableContent] => [
    name.toLowerCase(),
    { name, columns, rows },
  ]
  return {
    tables: new Map([table('Parent', parentColumns, parents), table('child', childColumns, children)]),
    unread: new Set(),
    objects: ['Parent', 'child'].map((name) => ({ type: 'table' as const, name, unique: false })),
  }
}

interface Sample {
  readonly before: State
  readonly target: State
  readonly now: State
}

const value = fc.constantFrom<TypedCell>('n', 'i1', 'i2', 'r2', 'tA')
const small = (most: number): fc.Arbitrary<number> => fc.nat({ max: most })

/** Old parents 1 to 8, of which some go and some change; new ones 101 to 104, each of its own document and kind. */
const samples: fc.Arbitrary<Sample> = fc
  .record({
    old: fc.array(fc.tuple(value, fc.constantFrom('stay', 'go', 'change')), { minLength: 1, maxLength: 8 }),
    fresh: fc.uniqueArray(fc.tuple(small(2), small(1), value), {
      maxLength: 4,
      selector: ([doc, kind]) => doc * 2 + kind,
    }),
    lines: fc.array(fc.tuple(small(11), small(11), value), { maxLength: 8 }),
    freshLines: fc.uniqueArray(fc.tuple(small(11), small(2), value), {
      maxLength: 4,
      selector: ([parent, line]) => parent * 3 + line,
    }),
    dice: fc.infiniteStream(small(5)),
  })
  .map(({ old, fresh, lines, freshLines, dice }): Sample => {
    const roll = (): number => dice.next().value as number
    const parent = (id: number, doc: number, kind: number, amount: TypedCell): Cells => [
      `i${id}`,
      `tD${doc}`,
      `i${kind}`,
      amount,
      'told',
    ]
    const before = old.map(([amount], index) => parent(index + 1, 50 + index, 0, amount))
    const kept = old.flatMap(([amount, fate], index) =>
      fate === 'go' ? [] : [parent(index + 1, 50 + index, 0, fate === 'change' ? 'i99' : amount)],
    )
    const inserted = fresh.map(([doc, kind, amount], index) => parent(101 + index, doc, kind, amount))
    const due = [...kept, ...inserted]
    const idOf = (rows: readonly Cells[], index: number): TypedCell =>
      rows[index % Math.max(rows.length, 1)]?.[0] ?? 'n'
    const child = (id: number, owner: TypedCell, line: number, note: TypedCell): Cells => [
      `i${id}`,
      owner,
      `i${line}`,
      note,
    ]
    const childrenBefore = lines.map(([was, , note], index) => child(index + 1, idOf(before, was), 40 + index, note))
    const childrenDue = [
      ...lines.map(([, is, note], index) => child(index + 1, idOf(due, is), 40 + index, note)),
      ...freshLines.map(([owner, line, note], index) => child(201 + index, idOf(due, owner), line, note)),
    ]
    const unique = new Set<string>()
    const childrenTarget = childrenDue.filter(([id, owner, line]) => {
      const natural = `${owner} ${line}`
      const isNew = Number(id?.slice(1)) > 200
      return isNew ? unique.size < unique.add(natural).size : true
    })
    // A state on the way: each row as before, as due, gone, or with a cell of its own; keys of new rows anyhow.
    const mix = (was: readonly Cells[], is: readonly Cells[]): Cells[] => {
      const ids = [...new Set([...was, ...is].map(([id]) => id))]
      return ids.flatMap((id) => {
        const [left, right] = [was, is].map((rows) => rows.find((row) => row[0] === id))
        const row = roll() < 3 ? (right ?? (roll() < 3 ? undefined : left)) : left
        if (row === undefined) return []
        return [row.map((cell, place) => (place > 0 && roll() === 0 ? (roll() < 2 ? 'tX' : 'i2') : cell))]
      })
    }
    const now = { parents: mix(before, due), children: mix(childrenBefore, childrenTarget) }
    // SQLite gives the numbers of deleted rows again.
    const unused = before.map(([id]) => id as TypedCell).filter((id) => !now.parents.some((row) => row[0] === id))
    const isGone = (id: TypedCell): boolean => !due.some((row) => row[0] === id)
    return {
      before: { parents: before, children: childrenBefore },
      target: { parents: due, children: childrenTarget },
      now: roll() < 3 ? renamed(now, 0, unused.filter(isGone)) : now,
    }
  })
  .filter((sample) => graderOf(sample) !== null)

function graderOf({ before, target }: Pick<Sample, 'before' | 'target'>): Grader | null {
  try {
    return new Grader({ before: contentOf(before), target: contentOf(target), parts })
  } catch (error) {
    if (error instanceof TypeError && error.message.includes('seed and target are equal')) return null
    throw error
  }
}

const grade = (sample: Sample, state: State): ReturnType<Grader['grade']> =>
  (graderOf(sample) as Grader).grade(contentOf(state))

const gain = (sample: Sample, state: State): number => {
  const { repaired, damaged, miscorrected } = grade(sample, state).report.total
  return repaired - damaged - miscorrected
}

const isNew = (cell: TypedCell | undefined): boolean => Number(cell?.slice(1)) > 100

/** Other keys for the new parents and children, no two equal; some of those of rows that are gone. */
function renamed({ parents, children }: State, shift: number, free: readonly TypedCell[]): State {
  const names = new Map<TypedCell, TypedCell>()
  const left = [...free]
  for (const [id] of parents)
    if (id !== undefined && isNew(id)) names.set(id, left.pop() ?? `i${Number(id.slice(1)) + shift}`)
  return {
    parents: parents.map((row) => row.with(0, names.get(row[0] ?? 'n') ?? row[0] ?? 'n')),
    children: children.map(([id, owner, ...rest]) => [
      isNew(id) ? `i${Number(id?.slice(1)) + shift}` : (id ?? 'n'),
      names.get(owner ?? 'n') ?? owner ?? 'n',
      ...rest,
    ]),
  }
}

const whole = (sample: Sample): boolean => {
  const ids = sample.now.parents.map(([id]) => id)
  return new Set(ids).size === ids.length
}

describe('with inserted rows, references, ungraded columns and parts', () => {
  it('doing nothing is 0 and the target is 1, whatever the keys of new rows', () => {
    fc.assert(
      fc.property(samples, small(900), (sample, shift) => {
        const idle = grade(sample, sample.before)
        expect(idle.scoreMicros).toBe(0)
        expect(idle.report.total).toMatchObject({ repaired: 0, damaged: 0, miscorrected: 0 })
        const gone = sample.before.parents
          .map(([id]) => id as TypedCell)
          .filter((id) => !sample.target.parents.some((row) => row[0] === id))
        const state = renamed(sample.target, shift, gone)
        expect(grade(sample, state)).toMatchObject({ scoreMicros: micros, solved: true })
      }),
      { numRuns },
    )
  })

  it('a score is whole millionths, 1 only if solved, and its parts tell it', () => {
    let partly = 0
    fc.assert(
      fc.property(samples, (sample) => {
        const { scoreMicros, solved, report } = grade(sample, sample.now)
        expect(Number.isInteger(scoreMicros) && scoreMicros >= 0 && scoreMicros <= micros).toBe(true)
        expect(scoreMicros === micros).toBe(solved)
        const sum = report.parts?.reduce((total, { weight, score }) => total + weight * score, 0) ?? Number.NaN
        if (!solved) expect(Math.abs(Math.min(Math.max(sum, 0), 1) * micros - scoreMicros)).toBeLessThan(4)
        expect(report.parts?.every(({ score }) => score >= -1 && score <= 1)).toBe(true)
        if (scoreMicros > 0 && !solved) partly++
      }),
      { numRuns },
    )
    expect(partly).toBeGreaterThan(20)
  })

  it('neither the keys of new rows, nor technical columns, nor the order of rows counts', () => {
    fc.assert(
      fc.property(samples, small(900), value, (sample, shift, cell) => {
        const other = renamed(sample.now, shift, [])
        const state = {
          parents: other.parents.map((row) => row.with(4, cell)).toReversed(),
          children: other.children.toReversed(),
        }
        const [left, right] = [grade(sample, sample.now), grade(sample, state)]
        expect({ ...right.report, examples: [] }).toEqual({ ...left.report, examples: [] })
        expect([right.scoreMicros, right.solved]).toEqual([left.scoreMicros, left.solved])
      }),
      { numRuns },
    )
  })

  it('never rises when a cell outside the key is made wrong', () => {
    fc.assert(
      fc.property(samples, fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 3 }), (sample, ofParent, any, place) => {
        fc.pre(whole(sample))
        const { now } = sample
        const rows = ofParent ? now.parents : now.children
        fc.pre(rows.length > 0)
        const row = any % rows.length
        const changed = rows.with(row, (rows[row] as Cells).with(place, 'tjunk'))
        const state = ofParent ? { ...now, parents: changed } : { ...now, children: changed }
        expect(gain(sample, state)).toBeLessThanOrEqual(gain(sample, now))
        expect(grade(sample, state).scoreMicros).toBeLessThanOrEqual(grade(sample, now).scoreMicros)
      }),
      { numRuns },
    )
  })

  it('never rises when a row is written again or one is added that nobody asked for', () => {
    fc.assert(
      fc.property(samples, fc.nat(), value, (sample, any, cell) => {
        fc.pre(whole(sample) && sample.now.parents.length > 0)
        const { parents } = sample.now
        const twin = (parents[any % parents.length] as Cells).with(0, 'i7777')
        const stranger: Cells = ['i7778', 'tnobody', 'i9', cell, 'n']
        for (const row of [twin, stranger]) {
          const state = { ...sample.now, parents: [...parents, row] }
          // A twin may stand in for a row whose own key was damaged, never for more than that row.
          if (row === stranger) expect(gain(sample, state)).toBeLessThan(gain(sample, sample.now))
          else if (isNew(parents[any % parents.length]?.[0])) {
            expect(gain(sample, state)).toBeLessThan(gain(sample, sample.now))
          }
        }
      }),
      { numRuns },
    )
  })

  it('never rises when a right row is deleted', () => {
    fc.assert(
      fc.property(samples, fc.nat(), (sample, any) => {
        const { parents } = sample.target
        fc.pre(parents.length > 0)
        const state = { ...sample.target, parents: parents.toSpliced(any % parents.length, 1) }
        expect(grade(sample, state).scoreMicros).toBeLessThan(micros)
        expect(gain(sample, state)).toBeLessThan(gain(sample, sample.target))
      }),
      { numRuns },
    )
  })
})
