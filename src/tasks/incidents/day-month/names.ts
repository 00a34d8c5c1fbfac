import type { Random } from '../../../kit/random.ts'
import { drawNames, type TableNames, type TableWords } from '../../worlds/table-words.ts'
import type { ChangeColumn } from '../../worlds/stations/manual-tool-trade.ts'
import type {
  HandedOverColumn,
  PartnerColumn,
  PartnerFileColumn,
  PartnerRawColumn,
  PlanColumn,
  PlanTotalColumn,
  PromiseColumn,
  PromisedGoodColumn,
  RefusalColumn,
  WithdrawalColumn,
} from '../../worlds/stations/partner-files-trade.ts'
import type { Story } from './business.ts'

type OldFileColumn = 'id' | 'partner' | 'received' | 'loader'
type OldLineColumn = 'id' | 'file' | 'line' | 'row' | 'code' | 'text'
type DictionaryColumn = 'id' | 'table' | 'field' | 'code' | 'meaning'

/** The names of one instance. */
export interface Names {
  readonly promises: TableNames<PromiseColumn>
  readonly files: TableNames<PartnerFileColumn>
  readonly refusals: TableNames<RefusalColumn>
  readonly raw: TableNames<PartnerRawColumn>
  readonly partners: TableNames<PartnerColumn>
  readonly goods: TableNames<PromisedGoodColumn>
  readonly withdrawals: TableNames<WithdrawalColumn>
  readonly plan: TableNames<PlanColumn>
  readonly totals: TableNames<PlanTotalColumn>
  readonly handedOver: TableNames<HandedOverColumn>
  readonly changes: TableNames<ChangeColumn>
  readonly oldFiles: TableNames<OldFileColumn>
  readonly oldLines: TableNames<OldLineColumn>
  readonly dictionary: TableNames<DictionaryColumn>
  readonly status: { readonly open: string; readonly withdrawn: string }
  readonly reasons: { readonly day: string; readonly good: string; readonly quantity: string }
  /** The same in the old system. */
  readonly oldReasons: { readonly day: string; readonly good: string; readonly quantity: string }
  /** Names of fields in the old system's text. */
  readonly marks: Readonly<Record<'number' | 'taken' | 'due' | 'good' | 'quantity', string>>
  /** What stands between the fields of a raw line. */
  readonly separator: string
}

const oldFiles: TableWords<OldFileColumn> = {
  names: ['ZFL020', 'TB_DAT_2', 'KX220P', 'DATEIEIN'],
  columns: {
    id: ['DNR', 'FNO', 'KXFN'],
    partner: ['PTN', 'LIEF'],
    received: ['EIND', 'DTEIN'],
    loader: ['RCHN', 'MACH'],
  },
}
const oldLines: TableWords<OldLineColumn> = {
  names: ['ZFL090', 'TB_ABW_1', 'KX290P', 'DATEIABW'],
  columns: {
    ...{ id: ['LFNR', 'SEQN'], file: ['DNR', 'FNO', 'KXFN'], line: ['ZEI', 'LNO'], row: ['RSVN', 'KEYR'] },
    ...{ code: ['GRD', 'RCDE'], text: ['INHALT', 'SATZ', 'DATEN'] },
  },
}
const dictionary: TableWords<DictionaryColumn> = {
  names: ['ZFL900', 'TB_DICT', 'KX900P', 'DATEIDIC'],
  columns: {
    ...{ id: ['LFD', 'SEQ4'], table: ['TABN', 'TNAME'], field: ['FELD', 'FNAME'], code: ['WERT', 'CODEV'] },
    meaning: ['TEXT30', 'DESCR'],
  },
}

export function drawAllNames(random: Random, { trade: { files, changes } }: Pick<Story, 'trade'>): Names {
  const [day = '', good = '', quantity = ''] = random.sample(['11', '24', '37', '42', '58', '63', '79', '86'], 3)
  return {
    promises: drawNames(random, files.promises),
    files: drawNames(random, files.files),
    refusals: drawNames(random, files.refusals),
    raw: drawNames(random, files.raw),
    partners: drawNames(random, files.partners),
    goods: drawNames(random, files.goods),
    withdrawals: drawNames(random, files.withdrawals),
    plan: drawNames(random, files.plan),
    totals: drawNames(random, files.totals),
    handedOver: drawNames(random, files.handedOver),
    changes: drawNames(random, changes),
    oldFiles: drawNames(random, oldFiles),
    oldLines: drawNames(random, oldLines),
    dictionary: drawNames(random, dictionary),
    status: random.pick(files.status),
    reasons: random.pick(files.reasons),
    oldReasons: { day, good, quantity },
    marks: random.pick([
      { number: 'NR', taken: 'DT1', due: 'DT2', good: 'ART', quantity: 'MNG' },
      { number: 'REF', taken: 'TAG1', due: 'TAG2', good: 'POS', quantity: 'ANZ' },
      { number: 'KEY', taken: 'D1', due: 'D2', good: 'COD', quantity: 'QTY' },
    ]),
    separator: random.pick([';', '|', '^']),
  }
}
