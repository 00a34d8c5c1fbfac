import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import { drawOfficeNames } from '../../../src/tasks/documents/office.ts'
import { tellAsked, writeDocuments, writerOf } from '../../../src/tasks/incidents/wide-update/documents.ts'
import { drawHouse } from '../../../src/tasks/incidents/wide-update/house.ts'
import { loggedSaves, journalSaves } from '../../../src/tasks/incidents/wide-update/log-lines.ts'
import { drawAllNames } from '../../../src/tasks/incidents/wide-update/names.ts'
import { sketchWideUpdate } from '../../../src/tasks/incidents/wide-update/sketch.ts'
import { drawStory } from '../../../src/tasks/incidents/wide-update/story.ts'
import { noticeDays } from '../../../src/tasks/incidents/wide-update/symptoms.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'

type Level = 2 | 3 | 4 | 5
const levels = [2, 3, 4, 5] as const

function draw(world: (typeof businessList)[number], level: Level, seed: number) {
  const random = new Random('papers', seed, level, world.id)
  const sketch = sketchWideUpdate(random, level)
  const rule = drawHouse(random)
  for (;;) {
    const story = drawStory(random, { world, level, sketch, rule })
    const noticed = noticeDays(random, story)
    if (noticed === null) continue
    const names = drawAllNames(random, story)
    const writer = writerOf(random, story, names, drawOfficeNames(random), noticed)
    const { ticket, office } = writeDocuments(random, story, writer)
    return { story, names, ticket, office }
  }
}

const atHome = businessList.filter(({ stations }) => stations.case_desk !== undefined)
const all = atHome.flatMap((world) => levels.map((level) => ({ world, level })))

describe('what people of wide_update write agrees with what happened', () => {
  it.each(all)('$world.id at level $level', ({ world, level }) => {
    for (const seed of [0, 1]) {
      const { story, names, ticket, office } = draw(world, level, seed)
      const { accident, former, lawful, calendar, runs, rule } = story
      // Every change that was carried out was asked for, in words that stand in one paper before it.
      const papers = [...office.mails, ...office.messages]
      const asked = (request: typeof accident.request) =>
        papers.filter(({ body }) => body.includes(tellAsked(story, request)))
      if (level >= 3) {
        for (const own of [accident, former, lawful]) {
          if (own === null) continue
          expect(asked(own.request).map(({ at }) => at < own.at)).toEqual([true])
        }
        const [last] = asked(accident.request)
        const others = papers.filter(({ key }) => key === 'superseded')
        expect(others.length).toBeGreaterThan(0)
        for (const { at } of others) expect(at).toBeLessThan(last?.at ?? 0)
      } else expect(ticket).toContain(tellAsked(story, accident.request))
      // Nobody writes after the agent sits down, or of the change before it was made.
      const number = String(runs.find(({ name }) => name === accident.name)?.id)
      for (const { at, body } of papers) {
        expect(at).toBeLessThan(calendar.asOf)
        if (new RegExp(`change ${number}\\b`).test(body)) expect(at).toBeGreaterThan(accident.at)
      }
      // Whoever goes by the log finds what is said of it.
      const lines = [...loggedSaves(story), ...journalSaves(story)]
      expect(lines.length + story.saves.filter(({ lost }) => lost === true).length).toBe(story.saves.length)
      for (const { run, lost } of story.saves) if (lost === true) expect(run).toBe(accident.name)
      const order = lines.toSorted((left, right) => left.at - right.at)
      const isOld = new Set(story.cases.filter(({ sender }) => story.oldOnes.has(sender)).map(({ id }) => id))
      for (const program of [true, false]) {
        const own = order.filter(({ row }) => isOld.has(row) === program)
        for (const [place, save] of own.entries()) {
          const before = own[place - 1]
          if (before === undefined) continue
          if (rule.order === 'number') expect(save.numbers[0]).toBeGreaterThan(before.numbers[0] ?? 0)
          else expect(save.shownAt).toBeGreaterThanOrEqual(before.shownAt)
        }
      }
      // Nobody takes back after a change what was saved before it, but where that is told of.
      for (const { at, row, via } of story.saves) {
        if (via !== 'undo' || story.hits.has(row)) continue
        const taken = Math.max(...story.saves.flatMap((save) => (save.row === row && save.at < at ? [save.at] : [])))
        expect([accident.at, former?.at ?? 0].some((run) => taken < run && at > run)).toBe(false)
      }
      // What has to follow is named.
      if (level >= 3) expect(ticket).toContain(names.days.table)
      if (level === 5) expect(ticket).toContain(names.months.table)
    }
  })
})
