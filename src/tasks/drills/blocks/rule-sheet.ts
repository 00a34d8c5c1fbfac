/**
 * Plants who sent a line and, at tier 2, the table of rules in the scene, and reads both as a careful reader does: from
 * the tables alone, without the plan they were made by.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { DatabaseContent } from '../../../data/content.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { WorldRow } from '../trades/world.ts'
import { gappedKeys } from '../trades/draws.ts'
import {
  decodeRule,
  encodeRule,
  harmlessSettings,
  type Params,
  type RuleCells,
  type RuleEncoding,
  type Setting,
} from './rule-text.ts'
import type { PlannedColumn, Scene } from './scene.ts'
import type { Routing, Tier } from './senders.ts'
import { textOf, viewTable, type ViewRow } from './table-view.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The name of the planted table inside the scene. */
export const planted = { rules: 'rules' } as const

/** Where the damage lies and how its rules are written. */
export interface RoutingPlace {
  readonly table: string
  readonly column: string
  /** The column of the table that names the sender. */
  readonly stamp: string
  readonly profiles: readonly Params[]
  readonly settings: readonly Setting[]
  readonly encoding: RuleEncoding
  readonly words: Vocabulary
}

/** Adds the sender's column and, at tier 2, the table of rules. */
export function plantRouting(random: Random, scene: Scene, routing: Routing, place: RoutingPlace, level: Tier): void {
  const { words, stamp, table } = place
  const { one } = words
  scene.addColumn(table, {
    name: stamp,
    words: [one, `${one} code`, `${one} ref`, `sent by ${one}`, `by ${one}`, `from ${one}`],
    type: 'TEXT',
    nullable: false,
  })
  for (const [index, row] of scene.table(table).rows.entries()) {
    const code = routing.lines[index]?.sender ?? null
    row.found[stamp] = code
    row.due[stamp] = code
  }
  if (level === 2) plantRules(random, scene, routing, place)
}

/** How each sender writes. There are entries about clean columns too, and about senders without lines. */
function plantRules(random: Random, scene: Scene, routing: Routing, place: RoutingPlace): void {
  const { words, encoding, settings, profiles, table } = place
  const { one, many } = words
  const columns: PlannedColumn[] = [
    { name: 'no', words: ['no', 'entry', 'id', 'number'], type: 'INTEGER' },
    { name: 'sender', words: [one, `${one} code`, `of ${one}`], type: 'TEXT' },
    {
      name: 'field',
      words: ['field', 'column name', 'concerns', 'field name', 'applies to'],
      type: 'TEXT',
    },
    ...(encoding === 'settings'
      ? ([
          { name: 'setting', words: ['setting', 'property', 'question', 'what'], type: 'TEXT' },
          { name: 'value', words: ['value', 'content', 'answer', 'is'], type: 'TEXT' },
        ] as const)
      : ([
          {
            name: 'body',
            words: ['body', 'rule text', 'wording', 'details', 'content'],
            type: 'TEXT',
          },
        ] as const)),
  ]
  interface Entry {
    readonly sender: string
    readonly field: string
    readonly settings: readonly Setting[]
    readonly params: Params
  }
  const field = scene.column(table, place.column).physical
  const entries = routing.senders.map(({ code, profile }): Entry => ({
    sender: code,
    field,
    settings,
    params: profiles[profile] as Params,
  }))
  const others = scene
    .table(table)
    .columns.slice(1)
    .filter(({ name }) => name !== place.column && name !== place.stamp)
  for (const other of random.sample(others, Math.min(3, others.length))) {
    const params = { handling: random.pick(['keep', 'trusted']) }
    const { code } = random.pick(routing.senders)
    entries.push({ sender: code, field: other.physical, settings: harmlessSettings, params })
  }
  for (const sender of routing.strangers.slice(0, random.int(1, 2))) {
    entries.push({ sender, field, settings, params: random.pick(profiles) })
  }
  const rows = random.shuffle(entries).flatMap(({ sender, field: about, settings: own, params }) =>
    encodeRule(random, encoding, own, params).map((cells): WorldRow => ({
      sender,
      field: about,
      ...(encoding === 'settings' ? { setting: cells[0], value: cells[1] ?? '' } : { body: cells[0] }),
    })),
  )
  const keys = gappedKeys(random, rows.length, random.int(1, 40))
  scene.add({
    name: planted.rules,
    words: [`${one} rules`, `${one} notes`, `${one} conventions`, `rules by ${one}`, `notes on ${many}`],
    columns,
    rows: rows.map((row, index) => ({ no: keys[index] ?? 0, ...row })),
  })
}

/** What the goal itself says at tier 1: the rule of each sender by its code. */
export type ToldRules = ReadonlyMap<string, Params>

/** The rule of each line by the line's key. */
export function readRules(
  scene: Scene,
  content: DatabaseContent,
  place: RoutingPlace,
  level: Tier,
  told: ToldRules,
): ReadonlyMap<SqlValue, Params> {
  const sheet = level === 1 ? told : readSheet(scene, content, place)
  const key = scene.key(place.table)
  return new Map(
    viewTable(scene, content, place.table).flatMap((line) => {
      const params = sheet.get(textOf(line[place.stamp]))
      return params === undefined ? [] : [[line[key] ?? null, params] as const]
    }),
  )
}

/** The rules about the column, by sender. */
function readSheet(scene: Scene, content: DatabaseContent, place: RoutingPlace): ToldRules {
  const field = scene.column(place.table, place.column).physical
  const entries = new Map<string, ViewRow[]>()
  for (const row of viewTable(scene, content, planted.rules)) {
    if (row['field'] !== field) continue
    const sender = textOf(row['sender'])
    entries.set(sender, [...(entries.get(sender) ?? []), row])
  }
  return new Map(
    [...entries].map(([sender, rows]) => {
      const cells: RuleCells = rows.map((row) =>
        place.encoding === 'settings' ? [textOf(row['setting']), textOf(row['value'])] : [textOf(row['body'])],
      )
      return [sender, decodeRule(place.encoding, place.settings, cells)] as const
    }),
  )
}
