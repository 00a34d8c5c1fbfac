/**
 * Two repairs in SQL, by different means. The first takes payloads apart into a list of calls and ranks it with a window;
 * the second gives every booking points and asks row by row which has more.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import type { PaymentRule } from '../../worlds/stations/payment-rule.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What SQL is written with: short names of the instance. */
export function sqlNames({
  bookings,
  receipts,
  balances,
  months,
  periods,
  calls,
  reports,
  old,
  keys,
  kinds,
  states,
  marks,
}: Names) {
  return {
    ...{ book: bookings.table, b: bookings.columns, papers: receipts.table, r: receipts.columns },
    ...{ balances: balances.table, l: balances.columns, months: months.table, m: months.columns },
    ...{ periods: periods.table, p: periods.columns, calls: calls.table, c: calls.columns },
    ...{ reports: reports.table, q: reports.columns, old: old.table, o: old.columns },
    ...{ keys, marks, reversal: quote(kinds.reversal), taken: quote(states['in time']) },
  }
}
type SqlNames = ReturnType<typeof sqlNames>

/** A rule that a partial repair leaves out. */
export type Flaw =
  | 'answers'
  | 'late answers'
  | 'order'
  | 'references'
  | 'another voucher'
  | 'vouchers'
  | 'reversed'
  | 'any reversal'
  | 'closed deleted'
  | 'closed otherwise'
  | 'receipts'
  | 'old gateway'

/** The value of a field in the old gateway's text. */
const fieldOf = (text: string, mark: string): string => {
  const from = `instr(${text}, '${mark}=') + ${mark.length + 1}`
  return `substr(${text}, ${from}, instr(substr(${text}, ${from}), ';') - 1)`
}

const otherVoucher = (vouchers: PaymentRule['vouchers']): PaymentRule['vouchers'] =>
  vouchers === 'moment' ? 'number' : 'moment'

/** How a voucher is known, given its fields. */
const voucherKey = (
  vouchers: PaymentRule['vouchers'],
  field: Readonly<Record<'bill' | 'amount' | 'moment' | 'voucher', string>>,
): string =>
  vouchers === 'moment'
    ? `'V/' || ${field.bill} || '/' || ${field.amount} || '/' || ${field.moment}`
    : `'V/' || ${field.bill} || '/' || ${field.voucher}`

/** Every call with the payment it is of and whether its answer was taken. */
function listCalls(story: Story, s: SqlNames, flaw?: Flaw): string[] {
  const { rule, plan, level } = story
  const { keys, c } = s
  const vouchers = flaw === 'another voucher' ? otherVoucher(rule.vouchers) : rule.vouchers
  const payload = `d.${c.payload}`
  const at = (key: string): string => `json_extract(${payload}, '$.${key}')`
  const voucher = voucherKey(vouchers, {
    bill: at(keys.bill),
    amount: at(keys.amount),
    moment: at(keys.occurredAt),
    voucher: at(keys.voucher),
  })
  const named = (reference: string, call: string, fields = voucher): string =>
    flaw === 'references'
      ? `NULL`
      : `coalesce('R/' || ${reference}, ${flaw === 'vouchers' ? `'C/' || ${call}` : fields})`
  const inTime =
    flaw === 'answers'
      ? '0'
      : flaw === 'late answers'
        ? `d.${c.answer} = 200`
        : `d.${c.answer} = 200 AND d.${c.answerMs} <= ${story.limitMs}`
  if (level === 1)
    return [
      `CREATE TEMP TABLE heard_call AS SELECT d.${s.b.call} AS call, d.${c.receivedAt} AS came, ${named(at(keys.reference), `d.${s.b.call}`)} AS payment,
        coalesce(${inTime}, 0) AS taken FROM ${s.book} d WHERE d.${s.b.call} IS NOT NULL`,
    ]
  if (plan === 'reports') {
    const state = `json_extract(k.value, '$.state')`
    return [
      `CREATE TEMP TABLE heard_call AS SELECT d.${c.id} AS call, d.${c.receivedAt} AS came,
        ${named(`json_extract(e.value, '$.${keys.reference}')`, `d.${c.id}`)} AS payment, ${flaw === 'answers' ? '0' : `${state} = ${s.taken}`} AS taken
      FROM ${s.reports} x, json_each(x.${s.q.body}, '$.payments') e, json_each(e.value, '$.calls') k
      JOIN ${s.calls} d ON d.${c.id} = json_extract(k.value, '$.call')`,
    ]
  }
  const list = [
    `CREATE TEMP TABLE heard_call AS SELECT d.${c.id} AS call, d.${c.receivedAt} AS came, ${named(at(keys.reference), `d.${c.id}`)} AS payment,
      coalesce(${inTime}, 0) AS taken FROM ${s.calls} d`,
  ]
  if (plan !== 'two gateways') return list
  const { o, marks } = s
  const text = `g.${o.text}`
  const field = (mark: keyof typeof marks): string => fieldOf(text, marks[mark])
  const oldVoucher = voucherKey(vouchers, {
    bill: field('bill'),
    amount: field('amount'),
    moment: field('moment'),
    voucher: field('voucher'),
  })
  if (flaw !== 'old gateway')
    list.push(
      `INSERT INTO heard_call SELECT g.${o.id}, g.${o.at}, ${named(`nullif(${field('reference')}, '')`, `g.${o.id}`, oldVoucher)},
        ${flaw === 'answers' ? '0' : `g.${o.code} = ${s.taken}`} FROM ${s.old} g`,
    )
  return list
}

/** The day on which a closed booking is reversed. */
const reversalDay = ({ rule }: Story, { periods, p }: SqlNames): string =>
  rule.closed === 'today' ? `date('now')` : `(SELECT date(max(${p.month}) || '-01', '+1 month') FROM ${periods})`

/** By a window over the calls of each payment. */
export function byWindow(story: Story, names: Names, flaw?: Flaw): string[] {
  const s = sqlNames(names)
  const { rule, level } = story
  const { b, r, l, m, p } = s
  const order = (rule.unanswered === 'first') === (flaw === 'order') ? 'DESC' : 'ASC'
  const decides = level >= 2 && rule.receipts === 'decide' && flaw !== 'receipts'
  const paper = decides ? `, k.${b.id} IN (SELECT z.${r.booking} FROM ${s.papers} z) AS paper` : ''
  const closed = `substr(day, 1, 7) IN (SELECT ${p.month} FROM ${s.periods})`
  const statements = [
    ...listCalls(story, s, flaw),
    `CREATE TEMP TABLE booked_call AS SELECT k.${b.id} AS id, k.${b.bookedOn} AS day, coalesce(h.payment, k.${b.bill} || '/' || k.${b.amount}) AS payment, h.taken, h.came,
      v.${b.id} AS undone${paper}
    FROM ${s.book} k JOIN heard_call h ON h.call = k.${b.call} LEFT JOIN ${s.book} v ON v.${b.reverses} = k.${b.id}`,
    `CREATE TEMP TABLE surplus_row AS SELECT id, day, undone, heir${flaw === 'any reversal' ? ', spoken' : ''} FROM (SELECT id, day, undone,
      first_value(id) OVER (PARTITION BY payment ORDER BY ${decides ? 'paper DESC, ' : ''}taken DESC, came ${order}) AS heir${
        flaw === 'any reversal' ? ', count(undone) OVER (PARTITION BY payment) AS spoken' : ''
      } FROM booked_call) WHERE id <> heir`,
  ]
  // A call of any reversal is taken for one that somebody has settled.
  if (flaw === 'any reversal') statements.push('DELETE FROM surplus_row WHERE spoken > 0 AND undone IS NULL')
  const stands = (rule.reversed === 'stand') !== (flaw === 'reversed')
  if (stands) statements.push('DELETE FROM surplus_row WHERE undone IS NOT NULL')
  else {
    if (level >= 3 && flaw !== 'closed deleted')
      statements.push(`DELETE FROM surplus_row WHERE undone IS NOT NULL AND ${closed}`)
    statements.push(`INSERT INTO surplus_row (id) SELECT undone FROM surplus_row WHERE undone IS NOT NULL`)
  }
  if (level >= 3 && flaw !== 'closed deleted') {
    if ((rule.closed !== 'stands') !== (flaw === 'closed otherwise'))
      statements.push(
        `INSERT INTO ${s.book} (${b.id}, ${b.bill}, ${b.kind}, ${b.amount}, ${b.bookedOn}, ${b.reverses})
        SELECT (SELECT max(${b.id}) FROM ${s.book}) + row_number() OVER (ORDER BY k.${b.id}), k.${b.bill}, ${s.reversal}, -k.${b.amount},
          ${reversalDay(story, s)}, k.${b.id} FROM ${s.book} k JOIN surplus_row u ON u.id = k.${b.id} WHERE ${closed}`,
      )
    statements.push(`DELETE FROM surplus_row WHERE ${closed}`)
  }
  if (level >= 2 && rule.receipts !== 'decide' && flaw !== 'receipts')
    statements.push(
      `UPDATE ${s.papers} SET ${r.booking} = ${rule.receipts === 'move' ? 'u.heir' : 'NULL'} FROM surplus_row u WHERE u.id = ${s.papers}.${r.booking}`,
    )
  statements.push(`DELETE FROM ${s.book} WHERE ${b.id} IN (SELECT id FROM surplus_row)`)
  if (level >= 3)
    statements.push(
      `UPDATE ${s.balances} SET (${l.bookings}, ${l.paid}) = (SELECT count(*), sum(k.${b.amount}) FROM ${s.book} k WHERE k.${b.bill} = ${s.balances}.${l.bill})
      WHERE ${l.bill} IN (SELECT k.${b.bill} FROM ${s.book} k JOIN booked_call e ON e.id = k.${b.id} WHERE e.payment IN (SELECT payment FROM booked_call GROUP BY payment HAVING count(*) > 1))`,
    )
  if (level >= 5)
    statements.push(
      `UPDATE ${s.months} SET ${m.bookings} = t.n, ${m.amount} = t.a FROM (SELECT substr(${b.bookedOn}, 1, 7) AS month, ${b.kind} AS kind, count(*) AS n,
        sum(${b.amount}) AS a FROM ${s.book} GROUP BY 1, 2) t WHERE t.month = ${s.months}.${m.month} AND t.kind = ${s.months}.${m.kind}`,
    )
  return statements
}

/** By points: who has more than all others of the payment stays. */
function byPoints(story: Story, names: Names): string[] {
  const s = sqlNames(names)
  const { rule, level, plan } = story
  const { b, r, l, m, p, c, o, keys, marks, q } = s
  const arrow = (key: string): string => `d.${c.payload} ->> '${key}'`
  const fields = {
    bill: arrow(keys.bill),
    amount: arrow(keys.amount),
    moment: arrow(keys.occurredAt),
    voucher: arrow(keys.voucher),
  }
  const join = (parts: readonly string[]): string => parts.map((part) => `(${part})`).join(` || ' ' || `)
  const voucher =
    rule.vouchers === 'moment' ? join([fields.bill, fields.amount, fields.moment]) : join([fields.bill, fields.voucher])
  const inTime = `iif(d.${c.answer} = 200 AND d.${c.answerMs} <= ${story.limitMs}, 1, 0)`
  const tally = `CREATE TEMP TABLE tally_row (booking INTEGER PRIMARY KEY, came TEXT, payment TEXT, points INTEGER, heir INTEGER)`
  const statements = [tally]
  if (level === 1)
    statements.push(
      `INSERT INTO tally_row SELECT d.${b.id}, d.${c.receivedAt}, ifnull(${arrow(keys.reference)}, ${voucher}), ${inTime}, NULL FROM ${s.book} d WHERE d.${c.payload} <> ''`,
    )
  else if (plan === 'reports')
    statements.push(
      `INSERT INTO tally_row SELECT k.${b.id}, d.${c.receivedAt},
        ifnull(json_extract(x.${q.body}, substr(t.path, 1, instr(t.path, '.calls') - 1) || '.${keys.reference}'), ${voucher}),
        (json_extract(x.${q.body}, t.path || '.state') = ${s.taken}), NULL
      FROM ${s.reports} x, json_tree(x.${q.body}) t, ${s.book} k, ${s.calls} d WHERE t.key = 'call' AND k.${b.call} = t.value AND d.${c.id} = t.value`,
    )
  else
    statements.push(
      `INSERT INTO tally_row SELECT k.${b.id}, d.${c.receivedAt}, ifnull(${arrow(keys.reference)}, ${voucher}), ${inTime}, NULL
      FROM ${s.book} k, ${s.calls} d WHERE k.${b.call} = d.${c.id}`,
    )
  if (plan === 'two gateways') {
    const text = `';' || g.${o.text}`
    const own = (mark: string): string =>
      `substr(${text}, instr(${text}, ';${mark}=') + ${mark.length + 2}, instr(substr(${text}, instr(${text}, ';${mark}=') + ${mark.length + 2}), ';') - 1)`
    const oldVoucher =
      rule.vouchers === 'moment'
        ? join([own(marks.bill), own(marks.amount), own(marks.moment)])
        : join([own(marks.bill), own(marks.voucher)])
    statements.push(
      `INSERT INTO tally_row SELECT k.${b.id}, g.${o.at}, iif(${own(marks.reference)} = '', ${oldVoucher}, ${own(marks.reference)}),
        (g.${o.code} = ${s.taken}), NULL FROM ${s.book} k, ${s.old} g WHERE k.${b.call} = g.${o.id}`,
    )
  }
  statements.push('CREATE INDEX temp.tally_payment ON tally_row (payment)')
  if (level >= 2 && rule.receipts === 'decide')
    statements.push(`UPDATE tally_row SET points = points + 2 WHERE booking IN (SELECT ${r.booking} FROM ${s.papers})`)
  const beats = rule.unanswered === 'first' ? '<' : '>'
  statements.push(
    `UPDATE tally_row SET heir = (SELECT w.booking FROM tally_row w WHERE w.payment = tally_row.payment AND NOT EXISTS (SELECT 1 FROM tally_row o WHERE o.payment = w.payment
      AND (o.points > w.points OR (o.points = w.points AND o.came ${beats} w.came))))`,
    'DELETE FROM tally_row WHERE booking = heir',
  )
  const undone = `(SELECT v.${b.reverses} FROM ${s.book} v WHERE v.${b.reverses} IS NOT NULL)`
  const shut = `EXISTS (SELECT 1 FROM ${s.periods}, ${s.book} k WHERE k.${b.id} = tally_row.booking AND k.${b.bookedOn} LIKE ${p.month} || '-%')`
  if (rule.reversed === 'stand') statements.push(`DELETE FROM tally_row WHERE booking IN ${undone}`)
  else if (level >= 3) statements.push(`DELETE FROM tally_row WHERE booking IN ${undone} AND ${shut}`)
  if (level >= 3 && rule.closed !== 'stands') {
    const day =
      rule.closed === 'today'
        ? 'current_date'
        : `(SELECT min(${b.bookedOn}) FROM ${s.book} WHERE ${b.bookedOn} > (SELECT max(${p.month}) || '-99' FROM ${s.periods}))`
    statements.push(
      `INSERT INTO ${s.book} (${b.bill}, ${b.kind}, ${b.amount}, ${b.bookedOn}, ${b.reverses})
      SELECT k.${b.bill}, ${s.reversal}, 0 - k.${b.amount}, ${rule.closed === 'today' ? day : `substr(${day}, 1, 8) || '01'`}, k.${b.id}
      FROM tally_row JOIN ${s.book} k ON k.${b.id} = tally_row.booking WHERE ${shut}`,
    )
  }
  if (level >= 3) statements.push(`DELETE FROM tally_row WHERE ${shut}`)
  if (level >= 2 && rule.receipts !== 'decide')
    statements.push(
      `UPDATE ${s.papers} SET ${r.booking} = ${rule.receipts === 'move' ? `(SELECT w.heir FROM tally_row w WHERE w.booking = ${s.papers}.${r.booking})` : 'NULL'}
      WHERE EXISTS (SELECT 1 FROM tally_row w WHERE w.booking = ${s.papers}.${r.booking})`,
    )
  if (rule.reversed === 'go')
    statements.push(`DELETE FROM ${s.book} WHERE ${b.reverses} IN (SELECT booking FROM tally_row)`)
  statements.push(
    `DELETE FROM ${s.book} WHERE EXISTS (SELECT 1 FROM tally_row WHERE tally_row.booking = ${s.book}.${b.id})`,
  )
  if (level >= 3)
    statements.push(
      `UPDATE ${s.balances} SET ${l.paid} = t.a, ${l.bookings} = t.n FROM (SELECT ${b.bill} AS bill, sum(${b.amount}) AS a, count(*) AS n FROM ${s.book} GROUP BY 1) t
      WHERE t.bill = ${s.balances}.${l.bill} AND (t.a <> ${l.paid} OR t.n <> ${l.bookings})`,
    )
  if (level >= 5) {
    const inMonth = `FROM ${s.book} k WHERE k.${b.kind} = ${s.months}.${m.kind} AND k.${b.bookedOn} LIKE ${s.months}.${m.month} || '-%'`
    statements.push(
      `UPDATE ${s.months} SET ${m.bookings} = (SELECT count(*) ${inMonth}), ${m.amount} = (SELECT total(k.${b.amount}) ${inMonth})
      WHERE ${m.month} NOT IN (SELECT ${p.month} FROM ${s.periods})`,
    )
  }
  return statements
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'calls ranked by a window', queries: byWindow(story, names) },
    { name: 'bookings by points', queries: byPoints(story, names) },
  ]
}
