import type { Random } from '../../../kit/random.ts'
import type { TableWords } from '../table-words.ts'
import type { Good } from '../business.ts'

/** Who sends files: a store, a laboratory, a merchant. */
export interface Sender {
  /** As lines and logs have it: `S14`. */
  readonly code: string
  /** As people say it: `Harbour Street`. */
  readonly name: string
  /** Each lane sends a file of its own for a day: tills, desks, terminals. */
  readonly lanes: number
}

/** What a line says beside sender, lane and time. */
export interface DrawnLine {
  readonly good: Good
  /** The card, patient or customer, as the trade writes it. */
  readonly party: string
  readonly quantity: number
}

/** The words of a trade for what passes through its import. */
export interface FileImportNouns {
  /** `till file`, `till files`. */
  readonly file: string
  readonly files: string
  /** A line of a file once it is a row: `sale`, `sales`. */
  readonly row: string
  readonly rows: string
  /** `store`, `stores`. */
  readonly sender: string
  readonly senders: string
  /** `till`, `tills`. */
  readonly lane: string
  readonly lanes: string
  /** `article`, and the card or number of whom the line is for. */
  readonly good: string
  readonly party: string
  /** What people call the program: `the till import`. */
  readonly importer: string
  /** Types of files as senders mark them: of a day, of late lines, of corrected lines. Several systems of marks. */
  readonly types: readonly { readonly day: string; readonly more: string; readonly fix: string }[]
}

/** The core row of a line. */
export type CoreColumn =
  | 'id'
  | 'sender'
  | 'lane'
  | 'at'
  | 'party'
  | 'good'
  | 'quantity'
  | 'amount'
  | 'file'
  | 'line'
  | 'load'
  | 'changedAt'
/** A line of the import's log. */
export type FileColumn =
  | 'id'
  | 'name'
  | 'sender'
  | 'lane'
  | 'day'
  | 'receivedAt'
  | 'type'
  | 'announced'
  | 'status'
  | 'load'
  | 'release'
export type RawColumn = 'file' | 'number' | 'text'
export type SenderColumn = 'code' | 'name' | 'system'
export type GoodColumn = 'code' | 'name' | 'price'

/** `file_import` in a trade. */
export interface FileImportTrade {
  readonly nouns: FileImportNouns
  readonly core: TableWords<CoreColumn>
  readonly files: TableWords<FileColumn>
  readonly raw: TableWords<RawColumn>
  readonly senders: TableWords<SenderColumn>
  readonly goods: TableWords<GoodColumn>
  readonly drawSenders: (random: Random, count: number) => readonly Sender[]
  readonly drawLine: (random: Random, goods: readonly Good[]) => DrawnLine
  /** Lines of a usual file. */
  readonly linesPerFile: readonly [least: number, most: number]
  /** Chance in percent that a line is followed by an equal one that is meant: two coffees, one after the other. */
  readonly equalLines: number
  /** Names of files, by what is known of them; several forms that senders use side by side. */
  readonly fileName: (random: Random, file: { sender: string; lane: number; day: string; again: boolean }) => string
  /** How the records of a file begin. */
  readonly recordNames: { readonly header: string; readonly line: string; readonly end: string }
  /** Words of the log. */
  readonly status: {
    readonly loaded: readonly string[]
    readonly known: readonly string[]
    readonly incomplete: readonly string[]
    readonly applied: readonly string[]
  }
}
