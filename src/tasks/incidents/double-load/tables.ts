/**
 * The tables of an instance: what the business has, the traces its stations left, and the same repaired.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { withArticle } from '../../documents/wording.ts'
import { buildTable, type ColumnPlan } from '../../worlds/build-table.ts'
import type { CoreColumn } from '../../worlds/stations/file-import-trade.ts'
import { amountOf, type CoreRow, type Delivery } from '../../worlds/stations/file-import.ts'
import type { ChildColumn } from '../../worlds/stations/manual-tool-trade.ts'
import type { ChildRow } from '../../worlds/stations/manual-tool.ts'
import { addUpMonths, dayKey, type DayTotal } from '../../worlds/stations/nightly-job.ts'
import { sayDay, sayMinute } from '../../worlds/time.ts'
import { coreColumns } from './core-columns.ts'
import { clip, fileTable, loadOf, textOf } from './file-log.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** What the graded tables hold; all else is the same in seed and target. */
export interface Books {
  readonly rows: Iterable<CoreRow>
  readonly children: readonly ChildRow[]
  readonly days: readonly DayTotal[]
}

const coreTypes: Readonly<Record<CoreColumn, string>> = {
  id: 'INTEGER PRIMARY KEY',
  sender: 'TEXT NOT NULL',
  lane: 'INTEGER NOT NULL',
  at: 'TEXT NOT NULL',
  party: 'TEXT NOT NULL',
  good: 'TEXT NOT NULL',
  quantity: 'INTEGER NOT NULL',
  amount: 'INTEGER NOT NULL',
  file: 'INTEGER NOT NULL',
  line: 'INTEGER',
  load: 'INTEGER NOT NULL',
  changedAt: 'TEXT',
}

export function coreCells(story: Story, row: CoreRow): Record<CoreColumn, SqlValue> {
  return {
    id: row.id,
    sender: row.sender,
    lane: row.lane,
    at: sayMinute(row.at),
    party: row.party,
    good: row.good.code,
    quantity: row.quantity,
    amount: amountOf(row),
    file: row.file,
    line: story.oldSystem.has(row.sender) ? null : row.line,
    load: loadOf(row.file),
    changedAt: row.changedAt === null ? null : clip(row.changedAt),
  }
}

/** The three tables that may have to change. */
export function gradedTables(random: Random, story: Story, names: Names, books: Books): TableSpec[] {
  const { level } = story
  const columns = coreColumns(story)
  const rows = [...books.rows].map((row) => coreCells(story, row))
  const core = buildTable(random, names.core, {
    columns: columns.map((column): ColumnPlan<CoreColumn> => ({ column, type: coreTypes[column] })),
    rows,
    comment: `two loaders write here, each with a range of ${names.core.columns.id} of its own`,
  })
  if (level === 1) return [flatten(story, names, core)]
  const child = buildTable(random, names.child, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'core', type: `INTEGER NOT NULL REFERENCES ${names.core.table}` },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'operator', type: 'TEXT NOT NULL' },
      { column: 'quantity', type: 'INTEGER NOT NULL' },
      { column: 'reason', type: 'TEXT' },
    ],
    rows: books.children.map((row) => ({ ...row, at: sayMinute(row.at) })),
  })
  if (level === 2) return [core, child]
  const days = buildTable(random, names.days, {
    columns: [
      { column: 'sender', type: 'TEXT NOT NULL' },
      { column: 'day', type: 'TEXT NOT NULL' },
      { column: 'lines', type: 'INTEGER NOT NULL' },
      { column: 'amount', type: 'INTEGER NOT NULL' },
      { column: 'builtAt', type: 'TEXT NOT NULL' },
    ],
    rows: books.days.map(({ sender, day, lines, amount }) => ({
      ...{
        sender,
        day: sayDay(day),
        lines,
        amount,
        builtAt: clip(story.nights.builtAt.get(dayKey({ sender, day })) ?? story.asOf),
      },
    })),
    constraint: `PRIMARY KEY (${names.days.columns.sender}, ${names.days.columns.day})`,
  })
  if (level < 5) return [core, child, days]
  const months = buildTable(random, names.months, {
    columns: [
      { column: 'sender', type: 'TEXT NOT NULL' },
      { column: 'month', type: 'TEXT NOT NULL' },
      { column: 'lines', type: 'INTEGER NOT NULL' },
      { column: 'amount', type: 'INTEGER NOT NULL' },
    ],
    rows: addUpMonths(books.days).map((row) => ({ ...row })),
    constraint: `PRIMARY KEY (${names.months.columns.sender}, ${names.months.columns.month})`,
  })
  return [core, child, days, months]
}

/** At the lowest level the file's own facts stand in every row: what they are, by the row's id. */
export function fileCellsInRows(
  { deliveries, level }: Story,
  { files, types }: Names,
): (id: number) => readonly (readonly [column: string, value: SqlValue])[] {
  if (level > 1) return () => []
  const byRow = new Map(deliveries.flatMap((delivery) => delivery.ids.map((id) => [id, delivery])))
  return (id) => {
    const file = byRow.get(id) as Delivery
    return [
      [files.columns.type, types[file.type]],
      [files.columns.announced, file.announced],
      [files.columns.receivedAt, clip(file.receivedAt)],
    ]
  }
}

function flatten(story: Story, names: Names, table: TableSpec): TableSpec {
  const { type, announced, receivedAt } = names.files.columns
  const cellsOf = fileCellsInRows(story, names)
  const extra = [`${type} TEXT NOT NULL`, `${announced} INTEGER NOT NULL`, `${receivedAt} TEXT NOT NULL`]
  return {
    ...table,
    ddl: table.ddl.replace(/\n\)$/, `,\n  ${extra.join(',\n  ')}\n)`),
    columns: [...table.columns, type, announced, receivedAt],
    rows: table.rows.map((row) => [...row, ...cellsOf(Number(row[0])).map(([, value]) => value)]),
  }
}

/** The cells of a child. */
export function childCells(row: ChildRow): readonly (readonly [column: ChildColumn, value: SqlValue])[] {
  const { id, core, operator, quantity, reason } = row
  return [
    ['id', id],
    ['core', core],
    ['at', sayMinute(row.at)],
    ['operator', operator],
    ['quantity', quantity],
    ['reason', reason],
  ]
}

/** Logs, raw text, lists, change log, runs, periods, statements, dictionary: the same before and after. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { level, plan, deliveries } = story
  if (level === 1) return []
  const files = fileTable(random, story, names)
  const goods = buildTable(random, names.goods, {
    columns: [
      { column: 'code', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: 'TEXT NOT NULL' },
      { column: 'price', type: 'INTEGER NOT NULL' },
    ],
    rows: story.goods.map(({ code, name, price }) => ({ code, name, price })),
  })
  const senders = buildTable(random, names.senders, {
    columns: [
      { column: 'code', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: 'TEXT NOT NULL' },
      ...(plan === 'two systems' ? ([{ column: 'system', type: 'TEXT NOT NULL' }] as const) : []),
    ],
    rows: story.senders.map(({ code, name }) => ({ code, name, system: story.oldSystem.has(code) ? 'L4' : 'online' })),
  })
  const tables = [files, goods, senders]
  if (plan !== 'numbered') {
    const landed = plan === 'landed' ? deliveries : deliveries.filter(({ sender }) => story.oldSystem.has(sender.code))
    tables.push(
      buildTable(random, names.raw, {
        columns: [
          { column: 'file', type: 'INTEGER NOT NULL' },
          { column: 'number', type: 'INTEGER NOT NULL' },
          { column: 'text', type: 'TEXT NOT NULL' },
        ],
        rows: landed.flatMap((file) =>
          textOf(story, names, file).map((text, index) => ({ file: file.id, number: index + 1, text })),
        ),
        constraint: `PRIMARY KEY (${names.raw.columns.file}, ${names.raw.columns.number})`,
      }),
    )
  }
  if (plan === 'two systems') tables.push(dictionaryTable(random, story, names))
  if (level >= 3) tables.push(...bookTables(random, story, names))
  return tables
}

function bookTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { level, log: entries, nights, statements, closed, trade } = story
  const changes = buildTable(random, names.changes, {
    columns: [
      { column: 'number', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: 'TEXT NOT NULL' },
      { column: 'operator', type: 'TEXT NOT NULL' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'row', type: 'INTEGER NOT NULL' },
      { column: 'column', type: 'TEXT NOT NULL' },
      { column: 'old', type: 'TEXT' },
      { column: 'new', type: 'TEXT' },
    ],
    rows: entries.map(({ column, at, ...entry }) => ({
      ...entry,
      at: clip(at),
      table: names.core.table,
      column: names.core.columns[column],
    })),
  })
  const log = buildTable(random, names.runs, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'job', type: 'TEXT NOT NULL' },
      { column: 'version', type: 'TEXT NOT NULL' },
      { column: 'startedAt', type: 'TEXT NOT NULL' },
      { column: 'finishedAt', type: 'TEXT NOT NULL' },
      { column: 'rowsRead', type: 'INTEGER NOT NULL' },
      { column: 'rowsWritten', type: 'INTEGER NOT NULL' },
    ],
    rows: nights.runs.map((run) => ({
      id: run.id,
      job: trade.nightly_job.nouns.job,
      version: run.version,
      startedAt: clip(run.startedAt),
      finishedAt: clip(run.finishedAt),
      rowsRead: run.rowsRead,
      rowsWritten: run.rowsWritten,
    })),
  })
  const weeks = buildTable(random, names.statements, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'senders', type: 'TEXT NOT NULL' },
      { column: 'from', type: 'TEXT NOT NULL' },
      { column: 'until', type: 'TEXT NOT NULL' },
      { column: 'lines', type: 'INTEGER NOT NULL' },
      { column: 'amount', type: 'INTEGER NOT NULL' },
    ],
    rows: statements.map((week) => ({
      ...week,
      senders: week.senders.join(' '),
      from: sayDay(week.from),
      until: sayDay(week.until),
    })),
  })
  if (level < 4) return [changes, log, weeks]
  const periods = buildTable(random, names.periods, {
    columns: [
      { column: 'month', type: 'TEXT PRIMARY KEY' },
      { column: 'closedAt', type: 'TEXT NOT NULL' },
      { column: 'closedBy', type: 'TEXT NOT NULL' },
    ],
    rows: closed.map((period) => ({ ...period, closedAt: clip(period.closedAt) })),
  })
  return [changes, log, weeks, periods]
}

/** What the old system calls its things. */
function dictionaryTable(random: Random, { trade }: Story, names: Names): TableSpec {
  const { raw, core, oldTypes, records } = names
  const { nouns } = trade.file_import
  const text = raw.columns.text
  let id = 100
  const entry = (table: string, field: string, position: number | null, code: string | null, meaning: string) => ({
    id: (id += 1),
    table,
    field,
    position,
    code,
    meaning,
  })
  const rows = [
    entry(
      raw.table,
      raw.columns.file,
      null,
      null,
      `${nouns.file}, as in ${names.files.table}.${names.files.columns.id}`,
    ),
    entry(raw.table, raw.columns.number, null, null, 'record in its file, from 1'),
    entry(raw.table, text, null, null, 'fields, separated by |'),
    entry(raw.table, text, 1, records.header, 'first record of a file'),
    entry(raw.table, text, 1, records.line, `one ${nouns.row}`),
    entry(raw.table, text, 1, records.end, `last record, place 2: how many records ${records.line} were sent`),
    entry(raw.table, text, 2, oldTypes.day, `in ${records.header}: all lines of the day`),
    entry(
      raw.table,
      text,
      2,
      oldTypes.more,
      `in ${records.header}: late lines, numbers go on where those of the day ended`,
    ),
    entry(raw.table, text, 2, oldTypes.fix, `in ${records.header}: lines put right, by number`),
    entry(raw.table, text, 2, null, `in ${records.line}: line number`),
    entry(raw.table, text, 3, null, `in ${records.line}: time`),
    entry(raw.table, text, 4, null, `in ${records.line}: ${nouns.party}`),
    entry(raw.table, text, 5, null, `in ${records.line}: ${nouns.good}`),
    entry(raw.table, text, 6, null, `in ${records.line}: count`),
    entry(raw.table, text, 7, null, `in ${records.line}: amount`),
    entry(core.table, core.columns.line, null, null, 'not filled by L4; number from the records'),
    entry(
      core.table,
      core.columns.id,
      null,
      null,
      `goes up within ${withArticle(core.columns.load)} as the records ${records.line} do`,
    ),
  ]
  return buildTable(random, names.dictionary, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'table', type: 'TEXT' },
      { column: 'field', type: 'TEXT' },
      { column: 'position', type: 'INTEGER' },
      { column: 'code', type: 'TEXT' },
      { column: 'meaning', type: 'TEXT' },
    ],
    rows,
  })
}
