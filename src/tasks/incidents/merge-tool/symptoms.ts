import type { Random } from '../../../kit/random.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import { booksUnder } from './settle.ts'
import type { Story } from './story.ts'
import { overviewOf } from './tables.ts'

/** A record at which somebody looked: what it shows and what it should show. */
export interface NoticedRecord {
  readonly record: number
  readonly name: string
  readonly shown: { readonly children: number; readonly total: number }
  readonly due: { readonly children: number; readonly total: number }
}

/** Two records that somebody would notice: one by the number of children, one by what they add up to. null: there are none. */
export function noticeRecords(random: Random, story: Story): readonly [NoticedRecord, NoticedRecord] | null {
  const sums = (children: Parameters<typeof overviewOf>[1]) =>
    new Map(overviewOf(story, children).map((own) => [own.record, own]))
  const [seen, due] = [sums([...story.seen.children.values()]), sums(booksUnder(story).children)]
  const names = new Map(story.records.map(({ id, name }) => [id, name]))
  const ends = new Set(random.shuffle(story.cases).map(({ path, plan }) => (plan.kind === 'undone' ? path[0] : path.at(-1))))
  const candidates = [...ends].flatMap((record = 0) => {
    const [shown, right, name] = [seen.get(record), due.get(record), names.get(record) ?? null]
    if (shown === undefined || right === undefined || name === null || right.children === 0 || shown.children === 0) return []
    return [{ record, name, shown, due: right }]
  })
  const first = candidates.find(({ shown, due: right }) => shown.children !== right.children)
  const second = candidates.find(
    ({ record, shown, due: right }) => record !== first?.record && shown.total !== right.total,
  )
  return first === undefined || second === undefined ? null : [first, second]
}

/** What the ticket says of both. */
export function figuresOf({ trade }: Story, [one, two]: readonly [NoticedRecord, NoticedRecord]) {
  const { child, children } = trade.nouns
  const count = (own: number): string => (own === 1 ? `1 ${child}` : `${own} ${children}`)
  return {
    ...{ shown: count(one.shown.children), true: String(one.due.children) },
    ...{ shown2: trade.tellValue(two.shown.total), true2: trade.tellValue(two.due.total) },
  }
}

/** The noticed records as queries. */
export function symptomsOf(story: Story, names: Names, noticed: readonly [NoticedRecord, NoticedRecord]): Symptom[] {
  const { children: kids, overview } = names
  const { columns: c } = kids
  const { columns: v } = overview
  const [one, two] = noticed
  const told = figuresOf(story, noticed)
  const of = (record: number, column: string, sum: string): string =>
    story.level >= 3
      ? `SELECT ${column} FROM ${overview.table} WHERE ${v.record} = ${record}`
      : `SELECT ${sum} FROM ${kids.table} WHERE ${c.owner} = ${record}`
  return [
    {
      name: `${story.trade.nouns.children} of ${one.record}`,
      query: of(one.record, v.children, 'count(*)'),
      ...{ before: [[one.shown.children]], after: [[one.due.children]], quoted: [told.shown, told.true] },
    },
    {
      name: `${story.trade.nouns.value} of ${two.record}`,
      query: of(two.record, v.total, `sum(${c.value})`),
      ...{ before: [[two.shown.total]], after: [[two.due.total]], quoted: [told.shown2, told.true2] },
    },
  ]
}
