/** The database of the made-up depot of `tiny-incident.ts`. */
import type { TableSpec } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import type { Random } from '../../../src/kit/random.ts'
import { benches, settle, type Booking, type Story, pieceSum } from './tiny-story.ts'

export const bookingColumns = ['id', 'bench', 'part', 'qty', 'counted_at', 'upload_no', 'line_no', 'loaded_at']
export const bookingCells = ({ id, bench, part, qty, at, upload, line }: Booking): SqlValue[] => [
  id,
  bench,
  part,
  qty,
  at,
  upload,
  line,
]

export const pages: readonly (readonly [title: string, day: string, body: string])[] = [
  [
    'Taking in counts',
    '2026-02-20',
    'A count that has fewer lines than its upload announces was never accepted, and nothing of it may stay. Of the others the one that arrived first stays. An upload of kind fix replaces the lines whose numbers it gives and leaves them their ids. An upload of kind late adds to the count before it. Picks belong to the line number, so they move to the line that stays.',
  ],
  [
    'Shelf labels',
    '2026-01-12',
    'Labels are printed in the office every Monday, so please hand in the list by noon on the Friday before.',
  ],
]

export function buildTables(story: Story, choices: ReadonlyMap<string, string>, random: Random): TableSpec[] {
  const { rows, children } = settle(story, choices)
  const totals = new Map<string, number>()
  for (const row of rows) {
    const key = `${row.bench}|${row.at.slice(0, 10)}`
    totals.set(key, (totals.get(key) ?? 0) + row.qty)
  }
  const received = new Map(story.uploads.map((upload) => [upload.no, upload.received]))
  const table = (
    name: string,
    ddl: string,
    columns: readonly string[],
    cells: readonly (readonly SqlValue[])[],
  ): TableSpec => ({
    ...{ name, columns, rows: random.shuffle(cells) },
    ddl: `CREATE TABLE ${name} (${ddl})`,
  })
  return [
    table(
      'booking',
      'id INTEGER PRIMARY KEY, bench TEXT, part TEXT, qty INTEGER, counted_at TEXT, upload_no INTEGER, line_no INTEGER, loaded_at TEXT',
      bookingColumns,
      rows.map((row) => [...bookingCells(row), `${received.get(row.upload)}:30`]),
    ),
    table(
      'pick',
      'id INTEGER PRIMARY KEY, booking_id INTEGER, picked_at TEXT, pieces INTEGER',
      ['id', 'booking_id', 'picked_at', 'pieces'],
      children.map(({ id, booking, at, pieces }) => [id, booking, at, pieces]),
    ),
    table(
      'bench_day',
      'bench TEXT, day TEXT, pieces INTEGER, PRIMARY KEY (bench, day)',
      ['bench', 'day', 'pieces'],
      [...totals].map(([key, pieces]) => [...key.split('|'), pieces]),
    ),
    table(
      'upload',
      'upload_no INTEGER PRIMARY KEY, bench TEXT, day TEXT, kind TEXT, sent_at TEXT, received_at TEXT, announced INTEGER',
      ['upload_no', 'bench', 'day', 'kind', 'sent_at', 'received_at', 'announced'],
      story.uploads.map(({ no, bench, day, kind, sent, received: at, announced }) => [
        no,
        bench,
        day,
        kind,
        sent,
        at,
        announced,
      ]),
    ),
    table(
      'bench_total',
      'bench TEXT PRIMARY KEY, pieces INTEGER',
      ['bench', 'pieces'],
      benches.map((bench) => [bench, pieceSum(settle(story, new Map()).rows.filter((row) => row.bench === bench))]),
    ),
    table(
      'page',
      'page_no INTEGER PRIMARY KEY, title TEXT, written_on TEXT, body TEXT',
      ['page_no', 'title', 'written_on', 'body'],
      pages.map((page, index) => [index + 1, ...page]),
    ),
  ]
}
