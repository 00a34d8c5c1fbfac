import type { CaseDeskTrade } from '../stations/case-desk-trade.ts'
import { deskTables, vias } from './desk-words.ts'

/** The claims desk of the forwarder. */
export const logisticsDesk: CaseDeskTrade = {
  nouns: {
    case: 'claim',
    cases: 'claims',
    fee: 'excess',
    desk: 'the claims desk',
    settled: 'settled',
    settledBecause: ['the customer has signed', 'the settlement is signed', 'the insurer has the papers'],
    ownList: 'claims book',
    job: 'the policy job',
    jobBasis: "the insurer's terms",
  },
  ...deskTables,
  cases: {
    names: ['transport_claim', 'claim_case', 'freight_claim', 'claims'],
    columns: {
      id: ['id', 'claim_no', 'file_no'],
      openedAt: ['opened_at', 'reported_at', 'came_in_at'],
      sender: ['depot', 'depot_code', 'site'],
      good: ['handling_code', 'service', 'tariff_code'],
      reason: ['cause', 'reason'],
      handler: ['handler', 'adjuster', 'assigned_to'],
      fee: ['excess_cents', 'own_share_cents'],
      settledAt: ['settled_at', 'signed_at'],
    },
  },
  days: {
    names: ['claims_by_day', 'claim_day', 'daily_excess'],
    columns: {
      sender: ['depot', 'depot_code'],
      day: ['day', 'opened_on'],
      cases: ['claims', 'case_count'],
      fees: ['excess_total', 'own_share_total'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['claims_by_month', 'claim_month', 'monthly_excess'],
    columns: {
      sender: ['depot', 'depot_code'],
      month: ['month', 'period'],
      cases: ['claims', 'case_count'],
      fees: ['excess_total', 'own_share_total'],
    },
  },
  reasons: [
    'crushed at the gate',
    'water damage',
    'short delivery',
    'wrong depot',
    'late arrival',
    'seal broken',
    'cold chain',
  ],
  fees: [2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 7500, 8000, 9000, 10_000, 11_000, 12_000, 12_500, 15_000],
  vias,
}
