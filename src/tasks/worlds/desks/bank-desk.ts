import type { CaseDeskTrade } from '../stations/case-desk-trade.ts'
import { deskTables, vias } from './desk-words.ts'

/** The office of the bank that deals with fees people do not accept. */
export const bankDesk: CaseDeskTrade = {
  nouns: {
    case: 'fee dispute',
    cases: 'fee disputes',
    fee: 'refund',
    desk: 'the complaints office',
    settled: 'decided',
    settledBecause: ['the customer has the decision in writing', 'the ombudsman has our letter', 'the sum is promised'],
    ownList: 'decision book',
    job: 'the conditions job',
    jobBasis: 'the account conditions',
  },
  ...deskTables,
  cases: {
    names: ['fee_dispute', 'dispute', 'fee_disputes', 'disputed_fee'],
    columns: {
      id: ['id', 'dispute_no', 'case_no'],
      openedAt: ['opened_at', 'came_in_at', 'raised_at'],
      sender: ['branch', 'branch_code', 'branch_no'],
      good: ['fee_code', 'service_no', 'charge_code'],
      reason: ['reason', 'ground'],
      handler: ['handler', 'assigned_to', 'case_worker'],
      fee: ['refund_cents', 'paid_back_cents'],
      settledAt: ['decided_at', 'decision_sent_at'],
    },
  },
  days: {
    names: ['disputes_by_day', 'dispute_day', 'daily_refunds'],
    columns: {
      sender: ['branch', 'branch_code'],
      day: ['day', 'opened_on'],
      cases: ['disputes', 'case_count'],
      fees: ['refunds_cents', 'refund_total'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['disputes_by_month', 'dispute_month', 'monthly_refunds'],
    columns: {
      sender: ['branch', 'branch_code'],
      month: ['month', 'period'],
      cases: ['disputes', 'case_count'],
      fees: ['refunds_cents', 'refund_total'],
    },
  },
  reasons: [
    'fee not displayed',
    'wrong kind of account',
    'service not wanted',
    'machine out of order',
    'death in the family',
    'advice was wrong',
    'long queue',
  ],
  fees: [240, 290, 350, 390, 450, 480, 540, 590, 640, 750, 890, 990, 1150, 1250, 1450, 1890],
  vias,
}
