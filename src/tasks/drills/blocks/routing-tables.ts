/**
 * Plants the evidence of a routing in the scene: who sent what, how each feed writes, and what was corrected.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { WorldRow } from '../trades/world.ts'
import { gappedKeys } from '../trades/draws.ts'
import { toDay, fromDay } from '../trades/calendar.ts'
import { encodeRule, harmlessSettings, type Params, type RuleEncoding, type Setting } from './rule-text.ts'
import type { Routing } from './routing.ts'
import type { PlannedColumn, Scene } from './scene.ts'
import type { Vocabulary } from './vocabulary.ts'
import { drawFeedCodes } from './vocabulary.ts'

/** Names of planted tables inside the scene. */
export const planted = { rules: 'rules', batches: 'batches', corrections: 'corrections', docs: 'docs' } as const

/** Where a routing lies and how it is written. */
export interface RoutingPlace {
  readonly table: string
  readonly column: string
  /** Columns that are damaged with that one and go by the same rules. */
  readonly beside?: readonly string[]
  /** The column of the table that names feed or batch. */
  readonly stamp: string
  readonly profiles: readonly Params[]
  readonly settings: readonly Setting[]
  readonly encoding: RuleEncoding
  readonly words: Vocabulary
}

/** Adds the stamp's column and, from level 2 on, the tables of evidence. */
export function plantRouting(random: Random, scene: Scene, routing: Routing, place: RoutingPlace): void {
  const { words, stamp, table } = place
  const direct = routing.level <= 2
  const noun = direct ? words.feed : words.batch
  scene.addColumn(table, {
    name: stamp,
    words: [noun, `${noun} code`, `${noun} ref`, `via ${noun}`, `by ${noun}`, `${noun} mark`],
    type: direct ? 'TEXT' : 'INTEGER',
    nullable: routing.level >= 4,
    meaning: direct ? `${words.feed} that sent the line` : `${words.batch} by which the line came`,
  })
  for (const [index, row] of scene.table(table).rows.entries()) {
    const line = routing.lines[index]
    const value = direct ? (line?.feed ?? null) : line?.stamped ? (line.batch?.id ?? null) : null
    row.found[stamp] = value
    row.due[stamp] = value
  }
  if (routing.level === 1) return
  plantRules(random, scene, routing, place)
  if (direct) return
  plantBatches(scene, routing, place)
  if (routing.level >= 4) plantCorrections(random, scene, routing, place)
}

/** How each feed writes each field. Fields that are clean have rules too, and so may a feed without lines. */
function plantRules(random: Random, scene: Scene, routing: Routing, place: RoutingPlace): void {
  const { words, encoding, settings, profiles, table } = place
  const dated = routing.level >= 3
  const columns: PlannedColumn[] = [
    { name: 'no', words: ['no', 'entry', 'id', 'number'], type: 'INTEGER', meaning: 'entry number' },
    {
      name: 'feed',
      words: [words.feed, `${words.feed} code`, `of ${words.feed}`],
      type: 'TEXT',
      meaning: `${words.feed} the entry is about`,
    },
    {
      name: 'field',
      words: ['field', 'column name', 'concerns', 'field name', 'applies to'],
      type: 'TEXT',
      meaning: 'column the entry is about',
    },
  ]
  if (dated) {
    columns.push({
      name: 'since',
      words: ['valid from', 'since', 'effective from', 'starts on', 'from day'],
      type: 'TEXT',
      meaning: 'first day on which the entry holds',
    })
  }
  if (encoding === 'settings') {
    columns.push(
      { name: 'setting', words: ['setting', 'property', 'item', 'parameter'], type: 'TEXT', meaning: 'setting' },
      { name: 'value', words: ['value', 'content', 'setting value', 'is'], type: 'TEXT', meaning: 'its value' },
    )
  } else {
    columns.push({
      name: 'body',
      words: ['body', 'rule text', 'wording', 'details', 'content'],
      type: 'TEXT',
      meaning: 'what the entry says',
    })
  }
  const entries: { feed: string; field: string; since: string; settings: readonly Setting[]; params: Params }[] = []
  const field = scene.column(table, place.column).physical
  for (const { code, revisions } of routing.feeds) {
    for (const { since, profile } of revisions) {
      entries.push({ feed: code, field, since, settings, params: profiles[profile] as Params })
    }
  }
  const others = scene
    .table(table)
    .columns.slice(1)
    .filter(({ name }) => name !== place.column && name !== place.stamp && place.beside?.includes(name) !== true)
  for (const other of random.sample(others, Math.min(2, others.length))) {
    const { code, revisions } = random.pick(routing.feeds)
    const handling = random.pick(['keep', 'trusted'])
    entries.push({
      feed: code,
      field: other.physical,
      since: revisions[0]?.since ?? '',
      settings: harmlessSettings,
      params: { handling },
    })
  }
  // In some instances one rule applies to no line: nobody of that code has sent any.
  if (random.percent(15)) {
    const known = new Set(routing.feeds.map(({ code }) => code))
    const stranger = drawFeedCodes(random, 8).find((code) => !known.has(code))
    const since = routing.feeds[0]?.revisions[0]?.since ?? ''
    if (stranger !== undefined) {
      entries.push({ feed: stranger, field, since, settings, params: random.pick(profiles) })
    }
  }
  const rows = random.shuffle(entries).flatMap(({ feed, field, since, settings, params }) =>
    encodeRule(random, encoding, settings, params).map((cells): WorldRow => ({
      feed,
      field,
      ...(dated && { since }),
      ...(encoding === 'settings' ? { setting: cells[0], value: cells[1] ?? '' } : { body: cells[0] }),
    })),
  )
  const keys = gappedKeys(random, rows.length, random.int(1, 40))
  scene.add({
    name: planted.rules,
    words: [
      `${words.feed} rules`,
      `${words.feed} notes`,
      `${words.feed} conventions`,
      `${words.feed} practice`,
      `rules by ${words.feed}`,
    ],
    meaning: `how each ${words.feed} writes`,
    columns,
    rows: rows.map((row, index) => ({ no: keys[index] ?? 0, ...row })),
  })
}

function plantBatches(scene: Scene, routing: Routing, { words, table, stamp }: RoutingPlace): void {
  scene.add({
    name: planted.batches,
    words: [
      `${words.batch} register`,
      `${words.batch} book`,
      `${words.batch} journal`,
      `${words.batch} list`,
      `${words.batch} index`,
    ],
    meaning: `every ${words.batch} by its number`,
    columns: [
      {
        name: 'id',
        words: [`${words.batch} id`, `${words.batch} number`, 'number', 'id'],
        type: 'INTEGER',
        meaning: `number of the ${words.batch}`,
      },
      {
        name: 'feed',
        words: [words.feed, `${words.feed} code`, `sent by`, `from ${words.feed}`],
        type: 'TEXT',
        meaning: `${words.feed} it is booked to`,
      },
      {
        name: 'received',
        words: ['received on', 'arrived', 'received', 'day in', 'came in on'],
        type: 'TEXT',
        meaning: 'day on which it was received',
      },
    ],
    rows: routing.batches.map(({ id, booked, received }) => ({ id, feed: booked, received })),
  })
  const column = scene.column(table, stamp)
  const parent = scene.table(planted.batches)
  const linked = { ...column, references: { table: parent.physical, column: parent.columns[0]?.physical ?? '' } }
  const { columns } = scene.table(table)
  columns[columns.indexOf(column)] = linked
}

/** Notices at level 4, a log of events at level 5. Numbers ascend in time; those of one batch keep their order. */
function plantCorrections(random: Random, scene: Scene, routing: Routing, { words }: RoutingPlace): void {
  const queues = routing.batches.map(({ corrections }) => [...corrections])
  const sequence: { batch: number; feed: string; withdrawn: boolean }[] = []
  while (queues.some((queue) => queue.length > 0)) {
    const next = random.pick(queues.filter((queue) => queue.length > 0)).shift()
    if (next) sequence.push(next)
  }
  const number = ['no', 'number', 'entry', 'seq']
  if (routing.level === 4) {
    const keys = gappedKeys(random, sequence.length, random.int(1, 60))
    const say = random.pick([
      (feed: string): string => `To be read as if it had come from ${feed}.`,
      (feed: string): string => JSON.stringify({ [`treat_as_${words.feed}`]: feed }),
      (feed: string): string => `Wrongly booked; ${feed} wrote it.`,
      (feed: string): string => `${words.feed}=${feed}; checked`,
    ])
    scene.add({
      name: planted.corrections,
      words: [`${words.notice}s`, `${words.batch} ${words.notice}s`, `${words.notice} book`, `${words.notice} file`],
      meaning: `corrections of the ${words.batch} register`,
      columns: [
        { name: 'no', words: number, type: 'INTEGER', meaning: `number of the ${words.notice}` },
        {
          name: 'batch',
          words: [words.batch, `${words.batch} ref`, `about ${words.batch}`],
          type: 'INTEGER',
          references: planted.batches,
          meaning: `${words.batch} it is about`,
        },
        {
          name: 'status',
          words: ['status', 'state', 'standing', 'validity'],
          type: 'TEXT',
          meaning: 'whether it stands',
        },
        { name: 'body', words: ['body', 'wording', 'message', 'content'], type: 'TEXT', meaning: 'what it says' },
      ],
      rows: sequence.map(({ batch, feed, withdrawn }, index) => ({
        no: keys[index] ?? 0,
        batch,
        status: withdrawn ? words.withdrawn : words.valid,
        body: say(feed),
      })),
    })
    return
  }
  plantLog(random, scene, sequence, words, number)
}

/** Each move is an event; the withdrawn ones are cancelled by a later event that names their number. */
function plantLog(
  random: Random,
  scene: Scene,
  moves: readonly { batch: number; feed: string; withdrawn: boolean }[],
  words: Vocabulary,
  number: readonly string[],
): void {
  type Event = { batch: number; feed: string | null; cancels: number | null }
  const events: Event[] = []
  const due: number[] = []
  const cancelOne = (): void => {
    const move = due.splice(random.int(0, due.length - 1), 1)[0] ?? 0
    events.push({ batch: moves[move]?.batch ?? 0, feed: null, cancels: move })
  }
  const placeOf = new Map<number, number>()
  for (const [index, { batch, feed, withdrawn }] of moves.entries()) {
    placeOf.set(index, events.length)
    events.push({ batch, feed, cancels: null })
    if (withdrawn) due.push(index)
    if (due.length > 0 && random.percent(35)) cancelOne()
  }
  while (due.length > 0) cancelOne()
  const keys = gappedKeys(random, events.length, random.int(100, 400))
  const start = toDay('2025-10-01')
  scene.add({
    name: planted.corrections,
    words: [`${words.batch} log`, `${words.batch} events`, `${words.batch} history`, `${words.batch} ledger`],
    meaning: `what became of each ${words.batch} after it was booked`,
    columns: [
      { name: 'no', words: number, type: 'INTEGER', meaning: 'number of the event' },
      { name: 'day', words: ['logged on', 'day', 'on day', 'entered on'], type: 'TEXT', meaning: 'day of the event' },
      { name: 'event', words: ['event', 'what', 'action taken', 'entry type'], type: 'TEXT', meaning: 'kind of event' },
      {
        name: 'batch',
        words: [words.batch, `${words.batch} ref`, `about ${words.batch}`],
        type: 'INTEGER',
        references: planted.batches,
        meaning: `${words.batch} it is about`,
      },
      {
        name: 'feed',
        words: [`to ${words.feed}`, `new ${words.feed}`, words.feed],
        type: 'TEXT',
        nullable: true,
        meaning: `${words.feed} it goes to`,
      },
      {
        name: 'cancels',
        words: ['takes back', 'refers to', 'about event', 'event ref'],
        type: 'INTEGER',
        nullable: true,
        meaning: 'event that it takes back',
      },
    ],
    rows: events.map(({ batch, feed, cancels }, index) => ({
      no: keys[index] ?? 0,
      day: fromDay(start + Math.floor(index / 3)),
      event: cancels === null ? words.move : words.cancel,
      batch,
      feed,
      cancels: cancels === null ? null : (keys[placeOf.get(cancels) ?? 0] ?? 0),
    })),
  })
}
