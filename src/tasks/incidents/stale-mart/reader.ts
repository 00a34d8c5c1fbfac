/**
 * Reads an instance as its papers say it is to be read, from the database alone, and works out what the marts should
 * hold. Knows neither the story's days nor the oracles.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Handling, Terms } from '../../worlds/stations/mart.ts'
import type { DueTables } from '../accepts.ts'
import type { Names } from './names.ts'
import type { Story } from './ground.ts'

/** What the papers say: terms, how releases count, late lines. */
export interface Papers {
  readonly level: number
  readonly plan: Story['plan']
  readonly member: 'good' | 'sender'
  readonly house: Pick<Story['house'], 'none' | 'rest' | 'late' | 'more' | 'terms'> & { readonly hasZeros: boolean }
  readonly handlings: ReadonlyMap<string, Handling>
}

type Row = Readonly<Record<string, SqlValue>>
interface LoggedRun {
  readonly version: string
  readonly began: string
  readonly days: readonly string[]
}

export function readDue(seed: DatabaseContent, names: Names, papers: Papers): DueTables {
  const rowsOf = (table: string): Row[] => {
    const content = seed.tables.get(table.toLowerCase())
    return content === undefined ? [] : toRecords(content)
  }
  const text = (row: Row, column: string): string => String(row[column.toLowerCase()] ?? '')
  const { level, house } = papers
  const { core, days, months, groups } = names
  const [k, d, m] = [core.columns, days.columns, months.columns]
  const lines = rowsOf(core.table).map((row) => ({
    ...{ day: text(row, k.at).slice(0, 10), member: text(row, k[papers.member]), received: text(row, k.receivedAt) },
    ...{ quantity: Number(text(row, k.quantity)), amount: Number(text(row, k.amount)) },
  }))
  const dayNames = [...new Set(lines.map(({ day }) => day))]
  const entries = readEntries(rowsOf, text, names)
  const closed = new Set(
    level < 4 ? [] : rowsOf(names.periods.table).map((row) => text(row, names.periods.columns.month)),
  )
  const termsOf = (day: string): Terms => {
    const found = house.terms.findLast(({ from }) => from <= day.slice(0, 7))
    if (found === undefined) throw new TypeError(`no terms for ${day}`)
    return found.terms
  }
  const runs = level === 1 ? [] : readRuns(rowsOf, text, names, papers, dayNames)
  const anew = new Map<string, string>()
  for (const day of dayNames) {
    if (level === 1) anew.set(day, '~')
    if (level === 1 || closed.has(day.slice(0, 7))) continue
    const run = runs
      .filter((own) => own.days.includes(day))
      .reduce((one, other) => (other.began > one.began ? other : one))
    const handling = papers.handlings.get(run.version) as Handling
    const terms = termsOf(day)
    const isRight = handling.unlisted === terms.unlisted && handling.list === terms.list
    if (!isRight || (handling.cutsLastDay && run.days.at(-1) === day))
      anew.set(day, house.late === 'all' ? '~' : run.began)
  }
  const kept = rowsOf(days.table).filter((row) => !anew.has(text(row, d.day)))
  const counted = new Map<string, { group: string; day: string; lines: number; quantity: number; amount: number }>()
  const cell = (group: string, day: string) => {
    const key = `${group}/${day}`
    let own = counted.get(key)
    if (own === undefined) counted.set(key, (own = { group, day, lines: 0, quantity: 0, amount: 0 }))
    return own
  }
  if (house.hasZeros)
    for (const day of anew.keys()) for (const row of rowsOf(groups.table)) cell(text(row, groups.columns.code), day)
  for (const line of lines) {
    const upTo = anew.get(line.day)
    if (upTo === undefined || line.received > upTo) continue
    const terms = termsOf(line.day)
    const own = entries.get(line.member) ?? []
    const entry = terms.list === 'newest' ? own.at(-1) : own.findLast(({ from }) => from <= line.day)
    const group = entry?.group ?? { out: null, own: house.none, rest: house.rest }[terms.unlisted]
    if (group === null) continue
    const into = cell(group, line.day)
    into.lines++
    into.quantity += line.quantity
    into.amount += line.amount
  }
  const lower = (column: string): string => column.toLowerCase()
  const dayRows: Row[] = [
    ...kept,
    ...[...counted].map(([key, own]) => ({
      ...{ [lower(d.key)]: key, [lower(d.group)]: own.group, [lower(d.day)]: own.day },
      ...{ [lower(d.lines)]: own.lines, [lower(d.quantity)]: own.quantity, [lower(d.amount)]: own.amount },
    })),
  ]
  if (level === 1) return new Map([[days.table, dayRows]])
  const byMonth = new Map<string, Row[]>()
  for (const row of dayRows) {
    const key = `${text(row, d.group)}/${text(row, d.day).slice(0, 7)}`
    byMonth.set(key, [...(byMonth.get(key) ?? []), row])
  }
  const monthRows = [...byMonth].map(([key, rows]): Row => {
    const sum = (column: string): number => rows.reduce((total, row) => total + Number(row[lower(column)]), 0)
    const [group = '', month = ''] = key.split('/')
    const best = Math.max(...rows.map((row) => Number(row[lower(d.amount)])))
    return {
      ...{ [lower(m.key)]: key, [lower(m.group)]: group, [lower(m.month)]: month, [lower(m.lines)]: sum(d.lines) },
      ...{ [lower(m.quantity)]: sum(d.quantity), [lower(m.amount)]: sum(d.amount) },
      [lower(m.more)]: house.more === 'days' ? rows.length : best,
    }
  })
  return new Map([
    [days.table, dayRows],
    [months.table, monthRows],
  ])
}

type RowsOf = (table: string) => Row[]
type TextOf = (row: Row, column: string) => string

/** Entries by member, in order. */
function readEntries(rowsOf: RowsOf, text: TextOf, { list, old, dictionary }: Names) {
  const entries = new Map<string, { group: string; from: string }[]>()
  const add = (member: string, group: string, from: string): void =>
    void entries.set(
      member,
      [...(entries.get(member) ?? []), { group, from }].toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    )
  for (const row of rowsOf(list.table))
    add(text(row, list.columns.member), text(row, list.columns.group), text(row, list.columns.from))
  const y = dictionary.columns
  const meanings = new Map(
    rowsOf(dictionary.table)
      .filter((row) => text(row, y.field) === old.columns.group)
      .map((row) => [text(row, y.code), text(row, y.meaning)]),
  )
  for (const row of rowsOf(old.table)) {
    const from = text(row, old.columns.from)
    const group = meanings.get(text(row, old.columns.group)) ?? ''
    add(text(row, old.columns.member), group, `${from.slice(0, 4)}-${from.slice(4, 6)}-${from.slice(6)}`)
  }
  return entries
}

function readRuns(rowsOf: RowsOf, text: TextOf, names: Names, { plan }: Papers, days: readonly string[]): LoggedRun[] {
  const { runs, events, status } = names
  if (plan === 'events')
    return rowsOf(events.table).flatMap((row): LoggedRun[] => {
      const event = JSON.parse(text(row, events.columns.payload)) as Record<string, string> & { days: string[] }
      return event['outcome'] === status.done
        ? [{ version: event['release'] ?? '', began: event['started'] ?? '', days: event.days }]
        : []
    })
  const r = runs.columns
  return rowsOf(runs.table)
    .filter((row) => text(row, r.status) === status.done)
    .map((row) => ({
      ...{ version: text(row, r.version), began: text(row, r.startedAt) },
      days: days.filter((day) => text(row, r.from) <= day && day <= text(row, r.until)).toSorted(),
    }))
}
