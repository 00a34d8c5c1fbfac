/**
 * The sentences that make an instance determinate: in the goal at levels 1 and 2, in a table of documents from
 * level 3 on.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Level } from './routing.ts'
import { planted, type RoutingPlace } from './routing-tables.ts'
import type { Scene } from './scene.ts'
import { gappedKeys } from '../trades/draws.ts'

/** A sentence with the name by which ambiguity cases refer to it. */
export interface Statement {
  readonly topic: string
  readonly text: string
}

/** How a line finds its rule, in words, with the names of this database. */
export function routeStatements(scene: Scene, place: RoutingPlace, level: Level): Statement[] {
  const { words } = place
  const table = scene.table(place.table).physical
  const stamp = scene.column(place.table, place.stamp).physical
  const key = scene.column(place.table, scene.key(place.table)).physical
  if (level === 1) {
    return [{ topic: 'lines', text: `The column ${stamp} names the ${words.feed} that sent a line of ${table}.` }]
  }
  const rules = scene.table(planted.rules).physical
  const rule = (name: string): string => scene.column(planted.rules, name).physical
  const about = `Each entry of ${rules} says how one ${words.feed} writes one column: ${rule('feed')} is its code,
    ${rule('field')} the column of ${table}. Codes and names are compared character by character. An entry about
    another column, or of some ${words.feed} that sent nothing, changes nothing here.`
  if (level === 2) {
    return [
      { topic: 'lines', text: `The column ${stamp} names the ${words.feed} that sent a line of ${table}.` },
      { topic: 'entries', text: about },
    ]
  }
  const batches = scene.table(planted.batches).physical
  const batch = (name: string): string => scene.column(planted.batches, name).physical
  const statements: Statement[] = [
    { topic: 'entries', text: about },
    {
      topic: 'dates of entries',
      text: `Of the entries of one ${words.feed} about one column only one counts for a line: the one with the latest
        ${rule('since')} that is not after the day on which the ${words.batch} of the line was received. An entry holds
        from its first day on, that day included.`,
    },
    {
      topic: 'register',
      text: `${batches} holds every ${words.batch} by its number: ${batch('feed')} is the ${words.feed} it is booked to,
        ${batch('received')} the day on which it was received.`,
    },
  ]
  if (level === 3) {
    return [
      { topic: 'lines', text: `The column ${stamp} of ${table} names the ${words.batch} by which the line came.` },
      ...statements,
    ]
  }
  statements.unshift({
    topic: 'lines',
    text: `Lines of ${table} came in runs, in order of ${key}. Only the first line of a run names its ${words.batch} in
      ${stamp}; a line without a number belongs to the ${words.batch} of the nearest line before it that has one. The
      empty cells of ${stamp} stay empty.`,
  })
  const corrections = scene.table(planted.corrections).physical
  const entry = (name: string): string => scene.column(planted.corrections, name).physical
  statements.push(
    level === 4
      ? {
          topic: 'corrections',
          text: `A ${words.notice} in ${corrections} takes precedence over ${batches}: its ${words.batch} counts as sent by
            the ${words.feed} that the ${words.notice} names, while the day of receipt stays. Only a ${words.notice} whose
            ${entry('status')} is '${words.valid}' stands; one that is '${words.withdrawn}' counts as never written. Of
            several that stand, the one with the highest ${entry('no')} counts.`,
        }
      : {
          topic: 'corrections',
          text: `${corrections} is replayed in order of ${entry('no')} and takes precedence over ${batches}. An event
            '${words.move}' books its ${words.batch} to the ${words.feed} in ${entry('feed')}; an event '${words.cancel}' takes
            back the event whose number stands in ${entry('cancels')}, as if that one had never been entered, and an
            event '${words.cancel}' is never taken back itself. Of the bookings that are left the last one for each
            ${words.batch} counts for all its lines; without one, ${batches} is right. The day of receipt stays, and
            ${batch('feed')} is not rewritten.`,
        },
  )
  if (level === 5) statements.push(controlStatement(scene, place, batch))
  return statements
}

function controlStatement(
  scene: Scene,
  { words, table, column }: RoutingPlace,
  batch: (name: string) => string,
): Statement {
  const value = scene.column(table, column).physical
  const batches = scene.table(planted.batches).physical
  return {
    topic: 'control',
    text: `When the lines are right, every ${words.batch} of ${batches} is to be completed, over all its lines that the
      table then holds:
      ${batch('lowest')} and ${batch('highest')} are the smallest and the largest ${value} (texts in the order of their
      characters' codes, capitals before small letters), ${batch('tally')} is the number of different values; empty cells
      do not count, and where there is no value at all the tally is 0 and the other two stay empty. Then
      ${batch('state')} is '${words.balanced}' where ${batch('tally')} equals ${batch('declared')}, else '${words.open}'.`,
  }
}

const idleTalk: readonly (readonly [topic: string, text: string])[] = [
  ['backups', 'Copies are taken every night and kept for thirty days.'],
  ['access', 'Write access is granted by the office manager, in writing.'],
  ['printing', 'Lists for the notice board are printed in landscape.'],
  ['retention', 'Nothing is deleted before the tenth year is over.'],
  ['contacts', 'Questions go to the back office, weekdays from nine to four.'],
  ['history', 'The old system was switched off in spring; its screens are archived.'],
  ['training', 'New colleagues shadow somebody for two weeks.'],
]

const folded = (text: string): string => text.trim().split(/\s+/).join(' ')

/** Adds the table of documents, with a few that are about nothing of interest and, at level 5, a data dictionary. */
export function plantDocuments(random: Random, scene: Scene, level: Level, statements: readonly Statement[]): void {
  const dictionary: Statement[] = []
  if (level === 5) {
    for (const table of scene.tables.values()) {
      const columns = table.columns.map(({ physical, meaning }) => `${physical} = ${meaning}`).join(', ')
      dictionary.push({ topic: table.physical, text: `${table.physical}: ${table.meaning}. ${columns}.` })
    }
  }
  const idle = random.sample(idleTalk, 3).map(([topic, text]): Statement => ({ topic, text }))
  const entries = random.shuffle([...statements, ...dictionary, ...idle])
  const keys = gappedKeys(random, entries.length, random.int(1, 30))
  scene.add({
    name: planted.docs,
    words: ['documents', 'office handbook', 'guidelines', 'procedures', 'house notes', 'manual', 'working papers'],
    meaning: 'what has been written down',
    columns: [
      { name: 'id', words: ['id', 'no', 'page'], type: 'INTEGER', meaning: 'page' },
      { name: 'topic', words: ['topic', 'subject', 'heading', 'keyword'], type: 'TEXT', meaning: 'heading' },
      { name: 'text', words: ['body', 'wording', 'content', 'page text'], type: 'TEXT', meaning: 'text' },
    ],
    rows: entries.map(({ topic, text }, index) => ({ id: keys[index] ?? 0, topic, text: folded(text) })),
  })
}

/** Paragraphs on one line each; an item of a list keeps a line of its own. */
export function toParagraphs(paragraphs: readonly string[]): string {
  return paragraphs
    .map((paragraph) =>
      paragraph
        .split(/\n(?=- )/)
        .map(folded)
        .join('\n'),
    )
    .join('\n\n')
}

export { folded }
