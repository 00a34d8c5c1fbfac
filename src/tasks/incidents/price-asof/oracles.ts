/**
 * Two repairs in SQL for each evidence plan, by different means. Both give columns short names first and join by them. The
 * first then takes the nearest price of each line by a bare column beside `max` or `min`; the second lays spans of prices
 * out by a window.
 *
 * @module
 */
import type { Repair } from '../../define-task.ts'
import { officeAhead } from '../../worlds/stations/price-list.ts'
import type { PriceRule } from '../../worlds/stations/price-rule.ts'
import { dayOf, sayDay } from '../../worlds/time.ts'
import { otherDay, otherZone } from './choose.ts'
import { quote, sqlNames } from './due-sql.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

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

/** The rule of the house with one part of it left out. */
function flawedRule(rule: PriceRule, flaw: Flaw | undefined): PriceRule {
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

/** Orders with the day that decides: `rid`, `buyer`, `spot`, `dd`. */
function ordersSql(story: Story, names: Names, rule: PriceRule): string {
  const { orders, o, sites, s } = sqlNames(story, names)
  const hours = { utc: '', office: `, '+${officeAhead} hours'`, site: `, '+' || ahead || ' hours'` }[rule.zone]
  return `SELECT rid, buyer, spot, date(stamp${hours}) AS dd FROM (SELECT ${o.id} AS rid, ${o.customer} AS buyer, ${o.site} AS spot, ${o[rule.day]} AS stamp FROM ${orders})
    NATURAL JOIN (SELECT ${s.code} AS spot, ${s.ahead} AS ahead FROM ${sites})`
}

/** Lines of invoices by the short names. */
function linesSql(story: Story, names: Names): string {
  const { entries, e, invoices, i, goods, g } = sqlNames(story, names)
  return `(SELECT ${e.id} AS lid, ${e.invoice} AS did, ${e.good} AS thing, ${e.quantity} AS amt, ${e.price} AS was, ${e.net} AS wasn, ${e.tax} AS wast FROM ${entries} WHERE ${e.kind} = ${quote(names.words.item)})
    NATURAL JOIN (SELECT ${i.id} AS did, ${i.order} AS rid, ${i.number} AS dno, ${i.status} AS stt, substr(${i.madeOn}, 1, 7) AS mon FROM ${invoices})
    NATURAL JOIN (SELECT ${g.code} AS thing, ${g.tax} AS pct FROM ${goods})`
}

/** What was agreed: `buyer`, `thing`, `deal` and its days. */
const dealsSql = (story: Story, names: Names): string => {
  const { agreements, a } = sqlNames(story, names)
  return `SELECT ${a.customer} AS buyer, ${a.good} AS thing, ${a.price} AS deal, ${a.from} AS d0, ${a.until} AS d1 FROM ${agreements}`
}

/** Prices with the day that bounds them: `thing`, `bound`, `tag`; where there are two systems by `sys` and `spot`. */
function tagsSql(story: Story, names: Names, flaw: Flaw | undefined): string[] {
  const n = sqlNames(story, names)
  const { v, p, c, g, s, x } = n
  const { systems, entered } = names.words
  if (story.plan === 'changes')
    return [
      `CREATE TEMP TABLE tags AS SELECT ${c.good} AS thing, ${c.from} AS bound, ${c.old} AS tag FROM ${n.changes}
        UNION ALL SELECT ${g.code}, '9999', ${g.price} FROM ${n.goods}`,
    ]
  const lists = `(SELECT ${p.version} AS vid, ${p.good} AS thing, ${p.price} AS tag FROM ${n.prices}) NATURAL JOIN (SELECT ${v.id} AS vid, ${v.from} AS bound FROM ${n.versions})`
  if (story.plan === 'versions') return [`CREATE TEMP TABLE tags AS SELECT thing, bound, tag FROM ${lists}`]
  const isNew = flaw === 'old system' ? '' : ` WHERE ${s.system} = ${quote(systems.new)}`
  return [
    `CREATE TEMP TABLE tags AS SELECT spot, thing, bound, tag FROM ${lists}, (SELECT ${s.code} AS spot FROM ${n.sites}${isNew})`,
    ...(flaw === 'old system'
      ? []
      : [
          `INSERT INTO tags SELECT ${x.site}, ${x.good}, '20' || substr(${x.from}, 2, 2) || '-' || substr(${x.from}, 4, 2) || '-' || substr(${x.from}, 6), ${x.price}
            FROM ${n.old} WHERE ${x.flag} = ${quote(entered)}`,
        ]),
  ]
}

/** Number and amounts of a correction in the form of the house, of a row with `dno`, `dn` and `dt`. */
function correctionSql(
  { rule }: Story,
  { words }: Names,
  flaw: Flaw | undefined,
): Record<'document' | 'kind' | 'amounts', string> {
  const { form, number } = rule.correction
  const document = {
    prefix: `'${words.mark}-' || dno`,
    suffix: `dno || '/${words.mark}'`,
    'first letter': `'${words.mark}' || substr(dno, 2)`,
  }[number]
  const kind = words.less === words.more ? quote(words.less) : `iif(dn < 0, ${quote(words.less)}, ${quote(words.more)})`
  const shown = (amount: string): string =>
    `${flaw === 'sign' ? '-' : ''}${form === 'two kinds, unsigned' ? `abs(${amount})` : `(${amount})`}`
  return { document, kind, amounts: ['dn', 'dt', 'dn + dt'].map(shown).join(', ') }
}

/** Months that are closed. */
const closedSql = (story: Story, names: Names): string => {
  const { periods, q } = sqlNames(story, names)
  return `SELECT ${q.month} FROM ${periods}`
}

/** The sums that follow, made anew. */
function sumsAnew(story: Story, names: Names): string[] {
  const n = sqlNames(story, names)
  const { e, t, m, o, i } = n
  const { words } = names
  if (n.level < 3) return []
  const less =
    story.rule.correction.form === 'two kinds, unsigned' ? `iif(${e.kind} = ${quote(words.less)}, -1, 1) * ` : ''
  const queries = [
    `DELETE FROM ${n.turnover}`,
    `INSERT INTO ${n.turnover} (${[t.customer, t.month, t.documents, t.net, t.tax].join(', ')}) SELECT buyer, mon, count(DISTINCT dno), sum(dn), sum(dt)
      FROM (SELECT ${e.invoice} AS did, ${e.document} AS dno, substr(${e.day}, 1, 7) AS mon, ${less}${e.net} AS dn, ${less}${e.tax} AS dt FROM ${n.entries})
      NATURAL JOIN (SELECT ${i.id} AS did, ${i.order} AS rid FROM ${n.invoices} WHERE ${i.status} = ${quote(words.sent)})
      NATURAL JOIN (SELECT ${o.id} AS rid, ${o.customer} AS buyer FROM ${n.orders}) GROUP BY buyer, mon`,
  ]
  if (n.level < 5) return queries
  return [
    ...queries,
    `DELETE FROM ${n.totals}`,
    `INSERT INTO ${n.totals} (${[m.month, m.documents, m.net, m.tax].join(', ')}) SELECT ${t.month}, sum(${t.documents}), sum(${t.net}), sum(${t.tax}) FROM ${n.turnover} GROUP BY 1`,
  ]
}

/** The statements of the first way; with a flaw they are a partial repair. */
export function byNearest(story: Story, names: Names, flaw?: Flaw): string[] {
  const n = sqlNames(story, names)
  const { e } = n
  const { words } = names
  const rule = flawedRule(story.rule, flaw)
  const { under } = rule.correction
  const [nearest, ahead] = story.plan === 'changes' ? ['min', '>'] : ['max', '<=']
  const due =
    flaw === 'agreed' ? 'tag' : rule.agreed === 'always' ? 'coalesce(deal, tag)' : 'min(tag, coalesce(deal, tag))'
  const queries = [
    ...tagsSql(story, names, flaw),
    `CREATE TEMP TABLE near AS SELECT *, ${nearest}(bound) FROM ${linesSql(story, names)} NATURAL JOIN (${ordersSql(story, names, rule)}) NATURAL JOIN tags WHERE bound ${ahead} dd GROUP BY lid`,
    `CREATE TEMP TABLE fair AS SELECT *, ${due} AS due FROM near NATURAL LEFT JOIN (SELECT lid, deal FROM near NATURAL JOIN (${dealsSql(story, names)}) WHERE dd BETWEEN d0 AND d1)`,
    `CREATE TEMP TABLE fix AS SELECT *, due * amt AS isn, (due * amt * pct + ${rule.rounding === 'nearest' ? 50 : 0}) / 100 AS ist FROM fair WHERE due <> was`,
    `UPDATE ${n.entries} SET (${[e.price, e.net, e.tax, e.gross].join(', ')}) = (SELECT due, isn, ist, isn + ist FROM fix WHERE lid = ${e.id})
      WHERE ${e.id} IN (SELECT lid FROM fix${flaw === 'sent in place' ? '' : ` WHERE stt = ${quote(words.draft)}`})`,
  ]
  if (flaw !== 'sent in place' && flaw !== 'sent as they are') {
    const { document, kind, amounts } = correctionSql(story, names, flaw)
    const stays = [
      'dn <> 0',
      ...(under === 'charged'
        ? []
        : [under === 'waived' ? 'dn < 0' : `(dn < 0 OR mon NOT IN (${closedSql(story, names)}))`]),
      ...(flaw === 'corrected'
        ? []
        : [`did NOT IN (SELECT ${e.invoice} FROM ${n.entries} WHERE ${e.reason} = ${quote(words.price)})`]),
    ]
    queries.push(
      `INSERT INTO ${n.entries} (${[e.invoice, e.reason, e.day, e.document, e.kind, e.net, e.tax, e.gross].join(', ')})
        SELECT did, ${quote(words.price)}, ${quote(sayDay(dayOf(story.season.asOf)))}, ${document}, ${kind}, ${amounts}
        FROM (SELECT did, dno, mon, sum(isn - wasn) AS dn, sum(ist - wast) AS dt FROM fix WHERE stt = ${quote(words.sent)} GROUP BY did) WHERE ${stays.join(' AND ')}`,
    )
  }
  return [...queries, ...sumsAnew(story, names)]
}

/** Spans of prices: from the day `b0` on, before the day `b1`. */
function spansSql(story: Story, names: Names): string[] {
  const n = sqlNames(story, names)
  const { v, p, c, g, s, x } = n
  const { systems, withdrawn } = names.words
  if (story.plan === 'changes')
    return [
      `CREATE TEMPORARY TABLE spans AS SELECT ${c.good} AS thing, ${c.new} AS tag, ${c.from} AS b0, ifnull(lead(${c.from}) OVER (PARTITION BY ${c.good} ORDER BY ${c.from}), '9999') AS b1 FROM ${n.changes}`,
      `INSERT INTO spans SELECT ${g.code}, ${g.price}, '', '9999' FROM ${n.goods} WHERE ${g.code} NOT IN (SELECT thing FROM spans)`,
      `INSERT INTO spans SELECT ${c.good}, ${c.old}, '', min(${c.from}) FROM ${n.changes} GROUP BY ${c.good}`,
    ]
  const spot = story.plan === 'two systems' ? 'spot, ' : ''
  const offices = `, (SELECT ${s.code} AS spot FROM ${n.sites} WHERE ${s.system} <> ${quote(systems.old)})`
  return [
    `CREATE TEMPORARY TABLE spans AS WITH eras (vid, b0, b1) AS (SELECT ${v.id}, ${v.from}, lead(${v.from}, 1, '9999') OVER (ORDER BY ${v.from}) FROM ${n.versions})
      SELECT ${spot}${p.good} AS thing, ${p.price} AS tag, b0, b1 FROM eras, ${n.prices}${spot === '' ? '' : offices} WHERE ${p.version} = vid`,
    ...(spot === ''
      ? []
      : [
          `INSERT INTO spans WITH read (spot, thing, tag, b0) AS (SELECT ${x.site}, ${x.good}, ${x.price}, printf('%d-%02d-%02d', ${x.from} / 10000 + 1900, ${x.from} / 100 % 100, ${x.from} % 100)
            FROM ${n.old} WHERE ${x.flag} <> ${quote(withdrawn)}) SELECT *, coalesce(lead(b0) OVER (PARTITION BY spot, thing ORDER BY b0), '9999') FROM read`,
        ]),
  ]
}

/** The second way: spans of prices laid out, joined by their days. */
function bySpans(story: Story, names: Names): string[] {
  const n = sqlNames(story, names)
  const { e, a, t, o, i, m } = n
  const { words } = names
  const { rule } = story
  const { under } = rule.correction
  const deal = `(SELECT ${a.price} FROM ${n.agreements} WHERE ${a.customer} = buyer AND ${a.good} = thing AND ${a.from} <= dd AND ${a.until} >= dd)`
  const due = rule.agreed === 'always' ? `ifnull(${deal}, tag)` : `min(tag, ifnull(${deal}, 9999999))`
  const tax = rule.rounding === 'nearest' ? 'CAST(round(due * amt * pct / 100.0) AS INTEGER)' : 'due * amt * pct / 100'
  const { document, kind, amounts } = correctionSql(story, names, undefined)
  const sent = quote(words.sent)
  const price = quote(words.price)
  const today = quote(sayDay(dayOf(story.season.asOf)))
  const queries = [
    ...spansSql(story, names),
    `CREATE TEMPORARY TABLE fair AS WITH asked AS (${ordersSql(story, names, rule)}), told AS (SELECT *, ${due} AS due FROM asked NATURAL JOIN ${linesSql(story, names)} NATURAL JOIN spans WHERE b0 <= dd AND dd < b1)
      SELECT lid, did, dno, mon, stt, due, wasn, wast, due * amt AS isn, ${tax} AS ist FROM told WHERE was <> due`,
    `UPDATE ${n.entries} SET ${e.price} = due, ${e.net} = isn, ${e.tax} = ist, ${e.gross} = isn + ist FROM fair WHERE lid = ${e.id} AND stt = ${quote(words.draft)}`,
    `CREATE TEMPORARY TABLE gaps AS SELECT did, dno, mon, total(isn) - total(wasn) AS dn, total(ist) - total(wast) AS dt FROM fair WHERE stt = ${sent}
      GROUP BY did, dno, mon HAVING did IN (SELECT did FROM fair EXCEPT SELECT ${e.invoice} FROM ${n.entries} WHERE ${e.reason} = ${price})`,
    ...(under === 'charged'
      ? []
      : [
          `DELETE FROM gaps WHERE dn > 0${under === 'waived' ? '' : ` AND EXISTS (${closedSql(story, names)} INTERSECT SELECT mon)`}`,
        ]),
    `INSERT INTO ${n.entries} (${[e.kind, e.document, e.invoice, e.day, e.reason, e.net, e.tax, e.gross].join(', ')}) SELECT ${kind}, ${document}, did, date('now'), ${price}, ${amounts} FROM gaps`,
  ]
  if (n.level < 3) return queries
  // Only the month of today has anything new.
  queries.push(
    `INSERT INTO ${n.turnover} (${[t.customer, t.month, t.documents, t.net, t.tax].join(', ')}) SELECT (SELECT ${o.customer} FROM ${n.orders} WHERE ${o.id} = (SELECT ${i.order} FROM ${n.invoices} WHERE ${i.id} = did)) AS buyer,
      substr(${today}, 1, 7), count(*), sum(dn), sum(dt) FROM gaps WHERE true GROUP BY buyer
      ON CONFLICT DO UPDATE SET ${t.documents} = ${t.documents} + excluded.${t.documents}, ${t.net} = ${t.net} + excluded.${t.net}, ${t.tax} = ${t.tax} + excluded.${t.tax}`,
  )
  if (n.level >= 5)
    queries.push(
      `REPLACE INTO ${n.totals} (${[m.documents, m.net, m.tax, m.month].join(', ')}) SELECT sum(${t.documents}), sum(${t.net}), sum(${t.tax}), ${t.month} FROM ${n.turnover} WHERE ${t.month} = strftime('%Y-%m', 'now') GROUP BY ${t.month}`,
    )
  return queries
}

export function writeOracles(story: Story, names: Names): [Repair, Repair] {
  return [
    { name: 'the nearest price', queries: byNearest(story, names) },
    { name: 'spans of prices', queries: bySpans(story, names) },
  ]
}
