import type { MartTrade } from './stations/mart-trade.ts'

/** What the language school adds up every few nights: lesson fees by teaching team, or by district. */
export const schoolMart: MartTrade = {
  job: 'lesson_overview',
  axes: [
    {
      member: 'good',
      nouns: {
        group: 'teaching team',
        groups: 'teaching teams',
        member: 'course',
        members: 'courses',
        days: 'the teaching overview',
        months: 'the monthly teaching figures',
      },
      groups: [
        ['T10', 'Team Maple'],
        ['T20', 'Team Cedar'],
        ['T30', 'Team Hazel'],
        ['T40', 'Team Rowan'],
        ['T50', 'Team Willow'],
        ['T60', 'Team Alder'],
      ],
      rest: ['T90', 'Whole school'],
      none: ['NONE', 'T00', 'OPEN'],
      days: {
        names: ['teaching_day', 'fees_by_team', 'team_fees', 'teaching_overview'],
        columns: {
          key: ['row_key', 'overview_key'],
          group: ['team', 'team_code', 'teaching_team'],
          day: ['day', 'lesson_day', 'teaching_date'],
          lines: ['lessons', 'lesson_entries', 'entry_count'],
          quantity: ['units_taught', 'unit_total'],
          amount: ['fees_total_cents', 'income_cents'],
        },
      },
      months: {
        names: ['team_month', 'monthly_team_fees', 'teaching_month'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['team', 'team_code'],
          month: ['month', 'lesson_month'],
          lines: ['lessons', 'lesson_entries'],
          quantity: ['units_taught', 'unit_total'],
          amount: ['fees_total_cents', 'income_cents'],
        },
      },
      list: {
        names: ['course_team', 'team_course', 'teaching_plan'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['course', 'course_no', 'course_code'],
          group: ['team', 'team_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['team', 'teams', 'team_list'],
        columns: { code: ['code', 'team_code'], name: ['name', 'team_name'] },
      },
    },
    {
      member: 'sender',
      nouns: {
        group: 'district',
        groups: 'districts',
        member: 'centre',
        members: 'centres',
        days: 'the district overview',
        months: 'the monthly district figures',
      },
      groups: [
        ['D10', 'North bank'],
        ['D20', 'South bank'],
        ['D30', 'University quarter'],
        ['D40', 'Old town'],
        ['D50', 'Lakeside'],
      ],
      rest: ['D90', 'Head office'],
      none: ['NONE', 'D00', 'OPEN'],
      days: {
        names: ['district_day', 'fees_by_district', 'district_fees', 'district_overview'],
        columns: {
          key: ['row_key', 'overview_key'],
          group: ['district', 'district_code'],
          day: ['day', 'lesson_day', 'teaching_date'],
          lines: ['lessons', 'lesson_entries', 'entry_count'],
          quantity: ['units_taught', 'unit_total'],
          amount: ['fees_total_cents', 'income_cents'],
        },
      },
      months: {
        names: ['district_month', 'monthly_district_fees', 'district_month_overview'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['district', 'district_code'],
          month: ['month', 'lesson_month'],
          lines: ['lessons', 'lesson_entries'],
          quantity: ['units_taught', 'unit_total'],
          amount: ['fees_total_cents', 'income_cents'],
        },
      },
      list: {
        names: ['centre_district', 'district_centre', 'district_plan'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['centre', 'centre_code'],
          group: ['district', 'district_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['district', 'districts', 'district_list'],
        columns: { code: ['code', 'district_code'], name: ['name', 'district_name'] },
      },
    },
  ],
}
