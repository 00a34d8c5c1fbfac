import type { Random } from '../../kit/random.ts'
import { shopDesk } from './desks/shop-desk.ts'
import type { Sender } from './stations/file-import-trade.ts'
import { priced, type PricedThing } from './goods.ts'
import { shopMart } from './shop-mart.ts'
import { shopTexts } from './shop-texts.ts'
import { shopPartners } from './partner-files/shop.ts'
import { shopPrices } from './price-lists/shop.ts'
import { shopBookings, shopPayments } from './payments/shop.ts'
import { shopScales } from './scales/shop.ts'
import { shopSync } from './sync/shop.ts'
import type { World } from './world.ts'

/** Prices in pence, the usual one and how far it goes either way. */
const things: readonly PricedThing[] = [
  ['Inner tube 28"', 690, 80],
  ['Inner tube 26"', 650, 80],
  ['Tyre, puncture-proof', 3290, 300],
  ['Tyre, road', 2890, 300],
  ['Brake pads, pair', 1490, 200],
  ['Brake cable set', 1190, 150],
  ['Chain, 9-speed', 2490, 250],
  ['Chain oil', 790, 90],
  ['Patch kit', 490, 60],
  ['Pump, hand', 1890, 200],
  ['Pump, floor', 3990, 400],
  ['Helmet, adult', 5990, 600],
  ['Helmet, child', 4490, 400],
  ['Lock, D', 4990, 500],
  ['Lock, folding', 6990, 600],
  ['Front light, USB', 3490, 300],
  ['Rear light, USB', 2490, 250],
  ['Mudguards, set', 2990, 300],
  ['Pannier, single', 5490, 500],
  ['Saddle', 4290, 400],
  ['Pedals, pair', 2690, 300],
  ['Bell', 990, 100],
  ['Bottle cage', 1090, 120],
  ['Gloves, pair', 2190, 200],
  ['Service, small', 4500, 400],
  ['Service, full', 9500, 800],
  ['Wheel truing', 1900, 200],
  ['Child seat', 11_900, 900],
]
const streets = `Harbour Street|Station Road|Market Square|Mill Lane|Castle Hill|Old Quay|Priory Gardens|Canal Side|
  Church Row|Abbey Park|Queensway|Tollgate`.split(/\|\s*/)

function drawSenders(random: Random, count: number): Sender[] {
  const numbers = random.sample(
    Array.from({ length: 40 }, (_, index) => index + 11),
    count,
  )
  const names = random.sample(streets, count)
  return names.map((name, index) => ({ code: `S${numbers[index]}`, name, lanes: index === 0 ? 2 : 1 }))
}

/** A chain of bicycle shops. */
export const shop: World = {
  id: 'shop',
  title: 'a chain of bicycle shops',
  calendar: { closedWeekdays: [], hours: [9, 18] },
  words: {
    houses: ['bicycle shops', 'the shops', 'our bicycle shops', 'the shops and workshops'],
    roles: ['accounts', 'store operations', 'head office IT', 'the returns desk', 'the till supplier'],
    currency: 'GBP',
  },
  texts: shopTexts,
  goods: (random, count) => priced(random, things, count, (place) => String(1000 + 37 * place + random.int(0, 30))),
  ranges: { quantity: { low: 1, high: 6 }, price: { low: 400, high: 13_000 }, amount: { low: 400, high: 78_000 } },
  stations: {
    price_list: shopPrices,
    client_app: shopScales,
    partner_files: shopPartners,
    file_import: {
      nouns: {
        file: 'till file',
        files: 'till files',
        row: 'sale',
        rows: 'sales',
        sender: 'store',
        senders: 'stores',
        lane: 'till',
        lanes: 'tills',
        importer: 'the till import',
        good: 'article',
        party: 'customer card',
        types: [
          { day: 'DAY', more: 'LATE', fix: 'CORR' },
          { day: 'Z', more: 'N', fix: 'K' },
          { day: '10', more: '20', fix: '30' },
        ],
      },
      core: {
        names: ['sale', 'sales', 'sale_line', 'till_sale'],
        columns: {
          id: ['id', 'sale_id', 'sale_no'],
          sender: ['store', 'store_code', 'shop_code'],
          lane: ['till', 'till_no'],
          at: ['sold_at', 'sale_time', 'rung_up_at'],
          party: ['card', 'card_no', 'customer_card'],
          good: ['article', 'article_no', 'plu'],
          quantity: ['qty', 'quantity', 'pieces'],
          amount: ['amount_pence', 'line_total_pence', 'paid_pence'],
          file: ['file_id', 'till_file_id', 'import_file'],
          line: ['line_no', 'file_line', 'position'],
          load: ['load_no', 'load_id', 'batch_no'],
          changedAt: ['changed_at', 'last_change', 'updated_at'],
        },
      },
      files: {
        names: ['till_file', 'import_file', 'file_log', 'incoming_file'],
        columns: {
          id: ['id', 'file_no'],
          name: ['file_name', 'name'],
          sender: ['store', 'store_code'],
          lane: ['till', 'till_no'],
          day: ['business_day', 'trading_day', 'sales_date'],
          receivedAt: ['received_at', 'arrived_at'],
          type: ['file_type', 'type_code', 'kind'],
          announced: ['lines_announced', 'trailer_lines', 'expected_lines'],
          status: ['status', 'outcome', 'import_status'],
          load: ['load_no', 'load_id', 'batch_no'],
          release: ['importer_version', 'loaded_with', 'release'],
        },
      },
      raw: {
        names: ['till_raw', 'raw_till_line', 'file_text', 'landing_till'],
        columns: {
          file: ['file_id', 'file_no'],
          number: ['seq', 'text_line', 'row_in_file'],
          text: ['content', 'raw_text', 'line_text'],
        },
      },
      senders: {
        names: ['store', 'shops', 'store_list', 'branch'],
        columns: { code: ['code', 'store_code'], name: ['name', 'address_name'], system: ['till_system', 'system'] },
      },
      goods: {
        names: ['article', 'articles', 'article_list', 'plu_list'],
        columns: {
          code: ['article_no', 'plu', 'code'],
          name: ['description', 'name'],
          price: ['price_pence', 'unit_price_pence'],
        },
      },
      drawSenders,
      drawLine: (random, goods) => ({
        good: random.pick(goods),
        party: random.percent(45) ? `L${random.int(10_000, 99_999)}` : '-',
        quantity: random.pick([1, 1, 1, 1, 2, 2]),
      }),
      linesPerFile: [4, 8],
      equalLines: 9,
      fileName: (random, { sender, lane, day, again }) => {
        const plain = day.replaceAll('-', '')
        if (!again) return `${sender}_${lane}_${plain}.csv`
        return random.pick([
          `${sender}_${lane}_${plain} (1).csv`,
          `${sender}_${lane}_${plain}_copy.csv`,
          `${plain}_${sender}_till${lane}.csv`,
          `resend_${sender}_${lane}_${plain.slice(4)}.csv`,
        ])
      },
      recordNames: { header: 'HDR', line: 'POS', end: 'END' },
      status: {
        loaded: ['loaded', 'ok', 'imported'],
        known: ['already in', 'seen before', 'skipped'],
        incomplete: ['incomplete', 'count differs', 'refused'],
        applied: ['applied', 'corrected', 'merged'],
      },
    },
    manual_tool: {
      nouns: { child: 'refund', children: 'refunds', desk: 'the returns desk' },
      child: {
        names: ['refund', 'refunds', 'return_slip'],
        columns: {
          id: ['id', 'refund_id', 'slip_no'],
          core: ['sale_id', 'for_sale', 'refunded_sale'],
          at: ['refunded_at', 'entered_at'],
          operator: ['clerk', 'entered_by'],
          quantity: ['qty', 'quantity'],
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
      reasons: ['wrong size', 'does not fit the rim', 'rung up by mistake', 'customer changed mind', 'faulty'],
    },
    case_desk: shopDesk,
    sync: shopSync,
    nightly_job: {
      nouns: { days: 'the daily takings', months: 'the monthly takings', job: 'takings' },
      days: {
        names: ['daily_takings', 'takings_by_day', 'store_day'],
        columns: {
          sender: ['store', 'store_code'],
          day: ['day', 'trading_day'],
          lines: ['sale_lines', 'lines_sold'],
          amount: ['takings_pence', 'total_pence'],
          builtAt: ['built_at', 'computed_at'],
        },
      },
      months: {
        names: ['monthly_takings', 'takings_by_month', 'store_month'],
        columns: {
          sender: ['store', 'store_code'],
          month: ['month', 'period'],
          lines: ['sale_lines', 'lines_sold'],
          amount: ['takings_pence', 'total_pence'],
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
      mart: shopMart,
    },
    api_feed: shopPayments,
    ledger: {
      ...shopBookings,
      nouns: {
        statement: "the buying group's statement",
        statements: "the buying group's statements",
        party: 'the buying group',
        period: 'month',
      },
      periods: {
        names: ['accounting_period', 'closed_month', 'period'],
        columns: {
          month: ['month', 'period'],
          closedAt: ['closed_at', 'locked_at'],
          closedBy: ['closed_by', 'locked_by'],
        },
      },
      statements: {
        names: ['group_statement', 'turnover_statement', 'group_turnover'],
        columns: {
          id: ['id', 'summary_no'],
          senders: ['stores', 'member_stores'],
          from: ['half_from', 'from_day'],
          until: ['half_until', 'to_day'],
          lines: ['sale_lines', 'lines_on_roll'],
          amount: ['total_pence', 'roll_total_pence'],
        },
      },
    },
  },
}
