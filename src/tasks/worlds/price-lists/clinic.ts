import type { PriceListTrade } from '../stations/price-list-trade.ts'
import { sitesOf } from './sites.ts'

const names =
  `Alder Berglund Castellani Dimas Ebner Faria Grabner Hofer Ioannou Jurado Kallas Lourenco Moser Neves Orban
  Papas Quiroga Reiter Salgado Tavares`.split(/\s+/)
const kinds = [
  'Family Practice',
  'Sports Medicine',
  'Day Clinic',
  'Health Centre',
  'Cardiology Practice',
  'Orthopaedics',
]

/** Practices at home and abroad ask the clinic for tests and expert reports, and get a bill. */
export const clinicPrices: PriceListTrade = {
  nouns: {
    order: 'request',
    orders: 'requests',
    invoice: 'bill',
    invoices: 'bills',
    customer: 'practice',
    customers: 'practices',
    site: 'referral office',
    sites: 'referral offices',
    good: 'service',
    goods: 'services',
    list: 'fee list',
    lists: 'fee lists',
    program: 'the fee program',
    ordered: 'received',
    confirmed: 'accepted',
    delivered: 'reported',
  },
  customers: {
    names: ['practice', 'referring_practice', 'referrer'],
    columns: { code: ['code', 'practice_no'], name: ['name', 'practice_name'] },
  },
  sites: {
    names: ['referral_office', 'office', 'intake_office'],
    columns: {
      code: ['code', 'office_code'],
      name: ['name', 'city'],
      ahead: ['hours_ahead_of_utc', 'utc_offset_hours', 'summer_utc_offset'],
      system: ['fee_system', 'system'],
    },
  },
  goods: {
    names: ['service', 'fee_item', 'service_list', 'billable_service'],
    columns: {
      code: ['service_code', 'fee_code', 'position_code'],
      name: ['description', 'name'],
      tax: ['vat_percent', 'vat_rate'],
      price: ['fee_cents', 'current_fee_cents', 'single_fee_cents'],
    },
  },
  versions: {
    names: ['fee_list', 'fee_schedule', 'schedule_version'],
    columns: {
      id: ['schedule_no', 'version', 'id'],
      from: ['valid_from', 'in_force_from', 'starts_on'],
      issuedBy: ['issued_by', 'released_by'],
    },
  },
  prices: {
    names: ['fee', 'schedule_fee', 'fee_entry'],
    columns: {
      version: ['schedule_no', 'schedule_version'],
      good: ['service_code', 'fee_code', 'position_code'],
      price: ['fee_cents', 'single_fee_cents'],
    },
  },
  changes: {
    names: ['fee_change', 'fee_history', 'fee_journal'],
    columns: {
      id: ['change_no', 'id'],
      good: ['service_code', 'fee_code', 'position_code'],
      from: ['valid_from', 'effective_on', 'applies_from'],
      old: ['old_cents', 'fee_before', 'was_cents'],
      new: ['new_cents', 'fee_after', 'becomes_cents'],
    },
  },
  agreements: {
    names: ['agreed_fee', 'practice_fee', 'fee_agreement'],
    columns: {
      id: ['id', 'agreement_no'],
      customer: ['practice', 'practice_no', 'referrer_no'],
      good: ['service_code', 'fee_code', 'position_code'],
      price: ['fee_cents', 'agreed_cents'],
      from: ['valid_from', 'first_day'],
      until: ['valid_until', 'last_day'],
    },
  },
  orders: {
    names: ['request', 'referral', 'test_request', 'service_request'],
    columns: {
      id: ['id', 'request_no', 'request_id'],
      customer: ['practice', 'practice_no', 'referrer_no'],
      site: ['office', 'referral_office', 'office_code'],
      ordered: ['received_at', 'requested_at'],
      confirmed: ['accepted_at', 'taken_on_at'],
      delivered: ['reported_at', 'report_sent_at'],
    },
  },
  invoices: {
    names: ['bill', 'practice_bill', 'bills'],
    columns: {
      id: ['id', 'bill_id'],
      number: ['bill_no', 'number'],
      order: ['request_no', 'for_request', 'request_ref'],
      madeOn: ['bill_date', 'made_on', 'billed_on'],
      status: ['status', 'state'],
      release: ['program_version', 'made_with', 'billed_with'],
    },
  },
  entries: {
    names: ['bill_entry', 'fee_line', 'bill_line', 'billing_entry'],
    columns: {
      id: ['id', 'entry_id', 'entry_no'],
      invoice: ['bill_id', 'bill', 'for_bill'],
      document: ['document_no', 'doc_no', 'voucher'],
      kind: ['kind', 'entry_kind', 'entry_type'],
      day: ['entry_date', 'booked_on', 'dated'],
      good: ['service_code', 'fee_code', 'position_code'],
      quantity: ['count_done', 'quantity', 'times'],
      price: ['single_fee_cents', 'fee_cents', 'each_cents'],
      net: ['net_cents', 'net_amount_cents'],
      tax: ['vat_cents', 'tax_cents'],
      gross: ['gross_cents', 'total_cents'],
      reason: ['reason', 'remark_code', 'why'],
    },
  },
  turnover: {
    names: ['practice_month', 'billed_by_practice', 'practice_turnover'],
    columns: {
      customer: ['practice', 'practice_no', 'referrer_no'],
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_billed_cents'],
      tax: ['vat_cents', 'vat_billed_cents'],
    },
  },
  totals: {
    names: ['billed_month', 'vat_month', 'fee_month'],
    columns: {
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_billed_cents'],
      tax: ['vat_cents', 'vat_billed_cents'],
    },
  },
  taxes: [19, 19, 7],
  status: { draft: ['draft', 'open', 'to be checked'], sent: ['sent', 'out', 'issued'] },
  drawCustomers: (random, count) => {
    const doctors = random.sample(names, Math.min(count, names.length))
    return Array.from({ length: count }, (_, place) => ({
      code: `P${300 + 5 * place + random.int(0, 4)}`,
      name: `${kinds[(place + Math.floor(place / doctors.length)) % kinds.length] ?? 'Practice'} ${doctors[place % doctors.length] ?? 'Alder'}`,
    }))
  },
  drawSites: (random, count) =>
    sitesOf(random, count, [
      { code: 'LIS', name: 'Lisbon', ahead: 1 },
      { code: 'CRK', name: 'Cork', ahead: 1 },
      { code: 'VIE', name: 'Vienna', ahead: 2 },
      { code: 'SZG', name: 'Salzburg', ahead: 2 },
      { code: 'ATH', name: 'Athens', ahead: 3 },
      { code: 'NIC', name: 'Nicosia', ahead: 3 },
    ]),
}
