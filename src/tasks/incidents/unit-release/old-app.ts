/**
 * The log of the old program, which some handsets still have: records of fixed width under names that nobody can read, and
 * a dictionary that tells what stands where.
 *
 * @module
 */
import type { TableSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { buildTable } from '../../worlds/build-table.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import { sayMinute } from '../../worlds/time.ts'
import type { Versions } from './models.ts'
import type { Story } from './story.ts'

type LogColumn = 'number' | 'text'
type DictionaryColumn = 'id' | 'table' | 'field' | 'start' | 'length' | 'code' | 'meaning'
type Field = 'handset' | 'from' | 'until' | 'version' | 'user'

const log: TableWords<LogColumn> = {
  names: ['ZANM04', 'TB_SITZ', 'KX220J', 'L3LOGN'],
  columns: { number: ['LFDN', 'SATZNR', 'KXSQ'], text: ['INHALT', 'SATZ', 'KXTX'] },
}
const dictionary: TableWords<DictionaryColumn> = {
  names: ['ZDD05', 'TB_DICT', 'KX900P', 'L3DDIC'],
  columns: {
    id: ['LFD', 'SEQ4'],
    table: ['TABN', 'TNAME'],
    field: ['FELD', 'FNAME'],
    start: ['VON', 'STARTP'],
    length: ['LAEN', 'LNG'],
    code: ['WERT', 'CODEV'],
    meaning: ['TEXT30', 'DESCR'],
  },
}
const lengths: Readonly<Record<Field, number>> = { handset: 5, from: 12, until: 12, version: 2, user: 10 }
const cryptic: Readonly<Record<Field, readonly [name: string, meaning: string]>> = {
  handset: ['GER', 'handset'],
  from: ['ANM', 'signed in at, YYYYMMDDHHMM'],
  until: ['ABM', 'signed out at, YYYYMMDDHHMM'],
  version: ['VKZ', 'version of the program, see codes'],
  user: ['BED', 'who was signed in'],
}

export interface OldApp {
  readonly log: TableNames<LogColumn>
  readonly dictionary: TableNames<DictionaryColumn>
  /** Where each field begins, counted from 1. */
  readonly starts: Readonly<Record<Field, number>>
  /** The code of each version. */
  readonly codes: Readonly<Record<string, string>>
}

export function drawOldApp(random: Random, versions: Versions): OldApp {
  const order = random.shuffle(Object.keys(lengths) as Field[])
  let next = 1
  const starts = Object.fromEntries(
    order.map((field) => {
      const start = next
      next += lengths[field]
      return [field, start]
    }),
  ) as Record<Field, number>
  const list = Object.values(versions).filter((own): own is string => own !== null)
  const codes = random.sample(['A1', 'A4', 'B2', 'B7', 'C3', 'D1', 'D6', 'E5'], list.length)
  return {
    ...{ log: drawNames(random, log), dictionary: drawNames(random, dictionary), starts },
    codes: Object.fromEntries(list.map((version, place) => [version, codes[place] ?? ''])),
  }
}

const stamp = (minute: number): string => sayMinute(minute).replaceAll(/\D/g, '')

/** A field of a record, in SQL. */
export const fieldSql = ({ starts }: OldApp, field: Field, record: string): string =>
  `rtrim(substr(${record}, ${starts[field]}, ${lengths[field]}))`

/** A time of a record as the other tables write it, in SQL. */
export function timeSql({ starts }: OldApp, field: 'from' | 'until', record: string): string {
  const part = (from: number, length: number): string => `substr(${record}, ${starts[field] + from}, ${length})`
  return `${part(0, 4)} || '-' || ${part(4, 2)} || '-' || ${part(6, 2)} || ' ' || ${part(8, 2)} || ':' || ${part(10, 2)}`
}

/** The fields of a record. */
export function readRecord({ starts, codes }: OldApp, text: string): Record<Field, string> {
  const cut = (field: Field): string => text.slice(starts[field] - 1, starts[field] - 1 + lengths[field]).trim()
  const time = (field: Field): string => cut(field).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5')
  const version = Object.entries(codes).find(([, code]) => code === cut('version'))?.[0] ?? ''
  return { handset: cut('handset'), from: time('from'), until: time('until'), version, user: cut('user') }
}

/** Log and dictionary. */
export function oldTables(random: Random, { sittings, oldOnes }: Story, old: OldApp): TableSpec[] {
  const order = (Object.keys(lengths) as Field[]).toSorted((left, right) => old.starts[left] - old.starts[right])
  let number = random.int(300, 900)
  const records = [...sittings]
    .filter(([code]) => oldOnes.has(code))
    .flatMap(([, list]) => list.filter(({ isLost }) => !isLost))
    .toSorted((left, right) => left.until - right.until)
    .map((own) => {
      const cells: Record<Field, string> = {
        ...{ handset: own.handset, from: stamp(own.from), until: stamp(own.until) },
        ...{ version: old.codes[own.version] ?? '', user: own.user },
      }
      const text = order.map((field) => cells[field].slice(0, lengths[field]).padEnd(lengths[field])).join('')
      return { number: (number += random.int(1, 2)), text }
    })
  const table = old.log.table
  const lines = [
    ...order.map((field) => ({
      ...{ table, field: cryptic[field][0], start: old.starts[field], length: lengths[field] },
      ...{ code: null, meaning: cryptic[field][1] },
    })),
    ...Object.entries(old.codes).map(([version, code]) => ({
      ...{ table, field: cryptic.version[0], start: null, length: null, code, meaning: version },
    })),
  ]
  return [
    buildTable(random, old.log, {
      columns: [
        { column: 'number', type: 'INTEGER PRIMARY KEY' },
        { column: 'text', type: 'TEXT NOT NULL' },
      ],
      rows: records,
    }),
    buildTable(random, old.dictionary, {
      columns: [
        { column: 'id', type: 'INTEGER PRIMARY KEY' },
        { column: 'table', type: 'TEXT NOT NULL' },
        { column: 'field', type: 'TEXT NOT NULL' },
        { column: 'start', type: 'INTEGER' },
        { column: 'length', type: 'INTEGER' },
        { column: 'code', type: 'TEXT' },
        { column: 'meaning', type: 'TEXT NOT NULL' },
      ],
      rows: random.shuffle(lines).map((line, place) => ({ id: place + 1, ...line })),
    }),
  ]
}
