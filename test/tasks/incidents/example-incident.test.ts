/** The incident that docs/new-family.md writes: the text there is the code here, and it is proven like any other. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { laws } from '../../../src/proof/incidents/check-incident.ts'
import { incidentProofOf } from '../../../src/proof/incidents/incident-proof.ts'
import { judgeSuite } from '../../../src/proof/incidents/suite-laws.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, resolveTask } from '../../../src/tasks/family-list.ts'
import { findFamilyTask } from '../../../src/tasks/family-tasks.ts'
import { isAtHome } from '../../../src/tasks/incidents/incident.ts'
import { ofIncident } from '../../../src/tasks/incidents-family.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'
import { nursery } from './example/nursery.ts'
import { stayedSignedIn } from './example/stayed-signed-in.ts'

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const page = textOf('../../../docs/new-family.md')

/** In the order of the page, with the place where each would lie in `src/tasks`. */
const files = [
  ['nursery', 'worlds/'],
  ['business', 'incidents/stayed-signed-in/'],
  ['evidence', 'incidents/stayed-signed-in/'],
  ['repairs', 'incidents/stayed-signed-in/'],
  ['ticket', 'incidents/stayed-signed-in/'],
  ['stayed-signed-in', 'incidents/stayed-signed-in/'],
] as const

/** What a file imports, as it reads at its place. */
function atItsPlace(text: string, folder: string): string {
  const up = '../'.repeat(folder.split('/').length)
  return text
    .replaceAll(`../../../../src/tasks/${folder}`, './')
    .replaceAll('../../../../src/tasks/incidents/', folder.startsWith('incidents/') ? '../' : '../incidents/')
    .replaceAll('../../../../src/tasks/', up.slice(3) || './')
    .replaceAll('../../../../src/', up)
}

describe('the page', () => {
  const blocks = [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)]

  it.each(files)('shows %s.ts whole', (name, folder) => {
    const shown = blocks.filter(([, path]) => path === `src/tasks/${folder}${name}.ts`).map(([, , code = '']) => code)
    const written = atItsPlace(textOf(`./example/${name}.ts`), folder)
    expect(shown.join('\n').trim(), `docs/new-family.md and ${name}.ts differ`).toBe(written.trim())
  })

  it('shows nothing beside', () => {
    const known = files.map(([name, folder]) => `src/tasks/${folder}${name}.ts`)
    expect([...new Set(blocks.map(([, path]) => path))]).toEqual(known)
  })

  it('names every law', () => {
    for (const { name } of laws) expect(page).toContain(`\`${name}\``)
    for (const { law } of judgeSuite([])) expect(page).toContain(`\`${law}\``)
  })
})

describe('the incident', () => {
  const task = familyTask(ofIncident(stayedSignedIn), nursery, 1, 'train')
  let engine: Engine
  beforeAll(async () => {
    engine = await makeEngine()
  })

  it('is at home in its world', () => {
    expect(isAtHome(stayedSignedIn, nursery)).toBe(true)
  })

  it('has tasks at the levels that it is made for', () => {
    const family = ofIncident(stayedSignedIn)
    expect(family.levels).toEqual([1])
    const choice = { families: [family], key: null }
    expect(findFamilyTask('stayed_signed_in@1/shop/1', undefined, choice)?.family.level).toBe(1)
    expect(findFamilyTask('stayed_signed_in@1/shop/2', undefined, choice)).toBeUndefined()
    expect(() => resolveTask('stayed_signed_in@1/shop/2', undefined, choice)).toThrow(
      'did you mean stayed_signed_in@1/shop/1? Levels are 1 to 1.',
    )
  })

  it('breaks none of the laws that verify tries', () => {
    const proofs = [0, 1].map((seed) => incidentProofOf(engine, task, seed, 'test'))
    expect(proofs.flatMap(({ seed, defects }) => defects.map((defect) => ({ seed, ...defect })))).toEqual([])
    expect(Object.keys(proofs[0]?.figures ?? {})).toEqual(laws.map(({ name }) => name))
    // Means, words and difficulties are judged from 100 or 200 instances on, skeletons from two incidents on.
    const judged = judgeSuite(proofs).filter((finding) => finding.judged)
    expect(judged.map(({ law }) => law)).toEqual(['gambling in the mean', 'plans differ', 'images differ'])
    expect(judged.flatMap(({ defects }) => defects)).toEqual([])
  })

  it('is solved by either repair and by no wrong one', () => {
    const instance = instantiate(engine, task, 7)
    const { oracles, naive } = instance.draft
    const solved = [...oracles, ...naive].map(({ queries }) => playTrial(engine, instance, queries).solved)
    expect(solved).toEqual([true, true, false, false, false, false, false])
  })
})
