/**
 * Wrong ways: priors, for which nothing but bookings and bills is looked at, and partial repairs, which leave one rule
 * out.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import type { Names } from './names.ts'
import { byWindow, type Flaw, sqlNames } from './oracles.ts'
import type { Story } from './story.ts'

/** Partial repairs by name, and where the rule that they ignore is there. */
const flaws: readonly (readonly [name: string, flaw: Flaw, applies: (story: Story) => boolean])[] = [
  ['what was answered left out of account', 'answers', () => true],
  ['late answers counted as answers', 'late answers', ({ plan }) => plan === 'payloads'],
  ['the wrong one kept where no call was acknowledged', 'order', () => true],
  ['equal amounts on a bill taken for one payment', 'references', () => true],
  ['vouchers told apart as another house does', 'another voucher', () => true],
  ['vouchers left as they are', 'vouchers', () => true],
  ['reversed bookings treated as another house does', 'reversed', () => true],
  ['payments with any reversal taken for settled', 'any reversal', () => true],
  ['bookings of closed months deleted', 'closed deleted', ({ level }) => level >= 3],
  ['closed months treated as another house does', 'closed otherwise', ({ level }) => level >= 3],
  ['papers of what goes left out of account', 'receipts', ({ level }) => level >= 2],
  ['calls of the old gateway left as they are', 'old gateway', ({ level }) => level >= 5],
]

const priorNames = [
  'of equal amounts on a bill the lowest id stays',
  'of equal amounts on a bill the highest id stays',
  'of equal amounts on a bill the first call stays',
  'of equal amounts on a bill the latest call stays',
  'of equal amounts on a bill and day the first call stays',
  'what is paid beyond the total goes, latest first',
  'what is paid beyond the total goes, first of equal ones first',
  'equal amounts that come later get a reversal',
] as const
export const webhookRetryPriors: readonly string[] = priorNames
export const webhookRetryPartials: readonly string[] = flaws.map(([name]) => name)

/** What a prior does to the bookings. */
function priorsOf(story: Story, names: Names): (readonly [name: string, queries: readonly string[]])[] {
  const { book, b, reversal } = sqlNames(names)
  const { table: bills, columns: t } = names.bills
  const keepOne = (pick: string, columns: string): string =>
    `DELETE FROM ${book} WHERE ${b.call} IS NOT NULL AND (${b.bill}, ${b.amount}, ${pick.replace(/^.*\((.*)\)$/, '$1')}) NOT IN
      (SELECT ${b.bill}, ${b.amount}, ${pick} FROM ${book} WHERE ${b.call} IS NOT NULL GROUP BY ${columns})`
  const equal = `${b.bill}, ${b.amount}`
  const beyond = (order: string): string[] => [
    `CREATE TEMP TABLE running AS SELECT k.${b.id} AS id, sum(k.${b.amount}) OVER (PARTITION BY k.${b.bill} ORDER BY ${order}) AS paid, t.${t.total} AS due
      FROM ${book} k JOIN ${bills} t ON t.${t.code} = k.${b.bill} WHERE k.${b.call} IS NOT NULL`,
    `DELETE FROM ${book} WHERE ${b.id} IN (SELECT id FROM running WHERE paid > due)`,
  ]
  const later = `SELECT k.${b.id} FROM ${book} k WHERE k.${b.call} IS NOT NULL AND EXISTS (SELECT 1 FROM ${book} o WHERE o.${b.bill} = k.${b.bill}
    AND o.${b.amount} = k.${b.amount} AND o.${b.call} < k.${b.call})`
  return [
    [priorNames[0], [keepOne(`min(${b.id})`, equal)]],
    [priorNames[1], [keepOne(`max(${b.id})`, equal)]],
    [priorNames[2], [keepOne(`min(${b.call})`, equal)]],
    [priorNames[3], [keepOne(`max(${b.call})`, equal)]],
    [
      priorNames[4],
      [
        `DELETE FROM ${book} WHERE ${b.call} IS NOT NULL AND ${b.call} NOT IN (SELECT min(${b.call}) FROM ${book} GROUP BY ${equal}, ${b.bookedOn})`,
      ],
    ],
    ...(story.level === 1
      ? []
      : ([
          [priorNames[5], beyond(`k.${b.call}`)],
          [priorNames[6], beyond(`k.${b.call} DESC`)],
        ] as const)),
    [
      priorNames[7],
      [
        `INSERT INTO ${book} (${b.bill}, ${b.kind}, ${b.amount}, ${b.bookedOn}, ${b.reverses})
          SELECT ${b.bill}, ${reversal}, -${b.amount}, date('now'), ${b.id} FROM ${book} WHERE ${b.id} IN (${later})`,
      ],
    ],
  ]
}

/** What somebody does afterwards who reads no paper: totals are added up anew. */
function addUpAnew({ level }: Story, names: Names): string[] {
  const { book, b, balances, l, months, m } = sqlNames(names)
  const statements: string[] = []
  if (level >= 3)
    statements.push(
      `UPDATE ${balances} SET ${l.bookings} = t.n, ${l.paid} = t.a FROM (SELECT ${b.bill} AS bill, count(*) AS n, sum(${b.amount}) AS a FROM ${book} GROUP BY 1) t
      WHERE t.bill = ${balances}.${l.bill}`,
    )
  if (level >= 5)
    statements.push(
      `UPDATE ${months} SET ${m.bookings} = t.n, ${m.amount} = t.a FROM (SELECT substr(${b.bookedOn}, 1, 7) AS month, ${b.kind} AS kind, count(*) AS n,
      sum(${b.amount}) AS a FROM ${book} GROUP BY 1, 2) t WHERE t.month = ${months}.${m.month} AND t.kind = ${months}.${m.kind}`,
    )
  return statements
}

/** Every wrong repair of an instance. */
export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  const priors = priorsOf(story, names).map(([name, queries]): WrongRepair => ({
    kind: 'prior',
    name,
    queries: [...queries, ...addUpAnew(story, names)],
  }))
  const partials = flaws
    .filter(([, , applies]) => applies(story))
    .map(([name, flaw]): WrongRepair => ({ kind: 'partial', name, queries: byWindow(story, names, flaw) }))
  return [...priors, ...partials]
}
