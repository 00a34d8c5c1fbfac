import type { CoreRow } from '../../worlds/stations/file-import.ts'
import { addUpDays, type DayTotal } from '../../worlds/stations/nightly-job.ts'
import { monthOf, sayDay, tellAmount } from '../../worlds/time.ts'
import type { Random } from '../../../kit/random.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import type { SecondFile } from '../../worlds/stations/file-import.ts'
import type { Pair } from './readings.ts'
import type { Story } from './story.ts'

/** A day of a sender at which somebody looked: what the house shows and what the sender says. */
export interface NoticedDay {
  readonly sender: string
  readonly name: string
  readonly day: number
  readonly shown: number
  readonly due: number
}

/** Second files that hold nothing new. */
const repeats: ReadonlySet<SecondFile> = new Set(['twin', 'cut first', 'cut second', 'swollen first', 'swollen second'])

/**
 * Two days that somebody would notice, of different senders: one where the lines of a file came again, so that any way of
 * throwing out copies makes its figure right, and one where it takes more. null: there are none.
 */
export function noticeDays(random: Random, story: Story): readonly [NoticedDay, NoticedDay] | null {
  const closed = new Set(story.closed.map(({ month }) => month))
  const totals = (rows: Iterable<CoreRow>): Map<string, DayTotal> =>
    new Map(addUpDays(rows).map((total) => [`${total.sender} ${total.day}`, total]))
  const [seen, due] = [totals(story.seen.rows.values()), totals(story.due.rows.values())]
  const candidates = [...seen].flatMap(([key, { sender, day, amount }]) => {
    const right = due.get(key)?.amount
    if (right === undefined || right === amount || closed.has(monthOf(day))) return []
    const own = story.pairs.filter(({ first }) => first.sender.code === sender && first.day === day)
    const equalRows = [...story.due.rows.values()].filter(
      (row) => row.sender === sender && Math.floor(row.at / 1440) === day,
    )
    const looks = new Set(
      equalRows.map((row) => JSON.stringify([row.lane, row.at, row.party, row.good.code, row.quantity])),
    )
    const isRepeat = ({ kind }: Pair): boolean => repeats.has(kind)
    const easy = own.every(isRepeat) && looks.size === equalRows.length
    const hard = own.some((pair) => !isRepeat(pair))
    const name = story.senders.find(({ code }) => code === sender)?.name ?? sender
    return [{ sender, name, day, shown: amount, due: right, easy, hard }]
  })
  const plain = candidates.filter(({ easy }) => easy)
  // A figure that is just twice the right one says too much.
  const unlike = plain.filter(({ shown, due: right }) => shown !== 2 * right)
  const first = random.pick(unlike.length > 0 ? unlike : plain.length > 0 ? plain : [undefined])
  const second = random.shuffle(candidates.filter(({ hard, sender }) => hard && sender !== first?.sender))[0]
  return first === undefined || second === undefined ? null : [first, second]
}

/** The noticed days as queries. */
export function symptomsOf(story: Story, names: Names, noticed: readonly NoticedDay[]): Symptom[] {
  const { core, days } = names
  return noticed.map(({ sender, name, day, shown, due }) => {
    const iso = sayDay(day)
    const query =
      story.level >= 3
        ? `SELECT ${days.columns.amount} FROM ${days.table} WHERE ${days.columns.sender} = '${sender}' AND ${days.columns.day} = '${iso}'`
        : `SELECT sum(${core.columns.amount}) FROM ${core.table} WHERE ${core.columns.sender} = '${sender}' AND substr(${core.columns.at}, 1, 10) = '${iso}'`
    return {
      name: `${name} on ${iso}`,
      query,
      before: [[shown]],
      after: [[due]],
      quoted: [tellAmount(shown), tellAmount(due)],
    }
  })
}
