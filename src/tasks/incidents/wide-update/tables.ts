/**
 * The tables of an instance: cases and what is added up from them, and the traces beside them.
 *
 * @module
 */
import type { TableSpec } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Random } from '../../../kit/random.ts'
import { buildTable, type ColumnPlan } from '../../worlds/build-table.ts'
import type { CaseColumn } from '../../worlds/stations/case-desk-trade.ts'
import type { CaseValues, DeskCase } from '../../worlds/stations/case-desk.ts'
import { dayOf, minuteOf, sayDay, sayMinute } from '../../worlds/time.ts'
import { journalTables } from './journal.ts'
import { loggedSaves } from './log-lines.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'
import { addUpCaseMonths, type CaseDay } from './totals.ts'

/** What the graded tables hold; all else is the same in seed and target. */
export interface Books {
  readonly values: ReadonlyMap<number, CaseValues>
  readonly days: readonly CaseDay[]
}

const text = 'TEXT NOT NULL'
const whole = 'INTEGER NOT NULL'
const key = 'INTEGER PRIMARY KEY'

export function caseCells(own: DeskCase, values: CaseValues): Record<CaseColumn, SqlValue> {
  return {
    id: own.id,
    openedAt: sayMinute(own.openedAt),
    sender: own.sender,
    good: own.good.code,
    ...values,
    settledAt: own.settledAt === null ? null : sayMinute(own.settledAt),
  }
}

const caseColumns: readonly ColumnPlan<CaseColumn>[] = [
  { column: 'id', type: key },
  { column: 'openedAt', type: text },
  { column: 'sender', type: text },
  { column: 'good', type: text },
  { column: 'reason', type: text },
  { column: 'handler', type: text },
  { column: 'fee', type: whole },
  { column: 'settledAt', type: 'TEXT' },
]

/** The tables that may have to change. */
export function gradedTables(random: Random, story: Story, names: Names, { values, days }: Books): TableSpec[] {
  const { level, cases, calendar } = story
  const table = buildTable(random, names.cases, {
    columns: caseColumns,
    rows: cases.map((own) => caseCells(own, values.get(own.id) ?? own.start)),
  })
  if (level <= 2) return [table]
  const builtAt = sayMinute(minuteOf(dayOf(calendar.asOf), 4, calendar.skew % 50))
  const byDay = buildTable(random, names.days, {
    columns: [
      { column: 'sender', type: text },
      { column: 'day', type: text },
      { column: 'cases', type: whole },
      { column: 'fees', type: whole },
      { column: 'builtAt', type: text },
    ],
    rows: days.map((own) => ({ ...own, day: sayDay(own.day), builtAt })),
    constraint: `PRIMARY KEY (${names.days.columns.sender}, ${names.days.columns.day})`,
  })
  if (level < 5) return [table, byDay]
  const byMonth = buildTable(random, names.months, {
    columns: [
      { column: 'sender', type: text },
      { column: 'month', type: text },
      { column: 'cases', type: whole },
      { column: 'fees', type: whole },
    ],
    rows: addUpCaseMonths(days).map((own) => ({ ...own })),
    constraint: `PRIMARY KEY (${names.months.columns.sender}, ${names.months.columns.month})`,
  })
  return [table, byDay, byMonth]
}

/** Log, copy, changes of many, lists: the same before and after. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { level, crew, senders, goods, plan } = story
  const staff = buildTable(random, names.staff, {
    columns: [
      { column: 'login', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: text },
    ],
    rows: [...crew.desk, crew.writer, crew.owner, crew.engineer].map(({ login, name }) => ({ login, name })),
  })
  const senderList = buildTable(random, names.senders, {
    columns: [
      { column: 'code', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: text },
      ...(plan === 'two programs' ? ([{ column: 'system', type: text }] as const) : []),
    ],
    rows: senders.map(({ code, name }) => ({ code, name, system: story.oldOnes.has(code) ? 'L4' : 'desk' })),
  })
  const goodList = buildTable(random, names.goods, {
    columns: [
      { column: 'code', type: 'TEXT PRIMARY KEY' },
      { column: 'name', type: text },
      { column: 'price', type: whole },
    ],
    rows: goods.map(({ code, name, price }) => ({ code, name, price })),
  })
  return [
    logTable(random, story, names),
    copyTable(random, story, names),
    runTable(random, story, names),
    ...[staff, senderList, goodList],
    ...(level >= 4 ? [periodTable(random, story, names)] : []),
    ...(plan === 'two programs' ? journalTables(random, story, names) : []),
  ]
}

/** What the words of the log stand for, as far as they occur. */
function tellWays({ level, trade: { case_desk: desk } }: Story, { via }: Names): string {
  const ways = [
    `${via.hand}: one at a time`,
    `${via.bulk}: many at one go`,
    `${via.undo}: last edit taken back`,
    ...(level >= 2 ? [`${via.job}: saved by ${desk.nouns.job}`] : []),
    ...(level >= 4 ? [`${via.repair}: put right by IT`] : []),
  ]
  return ways.join('; ')
}

function logTable(random: Random, story: Story, names: Names): TableSpec {
  const { via, cases } = names
  const list = loggedSaves(story)
  const columnOf = cases.columns
  if (story.plan === 'saves')
    return buildTable(random, names.saves, {
      columns: [
        { column: 'number', type: key },
        { column: 'at', type: text },
        { column: 'operator', type: text },
        { column: 'via', type: text, comment: tellWays(story, names) },
        { column: 'row', type: whole, comment: `${cases.columns.id} in ${cases.table}` },
        { column: 'changes', type: text, comment: 'JSON: for each field what it was and what it became' },
      ],
      rows: list.map(({ changes, numbers, shownAt, ...save }) => ({
        ...{ number: numbers[0] as number, at: sayMinute(shownAt), operator: save.operator, via: via[save.via] },
        row: save.row,
        changes: JSON.stringify(
          Object.fromEntries(changes.map(({ field, old, new: value }) => [columnOf[field], [old, value]])),
        ),
      })),
    })
  return buildTable(random, names.entries, {
    columns: [
      { column: 'number', type: key },
      { column: 'at', type: text },
      { column: 'operator', type: text },
      { column: 'via', type: text, comment: tellWays(story, names) },
      { column: 'row', type: whole, comment: `${cases.columns.id} in ${cases.table}` },
      { column: 'column', type: text },
      { column: 'old', type: text },
      { column: 'new', type: text },
    ],
    rows: list.flatMap(({ changes, numbers, shownAt, ...save }) =>
      changes.map(({ field, old, new: value }, place) => ({
        ...{ number: numbers[place] as number, at: sayMinute(shownAt), operator: save.operator, via: via[save.via] },
        ...{ row: save.row, column: columnOf[field], old: String(old), new: String(value) },
      })),
    ),
  })
}

/** Cases that were open in the night before. */
export const copiedCases = ({ cases, calendar }: Story): DeskCase[] =>
  cases.filter(
    ({ openedAt, settledAt }) => openedAt < calendar.copyAt && (settledAt === null || settledAt > calendar.copyAt),
  )

function copyTable(random: Random, story: Story, names: Names): TableSpec {
  const { copied, copyAfter, calendar, oldOnes } = story
  return buildTable(random, names.copy, {
    columns: [
      { column: 'id', type: key },
      { column: 'handler', type: text },
      { column: 'fee', type: whole },
      { column: 'copiedAt', type: text },
      { column: 'afterEntry', type: whole },
    ],
    rows: copiedCases(story).map(({ id, start, sender }) => {
      const { handler, fee } = copied.get(id) ?? start
      const afterEntry = oldOnes.has(sender) ? copyAfter.old : copyAfter.fresh
      return { id, handler, fee, copiedAt: sayMinute(calendar.copyAt), afterEntry }
    }),
    comment: `${names.cases.table} as it was, open ones only`,
  })
}

function runTable(random: Random, { runs, plan, trade }: Story, names: Names): TableSpec {
  return buildTable(random, names.runs, {
    columns: [
      { column: 'id', type: key },
      { column: 'at', type: text },
      { column: 'operator', type: text },
      { column: 'first', type: whole },
      { column: 'last', type: whole },
      { column: 'count', type: whole },
    ],
    rows: runs.map(({ id, at, operator, first, last, count }) => ({
      ...{ id, at: sayMinute(at), operator, first, last, count },
    })),
    comment:
      plan === 'two programs'
        ? `changes of many ${trade.case_desk.nouns.cases}, a line for each program with numbers of its own log`
        : `changes of many ${trade.case_desk.nouns.cases} at one go`,
  })
}

function periodTable(random: Random, { closed, crew }: Story, names: Names): TableSpec {
  return buildTable(random, names.periods, {
    columns: [
      { column: 'month', type: 'TEXT PRIMARY KEY' },
      { column: 'closedAt', type: text },
      { column: 'closedBy', type: text },
    ],
    rows: closed.map(({ month, closedAt }) => ({ month, closedAt: sayMinute(closedAt), closedBy: crew.owner.login })),
  })
}
