/**
 * What somebody noticed: a draft and an invoice that is out, each of which comes to another amount than the customer
 * reckons.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { tellAmount } from '../../worlds/time.ts'
import type { Symptom } from '../evidence.ts'
import { rightUnderstanding, writtenBy } from './books.ts'
import { type Names, numberOf } from './names.ts'
import { versionBy } from './orders.ts'
import { sqlNames } from './due-sql.ts'
import type { Invoice, Story } from './story.ts'

/** An invoice with what it comes to and what it should. */
export interface Noticed {
  readonly invoice: Invoice
  readonly shown: number
  readonly due: number
}

/** A draft and one that is out and asked for too much, both plain cases; null: there are none. */
export function noticeInvoices(random: Random, story: Story): readonly [Noticed, Noticed] | null {
  const { lines, differences } = writtenBy(story, rightUnderstanding(story))
  const laterOf = new Set(story.later.map(({ invoice }) => invoice.id))
  const isPlain = (invoice: Invoice): boolean =>
    invoice.isWrong &&
    invoice.current - invoice.version === 1 &&
    !laterOf.has(invoice.id) &&
    invoice.lines.every(({ agreed }) => agreed === undefined) &&
    versionBy({ ...invoice, times: invoice.order.times }, { day: 'ordered', zone: 'utc' }) === invoice.version
  const shownOf = (invoice: Invoice): number => invoice.lines.reduce((sum, { gross }) => sum + gross, 0)
  const plain = random.shuffle(story.invoices.filter(isPlain))
  const draft = plain.find(({ isDraft }) => isDraft)
  const out = plain.find(
    (own) => !own.isDraft && (differences.get(own.id)?.net ?? 0) < 0 && own.customer.code !== draft?.customer.code,
  )
  if (draft === undefined || out === undefined) return null
  const rightDraft = draft.lines.reduce((sum, line) => sum + (lines.get(line.id) ?? line).gross, 0)
  return [
    { invoice: draft, shown: shownOf(draft), due: rightDraft },
    { invoice: out, shown: shownOf(out), due: shownOf(out) + (differences.get(out.id)?.gross ?? 0) },
  ]
}

/** They as queries. */
export function symptomsOf(story: Story, names: Names, noticed: readonly Noticed[]): Symptom[] {
  const { entries, e } = sqlNames(story, names)
  const { words } = names
  const gross =
    story.rule.correction.form === 'two kinds, unsigned'
      ? `CASE WHEN ${e.kind} = '${words.less}' THEN -${e.gross} ELSE ${e.gross} END`
      : e.gross
  return noticed.map(({ invoice, shown, due }) => ({
    name: `what ${numberOf(words, invoice.number)} comes to`,
    query: `SELECT sum(${gross}) FROM ${entries} WHERE ${e.invoice} = ${invoice.id}`,
    ...{ before: [[shown]], after: [[due]], quoted: [tellAmount(shown), tellAmount(due)] },
  }))
}
