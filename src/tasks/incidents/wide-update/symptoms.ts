import type { Random } from '../../../kit/random.ts'
import { dayOf, monthOf, sayDay, tellAmount } from '../../worlds/time.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'
import { addUp, caseDayKey } from './totals.ts'

/** Cases of a sender that were opened on a day: what they add up to and what they should. */
export interface NoticedDay {
  readonly sender: string
  readonly name: string
  readonly day: number
  readonly shown: number
  readonly due: number
}

/**
 * Two days that somebody would notice, of different senders: one whose cases nobody touched since the copy but the change
 * itself, so that any way of putting back makes its figure right, and one that takes more. null: there are none.
 */
export function noticeDays(random: Random, story: Story): readonly [NoticedDay, NoticedDay] | null {
  const { cases, seen, due, closed, calendar, saves, accident, senders } = story
  const months = new Set(closed.map(({ month }) => month))
  const right = new Map(addUp(cases, due).map((total) => [caseDayKey(total), total.fees]))
  const lately = new Map<number, typeof saves>()
  for (const save of saves)
    if (save.at >= calendar.copyAt) lately.set(save.row, [...(lately.get(save.row) ?? []), save])
  const byDay = new Map<string, (typeof cases)[number][]>()
  for (const own of cases) {
    const key = caseDayKey({ sender: own.sender, day: dayOf(own.openedAt) })
    byDay.set(key, [...(byDay.get(key) ?? []), own])
  }
  const candidates = addUp(cases, seen).flatMap((total) => {
    const key = caseDayKey(total)
    const fees = right.get(key) ?? 0
    if (fees === total.fees || months.has(monthOf(total.day))) return []
    const own = byDay.get(key) ?? []
    const touched = own.flatMap(({ id }) => lately.get(id) ?? [])
    const easy =
      touched.every(({ run, lost }) => run === accident.name && lost !== true) &&
      own.every(({ id }) => !story.hits.has(id) || due.get(id)?.fee !== seen.get(id)?.fee)
    const hard = own.some(({ id }) => story.hits.has(id) && due.get(id)?.fee === seen.get(id)?.fee)
    const name = senders.find(({ code }) => code === total.sender)?.name ?? total.sender
    return [{ sender: total.sender, name, day: total.day, shown: total.fees, due: fees, easy, hard }]
  })
  const first = random.shuffle(candidates.filter(({ easy }) => easy))[0]
  const others = random.shuffle(candidates.filter(({ sender, day }) => sender !== first?.sender && day !== first?.day))
  const second = others.find(({ hard }) => hard) ?? others.find(({ easy }) => !easy)
  if (first === undefined || second === undefined) return null
  return random.percent(50) ? [first, second] : [second, first]
}

/** The noticed days as queries. */
export function symptomsOf({ level }: Story, { cases, days }: Names, noticed: readonly NoticedDay[]): Symptom[] {
  return noticed.map(({ sender, name, day, shown, due }) => {
    const iso = sayDay(day)
    const [c, d] = [cases.columns, days.columns]
    const query =
      level >= 3
        ? `SELECT ${d.fees} FROM ${days.table} WHERE ${d.sender} = '${sender}' AND ${d.day} = '${iso}'`
        : `SELECT sum(${c.fee}) FROM ${cases.table} WHERE ${c.sender} = '${sender}' AND substr(${c.openedAt}, 1, 10) = '${iso}'`
    return {
      name: `${name} on ${iso}`,
      query,
      ...{ before: [[shown]], after: [[due]], quoted: [tellAmount(shown), tellAmount(due)] },
    }
  })
}
