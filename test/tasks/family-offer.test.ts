/** What GET /tasks tells about a family is true of its instances. */
import { describe, expect, it } from 'vitest'
import { splits } from '../../src/tasks/define-task.ts'
import { difficultyOf, drillList, familyTask, splitTasks, worldsOf } from '../../src/tasks/family-list.ts'
import type { Level } from '../../src/tasks/task-family.ts'
import { offerOf } from '../../src/tasks/family-offer.ts'
import { draftOf } from '../../src/tasks/instantiate.ts'

/** Far from the seeds that the list was made from. */
const firstSeed = 4_100_000_000

describe('the steps of a family', () => {
  it('are no more than its level says, in every world, and as many in one', { timeout: 120_000 }, () => {
    for (const family of drillList) {
      for (const level of family.levels) {
        const most = family.mostSteps(level)
        const asked = worldsOf(family).map((world, place) => {
          const task = familyTask(family, world, level, splits[place % splits.length] ?? 'train')
          expect(task.stepLimit).toBe(most)
          return draftOf(task, firstSeed + place).stepLimit ?? 0
        })
        expect([family.id, level, Math.max(...asked)]).toEqual([family.id, level, most])
      }
    }
  })

  it('grow with the level', () => {
    for (const family of drillList) {
      const most = family.levels.map((level: Level) => family.mostSteps(level))
      expect(most).toEqual(most.toSorted((left, right) => left - right))
    }
  })
})

describe('what there is of a family', () => {
  it.each(drillList)('$id: its splits, worlds and levels are those of its tasks', (family) => {
    const offer = offerOf(family)
    expect([offer.version, offer.dimension]).toEqual([family.version, family.dimension])
    const found = new Set<string>()
    for (const split of splits) {
      for (const task of splitTasks(split)) {
        if (task.family?.family !== family.id) continue
        const { world, level } = task.family
        found.add(JSON.stringify([split, world, level, task.difficulty, task.stepLimit]))
      }
    }
    const told = offer.worlds.flatMap((place) =>
      place.splits.flatMap((split) =>
        offer.levels.map((row) => JSON.stringify([split, place.world, row.level, row.difficulty, row.step_limit])),
      ),
    )
    expect(told.toSorted()).toEqual([...found].toSorted())
    expect(offer.splits).toEqual(splits.filter((split) => offer.worlds.some((place) => place.splits.includes(split))))
  })

  it('has one difficulty a level, and takes a configured step limit for every level', () => {
    const [family] = drillList
    if (family === undefined) throw new Error('no family')
    expect(offerOf(family, 7).levels).toEqual(
      family.levels.map((level) => ({ level, difficulty: difficultyOf(level), step_limit: 7 })),
    )
  })
})
