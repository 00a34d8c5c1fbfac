/** Every door tells which task may have been meant, in the same words as in process. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEnvironment } from '../../src/index.ts'
import { startTestServer, type TestServer } from '../server/test-server.ts'
import { doors } from './doors.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => await server.close())

const wrong = [
  ['task_eazy', 'task_easy'],
  ['date_iso/shop/2', 'date_iso@2/shop/2'],
  ['date_iso@2/shop/5', 'date_iso@2/shop/2'],
] as const

describe.each(doors)('$name', (door) => {
  test.each(wrong)('%s: did you mean %s?', async (id, meant) => {
    const environment = await createEnvironment()
    const expected = await environment.reset({ task_id: id }).then(
      () => undefined,
      (error: Error) => error.message,
    )
    expect(expected).toContain(`did you mean ${meant}?`)
    const seat = await door.open(server)
    expect(await seat.reset({ task_id: id })).toEqual({ error: expected })
    await seat.close()
  })
})

test('the mode in which a task is asked for changes nothing', async () => {
  const [http] = doors
  if (http === undefined) throw new Error('no doors')
  const seat = await http.open(server)
  const plain = await seat.reset({ task_id: 'task_eazy' })
  expect(await seat.reset({ task_id: 'task_eazy', reward_mode: 'potential' })).toEqual(plain)
  await seat.close()
})
