import type { MartTrade } from './stations/mart-trade.ts'

/** What the bicycle shops add up every few nights: takings by buying team, or by area. */
export const shopMart: MartTrade = {
  job: 'takings_sheet',
  axes: [
    {
      member: 'good',
      nouns: {
        group: 'buying team',
        groups: 'buying teams',
        member: 'article',
        members: 'articles',
        days: 'the team sheet',
        months: 'the monthly team figures',
      },
      groups: [
        ['B10', 'Team Byrne'],
        ['B20', 'Team Vermeer'],
        ['B30', 'Team Okafor'],
        ['B40', 'Team Lindgren'],
        ['B50', 'Team Rossi'],
        ['B60', 'Team Walsh'],
      ],
      rest: ['B90', 'Head office'],
      none: ['NONE', 'B00', 'OPEN'],
      days: {
        names: ['team_day', 'takings_by_team', 'team_takings', 'team_sheet'],
        columns: {
          key: ['row_key', 'sheet_key'],
          group: ['team', 'team_code', 'buying_team'],
          day: ['day', 'trading_day', 'sales_day'],
          lines: ['sale_lines', 'lines_sold', 'line_count'],
          quantity: ['pieces_sold', 'units_sold'],
          amount: ['takings_pence', 'total_pence'],
        },
      },
      months: {
        names: ['team_month', 'monthly_team_takings', 'team_month_sheet'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['team', 'team_code'],
          month: ['month', 'sales_month'],
          lines: ['sale_lines', 'lines_sold'],
          quantity: ['pieces_sold', 'units_sold'],
          amount: ['takings_pence', 'total_pence'],
        },
      },
      list: {
        names: ['article_team', 'team_article', 'assortment_list'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['article', 'article_no', 'plu'],
          group: ['team', 'team_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['buying_team', 'teams', 'team_list'],
        columns: { code: ['code', 'team_code'], name: ['name', 'team_name'] },
      },
    },
    {
      member: 'sender',
      nouns: {
        group: 'area',
        groups: 'areas',
        member: 'store',
        members: 'stores',
        days: 'the area sheet',
        months: 'the monthly area figures',
      },
      groups: [
        ['A10', 'Harbour area'],
        ['A20', 'Valley area'],
        ['A30', 'City area'],
        ['A40', 'Coast area'],
        ['A50', 'Hill area'],
      ],
      rest: ['A90', 'Central area'],
      none: ['NONE', 'A00', 'OPEN'],
      days: {
        names: ['area_day', 'takings_by_area', 'area_takings', 'area_sheet'],
        columns: {
          key: ['row_key', 'sheet_key'],
          group: ['area', 'area_code'],
          day: ['day', 'trading_day', 'sales_day'],
          lines: ['sale_lines', 'lines_sold', 'line_count'],
          quantity: ['pieces_sold', 'units_sold'],
          amount: ['takings_pence', 'total_pence'],
        },
      },
      months: {
        names: ['area_month', 'monthly_area_takings', 'area_month_sheet'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['area', 'area_code'],
          month: ['month', 'sales_month'],
          lines: ['sale_lines', 'lines_sold'],
          quantity: ['pieces_sold', 'units_sold'],
          amount: ['takings_pence', 'total_pence'],
        },
      },
      list: {
        names: ['store_area', 'area_store', 'area_plan'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['store', 'store_code', 'shop_code'],
          group: ['area', 'area_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['sales_area', 'areas', 'area_list'],
        columns: { code: ['code', 'area_code'], name: ['name', 'area_name'] },
      },
    },
  ],
}
