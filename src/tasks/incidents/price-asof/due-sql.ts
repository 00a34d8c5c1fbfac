/**
 * What every line should cost, in SQL: checks and selectors ask it of the database.
 *
 * @module
 */
import { officeAhead } from '../../worlds/stations/price-list.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

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

/** The day that decides, of an order `o` of a site `s`. */
function dayOfOrder(story: Story, names: Names): string {
  const { rule } = story
  const { o, s } = sqlNames(story, names)
  const at = `o.${o[rule.day]}`
  if (rule.zone === 'utc') return `date(${at})`
  return rule.zone === 'office'
    ? `date(${at}, '+${officeAhead} hours')`
    : `date(${at}, '+' || s.${s.ahead} || ' hours')`
}

/** The price of the list for a good on a day. */
export function listedOn(story: Story, names: Names, good: string, day: string): string {
  const n = sqlNames(story, names)
  const { v, p, c, g } = n
  if (story.plan === 'changes')
    return `coalesce((SELECT c.${c.old} FROM ${n.changes} c WHERE c.${c.good} = ${good} AND c.${c.from} > ${day} ORDER BY c.${c.from} LIMIT 1),
      (SELECT k.${g.price} FROM ${n.goods} k WHERE k.${g.code} = ${good}))`
  return `(SELECT p.${p.price} FROM ${n.prices} p JOIN ${n.versions} v ON v.${v.id} = p.${p.version}
      WHERE p.${p.good} = ${good} AND v.${v.from} <= ${day} ORDER BY v.${v.from} DESC LIMIT 1)`
}

const oldDaySql = (day: string): string => `CAST('1' || replace(substr(${day}, 3), '-', '') AS INTEGER)`

/** Every line with what it should cost: entry, invoice, status, quantity, price, due. */
export function dueSql(story: Story, names: Names): string {
  const n = sqlNames(story, names)
  const { e, i, o, s, a, x } = n
  const { words } = names
  const day = dayOfOrder(story, names)
  const good = `e.${e.good}`
  const listed = listedOn(story, names, good, day)
  const prices =
    story.plan === 'two systems'
      ? `CASE WHEN s.${s.system} = ${quote(words.systems.old)} THEN (SELECT x.${x.price} FROM ${n.old} x WHERE x.${x.site} = s.${s.code} AND x.${x.good} = ${good}
          AND x.${x.flag} = ${quote(words.entered)} AND x.${x.from} <= ${oldDaySql(day)} ORDER BY x.${x.from} DESC LIMIT 1) ELSE ${listed} END`
      : listed
  const agreed = `(SELECT a.${a.price} FROM ${n.agreements} a WHERE a.${a.customer} = o.${o.customer} AND a.${a.good} = ${good} AND ${day} BETWEEN a.${a.from} AND a.${a.until})`
  const due =
    story.rule.agreed === 'always' ? `coalesce(${agreed}, ${prices})` : `min(${prices}, coalesce(${agreed}, 9999999))`
  return `SELECT e.${e.id} AS entry, e.${e.invoice} AS invoice, i.${i.status} AS status, e.${e.quantity} AS quantity, e.${e.price} AS price, ${due} AS due
    FROM ${n.entries} e JOIN ${n.invoices} i ON i.${i.id} = e.${e.invoice} JOIN ${n.orders} o ON o.${o.id} = i.${i.order} JOIN ${n.sites} s ON s.${s.code} = o.${o.site}
    WHERE e.${e.kind} = ${quote(words.item)}`
}
