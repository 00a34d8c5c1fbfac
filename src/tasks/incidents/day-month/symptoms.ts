import type { Random } from '../../../kit/random.ts'
import { dayOf, sayDay } from '../../worlds/time.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import { planUnder, rowsUnder } from './settle.ts'
import type { PromiseRow, Story } from './business.ts'

/** What somebody noticed. */
export interface Noticed {
  /** Rows that happened later than today, and one of them. */
  readonly later: number
  readonly row: PromiseRow
  readonly due: PromiseRow
  /** A row whose second day is wrong, of which somebody knows the right one. */
  readonly second: PromiseRow
  readonly secondDue: PromiseRow
  /** A month of a partner's plan that cannot be. */
  readonly month: {
    readonly partner: string
    readonly month: string
    readonly seen: number
    readonly due: number
  } | null
}

/** Two things that somebody would notice. null: there are none. */
export function notice(random: Random, story: Story): Noticed | null {
  const today = dayOf(story.asOf)
  const due = new Map(rowsUnder(story).map((row) => [row.id, row]))
  const wrong = [...story.seen.values()].flatMap((row) => {
    const own = due.get(row.id)
    return own === undefined ? [] : [{ row, own }]
  })
  const later = wrong.filter(({ row }) => row.taken > today)
  const edited = new Set(story.edits.map(({ row }) => row))
  const seconds = random.shuffle(
    wrong.filter(({ row, own }) => row.due !== own.due && !row.isWithdrawn && !edited.has(row.id)),
  )
  const picked = random.shuffle(later).find(({ row }) => !row.isWithdrawn)
  const second = seconds.find(({ row }) => row.id !== picked?.row.id)
  if (later.length < 2 || later.length > 30 || picked === undefined || second === undefined) return null
  const noticed: Noticed = {
    ...{ later: later.length, row: picked.row, due: picked.own, second: second.row, secondDue: second.own },
    month: null,
  }
  if (story.level < 3) return noticed
  const [seen, right] = [planUnder(story, [...story.seen.values()]), planUnder(story, [...due.values()])]
  const fixed = new Set(story.handedOver.map(({ month }) => month))
  const months = seen
    .map((own, place) => ({
      partner: own.partner,
      month: own.month,
      seen: own.quantity,
      due: right[place]?.quantity ?? 0,
    }))
    .filter((own) => own.seen !== own.due && own.seen > 9 && !fixed.has(own.month))
  if (months.length === 0) return null
  return { ...noticed, month: random.pick(months) }
}

/** What was noticed as queries. */
export function symptomsOf(story: Story, { promises, plan }: Names, noticed: Noticed): Symptom[] {
  const { columns: c, table } = promises
  const today = sayDay(dayOf(story.asOf))
  const { later, row, due, second, secondDue, month } = noticed
  const list: Symptom[] = [
    {
      name: 'first days later than today',
      query: `SELECT count(*) FROM ${table} WHERE ${c.taken} > '${today}'`,
      ...{ before: [[later]], after: [[0]], quoted: [String(later)] },
    },
    {
      name: 'a row that has not happened yet',
      query: `SELECT ${c.taken} FROM ${table} WHERE ${c.id} = ${row.id}`,
      ...{ before: [[sayDay(row.taken)]], after: [[sayDay(due.taken)]], quoted: [sayDay(row.taken)] },
    },
  ]
  if (month === null)
    list.push({
      name: 'a second day that somebody knows better',
      query: `SELECT ${c.due} FROM ${table} WHERE ${c.id} = ${second.id}`,
      ...{ before: [[sayDay(second.due)]], after: [[sayDay(secondDue.due)]], quoted: [sayDay(second.due)] },
    })
  else
    list.push({
      name: `the plan of ${month.partner} for ${month.month}`,
      query: `SELECT ${plan.columns.quantity} FROM ${plan.table} WHERE ${plan.columns.partner} = '${month.partner}' AND ${plan.columns.month} = '${month.month}'`,
      ...{ before: [[month.seen]], after: [[month.due]], quoted: [String(month.seen)] },
    })
  return list
}
