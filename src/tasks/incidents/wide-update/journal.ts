/**
 * The journal of the old program: records of fixed width, and the dictionary that says what stands where.
 *
 * @module
 */
import type { TableSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { buildTable } from '../../worlds/build-table.ts'
import { sayMinute } from '../../worlds/time.ts'
import { journalSaves } from './log-lines.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'

/** Places of a record: name, first place from 1, length, what it holds. */
export const recordPlaces = [
  ['DAT', 1, 10, 'day'],
  ['UHR', 11, 5, 'time of day'],
  ['BEN', 16, 12, 'user'],
  ['WEG', 28, 2, 'way the change came about'],
  ['KEY', 30, 7, 'case'],
  ['FLD', 37, 3, 'field'],
  ['ALT', 40, 30, 'value before'],
  ['NEU', 70, 30, 'value after'],
] as const
type Place = (typeof recordPlaces)[number][0]

/** A place of a record in SQL, without the blanks that fill it. */
export function placeSql(name: Place, record: string): string {
  const [, start, length] = recordPlaces.find(([own]) => own === name) as (typeof recordPlaces)[number]
  return `trim(substr(${record}, ${start}, ${length}))`
}

/** A record apart, by the names of its places. */
export function readRecord(record: string): Record<Place, string> {
  return Object.fromEntries(
    recordPlaces.map(([name, start, length]) => [name, record.slice(start - 1, start - 1 + length).trim()]),
  ) as Record<Place, string>
}

export function journalTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { journal, oldVia, oldFields } = names
  const rows = journalSaves(story).flatMap(({ changes, numbers, shownAt, operator, via, row }) =>
    changes.map(({ field, old, new: value }, place) => {
      const [day = '', time = ''] = sayMinute(shownAt).split(' ')
      const cells: Readonly<Record<Place, string>> = {
        ...{ DAT: day, UHR: time, BEN: operator, WEG: oldVia[via], KEY: String(row).padStart(7, '0') },
        ...{ FLD: oldFields[field], ALT: String(old), NEU: String(value) },
      }
      return {
        number: numbers[place] as number,
        text: recordPlaces.map(([name, , length]) => cells[name].padEnd(length)).join('').trimEnd(), // prettier-ignore
      }
    }),
  )
  return [
    buildTable(random, journal, {
      columns: [
        { column: 'number', type: 'INTEGER PRIMARY KEY' },
        { column: 'text', type: 'TEXT NOT NULL' },
      ],
      rows,
    }),
    dictionaryTable(random, story, names),
  ]
}

/** What the old program calls its things. */
function dictionaryTable(random: Random, { trade }: Story, names: Names): TableSpec {
  const { journal, oldVia, oldFields, cases } = names
  const { nouns } = trade.case_desk
  let id = 100
  const text = journal.columns.text
  const entry = (field: string, start: number | null, length: number | null, code: string | null, meaning: string) => ({
    ...{ id: (id += 1), table: journal.table, field, start, length, code, meaning },
  })
  const places = recordPlaces.map(([, start, length, meaning]) => entry(text, start, length, null, meaning))
  const rows = [
    entry(journal.columns.number, null, null, null, 'number of the change, counted like those of the desk program'),
    ...places,
    entry(text, 28, 2, oldVia.hand, 'changed by hand'),
    entry(text, 28, 2, oldVia.bulk, 'part of a mass change'),
    entry(text, 28, 2, oldVia.undo, 'last change taken back'),
    entry(text, 28, 2, oldVia.job, `saved by ${nouns.job}`),
    entry(text, 28, 2, oldVia.repair, 'put right by IT'),
    entry(text, 37, 3, oldFields.fee, `${cases.table}.${cases.columns.fee}`),
    entry(text, 37, 3, oldFields.handler, `${cases.table}.${cases.columns.handler}`),
    entry(text, 37, 3, oldFields.reason, `${cases.table}.${cases.columns.reason}`),
  ]
  return buildTable(random, names.dictionary, {
    columns: [
      { column: 'id', type: 'INTEGER PRIMARY KEY' },
      { column: 'table', type: 'TEXT' },
      { column: 'field', type: 'TEXT' },
      { column: 'start', type: 'INTEGER' },
      { column: 'length', type: 'INTEGER' },
      { column: 'code', type: 'TEXT' },
      { column: 'meaning', type: 'TEXT' },
    ],
    rows,
  })
}
