import { beforeAll, describe, expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import { checkIncident } from '../../../src/proof/incidents/check-incident.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, heldOut, incidentFamilies, splitTasks } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { doubleLoad } from '../../../src/tasks/incidents/double-load/double-load.ts'
import { stateKey } from '../../../src/tasks/incidents/hypotheses.ts'
import type { IncidentInstance } from '../../../src/tasks/incidents/incident.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { TaskRows } from '../../../src/tasks/task-rows.ts'
import { isFreeOfClocks, readingsThatFit } from '../../../src/tasks/incidents/double-load/houses.ts'
import { truthOf } from '../../../src/tasks/incidents/double-load/readings.ts'
import { drawStory, goodTimes } from '../../../src/tasks/incidents/double-load/story.ts'
import type { Delivery } from '../../../src/tasks/worlds/stations/file-import.ts'
import { fileRules } from '../../../src/tasks/worlds/stations/file-rule.ts'
import { runImport } from '../../../src/tasks/worlds/stations/import-run.ts'
import { levels } from '../../../src/tasks/task-family.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import { defaultSettings } from '../../../src/episode/episode-settings.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'double_load') as IncidentFamily

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

describe('double_load', () => {
  it('happens in houses of eighteen rules, each of which wants another repair of the same files', () => {
    const [world] = businessList as [(typeof businessList)[number]]
    const [rule] = fileRules as [(typeof fileRules)[number]]
    const random = new Random('houses')
    const sketch = doubleLoad.sketch(random, { world, level: 1 })
    let story = drawStory(random, { world, level: 1, sketch, rule })
    while (story === null) story = drawStory(random, { world, level: 1, sketch, rule })
    const { deliveries } = story
    const right = fileRules.map((own) =>
      JSON.stringify([...runImport(deliveries, own, () => true).rows.values()].toSorted((a, b) => a.id - b.id)),
    )
    expect(fileRules).toHaveLength(18)
    expect(new Set(right).size).toBe(18)
  })

  it('draws the rules of houses evenly, and a repair by the rule of another house does not solve', () => {
    const world = businessList[0] as (typeof businessList)[number]
    const seen = new Set<string>()
    for (let seed = 0; seed < 24; seed++) {
      const instance = instantiate(engine, familyTask(family, world, 1, 'train'), seed)
      const { hypotheses, wrong } = (instance.draft as IncidentInstance).proof()
      const truths = hypotheses.components.filter(({ kind }) => kind === 'corrected' || kind === 'twin')
      seen.add(JSON.stringify([...new Set(truths.map(({ truth }) => truth))].toSorted()))
      for (const { queries } of wrong.filter(({ name }) => /another house|whole files/.test(name)))
        expect(playTrial(engine, instance, queries).scoreMicros).toBeLessThanOrEqual(900_000)
    }
    expect(seen.size).toBeGreaterThanOrEqual(8)
  })

  it('lets no reading hold most of what is to be repaired', () => {
    for (const world of businessList) {
      for (const level of [1, 2, 3] as const) {
        for (const seed of [2, 3]) {
          const task = familyTask(family, world, level, 'train')
          const { defects } = checkIncident(engine, task, seed, ['balance'])
          expect(defects.map(({ message }) => `${task.id} ${seed}: ${message}`)).toEqual([])
        }
      }
    }
  })

  it('counts as solved only with changes by hand carried over and references of cancelled lines removed', () => {
    const tried = { changes: 0, cancelled: 0 }
    for (const world of businessList) {
      for (const seed of [1, 2]) {
        const instance = instantiate(engine, familyTask(family, world, 3, 'train'), seed)
        const { hypotheses } = (instance.draft as IncidentInstance).proof()
        for (const [component, option, name] of [
          ['changes by hand', 'lost', 'changes'],
          ['references of cancelled lines', 'stays', 'cancelled'],
        ] as const) {
          const { options } = hypotheses.components.find(
            ({ id }) => id === component,
          ) as (typeof hypotheses.components)[number]
          if (new Set(options.map(stateKey)).size === 1) continue
          tried[name]++
          const state = hypotheses.realise(new Map([[component, option]]))
          expect(instance.draft.accepts(instance.before, engine.readContent(engine.buildImage(state)))).toBe(false)
        }
      }
    }
    expect(tried.changes).toBe(12)
    expect(tried.cancelled).toBeGreaterThan(0)
  })

  it('leaves the rule of a house to be seen where no paper says it: any other left something else in good times', () => {
    for (const [place, world] of businessList.entries()) {
      for (const level of [4, 5] as const) {
        const random = new Random('good times', world.id, level)
        const rule = fileRules[(7 * place + level) % fileRules.length] as (typeof fileRules)[number]
        const sketch = doubleLoad.sketch(random, { world, level })
        let story = drawStory(random, { world, level, sketch, rule })
        while (story === null) story = drawStory(random, { world, level, sketch, rule })
        const { deliveries, window } = story
        const usual = deliveries.filter(({ receivedAt: at }) => at < window.from || at >= window.until)
        const left = fileRules.map((own) =>
          JSON.stringify([...runImport(usual, own, () => true).rows.values()].toSorted((a, b) => a.id - b.id)),
        )
        const like = left.filter((rows) => rows === left[fileRules.indexOf(rule)])
        expect(like).toHaveLength(1)
      }
    }
  })

  it('leaves no house open that looks at the clock or at the content in place of the length', () => {
    for (const [place, world] of businessList.entries()) {
      const random = new Random('houses that fit', world.id)
      const rule = fileRules[(5 * place + 1) % fileRules.length] as (typeof fileRules)[number]
      const sketch = doubleLoad.sketch(random, { world, level: 4 })
      let story = drawStory(random, { world, level: 4, sketch, rule })
      while (story === null) story = drawStory(random, { world, level: 4, sketch, rule })
      const { deliveries, window, pairs } = story
      const usual = goodTimes(deliveries, window)
      const fits = readingsThatFit(usual, deliveries, rule)
      for (const pair of pairs) expect([...fits(pair)]).toEqual([truthOf(pair, rule)])
      // Were all refused files late ones, nobody could tell the length from the clock.
      const isShort = ({ lines, announced }: Delivery): boolean => lines.length !== announced
      const late = usual.map((file) => (isShort(file) ? { ...file, receivedAt: file.receivedAt + 5 * 1440 } : file))
      expect([isFreeOfClocks(usual, rule), isFreeOfClocks(late, rule)]).toEqual([true, false])
    }
  })

  it('shows of every file what was in it, refused or not, where good times have to be read', () => {
    let seen = 0
    for (const seed of [0, 1, 2, 3]) {
      const draft = instantiate(engine, familyTask(family, businessList[0] as never, 4, 'train'), seed).draft
      // Where the text of files is kept, it shows the same.
      if ((draft as IncidentInstance).sketch.plan !== 'numbered') continue
      seen++
      const isHeld = (column: string): boolean => /^lines_(?:received|in_file|read)$/.test(column)
      const logs = draft.seed.tables.filter(({ columns }) => columns.some(isHeld))
      expect(logs).toHaveLength(1)
      for (const { columns, rows } of logs) {
        const [held, worth] = [columns.findIndex(isHeld), columns.findIndex((column) => column.startsWith('amount_'))]
        expect(worth).not.toBe(-1)
        expect(rows.every((row) => Number(row[held]) > 0 && row[worth] !== null)).toBe(true)
      }
    }
    expect(seen).toBeGreaterThan(0)
  })

  it('gives the same bytes for the same seed, and others for another split', () => {
    const [world] = family.worlds
    const of = (split: 'train' | 'validation'): string => {
      const task = familyTask(family, world as (typeof family.worlds)[number], 3, split)
      return instantiate(engine, task, 4).imageDigest
    }
    expect(of('train')).toBe(of('train'))
    expect(of('train')).not.toBe(of('validation'))
  })

  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const scores = levels.map((level) =>
      Array.from({ length: 60 }, (_, seed) => {
        const [world] = businessList
        return doubleLoad.sketch(new Random('scale', level, seed), {
          world: world as (typeof businessList)[number],
          level,
        })
      }).map(({ difficulty }) => difficulty),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })
})

describe('rows of incidents', () => {
  const rows = new TaskRows(defaultSettings)

  it('stand beside those of the drills, which keep theirs', () => {
    expect(rows.splits.slice(7)).toEqual(['incidents', 'incidents-validation', 'incidents-test'])
    expect(splitTasks('train').every(({ suite }) => suite === 'drills')).toBe(true)
    expect(rows.at('incidents', 7)?.split).toBe('incidents')
    expect(incidentFamilies.map(({ id }) => id)).toContain(rows.at('incidents', 7)?.group)
    expect(heldOut.businesses).toContain(rows.at('incidents-test', 0)?.instance?.world)
    expect(rows.typeOf('incidents')).toBe('train')
  })

  it('are chosen by name, level and a range of difficulty', () => {
    expect(rows.choose({ family: 'double_load', level: 4, seed: 9 })).toMatchObject({
      task: { id: 'double_load@1/shop/4' },
      seed: 9,
    })
    for (const seed of [0, 1, 2, 77, Number.MAX_SAFE_INTEGER]) {
      const { task, seed: own } = rows.choose({ difficulty: { min: 0.45, max: 0.55 }, seed })
      const level = task?.family?.level
      expect(level === 3, `level ${level}`).toBe(true)
      expect(Number.isSafeInteger(own)).toBe(true)
    }
    const chosen = new Set(
      Array.from({ length: 20 }, (_, seed) => rows.choose({ difficulty: { min: 0.4, max: 1 }, seed })).map(
        ({ task, seed }) => `${task?.id} ${seed}`,
      ),
    )
    expect(chosen.size).toBe(20)
    const hard = rows.choose({ family: 'double_load', difficulty: { min: 0.8 }, seed: 1 })
    expect(hard.task).toMatchObject({ family: { family: 'double_load', level: 5 } })
    expect(() => rows.choose({ difficulty: { min: 0.401, max: 0.402 } })).toThrow(
      /^difficulty: No instance lies between 0.401 and 0.402; there are some from 0\.0\d* to (1|0\.9\d*)$/,
    )
    expect(() => rows.choose({ family: 'date_iso', difficulty: { min: 0.1 } })).toThrow('only incidents have')
    expect(() => rows.choose({ family: 'double_load', level: 1, difficulty: { min: 0.5 } })).toThrow(/from .* to 0\.1/)
    expect(() => rows.choose({ difficulty: { min: 0.2 }, split: 'classic' })).toThrow('easy, medium, hard')
  })
})
