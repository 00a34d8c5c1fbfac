import type { CaseDeskTrade } from '../stations/case-desk-trade.ts'
import { deskTables, vias } from './desk-words.ts'

/** The returns desk of the bicycle shops. */
export const shopDesk: CaseDeskTrade = {
  nouns: {
    case: 'return case',
    cases: 'return cases',
    fee: 'restocking fee',
    desk: 'the returns desk',
    settled: 'paid out',
    settledBecause: ['the customer has the money', 'the money has left the house', 'the customer was told the sum'],
    ownList: 'slip book',
    job: 'the warranty job',
    jobBasis: "the makers' warranty terms",
  },
  ...deskTables,
  cases: {
    names: ['return_case', 'return_cases', 'returned_goods', 'open_return'],
    columns: {
      id: ['id', 'case_no', 'return_no'],
      openedAt: ['opened_at', 'brought_back_at', 'received_at'],
      sender: ['store', 'store_code', 'shop_code'],
      good: ['article', 'article_no', 'plu'],
      reason: ['reason', 'return_reason'],
      handler: ['handler', 'assigned_to', 'clerk'],
      fee: ['restocking_pence', 'fee_pence'],
      settledAt: ['paid_out_at', 'refunded_at'],
    },
  },
  days: {
    names: ['returns_by_day', 'return_day', 'daily_returns'],
    columns: {
      sender: ['store', 'store_code'],
      day: ['day', 'opened_on'],
      cases: ['cases', 'case_count'],
      fees: ['fees_pence', 'restocking_total'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['returns_by_month', 'return_month', 'monthly_returns'],
    columns: {
      sender: ['store', 'store_code'],
      month: ['month', 'period'],
      cases: ['cases', 'case_count'],
      fees: ['fees_pence', 'restocking_total'],
    },
  },
  reasons: ['maker recall', 'wrong size', 'faulty part', 'late delivery', 'changed mind', 'damaged box', 'gift return'],
  fees: [195, 250, 295, 350, 395, 450, 495, 595, 650, 695, 750, 795, 850, 895, 950, 995],
  vias,
}
