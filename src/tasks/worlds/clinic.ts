import type { Random } from '../../kit/random.ts'
import { clinicDesk } from './desks/clinic-desk.ts'
import { priced, type PricedThing } from './goods.ts'
import type { Sender } from './stations/file-import-trade.ts'
import { clinicMart } from './clinic-mart.ts'
import { clinicTexts } from './clinic-texts.ts'
import { clinicPartners } from './partner-files/clinic.ts'
import { clinicPrices } from './price-lists/clinic.ts'
import { clinicBookings, clinicPayments } from './payments/clinic.ts'
import { clinicScales } from './scales/clinic.ts'
import { clinicSync } from './sync/clinic.ts'
import type { World } from './world.ts'

/** Fees in cents. */
const tests: readonly PricedThing[] = [
  ['Full blood count', 1250, 150],
  ['Blood culture, one bottle', 3150, 250],
  ['C-reactive protein', 980, 120],
  ['Creatinine', 620, 80],
  ['Potassium', 540, 70],
  ['Sodium', 540, 70],
  ['Glucose, fasting', 590, 80],
  ['HbA1c', 1480, 150],
  ['TSH', 1390, 140],
  ['Free T4', 1560, 150],
  ['Ferritin', 1640, 160],
  ['Vitamin B12', 1820, 180],
  ['Vitamin D', 2250, 200],
  ['ALT', 560, 70],
  ['Gamma-GT', 560, 70],
  ['Lipase', 940, 110],
  ['Troponin', 2380, 210],
  ['D-dimer', 2290, 200],
  ['INR', 720, 90],
  ['Urine culture', 2140, 180],
  ['Urine dipstick', 420, 60],
  ['Swab, wound', 2260, 190],
  ['Throat swab, rapid test', 1180, 130],
  ['Blood group and antibody screen', 2940, 250],
  ['Histology, one block', 4850, 400],
  ['Lactate', 860, 100],
]
const laboratories = `Brookfield Laboratory|Lindenhof Diagnostics|Northgate Pathology|Seewald Laboratory|
  St Anne's Laboratory|Westpark Diagnostics|Ashdown Pathology|Riverside Laboratory|Hillcrest Diagnostics`.split(/\|\s*/)

function drawSenders(random: Random, count: number): Sender[] {
  const names = random.sample(laboratories, count)
  const codes = random.sample(
    Array.from({ length: 80 }, (_, index) => index + 10),
    count,
  )
  return names.map((name, index) => ({ code: `LAB${codes[index]}`, name, lanes: index === 0 ? 2 : 1 }))
}

/** A hospital that has its tests done by outside laboratories. */
export const clinic: World = {
  id: 'clinic',
  title: 'a hospital that has its tests done by outside laboratories',
  calendar: { closedWeekdays: [0], hours: [7, 19] },
  words: {
    houses: ['the hospital', 'our two clinics', 'the clinic', 'the hospital group'],
    roles: ['patient billing', 'the laboratory desk', 'clinical IT', 'the query desk', 'the laboratories'],
    currency: 'EUR',
  },
  texts: clinicTexts,
  goods: (random, count) => priced(random, tests, count, (place) => `T${3000 + 41 * place + random.int(0, 35)}`),
  ranges: { quantity: { low: 1, high: 6 }, price: { low: 300, high: 5500 }, amount: { low: 300, high: 33_000 } },
  stations: {
    price_list: clinicPrices,
    client_app: clinicScales,
    partner_files: clinicPartners,
    file_import: {
      nouns: {
        file: 'test file',
        files: 'test files',
        row: 'test charge',
        rows: 'test charges',
        sender: 'laboratory',
        senders: 'laboratories',
        lane: 'bench',
        lanes: 'benches',
        importer: 'the laboratory interface',
        good: 'test code',
        party: 'patient number',
        types: [
          { day: 'BATCH', more: 'ADDON', fix: 'AMEND' },
          { day: 'R', more: 'A', fix: 'C' },
          { day: '21', more: '25', fix: '29' },
        ],
      },
      core: {
        names: ['test_charge', 'lab_charge', 'charges', 'charged_test'],
        columns: {
          id: ['id', 'charge_id', 'charge_no'],
          sender: ['lab', 'lab_code', 'laboratory'],
          lane: ['bench', 'bench_no'],
          at: ['sampled_at', 'taken_at', 'collected_at'],
          party: ['patient_no', 'patient', 'case_no'],
          good: ['test_code', 'test', 'service_code'],
          quantity: ['samples', 'sample_count', 'count_done'],
          amount: ['fee_cents', 'charge_cents', 'fee_total_cents'],
          file: ['file_id', 'lab_file_id', 'message_file'],
          line: ['line_no', 'file_line', 'record_no'],
          load: ['load_no', 'intake_no', 'batch_no'],
          changedAt: ['changed_at', 'last_change', 'amended_at'],
        },
      },
      files: {
        names: ['lab_file', 'interface_log', 'received_file', 'intake'],
        columns: {
          id: ['id', 'file_no'],
          name: ['file_name', 'name'],
          sender: ['lab', 'lab_code'],
          lane: ['bench', 'bench_no'],
          day: ['sampling_day', 'batch_day', 'service_day'],
          receivedAt: ['received_at', 'arrived_at'],
          type: ['file_type', 'type_code', 'kind'],
          announced: ['lines_announced', 'records_declared', 'expected_lines'],
          status: ['status', 'outcome', 'result'],
          load: ['load_no', 'intake_no', 'batch_no'],
          release: ['interface_version', 'read_with', 'release'],
        },
      },
      raw: {
        names: ['lab_raw', 'raw_record', 'interface_text', 'landing_lab'],
        columns: {
          file: ['file_id', 'file_no'],
          number: ['seq', 'text_line', 'row_in_file'],
          text: ['content', 'raw_text', 'record_text'],
        },
      },
      senders: {
        names: ['laboratory', 'labs', 'lab_list', 'partner_lab'],
        columns: { code: ['code', 'lab_code'], name: ['name', 'full_name'], system: ['lab_system', 'system'] },
      },
      goods: {
        names: ['test', 'tests', 'test_catalogue', 'service'],
        columns: {
          code: ['test_code', 'service_code', 'code'],
          name: ['description', 'name'],
          price: ['fee_cents', 'single_fee_cents'],
        },
      },
      drawSenders,
      drawLine: (random, goods) => ({
        good: random.pick(goods),
        party: `P${random.int(200_000, 799_999)}`,
        quantity: random.pick([1, 1, 1, 1, 2, 2, 3]),
      }),
      linesPerFile: [4, 8],
      equalLines: 9,
      fileName: (random, { sender, lane, day, again }) => {
        const plain = day.replaceAll('-', '')
        if (!again) return `${sender}-${lane}-${plain}.txt`
        return random.pick([
          `${sender}-${lane}-${plain}-2.txt`,
          `${sender}-${lane}-${plain}.txt.1`,
          `${plain}_${sender.toLowerCase()}_b${lane}.txt`,
          `${sender}-${lane}-${plain}_repeat.txt`,
        ])
      },
      recordNames: { header: 'H', line: 'O', end: 'L' },
      status: {
        loaded: ['loaded', 'taken in', 'booked'],
        known: ['already booked', 'seen before', 'no action'],
        incomplete: ['incomplete', 'count differs', 'sent back'],
        applied: ['amended', 'applied', 'charges amended'],
      },
    },
    manual_tool: {
      nouns: { child: 'billing query', children: 'billing queries', desk: 'the query desk' },
      child: {
        names: ['billing_query', 'charge_query', 'queries'],
        columns: {
          id: ['id', 'query_id', 'query_no'],
          core: ['charge_id', 'about_charge', 'queried_charge'],
          at: ['raised_at', 'entered_at'],
          operator: ['clerk', 'raised_by'],
          quantity: ['samples', 'sample_count'],
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
      reasons: [
        'not on the request form',
        'sample was haemolysed',
        'insurer asks why',
        'ordered twice by the ward',
        'patient discharged',
      ],
    },
    case_desk: clinicDesk,
    sync: clinicSync,
    nightly_job: {
      nouns: { days: 'the daily charges', months: 'the monthly charges', job: 'lab_totals' },
      days: {
        names: ['lab_day', 'charges_by_day', 'daily_charges'],
        columns: {
          sender: ['lab', 'lab_code'],
          day: ['day', 'sampling_day'],
          lines: ['tests', 'charge_lines'],
          amount: ['fees_cents', 'total_cents'],
          builtAt: ['built_at', 'computed_at'],
        },
      },
      months: {
        names: ['lab_month', 'charges_by_month', 'monthly_charges'],
        columns: {
          sender: ['lab', 'lab_code'],
          month: ['month', 'period'],
          lines: ['tests', 'charge_lines'],
          amount: ['fees_cents', 'total_cents'],
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
      mart: clinicMart,
    },
    api_feed: clinicPayments,
    ledger: {
      ...clinicBookings,
      nouns: {
        statement: "the clearing office's statement",
        statements: "the clearing office's statements",
        party: 'the clearing office',
        period: 'month',
      },
      periods: {
        names: ['billing_period', 'closed_month', 'period'],
        columns: {
          month: ['month', 'period'],
          closedAt: ['closed_at', 'locked_at'],
          closedBy: ['closed_by', 'locked_by'],
        },
      },
      statements: {
        names: ['clearing_statement', 'lab_statement', 'clearing_total'],
        columns: {
          id: ['id', 'statement_no'],
          senders: ['laboratories', 'labs_in_it'],
          from: ['half_from', 'from_day'],
          until: ['half_until', 'to_day'],
          lines: ['tests', 'charge_lines'],
          amount: ['total_cents', 'stated_cents'],
        },
      },
    },
  },
}
