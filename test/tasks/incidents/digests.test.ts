/** A version stands for its bytes: whoever changes what an incident makes raises its version. */
import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/sql/engine.ts'
import { digest, digestHex } from '../../../src/kit/digest.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const file = new URL('./digests.json', import.meta.url)
const command = 'WRITE_DIGESTS=1 npx vitest run test/tasks/incidents/digests.test.ts'

interface Recorded {
  readonly version: number
  /** Seed image and ticket of seed 0 by world and level. */
  readonly instances: Readonly<Record<string, string>>
}

let engine: Engine
let recorded: Record<string, Recorded>
beforeAll(async () => {
  engine = await makeEngine()
  if (process.env['WRITE_DIGESTS'] === '1') {
    const found = Object.fromEntries(incidentFamilies.map((family) => [family.id, made(family)]))
    writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`)
  }
  recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Recorded>
})

function made(family: IncidentFamily): Recorded {
  const entries = family.worlds.flatMap((world) =>
    ([1, 3, 5] as const).map((level) => {
      const { imageDigest, goal } = instantiate(engine, familyTask(family, world, level, 'train'), 0)
      return [`${world.id}/${level}`, digestHex(digest('instance', imageDigest, goal)).slice(0, 16)] as const
    }),
  )
  return { version: family.version, instances: Object.fromEntries(entries) }
}

describe('a version stands for its bytes', () => {
  it.each(incidentFamilies)('$id', (family) => {
    const hint = `Instances of ${family.id} are others than those recorded: raise its version, then run ${command}`
    expect(made(family), hint).toEqual(recorded[family.id])
  })

  it('and nothing is recorded that is no more', () => {
    expect(Object.keys(recorded), `run ${command}`).toEqual(incidentFamilies.map(({ id }) => id))
  })
})
