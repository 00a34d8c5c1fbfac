import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import { familyList, familyTask, worldsOf } from '../../../src/tasks/family-list.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { expectProven, instances } from './family-instances.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

describe('every family proves itself', () => {
  const chosen = instances.filter(({ isExample }) => isExample)

  it('by one instance here', () => {
    expect(chosen.map(({ family }) => family.id)).toEqual(familyList.map(({ id }) => id))
  })

  it.each(chosen)('$name', ({ family, world, level }) => {
    expectProven(engine, familyTask(family, world, level, 'train'))
  })
})

/** SHA-256 of the seed image, seed 0, first world, levels 1 and 5. A change of any raises the family's version. */
const images: Readonly<Record<string, string>> = {
  date_iso: 'v1 e5263886c255 52752252decb',
  phone_e164: 'v1 8408eef116af c0b3fa80b525',
  trim_case: 'v1 bcdc32ebed40 2de47a890d4f',
  bool_lexeme: 'v1 aedd3c46b401 3a626774c51b',
  code_padding: 'v1 2793bce6961e 553a29122f58',
  numeric_text: 'v1 a5cc61529c4b c167a8cd74c9',
  sentinels: 'v1 282f5040a506 8e0152d493a2',
  derived_null: 'v1 7ea51fc5094e 06923ba1ef64',
  lookup_null: 'v1 1745bc24fd86 fef9374dbeea',
  exact_dup: 'v1 47875280e768 62330262fb8e',
  epoch_mix: 'v1 8c8d0345cde8 9728219751c0',
  double_escape: 'v1 544f2ffe6b45 96aae2fa2e95',
  enum_drift: 'v1 9717cdd387b3 d36846b8b75e',
  audit_null: 'v1 1677d1409429 12688157ea1e',
  unit_mix: 'v1 71a36288d62a 02c672896ecb',
  rogue_update: 'v1 e837f8f116d6 4757e08dcf9d',
  decode_then_link: 'v1 af466bbe6827 d6fba53d58e0',
}

describe('a version stands for its bytes', () => {
  it.each(familyList)('$id', (family) => {
    const [world] = worldsOf(family)
    if (world === undefined) throw new Error('no world')
    const found = ([1, 5] as const).map((level) => {
      const { imageDigest } = instantiate(engine, familyTask(family, world, level, 'train'), 0)
      return imageDigest.slice(0, 12)
    })
    expect(`v${family.version} ${found.join(' ')}`).toBe(images[family.id])
  })
})
