import type { Random } from '../../../kit/random.ts'
import type { PeriodColumn } from '../../worlds/stations/ledger-trade.ts'
import type { CoreColumn, GoodColumn, SenderColumn } from '../../worlds/stations/file-import-trade.ts'
import type { GroupColumn, MartDayColumn, MartMonthColumn, MemberColumn } from '../../worlds/stations/mart-trade.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import type { Ground } from './ground.ts'

type LineColumn = Extract<CoreColumn, 'id' | 'sender' | 'at' | 'party' | 'good' | 'quantity' | 'amount'> | 'receivedAt'
type RunColumn = 'id' | 'job' | 'version' | 'from' | 'until' | 'startedAt' | 'finishedAt' | 'status' | 'by'
type EventColumn = 'id' | 'at' | 'payload'
type SourceColumn = 'version' | 'liveFrom' | 'text'
type OldColumn = 'id' | 'member' | 'group' | 'from' | 'until'
type DictionaryColumn = 'id' | 'table' | 'field' | 'code' | 'meaning'

/** The names of one instance. */
export interface Names {
  readonly core: TableNames<LineColumn>
  readonly senders: TableNames<Exclude<SenderColumn, 'system'>>
  readonly goods: TableNames<GoodColumn>
  readonly days: TableNames<MartDayColumn>
  readonly months: TableNames<MartMonthColumn | 'more'>
  readonly list: TableNames<MemberColumn>
  readonly groups: TableNames<GroupColumn>
  readonly runs: TableNames<RunColumn>
  readonly events: TableNames<EventColumn>
  readonly source: TableNames<SourceColumn>
  readonly periods: TableNames<PeriodColumn>
  readonly old: TableNames<OldColumn>
  readonly dictionary: TableNames<DictionaryColumn>
  /** How a run that ended is marked, and one that broke off. */
  readonly status: { readonly done: string; readonly failed: string }
  /** What the log calls the scheduler. */
  readonly scheduler: string
}

const words = {
  runs: {
    names: ['job_run', 'nightly_run', 'batch_run', 'run_log'],
    columns: {
      id: ['run_id', 'run_no'],
      job: ['job', 'job_name'],
      version: ['version', 'release'],
      from: ['from_day', 'first_day'],
      until: ['until_day', 'last_day'],
      startedAt: ['started_at', 'begun_at'],
      finishedAt: ['finished_at', 'ended_at'],
      status: ['status', 'outcome'],
      by: ['started_by', 'run_by'],
    },
  } satisfies TableWords<RunColumn>,
  events: {
    names: ['job_event', 'scheduler_event', 'batch_event', 'run_journal'],
    columns: { id: ['id', 'event_no'], at: ['logged_at', 'written_at'], payload: ['payload', 'event', 'details'] },
  } satisfies TableWords<EventColumn>,
  source: {
    names: ['job_source', 'job_sql', 'job_release', 'deployed_sql'],
    columns: {
      version: ['version', 'release'],
      liveFrom: ['live_from', 'deployed_at'],
      text: ['statement', 'source', 'sql_text'],
    },
  } satisfies TableWords<SourceColumn>,
  old: {
    names: ['L4GRPX', 'L4MEMB', 'L4GRP2', 'L4K310'],
    columns: {
      id: ['RECN', 'SEQN'],
      member: ['OBJ', 'ITM8'],
      group: ['GRP', 'GRPC'],
      from: ['FRDT', 'BEGD'],
      until: ['TODT', 'ENDD'],
    },
  } satisfies TableWords<OldColumn>,
  dictionary: {
    names: ['L4DDIC', 'L4DD03', 'L4DICT', 'L4FLDS'],
    columns: {
      id: ['SEQ4', 'ENTRN'],
      table: ['TABN', 'TNAME'],
      field: ['FLDN', 'FNAME'],
      code: ['CODV', 'CODEX'],
      meaning: ['TEXT60', 'DESCR'],
    },
  } satisfies TableWords<DictionaryColumn>,
} as const

const more: Readonly<Record<'days' | 'best', readonly string[]>> = {
  days: ['day_rows', 'days_counted'],
  best: ['best_day', 'top_day_amount'],
}

export function drawAllNames(random: Random, { trade, axis, house }: Ground): Names {
  const { core, files, senders, goods } = trade.file_import
  const { id, sender, at, party, good, quantity, amount } = core.columns
  const line: TableWords<LineColumn> = {
    names: core.names,
    columns: { id, sender, at, party, good, quantity, amount, receivedAt: files.columns.receivedAt },
  }
  const { code, name } = senders.columns
  const months = drawNames(random, axis.months)
  return {
    core: drawNames(random, line),
    senders: drawNames(random, { names: senders.names, columns: { code, name } }),
    goods: drawNames(random, goods),
    days: drawNames(random, axis.days),
    months: { ...months, columns: { ...months.columns, more: random.pick(more[house.more]) } },
    list: drawNames(random, axis.list),
    groups: drawNames(random, axis.groupTable),
    runs: drawNames(random, words.runs),
    events: drawNames(random, words.events),
    source: drawNames(random, words.source),
    periods: drawNames(random, trade.ledger.periods),
    old: drawNames(random, words.old),
    dictionary: drawNames(random, words.dictionary),
    status: random.pick([
      { done: 'done', failed: 'failed' },
      { done: 'ok', failed: 'error' },
      { done: 'ended', failed: 'aborted' },
    ]),
    scheduler: random.pick(['cron', 'scheduler', 'planner']),
  }
}
