import { describe, expect, it } from 'vitest'
import { ActionQueue } from '../../src/sessions/action-queue.ts'

/** Takes a turn and says when it begins and ends. */
async function take(queue: ActionQueue, log: string[], name: string, work: Promise<void>): Promise<void> {
  const turn = queue.enter()
  try {
    if (turn !== undefined) await turn
    log.push(`${name} begins`)
    await work
  } finally {
    log.push(`${name} ends`)
    queue.leave()
  }
}

describe('turns', () => {
  it('begin at once when nobody is before, and else in the order in which they were asked for', async () => {
    const queue = new ActionQueue()
    const log: string[] = []
    const first = take(queue, log, 'a', Promise.resolve())
    expect(log).toEqual(['a begins'])
    const rest = ['b', 'c'].map(async (name) => await take(queue, log, name, Promise.resolve()))
    expect(queue.length).toBe(3)
    await Promise.all([first, ...rest])
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(queue.length).toBe(0)
  })

  it('that are asked for between the end of one and the beginning of the next go behind it', async () => {
    const queue = new ActionQueue()
    const log: string[] = []
    const a = take(queue, log, 'a', Promise.resolve())
    const b = take(queue, log, 'b', Promise.resolve())
    await a
    const c = take(queue, log, 'c', Promise.resolve())
    await Promise.all([b, c])
    expect(log.filter((line) => line.endsWith('begins'))).toEqual(['a begins', 'b begins', 'c begins'])
  })

  it('go on behind one whose work failed', async () => {
    const queue = new ActionQueue()
    const log: string[] = []
    const failing = take(queue, log, 'a', Promise.reject(new Error('no')))
    const next = take(queue, log, 'b', Promise.resolve())
    await expect(failing).rejects.toThrow('no')
    await next
    expect(log.at(-1)).toBe('b ends')
  })
})

it('settles when every turn so far has ended, whatever is asked for later', async () => {
  const queue = new ActionQueue()
  await queue.settled()
  const log: string[] = []
  const first = take(queue, log, 'a', Promise.resolve())
  const settled = queue.settled().then(() => log.push('settled'))
  const second = take(queue, log, 'b', Promise.resolve())
  expect(queue.length).toBe(2)
  await Promise.all([first, settled, second])
  expect(log.indexOf('settled')).toBeGreaterThan(log.indexOf('a ends'))
  expect(log).toContain('b ends')
  await queue.settled()
})
