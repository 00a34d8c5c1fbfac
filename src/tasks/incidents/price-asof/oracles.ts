/**
 * Two repairs in SQL for each evidence plan, by different means. The first asks for the price of each line, the second
 * lays the spans of prices out and joins by them.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import { officeAhead } from '../../worlds/stations/price-list.ts'
import type { PriceRule } from '../../worlds/stations/price-rule.ts'
import { dayOf, sayDay } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import { otherDay, otherZone } from './choose.ts'
import type { Story } from './story.ts'

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What SQL is written with: short names of the instance. */
export function sqlNames({ level }: Pick<Story, 'level'>, names: Names) {
  const { entries, invoices, orders, sites, goods, agreements, versions, prices, changes, turnover, totals, periods } =
    names
  return {
    level,
    ...{ entries: entries.table, e: entries.columns, invoices: invoices.table, i: invoices.columns },
    ...{ orders: orders.table, o: orders.columns, sites: sites.table, s: sites.columns },
    ...{ goods: goods.table, g: goods.columns, agreements: agreements.table, a: agreements.columns },
    ...{ versions: versions.table, v: versions.columns, prices: prices.table, p: prices.columns },
    ...{ changes: changes.table, c: changes.columns, turnover: turnover.table, t: turnover.columns },
    ...{ totals: totals.table, m: totals.columns, periods: periods.table, q: periods.columns },
    ...{ old: names.oldPrices.table, x: names.oldPrices.columns },
  }
}

/** A rule that a partial repair leaves out. */
export type Flaw =
  | 'day'
  | 'zone'
  | 'agreed'
  | 'agreed otherwise'
  | 'rounding'
  | 'sent in place'
  | 'sent as they are'
  | 'too little'
  | 'corrected'
  | 'sign'
  | 'old system'

export interface Flaws {
  readonly flaw?: Flaw | undefined
  /** Prices are taken from a table that `byLine` makes first. */
  readonly isLaidOut?: boolean
}

/** The rule of the house with one part of it left out. */
export function flawedRule(rule: PriceRule, flaw: Flaw | undefined): PriceRule {
  switch (flaw) {
    case 'day':
      return { ...rule, day: otherDay[rule.day] }
    case 'zone':
      return { ...rule, zone: otherZone[rule.zone] }
    case 'agreed otherwise':
      return { ...rule, agreed: rule.agreed === 'always' ? 'if lower' : 'always' }
    case 'rounding':
      return { ...rule, rounding: rule.rounding === 'down' ? 'nearest' : 'down' }
    case 'too little':
      return {
        ...rule,
        correction: { ...rule.correction, under: rule.correction.under === 'charged' ? 'waived' : 'charged' },
      }
    default:
      return rule
  }
}

/** The day that decides, of an order `o` of a site `s`. */
function dayOfOrder(story: Story, names: Names, rule: PriceRule): string {
  const { o, s } = sqlNames(story, names)
  const at = `o.${o[rule.day]}`
  if (rule.zone === 'utc') return `date(${at})`
  return rule.zone === 'office'
    ? `date(${at}, '+${officeAhead} hours')`
    : `date(${at}, '+' || s.${s.ahead} || ' hours')`
}

/** Prices of the list with the days that bound them, for the first way: from a day on, or until the day of a change. */
function priceTable(story: Story, names: Names): string[] {
  const n = sqlNames(story, names)
  const { v, p, c, g } = n
  if (story.plan === 'changes')
    return [
      `CREATE TEMP TABLE price_until AS SELECT ${c.good} AS good, ${c.from} AS bound, ${c.old} AS price FROM ${n.changes}
        UNION ALL SELECT ${g.code}, '9999-12-31', ${g.price} FROM ${n.goods}`,
    ]
  return [
    `CREATE TEMP TABLE price_from AS SELECT p.${p.good} AS good, v.${v.from} AS bound, p.${p.price} AS price
      FROM ${n.prices} p JOIN ${n.versions} v ON v.${v.id} = p.${p.version}`,
  ]
}

/** The price of the list for a good on a day. @param isLaidOut by the table of `priceTable` */
function listedOn(story: Story, names: Names, good: string, day: string, isLaidOut: boolean): string {
  const n = sqlNames(story, names)
  const { v, p, c, g } = n
  if (story.plan === 'changes') {
    if (isLaidOut)
      return `(SELECT u.price FROM price_until u WHERE u.good = ${good} AND u.bound > ${day} ORDER BY u.bound LIMIT 1)`
    return `coalesce((SELECT c.${c.old} FROM ${n.changes} c WHERE c.${c.good} = ${good} AND c.${c.from} > ${day} ORDER BY c.${c.from} LIMIT 1),
      (SELECT k.${g.price} FROM ${n.goods} k WHERE k.${g.code} = ${good}))`
  }
  if (isLaidOut)
    return `(SELECT u.price FROM price_from u WHERE u.good = ${good} AND u.bound <= ${day} ORDER BY u.bound DESC LIMIT 1)`
  return `(SELECT p.${p.price} FROM ${n.prices} p JOIN ${n.versions} v ON v.${v.id} = p.${p.version}
      WHERE p.${p.good} = ${good} AND v.${v.from} <= ${day} ORDER BY v.${v.from} DESC LIMIT 1)`
}

const oldDaySql = (day: string): string => `CAST('1' || replace(substr(${day}, 3), '-', '') AS INTEGER)`

/** Every line with what it should cost: entry, invoice, status, quantity, price, due, rate, net, tax, month. */
export function dueSql(story: Story, names: Names, { flaw, isLaidOut = false }: Flaws): string {
  const n = sqlNames(story, names)
  const { e, i, o, s, g, a, x } = n
  const { words } = names
  const rule = flawedRule(story.rule, flaw)
  const day = dayOfOrder(story, names, rule)
  const good = `e.${e.good}`
  const listed = listedOn(story, names, good, day, isLaidOut)
  const prices =
    story.plan === 'two systems' && flaw !== 'old system'
      ? `CASE WHEN s.${s.system} = ${quote(words.systems.old)} THEN (SELECT x.${x.price} FROM ${n.old} x WHERE x.${x.site} = s.${s.code} AND x.${x.good} = ${good}
          AND x.${x.flag} = ${quote(words.entered)} AND x.${x.from} <= ${oldDaySql(day)} ORDER BY x.${x.from} DESC LIMIT 1) ELSE ${listed} END`
      : listed
  const agreed = `(SELECT a.${a.price} FROM ${n.agreements} a WHERE a.${a.customer} = o.${o.customer} AND a.${a.good} = ${good} AND ${day} BETWEEN a.${a.from} AND a.${a.until})`
  const due =
    flaw === 'agreed'
      ? prices
      : rule.agreed === 'always'
        ? `coalesce(${agreed}, ${prices})`
        : `min(${prices}, coalesce(${agreed}, 9999999))`
  return `SELECT e.${e.id} AS entry, e.${e.invoice} AS invoice, i.${i.status} AS status, substr(i.${i.madeOn}, 1, 7) AS month, i.${i.number} AS number,
      e.${e.quantity} AS quantity, e.${e.price} AS price, e.${e.net} AS net, e.${e.tax} AS tax, g.${g.tax} AS rate, ${due} AS due
    FROM ${n.entries} e JOIN ${n.invoices} i ON i.${i.id} = e.${e.invoice} JOIN ${n.orders} o ON o.${o.id} = i.${i.order}
      JOIN ${n.sites} s ON s.${s.code} = o.${o.site} JOIN ${n.goods} g ON g.${g.code} = e.${e.good}`
}

/** Number and amounts of a correction in the form of the house, of a row with `number`, `net` and `tax`. */
function correctionSql(
  { rule }: Story,
  { words }: Names,
  flaw: Flaw | undefined,
): Record<'document' | 'kind' | 'net' | 'tax' | 'gross', string> {
  const { form, number } = rule.correction
  const document = {
    prefix: `'${words.mark}-' || number`,
    suffix: `number || '/${words.mark}'`,
    'first letter': `'${words.mark}' || substr(number, 2)`,
  }[number]
  const kind =
    words.less === words.more ? quote(words.less) : `iif(net < 0, ${quote(words.less)}, ${quote(words.more)})`
  const isPlain = form === 'two kinds, unsigned'
  const shown = (amount: string): string => `${flaw === 'sign' ? '-' : ''}${isPlain ? `abs(${amount})` : `(${amount})`}`
  return { document, kind, net: shown('net'), tax: shown('tax'), gross: shown('net + tax') }
}

/** Invoices that are written to, of a row with `invoice`, `net` and `month`. */
function isWritten(story: Story, names: Names, flaw: Flaw | undefined): string {
  const n = sqlNames(story, names)
  const { e, q } = n
  const { words } = names
  const { under } = flawedRule(story.rule, flaw).correction
  const done = `invoice NOT IN (SELECT ${e.invoice} FROM ${n.entries} WHERE ${e.reason} = ${quote(words.price)})`
  const low = {
    charged: '',
    waived: 'net < 0',
    'waived if closed': `(net < 0 OR month NOT IN (SELECT ${q.month} FROM ${n.periods}))`,
  }[under]
  return ['net <> 0', ...(flaw === 'corrected' ? [] : [done]), ...(low === '' ? [] : [low])].join(' AND ')
}

/** The statements of the first way; with a flaw they are a partial repair. */
export function byLine(story: Story, names: Names, { flaw }: Flaws = {}): string[] {
  const n = sqlNames(story, names)
  const { e, t, m, o, i } = n
  const { words } = names
  const rule = flawedRule(story.rule, flaw)
  const half = rule.rounding === 'nearest' ? 50 : 0
  const drafts = flaw === 'sent in place' ? '' : ` AND w.status = ${quote(words.draft)}`
  const queries = [
    ...priceTable(story, names),
    `CREATE TEMP TABLE wrong AS SELECT entry, invoice, status, month, number, net, tax, due, due * quantity AS new_net, (due * quantity * rate + ${half}) / 100 AS new_tax
      FROM (${dueSql(story, names, { flaw, isLaidOut: true })}) WHERE due <> price`,
    `UPDATE ${n.entries} SET ${e.price} = w.due, ${e.net} = w.new_net, ${e.tax} = w.new_tax, ${e.gross} = w.new_net + w.new_tax
      FROM wrong w WHERE w.entry = ${n.entries}.${e.id}${drafts}`,
  ]
  if (flaw !== 'sent in place' && flaw !== 'sent as they are') {
    const c = correctionSql(story, names, flaw)
    queries.push(
      `INSERT INTO ${n.entries} (${[e.invoice, e.document, e.kind, e.day, e.net, e.tax, e.gross, e.reason].join(', ')})
        SELECT invoice, ${c.document}, ${c.kind}, ${quote(sayDay(dayOf(story.season.asOf)))}, ${c.net}, ${c.tax}, ${c.gross}, ${quote(words.price)}
        FROM (SELECT invoice, month, number, sum(new_net - net) AS net, sum(new_tax - tax) AS tax FROM wrong WHERE status = ${quote(words.sent)} GROUP BY invoice)
        WHERE ${isWritten(story, names, flaw)}`,
    )
  }
  if (n.level < 3) return queries
  const sign =
    story.rule.correction.form === 'two kinds, unsigned' ? `iif(e.${e.kind} = ${quote(words.less)}, -1, 1) * ` : ''
  queries.push(
    `DELETE FROM ${n.turnover}`,
    `INSERT INTO ${n.turnover} (${[t.customer, t.month, t.documents, t.net, t.tax].join(', ')})
      SELECT o.${o.customer}, substr(e.${e.day}, 1, 7), count(DISTINCT e.${e.document}), sum(${sign}e.${e.net}), sum(${sign}e.${e.tax})
      FROM ${n.entries} e JOIN ${n.invoices} i ON i.${i.id} = e.${e.invoice} JOIN ${n.orders} o ON o.${o.id} = i.${i.order}
      WHERE i.${i.status} = ${quote(words.sent)} GROUP BY 1, 2`,
  )
  if (n.level >= 5)
    queries.push(
      `DELETE FROM ${n.totals}`,
      `INSERT INTO ${n.totals} (${[m.month, m.documents, m.net, m.tax].join(', ')})
        SELECT ${t.month}, sum(${t.documents}), sum(${t.net}), sum(${t.tax}) FROM ${n.turnover} GROUP BY ${t.month}`,
    )
  return queries
}

/** The second way: spans of prices laid out, joined by their days. */
export function bySpans(story: Story, names: Names): string[] {
  const n = sqlNames(story, names)
  const { e, i, o, s, g, a } = n
  const { words } = names
  const { rule, plan } = story
  const when = dayOfOrder(story, names, rule)
  const joinSpan =
    plan === 'two systems'
      ? `JOIN span k ON k.good = b.good AND k.site = iif(b.system = ${quote(words.systems.old)}, b.site, '*') AND b.day >= k.begins AND b.day < k.ends`
      : 'JOIN span k ON k.good = b.good AND b.day >= k.begins AND b.day < k.ends'
  const price =
    rule.agreed === 'always' ? 'ifnull(a.PRICE, k.price)' : 'CASE WHEN a.PRICE < k.price THEN a.PRICE ELSE k.price END'
  const cents =
    rule.rounding === 'nearest'
      ? 'CAST(round(price * quantity * rate / 100.0) AS INTEGER)'
      : 'price * quantity * rate / 100'
  const queries = [
    ...spans(story, names),
    `CREATE TEMP TABLE basis AS SELECT ${when} AS day, o.${o.customer} AS customer, o.${o.site} AS site, i.${i.id} AS invoice, i.${i.status} AS status, i.${i.number} AS number,
      i.${i.madeOn} AS made, e.${e.id} AS entry, e.${e.good} AS good, e.${e.quantity} AS quantity${plan === 'two systems' ? `, s.${s.system} AS system` : ''}
      FROM ${n.orders} o JOIN ${n.invoices} i ON i.${i.order} = o.${o.id} JOIN ${n.entries} e ON e.${e.invoice} = i.${i.id} AND e.${e.kind} = ${quote(words.item)}
      JOIN ${n.sites} s ON s.${s.code} = o.${o.site}`,
    `CREATE TEMP TABLE right_line AS WITH priced AS (SELECT b.*, ${price.replaceAll('PRICE', a.price)} AS price, (SELECT ${g.tax} FROM ${n.goods} WHERE ${g.code} = b.good) AS rate
        FROM basis b ${joinSpan}
        LEFT JOIN ${n.agreements} a ON a.${a.customer} = b.customer AND a.${a.good} = b.good AND a.${a.from} <= b.day AND a.${a.until} >= b.day)
      SELECT *, price * quantity AS net, ${cents} AS tax FROM priced`,
    ...writeBySpans(story, names),
  ]
  return queries
}

/** Spans of prices by good: from a day on and before another. */
function spans(story: Story, names: Names): string[] {
  const n = sqlNames(story, names)
  const { v, p, c, g, x } = n
  const { words } = names
  if (story.plan === 'changes')
    return [
      `CREATE TEMP TABLE span AS SELECT ${c.good} AS good, ${c.from} AS begins, lead(${c.from}, 1, '9999') OVER w AS ends, ${c.new} AS price FROM ${n.changes} WINDOW w AS (PARTITION BY ${c.good} ORDER BY ${c.from})`,
      `INSERT INTO span SELECT ${c.good}, '0000', min(${c.from}), ${c.old} FROM ${n.changes} GROUP BY ${c.good}`,
      `INSERT INTO span SELECT ${g.code}, '0000', '9999', ${g.price} FROM ${n.goods} WHERE ${g.code} NOT IN (SELECT ${c.good} FROM ${n.changes})`,
    ]
  const isTwo = story.plan === 'two systems'
  const queries = [
    `CREATE TEMP TABLE span AS SELECT ${isTwo ? "'*' AS site, " : ''}p.${p.good} AS good, w.begins, w.ends, p.${p.price} AS price FROM ${n.prices} p
      JOIN (SELECT ${v.id} AS version, ${v.from} AS begins, lead(${v.from}, 1, '9999') OVER (ORDER BY ${v.from}) AS ends FROM ${n.versions}) w ON w.version = p.${p.version}`,
  ]
  if (isTwo) {
    const iso = `printf('20%s-%s-%s', substr(${x.from}, 2, 2), substr(${x.from}, 4, 2), substr(${x.from}, 6, 2))`
    queries.push(
      `INSERT INTO span SELECT ${x.site}, ${x.good}, ${iso}, coalesce(lead(${iso}) OVER (PARTITION BY ${x.site}, ${x.good} ORDER BY ${x.from}), '9999'), ${x.price}
        FROM ${n.old} WHERE ${x.flag} <> ${quote(words.withdrawn)}`,
    )
  }
  return queries
}

function writeBySpans(story: Story, names: Names): string[] {
  const n = sqlNames(story, names)
  const { e, t, o, i, q } = n
  const { words } = names
  const { form, under } = story.rule.correction
  const c = correctionSql(story, names, undefined)
  const limits = {
    charged: 'net <> 0',
    waived: 'net < 0',
    'waived if closed': `(net < 0 OR net > 0 AND NOT EXISTS (SELECT 1 FROM ${n.periods} WHERE ${q.month} = substr(made, 1, 7)))`,
  }[under]
  const queries = [
    `CREATE TEMP TABLE gap AS SELECT r.invoice, r.number, r.made, sum(r.net) - sum(e.${e.net}) AS net, sum(r.tax) - sum(e.${e.tax}) AS tax
      FROM right_line r JOIN ${n.entries} e ON e.${e.id} = r.entry WHERE r.status <> ${quote(words.draft)} AND r.price <> e.${e.price} GROUP BY r.invoice`,
    `DELETE FROM gap WHERE EXISTS (SELECT 1 FROM ${n.entries} e WHERE e.${e.invoice} = gap.invoice AND e.${e.reason} = ${quote(words.price)})`,
    `UPDATE ${n.entries} SET (${[e.price, e.net, e.tax, e.gross].join(', ')}) = (SELECT price, net, tax, net + tax FROM right_line r WHERE r.entry = ${n.entries}.${e.id})
      WHERE ${e.id} IN (SELECT r.entry FROM right_line r JOIN ${n.entries} k ON k.${e.id} = r.entry WHERE r.status = ${quote(words.draft)} AND r.price <> k.${e.price})`,
    `INSERT INTO ${n.entries} (${e.reason}, ${e.invoice}, ${e.day}, ${e.kind}, ${e.document}, ${e.gross}, ${e.tax}, ${e.net})
      SELECT ${quote(words.price)}, invoice, date('now'), ${c.kind}, ${c.document}, ${c.gross}, ${c.tax}, ${c.net} FROM gap WHERE ${limits}`,
  ]
  if (n.level < 3) return queries
  const signed = (amount: string): string =>
    form === 'two kinds, unsigned'
      ? `CASE e.${e.kind} WHEN ${quote(words.less)} THEN -e.${amount} ELSE e.${amount} END`
      : `e.${amount}`
  queries.push(
    `INSERT INTO ${n.turnover} SELECT o.${o.customer}, strftime('%Y-%m', e.${e.day}), count(*), total(${signed(e.net)}), total(${signed(e.tax)})
      FROM ${n.entries} e, ${n.invoices} i, ${n.orders} o WHERE i.${i.id} = e.${e.invoice} AND o.${o.id} = i.${i.order} AND e.${e.reason} = ${quote(words.price)}
        AND e.${e.invoice} IN (SELECT invoice FROM gap) GROUP BY 1, 2
      ON CONFLICT (${t.customer}, ${t.month}) DO UPDATE SET ${t.documents} = ${t.documents} + excluded.${t.documents},
        ${t.net} = ${t.net} + excluded.${t.net}, ${t.tax} = ${t.tax} + excluded.${t.tax}`,
  )
  if (n.level >= 5)
    queries.push(
      `REPLACE INTO ${n.totals} SELECT ${t.month}, sum(${t.documents}), sum(${t.net}), sum(${t.tax}) FROM ${n.turnover} GROUP BY 1 HAVING ${t.month} = substr(date('now'), 1, 7)`,
    )
  return queries
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'line by line', queries: byLine(story, names) },
    { name: 'spans of prices', queries: bySpans(story, names) },
  ]
}
