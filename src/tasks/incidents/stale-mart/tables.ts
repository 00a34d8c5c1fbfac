/**
 * The tables of an instance: the two marts, and everything that stays as it is.
 *
 * @module
 */
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { GradedPart, GradedTable } from '../../../grading/graded-table.ts'
import type { Random } from '../../../kit/random.ts'
import { buildTable, type ColumnPlan } from '../../worlds/build-table.ts'
import {
  addUpByMonth,
  dayKeyOf,
  monthKeyOf,
  type DayCell,
  type DayRows,
  type MonthCell,
} from '../../worlds/stations/mart.ts'
import type { MartDayColumn } from '../../worlds/stations/mart-trade.ts'
import { sayDay, sayMinute } from '../../worlds/time.ts'
import { jobSql } from './job-sql.ts'
import type { Names } from './names.ts'
import { sayOldDay, oldGroupCodes } from './old-list.ts'
import type { DayBook, Ground, Story } from './ground.ts'

const stamp = (minute: number): string => `${sayMinute(minute)}:00`

/** All cells of the mart when each day has the rows that `rowsOf` gives. */
export function cellsOf({ books }: Pick<Story, 'books'>, rowsOf: (book: DayBook) => DayRows): DayCell[] {
  return books.flatMap((book) => [...rowsOf(book)].map(([group, own]): DayCell => ({ group, day: book.day, ...own })))
}

export const dayCells = (cell: DayCell): Record<MartDayColumn, SqlValue> => ({
  key: dayKeyOf(cell),
  group: cell.group,
  day: sayDay(cell.day),
  lines: cell.lines,
  quantity: cell.quantity,
  amount: cell.amount,
})

const monthCells = (cell: MonthCell, { house }: Pick<Ground, 'house'>) => ({
  key: monthKeyOf(cell),
  group: cell.group,
  month: cell.month,
  lines: cell.lines,
  quantity: cell.quantity,
  amount: cell.amount,
  more: cell[house.more],
})

const sums = ['lines', 'quantity', 'amount'] as const

/** The marts: by day, and from level 2 on by month. */
export function martTables(random: Random, ground: Ground, names: Names, cells: readonly DayCell[]): TableSpec[] {
  const { days, months } = names
  const number = <Column extends string>(column: Column): ColumnPlan<Column> => ({ column, type: 'INTEGER NOT NULL' })
  const byDay = buildTable(random, days, {
    columns: [
      { column: 'key', type: 'TEXT PRIMARY KEY', comment: `${days.columns.group}/${days.columns.day}` },
      { column: 'group', type: 'TEXT NOT NULL' },
      { column: 'day', type: 'TEXT NOT NULL' },
      ...sums.map(number),
    ],
    rows: cells.map(dayCells),
  })
  if (ground.level === 1) return [byDay]
  const byMonth = buildTable(random, months, {
    columns: [
      { column: 'key', type: 'TEXT PRIMARY KEY', comment: `${months.columns.group}/${months.columns.month}` },
      { column: 'group', type: 'TEXT NOT NULL' },
      { column: 'month', type: 'TEXT NOT NULL' },
      ...sums.map(number),
      {
        column: 'more',
        type: 'INTEGER NOT NULL',
        comment:
          ground.house.more === 'days'
            ? `rows of that month in ${days.table}`
            : `the largest ${days.columns.amount} of a day in ${days.table}`,
      },
    ],
    rows: addUpByMonth(cells).map((cell) => monthCells(cell, ground)),
  })
  return [byDay, byMonth]
}

/** Lines, lists, runs, statements, closed months: the same before and after. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { level, plan, axis } = story
  const key = 'INTEGER PRIMARY KEY'
  const text = 'TEXT NOT NULL'
  const core = buildTable(random, names.core, {
    columns: [
      { column: 'id', type: key },
      { column: 'sender', type: text },
      { column: 'at', type: text },
      { column: 'party', type: text },
      { column: 'good', type: text },
      { column: 'quantity', type: 'INTEGER NOT NULL' },
      { column: 'amount', type: 'INTEGER NOT NULL' },
      { column: 'receivedAt', type: text },
    ],
    rows: [...story.lines.values()]
      .flat()
      .map((line) => ({ ...line, at: sayMinute(line.at), receivedAt: stamp(line.receivedAt) })),
  })
  const goods = buildTable(random, names.goods, {
    columns: [
      { column: 'code', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: text },
      { column: 'price', type: 'INTEGER NOT NULL' },
    ],
    rows: story.goods.map(({ code, name, price }) => ({ code, name, price })),
  })
  const senders = buildTable(random, names.senders, {
    columns: [
      { column: 'code', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: text },
    ],
    rows: story.senders.map(({ code, name }) => ({ code, name })),
  })
  const groups = buildTable(random, names.groups, {
    columns: [
      { column: 'code', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: text },
    ],
    rows: story.groups.map(([code, name]) => ({ code, name })),
  })
  let id = random.int(10, 90)
  const isOld = (member: string): boolean => story.oldMembers.has(member)
  const list = buildTable(random, names.list, {
    columns: [
      { column: 'id', type: key },
      { column: 'member', type: text },
      { column: 'group', type: `TEXT NOT NULL REFERENCES ${names.groups.table}` },
      { column: 'from', type: text },
      { column: 'until', type: 'TEXT', comment: 'last day; empty: open' },
    ],
    rows: random
      .shuffle([...story.entries.values()].flat())
      .filter(({ member }) => !isOld(member))
      .map(({ member, group, from, until }) => ({
        ...{ id: (id += random.int(1, 3)), member, group, from: sayDay(from) },
        until: until === null ? null : sayDay(until),
      })),
    comment: `${axis.nouns.group} of each ${axis.nouns.member}`,
  })
  const tables = [core, goods, senders, groups, list]
  if (level === 1) return tables
  tables.push(plan === 'events' ? eventTable(random, story, names) : runTable(random, story, names))
  if (level < 4) return tables
  tables.push(
    buildTable(random, names.source, {
      columns: [
        { column: 'version', type: 'TEXT PRIMARY KEY' },
        { column: 'liveFrom', type: text },
        { column: 'text', type: text },
      ],
      rows: story.releases.map((release) => ({
        ...{ version: release.version, liveFrom: stamp(release.liveFrom) },
        text: jobSql(story, names, release),
      })),
    }),
    buildTable(random, names.periods, {
      columns: [
        { column: 'month', type: 'TEXT PRIMARY KEY' },
        { column: 'closedAt', type: text },
        { column: 'closedBy', type: text },
      ],
      rows: story.closed.map((period) => ({ ...period, closedAt: stamp(period.closedAt) })),
    }),
  )
  if (level === 5) tables.push(...oldTables(random, story, names))
  return tables
}

function runTable(random: Random, story: Story, names: Names): TableSpec {
  const { runs, trade } = story
  const text = 'TEXT NOT NULL'
  return buildTable(random, names.runs, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'job', type: text },
      { column: 'version', type: text },
      { column: 'from', type: text },
      { column: 'until', type: text },
      { column: 'startedAt', type: text },
      { column: 'finishedAt', type: text },
      { column: 'status', type: text },
      { column: 'by', type: text },
    ],
    rows: runs.map((run) => ({
      ...{ id: run.id, job: trade.nightly_job.mart.job, version: versionOf(story, run.startedAt) },
      ...{ from: sayDay(run.from), until: sayDay(run.until) },
      ...{ startedAt: stamp(run.startedAt), finishedAt: stamp(run.finishedAt) },
      ...{ status: run.ok ? names.status.done : names.status.failed, by: run.by ?? names.scheduler },
    })),
  })
}

const versionOf = ({ releases }: Story, startedAt: number): string =>
  releases.findLast(({ liveFrom }) => liveFrom <= startedAt)?.version ?? ''

/** A run as an event: its days stand in the text. */
function eventTable(random: Random, story: Story, names: Names): TableSpec {
  const { runs, trade, days } = story
  return buildTable(random, names.events, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'payload', type: 'TEXT NOT NULL' },
    ],
    rows: runs.map((run) => ({
      ...{ id: run.id, at: stamp(run.finishedAt) },
      payload: JSON.stringify({
        job: trade.nightly_job.mart.job,
        release: versionOf(story, run.startedAt),
        by: run.by ?? names.scheduler,
        started: stamp(run.startedAt),
        days: days.filter((day) => run.from <= day && day <= run.until).map(sayDay),
        outcome: run.ok ? names.status.done : names.status.failed,
      }),
    })),
  })
}

function oldTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { old, dictionary, list } = names
  const codes = oldGroupCodes(story)
  let id = random.int(100, 900)
  const entries = [...story.oldMembers].flatMap((member) => story.entries.get(member) ?? [])
  const oldList = buildTable(random, old, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'member', type: 'TEXT NOT NULL' },
      { column: 'group', type: 'TEXT NOT NULL' },
      { column: 'from', type: 'INTEGER NOT NULL' },
      { column: 'until', type: 'INTEGER NOT NULL' },
    ],
    rows: random.shuffle(entries).map(({ member, group, from, until }) => ({
      ...{ id: (id += random.int(1, 5)), member, group: codes.get(group) ?? '' },
      ...{ from: sayOldDay(from), until: sayOldDay(until) },
    })),
  })
  const { nouns } = story.axis
  let number = 100
  const entry = (field: string, code: string | null, meaning: string) => ({
    ...{ id: (number += 1), table: old.table, field, code, meaning },
  })
  const words = buildTable(random, dictionary, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'field', type: 'TEXT NOT NULL' },
      { column: 'code', type: 'TEXT' },
      { column: 'meaning', type: 'TEXT NOT NULL' },
    ],
    rows: [
      entry(old.columns.id, null, 'running number, no meaning'),
      entry(old.columns.member, null, `${nouns.member}; those here are not in ${list.table}`),
      entry(old.columns.group, null, `${nouns.group}, in the codes of the old system`),
      entry(old.columns.from, null, 'first day, YYYYMMDD'),
      entry(old.columns.until, null, 'last day, YYYYMMDD; 99991231 is open'),
      ...[...codes].map(([group, code]) => entry(old.columns.group, code, group)),
    ],
  })
  return [oldList, words]
}

/** What is compared, and what it weighs. */
export function partsOf(names: Names, traces: readonly TableSpec[], level: number): GradedPart[] {
  const tables: GradedTable[] = [
    { name: names.days.table, key: [names.days.columns.key] },
    ...traces.map(({ name, columns }): GradedTable => ({ name, key: [columns[0] as string] })),
  ]
  if (level === 1) return [{ name: 'days', weight: 1, kind: 'core', tables }]
  const months: GradedTable = { name: names.months.table, key: [names.months.columns.key] }
  return [
    { name: 'days', weight: 0.9, kind: 'core', tables },
    { name: 'months', weight: 0.1, kind: 'derived', tables: [months] },
  ]
}
