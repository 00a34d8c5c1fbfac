import { beforeAll, describe, expect, it } from 'vitest'
import { toRecords } from '../../../src/data/content.ts'
import { Random } from '../../../src/kit/random.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import type { IncidentInstance } from '../../../src/tasks/incidents/incident.ts'
import { priceAsof } from '../../../src/tasks/incidents/price-asof/price-asof.ts'
import { settle, type Settled } from '../../../src/tasks/incidents/price-asof/settle.ts'
import { instantiate, type TaskInstance } from '../../../src/tasks/instantiate.ts'
import { levels, type Level } from '../../../src/tasks/task-family.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'price_asof') as IncidentFamily

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

const worldOf = (id: string) => family.worlds.find((world) => world.id === id) as (typeof family.worlds)[number]
const make = (world: string, level: Level, seed: number): TaskInstance =>
  instantiate(engine, familyTask(family, worldOf(world), level, 'train'), seed)
/** What a house decided, by name of the question. */
const truthsOf = ({ draft }: TaskInstance): Map<string, string> =>
  new Map(
    (draft as IncidentInstance)
      .proof()
      .hypotheses.components.filter(({ global }) => global)
      .map(({ id, truth }) => [id, truth]),
  )

const cases = levels.map((level, place) => ({ level, world: businessList[place % 3]?.id ?? 'shop', seed: 7 * level }))

describe('price_asof', () => {
  it.each(cases)('$world at level $level: two ways lead to the target, no wrong one does', ({ level, world, seed }) => {
    const instance = make(world, level, seed)
    const { draft, before, target } = instance
    expect(draft.accepts(before, target)).toBe(true)
    expect(draft.accepts(before, before)).toBe(false)
    for (const { name, queries } of draft.oracles) {
      const trial = playTrial(engine, instance, queries)
      expect([name, ...trial.errors, trial.solved]).toEqual([name, true])
      expect(draft.accepts(before, trial.state)).toBe(true)
      expect(queries.length).toBeLessThan(instance.stepLimit)
    }
    const { symptoms, wrong } = (draft as IncidentInstance).proof()
    for (const { name, queries, kind } of wrong) {
      const trial = playTrial(engine, instance, queries)
      expect([name, ...trial.errors, trial.solved]).toEqual([name, false])
      expect(draft.accepts(before, trial.state)).toBe(false)
      expect([name, trial.scoreMicros <= (kind === 'prior' ? 600_000 : 900_000)]).toEqual([name, true])
    }
    for (const { quoted } of symptoms) for (const figure of quoted) expect(instance.goal).toContain(figure)
    if (level >= 3) expect(instance.goal).not.toMatch(priceAsof.jargon)
  })

  it('is at home in the worlds with price lists, held-out ones among them', () => {
    expect(family.worlds.map(({ id }) => id)).toEqual(expect.arrayContaining(['shop', 'clinic', 'logistics']))
  })

  it('happens in houses that price and correct in different ways', () => {
    const houses = Array.from({ length: 16 }, (_, seed) => truthsOf(make('shop', 1, seed)))
    expect(new Set(houses.map((house) => JSON.stringify([...house]))).size).toBeGreaterThanOrEqual(6)
    for (const [question, count] of [
      ['agreed prices', 2],
      ['rounding', 2],
      ['too little', 2],
    ] as const)
      expect([question, new Set(houses.map((house) => house.get(question))).size]).toEqual([question, count])
    const goals = Array.from({ length: 16 }, (_, seed) => make('clinic', 1, seed).goal)
    const days = goals.map((goal) => /\((\w+) in |; (\w+) in \w+ (?:says|has)|see (\w+) in|day in (\w+) of/.exec(goal))
    expect(new Set(days.map((found) => found?.slice(1).find(Boolean))).size).toBeGreaterThanOrEqual(4)
  })

  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const world = worldOf('shop')
    const scores = levels.map((level) =>
      Array.from({ length: 40 }, (_, seed) => priceAsof.sketch(new Random('scale', level, seed), { world, level }).difficulty),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })
})
