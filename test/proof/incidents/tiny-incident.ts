/**
 * A made-up incident, as small as one can be that keeps every law of level 3: a depot's benches upload their counts, some
 * twice. Tests break it in one place each.
 */
import type { DatabaseContent, DatabaseSpec } from '../../../src/data/content.ts'
import { toRecords } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import { toTypedCell } from '../../../src/data/values.ts'
import { Random } from '../../../src/kit/random.ts'
import { defineTask, type Repair, type TaskDefinition } from '../../../src/tasks/define-task.ts'
import { acceptsReading } from '../../../src/tasks/incidents/accepts.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../../../src/tasks/incidents/hypotheses.ts'
import type { IncidentInstance, IncidentLevel, IncidentProof } from '../../../src/tasks/incidents/incident.ts'
import {
  readings,
  truths,
  benches,
  days,
  fairMix,
  drawStory,
  settle,
  type Booking,
  type Pair,
  type Story,
  type Mix,
  pieceSum,
} from './tiny-story.ts'
import { bookingColumns, bookingCells, buildTables, pages } from './tiny-tables.ts'

function hypothesesOf(story: Story, build: (choices: ReadonlyMap<string, string>) => DatabaseSpec): Hypotheses {
  const cellsOf = (row: Booking): CellState[] =>
    bookingCells(row).map((cell, index) => ({
      ...{ table: 'booking', key: String(row.id), column: bookingColumns[index] as string, value: toTypedCell(cell) },
    }))
  const pairs = story.pairs.map(({ id, kind, first, second }): Component => {
    const own = new Set([...first.rows, ...second.rows].map((row) => row.id))
    const options = readings.map((reading): Option => {
      const rows = settle(story, new Map([[id, reading]])).rows.filter((row) => own.has(row.id))
      return { id: reading, state: rows.flatMap(cellsOf), sums: { [first.bench]: pieceSum(rows) } }
    })
    return { id, global: false, kind, options, truth: truths[kind] }
  })
  const picks: Component = {
    ...{ id: 'picks', global: true, kind: 'policy', truth: 'to the line that stays' },
    options: ['to the line that stays', 'as they are', 'removed'].map((id) => ({
      id,
      state: settle(story, new Map([['picks', id]])).children.flatMap(({ id: key, booking, at, pieces }) =>
        Object.entries({ id: key, booking_id: booking, picked_at: at, pieces }).map(([column, value]) => ({
          ...{ table: 'pick', key: String(key), column, value: toTypedCell(value) },
        })),
      ),
    })),
  }
  const known = new Map(story.pairs.map((pair) => [pair.id, pair]))
  const rule = (id: string, allows: (pair: Pair, reading: string) => boolean): Constraint => ({
    ...{ form: 'option', id, carriers: ['page', 'uploads'] },
    allows: (component, option) => {
      const pair = known.get(component.id)
      return pair === undefined || allows(pair, option.id)
    },
  })
  const paired = new Set(
    story.pairs.flatMap(({ first, second }) => [...first.rows, ...second.rows].map((row) => row.id)),
  )
  const due = settle(story, new Map()).rows
  return {
    components: [...pairs, picks],
    constraints: [
      rule('short', ({ first }, reading) => first.rows.length === first.announced || reading === 'second stays'),
      rule('first', ({ first, second }, reading) => {
        return second.kind !== 'count' || first.rows.length !== first.announced || reading === 'first stays'
      }),
      rule('fix', ({ second }, reading) => second.kind !== 'fix' || reading === 'second over first'),
      rule(
        'late',
        ({ second }, reading) => second.kind !== 'late' || reading === 'both stay' || reading === 'second over first',
      ),
      {
        form: 'option',
        id: 'follow',
        carriers: ['page'],
        allows: ({ id }, option) => id !== 'picks' || option.id.startsWith('to'),
      },
      ...benches.map((bench): Constraint => ({
        ...{ form: 'sums', id: `total of ${bench}`, carriers: ['totals'], measure: bench },
        components: story.pairs.filter(({ first }) => first.bench === bench).map(({ id }) => id),
        total: pieceSum(due.filter((row) => row.bench === bench && paired.has(row.id))),
      })),
    ],
    realise: build,
  }
}

const source = `SELECT b.id, b.bench, substr(b.counted_at, 1, 10) AS day, b.line_no, b.part, b.qty, b.counted_at, b.upload_no, u.kind, u.received_at,
  u.announced = count(*) OVER (PARTITION BY b.upload_no) AS whole FROM booking b JOIN upload u ON u.upload_no = b.upload_no`
const total = `UPDATE bench_day SET pieces = (SELECT sum(qty) FROM booking b WHERE b.bench = bench_day.bench AND b.counted_at LIKE bench_day.day || '%')`
const following = `UPDATE pick SET booking_id = f.heir FROM fate f WHERE f.id = pick.booking_id AND f.heir IS NOT NULL`
/** The first oracle, in which some conditions may be other than they should be. */
export function repair(
  name: string,
  { whole = 'whole', kinds = `kind = 'count'`, gone = `s.kind <> 'late'`, fix = `f.kind = 'fix'`, moved = true } = {},
): Repair {
  return {
    name,
    queries: [
      `CREATE TEMP TABLE src AS ${source}`,
      `CREATE TEMP TABLE keep AS SELECT bench, day, upload_no FROM (SELECT bench, day, upload_no,
        row_number() OVER (PARTITION BY bench, day ORDER BY received_at) AS place FROM src WHERE ${kinds} AND ${whole} GROUP BY 1, 2, 3) WHERE place = 1`,
      `CREATE TEMP TABLE fate AS SELECT s.id, t.id AS heir, s.kind, s.qty, s.part, s.counted_at FROM src s JOIN keep k ON k.bench = s.bench AND k.day = s.day
        LEFT JOIN src t ON t.upload_no = k.upload_no AND t.line_no = s.line_no WHERE s.upload_no <> k.upload_no AND ${gone}`,
      `UPDATE booking SET qty = f.qty, part = f.part, counted_at = f.counted_at FROM fate f WHERE ${fix} AND f.heir = booking.id`,
      ...(moved ? [following] : []),
      'DELETE FROM booking WHERE id IN (SELECT id FROM fate)',
      total,
    ],
  }
}
const second: Repair = {
  name: 'row by row',
  queries: [
    `CREATE TEMP TABLE taken AS SELECT u.upload_no, u.bench, u.day FROM upload u WHERE u.kind = 'count'
      AND u.announced = (SELECT count(*) FROM booking b WHERE b.upload_no = u.upload_no)
      AND NOT EXISTS (SELECT 1 FROM upload o WHERE o.bench = u.bench AND o.day = u.day AND o.kind = 'count' AND o.received_at < u.received_at
        AND o.announced = (SELECT count(*) FROM booking b WHERE b.upload_no = o.upload_no))`,
    `CREATE TEMP TABLE heir AS SELECT b.id, u.kind, (SELECT x.id FROM booking x JOIN taken t ON t.upload_no = x.upload_no
      WHERE t.bench = u.bench AND t.day = u.day AND x.line_no = b.line_no) AS stays
      FROM upload u JOIN booking b ON b.upload_no = u.upload_no WHERE u.kind <> 'late' AND u.upload_no NOT IN (SELECT upload_no FROM taken)`,
    `UPDATE booking SET (qty, part, counted_at) = (SELECT b.qty, b.part, b.counted_at FROM heir h JOIN booking b ON b.id = h.id WHERE h.stays = booking.id AND h.kind = 'fix')
      WHERE id IN (SELECT stays FROM heir WHERE kind = 'fix')`,
    `UPDATE pick SET booking_id = (SELECT stays FROM heir WHERE heir.id = pick.booking_id) WHERE booking_id IN (SELECT id FROM heir)`,
    'DELETE FROM booking WHERE EXISTS (SELECT 1 FROM heir WHERE heir.id = booking.id)',
    `UPDATE bench_day SET pieces = x.n FROM (SELECT bench, date(counted_at) AS day, sum(qty) AS n FROM booking GROUP BY 1, 2) x
      WHERE x.bench = bench_day.bench AND x.day = bench_day.day`,
  ],
}

const keep = (order: string): string[] => [
  `CREATE TEMP TABLE slot AS SELECT upload_no, bench, substr(counted_at, 1, 10) AS day, count(*) AS n FROM booking GROUP BY 1, 2, 3`,
  `DELETE FROM booking WHERE upload_no IN (SELECT s.upload_no FROM slot s JOIN slot o ON o.bench = s.bench AND o.day = s.day WHERE ${order})`,
  total,
]

/** Reads a state as the page says. */
function readDue(seed: DatabaseContent) {
  const table = (name: string) => {
    const content = seed.tables.get(name)
    return content === undefined ? [] : toRecords(content)
  }
  const bookings = table('booking')
  const rowsOf = (no: SqlValue | undefined) => bookings.filter((row) => row['upload_no'] === no)
  const heirs = new Map<SqlValue | undefined, SqlValue>()
  const changes = new Map<SqlValue | undefined, Record<string, SqlValue>>()
  for (const bench of benches) {
    for (const day of days) {
      const own = table('upload')
        .filter((row) => row['bench'] === bench && row['day'] === day)
        .toSorted((left, right) => (String(left['received_at']) < String(right['received_at']) ? -1 : 1))
      const taken = own.find((row) => row['kind'] === 'count' && rowsOf(row['upload_no']).length === row['announced'])
      for (const upload of own) {
        if (taken === undefined || upload === taken || upload['kind'] === 'late') continue
        for (const row of rowsOf(upload['upload_no'])) {
          const heir = rowsOf(taken['upload_no']).find((other) => other['line_no'] === row['line_no'])
          heirs.set(row['id'], heir?.['id'] ?? null)
          if (upload['kind'] === 'fix') changes.set(heir?.['id'], row)
        }
      }
    }
  }
  const due = bookings.flatMap((row) => {
    if (heirs.has(row['id'])) return []
    const { qty, part, counted_at } = changes.get(row['id']) ?? row
    return [{ ...row, qty, part, counted_at } as Record<string, SqlValue>]
  })
  const picks = table('pick').map((row) => ({
    ...row,
    booking_id: heirs.get(row['booking_id']) ?? row['booking_id'] ?? null,
  }))
  const totals = table('bench_day').map((row) => {
    const own = due.filter((b) => b['bench'] === row['bench'] && String(b['counted_at']).startsWith(String(row['day'])))
    return { ...row, pieces: own.reduce((sum, b) => sum + Number(b['qty']), 0) }
  })
  return new Map([
    ['booking', due],
    ['pick', picks],
    ['bench_day', totals],
  ])
}

/** Draws the instance. */
export function drawTiny(random: Random, level: IncidentLevel, mix: Mix = fairMix): IncidentInstance {
  const story = drawStory(random, mix)
  const seed = (choices: ReadonlyMap<string, string>): DatabaseSpec => ({
    tables: buildTables(story, choices, new Random('order')),
  })
  const untouched = new Map([
    ...story.pairs.map(({ id }) => [id, 'both stay'] as const),
    ['picks', 'as they are'] as const,
  ])
  const before = seed(untouched)
  const target = seed(new Map())
  const hypotheses = hypothesesOf(story, seed)
  const sample = story.pairs.find(({ kind }) => kind === 'cut') as Pair
  const query = `SELECT pieces FROM bench_day WHERE bench = '${sample.first.bench}' AND day = '${sample.first.day}'`
  const pieces = (choices: ReadonlyMap<string, string>): number =>
    pieceSum(
      settle(story, choices).rows.filter(
        (row) => row.bench === sample.first.bench && row.at.startsWith(sample.first.day),
      ),
    )
  const [was, due] = [pieces(untouched), pieces(new Map())]
  const goal =
    `The bench ${sample.first.bench} has ${was} pieces on ${sample.first.day} in our daily figures, and the foreman swears there were ` +
    `${due}. Other days look too high as well since the new scanner came. Please put the bookings right as the house does it, ` +
    'with everything that hangs on them.\n\nTEMP tables are welcome. Call finish_task when done.'
  const struck = new Set(
    story.pairs.flatMap(({ first, second: other }) => [...first.rows, ...other.rows].map((row) => row.id)),
  )
  const gradedParts = [
    {
      ...{ name: 'bookings', kind: 'core' as const, weight: 0.7 },
      tables: [
        { name: 'booking', key: ['id'], ungraded: ['loaded_at'] },
        { name: 'upload', key: ['upload_no'] },
        { name: 'bench_total', key: ['bench'] },
        { name: 'page', key: ['page_no'] },
      ],
    },
    { name: 'picks', kind: 'references' as const, weight: 0.2, tables: [{ name: 'pick', key: ['id'] }] },
    { name: 'days', kind: 'derived' as const, weight: 0.1, tables: [{ name: 'bench_day', key: ['bench', 'day'] }] },
  ]
  const wrong = [
    { kind: 'prior' as const, name: 'the first upload stays', queries: keep('o.upload_no < s.upload_no') },
    { kind: 'prior' as const, name: 'the latest upload stays', queries: keep('o.upload_no > s.upload_no') },
    {
      kind: 'prior' as const,
      name: 'the longest upload stays',
      queries: keep('o.n > s.n OR (o.n = s.n AND o.upload_no < s.upload_no)'),
    },
    { kind: 'partial' as const, ...repair('short counts taken', { whole: '1' }) },
    { kind: 'partial' as const, ...repair('fixes thrown away', { fix: '0' }) },
    { kind: 'partial' as const, ...repair('late lines thrown away', { gone: '1' }) },
    { kind: 'partial' as const, ...repair('picks left', { moved: false }) },
  ]
  const order = (name: string, earlier: string, later: string, table: string, from = table) => ({
    ...{ name, kind: 'order' as const, table },
    query: `SELECT ${table === 'upload' ? 'upload.upload_no' : `${table}.id`} FROM ${from} WHERE ${earlier} > ${later}`,
  })
  const both = 'booking JOIN upload ON upload.upload_no = booking.upload_no'
  const picked = 'pick JOIN booking ON booking.id = pick.booking_id'
  const range = (table: string, column: string, low: number, high: number) => ({
    ...{ name: `${table}.${column}`, kind: 'range' as const, table },
    query: `SELECT ${table === 'bench_day' ? 'bench, day' : table === 'upload' ? 'upload_no' : table === 'bench_total' ? 'bench' : 'id'} FROM ${table} WHERE ${column} NOT BETWEEN ${low} AND ${high}`,
  })
  const proof: IncidentProof = {
    carriers: [
      {
        id: 'page',
        weight: 'essential',
        says: 'how counts are taken',
        shelves: [{ table: 'page', where: 'page_no = 1' }],
      },
      { id: 'uploads', weight: 'essential', says: 'which upload is what', shelves: [{ table: 'upload' }] },
      { id: 'totals', weight: 'confirming', says: 'pieces by bench', shelves: [{ table: 'bench_total' }] },
    ],
    hypotheses,
    symptoms: [{ name: 'a day too high', query, before: [[was]], after: [[due]], quoted: [String(was)] }],
    invariants: [
      order('counted before sent', 'booking.counted_at', 'upload.sent_at', 'booking', both),
      order('counted before received', 'booking.counted_at', 'upload.received_at', 'booking', both),
      order('sent before loaded', 'upload.sent_at', 'booking.loaded_at', 'booking', both),
      order('received before loaded', 'upload.received_at', 'booking.loaded_at', 'booking', both),
      order('day of the upload', 'upload.day', 'substr(booking.counted_at, 1, 10)', 'booking', both),
      order('day before loaded', 'upload.day', 'booking.loaded_at', 'booking', both),
      order('counted before loaded', 'counted_at', 'loaded_at', 'booking'),
      order('sent before received', 'sent_at', 'received_at', 'upload'),
      order('day before sent', 'day', 'sent_at', 'upload'),
      order('day before received', 'day', 'received_at', 'upload'),
      order('counted before picked', 'booking.counted_at', 'pick.picked_at', 'pick', picked),
      order('loaded before picked', 'booking.loaded_at', 'pick.picked_at', 'pick', picked),
      range('booking', 'qty', 1, 60),
      range('booking', 'line_no', 1, 9),
      range('pick', 'pieces', 1, 5),
      range('upload', 'announced', 1, 9),
      range('bench_day', 'pieces', 1, 900),
      range('bench_total', 'pieces', 1, 9000),
      {
        ...{ name: 'one line once', kind: 'dependency', table: 'booking' },
        query: `SELECT b.id FROM booking b JOIN booking o ON o.bench = b.bench AND o.line_no = b.line_no AND o.id <> b.id AND substr(o.counted_at, 1, 10) = substr(b.counted_at, 1, 10)`,
      },
      {
        ...{ name: 'days add up', kind: 'sum', table: 'bench_day' },
        query: `SELECT bench, day FROM bench_day d WHERE pieces <> (SELECT sum(qty) FROM booking b WHERE b.bench = d.bench AND b.counted_at LIKE d.day || '%')`,
      },
    ],
    relations: [
      { child: 'booking', column: 'upload_no', parent: 'upload', key: 'upload_no' },
      { child: 'pick', column: 'booking_id', parent: 'booking', key: 'id' },
    ],
    scope: [...struck].map((id) => ({ table: 'booking', key: [id] })),
    selectors: [
      {
        ...{ name: 'benches with two uploads a day', table: 'booking' },
        query: `SELECT b.id FROM booking b JOIN upload u ON u.upload_no = b.upload_no WHERE (SELECT count(*) FROM upload o WHERE o.bench = u.bench AND o.day = u.day) = 2`,
      },
    ],
    wrong,
    prose: [
      {
        voice: 'ticket',
        text: goal,
        blanks: [sample.first.bench, sample.first.day, String(was), String(due)],
        bearing: true,
      },
      { voice: 'run-book', text: pages[0]?.[2] ?? '', blanks: [], bearing: true },
      { voice: 'run-book', text: pages[1]?.[2] ?? '', blanks: [], bearing: false },
    ],
    policies: [],
  }
  return {
    ...{ goal, asOf: '2026-03-20 08:00:00', seed: before, target, parts: gradedParts },
    oracles: [repair('set by set'), second],
    naive: wrong,
    accepts: acceptsReading(
      gradedParts.flatMap(({ tables }) => tables),
      readDue,
    ),
    ...{ incident: 'tiny_load', world: 'depot', level, stepLimit: 30 },
    sketch: {
      plan: 'numbered',
      knobs: { choices: 19, readings: 4, carriers: 2, filler: 1, layers: 2, days: 10 },
      difficulty: 0.5,
    },
    proof: () => proof,
  }
}

/** The incident as a task, after a change. */
export function tinyTask(
  change: (instance: IncidentInstance) => IncidentInstance = (instance) => instance,
  { level = 3, mix }: { readonly level?: IncidentLevel; readonly mix?: Mix } = {},
): TaskDefinition {
  return defineTask({
    ...{
      id: `tiny_load@1/depot/${level}`,
      suite: 'incidents',
      summary: 'made up',
      difficulty: 'medium',
      stepLimit: 60,
    },
    ...{ safety: 'own', rewardMode: 'terminal' },
    family: {
      ...{ family: 'tiny_load', version: 1, world: 'depot', level, split: 'train', dimension: 'duplicates' },
      jargon: /duplicate/i,
    },
    sketch: () => ({ told: {} }),
    generate: (random) => change(drawTiny(random, level, mix)),
  })
}
