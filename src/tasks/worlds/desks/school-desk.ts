import type { CaseDeskTrade } from '../stations/case-desk-trade.ts'
import { deskTables, vias } from './desk-words.ts'

/** The desk of the language school where learners give up a course. */
export const schoolDesk: CaseDeskTrade = {
  nouns: {
    case: 'cancellation',
    cases: 'cancellations',
    fee: 'cancellation fee',
    desk: 'the enrolment desk',
    settled: 'confirmed',
    settledBecause: ['the learner has our letter', 'the confirmation is out', 'the sum stands in the confirmation'],
    ownList: 'desk diary',
    job: 'the terms job',
    jobBasis: 'the course terms',
  },
  ...deskTables,
  cases: {
    names: ['cancellation', 'course_cancellation', 'cancellations', 'cancelled_course'],
    columns: {
      id: ['id', 'cancellation_no', 'case_no'],
      openedAt: ['opened_at', 'came_in_at', 'cancelled_at'],
      sender: ['centre', 'centre_code'],
      good: ['course', 'course_no', 'course_code'],
      reason: ['reason', 'given_reason'],
      handler: ['handler', 'assigned_to', 'clerk'],
      fee: ['fee_cents', 'cancellation_cents'],
      settledAt: ['confirmed_at', 'letter_sent_at'],
    },
  },
  days: {
    names: ['cancellations_by_day', 'cancellation_day', 'daily_cancellations'],
    columns: {
      sender: ['centre', 'centre_code'],
      day: ['day', 'opened_on'],
      cases: ['cancellations', 'case_count'],
      fees: ['fees_cents', 'fee_total'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['cancellations_by_month', 'cancellation_month', 'monthly_cancellations'],
    columns: {
      sender: ['centre', 'centre_code'],
      month: ['month', 'period'],
      cases: ['cancellations', 'case_count'],
      fees: ['fees_cents', 'fee_total'],
    },
  },
  reasons: [
    'moved away',
    'new working hours',
    'illness',
    'level too high',
    'level too low',
    'course dates moved',
    'visa refused',
  ],
  fees: [1200, 1500, 1800, 2000, 2400, 2500, 2900, 3000, 3500, 3600, 4000, 4500, 4900, 5000, 5500, 6000],
  vias,
}
