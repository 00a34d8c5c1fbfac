import type { Random } from '../../kit/random.ts'
import { logisticsDesk } from './desks/logistics-desk.ts'
import { priced, type PricedThing } from './goods.ts'
import type { Sender } from './stations/file-import-trade.ts'
import { logisticsMart } from './logistics-mart.ts'
import { logisticsTexts } from './logistics-texts.ts'
import { logisticsPartners } from './partner-files/logistics.ts'
import { logisticsPrices } from './price-lists/logistics.ts'
import { logisticsBookings, logisticsPayments } from './payments/logistics.ts'
import { logisticsScales } from './scales/logistics.ts'
import { logisticsSync } from './sync/logistics.ts'
import type { World } from './world.ts'

/** Handling fees in cents, of one load unit. */
const handling: readonly PricedThing[] = [
  ['Euro pallet, in', 340, 50],
  ['Euro pallet, out', 360, 50],
  ['Industrial pallet, in', 420, 60],
  ['Industrial pallet, out', 440, 60],
  ['Half pallet, in', 230, 40],
  ['Half pallet, out', 240, 40],
  ['Cage trolley, in', 290, 40],
  ['Cage trolley, out', 310, 40],
  ['Drum 200 l, in', 560, 80],
  ['Drum 200 l, out', 590, 80],
  ['IBC container, in', 980, 120],
  ['IBC container, out', 1040, 120],
  ['Long goods over 4 m', 1650, 200],
  ['Carton, loose, ten', 410, 60],
  ['Tyre stack', 520, 70],
  ['Cable reel', 880, 100],
  ['Chilled pallet, in', 620, 80],
  ['Chilled pallet, out', 650, 80],
  ['Frozen pallet, in', 740, 90],
  ['Frozen pallet, out', 780, 90],
  ['Dangerous goods pallet', 1280, 150],
  ['Oversize pallet', 960, 110],
  ['Rewrapping a pallet', 450, 60],
  ['Restacking a pallet', 690, 80],
]
const places = `Antwerp North|Bremen Hafen|Calais East|Duisburg Rhine|Enschede|Felixstowe|Gothenburg South|Hull Docks|
  Kassel Yard|Lille Central|Malmö Yard|Nijmegen`.split(/\|\s*/)

function drawSenders(random: Random, count: number): Sender[] {
  return random.sample(places, count).map((name, index) => ({
    code: `${name
      .replaceAll(/[^A-Za-z]/g, '')
      .slice(0, 3)
      .toUpperCase()}${random.int(1, 9)}`,
    name,
    lanes: index === 0 ? 2 : 1,
  }))
}

/** A forwarder whose depots report what goes over their gates. */
export const logistics: World = {
  id: 'logistics',
  title: 'a forwarder whose depots report what goes over their gates',
  calendar: { closedWeekdays: [0], hours: [5, 21] },
  words: {
    houses: ['the depots', 'our depots', 'the depot network', 'the forwarding side'],
    roles: ['customer billing', 'network control', 'warehouse IT', 'the claims desk', 'the depots'],
    currency: 'EUR',
  },
  texts: logisticsTexts,
  goods: (random, count) => priced(random, handling, count, (place) => `H${100 + 23 * place + random.int(0, 20)}`),
  ranges: { quantity: { low: 1, high: 12 }, price: { low: 150, high: 2000 }, amount: { low: 150, high: 24_000 } },
  stations: {
    price_list: logisticsPrices,
    client_app: logisticsScales,
    partner_files: logisticsPartners,
    file_import: {
      nouns: {
        file: 'gate file',
        files: 'gate files',
        row: 'movement',
        rows: 'movements',
        sender: 'depot',
        senders: 'depots',
        lane: 'gate',
        lanes: 'gates',
        importer: 'the gate import',
        good: 'handling code',
        party: 'customer account',
        types: [
          { day: 'SHIFT', more: 'SUPP', fix: 'RECT' },
          { day: 'M', more: 'S', fix: 'V' },
          { day: '100', more: '110', fix: '190' },
        ],
      },
      core: {
        names: ['movement', 'gate_movement', 'movements', 'handling'],
        columns: {
          id: ['id', 'movement_id', 'movement_no'],
          sender: ['depot', 'depot_code', 'site'],
          lane: ['gate', 'gate_no'],
          at: ['scanned_at', 'passed_at', 'moved_at'],
          party: ['customer', 'customer_no', 'account_no'],
          good: ['handling_code', 'code', 'service'],
          quantity: ['units', 'unit_count', 'pieces'],
          amount: ['fee_cents', 'charge_cents', 'amount_cents'],
          file: ['file_id', 'gate_file_id', 'source_file'],
          line: ['line_no', 'file_line', 'scan_no'],
          load: ['load_no', 'run_no', 'batch_no'],
          changedAt: ['changed_at', 'last_change', 'revised_at'],
        },
      },
      files: {
        names: ['gate_file', 'file_register', 'depot_file', 'inbox_file'],
        columns: {
          id: ['id', 'file_no'],
          name: ['file_name', 'name'],
          sender: ['depot', 'depot_code'],
          lane: ['gate', 'gate_no'],
          day: ['shift_day', 'operating_day', 'gate_day'],
          receivedAt: ['received_at', 'arrived_at'],
          type: ['file_type', 'type_code', 'kind'],
          announced: ['lines_announced', 'scans_declared', 'expected_lines'],
          status: ['status', 'outcome', 'state'],
          load: ['load_no', 'run_no', 'batch_no'],
          release: ['importer_version', 'loaded_with', 'release'],
        },
      },
      raw: {
        names: ['gate_raw', 'raw_scan', 'depot_text', 'landing_gate'],
        columns: {
          file: ['file_id', 'file_no'],
          number: ['seq', 'text_line', 'row_in_file'],
          text: ['content', 'raw_text', 'scan_text'],
        },
      },
      senders: {
        names: ['depot', 'depots', 'depot_list', 'site_list'],
        columns: { code: ['code', 'depot_code'], name: ['name', 'site_name'], system: ['gate_system', 'system'] },
      },
      goods: {
        names: ['tariff', 'handling_tariff', 'service_list', 'rate'],
        columns: {
          code: ['handling_code', 'service', 'code'],
          name: ['description', 'name'],
          price: ['rate_cents', 'unit_fee_cents'],
        },
      },
      drawSenders,
      drawLine: (random, goods) => ({
        good: random.pick(goods),
        party: `C${random.int(4000, 4079)}`,
        quantity: random.pick([1, 1, 2, 2, 3, 4, 6]),
      }),
      linesPerFile: [4, 8],
      equalLines: 9,
      fileName: (random, { sender, lane, day, again }) => {
        const plain = day.slice(2).replaceAll('-', '')
        if (!again) return `${sender}.G${lane}.${plain}.dat`
        return random.pick([
          `${sender}.G${lane}.${plain}.dat_`,
          `${sender}.G${lane}.${plain}-b.dat`,
          `G${lane}.${sender}.${plain}.dat`,
          `${sender}.G${lane}.${plain}.again.dat`,
        ])
      },
      recordNames: { header: '00', line: '50', end: '99' },
      status: {
        loaded: ['loaded', 'taken over', 'in'],
        known: ['already in', 'in before', 'passed over'],
        incomplete: ['incomplete', 'count differs', 'rejected'],
        applied: ['applied', 'revised', 'rectified'],
      },
    },
    manual_tool: {
      nouns: { child: 'claim', children: 'claims', desk: 'the claims desk' },
      child: {
        names: ['transport_claim', 'claim', 'claims'],
        columns: {
          id: ['id', 'claim_id', 'claim_no'],
          core: ['movement_id', 'about_movement', 'claimed_movement'],
          at: ['claimed_at', 'entered_at'],
          operator: ['clerk', 'handled_by'],
          quantity: ['units', 'unit_count'],
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
      reasons: ['wrapping torn', 'corner crushed', 'wet on arrival', 'seal missing', 'short by one'],
    },
    case_desk: logisticsDesk,
    sync: logisticsSync,
    nightly_job: {
      nouns: { days: 'the daily handling totals', months: 'the monthly handling totals', job: 'depot_totals' },
      days: {
        names: ['depot_day', 'handling_by_day', 'daily_handling'],
        columns: {
          sender: ['depot', 'depot_code'],
          day: ['day', 'operating_day'],
          lines: ['movements', 'lines_moved'],
          amount: ['fees_cents', 'total_cents'],
          builtAt: ['built_at', 'computed_at'],
        },
      },
      months: {
        names: ['depot_month', 'handling_by_month', 'monthly_handling'],
        columns: {
          sender: ['depot', 'depot_code'],
          month: ['month', 'period'],
          lines: ['movements', 'lines_moved'],
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
      mart: logisticsMart,
    },
    api_feed: logisticsPayments,
    ledger: {
      ...logisticsBookings,
      nouns: {
        statement: "the auditor's gate book",
        statements: "the auditor's gate books",
        party: 'the auditor',
        period: 'month',
      },
      periods: {
        names: ['billing_month', 'closed_month', 'period'],
        columns: {
          month: ['month', 'period'],
          closedAt: ['closed_at', 'locked_at'],
          closedBy: ['closed_by', 'locked_by'],
        },
      },
      statements: {
        names: ['gate_book', 'gate_book_half', 'audited_gate'],
        columns: {
          id: ['id', 'sheet_no'],
          senders: ['depots', 'depots_in_it'],
          from: ['half_from', 'from_day'],
          until: ['half_until', 'to_day'],
          lines: ['movements', 'lines_written'],
          amount: ['total_cents', 'book_total_cents'],
        },
      },
    },
  },
}
