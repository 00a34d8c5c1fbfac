import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { withDeadline } from '../../src/agent/deadline.ts'

/** Never ends by itself. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })

describe('a deadline', () => {
  it('hands on what came in time, and listens to nothing after that', async () => {
    const outer = new AbortController()
    let own: AbortSignal | undefined
    const answer = await withDeadline(60_000, outer.signal, async (signal) => {
      own = signal
      expect(getEventListeners(outer.signal, 'abort')).toHaveLength(1)
      return await Promise.resolve('answer')
    })
    expect(answer).toBe('answer')
    expect(getEventListeners(outer.signal, 'abort')).toEqual([])
    outer.abort()
    expect(own?.aborted).toBe(false)
  })

  it('ends what takes too long with a TimeoutError', async () => {
    await expect(withDeadline(1, null, untilAborted)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it.each([true, false])('ends with the reason of the outer signal (before it began: %s)', async (before) => {
    const outer = new AbortController()
    const reason = new Error('enough')
    if (before) outer.abort(reason)
    const running = withDeadline(60_000, outer.signal, untilAborted)
    outer.abort(reason)
    await expect(running).rejects.toBe(reason)
    expect(getEventListeners(outer.signal, 'abort')).toEqual([])
  })
})
