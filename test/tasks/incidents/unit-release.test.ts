import { beforeAll, describe, expect, it } from 'vitest'
import { toRecords } from '../../../src/data/content.ts'
import { Random } from '../../../src/kit/random.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import type { IncidentInstance, IncidentLevel } from '../../../src/tasks/incidents/incident.ts'
import { bandOf, inGrams, inSteps } from '../../../src/tasks/incidents/unit-release/grams.ts'
import { drawHouse, type HouseRule } from '../../../src/tasks/incidents/unit-release/house.ts'
import { modelAt, type ScaleModel } from '../../../src/tasks/incidents/unit-release/models.ts'
import { rightUnderstanding, settle } from '../../../src/tasks/incidents/unit-release/settle.ts'
import { drawStory, type Story, type Weighing } from '../../../src/tasks/incidents/unit-release/story.ts'
import { unitRelease } from '../../../src/tasks/incidents/unit-release/unit-release.ts'
import { instantiate, type TaskInstance } from '../../../src/tasks/instantiate.ts'
import { levels } from '../../../src/tasks/task-family.ts'
import type { Handset, Sitting } from '../../../src/tasks/worlds/stations/client-app.ts'
import { dayOf, minuteOf, readDay } from '../../../src/tasks/worlds/time.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'unit_release') as IncidentFamily

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

const cases = levels.flatMap((level) => family.worlds.map((world, place) => ({ level, world, seed: level + place })))

const storyOf = (level: IncidentLevel, seed: number, habit: Partial<HouseRule> = {}): Story => {
  const worlds = businessList.filter(({ stations }) => stations.client_app !== undefined)
  const world = worlds[seed % worlds.length] as (typeof businessList)[number]
  const random = new Random('unit_release test', level, seed)
  const sketch = unitRelease.sketch(random, { world, level })
  return drawStory(random, { world, level, sketch, rule: { ...drawHouse(random), ...habit } })
}

describe('unit_release', () => {
  it.each(cases)(
    '$world.id at level $level: two ways lead to the target, no wrong one does',
    ({ level, world, seed }) => {
      const instance: TaskInstance = instantiate(engine, familyTask(family, world, level, 'train'), seed)
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
        if (kind === 'prior' && level >= 3) expect(trial.scoreMicros).toBeLessThan(600_000)
        if (kind === 'partial') expect([name, trial.scoreMicros <= 900_000]).toEqual([name, true])
      }
      for (const { quoted } of symptoms) for (const figure of quoted) expect(instance.goal).toContain(figure)
      if (level >= 3) expect(instance.goal).not.toMatch(unitRelease.jargon)
      expect(instance.seedImage.length).toBeLessThan(1024 * 1024)
    },
  )

  it('gives the same bytes for the same seed, and others for another split', () => {
    const [world] = family.worlds as [(typeof family.worlds)[number]]
    const of = (split: 'train' | 'validation'): string =>
      instantiate(engine, familyTask(family, world, 3, split), 4).imageDigest
    expect(of('train')).toBe(of('train'))
    expect(of('train')).not.toBe(of('validation'))
  })

  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const [world] = family.worlds as [(typeof businessList)[number]]
    const scores = levels.map((level) =>
      Array.from({ length: 60 }, (_, seed) =>
        unitRelease.sketch(new Random('scale', level, seed), { world, level }),
      ).map(({ difficulty }) => difficulty),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })

  it('writes totals that a repair has to follow: right weighings alone are not the target', () => {
    const world = family.worlds.find(({ id }) => id === 'clinic') as (typeof family.worlds)[number]
    const instance = instantiate(engine, familyTask(family, world, 5, 'train'), 3)
    const queries = instance.draft.oracles[0]?.queries ?? []
    const halves = [
      playTrial(engine, instance, queries.slice(0, -2)),
      playTrial(engine, instance, queries.slice(0, -1)),
    ]
    for (const { solved, scoreMicros } of halves) {
      expect(solved).toBe(false)
      expect(scoreMicros).toBeGreaterThanOrEqual(900_000)
    }
    expect(halves[1]?.scoreMicros).toBeGreaterThan(halves[0]?.scoreMicros ?? 0)
  })
})

describe('an instance, held to its own records', () => {
  it.each([
    [3, 0],
    [3, 1],
    [4, 2],
    [5, 3],
  ] as const)(
    'level %i, seed %i: sign-ins, uploads, typed weights and invoices agree with what happened',
    (level, seed) => {
      const story = storyOf(level, seed)
      const odd = new Set([story.versions.struck, story.versions.again])
      const count = (of: (own: Weighing) => boolean): number => story.weighings.filter(of).length
      // Uploaded by a wrong version and taken before it, and the other way round.
      expect(count(({ version, sentBy }) => !odd.has(version) && odd.has(sentBy))).toBeGreaterThan(4)
      expect(count(({ version, sentBy }) => odd.has(version) && !odd.has(sentBy))).toBeGreaterThan(4)
      expect(count(({ isLost }) => isLost)).toBeGreaterThan(10)
      for (const own of story.weighings) {
        const sittings = story.sittings.get(own.handset.code) ?? []
        const covering = sittings.find(({ from, until }) => from < own.takenAt && own.takenAt < until) as Sitting
        expect([covering.version, covering.isLost]).toEqual([own.version, own.isLost])
        expect(own.sentAt).toBeGreaterThan(own.takenAt)
        expect(own.weight).toBeLessThanOrEqual(story.trade.heaviest)
        // The records give what happened, whatever is lost of them.
        expect(settle(story, own, rightUnderstanding(story)).weight).toBe(own.weight)
      }
    },
  )

  it.each([
    ['previous', 'next'],
    ['next', 'previous'],
    ['sender', 'previous'],
    ['sender', 'next'],
  ] as const)('what is lost is known by the rule of the house: %s, not %s', (lost, other) => {
    const story = storyOf(4, 5, { lost })
    const right = rightUnderstanding(story)
    const differ = story.weighings.filter(
      (own) => settle(story, own, { ...right, lost: other }).weight !== settle(story, own, right).weight,
    )
    expect(differ.length).toBeGreaterThan(0)
    expect(differ.every(({ isLost }) => isLost)).toBe(true)
  })

  it('a scale counts as long as it is on the handset, from level 4 on', () => {
    expect(storyOf(3, 1).swaps).toEqual([])
    const story = storyOf(4, 1)
    expect(story.swaps.length).toBeGreaterThan(3)
    const right = rightUnderstanding(story)
    for (const { handset, day, former, model } of story.swaps) {
      const own = story.weighings.filter((each) => each.handset.code === handset)
      expect(own[0]?.handset.model).toBe(model.name)
      expect(own.every((each) => each.model === (dayOf(each.takenAt) < day ? former : model))).toBe(true)
    }
    const differ = story.weighings.filter(
      (own) => settle(story, own, { ...right, scale: 'today' }).weight !== settle(story, own, right).weight,
    )
    expect(differ.length).toBeGreaterThan(10)
    expect(differ.every(({ model, handset }) => model.name !== handset.model)).toBe(true)
  })

  it('a step can be told from each test weight and each box alone', () => {
    for (const seed of [1, 2, 3, 4]) {
      const story = storyOf(4, seed)
      const stepOn = new Map<string, number[]>()
      const note = (handset: string, at: number, tenths: number): void => {
        const sitting = story.sittings.get(handset)?.find(({ from, until }) => from < at && at < until) as Sitting
        expect(sitting.isLost).toBe(false)
        const own = story.handsets.find(({ code }) => code === handset) as Handset
        const key = `${modelAt(story, own, at).name} ${sitting.version}`
        stepOn.set(key, [...(stepOn.get(key) ?? []), tenths])
      }
      for (const { handset, at, nominal, shown } of story.checks) note(handset, at, Math.round((10 * nominal) / shown))
      const first = new Map<string, number>()
      for (const { box, handset, at, shown } of story.boxReadings.toSorted((left, right) => left.at - right.at)) {
        if (!first.has(box)) first.set(box, shown)
        note(handset, at, Math.round((10 * (first.get(box) ?? 0)) / shown))
      }
      // Four scales, four versions, and no two readings of one that disagree.
      expect(stepOn.size).toBe(16)
      const { tenthsOn } = rightUnderstanding(story)
      for (const model of story.models)
        for (const version of Object.values(story.versions))
          expect(new Set(stepOn.get(`${model.name} ${version}`))).toEqual(new Set([tenthsOn(String(version), model)]))
    }
  })
})

describe('an instance worked out by hand', () => {
  const tarex: ScaleModel = { name: 'Tarex', tenths: 54, capacity: 31_500, isEarly: false }
  const ostrum: ScaleModel = { name: 'Ostrum', tenths: 10, capacity: 31_500, isEarly: false }
  const day = readDay('2026-05-11')
  const at = (hour: number, minute = 0): number => minuteOf(day, hour, minute)
  const sitting = (from: number, until: number, version: string, isLost = false): Sitting => ({
    ...{ handset: 'H1', from, until, version, user: 'x', isLost, isOffline: false },
  })
  const base = storyOf(1, 0, { lost: 'previous', keyed: 'grams', frozen: 'sent', rounding: 'up' })
  const story: Story = {
    ...base,
    versions: { before: '1.0', struck: '1.1', again: null, after: '1.2' },
    sittings: new Map([
      ['H1', [sitting(at(8), at(10), '1.0'), sitting(at(10), at(12), '1.1', true), sitting(at(12), at(14), '1.2')]],
    ]),
  }
  const handset = { code: 'H1', site: 'S1', model: 'Tarex', since: day - 9 }
  const weighing = (own: Partial<Weighing>): Weighing => ({
    ...{ id: 1, ref: 'P1', kind: 'tyres', handset, model: tarex, takenAt: at(11), isKeyed: false, weight: 0 },
    ...{ seen: 1001, version: '1.1', isLost: true, sentAt: at(11, 3), sentBy: '1.1', invoice: null, ...own },
  })
  const settledBy = (rule: Partial<HouseRule>, own: Partial<Weighing> = {}): { weight: number; band: string } => {
    const house = { ...story, rule: { ...story.rule, ...rule } }
    return settle(house, weighing(own), rightUnderstanding(house))
  }

  it('1,001 steps of 5.4 g are 5,405.4 g', () => {
    const known = { isLost: false }
    expect(settledBy({ rounding: 'up' }, known)).toEqual({ weight: 5406, band: 'D' })
    expect(settledBy({ rounding: 'down' }, known)).toEqual({ weight: 5405, band: 'D' })
    expect(settledBy({ rounding: 'nearest' }, known)).toEqual({ weight: 5405, band: 'D' })
    expect(settledBy({ rounding: 'nearest' }, { ...known, seen: 1002 })).toEqual({ weight: 5411, band: 'D' })
    expect([inGrams(1111, 54, 'up'), inGrams(1111, 54, 'down')]).toEqual([6000, 5999])
    expect(inSteps(5405, 54)).toBe(1001)
  })

  it('a band goes up to its weight and no further', () => {
    const { steps } = story.trade
    expect([6000, 6001].map((weight) => bandOf(steps, weight).code)).toEqual(['D', 'E'])
    expect(settledBy({ rounding: 'up' }, { isLost: false, seen: 1111 })).toEqual({ weight: 6000, band: 'D' })
  })

  it('without a sign-in the house decides, and the upload only where it says so', () => {
    const asItIs = { weight: 1001, band: 'B' }
    expect(settledBy({ lost: 'previous' })).toEqual(asItIs)
    expect(settledBy({ lost: 'next' })).toEqual(asItIs)
    expect(settledBy({ lost: 'sender' })).toEqual({ weight: 5406, band: 'D' })
    expect(settledBy({ lost: 'sender' }, { sentBy: '1.2' })).toEqual(asItIs)
    // With a sign-in on record the upload is nothing to go by.
    expect(settledBy({ lost: 'sender' }, { isLost: false, sentBy: '1.2' }).weight).toBe(5406)
    expect(settledBy({}, { isLost: false, version: '1.2', sentBy: '1.1' })).toEqual(asItIs)
  })

  it('typed weights, scales that show grams, and bands on invoices', () => {
    const known = { isLost: false }
    expect(settledBy({ keyed: 'grams' }, { ...known, isKeyed: true }).weight).toBe(1001)
    expect(settledBy({ keyed: 'like the scale' }, { ...known, isKeyed: true }).weight).toBe(5406)
    expect(settledBy({}, { ...known, model: ostrum }).weight).toBe(1001)
    const draft = { ...known, invoice: { number: 7, madeOn: day + 1, isSent: false } }
    const sent = { ...known, invoice: { number: 8, madeOn: day + 1, isSent: true } }
    expect(settledBy({ frozen: 'any' }, draft)).toEqual({ weight: 5406, band: 'B' })
    expect(settledBy({ frozen: 'sent' }, draft)).toEqual({ weight: 5406, band: 'D' })
    expect(settledBy({ frozen: 'sent' }, sent)).toEqual({ weight: 5406, band: 'B' })
  })
})

describe('the old program', () => {
  it('has the sign-ins of its handsets and no others, under names that a dictionary explains', () => {
    const world = family.worlds[0] as (typeof family.worlds)[number]
    const { before, draft } = instantiate(engine, familyTask(family, world, 5, 'train'), 0)
    const carriers = (draft as IncidentInstance).proof().carriers
    const tableOf = (id: string): string => carriers.find((own) => own.id === id)?.shelves[0]?.table.toLowerCase() ?? ''
    const [log, dictionary, list] = [tableOf('old log'), tableOf('dictionary'), tableOf('sign-ins')]
    const cells = (table: string): string => JSON.stringify(before.tables.get(table)?.rows)
    expect(cells(log)).toMatch(/Q\d\d/)
    expect(cells(log)).not.toMatch(/H\d\d/)
    expect(cells(list)).not.toMatch(/"tQ\d\d/)
    const lines = toRecords(before.tables.get(dictionary) as NonNullable<ReturnType<typeof before.tables.get>>)
    // Five fields, and a code for each of four versions.
    expect(lines).toHaveLength(9)
  })
})
