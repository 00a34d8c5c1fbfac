/**
 * A log of changes to single cells: several terminals enter them, some never take effect, and the clocks are wrong.
 * What each terminal says of a cell is drawn first, then the entries that say it.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import { fromDay, toDay } from '../trades/calendar.ts'
import { gappedKeys } from '../trades/draws.ts'
import type { WorldRow } from '../trades/world.ts'
import type { AnnexTable, PlanContext } from './column-plan.ts'

/** The name of the log inside the scene. */
export const log = 'trail'

/** What the log of one instance calls things. */
export interface LogWords {
  readonly tellers: readonly string[]
  readonly stands: string
  readonly fails: readonly string[]
  readonly set: string
  readonly erase: string
  /** A table of the same lines in an older book. */
  readonly elsewhere: string
}

export function drawLogWords(random: Random): LogWords {
  const [stands = '', ...fails] = random
    .pick(['applied|rejected|rolled back', 'kept|refused|undone', 'ok|denied|backed out'])
    .split('|')
  const [set = '', erase = ''] = random
    .pick(['changed|erased', 'set|wiped', 'typed|blanked', 'put|taken out'])
    .split('|')
  return {
    tellers: random.sample(['kiosk', 'hotline', 'scanner', 'tablet', 'webform', 'counter', 'telex', 'backroom'], 3),
    stands,
    fails,
    set,
    erase,
    elsewhere: `{table}_${random.pick(['old', 'archive', 'copy', 'draft', 'trial'])}`,
  }
}

/** An entry of the log, by the names of the scene; without number and time. */
interface Entry {
  readonly table: string
  readonly column: string
  readonly line: SqlValue
  readonly teller: string
  readonly action: string
  readonly status: string
  readonly new: string | null
  old: string | null
  /** Its place in the order of numbers. */
  order: number
  /** The order in which clocks showed it: another one, since clocks were wrong. */
  clock: number
}

export interface LogPlan {
  readonly random: Random
  readonly words: LogWords
  /** Values as the column has them. */
  readonly draw: () => number
}

/** What each teller says of one cell: a number, or null where it was erased or never audited. */
export type Sayings = readonly (number | null)[]

function drawSayings({ random, words, draw }: LogPlan): Sayings {
  const said = new Set<number>()
  while (said.size < words.tellers.length) said.add(draw())
  const silent = random.percent(54) ? random.int(0, words.tellers.length - 1) : -1
  return [...said].map((value, place) => (place === silent ? null : value))
}

type CellOfLog = Pick<Entry, 'table' | 'column' | 'line' | 'teller'>

function makeEntry({ random, words }: LogPlan, cell: CellOfLog, value: number | null, stands: boolean): Entry {
  const order = random.int(0, 1_000_000_000)
  return {
    ...cell,
    action: value === null ? words.erase : words.set,
    status: stands ? words.stands : random.pick(words.fails),
    new: value === null ? null : String(value),
    old: null,
    order,
    clock: order,
  }
}

/** Entries of one teller about one cell, in order; the last that stands says `saying`. */
function entriesOf(plan: LogPlan, cell: CellOfLog, saying: number | null): Entry[] {
  const { random, draw, words } = plan
  const other = (): number | null => (random.percent(12) ? null : draw())
  const entries: Entry[] = []
  // Never audited: at most something that does not stand.
  if (saying !== null || random.percent(50)) {
    const before = random.percent(20) ? 0 : random.percent(65) ? 1 : 2
    for (let count = 0; count < before; count++) entries.push(makeEntry(plan, cell, other(), true))
    if (random.percent(15)) entries.push(makeEntry(plan, cell, other(), false))
    entries.push(makeEntry(plan, cell, saying, true))
  }
  if (random.percent(60)) entries.push(makeEntry(plan, cell, other(), false))
  return settleTimes(random, entries, words)
}

/** Numbers in order; in most cases the clocks put an earlier entry last, or at the same time as the last. */
function settleTimes(random: Random, entries: Entry[], { stands }: LogWords): Entry[] {
  const orders = entries.map(({ order }) => order).toSorted((left, right) => left - right)
  let current: string | null = null
  for (const [place, entry] of entries.entries()) {
    entry.order = orders[place] ?? 0
    entry.clock = entry.order
    entry.old = current
    if (entry.status === stands) current = entry.new
  }
  const standing = entries.filter(({ status }) => status === stands)
  const last = standing.pop()
  if (last !== undefined && standing.length > 0 && random.percent(90)) {
    const early = random.pick(standing)
    if (random.percent(14)) last.clock = early.clock
    else [last.clock, early.clock] = [early.clock, last.clock]
  }
  return entries
}

export interface DrawnLog {
  readonly rows: readonly WorldRow[]
  /** By the key of the line. */
  readonly sayings: ReadonlyMap<SqlValue, Sayings>
}

export function drawLog(context: PlanContext, plan: LogPlan): DrawnLog {
  const { world, place, rows } = context
  const { random, words } = plan
  const columns = world.tables.find(({ name }) => name === place.table)?.columns ?? []
  const key = columns[0]?.name ?? ''
  const others = columns.filter(({ role, name }) => name !== place.column && (role === 'money' || role === 'quantity'))
  const sayings = new Map<SqlValue, Sayings>()
  const entries: Entry[] = []
  for (const row of rows(place.table)) {
    const line = row[key] ?? null
    const own = drawSayings(plan)
    sayings.set(line, own)
    const [elsewhere, beside] = [random.percent(30), random.percent(30)]
    const { name: other } = random.pick(others)
    for (const [index, saying] of own.entries()) {
      const cell = { table: '{table}', column: '{column}', line, teller: words.tellers[index] ?? '' }
      entries.push(...entriesOf(plan, cell, saying))
      const decoy = (of: Partial<CellOfLog>, value: number): void => {
        entries.push(makeEntry(plan, { ...cell, ...of }, value, random.percent(80)))
      }
      if (elsewhere) decoy({ table: words.elsewhere }, plan.draw())
      if (beside) decoy({ column: `{row.${other}}` }, random.percent(50) ? Number(row[other]) : plan.draw())
    }
  }
  const numbers = gappedKeys(random, entries.length, random.int(1, 900))
  const clocks = entries.map(({ clock }) => clock).toSorted((left, right) => left - right)
  const ranks = new Map(clocks.map((clock, rank) => [clock, rank]))
  const start = toDay('2025-03-01') + random.int(0, 60)
  const time = (rank: number): string => {
    // About a dozen an hour: equal times occur by themselves too.
    const minutes = Math.floor((rank * 5) / 2)
    const two = (value: number): string => String(value).padStart(2, '0')
    return `${fromDay(start + Math.floor(minutes / 600))} ${two(8 + (Math.floor(minutes / 60) % 10))}:${two(minutes % 60)}`
  }
  const logged = entries
    .toSorted((left, right) => left.order - right.order)
    .map(({ table, line, column, action, old, new: text, teller, status, clock }, index) => ({
      id: numbers[index] ?? 0,
      at: time(ranks.get(clock) ?? 0),
      table,
      line,
      column,
      action,
      old,
      new: text,
      teller,
      status,
    }))
  return { rows: logged, sayings }
}

export function logTable(rows: readonly WorldRow[]): AnnexTable {
  return {
    name: log,
    words: ['audit log', 'change log', 'edit history', 'change journal', 'audit trail', 'amendments', 'cell history'],
    meaning: 'changes of single cells',
    named: ['table', 'column'],
    columns: [
      { name: 'id', words: ['id', 'no', 'entry', 'audit id', 'seq'], type: 'INTEGER', meaning: 'number of the change' },
      { name: 'at', words: ['at', 'changed at', 'clock', 'logged at'], type: 'TEXT', meaning: 'time on the clock' },
      {
        name: 'table',
        words: ['table name', 'tab', 'in table', 'relation', 'book'],
        type: 'TEXT',
        meaning: 'table of the cell',
      },
      {
        name: 'line',
        words: ['row key', 'row id', 'record', 'line key', 'row number'],
        type: 'INTEGER',
        meaning: 'key of the line of the cell',
      },
      {
        name: 'column',
        words: ['column name', 'field', 'attribute', 'in column'],
        type: 'TEXT',
        meaning: 'column of the cell',
      },
      {
        name: 'action',
        words: ['action', 'operation', 'kind', 'what'],
        type: 'TEXT',
        meaning: 'what was done to the cell',
      },
      {
        name: 'old',
        words: ['old value', 'was', 'value before', 'previous'],
        type: 'TEXT',
        nullable: true,
        meaning: 'text before',
      },
      {
        name: 'new',
        words: ['new value', 'became', 'value after', 'now'],
        type: 'TEXT',
        nullable: true,
        meaning: 'text after',
      },
      {
        name: 'teller',
        words: ['terminal', 'typed at', 'entered via', 'device'],
        type: 'TEXT',
        meaning: 'terminal at which it was entered',
      },
      { name: 'status', words: ['status', 'state', 'outcome', 'verdict'], type: 'TEXT', meaning: 'what became of it' },
    ],
    rows,
  }
}
