import type { Random } from '../../kit/random.ts'
import { bankMart } from './bank-mart.ts'
import { bankTexts } from './bank-texts.ts'
import { bankDesk } from './desks/bank-desk.ts'
import { priced, type PricedThing } from './goods.ts'
import { bankPartners } from './partner-files/bank.ts'
import { bankBookings, bankPayments } from './payments/bank.ts'
import { bankPrices } from './price-lists/bank.ts'
import type { Sender } from './stations/file-import-trade.ts'
import type { World } from './world.ts'

/** What is charged at the counter, in cents. */
const services: readonly PricedThing[] = [
  ['Coins counted, one bag', 390, 50],
  ['Coin rolls, box of ten', 450, 50],
  ['Notes paid in for somebody else', 750, 80],
  ['Cash drawn with a form', 290, 40],
  ['Cheque paid in', 320, 40],
  ['Cheque book, 25 forms', 1250, 120],
  ["Banker's draft", 1450, 140],
  ['Transfer on paper', 280, 40],
  ['Transfer abroad in euro', 990, 100],
  ['Transfer abroad, other currency', 1890, 180],
  ['Urgent transfer', 1190, 120],
  ['Standing order set up', 350, 40],
  ['Standing order changed', 260, 30],
  ['Direct debit called back', 640, 70],
  ['Statement, second copy', 590, 60],
  ['Statement by post', 240, 30],
  ['Letter on the balance', 1150, 110],
  ['Tax certificate, second copy', 1390, 130],
  ['Replacement card', 1220, 120],
  ['New PIN by letter', 560, 60],
  ['Foreign notes sold', 480, 50],
  ['Foreign notes bought', 460, 50],
  ['Safe box, extra visit', 690, 70],
  ['Night safe, one bag', 540, 60],
  ['Signature certified', 890, 90],
  ['Search in old accounts', 2250, 200],
  ['Papers by courier', 1690, 160],
  ['Change of mandate', 980, 90],
]
const branches = `Cork Quay|Galway Eyre|Faro Marina|Braga Old Town|Linz Danube|Graz South|Ghent Canal|Leuven Station|
  Tartu University|Narva Bridge|Pori Riverside|Vaasa Harbour`.split(/\|\s*/)

function drawSenders(random: Random, count: number): Sender[] {
  const names = random.sample(branches, count)
  const codes = random.sample(
    Array.from({ length: 70 }, (_, index) => index + 110),
    count,
  )
  return names.map((name, index) => ({ code: `B${codes[index]}`, name, lanes: index === 0 ? 2 : 1 }))
}

/** A bank whose branches report what they charge at the counter. */
export const bank: World = {
  id: 'bank',
  title: 'a bank whose branches report what they charge at the counter',
  calendar: { closedWeekdays: [0], hours: [8, 17] },
  words: {
    houses: ['the bank', 'the branches', 'our branches', 'the branch network'],
    roles: ['fee accounting', 'branch support', 'banking IT', 'the complaints office', 'the branches'],
    currency: 'EUR',
  },
  texts: bankTexts,
  goods: (random, count) => priced(random, services, count, (place) => `${5000 + 29 * place + random.int(0, 24)}`),
  ranges: { quantity: { low: 1, high: 7 }, price: { low: 150, high: 2600 }, amount: { low: 150, high: 18_200 } },
  stations: {
    price_list: bankPrices,
    partner_files: bankPartners,
    file_import: {
      nouns: {
        file: 'counter file',
        files: 'counter files',
        row: 'fee entry',
        rows: 'fee entries',
        sender: 'branch',
        senders: 'branches',
        lane: 'counter',
        lanes: 'counters',
        importer: 'the counter import',
        good: 'fee code',
        party: 'account number',
        types: [
          { day: 'MAIN', more: 'REST', fix: 'RPL' },
          { day: 'D', more: 'E', fix: 'J' },
          { day: '01', more: '06', fix: '07' },
        ],
      },
      core: {
        names: ['fee_entry', 'counter_fee', 'fee_entries', 'counter_entry'],
        columns: {
          id: ['id', 'entry_id', 'entry_no'],
          sender: ['branch', 'branch_code', 'branch_no'],
          lane: ['counter', 'counter_no'],
          at: ['charged_at', 'served_at', 'done_at'],
          party: ['account', 'account_no', 'account_number'],
          good: ['fee_code', 'service_no', 'charge_code'],
          quantity: ['items', 'item_count', 'times'],
          amount: ['fee_cents', 'charged_cents', 'fee_total_cents'],
          file: ['file_id', 'counter_file_id', 'from_file'],
          line: ['line_no', 'file_line', 'journal_line'],
          load: ['load_no', 'run_no', 'batch_no'],
          changedAt: ['changed_at', 'last_change', 'corrected_at'],
        },
      },
      files: {
        names: ['counter_file', 'branch_file', 'file_journal', 'file_entry_log'],
        columns: {
          id: ['id', 'file_no'],
          name: ['file_name', 'name'],
          sender: ['branch', 'branch_code'],
          lane: ['counter', 'counter_no'],
          day: ['banking_day', 'counter_day', 'business_day'],
          receivedAt: ['received_at', 'arrived_at'],
          type: ['file_type', 'type_code', 'kind'],
          announced: ['lines_announced', 'lines_declared', 'expected_lines'],
          status: ['status', 'outcome', 'state'],
          load: ['load_no', 'run_no', 'batch_no'],
          release: ['importer_version', 'loaded_with', 'release'],
        },
      },
      raw: {
        names: ['counter_raw', 'raw_journal', 'journal_text', 'landing_counter'],
        columns: {
          file: ['file_id', 'file_no'],
          number: ['seq', 'text_line', 'row_in_file'],
          text: ['content', 'raw_text', 'line_text'],
        },
      },
      senders: {
        names: ['branch', 'branches', 'branch_list', 'bank_branch'],
        columns: {
          code: ['code', 'branch_code'],
          name: ['name', 'branch_name'],
          system: ['counter_system', 'system'],
        },
      },
      goods: {
        names: ['fee_list', 'counter_service', 'fee_table', 'charge_list'],
        columns: {
          code: ['fee_code', 'service_no', 'charge_code'],
          name: ['description', 'name'],
          price: ['fee_cents', 'single_fee_cents'],
        },
      },
      drawSenders,
      drawLine: (random, goods) => ({
        good: random.pick(goods),
        party: `${random.int(40_000_000, 89_999_999)}`,
        quantity: random.pick([1, 1, 1, 1, 2, 3]),
      }),
      linesPerFile: [4, 8],
      equalLines: 9,
      fileName: (random, { sender, lane, day, again }) => {
        const plain = day.replaceAll('-', '').slice(2)
        if (!again) return `${sender}C${lane}_${plain}.jnl`
        return random.pick([
          `${sender}C${lane}_${plain}_2.jnl`,
          `${sender}C${lane}_${plain}.jnl.new`,
          `C${lane}${sender}_${plain}.jnl`,
          `${sender}C${lane}_${plain}_evening.jnl`,
        ])
      },
      recordNames: { header: '10', line: '11', end: '19' },
      status: {
        loaded: ['loaded', 'posted', 'booked'],
        known: ['posted before', 'seen before', 'nothing new'],
        incomplete: ['incomplete', 'count differs', 'held'],
        applied: ['applied', 'corrected', 'posted over'],
      },
    },
    manual_tool: {
      nouns: { child: 'complaint', children: 'complaints', desk: 'the complaints office' },
      child: {
        names: ['complaint', 'fee_complaint', 'complaints'],
        columns: {
          id: ['id', 'complaint_id', 'complaint_no'],
          core: ['fee_entry_id', 'about_entry', 'disputed_entry'],
          at: ['received_at', 'entered_at'],
          operator: ['clerk', 'taken_by'],
          quantity: ['items', 'item_count'],
          reason: ['reason', 'note'],
        },
      },
      changes: {
        names: ['change_log', 'edit_log', 'audit_log'],
        columns: {
          number: ['entry_no', 'log_no'],
          at: ['changed_at', 'logged_at'],
          operator: ['changed_by', 'user_name'],
          table: ['table_name', 'in_table'],
          row: ['row_id', 'row_key'],
          column: ['column_name', 'field'],
          old: ['old_value', 'value_before'],
          new: ['new_value', 'value_after'],
        },
      },
      reasons: ['free with this account', 'not asked for', 'told another fee', 'card never came', 'account of a minor'],
    },
    case_desk: bankDesk,
    nightly_job: {
      nouns: { days: 'the daily fee income', months: 'the monthly fee income', job: 'fee_income' },
      days: {
        names: ['branch_day', 'income_by_day', 'daily_fee_income'],
        columns: {
          sender: ['branch', 'branch_code'],
          day: ['day', 'banking_day'],
          lines: ['fee_entries', 'entry_count'],
          amount: ['income_cents', 'total_cents'],
          builtAt: ['built_at', 'computed_at'],
        },
      },
      months: {
        names: ['branch_month', 'income_by_month', 'monthly_fee_income'],
        columns: {
          sender: ['branch', 'branch_code'],
          month: ['month', 'period'],
          lines: ['fee_entries', 'entry_count'],
          amount: ['income_cents', 'total_cents'],
        },
      },
      runs: {
        names: ['job_run', 'nightly_run', 'batch_run'],
        columns: {
          id: ['run_id', 'run_no'],
          job: ['job', 'job_name'],
          version: ['version', 'release'],
          startedAt: ['started_at', 'begun_at'],
          finishedAt: ['finished_at', 'ended_at'],
          rowsRead: ['rows_read', 'rows_in'],
          rowsWritten: ['rows_written', 'rows_out'],
        },
      },
      mart: bankMart,
    },
    api_feed: bankPayments,
    ledger: {
      ...bankBookings,
      nouns: {
        statement: "the association's return",
        statements: "the association's returns",
        party: "the banks' association",
        period: 'month',
      },
      periods: {
        names: ['booking_month', 'closed_month', 'period'],
        columns: {
          month: ['month', 'period'],
          closedAt: ['closed_at', 'locked_at'],
          closedBy: ['closed_by', 'locked_by'],
        },
      },
      statements: {
        names: ['association_return', 'income_return', 'half_month_return'],
        columns: {
          id: ['id', 'return_no'],
          senders: ['branches', 'branches_in_it'],
          from: ['half_from', 'from_day'],
          until: ['half_until', 'to_day'],
          lines: ['fee_entries', 'entry_count'],
          amount: ['total_cents', 'returned_cents'],
        },
      },
    },
  },
}
