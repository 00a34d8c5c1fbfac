import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/sql/engine.ts'
import { familyTask, incidentFamilies } from '../../../src/tasks/family-list.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { Random } from '../../../src/kit/random.ts'
import { drawGround } from '../../../src/tasks/incidents/stale-mart/ground.ts'
import { staleMart } from '../../../src/tasks/incidents/stale-mart/stale-mart.ts'
import { monthOf } from '../../../src/tasks/worlds/time.ts'
import { countDay, groupsOf, type MartLine, type Membership } from '../../../src/tasks/worlds/stations/mart.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'stale_mart') as IncidentFamily

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

describe('stale_mart', () => {
  it('happens in houses of other terms: a repair of one rarely is one of the next', () => {
    const rules = new Set<string>()
    const world = family.worlds[0] as (typeof family.worlds)[number]
    for (let seed = 0; seed < 12; seed++) {
      const { draft } = instantiate(engine, familyTask(family, world, 2, 'train'), seed)
      const { queries } = draft.oracles[0] as { queries: readonly string[] }
      const text = queries.join('\n')
      const [, code = '?', entry = '?'] = /VALUES \('[^']*', '([^']*)', '(\w+)'\)/.exec(text) ?? []
      const kind = code === '' ? 'out' : /^(?:NONE|OPEN|\w00)$/.test(code) ? 'own' : 'rest'
      rules.add([kind, entry, text.includes('0, 0, 0 FROM'), text.includes('came <= began')].join())
    }
    expect(rules.size).toBeGreaterThanOrEqual(5)
  })
})

describe('a season of two months', () => {
  it('closes the first of them in the third, in which nothing was sold any more', () => {
    let short = 0
    for (const world of family.worlds) {
      for (let seed = 0; seed < 60; seed++) {
        const random = new Random('two months', world.id, seed)
        const ground = drawGround(random, { world, level: 4, sketch: staleMart.sketch(random, { world, level: 4 }) })
        const months = new Set(ground.days.map(monthOf))
        const [closed] = ground.closed
        expect([closed?.month, Number.isInteger(closed?.closedAt)]).toEqual([[...months][0], true])
        expect(closed?.closedAt).toBeLessThan(ground.asOf)
        short += Number(months.size === 2)
      }
    }
    expect(short).toBeGreaterThan(0)
  })
})

describe('an instance that was worked out by hand: shop, level 4, seed 0', () => {
  const rowsOf = (side: 'before' | 'target', table: string): Map<string, readonly string[]> => {
    const [world] = family.worlds
    const task = familyTask(family, world as (typeof family.worlds)[number], 4, 'train')
    const { rows } = instantiate(engine, task, 0)[side].tables.get(table) ?? { rows: [] }
    return new Map(rows.map((row) => [(row[0] ?? '').slice(1), row.slice(-3).map((cell) => cell.slice(1))]))
  }
  const pick = (rows: ReadonlyMap<string, readonly string[]>, day: string): Record<string, readonly string[]> =>
    Object.fromEntries([...rows].filter(([key]) => key.endsWith(day)))

  it('a store in two areas counted for both: the row of its former area goes, others lose lines', () => {
    // S18 has no area. S22 was in A90, then A50; S32 in A30, then A90; S42 in A50, then A10. April goes by the last, and
    // three lines of S21, S25 and S42 came after the run of 1 May, so they are in it neither before nor after.
    expect(pick(rowsOf('before', 'area_day'), '2026-04-30')).toEqual({
      'A10/2026-04-30': ['2', '3', '9810'],
      'A30/2026-04-30': ['1', '2', '3440'],
      'A50/2026-04-30': ['4', '6', '17000'],
      'A90/2026-04-30': ['4', '6', '14890'],
      'OPEN/2026-04-30': ['1', '1', '470'],
    })
    expect(pick(rowsOf('target', 'area_day'), '2026-04-30')).toEqual({
      'A10/2026-04-30': ['2', '3', '9810'],
      'A50/2026-04-30': ['2', '3', '7190'],
      'A90/2026-04-30': ['2', '3', '7700'],
      'OPEN/2026-04-30': ['1', '1', '470'],
    })
  })

  it('a row is inserted for a line without an area, 10.40, and one goes where such lines are left out', () => {
    expect(rowsOf('before', 'area_day').get('OPEN/2026-04-28')).toBeUndefined()
    expect(rowsOf('target', 'area_day').get('OPEN/2026-04-28')).toEqual(['1', '1', '1040'])
    expect(rowsOf('before', 'area_day').get('OPEN/2026-05-02')).toEqual(['4', '5', '10320'])
    expect(rowsOf('target', 'area_day').get('OPEN/2026-05-02')).toBeUndefined()
  })

  it('a day that was counted right stays, although the list of today puts three lines of S22 elsewhere', () => {
    // Its run began on 20 April; that S22 had moved to A50 on the 12th was entered later. A90: S22 356.30 and S32 71.60.
    const stays = {
      'A10/2026-04-18': ['1', '2', '9960'],
      'A90/2026-04-18': ['6', '8', '42790'],
      'OPEN/2026-04-18': ['3', '4', '5220'],
    }
    expect(pick(rowsOf('before', 'area_day'), '2026-04-18')).toEqual(stays)
    expect(pick(rowsOf('target', 'area_day'), '2026-04-18')).toEqual(stays)
  })

  it('the closed month stays, and the open ones follow their days', () => {
    const [days, daysDue] = [rowsOf('before', 'area_day'), rowsOf('target', 'area_day')]
    const march = ([key]: readonly [string, unknown]): boolean => key.includes('/2026-03-')
    expect([...rowsOf('target', 'closed_month').keys()]).toEqual(['2026-03'])
    expect(Object.fromEntries([...days].filter(march))).toEqual(Object.fromEntries([...daysDue].filter(march)))
    const [months, monthsDue] = [rowsOf('before', 'area_month_sheet'), rowsOf('target', 'area_month_sheet')]
    expect(monthsDue.get('A30/2026-03')).toEqual(months.get('A30/2026-03'))
    expect(monthsDue.get('OPEN/2026-04')).not.toEqual(months.get('OPEN/2026-04'))
    const sums = [...daysDue].flatMap(([key, cells]) => (key.startsWith('OPEN/2026-04') ? [Number(cells[2])] : []))
    // Takings and the best day of the month.
    expect(monthsDue.get('OPEN/2026-04')?.slice(1)).toEqual([
      String(sums.reduce((sum, amount) => sum + amount, 0)),
      String(Math.max(...sums)),
    ])
  })
})

describe('a mart counts a day', () => {
  const line = (id: number, member: string, quantity: number, amount: number): MartLine => ({
    ...{ id, at: 0, day: 100, sender: 'S1', party: '-', good: member, member, quantity, amount, receivedAt: 0 },
  })
  const lines = [line(1, 'a', 1, 100), line(2, 'a', 2, 200), line(3, 'b', 1, 50), line(4, 'c', 3, 90)]
  const entries = new Map<string, Membership[]>([
    [
      'a',
      [
        { member: 'a', group: 'G1', from: 0, until: 99 },
        { member: 'a', group: 'G2', from: 100, until: 119 },
        { member: 'a', group: 'G3', from: 120, until: null },
      ],
    ],
    ['b', [{ member: 'b', group: 'G1', from: 0, until: null }]],
  ])
  const house = { none: 'NONE', rest: 'G9', zeros: [], cutHour: 0 }
  const count = (unlisted: 'out' | 'own' | 'rest', list: 'dated' | 'newest' | 'both', zeros: readonly string[] = []) =>
    Object.fromEntries(
      [
        ...countDay(lines, unlisted, (member) => groupsOf(entries.get(member) ?? [], 100, list), { ...house, zeros }),
      ].map(([group, own]) => [group, [own.lines, own.quantity, own.amount]]),
    )

  it('by the entry of the day, by the last one, or by all of them', () => {
    expect(count('out', 'dated')).toEqual({ G1: [1, 1, 50], G2: [2, 3, 300] })
    expect(count('out', 'newest')).toEqual({ G1: [1, 1, 50], G3: [2, 3, 300] })
    expect(count('out', 'both')).toEqual({ G1: [3, 4, 350], G2: [2, 3, 300], G3: [2, 3, 300] })
  })

  it('lines without a group by the terms, and groups without lines by the house', () => {
    expect(count('own', 'dated')).toEqual({ G1: [1, 1, 50], G2: [2, 3, 300], NONE: [1, 3, 90] })
    expect(count('rest', 'dated', ['G1', 'G4', 'G9'])).toEqual({
      ...{ G1: [1, 1, 50], G2: [2, 3, 300], G4: [0, 0, 0], G9: [1, 3, 90] },
    })
  })
})
