import type { SqlValue } from '../../data/values.ts'
import { drawLog, drawLogWords, log, logTable } from './blocks/cell-log.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, Look, PlanContext, Question } from './blocks/column-plan.ts'
import { literal, type CellSql, type ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import { textOf, type ViewRow } from './blocks/table-view.ts'
import type { Family } from './family.ts'

const enteredAt: Setting = {
  name: 'entered_at',
  templates: [
    'changes typed at {} are the ones to go by',
    'believed is what was entered at {}',
    '{} has the last word',
  ],
}

/** A way to read the log: the right one, or with one rule left out. */
type LogReading = Readonly<
  Partial<Record<'anyTable' | 'anyColumn' | 'anyTeller' | 'anyStatus' | 'byTime' | 'noErasures', true>>
>

const indexes = new WeakMap<readonly ViewRow[], ReadonlyMap<SqlValue, readonly ViewRow[]>>()

/** The entries about a line, from an index that is made once a log. */
function entriesAbout(rows: readonly ViewRow[], line: SqlValue): readonly ViewRow[] {
  let index = indexes.get(rows)
  if (index === undefined) {
    const made = new Map<SqlValue, ViewRow[]>()
    for (const row of rows) {
      const entries = made.get(row['line'] ?? null)
      if (entries === undefined) made.set(row['line'] ?? null, [row])
      else entries.push(row)
    }
    indexes.set(rows, (index = made))
  }
  return index.get(line) ?? []
}

/** Whether `later` comes after `early`. */
function isAfter(later: ViewRow, early: ViewRow, byTime: boolean): boolean {
  const [now, was] = [textOf(later['at']), textOf(early['at'])]
  return byTime && now !== was ? now > was : Number(later['id']) > Number(early['id'])
}

function plan(context: PlanContext): ColumnPlan {
  const { random, world, place, rows, named } = context
  const words = drawLogWords(random)
  const key = world.tables.find(({ name }) => name === place.table)?.columns[0]?.name ?? ''
  const usual = rows(place.table).map((row) => Number(row[place.column]))
  const highest = Math.max(12, ...usual)
  const draw = (): number => (random.percent(40) ? random.pick(usual) : random.int(1, highest))
  const { rows: entries, sayings } = drawLog(context, { random, words, draw })
  const profiles = words.tellers.map((name): Params => ({ entered_at: name }))

  /** What the log says of the cell of a line. */
  const said = (look: Look, row: ViewRow, params: Params, reading: LogReading = {}): SqlValue => {
    const [table, ownColumn] = [named('{table}'), named('{column}')]
    let last: ViewRow | undefined
    for (const entry of entriesAbout(look(log), row[key] ?? null)) {
      const counts =
        (reading.anyTable === true || entry['table'] === table) &&
        (reading.anyColumn === true || entry['column'] === ownColumn) &&
        (reading.anyTeller === true || entry['teller'] === params['entered_at']) &&
        (reading.anyStatus === true || entry['status'] === words.stands) &&
        (reading.noErasures !== true || entry['action'] !== words.erase)
      if (counts && (last === undefined || isAfter(entry, last, reading.byTime === true))) last = entry
    }
    return typeof last?.['new'] === 'string' ? Number(last['new']) : null
  }

  const column = (cell: CellSql, name: string): string => `entry.${cell.columnOf(log, name)}`
  const conditions = (cell: CellSql, profile: number, reading: LogReading = {}): string =>
    [
      `${column(cell, 'line')} = ${cell.column(key)}`,
      ...(reading.anyTable ? [] : [`${column(cell, 'table')} = ${literal(named('{table}'))}`]),
      ...(reading.anyColumn ? [] : [`${column(cell, 'column')} = ${literal(named('{column}'))}`]),
      ...(reading.anyTeller ? [] : [`${column(cell, 'teller')} = ${literal(words.tellers[profile] ?? '')}`]),
      ...(reading.anyStatus ? [] : [`${column(cell, 'status')} = ${literal(words.stands)}`]),
      ...(reading.noErasures ? [`${column(cell, 'action')} = ${literal(words.set)}`] : []),
    ].join(' AND ')
  /** The newest entry that counts, its text as it is. */
  const newest = (cell: CellSql, profile: number, reading: LogReading = {}): string =>
    `(SELECT ${column(cell, 'new')} FROM ${cell.table(log)} AS entry WHERE ${conditions(cell, profile, reading)}
      ORDER BY ${reading.byTime ? `${column(cell, 'at')} DESC, ` : ''}${column(cell, 'id')} DESC LIMIT 1)`
  const ordered =
    (reading: LogReading = {}): ConvertSql =>
    (cell, profile) =>
      `coalesce(${cell.value}, CAST(${newest(cell, profile, reading)} AS INTEGER))`
  const highestNumber: ConvertSql = (cell, profile) =>
    `CASE WHEN ${cell.value} IS NULL THEN (SELECT 0 + entry.${cell.columnOf(log, 'new')} FROM ${cell.table(log)} AS entry
       WHERE ${column(cell, 'id')} = (SELECT max(${column(cell, 'id')}) FROM ${cell.table(log)} AS entry
         WHERE ${conditions(cell, profile)})) ELSE ${cell.value} END`
  const everywhere: ConvertSql = (cell, profile) => `coalesce(CAST(${newest(cell, profile)} AS INTEGER), ${cell.value})`

  const question = (name: string, topic: string, reading: LogReading): Question => ({
    name,
    topic,
    raised: ({ value, params, row }, look) =>
      value === null && said(look, row, params, reading) !== said(look, row, params),
    other: ordered(reading),
  })
  const [failed = '', undone = ''] = words.fails
  return {
    profiles,
    settings: [enteredAt],
    // The column takes what it is given, so that a text remains a text.
    type: '',
    typed: true,
    spoil: (_, row, params) => {
      const right = sayings.get(row[key] ?? null)?.[words.tellers.indexOf(params['entered_at'] ?? '')] ?? null
      return right === null ? null : { right, found: null }
    },
    settle: (draws, row) => {
      // NULL is refused where an entry counts; elsewhere it is as frequent as where one does.
      if (draws.percent(55)) return null
      const values = (sayings.get(row[key] ?? null) ?? []).filter((value) => value !== null)
      return draws.percent(40) ? draws.pick(values) : draw()
    },
    read: (value, params, row, look) => value ?? said(look, row, params),
    convert: [ordered(), highestNumber],
    statements: [
      {
        topic: 'changes',
        text: `{${log}} tells of changes to single cells: {${log}.table} and {${log}.column} name table and column of the cell,
          {${log}.line} is the {row.${key}} of its line, {${log}.old} what stood there before, {${log}.new} what stood there
          afterwards, {${log}.teller} where it was entered. Names and words are compared character by character; a table or column of another name is another
          one, also where its lines have the same numbers.`,
      },
      {
        topic: 'what holds',
        text: `A change stands where {${log}.status} is '${words.stands}'; one that is '${failed}' or '${undone}' never took
          effect. For a line only the changes count that stand and were entered where the rule of the line says. Where
          {column} is NULL, it becomes what the last change of that very cell that counts left there.`,
      },
      {
        topic: 'order of changes',
        text: `The last change is the one with the highest {${log}.id}. {${log}.at} is what the clock of a terminal
          showed; clocks were wrong and several changes have the same time, so it decides nothing.`,
      },
      {
        topic: 'emptied cells',
        text: `'${words.erase}' in {${log}.action} means that somebody emptied the cell on purpose: {${log}.new} is then NULL. Where that
          is the last change that counts, the cell stays NULL, whatever stood there before.`,
      },
      {
        topic: 'cells without a change',
        text: `A cell of which no change counts stays NULL too, whatever was entered elsewhere.`,
      },
      {
        topic: 'values that are there',
        text: `A value of {column} that is there is right and stays, also where {${log}} says something else.`,
      },
      {
        topic: 'kinds of values',
        text: `{${log}} keeps every value as text. {column} holds whole numbers, never texts: what is '40' there is the
          number 40 here.`,
      },
    ],
    annex: [logTable(entries)],
    questions: [
      question('changes of another table', 'changes', { anyTable: true }),
      question('changes of another column', 'changes', { anyColumn: true }),
      question('changes that never took effect', 'what holds', { anyStatus: true }),
      question('number and time disagree', 'order of changes', { byTime: true }),
      question('cells that were emptied', 'emptied cells', { noErasures: true }),
      {
        ...question('no change that counts', 'cells without a change', { anyTeller: true }),
        raised: ({ value, params, row }, look) =>
          value === null &&
          said(look, row, params, { noErasures: true }) === null &&
          said(look, row, params, { anyTeller: true }) !== null,
        other: (cell, profile) => {
          const [own, any] = [newest(cell, profile, { noErasures: true }), newest(cell, profile, { anyTeller: true })]
          return `coalesce(${cell.value}, CAST(iif(${own} IS NULL, ${any}, ${newest(cell, profile)}) AS INTEGER))`
        },
      },
      {
        name: 'values that are there and differ',
        topic: 'values that are there',
        raised: ({ value, params, row }, look) => {
          const saying = said(look, row, params)
          return value !== null && saying !== null && saying !== value
        },
        other: everywhere,
      },
      {
        name: 'texts or numbers',
        topic: 'kinds of values',
        raised: ({ value, params, row }, look) => value === null && said(look, row, params) !== null,
        other: (cell, profile) => `coalesce(${cell.value}, ${newest(cell, profile)})`,
      },
    ],
    exclusions: [
      {
        name: 'texts that are no whole number, and NULL without anybody having emptied the cell',
        holds: () =>
          entries.every(({ new: text, action }) =>
            action === words.erase ? text === null : /^\d+$/.test(textOf(text)),
          ),
      },
      {
        name: 'numbers of changes that repeat',
        holds: () => new Set(entries.map(({ id }) => id)).size === entries.length,
      },
      {
        name: 'words that are neither of those said',
        holds: () =>
          entries.every(
            ({ status, action }) =>
              [words.stands, ...words.fails].includes(textOf(status)) &&
              [words.set, words.erase].includes(textOf(action)),
          ),
      },
    ],
    misreadings: ([{ byTime: true }, { anyStatus: true }, { anyTeller: true }] as const).map(
      (reading: LogReading): ColumnPlan['read'] =>
        (value, params, row, look) =>
          value ?? said(look, row, params, reading),
    ),
    temptations: [
      { name: 'the latest by the clock', convert: ordered({ byTime: true }) },
      { name: 'whatever became of the change', convert: ordered({ anyStatus: true }) },
      { name: 'wherever it was entered', convert: ordered({ anyTeller: true }) },
    ],
  }
}

/** Cells that were lost and whose last audited value a log still has. */
export const auditNull: Family = defineColumnFamily({
  id: 'audit_null',
  version: 1,
  dimension: 'missing',
  summary:
    'Restore lost values from the audit log: the last entry that counts for the feed of the line, unless it erased.',
  jargon:
    /\b(NULL|missing|lost|empty|emptied|blank|gaps?|fill|audit(ed)? (log|trail|value)|audited|log|logged|erase[ds]?|restore)\b/i,
  fits: ({ role }) => role === 'money' || role === 'quantity',
  plan,
  complaints: [
    'Many cells of {column} in {table} lost their value; what was entered once is still on record.',
    'In {table} the column {column} has gaps since the disk was swapped.',
    'A good part of {column} in {table} is NULL although the changes were all written down.',
    'Somebody loaded {table} without half of its {column}.',
  ],
  symptoms: [
    'The sum over the {many} is far below the one that was signed in spring.',
    'The figures of the {many} no longer agree with the printouts of last month.',
    'Whoever adds up the {many} by sender gets less every week.',
    'The averages over all {many} jumped on the night when the disk was swapped.',
    'The revisors hold lists of the {many} whose figures nobody here can find any more.',
    'Some of the {many} count for nothing although people swear to have typed them.',
    'The chart of the {many} has holes that were not there before.',
    'Our totals of {many} and those on paper drift apart.',
  ],
})
