import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/kit/errors.ts'
import { splits } from '../../src/tasks/define-task.ts'
import {
  drillList,
  familyTask,
  drillTasks,
  heldOut,
  resolveTask,
  splitInstance,
  splitTasks,
  worldsOf,
} from '../../src/tasks/family-list.ts'
import { tiers } from '../../src/tasks/drills/blocks/senders.ts'
import { draftOf } from '../../src/tasks/instantiate.ts'
import { canaryOf, identityOf, opaqueTaskId } from '../../src/tasks/task-identity.ts'
import { taskList } from '../../src/tasks/task-list.ts'

const refused = (id: string): string => {
  try {
    resolveTask(id)
  } catch (error) {
    if (AppError.isInstance(error)) return error.code
  }
  return 'none'
}

describe('resolveTask', () => {
  it('finds listed tasks, full ids and names alone', () => {
    expect(resolveTask('task_easy')).toBe(taskList[0])
    expect(resolveTask('date_iso').id).toBe('date_iso@2/shop/1')
    expect(resolveTask('lookup_null@2/payroll/2').family).toMatchObject({
      family: 'lookup_null',
      version: 2,
      world: 'payroll',
      level: 2,
      split: 'train',
      dimension: 'missing',
    })
    expect(resolveTask('date_iso@2/clinic/2', 'test').family?.split).toBe('test')
    expect(resolveTask('date_iso@2/clinic/2')).toBe(resolveTask('date_iso@2/clinic/2'))
  })

  it.each([
    'date_iso@1/shop/1',
    'date_iso@0/shop/1',
    'date_iso@2/moon/1',
    'date_iso@2/shop/3',
    'date_iso@2/shop/0',
    'date_iso@2/shop',
    'date_iso@2',
    'date_iso@2/shop/1 ',
    'date_iso@99999999999999999999/shop/1',
    'DATE_ISO',
    'toString',
    '__proto__',
    '',
    'x'.repeat(10_000),
  ])('refuses %.40s', (id) => {
    expect(refused(id)).toBe('unknown_task')
  })
})

describe('the list', () => {
  it('shows none of the generated tasks', () => {
    expect(taskList).toHaveLength(5)
  })

  it('runs every family on three worlds or more, at two tiers', () => {
    for (const family of drillList) expect(worldsOf(family).length).toBeGreaterThanOrEqual(3)
    const ids = drillTasks().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(drillList.reduce((sum, family) => sum + worldsOf(family).length * tiers.length, 0))
  })

  it('tells the same in other words each time', () => {
    for (const family of drillList) {
      for (const tier of tiers) {
        const [world] = worldsOf(family)
        if (world === undefined) throw new Error(`no world for ${family.id}`)
        const task = familyTask(family, world, tier, 'train')
        const goals = new Set(Array.from({ length: 40 }, (_, seed) => draftOf(task, seed).goal))
        expect(goals.size).toBe(40)
      }
    }
  })
})

describe('splits', () => {
  it('never share an instance, and neither do seeds', () => {
    const seen = new Set<string>()
    let drawn = 0
    for (const split of splits) {
      for (const family of drillList) {
        const [world] = worldsOf(family)
        if (world === undefined) continue
        for (let seed = 0; seed < 8; seed++) {
          seen.add(JSON.stringify(draftOf(familyTask(family, world, 2, split), seed).seed))
          drawn++
        }
      }
    }
    expect(seen.size).toBe(drawn)
  })
})

describe('held out', () => {
  it('families and worlds are met in test alone, and test has nothing else', () => {
    for (const split of splits) {
      const tasks = splitTasks(split)
      expect(tasks.length).toBeGreaterThan(50)
      for (const { family } of tasks) {
        const out = heldOut.families.includes(family?.family ?? '') || heldOut.worlds.includes(family?.world ?? '')
        expect([family?.split, out]).toEqual([split, split === 'test'])
      }
    }
    expect(heldOut.families.every((id) => drillList.some((family) => family.id === id))).toBe(true)
    expect(splitTasks('train').map(({ id }) => id)).toEqual(splitTasks('validation').map(({ id }) => id))
  })

  it('families without a split are those of test', () => {
    expect(resolveTask('double_escape').family?.split).toBe('test')
    expect(resolveTask('double_escape', 'train').family?.split).toBe('train')
    expect(resolveTask('date_iso').family?.split).toBe('train')
  })

  it('every index is one instance', () => {
    const { length } = splitTasks('train')
    expect(splitInstance('train', 0)).toEqual({ task: splitTasks('train')[0], seed: 0 })
    expect(splitInstance('train', length + 3)).toEqual({ task: splitTasks('train')[3], seed: 1 })
    for (const index of [-1, 0.5, Number.NaN]) expect(() => splitInstance('train', index)).toThrow(/no instance/)
  })
})

describe('what leaves the house', () => {
  it('tells everything about an instance', () => {
    const task = resolveTask('phone_e164@2/clinic/2', 'validation')
    expect(identityOf(task, 9, 25)).toEqual({
      id: 'phone_e164@2/clinic/2',
      seed: 9,
      family: task.family,
      shownId: opaqueTaskId(task, 9),
      canary: canaryOf(task, 9),
      stepLimit: 25,
      queryBudget: 24,
    })
    expect(identityOf(task, null, 25)).toMatchObject({ seed: 0, canary: canaryOf(task, 0) })
    expect(identityOf(resolveTask('task_easy'), null, 10)).toMatchObject({
      seed: null,
      family: null,
      shownId: 'task_easy',
    })
  })

  it('is an id that says nothing, and one canary an instance', () => {
    const task = resolveTask('sentinels@2/bank/2')
    expect(opaqueTaskId(task, 5)).toMatch(/^t-[0-9a-f]{16}$/)
    expect(opaqueTaskId(task, 5)).not.toBe(opaqueTaskId(task, 6))
    expect(opaqueTaskId(task, 5)).not.toBe(opaqueTaskId(resolveTask('sentinels@2/bank/2', 'test'), 5))
    expect(opaqueTaskId(task, null)).toBe(opaqueTaskId(task, 0))
    expect(opaqueTaskId(resolveTask('task_hard'), 3)).toBe('task_hard')
    expect(canaryOf(task, 5)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    expect(canaryOf(task, 5)).not.toBe(canaryOf(task, 6))
  })
})
