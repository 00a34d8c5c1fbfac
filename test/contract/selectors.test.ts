/** Selectors of a reset: what is chosen fits them all, and every door and the library choose alike, or refuse alike. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, connectBatch, type ResetRequest } from '../../src/client/connect.ts'
import type { ResetParams } from '../../src/contract/episode.ts'
import type { ResetData } from '../../src/contract/reset-data.ts'
import { AppError, type Environment, createEnvironment } from '../../src/index.ts'
import { splits } from '../../src/tasks/define-task.ts'
import {
  difficultyOf,
  drillList,
  heldOut,
  incidentFamilies,
  splitTasks,
  worldsOf,
} from '../../src/tasks/family-list.ts'
import { levels } from '../../src/tasks/task-family.ts'
import { worldList } from '../../src/tasks/drills/trades/world-list.ts'
import { post, startTestServer, type TestServer } from '../server/test-server.ts'
import { openSocket } from '../server/websocket-client.ts'
import { doors } from './doors.ts'
import { finish } from './episodes.ts'
import type { Seat } from './seat.ts'

let server: TestServer
let seats: readonly (readonly [name: string, seat: Seat])[]
let environment: Environment
beforeAll(async () => {
  server = await startTestServer()
  environment = await createEnvironment()
  seats = await Promise.all(doors.map(async (door) => [door.name, await door.open(server)] as const))
})
afterAll(async () => {
  for (const [, seat] of seats) await seat.close()
  environment.close()
  await server.close()
})

/** What an episode in process came to: the first observation, or why not. */
async function inProcess(params: ResetData): Promise<{ observation: object } | { code: string; message: string }> {
  try {
    return await environment.reset(params)
  } catch (error) {
    if (!AppError.isInstance(error)) throw error
    return { code: error.code, message: error.message }
  }
}

/** Which instance it is. */
async function played(): Promise<NonNullable<ReturnType<Environment['state']>['task']>> {
  if (!environment.state().done) await environment.step(finish)
  const { task } = environment.state()
  if (task === undefined) throw new Error('no task')
  return task
}

/** In a door's message the name of the parameter has the place before it where it stood. */
const plain = (message: string): string => message.replace(/^(body|data|reset|arguments)\./, '')

const word = <T>(values: readonly T[], freq: number): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: freq, arbitrary: fc.constantFrom(...values) },
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(null) },
  )

const selections: fc.Arbitrary<ResetData> = fc.record({
  family: word(
    [...drillList.slice(0, 3).map(({ id }) => id), 'epoch_mix', ...heldOut.families, ...heldOut.incidents],
    4,
  ),
  world: word(
    worldList.map(({ id }) => id),
    3,
  ),
  level: word(levels, 3),
  difficulty: word(['easy', 'medium', 'hard'] as const, 1),
  split: word([...splits, 'classic'], 3),
  index: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(999) }),
  task_id: fc.oneof(
    { weight: 15, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant('date_iso') },
  ),
  seed: fc.oneof(fc.constant(undefined), fc.nat(2000), fc.constant(Number.MAX_SAFE_INTEGER)),
})

/** The same by other means: whether anything fits. */
function canFit({ family, world, level, difficulty, split, index, task_id: id }: ResetData): boolean {
  const narrow = [family, world, level, difficulty].filter((value) => value != null)
  if (id != null) return narrow.length === 0 && index == null && split == null
  if (index != null) return split != null && narrow.length === 0 && (split !== 'classic' || index < 5)
  const isGenerated = (family ?? world ?? level) != null
  if (split === 'classic') return !isGenerated
  if (split == null && !isGenerated) return true
  return splits.some(
    (name) =>
      (split == null || split === name) &&
      [...splitTasks(name), ...splitTasks(name, undefined, 'incidents')].some(
        (task) =>
          (family == null || task.family?.family === family) &&
          (world == null || task.family?.world === world) &&
          (level == null || task.family?.level === level) &&
          (difficulty == null || task.difficulty === difficulty),
      ),
  )
}

test('of any combination: what is chosen fits, and all doors agree', { timeout: 120_000 }, async () => {
  let refused = 0
  let generated = 0
  await fc.assert(
    fc.asyncProperty(selections, async (params) => {
      // A split beside a task is taken in process alone.
      const isSplitOfTask = params.task_id != null && params.split != null
      const expected = isSplitOfTask ? undefined : await inProcess(params)
      if (expected !== undefined) {
        expect('observation' in expected).toBe(canFit(params))
        if ('observation' in expected) {
          const state = environment.state()
          const task = await played()
          const given = ['family', 'world', 'level', 'split'] as const
          for (const key of given) if (params[key] != null) expect(task[key]).toBe(params[key])
          if (params.difficulty != null && task.level !== undefined) {
            expect(difficultyOf(task.level)).toBe(params.difficulty)
          }
          const isIncident = incidentFamilies.some(({ id: own }) => own === task.family)
          const worlds = isIncident ? heldOut.businesses : heldOut.worlds
          const families = isIncident ? heldOut.incidents : heldOut.families
          const isHeldOut = families.includes(task.family ?? '') || worlds.includes(task.world ?? '')
          expect(isHeldOut).toBe(task.split === 'test')
          if (task.split !== 'classic') generated++
          // The instance by its name is the same one.
          const { id, seed, split } = task
          const named = await environment.reset({ task_id: id, seed, ...(split !== 'classic' && { split }) })
          expect(JSON.stringify(named.observation)).toBe(JSON.stringify(expected.observation))
          if (task.split !== 'classic') expect(environment.state().episode_id).toBe(state.episode_id)
        } else {
          refused++
          expect(expected.code).toBe('validation_error')
        }
      }
      for (const [name, seat] of seats) {
        const answer = await seat.reset(params as ResetParams)
        if (expected === undefined)
          expect([name, answer]).toEqual([name, { error: expect.stringContaining('task_id') }])
        else if ('observation' in expected) {
          if ('error' in answer) throw new Error(`${name}: ${answer.error}`)
          expect([name, JSON.stringify(answer.observation)]).toEqual([name, JSON.stringify(expected.observation)])
        } else {
          if (!('error' in answer)) throw new Error(`${name} took ${JSON.stringify(params)}`)
          expect([name, plain(answer.error)]).toEqual([name, expected.message])
        }
      }
    }),
    { numRuns: 40 },
  )
  // Both have come up.
  expect(refused).toBeGreaterThan(2)
  expect(generated).toBeGreaterThan(2)
})

describe('what a seed means beside selectors', () => {
  const task = async (params: ResetData): Promise<object> => {
    await environment.reset(params)
    const { id, split, seed } = await played()
    return { id, split, seed }
  }

  test('one task that is fully named: its own seed', async () => {
    const named = { family: 'date_iso', world: 'shop', level: 2, seed: 7 }
    const own = { id: 'date_iso@2/shop/2', split: 'train', seed: 7 }
    expect(await task(named)).toEqual(own)
    expect(await task({ ...named, split: 'train' })).toEqual(own)
    expect(await task({ ...named, split: 'validation' })).toEqual({ ...own, split: 'validation' })
    expect(await task({ ...named, seed: null })).toEqual({ ...own, seed: 0 })
  })

  test('a family without a split: one task, the first of its worlds and the lowest level that fit', async () => {
    expect(await task({ family: 'lookup_null', seed: 5 })).toEqual({
      id: 'lookup_null@2/shop/1',
      split: 'train',
      seed: 5,
    })
    expect(await task({ family: 'lookup_null', level: 2, seed: 5 })).toMatchObject({ id: 'lookup_null@2/shop/2' })
    expect(await task({ family: 'lookup_null', world: 'bank', seed: 5 })).toMatchObject({ id: 'lookup_null@2/bank/1' })
    expect(await task({ family: 'lookup_null', difficulty: 'easy' })).toMatchObject({ id: 'lookup_null@2/shop/1' })
    expect(await task({ family: 'lookup_null', world: 'saas' })).toEqual({
      id: 'lookup_null@2/saas/1',
      split: 'test',
      seed: 0,
    })
    const heldOutFamily = drillList.filter(({ id }) => id === 'double_escape')
    const [first] = heldOutFamily.flatMap(worldsOf)
    expect(await task({ family: 'double_escape', seed: 2 })).toEqual({
      id: `double_escape@2/${first?.id}/1`,
      split: 'test',
      seed: 2,
    })
  })

  test('otherwise it goes through the tasks that fit, then through their instances', async () => {
    const fitting = splitTasks('validation').filter(
      ({ family }) => family?.world === 'bank' && family.level === 2 && family.split === 'validation',
    )
    const found = []
    for (let seed = 0; seed < fitting.length + 2; seed++) {
      found.push(await task({ split: 'validation', world: 'bank', level: 2, seed }))
    }
    const expected = [...fitting, ...fitting.slice(0, 2)].map(({ id }, place) => ({
      id,
      split: 'validation',
      seed: Math.floor(place / fitting.length),
    }))
    expect(found).toEqual(expected)
    expect(new Set(fitting.map(({ id }) => id)).size).toBe(fitting.length)
    expect(await task({ world: 'sensors', level: 2, seed: 1 })).toMatchObject({ split: 'test' })
    expect(await task({ level: 2, seed: 1 })).toMatchObject({ split: 'train' })
  })

  test('a level or difficulty that no drill has is one of the incidents', async () => {
    expect(await task({ level: 5, seed: 1 })).toMatchObject({ id: expect.stringMatching(/\/5$/), split: 'train' })
    expect(await task({ world: 'logistics', level: 4 })).toMatchObject({ split: 'test' })
    const { id } = (await task({ split: 'validation', difficulty: 'medium', seed: 3 })) as { id: string }
    expect(incidentFamilies.map((incident) => incident.id)).toContain(id.split('@')[0])
  })
})

/** What is refused, where, and why. */
const refusals: readonly [params: Record<string, unknown>, key: string, message: RegExp][] = [
  [{ family: 'date_isso' }, 'family', /^Unknown family; there is date_iso, .*; did you mean date_iso\?$/],
  [{ family: 'task_easy' }, 'family', /^Unknown family; there is date_iso, [^?]*$/],
  [{ world: 'Shop' }, 'world', /^Unknown world; there is shop, .*; did you mean shop\?$/],
  [
    { split: 'trian' },
    'split',
    /^Unknown split; there is train, validation, test, classic, drills, drills-validation, drills-test, incidents, incidents-validation, incidents-test; did you mean train\?$/,
  ],
  [
    { family: 'epoch_mix', world: 'payroll' },
    'world',
    /^No task of the split train has family epoch_mix, world payroll; worlds there: shop, clinic, [^;]*$/,
  ],
  [
    { family: 'double_escape', split: 'train' },
    'family',
    /^No task of the split train has family double_escape; families there: date_iso, [^;]*; such a task is in test$/,
  ],
  [
    { family: 'date_iso', world: 'saas', split: 'validation' },
    'world',
    /^No task of the split validation has family date_iso, world saas; worlds there: shop, clinic, payroll, logistics, school, bank; such a task is in test$/,
  ],
  [
    { family: 'double_load', world: 'saas', split: 'train' },
    'world',
    /^No task of the split train has family double_load, world saas; worlds there: shop, clinic, school, bank; such a task is in test$/,
  ],
  [
    { split: 'test', family: 'date_iso', world: 'shop' },
    'world',
    /worlds there: saas, sensors; such a task is in train and validation$/,
  ],
  [
    { level: 2, difficulty: 'hard' },
    'difficulty',
    /^No task of the split train has level 2, difficulty hard; difficulties there: easy$/,
  ],
  [
    { family: 'date_iso', level: 3 },
    'level',
    /^No task of the split train has family date_iso, level 3; levels there: 1, 2$/,
  ],
  [{ split: 'families' }, 'split', /^Unknown split; there is train, .*; did you mean drills\?$/],
  [
    { family: 'exact_dup' },
    'family',
    /^Unknown family; there is date_iso, .*; exact_dup went with version 0\.2, whose incidents take its place$/,
  ],
  [
    { split: 'classic', level: 1 },
    'level',
    /^The classic tasks have no level; the splits train, validation, test have$/,
  ],
  [{ task_id: 'date_iso', level: 2 }, 'level', /^Not together with task_id$/],
  [{ task_id: 'date_iso@2/shop/2', family: 'date_iso' }, 'family', /^Not together with task_id$/],
  [{ task_id: 'task_easy', world: 'shop' }, 'world', /^Not together with task_id$/],
  [{ split: 'train', index: 3, level: 2 }, 'level', /^Not together with index$/],
  [{ split: 'train', index: 3, family: 'date_iso' }, 'family', /^Not together with index$/],
  [{ split: 'train', index: 3, world: 'shop' }, 'world', /^Not together with index$/],
  [{ index: 3, level: 2 }, 'index', /^An index needs a split$/],
  [{ difficulty: { min: 0.401, max: 0.402 } }, 'difficulty', /^No instance lies between .*; there are some from 0\./],
  [{ family: 'double_load', level: 1, difficulty: { min: 0.9 } }, 'difficulty', /there are some from .* to 0\.1\d*$/],
  [{ family: 'date_iso', difficulty: { max: 1 } }, 'difficulty', /only incidents have a measured difficulty$/],
  [{ split: 'classic', difficulty: { min: 0 } }, 'difficulty', /have words for it: easy, medium, hard$/],
  [{ task_id: 'task_easy', difficulty: {} }, 'difficulty', /^Not together with task_id$/],
  [{ split: 'incidents', index: 0, difficulty: { max: 0.5 } }, 'difficulty', /^Not together with index$/],
]

/** The same of what is not even of the right type. */
const illTyped: readonly [params: Record<string, unknown>, key: string, message: RegExp][] = [
  [{ level: 0 }, 'level', /1/],
  [{ level: 6 }, 'level', /5/],
  [{ level: 1.5 }, 'level', /int/],
  [{ level: true }, 'level', /number|int/],
  [{ family: 7 }, 'family', /string/],
  [{ world: ['shop'] }, 'world', /string/],
  [{ family: 'x'.repeat(129) }, 'family', /128/],
  [{ difficulty: 'esay' }, 'difficulty', /did you mean easy\?$/],
  [{ difficulty: { min: 0.9, max: 0.1 } }, 'difficulty', /min is above max/],
  [{ difficulty: { min: '0' } }, 'difficulty', /min: .*number/],
  [{ difficulty: { max: null } }, 'difficulty', /max: .*number/],
  [{ difficulty: [0, 1] }, 'difficulty', /object/],
  [{ difficulty: 0.5 }, 'difficulty', /object/],
  [{ difficulty: true }, 'difficulty', /object/],
  [{ reward_mode: 'terminl' }, 'reward_mode', /did you mean terminal\?$/],
  [{ familly: 'date_iso' }, 'familly', /^Unknown parameter; did you mean family\?$/],
  [{ levl: 2 }, 'levl', /^Unknown parameter; did you mean level\?$/],
  [{ worlds: ['shop'] }, 'worlds', /^Unknown parameter; did you mean world\?$/],
]

describe('a refusal names the place and the reason', () => {
  test.each([...refusals, ...illTyped])('%j', async (params, key, message) => {
    const http = await post(server, '/reset', { session_id: 'refused', ...params })
    expect(http).toMatchObject({
      status: 422,
      body: {
        error: { code: 'validation_error', message: expect.stringMatching(new RegExp(`^body\\.${key}: `)) },
        detail: [{ loc: ['body', key], msg: expect.stringMatching(message) }],
      },
    })
    const client = await openSocket(server)
    const { type, data } = await client.ask({ type: 'reset', data: params })
    expect([type, data.code, data.errors[0].loc]).toEqual(['error', 'VALIDATION_ERROR', ['data', key]])
    expect(data.errors[0].msg).toMatch(message)
    const batch = await client.ask({ type: 'batch', data: [{ session: 'refused', reset: params }] })
    expect(batch.data[0].error).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: `reset.${key}: ${data.errors[0].msg}`,
    })
    client.socket.close()
    const own = await inProcess(params)
    expect(own).toMatchObject({ code: 'validation_error', message: expect.stringContaining(key) })
    for (const [name, seat] of seats) {
      const answer = await seat.reset(params)
      expect([name, answer]).toEqual([name, { error: expect.stringContaining(key) }])
      const meant = /did you mean \w+\?/.exec(data.errors[0].msg)?.[0] ?? ''
      expect([name, answer]).toEqual([name, { error: expect.stringContaining(meant) }])
    }
    expect(server.registry.has('refused')).toBe(false)
  })

  test.each([
    ['date_isso', 'date_iso'],
    ['date_iso@9/shop/2', 'date_iso@2/shop/2'],
    ['date_iso@2/shp/2', 'date_iso@2/shop/2'],
    ['dat_iso@2/bank/2', 'date_iso@2/bank/2'],
    ['date_iso@2/shop/5', 'date_iso@2/shop/2'],
    ['task_esay', 'task_easy'],
  ])('the task %s: did you mean %s?', async (id, meant) => {
    const { status, body } = await post(server, '/reset', { task_id: id })
    expect([status, body.error.code]).toEqual([422, 'unknown_task'])
    expect(body.error.message).toContain(`unknown task: ${id}; did you mean ${meant}?`)
  })
})

test('a range of difficulty: an incident whose own lies in it, the same through every door', async () => {
  const chosen = new Set<string>()
  for (const params of [
    { difficulty: { min: 0.45, max: 0.55 }, seed: Number.MAX_SAFE_INTEGER },
    { family: 'double_load', difficulty: { min: 0.8 } },
    { split: 'incidents', world: 'clinic', difficulty: { max: 0.1 }, seed: 3 },
    { split: 'incidents-test', difficulty: {}, seed: 4 },
  ] satisfies ResetData[]) {
    const expected = await inProcess(params)
    if (!('observation' in expected)) throw new Error(expected.message)
    const { id, seed, level = 0, world } = await played()
    const { min = 0, max = 1 }: { min?: number; max?: number } = params.difficulty
    // A fifth of the scale to a level.
    expect(level / 5).toBeGreaterThanOrEqual(min)
    expect((level - 1) / 5).toBeLessThanOrEqual(max)
    if ('world' in params) expect(world).toBe(params.world)
    chosen.add(`${id} ${seed}`)
    for (const [name, seat] of seats) {
      const answer = await seat.reset(params as ResetParams)
      if ('error' in answer) throw new Error(`${name}: ${answer.error}`)
      expect([name, JSON.stringify(answer.observation)]).toEqual([name, JSON.stringify(expected.observation)])
    }
  }
  expect(chosen.size).toBe(4)
})

test('the TypeScript clients have them in their types', async () => {
  const reset: ResetRequest = { family: 'date_iso', world: 'bank', level: 2, split: 'validation', seed: 3 }
  const own = await environment.reset(reset)
  const client = await connect(server.url)
  expect((await client.reset(reset)).observation).toEqual(own.observation)
  await client.close()
  const batch = await connectBatch(server.url)
  const [result] = await batch.run([{ session: 'typed', reset }])
  expect(result).toMatchObject({ observation: own.observation })
  await batch.run([{ session: 'typed', close: {} }])
  await batch.close()
})

test('families that are turned off are neither chosen nor named', async () => {
  const families = drillList.filter(({ id }) => ['epoch_mix', 'double_escape'].includes(id))
  const narrow = await startTestServer({ settings: { tasks: [], families } })
  const reset = async (params: object): Promise<unknown> => {
    const { body } = await post(narrow, '/reset', params)
    return body.error?.message ?? body.done
  }
  expect(await reset({ family: 'date_iso' })).toBe('body.family: Unknown family; there is epoch_mix, double_escape')
  expect(await reset({ level: 2, seed: 3 })).toBe(false)
  expect(await reset({ difficulty: 'hard' })).toContain('difficulties there: none')
  expect(await reset({ family: 'double_escape', world: 'shop', level: 2 })).toBe(false)
  await narrow.close()
})
