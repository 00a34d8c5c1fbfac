import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatabaseContent } from '../../src/data/content.ts'
import type { GradedPart, PartKind } from '../../src/grading/graded-table.ts'
import { Grader, micros } from '../../src/grading/grader.ts'
import { contentOf, keyedSamples, type Sample } from './states.ts'

/** Tables of one column beside an id, so many rows each, all with one cell. */
const state = (cells: Readonly<Record<string, readonly [rows: number, cell: string]>>): DatabaseContent => ({
  tables: new Map(
    Object.entries(cells).map(([name, [count, cell]]) => [
      name,
      { name, columns: ['id', 'v'], rows: Array.from({ length: count }, (_, id) => [`i${id}`, cell]) },
    ]),
  ),
  unread: new Set(),
  objects: Object.keys(cells).map((name) => ({ type: 'table' as const, name, unique: false })),
})

const part = (name: string, kind: PartKind | undefined, weight: number): GradedPart => ({
  name,
  weight,
  ...(kind !== undefined && { kind }),
  tables: [{ name, key: ['id'] }],
})

const three = [part('core', 'core', 0.7), part('links', 'references', 0.2), part('mart', 'derived', 0.1)]
const rows = { core: 20, links: 10, mart: 8 }
const all = (core: string, links: string, mart: string, counts = rows): DatabaseContent =>
  state({ core: [counts.core, core], links: [counts.links, links], mart: [counts.mart, mart] })
const make = (parts: readonly GradedPart[], counts = rows): Grader =>
  new Grader({ before: all('i0', 'i0', 'i0', counts), target: all('i1', 'i1', 'i1', counts), parts })

describe('parts of a declared kind', () => {
  it('pay their weight and cost it at most', () => {
    const grader = make(three)
    const score = (...cells: readonly [string, string, string]): number => grader.grade(all(...cells)).scoreMicros
    expect(score('i1', 'i1', 'i1')).toBe(micros)
    expect([score('i1', 'i0', 'i0'), score('i1', 'i1', 'i0'), score('i1', 'i0', 'i9')]).toEqual([
      700_000, 900_000, 600_000,
    ])
    expect(score('i9', 'i1', 'i1')).toBe(0)
    // A part that lost its table loses more cells than it has to repair: floored as well.
    const { tables, ...rest } = all('i1', 'i1', 'i1')
    const fewer = new Map(tables)
    fewer.delete('mart')
    expect(grader.grade({ ...rest, tables: fewer }).scoreMicros).toBe(800_000)
  })

  it('are told by name, the small ones counted in the core', () => {
    const parts = make(three, { ...rows, mart: 7 }).grade(all('i1', 'i1', 'i0', { ...rows, mart: 7 })).report.parts
    expect(parts?.map(({ name, kind, weight, score, tables }) => [name, kind, weight, score, tables])).toEqual([
      ['core', 'core', 0.8, Math.floor((20 / 27) * micros) / micros, ['core', 'mart']],
      ['links', 'references', 0.2, 1, ['links']],
    ])
    const eight = make(three).grade(all('i1', 'i1', 'i0')).report.parts
    expect(eight?.map(({ name, weight, score }) => [name, weight, score])).toEqual([
      ['core', 0.7, 1],
      ['links', 0.2, 1],
      ['mart', 0.1, 0],
    ])
  })

  it('may guard a table in which nothing is wrong', () => {
    const before = all('i0', 'i0', 'i5')
    const grader = new Grader({ before, target: all('i1', 'i1', 'i5'), parts: three })
    expect(grader.grade(all('i1', 'i1', 'i5')).solved).toBe(true)
    expect(grader.grade(all('i1', 'i1', 'i6')).scoreMicros).toBe(680_000)
  })

  it.each<[string, readonly GradedPart[], string]>([
    [
      'a light core',
      [part('core', 'core', 0.55), part('links', 'references', 0.35), part('mart', 'derived', 0.1)],
      'core parts weigh',
    ],
    [
      'light references',
      [part('core', 'core', 0.8), part('links', 'references', 0.1), part('mart', 'derived', 0.1)],
      'references parts weigh',
    ],
    [
      'heavy tables that follow',
      [part('core', 'core', 0.6), part('links', 'references', 0.2), part('mart', 'derived', 0.2)],
      'derived parts weigh',
    ],
    [
      'no core',
      [part('core', 'references', 0.9), part('links', 'derived', 0.05), part('mart', 'derived', 0.05)],
      'one of them core',
    ],
    [
      'a part without a kind',
      [part('core', 'core', 0.7), part('links', 'references', 0.2), part('mart', undefined, 0.1)],
      'or none does',
    ],
  ])('weigh as agreed: %s is refused', (_, parts, message) => {
    expect(() => make(parts)).toThrow(message)
  })
})

describe('what is not declared', () => {
  const graded = ({ before, target, now, spec }: Sample, kind?: PartKind, extra = {}) =>
    new Grader({
      before: contentOf(before),
      target: contentOf(target),
      parts: [{ name: 'data', weight: 1, ...(kind !== undefined && { kind }), tables: [{ ...spec, ...extra }] }],
    }).grade(contentOf(now))

  it('changes no grade', () => {
    fc.assert(
      fc.property(keyedSamples, (sample) => {
        const plain = graded(sample)
        expect(graded(sample, undefined, { ungraded: [], references: {} })).toEqual(plain)
        const { parts, ...report } = graded(sample, 'core').report
        expect({ ...graded(sample, 'core'), report }).toEqual(plain)
        expect(parts).toHaveLength(1)
        // Keys that are all stated are keys as ever.
        const stated = sample.target.rows.map(([id]) => Number(id?.slice(1)))
        expect(graded(sample, undefined, { natural: ['a'], stated })).toEqual(plain)
      }),
      { numRuns: 300 },
    )
  })
})
