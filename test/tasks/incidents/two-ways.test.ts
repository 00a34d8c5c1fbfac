import { beforeAll, describe, it } from 'vitest'
import type { Engine } from '../../../src/sql/engine.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'
import { oneOfEach, provesTwoWays } from './two-ways.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

describe('an instance of each incident', () => {
  it.each(oneOfEach)(
    '$family.id in $world.id at level $level: two ways lead to the target, no wrong one does',
    (one) => {
      provesTwoWays(engine, one)
    },
  )
})
