/** What can be held true of it, what always holds, and what somebody noticed. */
import { toTypedCell } from '../../../../src/data/values.ts'
import type { Random } from '../../../../src/kit/random.ts'
import type { Invariant, Symptom } from '../../../../src/tasks/incidents/evidence.ts'
import type { Hypotheses } from '../../../../src/tasks/incidents/hypotheses.ts'
import type { IncidentOptions } from '../../../../src/tasks/incidents/incident.ts'
import { firstNameOf } from '../../../../src/tasks/worlds/cast.ts'
import { minuteOf, sayDay, sayMinute, tellDay } from '../../../../src/tasks/worlds/time.ts'
import { reached, type Business, type Names } from './business.ts'

export function hypothesesOf(business: Business, names: Names, realise: Hypotheses['realise']): Hypotheses {
  const { team, supervisor } = business
  const known = new Map(reached(business).map((entry) => [String(entry.id), entry]))
  const logins = [...team, supervisor].map(({ login }) => login)
  return {
    components: [...known].map(([id, { kind, clerk }]) => ({
      ...{ id, global: false, kind, truth: clerk },
      options: logins.map((login) => ({
        id: login,
        state: [{ table: names.table, key: id, column: names.columns.operator, value: toTypedCell(login) }],
      })),
    })),
    constraints: [
      {
        ...{ form: 'option', id: 'a refund stays', carriers: ['ticket'] },
        allows: ({ id }, option) => known.get(id)?.kind !== 'refund' || option.id === known.get(id)?.signedIn,
      },
      {
        ...{ form: 'option', id: 'a sale belongs to whoever had the till', carriers: ['ticket', 'shifts'] },
        allows: ({ id }, option) => {
          const entry = known.get(id)
          if (entry?.kind !== 'sale') return true
          const shift = business.shifts.find(
            ({ till, begins, ends }) => till === entry.till && begins <= entry.at && entry.at < ends,
          )
          return option.id === (shift?.standIn ?? shift?.clerk)
        },
      },
    ],
    realise,
  }
}

export function invariantsOf(
  { table, columns }: Names,
  { supervisor }: Business,
  { world }: IncidentOptions,
): Invariant[] {
  const { low, high } = world.ranges['quantity'] ?? { low: 1, high: 1 }
  return [
    {
      ...{ name: 'a shift begins before it ends', kind: 'order', table: 'shift' },
      query: 'SELECT till, begins_at FROM shift WHERE begins_at >= ends_at',
    },
    {
      ...{ name: 'pieces of one entry', kind: 'range', table },
      query: `SELECT ${columns.id} FROM ${table} WHERE ${columns.quantity} NOT BETWEEN ${low} AND ${high}`,
    },
    {
      ...{ name: 'a known article', kind: 'reference', table },
      query: `SELECT ${columns.id} FROM ${table} WHERE ${columns.core} NOT IN (SELECT code FROM article)`,
    },
    {
      ...{ name: 'sales are entered by whoever has the till', kind: 'dependency', table },
      query: `SELECT e.${columns.id} FROM ${table} e JOIN shift s ON s.till = e.till AND e.${columns.at} >= s.begins_at AND e.${columns.at} < s.ends_at
        WHERE e.${columns.reason} = 'sale' AND e.${columns.operator} <> coalesce(s.stand_in, s.planned)`,
    },
    {
      ...{ name: 'refunds are entered by the supervisor', kind: 'dependency', table },
      query: `SELECT ${columns.id} FROM ${table} WHERE ${columns.reason} = 'refund' AND ${columns.operator} <> '${supervisor.login}'`,
    },
  ]
}

/** Somebody sees sales under a name whose owner had gone home. */
export function drawSymptom(random: Random, business: Business, { table, columns }: Names) {
  const { people, struck, shifts, till } = business
  const day = random.pick(struck)
  const [first, second] = shifts.filter((own) => own.till === till && own.day === day)
  const person = people.find(({ login }) => login === first?.clerk)
  if (first === undefined || second === undefined || person === undefined) throw new TypeError('a day without shifts')
  const from = sayMinute(second.begins)
  const late = reached(business).filter(({ at }) => at >= second.begins && at < minuteOf(day + 1, 0))
  const count = late.filter(({ signedIn }) => signedIn === person.login).length
  const symptom: Symptom = {
    name: 'sales after going home',
    query: `SELECT count(*) FROM ${table} WHERE ${columns.operator} = '${person.login}' AND ${columns.at} BETWEEN '${from}' AND '${sayDay(day)} 23:59'`,
    ...{ before: [[count]], after: [[0]], quoted: [`${count} sales`] },
  }
  return { symptom, who: firstNameOf(person), day: tellDay(day), hour: from.slice(11), count }
}
