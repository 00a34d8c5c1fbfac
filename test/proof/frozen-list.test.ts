import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import { defaultSplit, drillList, resolveTask, worldsOf } from '../../src/tasks/family-list.ts'
import { compareFrozen, drawList, faultsOfList, freeze, type ListedInstance } from '../../src/proof/frozen-list.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

const plan = { families: drillList, each: 4, split: 'test', firstSeed: 100 } as const

function countBy(entries: readonly ListedInstance[], subject: (parts: readonly string[]) => string): number[] {
  const counts = new Map<string, number>()
  for (const { id } of entries) {
    const name = subject(id.split('/'))
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts.values()]
}

describe('drawing a list', () => {
  const drawn = drawList(plan)

  it('takes each family at each level as often, with seeds of its own', () => {
    expect(drawn).toHaveLength(drillList.length * 8)
    expect(new Set(countBy(drawn, ([family, , level]) => `${family ?? ''} ${level ?? ''}`))).toEqual(new Set([4]))
    for (const { id } of drillList) {
      const seeds = drawn.filter((entry) => entry.id.startsWith(`${id}@`)).map(({ seed }) => seed)
      expect(seeds).toEqual(Array.from({ length: 8 }, (_, place) => 100 + place))
    }
  })

  it('spreads worlds evenly', () => {
    for (const family of drillList) {
      const own = drawn.filter(({ id }) => id.startsWith(`${family.id}@`))
      const counts = countBy(own, ([, world]) => world ?? '')
      expect(counts).toHaveLength(worldsOf(family).filter(({ id }) => defaultSplit(family.id, id) === 'test').length)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    }
    const perLevel = countBy(drawn, ([, , level]) => level ?? '')
    expect(new Set(perLevel)).toEqual(new Set([drillList.length * 4]))
  })

  it('holds what an id and a seed alone mean', () => {
    for (const { id, split } of drawn) expect(resolveTask(id).family?.split).toBe(split)
  })

  it('comes out the same each time', () => {
    expect(drawList(plan)).toEqual(drawn)
  })
})

describe('a frozen instance', () => {
  const entry: ListedInstance = { id: 'trim_case@2/school/2', seed: 4, split: 'test' }

  it('is as it was', () => {
    expect(compareFrozen(engine, freeze(engine, entry))).toEqual([])
  })

  it('is not that of another seed or split', () => {
    const frozen = freeze(engine, entry)
    expect(compareFrozen(engine, { ...frozen, seed: 5 })).toHaveLength(3)
    expect(compareFrozen(engine, { ...frozen, split: 'train' })).toHaveLength(3)
  })

  it.each(['image', 'target', 'goal'] as const)('is told from one of another %s', (part) => {
    const changed = { ...freeze(engine, entry), [part]: '0'.repeat(64) }
    const [complaint, ...others] = compareFrozen(engine, changed)
    expect(complaint).toMatch(`trim_case@2/school/2, seed 4, test: the ${part} has the digest`)
    expect(others).toEqual([])
  })

  it('of a version that is made no more is missed', () => {
    const frozen = { ...freeze(engine, entry), id: 'trim_case@99/school/2' }
    expect(compareFrozen(engine, frozen)).toEqual([
      'trim_case@99/school/2, seed 4, test: unknown_task: unknown task: trim_case@99/school/2; did you mean trim_case@2/school/2? The version of trim_case is 2.',
    ])
  })
})

describe('a file', () => {
  const digest = 'a'.repeat(64)
  const entry = { id: 'x', seed: 1, split: 'test', image: digest, target: digest, goal: digest }

  it('is a list when it names whole instances, each once', () => {
    expect(faultsOfList({ instances: [entry, { ...entry, seed: 2 }] })).toEqual([])
    expect(faultsOfList({ instances: [entry, entry] })).toEqual(['entry 2 stands there twice'])
  })

  it.each([
    null,
    'list',
    {},
    { instances: {} },
    { instances: [] },
    { instances: [null] },
    { instances: [{ ...entry, seed: 1.5 }] },
    { instances: [{ ...entry, split: 'exam' }] },
    { instances: [{ ...entry, target: 'abc' }] },
  ])('is none otherwise: %j', (value) => {
    expect(faultsOfList(value)).toHaveLength(1)
  })
})
