import type { CaseDeskTrade } from '../stations/case-desk-trade.ts'
import { deskTables, vias } from './desk-words.ts'

/** The desk of the hospital where patients object to a bill. */
export const clinicDesk: CaseDeskTrade = {
  nouns: {
    case: 'objection',
    cases: 'objections',
    fee: 'goodwill credit',
    desk: 'the objections desk',
    settled: 'answered',
    settledBecause: ['the letter is out', 'the patient has our letter', 'the sum stands in a letter'],
    ownList: 'letter book',
    job: 'the tariff job',
    jobBasis: "the insurers' tariff",
  },
  ...deskTables,
  cases: {
    names: ['objection', 'bill_objection', 'objections', 'patient_objection'],
    columns: {
      id: ['id', 'objection_no', 'case_no'],
      openedAt: ['opened_at', 'came_in_at', 'raised_at'],
      sender: ['lab', 'lab_code', 'laboratory'],
      good: ['test_code', 'test', 'service_code'],
      reason: ['ground', 'reason'],
      handler: ['handler', 'dealt_with_by', 'clerk'],
      fee: ['credit_cents', 'goodwill_cents'],
      settledAt: ['answered_at', 'letter_sent_at'],
    },
  },
  days: {
    names: ['objections_by_day', 'objection_day', 'daily_credits'],
    columns: {
      sender: ['lab', 'lab_code'],
      day: ['day', 'opened_on'],
      cases: ['objections', 'case_count'],
      fees: ['credits_cents', 'credit_total'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['objections_by_month', 'objection_month', 'monthly_credits'],
    columns: {
      sender: ['lab', 'lab_code'],
      month: ['month', 'period'],
      cases: ['objections', 'case_count'],
      fees: ['credits_cents', 'credit_total'],
    },
  },
  reasons: [
    'sample mixed up',
    'test not ordered',
    'result too late',
    'charged to wrong patient',
    'covered by insurer',
    'repeat without need',
    'no referral',
  ],
  fees: [300, 350, 400, 450, 520, 580, 640, 700, 760, 820, 880, 940, 1000, 1120, 1240, 1360],
  vias,
}
