/**
 * The job as its releases ran it, in SQL that runs.
 *
 * @module
 */
import type { Handling } from '../../worlds/stations/mart.ts'
import type { Names } from './names.ts'
import type { Ground, Release } from './ground.ts'

const quote = (text: string): string => `'${text}'`

/** What the old list and the new one are called where they are read together. */
export const bothLists = 'all_members'

/** The statements of a release, with `:from_day` and `:until_day` for the days of a run. */
export function jobSql(ground: Ground, names: Names, { version, handling }: Release): string {
  const { core, days, list, groups } = names
  const { house, axis, trade, level } = ground
  const [k, d, l] = [core.columns, days.columns, list.columns]
  const member = k[axis.member]
  const day = `substr(k.${k.at}, 1, 10)`
  const group =
    handling.unlisted === 'out'
      ? `l.${l.group}`
      : `coalesce(l.${l.group}, ${quote(handling.unlisted === 'own' ? house.none : house.rest)})`
  const join = handling.unlisted === 'out' ? 'JOIN' : 'LEFT JOIN'
  const on = [`l.${l.member} = k.${member}`, ...entryCondition(handling, day, l)].join(' AND ')
  const window = handling.cutsLastDay
    ? house.cutHour === 0
      ? `k.${k.at} BETWEEN :from_day AND :until_day`
      : `k.${k.at} >= :from_day AND k.${k.at} < :until_day || ' ${house.cutHour}:00'`
    : `k.${k.at} >= :from_day AND k.${k.at} < date(:until_day, '+1 day')`
  const columns = [d.key, d.group, d.day, d.lines, d.quantity, d.amount].join(', ')
  const from = level === 5 ? bothLists : list.table
  return [
    `-- ${trade.nightly_job.mart.job} ${version}${level === 5 ? `; ${bothLists} has ${list.table} and ${names.old.table}` : ''}`,
    `DELETE FROM ${days.table} WHERE ${d.day} BETWEEN :from_day AND :until_day;`,
    `INSERT INTO ${days.table} (${columns})`,
    `SELECT ${group} || '/' || ${day}, ${group}, ${day}, count(*), sum(k.${k.quantity}), sum(k.${k.amount})`,
    `FROM ${core.table} k ${join} ${from} l ON ${on}`,
    `WHERE ${window}`,
    'GROUP BY 1, 2, 3;',
    ...(house.zeros.length === 0
      ? []
      : [
          `INSERT OR IGNORE INTO ${days.table} (${columns})`,
          `SELECT g.${groups.columns.code} || '/' || b.day, g.${groups.columns.code}, b.day, 0, 0, 0 FROM ${groups.table} g`,
          `CROSS JOIN (SELECT DISTINCT ${day} AS day FROM ${core.table} k WHERE ${window}) b;`,
        ]),
  ].join('\n')
}

function entryCondition(
  { list }: Pick<Handling, 'list'>,
  day: string,
  l: { readonly from: string; readonly until: string },
): string[] {
  if (list === 'both') return []
  if (list === 'newest') return [`l.${l.until} IS NULL`]
  return [`${day} >= l.${l.from}`, `(l.${l.until} IS NULL OR ${day} <= l.${l.until})`]
}
