import type { Random } from '../../../kit/random.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import type {
  CoreColumn,
  FileColumn,
  GoodColumn,
  RawColumn,
  SenderColumn,
} from '../../worlds/stations/file-import-trade.ts'
import type { PeriodColumn, StatementColumn } from '../../worlds/stations/ledger-trade.ts'
import type { ChangeColumn, ChildColumn } from '../../worlds/stations/manual-tool-trade.ts'
import type { DayColumn, MonthColumn, RunColumn } from '../../worlds/stations/nightly-job-trade.ts'
import type { FileStatus } from '../../worlds/stations/import-run.ts'
import type { Story } from './story.ts'

/** The names of one instance. */
export interface Names {
  readonly core: TableNames<CoreColumn>
  readonly files: TableNames<FileColumn>
  readonly raw: TableNames<RawColumn>
  readonly senders: TableNames<SenderColumn>
  readonly goods: TableNames<GoodColumn>
  readonly child: TableNames<ChildColumn>
  readonly changes: TableNames<ChangeColumn>
  readonly days: TableNames<DayColumn>
  readonly months: TableNames<MonthColumn>
  readonly runs: TableNames<RunColumn>
  readonly periods: TableNames<PeriodColumn>
  readonly statements: TableNames<StatementColumn>
  readonly dictionary: TableNames<'id' | 'table' | 'field' | 'position' | 'code' | 'meaning'>
  /** How files mark their type, and how the old system does. */
  readonly types: { readonly day: string; readonly more: string; readonly fix: string }
  readonly oldTypes: { readonly day: string; readonly more: string; readonly fix: string }
  readonly records: { readonly header: string; readonly line: string; readonly end: string }
  readonly status: Readonly<Record<FileStatus, string>>
}

/** What the old system calls its table of text. */
const oldRaw: TableWords<RawColumn> = {
  names: ['ZIF040', 'TB_EING_07', 'KX200P', 'L4IMPD'],
  columns: {
    file: ['IFNR', 'DTNR', 'KXFN'],
    number: ['SATZ', 'LFDN', 'KXSQ'],
    text: ['INHALT', 'DATEN', 'KXTX'],
  },
}
const dictionary: TableWords<'id' | 'table' | 'field' | 'position' | 'code' | 'meaning'> = {
  names: ['ZDD03', 'TB_DICT', 'KX900P', 'L4DDIC'],
  columns: {
    id: ['LFD', 'SEQ4'],
    table: ['TABN', 'TNAME'],
    field: ['FELD', 'FNAME'],
    position: ['POSN', 'PLACE'],
    code: ['WERT', 'CODEV'],
    meaning: ['TEXT30', 'DESCR'],
  },
}

export function drawAllNames(random: Random, { trade, plan }: Pick<Story, 'trade' | 'plan'>): Names {
  const { file_import: files, manual_tool: tool, nightly_job: job, ledger } = trade
  const tables = {
    core: drawNames(random, files.core),
    files: drawNames(random, files.files),
    raw: drawNames(random, plan === 'two systems' ? oldRaw : files.raw),
    senders: drawNames(random, files.senders),
    goods: drawNames(random, files.goods),
    child: drawNames(random, tool.child),
    changes: drawNames(random, tool.changes),
    days: drawNames(random, job.days),
    months: drawNames(random, job.months),
    runs: drawNames(random, job.runs),
    periods: drawNames(random, ledger.periods),
    statements: drawNames(random, ledger.statements),
    dictionary: drawNames(random, dictionary),
  }
  const { loaded, known, incomplete, applied } = files.status
  const digits = random.shuffle(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
  const [day = '1', more = '2', fix = '3'] = digits
  return {
    ...tables,
    types: random.pick(files.nouns.types),
    oldTypes: { day: `A${day}`, more: `A${more}`, fix: `A${fix}` },
    records: plan === 'two systems' ? { header: '01', line: '20', end: '98' } : files.recordNames,
    status: {
      loaded: random.pick(loaded),
      known: random.pick(known),
      replaced: random.pick(['replaced', 'superseded', 'taken out']),
      incomplete: random.pick(incomplete),
      applied: random.pick(applied),
    },
  }
}
