import { beforeAll, describe, expect, it } from 'vitest'
import type { TableSpec } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import { AppError } from '../../../src/kit/errors.ts'
import { Random } from '../../../src/kit/random.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { splits } from '../../../src/tasks/define-task.ts'
import { familyTask, incidentFamilies, resolveTask, splitTasks } from '../../../src/tasks/family-list.ts'
import { offerOf } from '../../../src/tasks/family-offer.ts'
import { chooseInstance } from '../../../src/tasks/task-choice.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { dayMonth } from '../../../src/tasks/incidents/day-month/day-month.ts'
import { drawHouse, type House, houses } from '../../../src/tasks/incidents/day-month/house.ts'
import { drawAllNames } from '../../../src/tasks/incidents/day-month/names.ts'
import { writeOracles } from '../../../src/tasks/incidents/day-month/oracles.ts'
import { planOf, rowsUnder } from '../../../src/tasks/incidents/day-month/settle.ts'
import type { Partner, PartnerFile, Story } from '../../../src/tasks/incidents/day-month/business.ts'
import { drawStory } from '../../../src/tasks/incidents/day-month/story.ts'
import { gradedTables, traceTables } from '../../../src/tasks/incidents/day-month/tables.ts'
import { readText, turned, type Ways, writeDay } from '../../../src/tasks/incidents/day-month/ways.ts'
import type { IncidentInstance } from '../../../src/tasks/incidents/incident.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'
import { levels } from '../../../src/tasks/task-family.ts'
import { minuteOf, readDay, sayDay } from '../../../src/tasks/worlds/time.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'day_month') as IncidentFamily
const worlds = family.worlds.filter(({ id }) => ['shop', 'clinic', 'logistics'].includes(id))

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

const cases = levels.flatMap((level) =>
  worlds
    .filter((_, place) => level < 3 || place === level % 3)
    .map((world, place) => ({ level, world, seed: 20 + level + place })),
)

describe('day_month', () => {
  it.each(cases)(
    '$world.id at level $level: two ways lead to the target, no wrong one does',
    ({ level, world, seed }) => {
      const instance = instantiate(engine, familyTask(family, world, level, 'test'), seed)
      const { draft, before, target } = instance
      expect([draft.accepts(before, target), draft.accepts(before, before)]).toEqual([true, false])
      for (const { name, queries } of draft.oracles) {
        const trial = playTrial(engine, instance, queries)
        expect([name, ...trial.errors, trial.solved]).toEqual([name, true])
        expect(draft.accepts(before, trial.state)).toBe(true)
        expect(queries.length).toBeLessThan(instance.stepLimit)
      }
      const { symptoms, wrong } = (draft as IncidentInstance).proof()
      for (const { name, queries, kind } of wrong) {
        const trial = playTrial(engine, instance, queries)
        expect([name, ...trial.errors, trial.solved]).toEqual([name, false])
        expect(draft.accepts(before, trial.state)).toBe(false)
        if (kind === 'prior' && level >= 3) expect(trial.scoreMicros).toBeLessThan(600_000)
      }
      for (const { quoted } of symptoms) for (const figure of quoted) expect(instance.goal).toContain(figure)
      if (level >= 3) expect(instance.goal).not.toMatch(dayMonth.jargon)
      expect(instance.seedImage.length).toBeLessThan(1024 * 1024)
    },
  )

  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const [world] = businessList as [(typeof businessList)[number]]
    const scores = levels.map((level) =>
      Array.from(
        { length: 60 },
        (_, seed) => dayMonth.sketch(new Random('scale', level, seed), { world, level }).difficulty,
      ),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })
})

describe('it is held out', () => {
  it('from every split but test, in every world', () => {
    for (const split of splits) {
      const own = splitTasks(split, undefined, 'incidents').filter((task) => task.family.family === 'day_month')
      expect([split, own.length > 0]).toEqual([split, split === 'test'])
    }
    expect(offerOf(family).splits).toEqual(['test'])
    expect(resolveTask('day_month').family?.split).toBe('test')
  })

  it.each(['train', 'validation'] as const)('and whoever asks for it in %s is told where it is', (split) => {
    const choice = { families: incidentFamilies, key: null }
    const ask = (): unknown => chooseInstance({ family: 'day_month', split, seed: 1 }, choice)
    expect(ask).toThrow(AppError)
    expect(ask).toThrow(/No task of the split \w+ has family day_month; .*such a task is in test$/)
    expect(chooseInstance({ family: 'day_month', seed: 1 }, choice).task.family?.split).toBe('test')
  })
})

describe('days both ways', () => {
  it('are turned where that is a day, and read in the order in which they were written', () => {
    const day = readDay('2026-03-07')
    expect([sayDay(turned(day)), turned(readDay('2026-03-13'))]).toEqual(['2026-07-03', readDay('2026-03-13')])
    expect((['dm', 'md', 'iso'] as const).map((way) => writeDay(day, way))).toEqual([
      ...['07/03/2026', '03/07/2026', '2026-03-07'],
    ])
    expect([readText('07/03/2026', 'dm'), readText('07/03/2026', 'md')]).toEqual([day, turned(day)])
    expect([readText('13/03/2026', 'md'), readText('31/04/2026', 'dm'), readText('2026-03-07', 'md')]).toEqual([
      ...[null, null, day],
    ])
  })
})

/*
 * One small house, every row of which is worked out by hand. The struck version read the month first.
 *
 * | row | partner, file | sent | what it is |
 * |---|---|---|---|
 * | 1 | A day first, struck | 05/03/2026, 02/06/2027 | both days turned |
 * | 2 | A, struck | 04/02/2026, 09/05/2027; moved by hand from 2027-09-05 to 2027-09-08 | turned; typed, or moved by 3 days |
 * | 3 | A, struck | 25/03/2026, 02/07/2027 | refused, enters |
 * | 4 | A, struck | 26/03/2026, 02/08/2027 | refused, came again as row 11 |
 * | 5 | A, struck | 27/03/2026, 02/09/2027 | refused, called off |
 * | 6 | B month first, struck | 05/03/2026, 06/02/2027 | read well |
 * | 7 | B, struck | 25/03/2026, 06/02/2027 | a slip: no day of theirs |
 * | 8 | C first day only, struck | 05/03/2026, 06/02/2027 | the first day turned |
 * | 9 | A, another machine | 05/03/2026, 02/06/2027 | read well |
 * | 10 | A, struck | unknown code | stays refused |
 * | 11 | A, after | 2026-03-26, 2027-08-02 | row 4 again |
 */
const [a, b, c]: readonly Ways[] = [
  { taken: 'dm', due: 'dm' },
  { taken: 'md', due: 'md' },
  { taken: 'dm', due: 'md' },
] as const as readonly Ways[]

function houseByHand(house: House): { story: Story; names: ReturnType<typeof drawAllNames> } {
  const world = businessList.find(({ id }) => id === 'shop') as (typeof businessList)[number]
  const random = new Random('by hand', JSON.stringify(house))
  const sketch = { ...dayMonth.sketch(random, { world, level: 3 }), plan: 'columns' }
  const drawn = drawStory(random, { world, level: 3, sketch, house })
  const partner = (code: string, ways: Ways): Partner => ({
    ...{ code, name: code, ways, changed: null, changedOn: null, isOld: false },
  })
  const [good] = drawn.goods as [Story['goods'][number]]
  type Sent = readonly [
    row: number,
    taken: string,
    due: string,
    refusal?: 'due' | 'again' | 'withdrawn' | 'slip' | 'code',
  ]
  const file = (
    id: number,
    own: Pick<PartnerFile, 'partner' | 'version' | 'reading'>,
    sent: readonly Sent[],
  ): PartnerFile => ({
    ...{ id, name: `${id}.csv`, ...own, ways: own.partner.ways, loader: 'A', moved: 0 },
    ...{ receivedAt: minuteOf(drawn.from, 9), loadedAt: minuteOf(drawn.from, 10), isOpen: own.version !== 'after' },
    lines: sent.map(([row, takenText, dueText, refusal = null]) => ({
      ...{
        taken: 0,
        due: 0,
        takenText,
        dueText,
        good,
        code: refusal === 'code' ? 'X9' : good.code,
        quantity: 2,
        refusal,
      },
      ...{ row, number: 70_000 + (row === 11 ? 4 : row) },
    })),
  })
  const [A, B, C] = [partner('A', a as Ways), partner('B', b as Ways), partner('C', c as Ways)]
  const files = [
    file(101, { partner: A, version: 'struck', reading: 'both' }, [
      [1, '05/03/2026', '02/06/2027'],
      [2, '04/02/2026', '09/05/2027'],
      [3, '25/03/2026', '02/07/2027', 'due'],
      [4, '26/03/2026', '02/08/2027', 'again'],
      [5, '27/03/2026', '02/09/2027', 'withdrawn'],
      [10, '05/03/2026', '02/06/2027', 'code'],
    ]),
    file(102, { partner: B, version: 'struck', reading: 'as is' }, [
      [6, '05/03/2026', '06/02/2027'],
      [7, '25/03/2026', '06/02/2027', 'slip'],
    ]),
    file(103, { partner: C, version: 'struck', reading: 'taken' }, [[8, '05/03/2026', '06/02/2027']]),
    file(104, { partner: A, version: 'before', reading: 'as is' }, [[9, '05/03/2026', '02/06/2027']]),
    file(105, { partner: A, version: 'after', reading: 'as is' }, [[11, '2026-03-26', '2027-08-02']]),
  ]
  const asRead: Readonly<Record<number, readonly [taken: string, due: string]>> = {
    1: ['2026-05-03', '2027-02-06'],
    2: ['2026-04-02', '2027-09-08'],
    6: ['2026-05-03', '2027-06-02'],
    8: ['2026-05-03', '2027-06-02'],
    9: ['2026-03-05', '2027-06-02'],
    11: ['2026-03-26', '2027-08-02'],
  }
  const seen: Story['seen'] = new Map(
    files.flatMap((own) =>
      own.lines.flatMap((line, index) => {
        const days = asRead[line.row]
        if (days === undefined) return []
        const [taken, due] = [readDay(days[0]), readDay(days[1])]
        const row = { id: line.row, partner: own.partner.code, number: line.number, taken, due, good: line.code }
        return [[line.row, { ...row, quantity: 2, isWithdrawn: false, file: own.id, line: index + 1 }] as const]
      }),
    ),
  )
  const story: Story = {
    ...drawn,
    ...{ house, files, seen, partners: [A, B, C] },
    refusals: files.flatMap((own) =>
      own.lines.flatMap((sent, index) =>
        sent.refusal === null
          ? []
          : [{ id: sent.row, file: own, line: index + 1, sent, kind: sent.refusal, later: sent.row === 4 ? 11 : null }],
      ),
    ),
    edits: [
      {
        ...{ number: 1, row: 2, at: minuteOf(drawn.from, 15), by: 'x', column: 'due' },
        ...{ old: readDay('2027-09-05'), new: readDay('2027-09-08') },
      },
    ],
    withdrawals: [{ id: 1, partner: 'A', number: 70_005, day: drawn.from + 3 }],
  }
  return { story, names: drawAllNames(random, story) }
}

/** What both houses of a rule have in common: rows by id with their days, those that are only in some houses apart. */
const always: readonly (readonly [id: number, taken: string, due: string])[] = [
  [1, '2026-03-05', '2027-06-02'],
  [3, '2026-03-25', '2027-07-02'],
  [6, '2026-05-03', '2027-06-02'],
  [8, '2026-03-05', '2027-06-02'],
  [9, '2026-03-05', '2027-06-02'],
]

/** Rows of a table as a repair leaves them, by the order of its columns. */
function rowsAfter(tables: readonly TableSpec[], queries: readonly string[], table: string): SqlValue[][] {
  const sandbox = engine.open(engine.buildImage({ tables }), { safety: 'own', clock: Date.UTC(2026, 9, 20, 9) })
  try {
    for (const query of queries) expect(sandbox.run(query, ['by hand'])).toMatchObject({ ok: true })
    const outcome = sandbox.run(`SELECT * FROM ${table} ORDER BY 1`, ['by hand'])
    const result = outcome.ok ? outcome.results.at(-1) : undefined
    return result !== undefined && 'rows' in result ? (result.rows as SqlValue[][]) : []
  } finally {
    sandbox.close()
  }
}

describe('a house worked out by hand', () => {
  it.each(houses.filter(({ region }) => region === 'md'))(
    'again: $again, called off: $withdrawn, by hand: $moved',
    (house) => {
      const { story, names } = houseByHand(house)
      const expected = [
        ...always.map((row) => [...row, false] as const),
        [2, '2026-02-04', house.moved === 'as entered' ? '2027-09-08' : '2027-05-12', false] as const,
        house.again === 'later stays'
          ? ([11, '2026-03-26', '2027-08-02', false] as const)
          : ([4, '2026-03-26', '2027-08-02', false] as const),
        ...(house.withdrawn === 'entered' ? ([[5, '2026-03-27', '2027-09-02', true]] as const) : []),
      ].toSorted(([left], [right]) => left - right)
      const due = rowsUnder(story)
      expect(
        due
          .toSorted((left, right) => left.id - right.id)
          .map(({ id, taken, due: day, isWithdrawn }) => [id, sayDay(taken), sayDay(day), isWithdrawn]),
      ).toEqual(expected)
      // What is called off is in no plan; five rows of June and July are A's and C's.
      const june = planOf(story, due).filter(({ month }) => month === '2027-06')
      expect(june.map(({ partner, lines }) => [partner, lines])).toEqual([
        ['A', 2],
        ['B', 1],
        ['C', 1],
      ])
      const random = new Random('rows')
      const tables = [
        ...gradedTables(random, story, names, [...story.seen.values()]),
        ...traceTables(random, story, names),
      ]
      const [open, off] = [names.status.open, names.status.withdrawn]
      for (const { queries } of writeOracles(story, names)) {
        // id, partner, number, taken, due, good, quantity, status, file, line
        const rows = rowsAfter(tables, queries, names.promises.table)
        expect(rows.map(([id, , , taken, day, , , status]) => [id, taken, day, status])).toEqual(
          expected.map(([id, taken, day, isOff]) => [id, taken, day, isOff ? off : open]),
        )
        const entered = rows.find(([id]) => id === 3)
        expect(entered?.slice(1, 3)).toEqual(['A', 70_003])
        expect(entered?.slice(8)).toEqual([101, 3])
      }
    },
  )

  it('houses are drawn evenly', () => {
    const drawn = Array.from({ length: 300 }, (_, seed) => JSON.stringify(drawHouse(new Random('houses', seed))))
    expect(new Set(drawn).size).toBe(houses.length)
  })
})
