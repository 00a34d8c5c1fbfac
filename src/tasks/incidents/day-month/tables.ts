/**
 * The tables of an instance: rows and plan as they were left and as they should be, and the traces of files.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { buildTable, type ColumnPlan } from '../../worlds/build-table.ts'
import type { PromiseColumn, RefusalColumn } from '../../worlds/stations/partner-files-trade.ts'
import { sayDay, sayMinute } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import { planUnder, totalsOf } from './settle.ts'
import type { PromiseRow, Refusal, Story } from './business.ts'

const promiseTypes: Readonly<Record<PromiseColumn, string>> = {
  id: 'INTEGER PRIMARY KEY',
  partner: 'TEXT NOT NULL',
  number: 'INTEGER NOT NULL',
  taken: 'TEXT NOT NULL',
  due: 'TEXT NOT NULL',
  good: 'TEXT NOT NULL',
  quantity: 'INTEGER NOT NULL',
  status: 'TEXT NOT NULL',
  file: 'INTEGER NOT NULL',
  line: 'INTEGER NOT NULL',
}
const promiseColumns = Object.keys(promiseTypes) as PromiseColumn[]

/** The cells of a row by their names in this instance; at the lowest level with the version that read its file. */
export function promiseCells(
  { level, files, versions }: Story,
  { promises, files: log, status }: Names,
): (row: PromiseRow) => readonly (readonly [column: string, value: SqlValue])[] {
  const byId = new Map(files.map((file) => [file.id, file]))
  return ({ id, partner, number, taken, due, good, quantity, isWithdrawn, file, line }) => {
    const own: Record<PromiseColumn, SqlValue> = {
      ...{ id, partner, number, taken: sayDay(taken), due: sayDay(due), good, quantity, file, line },
      status: isWithdrawn ? status.withdrawn : status.open,
    }
    const cells = promiseColumns.map((column) => [promises.columns[column], own[column]] as const)
    const version = versions[byId.get(file)?.version ?? 'before']
    return level === 1 ? [...cells, [log.columns.release, version] as const] : cells
  }
}

/** The graded tables. */
export function gradedTables(random: Random, story: Story, names: Names, rows: readonly PromiseRow[]): TableSpec[] {
  const { level } = story
  const { promises, plan, totals, files } = names
  const cellsOf = promiseCells(story, names)
  const flat = level === 1 ? [files.columns.release] : []
  const own = [...promiseColumns.map((column) => promises.columns[column]), ...flat]
  const list: TableSpec[] = [
    buildTable(
      random,
      { table: promises.table, columns: Object.fromEntries(own.map((name) => [name, name])) },
      {
        columns: [
          ...promiseColumns.map((column): ColumnPlan<string> => ({
            column: promises.columns[column],
            type: promiseTypes[column],
          })),
          ...flat.map((column): ColumnPlan<string> => ({ column, type: 'TEXT NOT NULL' })),
        ],
        rows: rows.map((row) => Object.fromEntries(cellsOf(row))),
      },
    ),
  ]
  if (level < 3) return list
  const planned = planUnder(story, rows)
  list.push(
    buildTable(random, plan, {
      columns: [
        { column: 'partner', type: 'TEXT NOT NULL' },
        { column: 'month', type: 'TEXT NOT NULL' },
        { column: 'lines', type: 'INTEGER NOT NULL' },
        { column: 'quantity', type: 'INTEGER NOT NULL' },
      ],
      rows: planned.map((row) => ({ ...row })),
      constraint: `PRIMARY KEY (${plan.columns.partner}, ${plan.columns.month})`,
    }),
  )
  if (level < 5) return list
  list.push(
    buildTable(random, totals, {
      columns: [
        { column: 'month', type: 'TEXT PRIMARY KEY' },
        { column: 'lines', type: 'INTEGER NOT NULL' },
        { column: 'quantity', type: 'INTEGER NOT NULL' },
      ],
      rows: totalsOf(planned).map((row) => ({ ...row })),
    }),
  )
  return list
}

/** Logs, lists and lines: the same before and after. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { level, plan, partners, goods, handedOver } = story
  if (level === 1) return []
  const tables = [fileTable(random, story, names), refusalTable(random, story, names)]
  if (plan === 'records') tables.push(rawTable(random, story, names))
  if (plan === 'two systems')
    tables.push(oldFileTable(random, story, names), oldLineTable(random, story, names), dictionaryTable(random, names))
  tables.push(changeTable(random, story, names), withdrawalTable(random, story, names))
  tables.push(
    buildTable(random, names.partners, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'name', type: 'TEXT NOT NULL' },
      ],
      rows: partners.map(({ code, name }) => ({ code, name })),
    }),
  )
  if (level >= 3)
    tables.push(
      buildTable(random, names.goods, {
        columns: [
          { column: 'code', type: 'TEXT PRIMARY KEY' },
          { column: 'name', type: 'TEXT NOT NULL' },
          ...(level >= 4 ? [{ column: 'lead' as const, type: 'INTEGER NOT NULL' }] : []),
        ],
        rows: goods.map(({ code, name, lead }) => ({ code, name, lead })),
      }),
    )
  if (level >= 4)
    tables.push(
      buildTable(random, names.handedOver, {
        columns: [
          { column: 'month', type: 'TEXT PRIMARY KEY' },
          { column: 'at', type: 'TEXT NOT NULL' },
          { column: 'by', type: 'TEXT NOT NULL' },
        ],
        rows: handedOver.map((own) => ({ ...own, at: sayMinute(own.at) })),
      }),
    )
  return tables
}

/** Files of partners on the new system. */
function fileTable(random: Random, { level, plan, files, versions }: Story, names: Names): TableSpec {
  const text = 'TEXT NOT NULL'
  // From level 4 on nobody wrote down which version read a file; where two machines read, the note of each has to be found.
  const isTold = level <= 3
  return buildTable(random, names.files, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'name', type: text },
      { column: 'partner', type: text },
      { column: 'receivedAt', type: text },
      { column: 'loadedAt', type: text },
      ...(plan === 'records' ? [{ column: 'loader' as const, type: text }] : []),
      ...(plan === 'columns' && isTold ? [{ column: 'release' as const, type: text }] : []),
    ],
    rows: files
      .filter(({ partner }) => !partner.isOld)
      .map(({ id, name, partner, receivedAt, loadedAt, loader, version }) => ({
        ...{ id, name, partner: partner.code, receivedAt: sayMinute(receivedAt), loadedAt: sayMinute(loadedAt) },
        ...{ loader, release: versions[version] },
      })),
  })
}

const reasonOf = ({ kind }: Refusal): 'day' | 'good' | 'quantity' =>
  kind === 'code' ? 'good' : kind === 'quantity' ? 'quantity' : 'day'

function refusalTable(random: Random, { plan, refusals }: Story, names: Names): TableSpec {
  const isWhole = plan !== 'records'
  const whole: readonly ColumnPlan<RefusalColumn>[] = [
    { column: 'number', type: 'INTEGER NOT NULL' },
    { column: 'taken', type: 'TEXT NOT NULL' },
    { column: 'due', type: 'TEXT NOT NULL' },
    { column: 'good', type: 'TEXT NOT NULL' },
    { column: 'quantity', type: 'INTEGER' },
  ]
  return buildTable(random, names.refusals, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'file', type: 'INTEGER NOT NULL' },
      { column: 'line', type: 'INTEGER NOT NULL' },
      { column: 'row', type: 'INTEGER NOT NULL' },
      { column: 'reason', type: 'TEXT NOT NULL' },
      ...(isWhole ? whole : []),
    ],
    rows: refusals
      .filter(({ file }) => !file.partner.isOld)
      .map((own) => ({
        ...{ id: own.id, file: own.file.id, line: own.line, row: own.sent.row, reason: names.reasons[reasonOf(own)] },
        ...{ number: own.sent.number, taken: own.sent.takenText, due: own.sent.dueText },
        ...{ good: own.sent.code, quantity: own.sent.quantity },
      })),
  })
}

/** Days for which raw text is kept before the accident: older files are thrown away. */
const keptBefore = 1

function rawTable(random: Random, { files, from, refusals }: Story, { raw, separator }: Names): TableSpec {
  const open = new Set(refusals.map(({ file }) => file.id))
  let id = random.int(1000, 9000)
  return buildTable(random, raw, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'file', type: 'INTEGER NOT NULL' },
      { column: 'line', type: 'INTEGER NOT NULL' },
      { column: 'text', type: 'TEXT NOT NULL' },
    ],
    rows: files.flatMap((file) => {
      const isKept = file.receivedAt >= (from - keptBefore) * 1440
      return file.lines.flatMap((sent, index) => {
        // Of older files only what was refused is still there.
        if (!isKept && (sent.refusal === null || !open.has(file.id))) return []
        const fields = ['L', sent.number, sent.takenText, sent.dueText, sent.code, sent.quantity ?? '']
        return [{ id: (id += 1), file: file.id, line: index + 1, text: fields.join(separator) }]
      })
    }),
  })
}

function changeTable(random: Random, { edits }: Story, names: Names): TableSpec {
  const text = 'TEXT NOT NULL'
  const { promises } = names
  return buildTable(random, names.changes, {
    columns: [
      { column: 'number', type: 'INTEGER PRIMARY KEY' },
      { column: 'at', type: text },
      { column: 'operator', type: text },
      { column: 'table', type: text },
      { column: 'row', type: 'INTEGER NOT NULL' },
      { column: 'column', type: text },
      { column: 'old', type: text },
      { column: 'new', type: text },
    ],
    rows: edits.map(({ number, row, at, by, column, old, new: anew }) => {
      const say = (value: number): string => (column === 'due' ? sayDay(value) : String(value))
      return {
        ...{ number, at: sayMinute(at), operator: by, table: promises.table, row },
        ...{ column: promises.columns[column], old: say(old), new: say(anew) },
      }
    }),
  })
}

function withdrawalTable(random: Random, { withdrawals }: Story, names: Names): TableSpec {
  return buildTable(random, names.withdrawals, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'partner', type: 'TEXT NOT NULL' },
      { column: 'number', type: 'INTEGER NOT NULL' },
      { column: 'day', type: 'TEXT NOT NULL' },
    ],
    rows: withdrawals.map((own) => ({ ...own, day: sayDay(own.day) })),
  })
}

/** `20261004 0915`, as the old system has it. */
const sayOld = (minute: number): string => sayMinute(minute).replaceAll(/[-:]/g, '')

function oldFileTable(random: Random, { files }: Story, names: Names): TableSpec {
  return buildTable(random, names.oldFiles, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'partner', type: 'TEXT' },
      { column: 'received', type: 'TEXT' },
      { column: 'loader', type: 'TEXT' },
    ],
    rows: files
      .filter(({ partner }) => partner.isOld)
      .map(({ id, partner, receivedAt, loader }) => ({
        ...{ id, partner: partner.code, received: sayOld(receivedAt), loader },
      })),
  })
}

function oldLineTable(random: Random, { refusals }: Story, names: Names): TableSpec {
  const { marks, oldReasons } = names
  return buildTable(random, names.oldLines, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'file', type: 'INTEGER' },
      { column: 'line', type: 'INTEGER' },
      { column: 'row', type: 'INTEGER' },
      { column: 'code', type: 'TEXT' },
      { column: 'text', type: 'TEXT' },
    ],
    rows: refusals
      .filter(({ file }) => file.partner.isOld)
      .map((own) => {
        const { sent } = own
        const fields = [
          `${marks.number}=${sent.number}`,
          `${marks.taken}=${sent.takenText}`,
          `${marks.due}=${sent.dueText}`,
          `${marks.good}=${sent.code}`,
          `${marks.quantity}=${sent.quantity ?? ''}`,
        ]
        return {
          ...{ id: own.id, file: own.file.id, line: own.line, row: sent.row, code: oldReasons[reasonOf(own)] },
          text: `${fields.join('&')}&`,
        }
      }),
  })
}

/** What the old system calls its things. */
function dictionaryTable(random: Random, names: Names): TableSpec {
  const { oldFiles, oldLines, oldReasons, marks, promises, reasons } = names
  let id = 20
  const entry = (table: string, field: string, code: string | null, meaning: string) => ({
    ...{ id: (id += 1), table, field, code, meaning },
  })
  const [f, l] = [oldFiles.columns, oldLines.columns]
  return buildTable(random, names.dictionary, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'table', type: 'TEXT NOT NULL' },
      { column: 'field', type: 'TEXT NOT NULL' },
      { column: 'code', type: 'TEXT' },
      { column: 'meaning', type: 'TEXT NOT NULL' },
    ],
    rows: [
      entry(oldFiles.table, f.id, null, `file, as in ${promises.table}.${promises.columns.file}`),
      entry(oldFiles.table, f.partner, null, 'who sent it'),
      entry(oldFiles.table, f.received, null, 'received, year month day and hour minute'),
      entry(oldFiles.table, f.loader, null, 'machine that read it'),
      entry(oldLines.table, l.id, null, 'running number'),
      entry(oldLines.table, l.file, null, 'file of the refused line'),
      entry(oldLines.table, l.line, null, 'line in the file'),
      entry(oldLines.table, l.row, null, `id kept free in ${promises.table}`),
      entry(oldLines.table, l.code, oldReasons.day, reasons.day),
      entry(oldLines.table, l.code, oldReasons.good, reasons.good),
      entry(oldLines.table, l.code, oldReasons.quantity, reasons.quantity),
      entry(oldLines.table, l.text, null, 'fields as NAME=value, each followed by &'),
      entry(oldLines.table, l.text, marks.number, promises.columns.number),
      entry(oldLines.table, l.text, marks.taken, `${promises.columns.taken}, as it was sent`),
      entry(oldLines.table, l.text, marks.due, `${promises.columns.due}, as it was sent`),
      entry(oldLines.table, l.text, marks.good, promises.columns.good),
      entry(oldLines.table, l.text, marks.quantity, promises.columns.quantity),
    ],
  })
}
