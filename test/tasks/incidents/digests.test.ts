/** A version stands for its bytes: whoever changes what an incident makes raises its version. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/sql/engine.ts'
import { digest, digestHex } from '../../../src/kit/digest.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

/** A file for each incident, so that work on two of them meets in none. */
const folder = new URL('./digests/', import.meta.url)
const fileOf = (id: string): URL => new URL(`${id}.json`, folder)
const command = 'WRITE_DIGESTS=1 npx vitest run test/tasks/incidents/digests.test.ts'

interface Recorded {
  readonly version: number
  /** Seed image and ticket of seed 0 by world and level. */
  readonly instances: Readonly<Record<string, string>>
}

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
  if (process.env['WRITE_DIGESTS'] === '1') {
    mkdirSync(folder, { recursive: true })
    for (const family of incidentFamilies)
      writeFileSync(fileOf(family.id), `${JSON.stringify(made(family), null, 2)}\n`)
  }
})

function made(family: IncidentFamily): Recorded {
  const entries = family.worlds.flatMap((world) =>
    family.levels
      .filter((level) => level % 2 === 1)
      .map((level) => {
        const { imageDigest, goal } = instantiate(engine, familyTask(family, world, level, 'train'), 0)
        return [`${world.id}/${level}`, digestHex(digest('instance', imageDigest, goal)).slice(0, 16)] as const
      }),
  )
  return { version: family.version, instances: Object.fromEntries(entries) }
}

describe('a version stands for its bytes', () => {
  it.each(incidentFamilies)('$id', (family) => {
    const hint = `Instances of ${family.id} are others than those recorded: raise its version, then run ${command}`
    const recorded = JSON.parse(readFileSync(fileOf(family.id), 'utf8')) as Recorded
    expect(made(family), hint).toEqual(recorded)
  })

  it('and nothing is recorded that is no more', () => {
    const names = incidentFamilies.map(({ id }) => `${id}.json`)
    expect(readdirSync(folder).toSorted()).toEqual(names.toSorted())
  })
})
