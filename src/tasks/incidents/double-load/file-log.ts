/**
 * The log of files that came in, and the text of each as it was sent.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { buildTable } from '../../worlds/build-table.ts'
import { amountOf, type Delivery } from '../../worlds/stations/file-import.ts'
import { sayDay, sayMinute } from '../../worlds/time.ts'
import type { LogColumn, Names } from './names.ts'
import type { Story } from './story.ts'

/** A time of the day as columns have it. */
export const clip = (minute: number): string => `${sayMinute(minute)}:00`

/** Loads are counted apart from files. */
export const loadOf = (file: number): number => 7000 + file

function fileColumns({ plan, level }: Pick<Story, 'plan' | 'level'>): LogColumn[] {
  const told: LogColumn[] = plan === 'landed' ? [] : ['type', 'announced']
  // Of a file that was refused nothing else is left: without them nobody sees why.
  if (level >= 4 && told.length > 0) told.push('held', 'worth')
  const load: LogColumn[] = plan === 'numbered' ? [] : ['load']
  const release: LogColumn[] = level === 3 ? ['release'] : []
  // How it decides is to be seen from what it left, not from a word for it.
  const status: LogColumn[] = level >= 4 ? [] : ['status']
  return ['id', 'name', 'sender', 'lane', 'day', 'receivedAt', ...told, ...status, ...load, ...release]
}

const fileTypes: Readonly<Record<LogColumn, string>> = {
  id: 'INTEGER PRIMARY KEY',
  name: 'TEXT NOT NULL',
  sender: 'TEXT NOT NULL',
  lane: 'INTEGER NOT NULL',
  day: 'TEXT NOT NULL',
  receivedAt: 'TEXT NOT NULL',
  type: 'TEXT',
  announced: 'INTEGER',
  held: 'INTEGER',
  worth: 'INTEGER',
  status: 'TEXT NOT NULL',
  load: 'INTEGER',
  release: 'TEXT',
}

function releaseOf({ window }: Story, receivedAt: number): string {
  if (receivedAt < window.from) return window.before
  return receivedAt < window.until ? window.bad : window.after
}

function fileCells(
  story: Story,
  names: Names,
  file: Delivery,
  withRows: ReadonlySet<number>,
): Record<LogColumn, SqlValue> {
  const isOld = story.oldSystem.has(file.sender.code)
  const status = story.seen.status.get(file.id) ?? 'loaded'
  return {
    id: file.id,
    name: file.name,
    sender: file.sender.code,
    lane: file.lane,
    day: sayDay(file.day),
    receivedAt: clip(file.receivedAt),
    type: isOld ? null : names.types[file.type],
    announced: isOld ? null : file.announced,
    held: isOld ? null : file.lines.length,
    worth: isOld ? null : file.lines.reduce((sum, line) => sum + amountOf(line), 0),
    status: names.status[status],
    // What was loaded keeps its number when another takes its place; the row of a correction that stands for another is of its load.
    load: status === 'loaded' || status === 'replaced' || withRows.has(file.id) ? loadOf(file.id) : null,
    release: releaseOf(story, file.receivedAt),
  }
}

/** The text of a file, record by record: a header, its lines, and a last record with their number unless it broke off. */
export function textOf(story: Story, names: Names, file: Delivery): string[] {
  const { header, line, end } = names.records
  const isOld = story.plan === 'two systems'
  const separator = isOld ? '|' : ';'
  const type = (isOld ? names.oldTypes : names.types)[file.type]
  const record = (...fields: readonly SqlValue[]): string => fields.join(separator)
  return [
    record(header, type, file.sender.code, file.lane, sayDay(file.day)),
    ...file.lines.map(({ number, at, party, good, quantity }) =>
      record(line, number, sayMinute(at).slice(11), party, good.code, quantity, good.price * quantity),
    ),
    ...(file.broken ? [] : [record(end, file.announced)]),
  ]
}

/** The log: one row for every file. */
export function fileTable(random: Random, story: Story, names: Names): TableSpec {
  const { level, deliveries, trade } = story
  const withRows = new Set([...story.seen.rows.values()].map(({ file }) => file))
  return buildTable(random, names.files, {
    columns: fileColumns(story).map((column) => ({ column, type: fileTypes[column] })),
    rows: deliveries.map((file) => fileCells(story, names, file, withRows)),
    comment: level >= 4 ? undefined : `one row for every ${trade.file_import.nouns.file} that came in`,
  })
}
