/**
 * The rules read once more, from what the papers say, without a look at oracles or target: what the graded tables have to
 * hold.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { DueTables } from '../accepts.ts'
import type { House, Order } from './house.ts'
import type { Leg } from './legs.ts'
import type { Names } from './names.ts'
import type { DayMonthPlan } from './sketch.ts'

type Row = Record<string, SqlValue>

export interface Read {
  readonly plan: DayMonthPlan
  readonly level: number
  readonly house: House
  /** What papers tell of partners; nothing from level 4 on. */
  readonly legs: readonly Leg[]
  /** The version that read days its own way, and when each machine had it, as far as papers tell. */
  readonly version: string
  readonly times: Readonly<Record<string, readonly [from: string, until: string]>>
  /** The days of the accident, `YYYY-MM-DD`: the first, and the first one after it. */
  readonly from: string
  readonly until: string
  readonly tolerance: number
}

const rowsOf = (seed: DatabaseContent, name: string): Row[] => {
  const table = seed.tables.get(name.toLowerCase())
  return table === undefined ? [] : toRecords(table)
}
const text = (value: SqlValue | undefined): string => (value == null ? '' : String(value))
const dayCount = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const sayCount = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
const isDay = (day: string): boolean => !Number.isNaN(dayCount(day)) && sayCount(dayCount(day)) === day
const turned = (day: string): string => [day.slice(0, 4), day.slice(8), day.slice(5, 7)].join('-')

/** A text as a day, by an order. */
function readAs(written: string, order: Order): string {
  const parts = written.split('/')
  if (parts.length !== 3) return written
  const [one = '', two = '', year = ''] = parts
  return order === 'dm' ? `${year}-${two}-${one}` : `${year}-${one}-${two}`
}

/** A file as log and papers tell it. */
interface HeardFile {
  readonly partner: string
  readonly came: string
  readonly isStruck: boolean
  first: boolean
  second: boolean
}

interface Waiting {
  readonly row: number
  readonly file: number
  readonly line: number
  readonly number: number
  readonly taken: string
  readonly due: string
  readonly good: string
  readonly quantity: number
}

/** Files by their number, with what was misread of each. */
function hearFiles(seed: DatabaseContent, names: Names, read: Read, rows: readonly Row[]): Map<number, HeardFile> {
  const { level, plan, legs } = read
  const { files, oldFiles, promises } = names
  const [f, c] = [files.columns, promises.columns]
  const heard = new Map<number, HeardFile>()
  if (level === 1) {
    for (const row of rows) {
      const file = Number(row[c.file])
      const leg = legs.find((own) => own.partner === row[c.partner] && file >= own.fromFile && file <= own.untilFile)
      const isStruck = row[f.release] === read.version
      heard.set(file, {
        ...{ partner: text(row[c.partner]), came: '', isStruck },
        ...{ first: isStruck && leg?.turnsTaken === true, second: isStruck && leg?.turnsDue === true },
      })
    }
    return heard
  }
  for (const row of rowsOf(seed, files.table)) {
    const [partner, came, loaded] = [text(row[f.partner]), text(row[f.receivedAt]).slice(0, 10), text(row[f.loadedAt])]
    const time = read.times[text(row[f.loader])]
    const isTold =
      plan === 'columns' ? row[f.release] === read.version : time !== undefined && loaded >= time[0] && loaded < time[1]
    const isStruck = level >= 4 ? came >= read.from && came < read.until : isTold
    const leg = legs.find((own) => own.partner === partner && came >= own.fromDay && came <= own.untilDay)
    heard.set(Number(row[f.id]), {
      ...{ partner, came, isStruck },
      ...{ first: isStruck && leg?.turnsTaken === true, second: isStruck && leg?.turnsDue === true },
    })
  }
  if (plan === 'two systems')
    for (const row of rowsOf(seed, oldFiles.table)) {
      const stamp = text(row[oldFiles.columns.received.toLowerCase()])
      const came = `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}`
      heard.set(Number(row[oldFiles.columns.id.toLowerCase()]), {
        ...{ partner: text(row[oldFiles.columns.partner.toLowerCase()]), came },
        ...{ isStruck: came >= read.from && came < read.until, first: false, second: false },
      })
    }
  if (level >= 4) judge(seed, names, read, rows, heard)
  return heard
}

/** From level 4 on: numbers tell of the first day, lead times of the second. */
function judge(
  seed: DatabaseContent,
  names: Names,
  read: Read,
  rows: readonly Row[],
  heard: ReadonlyMap<number, HeardFile>,
): void {
  const { promises, goods, changes } = names
  const c = promises.columns
  const leads = new Map(
    rowsOf(seed, goods.table).map((row) => [row[goods.columns.code], Number(row[goods.columns.lead])]),
  )
  const moved = new Set(
    rowsOf(seed, changes.table)
      .filter((row) => row[changes.columns.column] === c.due)
      .map((row) => Number(row[changes.columns.row])),
  )
  const calm = new Map<string, Row[]>()
  for (const row of rows) {
    if (heard.get(Number(row[c.file]))?.isStruck !== false) continue
    const partner = text(row[c.partner])
    calm.set(partner, [...(calm.get(partner) ?? []), row])
  }
  for (const row of rows) {
    const file = heard.get(Number(row[c.file]))
    if (file === undefined || !file.isStruck) continue
    const [number, taken, due] = [Number(row[c.number]), text(row[c.taken]), text(row[c.due])]
    file.first ||= (calm.get(file.partner) ?? []).some((own) => {
      const day = text(own[c.taken])
      return Number(own[c.number]) < number ? day > taken : day < taken
    })
    const wait = dayCount(due) - dayCount(file.came)
    file.second ||=
      !moved.has(Number(row[c.id])) && Math.abs(wait - (leads.get(row[c.good] ?? null) ?? 0)) > read.tolerance
  }
}

/** Lines that were refused for their days. */
function hearRefused(seed: DatabaseContent, names: Names, { plan }: Read): Waiting[] {
  const { refusals, raw, oldLines, reasons, oldReasons, marks, separator } = names
  const r = refusals.columns
  const lines = new Map(
    rowsOf(seed, raw.table).map((row) => [
      `${text(row[raw.columns.file])} ${text(row[raw.columns.line])}`,
      text(row[raw.columns.text]).split(separator),
    ]),
  )
  const waiting = rowsOf(seed, refusals.table)
    .filter((row) => row[r.reason] === reasons.day)
    .map((row): Waiting => {
      const [file, line] = [Number(row[r.file]), Number(row[r.line])]
      const fields =
        plan === 'records'
          ? (lines.get(`${file} ${line}`) ?? []).slice(1)
          : [r.number, r.taken, r.due, r.good, r.quantity].map((column) => text(row[column]))
      const [number = '', taken = '', due = '', good = '', quantity = ''] = fields
      return {
        row: Number(row[r.row]),
        file,
        line,
        number: Number(number),
        taken,
        due,
        good,
        quantity: Number(quantity),
      }
    })
  if (plan !== 'two systems') return waiting
  const l = oldLines.columns
  for (const row of rowsOf(seed, oldLines.table)) {
    if (row[l.code.toLowerCase()] !== oldReasons.day) continue
    const fields = new Map(
      text(row[l.text.toLowerCase()])
        .split('&')
        .map((field) => field.split('=') as [string, string]),
    )
    const get = (mark: keyof typeof marks): string => fields.get(marks[mark]) ?? ''
    waiting.push({
      ...{ row: Number(row[l.row.toLowerCase()]), file: Number(row[l.file.toLowerCase()]) },
      ...{ line: Number(row[l.line.toLowerCase()]), number: Number(get('number')), taken: get('taken') },
      ...{ due: get('due'), good: get('good'), quantity: Number(get('quantity')) },
    })
  }
  return waiting
}

/** What the tables have to hold. */
export function readDue(seed: DatabaseContent, names: Names, read: Read): DueTables {
  const { level, house } = read
  const { promises, changes, withdrawals, status } = names
  const c = promises.columns
  const rows = rowsOf(seed, promises.table)
  const heard = hearFiles(seed, names, read, rows)
  const edits = new Map(
    rowsOf(seed, changes.table)
      .filter((row) => row[changes.columns.column] === c.due)
      .map((row) => [Number(row[changes.columns.row]), row]),
  )
  const due = new Map<number, Row>()
  for (const row of rows) {
    const file = heard.get(Number(row[c.file]))
    const next: Row = { ...row }
    if (file?.first === true) next[c.taken] = turned(text(row[c.taken]))
    const edit = edits.get(Number(row[c.id]))
    if (file?.second === true && edit === undefined) next[c.due] = turned(text(row[c.due]))
    else if (file?.second === true && edit !== undefined && house.moved === 'moved again') {
      const [old, anew] = [text(edit[changes.columns.old]), text(edit[changes.columns.new])]
      next[c.due] = sayCount(dayCount(turned(old)) + dayCount(anew) - dayCount(old))
    }
    due.set(Number(row[c.id]), next)
  }
  if (level === 1) return new Map([[promises.table, [...due.values()]]])
  const keyOf = (partner: unknown, number: unknown): string => `${text(partner as SqlValue)}/${Number(number)}`
  const there = new Map(rows.map((row) => [keyOf(row[c.partner], row[c.number]), Number(row[c.id])]))
  const off = new Set(
    rowsOf(seed, withdrawals.table).map((row) =>
      keyOf(row[withdrawals.columns.partner], row[withdrawals.columns.number]),
    ),
  )
  for (const line of hearRefused(seed, names, read)) {
    const file = heard.get(line.file)
    if (file === undefined || !file.isStruck) continue
    const other: Order = house.region === 'dm' ? 'md' : 'dm'
    const taken = readAs(line.taken, file.first ? other : house.region)
    const promised = readAs(line.due, file.second ? other : house.region)
    const key = keyOf(file.partner, line.number)
    if (!isDay(taken) || !isDay(promised)) continue
    if (off.has(key) && house.withdrawn === 'left out') continue
    const later = there.get(key)
    if (later !== undefined) {
      if (house.again === 'later stays') continue
      due.delete(later)
    }
    due.set(line.row, {
      ...{ [c.id]: line.row, [c.partner]: file.partner, [c.number]: line.number, [c.taken]: taken, [c.due]: promised },
      ...{ [c.good]: line.good, [c.quantity]: line.quantity, [c.file]: line.file, [c.line]: line.line },
      [c.status]: off.has(key) ? status.withdrawn : status.open,
    })
  }
  const tables = new Map<string, Row[]>([[promises.table, [...due.values()]]])
  if (level >= 3) addUp(seed, names, level, [...due.values()], tables)
  return tables
}

/** The plan of open rows by month; months handed over stay; totals are the sum of the plan. */
function addUp(
  seed: DatabaseContent,
  names: Names,
  level: number,
  due: readonly Row[],
  tables: Map<string, Row[]>,
): void {
  const { promises, plan, totals, handedOver, status } = names
  const [c, p, t] = [promises.columns, plan.columns, totals.columns]
  const sums = new Map<string, { lines: number; quantity: number }>()
  for (const row of due) {
    if (row[c.status] !== status.open) continue
    const key = `${text(row[c.partner])} ${text(row[c.due]).slice(0, 7)}`
    const sum = sums.get(key) ?? { lines: 0, quantity: 0 }
    sums.set(key, { lines: sum.lines + 1, quantity: sum.quantity + Number(row[c.quantity]) })
  }
  const stays = new Set(level < 4 ? [] : rowsOf(seed, handedOver.table).map((row) => row[handedOver.columns.month]))
  const planned = rowsOf(seed, plan.table).map((row): Row => {
    if (stays.has(row[p.month] ?? null)) return row
    const { lines, quantity } = sums.get(`${text(row[p.partner])} ${text(row[p.month])}`) ?? { lines: 0, quantity: 0 }
    return { ...row, [p.lines]: lines, [p.quantity]: quantity }
  })
  tables.set(plan.table, planned)
  if (level < 5) return
  tables.set(
    totals.table,
    rowsOf(seed, totals.table).map((row) => {
      const own = planned.filter((other) => other[p.month] === row[t.month])
      const add = (column: string): number => own.reduce((sum, other) => sum + Number(other[column]), 0)
      return { ...row, [t.lines]: add(p.lines), [t.quantity]: add(p.quantity) }
    }),
  )
}
