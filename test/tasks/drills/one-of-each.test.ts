import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import { drillList, familyTask, worldsOf } from '../../../src/tasks/family-list.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { expectProven, instances } from './family-instances.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

describe('every family proves itself', () => {
  const chosen = instances.filter(({ isExample }) => isExample)

  it('by one instance here', () => {
    expect(chosen.map(({ family }) => family.id)).toEqual(drillList.map(({ id }) => id))
  })

  it.each(chosen)('$name', ({ family, world, level }) => {
    expectProven(engine, familyTask(family, world, level, 'train'))
  })
})

/** SHA-256 of the seed image, seed 0, first world, tiers 1 and 2. A change of any raises the family's version. */
const images: Readonly<Record<string, string>> = {
  date_iso: 'v2 4f44543dd781 e982d3c521d8',
  phone_e164: 'v2 ee23fed92241 cc0d70ee984b',
  trim_case: 'v2 cbcfae0bcae3 b10d6049f28e',
  bool_lexeme: 'v2 dcbfbca6561c f8bbac3e2b0c',
  code_padding: 'v2 0c877ad76cc1 bdcff2500d2b',
  numeric_text: 'v2 57f5392195c9 a69f9f0d3b2f',
  sentinels: 'v2 7605bb11ff4d 96b156d5a95d',
  derived_null: 'v2 7ae44a1cb60f 83561c72ea39',
  lookup_null: 'v2 695a1bbc9946 d1e4b9acf7b0',
  epoch_mix: 'v2 7a4d0b2c7462 8db6161a76ab',
  double_escape: 'v2 a922fa3c1fc1 a38b33f7ab01',
  enum_drift: 'v2 ef8e69b8c144 63d1e4e3358e',
}

describe('a version stands for its bytes', () => {
  it.each(drillList)('$id', (family) => {
    const [world] = worldsOf(family)
    if (world === undefined) throw new Error('no world')
    const found = ([1, 2] as const).map((level) => {
      const { imageDigest } = instantiate(engine, familyTask(family, world, level, 'train'), 0)
      return imageDigest.slice(0, 12)
    })
    expect(`v${family.version} ${found.join(' ')}`).toBe(images[family.id])
  })
})
