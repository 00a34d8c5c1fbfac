import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chargeOf, FlowQueue } from '../../src/sessions/flow-queue.ts'

/** Takes everything; each item is its own cost. */
function drain(queue: FlowQueue<number>, during: (taken: number) => void = () => undefined): number[] {
  const flows: number[] = []
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    flows.push(next.flow)
    during(flows.length)
    queue.burn(next.flow, next.item)
  }
  return flows
}

describe('a queue of flows', () => {
  test('keeps the order of each, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 100 }))), (given) => {
        const queue = new FlowQueue<readonly [number, number]>()
        for (const [index, [flow]] of given.entries()) queue.push(flow, [flow, index])
        const taken: (readonly [number, number])[] = []
        for (let next = queue.take(); next !== undefined; next = queue.take()) {
          expect(next.item[0]).toBe(next.flow)
          taken.push(next.item)
          queue.burn(next.flow, given[next.item[1]]?.[1] ?? 0)
        }
        expect(queue.length).toBe(0)
        expect(taken).toHaveLength(given.length)
        for (let flow = 0; flow <= 5; flow++) {
          const indexes = taken.filter(([of]) => of === flow).map(([, index]) => index)
          expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
        }
      }),
    )
  })

  test('lets a newcomer wait for what is under way and no more', () => {
    const queue = new FlowQueue<number>()
    for (let count = 0; count < 50; count++) queue.push(1, 700)
    const flows = drain(queue, (taken) => {
      if (taken === 3) for (let count = 0; count < 5; count++) queue.push(2, 1)
    })
    expect(flows.slice(0, 9)).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 1])
    expect(flows).toHaveLength(55)
  })

  test('remembers what was burnt, for as long as others are behind', () => {
    const queue = new FlowQueue<number>()
    queue.push(1, 1000)
    expect(drain(queue)).toEqual([1])
    // Both come back together: the one that burnt waits until the other has caught up.
    for (let count = 0; count < 3; count++) queue.push(1, 400)
    for (let count = 0; count < 6; count++) queue.push(2, 400)
    expect(drain(queue)).toEqual([2, 2, 2, 1, 2, 1, 2, 1, 2])
  })

  test('gives no credit for having been away', () => {
    const queue = new FlowQueue<number>()
    for (let count = 0; count < 6; count++) queue.push(1, 100)
    const flows = drain(queue, (taken) => {
      if (taken === 4) for (let count = 0; count < 4; count++) queue.push(2, 100)
    })
    expect(flows.slice(4)).toEqual([2, 1, 2, 1, 2, 2])
  })

  test('shares evenly between equals', () => {
    const queue = new FlowQueue<number>()
    for (let flow = 0; flow < 20; flow++) for (let count = 0; count < 10; count++) queue.push(flow, 5)
    const flows = drain(queue)
    for (let round = 0; round < 10; round++) expect(new Set(flows.slice(round * 20, round * 20 + 20)).size).toBe(20)
  })
})

describe('what a clock says of short work', () => {
  test('puts nobody behind: hundreds of equal flows go on in turn, whatever the machine did meanwhile', () => {
    const queue = new FlowQueue<number>()
    const flows = 512
    for (let flow = 0; flow < flows; flow++) queue.push(flow, 0)
    const turns = Array.from({ length: flows }, () => 0)
    for (let count = 0; count < 20 * flows; count++) {
      const { flow } = queue.take() ?? { flow: -1 }
      turns[flow] = (turns[flow] ?? 0) + 1
      // Every hundredth is interrupted for a while.
      queue.burn(flow, chargeOf(count % 100 === 0 ? 20 : 0.08))
      queue.push(flow, 0)
      expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1)
    }
  })

  test('but long work is charged as it was', () => {
    expect([chargeOf(0.01), chargeOf(24), chargeOf(700)]).toEqual([1, 1, 700])
  })

  test('flows that wait for nothing are forgotten, without a look at all of them each time', () => {
    const queue = new FlowQueue<number>()
    for (let round = 0; round < 3; round++) {
      for (let flow = 0; flow < 5000; flow++) queue.push(flow, round)
      expect(drain(queue)).toHaveLength(5000)
    }
  })
})
