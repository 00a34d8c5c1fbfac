import { describe, expect, it } from 'vitest'
import { Random } from '../../../../src/kit/random.ts'
import {
  drawRouting,
  finePrintOf,
  readLine,
  rightReading,
  shortcutsOf,
  worthOfReading,
  type Level,
  type Routing,
} from '../../../../src/tasks/drills/blocks/routing.ts'

function drawn(level: Level, seed: number, profiles = 3): Routing {
  const routing = drawRouting(new Random('routing', level, seed), {
    level,
    lines: 140,
    profiles,
    dirtyPercent: [45, 55],
  })
  if (routing === null) throw new Error(`no routing at level ${level}, seed ${seed}`)
  return routing
}

describe.each([1, 2, 3, 4, 5] as const)('a routing of level %i', (level) => {
  const routings = Array.from({ length: 20 }, (_, seed) => drawn(level, seed, seed % 2 === 0 ? 3 : 2))

  it('gives every line the profile that the right reading finds', () => {
    for (const routing of routings) {
      for (const line of routing.lines) expect(readLine(routing, line, rightReading)).toBe(line.profile)
      expect(worthOfReading(routing, rightReading)).toBe(1)
    }
  })

  it('pays no reading that leaves a rule out', () => {
    const shortcuts = shortcutsOf(level)
    expect(shortcuts.length).toBe({ 1: 0, 2: 0, 3: 2, 4: 5, 5: 5 }[level])
    for (const routing of routings) {
      for (const { reading } of shortcuts) expect(worthOfReading(routing, reading)).toBeLessThanOrEqual(0.3)
    }
  })

  it('has batches from level 3 on, and lines without a number from level 4 on', () => {
    for (const { batches, lines } of routings) {
      expect(batches.length > 0).toBe(level >= 3)
      expect(lines.some(({ stamped }) => !stamped)).toBe(level >= 4)
      expect(lines[0]?.stamped).toBe(true)
      expect(batches.some(({ corrections }) => corrections.length > 0)).toBe(level >= 4)
    }
  })
})

describe('from level 3 on', () => {
  it('a batch comes on the very day on which a rule changes', () => {
    for (const level of [3, 4, 5] as const) {
      for (let seed = 0; seed < 10; seed++) {
        const { batches, feeds } = drawn(level, seed)
        const days = new Set(feeds.flatMap(({ revisions }) => revisions.map(({ since }) => since)))
        expect(batches.some(({ received }) => days.has(received))).toBe(true)
      }
    }
  })

  it('fine print is asked about where there is some', () => {
    expect(finePrintOf(2)).toEqual([])
    expect(finePrintOf(3)).toHaveLength(1)
    expect(finePrintOf(5)).toHaveLength(2)
  })
})
