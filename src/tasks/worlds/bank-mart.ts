import type { MartTrade } from './stations/mart-trade.ts'

/** What the bank adds up every few nights: fee income by customer segment, or by market area. */
export const bankMart: MartTrade = {
  job: 'income_report',
  axes: [
    {
      member: 'good',
      nouns: {
        group: 'segment',
        groups: 'segments',
        member: 'fee code',
        members: 'fee codes',
        days: 'the segment report',
        months: 'the monthly segment figures',
      },
      groups: [
        ['S10', 'Private customers'],
        ['S20', 'Business customers'],
        ['S30', 'Young people'],
        ['S40', 'Farms and forestry'],
        ['S50', 'Clubs and charities'],
        ['S60', 'Public bodies'],
      ],
      rest: ['S90', 'Whole bank'],
      none: ['NONE', 'S00', 'OPEN'],
      days: {
        names: ['segment_day', 'income_by_segment', 'segment_income', 'segment_report'],
        columns: {
          key: ['row_key', 'report_key'],
          group: ['segment', 'segment_code'],
          day: ['day', 'banking_day', 'income_day'],
          lines: ['fee_entries', 'entries_counted', 'entry_count'],
          quantity: ['items_charged', 'item_total'],
          amount: ['income_cents', 'fees_total_cents'],
        },
      },
      months: {
        names: ['segment_month', 'monthly_segment_income', 'segment_month_report'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['segment', 'segment_code'],
          month: ['month', 'income_month'],
          lines: ['fee_entries', 'entries_counted'],
          quantity: ['items_charged', 'item_total'],
          amount: ['income_cents', 'fees_total_cents'],
        },
      },
      list: {
        names: ['code_segment', 'segment_code_list', 'segment_plan'],
        columns: {
          id: ['id', 'plan_no'],
          member: ['fee_code', 'service_no', 'charge_code'],
          group: ['segment', 'segment_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['segment', 'segments', 'segment_list'],
        columns: { code: ['code', 'segment_code'], name: ['name', 'segment_name'] },
      },
    },
    {
      member: 'sender',
      nouns: {
        group: 'market area',
        groups: 'market areas',
        member: 'branch',
        members: 'branches',
        days: 'the market report',
        months: 'the monthly market figures',
      },
      groups: [
        ['M10', 'Market Atlantic'],
        ['M20', 'Market Baltic'],
        ['M30', 'Market Danube'],
        ['M40', 'Market Channel'],
        ['M50', 'Market Iberia'],
      ],
      rest: ['M90', 'Market Central'],
      none: ['NONE', 'M00', 'OPEN'],
      days: {
        names: ['market_day', 'income_by_market', 'market_income', 'market_report'],
        columns: {
          key: ['row_key', 'report_key'],
          group: ['market', 'market_code', 'market_area'],
          day: ['day', 'banking_day', 'income_day'],
          lines: ['fee_entries', 'entries_counted', 'entry_count'],
          quantity: ['items_charged', 'item_total'],
          amount: ['income_cents', 'fees_total_cents'],
        },
      },
      months: {
        names: ['market_month', 'monthly_market_income', 'market_month_report'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['market', 'market_code'],
          month: ['month', 'income_month'],
          lines: ['fee_entries', 'entries_counted'],
          quantity: ['items_charged', 'item_total'],
          amount: ['income_cents', 'fees_total_cents'],
        },
      },
      list: {
        names: ['branch_market', 'market_branch', 'market_plan'],
        columns: {
          id: ['id', 'plan_no'],
          member: ['branch', 'branch_code', 'branch_no'],
          group: ['market', 'market_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['market_area', 'markets', 'market_list'],
        columns: { code: ['code', 'market_code'], name: ['name', 'market_name'] },
      },
    },
  ],
}
