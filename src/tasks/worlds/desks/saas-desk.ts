import type { CaseDeskTrade } from '../stations/case-desk-trade.ts'
import { deskTables, vias } from './desk-words.ts'

/** The desk of the software house that gives credits where the service was not as agreed. */
export const saasDesk: CaseDeskTrade = {
  nouns: {
    case: 'service case',
    cases: 'service cases',
    fee: 'service credit',
    desk: 'the credit desk',
    settled: 'signed off',
    settledBecause: ['the tenant has the credit note', 'the credit is on an invoice', 'the tenant was told the sum'],
    ownList: 'credit sheet',
    job: 'the uptime job',
    jobBasis: 'the service agreement',
  },
  ...deskTables,
  cases: {
    names: ['service_case', 'tenant_case', 'service_cases', 'credit_case'],
    columns: {
      id: ['id', 'case_no', 'ticket_no'],
      openedAt: ['opened_at', 'reported_at', 'came_in_at'],
      sender: ['data_centre', 'dc', 'dc_code'],
      good: ['usage_code', 'meter_code', 'sku'],
      reason: ['reason', 'cause'],
      handler: ['handler', 'agent', 'assigned_to'],
      fee: ['credit_cents', 'service_credit_cents'],
      settledAt: ['signed_off_at', 'closed_at'],
    },
  },
  days: {
    names: ['cases_by_day', 'case_day', 'daily_credits'],
    columns: {
      sender: ['data_centre', 'dc_code'],
      day: ['day', 'opened_on'],
      cases: ['cases', 'case_count'],
      fees: ['credits_cents', 'credit_total'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['cases_by_month', 'case_month', 'monthly_credits'],
    columns: {
      sender: ['data_centre', 'dc_code'],
      month: ['month', 'period'],
      cases: ['cases', 'case_count'],
      fees: ['credits_cents', 'credit_total'],
    },
  },
  reasons: [
    'slow pages',
    'sign-in failed',
    'messages delayed',
    'report missing',
    'wrong time zone',
    'backup too old',
    'calendar not synced',
  ],
  fees: [500, 650, 800, 900, 1000, 1200, 1250, 1500, 1600, 1800, 2000, 2250, 2400, 2500, 3000, 3500],
  vias,
}
