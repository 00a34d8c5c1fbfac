import type { MartTrade } from './stations/mart-trade.ts'

/** What the forwarder adds up every few nights: handling fees by tariff desk, or by region. */
export const logisticsMart: MartTrade = {
  job: 'handling_report',
  axes: [
    {
      member: 'good',
      nouns: {
        group: 'tariff desk',
        groups: 'tariff desks',
        member: 'handling code',
        members: 'handling codes',
        days: 'the desk report',
        months: 'the monthly desk figures',
      },
      groups: [
        ['D10', 'Desk Rhine'],
        ['D20', 'Desk Baltic'],
        ['D30', 'Desk Channel'],
        ['D40', 'Desk Nordic'],
        ['D50', 'Desk Iberia'],
        ['D60', 'Desk Alpine'],
      ],
      rest: ['D90', 'Desk General'],
      none: ['NONE', 'D00', 'OPEN'],
      days: {
        names: ['desk_day', 'fees_by_desk', 'desk_fees', 'desk_report'],
        columns: {
          key: ['row_key', 'report_key'],
          group: ['desk', 'desk_code', 'tariff_desk'],
          day: ['day', 'operating_day', 'gate_day'],
          lines: ['movements', 'lines_moved', 'movement_count'],
          quantity: ['units_moved', 'unit_total'],
          amount: ['fees_total_cents', 'handling_cents'],
        },
      },
      months: {
        names: ['desk_month', 'monthly_desk_fees', 'desk_month_report'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['desk', 'desk_code'],
          month: ['month', 'fee_month'],
          lines: ['movements', 'lines_moved'],
          quantity: ['units_moved', 'unit_total'],
          amount: ['fees_total_cents', 'handling_cents'],
        },
      },
      list: {
        names: ['code_desk', 'desk_code_list', 'tariff_plan'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['handling_code', 'code', 'service'],
          group: ['desk', 'tariff_desk'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['tariff_desk', 'desks', 'desk_list'],
        columns: { code: ['code', 'desk_code'], name: ['name', 'desk_name'] },
      },
    },
    {
      member: 'sender',
      nouns: {
        group: 'region',
        groups: 'regions',
        member: 'depot',
        members: 'depots',
        days: 'the region report',
        months: 'the monthly region figures',
      },
      groups: [
        ['R10', 'Estuary region'],
        ['R20', 'Inland region'],
        ['R30', 'Straits region'],
        ['R40', 'Border region'],
        ['R50', 'Lakes region'],
      ],
      rest: ['R90', 'Network region'],
      none: ['NONE', 'R00', 'OPEN'],
      days: {
        names: ['region_day', 'fees_by_region', 'region_fees', 'region_report'],
        columns: {
          key: ['row_key', 'report_key'],
          group: ['region', 'region_code'],
          day: ['day', 'operating_day', 'gate_day'],
          lines: ['movements', 'lines_moved', 'movement_count'],
          quantity: ['units_moved', 'unit_total'],
          amount: ['fees_total_cents', 'handling_cents'],
        },
      },
      months: {
        names: ['region_month', 'monthly_region_fees', 'region_month_report'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['region', 'region_code'],
          month: ['month', 'fee_month'],
          lines: ['movements', 'lines_moved'],
          quantity: ['units_moved', 'unit_total'],
          amount: ['fees_total_cents', 'handling_cents'],
        },
      },
      list: {
        names: ['depot_region', 'region_depot', 'region_plan'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['depot', 'depot_code', 'site'],
          group: ['region', 'region_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['region', 'regions', 'region_list'],
        columns: { code: ['code', 'region_code'], name: ['name', 'region_name'] },
      },
    },
  ],
}
