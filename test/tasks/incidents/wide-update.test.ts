import { beforeAll, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../../src/episode/episode-settings.ts'
import { Random } from '../../../src/kit/random.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { dueValues } from '../../../src/tasks/incidents/wide-update/due.ts'
import { drawHouse, type HouseRule, otherwise } from '../../../src/tasks/incidents/wide-update/house.ts'
import type { Accident } from '../../../src/tasks/incidents/wide-update/request.ts'
import { wideUpdate } from '../../../src/tasks/incidents/wide-update/wide-update.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { levels } from '../../../src/tasks/task-family.ts'
import { TaskRows } from '../../../src/tasks/task-rows.ts'
import {
  type DeskCase,
  numberSaves,
  type NumberedSave,
  runDesk,
  type SaveDraft,
} from '../../../src/tasks/worlds/stations/case-desk.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'wide_update') as IncidentFamily

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

describe('wide_update', () => {
  it('gives the same bytes for the same seed, and others for another split', () => {
    const [world] = family.worlds as [(typeof family.worlds)[number]]
    const of = (split: 'train' | 'validation'): string =>
      instantiate(engine, familyTask(family, world, 3, split), 4).imageDigest
    expect(of('train')).toBe(of('train'))
    expect(of('train')).not.toBe(of('validation'))
  })

  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const [world] = businessList as [(typeof businessList)[number]]
    const scores = levels.map((level) =>
      Array.from({ length: 60 }, (_, seed) =>
        wideUpdate.sketch(new Random('scale', level, seed), { world, level }),
      ).map(({ difficulty }) => difficulty),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })

  it('is chosen by its name and level', () => {
    const rows = new TaskRows(defaultSettings)
    expect(rows.choose({ family: 'wide_update', level: 4, seed: 9 })).toMatchObject({
      task: { family: { family: 'wide_update', level: 4 } },
      seed: 9,
    })
  })

  it('leaves closed months as they were closed, and computes the others and their months anew', () => {
    const world = family.worlds.find(({ id }) => id === 'clinic') as (typeof family.worlds)[number]
    const instance = instantiate(engine, familyTask(family, world, 5, 'train'), 2)
    const { before, target, draft } = instance
    const [daysName = '', monthsName = ''] = draft.parts
      .filter(({ kind }) => kind === 'derived')
      .flatMap(({ tables }) => tables.map(({ name }) => name.toLowerCase()))
    const [wasDays, isDays] = [before.tables.get(daysName)?.rows ?? [], target.tables.get(daysName)?.rows ?? []]
    const keyed = new Map(wasDays.map((row) => [`${row[0]} ${row[1]}`, row]))
    const periods = [...before.tables.values()].find(({ columns }) =>
      columns.some((name) => /closed_by|locked_by/.test(name)),
    )
    const closed = new Set(periods?.rows.map((row) => row.find((cell) => /^t\d{4}-\d\d$/.test(cell))?.slice(1)))
    expect(closed.size).toBeGreaterThan(0)
    const changed = isDays.filter((row) => keyed.get(`${row[0]} ${row[1]}`)?.[3] !== row[3])
    expect(changed.length).toBeGreaterThanOrEqual(8)
    for (const row of changed) expect(closed.has(row[1]?.slice(1, 8))).toBe(false)
    // Months by hand: the sum of the days of the target.
    for (const [sender, month, , fees] of target.tables.get(monthsName)?.rows ?? []) {
      const sum = isDays
        .filter((row) => row[0] === sender && row[1]?.startsWith(month ?? ''))
        .reduce((total, row) => total + Number(row[3]?.slice(1)), 0)
      expect(fees).toBe(`i${sum}`)
    }
  })
})

/** Six cases and what became of them, worked out by hand. The change sets 500 and nora on all cases of one reason. */
const good = { code: 'G1', name: 'Bell', price: 990 }
const day = 1440 * 20_000
const at = (hour: number, minute = 0): number => day + 60 * hour + minute
const desk: DeskCase[] = [1, 2, 3, 4, 5, 6, 7].map((id) => ({
  ...{ id, openedAt: day - 5000, sender: id === 1 || id === 6 ? 'S1' : 'S2', good },
  settledAt: id === 5 ? at(18) : null,
  start: { fee: 100 + id, handler: `h${id}`, reason: 'recall' },
}))
const change: Accident = {
  ...{ name: 'wide', at: at(14), operator: 'vera' },
  request: {
    ...{ reason: 'recall', condition: { by: 'senders', codes: ['S1'] }, fee: 500, handler: 'nora' },
    missed: 'condition',
  },
}
const hand = { operator: 'ida', via: 'hand' } as const
const work: SaveDraft[] = [
  // Before the change, by a PC whose clock is three hours ahead.
  { ...hand, operator: 'fast', at: at(12), row: 2, set: { fee: 250 } },
  ...desk.map(({ id }): SaveDraft => {
    return { at: at(14), operator: 'vera', via: 'bulk', row: id, set: { fee: 500, handler: 'nora' }, run: 'wide' }
  }),
  // Somebody looks at the fee of 3 and lets it stand, and has an edit of 4 taken back.
  { ...hand, at: at(15), row: 3, set: { fee: 500 } },
  { ...hand, at: at(15), row: 4, set: { fee: 777 } },
  { ...hand, via: 'undo', at: at(15, 5), row: 4, set: 'undo' },
  // 6 was asked for; it turns out to be no recall. 7 is saved by the job of the night.
  { ...hand, at: at(16), row: 6, set: { reason: 'wrong size' } },
  { operator: 'nightjob', via: 'job', at: at(27), row: 7, set: 'again' },
]
const house: HouseRule = { order: 'number', equal: 'counts', settled: 'stays', meant: 'past' }

function due(rule: HouseRule): Record<number, string> {
  const { saves, values } = runDesk(desk, work)
  const numbered = saves.map((save): NumberedSave => ({ ...save, shownAt: save.at, numbers: [] }))
  const right = dueValues({ cases: desk, saves: numbered, seen: values, rule, accident: change })
  return Object.fromEntries([...right].map(([id, { fee, handler }]) => [id, `${fee} ${handler}`]))
}

describe('what should be there, by hand', () => {
  it('keeps what was meant, later edits of equal value and ended cases, field by field', () => {
    expect(due(house)).toEqual({
      1: '500 nora', // asked for
      2: '250 h2', // what was entered in the morning
      3: '500 h3', // the fee was confirmed, the handler was not
      4: '104 h4', // an edit that was taken back counts for nothing
      5: '500 nora', // paid out since
      6: '500 nora', // was a recall at the time
      7: '107 h7', // the job only wrote back what it found
    })
  })

  it.each([
    ['settled', 5, '105 h5'],
    ['equal', 3, '103 h3'],
    ['meant', 6, '106 h6'],
  ] as const)('in a house that sees it otherwise (%s) another case is another', (habit, row, expected) => {
    const [usual, other] = [due(house), due(otherwise(house, habit))]
    expect(other).toEqual({ ...usual, [row]: expected })
  })

  it('shows orders that disagree: clocks that are off, or numbers in packs', () => {
    const numbering = { skew: new Map([['fast', 180]]), low: 'ida', high: 'fast', perField: true }
    const { saves } = runDesk(desk, work)
    const inOrder = (list: NumberedSave[], keyOf: (save: NumberedSave) => number): boolean =>
      list.every((save, place) => place === 0 || keyOf(list[place - 1] as NumberedSave) <= keyOf(save))
    const counted = numberSaves(new Random('desk'), saves, { ...numbering, order: 'number' })
    expect(inOrder(counted, ({ numbers }) => numbers[0] as number)).toBe(true)
    expect(inOrder(counted, ({ shownAt }) => shownAt)).toBe(false)
    const clocked = numberSaves(new Random('desk'), saves, { ...numbering, order: 'clock' })
    expect(inOrder(clocked, ({ shownAt }) => shownAt)).toBe(true)
    expect(inOrder(clocked, ({ numbers }) => numbers[0] as number)).toBe(false)
    // The change has its numbers in one piece either way.
    for (const list of [counted, clocked]) {
      const own = list.filter(({ run }) => run === 'wide').flatMap(({ numbers }) => numbers)
      expect(own.toSorted((a, b) => a - b)).toEqual(own.map((_, place) => Math.min(...own) + place))
    }
  })

  it('draws houses of all kinds', () => {
    const random = new Random('houses')
    const seen = new Set(Array.from({ length: 400 }, () => JSON.stringify(drawHouse(random))))
    expect(seen.size).toBe(16)
  })
})
