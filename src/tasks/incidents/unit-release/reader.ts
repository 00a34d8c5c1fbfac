/**
 * Reads an instance as its papers say it is to be read, from the database alone. Knows neither what really happened nor
 * the oracles.
 *
 * @module
 */
import { type DatabaseContent, toRecords } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { DueTables } from '../accepts.ts'
import type { HouseRule } from './house.ts'
import type { Names } from './names.ts'
import { readRecord } from './old-app.ts'
import type { UnitPlan } from './sketch.ts'

type Cells = Record<string, SqlValue>

/** What a reader has to know beside the database: what the papers say. */
export interface Papers {
  readonly plan: UnitPlan
  readonly level: number
  readonly rule: HouseRule
  /** Tenths of a gram by scale and version, where papers tell them; null: they are to be worked out. */
  readonly steps: ReadonlyMap<string, number> | null
}

interface SignIn {
  readonly from: string
  readonly until: string
  readonly version: string
}

const low = <Name extends string>(columns: Readonly<Record<Name, string>>): Record<Name, string> =>
  Object.fromEntries(Object.entries<string>(columns).map(([key, name]) => [key, name.toLowerCase()])) as Record<
    Name,
    string
  >

/** The tables that a repair changes, as they should be. */
export function readDue(seed: DatabaseContent, names: Names, papers: Papers): DueTables {
  const table = (name: string): Cells[] => {
    const content = seed.tables.get(name.toLowerCase())
    return content === undefined ? [] : toRecords(content)
  }
  const { rule } = papers
  const [w, h, b, i] = [names.weighings, names.handsets, names.bands, names.invoices].map(({ columns }) =>
    low<string>(columns),
  ) as [Record<string, string>, Record<string, string>, Record<string, string>, Record<string, string>]
  const cell = (row: Cells, columns: Record<string, string>, name: string): SqlValue => row[columns[name] ?? ''] ?? null
  const models = new Map(table(names.handsets.table).map((row) => [String(cell(row, h, 'code')), String(cell(row, h, 'model'))])) // prettier-ignore
  const x = low(names.swaps.columns)
  const swaps = new Map(table(names.swaps.table).map((row) => [String(row[x.handset]), { since: String(row[x.since]), former: String(row[x.former]) }])) // prettier-ignore
  const scaleOf = (handset: string, at: string): string => {
    const swap = swaps.get(handset)
    return swap !== undefined && at.slice(0, 10) < swap.since ? swap.former : (models.get(handset) ?? '')
  }
  const sites = new Map(table(names.handsets.table).map((row) => [String(cell(row, h, 'code')), String(cell(row, h, 'site'))])) // prettier-ignore
  const signIns = readSignIns(table, names, papers)
  const stepOf = papers.steps ?? workOutSteps(table, names, papers, signIns, scaleOf)
  const bands = table(names.bands.table)
    .map((row) => ({
      code: String(cell(row, b, 'code')),
      upTo: Number(cell(row, b, 'upTo')),
      price: Number(cell(row, b, 'price')),
    }))
    .toSorted((left, right) => left.upTo - right.upTo)
  const sent = new Set(
    table(names.invoices.table)
      .filter((row) => cell(row, i, 'status') === names.words.sent)
      .map((row) => Number(cell(row, i, 'number'))),
  )
  const rows = table(names.weighings.table).map((row): Cells => {
    const handset = String(cell(row, w, 'handset'))
    if (rule.keyed === 'grams' && cell(row, w, 'entry') === names.words.keyed) return row
    const at = String(cell(row, w, 'takenAt'))
    const list = signIns.get(handset) ?? []
    const before = list.findLast(({ from }) => from <= at)
    const isOn = before !== undefined && at <= before.until
    const version = isOn
      ? before.version
      : rule.lost === 'sender'
        ? String(cell(row, w, 'sentBy'))
        : (rule.lost === 'previous' ? before : list.find(({ from }) => from > at))?.version
    const tenths = stepOf.get(`${scaleOf(handset, at)} ${version}`) ?? 10
    if (tenths === 10) return row
    const whole = BigInt(Number(cell(row, w, 'weight')) * tenths)
    const grams = Number(whole / 10n) + Number(isRoundedUp(Number(whole % 10n), rule.rounding))
    const invoice = cell(row, w, 'invoice')
    const stays = invoice !== null && (rule.frozen === 'any' || sent.has(Number(invoice)))
    return {
      ...row,
      [w['weight'] ?? '']: grams,
      ...(stays ? {} : { [w['band'] ?? '']: bands.find(({ upTo }) => upTo >= grams)?.code ?? null }),
    }
  })
  const due = new Map([[names.weighings.table, rows]])
  if (papers.level >= 3) addTotals(due, rows, table, names, { sites, prices: new Map(bands.map(({ code, price }) => [code, price])) }) // prettier-ignore
  return due
}

const isRoundedUp = (rest: number, rounding: HouseRule['rounding']): boolean =>
  rounding === 'up' ? rest > 0 : rounding === 'nearest' && rest >= 5

/** Sign-ins by handset, in their order. */
function readSignIns(table: (name: string) => Cells[], names: Names, { plan }: Papers): Map<string, SignIn[]> {
  const found = new Map<string, SignIn[]>()
  const add = (handset: string, own: SignIn): void => void found.set(handset, [...(found.get(handset) ?? []), own])
  if (plan === 'events') {
    const e = low(names.events.columns)
    const open = new Map<string, { from: string; version: string }>()
    const { signIn, signOut, versionField } = names.words
    for (const row of table(names.events.table).toSorted((left, right) => Number(left[e.id]) - Number(right[e.id]))) {
      const handset = String(row[e.handset])
      if (row[e.kind] === signIn) {
        const payload = JSON.parse(String(row[e.payload])) as Record<string, string>
        open.set(handset, { from: String(row[e.at]), version: payload[versionField] ?? '' })
      } else if (row[e.kind] === signOut) {
        const own = open.get(handset)
        if (own !== undefined) add(handset, { ...own, until: String(row[e.at]) })
        open.delete(handset)
      }
    }
  } else {
    const s = low(names.sessions.columns)
    for (const row of table(names.sessions.table))
      add(String(row[s.handset]), {
        ...{ from: String(row[s.from]), until: String(row[s.until]), version: String(row[s.version]) },
      })
  }
  if (plan === 'two programs')
    for (const row of table(names.old.log.table)) {
      const record = readRecord(names.old, String(row[names.old.log.columns.text.toLowerCase()]))
      add(record.handset, record)
    }
  for (const list of found.values()) list.sort((left, right) => (left.from < right.from ? -1 : 1))
  return found
}

/** Steps from test weights, or from empty boxes: the middle one of all that were seen. */
function workOutSteps(
  table: (name: string) => Cells[],
  names: Names,
  { plan }: Papers,
  signIns: ReadonlyMap<string, readonly SignIn[]>,
  scaleOf: (handset: string, at: string) => string,
): Map<string, number> {
  const seen = new Map<string, number[]>()
  const note = (handset: string, at: string, ratio: number): void => {
    const version = signIns.get(handset)?.find(({ from, until }) => from <= at && at <= until)?.version
    const key = `${scaleOf(handset, at)} ${version}`
    seen.set(key, [...(seen.get(key) ?? []), ratio])
  }
  if (plan === 'events') {
    const b = low(names.boxReadings.columns)
    const first = new Map<string, number>()
    for (const row of table(names.boxReadings.table).toSorted(
      (left, right) => Number(left[b.id]) - Number(right[b.id]),
    )) {
      const [box, shown] = [String(row[b.box]), Number(row[b.shown])]
      if (!first.has(box)) first.set(box, shown)
      note(String(row[b.handset]), String(row[b.at]), (10 * (first.get(box) ?? 0)) / shown)
    }
  } else {
    const c = low(names.checks.columns)
    for (const row of table(names.checks.table))
      note(String(row[c.handset]), String(row[c.at]), (10 * Number(row[c.nominal])) / Number(row[c.shown]))
  }
  return new Map(
    [...seen].map(([key, ratios]) => {
      const sorted = ratios.toSorted((left, right) => left - right)
      return [key, Math.round(sorted[Math.floor(sorted.length / 2)] ?? 10)]
    }),
  )
}

function addTotals(
  due: Map<string, Cells[]>,
  rows: readonly Cells[],
  table: (name: string) => Cells[],
  names: Names,
  { sites, prices }: { readonly sites: ReadonlyMap<string, string>; readonly prices: ReadonlyMap<string, number> },
): void {
  const w = low(names.weighings.columns)
  const d = low(names.days.columns)
  const m = low(names.months.columns)
  const sums = new Map<string, { weight: number; charges: number }>()
  const add = (key: string, weight: number, charges: number): void => {
    const sum = sums.get(key) ?? { weight: 0, charges: 0 }
    sums.set(key, { weight: sum.weight + weight, charges: sum.charges + charges })
  }
  for (const row of rows) {
    const [site, day] = [sites.get(String(row[w.handset])), String(row[w.takenAt]).slice(0, 10)]
    const [weight, price] = [Number(row[w.weight]), prices.get(String(row[w.band])) ?? 0]
    add(`${site} ${day}`, weight, price)
    add(`${site} ${day.slice(0, 7)}`, weight, price)
  }
  const anew = (row: Cells, key: string, columns: { weight: string; charges: string }): Cells => {
    const sum = sums.get(key) ?? { weight: 0, charges: 0 }
    return { ...row, [columns.weight]: sum.weight, [columns.charges]: sum.charges }
  }
  due.set(names.days.table, table(names.days.table).map((row) => anew(row, `${String(row[d.site])} ${String(row[d.day])}`, d))) // prettier-ignore
  const months = table(names.months.table)
  if (months.length > 0) due.set(names.months.table, months.map((row) => anew(row, `${String(row[m.site])} ${String(row[m.month])}`, m))) // prettier-ignore
}
