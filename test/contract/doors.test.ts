/** Every door plays every episode to the same bytes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EpisodeOutcome } from '../../src/contract/episode.ts'
import { overMessage } from '../../src/sessions/player.ts'
import { splitInstance } from '../../src/tasks/family-list.ts'
import { startTestServer, type TestServer } from '../server/test-server.ts'
import { doors } from './doors.ts'
import { episodes, finish, inspect, sql } from './episodes.ts'
import { expectedOf, play, type Played } from './seat.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => await server.close())

test('the episodes are played as their scripts say', async () => {
  for (const { name, actions, params } of episodes) {
    const lines = (await expectedOf({ actions, params })).map((line) => JSON.parse(line))
    expect(lines.map(([, , done]) => done)).toEqual([...actions.map(() => false), true])
    if (name.includes('repaired')) expect(lines.at(-1)[3]).toMatchObject({ solved: true, grader_score: 1 })
  }
})

describe.each(doors)('$name', (door) => {
  test.each(episodes.filter((episode) => door.plays(episode)))('$name', async (episode) => {
    const seat = await door.open(server)
    expect(await play(seat, episode)).toEqual(await expectedOf(episode))
    await seat.close()
  })

  test('a step after the end', async () => {
    const seat = await door.open(server)
    await seat.reset({})
    const last = (await seat.step(finish)) as Played
    const state = await seat.state()
    const { grader_score, score, solved, truncated, task } = last.metadata as EpisodeOutcome
    expect(state).toMatchObject({ done: true, grader_score, score, solved, truncated, task })
    const words = door.afterDone === 'refuse' ? overMessage : door.afterDone.repeat
    const repeated = {
      observation: { ...last.observation, last_error: words },
      reward: 0,
      done: true,
      metadata: last.metadata,
    }
    for (const action of [inspect, finish]) {
      const answer = await seat.step(action)
      if (door.afterDone === 'refuse') expect(answer).toEqual({ error: words })
      else expect(JSON.stringify(answer)).toBe(JSON.stringify(repeated))
      expect(await seat.state()).toEqual(state)
    }
    expect(await seat.reset({})).toMatchObject({ done: false })
    await seat.close()
  })

  test('an instance by split and index, and by its id and seed', async () => {
    for (const [split, index] of [
      ['train', 123],
      ['test', 7],
    ] as const) {
      const { task, seed } = splitInstance(split, index)
      const [expected] = await expectedOf({ params: { task_id: task.id, split, seed }, actions: [] })
      for (const params of [
        { split, index },
        { task_id: task.id, seed },
      ]) {
        const seat = await door.open(server)
        const [found] = await play(seat, { params, actions: [] })
        expect(found).toBe(expected)
        await seat.close()
      }
    }
  })

  test('what is refused leaves no trace', async () => {
    const seat = await door.open(server)
    expect(await seat.step(inspect)).toEqual({
      error: expect.stringMatching(/no episode|no such session|start_episode/),
    })
    expect(await seat.reset({ task_id: 'none' })).toEqual({ error: expect.stringContaining('none') })
    expect(await seat.step(inspect)).toEqual({
      error: expect.stringMatching(/no episode|no such session|start_episode/),
    })
    const actions = [inspect, sql('SELECT 1')]
    const [first, second, third] = await expectedOf({ params: { task_id: 'task_hard' }, actions })
    const [before] = await play(seat, { params: { task_id: 'task_hard' }, actions: [] })
    expect(before).toBe(first)
    await seat.step(inspect)
    expect(await seat.reset({ task_id: 'none' })).toEqual({ error: expect.stringContaining('none') })
    expect(await seat.reset({ seed: -1 })).toEqual({ error: expect.stringContaining('seed') })
    expect(JSON.stringify(await seat.state())).toBe(JSON.stringify(JSON.parse(second as string)[4]))
    const answer = (await seat.step(actions[1] as object)) as Played
    expect(JSON.stringify(answer.observation)).toBe(JSON.stringify(JSON.parse(third as string)[0]))
    await seat.close()
  })
})
