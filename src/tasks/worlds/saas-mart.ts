import type { MartTrade } from './stations/mart-trade.ts'

/** What the software house adds up every few nights: usage by product team, or by operations zone. */
export const saasMart: MartTrade = {
  job: 'usage_board',
  axes: [
    {
      member: 'good',
      nouns: {
        group: 'product team',
        groups: 'product teams',
        member: 'usage code',
        members: 'usage codes',
        days: 'the product board',
        months: 'the monthly product figures',
      },
      groups: [
        ['P10', 'Team Atlas'],
        ['P20', 'Team Comet'],
        ['P30', 'Team Fjord'],
        ['P40', 'Team Lantern'],
        ['P50', 'Team Quartz'],
        ['P60', 'Team Tundra'],
      ],
      rest: ['P90', 'Platform'],
      none: ['NONE', 'P00', 'OPEN'],
      days: {
        names: ['product_day', 'usage_by_team', 'team_usage', 'product_board'],
        columns: {
          key: ['row_key', 'board_key'],
          group: ['team', 'team_code', 'product_team'],
          day: ['day', 'usage_day', 'metering_day'],
          lines: ['records', 'usage_records', 'record_count'],
          quantity: ['blocks_used', 'block_total'],
          amount: ['revenue_cents', 'charges_total_cents'],
        },
      },
      months: {
        names: ['product_month', 'monthly_team_usage', 'product_month_board'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['team', 'team_code'],
          month: ['month', 'usage_month'],
          lines: ['records', 'usage_records'],
          quantity: ['blocks_used', 'block_total'],
          amount: ['revenue_cents', 'charges_total_cents'],
        },
      },
      list: {
        names: ['code_owner', 'team_code_list', 'ownership_plan'],
        columns: {
          id: ['id', 'plan_no'],
          member: ['usage_code', 'meter_code', 'sku'],
          group: ['team', 'team_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['product_team', 'teams', 'team_list'],
        columns: { code: ['code', 'team_code'], name: ['name', 'team_name'] },
      },
    },
    {
      member: 'sender',
      nouns: {
        group: 'operations zone',
        groups: 'operations zones',
        member: 'data centre',
        members: 'data centres',
        days: 'the zone board',
        months: 'the monthly zone figures',
      },
      groups: [
        ['Z10', 'Zone Amber'],
        ['Z20', 'Zone Coral'],
        ['Z30', 'Zone Indigo'],
        ['Z40', 'Zone Olive'],
        ['Z50', 'Zone Slate'],
      ],
      rest: ['Z90', 'Zone White'],
      none: ['NONE', 'Z00', 'OPEN'],
      days: {
        names: ['zone_day', 'usage_by_zone', 'zone_usage', 'zone_board'],
        columns: {
          key: ['row_key', 'board_key'],
          group: ['zone', 'zone_code', 'operations_zone'],
          day: ['day', 'usage_day', 'metering_day'],
          lines: ['records', 'usage_records', 'record_count'],
          quantity: ['blocks_used', 'block_total'],
          amount: ['revenue_cents', 'charges_total_cents'],
        },
      },
      months: {
        names: ['zone_month', 'monthly_zone_usage', 'zone_month_board'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['zone', 'zone_code'],
          month: ['month', 'usage_month'],
          lines: ['records', 'usage_records'],
          quantity: ['blocks_used', 'block_total'],
          amount: ['revenue_cents', 'charges_total_cents'],
        },
      },
      list: {
        names: ['dc_zone', 'zone_dc', 'zone_plan'],
        columns: {
          id: ['id', 'plan_no'],
          member: ['data_centre', 'dc', 'dc_code'],
          group: ['zone', 'zone_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['operations_zone', 'zones', 'zone_list'],
        columns: { code: ['code', 'zone_code'], name: ['name', 'zone_name'] },
      },
    },
  ],
}
