/**
 * What people and the import wrote into single rows: rows that refer to others, changes by hand, and the log of both.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Good, Person } from '../../worlds/business.ts'
import type { CoreRow, Delivery } from '../../worlds/stations/file-import.ts'
import type { FileRule } from '../../worlds/stations/file-rule.ts'
import type { ImportRun, Replacement } from '../../worlds/stations/import-run.ts'
import { type ChildRow, drawChildren, drawEdits, type Edit } from '../../worlds/stations/manual-tool.ts'
import { dayOf } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'
import { corrections, type Pair, type Trade, truthOf } from './readings.ts'

/** An entry of the change log. */
export interface LogEntry {
  readonly number: number
  readonly at: number
  readonly operator: string
  readonly row: number
  readonly column: 'party' | Replacement['column']
  readonly old: string
  readonly new: string
}

export interface Handwork {
  readonly children: readonly ChildRow[]
  readonly belongs: ReadonlyMap<number, number | null>
  readonly edits: readonly Edit[]
  /** The same on the rows that the import should have left. */
  readonly dueEdits: readonly Edit[]
  readonly log: readonly LogEntry[]
}

/** As the log calls the import. */
const importer = 'import'

/** A line by what it is in every run. */
export const lineName = (row: CoreRow): string => `${row.sender}/${row.lane}/${dayOf(row.at)}/${row.line}`

export function drawHandwork(
  random: Random,
  input: {
    readonly trade: Trade
    readonly level: IncidentLevel
    readonly rule: FileRule
    readonly goods: readonly Good[]
    readonly deliveries: readonly Delivery[]
    readonly pairs: readonly Pair[]
    readonly seen: ImportRun
    readonly due: ImportRun
    readonly operators: readonly Person[]
    readonly until: number
  },
): Handwork {
  const { trade, level, rule, goods, deliveries, pairs, seen, due, operators, until } = input
  if (level === 1) return { children: [], belongs: new Map(), edits: [], dueEdits: [], log: [] }
  const receivedAt = new Map(deliveries.map((delivery) => [delivery.id, delivery.receivedAt]))
  const visibleFrom = (row: CoreRow): number => receivedAt.get(row.file) ?? row.at
  const work = { operators, until }
  const { entered, belongs } = drawChildren(random, {
    ...{ ...work, trade: trade.manual_tool, seen, due, visibleFrom, nameOf: lineName },
    chance: (rows) => (rows.length > 1 ? 0 : 7),
    cancelled: { lines: cancelledLines(pairs, rule), chance: 20 },
    even: { share: level === 2 ? 0.6 : 0.4, groupOf: (row) => `${row.sender}/${row.lane}/${dayOf(row.at)}` },
  })
  if (level === 2) return { children: entered, belongs, edits: [], dueEdits: [], log: [] }
  const paired = new Set(pairs.flatMap(({ first, second }) => [first.id, second.id]))
  const dueByLine = new Map([...due.rows.values()].map((row) => [lineName(row), row]))
  const lastSeen = new Map<string, number>()
  const byLine = new Map<string, CoreRow[]>()
  for (const row of seen.rows.values()) {
    const line = lineName(row)
    lastSeen.set(line, Math.max(lastSeen.get(line) ?? 0, visibleFrom(row)))
    if (!paired.has(row.file)) continue
    const rows = byLine.get(line)
    if (rows === undefined) byLine.set(line, [row])
    else rows.push(row)
  }
  const single = [...seen.rows.values()].filter(
    (row) => due.rows.has(row.id) && !paired.has(row.file) && row.party !== '-',
  )
  // Somebody who changes a line that shows twice takes one of its rows, every other time one that has to go.
  const double = [...byLine].flatMap(([line, rows]) => {
    const right = dueByLine.get(line)
    const shown = rows.filter(({ party }) => party !== '-')
    if (rows.length < 2 || shown.length === 0 || right === undefined || right.quantity === 0) return []
    const going = shown.filter(({ id }) => id !== right.id)
    return going.length === 0 ? [] : [{ shown, going }]
  })
  const edits = drawEdits(random, {
    ...work,
    rows: [
      ...random.sample(single, 4 + 3 * level),
      ...random
        .sample(double, 2 * level - 1)
        .map(({ shown, going }, place) => random.pick(place % 2 === 0 ? going : shown)),
    ],
    visibleFrom: (row) => lastSeen.get(lineName(row)) ?? row.at,
    newParty: () => anotherParty(random, trade, goods),
  })
  const dueEdits = edits.flatMap((edit): Edit[] => {
    const row = seen.rows.get(edit.row)
    const right = row === undefined ? undefined : dueByLine.get(lineName(row))
    return right === undefined ? [] : [{ ...edit, row: right.id }]
  })
  return { children: entered, belongs, edits, dueEdits, log: logOf(random, edits, seen.replacements) }
}

/** Whoever a line is booked on by hand: never nobody. */
function anotherParty(random: Random, trade: Trade, goods: readonly Good[]): string {
  for (;;) {
    const { party } = trade.file_import.drawLine(random, goods)
    if (party !== '-') return party
  }
}

/** Lines that a correction took back. */
function cancelledLines(pairs: readonly Pair[], rule: FileRule): Set<string> {
  const lines = new Set<string>()
  for (const pair of pairs) {
    if (!corrections.has(truthOf(pair, rule))) continue
    const { sender, lane, day, lines: named } = pair.second
    for (const { number, quantity } of named) if (quantity === 0) lines.add(`${sender.code}/${lane}/${day}/${number}`)
  }
  return lines
}

function logOf(random: Random, edits: readonly Edit[], replacements: readonly Replacement[]): LogEntry[] {
  const entries = [
    ...edits.map((edit) => ({ ...edit, column: 'party' as const })),
    ...replacements.map((own) => ({ ...own, operator: importer })),
  ].toSorted((left, right) => left.at - right.at)
  let number = random.int(900, 9000)
  return entries.map((entry) => Object.assign(entry, { number: (number += random.int(1, 5)) }))
}

/** Rows with what people changed in them. */
export function withEdits(rows: ReadonlyMap<number, CoreRow>, edits: readonly Edit[]): Map<number, CoreRow> {
  const changed = new Map(rows)
  for (const edit of edits) {
    const row = changed.get(edit.row)
    if (row !== undefined)
      changed.set(edit.row, { ...row, party: edit.new, changedAt: Math.max(edit.at, row.changedAt ?? 0) })
  }
  return changed
}
