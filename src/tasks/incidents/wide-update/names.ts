import type { Random } from '../../../kit/random.ts'
import type {
  BulkRunColumn,
  CaseColumn,
  CaseDayColumn,
  CaseMonthColumn,
  CopyColumn,
  EntryColumn,
  SaveColumn,
  StaffColumn,
  ViaWords,
} from '../../worlds/stations/case-desk-trade.ts'
import type { GoodColumn, SenderColumn } from '../../worlds/stations/file-import-trade.ts'
import type { PeriodColumn } from '../../worlds/stations/ledger-trade.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import type { Story } from './story.ts'

type JournalColumn = 'number' | 'text'
type DictionaryColumn = 'id' | 'table' | 'field' | 'start' | 'length' | 'code' | 'meaning'

/** The names of one instance. */
export interface Names {
  readonly cases: TableNames<CaseColumn>
  readonly entries: TableNames<EntryColumn>
  readonly saves: TableNames<SaveColumn>
  readonly copy: TableNames<CopyColumn>
  readonly runs: TableNames<BulkRunColumn>
  readonly staff: TableNames<StaffColumn>
  readonly days: TableNames<CaseDayColumn>
  readonly months: TableNames<CaseMonthColumn>
  readonly senders: TableNames<SenderColumn>
  readonly goods: TableNames<GoodColumn>
  readonly periods: TableNames<PeriodColumn>
  readonly journal: TableNames<JournalColumn>
  readonly dictionary: TableNames<DictionaryColumn>
  readonly via: ViaWords
  /** What the old program calls ways and fields. */
  readonly oldVia: ViaWords
  readonly oldFields: Readonly<Record<'fee' | 'handler' | 'reason', string>>
}

/** What the old program calls its journal. */
const journal: TableWords<JournalColumn> = {
  names: ['L4JRNL', 'L4PROT', 'L4CHG7', 'L4K410'],
  columns: { number: ['SEQN', 'RECN', 'LNR6'], text: ['RECTX', 'DATX', 'TX120'] },
}
const dictionary: TableWords<DictionaryColumn> = {
  names: ['L4DDIC', 'L4DD03', 'L4DICT', 'L4FLDS'],
  columns: {
    id: ['SEQ4', 'ENTRN'],
    table: ['TABN', 'TNAME'],
    field: ['FLDN', 'FNAME'],
    start: ['FRPOS', 'STARTP'],
    length: ['LENG', 'LNG'],
    code: ['CODV', 'CODEX'],
    meaning: ['TEXT60', 'DESCR'],
  },
}

export function drawAllNames(random: Random, { trade }: Pick<Story, 'trade'>): Names {
  const { case_desk: desk, file_import: files, ledger } = trade
  const tables = {
    cases: drawNames(random, desk.cases),
    entries: drawNames(random, desk.entries),
    saves: drawNames(random, desk.saves),
    copy: drawNames(random, desk.copy),
    runs: drawNames(random, desk.runs),
    staff: drawNames(random, desk.staff),
    days: drawNames(random, desk.days),
    months: drawNames(random, desk.months),
    senders: drawNames(random, files.senders),
    goods: drawNames(random, files.goods),
    periods: drawNames(random, ledger.periods),
    journal: drawNames(random, journal),
    dictionary: drawNames(random, dictionary),
  }
  const digits = random.shuffle(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
  const code = (letter: string, place: number): string => `${letter}${digits[place] ?? '0'}`
  return {
    ...tables,
    via: random.pick(desk.vias),
    oldVia: {
      ...{ hand: code('V', 0), bulk: code('V', 1), undo: code('V', 2), job: code('V', 3), repair: code('V', 4) },
    },
    oldFields: { fee: code('F0', 5), handler: code('F0', 6), reason: code('F0', 7) },
  }
}
