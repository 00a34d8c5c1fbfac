import { describe, expect, it } from 'vitest'
import { Grader, micros } from '../../src/grading/grader.ts'
import type { GradedPart } from '../../src/grading/graded-table.ts'
import type { DatabaseContent, SchemaObject } from '../../src/data/content.ts'
import type { TypedCell } from '../../src/data/values.ts'

type Tables = Record<string, { readonly columns: readonly string[]; readonly rows: readonly (readonly TypedCell[])[] }>

function database(tables: Tables, objects: readonly Partial<SchemaObject>[] = []): DatabaseContent {
  return {
    tables: new Map(Object.entries(tables).map(([name, table]) => [name.toLowerCase(), { name, ...table }])),
    unread: new Set(),
    objects: [...Object.keys(tables).map((name) => ({ name })), ...objects].map((object) => ({
      type: 'table',
      name: 'unnamed',
      unique: false,
      ...object,
    })),
  }
}

const users = (...rows: readonly (readonly TypedCell[])[]): Tables => ({ users: { columns: ['id', 'mail'], rows } })
const usersPart: GradedPart = { name: 'data', weight: 1, tables: [{ name: 'users', key: ['id'] }] }

const before = users(['i1', 'tA'], ['i2', 'tb'], ['i3', 'tC'], ['i4', 'td'])
const target = users(['i1', 'ta'], ['i2', 'tb'], ['i3', 'tc'])
const grader = new Grader({ before: database(before), target: database(target), parts: [usersPart] })

describe('a grade', () => {
  it('explains itself by column and example', () => {
    // 1 repaired, 2 damaged, 3 guessed wrong, 4 still there.
    const { scoreMicros, solved, report } = grader.grade(
      database(users(['i1', 'ta'], ['i2', "tit's"], ['i3', 'n'], ['i4', 'td'])),
    )
    expect([scoreMicros, solved]).toEqual([0, false])
    expect(report).toEqual({
      total: { repaired: 1, missed: 2, damaged: 1, miscorrected: 1 },
      columns: [
        { table: 'users', column: 'id', repaired: 0, missed: 1, damaged: 0, miscorrected: 0 },
        { table: 'users', column: 'mail', repaired: 1, missed: 1, damaged: 1, miscorrected: 1 },
      ],
      examples: [
        { table: 'users', column: 'mail', kind: 'damaged', key: '2', before: "'b'", now: "'it''s'", expected: "'b'" },
        { table: 'users', column: 'mail', kind: 'miscorrected', key: '3', before: "'C'", now: 'NULL', expected: "'c'" },
        { table: 'users', column: 'id', kind: 'missed', key: '4', before: '4', now: '4', expected: '(absent)' },
        { table: 'users', column: 'mail', kind: 'missed', key: '4', before: "'d'", now: "'d'", expected: '(absent)' },
      ],
      left_behind: [],
      notes: [],
    })
  })

  it('shows few examples and clips long values, but counts everything', () => {
    const long = `t${'x'.repeat(78)}😀${'y'.repeat(1000)}`
    const many = (cell: TypedCell): Tables => users(...Array.from({ length: 40 }, (_, id) => [`i${id}`, cell]))
    const wide = new Grader({ before: database(many('ta')), target: database(many('tb')), parts: [usersPart] })
    const { report } = wide.grade(database(many(long)))
    expect(report.total.miscorrected).toBe(40)
    expect(report.examples).toHaveLength(12)
    // Not half of the emoji.
    for (const { now } of report.examples) expect(() => encodeURIComponent(now)).not.toThrow()
    for (const { now } of report.examples) expect(now.length).toBeLessThanOrEqual(81)
  })

  it('does not let the columns of rows that should go be dropped for a gain', () => {
    const doomed = Array.from({ length: 30 }, (_, id) => [`i${id + 10}`, 'tx'])
    const many = new Grader({
      before: database(users(['i1', 'ta'], ...doomed)),
      target: database(users(['i1', 'ta'])),
      parts: [usersPart],
    })
    const rows = [['i1'], ...doomed.map(([id]) => [id as string])]
    const dropped = many.grade(database({ users: { columns: ['id'], rows } }))
    expect(dropped.scoreMicros).toBe(0)
    expect(dropped.report.total).toEqual({ repaired: 0, missed: 30, damaged: 1, miscorrected: 30 })
    expect(many.grade(database(users(['i1', 'ta']))).scoreMicros).toBe(micros)
  })

  it('counts a missing table cell by cell, and says that it is missing', () => {
    const { scoreMicros, report } = grader.grade(database({}))
    expect(scoreMicros).toBe(0)
    expect(report.notes).toEqual(['table users is missing'])
    expect(report.total).toEqual({ repaired: 2, missed: 0, damaged: 4, miscorrected: 2 })
  })

  it('tells names apart as SQLite does', () => {
    // The lower case of the Kelvin sign is k in JavaScript, but not to SQLite.
    const kelvin = (column: string): Tables => ({ t: { columns: ['id', column], rows: [['i1', 'i5']] } })
    const unit = new Grader({
      before: database({ t: { columns: ['id', 'k'], rows: [['i1', 'i0']] } }),
      target: database(kelvin('k')),
      parts: [{ name: 'data', weight: 1, tables: [{ name: 'T', key: ['ID'] }] }],
    })
    expect(unit.grade(database(kelvin('K'))).solved).toBe(true)
    expect(unit.grade(database(kelvin('\u212A')))).toMatchObject({ solved: false, scoreMicros: 0 })
  })
})

describe('permanent objects', () => {
  const tools = [
    { type: 'view', name: 'kept' },
    { type: 'trigger', name: 'gone' },
    { type: 'index', name: 'one', unique: true },
  ] as const
  const withObjects = new Grader({
    before: database(before, tools),
    target: database(target, [tools[0], tools[2], { type: 'view', name: 'wanted' }]),
    parts: [usersPart],
  })
  const wanted = { type: 'view', name: 'WANTED' } as const
  const grade = (...objects: readonly Partial<SchemaObject>[]) => withObjects.grade(database(target, objects))

  it('of the target, all and no other: solved', () => {
    expect(grade(tools[0], tools[2], wanted)).toMatchObject({ scoreMicros: micros, solved: true })
  })

  it('that should go, or are still to be made, cost nothing but the solution', () => {
    expect(grade(tools[0], tools[2], wanted, tools[1])).toMatchObject({ scoreMicros: micros - 1, solved: false })
    const unmade = grade(tools[0], tools[2])
    expect(unmade).toMatchObject({ scoreMicros: micros - 1, solved: false })
    expect(unmade.report.notes).toEqual(['view wanted is missing'])
  })

  it('taken away or left behind cost 0.05 each', () => {
    expect(grade(tools[2], wanted)).toMatchObject({ scoreMicros: micros - 50_000, solved: false })
    const weaker = { ...tools[2], unique: false }
    expect(grade(tools[0], weaker, wanted).report.notes).toEqual(['index one is missing'])
    const littered = grade(tools[0], tools[2], wanted, { type: 'table', name: 'a' }, { type: 'trigger', name: 'b' })
    expect(littered).toMatchObject({ scoreMicros: micros - 100_000, solved: false })
    expect(littered.report.left_behind).toEqual(['table a', 'trigger b'])
  })

  it('never take a score below 0', () => {
    const heap = Array.from({ length: 30 }, (_, index) => ({ type: 'view', name: `v${index}` }) as const)
    expect(grade(tools[0], tools[2], wanted, ...heap).scoreMicros).toBe(0)
  })
})

describe('parts that make no sense', () => {
  const make = (parts: readonly GradedPart[], due: Tables = target): Grader =>
    new Grader({ before: database(before), target: database(due), parts })

  it.each<[string, () => Grader, string]>([
    ['nothing to repair', () => make([usersPart], before), 'seed and target are equal'],
    ['weights', () => make([{ ...usersPart, weight: 0.9 }]), 'weights'],
    ['a weight of 0', () => make([usersPart, { ...usersPart, name: 'x', weight: 0 }]), 'graded twice'],
    ['no such key', () => make([{ ...usersPart, tables: [{ name: 'users', key: ['number'] }] }]), 'not all of its key'],
    ['no such table', () => make([{ ...usersPart, tables: [{ name: 'people', key: ['id'] }] }]), 'no such table'],
  ])('are refused: %s', (_, construct, message) => {
    expect(construct).toThrow(TypeError)
    expect(construct).toThrow(message)
  })
})
