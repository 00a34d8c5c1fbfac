/**
 * What always holds at the desk, as queries that give the keys of what breaks it.
 *
 * @module
 */
import { dayOf, monthOf, sayDay } from '../../worlds/time.ts'
import type { Invariant, Relation, RowPlace, RowSelector } from '../evidence.ts'
import { loggedSaves } from './log-lines.ts'
import type { Names } from './names.ts'
import { wideRuns } from './oracles.ts'
import type { Story } from './story.ts'

/** The log by the names of its plan. */
const logOf = ({ plan }: Story, { entries, saves }: Names) =>
  plan === 'saves' ? { table: saves.table, ...saves.columns } : { table: entries.table, ...entries.columns }

export function invariantsOf(story: Story, names: Names): Invariant[] {
  const { level, trade } = story
  const { cases, copy, days, months, staff, senders, goods, periods } = names
  const [c, k, d, m] = [cases.columns, copy.columns, days.columns, months.columns]
  const log = logOf(story, names)
  const [low, high] = [Math.min(...trade.case_desk.fees), Math.max(...trade.case_desk.fees)]
  const core = (name: string, kind: Invariant['kind'], where: string): Invariant => ({
    ...{ name, kind, table: cases.table },
    query: `SELECT o.${c.id} FROM ${cases.table} o WHERE ${where}`,
  })
  const list: Invariant[] = [
    core('a plausible fee', 'range', `o.${c.fee} NOT BETWEEN ${low} AND ${high}`),
    core('a case ends after it was opened', 'order', `o.${c.settledAt} < o.${c.openedAt}`),
    core('somebody of the desk has it', 'reference', `o.${c.handler} NOT IN (SELECT ${staff.columns.login} FROM ${staff.table})`), // prettier-ignore
    core('of a known sender', 'reference', `o.${c.sender} NOT IN (SELECT ${senders.columns.code} FROM ${senders.table})`), // prettier-ignore
    core('of a known good', 'reference', `o.${c.good} NOT IN (SELECT ${goods.columns.code} FROM ${goods.table})`),
    {
      ...{ name: 'an entry is later than its case', kind: 'order', table: log.table },
      query: `SELECT e.${log.number} FROM ${log.table} e JOIN ${cases.table} o ON o.${c.id} = e.${log.row} WHERE e.${log.at} < o.${c.openedAt}`,
    },
    {
      ...{ name: 'what was copied was open', kind: 'order', table: copy.table },
      query: `SELECT n.${k.id} FROM ${copy.table} n JOIN ${cases.table} o ON o.${c.id} = n.${k.id} WHERE n.${k.copiedAt} < o.${c.openedAt} OR n.${k.copiedAt} > o.${c.settledAt}`,
    },
  ]
  if (endsEntries(story))
    list.push({
      ...{ name: 'nobody changes a case that has ended', kind: 'order', table: log.table },
      query: `SELECT e.${log.number} FROM ${log.table} e JOIN ${cases.table} o ON o.${c.id} = e.${log.row} WHERE e.${log.at} > o.${c.settledAt}`,
    })
  if (level < 3) return list
  const open = level >= 4 ? ` AND substr(t.${d.day}, 1, 7) NOT IN (SELECT ${periods.columns.month} FROM ${periods.table})` : '' // prettier-ignore
  list.push(
    {
      ...{ name: 'a day is the sum of its cases', kind: 'sum', table: days.table },
      query: `SELECT t.${d.sender}, t.${d.day} FROM ${days.table} t LEFT JOIN (SELECT ${c.sender} AS who, substr(${c.openedAt}, 1, 10) AS day,
          count(*) AS n, sum(${c.fee}) AS a FROM ${cases.table} GROUP BY 1, 2) x ON x.who = t.${d.sender} AND x.day = t.${d.day}
        WHERE (x.n IS NOT t.${d.cases} OR x.a IS NOT t.${d.fees})${open}`,
    },
    {
      ...{ name: 'a day is computed after it', kind: 'order', table: days.table },
      query: `SELECT t.${d.sender}, t.${d.day} FROM ${days.table} t WHERE t.${d.day} > substr(t.${d.builtAt}, 1, 10)`,
    },
    {
      ...{ name: 'plausible days', kind: 'range', table: days.table },
      query: `SELECT t.${d.sender}, t.${d.day} FROM ${days.table} t WHERE t.${d.cases} NOT BETWEEN 1 AND 200 OR t.${d.fees} NOT BETWEEN ${low} AND ${200 * high}`,
    },
  )
  if (level >= 5)
    list.push({
      ...{ name: 'a month is the sum of its days', kind: 'sum', table: months.table },
      query: `SELECT t.${m.sender}, t.${m.month} FROM ${months.table} t WHERE (SELECT sum(x.${d.fees}) FROM ${days.table} x WHERE x.${d.sender} = t.${m.sender}
        AND substr(x.${d.day}, 1, 7) = t.${m.month}) IS NOT t.${m.fees} OR (SELECT sum(x.${d.cases}) FROM ${days.table} x WHERE x.${d.sender} = t.${m.sender}
        AND substr(x.${d.day}, 1, 7) = t.${m.month}) IS NOT t.${m.cases}`,
    })
  return list
}

/** Whether no entry of the log is later than the end of its case: clocks that are off, or repairs, may say otherwise. */
function endsEntries(story: Story): boolean {
  const ends = new Map(story.cases.map(({ id, settledAt }) => [id, settledAt ?? Infinity]))
  return loggedSaves(story).every(({ row, shownAt }) => shownAt <= (ends.get(row) ?? Infinity))
}

/** Cases that the change hit, and what is added up from them. */
export function scopeOf({ hits, cases, level }: Story, names: Names): RowPlace[] {
  const own = cases.filter(({ id }) => hits.has(id))
  const scope = new Map<string, RowPlace>()
  const add = (table: string, ...key: readonly (string | number)[]): void =>
    void scope.set(JSON.stringify([table, key]), { table, key })
  for (const { id, sender, openedAt } of own) {
    add(names.cases.table, id)
    if (level >= 3) add(names.days.table, sender, sayDay(dayOf(openedAt)))
    if (level >= 5) add(names.months.table, sender, monthOf(dayOf(openedAt)))
  }
  return [...scope.values()]
}

/** Short ways to pick out what is wrong; each takes cases that stay as well. */
export function selectorsOf(story: Story, names: Names): RowSelector[] {
  const { accident, plan } = story
  const { cases, copy, runs } = names
  const [c, k, r] = [cases.columns, copy.columns, runs.columns]
  const log = logOf(story, names)
  const selector = (name: string, where: string): RowSelector => ({
    ...{ name, table: cases.table },
    query: `SELECT o.${c.id} FROM ${cases.table} o WHERE ${where}`,
  })
  const { fee, handler } = accident.request
  return [
    selector('cases with the fee of the change', `o.${c.fee} = ${fee}`),
    selector('cases with its handler', `o.${c.handler} = '${handler}'`),
    selector('cases with either', `o.${c.fee} = ${fee} OR o.${c.handler} = '${handler}'`),
    selector(
      'cases unlike their copy',
      `EXISTS (SELECT 1 FROM ${copy.table} n WHERE n.${k.id} = o.${c.id} AND (n.${k.fee} <> o.${c.fee} OR n.${k.handler} <> o.${c.handler}))`,
    ),
    selector(
      'cases in the entries of the change',
      `o.${c.id} IN (SELECT e.${log.row} FROM ${log.table} e, ${runs.table} r WHERE r.${r.id} = ${wideRuns(story).fresh} AND e.${log.number} BETWEEN r.${r.first} AND r.${r.last})`,
    ),
    ...(plan === 'two programs'
      ? []
      : [
          selector(
            'cases without an entry that show its fee',
            `o.${c.fee} = ${fee} AND o.${c.id} NOT IN (SELECT e.${log.row} FROM ${log.table} e)`,
          ),
        ]),
  ]
}

/** Which column holds keys of which table. */
export function relationsOf(story: Story, names: Names): Relation[] {
  const { cases, copy, staff, senders, goods } = names
  const log = logOf(story, names)
  const c = cases.columns
  return [
    { child: log.table, column: log.row, parent: cases.table, key: c.id },
    { child: copy.table, column: copy.columns.id, parent: cases.table, key: c.id },
    { child: cases.table, column: c.handler, parent: staff.table, key: staff.columns.login },
    { child: cases.table, column: c.sender, parent: senders.table, key: senders.columns.code },
    { child: cases.table, column: c.good, parent: goods.table, key: goods.columns.code },
  ]
}
