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

/** A column of the log: what the world has, and from level 4 on what was in a file, whatever became of it. */
export type LogColumn = FileColumn | 'held' | 'worth'
const contents: TableWords<'held' | 'worth'>['columns'] = {
  held: ['lines_received', 'lines_in_file', 'lines_read'],
  worth: ['amount_received', 'amount_in_file', 'amount_read'],
}

/** The names of one instance. */
export interface Names {
  readonly core: TableNames<CoreColumn>
  readonly files: TableNames<LogColumn>
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

/** The old system is L4, in the names of its tables too. */
const oldRaw: TableWords<RawColumn> = {
  names: ['L4IMPD', 'L4FIN2', 'L4RECV', 'L4K200'],
  columns: {
    file: ['IFNO', 'FILN', 'FNR4'],
    number: ['RECN', 'SEQN', 'LNR6'],
    text: ['RECTX', 'DATX', 'TX120'],
  },
}
const dictionary: TableWords<'id' | 'table' | 'field' | 'position' | 'code' | 'meaning'> = {
  names: ['L4DDIC', 'L4DD03', 'L4DICT', 'L4FLDS'],
  columns: {
    id: ['SEQ4', 'ENTRN'],
    table: ['TABN', 'TNAME'],
    field: ['FLDN', 'FNAME'],
    position: ['POSN', 'PLACE'],
    code: ['CODV', 'CODEX'],
    meaning: ['TEXT60', 'DESCR'],
  },
}

export function drawAllNames(random: Random, { trade, plan }: Pick<Story, 'trade' | 'plan'>): Names {
  const { file_import: files, manual_tool: tool, nightly_job: job, ledger } = trade
  const tables = {
    core: drawNames(random, files.core),
    files: drawNames(random, { ...files.files, columns: { ...files.files.columns, ...contents } }),
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
