import type { MartTrade } from './stations/mart-trade.ts'

/** What the hospital adds up every few nights: outside tests by the budget that pays for them, or by contract. */
export const clinicMart: MartTrade = {
  job: 'charge_report',
  axes: [
    {
      member: 'good',
      nouns: {
        group: 'budget',
        groups: 'budgets',
        member: 'test code',
        members: 'test codes',
        days: 'the budget report',
        months: 'the monthly budget figures',
      },
      groups: [
        ['K110', 'Internal medicine'],
        ['K120', 'Surgery'],
        ['K130', 'Emergency'],
        ['K140', 'Intensive care'],
        ['K150', 'Day clinic'],
        ['K160', 'Cardiology'],
      ],
      rest: ['K900', 'Whole house'],
      none: ['NONE', 'K000', 'OPEN'],
      days: {
        names: ['budget_day', 'tests_by_budget', 'budget_load', 'budget_report'],
        columns: {
          key: ['row_key', 'report_key'],
          group: ['budget', 'budget_code'],
          day: ['day', 'sampling_day', 'test_day'],
          lines: ['charge_lines', 'tests', 'test_count'],
          quantity: ['samples_done', 'sample_total'],
          amount: ['fees_total_cents', 'cost_cents'],
        },
      },
      months: {
        names: ['budget_month', 'monthly_budget_load', 'budget_month_report'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['budget', 'budget_code'],
          month: ['month', 'budget_period'],
          lines: ['charge_lines', 'tests'],
          quantity: ['samples_done', 'sample_total'],
          amount: ['fees_total_cents', 'cost_cents'],
        },
      },
      list: {
        names: ['test_budget', 'budget_test', 'budget_plan'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['test_code', 'test', 'service_code'],
          group: ['budget', 'budget_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['budget', 'budgets', 'budget_list'],
        columns: { code: ['code', 'budget_code'], name: ['name', 'budget_name'] },
      },
    },
    {
      member: 'sender',
      nouns: {
        group: 'contract group',
        groups: 'contract groups',
        member: 'laboratory',
        members: 'laboratories',
        days: 'the contract report',
        months: 'the monthly contract figures',
      },
      groups: [
        ['C10', 'Northern tender'],
        ['C20', 'Southern tender'],
        ['C30', 'University partners'],
        ['C40', 'Night service'],
        ['C50', 'Regional pool'],
      ],
      rest: ['C90', 'Single orders'],
      none: ['NONE', 'C00', 'OPEN'],
      days: {
        names: ['contract_day', 'tests_by_contract', 'contract_load', 'contract_report'],
        columns: {
          key: ['row_key', 'report_key'],
          group: ['contract_group', 'contract_code'],
          day: ['day', 'sampling_day', 'test_day'],
          lines: ['charge_lines', 'tests', 'test_count'],
          quantity: ['samples_done', 'sample_total'],
          amount: ['fees_total_cents', 'cost_cents'],
        },
      },
      months: {
        names: ['contract_month', 'monthly_contract_load', 'contract_month_report'],
        columns: {
          key: ['row_key', 'month_key'],
          group: ['contract_group', 'contract_code'],
          month: ['month', 'budget_period'],
          lines: ['charge_lines', 'tests'],
          quantity: ['samples_done', 'sample_total'],
          amount: ['fees_total_cents', 'cost_cents'],
        },
      },
      list: {
        names: ['lab_contract', 'contract_lab', 'contract_plan'],
        columns: {
          id: ['id', 'entry_no'],
          member: ['lab', 'lab_code', 'laboratory'],
          group: ['contract_group', 'contract_code'],
          from: ['valid_from', 'from_day'],
          until: ['valid_until', 'until_day'],
        },
      },
      groupTable: {
        names: ['contract_group', 'contract_groups', 'tender_list'],
        columns: { code: ['code', 'contract_code'], name: ['name', 'contract_name'] },
      },
    },
  ],
}
