import type { Random } from '../../../kit/random.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import type {
  ArchiveColumn,
  ChildColumn,
  DeletionColumn,
  ErasureColumn,
  JournalColumn,
  LinkColumn,
  MergeColumn,
  MessageColumn,
  OverviewColumn,
  RecordColumn,
  SinceMonthColumn,
  SyncTrade,
  UseColumn,
} from '../../worlds/stations/sync-trade.ts'
import type { Request } from './register.ts'

type OldColumn = 'id' | 'at' | 'action' | 'table' | 'text'
type DictionaryColumn = 'id' | 'table' | 'field' | 'code' | 'meaning'

/** The names of one instance. */
export interface Names {
  readonly records: TableNames<RecordColumn>
  readonly children: TableNames<ChildColumn>
  readonly uses: TableNames<UseColumn>
  readonly archive: TableNames<ArchiveColumn>
  readonly overview: TableNames<OverviewColumn>
  readonly months: TableNames<SinceMonthColumn>
  readonly merges: TableNames<MergeColumn>
  readonly journal: TableNames<JournalColumn>
  readonly deletions: TableNames<DeletionColumn>
  readonly links: TableNames<LinkColumn>
  readonly messages: TableNames<MessageColumn>
  readonly erasures: TableNames<ErasureColumn>
  readonly old: TableNames<OldColumn>
  readonly dictionary: TableNames<DictionaryColumn>
  /** What became of a request, as the house writes it. */
  readonly statuses: Readonly<Record<Request['status'], string>>
  /** Marks of the fields in the old journal's text, and what it calls its tables. */
  readonly marks: Readonly<Record<ChildColumn | 'childTable' | 'recordTable', string>>
}

/** The journal of the old program. */
const old: TableWords<OldColumn> = {
  names: ['KDL210', 'TB_LOE_7', 'STM880', 'PXDEL'],
  columns: {
    id: ['LFNR', 'SEQN'],
    at: ['ZEITP', 'TSTMP'],
    action: ['VORG', 'JOBN'],
    table: ['TABK', 'OBJ'],
    text: ['SATZ', 'RECTX'],
  },
}
const dictionary: TableWords<DictionaryColumn> = {
  names: ['KDL900', 'TB_DICT', 'STM999', 'PXDIC'],
  columns: {
    id: ['LFD', 'SEQ4'],
    table: ['TABN', 'TNAME'],
    field: ['FELD', 'FNAME'],
    code: ['WERT', 'CODEV'],
    meaning: ['TEXT30', 'DESCR'],
  },
}

const statuses: readonly Names['statuses'][] = [
  { done: 'done', withdrawn: 'withdrawn', refused: 'refused', open: 'open' },
  { done: 'carried out', withdrawn: 'taken back', refused: 'declined', open: 'new' },
  { done: 'erased', withdrawn: 'cancelled', refused: 'not due', open: 'received' },
]

export function drawAllNames(random: Random, { trade }: { readonly trade: SyncTrade }): Names {
  const merges = drawNames(random, trade.merges)
  const journal = drawNames(random, trade.journal)
  const deletions = drawNames(random, trade.deletions)
  /** One program writes them. */
  const alike = <Column extends string>(
    names: TableNames<Column | 'action' | 'operator'>,
  ): TableNames<Column | 'action' | 'operator'> => ({
    ...names,
    columns: { ...names.columns, action: merges.columns.action },
  })
  return {
    records: drawNames(random, trade.records),
    children: drawNames(random, trade.children),
    uses: drawNames(random, trade.uses),
    archive: drawNames(random, trade.archive),
    overview: drawNames(random, trade.overview),
    months: drawNames(random, trade.months),
    merges,
    journal: alike<JournalColumn>(journal),
    deletions: alike<DeletionColumn>(deletions),
    links: drawNames(random, trade.links),
    messages: drawNames(random, trade.messages),
    erasures: drawNames(random, trade.erasures),
    old: drawNames(random, old),
    dictionary: drawNames(random, dictionary),
    statuses: random.pick(statuses),
    marks: random.pick([
      { id: 'NR', owner: 'KD', item: 'OB', since: 'AB', value: 'WT', childTable: 'U4', recordTable: 'K1' },
      { id: 'KEY', owner: 'PAR', item: 'REF', since: 'VON', value: 'MNG', childTable: '20', recordTable: '10' },
      { id: 'ID1', owner: 'ID0', item: 'BEZ', since: 'DAT', value: 'ZAL', childTable: 'S', recordTable: 'P' },
    ]),
  }
}
