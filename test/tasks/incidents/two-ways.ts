import { expect } from 'vitest'
import { playTrial } from '../../../src/proof/trial.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import type { IncidentInstance } from '../../../src/tasks/incidents/incident.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import type { Level } from '../../../src/tasks/task-family.ts'

interface Case {
  readonly family: IncidentFamily
  readonly world: IncidentFamily['worlds'][number]
  readonly level: Level
  readonly seed: number
}

const all: readonly Case[] = incidentFamilies.flatMap((family) =>
  family.levels.flatMap((level) =>
    family.worlds.map((world, place) => ({ family, world, level, seed: 40 + level + place })),
  ),
)

/** Each incident at each of its levels, in every third of its worlds: over the levels in all of them. */
export const everywhere: readonly Case[] = all.filter(
  ({ family, world, level }) => (family.worlds.indexOf(world) + level) % 3 === 0,
)

/** Of each incident one at its lowest level and one at its highest below the fourth, in two worlds. */
export const oneOfEach: readonly Case[] = incidentFamilies.flatMap((family) => {
  const high = family.levels.findLast((level) => level < 4)
  return all.filter(
    ({ family: { id }, level, world }) =>
      id === family.id &&
      ((level === family.levels[0] && world === family.worlds[0]) || (level === high && world === family.worlds[1])),
  )
})

/** Plays an instance in every way that it lists: the right ones solve it, no other does. */
export function provesTwoWays(engine: Engine, { family, world, level, seed }: Case): void {
  const instance = instantiate(engine, familyTask(family, world, level, 'train'), seed)
  const { draft, before, target } = instance
  expect([draft.accepts(before, target), draft.accepts(before, before)]).toEqual([true, false])
  expect(draft.oracles.length).toBeGreaterThanOrEqual(2)
  for (const { name, queries } of draft.oracles) {
    const trial = playTrial(engine, instance, queries)
    expect([name, ...trial.errors, trial.solved]).toEqual([name, true])
    expect(draft.accepts(before, trial.state)).toBe(true)
    expect(queries.length).toBeLessThan(instance.stepLimit)
  }
  const { symptoms, wrong } = (draft as IncidentInstance).proof()
  expect(wrong.length).toBeGreaterThan(0)
  for (const { name, queries, kind } of wrong) {
    const trial = playTrial(engine, instance, queries)
    expect([name, ...trial.errors, trial.solved]).toEqual([name, false])
    expect(draft.accepts(before, trial.state)).toBe(false)
    if (kind === 'prior' && level >= 3) expect([name, trial.scoreMicros < 600_000]).toEqual([name, true])
    if (kind === 'partial') expect([name, trial.scoreMicros <= 900_000]).toEqual([name, true])
  }
  for (const { quoted } of symptoms) for (const figure of quoted) expect(instance.goal).toContain(figure)
  if (level >= 3 && family.jargon) expect(instance.goal).not.toMatch(family.jargon)
  expect(instance.seedImage.length).toBeLessThan(1024 * 1024)
}
