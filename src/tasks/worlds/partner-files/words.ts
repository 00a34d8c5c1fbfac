import type { Random } from '../../../kit/random.ts'
import type { PartnerFilesTrade, SendingPartner } from '../stations/partner-files-trade.ts'

/** What a trade calls its own things; the rest is alike everywhere. */
export interface PartnerWords {
  /** Names of the table of rows, and of the log of files. */
  readonly rows: readonly string[]
  readonly files: readonly string[]
  readonly partner: readonly string[]
  readonly partnerTable: readonly string[]
  readonly number: readonly string[]
  readonly taken: readonly string[]
  readonly due: readonly string[]
  readonly good: readonly string[]
  readonly goodTable: readonly string[]
  readonly quantity: readonly string[]
  readonly plan: readonly string[]
  readonly totals: readonly string[]
  readonly handedOver: readonly string[]
}

/** Tables of partner files, by the words of a trade. */
export function partnerTables(
  words: PartnerWords,
): Omit<PartnerFilesTrade, 'nouns' | 'drawPartners' | 'quantities' | 'fileName'> {
  return {
    promises: {
      names: words.rows,
      columns: {
        id: ['id', 'row_no', 'entry_id'],
        partner: words.partner,
        number: words.number,
        taken: words.taken,
        due: words.due,
        good: words.good,
        quantity: words.quantity,
        status: ['status', 'state'],
        file: ['file_id', 'file_no', 'from_file'],
        line: ['line_no', 'line_in_file', 'position'],
      },
    },
    files: {
      names: words.files,
      columns: {
        id: ['id', 'file_no'],
        name: ['file_name', 'name'],
        partner: words.partner,
        receivedAt: ['received_at', 'arrived_at'],
        loadedAt: ['loaded_at', 'read_at'],
        loader: ['loader', 'read_by', 'machine'],
        release: ['import_version', 'read_with', 'loader_version'],
      },
    },
    refusals: {
      names: ['refused_line', 'rejected_line', 'line_not_taken', 'reject_journal'],
      columns: {
        id: ['id', 'journal_no'],
        file: ['file_id', 'file_no', 'from_file'],
        line: ['line_no', 'line_in_file', 'position'],
        row: ['reserved_id', 'row_kept_free', 'held_row_id'],
        reason: ['reason', 'refused_because'],
        number: words.number,
        taken: words.taken.map((name) => `${name}_text`),
        due: words.due.map((name) => `${name}_text`),
        good: words.good,
        quantity: words.quantity,
      },
    },
    raw: {
      names: ['raw_line', 'file_text', 'landed_line', 'line_as_sent'],
      columns: {
        id: ['id', 'seq'],
        file: ['file_id', 'file_no', 'from_file'],
        line: ['line_no', 'line_in_file', 'position'],
        text: ['content', 'raw_text', 'line_text'],
      },
    },
    partners: {
      names: words.partnerTable,
      columns: { code: ['code', 'short_code'], name: ['name', 'full_name'] },
    },
    goods: {
      names: words.goodTable,
      columns: { code: ['code', 'number'], name: ['name', 'description'], lead: ['lead_days', 'usual_lead_days'] },
    },
    withdrawals: {
      names: ['withdrawal', 'withdrawn_line', 'called_off'],
      columns: {
        id: ['id', 'notice_no'],
        partner: words.partner,
        number: words.number,
        day: ['withdrawn_on', 'called_off_on'],
      },
    },
    plan: {
      names: words.plan,
      columns: {
        partner: words.partner,
        month: ['month', 'plan_month'],
        lines: ['line_count', 'planned_lines'],
        quantity: ['planned_total', 'quantity_due', 'total_planned'],
      },
    },
    totals: {
      names: words.totals,
      columns: {
        month: ['month', 'plan_month'],
        lines: ['line_count', 'planned_lines'],
        quantity: ['planned_total', 'quantity_due', 'total_planned'],
      },
    },
    handedOver: {
      names: words.handedOver,
      columns: {
        month: ['month', 'plan_month'],
        at: ['handed_over_at', 'given_at'],
        by: ['handed_over_by', 'given_by'],
      },
    },
    status: [
      { open: 'open', withdrawn: 'withdrawn' },
      { open: 'active', withdrawn: 'called off' },
      { open: 'O', withdrawn: 'W' },
    ],
    reasons: [
      { day: 'day not in calendar', good: 'code unknown', quantity: 'quantity missing' },
      { day: 'no such day', good: 'not in the list', quantity: 'no quantity' },
      { day: 'date out of range', good: 'unknown code', quantity: 'quantity empty' },
    ],
  }
}

/** Different partners with codes of a letter and two digits. */
export function namedPartners(
  random: Random,
  count: number,
  letter: string,
  firsts: readonly string[],
  seconds: readonly string[],
): SendingPartner[] {
  const numbers = random
    .sample(
      Array.from({ length: 80 }, (_, index) => index + 11),
      count,
    )
    .toSorted((left, right) => left - right)
  const names = random.sample(firsts, count)
  return names.map((name, place) => ({
    code: `${letter}${numbers[place]}`,
    name: `${name} ${seconds[(place + name.length) % seconds.length]}`,
  }))
}
