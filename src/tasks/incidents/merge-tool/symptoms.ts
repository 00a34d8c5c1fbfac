import type { Random } from '../../../kit/random.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import { booksUnder } from './settle.ts'
import type { Case } from './register.ts'
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
  const byRecord = new Map<number, Case[]>()
  for (const own of random.shuffle(story.cases)) {
    const record = own.plan.kind === 'undone' ? (own.path[0] as number) : (own.path.at(-1) as number)
    byRecord.set(record, [...(byRecord.get(record) ?? []), own])
  }
  const candidates = [...byRecord].flatMap(([record, cases]) => {
    const [shown, right, name] = [seen.get(record), due.get(record), names.get(record) ?? null]
    if (shown === undefined || right === undefined || name === null) return []
    if (shown.children === 0 || right.children === 0 || shown.total === right.total) return []
    const isPlain = cases.every(({ plan }) => plan.kind === 'next')
    const isStranded = cases.every(({ plan }) => plan.isStranded)
    return [{ record, name, shown, due: right, isPlain, isStranded, isUndone: cases[0]?.plan.kind === 'undone' }]
  })
  // What is set right by a hasty repair as well is what people notice first: most cases are plain.
  const one =
    candidates.find(({ isPlain, isStranded }) => isPlain && !isStranded) ?? candidates.find(({ isPlain }) => isPlain)
  const others = candidates.filter(({ record }) => record !== one?.record)
  const two =
    (random.percent(70)
      ? others.find(({ isPlain, isStranded, isUndone }) => (isPlain && isStranded) || isUndone)
      : undefined) ?? others[0]
  if (one === undefined || two === undefined) return null
  const [first, second] = random.percent(50) ? [one, two] : [two, one]
  return first.shown.children === first.due.children ? null : [first, second]
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
