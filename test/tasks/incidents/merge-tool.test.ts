import { beforeAll, describe, expect, it } from 'vitest'
import type { TableSpec } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import { Grader } from '../../../src/grading/grader.ts'
import { Random } from '../../../src/kit/random.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import { splits } from '../../../src/tasks/define-task.ts'
import { incidentFamilies, resolveTask, splitTasks } from '../../../src/tasks/family-list.ts'
import { offerOf } from '../../../src/tasks/family-offer.ts'
import type { IncidentFamily } from '../../../src/tasks/incidents-family.ts'
import { acceptsReading } from '../../../src/tasks/incidents/accepts.ts'
import { partsOf } from '../../../src/tasks/incidents/merge-tool/grading.ts'
import { mergeTool } from '../../../src/tasks/incidents/merge-tool/merge-tool.ts'
import { drawAllNames } from '../../../src/tasks/incidents/merge-tool/names.ts'
import { byClaims, type Flaw, writeOracles } from '../../../src/tasks/incidents/merge-tool/oracles.ts'
import { readDue } from '../../../src/tasks/incidents/merge-tool/reader.ts'
import { booksUnder } from '../../../src/tasks/incidents/merge-tool/settle.ts'
import type { MergePlan } from '../../../src/tasks/incidents/merge-tool/sketch.ts'
import type { Case } from '../../../src/tasks/incidents/merge-tool/register.ts'
import { drawRule, drawStory, type Story } from '../../../src/tasks/incidents/merge-tool/story.ts'
import { gradedTables } from '../../../src/tasks/incidents/merge-tool/tables.ts'
import { linksOf, traceTables } from '../../../src/tasks/incidents/merge-tool/traces.ts'
import { settleUses } from '../../../src/tasks/incidents/merge-tool/uses.ts'
import { chooseInstance } from '../../../src/tasks/task-choice.ts'
import { levels } from '../../../src/tasks/task-family.ts'
import { mergeAnswers, type MergeRule } from '../../../src/tasks/worlds/stations/sync-rule.ts'
import {
  type Child,
  type Handling,
  type Merge,
  runSync,
  type SyncEvent,
} from '../../../src/tasks/worlds/stations/sync.ts'
import { minuteOf, readDay } from '../../../src/tasks/worlds/time.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'

const family = incidentFamilies.find(({ id }) => id === 'merge_tool') as IncidentFamily

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

describe('merge_tool', () => {
  it('tells how hard an instance is on a fine scale that rises with the level', () => {
    const [world] = businessList as [(typeof businessList)[number]]
    const scores = levels.map((level) =>
      Array.from(
        { length: 60 },
        (_, seed) => mergeTool.sketch(new Random('scale', level, seed), { world, level }).difficulty,
      ),
    )
    expect(new Set(scores.flat()).size).toBeGreaterThanOrEqual(15)
    for (const [place, own] of scores.entries()) {
      expect(Math.min(...own)).toBeGreaterThanOrEqual(place / 5)
      expect(Math.max(...own)).toBeLessThanOrEqual((place + 1) / 5)
    }
  })

  it('is held out: train and validation never draw it, test does, and whoever asks is told so', () => {
    for (const split of splits) {
      const own = splitTasks(split, undefined, 'incidents').filter((task) => task.family.family === 'merge_tool')
      expect([split, own.length]).toEqual([split, split === 'test' ? family.worlds.length * levels.length : 0])
    }
    expect(offerOf(family).splits).toEqual(['test'])
    expect(resolveTask('merge_tool').family?.split).toBe('test')
    const choice = { families: incidentFamilies, key: null }
    for (const split of ['train', 'validation'] as const) {
      const ask = (): unknown => chooseInstance({ family: 'merge_tool', split, seed: 1 }, choice)
      expect(ask).toThrow(/No task of the split \w+ has family merge_tool; .*such a task is in test$/)
    }
  })

  it('houses are drawn evenly', () => {
    const drawn = Array.from({ length: 300 }, (_, seed) => JSON.stringify(drawRule(new Random('rules', seed), 3)))
    expect(new Set(drawn).size).toBe(mergeAnswers.twice.length * mergeAnswers.uses.length)
  })
})

/*
 * One small register, every row of which is worked out by hand. Merges of 10 to 12 March delete, those of 13 March leave
 * behind, all others carry.
 *
 * | records | what was done | children of the first |
 * |---|---|---|
 * | 1, 2 | 1 into 2 (deletes) | 101 |
 * | 3, 4, 5 | 3 into 4 (deletes), 4 into 5 (carries) | 102; 103 deleted by hand a minute before |
 * | 6, 7 | 6 into 7 (deletes), taken back | 104; 7 has 105 for the same item |
 * | 8, 9, 10 | 8 into 9 (deletes), 9 into 10 (leaves); 10 erased, asked for as 8 | 106; 9 had 107 |
 * | 11, 12 | 11 into 12 (leaves) | 108; 109 left out; 110, for which 12 has 111 |
 * | 13, 14 | 13 into 14 (deletes) | 112, for which 14 has 113; 114, which somebody entered again as 115 |
 * | 16, 17 | 16 into 17 (carries, before) | 117, for which 17 had 118 |
 * | 15 | put away | 116 |
 */
const at = (day: number, hour: number, minute = 0): number => minuteOf(readDay('2026-03-01') + day - 1, hour, minute)
const kid = (id: number, owner: number, item: string, since: string, value: number): Child => ({
  ...{ id, owner, item, since: readDay(since), value },
})
const children = [
  kid(101, 1, 'A', '2025-01-01', 2000),
  kid(102, 3, 'B', '2025-01-02', 2100),
  kid(103, 3, 'C', '2025-01-03', 2200),
  kid(104, 6, 'D', '2025-01-04', 2300),
  kid(105, 7, 'D', '2025-01-05', 2400),
  kid(106, 8, 'E', '2025-01-06', 2500),
  kid(107, 9, 'F', '2025-01-07', 2600),
  kid(108, 11, 'G', '2025-01-08', 2700),
  kid(109, 11, 'H', '2025-01-09', 2800),
  kid(110, 11, 'I', '2025-02-01', 5000),
  kid(111, 12, 'I', '2025-01-01', 3000),
  kid(112, 13, 'J', '2025-01-12', 3100),
  kid(113, 14, 'J', '2025-03-12', 3200),
  kid(114, 13, 'K', '2025-01-14', 3300),
  kid(116, 15, 'L', '2025-01-15', 3400),
  kid(117, 16, 'M', '2025-01-16', 3500),
  kid(118, 17, 'M', '2025-01-17', 3600),
]
const merge = (action: number, when: number, loser: number, winner: number, more: Partial<Merge> = {}): Merge => ({
  ...{ kind: 'merge', at: when, action, operator: 'x', loser, winner, leftOut: [], undoneAt: null },
  ...more,
})
const events: readonly SyncEvent[] = [
  merge(1, at(2, 9), 16, 17),
  merge(2, at(10, 9), 1, 2),
  { kind: 'delete', at: at(10, 10), action: 3, operator: 'x', child: 103 },
  merge(4, at(10, 10, 1), 3, 4),
  merge(5, at(10, 11), 6, 7, { undoneAt: at(10, 12) }),
  merge(6, at(11, 9), 8, 9),
  merge(7, at(11, 10), 13, 14),
  merge(8, at(13, 9), 11, 12, { leftOut: [109] }),
  merge(9, at(13, 10), 9, 10),
  { kind: 'enter', at: at(14, 9), action: 10, operator: 'x', child: kid(115, 14, 'K', '2026-03-14', 1900) },
  merge(11, at(14, 10), 4, 5),
  { kind: 'erase', at: at(15, 9), action: 12, operator: 'x', record: 10 },
]
const handling = ({ at: when }: Merge): Handling =>
  when < at(10, 0) || when >= at(14, 0) ? 'carries' : when < at(13, 0) ? 'deletes' : 'leaves'
const entered = [
  { id: 901, child: 112, at: at(1, 9), clerk: 'x' },
  { id: 902, child: 113, at: at(1, 10), clerk: 'x' },
  { id: 903, child: 110, at: at(1, 11), clerk: 'x' },
  { id: 904, child: 111, at: at(1, 12), clerk: 'x' },
  { id: 905, child: 101, at: at(1, 13), clerk: 'x' },
]

interface Expected {
  readonly rule: MergeRule
  /** Children with their records, in the order of their numbers. */
  readonly children: readonly (readonly [id: number, owner: number])[]
  readonly uses: readonly (readonly [id: number, child: number | null])[]
}
const always = [[101, 2], [102, 5], [104, 6], [105, 7], [108, 12]] as const // prettier-ignore
const byHand: readonly Expected[] = [
  {
    rule: { twice: 'kept', uses: 'move' },
    children: [...always, [111, 12], [113, 14], [115, 14], [116, 15], [118, 17]],
    uses: [[901, 113], [902, 113], [903, 111], [904, 111], [905, 101]], // prettier-ignore
  },
  {
    rule: { twice: 'older', uses: 'empty' },
    children: [...always, [111, 12], [112, 14], [114, 14], [116, 15], [117, 17]],
    uses: [[901, 112], [902, null], [903, null], [904, 111], [905, 101]], // prettier-ignore
  },
  {
    rule: { twice: 'newer', uses: 'go' },
    children: [...always, [110, 12], [113, 14], [115, 14], [116, 15], [118, 17]],
    uses: [[902, 113], [903, 110], [905, 101]], // prettier-ignore
  },
  {
    rule: { twice: 'larger', uses: 'move' },
    children: [...always, [110, 12], [113, 14], [114, 14], [116, 15], [118, 17]],
    uses: [[901, 113], [902, 113], [903, 110], [904, 110], [905, 101]], // prettier-ignore
  },
]

function registerByHand(rule: MergeRule, plan: MergePlan): { story: Story; names: ReturnType<typeof drawAllNames> } {
  const world = businessList.find(({ id }) => id === 'shop') as (typeof businessList)[number]
  const random = new Random('by hand', rule.twice, plan)
  const level = plan === 'two journals' ? 5 : 3
  const sketch = { ...mergeTool.sketch(random, { world, level }), plan }
  const drawn = drawStory(random, { world, level, sketch, rule })
  const system = (id: number): string => drawn.trade.systems[id % 2] as string
  const record = (id: number) => ({ id, name: id === 10 ? null : `N${id}`, system: system(id), ref: `W-${id}` })
  const ids = Array.from({ length: 17 }, (_, index) => index + 1)
  const seen = runSync(children, events, rule, handling)
  const due = runSync(children, events, rule, () => 'carries')
  const all = [...children, ...events.flatMap((event) => (event.kind === 'enter' ? [event.child] : []))]
  const find = (id: number): Child => all.find((own) => own.id === id) as Child
  const own = (kind: Case['plan']['kind'], path: readonly number[], child: number, twin?: number): Case => ({
    ...{ path, child: find(child), twin: twin === undefined ? null : find(twin) },
    plan: { kind, isStranded: path[0] === 11, isOlder: false, isLarger: false, isAgain: twin === 115 },
  })
  const story: Story = {
    ...drawn,
    ...{ firstDay: readDay('2026-03-01'), from: readDay('2026-03-10'), mid: readDay('2026-03-13') },
    ...{ until: readDay('2026-03-14'), lastDay: readDay('2026-03-16'), asOf: at(18, 9) },
    records: ids.filter((id) => id !== 15).map(record),
    archive: [{ ...record(15), name: 'N15', archivedOn: readDay('2025-06-01') }],
    initial: children,
    events,
    requests: [
      { askedOn: readDay('2026-03-12'), record: 8, status: 'done', doneOn: readDay('2026-03-15') },
      { askedOn: readDay('2026-03-12'), record: 2, status: 'withdrawn', doneOn: readDay('2026-03-13') },
    ],
    cases: [
      own('next', [1, 2], 101),
      own('end', [3, 4, 5], 102),
      own('by hand', [3, 4, 5], 103),
      own('undone', [6, 7], 104, 105),
      own('erased', [8, 9, 10], 106),
      own('erased', [9, 10], 107),
      own('next', [11, 12], 108),
      own('left out', [11, 12], 109),
      own('twice', [11, 12], 110, 111),
      own('twice', [13, 14], 112, 113),
      own('twice', [13, 14], 114, 115),
    ],
    edits: [{ child: 102, at: at(1, 8), value: 9900 }],
    ...{ seen, due, entered, uses: settleUses(entered, seen.replaced, rule.uses) },
  }
  return { story, names: drawAllNames(random, story) }
}

/** A database after some queries, and the rows of one table by its key. */
function runOn(tables: readonly TableSpec[], queries: readonly string[]) {
  const sandbox = engine.open(engine.buildImage({ tables }), { safety: 'own', clock: Date.UTC(2026, 2, 18, 9) })
  try {
    for (const query of queries) expect(sandbox.run(query, ['by hand'])).toMatchObject({ ok: true })
    const read = (table: string): SqlValue[][] => {
      const outcome = sandbox.run(`SELECT * FROM ${table} ORDER BY 1`, ['by hand'])
      const result = outcome.ok ? outcome.results.at(-1) : undefined
      return result !== undefined && 'rows' in result ? (result.rows as SqlValue[][]) : []
    }
    return { content: sandbox.content(), read }
  } finally {
    // Read before it is closed.
    queueMicrotask(() => sandbox.close())
  }
}

const plans = ['journal', 'messages', 'two journals'] as const
const asked = byHand.flatMap((expected, place) =>
  plans.filter((plan) => plan !== 'two journals' || place === 0).map((plan) => ({ ...expected, plan })),
)

describe('a register worked out by hand', () => {
  it.each(asked)('$plan, twice: $rule.twice, uses: $rule.uses', ({ rule, plan, children: due, uses }) => {
    const { story, names } = registerByHand(rule, plan)
    // Nobody can leave a child out of a merge where there is no list of merges: there it was deleted by hand.
    const wasLeftOut = plan !== 'messages'
    const told = [...due, ...(wasLeftOut ? [] : [[109, 12] as const])].toSorted(([a], [b]) => a - b)
    if (wasLeftOut) {
      const books = booksUnder(story)
      expect(
        books.children.map(({ id, owner }) => [id, owner]).toSorted((a, b) => (a[0] as number) - (b[0] as number)),
      ).toEqual(told)
      expect(books.uses.map(({ id, child }) => [id, child])).toEqual(uses)
    }
    const random = new Random('rows')
    const tables = [
      ...gradedTables(random, story, names, { children: [...story.seen.children.values()], uses: story.uses }),
      ...traceTables(random, story, names),
    ]
    for (const { name, queries } of writeOracles(story, names)) {
      const { read } = runOn(tables, queries)
      const rows = read(names.children.table)
      expect([name, rows.map(([id, owner]) => [id, owner])]).toEqual([name, told])
      // Whole rows as they were last: number, record, item, day, value.
      expect(rows.find(([id]) => id === 102)).toEqual([102, 5, 'B', '2025-01-02', 2100])
      expect(read(names.uses.table).map(([id, child]) => [id, child])).toEqual(uses)
      const own = read(names.overview.table).find(([record]) => record === 12)
      const sum = rows.filter(([, owner]) => owner === 12).reduce((total, row) => total + Number(row[4]), 0)
      expect(own?.slice(1, 3)).toEqual([told.filter(([, owner]) => owner === 12).length, sum])
    }
  })

  it('what comes back is known by the number that the journal states, and by no other', () => {
    const rule: MergeRule = { twice: 'older', uses: 'empty' }
    const { story, names } = registerByHand(rule, 'journal')
    const random = new Random('rows')
    const traces = traceTables(random, story, names)
    const before = gradedTables(random, story, names, { children: [...story.seen.children.values()], uses: story.uses })
    const after = gradedTables(random, story, names, booksUnder(story))
    const parts = partsOf(story, names, { before, after, traces })
    const seed = runOn([...before, ...traces], []).content
    const grader = new Grader({ before: seed, target: runOn([...after, ...traces], []).content, parts })
    const accepts = acceptsReading(
      parts.flatMap(({ tables }) => tables),
      (content) => readDue(content, names, { plan: 'journal', level: 3, rule }),
    )
    const outcome = (queries: readonly string[]) => {
      const { content } = runOn([...before, ...traces], queries)
      const { scoreMicros, solved } = grader.grade(content)
      expect(accepts(seed, content)).toBe(solved)
      return { score: scoreMicros / 1e6, solved }
    }
    expect(outcome(byClaims(story, names))).toEqual({ score: 1, solved: true })
    const scores = (['chain', 'undone', 'left out', 'by hand', 'erased', 'twice', 'new numbers'] satisfies Flaw[]).map(
      (flaw) => outcome(byClaims(story, names, flaw)),
    )
    expect(scores.every(({ solved }) => !solved)).toBe(true)
    // Rows under new numbers are none of those that are due: they cost as much as they would have earned.
    expect(outcome(byClaims(story, names, 'new numbers')).score).toBeLessThan(0.3)
    // A row on the next record instead of the last has all but one cell right.
    const chain = outcome(byClaims(story, names, 'chain')).score
    expect(chain).toBeGreaterThan(0.6)
    expect(chain).toBeLessThan(1)
  })

  it('the numbers of the other system follow their record, there and back', () => {
    const { story } = registerByHand({ twice: 'kept', uses: 'move' }, 'messages')
    const links = linksOf(story)
    const wayOf = (ref: string): number[] =>
      links
        .filter((own) => own.ref === ref)
        .toSorted((a, b) => a.from - b.from)
        .map(({ record }) => record)
    expect([wayOf('W-3'), wayOf('W-6'), wayOf('W-8'), wayOf('W-15')]).toEqual([[3, 4, 5], [6, 7, 6], [8, 9, 10], [15]])
    expect(links.filter(({ until }) => until === null)).toHaveLength(17)
  })
})
