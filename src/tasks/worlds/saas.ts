import type { Random } from '../../kit/random.ts'
import { saasDesk } from './desks/saas-desk.ts'
import { priced, type PricedThing } from './goods.ts'
import { saasPartners } from './partner-files/saas.ts'
import { saasBookings, saasPayments } from './payments/saas.ts'
import { saasPrices } from './price-lists/saas.ts'
import { saasMart } from './saas-mart.ts'
import { saasTexts } from './saas-texts.ts'
import type { Sender } from './stations/file-import-trade.ts'
import type { World } from './world.ts'

/** What tenants use up, in cents for one block of it. */
const usage: readonly PricedThing[] = [
  ['Requests, ten thousand', 420, 50],
  ['Storage, ten gigabytes for a day', 190, 30],
  ['Text messages, one hundred', 890, 90],
  ['Mail sent, one thousand', 310, 40],
  ['Backup kept for a week', 260, 30],
  ['Guest user, one day', 230, 30],
  ['Large report', 740, 80],
  ['Import job, one hour', 980, 100],
  ['Video call, one hour', 360, 40],
  ['Test system, one day', 1450, 140],
  ['Data export', 1250, 120],
  ['Map look-ups, one thousand', 560, 60],
  ['Address checks, five hundred', 640, 70],
  ['Signatures, ten', 1190, 120],
  ['Scanned pages, one hundred', 780, 80],
  ['Search index built anew', 2150, 200],
  ['Translated pages, fifty', 1840, 180],
  ['Phone line, one day', 270, 30],
  ['Lobby screen, one day', 240, 30],
  ['Archive look-up', 480, 50],
  ['Worker of its own, one hour', 1390, 140],
  ['Virus scan, one thousand files', 330, 40],
  ['Currency rates, one day', 290, 30],
  ['Door codes, twenty', 520, 60],
  ['Menus printed, one hundred', 690, 70],
  ['Late restore', 2480, 220],
  ['Fraud checks, fifty', 860, 90],
]
const dataCentres = `Basalt|Cormorant|Drift|Ember|Fulmar|Granite|Heron|Isobar|Juno|Kelp|Lagoon|Moraine`.split('|')

function drawSenders(random: Random, count: number): Sender[] {
  return random.sample(dataCentres, count).map((name, index) => ({
    code: `${name.slice(0, 2).toLowerCase()}-${random.int(1, 9)}`,
    name,
    lanes: index === 0 ? 2 : 1,
  }))
}

/** A software house that rents its booking system to hotels, and charges for what they use. */
export const saas: World = {
  id: 'saas',
  title: 'a software house that rents its booking system to hotels',
  calendar: { closedWeekdays: [], hours: [5, 21] },
  words: {
    houses: ['the software house', 'our platform', 'the platform', 'the hosting side'],
    roles: ['usage billing', 'platform operations', 'billing engineering', 'the credit desk', 'the data centres'],
    currency: 'EUR',
  },
  texts: saasTexts,
  goods: (random, count) => priced(random, usage, count, (place) => `U${20 + 3 * place + random.int(0, 2)}`),
  ranges: { quantity: { low: 1, high: 9 }, price: { low: 150, high: 2800 }, amount: { low: 150, high: 25_200 } },
  stations: {
    price_list: saasPrices,
    partner_files: saasPartners,
    file_import: {
      nouns: {
        file: 'usage file',
        files: 'usage files',
        row: 'usage record',
        rows: 'usage records',
        sender: 'data centre',
        senders: 'data centres',
        lane: 'collector',
        lanes: 'collectors',
        importer: 'the usage import',
        good: 'usage code',
        party: 'tenant number',
        types: [
          { day: 'FULL', more: 'TAIL', fix: 'DELTA' },
          { day: 'U', more: 'W', fix: 'Y' },
          { day: '200', more: '206', fix: '226' },
        ],
      },
      core: {
        names: ['usage', 'usage_record', 'metered_usage', 'usage_line'],
        columns: {
          id: ['id', 'usage_id', 'record_id'],
          sender: ['data_centre', 'dc', 'dc_code'],
          lane: ['collector', 'collector_no'],
          at: ['used_at', 'metered_at', 'recorded_at'],
          party: ['tenant', 'tenant_no', 'tenant_id'],
          good: ['usage_code', 'meter_code', 'sku'],
          quantity: ['blocks', 'block_count', 'units_used'],
          amount: ['charge_cents', 'usage_cents', 'amount_cents'],
          file: ['file_id', 'usage_file_id', 'source_file'],
          line: ['line_no', 'file_line', 'record_no'],
          load: ['load_no', 'ingest_no', 'batch_no'],
          changedAt: ['changed_at', 'last_change', 'updated_at'],
        },
      },
      files: {
        names: ['usage_file', 'ingest_log', 'received_file', 'ingested_file'],
        columns: {
          id: ['id', 'file_no'],
          name: ['file_name', 'name'],
          sender: ['data_centre', 'dc_code'],
          lane: ['collector', 'collector_no'],
          day: ['usage_day', 'metering_day', 'day_of_usage'],
          receivedAt: ['received_at', 'arrived_at'],
          type: ['file_type', 'type_code', 'kind'],
          announced: ['lines_announced', 'records_declared', 'expected_lines'],
          status: ['status', 'outcome', 'ingest_status'],
          load: ['load_no', 'ingest_no', 'batch_no'],
          release: ['importer_version', 'ingested_with', 'release'],
        },
      },
      raw: {
        names: ['usage_raw', 'raw_usage_line', 'ingest_text', 'landing_usage'],
        columns: {
          file: ['file_id', 'file_no'],
          number: ['seq', 'text_line', 'row_in_file'],
          text: ['content', 'raw_text', 'line_text'],
        },
      },
      senders: {
        names: ['data_centre', 'data_centres', 'dc_list', 'hosting_site'],
        columns: { code: ['code', 'dc_code'], name: ['name', 'dc_name'], system: ['metering_system', 'system'] },
      },
      goods: {
        names: ['usage_code', 'meter', 'sku_list', 'usage_price'],
        columns: {
          code: ['usage_code', 'meter_code', 'sku'],
          name: ['description', 'name'],
          price: ['block_cents', 'unit_cents'],
        },
      },
      drawSenders,
      drawLine: (random, goods) => ({
        good: random.pick(goods),
        party: `TN${random.int(2000, 2119)}`,
        quantity: random.pick([1, 1, 1, 2, 2, 3, 5]),
      }),
      linesPerFile: [4, 8],
      equalLines: 9,
      fileName: (random, { sender, lane, day, again }) => {
        if (!again) return `usage-${sender}-c${lane}-${day}.ndjson`
        return random.pick([
          `usage-${sender}-c${lane}-${day}.1.ndjson`,
          `usage-${sender}-c${lane}-${day}-retry.ndjson`,
          `${day}-${sender}-c${lane}.ndjson`,
          `usage_${sender}_c${lane}_${day}.ndjson.part`,
        ])
      },
      recordNames: { header: 'meta', line: 'use', end: 'eof' },
      status: {
        loaded: ['loaded', 'ingested', 'accepted'],
        known: ['in already', 'seen before', 'no change'],
        incomplete: ['incomplete', 'count differs', 'refused'],
        applied: ['applied', 'patched', 'merged'],
      },
    },
    manual_tool: {
      nouns: { child: 'credit request', children: 'credit requests', desk: 'the credit desk' },
      child: {
        names: ['credit_request', 'usage_credit', 'credit_requests'],
        columns: {
          id: ['id', 'request_id', 'request_no'],
          core: ['usage_id', 'for_usage', 'about_record'],
          at: ['raised_at', 'entered_at'],
          operator: ['agent', 'entered_by'],
          quantity: ['blocks', 'block_count'],
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
      reasons: ['trial not ended', 'report was empty', 'our maintenance', 'test tenant', 'export broke off'],
    },
    case_desk: saasDesk,
    nightly_job: {
      nouns: { days: 'the daily usage totals', months: 'the monthly usage totals', job: 'usage_rollup' },
      days: {
        names: ['dc_day', 'usage_by_day', 'daily_usage'],
        columns: {
          sender: ['data_centre', 'dc_code'],
          day: ['day', 'usage_day'],
          lines: ['records', 'record_count'],
          amount: ['charges_cents', 'total_cents'],
          builtAt: ['built_at', 'computed_at'],
        },
      },
      months: {
        names: ['dc_month', 'usage_by_month', 'monthly_usage'],
        columns: {
          sender: ['data_centre', 'dc_code'],
          month: ['month', 'period'],
          lines: ['records', 'record_count'],
          amount: ['charges_cents', 'total_cents'],
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
      mart: saasMart,
    },
    api_feed: saasPayments,
    ledger: {
      ...saasBookings,
      nouns: {
        statement: "the hosting partner's statement",
        statements: "the hosting partner's statements",
        party: 'the hosting partner',
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
        names: ['hosting_statement', 'partner_statement', 'partner_usage'],
        columns: {
          id: ['id', 'statement_no'],
          senders: ['data_centres', 'sites_in_it'],
          from: ['half_from', 'from_day'],
          until: ['half_until', 'to_day'],
          lines: ['records', 'record_count'],
          amount: ['total_cents', 'stated_cents'],
        },
      },
    },
  },
}
