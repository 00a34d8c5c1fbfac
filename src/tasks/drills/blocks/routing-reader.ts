/**
 * The way from a line to its rule as a careful reader of the evidence goes it: from the tables alone, without
 * the plan they were made by.
 *
 * @module
 */
import type { DatabaseContent } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import { decodeRule, type Params, type RuleCells } from './rule-text.ts'
import type { Level } from './routing.ts'
import { planted, type RoutingPlace } from './routing-tables.ts'
import type { Scene } from './scene.ts'
import { textOf, viewTable, type ViewRow } from './table-view.ts'

/** What the goal itself says at level 1: the rule of each feed. */
export type ToldRules = ReadonlyMap<string, Params>

/** The rule of each line, by the line's key, and its batch from level 3 on. */
export interface ReadRoute {
  readonly rules: ReadonlyMap<SqlValue, Params>
  readonly batches: ReadonlyMap<SqlValue, SqlValue>
}

interface DatedRule {
  readonly since: string
  readonly params: Params
}

export function readRoute(
  scene: Scene,
  content: DatabaseContent,
  place: RoutingPlace,
  level: Level,
  told: ToldRules,
): ReadRoute {
  const lines = viewTable(scene, content, place.table)
  const key = scene.key(place.table)
  const rules = new Map<SqlValue, Params>()
  const batches = new Map<SqlValue, SqlValue>()
  const sheet = level === 1 ? new Map<string, DatedRule[]>() : readSheet(scene, content, place)
  if (level <= 2) {
    for (const line of lines) {
      const feed = textOf(line[place.stamp])
      const params = level === 1 ? told.get(feed) : sheet.get(feed)?.[0]?.params
      if (params !== undefined) rules.set(line[key] ?? null, params)
    }
    return { rules, batches }
  }
  const feeds = new Map(viewTable(scene, content, planted.batches).map((batch) => [batch['id'] ?? null, batch]))
  const moved =
    level >= 4 ? readCorrections(scene, content, place, level, [...sheet.keys()]) : new Map<SqlValue, string>()
  let current: SqlValue = null
  for (const line of lines) {
    current = line[place.stamp] ?? current
    const batch = feeds.get(current)
    batches.set(line[key] ?? null, current)
    const feed = moved.get(current) ?? textOf(batch?.['feed'])
    const received = textOf(batch?.['received'])
    let rule: DatedRule | undefined
    for (const candidate of sheet.get(feed) ?? []) {
      if (candidate.since <= received && (rule === undefined || candidate.since > rule.since)) rule = candidate
    }
    if (rule !== undefined) rules.set(line[key] ?? null, rule.params)
  }
  return { rules, batches }
}

/** The rules about the column, by feed. */
function readSheet(scene: Scene, content: DatabaseContent, place: RoutingPlace): Map<string, DatedRule[]> {
  const field = scene.column(place.table, place.column).physical
  const entries = new Map<string, ViewRow[]>()
  for (const row of viewTable(scene, content, planted.rules)) {
    if (row['field'] !== field) continue
    const subject = JSON.stringify([row['feed'], row['since'] ?? ''])
    entries.set(subject, [...(entries.get(subject) ?? []), row])
  }
  const sheet = new Map<string, DatedRule[]>()
  for (const rows of entries.values()) {
    const cells: RuleCells = rows.map((row) =>
      place.encoding === 'settings' ? [textOf(row['setting']), textOf(row['value'])] : [textOf(row['body'])],
    )
    const [first] = rows
    const feed = textOf(first?.['feed'])
    const rule = { since: textOf(first?.['since']), params: decodeRule(place.encoding, place.settings, cells) }
    sheet.set(feed, [...(sheet.get(feed) ?? []), rule])
  }
  return sheet
}

/** The feed that corrections give to a batch. Later entries have higher numbers and take the place of earlier. */
function readCorrections(
  scene: Scene,
  content: DatabaseContent,
  { words }: RoutingPlace,
  level: Level,
  feeds: readonly string[],
): Map<SqlValue, string> {
  const entries = viewTable(scene, content, planted.corrections)
  const moved = new Map<SqlValue, string>()
  const cancelled = new Set(entries.map((entry) => entry['cancels'] ?? null))
  for (const entry of entries) {
    if (level === 4) {
      const feed = feeds.find((code) => textOf(entry['body']).includes(code))
      if (entry['status'] === words.valid && feed !== undefined) moved.set(entry['batch'] ?? null, feed)
    } else if (entry['event'] === words.move && !cancelled.has(entry['no'] ?? null)) {
      moved.set(entry['batch'] ?? null, textOf(entry['feed']))
    }
  }
  return moved
}
