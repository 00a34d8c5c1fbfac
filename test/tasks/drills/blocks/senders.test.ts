import { describe, expect, it } from 'vitest'
import { Random } from '../../../../src/kit/random.ts'
import { drawSenders, senderCounts, type Routing } from '../../../../src/tasks/drills/blocks/senders.ts'

const drawn = (seed: number, profiles: number): Routing =>
  drawSenders(new Random('senders', seed), { lines: 60, profiles, dirtyPercent: [45, 55] })

describe.each([3, 4])('senders of %d ways', (profiles) => {
  const routings = Array.from({ length: 200 }, (_, seed) => drawn(seed, profiles))

  it('are more than there are ways, and every way has one at least and two fifths at most', () => {
    for (const { senders } of routings) {
      expect(senders.length).toBeGreaterThan(profiles)
      expect(senderCounts).toContain(senders.length)
      for (let way = 0; way < profiles; way++) {
        const own = senders.filter(({ profile }) => profile === way).length
        expect(own).toBeGreaterThanOrEqual(1)
        expect(own / senders.length).toBeLessThanOrEqual(0.4)
      }
    }
  })

  it('have about as many lines each, and about as many damaged ones', () => {
    for (const { senders, lines } of routings) {
      const counts = senders.map(({ code }) => lines.filter(({ sender }) => sender === code).length)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      const dirty = senders.map(({ code }) => lines.filter((line) => line.sender === code && line.dirty).length)
      expect(Math.max(...dirty) - Math.min(...dirty)).toBeLessThanOrEqual(1)
      for (const line of lines) expect(senders.find(({ code }) => code === line.sender)?.profile).toBe(line.profile)
    }
  })

  it('tell no way by their place or by the count of those that share it', () => {
    const shares = Array.from(
      { length: profiles },
      (_, way) => routings.filter(({ senders }) => senders[0]?.profile === way).length / routings.length,
    )
    for (const share of shares) expect(Math.abs(share - 1 / profiles)).toBeLessThan(0.12)
  })

  it('are told from those who sent nothing', () => {
    for (const { senders, strangers } of routings) {
      const codes = new Set(senders.map(({ code }) => code))
      expect(strangers).toHaveLength(2)
      expect(strangers.filter((code) => codes.has(code))).toEqual([])
    }
  })
})
