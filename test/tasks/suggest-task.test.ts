import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../src/episode/episode-settings.ts'
import { Runtime } from '../../src/episode/runtime.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { drillList, drillTasks, resolveTask } from '../../src/tasks/family-list.ts'
import { deriveSplitKey } from '../../src/tasks/split-key.ts'
import { taskList } from '../../src/tasks/task-list.ts'

function messageOf(id: string): string {
  try {
    resolveTask(id)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error(`${id} is a task`)
}

describe('an unknown task', () => {
  it.each([
    ['task_eazy', 'task_easy'],
    ['Task_Easy', 'task_easy'],
    ['task-medium', 'task_medium'],
    [' task_hard ', 'task_hard'],
    ['easy', 'task_easy'],
    ['null_repair', 'task_null_repair'],
    ['dat_iso', 'date_iso'],
    ['date_iso/shop/2', 'date_iso@2/shop/2'],
    ['date_iso@2/shop', 'date_iso@2/shop/1'],
    ['date_iso@2', 'date_iso@2/shop/1'],
    ['date_iso/2', 'date_iso@2/shop/2'],
    ['date_iso@2/shop/2/', 'date_iso@2/shop/2'],
    ['date_iso@2:shop:2', 'date_iso@2/shop/2'],
    ['date-iso@2/shop/2', 'date_iso@2/shop/2'],
    ['DATE_ISO@2/SHOP/2', 'date_iso@2/shop/2'],
    ['date_iso@2/shpo/2', 'date_iso@2/shop/2'],
    ['dote_iso@2/bank/2', 'date_iso@2/bank/2'],
    ['epoch_mx/bank/2', 'epoch_mix@2/bank/2'],
    ['date_iso@2/shop/2~deadbeef', 'date_iso@2/shop/2'],
    ['task_eazy@1', 'task_easy'],
  ])('%j: did you mean %s?', (id, meant) => {
    expect(messageOf(id)).toBe(`unknown task: ${id}; did you mean ${meant}?`)
  })

  it.each([
    ['date_iso@7/shop/2', 'The version of date_iso is 2.', 'date_iso@2/shop/2'],
    ['date_iso@2/shop/4', 'Levels are 1 to 2.', 'date_iso@2/shop/2'],
    ['date_iso@2/shop/0', 'Levels are 1 to 2.', 'date_iso@2/shop/1'],
    ['epoch_mix@2/payroll/2', 'The worlds of epoch_mix are shop, ', 'epoch_mix@2/shop/2'],
    ['date_iso@2/atlantis/2', 'The worlds of date_iso are shop, ', 'date_iso@2/shop/2'],
  ])('%j: says what is wrong with it', (id, reason, meant) => {
    expect(messageOf(id)).toMatch(`unknown task: ${id}; did you mean ${meant}? ${reason}`)
  })

  it.each(['exact_dup', 'unit_mix@1/shop/3', 'rogue_update@1/bank/5', 'audit_null', 'decode_then_link@1/bank/1'])(
    '%s: is no more',
    (id) => {
      const [name = ''] = id.split('@')
      expect(messageOf(id)).toBe(`unknown task: ${id}; ${name} went with version 0.2, whose incidents take its place`)
    },
  )

  it.each(['task_nope', 'nothing like it', 't-0123456789abcdef', '', '@', '/', '~', '////', '@1/shop/2', '\u0000'])(
    '%j: nothing is near',
    (id) => expect(messageOf(id)).toBe(`unknown task: ${id}`),
  )

  it('is quoted in part when it is long, and whole characters stay whole', () => {
    expect(messageOf('x'.repeat(100_000))).toBe(`unknown task: ${'x'.repeat(128)}…`)
    expect(messageOf(`${'x'.repeat(127)}😀😀`)).not.toMatch(/\p{Surrogate}/u)
  })

  it('is answered with an id that is one', () => {
    for (const { id } of drillTasks().filter((_, place) => place % 17 === 0)) {
      for (const wrong of [id.replace('@2', ''), id.replace('/', '//'), `${id}x`, `x${id}`, id.toUpperCase()]) {
        const meant = /did you mean (\S+)\?$/.exec(messageOf(wrong))?.[1]
        expect(meant, wrong).toBe(id)
      }
    }
  })
})

describe('a suggestion', () => {
  it('names enabled tasks alone, and no secret', async () => {
    const key = deriveSplitKey('a secret of a private test')
    const runtime = await Runtime.create({
      wasm: await loadSqliteWasm(),
      settings: {
        ...defaultSettings,
        tasks: taskList.filter(({ id }) => id === 'task_hard'),
        families: drillList.filter(({ id }) => id === 'double_escape'),
        splitKey: key,
      },
    })
    const ask = (id: string): string => {
      try {
        runtime.task(id)
      } catch (error) {
        return (error as Error).message
      }
      throw new Error(`${id} is a task`)
    }
    const known = ' tasks: task_hard; families, as family@version/world/level: double_escape'
    expect(ask('task_null_repair')).toBe(`unknown task: task_null_repair; known${known}`)
    expect(ask('task_harp')).toBe(`unknown task: task_harp; did you mean task_hard? Known${known}`)
    expect(ask('date_iso@2/shop/2')).toBe(`unknown task: date_iso@2/shop/2; known${known}`)
    const choice = { families: drillList, key }
    const end = resolveTask('double_escape@2/shop/2', 'test', choice).id.split('~')[1] as string
    expect(end).toMatch(/^[0-9a-f]{16}$/)
    expect(ask('double_escape@2/shop/2~deadbeefdeadbeef')).not.toContain(end)
    expect(ask('double_escape/shop/2')).not.toContain(end)
    expect(ask('double_escape/shop/2')).toMatch('; did you mean double_escape@2/shop/2? Known tasks')
    runtime.close()
  })
})
